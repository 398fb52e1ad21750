//! Artefacts: what a build makes of editions, each in the formats that it has.

use ecow::{EcoString, eco_format};

use super::{Edition, Plan, clean};
use crate::markup::slug;
use crate::plan::subject::Subject;

/// A format of editions, as far as planning knows it.
pub trait Format: Sync {
    /// What it is called, such as `pdf`.
    fn key(&self) -> &'static str;

    /// Returns where its file for an edition is, below the root; none if the edition has none.
    fn address(&self, edition: &Edition<'_>) -> Option<EcoString>;
}

/// An edition in a format.
#[derive(Debug, Clone)]
pub struct Artefact<'p> {
    /// The edition.
    pub edition: &'p Edition<'p>,
    /// Where its file is, below the root.
    pub address: EcoString,
}

impl Plan<'_> {
    /// Lists the editions in each of `formats` that they have.
    pub fn artefacts<'l>(
        &'l self,
        formats: &'l [&dyn Format],
    ) -> impl Iterator<Item = Artefact<'l>> + 'l {
        self.editions.iter().flat_map(|edition| {
            formats.iter().filter_map(move |format| {
                let address = format.address(edition)?;
                Some(Artefact { edition, address })
            })
        })
    }
}

impl Edition<'_> {
    /// Returns the address of a file next to its page that has its name, with `ending`, such as `.pdf`.
    pub fn file(&self, ending: &str) -> EcoString {
        let id = clean(&self.manuscript.id);
        let name = id.rsplit('/').next().unwrap_or_default();
        match self.subject {
            Subject::Entity(id) => eco_format!("{}{name}-{}{ending}", self.address, slug(id)),
            Subject::All | Subject::Index => eco_format!("{}{name}{ending}", self.address),
        }
    }
}
