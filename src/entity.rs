//! Entities: countries, blocs, institutions and persons, with their names and members.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::localized::Localized;
use crate::span::{Span, Spanned};
use crate::yaml::{self, Mapping, Node};

/// How deep blocs may be members of blocs for a circle to be found; it guards the stack.
const MAX_DEPTH: usize = 64;

/// Somebody or something that data are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The place of its definition.
    pub span: Span,
    /// Its name.
    pub name: Localized,
    /// Its ISO 3166 code, if it has one.
    pub code: Option<EcoString>,
    /// The members of a bloc.
    pub members: Vec<Spanned<EcoString>>,
}

/// All entities of a publication, by id.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    by_id: BTreeMap<EcoString, Entity>,
    ids_by_name: BTreeMap<EcoString, EcoString>,
}

impl Entities {
    /// Reads `entities.yaml`.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let Some(mapping) = problems.keep(Mapping::new(node)) else { return Self::default() };
        let mut entities = Self::default();
        for (key, value) in mapping.entries() {
            let Some(entity) = read_entity(value, problems) else { continue };
            let id = EcoString::from(&key.name);
            for name in entity.name.all() {
                entities.ids_by_name.entry(name.clone()).or_insert_with(|| id.clone());
            }
            entities.by_id.insert(id, entity);
        }
        entities.check_names(problems);
        entities.check_cycles(problems);
        entities.check_members(problems);
        entities
    }

    /// Reports entities whose name is that of another, or another's id.
    fn check_names(&self, problems: &mut Problems) {
        for (id, entity) in &self.by_id {
            for name in entity.name.all() {
                let by_id = self.by_id.get_key_value(name).map(|(other, _)| other);
                let other = by_id.or_else(|| self.ids_by_name.get(name));
                let Some(other) = other.filter(|other| *other != id) else { continue };
                let message = format!("`{id}` has the name `{name}`, which means `{other}`");
                let diagnostic = Diagnostic::error(Code::TwoEntities, entity.span, message)
                    .with_hint(
                        "give one of them another name, such as one with a word in brackets",
                    );
                problems.push(match self.by_id.get(other) {
                    Some(first) => diagnostic.with_related(first.span, "the other entity"),
                    None => diagnostic,
                });
            }
        }
    }

    /// Reports blocs that are members of themselves, directly or by other blocs.
    fn check_cycles(&self, problems: &mut Problems) {
        let mut finished = BTreeSet::new();
        for id in self.by_id.keys() {
            self.walk_members(id, &mut Vec::new(), &mut finished, problems);
        }
    }

    fn walk_members<'e>(
        &'e self,
        id: &'e EcoString,
        above: &mut Vec<&'e EcoString>,
        finished: &mut BTreeSet<&'e EcoString>,
        problems: &mut Problems,
    ) {
        if !finished.insert(id) || above.len() > MAX_DEPTH {
            return;
        }
        above.push(id);
        for member in self.by_id.get(id).into_iter().flat_map(|entity| &entity.members) {
            if let Some(start) = above.iter().position(|bloc| **bloc == member.value) {
                let names: Vec<_> = above[start..].iter().map(|bloc| format!("`{bloc}`")).collect();
                let message =
                    format!("`{}` is a member of itself, by {}", member.value, names.join(", "));
                problems.push(
                    Diagnostic::error(Code::MemberCycle, member.span, message)
                        .with_hint("delete it from these members"),
                );
            } else {
                self.walk_members(&member.value, above, finished, problems);
            }
        }
        above.pop();
    }

    fn check_members(&self, problems: &mut Problems) {
        for entity in self.by_id.values() {
            let mut seen = BTreeMap::new();
            for member in &entity.members {
                if !self.by_id.contains_key(&member.value) {
                    problems.push(self.unknown(&member.value, member.span));
                }
                if let Some(first) = seen.insert(&member.value, member.span) {
                    let message = format!("`{}` is a member twice", member.value);
                    problems.push(
                        Diagnostic::error(Code::DuplicateId, member.span, message)
                            .with_related(first, "first listed here")
                            .with_hint("sums would count it twice: delete one of the two"),
                    );
                }
            }
        }
    }

    /// Returns the entity with this id.
    pub fn get(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id)
    }

    /// Returns the name of the entity with this id; the id itself if there is no such entity.
    pub fn name(&self, id: &EcoString) -> Localized {
        self.get(id).map_or_else(|| Localized::Same(id.clone()), |entity| entity.name.clone())
    }

    /// Returns the id of the entity with this id or name.
    pub fn find(&self, id_or_name: &str) -> Option<&EcoString> {
        let by_id = self.by_id.get_key_value(id_or_name).map(|(id, _)| id);
        by_id.or_else(|| self.ids_by_name.get(id_or_name))
    }

    /// Returns all entities, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Entity)> {
        self.by_id.iter()
    }

    /// Returns the diagnostic for a name that no entity has.
    pub fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let known = self.by_id.keys().chain(self.ids_by_name.keys()).map(EcoString::as_str);
        let hint = did_you_mean(name, known)
            .unwrap_or_else(|| format!("add `{name}: {{name: …}}` to `content/entities.yaml`"));
        Diagnostic::error(Code::UnknownEntity, span, format!("no entity is named `{name}`"))
            .with_hint(hint)
    }
}

fn read_entity(node: &Node, problems: &mut Problems) -> Option<Entity> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let name = mapping.required("name", problems, Localized::read);
    let code = mapping.optional("code", problems, yaml::text);
    let members = mapping
        .get("members")
        .map(|members| yaml::list(members, problems, yaml::spanned_text))
        .unwrap_or_default();
    let span = mapping.span();
    mapping.finish(problems);
    Some(Entity { span, name: name?, code, members })
}
