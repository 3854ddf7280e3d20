//! `gangmu score --set`: what would be.

use gangmu_app::compare::{Answer, Layout, beside, told, what_if};
use gangmu_app::words::Words;

use crate::arguments::Format;
use crate::score::{Score, print, with_checked};
use crate::show;
use crate::{CANNOT_RUN, DONE};

pub(crate) fn run(command: &Score, words: &Words) -> u8 {
    let layout = layout(command);
    with_checked(&command.which, words, |programme, asked, findings| {
        let folder = &command.which.folder;
        let set = &command.set;
        let shown = what_if(folder, programme, findings, asked, set, |answer| {
            show::findings(folder, answer.findings, words);
            let table = beside(layout, answer.changed, answer.before, answer.after);
            if command.format == Format::Table {
                let table = table.without_repeats(&["class_after", "award_after"]);
                for_people(command, answer, layout, || print(&table, Format::Table), words);
            } else {
                print(&table, command.format);
            }
        });
        match shown {
            Ok(()) => DONE,
            Err(findings) => {
                show::findings(folder, &findings, words);
                // The programme itself was without error: it is the question that cannot be answered.
                CANNOT_RUN
            }
        }
    })
}

fn layout(command: &Score) -> Layout {
    if command.items {
        Layout::Items
    } else if command.groups {
        Layout::Groups
    } else if command.deductions {
        Layout::Deductions
    } else if command.consequences {
        Layout::Consequences
    } else {
        Layout::Results
    }
}

fn for_people(
    command: &Score,
    answer: &Answer<'_, '_>,
    layout: Layout,
    table: impl FnOnce(),
    words: &Words,
) {
    show::out(&words.say("what-if-head", &[]));
    for set in &command.set {
        show::out(&format!("  {set}"));
    }
    show::out("");
    table();
    if layout == Layout::Results {
        show::out("");
        told(answer.changed, words).iter().for_each(|line| show::out(line));
    }
    show::out(&words.say("what-if-unwritten", &[]));
}
