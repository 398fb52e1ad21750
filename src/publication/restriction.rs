//! Who may read a text: one rule over all its parts.
//!
//! What one language's file says of readers holds for all languages of a text. What a report says
//! holds for its chapters, unless a chapter says that it stands alone. [`settle`] makes the first
//! true when a publication is loaded, [`readers`] the second for those who ask; nothing else decides
//! it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::data::register::{Entry, Pointer};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::audience::Condition;
use crate::publication::manuscript::{Drafts, Manuscript, Stage};
use crate::publication::{Publication, Work};
use crate::tree::Form;

/// Makes what one file says of a text's readers hold for all its languages; reports languages that
/// contradict each other, and parts that one of them keeps from readers and another does not.
pub fn settle(works: &mut BTreeMap<(Form, EcoString), Work>, problems: &mut Problems) {
    for work in works.values_mut() {
        let audience = agreed_audience(work, problems);
        let is_draft = agreed_draft(work, problems);
        check_standalone(work, problems);
        check_parts(work, problems);
        for manuscript in work.manuscripts.values_mut() {
            let is_settled =
                manuscript.audience == audience && (manuscript.stage == Stage::Draft) == is_draft;
            if is_settled {
                continue;
            }
            let manuscript = Arc::make_mut(manuscript);
            manuscript.audience.clone_from(&audience);
            manuscript.stage = if is_draft { Stage::Draft } else { Stage::Published };
        }
    }
}

fn texts(work: &Work) -> impl Iterator<Item = &Manuscript> {
    work.manuscripts.values().map(Arc::as_ref)
}

fn agreed_audience(work: &Work, problems: &mut Problems) -> Condition {
    let mut said = texts(work).map(|text| &text.audience).filter(|said| **said != Condition::All);
    let Some(first) = said.next() else { return Condition::All };
    for other in said.filter(|other| written(other) != written(first)) {
        let places = (first.names().first(), other.names().first());
        if let (Some(one), Some(other)) = places {
            problems.push(disagreement("audience", one.span, other.span));
        }
    }
    first.clone()
}

fn agreed_draft(work: &Work, problems: &mut Problems) -> bool {
    let mut said = texts(work).filter_map(|text| text.draft);
    let Some(first) = said.next() else { return false };
    for other in said.filter(|other| other.value != first.value) {
        problems.push(disagreement("draft", first.span, other.span));
    }
    texts(work).any(|text| text.stage == Stage::Draft)
}

/// Reports a text that stands alone in one language only. It would be more open in the others than
/// they say, so it is not taken over.
fn check_standalone(work: &Work, problems: &mut Problems) {
    let says = |text: &&Manuscript| text.standalone.is_some_and(|said| said.value);
    let Some(said) = texts(work).find(says).and_then(|text| text.standalone) else { return };
    for other in texts(work).filter(|text| !says(text)) {
        let place = other.standalone.map_or(Span::start_of(other.file), |said| said.span);
        problems.push(disagreement("standalone", said.span, place));
    }
}

fn disagreement(key: &str, first: Span, other: Span) -> Diagnostic {
    let message = format!("the languages of this text do not agree on `{key}`");
    Diagnostic::error(Code::UnclearRestriction, other, message)
        .with_related(first, "this language has something else")
        .with_hint(match key {
            "standalone" => "write `standalone: true` in each language's file, or in none",
            _ => {
                "write it in one language's file only, where it applies to all, or the same in each"
            }
        })
}

/// Returns a condition as its author would write it, with the names in order; none if it admits all.
fn written(condition: &Condition) -> Option<String> {
    let mut names: Vec<_> = condition.names().iter().map(|name| &*name.value).collect();
    names.sort_unstable();
    names.dedup();
    let names = names.join(" ");
    match condition {
        Condition::All => None,
        Condition::Only(_) => Some(format!("audience=\"{names}\"")),
        Condition::Except(_) => Some(format!("not-audience=\"{names}\"")),
    }
}

/// Reports parts that one language's file keeps from readers and another's does not.
fn check_parts(work: &Work, problems: &mut Problems) {
    let mut all = texts(work).map(|text| (text, Parts::of(text)));
    let Some((first, parts)) = all.next() else { return };
    for (other, others) in all {
        let lonely = lonely(&parts.divs, &others.divs, first, other);
        let lonely = lonely.or_else(|| self::lonely(&parts.spans, &others.spans, first, other));
        problems.extend(lonely);
    }
}

/// A div or span that some readers do not get.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    /// How deep a div stands in others, or in which part of the text a span stands.
    place: usize,
    /// Its condition, as written.
    condition: String,
    span: Span,
}

/// Returns the report of the first part that one of two texts has and the other lacks.
fn lonely(
    parts: &[Part],
    others: &[Part],
    text: &Manuscript,
    other: &Manuscript,
) -> Option<Diagnostic> {
    let is_like =
        |one: &Part, other: &Part| one.place == other.place && one.condition == other.condition;
    let pairs = parts.iter().zip(others);
    let same = pairs.take_while(|(one, other)| is_like(one, other)).count();
    let (extra, lacking) = match (parts.get(same), others.get(same)) {
        (None, None) => return None,
        (None, Some(extra)) => (extra, text),
        // The shorter list lacks something; of two like long the translation is repaired.
        (Some(_), Some(extra)) if others.len() > parts.len() => (extra, text),
        (Some(extra), _) => (extra, other),
    };
    let message = format!(
        "this is kept from some readers, but the file of the language `{}` has no such part",
        lacking.language
    );
    let condition = &extra.condition;
    Some(
        Diagnostic::error(Code::UnclearRestriction, extra.span, message)
            .with_related(Span::start_of(lacking.file), "the file that lacks it, or has it elsewhere")
            .with_hint(format!(
                "add such a part there, between `::: {{{condition}}}` and `:::` or as `[words]{{{condition}}}`; each language needs as many, in the same order, but they may be empty"
            )),
    )
}

/// The parts of a text that some readers do not get.
#[derive(Debug, Default)]
struct Parts {
    divs: Vec<Part>,
    spans: Vec<Part>,
    depth: usize,
    /// How many lines of the front matter, divs and footnotes have begun: a span in one of them is
    /// none in another.
    begun: usize,
    within: usize,
}

impl Parts {
    fn of(text: &Manuscript) -> Self {
        let mut parts = Self::default();
        let drawing = text.drawing.iter().flat_map(|drawing| [&drawing.alt, &drawing.caption]);
        let lines = [&text.title, &text.finding].into_iter().chain(&text.key_messages);
        for line in lines.chain(text.about.lines()).chain(drawing) {
            parts.inside(|parts| parts.inlines(line));
        }
        parts.inside(|parts| parts.blocks(&text.body.blocks));
        for footnote in text.body.footnotes.values() {
            parts.inside(|parts| parts.blocks(&footnote.blocks));
        }
        // Words stand in another order in another language.
        parts.spans.sort_unstable();
        parts
    }

    fn inside(&mut self, walk: impl FnOnce(&mut Self)) {
        self.begun += 1;
        let outer = std::mem::replace(&mut self.within, self.begun);
        walk(self);
        self.within = outer;
    }

    fn part(attributes: &Attributes, place: usize) -> Option<Part> {
        let condition = Condition::of_attributes(attributes);
        let span = condition.names().first()?.span;
        Some(Part { place, condition: written(&condition)?, span })
    }
}

impl<'a> Visit<'a> for Parts {
    fn block(&mut self, block: &'a Block) {
        let BlockKind::Div(attributes, _) = &block.kind else { return walk_block(self, block) };
        // What only some languages have is no part of the others.
        if attributes.value("only").is_some() {
            return;
        }
        let Some(part) = Self::part(attributes, self.depth) else {
            return walk_block(self, block);
        };
        self.divs.push(part);
        self.depth += 1;
        self.inside(|parts| walk_block(parts, block));
        self.depth -= 1;
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            self.spans.extend(Self::part(&span.attributes, self.within));
        }
        self.inlines(inline.kind.content());
    }
}

/// Who may read each text of a publication.
#[derive(Debug)]
pub struct Readers {
    by_work: BTreeMap<(Form, EcoString), Condition>,
}

impl Readers {
    /// Returns who may read a text.
    pub fn of(&self, form: Form, id: &EcoString) -> &Condition {
        self.by_work.get(&(form, id.clone())).unwrap_or(&Condition::All)
    }
}

/// Returns who may read each text: those whom its front matter admits and, if it is a chapter that
/// does not stand alone, one of its reports; of drafts, nobody, unless they are shown.
pub fn readers(publication: &Publication, drafts: Drafts) -> Readers {
    let reports = reports(publication);
    let of = |work: &Work| {
        let Some(text) = work.any() else { return Condition::Only(Vec::new()) };
        let held = reports.get(&text.id).filter(|_| text.form == Form::Brief);
        let may_read = |audience: &EcoString| {
            is_open(text, audience, drafts)
                && (text.stands_alone()
                    || held.is_none_or(|held| {
                        held.iter().any(|report| is_open(report, audience, drafts))
                    }))
        };
        let all = publication.audiences.iter().map(|audience| &audience.id);
        let admitted: Vec<_> = all.filter(|audience| may_read(audience)).collect();
        if admitted.len() == publication.audiences.len() {
            return Condition::All;
        }
        // Where it is said who may read it: by itself, or by a report.
        let said = std::iter::once(&text).chain(held.into_iter().flatten());
        let said = said.filter_map(|text| text.audience.names().first()).map(|name| name.span);
        let place = said.into_iter().next().unwrap_or(Span::start_of(text.file));
        Condition::Only(admitted.into_iter().map(|id| Spanned::new(id.clone(), place)).collect())
    };
    let by_work = publication.works.iter().map(|(key, work)| (key.clone(), of(work))).collect();
    Readers { by_work }
}

/// Returns the reports that list each brief, by its id.
fn reports(publication: &Publication) -> HashMap<&EcoString, Vec<&Manuscript>> {
    let mut reports: HashMap<_, Vec<_>> = HashMap::new();
    for report in publication.works.values().flat_map(texts) {
        for brief in &report.briefs {
            reports.entry(&brief.value).or_default().push(report);
        }
    }
    reports
}

fn is_open(text: &Manuscript, audience: &str, drafts: Drafts) -> bool {
    let is_out = text.stage != Stage::Draft || drafts == Drafts::Shown;
    (is_out || text.life.is_early_for(audience)) && text.audience.admits(audience)
}

/// Reports chapters that nobody may read, since their reports are for others.
pub fn check(publication: &Publication, problems: &mut Problems) {
    let readers = readers(publication, Drafts::Shown);
    let reports = reports(publication);
    for ((form, id), work) in &publication.works {
        let nobody = matches!(readers.of(*form, id), Condition::Only(names) if names.is_empty());
        let Some(text) = work.any().filter(|_| nobody) else { continue };
        let own = text.audience.names().first();
        let report = reports.get(id).and_then(|reports| reports.first());
        let report = report.and_then(|report| report.audience.names().first());
        let (Some(own), Some(report)) = (own, report) else { continue };
        problems.push(
            Diagnostic::error(
                Code::UnclearRestriction,
                own.span,
                "nobody may read this brief, since its report is for others",
            )
            .with_related(report.span, "the readers of the report")
            .with_hint("name an audience that both have, or write `standalone: true` to publish the brief by itself"),
        );
    }
}

/// Reports evidence of entries that those who have the entry may not read.
pub fn check_registers(publication: &Publication, problems: &mut Problems) {
    let readers = readers(publication, Drafts::Shown);
    for audience in &publication.audiences {
        let registers = &publication.view(&audience.id).registers;
        let remarks = registers.iter().flat_map(|register| &register.entries);
        for pointer in remarks.flat_map(Entry::remarks).flat_map(|remark| &remark.at) {
            let Pointer::Brief(id) = pointer else { continue };
            let condition = readers.of(Form::Brief, &id.value);
            let reader = condition.names().first();
            if let Some(reader) = reader.filter(|_| !condition.admits(&audience.id)) {
                problems.push(hidden_evidence(id, reader.span));
            }
        }
    }
}

fn hidden_evidence(id: &Spanned<EcoString>, readers: Span) -> Diagnostic {
    let message = format!("this is also read by people who may not read `{}`", id.value);
    Diagnostic::error(Code::HiddenReference, id.span, message)
        .with_related(readers, "the brief is for these only")
        .with_hint(
            "name a brief that all its readers may read, move this to a brief for the same readers, or write `{at: …, audience: …}`",
        )
}
