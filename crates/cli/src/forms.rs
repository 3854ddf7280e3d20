//! `gangmu forms`.

use gangmu_app::define::{check, forms};
use gangmu_app::words::{Language, Words};

use crate::arguments::Forms;
use crate::check::exit_code;
use crate::score::print;
use crate::show;
use crate::{DONE, ERRORS};

pub(crate) fn run(command: &Forms, language: Language) -> u8 {
    let checked = check(&command.folder);
    let Some(programme) = checked.programme else {
        show::findings(&command.folder, &checked.findings, &Words::new(language));
        return exit_code(&checked.findings).max(ERRORS);
    };
    print(&forms(&programme.framework), command.format);
    DONE
}
