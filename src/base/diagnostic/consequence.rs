//! Mistakes that follow from another one are counted with their cause, not listed.
//!
//! A chart that cannot be read has no id, so that each reference to it leads nowhere; a dataset that
//! lacks a column is missing in a hundred sentences. Authors repair the cause and the rest is gone.

mod included;
mod near;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Code, Diagnostic, Place, Severity};
use crate::base::files::Files;

const SETTINGS: &str = "quipu.yaml";

const ENTITIES: &str = "content/entities.yaml";

/// How many mistakes of one kind are listed for one data file.
const LISTED: usize = 10;

/// Removes mistakes that follow from others, and counts them with their causes.
pub fn sift(mut diagnostics: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    let scene = Scene::new(&diagnostics, files);
    let mut causes: Vec<Option<usize>> =
        (0..diagnostics.len()).map(|index| scene.cause(index)).collect();
    for (index, first) in scene.repeated() {
        causes[index] = causes[index].or(Some(first));
    }
    for index in 0..diagnostics.len() {
        match root(index, &causes) {
            Some(root) => diagnostics[root].more += 1,
            // Of two mistakes that would follow from each other, the first is reported.
            None => causes[index] = None,
        }
    }
    let mut causes = causes.iter();
    diagnostics.retain(|_| causes.next().is_none_or(Option::is_none));
    included::once(diagnostics, files)
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
            // What a profile has of its own is shown nowhere if there is no such profile, or where
            // the text has no place for it.
            return self.actors.iter().position(|other| {
                other.diagnostic.severity == Severity::Error
                    && other.path == actor.path
                    && (other.diagnostic.code == Code::UnknownEntity || other.range == actor.range)
            });
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
            Code::MissingAlt => self.misspelt(index, "alt"),
            Code::UnclosedDiv => self.misread_end(index),
            Code::UnknownDiv => self.of_unknown_class(index),
            Code::StrayAttributes => self.same_line_of(index, Code::RaggedRow),
            Code::UnknownEntity => self.unread(ENTITIES),
            // An unknown term does not follow from a badly written one.
            Code::UnknownTerm => self
                .in_file("content/glossary.yaml")
                .filter(|&index| is_unreadable(self.actors[index].diagnostic.code)),
            Code::UnknownAudience => self.in_file(&format!("content/audiences/{name}.yaml")),
            Code::UnknownTheme => self.in_file(&format!("themes/{name}/theme.yaml")),
            Code::UnknownBrief => self.unread(&format!("content/briefs/{name}.md")),
            Code::BrokenLink => {
                let unread = self.unread(name).or_else(|| self.lost_id(name));
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
            Code::TypstError | Code::TemplateError | Code::Leak | Code::NumbersDisagree => {
                self.unreadable_text()
            }
            Code::UnitMisuse | Code::TypeMisuse | Code::BadChart => {
                self.bad_key(index).or_else(|| self.data(actor))
            }
            _ => self.data(actor),
        };
        found.filter(|&cause| cause != index)
    }

    fn in_file(&self, path: &str) -> Option<usize> {
        self.first.get(path).copied()
    }

    /// The mistake because of which a file, or a part of it, could not be read.
    fn unread(&self, path: &str) -> Option<usize> {
        self.actors
            .iter()
            .position(|actor| actor.path == path && is_unreadable(actor.diagnostic.code))
    }

    /// The mistake in the file of the other language at the place that a disagreement names: in the
    /// same block, or on the same line.
    fn related(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let places = own.diagnostic.related.iter().map(|(span, _)| span);
        places.into_iter().find_map(|span| {
            let file = self.files.get(span.file);
            let there = context(&file.text, span.range().start);
            // The beginning of a file stands for the whole file.
            let is_whole = span.range().start == 0;
            self.actors.iter().position(|other| {
                is_of_structure(other.diagnostic.code)
                    && *other.path == *file.path
                    && (is_whole || other.range == there)
            })
        })
    }

    /// The mistake on the line of the disagreement itself, or, if the other language lacks what
    /// stands here, in its file.
    fn beside(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        self.actors.iter().position(|other| {
            let is_same_line = other.path == own.path && other.range == own.range;
            let is_sibling = other.path != own.path && stem(other.path) == stem(own.path);
            is_of_structure(other.diagnostic.code)
                && (is_same_line || is_sibling && own.diagnostic.code == Code::UnclearRestriction)
        })
    }

    /// Where a block has lost its original, the other missing blocks of its text are counted with
    /// it.
    fn first_disagreement(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        // Blocks without an id can only be counted.
        let is_counted = own.diagnostic.lacks.as_ref().is_some_and(|name| name.is_empty());
        let first = self.actors.iter().position(|other| {
            other.diagnostic.code == Code::LanguagesDisagree
                && other.diagnostic.lacks.as_ref().is_some_and(|id| !id.is_empty())
                && stem(other.path) == stem(own.path)
        });
        first.filter(|_| is_counted && own.context.trim_start().starts_with("```"))
    }

    /// A block of a translation lacks what it would take from its original, because the original
    /// has no such block.
    fn lost_original(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        self.actors.iter().position(|other| {
            // The block whose id differs is the other one.
            let mut related = other.diagnostic.related.iter();
            other.diagnostic.code == Code::LanguagesDisagree
                && (other.path == own.path && other.range == own.range
                    || related.any(|(span, _)| {
                        *self.files.get(span.file).path == *own.path
                            && own.range.contains(&span.range().start)
                    }))
        })
    }

    /// A translation lacks a key that its original lacks too, and from which it would take it.
    fn lacks_too(&self, index: usize, key: &str) -> Option<usize> {
        let own = &self.actors[index];
        let (stem, tag) = own.path.split_once('.').filter(|(_, rest)| rest.contains('.'))?;
        let extension = tag.rsplit('.').next().unwrap_or_default();
        let original = format!("{stem}.{extension}");
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::MissingKey
                && *other.path == *original
                && other.diagnostic.lacks.as_ref().is_some_and(|name| name.as_str() == key)
        })
    }

    fn settings(&self) -> Option<usize> {
        let in_settings = |index: &usize| {
            let actor = &self.actors[*index];
            let is_cause = actor.diagnostic.lacks.is_none();
            is_cause && actor.path == SETTINGS && actor.diagnostic.code == Code::BadLanguage
        };
        (0..self.actors.len()).find(in_settings)
    }

    /// A text without front matter does not exist for the other texts of its kind.
    fn sibling(&self, path: &str) -> Option<usize> {
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::NoFrontMatter && stem(other.path) == stem(path)
        })
    }

    /// What could not be read is missing in the documents from which templates and PDFs are made.
    fn unreadable_text(&self) -> Option<usize> {
        let codes = [
            Code::NoFrontMatter,
            Code::YamlSyntax,
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

    fn line(&self, actor: &Actor<'_>) -> &'a str {
        let Place::Text(span) = &actor.diagnostic.place else { return "" };
        let text = &self.files.get(span.file).text;
        let start = text[..span.range().start].rfind('\n').map_or(0, |newline| newline + 1);
        text[start..].lines().next().unwrap_or_default()
    }

    /// A figure from a dataset, or from the members of a bloc, that itself has a mistake.
    fn data(&self, actor: &Actor<'_>) -> Option<usize> {
        let datasets = self.first.iter().filter(|(path, _)| path.starts_with("content/data/"));
        let named = datasets.filter(|(path, _)| **path != actor.path).find(|(path, index)| {
            let file = path.rsplit('/').next().unwrap_or_default();
            let name = file.split('.').next().unwrap_or(file);
            let message = &actor.diagnostic.message;
            let is_named = names(actor.context, name) || message.contains(&format!("`{name}"));
            is_named && self.is_lacking(**index, actor)
        });
        let of_bloc = || {
            let member = actor.diagnostic.lacks.as_ref();
            let member = member.filter(|_| actor.diagnostic.code == Code::UnknownRow)?;
            self.actors.iter().position(|other| {
                let code = other.diagnostic.code;
                let is_none =
                    code == Code::UnknownEntity && other.diagnostic.lacks.as_ref() == Some(member);
                other.path == ENTITIES
                    && (is_unreadable(code) || code == Code::MemberCycle || is_none)
            })
        };
        named.map(|(_, &index)| index).or_else(of_bloc)
    }

    /// Whether a mistake in a data file removes what another place asks for.
    fn is_lacking(&self, cause: usize, actor: &Actor<'_>) -> bool {
        let cause = &self.actors[cause];
        let (code, wanted) = (cause.diagnostic.code, actor.diagnostic.code);
        let is_header = cause.path.rsplit('.').next() == Some("csv") && cause.range.start == 0;
        let is_unread = is_unreadable(code)
            || matches!(code, Code::BrokenLink | Code::NotUtf8 | Code::UnknownColumn)
            || (code == Code::BadCell && is_header);
        if !is_unread {
            return wanted == Code::MissingCell
                && matches!(code, Code::BadCell | Code::UnknownEntity);
        }
        // A name that is nearly right is a mistake of its own, unless the misspelling is in the
        // data.
        let name = actor.diagnostic.message.rsplit('`').nth(1).unwrap_or_default();
        let is_near = actor.diagnostic.hints.iter().any(|hint| hint.starts_with("did you mean"));
        is_of_data(wanted) && (!is_near || cause.diagnostic.message.contains(&format!("`{name}`")))
    }

    /// Gathers the mistakes of which a data file has many under the first of them: those with the
    /// same message, and those of one kind beyond a few.
    fn repeated(&self) -> Vec<(usize, usize)> {
        let mut seen: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut repeated = Vec::new();
        let mut lost: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let mut absent: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, actor) in self.actors.iter().enumerate() {
            let code = actor.diagnostic.code;
            // One cell, or one row of a member, is missing wherever it is asked for.
            let cell = actor.diagnostic.related.first().filter(|_| code == Code::MissingCell);
            let member = actor.diagnostic.lacks.as_deref().filter(|_| code == Code::UnknownRow);
            let first = cell
                .map(|(span, _)| *lost.entry((span.file.0, span.start)).or_insert(index))
                .or_else(|| member.map(|name| *absent.entry(name).or_insert(index)));
            if let Some(first) = first.filter(|first| *first != index) {
                repeated.push((index, first));
                continue;
            }
            if !actor.path.starts_with("content/data/") {
                continue;
            }
            let message = (actor.path, actor.diagnostic.message.as_str());
            let is_name = matches!(code, Code::UnknownColumn | Code::UnknownEntity);
            if let Some(&same) = said.get(&message).filter(|_| is_name) {
                repeated.push((index, same));
                continue;
            }
            said.insert(message, index);
            let alike = seen.entry((actor.path, code.id())).or_default();
            if alike.len() >= LISTED {
                repeated.push((index, alike[0]));
            }
            alike.push(index);
        }
        repeated
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

/// Whether a mistake can make a text appear to consist of other parts than it does.
fn is_of_structure(code: Code) -> bool {
    matches!(
        code,
        Code::YamlSyntax
            | Code::DuplicateKey
            | Code::WrongType
            | Code::NoFrontMatter
            | Code::TooComplex
            | Code::BadAttributes
            | Code::UnknownDiv
            | Code::UnknownAudience
            | Code::UnclosedDiv
            | Code::StrayDivEnd
            | Code::UnclosedListing
            | Code::ForeignSyntax
            | Code::UnknownKey
            | Code::BadValue
    )
}

/// Whether a text uses the dataset `name`.
fn names(text: &str, name: &str) -> bool {
    let data = text.lines().filter_map(|line| line.trim().strip_prefix("data:"));
    text.contains(&format!("{name}[")) || data.map(str::trim).any(|data| data == name)
}

/// Whether a mistake can be due to missing data.
fn is_of_data(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownDataset
            | Code::UnknownRow
            | Code::UnknownColumn
            | Code::UnitMisuse
            | Code::TypeMisuse
            | Code::MissingCell
            | Code::BadChart
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
