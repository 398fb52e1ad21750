//! What is noted when it is read, part by part: bodies of texts, datasets, sources, named values.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::digest::Digest;
use crate::base::files::Files;
use crate::base::reads::{Kind, NotedReads};
use crate::base::span::FileId;
use crate::data::values::{self, NamedValue};
use crate::engine::session::Session;
use crate::plan::catalogue;
use crate::projection::Projection;
use crate::publication::Publication;
use crate::render::site::{Library, SitePages};

/// The folder of datasets.
const DATA: &str = "content/data/";

/// How the names of titles and findings begin.
const TITLE: &str = "the title of ";

/// How the names begin of what an edition has to do with.
const RELATED: &str = "the texts related to ";

/// How the names begin of whether data have a page.
const PAGE: &str = "the page of data ";

/// The hash of what is asked for and not there.
const MISSING: &str = "missing";

/// What texts may read of a publication that is noted, with its hashes.
pub(in crate::engine) struct NotedParts {
    /// The hashes, by what they are of: the paths of files, and names such as `source oecd-2026`.
    hashes: BTreeMap<String, String>,
    /// The paths of the files that stand in no other part.
    paths: BTreeSet<String>,
    /// The addresses of the editions, in the order of the plan.
    addresses: Vec<String>,
    /// The files of which texts read a piece each.
    in_pieces: BTreeSet<FileId>,
    /// What is read with a text or dataset, by the number of its file.
    ///
    /// With a text come all its languages, since a translation takes what is drawn from its original, and what they
    /// include. With a dataset come the files that it names, what it is derived from, and whether it has a page.
    files: HashMap<FileId, BTreeSet<String>>,
}

impl NotedParts {
    /// Gathers the parts of what a library is made of; `read` are the hashes of its files, `all` its texts.
    pub(super) fn new(
        library: Library<'_>,
        sites: &[SitePages<'_>],
        (read, all): (&BTreeMap<String, String>, &Files),
    ) -> Self {
        let session = library.session;
        let mut parts = Self {
            hashes: BTreeMap::new(),
            paths: BTreeSet::new(),
            addresses: Vec::new(),
            in_pieces: BTreeSet::new(),
            files: HashMap::new(),
        };
        for projection in projections(session) {
            parts.add_texts(projection);
            parts.add_datasets(projection, (read, all));
        }
        parts.paths = parts.files.values().flatten().cloned().collect();
        parts.add_pages_of_data(session);
        for (path, hash) in read.iter().filter(|(path, _)| parts.paths.contains(*path)) {
            parts.hashes.insert(path.clone(), hash.clone());
        }
        parts.add_named(session);
        parts.add_of_editions(library, sites);
        parts
    }

    /// Whether a file is read as one of the parts, and in no other way.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Returns the parts that were read, with their hashes; none if one of them is not known, so that it cannot be known
    /// to stand. Pages of registers are read from files of the ground.
    pub(super) fn of(&self, reads: &NotedReads) -> Option<BTreeMap<String, String>> {
        let files = reads.files.iter().filter_map(|file| self.files.get(file)).flatten();
        // One that is not there may be made, such as the file of named values.
        let files = files.map(|name| Some((name.clone(), self.hash(name).to_owned())));
        let named = reads.named.iter().map(|(kind, name)| {
            let name = self.named(*kind, name)?;
            let hash = self.hash(&name).to_owned();
            Some((name, hash))
        });
        files.chain(named).collect()
    }

    /// Returns what a part that is asked for by name is called; none if it cannot be.
    fn named(&self, kind: Kind, name: &str) -> Option<String> {
        match kind {
            Kind::Source | Kind::Value => Some(called(kind, name)),
            Kind::Title | Kind::Related => {
                let address = self.addresses.get(name.parse::<usize>().ok()?)?;
                let what = if kind == Kind::Title { TITLE } else { RELATED };
                Some(format!("{what}{address}"))
            }
        }
    }

    /// Adds what pages of others say of each edition.
    fn add_of_editions(&mut self, library: Library<'_>, sites: &[SitePages<'_>]) {
        for edition in &library.session.plan.editions {
            let title = format!("{:?}", library.headlines.of(edition.index));
            let related = sites[edition.site.index].found(edition);
            for (kind, said) in [(TITLE, title), (RELATED, related)] {
                let hash = blake3::hash(said.as_bytes()).to_hex().to_string();
                self.hashes.insert(format!("{kind}/{}", edition.address), hash);
            }
            self.addresses.push(format!("/{}", edition.address));
        }
    }

    /// Returns the hash of a part.
    pub(super) fn hash(&self, name: &str) -> &str {
        self.hashes.get(name).map_or(MISSING, String::as_str)
    }

    /// Whether a change of a file is noticed by those who read `reads`: it is read as a whole, or belongs to the ground.
    pub(super) fn is_known(&self, file: FileId, reads: &NotedReads) -> bool {
        reads.files.contains(&file) || !self.in_pieces.contains(&file)
    }

    fn add_texts(&mut self, projection: &Projection) {
        for work in projection.works.values() {
            let texts = || work.manuscripts.values().filter(|text| text.is_written());
            let read = texts().flat_map(|text| text.included.iter().copied().chain([text.file]));
            let read: Vec<_> =
                read.map(|file| projection.files.get(file).path.to_string()).collect();
            for text in texts() {
                self.files.entry(text.file).or_default().extend(read.iter().cloned());
            }
        }
    }

    fn add_datasets(
        &mut self,
        projection: &Projection,
        (read, all): (&BTreeMap<String, String>, &Files),
    ) {
        let is_rows =
            |path: &&String| path.starts_with(DATA) && path.strip_suffix(".yaml").is_none();
        let rows: Vec<&String> = read.keys().filter(is_rows).collect();
        let data = DataFiles { publication: projection, files: all, rows: &rows };
        for (id, dataset) in projection.datasets.iter() {
            if projection.registers.get(id).is_some() {
                continue;
            }
            let mut own = BTreeSet::new();
            data.add(id, &mut own);
            self.files.entry(dataset.file()).or_default().extend(own);
        }
    }

    /// Adds whether datasets have a page, which depends on what other texts use.
    fn add_pages_of_data(&mut self, session: &Session<'_>) {
        let mut pages: BTreeMap<FileId, (String, Digest)> = BTreeMap::new();
        for site in &session.plan.sites {
            let published: BTreeSet<_> = catalogue::published(*site).map(|it| it.file).collect();
            for (id, dataset) in site.projection.datasets.iter() {
                let name = || (format!("{PAGE}{id}"), Digest::default());
                let (_, digest) = pages.entry(dataset.file()).or_insert_with(name);
                digest.part([u8::from(published.contains(&dataset.file()))]);
            }
        }
        for (file, (name, digest)) in pages {
            if let Some(own) = self.files.get_mut(&file) {
                own.insert(name.clone());
                self.hashes.insert(name, digest.hash().to_hex().to_string());
            }
        }
    }

    /// Adds sources and named values, as each audience has them.
    fn add_named(&mut self, session: &Session<'_>) {
        let mut found: BTreeMap<String, Digest> = BTreeMap::new();
        for projection in projections(session) {
            let uses = &projection.uses;
            for (key, source) in projection.sources.iter() {
                let digest = found.entry(called(Kind::Source, key)).or_default();
                let said = format!("{:?} {}", source.entry, uses.sources.contains(key));
                digest.part(&projection.audience.id).part(said);
                let file = source.span.file;
                self.in_pieces.insert(file);
                self.paths.insert(projection.files.get(file).path.to_string());
            }
            for (name, value) in projection.values.iter() {
                let digest = found.entry(called(Kind::Value, name)).or_default();
                digest.part(&projection.audience.id).part(said(value));
                self.in_pieces.insert(value.binding.span.file);
                self.paths.insert(values::PATH.to_owned());
            }
        }
        // A warning at a dataset, text or row that was not read may stand elsewhere tomorrow.
        self.in_pieces.extend(self.files.keys());
        let hashes = found.into_iter();
        self.hashes.extend(hashes.map(|(name, it)| (name, it.hash().to_hex().to_string())));
    }
}

/// Returns what a named value says, wherever it stands.
fn said(NamedValue { binding, unit, about }: &NamedValue) -> String {
    format!("{} {:?} {about:?}", binding.text, unit.as_ref().map(|unit| &unit.value))
}

/// Returns what a source or value is called.
fn called(kind: Kind, name: &str) -> String {
    let kind = if kind == Kind::Source { "source" } else { "value" };
    format!("{kind} {name}")
}

/// Whether a part follows from others, which are named as changed rather than it.
pub(super) fn is_derived(name: &str) -> bool {
    [TITLE, RELATED, PAGE].iter().any(|part| name.starts_with(part))
}

/// What datasets are read from.
#[derive(Clone, Copy)]
struct DataFiles<'d> {
    publication: &'d Publication,
    files: &'d Files,
    /// The paths of all files that have rows.
    rows: &'d [&'d String],
}

impl DataFiles<'_> {
    /// Adds the files that a dataset may be read from, and those of what it is derived from.
    fn add(self, id: &str, own: &mut BTreeSet<String>) {
        // Registers belong to the ground: their pages and blocks read them in ways that are not noted.
        if self.publication.registers.get(id).is_some() {
            return;
        }
        let Some(dataset) = self.publication.datasets.get(id) else { return };
        let file = self.files.get(dataset.file());
        if !own.insert(file.path.to_string()) {
            return;
        }
        // A file that is named for another reason than its rows counts all the same.
        let is_named = |path: &&&String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            file.text.contains(name.split('#').next().unwrap_or(name))
        };
        own.extend(self.rows.iter().filter(is_named).map(|path| (*path).clone()));
        for input in self.publication.lineage.inputs(id) {
            // What is computed may name values, each of which may name others.
            own.insert(values::PATH.to_owned());
            self.add(input, own);
        }
    }
}

/// Returns the projections of a session, one for each audience.
pub(super) fn projections<'s>(session: &'s Session<'_>) -> impl Iterator<Item = &'s Projection> {
    let sites = session.plan.sites.chunk_by(|one, next| one.shelved == next.shelved);
    sites.map(|sites| sites[0].projection)
}
