//! Where an office keeps its files of evidence, and whether they are what they should be.

use std::path::{Path, PathBuf};

use gangmu_store::EvidenceFiles;

use crate::office::Office;
use crate::refusal::Refusal;

impl Office {
    /// The same office with its files of evidence in this folder: for one whose store is in none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn with_evidence_in(mut self, dir: &Path) -> Result<Office, Refusal> {
        self.evidence = Some(EvidenceFiles::open(dir)?);
        Ok(self)
    }

    /// Files on record that are not there, or are not what their hash says, in words.
    pub(crate) async fn unsound_evidence(&self) -> Result<Vec<String>, Refusal> {
        let Some(files) = &self.evidence else { return Ok(Vec::new()) };
        Ok(self.store.check_evidence(files).await?.0)
    }

    /// Files of evidence that nothing on record knows, from uploads that came to no end.
    ///
    /// # Errors
    /// What the store and the disk say.
    pub async fn stray_evidence(&self) -> Result<Vec<PathBuf>, Refusal> {
        let Some(files) = &self.evidence else { return Ok(Vec::new()) };
        Ok(self.store.check_evidence(files).await?.1)
    }
}
