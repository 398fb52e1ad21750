//! Manuscripts: the Markdown files of briefs, reports and pages, with their front matter.

use ecow::EcoString;
use jiff::civil::Date;

use crate::audience::Condition;
use crate::date;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::files::Files;
use crate::language::Language;
use crate::markup::{self, Body, DrawingBlock, Inline, Options, RawHtml};
use crate::span::{FileId, Span, Spanned};
use crate::tree::Form;
use crate::yaml::{self, Mapping};

/// A brief, report or page in one language.
#[derive(Debug, Clone)]
pub struct Manuscript {
    /// What it is.
    pub form: Form,
    /// The id, such as `china/money`.
    pub id: EcoString,
    /// The language of the text.
    pub language: EcoString,
    /// The file.
    pub file: FileId,
    /// The title.
    pub title: Vec<Inline>,
    /// What was found.
    pub finding: Vec<Inline>,
    /// The authors.
    pub authors: Vec<EcoString>,
    /// The day of publication.
    pub date: Date,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The subjects.
    pub tags: Vec<EcoString>,
    /// The audiences that have an edition of it.
    pub audience: Condition,
    /// Whether it is published.
    pub stage: Stage,
    /// Sentences for the reader in a hurry.
    pub key_messages: Vec<Vec<Inline>>,
    /// What the cover and the front page draw.
    pub drawing: Option<DrawingBlock>,
    /// The briefs of a report.
    pub briefs: Vec<Spanned<EcoString>>,
    /// The text.
    pub body: Body,
}

/// How far a manuscript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Only `--drafts` shows it.
    Draft,
    /// It is published.
    Published,
}

/// What a manuscript is read as.
#[derive(Debug, Clone, Copy)]
pub struct Role<'a> {
    /// What it is.
    pub form: Form,
    /// Its id.
    pub id: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Whether it may hold HTML.
    pub raw_html: RawHtml,
    /// What cross-references to entries of registers begin with.
    pub prefixes: &'a [EcoString],
}

impl<'a> Role<'a> {
    fn options(&self) -> Options<'a> {
        Options { quotes: &self.language.quotes, raw_html: self.raw_html, prefixes: self.prefixes }
    }
}

impl Manuscript {
    /// Reads the Markdown file `file`.
    pub fn read(
        role: Role<'_>,
        file: FileId,
        files: &Files,
        problems: &mut Problems,
    ) -> Option<Self> {
        let text = &files.get(file).text;
        let Some((front, body_start)) = front_matter(text) else {
            problems.push(no_front_matter(file));
            return None;
        };
        let options = role.options();
        let body_span = Span::new(file, body_start, text.len());
        let body = markup::body(&text[body_start..], body_span, &options, problems);
        let front = Span::new(file, front.start, front.end);
        Self::with_front_matter(role, front, body, files, problems)
    }

    fn with_front_matter(
        role: Role<'_>,
        front: Span,
        body: Body,
        files: &Files,
        problems: &mut Problems,
    ) -> Option<Self> {
        let options = role.options();
        let node = problems.keep(yaml::parse(files, front))?;
        let mut mapping = problems.keep(Mapping::new(&node))?;
        let title = mapping.required("title", problems, yaml::spanned_text);
        let finding = mapping.required("finding", problems, yaml::spanned_text);
        let authors = mapping.get("authors");
        let authors =
            authors.map(|node| yaml::list(node, problems, yaml::text)).unwrap_or_default();
        let date = mapping.required("date", problems, date::day);
        let updated = mapping.optional("updated", problems, date::day);
        let tags = mapping.get("tags");
        let tags = tags.map(|node| yaml::list(node, problems, yaml::text)).unwrap_or_default();
        let audience = mapping.get("audience");
        let audience = audience.map(|node| Condition::read(node, problems)).unwrap_or_default();
        let draft = mapping.optional("draft", problems, yaml::boolean).unwrap_or(false);
        let messages = mapping.get("key_messages");
        let messages = messages.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let drawing = match role.form {
            Form::Report => mapping.get("drawing"),
            Form::Brief | Form::Page | Form::Register | Form::Entry => None,
        };
        let drawing = drawing.and_then(|node| DrawingBlock::read(node, &options, problems));
        let briefs = match role.form {
            Form::Report => mapping.required("briefs", problems, Ok),
            Form::Brief | Form::Page | Form::Register | Form::Entry => None,
        };
        let briefs = briefs.map(|node| yaml::list(node, problems, yaml::spanned_text));
        mapping.finish(problems);

        let mut line = |text: &Spanned<EcoString>| markup::line(text, &options, problems);
        Some(Self {
            form: role.form,
            id: role.id.into(),
            language: role.language.tag.clone(),
            file: front.file,
            title: line(&title?),
            finding: line(&finding?),
            key_messages: messages.unwrap_or_default().iter().map(line).collect(),
            authors,
            date: date?,
            updated,
            tags,
            audience,
            stage: if draft { Stage::Draft } else { Stage::Published },
            drawing,
            briefs: briefs.unwrap_or_default(),
            body,
        })
    }
}

/// Returns where the front matter stands, and where the text after it begins.
fn front_matter(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn no_front_matter(file: FileId) -> Diagnostic {
    Diagnostic::error(Code::NoFrontMatter, Span::start_of(file), "the file does not begin with front matter")
        .with_hint("begin with a line `---`, then `title: …`, `finding: …` and `date: YYYY-MM-DD`, then a line `---`")
}
