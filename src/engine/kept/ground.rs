//! What all texts are made of: everything that is not noted when it is read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::digest::Digest;
use crate::base::files::Files;
use crate::base::span::FileId;
use crate::engine::session::Session;
use crate::plan::Edition;
use crate::projection::Projection;
use crate::render::site::{Library, SitePages};

/// What follows from other parts, and from the time: they are named as changed only if nothing else is.
const DERIVED: [&str; 5] = [NAMES, ADDRESSES, TITLES, COMMON, USED];
const NAMES: &str = "the names of all files";
const ADDRESSES: &str = "the addresses of the pages";
const TITLES: &str = "titles and findings";
const COMMON: &str = "what texts have in common";
const USED: &str = "what texts use";

/// Leaves out of what has changed what follows from the rest of it.
pub(super) fn without_derived(mut changed: BTreeSet<String>) -> BTreeSet<String> {
    let is_derived = |name: &String| DERIVED.contains(&name.as_str());
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
    /// The hashes of the files of texts, by their paths.
    pub(super) texts: BTreeMap<String, String>,
    /// The files that the body of a text is read from, by the number of each of these: those of all its languages, since a
    /// translation takes what is drawn from its original, and what they include.
    files: HashMap<FileId, Vec<String>>,
}

impl CommonGround {
    /// Gathers the ground of a session's texts; `read` are the hashes of the files of the publication, `all` its texts.
    pub(in crate::engine) fn new(
        library: Library<'_>,
        sites: &[SitePages<'_>],
        (read, all): (&BTreeMap<String, String>, &Files),
    ) -> Self {
        let session = library.session;
        let files = files_of_texts(session);
        let of_texts: BTreeSet<&String> = files.values().flatten().collect();
        let is_text = |path: &String| of_texts.contains(path);
        let (texts, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            read.clone().into_iter().partition(|(path, _)| is_text(path));
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
        add(TITLES, &format!("{:?} {:?}", library.headlines, library.site_cards));
        let related: Vec<_> = sites.iter().map(SitePages::found).collect();
        add(COMMON, &format!("{related:?}"));
        let projections = projections(session).map(Projection::extent).collect::<Vec<_>>();
        add(USED, &format!("{projections:?}"));
        let mut digest = Digest::default();
        for (name, hash) in &parts {
            digest.part(name).part(hash);
        }
        Self { parts, hash: digest.hash().to_hex().to_string(), texts, files }
    }

    /// Returns the paths of the files that the bodies of texts are read from. Those of pages of registers are read from
    /// files of the ground.
    pub(super) fn paths(&self, texts: &BTreeSet<FileId>) -> BTreeSet<&String> {
        texts.iter().filter_map(|text| self.files.get(text)).flatten().collect()
    }

    /// Returns the names of the parts that differ from those of another build.
    pub(super) fn changed(&self, known: &BTreeMap<String, String>) -> BTreeSet<String> {
        let names = self.parts.keys().chain(known.keys());
        names.filter(|name| self.parts.get(*name) != known.get(*name)).cloned().collect()
    }
}

fn projections<'s>(session: &'s Session<'_>) -> impl Iterator<Item = &'s Projection> {
    let sites = session.plan.sites.chunk_by(|one, next| one.shelved == next.shelved);
    sites.map(|sites| sites[0].projection)
}

fn files_of_texts(session: &Session<'_>) -> HashMap<FileId, Vec<String>> {
    let mut files: HashMap<FileId, BTreeSet<String>> = HashMap::new();
    for projection in projections(session) {
        for work in projection.works.values() {
            let texts = || work.manuscripts.values().filter(|text| text.is_written());
            let read = texts().flat_map(|text| text.included.iter().copied().chain([text.file]));
            let read: Vec<_> =
                read.map(|file| projection.files.get(file).path.to_string()).collect();
            for text in texts() {
                files.entry(text.file).or_default().extend(read.iter().cloned());
            }
        }
    }
    files.into_iter().map(|(file, paths)| (file, paths.into_iter().collect())).collect()
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
