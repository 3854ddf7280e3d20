//! New: a small programme to begin with, complete and without fault.

use std::path::Path;

use gangmu_base::Finding;
use gangmu_exchange::folder::create_programme;

/// The files of the programme that `gangmu new` makes.
const FILES: [(&str, &str); 13] = [
    ("README.md", include_str!("../../template/README.md")),
    ("programme.toml", include_str!("../../template/programme.toml")),
    ("units.csv", include_str!("../../template/units.csv")),
    ("classes.csv", include_str!("../../template/classes.csv")),
    ("bodies.csv", include_str!("../../template/bodies.csv")),
    ("elements.csv", include_str!("../../template/elements.csv")),
    ("indicators.csv", include_str!("../../template/indicators.csv")),
    ("targets.csv", include_str!("../../template/targets.csv")),
    ("datasets.toml", include_str!("../../template/datasets.toml")),
    ("holidays.csv", include_str!("../../template/holidays.csv")),
    ("schemes/year.toml", include_str!("../../template/schemes/year.toml")),
    ("data/observations.csv", include_str!("../../template/data/observations.csv")),
    ("data/events.csv", include_str!("../../template/data/events.csv")),
];

/// Makes a programme in a folder that is not there yet, or is empty. Gives the files written.
///
/// # Errors
/// `G010` when there is anything in the folder already, `G011` when it cannot be written.
pub fn new_programme(dir: impl AsRef<Path>) -> Result<Vec<&'static str>, Finding> {
    create_programme(dir, &FILES)?;
    Ok(FILES.iter().map(|(path, _)| *path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::define::check;

    #[test]
    fn the_new_programme_is_without_fault_and_can_be_made_only_once() {
        let dir = tempfile::tempdir().unwrap();
        let files = new_programme(dir.path()).unwrap();
        assert!(files.iter().all(|file| dir.path().join(file).is_file()));
        let checked = check(dir.path());
        let notes =
            |finding: &gangmu_base::Finding| finding.severity == gangmu_base::Severity::Note;
        assert!(checked.findings.iter().all(notes), "{:?}", checked.findings);
        assert!(checked.programme.is_some());
        assert_eq!(new_programme(dir.path()).unwrap_err().code, "G010");
    }
}
