//! `gangmu explain`.

use gangmu_app::define::prepare;
use gangmu_app::score::{explain, with_scored};
use gangmu_app::words::{Language, Words};

use crate::arguments::Explain;
use crate::score::{not_scored, with_programme};
use crate::show;
use crate::{CANNOT_RUN, DONE};

pub(crate) fn run(command: &Explain, language: Language) -> u8 {
    let words = Words::new(language);
    with_programme(&command.which, &words, |programme, asked| {
        let (prepared, _) = prepare(programme);
        let told = with_scored(&prepared, asked, |scored| {
            let item = command.item.as_deref();
            explain(scored, &words, &command.unit, item, command.which.public)
        });
        match told {
            Ok(Ok(explained)) => {
                for line in explained.lines {
                    show::out(&format!("{}{}", "  ".repeat(line.depth), line.text));
                }
                DONE
            }
            Ok(Err(finding)) => {
                show::findings(&command.which.folder, &[finding], &words);
                CANNOT_RUN
            }
            Err(findings) => {
                show::findings(&command.which.folder, &findings, &words);
                not_scored(&findings)
            }
        }
    })
}
