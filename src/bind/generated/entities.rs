//! The pages of countries and organisations: what the publication has on each.
//!
//! ```text
//! registers, open data of the site ──> which entities have a page ──┐
//! sections of its texts ──the names in them─────────────────────────┴──> entities/<id>/
//! ```

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};
use regex::{Regex, RegexBuilder};

use super::blocks::{entity_links, heading, list, nested, page_link, paragraph};
use super::{Fields, GeneratedPage, SiteBinder, lists};
use crate::bind::Headline;
use crate::data::Dataset;
use crate::data::dataset::Value as Cell;
use crate::data::register::{Entry, Register, Value};
use crate::language::Word;
use crate::plan::catalogue;
use crate::plan::{Site, routes};
use crate::tree::{Block, Facts, Form, Inline};

/// How many rows of a dataset the page of an entity shows; the page of the dataset has all.
const SHOWN_ROWS: usize = 12;

/// How many sections of a text the page of an entity names.
const SHOWN_SECTIONS: usize = 6;

/// The largest size in bytes of the pattern that finds names in texts.
const LARGEST_PATTERN: usize = 64 << 20;

/// A country or organisation and its page.
#[derive(Debug, Clone)]
pub struct EntityLink {
    /// Its name.
    pub name: EcoString,
    /// Where its page is, below the root of the site.
    pub path: EcoString,
}

/// What there is on a country or organisation.
#[derive(Debug)]
pub struct EntityFields<'a> {
    /// The blocs that it is or was a member of.
    pub member_of: Vec<EntityLink>,
    /// Its members, if it is a bloc.
    pub members: Vec<EntityLink>,
    /// The texts that are of it as a whole: its profiles.
    pub profiles: Vec<&'a Headline>,
    /// The entries of registers that name it.
    pub entries: Vec<RegisterEntries<'a>>,
    /// Its rows in the open data.
    pub figures: Vec<EntityRows>,
    /// The texts that speak of it.
    pub texts: Vec<TextSections<'a>>,
}

/// Entries of a register.
#[derive(Debug)]
pub struct RegisterEntries<'a> {
    /// The register.
    pub register: &'a Headline,
    /// The entries.
    pub entries: Vec<&'a Headline>,
}

/// Rows of a dataset.
#[derive(Debug)]
pub struct EntityRows {
    /// The title of the dataset.
    pub title: EcoString,
    /// Where its page is, below the root of the site.
    pub path: EcoString,
    /// The rows.
    pub table: Block,
    /// Whether there are more rows than these.
    pub is_cut: bool,
}

/// Sections of a text.
#[derive(Debug)]
pub struct TextSections<'a> {
    /// The text.
    pub text: &'a Headline,
    /// The sections: anchor and heading.
    pub sections: Vec<(EcoString, EcoString)>,
}

/// The sections that speak of an entity, by the numbers of their editions: anchor and heading.
type Sections = BTreeMap<usize, Vec<(EcoString, EcoString)>>;

/// Where an entity is named.
#[derive(Debug, Default)]
struct Uses<'a> {
    /// The blocs that it is or was a member of.
    blocs: Vec<&'a EcoString>,
    /// The texts that are of it as a whole.
    profiles: Vec<&'a Headline>,
    /// The entries of registers, register by register.
    entries: Vec<(&'a Register, &'a Entry)>,
    /// The rows of open data, dataset by dataset, by their numbers.
    rows: Vec<(&'a Dataset, usize)>,
}

/// The sites of an audience, each with the entities that have a page there.
type Holders<'a> = [(Site<'a>, BTreeSet<&'a EcoString>)];

/// Returns the entities that the registers or the open data of a site mention. Persons are authors,
/// who have pages of another kind.
pub(crate) fn on_site(site: Site<'_>) -> BTreeSet<&EcoString> {
    let entities = &site.projection.entities;
    let entries = lists::on_site(site).flat_map(|register| &register.entries);
    let in_entries = entries.flat_map(|entry| entry.values.iter().flat_map(named));
    let in_rows = catalogue::published(site).flat_map(|dataset| {
        let cells = dataset.filed().0.rows.iter().flat_map(|row| &row.cells);
        cells.filter_map(|cell| entity_of(&cell.value))
    });
    let is_shown = |id: &&EcoString| {
        let entity = entities.get(id);
        entity.is_some_and(|entity| {
            let has_name = entity.name.get(&site.language.tag).is_some();
            has_name && entity.family.is_none() && entity.orcid.is_none()
        })
    };
    in_entries.chain(in_rows).filter(is_shown).collect()
}

fn entity_of(cell: &Cell) -> Option<&EcoString> {
    if let Cell::Entity(id) = cell { Some(id) } else { None }
}

/// Returns the entities that a value of an entry names.
fn named(value: &Value) -> Vec<&EcoString> {
    match value {
        Value::Plain(cell) => entity_of(cell).into_iter().collect(),
        Value::List(values) => values.iter().flat_map(named).collect(),
        Value::Line(_)
        | Value::Choice(_)
        | Value::Source(_)
        | Value::Reference(_)
        | Value::Remark(_) => Vec::new(),
    }
}

impl<'a> SiteBinder<'a> {
    /// Binds the list of all entities with a page, and these pages.
    pub(super) fn entities(&self, facts: &[&Facts]) -> Vec<GeneratedPage<'a>> {
        let shown = on_site(self.site);
        if shown.is_empty() {
            return Vec::new();
        }
        let own = self.own_sites(|_| true).into_iter();
        let holders: Vec<_> = own.map(|site| (site, on_site(site))).collect();
        let mut sections = self.sections(&shown, facts);
        let mut uses = self.uses();
        let links = self.entity_links(shown.iter().copied());
        let body = vec![list(entity_links(&links))];
        let document = self.document(self.word(Word::Entities), "", body);
        let all = GeneratedPage::new(routes::ENTITIES, document, Fields::Entities(links));
        let sites = holders.iter().filter(|(_, shown)| !shown.is_empty()).map(|(site, _)| *site);
        let mut pages = vec![GeneratedPage { sites: sites.collect(), ..all }];
        for id in &shown {
            let found = sections.remove(*id).unwrap_or_default();
            let own = uses.remove(*id).unwrap_or_default();
            pages.push(self.entity(id, (&found, own), &holders));
        }
        pages
    }

    /// Returns links to the pages of entities, by name.
    pub fn entity_links(&self, ids: impl Iterator<Item = &'a EcoString>) -> Vec<EntityLink> {
        let mut links: Vec<_> = ids.map(|id| self.entity_link(id)).collect();
        self.site.language.sort(&mut links, |link| &link.name);
        links
    }

    /// Returns a link to the page of an entity.
    pub fn entity_link(&self, id: &EcoString) -> EntityLink {
        EntityLink { name: self.entity_name(id), path: routes::entity(id) }
    }

    fn entity_name(&self, id: &EcoString) -> EcoString {
        self.site.projection.entities.name(id).text(&self.site.language.tag)
    }

    fn entity(
        &self,
        id: &'a EcoString,
        (sections, uses): (&Sections, Uses<'a>),
        holders: &Holders<'a>,
    ) -> GeneratedPage<'a> {
        let has = |(_, shown): &&(Site<'a>, BTreeSet<&'a EcoString>)| shown.contains(id);
        let own = holders.iter().find(|(site, _)| site.index == self.site.index);
        let is_shown = |id: &&EcoString| own.is_some_and(|(_, shown)| shown.contains(*id));
        let entities = &self.site.projection.entities;
        let members = entities.get(id).into_iter().flat_map(|entity| &entity.members);
        let members = members.map(|member| &member.id.value).filter(is_shown);
        let blocs = uses.blocs.iter().copied().filter(is_shown);
        let fields = EntityFields {
            member_of: self.entity_links(blocs),
            members: self.entity_links(members),
            profiles: uses.profiles,
            entries: self.entries_of(&uses.entries),
            figures: self.figures_of(&uses.rows),
            texts: self.texts_of(sections),
        };
        let document = self.document(self.entity_name(id), "", self.entity_blocks(&fields));
        let page =
            GeneratedPage::new(routes::entity(id), document, Fields::Entity(Box::new(fields)));
        GeneratedPage {
            parents: vec![(self.word(Word::Entities), routes::ENTITIES.into())],
            sites: holders.iter().filter(has).map(|(site, _)| *site).collect(),
            ..page
        }
    }

    /// Finds where the entities of the site are named, all at once.
    fn uses(&self) -> BTreeMap<&'a EcoString, Uses<'a>> {
        let mut all: BTreeMap<&'a EcoString, Uses<'a>> = BTreeMap::new();
        for (bloc, entity) in self.site.projection.entities.iter() {
            let members: BTreeSet<_> = entity.members.iter().map(|it| &it.id.value).collect();
            for member in members {
                all.entry(member).or_default().blocs.push(bloc);
            }
        }
        for edition in self.plan.of_site(self.site) {
            if let Some(id) = edition.subject.entity() {
                all.entry(id).or_default().profiles.push(self.headline(edition));
            }
        }
        for register in lists::on_site(self.site) {
            for entry in &register.entries {
                let named: BTreeSet<_> = entry.values.iter().flat_map(named).collect();
                for id in named {
                    all.entry(id).or_default().entries.push((register, entry));
                }
            }
        }
        for dataset in catalogue::published(self.site) {
            for (index, row) in dataset.filed().0.rows.iter().enumerate() {
                let named: BTreeSet<_> =
                    row.cells.iter().filter_map(|cell| entity_of(&cell.value)).collect();
                for id in named {
                    all.entry(id).or_default().rows.push((dataset, index));
                }
            }
        }
        all
    }

    /// Returns entries of registers, register by register.
    fn entries_of(&self, entries: &[(&'a Register, &'a Entry)]) -> Vec<RegisterEntries<'a>> {
        let of_register = |entries: &[(&'a Register, &'a Entry)]| {
            let register = entries.first()?.0;
            let page = self.plan.nearest(self.site, Form::Register, &register.id)?;
            let headline = |(register, entry): &(&Register, &Entry)| {
                let id = eco_format!("{}/{}", register.id, entry.anchor);
                Some(self.headline(self.plan.nearest(self.site, Form::Entry, &id)?))
            };
            let entries: Vec<_> = entries.iter().filter_map(headline).collect();
            let register = self.headline(page);
            (!entries.is_empty()).then_some(RegisterEntries { register, entries })
        };
        let registers = entries.chunk_by(|(one, _), (other, _)| one.id == other.id);
        registers.filter_map(of_register).collect()
    }

    /// Returns rows of the open data, dataset by dataset.
    fn figures_of(&self, rows: &[(&'a Dataset, usize)]) -> Vec<EntityRows> {
        let of_dataset = |rows: &[(&'a Dataset, usize)]| {
            let dataset = rows.first()?.0;
            let shown: Vec<_> = rows.iter().take(SHOWN_ROWS).map(|(_, row)| *row).collect();
            Some(EntityRows {
                title: dataset.title.text(&self.site.language.tag),
                path: routes::dataset(&dataset.id),
                table: Block::Table(self.rows_table(dataset, &shown)),
                is_cut: rows.len() > SHOWN_ROWS,
            })
        };
        rows.chunk_by(|(one, _), (other, _)| one.id == other.id).filter_map(of_dataset).collect()
    }

    fn texts_of(&self, sections: &Sections) -> Vec<TextSections<'a>> {
        let text = |(&index, found): (&usize, &Vec<(EcoString, EcoString)>)| {
            let named = found.iter().filter(|(anchor, _)| !anchor.is_empty()).take(SHOWN_SECTIONS);
            TextSections { text: self.headlines.of(index), sections: named.cloned().collect() }
        };
        sections.iter().map(text).collect()
    }

    /// Returns what the page of an entity says, in the order of its template.
    fn entity_blocks(&self, fields: &EntityFields<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let facts = [(Word::MemberOf, &fields.member_of), (Word::Members, &fields.members)];
        let facts = facts.into_iter().filter(|(_, entities)| !entities.is_empty());
        let items: Vec<_> =
            facts.map(|(word, entities)| self.fact(word, entity_links(entities))).collect();
        if !items.is_empty() {
            blocks.push(Block::Definitions { items });
        }
        if !fields.figures.is_empty() {
            blocks.push(self.heading(Word::EntityFigures));
        }
        for rows in &fields.figures {
            let title = page_link(&rows.path, &rows.title);
            blocks.extend([paragraph(vec![title]), rows.table.clone()]);
        }
        for RegisterEntries { register, entries } in &fields.entries {
            blocks.push(heading(vec![self.link(register)]));
            blocks.push(list(self.links(entries)));
        }
        if fields.profiles.is_empty() && fields.texts.is_empty() {
            return blocks;
        }
        let profiles = self.links(&fields.profiles).into_iter();
        let profiles = profiles.map(|link| vec![paragraph(link)]);
        let texts = fields.texts.iter().map(|found| self.section_blocks(found));
        blocks.extend([self.heading(Word::EntityTexts), nested(profiles.chain(texts))]);
        blocks
    }

    fn section_blocks(&self, TextSections { text, sections }: &TextSections<'_>) -> Vec<Block> {
        let mut blocks = vec![paragraph(vec![self.link(text)])];
        let section = |(anchor, heading): &(EcoString, EcoString)| {
            let target = self.target(text, anchor.clone());
            vec![Inline::link(target, vec![Inline::text(heading.clone())])]
        };
        if !sections.is_empty() {
            blocks.push(list(sections.iter().map(section)));
        }
        blocks
    }

    /// Finds the names of entities in the sections of the texts of this site.
    fn sections(
        &self,
        shown: &BTreeSet<&'a EcoString>,
        facts: &[&Facts],
    ) -> BTreeMap<&'a EcoString, Sections> {
        let by_name: BTreeMap<_, _> = shown.iter().map(|id| (self.entity_name(id), *id)).collect();
        let mut found: BTreeMap<&EcoString, Sections> = BTreeMap::new();
        let Some(pattern) = pattern(by_name.keys()) else { return found };
        for edition in [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form)) {
            for (anchor, heading, text) in &facts[edition.index].sections {
                let mut in_section = BTreeSet::new();
                let texts = [heading.as_str(), text.as_str()];
                for name in texts.into_iter().flat_map(|text| names(&pattern, text)) {
                    in_section.extend(by_name.get(name).copied());
                }
                for id in in_section {
                    let sections = found.entry(id).or_default().entry(edition.index).or_default();
                    sections.push((anchor.clone(), heading.clone()));
                }
            }
        }
        found
    }
}

/// Returns a pattern that finds names, the longest first; none if there are no names.
fn pattern<'n>(names: impl Iterator<Item = &'n EcoString>) -> Option<Regex> {
    let mut names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names: Vec<_> = names.into_iter().map(|name| regex::escape(name)).collect();
    let pattern = (!names.is_empty()).then(|| names.join("|"))?;
    RegexBuilder::new(&pattern).size_limit(LARGEST_PATTERN).build().ok()
}

/// Returns the names in a text: whole words, in scripts that have words.
fn names<'t>(pattern: &'t Regex, text: &'t str) -> impl Iterator<Item = &'t str> {
    pattern.find_iter(text).filter_map(move |found| {
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        let joins = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        let has_words = found.as_str().chars().all(|c| !is_ideograph(c));
        let is_part = has_words && (joins(before) || joins(after));
        (!is_part).then_some(found.as_str())
    })
}

/// Whether a character is of a script that has no spaces between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
