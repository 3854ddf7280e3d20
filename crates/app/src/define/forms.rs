//! What each form asks, counted.

use gangmu_domain::framework::{Framework, asks};
use gangmu_num::Ratio;

use crate::table::{Table, Value};

/// A row for each form: whom it asks, how often, how many cells, how many minutes.
pub fn forms(framework: &Framework) -> Table {
    let columns = vec!["form", "level", "frequency", "cells", "minutes", "minutes_per_month"];
    let minutes = |minutes: Option<&Ratio>| match minutes {
        Some(minutes) => Value::Number(minutes.show(1)),
        None => Value::Empty,
    };
    let row = |asked: gangmu_domain::framework::Asks| {
        let form = framework.datasets.get(asked.form)?;
        Some(vec![
            Value::word(form.id.clone()),
            Value::word(form.level.clone()),
            Value::word(form.frequency.clone()),
            Value::Number(asked.cells.to_string()),
            minutes(asked.minutes.as_ref()),
            minutes(asked.minutes_per_month.as_ref()),
        ])
    };
    Table { columns, rows: asks(framework).into_iter().filter_map(row).collect() }
}
