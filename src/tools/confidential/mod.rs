//! `quipu check --confidential`: changing what an audience may not have must not change a byte of
//! its edition.
//!
//! ```text
//! files ──> the same publication with other secrets ──> load ──> project ──> … ──> files
//!       └─────────────────────────────────────────────> load ──> project ──> … ──> files   equal?
//! ```
//!
//! For each audience, all that neither it nor the default audience of its output may have is replaced
//! by other words, and then taken away; the publication is loaded and rendered again each time, in
//! memory, and every file of that audience's edition is compared. There is no list of places to look
//! at, so none can be forgotten. Of PDFs, all that Typst would be given is compared.

mod beside;
mod closed;
mod columns;
mod included;
mod lines;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::{self, Files, Reading};
use crate::data::rows;
use crate::engine::inspect::{documents, inspect};
use crate::engine::load::Failure;
use crate::engine::proof::Guard;
use crate::engine::session::{Presentations, Purpose, Session};
use crate::engine::store::Store;
use crate::engine::{Build, Claims, Editions, Pdfs, Preparations, Sink};
use crate::plan::{Site, routes};
use crate::projection::{self, Drafts, Projection, Shelf};
use crate::publication::life::Time;
use crate::publication::{self, Publication};
use crate::theme;
use secrets::{Kept, Variation, vary};

/// The hashes of the files of each audience, by their paths.
type Hashes = BTreeMap<EcoString, BTreeMap<String, blake3::Hash>>;

/// What was compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many audiences have something withheld from them.
    pub audiences: usize,
    /// How many passages and files were changed, over all audiences.
    pub secrets: usize,
    /// How many files were compared.
    pub files: usize,
}

/// Changes what each audience may not have, and reports the files of its edition that move. PDFs are compared as `pdfs`
/// says: as they are written, or by all that Typst would be given, which takes much less time.
///
/// # Errors
/// Returns the mistakes of a publication that cannot be built, or the first I/O error.
pub fn check(
    root: &Path,
    drafts: Drafts,
    time: Time,
    pdfs: Pdfs,
) -> Result<(Compared, Vec<Diagnostic>, Files), Failure> {
    let io = |error| Failure::Io(root.to_owned(), error);
    let mut reading = files::read(root).map_err(io)?;
    reading.at = Some(drafts.data_until(time.at));
    theme::add_embedded(&mut reading);
    let mut problems = Problems::default();
    // Rows of workbooks are moved as those of other files are.
    let foreign = std::mem::take(&mut reading.foreign);
    rows::prepare(&mut reading.texts, &reading.assets, foreign, &mut problems);
    let publication = settled(reading.clone(), time, &mut problems)?;
    let shelves = projection::project(&publication, drafts);
    let known = Presentations::default();
    let how = How { drafts, time, pdfs, known: &known };
    let before = hashes(&publication, &shelves, how, &mut problems)?;
    if problems.has_errors() {
        return Err(Failure::Refused(problems.into_sorted(), publication.files));
    }
    let released = {
        let sessions = inspect(&shelves, &mut problems);
        closed::released(&publication, &documents(&sessions, &mut problems))
    };
    let check = Check { reading, publication: &publication, released, before, how };
    let mut compared = Compared::default();
    let mut moved = Vec::new();
    for shelf in &shelves {
        for projection in &shelf.projections {
            let (count, found) = check.audience(shelf, projection)?;
            compared.audiences += usize::from(count > 0);
            compared.secrets += count;
            compared.files += check.before[&projection.audience.id].len();
            moved.extend(found);
        }
    }
    drop(check);
    drop(shelves);
    Ok((compared, moved, publication.files))
}

/// How editions are made that are compared.
#[derive(Clone, Copy)]
struct How<'k> {
    drafts: Drafts,
    time: Time,
    pdfs: Pdfs,
    known: &'k Presentations,
}

/// A publication, and what readers get of it.
struct Check<'c> {
    reading: Reading,
    publication: &'c Publication,
    released: closed::Released,
    before: Hashes,
    how: How<'c>,
}

impl Check<'_> {
    /// Changes what the audience of `projection` may not have; returns how much that is, and what moved.
    fn audience(
        &self,
        shelf: &Shelf,
        projection: &Projection,
    ) -> Result<(usize, Vec<Diagnostic>), Failure> {
        let id = &projection.audience.id;
        let kept: BTreeSet<_> = [id, &shelf.projections[0].audience.id].into();
        let mut paths = BTreeSet::new();
        let mut mistake = None;
        let mut count = 0;
        let shown: Vec<_> = kept.iter().filter_map(|id| self.released.get(*id)).collect();
        let kept = Kept { projections: &allowed(shelf, &kept), shown: &shown };
        for variation in [Variation::Other, Variation::Gone] {
            let (varied, secrets) = vary(&self.reading, self.publication, &kept, variation);
            if secrets == 0 {
                continue;
            }
            count = count.max(secrets);
            match rendered(varied, projection, self.how)? {
                Ok(after) => paths.extend(differing(&self.before[id], &after)),
                Err(found) => mistake = found.or(mistake),
            }
        }
        let mut moved: Vec<_> =
            mistake.iter().map(|mistake| not_built(projection, mistake)).collect();
        moved.extend(paths.into_iter().map(|path| interference(projection, &path)));
        Ok((count, moved))
    }
}

/// Returns the projections of a shelf whose contents are kept: those of the audiences in `kept`.
fn allowed<'s>(shelf: &'s Shelf, kept: &BTreeSet<&EcoString>) -> Vec<&'s Projection> {
    shelf.projections.iter().filter(|other| kept.contains(&other.audience.id)).collect()
}

/// Loads a publication as it is out at a time.
fn settled(reading: Reading, time: Time, problems: &mut Problems) -> Result<Publication, Failure> {
    let mut publication = publication::load(reading, problems)
        .map_err(|unloadable| Failure::Refused(Vec::new(), unloadable.files))?;
    publication.settle(time);
    Ok(publication)
}

/// The files of an audience of a varied publication, or the mistake because of which it has none.
type Rendered = Result<BTreeMap<String, blake3::Hash>, Option<String>>;

/// Renders a publication with other secrets and returns the files of the audience of `projection`.
fn rendered(reading: Reading, projection: &Projection, how: How<'_>) -> Result<Rendered, Failure> {
    // What is wrong in the texts of other audiences does not matter here.
    let mut unreported = Problems::default();
    let publication = settled(reading, how.time, &mut unreported)?;
    let id = &projection.audience.id;
    // The files of an audience are in one output: the others need not be rendered.
    let mut shelves = projection::project(&publication, how.drafts);
    shelves.retain(|shelf| shelf.projections.iter().any(|other| other.audience.id == *id));
    let mut hashes = hashes(&publication, &shelves, how, &mut unreported)?;
    let own = hashes.remove(id).unwrap_or_default();
    if own.keys().any(|path| path.ends_with(routes::PAGE)) {
        return Ok(Ok(own));
    }
    let mistake = unreported.first_error();
    let told = |it: &Diagnostic| format!("{}: {}", publication.path_of(&it.place), it.message);
    Ok(Err(mistake.map(told)))
}

/// Renders outputs in memory.
fn hashes(
    publication: &Publication,
    shelves: &[Shelf],
    how: How<'_>,
    problems: &mut Problems,
) -> Result<Hashes, Failure> {
    let mut all = Hashes::new();
    for shelf in shelves {
        let session = Session::again(shelf, Purpose::Reading, &how.known.afresh(), problems);
        let Some(session) = session else { continue };
        let sink = Sink::Hashes(std::sync::Mutex::default());
        let guard = Guard::idle();
        let unused = Store::unused();
        let build = Build {
            recording: None,
            session: &session,
            preparations: &Preparations::default(),
            files: &publication.files,
            base_url: &publication.settings.base_url,
            pdfs: how.pdfs,
            only: None,
            sink: &sink,
            store: &unused,
            editions: Editions::Here,
            claims: Claims::default(),
            guard: &guard,
            release: None,
            releases: &[],
            progress: &|_, _| (),
            is_over: &|| false,
        };
        build.run(problems).map_err(|error| Failure::of(error, Files::default()))?;
        for site in &session.plan.sites {
            all.entry(site.audience.id.clone()).or_default();
        }
        for (path, hash) in sink.into_hashes() {
            if let Some(site) = owner(&path, &session.plan.sites) {
                all.entry(site.audience.id.clone()).or_default().insert(path, hash);
            }
        }
    }
    Ok(all)
}

/// Returns the site of a file: the one with the longest folder above it.
fn owner<'p>(path: &str, sites: &'p [Site<'p>]) -> Option<&'p Site<'p>> {
    let folders = sites.iter().flat_map(|site| {
        let own = routes::assets_for(&site.audience.id);
        [(site.prefix(), site), (own, site)]
    });
    let above = folders.filter(|(folder, _)| path.starts_with(&**folder));
    above.max_by_key(|(folder, _)| folder.len()).map(|(_, site)| site)
}

/// Returns the paths at which two editions differ.
fn differing(
    before: &BTreeMap<String, blake3::Hash>,
    after: &BTreeMap<String, blake3::Hash>,
) -> BTreeSet<String> {
    let paths = before.keys().chain(after.keys());
    paths.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn not_built(projection: &Projection, mistake: &str) -> Diagnostic {
    let id = &projection.audience.id;
    let message = format!(
        "the edition for the audience `{id}` cannot be built without what that audience may not get: {mistake}"
    );
    let path = format!("content/audiences/{id}.yaml");
    Diagnostic::error_at_path(Code::Interference, path, message).with_hint(
        "what it reads names or uses something that is for others: restrict both, or neither",
    )
}

fn interference(projection: &Projection, path: &str) -> Diagnostic {
    let id = &projection.audience.id;
    let message = format!(
        "`{path}`, which the audience `{id}` reads, depends on what that audience may not get"
    );
    Diagnostic::error_at_path(Code::Interference, path, message)
        .with_hint("compare two builds, with and without the restricted texts")
}
