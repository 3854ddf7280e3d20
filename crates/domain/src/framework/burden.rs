//! What forms ask: cells and minutes are counted from the elements and questions they name, never
//! taken from what a form says of itself.

use gangmu_num::Ratio;

use super::words::Framework;

/// What one form asks of the one who fills it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// The form's place in the framework.
    pub form: usize,
    /// Cells: its elements and questions.
    pub cells: usize,
    /// Cells a month, on average over a year; `None` for a form that is filled in once only.
    pub cells_per_month: Option<Ratio>,
    /// Minutes to fill it in once; `None` where nobody says how long a cell takes.
    pub minutes: Option<Ratio>,
    /// Minutes a month; `None` as above, and for a form that is filled in once only.
    pub minutes_per_month: Option<Ratio>,
}

/// What every form asks.
///
/// An element takes the minutes it is given in `elements.csv`, else those the programme gives a
/// cell; a question takes the programme's.
pub fn asks(framework: &Framework) -> Vec<Asks> {
    let a_cell = framework.burden.minutes_per_cell.as_ref();
    let of_element = |id: &String| {
        let element = framework.elements.iter().find(|element| element.id == *id);
        element.and_then(|element| element.minutes.as_ref()).or(a_cell).cloned()
    };
    framework
        .datasets
        .iter()
        .enumerate()
        .map(|(form, dataset)| {
            let elements = dataset.elements.iter().map(of_element);
            let questions = dataset.questions.iter().map(|_| a_cell.cloned());
            let minutes: Option<Vec<Ratio>> = elements.chain(questions).collect();
            let minutes: Option<Ratio> = minutes.map(|minutes| minutes.iter().sum());
            let cells = dataset.elements.len() + dataset.questions.len();
            let times = times_a_year(&dataset.frequency);
            let a_month =
                |once: &Ratio| (once * &Ratio::from_int(times?)).div(&Ratio::from_int(12));
            Asks {
                form,
                cells,
                cells_per_month: a_month(&Ratio::from_int(cells as i64)),
                minutes_per_month: minutes.as_ref().and_then(a_month),
                minutes,
            }
        })
        .collect()
}

fn times_a_year(frequency: &str) -> Option<i64> {
    match frequency {
        "annual" => Some(1),
        "half-yearly" => Some(2),
        "quarterly" => Some(4),
        "monthly" => Some(12),
        "weekly" => Some(52),
        _ => None,
    }
}
