//! A small programme with something of every kind in it.

use super::Folder;

/// The small programme.
pub(crate) fn small() -> Folder {
    Folder::empty()
}
