//! Mistakes that follow from another one are counted with their cause, not listed.
//!
//! A chart that cannot be read has no id, so that each reference to it leads nowhere; a dataset that
//! lacks a column is missing in a hundred sentences. Authors repair the cause and the rest is gone.

mod data;
mod included;
mod keys;
mod languages;
mod near;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Code, Diagnostic, Place, Severity};
use crate::base::files::Files;
use crate::base::span::Span;

const SETTINGS: &str = "quipu.yaml";

const ENTITIES: &str = "content/entities.yaml";

/// How many places of one mistake are shown besides the first.
const PLACES: usize = 3;

/// Removes mistakes that follow from others, and counts them with their causes.
pub fn sift(mut diagnostics: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    let scene = Scene::new(&diagnostics, files);
    let mut causes: Vec<Option<usize>> =
        (0..diagnostics.len()).map(|index| scene.cause(index)).collect();
    let mut places: Vec<(usize, Span)> = Vec::new();
    for (index, first) in scene.repeated() {
        // The first of those that are alike may follow from a later one, which says more.
        if causes[first] == Some(index) {
            continue;
        }
        if causes[index].is_none()
            && diagnostics[index].place != diagnostics[first].place
            && let Place::Text(span) = diagnostics[index].place
        {
            places.push((first, span));
        }
        causes[index] = causes[index].or(Some(first));
    }
    for index in 0..diagnostics.len() {
        match root(index, &causes) {
            Some(root) => diagnostics[root].more += 1,
            // Of two mistakes that would follow from each other, the first is reported.
            None => causes[index] = None,
        }
    }
    for (first, span) in places {
        let found = &mut diagnostics[first];
        let is_name = matches!(
            found.code,
            Code::UnknownSource | Code::UnknownTerm | Code::UnknownDataset | Code::UnknownReference
        );
        if is_name && found.related.len() < PLACES {
            found.related.push((span, "also here".to_owned()));
        }
    }
    let mut causes = causes.iter();
    diagnostics.retain(|_| causes.next().is_none_or(Option::is_none));
    included::once(keys::joined(diagnostics), files)
}

/// Follows a chain of causes to its end; none for a mistake that has no cause.
fn root(index: usize, causes: &[Option<usize>]) -> Option<usize> {
    let mut at = causes[index]?;
    // No chain is longer; in a circle, there is no end to count at.
    for _ in 0..causes.len() {
        match causes[at] {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

/// A mistake, with what is needed to find its cause.
struct Actor<'a> {
    diagnostic: &'a Diagnostic,
    path: &'a str,
    /// The fenced block that it is in, or else its line.
    context: &'a str,
    /// Where that text stands in the file.
    range: Range<usize>,
}

impl Actor<'_> {
    /// Returns where it is in its file; none if it is of the file as a whole.
    fn extent(&self) -> Option<Range<usize>> {
        match &self.diagnostic.place {
            Place::Text(span) => Some(span.range()),
            Place::Path(_) => None,
        }
    }
}

/// All mistakes of a run.
struct Scene<'a> {
    actors: Vec<Actor<'a>>,
    /// The first mistake of each file.
    first: BTreeMap<&'a str, usize>,
    files: &'a Files,
}

impl<'a> Scene<'a> {
    fn new(diagnostics: &'a [Diagnostic], files: &'a Files) -> Self {
        let actor = |diagnostic: &'a Diagnostic| match &diagnostic.place {
            Place::Text(span) => {
                let file = files.get(span.file);
                let range = context(&file.text, span.range().start);
                let text = file.text.get(range.clone()).unwrap_or_default();
                Actor { diagnostic, path: &file.path, context: text, range }
            }
            Place::Path(path) => Actor { diagnostic, path, context: "", range: 0..0 },
        };
        let actors: Vec<Actor<'a>> = diagnostics.iter().map(actor).collect();
        let mut first = BTreeMap::new();
        for (index, actor) in actors.iter().enumerate() {
            if actor.diagnostic.severity == Severity::Error {
                first.entry(actor.path).or_insert(index);
            }
        }
        Self { actors, first, files }
    }

    /// Returns the mistake that this one follows from, if it follows from any.
    fn cause(&self, index: usize) -> Option<usize> {
        let actor = &self.actors[index];
        if actor.diagnostic.code == Code::ConstantCondition {
            return self.without_place(actor);
        }
        if actor.diagnostic.severity != Severity::Error {
            return None;
        }
        let name = actor.diagnostic.lacks.as_deref().map_or("", |name| name.as_str());
        let found = match actor.diagnostic.code {
            Code::UnknownReference => self.unread_block(name).or_else(|| self.lost_id(name)),
            Code::UnusedFootnote => self.uncalled_note(index, name),
            Code::StrayDivEnd => self.unopened_div(index),
            Code::MissingKey => {
                let cause = self.misspelt(index, name).or_else(|| self.lost_original(index));
                let cause = cause.or_else(|| self.lacks_too(index, name));
                cause.or_else(|| self.settings().filter(|_| actor.path != SETTINGS))
            }
            Code::LanguagesDisagree | Code::UnclearRestriction => {
                let cause = self.related(index).or_else(|| self.beside(index));
                cause.or_else(|| self.first_disagreement(index))
            }
            Code::UnknownKey => self.bad_form(index),
            Code::MissingAlt => self.misspelt(index, "alt").or_else(|| self.without_alt_too(index)),
            Code::UnclosedDiv => self.misread_end(index),
            Code::UnknownDiv => self.unshown_div(index, name),
            Code::TemplateLink => self.same_line_of(index, Code::BadStyle),
            Code::TemplateMarkup => self.torn_template(actor.path),
            Code::StrayAttributes => self.same_line_of(index, Code::RaggedRow),
            Code::ForeignSyntax => self.same_line_of(index, Code::StrayAttributes),
            Code::LevelOneHeading => self.same_line_of(index, Code::ForeignSyntax),
            Code::UnknownEntity => self.unread_entity(actor),
            // An unknown term does not follow from a badly written one.
            Code::UnknownTerm => self
                .in_file("content/glossary.yaml")
                .filter(|&index| is_unreadable(self.actors[index].diagnostic.code))
                .or_else(|| self.marked_text("content/glossary.yaml")),
            Code::UnknownAudience => self.in_file(&format!("content/audiences/{name}.yaml")),
            Code::UnknownTheme => self.in_file(&format!("themes/{name}/theme.yaml")),
            Code::MissingImage => self.unopened(name),
            Code::UnknownSource => self.unread_source(index, name),
            Code::UnknownBrief => self.unread(&format!("content/briefs/{name}.md")),
            Code::BrokenLink => {
                let unread = self.unread(name).or_else(|| self.lost_id(name));
                let unread = unread.or_else(|| self.unopened_target(actor, name));
                let unread = unread.or_else(|| self.unread_dataset(name));
                unread.or_else(|| self.withheld(index, name))
            }
            Code::MissingTranslation | Code::BadLanguage | Code::MissingWord => {
                // Two invalid language tags are two mistakes in the settings.
                let is_tag = actor.diagnostic.code == Code::BadLanguage
                    && actor.path == SETTINGS
                    && actor.diagnostic.lacks.is_none();
                let settings = self.settings().filter(|_| !is_tag);
                let settings = settings.or_else(|| {
                    let lacks = actor.diagnostic.code == Code::MissingTranslation;
                    self.same_line_of(index, Code::BadLanguage).filter(|_| lacks)
                });
                settings.or_else(|| self.sibling(actor.path)).or_else(|| self.mistagged(index))
            }
            // The program's own files ask for the part that is not defined.
            Code::TypstError if actor.path.starts_with("themes/default/") => {
                let is_cause = |other: &Actor<'_>| other.diagnostic.code == Code::NoEffect;
                self.actors.iter().position(is_cause).or_else(|| self.unreadable_text())
            }
            Code::TypstError | Code::TemplateError => {
                self.misnamed(actor.path).or_else(|| self.unreadable_text())
            }
            Code::Leak | Code::NumbersDisagree => self.unreadable_text(),
            Code::UnitMisuse | Code::TypeMisuse | Code::BadChart => {
                self.bad_key(index).or_else(|| self.data(actor))
            }
            _ => self.data(actor),
        };
        found.filter(|&cause| cause != index)
    }

    /// What a profile has of its own is shown nowhere if there is no such profile, or where the text has no place for it.
    fn without_place(&self, actor: &Actor<'_>) -> Option<usize> {
        self.actors.iter().position(|other| {
            other.diagnostic.severity == Severity::Error
                && other.path == actor.path
                && (other.diagnostic.code == Code::UnknownEntity || other.range == actor.range)
        })
    }

    /// A name in a template that nothing has.
    fn misnamed(&self, path: &str) -> Option<usize> {
        let is_name = |code| matches!(code, Code::UnknownField | Code::BadStyle);
        self.actors.iter().position(|actor| actor.path == path && is_name(actor.diagnostic.code))
    }

    fn unread_entity(&self, actor: &Actor<'_>) -> Option<usize> {
        let unread = self.unread(ENTITIES).or_else(|| self.marked_text(ENTITIES));
        unread.or_else(|| self.renamed(actor))
    }

    fn in_file(&self, path: &str) -> Option<usize> {
        self.first.get(path).copied()
    }

    /// A text of a file that cannot have the marks that it has, so that what it names is not read.
    fn marked_text(&self, path: &str) -> Option<usize> {
        self.actors.iter().position(|actor| {
            let found = &actor.diagnostic;
            let is_marked =
                found.code == Code::BadValue && found.message.ends_with("text is plain");
            actor.path == path && is_marked
        })
    }

    /// The mistake because of which a file, or a part of it, could not be read.
    fn unread(&self, path: &str) -> Option<usize> {
        self.actors
            .iter()
            .position(|actor| actor.path == path && is_unreadable(actor.diagnostic.code))
    }

    /// The mistake because of which a file was not even opened, or has not the form that it should.
    fn unopened(&self, path: &str) -> Option<usize> {
        let codes = [Code::NotUtf8, Code::UnexpectedFile, Code::Unreadable, Code::TooLarge];
        let is_cause = |actor: &Actor<'_>| match &actor.diagnostic.place {
            Place::Path(_) => {
                codes.contains(&actor.diagnostic.code)
                    || actor.diagnostic.code == Code::LeadsOutside
            }
            Place::Text(_) => actor.diagnostic.code == Code::NotUtf8,
        };
        self.actors.iter().position(|actor| actor.path == path && is_cause(actor))
    }

    /// Why a source is not known: the sources were not opened, or what names one is syntax of another program.
    fn unread_source(&self, index: usize, name: &str) -> Option<usize> {
        let files = ["yaml", "bib", "json"].map(|end| format!("content/sources.{end}"));
        let unopened = files.iter().find_map(|path| self.unopened(path));
        let unread = unopened.or_else(|| self.data(&self.actors[index]));
        let unread = unread.or_else(|| self.same_line_of(index, Code::ForeignSyntax));
        let unread = unread.or_else(|| self.unread_entry(name));
        unread.or_else(|| self.written_source(&self.actors[index]))
    }

    /// What a link or a key names, by its path or beside its own file, was not opened.
    fn unopened_target(&self, actor: &Actor<'_>, path: &str) -> Option<usize> {
        self.unopened(path).or_else(|| self.unopened(&self.named_beside(actor)))
    }

    /// Returns the path of the file that the place of a mistake names, beside its own.
    fn named_beside(&self, actor: &Actor<'_>) -> String {
        let Place::Text(span) = &actor.diagnostic.place else { return String::new() };
        let folder = actor.path.rfind('/').map_or("", |slash| &actor.path[..=slash]);
        let name = self.files.get(span.file).text.get(span.range()).unwrap_or_default();
        format!("{folder}{}", name.trim_matches(['"', '\'']))
    }

    fn settings(&self) -> Option<usize> {
        let in_settings = |index: &usize| {
            let actor = &self.actors[*index];
            let is_cause = actor.diagnostic.lacks.is_none();
            is_cause && actor.path == SETTINGS && actor.diagnostic.code == Code::BadLanguage
        };
        (0..self.actors.len()).find(in_settings)
    }

    /// What could not be read is missing in the documents from which templates and PDFs are made.
    fn unreadable_text(&self) -> Option<usize> {
        let codes = [
            Code::NoFrontMatter,
            Code::YamlSyntax,
            Code::DuplicateKey,
            Code::TooComplex,
            Code::MissingKey,
            Code::WrongType,
            Code::MissingTranslation,
            Code::ControlCharacter,
        ];
        self.actors.iter().position(|other| codes.contains(&other.diagnostic.code))
    }

    /// A reference to a block that itself has a mistake.
    fn unread_block(&self, id: &str) -> Option<usize> {
        let is_there = |other: &Actor<'_>| {
            let mut lines = other.context.lines().map(str::trim);
            other.diagnostic.code != Code::UnknownReference
                && other.context.trim_start().starts_with("```")
                && lines.any(|line| line.strip_prefix("id:").is_some_and(|rest| rest.trim() == id))
        };
        self.actors.iter().position(is_there)
    }

    /// A key is missing because it is misspelt.
    fn misspelt(&self, index: usize, key: &str) -> Option<usize> {
        let hint = format!("did you mean `{key}`?");
        let own = &self.actors[index];
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::UnknownKey
                && other.path == own.path
                // Both are in the same mapping, and what is missing is reported at its beginning.
                && start(other.diagnostic) >= start(own.diagnostic)
                && other.diagnostic.hints.contains(&hint)
        })
    }

    /// A key that only some forms of chart have, in a chart whose form is unknown.
    fn bad_form(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::BadValue
                && other.path == own.path
                && other.range == own.range
                && own.context.trim_start().starts_with("```chart")
                && self.line(other).trim_start().starts_with("form:")
        })
    }

    /// Returns the text of the file of a mistake.
    fn text(&self, actor: &Actor<'_>) -> &'a str {
        match &actor.diagnostic.place {
            Place::Text(span) => &self.files.get(span.file).text,
            Place::Path(_) => "",
        }
    }

    fn line(&self, actor: &Actor<'_>) -> &'a str {
        let Place::Text(span) = &actor.diagnostic.place else { return "" };
        let text = &self.files.get(span.file).text;
        let start = text[..span.range().start].rfind('\n').map_or(0, |newline| newline + 1);
        text[start..].lines().next().unwrap_or_default()
    }
}

fn start(diagnostic: &Diagnostic) -> usize {
    match &diagnostic.place {
        Place::Text(span) => span.range().start,
        Place::Path(_) => 0,
    }
}

/// Whether a mistake keeps a file from being read.
fn is_unreadable(code: Code) -> bool {
    matches!(
        code,
        Code::YamlSyntax
            | Code::DuplicateKey
            | Code::MissingKey
            | Code::WrongType
            | Code::NoFrontMatter
            | Code::TooComplex
    )
}

/// Returns the fenced block around an offset, or else its line.
fn context(text: &str, offset: usize) -> Range<usize> {
    let offset = offset.min(text.len());
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim_start().starts_with("```") {
            match open.take() {
                Some(start) if offset < end => return start..end,
                Some(_) => {}
                None => open = Some(at),
            }
        }
        if offset < end && open.is_none() {
            return at..end;
        }
        at = end;
    }
    open.unwrap_or(at.min(text.len()))..text.len()
}
