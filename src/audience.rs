//! Audiences: for whom an edition is made, and how it differs.

use ecow::EcoString;

use crate::data::measure::one_of;
use crate::diagnostic::Problems;
use crate::localized::Localized;
use crate::span::{FileId, Span, Spanned};
use crate::yaml::{self, Mapping, Node};

/// A group of readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The id, which is its file name without extension.
    pub id: EcoString,
    /// The place of its file; none for the audience that a publication without audiences has.
    pub span: Option<Span>,
    /// Its name; none for the audience that a publication without audiences has.
    pub name: Option<Localized>,
    /// Who its readers are, in one sentence.
    pub description: Option<Localized>,
    /// The paper of its PDFs.
    pub paper: Paper,
}

/// A paper size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl Paper {
    /// Returns the name that Typst knows the paper by.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "us-letter",
        }
    }
}

impl Audience {
    /// Returns the one audience of a publication that names none.
    pub fn everyone() -> Self {
        Self { id: "public".into(), span: None, name: None, description: None, paper: Paper::A4 }
    }

    /// Reads `content/audiences/<id>.yaml`.
    pub fn read(id: &str, file: FileId, node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let name = mapping.required("name", problems, Localized::read);
        let description = mapping.optional("description", problems, Localized::read);
        let paper = mapping.optional("paper", problems, |node| {
            one_of(node, &[("a4", Paper::A4), ("letter", Paper::Letter)])
        });
        mapping.finish(problems);
        Some(Self {
            id: id.into(),
            span: Some(Span::start_of(file)),
            name: Some(name?),
            description,
            paper: paper.unwrap_or(Paper::A4),
        })
    }

    /// Returns all texts that readers may see.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        self.name.iter().chain(&self.description)
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

    /// Reads a list, or names with spaces between them.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let texts = yaml::list(node, problems, yaml::spanned_text);
        Self::Only(texts.iter().flat_map(split).collect())
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

/// Splits names at spaces and commas, each with its place.
fn split(names: &Spanned<EcoString>) -> impl Iterator<Item = Spanned<EcoString>> + '_ {
    names.value.split([' ', ',']).filter(|name| !name.is_empty()).map(|name| {
        // Both are parts of one string, so their distance is the offset.
        let start = name.as_ptr() as usize - names.value.as_ptr() as usize;
        Spanned::new(name.into(), names.span.slice(start, start + name.len()))
    })
}
