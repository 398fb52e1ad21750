//! Audiences: for whom an edition is made, and how it differs.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::data::measure::one_of;
use crate::publication::localized::Localized;
use crate::tree::Form;

/// A group of readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The id, which is the name of its file without the extension.
    pub id: EcoString,
    /// The place of its file; none for the only audience of a publication that declares none.
    pub span: Option<Span>,
    /// Its name; none for the only audience of a publication that declares none.
    pub name: Option<Localized>,
    /// Who its readers are, in one sentence.
    pub description: Option<Localized>,
    /// The paper of its PDFs and Word documents.
    pub paper: Option<Paper>,
    /// What its editions can be had as; the publication's if there is none.
    pub formats: Option<Vec<EditionFormat>>,
    /// How sensitive its editions are, in the words of the house: a line on each page.
    pub sensitivity: Option<Localized>,
    /// Its theme; the publication's if there is none.
    pub theme: Option<Spanned<EcoString>>,
    /// How works are cited.
    pub citations: CitationStyle,
    /// The reports that it gets, in order; all of them if there is none.
    pub reports: Option<Vec<Spanned<EcoString>>>,
    /// The chapters that it gets of reports, in order, by the report's id; with their place.
    pub chapters: BTreeMap<EcoString, Spanned<Vec<Spanned<EcoString>>>>,
    /// How much of a brief it gets.
    pub sections: Sections,
    /// How long its editions may be.
    pub budgets: BTreeMap<Form, Budget>,
    /// Whether its briefs also have a PDF of one page, and its reports one of two.
    pub summaries: bool,
    /// How terms of the glossary are explained to it.
    pub glossary: Depth,
    /// Whether its editions stand beside those of others.
    pub access: AudienceAccess,
}

/// Whether the editions of an audience stand beside those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudienceAccess {
    /// They are in one output, and readers can switch between them.
    Open,
    /// They have an output of their own, and no other edition mentions them.
    Restricted,
}

/// How terms of the glossary are explained to an audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Where a term is first used, it is printed in full, with its definition beside it.
    Open,
    /// Where a term is first used, it is printed in full.
    FirstUse,
    /// Not at all: terms are printed as written, and there is no glossary.
    None,
}

/// How works are cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    /// In the sentence: "(Xu 2019)".
    AuthorDate,
    /// In footnotes.
    Notes,
    /// Only where the author is part of the sentence, and without a bibliography.
    None,
}

/// How much of a brief an audience gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sections {
    /// All of it.
    All,
    /// The text before the first section, and the parts of sections that are meant for this
    /// audience alone.
    Opening,
}

/// How long an edition may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Budget {
    /// The most words.
    pub max_words: Option<Spanned<usize>>,
    /// The largest number of pages of the PDF.
    pub max_pages: Option<Spanned<usize>>,
}

/// A paper size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// What an edition can be had as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionFormat {
    /// A page, which all editions have.
    Html,
    /// A PDF.
    Pdf,
    /// A book for e-readers, which reports have.
    Epub,
    /// A document of Word.
    Docx,
}

impl EditionFormat {
    /// The formats, by the words for them.
    pub const NAMED: &[(&str, Self)] =
        &[("html", Self::Html), ("pdf", Self::Pdf), ("epub", Self::Epub), ("docx", Self::Docx)];

    /// What editions can be had as unless the publication says otherwise.
    pub const USUAL: &[Self] = &[Self::Html, Self::Pdf, Self::Epub];

    /// Reads a list of formats, which has pages: all other files are found on them.
    pub(super) fn read_all(node: &Node, problems: &mut Problems) -> Vec<Self> {
        let formats = yaml::list(node, problems, |node| one_of(node, Self::NAMED));
        let written = match &node.value {
            yaml::Value::List(items) => items.len(),
            _ => 1,
        };
        // A format that cannot be read was reported.
        if formats.len() == written && !formats.contains(&Self::Html) {
            let message = "editions without pages cannot be found";
            problems.push(
                Diagnostic::error(Code::BadValue, node.span, message)
                    .with_hint("add `html`: `formats: [html, pdf, docx]`"),
            );
        }
        formats
    }
}

impl Paper {
    /// The sizes, by the words for them.
    pub const NAMED: &[(&str, Self)] = &[("a4", Self::A4), ("letter", Self::Letter)];

    /// Returns the name that Typst knows the paper by.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "us-letter",
        }
    }
}

impl Audience {
    /// Returns the only audience of a publication that declares none.
    pub fn everyone() -> Self {
        Self {
            id: "public".into(),
            span: None,
            name: None,
            description: None,
            paper: None,
            formats: None,
            sensitivity: None,
            theme: None,
            citations: CitationStyle::AuthorDate,
            reports: None,
            chapters: BTreeMap::new(),
            sections: Sections::All,
            budgets: BTreeMap::new(),
            summaries: false,
            glossary: Depth::FirstUse,
            access: AudienceAccess::Open,
        }
    }

    /// Reads `content/audiences/<id>.yaml`.
    pub fn read(id: &str, file: FileId, node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let name = mapping.required("name", problems, Localized::read);
        let description = mapping.optional("description", problems, Localized::read);
        let paper = mapping.optional("paper", problems, |node| one_of(node, Paper::NAMED));
        let formats = mapping.get("formats");
        let formats = formats.map(|node| EditionFormat::read_all(node, problems));
        let sensitivity = mapping.get("sensitivity");
        let marked = sensitivity.map(|node| node.span);
        let sensitivity = sensitivity.and_then(|node| problems.keep(Localized::read(node)));
        let theme = mapping.optional("theme", problems, yaml::spanned_text);
        let citations = mapping.optional("citations", problems, |node| {
            one_of(
                node,
                &[
                    ("author-date", CitationStyle::AuthorDate),
                    ("notes", CitationStyle::Notes),
                    ("none", CitationStyle::None),
                ],
            )
        });
        let reports = mapping.stated("reports", problems, Ok);
        let reports = reports.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let chapters =
            mapping.stated("chapters", problems, Ok).map(|node| read_chapters(node, problems));
        let sections = mapping.stated("sections", problems, |node| {
            one_of(node, &[("all", Sections::All), ("opening", Sections::Opening)])
        });
        let summaries = mapping.optional("summaries", problems, yaml::boolean);
        let budgets = mapping.get("budgets").map(|node| read_budgets(node, problems));
        let glossary = mapping.optional("glossary", problems, |node| {
            one_of(
                node,
                &[("open", Depth::Open), ("first-use", Depth::FirstUse), ("none", Depth::None)],
            )
        });
        let restricted = mapping.stated("restricted", problems, yaml::boolean);
        mapping.finish(problems);
        if let Some(span) = marked.filter(|_| restricted != Some(true)) {
            problems.push(open_secret(span));
        }
        Some(Self {
            id: id.into(),
            span: Some(Span::start_of(file)),
            name: Some(name?),
            description,
            paper,
            formats,
            sensitivity,
            theme,
            citations: citations.unwrap_or(CitationStyle::AuthorDate),
            reports,
            chapters: chapters.unwrap_or_default(),
            sections: sections.unwrap_or(Sections::All),
            budgets: budgets.unwrap_or_default(),
            summaries: summaries.unwrap_or_default(),
            glossary: glossary.unwrap_or(Depth::FirstUse),
            access: if restricted == Some(true) {
                AudienceAccess::Restricted
            } else {
                AudienceAccess::Open
            },
        })
    }

    /// Returns all texts that readers may see.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        self.name.iter().chain(&self.description).chain(&self.sensitivity)
    }
}

fn open_secret(span: Span) -> Diagnostic {
    let message = "the editions of this audience are open to everybody";
    Diagnostic::error(Code::UnclearRestriction, span, message)
        .with_hint("keep them from others with `restricted: true`, or delete `sensitivity`")
}

fn read_chapters(
    node: &Node,
    problems: &mut Problems,
) -> BTreeMap<EcoString, Spanned<Vec<Spanned<EcoString>>>> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return BTreeMap::new() };
    let read = |(key, value): &(yaml::Key, Node)| {
        let briefs = yaml::list(value, problems, yaml::spanned_text);
        (EcoString::from(&key.name), Spanned::new(briefs, key.span))
    };
    mapping.entries().iter().map(read).collect()
}

fn read_budgets(node: &Node, problems: &mut Problems) -> BTreeMap<Form, Budget> {
    let Some(mut mapping) = problems.keep(Mapping::new(node)) else { return BTreeMap::new() };
    let mut budgets = BTreeMap::new();
    for (name, form) in [("brief", Form::Brief), ("report", Form::Report)] {
        let budget = mapping.get(name).and_then(|node| read_budget(node, problems));
        budgets.extend(budget.map(|budget| (form, budget)));
    }
    mapping.finish(problems);
    budgets
}

fn read_budget(node: &Node, problems: &mut Problems) -> Option<Budget> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let budget = Budget {
        max_words: mapping.optional("max_words", problems, count),
        max_pages: mapping.optional("max_pages", problems, count),
    };
    mapping.finish(problems);
    Some(budget)
}

fn count(node: &Node) -> Result<Spanned<usize>, Diagnostic> {
    match yaml::text(node)?.parse() {
        Ok(count) => Ok(Spanned::new(count, node.span)),
        Err(_) => Err(yaml::wrong_type(node, "a whole number", "write digits, such as `1200`")),
    }
}

/// Which audiences something is for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Condition {
    /// All of them.
    #[default]
    All,
    /// These.
    Only(Vec<Spanned<EcoString>>),
    /// All but these.
    Except(Vec<Spanned<EcoString>>),
}

impl Condition {
    /// Whether it lets `audience` in.
    pub fn admits(&self, audience: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.iter().any(|name| name.value == audience),
            Self::Except(names) => !names.iter().any(|name| name.value == audience),
        }
    }

    /// Returns the audiences that it names.
    pub fn names(&self) -> &[Spanned<EcoString>] {
        match self {
            Self::All => &[],
            Self::Only(names) | Self::Except(names) => names,
        }
    }

    /// Reads a list, or names with spaces between them; reports one without names.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let texts = yaml::list(node, problems, yaml::spanned_text);
        let names: Vec<_> = texts.iter().flat_map(split).collect();
        let written = match &node.value {
            yaml::Value::List(items) => items.len(),
            _ => 1,
        };
        // A name that cannot be read was reported.
        if names.is_empty() && texts.len() == written {
            problems.push(nobody(node.span));
        }
        Self::Only(names)
    }

    /// Returns the diagnostic for an attribute whose value names no audience.
    pub(crate) fn check_named(names: &Spanned<EcoString>) -> Option<Diagnostic> {
        split(names).next().is_none().then(|| nobody(names.span))
    }

    /// Returns the diagnostic for `audience` and `not-audience` if an audience is in both.
    pub(crate) fn check_agreement(
        only: &Spanned<EcoString>,
        except: &Spanned<EcoString>,
    ) -> Option<Diagnostic> {
        let both = split(only).find_map(|name| {
            split(except).find(|other| other.value == name.value).map(|other| (name, other))
        });
        let (name, other) = both?;
        let message = format!("`{}` may read this, and also may not", name.value);
        let diagnostic = Diagnostic::error(Code::UnclearRestriction, other.span, message);
        Some(diagnostic.with_related(name.span, "also named here").with_hint(
            "delete the name from one of the two; `audience` alone is enough to say who reads it",
        ))
    }

    /// Reads the attributes `audience` and `not-audience`.
    pub fn of_attributes(attributes: &crate::markup::Attributes) -> Self {
        if let Some(names) = attributes.value("audience") {
            return Self::Only(split(names).collect());
        }
        match attributes.value("not-audience") {
            Some(names) => Self::Except(split(names).collect()),
            None => Self::All,
        }
    }
}

fn nobody(span: Span) -> Diagnostic {
    Diagnostic::error(Code::UnclearRestriction, span, "no audience is named here")
        .with_hint("name those who may read it, such as `council`; if nobody should read it yet, make it a draft: `draft: true`")
}

/// Splits names at spaces and commas, each with its place.
fn split(names: &Spanned<EcoString>) -> impl Iterator<Item = Spanned<EcoString>> + '_ {
    names.value.split([' ', ',']).filter(|name| !name.is_empty()).map(|name| {
        // Both are parts of one string, so the difference of their addresses is the offset.
        let start = name.as_ptr() as usize - names.value.as_ptr() as usize;
        Spanned::new(name.into(), names.span.slice(start, start + name.len()))
    })
}
