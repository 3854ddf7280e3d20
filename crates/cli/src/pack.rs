//! `gangmu pack`.

use gangmu_app::words::{Language, Words};
use gangmu_exchange::folder::pack_observations;

use crate::arguments::Pack;
use crate::check::exit_code;
use crate::show;
use crate::{DONE, ERRORS};

pub(crate) fn run(command: &Pack, language: Language) -> u8 {
    let words = Words::new(language);
    show::progress(&command.folder, &words);
    match pack_observations(&command.folder) {
        Ok(files) if files.is_empty() => {
            show::err(&words.say("pack-nothing", &[]));
            DONE
        }
        Ok(files) => {
            for file in files {
                show::out(&words.say("pack-written", &[("file", &file)]));
            }
            show::out(&words.say("pack-next", &[]));
            DONE
        }
        Err(findings) => {
            show::findings(&command.folder, &findings, &words);
            exit_code(&findings).max(ERRORS)
        }
    }
}
