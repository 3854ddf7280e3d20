//! `gangmu export`.

use gangmu_app::collect::export_observations;
use gangmu_app::define::export_scheme;
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Place};

use crate::DONE;
use crate::arguments::{Export, ExportWhat};
use crate::import::could_not;
use crate::show;

pub(crate) fn run(command: &Export, language: Language) -> u8 {
    let words = Words::new(language);
    let (folder, output, force) = match &command.what {
        ExportWhat::Scheme(asked) => (&asked.folder, &asked.output, asked.force),
        ExportWhat::Observations(asked) => (&asked.folder, &asked.output, asked.force),
    };
    // Somebody may have written into a workbook that was exported before.
    if !force && std::fs::symlink_metadata(output).is_ok() {
        let shown = output.display().to_string();
        let there = Finding::error("E013", Place::file(shown.as_str())).with("path", &shown);
        show::findings(folder, std::slice::from_ref(&there), &words);
        return could_not(&[there]);
    }
    let written = match &command.what {
        ExportWhat::Scheme(asked) => {
            let id = asked.scheme.as_deref();
            let rows = export_scheme(&asked.folder, id, &asked.output, &words);
            rows.map(|rows| rows.to_string())
        }
        ExportWhat::Observations(asked) => {
            let rows = export_observations(&asked.folder, &asked.output);
            rows.map(|rows| rows.to_string())
        }
    };
    match written {
        Ok(rows) => {
            let file = output.display().to_string();
            show::out(&words.say("export-written", &[("file", &file), ("rows", &rows)]));
            DONE
        }
        Err(findings) => {
            show::findings(folder, &findings, &words);
            could_not(&findings)
        }
    }
}
