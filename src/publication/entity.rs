//! Entities: countries, blocs, institutions and persons, with their names and members.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use jiff::civil::Date;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::publication::date;
use crate::publication::identifier::{Scheme, country};
use crate::publication::localized::Localized;

/// The path of the file with them.
pub const PATH: &str = "content/entities.yaml";

/// Returns a name in one line, with single spaces; spaces at which no line may break stay as they are.
pub fn one_line(name: &str) -> EcoString {
    let is_space = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    let parts: Vec<_> = name.split(is_space).filter(|part| !part.is_empty()).collect();
    parts.join(" ").into()
}

/// How deep blocs may be members of blocs for a circle to be found; it guards the stack.
const MAX_DEPTH: usize = 64;

/// Somebody or something that data are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The place of its definition.
    pub span: Span,
    /// Its name.
    pub name: Localized,
    /// Other forms of its name, by what sentences call them: with its article, its adjective.
    pub forms: BTreeMap<EcoString, Localized>,
    /// Other names, under which data and texts know it as well: former ones, those of other sources.
    pub aliases: Vec<Spanned<EcoString>>,
    /// Its ISO 3166 code, if it has one.
    pub code: Option<EcoString>,
    /// The members of a bloc.
    pub members: Vec<Member>,
    /// The family name of a person, as it stands in the name; none for all others.
    pub family: Option<Localized>,
    /// The ORCID of a person.
    pub orcid: Option<EcoString>,
    /// Where a person works: a name, or the id of an entity.
    pub affiliation: Option<Localized>,
    /// Who a person is, in a sentence or two.
    pub biography: Option<Localized>,
    /// The ROR of an organisation.
    pub ror: Option<EcoString>,
}

/// A member of a bloc, and for how long it is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The id of the member.
    pub id: Spanned<EcoString>,
    /// The first day of its membership; none if it was always a member.
    pub since: Option<Date>,
    /// The last day of its membership; none if it still is one.
    pub until: Option<Date>,
}

impl Member {
    /// Whether it was a member on `day`; one without dates is a member on any day.
    pub fn on(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether its membership begins or ends.
    pub fn is_dated(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// Whether there is a day on which both memberships hold.
    fn overlaps(&self, other: &Self) -> bool {
        let (first, last) = (Date::MIN, Date::MAX);
        self.since.unwrap_or(first) <= other.until.unwrap_or(last)
            && other.since.unwrap_or(first) <= self.until.unwrap_or(last)
    }
}

/// All entities of a publication, by id.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    by_id: BTreeMap<EcoString, Entity>,
    ids_by_name: BTreeMap<EcoString, EcoString>,
    /// By the code of ISO 3166, of two letters or of three.
    ids_by_code: BTreeMap<EcoString, EcoString>,
}

impl Entities {
    /// Reads `entities.yaml`.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let Some(mapping) = problems.keep(Mapping::new(node)) else { return Self::default() };
        let mut entities = Self::default();
        for (key, value) in mapping.entries() {
            let Some(entity) = read_entity(value, problems) else { continue };
            let id = EcoString::from(&key.name);
            let aliases = entity.aliases.iter().map(|alias| &alias.value);
            for name in entity.name.all().chain(aliases) {
                entities.ids_by_name.entry(name.clone()).or_insert_with(|| id.clone());
            }
            if let Some(code) = &entity.code {
                let long = country::alpha_3(code).map(EcoString::from);
                for code in [Some(code.clone()), long].into_iter().flatten() {
                    entities.ids_by_code.entry(code).or_insert_with(|| id.clone());
                }
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
            let own = entity.name.all().map(|name| (name, entity.span));
            let aliases = entity.aliases.iter().map(|alias| (&alias.value, alias.span));
            for (name, span) in own.chain(aliases) {
                let by_id = self.by_id.get_key_value(name).map(|(other, _)| other);
                let other = by_id.or_else(|| self.ids_by_name.get(name));
                let Some(other) = other.filter(|other| *other != id) else { continue };
                let message =
                    format!("`{id}` has the name `{name}`, which already means `{other}`");
                let diagnostic = Diagnostic::error(Code::TwoEntities, span, message).with_hint(
                    "give one of them another name, for example with a word in brackets",
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
            if let Some(start) = above.iter().position(|bloc| **bloc == member.id.value) {
                let names: Vec<_> = above[start..].iter().map(|bloc| format!("`{bloc}`")).collect();
                let message = format!(
                    "`{}` is a member of itself, through {}",
                    member.id.value,
                    names.join(", ")
                );
                problems.push(
                    Diagnostic::error(Code::MemberCycle, member.id.span, message)
                        .with_hint("delete it from these members"),
                );
            } else {
                self.walk_members(&member.id.value, above, finished, problems);
            }
        }
        above.pop();
    }

    fn check_members(&self, problems: &mut Problems) {
        for entity in self.by_id.values() {
            for (index, member) in entity.members.iter().enumerate() {
                let Spanned { value: id, span } = &member.id;
                if !self.by_id.contains_key(id) {
                    problems.push(self.no_member(id, *span));
                }
                let is_same = |other: &&Member| other.id.value == *id && other.overlaps(member);
                if let Some(first) = entity.members[..index].iter().find(is_same) {
                    let message = format!("`{id}` is listed as a member twice");
                    problems.push(
                        Diagnostic::error(Code::DuplicateId, *span, message)
                            .with_related(first.id.span, "first listed here")
                            .with_hint("delete one of the two: sums would count it twice"),
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

    /// Returns what has a name, as [`Self::find`] finds it.
    pub fn named(&self, name: &str) -> Option<&Entity> {
        self.find(name).and_then(|id| self.get(id))
    }

    /// Returns the id of the entity with this id, name or code.
    pub fn find(&self, word: &str) -> Option<&EcoString> {
        let by_id = self.by_id.get_key_value(word).map(|(id, _)| id);
        by_id.or_else(|| self.ids_by_name.get(word)).or_else(|| self.ids_by_code.get(word))
    }

    /// Returns all entities, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Entity)> {
        self.by_id.iter()
    }

    /// Returns the diagnostic for a member that is no id of an entity; its name may be one.
    fn no_member(&self, member: &str, span: Span) -> Diagnostic {
        let mut names = self.ids_by_name.iter();
        let named = names.find(|(name, _)| name.to_lowercase() == member.to_lowercase());
        let Some((_, id)) = named else { return self.unknown(member, span) };
        Diagnostic::error(Code::UnknownEntity, span, format!("no entity has the id `{member}`"))
            .lacking(member)
            .with_hint(format!("members are listed by their ids: write `{id}`"))
    }

    /// Returns the diagnostic for a name that no entity has.
    pub fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let known = self.by_id.keys().chain(self.ids_by_name.keys()).map(EcoString::as_str);
        let totals = ["total", "totals", "sum", "all", "suma"];
        let hint = if totals.contains(&name.to_lowercase().as_str()) {
            "delete the row, which would be counted like the others, and compute the total: `sum(dataset[*, column])`".to_owned()
        } else {
            let add = || format!("add `{name}: {{name: …}}` to `content/entities.yaml`");
            did_you_mean(name, known).unwrap_or_else(add)
        };
        Diagnostic::error(Code::UnknownEntity, span, format!("no entity is named `{name}`"))
            .lacking(name)
            .with_hint(hint)
    }
}

fn read_entity(node: &Node, problems: &mut Problems) -> Option<Entity> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let name = mapping.required("name", problems, Localized::read);
    let forms = mapping.get("forms").map(|node| read_forms(node, problems)).unwrap_or_default();
    let aliases = mapping.get("aliases");
    let aliases = aliases.map(|node| yaml::list(node, problems, yaml::spanned_text));
    let code = mapping.optional("code", problems, yaml::text);
    let members =
        mapping.get("members").map(|members| read_members(members, problems)).unwrap_or_default();
    let family = mapping.optional("family", problems, Localized::read);
    let orcid = mapping.optional("orcid", problems, |node| Scheme::Orcid.read(node));
    let affiliation = mapping.optional("affiliation", problems, Localized::read);
    let biography = mapping.optional("biography", problems, Localized::read);
    let ror = mapping.optional("ror", problems, |node| Scheme::Ror.read(node));
    let span = mapping.span();
    mapping.finish(problems);
    let (name, aliases) = (name?, aliases.unwrap_or_default());
    Some(Entity {
        span,
        name,
        forms,
        aliases,
        code,
        members,
        family,
        orcid,
        affiliation,
        biography,
        ror,
    })
}

/// Reads a mapping from names of forms to texts.
fn read_forms(node: &Node, problems: &mut Problems) -> BTreeMap<EcoString, Localized> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return BTreeMap::new() };
    let mut forms = BTreeMap::new();
    for (key, value) in mapping.entries() {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        if !key.name.chars().all(is_name) {
            let message = format!("`{}` cannot be the name of a form", key.name);
            problems.push(
                Diagnostic::error(Code::BadValue, key.span, message)
                    .with_hint("write letters, digits and dashes, such as `adjective-plural`"),
            );
        } else if let Some(text) = problems.keep(Localized::read(value)) {
            forms.insert(EcoString::from(&key.name), text);
        }
    }
    forms
}

/// Reads a list of ids, or of mappings with an id and the dates of its membership.
fn read_members(node: &Node, problems: &mut Problems) -> Vec<Member> {
    let one = std::slice::from_ref(node);
    let nodes = if let yaml::Value::List(nodes) = &node.value { nodes } else { one };
    nodes.iter().filter_map(|node| read_member(node, problems)).collect()
}

fn read_member(node: &Node, problems: &mut Problems) -> Option<Member> {
    if !matches!(node.value, yaml::Value::Mapping(_)) {
        let id = problems.keep(yaml::spanned_text(node))?;
        return Some(Member { id, since: None, until: None });
    }
    let mut mapping = problems.keep(Mapping::new(node))?;
    let id = mapping.required("entity", problems, yaml::spanned_text);
    let since = mapping.optional("since", problems, date::spanned);
    let until = mapping.optional("until", problems, date::spanned);
    mapping.finish(problems);
    let first = since.as_ref().and_then(|since| date::period(&since.value));
    let last = until.as_ref().and_then(|until| date::period(&until.value));
    let member =
        Member { id: id?, since: first.map(|(first, _)| first), until: last.map(|(_, last)| last) };
    if let (Some(since), Some(until)) = (member.since, member.until)
        && until < since
    {
        let message = format!("the membership of `{}` ends before it begins", member.id.value);
        problems.push(
            Diagnostic::error(Code::BadDate, node.span, message).with_hint("swap the two dates"),
        );
    }
    Some(member)
}
