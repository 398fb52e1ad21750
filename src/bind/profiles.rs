//! Composing the list of a text's profiles.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::data::dataset::Value;
use crate::data::evaluate::{Computed, Data, evaluate};
use crate::data::expression::Binding;
use crate::data::measure::Scale;
use crate::language::Word;
use crate::plan::Edition;
use crate::publication::profile::Figure;
use crate::tree::{
    Align, Block, Column, EntryForm, Inline, Inlines, LedgerEntry, ListItem, Table, TableKind,
};

/// So many other places are named as being like one.
const ALIKE: usize = 3;

impl<'a> Binder<'a, '_> {
    /// Composes the list of the profiles of this edition's site, by the names of their entities;
    /// a table, if it shows figures of each.
    pub(super) fn profiles(&mut self) -> Vec<Block> {
        let profile = self.edition.manuscript.profile.as_ref();
        let chart = profile.into_iter().flat_map(|profile| &profile.chart);
        let mut blocks: Vec<_> = chart.filter_map(|chart| self.block(chart)).collect();
        blocks.push(self.list_of_profiles());
        blocks
    }

    fn list_of_profiles(&mut self) -> Block {
        let (plan, edition) = (self.resources.plan, self.edition);
        let figures = edition.manuscript.profile.as_ref().map(|profile| &profile.figures[..]);
        let figures = figures.unwrap_or_default();
        if figures.is_empty() {
            let item = |profile| ListItem {
                task: None,
                blocks: vec![Block::Paragraph { content: vec![self.link_to(profile)] }],
            };
            let items = plan.profiles(edition).map(item).collect();
            return Block::List { start: None, tight: true, items };
        }
        let mut columns = vec![Column::named(Vec::new(), Align::Start)];
        for figure in figures {
            columns.push(Column::named(self.inlines(&figure.label), Align::Start));
        }
        let mut rows = Vec::new();
        for profile in plan.profiles(edition) {
            rows.push(self.figures_of(profile, figures, &mut columns));
        }
        Block::Comparison(Table {
            columns,
            rows,
            row_heads: true,
            kind: TableKind::Records,
            ..Table::default()
        })
    }

    fn figures_of(
        &mut self,
        profile: &Edition<'a>,
        figures: &'a [Figure],
        columns: &mut [Column],
    ) -> Vec<Inlines> {
        self.listed = profile.subject.entity();
        let mut earlier = std::mem::take(self.problems);
        let mut row = vec![vec![self.link_to(profile)]];
        for (figure, column) in figures.iter().zip(columns.iter_mut().skip(1)) {
            let cell = self.headline_figure(figure);
            let is_number = |entry: &LedgerEntry| entry.form == EntryForm::Number;
            if let Inline::Number { entry, .. } = &cell
                && self.ledger.get(*entry).is_some_and(is_number)
            {
                column.align = Align::Number;
            }
            row.push(vec![cell]);
        }
        earlier.extend(std::mem::take(self.problems).of_profile(self.listed));
        *self.problems = earlier;
        self.listed = None;
        row
    }

    fn headline_figure(&mut self, figure: &Figure) -> Inline {
        // What cannot be printed was reported.
        let missing = Inline::text(self.printer().plain(&Value::Missing));
        self.number(&figure.value).unwrap_or(missing)
    }

    /// Composes links to the profiles that are nearest to this one by the value that its text names; none if it names no
    /// value, or has none for this place.
    pub(super) fn places_like_this(&mut self) -> Vec<Block> {
        let plan = self.resources.plan;
        let profile = self.edition.manuscript.profile.as_ref();
        let like = profile.and_then(|profile| profile.like.as_ref());
        let own = self.edition.subject.entity();
        let (Some(like), Some(own), Some(index)) = (like, own, plan.index_of(self.edition)) else {
            return Vec::new();
        };
        let own_value = match self.value_for(like, own) {
            Ok(value) => value,
            Err(problem) if problem.code.is_of_missing() => return Vec::new(),
            Err(problem) => {
                self.problems.push(problem);
                return Vec::new();
            }
        };
        let mut others: Vec<_> = plan
            .profiles(index)
            .filter_map(|other| {
                let id = other.subject.entity().filter(|id| *id != own)?;
                // What is wrong with it is reported in its own profile.
                let value = self.value_for(like, id).ok()?;
                Some(((value - own_value).abs(), other))
            })
            .collect();
        others.sort_by_key(|(distance, _)| *distance);
        others.truncate(ALIKE);
        if others.is_empty() {
            return Vec::new();
        }
        let items = others.into_iter().map(|(_, other)| ListItem {
            task: None,
            blocks: vec![Block::Paragraph { content: vec![self.link_to(other)] }],
        });
        let items = items.collect();
        let head: EcoString = self.locale.words.get(Word::PlacesLikeThis).into();
        let head = vec![Inline::Strong { content: vec![Inline::text(head)] }];
        vec![Block::Paragraph { content: head }, Block::List { start: None, tight: true, items }]
    }

    /// Returns a number for an entity, in single units.
    fn value_for(&self, binding: &Binding, id: &'a EcoString) -> Result<Decimal, Diagnostic> {
        let data = Data { this: Some(id), ..self.data() };
        let evaluated = evaluate(&binding.expression, data)?;
        if let Computed::Quantity(quantity) = &evaluated.value
            && let Some(number) = quantity.rescaled(Scale::One)
        {
            return Ok(number);
        }
        let message = "`like` is a number of each place";
        Err(Diagnostic::error(Code::TypeMisuse, binding.span, message)
            .with_hint("write `like: \"dataset[@this, column]\"`"))
    }

    fn link_to(&self, profile: &Edition<'a>) -> Inline {
        let id = profile.subject.entity();
        let name = id.map(|id| self.resources.publication.entities.name(id));
        let name = name.map(|name| name.text(&self.language().tag)).unwrap_or_default();
        let target = self.edition.site.target(profile, EcoString::new());
        Inline::link(target, vec![Inline::text(name)])
    }
}
