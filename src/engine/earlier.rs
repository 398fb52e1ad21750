//! Earlier releases: what was published before stays readable, at an address of its own.
//!
//! ```text
//! releases/2026-11.yaml ──> files as they were ──> load ──> project ──> … ──> public/releases/2026-11/
//! templates, as they are ─┘                         └─ without what its readers may no longer have
//! ```
//!
//! Text and data are those of the release; templates, themes and fonts are today's, so that old pages work as
//! new ones do. A text that was withdrawn since shows its notice, and one that its readers may no longer have is left out.

mod refused;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ecow::EcoString;
use jiff::Timestamp;

use self::refused::{no_longer_built, taken, told, unknown};
use super::commit::CommitError;
use super::kept::{Looks, Recording};
use super::proof::{Guard, Secrets};
use super::session::{Presentations, Purpose, Session};
use super::store::{self, Store};
use super::{Build, Claims, Editions, Pdfs, Preparations, Sink};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::{Files, Reading};
use crate::plan::routes;
use crate::projection::{self, Drafts, Shelf};
use crate::publication::audience::{Audience, AudienceAccess};
use crate::publication::correction;
use crate::publication::headline;
use crate::publication::life::{Time, WritingStatus};
use crate::publication::release::{self, Objects, Release};
use crate::publication::restricted::Restrictions;
use crate::publication::{self, Publication, restriction};
use crate::render::site::{KeptRelease, ReleaseEntry};

/// The folders whose files are today's.
const TODAY: [&str; 3] = ["templates/", "themes/", "fonts/"];

/// A release that is made again.
#[derive(Debug)]
pub(crate) struct Earlier {
    release: Release,
    /// Whether another one came after it.
    is_superseded: bool,
    publication: Publication,
    shelves: Vec<Shelf>,
    /// The hashes of all that it is made of, by their paths; none if something could not be read.
    read: Option<BTreeMap<String, String>>,
}

/// The releases of a publication, and what their files hold as it stands on the disk.
#[derive(Debug)]
pub(crate) struct ReleaseArchive {
    /// The releases, the oldest first.
    releases: Vec<Release>,
    objects: Objects,
    /// What is wrong with the manifests.
    problems: Problems,
}

impl ReleaseArchive {
    /// Reads the releases of the publication in `root`, whose files are given.
    pub(crate) fn read(root: &Path, files: &Files) -> Self {
        let mut problems = Problems::default();
        let releases = release::read_all(files, &mut problems);
        let objects = Objects::read(root, &releases);
        Self { releases, objects, problems }
    }

    /// Returns the hashes of what the files hold, by where it stands below the publication's root.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = (String, String)> {
        self.objects.hashes()
    }
}

/// Loads the releases of a publication that is settled, the oldest first; none if it has mistakes.
pub(crate) fn load(
    archive: ReleaseArchive,
    publication: &Publication,
    time: Time,
    problems: &mut Problems,
) -> Vec<Earlier> {
    if problems.has_errors() {
        return Vec::new();
    }
    let ReleaseArchive { releases, objects, problems: found } = archive;
    problems.extend(found.into_sorted());
    let newest = releases.len().saturating_sub(1);
    let notices = notices(publication);
    if let Some(last) = releases.last() {
        check_corrections(last, &objects, publication, problems);
    }
    let load = |(number, release): (usize, Release)| {
        let reading = problems.keep(reading((&release, &objects), publication, &notices))?;
        let read = store::hashes(&reading).map(|mut read| {
            // Those of today are told in it.
            let notices = publication.files.find(correction::PATH);
            let notices = notices.map(|file| &*publication.files.get(file).text);
            let hash = blake3::hash(notices.unwrap_or_default().as_bytes());
            read.insert(correction::PATH.to_owned(), hash.to_hex().to_string());
            read
        });
        let mut earlier = loaded(&release, reading, problems)?;
        earlier.settle(time);
        if number == newest {
            headline::check_kept(publication, (&earlier, &release.name), problems);
        }
        let shelves = shelves(&earlier, publication);
        Some(Earlier {
            release,
            is_superseded: number < newest,
            publication: earlier,
            shelves,
            read,
        })
    };
    releases.into_iter().enumerate().filter_map(load).collect()
}

/// Reports corrections that a release has and the publication no longer has as they were.
fn check_corrections(
    release: &Release,
    objects: &Objects,
    publication: &Publication,
    problems: &mut Problems,
) {
    let hash = release.files.get(correction::PATH);
    // What is missing or damaged is reported where the release is made again.
    let Some(bytes) = hash.and_then(|hash| objects.get(hash)) else { return };
    let mut files = Files::default();
    files.add(correction::PATH, String::from_utf8_lossy(bytes).into_owned());
    // The keys that say who may read an entry are hidden, as in the publication.
    Restrictions::find(&files, &mut Problems::default()).hide(&mut files, None);
    let released = correction::read_all(&files, &mut Problems::default());
    correction::check_kept(&publication.corrections, &released, &release.name, problems);
}

/// Loads a release as its readers got it; none if it can no longer be built, which is reported.
///
/// # Errors
/// Reports a name that no release has.
pub(crate) fn as_it_was(
    root: &Path,
    name: &str,
    today: &Publication,
    problems: &mut Problems,
) -> Result<Option<Publication>, Diagnostic> {
    let releases = release::read_all(&today.files, problems);
    let Some(release) = releases.iter().find(|release| release.name == name) else {
        return Err(unknown(name, releases.iter().map(|release| release.name.as_str())));
    };
    let objects = Objects::read(root, [release]);
    let reading = problems.keep(reading((release, &objects), today, &BTreeMap::new()));
    let mut earlier = reading.and_then(|reading| loaded(release, reading, problems));
    if let Some(earlier) = &mut earlier {
        earlier.settle(Time { now: release.released, at: release.released });
    }
    Ok(earlier)
}

/// Loads the files of a release; none if they are no longer right, which is reported.
fn loaded(release: &Release, reading: Reading, problems: &mut Problems) -> Option<Publication> {
    let mut found = Problems::default();
    let Ok(earlier) = publication::load(reading, &mut found) else {
        problems.push(no_longer_built(release, "its settings cannot be read"));
        return None;
    };
    if let Some(error) = found.first_error() {
        problems.push(no_longer_built(release, &told(error, &earlier)));
        return None;
    }
    Some(earlier)
}

/// Reads the files of a release, some of them with other texts.
///
/// # Errors
/// Reports files that are missing or damaged.
fn reading(
    (release, objects): (&Release, &Objects),
    today: &Publication,
    notices: &BTreeMap<&str, &str>,
) -> Result<Reading, Diagnostic> {
    // What was not out then is in no release of that time.
    let mut reading = Reading { at: Some(Timestamp::MIN), ..Reading::default() };
    for folder in TODAY {
        for (_, file) in today.files.below(folder) {
            reading.texts.add(&file.path, file.text.to_string());
        }
    }
    let is_todays = |path: &str| TODAY.iter().any(|folder| path.starts_with(folder));
    let assets = today.assets.iter().filter(|(path, _)| is_todays(path));
    reading.assets.extend(assets.map(|(path, bytes)| (path.clone(), bytes.clone())));
    let mut lost = Vec::new();
    for (path, hash) in &release.files {
        if let Some(notice) = notices.get(path.as_str()) {
            reading.texts.add(path, (*notice).to_owned());
            continue;
        }
        match objects.get(hash) {
            // Readers get the corrections as they are listed today.
            Some(_) if path == correction::PATH => {}
            Some(bytes) => reading.replace(path, bytes.clone()),
            None => lost.push((path, hash)),
        }
    }
    let Some((path, hash)) = lost.first() else { return Ok(reading) };
    let object = release::object(hash);
    let message =
        format!("`{path}` of the release `{}` is missing or damaged: `{object}`", release.name);
    let manifest = release::manifest(&release.name);
    Err(Diagnostic::error_at_path(Code::BrokenRelease, manifest, message)
        .with_hint("restore the folder `releases/` from version control or a backup"))
}

/// Returns the texts that have been withdrawn, by the paths of their files.
fn notices(today: &Publication) -> BTreeMap<&str, &str> {
    let texts = today.works.values().flat_map(|work| work.manuscripts.values());
    let withdrawn = texts.filter(|text| text.life.status == WritingStatus::Withdrawn);
    let files = withdrawn.map(|text| today.files.get(text.file));
    files.map(|file| (&*file.path, &*file.text)).collect()
}

/// Projects a release onto those who may read it today.
fn shelves(earlier: &Publication, today: &Publication) -> Vec<Shelf> {
    let readers = restriction::readers(today, Drafts::Hidden);
    let mut shelves = projection::project_released(earlier, &|audience, key| {
        !today.works.contains_key(key) || readers.of(key.0, &key.1).admits(audience)
    });
    for shelf in &mut shelves {
        let is_here = |id: &EcoString| {
            let known = today.audiences.iter().find(|audience| audience.id == *id);
            let is_open = |known: &Audience| known.access == AudienceAccess::Open;
            shelf.restricted.is_some() || known.is_none_or(is_open)
        };
        shelf.projections.retain(|projection| is_here(&projection.audience.id));
        // Readers of what was wrong are told, too.
        shelf.projections.iter_mut().for_each(|projection| projection.correct_as(today));
    }
    shelves.retain(|shelf| !shelf.projections.is_empty());
    shelves
}

/// Where earlier releases are made.
pub(crate) struct Beside<'a> {
    /// The output that they belong to: that of a restricted audience, or the open one.
    pub(crate) restricted: Option<&'a str>,
    /// The address of the publication's root, with a slash at its end; empty if it has none.
    pub(crate) base_url: &'a str,
    /// The files of the output so far.
    pub(crate) claims: &'a Claims,
    /// Where finished files go.
    pub(crate) sink: &'a Sink,
    /// Whether PDFs are made.
    pub(crate) pdfs: Pdfs,
    /// What someone may not read now.
    pub(crate) secrets: &'a Secrets<'a>,
    /// The results of earlier builds.
    pub(crate) store: &'a Store,
    /// How audiences' editions look today.
    pub(crate) presentations: &'a Presentations,
    /// Whether texts are kept for later builds.
    pub(crate) keeps_texts: bool,
    /// Whether the files are no longer needed.
    pub(crate) is_over: &'a (dyn Fn() -> bool + Sync),
}

/// Makes all earlier releases of an output.
///
/// # Errors
/// Returns the first file that the system refused to write.
pub(crate) fn make(
    earlier: &[Earlier],
    beside: &Beside<'_>,
    problems: &mut Problems,
) -> Result<(), CommitError> {
    let pages = beside.claims.pages();
    for earlier in earlier {
        if let Some(shelf) = earlier.shelf(beside.restricted) {
            earlier.make(shelf, (beside, &pages), problems)?;
        }
    }
    Ok(())
}

/// Returns the releases that an output has: that of a restricted audience, or the open one.
pub(crate) fn entries(earlier: &[Earlier], restricted: Option<&str>) -> Vec<ReleaseEntry> {
    let entry = |earlier: &Earlier| {
        let shelf = earlier.shelf(restricted)?;
        let audiences = shelf.projections.iter().map(|projection| projection.audience.id.clone());
        let languages = earlier.publication.settings.languages.iter();
        Some(ReleaseEntry {
            name: earlier.release.name.clone(),
            date: earlier.release.date(),
            audiences: audiences.collect(),
            languages: languages.map(|language| language.tag.clone()).collect(),
        })
    };
    earlier.iter().filter_map(entry).collect()
}

impl Earlier {
    /// Returns what it has for an output.
    fn shelf(&self, restricted: Option<&str>) -> Option<&Shelf> {
        self.shelves.iter().find(|shelf| shelf.restricted.as_deref() == restricted)
    }

    /// Returns what pages say of it, in an output with these pages.
    fn kept<'a>(&'a self, beside: &Beside<'a>, pages: &'a BTreeSet<String>) -> KeptRelease<'a> {
        KeptRelease {
            name: &self.release.name,
            date: self.release.date(),
            is_superseded: self.is_superseded,
            base_url: beside.base_url,
            pages,
        }
    }

    fn make(
        &self,
        shelf: &Shelf,
        (beside, pages): (&Beside<'_>, &BTreeSet<String>),
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let folder = routes::release(&self.release.name);
        if let Some(path) = beside.claims.below(&folder) {
            problems.push(taken(&self.release, &path));
            return Ok(());
        }
        let mut found = Problems::default();
        let session =
            Session::again(shelf, Purpose::Reading, &beside.presentations.afresh(), &mut found);
        if let Some(session) = session {
            beside.secrets.warn_of_release(&self.release.name, &session.plan, problems);
            // Files are searched for what was withheld at the release, since that is not what is withheld now.
            let secrets = Secrets::new(&self.publication, Drafts::Hidden);
            let guard = Guard::new(&secrets, &session.plan);
            let kept = self.kept(beside, pages);
            let base_url = match beside.base_url {
                "" => String::new(),
                base => format!("{base}{folder}"),
            };
            let read = self.read.as_ref().filter(|_| beside.keeps_texts);
            let recording = read.map(|read| {
                let output = format!("{folder} {:?} {base_url}", shelf.restricted);
                Recording::new(read, Looks::of(beside.store, &output, &guard.looked_for()))
            });
            let build = Build {
                session: &session,
                preparations: &Preparations::default(),
                files: &self.publication.files,
                base_url: &base_url,
                pdfs: beside.pdfs,
                only: None,
                sink: beside.sink,
                recording: recording.as_ref(),
                store: beside.store,
                editions: Editions::Here,
                claims: Claims::default(),
                guard: &guard,
                release: Some(&kept),
                releases: &[],
                progress: &|_, _| (),
                is_over: beside.is_over,
            };
            build.run(&mut found)?;
            guard.report(&mut found);
            if let Some(recording) = recording {
                recording.into_remade(beside.store);
            }
        }
        if let Some(error) = found.first_error() {
            problems.push(no_longer_built(&self.release, &told(error, &self.publication)));
        }
        Ok(())
    }
}
