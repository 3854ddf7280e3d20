//! `gangmu overlay`.

use gangmu_app::define::{check, overlay_list, overlay_table};
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Period, Place};
use gangmu_exchange::folder::Programme;

use crate::arguments::{Format, Listing, Overlay};
use crate::check::exit_code;
use crate::score::print;
use crate::show;
use crate::{CANNOT_RUN, DONE, ERRORS};

pub(crate) fn run(command: &Overlay, language: Language) -> u8 {
    let words = Words::new(language);
    let checked = check(&command.folder);
    let Some(programme) = checked.programme else {
        show::findings(&command.folder, &checked.findings, &words);
        return exit_code(&checked.findings).max(ERRORS);
    };
    match list(command, &programme, &words) {
        Ok(()) => DONE,
        Err(finding) => {
            show::findings(&command.folder, &[finding], &words);
            CANNOT_RUN
        }
    }
}

fn list(command: &Overlay, programme: &Programme, words: &Words) -> Result<(), Finding> {
    let wrong = |text: &String| Finding::error("G004", Place::file("--period")).with("value", text);
    let period = match &command.period {
        Some(text) => Some(Period::parse(text).ok_or_else(|| wrong(text))?),
        None => None,
    };
    let all = programme.overlays.iter().map(|overlay| programme.tree.id(overlay.framework.unit));
    let units: Vec<&str> = match command.unit.as_deref() {
        Some(unit) => vec![unit],
        None => all.collect(),
    };
    if command.format == Listing::Text {
        let mut lines = Vec::new();
        for unit in &units {
            lines.extend(overlay_list(programme, words, unit, period)?);
        }
        if units.is_empty() {
            lines.push(words.say("overlay-none", &[]));
        }
        lines.iter().for_each(|line| show::out(line));
        return Ok(());
    }
    let table = overlay_table(programme, &units, period)?;
    let format = if command.format == Listing::Csv { Format::Csv } else { Format::Json };
    print(&table, format);
    Ok(())
}
