//! Maps: a row for each region, one column of numbers or of words.

use std::sync::Arc;

use ecow::EcoString;
use rust_decimal::prelude::ToPrimitive;

use super::shown::{Shown, Steps, check_units};
use super::{Binder, Parts};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::limits::CHART_NAMES;
use crate::base::span::Span;
use crate::bind::ledger::Exhibit;
use crate::chart::{
    Atlas, AtlasError, Chart, Classing, Datum, Extent, Form, Map, Position, Series, Symbol,
};
use crate::data::dataset::{ColumnKind, Dataset, Provenance, Value};
use crate::data::select::column;
use crate::language::Word;
use crate::markup::{Axis, ChartBlock, MapBlock, ShapesBlock};
use crate::projection::SHAPES;
use crate::publication::identifier::country;
use crate::tree::{Inline, Inlines, plain_text};

/// Whose outlines the program carries.
const NATURAL_EARTH: &str = "Natural Earth";

impl<'a> Binder<'a, '_> {
    /// Composes a map.
    pub(super) fn map(
        &mut self,
        block: &'a ChartBlock,
        map: &'a MapBlock,
        exhibit: &Exhibit<'_>,
    ) -> Option<Parts> {
        let place = block.table.data.span;
        let shown = self.mapped(block, exhibit.dataset)?;
        self.problems.keep(CHART_NAMES.check(shown.rows.len(), place, "show fewer rows"))?;
        let atlas = self.atlas(map, block.form.span);
        let atlas = self.problems.keep(atlas)?;
        let codes = self.codes(&shown, (&atlas, place));
        let codes = self.problems.keep_all(codes)?;
        let highlighted: Vec<_> =
            block.highlight.iter().map(|name| self.member(&shown, Axis::Rows, name)).collect();
        let highlighted = self.problems.keep_all(highlighted)?;
        let names = self.class_names(&shown);
        if block.form.value == Form::Map(Symbol::Circle) && !names.is_empty() {
            self.problems.push(no_circles(shown.dataset, block.form.span));
            return None;
        }
        let classing =
            if names.is_empty() { map.classing.clone() } else { Classing::Named(names.clone()) };
        let series = self.regions(&shown, &names, &highlighted);
        let table = self.values_table(block, &shown, exhibit);
        let decimals = block.table.round.map_or_else(|| shown.decimals(), |round| round.value);
        let words = self.locale.words;
        let chart = Chart {
            map: Some(Map { atlas, codes, extent: map.extent, middle: map.middle, classing }),
            decimals: usize::try_from(decimals).unwrap_or_default(),
            values: block.values,
            missing: words.get(Word::MissingValue).into(),
            absent: words.get(Word::NoData).into(),
            ..Chart::new(block.form.value, vec![series])
        };
        let measured = self.locale.measured(shown.measure());
        let measured = if measured.is_empty() { Vec::new() } else { vec![Inline::text(measured)] };
        let data = self.shown_data(exhibit, (&shown.rows, &shown.table_columns()));
        Some(Parts { chart, table, measured, remarks: Vec::new(), data })
    }

    /// Returns what is said of a map's outlines, under it.
    pub(super) fn outlines_note(&mut self, map: &'a MapBlock) -> Inlines {
        let source = match &map.shapes {
            Some(shapes) => plain_text(&self.inlines(&shapes.source)),
            None => NATURAL_EARTH.into(),
        };
        vec![Inline::text(self.locale.words.get(Word::MapShapes { source: &source }))]
    }

    /// Finds the rows, the column that says which regions they are, and the one that is shown.
    fn mapped<'d>(&mut self, block: &ChartBlock, dataset: &'d Dataset) -> Option<Shown<'d>> {
        let selected = self.select(&block.table, dataset);
        let labels = match &block.labels {
            Some(name) => self.problems.keep(column(dataset, name)),
            None => Some(region_column(dataset)),
        };
        let ((rows, selected), labels) = (selected?, labels?);
        let named = block.table.columns.is_some();
        let is_shown = |&column: &usize| {
            let kind = dataset.columns[column].kind;
            column != labels && (kind == ColumnKind::Number || named && kind == ColumnKind::Text)
        };
        let columns: Vec<_> = selected.into_iter().filter(is_shown).collect();
        if columns.len() != 1 {
            self.problems.push(not_one_column(dataset, &columns, block.table.data.span));
            return None;
        }
        let (series, steps) = (Axis::Columns, Steps::Names);
        let shown = Shown { dataset, rows, columns, labels, series, steps };
        self.problems.keep(check_units(&shown, block.table.data.span))?;
        Some(shown)
    }

    /// Returns the outlines that a map is drawn from.
    fn atlas(&self, map: &MapBlock, span: Span) -> Result<Arc<Atlas>, Diagnostic> {
        if let Some(shapes) = &map.shapes {
            return self.own_atlas(shapes);
        }
        let style = &self.resources.theme.charts;
        let outlines = match map.extent {
            Extent::World => &style.world,
            Extent::Places | Extent::Box { .. } => &style.regions,
        };
        outlines.atlas().map_err(|error| {
            let message = format!("`maps/{}` of the theme {error}", outlines.name);
            Diagnostic::error(Code::BadChart, span, message).with_hint(hint(&error))
        })
    }

    fn own_atlas(&self, shapes: &ShapesBlock) -> Result<Arc<Atlas>, Diagnostic> {
        let assets = &self.resources.publication.assets;
        let Some(bytes) = assets.get(&format!("{SHAPES}{}", shapes.file.value)) else {
            let message = format!("there is no file `{SHAPES}{}`", shapes.file.value);
            let known = assets.keys().filter_map(|path| path.strip_prefix(SHAPES));
            let hint = did_you_mean(&shapes.file.value, known);
            let hint = hint
                .unwrap_or_else(|| format!("put it into `{SHAPES}`, as `.geojson` or `.topojson`"));
            return Err(
                Diagnostic::error(Code::BrokenLink, shapes.file.span, message).with_hint(hint)
            );
        };
        Atlas::read(bytes, shapes.code.as_deref()).map(Arc::new).map_err(|error| {
            let message = format!("`{SHAPES}{}` {error}", shapes.file.value);
            Diagnostic::error(Code::BadChart, shapes.file.span, message).with_hint(hint(&error))
        })
    }

    /// Returns the codes of the regions of the rows; each must be in the atlas, and there once.
    fn codes(
        &self,
        shown: &Shown<'_>,
        (atlas, place): (&Atlas, Span),
    ) -> Vec<Result<String, Diagnostic>> {
        let mut seen: Vec<EcoString> = Vec::new();
        let mut code = |row: &usize| {
            let cell = &shown.dataset.rows[*row].cells[shown.labels];
            let name = self.plain(cell);
            let code = self.code(&cell.value).ok_or_else(|| {
                let message = format!("`{name}` has no code, so it cannot be placed on the map");
                Diagnostic::error(Code::BadChart, place, message).with_hint(
                    "give it a `code:` in `content/entities.yaml`, or leave its row out of `rows:`",
                )
            })?;
            if seen.contains(&code) {
                let message = format!("the map has two rows for `{name}`");
                return Err(Diagnostic::error(Code::BadChart, place, message)
                    .with_hint("in `rows:`, name one row for each region"));
            }
            seen.push(code.clone());
            // Many files of outlines have the codes of three letters.
            let long = country::alpha_3(&code).filter(|long| atlas.find(long).is_some());
            if let Some(long) = long.filter(|_| atlas.find(&code).is_none()) {
                return Ok(long.to_owned());
            }
            if atlas.find(&code).is_none() {
                let message = format!("the outlines have no region `{code}`, the code of `{name}`");
                let hint = did_you_mean(&code, atlas.codes());
                let hint = hint.unwrap_or_else(|| {
                    "use the codes of the outlines, or leave its row out of `rows:`".to_owned()
                });
                return Err(Diagnostic::error(Code::BadChart, place, message).with_hint(hint));
            }
            Ok(code.into())
        };
        shown.rows.iter().map(&mut code).collect()
    }

    /// Returns what outlines call a region: the code of an entity, or the text itself.
    fn code(&self, value: &Value) -> Option<EcoString> {
        match value {
            Value::Entity(id) => self.resources.publication.entities.get(id)?.code.clone(),
            Value::Text(text) => Some(text.text(&self.language().tag)),
            Value::Missing
            | Value::Number(_)
            | Value::Date(_)
            | Value::Boolean(_)
            | Value::Source(_) => None,
        }
    }

    /// Returns the words that the column holds, in the order of the rows; none if it has numbers.
    fn class_names(&self, shown: &Shown<'_>) -> Vec<String> {
        let column = shown.columns[0];
        if shown.dataset.columns[column].kind == ColumnKind::Number {
            return Vec::new();
        }
        let mut names = Vec::new();
        for &row in &shown.rows {
            let cell = &shown.dataset.rows[row].cells[column];
            let name = String::from(self.plain(cell));
            if cell.value != Value::Missing && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn regions(&self, shown: &Shown<'_>, names: &[String], highlighted: &[usize]) -> Series {
        let column = shown.columns[0];
        let datum = |(position, &row): (usize, &usize)| {
            let cell = &shown.dataset.rows[row].cells[column];
            let value = match &cell.value {
                Value::Number(number) => number.to_f64(),
                Value::Missing => None,
                _ => {
                    let name = self.plain(cell);
                    let index = names.iter().position(|known| *known == *name);
                    index.and_then(|index| u32::try_from(index).ok()).map(f64::from)
                }
            };
            let name = self.member_name(shown, Axis::Rows, position);
            let datum = Datum::new(Position::Category(name), value);
            let datum = match shown.dataset.columns[column].provenance {
                Provenance::Stated => datum,
                Provenance::Inferred => datum.inferred(),
            };
            let has_colour = highlighted.is_empty() || highlighted.contains(&position);
            if has_colour { datum } else { datum.in_context() }
        };
        Series::new("", shown.rows.iter().enumerate().map(datum).collect())
    }
}

/// Returns the column that names regions: the first of entities, or else the key.
fn region_column(dataset: &Dataset) -> usize {
    let is_entity = |column: usize| dataset.columns[column].kind == ColumnKind::Entity;
    if is_entity(dataset.key) {
        return dataset.key;
    }
    (0..dataset.columns.len()).find(|column| is_entity(*column)).unwrap_or(dataset.key)
}

fn not_one_column(dataset: &Dataset, columns: &[usize], span: Span) -> Diagnostic {
    let names: Vec<_> = columns
        .iter()
        .take(4)
        .map(|column| format!("`{}`", dataset.columns[*column].name))
        .collect();
    let message = if names.is_empty() {
        format!("the map shows no column of `{}`", dataset.id)
    } else {
        format!("a map shows one column, but these are {}", names.join(", "))
    };
    Diagnostic::error(Code::BadChart, span, message)
        .with_hint("name one column of numbers or of words, such as `columns: 2016`")
}

fn no_circles(dataset: &Dataset, span: Span) -> Diagnostic {
    let message =
        format!("circles show amounts, but this column of `{}` contains words", dataset.id);
    Diagnostic::error(Code::BadChart, span, message).with_hint("write `symbols: areas`")
}

/// Returns what to do about a file that is no atlas.
fn hint(error: &AtlasError) -> String {
    match error {
        AtlasError::NotDegrees => "export it again in longitude and latitude (WGS 84, EPSG:4326)",
        AtlasError::NoCode { found, .. } if !found.is_empty() => {
            let found: Vec<_> = found.iter().take(12).map(|name| format!("`{name}`")).collect();
            return format!("write in `code:` which property it is: {}", found.join(", "));
        }
        AtlasError::NotJson { .. }
        | AtlasError::NotShapes
        | AtlasError::Broken
        | AtlasError::Empty
        | AtlasError::NoCode { .. } => {
            "export the outlines as GeoJSON: polygons, with a code for each region"
        }
    }
    .to_owned()
}
