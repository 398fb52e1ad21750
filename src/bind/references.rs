//! Composing cross-references: to what this document holds, and to what another one does.

use ecow::EcoString;

use super::collect::Label;
use super::{Binder, headline, selection};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::language::Word;
use crate::markup::{Reference, Wording, anchors};
use crate::plan::{Edition, Subject};
use crate::tree::{FigureForm, Form, Inline, Inlines};

/// What of the numbered things a reference is to: those of one kind are told in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chapter,
    Appendix,
    Section,
    Figure,
    Table,
    Equation,
}

impl Kind {
    /// Returns the kind and the number that a label prints; none for titles.
    fn of(label: &Label) -> Option<(Self, &EcoString)> {
        Some(match label {
            Label::Chapter(number) => (Self::Chapter, number),
            Label::Appendix(number) => (Self::Appendix, number),
            Label::Section(number) => (Self::Section, number),
            Label::Figure(FigureForm::Figure, number) => (Self::Figure, number),
            Label::Figure(FigureForm::Table, number) => (Self::Table, number),
            Label::Equation(number) => (Self::Equation, number),
            Label::Title(_) => return None,
        })
    }

    fn one(self, number: &str) -> Word<'_> {
        match self {
            Self::Chapter => Word::ReferenceChapter { number },
            Self::Appendix => Word::ReferenceAppendix { number },
            Self::Section => Word::ReferenceSection { number },
            Self::Figure => Word::ReferenceFigure { number },
            Self::Table => Word::ReferenceTable { number },
            Self::Equation => Word::ReferenceEquation { number },
        }
    }

    fn several(self, numbers: &str) -> Word<'_> {
        match self {
            Self::Chapter => Word::ReferenceChapters { numbers },
            Self::Appendix => Word::ReferenceAppendices { numbers },
            Self::Section => Word::ReferenceSections { numbers },
            Self::Figure => Word::ReferenceFigures { numbers },
            Self::Table => Word::ReferenceTables { numbers },
            Self::Equation => Word::ReferenceEquations { numbers },
        }
    }
}

impl<'a> Binder<'a, '_> {
    pub(super) fn references(&mut self, reference: &'a Reference, out: &mut Inlines) {
        let begins = self.sentence_begins.unwrap_or(true);
        let mut composed = self.together(reference).unwrap_or_else(|| {
            let ids = reference.ids.iter();
            let each: Vec<_> = ids.filter_map(|id| self.reference(id, reference.wording)).collect();
            self.listed_inlines(each)
        });
        let has_capital = match reference.wording {
            Wording::AsInSentence => begins,
            Wording::Capital => true,
            Wording::NumberOnly => false,
        };
        if has_capital && let Some(first) = composed.first_mut() {
            capitalise(first);
        }
        out.extend(composed);
    }

    /// Composes several references of one kind as one, such as "tables 1 and 2".
    fn together(&self, reference: &Reference) -> Option<Inlines> {
        let labels = reference.ids.iter().map(|id| {
            let (kind, number) = Kind::of(self.collected.labels.get(&id.value)?)?;
            Some((kind, &id.value, number))
        });
        let labels: Vec<_> = labels.collect::<Option<_>>()?;
        let [(kind, ..), _, ..] = labels[..] else { return None };
        if labels.iter().any(|(other, ..)| *other != kind) {
            return None;
        }
        let numbers = labels.iter().map(|(_, id, number)| Inline::Reference {
            id: (*id).clone(),
            text: (*number).clone(),
        });
        let listed = self.listed_inlines(numbers.collect());
        if reference.wording == Wording::NumberOnly {
            return Some(listed);
        }
        let words = self.locale.words.get(kind.several(PLACE));
        let (before, after) = words.split_once(PLACE).unwrap_or((&words, ""));
        let text = |text: &str| (!text.is_empty()).then(|| Inline::text(text));
        Some(text(before).into_iter().chain(listed).chain(text(after)).collect())
    }

    /// Joins what was composed as the language lists things: "1, 2 and 3".
    fn listed_inlines(&self, parts: Inlines) -> Inlines {
        if parts.len() < 2 {
            return parts;
        }
        let places = vec![PLACE; parts.len()];
        let joined = self.language().list(places.into_iter());
        let mut parts = parts.into_iter();
        let mut out = Vec::new();
        for (index, between) in joined.split(PLACE).enumerate() {
            out.extend(if index == 0 { None } else { parts.next() });
            if !between.is_empty() {
                out.push(Inline::text(between));
            }
        }
        out
    }

    fn reference(&mut self, id: &Spanned<EcoString>, wording: Wording) -> Option<Inline> {
        let Some(label) = self.collected.labels.get(&id.value) else {
            let found = self.entry_reference(&id.value).or_else(|| self.elsewhere(&id.value));
            if found.is_none() && self.resources.publication.is_released() {
                let words = self.locale.words.get(Word::ReleaseWithheld);
                return Some(Inline::text(words));
            }
            if found.is_none() {
                let diagnostic = self.unknown_reference(&id.value, id.span);
                self.problems.push(diagnostic);
            }
            return found;
        };
        let text = match (Kind::of(label), label) {
            (Some((_, number)), _) if wording == Wording::NumberOnly => number.clone(),
            (Some((kind, number)), _) => self.locale.words.get(kind.one(number)).into(),
            (None, Label::Title(title)) => title.clone(),
            (None, _) => return None,
        };
        Some(Inline::Reference { id: id.value.clone(), text })
    }

    /// Composes a reference to what stands in another text: its title, which leads there.
    fn elsewhere(&self, id: &EcoString) -> Option<Inline> {
        if self.collected.hidden.contains_key(id) || self.collected.unmet.contains_key(id) {
            return None;
        }
        let holder = self.holder(id)?;
        let title = headline(holder, self.resources).title_text;
        let target = self.edition.site.target(holder, id.clone());
        Some(Inline::link(target, vec![Inline::text(title)]))
    }

    /// Returns the edition of this site in which readers find `id`: that of a brief which stands in
    /// a report with this one, or else of the first text that has it.
    fn holder(&self, id: &EcoString) -> Option<&'a Edition<'a>> {
        let (plan, site) = (self.resources.plan, self.edition.site);
        let own = self.edition.work();
        let holds = |edition: &&'a Edition<'a>| {
            let (selected, _) = selection(edition.manuscript, site.audience);
            let mut blocks = selected.into_iter();
            edition.work() != own
                && edition.subject == Subject::All
                && blocks.any(|block| anchors(std::slice::from_ref(block)).contains(&**id))
        };
        let siblings = plan.reports_of(self.edition).flat_map(|report| &report.chapters);
        let beside = siblings.filter_map(|it| plan.nearest(site, Form::Brief, &it.id)).find(holds);
        beside.or_else(|| plan.of_site(site).find(holds))
    }

    fn unknown_reference(&self, id: &EcoString, span: Span) -> Diagnostic {
        if let Some(hidden) = self.collected.hidden.get(id) {
            let audience = &self.edition.site.audience.id;
            let message =
                format!("`@{id}` refers to a block that the audience `{audience}` does not see");
            return Diagnostic::error(Code::HiddenReference, span, message)
                .with_related(*hidden, "the block is here")
                .with_hint("put the reference into a block for the same audiences");
        }
        if self.collected.unmet.contains_key(id) {
            return self.unmet(id, span);
        }
        if let Some(draft) = self.resources.publication.draft_with(id) {
            let message = format!("`@{id}` refers to a text that is not published");
            return Diagnostic::error(Code::UnknownReference, span, message)
                .lacking(id.as_str())
                .with_related(Span::start_of(draft), "the draft")
                .with_hint("publish it as well, or delete the reference");
        }
        let registers = &self.resources.publication.registers;
        if registers.claims(id) {
            return registers.unknown_entry(id, span);
        }
        // Hash order must not choose the hint.
        let mut known: Vec<_> = self.collected.labels.keys().map(EcoString::as_str).collect();
        known.sort_unstable();
        let bare = id.split_once('-').map_or(id.as_str(), |(_, name)| name);
        let unmarked =
            [bare.to_owned(), id.as_str().replacen('-', " ", 1), id.as_str().replacen('-', "_", 1)];
        let unmarked = known.iter().find(|known| unmarked.iter().any(|own| own == *known));
        let hint = unmarked
            .map(|known| {
                format!(
                    "references need the whole id: write `{id}` where `{known}` is given as an id"
                )
            })
            .or_else(|| did_you_mean(id, known.iter().copied()))
            .unwrap_or_else(|| format!("give the heading, figure or table the id: `{{#{id}}}`"));
        Diagnostic::error(
            Code::UnknownReference,
            span,
            format!("nothing in this edition has the id `{id}`"),
        )
        .lacking(id.as_str())
        .with_hint(hint)
    }
}

/// Stands for a number while the words around it are made.
const PLACE: &str = "\u{fffc}";

/// What may stand between the end of a sentence and the beginning of the next, besides spaces.
const BETWEEN: &[char] =
    &['"', '\'', '(', ')', '[', ']', '“', '”', '„', '‘', '’', '‚', '«', '»', '‹', '›', '¿', '¡'];

/// Abbreviations with a vowel, in the languages of the program's words: their full stop ends no
/// sentence.
const ABBREVIATIONS: &[&str] = &[
    "approx", "av", "ca", "dra", "ej", "env", "evtl", "ex", "fig", "figs", "inkl", "mlle", "mlles",
    "mme", "mmes", "no", "núm", "nº", "pág", "págs", "prof", "sra", "sras", "srta", "tab", "abb",
    "vid", "viz", "voir", "напр", "рис", "табл",
];

/// How many notes and marks are passed over on the way back to the end of a sentence.
const FURTHEST: usize = 16;

/// Units, whose full stop behind a number ends a sentence.
const UNITS: &[&str] =
    &["cm", "g", "h", "ha", "kg", "km", "l", "m", "mm", "t", "г", "кг", "км", "м", "т", "ч"];

/// The vowels of the scripts in which a word without any is an abbreviation.
const VOWELS: &str =
    "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāăąēĕėęěīįıōőūůűųаеёиоуыэюяіїєўαεηιουωάέήίόύώ";

/// Whether what follows `out` begins a sentence; `opens` says so of the first node of the line.
pub(super) fn begins_sentence(out: &[Inline], opens: bool) -> bool {
    for (number, inline) in out.iter().rev().enumerate() {
        if number == FURTHEST {
            return false;
        }
        if matches!(inline, Inline::Note { .. } | Inline::NoteReference { .. }) {
            // A note hangs on the word before it, or on the full stop.
            continue;
        }
        let Inline::Text { text, .. } = inline else {
            return begins_sentence(inline.content(), false);
        };
        let before = text.trim_end_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
        if !before.is_empty() {
            return ends_sentence(before);
        }
    }
    opens
}

fn ends_sentence(text: &str) -> bool {
    if text.ends_with(['?', '!', '…', '。', '？', '！', '؟']) {
        return true;
    }
    let Some(before) = text.strip_suffix('.') else { return false };
    let mut words = before.rsplit(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
    let word = words.next().unwrap_or_default();
    let is_measured = words.next().is_some_and(|word| word.ends_with(char::is_numeric));
    !is_abbreviation(word) || is_measured && UNITS.contains(&word)
}

/// Whether the full stop behind `word` belongs to it: an initial, a word without a vowel, one that is doubled for
/// the plural, as in "EE. UU.", and what is known as one.
fn is_abbreviation(word: &str) -> bool {
    let last = word.rsplit(['.', '-']).next().unwrap_or_default();
    let letters: Vec<char> = last.chars().collect();
    if letters.is_empty() || !letters.iter().all(|letter| letter.is_alphabetic()) {
        return false;
    }
    let is_doubled =
        matches!(letters[..], [first, second] if first == second && first.is_uppercase());
    // The letters of GDP are no abbreviation that a full stop ends.
    let is_name = letters.iter().all(|letter| letter.is_uppercase());
    let lower = last.to_lowercase();
    let has_vowels = |letter: char| matches!(letter, 'a'..='z' | '\u{C0}'..='\u{52F}');
    let lacks_vowel = !is_name && lower.chars().all(|c| has_vowels(c) && !VOWELS.contains(c));
    let is_initial = letters.len() == 1 && letters[0].is_lowercase() | letters[0].is_uppercase();
    is_initial || is_doubled || lacks_vowel || ABBREVIATIONS.contains(&lower.as_str())
}

/// Returns a text with a capital, as a sentence begins.
pub(super) fn capitalised(text: &str) -> EcoString {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(characters.as_str().chars()).collect()
}

/// Gives the text of a reference a capital.
pub(super) fn capitalise(inline: &mut Inline) {
    if let Inline::Link { content, .. } = inline {
        content.first_mut().into_iter().for_each(capitalise);
    }
    if let Inline::Text { text, .. } | Inline::Reference { text, .. } = inline {
        *text = capitalised(text);
    }
}
