//! Manuscripts: the Markdown files of briefs, reports and pages, with their front matter.

mod about;
mod bounds;
mod front;

use std::collections::BTreeMap;

use ecow::EcoString;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::base::diagnostic::Problems;
use crate::base::files::{Files, OfProfile};
use crate::base::reads::Noted;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Node};
use crate::language::Language;
use crate::markup::visit::Visit;
use crate::markup::{self, Body, DrawingBlock, Drawn, Inline, Options, Original, RawHtml};
use crate::publication::audience::Condition;
use crate::publication::declared::{self, Field};
use crate::publication::life::Life;
use crate::publication::profile::Profile;
use crate::tree::{FigureForm, Form};
pub use about::About;
pub(crate) use front::FRONT;
use front::{Front, front_matter, joined, no_front_matter};

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
    /// The files that it includes.
    pub included: Vec<FileId>,
    /// The title.
    pub title: Vec<Inline>,
    /// What was found.
    pub finding: Vec<Inline>,
    /// The languages that have it, if its file says so.
    pub only: Vec<Spanned<EcoString>>,
    /// The authors.
    pub authors: Vec<EcoString>,
    /// The day of publication; that of a draft without one is the newest of the publication.
    pub date: Date,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The DOI.
    pub doi: Option<EcoString>,
    /// The title where there is no room for the whole: in running heads.
    pub short_title: Option<EcoString>,
    /// The ISBN of a report.
    pub isbn: Option<EcoString>,
    /// The addresses that it had, below the root of its site, without a slash at their beginning.
    pub aliases: Vec<Spanned<EcoString>>,
    /// The fields of the publication's own.
    pub extra: BTreeMap<EcoString, declared::Value>,
    /// The subjects.
    pub tags: Vec<EcoString>,
    /// The audiences that its front matter admits, in all its languages; [`restriction`] says who
    /// may read it.
    ///
    /// [`restriction`]: crate::publication::restriction
    pub audience: Condition,
    /// How far it is, and when it comes out.
    pub life: Life,
    /// Who sees it at the time of the build, in all its languages.
    pub stage: Stage,
    /// What its file says of that.
    pub draft: Option<Spanned<bool>>,
    /// Whether it is published by itself, whatever keeps the reports that list it from readers.
    pub standalone: Option<Spanned<bool>>,
    /// Sentences for the reader in a hurry.
    pub key_messages: Vec<Vec<Inline>>,
    /// How it came to be.
    pub about: About,
    /// What the cover and the front page draw.
    pub drawing: Option<Box<DrawingBlock>>,
    /// The briefs of a report.
    pub briefs: Vec<Spanned<EcoString>>,
    /// Those of its briefs that are appendices.
    pub appendices: Vec<EcoString>,
    /// What a report lists behind its contents.
    pub lists: Vec<FigureForm>,
    /// The entities that it has an edition for each of; none if it is one text for all.
    pub profile: Option<Box<Profile>>,
    /// The text.
    pub body: Noted<Body>,
    /// The ids of what its audience may not have, and where they stand: for messages to the author.
    pub withheld: Noted<BTreeMap<EcoString, Span>>,
}

impl Manuscript {
    /// Visits all its texts: those of the front matter, the body, the footnotes.
    pub fn visit<'a>(&'a self, visitor: &mut impl Visit<'a>) {
        let drawing = self.drawing.iter().flat_map(|drawing| [&drawing.alt, &drawing.caption]);
        let index = self.profile.iter().flat_map(|profile| profile.lines());
        let lines = [&self.title, &self.finding].into_iter().chain(&self.key_messages);
        for line in lines.chain(self.about.lines()).chain(drawing).chain(index) {
            visitor.inlines(line);
        }
        if let Some(profile) = &self.profile {
            visitor.blocks(&profile.chart);
        }
        visitor.blocks(&self.body.blocks);
        for footnote in self.body.footnotes.values() {
            visitor.blocks(&footnote.blocks);
        }
    }

    /// Returns a hash of all that it is, but for what is noted when it is read: its body, and what was found there.
    pub(crate) fn front_hash(&self) -> blake3::Hash {
        blake3::hash(format!("{self:?}").as_bytes())
    }

    /// Whether someone wrote its file: pages of registers are made of their entries.
    pub fn is_written(&self) -> bool {
        !matches!(self.form, Form::Register | Form::Entry)
    }
}

/// Who sees a manuscript at the time of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Only `--drafts` shows it.
    Draft,
    /// Only `--at` shows it: its time has not come.
    Due,
    /// It is published.
    Published,
}

/// What a manuscript is read as.
#[derive(Debug, Clone, Copy)]
pub struct ManuscriptRole<'a> {
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
    /// The text that it is a translation of.
    pub original: Option<&'a Written>,
    /// The fields of the publication's own.
    pub extra: &'a [Field],
}

impl<'a> ManuscriptRole<'a> {
    fn options(&self) -> Options<'a> {
        let original = self
            .original
            .map(|original| Original { drawn: &original.drawn, body: &original.manuscript.body });
        Options {
            quotes: &self.language.quotes,
            raw_html: self.raw_html,
            prefixes: self.prefixes,
            original,
            files: None,
        }
    }
}

impl ManuscriptRole<'_> {
    /// Reads what profiles of the text in `file` have of their own.
    fn parts(&self, (file, files): (FileId, &Files), problems: &mut Problems) -> Vec<Part> {
        let read = |OfProfile { entity, file }: &OfProfile| {
            let text = &files.get(*file).text;
            let span = Span::new(*file, 0, text.len());
            let theirs = self.original.map(|original| &original.parts[..]).unwrap_or_default();
            let theirs = theirs.iter().find(|part| part.entity == *entity);
            let original = theirs.map(|part| Original { drawn: &part.drawn, body: &part.body });
            let options = Options { files: Some(files), original, ..self.options() };
            problems.extend(yaml::unprintable_in(text, span));
            let (body, drawn) = markup::body_and_drawn(text, span, &options, problems);
            Part { entity: entity.clone(), file: *file, body, drawn }
        };
        files.inclusions.of_profiles(file).iter().map(read).collect()
    }

    /// Whether the front matter of the original could not be read, which was reported: what a
    /// translation takes from it is not missing.
    fn lacks_front(&self) -> bool {
        self.original.is_some_and(|original| original.front.is_none())
    }
}

/// A manuscript with what its file says in YAML, for its translations.
#[derive(Debug)]
pub struct Written {
    /// The manuscript.
    pub manuscript: Manuscript,
    /// The front matter.
    front: Option<Node>,
    /// The blocks of YAML, in order.
    pub drawn: Vec<Drawn>,
    /// What single profiles have of their own.
    pub(super) parts: Vec<Part>,
}

/// What one profile of a text has of its own, in one language.
#[derive(Debug)]
pub(super) struct Part {
    /// The id of the entity.
    pub(super) entity: EcoString,
    /// The file.
    pub(super) file: FileId,
    /// Its text.
    pub(super) body: Body,
    /// Its blocks of YAML, in order.
    pub(super) drawn: Vec<Drawn>,
}

/// Whether drafts are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    Hidden,
    /// They are built, and marked.
    Shown,
}

impl Drafts {
    /// Returns the moment at which data must be out to be shown at `at`: any, if drafts are shown.
    pub fn data_until(self, at: Timestamp) -> Timestamp {
        match self {
            Self::Shown => Timestamp::MAX,
            Self::Hidden => at,
        }
    }
}

impl Manuscript {
    /// Whether it is published by itself, whatever its reports say.
    pub fn stands_alone(&self) -> bool {
        self.standalone.is_some_and(|said| said.value)
    }

    /// Reads the Markdown file `file`.
    pub fn read(
        role: ManuscriptRole<'_>,
        file: FileId,
        files: &Files,
        problems: &mut Problems,
    ) -> Option<Written> {
        let text = &files.get(file).text;
        let (front, body_start) = match front_matter(text) {
            Ok(found) => found,
            Err(lack) => {
                problems.push(no_front_matter(file, lack));
                return None;
            }
        };
        let options = Options { files: Some(files), ..role.options() };
        let body_span = Span::new(file, body_start, text.len());
        problems.extend(yaml::unprintable_in(&text[body_start..], body_span));
        let (body, drawn) =
            markup::body_and_drawn(&text[body_start..], body_span, &options, problems);
        let node = problems.keep(yaml::parse(files, Span::new(file, front.start, front.end)));
        let front = node.as_ref().and_then(|node| {
            let original = role.original.and_then(|original| original.front.as_ref());
            match original {
                Some(original) => Front::read(role, &joined(node, original, problems), problems),
                None => Front::read(role, node, problems),
            }
        });
        let mut manuscript = front.unwrap_or_default().join(role, file, body, problems);
        manuscript.included = files.inclusions.of(file);
        let parts = role.parts((file, files), problems);
        Some(Written { manuscript, front: node, drawn, parts })
    }
}
