//! Open data: which datasets readers get whole, where, and in which files.
//!
//! ```text
//! Dataset ──> data/<id>/        its page
//!        ├──> data/<id>/<id>.csv, <id>.json
//! Register ─> registers/<id>/…  the same, made by `register`
//! all ──────> datapackage.json  what the files hold, for programs
//!        └──> dcat.jsonld       the same for catalogues of public data
//! ```
//!
//! A site shows the datasets that its texts use, unless their files say `publish: false`; one that says
//! `publish: true` is shown whether a text uses it or not.

pub mod dcat;
pub mod files;
pub mod package;

use std::ops::Deref;

use ecow::{EcoString, eco_format};

use crate::base::reads::Noted;
use crate::data::Dataset;
use crate::data::dataset::Access;
use crate::plan::routes;
use crate::plan::{Plan, Site};
use crate::publication::settings::Translations;
use crate::tree::{Form, Target};

/// Returns the datasets that have a page on a site, by id; registers have others.
pub fn published(site: Site<'_>) -> impl Iterator<Item = &Dataset> {
    let datasets = site.projection.datasets.values().map(Noted::deref);
    datasets.filter(move |dataset| is_published(dataset, site))
}

fn is_published(dataset: &Dataset, site: Site<'_>) -> bool {
    let publication = site.projection;
    // Texts in all languages were asked for when the publication was loaded.
    let complete = publication.settings.translations == Translations::Complete;
    let is_open = match dataset.access {
        Access::Open => true,
        Access::Used => publication.uses.datasets.contains(&dataset.id),
        Access::Described | Access::Closed => false,
    };
    let tag = &site.language.tag;
    is_open
        && publication.registers.get(&dataset.id).is_none()
        && (complete || dataset.texts().all(|text| text.get(tag).is_some()))
}

/// Returns the address of the page of a dataset or register on a site, if it has one.
pub fn address(id: &str, site: Site<'_>, plan: &Plan<'_>) -> Option<EcoString> {
    if site.projection.registers.get(id).is_some() {
        return plan.nearest(site, Form::Register, id).map(|page| page.address.clone());
    }
    let dataset = site.projection.datasets.get(id)?;
    is_published(dataset, site).then(|| eco_format!("{}{}", site.prefix(), routes::dataset(id)))
}

/// Returns the way from a page of a site to the page of a dataset or register, if it has one.
pub fn target(id: &str, site: Site<'_>, plan: &Plan<'_>) -> Option<Target> {
    if site.projection.registers.get(id).is_some() {
        let page = plan.nearest(site, Form::Register, id)?;
        return Some(site.target(page, EcoString::new()));
    }
    let dataset = site.projection.datasets.get(id)?;
    let page = || Target::Page { path: routes::dataset(id), fragment: EcoString::new() };
    is_published(dataset, site).then(page)
}

/// Returns the path of a file of a dataset or register, below the root of a site.
pub fn file(folder: &str, id: &str, extension: &str) -> EcoString {
    let name = id.rsplit('/').next().unwrap_or(id);
    eco_format!("{folder}{name}.{extension}")
}
