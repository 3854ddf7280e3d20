//! `gangmu import`.

use std::path::Path;

use gangmu_app::collect::import_observations;
use gangmu_app::define::{Imported, import_scheme};
use gangmu_app::words::{Language, Words};
use gangmu_base::Finding;

use crate::arguments::{Import, ImportWhat};
use crate::show;
use crate::{CANNOT_RUN, DONE, ERRORS};

pub(crate) fn run(command: &Import, language: Language) -> u8 {
    let words = Words::new(language);
    match &command.what {
        ImportWhat::Scheme(asked) => {
            let (id, sheet) = (asked.scheme.as_deref(), asked.sheet.as_deref());
            let found = import_scheme(&asked.file, &asked.folder, id, sheet, &words);
            told(&asked.folder, found, ("import-scheme", "import-scheme-next"), &words)
        }
        ImportWhat::Observations(asked) => {
            let found = import_observations(&asked.file, &asked.folder, asked.sheet.as_deref());
            let say = ("import-observations", "import-observations-next");
            told(&asked.folder, found, say, &words)
        }
    }
}

fn told(
    folder: &Path,
    found: Result<Imported, Vec<Finding>>,
    (sentence, next): (&str, &str),
    words: &Words,
) -> u8 {
    let imported = match found {
        Ok(imported) => imported,
        Err(findings) => {
            show::findings(folder, &findings, words);
            return could_not(&findings);
        }
    };
    show::findings(folder, &imported.findings, words);
    let blanks = [
        ("file", imported.path.as_str()),
        ("sheet", &imported.sheet),
        ("groups", &imported.groups.to_string()),
        ("rows", &imported.rows.to_string()),
        ("folder", &folder.display().to_string()),
    ];
    show::out(&words.say(sentence, &blanks));
    show::out(&words.say(next, &blanks));
    DONE
}

/// Nothing could be run where there is no such file or folder.
pub(crate) fn could_not(findings: &[Finding]) -> u8 {
    let absent = |finding: &Finding| matches!(finding.code, "E000" | "F100" | "G001");
    if findings.iter().any(absent) { CANNOT_RUN } else { ERRORS }
}
