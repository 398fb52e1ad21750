//! What an earlier release shows, and what some of its readers may no longer have.
//!
//! Texts that are for others now are withheld from releases as a whole. A passage, a row or an entry that became
//! restricted is not taken out of a text that was released: the editor is told, who can withdraw the text or the release.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Set;
use super::leak::Secrets;
use super::numbers::Numbers;
use super::said::Said;
use super::texts::{self, Reading};
use super::{normal, units};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::data::dataset::{Dataset, Value};
use crate::data::register;
use crate::plan::{Plan, Site, catalogue};
use crate::publication::glossary;

impl Secrets<'_> {
    /// Warns of what the release `name`, with this plan, shows to readers who may not have it now.
    pub(crate) fn warn_of_release(&self, name: &str, plan: &Plan<'_>, problems: &mut Problems) {
        if self.index.is_empty() {
            return;
        }
        let mut said = Said::new();
        for site in &plan.sites {
            let audiences = &self.publication.audiences;
            // What an audience that no longer exists could read does not matter today.
            let number = audiences.iter().position(|it| it.id == site.audience.id);
            if let Some(audience) = number {
                self.look_at_texts(*site, audience, &mut said);
                self.look_at_data(*site, audience, &mut said);
            }
        }
        // What is for nobody, such as a comment, was not restricted: it is not said any more.
        let is_restricted = |readers: &Set| readers.contains(&true);
        let places = self.places(&said, &is_restricted);
        problems.extend(places.into_iter().map(|(span, (audience, path))| {
            let audience = &self.publication.audiences[audience].id;
            let message = format!(
                "this is not for the audience `{audience}`, but the release `{name}` shows it, in `{path}`"
            );
            Diagnostic::warning(Code::Leak, span, message).with_hint(format!(
                "if it must not be read there either, withdraw the text, restrict it as a whole, or delete `releases/{name}.yaml`"
            ))
        }));
    }

    fn look_at_texts(&self, site: Site<'_>, audience: usize, said: &mut Said) {
        let publication = &**site.projection;
        let numbers = Numbers::new(publication);
        let audiences = &self.publication.audiences;
        let entities = &BTreeMap::new();
        let reading = Reading { audiences, entities, numbers: &numbers, is_open: true };
        // What this audience may not have is not in its projection.
        let all = vec![true; audiences.len()];
        let tag = &site.language.tag;
        let texts = publication.works.values().filter_map(|work| work.manuscript(tag));
        for text in texts.filter(|text| text.is_written()) {
            texts::runs(text, &all, reading, &mut |run| {
                let path = &publication.files.get(run.span.file).path;
                self.look_at((path, run.text), audience, said);
            });
        }
    }

    /// Looks at the data that a site publishes or prints, its registers and terms.
    fn look_at_data(&self, site: Site<'_>, audience: usize, said: &mut Said) {
        let publication = &**site.projection;
        let tag = &site.language.tag;
        let path = |file| &*publication.files.get(file).path;
        let open: BTreeSet<_> = catalogue::published(site).map(|dataset| &dataset.id).collect();
        for dataset in publication.datasets.values().filter(|it| open.contains(&it.id)) {
            for text in dataset.texts().chain(&dataset.notes) {
                self.look_at((path(dataset.file), &text.text(tag)), audience, said);
            }
            for number in numbers(dataset) {
                self.look_at((path(dataset.file), &number), audience, said);
            }
        }
        for register in publication.registers.iter() {
            for text in register::texts(register) {
                self.look_at((path(register.file), &text.text(tag)), audience, said);
            }
        }
        for (_, term) in publication.glossary.iter() {
            for text in term.texts() {
                self.look_at((glossary::PATH, &text.text(tag)), audience, said);
            }
        }
    }

    fn look_at(&self, (path, text): (&str, &str), audience: usize, said: &mut Said) {
        let mut found = Vec::new();
        self.search((path, &normal::plain(text)), audience, &mut found);
        units::amounts(text, &mut |digits, _| {
            self.search_amounts((path, digits), audience, &mut found);
        });
        for stretch in found {
            stretch.note(said);
        }
    }
}

/// Returns the numbers in the rows of a dataset.
fn numbers(dataset: &Dataset) -> impl Iterator<Item = String> + '_ {
    let cells = dataset.rows.iter().flat_map(|row| &row.cells);
    cells.filter_map(|cell| match &cell.value {
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
