//! Front matter.

use std::collections::BTreeMap;

use ecow::EcoString;
use jiff::Timestamp;
use jiff::civil::Date;

use super::about::{PARAGRAPHS, WrittenAbout};
use super::{Manuscript, ManuscriptRole, Stage, bounds};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::reads::Noted;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Holding, Mapping, Node, Shape, Value};
use crate::data::measure::one_of;
use crate::markup::{Body, CHART, DrawingBlock, WrittenLine};
use crate::publication::audience::Condition;
use crate::publication::date;
use crate::publication::declared::{self};
use crate::publication::entity;
use crate::publication::identifier::Scheme;
use crate::publication::life::{Life, WritingStatus};
use crate::publication::profile::WrittenProfile;
use crate::tree::{FigureForm, Form};

/// The page that lists profiles.
pub(super) const INDEX: &Shape = &[
    ("title", Holding::Required),
    ("finding", Holding::Required),
    // A value may give the words to print where data are missing.
    ("chart", Holding::Parts("title", CHART)),
    ("figures", Holding::Parts("label", &[("label", Holding::Line), ("value", Holding::Free)])),
];

/// The keys of a front matter that are not the same in all languages.
pub(crate) const FRONT: &Shape = &[
    ("title", Holding::Required),
    ("finding", Holding::Required),
    ("key_messages", Holding::Parts("text", PARAGRAPHS)),
    ("acknowledgements", Holding::Parts("text", PARAGRAPHS)),
    ("funding", Holding::Parts("text", PARAGRAPHS)),
    ("disclaimer", Holding::Parts("text", PARAGRAPHS)),
    // A translation may be corrected by itself.
    ("version", Holding::Free),
    ("drawing", Holding::Parts("alt", &[("alt", Holding::Line), ("caption", Holding::Line)])),
    ("index", Holding::Parts("title", INDEX)),
    ("authors", Holding::Renamed),
    ("tags", Holding::Words),
    // Each language is a work of its own to libraries.
    ("doi", Holding::Own),
    ("short_title", Holding::Required),
    ("isbn", Holding::Own),
    // `restriction` and `profile` compare these.
    ("audience", Holding::Own),
    ("for", Holding::Own),
    ("except", Holding::Own),
    ("standalone", Holding::Free),
    ("draft", Holding::Free),
    ("status", Holding::Free),
    ("publish_at", Holding::Own),
    ("notice", Holding::Required),
];

/// The front matter of a manuscript.
#[derive(Default)]
pub(super) struct Front {
    only: Vec<Spanned<EcoString>>,
    title: Option<WrittenLine>,
    finding: Option<WrittenLine>,
    authors: Vec<EcoString>,
    date: Option<Date>,
    updated: Option<Date>,
    doi: Option<EcoString>,
    short_title: Option<EcoString>,
    aliases: Vec<Spanned<EcoString>>,
    tags: Vec<EcoString>,
    audience: Condition,
    life: Life,
    standalone: Option<Spanned<bool>>,
    messages: Vec<WrittenLine>,
    about: WrittenAbout,
    of_report: OfReport,
    profile: Option<WrittenProfile>,
    extra: BTreeMap<EcoString, declared::Value>,
}

/// What reports alone have.
#[derive(Default)]
struct OfReport {
    isbn: Option<EcoString>,
    drawing: Option<Box<DrawingBlock>>,
    briefs: Vec<Spanned<EcoString>>,
    appendices: Vec<Spanned<EcoString>>,
    lists: Vec<FigureForm>,
}

impl OfReport {
    fn read(role: ManuscriptRole<'_>, mapping: &mut Mapping<'_>, problems: &mut Problems) -> Self {
        match role.form {
            Form::Report => {}
            Form::Brief | Form::Page | Form::Register | Form::Entry | Form::Profiles => {
                return Self::default();
            }
        }
        let isbn = mapping.optional("isbn", problems, |node| Scheme::Isbn.read(node));
        let drawing = mapping.get("drawing");
        let options = role.options();
        let drawing = drawing.and_then(|node| DrawingBlock::read(node, &options, problems));
        let briefs = if role.lacks_front() {
            mapping.get("briefs")
        } else {
            mapping.required("briefs", problems, Ok)
        };
        let briefs = briefs.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let appendices = mapping.get("appendices");
        let appendices = appendices.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let lists = mapping.get("lists").map(|node| yaml::list(node, problems, list_of));
        Self {
            isbn,
            drawing: drawing.map(Box::new),
            briefs: briefs.unwrap_or_default(),
            appendices: appendices.unwrap_or_default(),
            lists: lists.unwrap_or_default(),
        }
    }
}

impl Front {
    pub(super) fn read(
        role: ManuscriptRole<'_>,
        node: &Node,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        problems.keep(bounds::check(node))?;
        let only = mapping.get("only");
        let only = only.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let title = WrittenLine::required(&mut mapping, "title", problems);
        let authors = mapping.get("authors");
        let authors = authors.map(|node| yaml::list(node, problems, author));
        let updated = mapping.optional("updated", problems, date::spanned_day);
        let doi = mapping.optional("doi", problems, |node| Scheme::Doi.read(node));
        let short_title = mapping.optional("short_title", problems, yaml::text);
        let aliases = mapping.get("aliases");
        let aliases = aliases.map(|node| yaml::list(node, problems, alias));
        let tags = mapping.get("tags");
        let tags = tags.map(|node| yaml::names(node, problems));
        let audience = mapping.stated("audience", problems, Ok);
        let audience = audience.map(|node| Condition::read(node, problems));
        let life = Life::read(&mut mapping, problems);
        // A draft may lack what its author does not know yet.
        let (finding, date) = if life.status == WritingStatus::Draft || role.lacks_front() {
            let finding = WrittenLine::optional(&mut mapping, "finding", problems);
            (finding, mapping.optional("date", problems, date::spanned_day))
        } else {
            let finding = WrittenLine::required(&mut mapping, "finding", problems);
            (finding, mapping.required("date", problems, date::spanned_day))
        };
        let standalone = match role.form {
            Form::Brief | Form::Page => mapping.stated("standalone", problems, spanned_boolean),
            Form::Report | Form::Register | Form::Entry | Form::Profiles => None,
        };
        let messages = mapping.get("key_messages");
        let messages = messages.map(|node| WrittenLine::list(node, problems));
        let about = WrittenAbout::read(&mut mapping, problems);
        let of_report = OfReport::read(role, &mut mapping, problems);
        let profile = match role.form {
            Form::Brief | Form::Report | Form::Page => WrittenProfile::read(&mut mapping, problems),
            Form::Register | Form::Entry | Form::Profiles => None,
        };
        let extra = mapping.get("extra");
        let start = mapping.span();
        let extra =
            declared::read_values(extra, role.extra, Span { end: start.start, ..start }, problems);
        mapping.finish(problems);
        check_order(date, updated, problems);
        Some(Self {
            only: only.unwrap_or_default(),
            title,
            finding,
            authors: authors.unwrap_or_default(),
            date: date.map(|date| date.value),
            updated: updated.map(|date| date.value),
            doi,
            short_title,
            aliases: aliases.unwrap_or_default(),
            tags: tags.unwrap_or_default(),
            audience: audience.unwrap_or_default(),
            life,
            standalone,
            messages: messages.unwrap_or_default(),
            about,
            of_report,
            profile,
            extra,
        })
    }

    /// Keeps the title, authors, dates and identifiers of a withdrawn text, and puts the notice in
    /// place of the rest.
    pub(super) fn withdrawn(self, notice: &Spanned<EcoString>) -> Self {
        Self {
            finding: Some(WrittenLine { text: notice.clone(), holds: None }),
            messages: Vec::new(),
            about: WrittenAbout::default(),
            of_report: OfReport { isbn: self.of_report.isbn, ..OfReport::default() },
            tags: Vec::new(),
            extra: BTreeMap::new(),
            profile: self.profile.map(WrittenProfile::withdrawn),
            life: Life { notice: None, ..self.life },
            ..self
        }
    }

    pub(super) fn join(
        self,
        role: ManuscriptRole<'_>,
        file: FileId,
        body: Body,
        problems: &mut Problems,
    ) -> Manuscript {
        let options = role.options();
        if self.life.status == WritingStatus::Withdrawn
            && let Some(notice) = self.life.notice.clone()
        {
            return self.withdrawn(&notice).join(role, file, Body::default(), problems);
        }
        let profile = self.profile.map(|profile| Box::new(profile.parse(&options, problems)));
        let about = self.about.parse(&options, problems);
        let appendices = self.of_report.appendices;
        let mut line = |text: WrittenLine| text.parse(&options, problems);
        Manuscript {
            form: role.form,
            id: role.id.into(),
            language: role.language.tag.clone(),
            file,
            included: Vec::new(),
            only: self.only,
            title: self.title.map(&mut line).unwrap_or_default(),
            finding: self.finding.map(&mut line).unwrap_or_default(),
            key_messages: self.messages.into_iter().map(line).collect(),
            about,
            authors: self.authors,
            date: self.date.unwrap_or_default(),
            updated: self.updated,
            doi: self.doi,
            short_title: self.short_title,
            isbn: self.of_report.isbn,
            aliases: self.aliases,
            extra: self.extra,
            tags: self.tags,
            audience: self.audience,
            // Until the time of the build is known, a scheduled text is not out.
            stage: if self.life.is_out(Timestamp::MIN) { Stage::Published } else { Stage::Draft },
            draft: self.life.draft,
            standalone: self.standalone,
            life: self.life,
            drawing: self.of_report.drawing,
            appendices: appendices.iter().map(|id| id.value.clone()).collect(),
            // They are chapters like the others, but for what they are called.
            briefs: self.of_report.briefs.into_iter().chain(appendices).collect(),
            lists: self.of_report.lists,
            profile,
            body: Noted::new(file, body),
            withheld: Noted::new(file, BTreeMap::new()),
        }
    }
}

/// Returns the front matter of a translation, completed with what it leaves to its original.
pub(super) fn joined(own: &Node, original: &Node, problems: &mut Problems) -> Node {
    let says = |name: &str| match &own.value {
        Value::Mapping(entries) => entries.iter().any(|(key, _)| key.name == name),
        _ => false,
    };
    // `draft` and `status` say the same, so a language that gives one does not inherit the other.
    let left_out = match (says("draft"), says("status")) {
        (true, false) => "status",
        (false, true) => "draft",
        _ => return yaml::inherit(own, original, FRONT, problems),
    };
    let mut original = original.clone();
    if let Value::Mapping(entries) = &mut original.value {
        entries.retain(|(key, _)| key.name != left_out);
    }
    yaml::inherit(own, &original, FRONT, problems)
}

/// Reads what a report lists behind its contents.
fn list_of(node: &yaml::Node) -> Result<FigureForm, Diagnostic> {
    const NAMED: &[(&str, FigureForm)] =
        &[("figures", FigureForm::Figure), ("tables", FigureForm::Table)];
    one_of(node, NAMED)
}

pub(super) fn spanned_boolean(node: &yaml::Node) -> Result<Spanned<bool>, Diagnostic> {
    Ok(Spanned::new(yaml::boolean(node)?, node.span))
}

/// Reports a text whose last change is before its publication.
pub(super) fn check_order(
    date: Option<Spanned<Date>>,
    updated: Option<Spanned<Date>>,
    problems: &mut Problems,
) {
    let Some((date, updated)) = date.zip(updated).filter(|(date, late)| late.value < date.value)
    else {
        return;
    };
    problems.push(
        Diagnostic::error(Code::BadDate, updated.span, "`updated` is before `date`")
            .with_related(date.span, "the date of publication")
            .with_hint("`date` is the date of publication, `updated` that of the last change"),
    );
}

/// The missing parts of a front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    Beginning,
    End,
}

/// Returns where the front matter is, and where the text after it begins.
pub(super) fn front_matter(text: &str) -> Result<(std::ops::Range<usize>, usize), Lack> {
    let first = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---");
    let mut at = first.ok_or(Lack::Beginning)?.len();
    let start = at;
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok((start..at, at + line.len()));
        }
        at += line.len();
    }
    Err(Lack::End)
}

pub(super) fn no_front_matter(file: FileId, lack: Lack) -> Diagnostic {
    let (message, hint) = match lack {
        Lack::Beginning => (
            "the file does not begin with front matter",
            "begin with a line `---`, then `title: …`, `finding: …` and `date: YYYY-MM-DD`, then a line `---`",
        ),
        Lack::End => (
            "the front matter is not closed",
            "add a line `---` after its last key, with the text below it",
        ),
    };
    Diagnostic::error(Code::NoFrontMatter, Span::start_of(file), message).with_hint(hint)
}

/// Reads a former address: a path below the root of the site, such as `old/name/`.
pub(super) fn alias(node: &yaml::Node) -> Result<Spanned<EcoString>, Diagnostic> {
    let Spanned { value, span } = yaml::spanned_text(node)?;
    let path = value.trim_start_matches('/');
    let is_step = |part: &str| part == ".." || part == ".";
    let is_page = path.ends_with('/') || path.strip_suffix(".html").is_some();
    if !is_page
        || path.contains("//")
        || path.contains(['?', '#', '\\', ':'])
        || path.split('/').any(is_step)
    {
        let message = format!("`{value}` is not an address of a page on this site");
        return Err(Diagnostic::error(Code::BadAlias, span, message).with_hint(
            "write only the old path, with its final slash: `reports/old-name/`, or `old-name.html`",
        ));
    }
    Ok(Spanned::new(path.into(), span))
}

/// Reads the name of an author, in one line; what else is known of a person stands with the other entities.
fn author(node: &Node) -> Result<EcoString, Diagnostic> {
    yaml::text(node).map(|name| entity::one_line(&name)).map_err(|found| match &node.value {
        yaml::Value::Mapping(_) => Diagnostic {
            hints: vec![
                "write the name alone, `authors: [Ana Pérez]`; her ORCID and institution go into `content/entities.yaml`: `ana-perez: {name: Ana Pérez, orcid: …}`"
                    .to_owned(),
            ],
            ..found
        },
        _ => found,
    })
}
