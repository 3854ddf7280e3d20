//! `gangmu new`.

use gangmu_app::define::new_programme;
use gangmu_app::words::{Language, Words};

use crate::arguments::New;
use crate::show;
use crate::{CANNOT_RUN, DONE};

pub(crate) fn run(command: &New, language: Language) -> u8 {
    let words = Words::new(language);
    let dir = command.dir.display().to_string();
    match new_programme(&command.dir) {
        Ok(files) => {
            show::out(&words.say("new-made", &[("dir", &dir)]));
            for file in files {
                show::out(&format!("  {file}"));
            }
            show::out(&words.say("new-next", &[("dir", &dir)]));
            DONE
        }
        Err(finding) => {
            show::findings(&command.dir, &[finding], &words);
            CANNOT_RUN
        }
    }
}
