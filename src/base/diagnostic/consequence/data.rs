//! What follows from mistakes in data files.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::{Actor, ENTITIES, Scene, is_unreadable};
use crate::base::diagnostic::{Code, Severity};

/// How many mistakes of one kind are listed for one data file.
const LISTED: usize = 10;

impl Scene<'_> {
    /// A figure from a dataset, or from the members of a bloc, that itself has a mistake.
    pub(super) fn data(&self, actor: &Actor<'_>) -> Option<usize> {
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
        named.map(|(_, &index)| index).or_else(of_bloc).or_else(|| self.renamed(actor))
    }

    /// Whether a row is asked for in several places: it was there before a second row took its key.
    fn is_asked_often(&self, actor: &Actor<'_>) -> bool {
        let name = |actor: &Actor<'_>| {
            let mut names = actor.diagnostic.message.split('`').skip(1).step_by(2).skip(1);
            let row = actor.diagnostic.lacks.as_deref().map(EcoString::as_str).or(names.next());
            row.unwrap_or_default().to_lowercase()
        };
        let wanted = name(actor);
        let is_same =
            |other: &&Actor<'_>| other.diagnostic.code == Code::UnknownRow && name(other) == wanted;
        self.actors.iter().filter(is_same).count() > 1
    }

    /// An entity that has the name of another, and so lost the name by which a row is asked for.
    pub(super) fn renamed(&self, actor: &Actor<'_>) -> Option<usize> {
        let name = actor.diagnostic.message.rsplit('`').nth(1)?.to_lowercase();
        let is_row = matches!(actor.diagnostic.code, Code::UnknownRow | Code::UnknownEntity);
        self.actors.iter().position(|other| {
            let is_cause = is_row && other.diagnostic.code == Code::TwoEntities;
            is_cause && other.context.to_lowercase().contains(&name)
        })
    }

    /// An entry of a register that has a mistake: texts name it by the register's prefix and its id.
    pub(super) fn unread_entry(&self, name: &str) -> Option<usize> {
        let (_, id) = name.split_once('-')?;
        let key = format!("{id}:");
        self.actors.iter().position(|other| {
            let has_entry =
                self.text(other).lines().any(|line| line.trim_start().starts_with(&key));
            other.diagnostic.severity == Severity::Error
                && other.path.starts_with("content/registers/")
                && has_entry
        })
    }

    /// The place where a dataset or a register names a source, if the mistake is found where that is used.
    pub(super) fn written_source(&self, actor: &Actor<'_>) -> Option<usize> {
        let key = actor.diagnostic.lacks.as_ref()?;
        let is_written = |actor: &Actor<'_>| {
            let text = actor.extent().and_then(|extent| self.text(actor).get(extent));
            text.is_some_and(|text| text.contains(key.as_str()))
        };
        if is_written(actor) {
            return None;
        }
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::UnknownSource
                && other.diagnostic.lacks.as_ref() == Some(key)
                && is_written(other)
        })
    }

    /// The mistake because of which the dataset of a file that is there has no page: in that file, or in one that it
    /// reads.
    pub(super) fn unread_dataset(&self, path: &str) -> Option<usize> {
        const FOLDER: &str = "content/data/";
        if !path.starts_with(FOLDER) || self.files.find(path).is_none() {
            return None;
        }
        let is_cause = |actor: &Actor<'_>| {
            actor.path.starts_with(FOLDER) && actor.diagnostic.severity == Severity::Error
        };
        self.actors
            .iter()
            .position(|actor| actor.path == path && is_cause(actor))
            .or_else(|| self.actors.iter().position(is_cause))
    }

    /// Whether a mistake in a data file removes what another place asks for.
    fn is_lacking(&self, cause: usize, actor: &Actor<'_>) -> bool {
        let cause = &self.actors[cause];
        let (code, wanted) = (cause.diagnostic.code, actor.diagnostic.code);
        let is_header = cause.path.rsplit('.').next() == Some("csv") && cause.range.start == 0;
        let is_unread = is_unreadable(code)
            || matches!(code, Code::BrokenLink | Code::NotUtf8 | Code::UnknownColumn)
            || code == Code::DuplicateRow
                && wanted == Code::UnknownRow
                && self.is_asked_often(actor)
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
    pub(super) fn repeated(&self) -> Vec<(usize, usize)> {
        let mut seen: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut repeated = Vec::new();
        let mut lost: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let mut absent: BTreeMap<&str, usize> = BTreeMap::new();
        let mut unknown: BTreeMap<(Code, &str, &str), usize> = BTreeMap::new();
        for (index, actor) in self.actors.iter().enumerate() {
            let code = actor.diagnostic.code;
            // One cell, or one row of a member, is missing wherever it is asked for.
            let cell = actor.diagnostic.related.first().filter(|_| code == Code::MissingCell);
            let member = actor.diagnostic.lacks.as_deref().filter(|_| code == Code::UnknownRow);
            let first = cell
                .map(|(span, _)| *lost.entry((span.file.0, span.start)).or_insert(index))
                .or_else(|| member.map(|name| *absent.entry(name).or_insert(index)));
            // A name that nothing has is one mistake, however often it is written; an id is one of its text.
            let text = match code {
                Code::UnknownSource | Code::UnknownTerm | Code::UnknownDataset => Some(""),
                Code::UnknownReference => Some(actor.path),
                _ => None,
            };
            let first = first.or_else(|| {
                let name = (code, text?, actor.diagnostic.message.as_str());
                let first = *unknown.entry(name).or_insert(index);
                // One place that is included several times is told once with them.
                let earlier = &self.actors[first];
                let is_included = earlier.path == actor.path
                    && earlier.extent() == actor.extent()
                    && earlier.diagnostic.place != actor.diagnostic.place;
                (!is_included).then_some(first)
            });
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
