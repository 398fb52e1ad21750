//! The audit: numbers that nobody can trace, sources that nothing cites, data that nothing uses.
//!
//! ```text
//! load ──> plan ──> session ──> AUDIT ──> findings
//! prose,            what the
//! waivers           editions use
//! ```
//!
//! The prose of every manuscript is read once, whatever audience it is for, so that a
//! finding has the place where the author typed. A number is in order if it is bound,
//! if its sentence cites a work, if it is no number of data (a year, a page, a name),
//! or if `content/audit.yaml` waives it with a reason.
//!
//! Start reading at [`audit`].

mod exempt;
mod lexicon;
mod passage;
mod pinned;
mod pointing;
pub mod released;
mod repeats;
pub mod run;
mod scan;
mod suggest;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::ops::Range;

use ecow::EcoString;

pub(crate) use passage::sentences;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::reads::Noted;
use crate::base::span::Span;
use crate::data::Dataset;
use crate::engine::session::Session;
use crate::language::{COPY, lacking, lines_of};
use crate::plan::Edition;
use crate::publication::Publication;
use crate::publication::localized::Localized;
use crate::publication::manuscript::Manuscript;
use crate::publication::waiver::{PATH, TextPattern, WaiverSubject};
use crate::tree::Document;
use lexicon::Lexicon;
use passage::Passage;
use suggest::Index;

/// What the audit found.
#[derive(Debug)]
pub struct Audit {
    /// The findings, and what else someone should look at, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings there are.
    pub findings: usize,
    /// How many are allowed.
    pub allowed: usize,
    /// How many words make claims that no statement supports.
    pub claims: usize,
    /// How many such words are allowed; any number if the publication does not say.
    pub allowed_claims: Option<usize>,
}

impl Audit {
    /// Whether there are no more findings than are allowed.
    pub fn passes(&self) -> bool {
        self.findings <= self.allowed
            && self.allowed_claims.is_none_or(|allowed| self.claims <= allowed)
    }
}

/// Audits a publication, all of whose editions are given.
pub fn audit(
    publication: &Publication,
    session: &Session<'_>,
    editions: &[(&Edition<'_>, Document)],
) -> Audit {
    let documents: Vec<_> = editions.iter().map(|(_, document)| document).collect();
    let mut auditor = Auditor {
        publication,
        lexicons: lexicons(publication, session),
        index: Index::new(publication),
        waived: vec![Waived::Unused; publication.waivers.list.len()],
        findings: Vec::new(),
        claims: Vec::new(),
    };
    for manuscript in publication.works.values().flat_map(|work| work.manuscripts.values()) {
        auditor.manuscript(manuscript);
    }
    auditor.sources(&documents);
    let mut repeats = repeats::find(publication);
    repeats.extend(pinned::find(publication));
    repeats.extend(pointing::find(publication, editions, &auditor.lexicons));
    repeats.extend(auditor.typed_results());
    auditor.datasets(&documents);
    auditor.finish(repeats)
}

/// Reports word lists of the audit that a language does not have.
pub fn check_words(publication: &Publication, session: &Session<'_>, problems: &mut Problems) {
    for tag in publication.settings.tags() {
        let Some(words) = session.words(tag) else { continue };
        let lists = lexicon::LISTS.iter().copied();
        let missing: Vec<_> = lists.filter(|id| words.find(id, &[]).is_none()).collect();
        // A language without any words was reported as such.
        if !missing.is_empty() && words.ids("").next().is_some() {
            let path = format!("templates/words/{tag}.ftl");
            let hint = lines_of(&missing).unwrap_or_else(|| COPY.to_owned());
            let message = lacking(tag, &missing);
            problems
                .push(Diagnostic::error_at_path(Code::MissingWord, path, message).with_hint(hint));
        }
    }
}

fn lexicons(publication: &Publication, session: &Session<'_>) -> BTreeMap<EcoString, Lexicon> {
    let languages = publication.settings.languages.iter();
    let lexicon = |language: &crate::language::Language| {
        let words = session.words(&language.tag)?;
        Some((language.tag.clone(), Lexicon::new(language, words)))
    };
    languages.filter_map(lexicon).collect()
}

/// Whether a waiver was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waived {
    Used,
    Unused,
}

struct Auditor<'a> {
    publication: &'a Publication,
    lexicons: BTreeMap<EcoString, Lexicon>,
    index: Index<'a>,
    /// For each waiver whether it was needed.
    waived: Vec<Waived>,
    findings: Vec<Diagnostic>,
    claims: Vec<Diagnostic>,
}

/// The file that passages are from.
#[derive(Clone, Copy)]
struct AuditedFile<'f> {
    /// Its beginning, for what has no place of its own.
    start: Span,
    path: &'f str,
}

impl Auditor<'_> {
    fn manuscript(&mut self, manuscript: &Manuscript) {
        let Some(lexicon) = self.lexicons.remove(&manuscript.language) else { return };
        let path = self.publication.files.get(manuscript.file).path.to_string();
        for passage in passage::passages(manuscript) {
            let file = AuditedFile { start: Span::start_of(manuscript.file), path: &path };
            self.passage(&passage, &lexicon, file);
        }
        self.lexicons.insert(manuscript.language.clone(), lexicon);
    }

    fn passage(&mut self, passage: &Passage, lexicon: &Lexicon, file: AuditedFile<'_>) {
        let AuditedFile { start, path } = file;
        let found = scan::numbers(passage, lexicon);
        let claims = scan::claims(passage, lexicon);
        if found.is_empty() && claims.is_empty() {
            return;
        }
        let sentences = passage.sentences();
        self.claims(passage, &sentences, claims, file);
        for range in found {
            let sentence = sentences.iter().find(|sentence| sentence.contains(&range.start));
            let is_cited = sentence.is_some_and(|sentence| passage.cites(sentence));
            let is_settled = is_cited
                || self.is_in_name(&passage.text, &range)
                || self.is_waived(&passage.text, &range, path);
            if is_settled {
                continue;
            }
            let text = &passage.text[range.clone()];
            let span = passage.place(range.clone(), &self.publication.files).unwrap_or(start);
            let message = format!("the number `{text}` is neither bound to data nor cited");
            let finding = Diagnostic::error(Code::UnboundNumber, span, message)
                .with_hints(self.index.suggest(text, lexicon))
                .with_hint("bind it to a cell, cite its source in this sentence, or waive it in `content/audit.yaml`");
            self.findings.push(finding);
        }
    }

    /// Reports words that make claims which neither a statement nor a work supports.
    fn claims(
        &mut self,
        passage: &Passage,
        sentences: &[Range<usize>],
        claims: Vec<Range<usize>>,
        file: AuditedFile<'_>,
    ) {
        let AuditedFile { start, path } = file;
        for range in claims {
            let sentence = sentences.iter().find(|sentence| sentence.contains(&range.start));
            let is_settled = passage.holds(&range)
                || sentence.is_some_and(|sentence| passage.cites(sentence))
                || self.is_in_name(&passage.text, &range)
                || self.is_waived(&passage.text, &range, path);
            if is_settled {
                continue;
            }
            let text = &passage.text[range.clone()];
            let span = passage.place(range.clone(), &self.publication.files).unwrap_or(start);
            let message = format!("`{text}` is a claim that nothing checks");
            self.claims.push(Diagnostic::error(Code::UnheldClaim, span, message).with_hint(
                format!("check it against the data, `[{text}]{{holds=\"…\"}}`, or cite a source for it in this sentence"),
            ));
        }
    }

    /// Whether a number is part of the name of an entity, such as the town Tres Arroyos.
    fn is_in_name(&self, text: &str, range: &std::ops::Range<usize>) -> bool {
        let mut names = self.publication.entities.iter().flat_map(|(_, entity)| entity.name.all());
        names.any(|name| {
            let mut places = text.match_indices(name.as_str());
            places.any(|(start, name)| start <= range.start && start + name.len() >= range.end)
        })
    }

    fn is_waived(&mut self, text: &str, range: &std::ops::Range<usize>, path: &str) -> bool {
        let covers = |wording: &TextPattern| {
            wording
                .places(text)
                .iter()
                .any(|place| place.start <= range.start && place.end >= range.end)
        };
        self.waives(|subject| match subject {
            WaiverSubject::Words { wording, within } => {
                within.as_ref().is_none_or(|within| path.starts_with(within.as_str()))
                    && covers(wording)
            }
            WaiverSubject::Source(_) | WaiverSubject::Dataset(_) => false,
        })
    }

    /// Whether a waiver that `is_meant` accepts exists; that waiver is then marked as needed.
    fn waives(&mut self, is_meant: impl Fn(&WaiverSubject) -> bool) -> bool {
        let mut waivers = self.publication.waivers.list.iter();
        let found = waivers.position(|waiver| is_meant(&waiver.value.subject));
        if let Some(number) = found {
            self.waived[number] = Waived::Used;
        }
        found.is_some()
    }

    /// Reports sources that no edition cites.
    fn sources(&mut self, documents: &[&Document]) {
        let cited: BTreeSet<_> = documents
            .iter()
            .flat_map(|document| &document.bibliography)
            .map(|entry| &entry.key)
            .collect();
        for (key, source) in self.publication.sources.iter().filter(|(key, _)| !cited.contains(key))
        {
            if self
                .waives(|subject| matches!(subject, WaiverSubject::Source(waived) if waived == key))
            {
                continue;
            }
            let message = format!("no edition cites the source `{key}`");
            self.findings.push(
                Diagnostic::error(Code::UncitedSource, source.span, message)
                    .with_hint("cite it, delete it, or waive it in `content/audit.yaml`"),
            );
        }
    }

    /// Reports datasets of which no edition shows anything.
    fn datasets(&mut self, documents: &[&Document]) {
        let used: BTreeSet<_> = documents
            .iter()
            .flat_map(|document| &document.annex)
            .map(|dataset| &dataset.dataset)
            .collect();
        // A register has a page of its own.
        let is_shown =
            |id: &EcoString| used.contains(id) || self.publication.registers.get(id).is_some();
        for (id, dataset) in self.publication.datasets.iter().filter(|(id, _)| !is_shown(id)) {
            if self
                .waives(|subject| matches!(subject, WaiverSubject::Dataset(waived) if waived == id))
            {
                continue;
            }
            let message = format!("no edition uses the dataset `{id}`");
            self.findings.push(
                Diagnostic::error(Code::UnusedDataset, Span::start_of(dataset.file), message)
                    .with_hint("bind a number to it, show it in a table or a chart, delete it, or waive it in `content/audit.yaml`"),
            );
        }
    }

    /// Returns a remark for each dataset that says it is computed, but whose values are typed.
    fn typed_results(&self) -> Vec<Diagnostic> {
        let datasets = self.publication.datasets.values().map(Noted::deref);
        let is_typed = |dataset: &&Dataset| {
            !self.publication.lineage.has(&dataset.id)
                && self.publication.registers.get(&dataset.id).is_none()
        };
        let says_so = |dataset: &&Dataset| {
            let locator = dataset.source.iter().filter_map(|source| source.locator.as_ref());
            let mut texts = dataset.transformations.iter().chain(&dataset.notes).chain(locator);
            let says = |text: &Localized| {
                self.lexicons.iter().any(|(tag, lexicon)| {
                    text.get(tag).is_some_and(|text| lexicon.tells_of_computing(text))
                })
            };
            texts.any(says)
        };
        let report = |dataset: &Dataset| {
            let message =
                format!("`{}` is said to be computed, but its rows are typed", dataset.id);
            Diagnostic::warning(Code::TypedResult, Span::start_of(dataset.file), message)
                .with_hint("derive it: `derive: {from: …}`, with a `value:` for each column")
        };
        datasets.filter(is_typed).filter(says_so).map(report).collect()
    }

    /// Compares the findings with what is allowed, and checks the waivers themselves.
    fn finish(self, repeats: Vec<Diagnostic>) -> Audit {
        let waivers = &self.publication.waivers;
        let allowed = waivers.allowed.as_ref().map_or(0, |allowed| allowed.value);
        let allowed_claims = waivers.claims.as_ref().map(|allowed| allowed.value);
        let (findings, claims) = (self.findings.len(), self.claims.len());
        let mut problems = Problems::default();
        problems.extend(weighed(self.findings, allowed));
        problems.extend(weighed(self.claims, allowed_claims.unwrap_or(usize::MAX)));
        problems.extend(repeats);
        for (waiver, waived) in waivers.list.iter().zip(&self.waived) {
            if *waived == Waived::Unused {
                problems.push(
                    Diagnostic::warning(
                        Code::UnusedWaiver,
                        waiver.span,
                        "this waiver waives nothing",
                    )
                    .with_hint("delete it, or correct its wording"),
                );
            }
        }
        let limits = [("allowed", &waivers.allowed, findings), ("claims", &waivers.claims, claims)];
        for (key, limit, found) in limits {
            let Some(limit) = limit.as_ref().filter(|limit| found < limit.value) else { continue };
            let message =
                format!("{} findings are allowed, but there are only {found}", limit.value);
            problems.push(Diagnostic::warning(Code::LooseAudit, limit.span, message).with_hint(
                format!("write `{key}: {found}` in `{PATH}`, so that the number cannot rise again"),
            ));
        }
        let diagnostics = problems.into_sorted();
        Audit { diagnostics, findings, allowed, claims, allowed_claims }
    }
}

/// Returns findings with their severity: allowed ones do not fail.
fn weighed(findings: Vec<Diagnostic>, allowed: usize) -> impl Iterator<Item = Diagnostic> {
    let is_allowed = findings.len() <= allowed;
    findings
        .into_iter()
        .map(move |finding| if is_allowed { finding.into_warning() } else { finding })
}
