//! No leak: what an audience may not read is in none of its files, as they are written.
//!
//! Texts are compared by their letters and digits: what is looked for are all stretches of
//! [`PART`] of them that begin a word, and whole sentences that are shorter.
//! `docs/audiences.md` says what this finds and what it cannot.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ecow::EcoString;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::archive;
use super::index::{Hit, Index, PART, Prints, Set, Sets};
use super::numbers::Numbers;
use super::said::Said;
use super::texts::{self, Reading, Run};
use super::{normal, units};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::digest::Digest;
use crate::base::span::{FileId, Span};
use crate::plan::Plan;
use crate::plan::routes;
use crate::publication::Publication;
use crate::publication::localized::Localized;
use crate::publication::manuscript::{Drafts, Manuscript};
use crate::publication::restriction::{self, Readers};
use crate::tree::Form;

/// What someone may not read, of a whole publication.
#[derive(Debug)]
pub(crate) struct Secrets<'a> {
    /// The publication.
    pub publication: &'a Publication,
    readers: Readers,
    /// Who may read of the entities that are for some.
    entities: BTreeMap<EcoString, Set>,
    numbers: Numbers<'a>,
    pub(super) index: Index,
    sets: Sets,
}

impl<'a> Secrets<'a> {
    /// Finds what some may not read, and removes from it what is openly said elsewhere.
    pub(crate) fn new(publication: &'a Publication, drafts: Drafts) -> Self {
        let readers = restriction::readers(publication, drafts);
        let mut secrets = Self {
            publication,
            readers,
            entities: texts::readers_of_entities(publication),
            numbers: Numbers::new(publication),
            index: Index::default(),
            sets: Sets::new(publication.audiences.len()),
        };
        let mut found: Vec<_> = secrets
            .manuscripts()
            .par_iter()
            .flat_map_iter(|(text, readers)| {
                Self::prints(|each| secrets.runs((text, readers), false, each))
            })
            .collect();
        found.extend(Self::prints(|each| secrets.restricted(each)));
        if found.is_empty() {
            return secrets;
        }
        let texts = found.into_iter().map(|(set, prints)| (secrets.sets.number(&set), prints));
        let texts = texts.collect();
        secrets.index = Index::new(texts, &mut secrets.sets);
        secrets.open();
        secrets
    }

    /// Returns the manuscripts that people wrote, each with those who may read it.
    pub(super) fn manuscripts(&self) -> Vec<(&'a Manuscript, Set)> {
        let works = self.publication.works.iter();
        // Registers say the same to all.
        let works = works.filter(|((form, _), _)| !matches!(form, Form::Register | Form::Entry));
        let texts = works.flat_map(|((form, id), work)| {
            let condition = self.readers.of(*form, id);
            let audiences = self.publication.audiences.iter();
            let set: Set = audiences.map(|audience| condition.admits(&audience.id)).collect();
            work.manuscripts.values().map(move |text| (&**text, set.clone()))
        });
        texts.collect()
    }

    /// Calls `each` with all that a manuscript says, comments included; `is_open` asks for the numbers
    /// in what all may read as well.
    pub(super) fn runs(
        &self,
        (text, readers): (&Manuscript, &Set),
        is_open: bool,
        each: &mut dyn FnMut(Run<'_>),
    ) {
        let Self { entities, numbers, .. } = self;
        let reading =
            Reading { audiences: &self.publication.audiences, entities, numbers, is_open };
        texts::runs(text, readers, reading, each);
        let nobody = vec![false; readers.len()];
        texts::comments(text, &self.publication.files, &nobody, each);
    }

    /// Calls `each` with what the parts of YAML files say that are for some.
    pub(super) fn restricted(&self, each: &mut dyn FnMut(Run<'_>)) {
        for part in self.publication.restrictions.iter() {
            let audiences = self.publication.audiences.iter();
            let readers: Set =
                audiences.map(|audience| part.readers.admits(&audience.id)).collect();
            let texts = part.texts.iter();
            for (text, span) in texts.filter(|(text, at)| !Numbers::is_computation(text, *at)) {
                each(Run { readers: &readers, span: *span, text, is_bound: false });
            }
        }
    }

    /// Returns the fingerprints of what some may not read of the runs that `walk` gives.
    fn prints(walk: impl FnOnce(&mut dyn FnMut(Run<'_>))) -> Vec<(Set, Prints)> {
        let mut found: BTreeMap<Set, Prints> = BTreeMap::new();
        walk(&mut |run| {
            if run.readers.contains(&false) {
                let prints = found.entry(run.readers.clone()).or_default();
                units::each(run.text, run.is_bound, &mut |unit, _| match unit.len() {
                    PART => prints.part(unit),
                    _ if unit.iter().all(u8::is_ascii_digit) => prints.amount(unit),
                    _ => prints.short(unit),
                });
            }
        });
        found.into_iter().collect()
    }

    /// Finds what is openly said as well: in other texts, in data and registers, by the program.
    fn open(&mut self) {
        let everybody = vec![true; self.publication.audiences.len()];
        let manuscripts = self.manuscripts();
        let mut hits: Vec<(Set, Hit)> = manuscripts
            .par_iter()
            .flat_map_iter(|(text, readers)| {
                let mut hits = Vec::new();
                self.runs((text, readers), true, &mut |run| {
                    let mut keep = |hit| {
                        let known = self.sets.get(self.index.readers(hit));
                        if run.readers.iter().zip(known).any(|(may, known)| *may && !known) {
                            hits.push((run.readers.clone(), hit));
                        }
                    };
                    let text = normal::plain(run.text);
                    self.index.scan(&text, &mut keep);
                    // Punctuation tells numbers apart.
                    units::amounts(run.text, &mut |digits, _| {
                        self.index.scan_amounts(digits, &mut keep);
                    });
                });
                hits
            })
            .collect();
        let files: Vec<_> = self.publication.files.below("").collect();
        let files = files.par_iter().filter(|(_, file)| is_open(&file.path));
        hits.par_extend(files.flat_map_iter(|&(id, file)| {
            let mut hits = Vec::new();
            let text = self.open_text(id, &file.text);
            let mut keep = |hit| hits.push((everybody.clone(), hit));
            for text in self.numbers.printed(&text, Span::start_of(id)) {
                self.index.scan(&normal::plain(&text), &mut keep);
            }
            units::amounts(&text, &mut |digits, _| self.index.scan_amounts(digits, &mut keep));
            hits
        }));
        // What is announced is said to all.
        let announced = self.publication.bundles.iter().filter_map(|it| it.announce.as_ref());
        for text in announced.flat_map(Localized::all) {
            let mut keep = |hit| hits.push((everybody.clone(), hit));
            self.index.scan(&normal::plain(text), &mut keep);
            units::amounts(text, &mut |digits, _| self.index.scan_amounts(digits, &mut keep));
        }
        for (set, hit) in hits {
            let readers = self.sets.number(&set);
            self.index.open(hit, readers, &mut self.sets);
        }
    }
}

impl Secrets<'_> {
    /// Looks for what an audience may not have in a file, and in what is packed in it.
    fn look(&self, (path, bytes): (&str, &[u8]), audience: usize, found: &mut Vec<FoundStretch>) {
        let mut look = |name: &str, bytes: &[u8]| {
            let [text, inside] = normal::file(name, bytes);
            self.search_amounts((path, &text), audience, found);
            for text in [text, inside, normal::plain(name)] {
                self.search((path, &text), audience, found);
            }
        };
        look(path, bytes);
        archive::each(bytes, &mut |name, bytes| look(name, bytes));
    }

    pub(super) fn search(
        &self,
        (path, text): (&str, &[u8]),
        audience: usize,
        found: &mut Vec<FoundStretch>,
    ) {
        self.index.scan(text, |hit| found.extend(self.found(hit, (path, text), audience)));
    }

    /// Looks for long numbers, in text only: attributes are full of digits.
    pub(super) fn search_amounts(
        &self,
        (path, text): (&str, &[u8]),
        audience: usize,
        found: &mut Vec<FoundStretch>,
    ) {
        self.index.scan_amounts(text, |hit| found.extend(self.found(hit, (path, text), audience)));
    }

    /// Returns what was hit, if an audience may not have it.
    fn found(
        &self,
        hit: Hit,
        (path, text): (&str, &[u8]),
        audience: usize,
    ) -> Option<FoundStretch> {
        let is_theirs = self.sets.get(self.index.readers(hit))[audience];
        let stretch = || text[hit.start..hit.start + hit.length].to_vec();
        (!is_theirs).then(|| FoundStretch { path: path.to_owned(), stretch: stretch(), audience })
    }

    /// Returns what all may read of the text of a file, with a gap for each part that is for some.
    fn open_text<'t>(&self, file: FileId, text: &'t str) -> Cow<'t, str> {
        let parts = self.publication.restrictions.iter().flat_map(|part| &part.texts);
        let gaps: BTreeSet<_> =
            parts.map(|(_, span)| span).filter(|span| span.file == file).collect();
        if gaps.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut open, mut end) = (String::with_capacity(text.len()), 0);
        for gap in gaps {
            open.push_str(text.get(end..gap.start as usize).unwrap_or_default());
            open.push_str(GAP);
            end = end.max(gap.end as usize);
        }
        open.push_str(text.get(end..).unwrap_or_default());
        Cow::Owned(open)
    }
}

/// Letters that occur in no text, so that the text on both sides of a gap is not taken for one.
const GAP: &str = "qqqqqqqqqqqqqqqqqqqqqqqq";

/// Whether the text of a file is for all readers: data and names, and the words of the program.
fn is_open(path: &str) -> bool {
    const OPEN: &[&str] = &[
        "quipu.yaml",
        "content/data/",
        "content/registers/",
        "content/audiences/",
        "content/entities.yaml",
        "content/glossary.yaml",
        "content/sources.yaml",
        "content/sources.json",
        "content/sources.bib",
        "content/values.yaml",
        "content/corrections.yaml",
        "themes/default/words/",
    ];
    OPEN.iter().any(|open| path.starts_with(open))
}

/// A stretch of a file that its readers may not have, unless it is part of something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundStretch {
    path: String,
    stretch: Vec<u8>,
    /// The number of the audience.
    audience: usize,
}

impl FoundStretch {
    /// Notes it, with the first file that says it: threads look in any order, and the report must not depend on it.
    pub(super) fn note(self, said: &mut Said) {
        let Self { path, stretch, audience } = self;
        let first = said.entry((stretch, audience)).or_insert_with(|| path.clone());
        if path < *first {
            *first = path;
        }
    }
}

/// Watches the files of an output for what their readers may not have.
#[derive(Debug)]
pub(crate) struct Guard<'a> {
    /// What it looks for; none if it looks for nothing.
    secrets: Option<&'a Secrets<'a>>,
    /// Where the files of each audience stand, and its number.
    places: Vec<(EcoString, usize)>,
    /// The stretches that were found; of each the first file and its audience.
    found: Mutex<Said>,
}

impl<'a> Guard<'a> {
    /// Watches nothing.
    pub(crate) fn idle() -> Self {
        Self { secrets: None, places: Vec::new(), found: Mutex::default() }
    }

    /// Watches the files of a plan.
    pub(crate) fn new(secrets: &'a Secrets<'a>, plan: &Plan<'_>) -> Self {
        let publication = secrets.publication;
        let number = |id: &EcoString| {
            publication.audiences.iter().position(|audience| audience.id == *id).unwrap_or(0)
        };
        let sites = plan.sites.iter();
        let places = sites.flat_map(|site| {
            let id = &site.audience.id;
            let folders = [site.prefix(), routes::assets_for(id)];
            folders.map(|folder| (folder, number(id)))
        });
        let secrets = Some(secrets).filter(|secrets| !secrets.index.is_empty());
        let guard = Self { secrets, places: places.collect(), found: Mutex::default() };
        guard.look_at_templates();
        guard
    }

    /// Returns a hash of what it looks for and where: the same bytes under the same path have the same in them.
    pub(crate) fn looked_for(&self) -> String {
        let mut digest = Digest::default();
        digest.part(format!("{:?}", self.places));
        if let Some(secrets) = self.secrets {
            secrets.index.hash(&mut digest);
            secrets.sets.hash(&mut digest);
        }
        digest.hash().to_hex().to_string()
    }

    /// Examines a file before it is written; returns what was found.
    pub(crate) fn look(&self, path: &str, bytes: &[u8]) -> Vec<FoundStretch> {
        let mut found = Vec::new();
        let Some(secrets) = self.secrets else { return found };
        let own = self.places.iter().filter(|(folder, _)| path.starts_with(&**folder));
        let Some((_, audience)) = own.max_by_key(|(folder, _)| folder.len()) else { return found };
        secrets.look((path, bytes), *audience, &mut found);
        self.note(&found);
        found
    }

    /// Watches files that stand in no output, each of them for one audience.
    pub(crate) fn of_exports(secrets: &'a Secrets<'a>) -> Self {
        let watched = Some(secrets).filter(|secrets| !secrets.index.is_empty());
        Self { secrets: watched, ..Self::idle() }
    }

    /// Examines a file for an audience.
    pub(crate) fn look_as(&self, audience: &str, path: &str, bytes: &[u8]) {
        let Some(secrets) = self.secrets else { return };
        let mut audiences = secrets.publication.audiences.iter();
        let Some(number) = audiences.position(|one| one.id == audience) else { return };
        let mut found = Vec::new();
        secrets.look((path, bytes), number, &mut found);
        self.note(&found);
    }

    /// Examines the text in a file of another format; returns what was found.
    pub(crate) fn look_at_text(&self, path: &str, text: &str) -> Vec<FoundStretch> {
        self.look(path, text.as_bytes())
    }

    /// Examines the templates of PDFs, whose text may appear where it is not visible as such.
    fn look_at_templates(&self) {
        let Some(secrets) = self.secrets else { return };
        let files = secrets.publication.files.below("").map(|(_, file)| file);
        let is_typst = |path: &str| Path::new(path).extension().is_some_and(|end| end == "typ");
        for file in files.filter(|file| is_typst(&file.path)) {
            let own = file.path.strip_prefix("templates/audiences/");
            let own = own.and_then(|rest| rest.split('/').next());
            let text = normal::plain(&file.text);
            for (number, audience) in secrets.publication.audiences.iter().enumerate() {
                let is_watched = self.places.iter().any(|(_, place)| *place == number);
                if is_watched && own.is_none_or(|own| own == audience.id) {
                    let mut found = Vec::new();
                    secrets.search((&file.path, &text), number, &mut found);
                    self.note(&found);
                }
            }
        }
    }

    /// Notes what was found, here or by an earlier build that looked for the same in the same file.
    pub(crate) fn note(&self, found: &[FoundStretch]) {
        if found.is_empty() {
            return;
        }
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        for stretch in found {
            stretch.clone().note(&mut all);
        }
    }

    /// Reports what was found, at the texts that are not for those readers.
    pub(crate) fn report(self, problems: &mut Problems) {
        let found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(secrets) = self.secrets else { return };
        let places = secrets.places(&found, &|_| true);
        let audiences = &secrets.publication.audiences;
        problems.extend(places.into_iter().map(|(span, (audience, path))| {
            let audience = &audiences[audience].id;
            let message =
                format!("this is not for the audience `{audience}`, but appears in `{path}`");
            Diagnostic::error(Code::Leak, span, message).with_hint(
                "a template or a file contains it: remove it there; if all may read it, write it in a text for all",
            )
        }));
    }
}
