//! A small programme with something of every kind in it: `tests/small`.

use std::path::Path;

use super::Folder;

/// A copy of the small programme, to be changed at will.
pub(crate) fn small() -> Folder {
    Folder::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/small"))
}
