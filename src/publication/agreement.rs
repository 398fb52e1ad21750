//! Whether a translation has what its original has: charts, tables, views of registers, pictures, headings with ids.
//!
//! What both have is compared where it is read, since a translation takes from its original what it
//! does not say. Here is compared what only one of them has; a language that lacks something in
//! purpose says `only:`.

mod headings;
mod tables;

use std::collections::HashSet;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::base::yaml;
use crate::markup::{self, Attributes, Block, BlockKind, Drawn};
use crate::publication::manuscript::{Manuscript, Written};
use crate::publication::settings::Settings;
use tables::{SpokenSide, TypedTable};

/// Reports what only one of two languages of a text has, and typed tables that differ.
pub fn check(
    original: &Written,
    translation: &Written,
    settings: &Settings,
    problems: &mut Problems,
) {
    let one = Side::of(original);
    let other = Side::of(translation);
    let renamed = renamed(&one, &other);
    for (mine, theirs) in [(&one, &other), (&other, &one)] {
        let lacking = mine.drawn.iter().filter_map(|drawn| {
            let id = drawn.id.as_ref()?;
            if renamed.iter().any(|(one, other, _)| *one == id || *other == id) {
                return None;
            }
            let is_there = theirs
                .all
                .iter()
                .any(|drawn| drawn.id.as_ref().is_some_and(|other| other.value == id.value));
            let is_meant = [mine, theirs].iter().all(|side| drawn.is_in(&side.text.language));
            (is_meant && !is_there).then_some((id, &*drawn.kind))
        });
        let figures = mine
            .figures
            .iter()
            .filter(|(id, _)| !theirs.figures.iter().any(|(other, _)| other.value == id.value));
        for (id, kind) in lacking.chain(figures.map(|(id, kind)| (*id, *kind))) {
            problems.push(lack((id, kind), mine.text, theirs.text));
        }
    }
    problems.extend(renamed.into_iter().map(misnamed));
    compare_nameless(&one, &other, problems);
    headings::compare(&one, &other, problems);
    let languages = [&one, &other].map(|side| settings.language(&side.text.language));
    if let [Some(first), Some(second)] = languages {
        let original = SpokenSide { side: &one, language: first };
        let translation = SpokenSide { side: &other, language: second };
        tables::compare(&original, &translation, problems);
    }
}

/// A block that has different ids in two languages: that of the original, that of the translation,
/// and its kind.
type Renamed<'a> = (&'a Spanned<EcoString>, &'a Spanned<EcoString>, &'a str);

/// Returns the blocks of a kind of which each of two languages has exactly one that the other lacks.
fn renamed<'a>(original: &Side<'a>, translation: &Side<'a>) -> Vec<Renamed<'a>> {
    let lacking = |mine: &Side<'a>, theirs: &Side<'a>, kind: &str| -> Vec<&'a Spanned<EcoString>> {
        let own = mine.drawn.iter().filter(|drawn| drawn.kind == kind && drawn.only.is_empty());
        let ids = own.filter_map(|drawn| drawn.id.as_ref());
        let has = |id: &EcoString| {
            theirs.all.iter().any(|drawn| drawn.id.as_ref().is_some_and(|other| other.value == *id))
        };
        ids.filter(|id| !has(&id.value)).collect()
    };
    let kinds = ["chart", "table", "register"].into_iter();
    let pairs = kinds.filter_map(|kind| {
        let (one, other) =
            (lacking(original, translation, kind), lacking(translation, original, kind));
        match (&one[..], &other[..]) {
            ([one], [other]) => Some((*one, *other, kind)),
            _ => None,
        }
    });
    pairs.collect()
}

/// Reports a block with two ids, at the one that references could not use, or else at the translation's.
fn misnamed((original, translation, kind): Renamed<'_>) -> Diagnostic {
    let prefix = if kind == "chart" { "fig-" } else { "tbl-" };
    let is_usable = |id: &Spanned<EcoString>| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        id.value.starts_with(prefix) && id.value.chars().all(is_part)
    };
    let (wrong, right) = match (is_usable(original), is_usable(translation)) {
        (false, true) => (original, translation),
        _ => (translation, original),
    };
    let message = format!(
        "this {kind} is `{}` here, and `{}` in the other language",
        wrong.value, right.value
    );
    Diagnostic::error(Code::LanguagesDisagree, wrong.span, message)
        .lacking(right.value.as_str())
        .with_related(right.span, "the other id")
        .with_hint(format!("give both the same id: `id: {}`", right.value))
}

/// Reports languages in `only:` that the publication does not have, and lists that omit the
/// language of their own file.
pub fn check_only(written: &Written, settings: &Settings, problems: &mut Problems) {
    let own = &written.manuscript.language;
    let drawn = written.drawn.iter().map(|drawn| &drawn.only);
    let lists = [&written.manuscript.only].into_iter().chain(drawn).filter(|only| !only.is_empty());
    let mut divs = Vec::new();
    only_of_divs(&written.manuscript.body.blocks, &mut divs);
    for only in lists.cloned().chain(divs) {
        problems.extend(only.iter().filter_map(|only| unknown_language(only, settings)));
        if let Some(first) = only.first().filter(|_| !only.iter().any(|only| only.value == *own)) {
            let message = format!("this file is in `{own}`, but `only` does not list it");
            problems.push(
                Diagnostic::error(Code::LanguagesDisagree, first.span, message)
                    .with_hint(format!("add `{own}`, or delete the part that has this `only`")),
            );
        }
    }
}

fn only_of_divs(blocks: &[Block], found: &mut Vec<Vec<Spanned<EcoString>>>) {
    for block in blocks {
        let attributes = if let BlockKind::Div(attributes, _) = &block.kind {
            Some(&**attributes)
        } else if let BlockKind::Picture(picture) = &block.kind {
            Some(&picture.attributes)
        } else {
            None
        };
        if let Some(only) = attributes.and_then(|attributes| attributes.value("only")) {
            let tags = only.value.split_whitespace();
            found.push(tags.map(|tag| Spanned::new(tag.into(), only.span)).collect());
        }
        for inner in block.children() {
            only_of_divs(inner, found);
        }
    }
}

fn unknown_language(only: &Spanned<EcoString>, settings: &Settings) -> Option<Diagnostic> {
    if settings.language(&only.value).is_some() {
        return None;
    }
    let message = format!("the publication has no language `{}`", only.value);
    let hint = did_you_mean(&only.value, settings.tags())
        .unwrap_or_else(|| format!("the languages are {}", tags(settings)));
    Some(Diagnostic::error(Code::BadLanguage, only.span, message).with_hint(hint))
}

fn tags(settings: &Settings) -> String {
    let tags: Vec<_> = settings.tags().collect();
    yaml::quoted_list(&tags)
}

/// What one language of a text has.
struct Side<'a> {
    text: &'a Manuscript,
    /// Its blocks of YAML.
    all: &'a [Drawn],
    /// Those outside of blocks that only some languages have.
    drawn: Vec<&'a Drawn>,
    /// The pictures, typed tables and formulas that have an id.
    figures: Vec<(&'a Spanned<EcoString>, &'static str)>,
    /// The tables that are typed into it.
    typed: Vec<TypedTable<'a>>,
    /// The headings.
    headings: Vec<SharedHeading<'a>>,
}

/// A heading that all languages should have.
struct SharedHeading<'a> {
    attributes: &'a Attributes,
    /// Whether only some readers get it. A translation may have nothing for them.
    is_restricted: bool,
}

impl<'a> Side<'a> {
    fn of(written: &'a Written) -> Self {
        let text = &written.manuscript;
        let mut shared = Shared::default();
        shared.walk(&text.body.blocks);
        for footnote in text.body.footnotes.values() {
            shared.walk(&footnote.blocks);
        }
        let is_shared = |drawn: &&Drawn| !shared.apart.contains(&drawn.span.start);
        let drawn = written.drawn.iter().filter(is_shared).collect();
        let Shared { figures, typed, headings, .. } = shared;
        Self { text, all: &written.drawn, drawn, figures, typed, headings }
    }

    /// Returns the typed tables without an id, of those that all readers get or of those for some.
    fn nameless_tables(&self, is_restricted: bool) -> Vec<&TypedTable<'a>> {
        let tables = self.typed.iter().filter(|table| table.id.is_none());
        tables.filter(|table| table.is_restricted == is_restricted).collect()
    }

    /// Returns the blocks of a kind that have no id.
    fn nameless(&self, kind: &str) -> Vec<&'a Drawn> {
        let drawn = self.drawn.iter().copied();
        drawn.filter(|drawn| drawn.kind == kind && drawn.id.is_none()).collect()
    }
}

/// A walk over what all languages of a text should have.
#[derive(Default)]
struct Shared<'a> {
    figures: Vec<(&'a Spanned<EcoString>, &'static str)>,
    typed: Vec<TypedTable<'a>>,
    headings: Vec<SharedHeading<'a>>,
    /// The beginnings of the blocks inside a block that only some languages have.
    apart: HashSet<u32>,
    within: bool,
    /// Whether an author says that the part is another one in other languages or editions.
    differs: bool,
    /// Whether only some readers get the part.
    is_restricted: bool,
}

impl<'a> Shared<'a> {
    fn walk(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            if self.within {
                let is_drawn = matches!(
                    &block.kind,
                    BlockKind::Chart(_)
                        | BlockKind::DataTable(_)
                        | BlockKind::Register(_)
                        | BlockKind::Entry(_)
                );
                self.apart.extend(is_drawn.then_some(block.span.start));
            } else {
                self.add(block);
            }
            let outer = (self.within, self.differs, self.is_restricted);
            if let BlockKind::Div(attributes, _) = &block.kind {
                self.within |= attributes.value("only").is_some();
                self.differs |= attributes.value("differs").is_some();
                self.is_restricted |= attributes.is_restricted();
            }
            for inner in block.children() {
                self.walk(inner);
            }
            (self.within, self.differs, self.is_restricted) = outer;
        }
    }

    /// Notes a block that all languages should have.
    fn add(&mut self, block: &'a Block) {
        let figure: Option<(&'a Attributes, _)> = match &block.kind {
            BlockKind::Picture(picture) => Some((&picture.attributes, "image")),
            BlockKind::Table(table) => {
                self.add_table(&table.attributes, TypedTable::with_bars(table, block.span));
                Some((&table.attributes, "table"))
            }
            BlockKind::Formula(equation) => Some((&equation.attributes, "formula")),
            BlockKind::Div(attributes, inner) => TypedTable::as_list(attributes, inner, block.span)
                .map(|table| {
                    self.add_table(attributes, table);
                    (&**attributes, "table")
                }),
            BlockKind::Heading { attributes, .. } => {
                let is_restricted = self.is_restricted;
                self.headings.push(SharedHeading { attributes, is_restricted });
                None
            }
            BlockKind::Chart(_)
            | BlockKind::DataTable(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::RawHtml(_) => None,
        };
        if let Some((attributes, kind)) = figure
            && attributes.value("only").is_none()
        {
            self.figures.extend(attributes.id.as_ref().map(|id| (id, kind)));
        }
    }

    fn add_table(&mut self, attributes: &Attributes, table: TypedTable<'a>) {
        if attributes.value("only").is_none() {
            let differs = table.differs || self.differs;
            let is_restricted = self.is_restricted || attributes.is_restricted();
            self.typed.push(TypedTable { differs, is_restricted, ..table });
        }
    }
}

fn lack(
    (id, kind): (&Spanned<EcoString>, &str),
    text: &Manuscript,
    lacking: &Manuscript,
) -> Diagnostic {
    let message = format!("the language `{}` has no {kind} `{}`", lacking.language, id.value);
    let (own, words) = match kind {
        "chart" => (format!("only: {}", text.language), "`id`, `title` and `alt`"),
        "table" | "register" => (format!("only: {}", text.language), "`id` and `title`"),
        "image" => (format!("only=\"{}\"", text.language), "its id and `alt`"),
        _ => (format!("only: {}", text.language), "its `id`"),
    };
    let problem = Diagnostic::error(Code::LanguagesDisagree, id.span, message)
        .lacking(id.value.as_str())
        .with_related(Span::start_of(lacking.file), "the file that lacks it");
    if kind == "formula" {
        return problem.with_hint("add it there, with the same id").with_hint(format!(
            "if only this language has it, put it between `::: {{only=\"{}\"}}` and `:::`",
            text.language
        ));
    }
    problem
        .with_hint(format!("add it there with {words}; the rest is taken from the original"))
        .with_hint(format!("if only this language has it, write `{own}`"))
}

/// Compares blocks without an id one by one, in their order.
fn compare_nameless(original: &Side<'_>, translation: &Side<'_>, problems: &mut Problems) {
    for kind in ["chart", "table", "register", "entry"] {
        let (theirs, mine) = (original.nameless(kind), translation.nameless(kind));
        let theirs: Vec<_> =
            theirs.into_iter().filter(|drawn| drawn.is_in(&translation.text.language)).collect();
        let mine: Vec<_> =
            mine.into_iter().filter(|drawn| drawn.is_in(&original.text.language)).collect();
        if theirs.len() == mine.len() {
            for (one, other) in mine.iter().zip(&theirs) {
                let _ = yaml::inherit(&one.node, &other.node, markup::shape(kind), problems);
            }
            continue;
        }
        let surplus = theirs.get(mine.len()).or_else(|| mine.get(theirs.len()));
        let (short, few, many) = if mine.len() < theirs.len() {
            (translation.text, mine.len(), theirs.len())
        } else {
            (original.text, theirs.len(), mine.len())
        };
        let Some(surplus) = surplus else { continue };
        let message = format!(
            "the language `{}` has {few} blocks `{kind}` without an id, but this one has {many}",
            short.language
        );
        problems.push(
            Diagnostic::error(Code::LanguagesDisagree, surplus.place(), message)
                .lacking("")
                .with_related(Span::start_of(short.file), "the file that has fewer")
                .with_hint(
                    "give the blocks ids, the same in each language, to see which one is missing",
                ),
        );
    }
}
