//! What all texts are made of: everything that is not noted when it is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::noted::{self, NotedParts, projections};
use crate::base::digest::Digest;
use crate::base::files::Files;
use crate::engine::session::Session;
use crate::plan::{Edition, Site, catalogue};
use crate::projection::Projection;
use crate::render::site::{Library, SitePages};
use crate::tree::Form;

/// What follows from other parts, and from the time: they are named as changed only if nothing else is.
const DERIVED: [&str; 5] = [NAMES, ADDRESSES, NAVIGATION, USED, RELEASE];
const NAMES: &str = "the names of all files";
const ADDRESSES: &str = "the addresses of the pages";
const NAVIGATION: &str = "the titles of pages that all lead to";
const USED: &str = "what texts use";
const RELEASE: &str = "what pages say of their release";

/// Leaves out of what has changed what follows from the rest of it.
pub(super) fn without_derived(mut changed: BTreeSet<String>) -> BTreeSet<String> {
    let is_derived = |name: &String| DERIVED.contains(&name.as_str()) || noted::is_derived(name);
    if !changed.iter().all(is_derived) {
        changed.retain(|name| !is_derived(name));
    }
    changed
}

/// The ground of an output.
pub(in crate::engine) struct CommonGround {
    /// The hashes of its parts, by what they are.
    pub(super) parts: BTreeMap<String, String>,
    /// The hash of all of them.
    pub(super) hash: String,
    /// What is noted when it is read.
    pub(super) noted: NotedParts,
}

impl CommonGround {
    /// Gathers the ground of a session's texts; `read` are the hashes of the files of the publication, `all` its texts.
    pub(in crate::engine) fn new(
        library: Library<'_>,
        sites: &[SitePages<'_>],
        (read, all): (&BTreeMap<String, String>, &Files),
    ) -> Self {
        let session = library.session;
        let noted = NotedParts::new(library, sites, (read, all));
        let others = read.iter().filter(|(path, _)| !noted.has_file(path));
        let others: BTreeMap<_, _> =
            others.map(|(path, hash)| (path.clone(), hash.clone())).collect();
        // Texts that no reader of the output may have are out of reach of what makes it.
        let is_withheld = |path: &str| {
            path.strip_suffix(".md").is_some()
                && all.find(path).is_some()
                && projections(session).all(|projection| projection.files.find(path).is_none())
        };
        let mut parts = others;
        parts.retain(|path, _| !is_withheld(path));
        let paths = read.keys().fold(Digest::default(), |mut digest, path| {
            digest.part(path);
            digest
        });
        parts.insert(NAMES.to_owned(), paths.hash().to_hex().to_string());
        add_fronts(session, &mut parts);
        let mut add = |name: &str, text: &str| {
            parts.insert(name.to_owned(), blake3::hash(text.as_bytes()).to_hex().to_string());
        };
        let plan = session.plan.editions.iter().map(planned).collect::<Vec<_>>();
        add(ADDRESSES, &format!("{plan:?}"));
        add(RELEASE, &format!("{:?}", library.release.map(|release| release.told(session))));
        let pages = session.plan.editions.iter().filter(|it| it.manuscript.form == Form::Page);
        let pages: Vec<_> = pages.map(|it| &library.headlines.of(it.index).title_text).collect();
        add(NAVIGATION, &format!("{pages:?} {:?}", library.site_cards));
        let projections = projections(session).map(Projection::extent).collect::<Vec<_>>();
        let has_data: Vec<_> =
            session.plan.sites.iter().map(|site| has_data(session, *site)).collect();
        add(USED, &format!("{projections:?} {has_data:?}"));
        let mut digest = Digest::default();
        for (name, hash) in &parts {
            digest.part(name).part(hash);
        }
        Self { parts, hash: digest.hash().to_hex().to_string(), noted }
    }

    /// Returns the names of the parts that differ from those of another build.
    pub(super) fn changed(&self, known: &BTreeMap<String, String>) -> BTreeSet<String> {
        let names = self.parts.keys().chain(known.keys());
        names.filter(|name| self.parts.get(*name) != known.get(*name)).cloned().collect()
    }
}

/// Returns whether a site has pages of data, and the first site that has the same data.
fn has_data(session: &Session<'_>, site: Site<'_>) -> (bool, Option<usize>) {
    let data = |site: &Site<'_>| Arc::clone(&site.projection.datasets);
    let own = data(&site);
    let same = session.plan.sites.iter().position(|other| Arc::ptr_eq(&data(other), &own));
    (catalogue::published(site).next().is_some(), same)
}

/// Adds what the texts say before their bodies, and how far they are.
fn add_fronts(session: &Session<'_>, parts: &mut BTreeMap<String, String>) {
    let mut fronts: BTreeMap<String, Digest> = BTreeMap::new();
    for projection in projections(session) {
        for text in projection.works.values().flat_map(|work| work.manuscripts.values()) {
            if text.is_written() {
                let path = &projection.files.get(text.file).path;
                let front = fronts.entry(format!("front matter of {path}")).or_default();
                front.part(&projection.audience.id).part(text.front_hash().as_bytes());
            }
        }
    }
    let fronts =
        fronts.into_iter().map(|(name, digest)| (name, digest.hash().to_hex().to_string()));
    parts.extend(fronts);
}

/// Returns what is planned for an edition.
fn planned(edition: &Edition<'_>) -> String {
    let chapters: Vec<_> = edition.chapters.iter().map(|chapter| &chapter.id).collect();
    let Edition { site, manuscript, subject, language, address, .. } = edition;
    let (site, language, id) = (site.index, &language.tag, &manuscript.id);
    format!("{site} {language} {:?} {id} {subject:?} {address} {chapters:?}", manuscript.form)
}
