//! Score: a scheme is worked out, laid out in tables, and explained.

mod against;
mod class_file;
mod drawn_items;
mod draws;
mod explain;
mod explain_facts;
mod explain_item;
mod explain_overlay;
mod explained;
mod ground;
mod index;
mod intervals;
mod middles;
mod misreporting;
mod public;
mod run;
mod standing;
mod standings;
mod tables;
mod ties;
mod with_results;

pub use against::{Against, Sides};
pub use class_file::{class_table_file, standing_periods};
pub use drawn_items::{drawn_items, drawn_told};
pub use draws::{Draws, MOST_DRAWS, Redrawing, SEED};
pub use explain::explain;
pub use explained::{Explained, Line};
pub(crate) use ground::{Ground, after_appeals, cannot_be_carried_back};
pub use index::{
    Also, IndexDraws, Indexed, SAMPLES, explain_index, index_choices, index_parts, index_results,
    index_sensitivity, index_weights, with_index,
};
pub(crate) use index::{check_choices, try_index};
pub use intervals::{Interval, Intervals};
pub use middles::{Class, Middle};
pub use misreporting::misreporting;
pub use public::Hidden;
pub use run::{Asked, Scored, period_of, subjects_of, with_scored, with_scored_beside};
pub use standing::{Points, Stand, Standing, explained};
pub(crate) use standings::Standings;
pub use standings::{Stood, standing};
pub use tables::{consequences, deductions, groups, items, results};
pub use with_results::WithResults;
