//! Open data: which datasets readers get whole, where, and in which files.
//!
//! ```text
//! Dataset ──> data/<id>/        its page
//!        ├──> data/<id>/<id>.csv, <id>.json
//! Register ─> registers/<id>/…  the same, made by `register`
//! all ──────> datapackage.json  what the files hold, for programs
//! ```
//!
//! A dataset is open unless its file says `publish: false`, whether an edition uses it or
//! not: what the publication rests on is the publication's to show. Files are made once for
//! each language, pages for each site.

pub mod files;
pub mod package;

use ecow::{EcoString, eco_format};

use crate::data::Dataset;
use crate::data::dataset::Access;
use crate::plan::{Plan, Site};
use crate::publication::Publication;
use crate::settings::Translations;
use crate::tree::Form;

/// The name of the file that describes all files of a language.
pub const PACKAGE: &str = "datapackage.json";

/// Returns the datasets that have a page in the language `tag`, by id; registers have others.
pub fn published<'a>(
    publication: &'a Publication,
    tag: &'a str,
) -> impl Iterator<Item = &'a Dataset> {
    let datasets = publication.datasets.values();
    datasets.filter(move |dataset| is_published(dataset, publication, tag))
}

fn is_published(dataset: &Dataset, publication: &Publication, tag: &str) -> bool {
    // Texts in all languages were asked for when the publication was loaded.
    let complete = publication.settings.translations == Translations::Complete;
    dataset.access == Access::Open
        && publication.registers.get(&dataset.id).is_none()
        && (complete || dataset.texts().all(|text| text.get(tag).is_some()))
}

/// Returns the address of the page of a dataset or register on a site, if it has one.
pub fn address(
    id: &str,
    site: Site<'_>,
    publication: &Publication,
    plan: &Plan<'_>,
) -> Option<EcoString> {
    if publication.registers.get(id).is_some() {
        return plan.nearest(site, Form::Register, id).map(|page| page.address.clone());
    }
    let dataset = publication.datasets.get(id)?;
    is_published(dataset, publication, &site.language.tag)
        .then(|| eco_format!("{}{}", site.prefix(publication), folder(id)))
}

/// Returns the folder of a dataset's page and files, below the root of a site.
pub fn folder(id: &str) -> EcoString {
    eco_format!("data/{id}/")
}

/// Returns the path of a file of a dataset or register, below the root of a site.
pub fn file(folder: &str, id: &str, extension: &str) -> EcoString {
    let name = id.rsplit('/').next().unwrap_or(id);
    eco_format!("{folder}{name}.{extension}")
}
