//! The pages of countries and organisations: what the publication has on each. And of authors.
//!
//! ```text
//! registers, open data of the site ──> which entities have a page ──┐
//! sections of its texts ──the names in them─────────────────────────┴──> entities/<id>/
//! ```

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};
use regex::{Regex, RegexBuilder};

use super::frame::Frame;
use super::{Output, SitePages, Summary, registers};
use crate::base::diagnostic::Diagnostic;
use crate::base::escape::escaped;
use crate::data::Dataset;
use crate::data::dataset::Value as Cell;
use crate::data::register::{Entry, Register, Value};
use crate::language::Word;
use crate::plan::catalogue;
use crate::plan::routes;
use crate::plan::{Edition, Site};
use crate::publication::entity::Entity;
use crate::render::context::{
    EntitiesPage, EntityEntries, EntityFigures, EntityPage, EntityText, EntityView, PageKind,
    PageLink, TopicLink,
};
use crate::tree::{Block, Form};

/// How many rows of a dataset the page of an entity shows; the page of the dataset has all.
const SHOWN_ROWS: usize = 12;

/// How many sections of a text the page of an entity names.
const SHOWN_SECTIONS: usize = 6;

/// The largest size in bytes of the pattern that finds names in texts.
const LARGEST_PATTERN: usize = 64 << 20;

/// The sections that speak of an entity, by the numbers of their editions: anchor and heading.
type Sections = BTreeMap<usize, Vec<(EcoString, EcoString)>>;

/// Returns the entities that the registers or the open data of a site mention. Persons are authors,
/// who have pages of another kind.
pub(super) fn on_site(site: Site<'_>) -> BTreeSet<&EcoString> {
    let entities = &site.projection.entities;
    let entries = registers::on_site(site).flat_map(|register| &register.entries);
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

impl<'a> SitePages<'a> {
    /// Renders the list of all entities with a page, and these pages.
    pub(super) fn entities(&self, summaries: &[Summary]) -> Result<Vec<Output>, Diagnostic> {
        let shown = on_site(self.site);
        if shown.is_empty() {
            return Ok(Vec::new());
        }
        let own = self.library.session.plan.sites.iter();
        let own = own.filter(|site| site.audience.id == self.site.audience.id);
        let holders: Vec<_> = own.map(|&site| (site.index, on_site(site))).collect();
        let mut sections = self.sections(&shown, summaries);
        let mut outputs = vec![self.entities_page(&shown)?];
        for id in &shown {
            let found = sections.remove(*id).unwrap_or_default();
            outputs.push(self.entity_page(id, &found, &holders)?);
        }
        Ok(outputs)
    }

    pub(super) fn entity_name(&self, id: &EcoString) -> EcoString {
        self.site.projection.entities.name(id).text(&self.site.language.tag)
    }

    /// Returns the address of the page of an entity below the root.
    pub(super) fn entity_address(&self, id: &str) -> EcoString {
        eco_format!("{}{}", self.prefix, routes::entity(id))
    }

    /// Returns links to the pages of entities, by name.
    pub(super) fn entity_links(
        &self,
        ids: impl Iterator<Item = &'a EcoString>,
        frame: &Frame<'_, '_>,
    ) -> Vec<TopicLink<'a>> {
        let mut links: Vec<_> = ids
            .map(|id| TopicLink {
                name: self.entity_name(id).to_string().into(),
                url: frame.url(&self.entity_address(id)),
                count: 0,
            })
            .collect();
        links.sort_by(|one, other| one.name.cmp(&other.name));
        links
    }

    fn entities_page(&self, shown: &BTreeSet<&'a EcoString>) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}{}", self.prefix, routes::ENTITIES);
        let mut frame = Frame::among(self, &address, |site| {
            (!on_site(site).is_empty())
                .then(|| eco_format!("{}{}", site.prefix(), routes::ENTITIES))
        });
        let title = self.words.get(Word::Entities);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let context = EntitiesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Entities, &title, ""),
            entities: self.entity_links(shown.iter().copied(), &frame),
        };
        self.output("entities.html", &frame, &context)
    }

    fn entity_page(
        &self,
        id: &'a EcoString,
        sections: &Sections,
        holders: &[(usize, BTreeSet<&EcoString>)],
    ) -> Result<Output, Diagnostic> {
        let address = self.entity_address(id);
        let has = |site: Site<'a>, id: &EcoString| {
            holders.iter().any(|(index, shown)| *index == site.index && shown.contains(id))
        };
        let mut frame = Frame::among(self, &address, |site| {
            has(site, id).then(|| eco_format!("{}{}", site.prefix(), routes::entity(id)))
        });
        let name = self.entity_name(id);
        let list = eco_format!("{}{}", self.prefix, routes::ENTITIES);
        let list = (self.words.get(Word::Entities).as_ref().into(), list);
        frame.describe(self.trail([list, (name.clone(), address.clone())]), Vec::new());
        let entities = &self.site.projection.entities;
        let is_shown = |id: &&EcoString| has(self.site, id);
        let members = entities.get(id).into_iter().flat_map(|entity| &entity.members);
        let members = members.map(|member| &member.id.value).filter(is_shown);
        let holds = |(_, bloc): &(&EcoString, &Entity)| {
            bloc.members.iter().any(|member| member.id.value == *id)
        };
        let blocs = entities.iter().filter(holds).map(|(bloc, _)| bloc).filter(is_shown);
        let context = EntityPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Entity, &name, ""),
            entity: EntityView {
                name: &name,
                member_of: self.entity_links(blocs, &frame),
                members: self.entity_links(members, &frame),
                profiles: self.profiles_of(id, &frame),
                entries: self.entries_of(id, &frame),
                figures: self.figures_of(id, &frame),
                texts: self.texts_of(sections, &frame),
            },
        };
        self.output("entity.html", &frame, &context)
    }

    /// Returns the texts of this site that are of an entity as a whole.
    fn profiles_of(&self, id: &str, frame: &Frame<'_, '_>) -> Vec<PageLink<'a>> {
        let editions = self.library.session.plan.of_site(self.site);
        let is_of =
            |edition: &&'a Edition<'a>| edition.subject.entity().is_some_and(|entity| entity == id);
        editions.filter(is_of).map(|edition| self.page_link(edition, frame)).collect()
    }

    /// Returns the entries of registers that name an entity, register by register.
    fn entries_of(&self, id: &EcoString, frame: &Frame<'_, '_>) -> Vec<EntityEntries<'a>> {
        let plan = &self.library.session.plan;
        let of_register = |register: &'a Register| {
            let page = plan.nearest(self.site, Form::Register, &register.id)?;
            let names = |entry: &&Entry| entry.values.iter().flat_map(named).any(|it| it == id);
            let link = |entry: &Entry| {
                let id = eco_format!("{}/{}", register.id, entry.anchor);
                Some(self.page_link(plan.nearest(self.site, Form::Entry, &id)?, frame))
            };
            let entries: Vec<_> = register.entries.iter().filter(names).filter_map(link).collect();
            let register = self.page_link(page, frame);
            (!entries.is_empty()).then_some(EntityEntries { register, entries })
        };
        registers::on_site(self.site).filter_map(of_register).collect()
    }

    /// Returns what the open data have on an entity, dataset by dataset.
    fn figures_of(&self, id: &EcoString, frame: &Frame<'_, '_>) -> Vec<EntityFigures> {
        let renderer = self.renderer(frame.roots());
        let of_dataset = |dataset: &'a Dataset| {
            let filed = dataset.filed().0;
            let rows = filed.rows.iter().enumerate();
            let has = |(_, row): &(usize, &crate::data::dataset::Row)| {
                row.cells.iter().any(|cell| entity_of(&cell.value) == Some(id))
            };
            let rows: Vec<_> = rows.filter(has).map(|(index, _)| index).collect();
            let shown: Vec<_> = rows.iter().copied().take(SHOWN_ROWS).collect();
            let table = self.rows_table(dataset, &shown);
            let title = dataset.title.text(&self.site.language.tag);
            (!rows.is_empty()).then(|| EntityFigures {
                title: title.to_string(),
                url: frame.url(&format!("{}{}", self.prefix, routes::dataset(&dataset.id))),
                table: renderer.blocks(&[Block::Table(table)]).into(),
                is_cut: rows.len() > SHOWN_ROWS,
            })
        };
        catalogue::published(self.site).filter_map(of_dataset).collect()
    }

    fn texts_of(&self, sections: &Sections, frame: &Frame<'_, '_>) -> Vec<EntityText<'a>> {
        let plan = &self.library.session.plan;
        let text = |(&index, found): (&usize, &Vec<(EcoString, EcoString)>)| {
            let edition = &plan.editions[index];
            let named = found.iter().filter(|(anchor, _)| !anchor.is_empty()).take(SHOWN_SECTIONS);
            EntityText {
                text: self.page_link(edition, frame),
                sections: named
                    .map(|(anchor, heading)| PageLink {
                        title: escaped(heading).into(),
                        title_text: "",
                        url: format!("{}#{anchor}", frame.url(&edition.address)),
                    })
                    .collect(),
            }
        };
        sections.iter().map(text).collect()
    }

    /// Finds the names of entities in the sections of the texts of this site.
    fn sections(
        &self,
        shown: &BTreeSet<&'a EcoString>,
        summaries: &[Summary],
    ) -> BTreeMap<&'a EcoString, Sections> {
        let by_name: BTreeMap<_, _> = shown.iter().map(|id| (self.entity_name(id), *id)).collect();
        let mut found: BTreeMap<&EcoString, Sections> = BTreeMap::new();
        let Some(pattern) = pattern(by_name.keys()) else { return found };
        for edition in [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form)) {
            for (anchor, heading, text) in &summaries[edition.index].sections {
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
