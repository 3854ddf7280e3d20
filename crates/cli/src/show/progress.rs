//! A word on standard error while a large folder is read.

use std::io::IsTerminal;
use std::path::Path;

use gangmu_app::words::Words;

use super::err;

/// Data of this size take long enough to be worth a word.
const WORTH_A_WORD: u64 = 64 << 20;

/// Says that a folder is being read; nothing for a small one, and nothing when nobody watches.
pub(crate) fn progress(folder: &Path, words: &Words) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let files = folder.join("data").read_dir().into_iter().flatten().flatten();
    let bytes: u64 = files.filter_map(|file| file.metadata().ok()).map(|data| data.len()).sum();
    if bytes >= WORTH_A_WORD {
        let megabytes = (bytes >> 20).to_string();
        err(&words.say("progress-reading", &[("megabytes", &megabytes)]));
    }
}
