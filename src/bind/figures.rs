//! Composing tables and pictures.

use ecow::EcoString;

use super::Binder;
use super::attributes::Owner;
use super::collect::is_figure;
use super::figure_data::as_printed;
use super::ledger::{Exhibit, ShownCell};
use super::row_groups;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::{TABLE_CELLS, TABLE_COLUMNS};
use crate::base::span::{Span, Spanned};
use crate::data::dataset::{Cell, Column as DataColumn, ColumnKind, Dataset, Value};
use crate::data::expression::Selector;
use crate::data::formats::check_rounding;
use crate::data::measure::Unit;
use crate::data::names::capital;
use crate::data::select::{Position, column};
use crate::data::table::Printer;
use crate::language::{Collation, Word, count_words};
use crate::markup::{self, Direction, Picture, TableBlock};
use crate::tree::{
    Align, Block, Column, Figure, FigureForm, Inline, Inlines, Table, TableKind, cited_text,
    plain_text,
};

impl<'a> Binder<'a, '_> {
    pub(super) fn picture(&mut self, picture: &'a Picture, span: Span) -> Option<Block> {
        let image = self.image(picture)?;
        if !is_figure(picture) {
            return Some(Block::Image(image));
        }
        let title = self.inlines(&picture.caption);
        let id = picture.attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let label = self.figure_label(FigureForm::Figure, span);
        Some(Block::Figure(Box::new(Figure {
            id,
            label,
            ..Figure::written(FigureForm::Figure, title, Block::Image(image))
        })))
    }

    pub(super) fn written_table(&mut self, table: &'a markup::Table, span: Span) -> Block {
        // The caption stands above the table, so its notes come first.
        let title = self.inlines(&table.caption);
        let head: Vec<_> = table.head.iter().map(|cell| self.inlines(cell)).collect();
        if head.iter().all(|cell| plain_text(cell).trim().is_empty()) {
            let problem =
                Diagnostic::error(Code::HeadlessTable, span, "this table has no header row");
            self.problems
                .push(problem.with_hint("write in its first line what each column contains"));
        }
        let columns = head.into_iter().zip(&table.aligns).map(|(head, align)| Column {
            align: *align,
            head,
            unit: EcoString::new(),
        });
        let columns = columns.collect();
        let rows = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| self.inlines(cell)).collect())
            .collect();
        let body = Block::Table(Table { columns, rows, ..Table::default() });
        self.check_attributes(&table.attributes, Owner::Table);
        if table.caption.is_empty() && table.attributes.id.is_none() {
            return body;
        }
        let id = table.attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let label = self.figure_label(FigureForm::Table, span);
        Block::Figure(Box::new(Figure {
            id,
            label,
            ..Figure::written(FigureForm::Table, title, body)
        }))
    }

    pub(super) fn data_table(&mut self, block: &'a TableBlock, span: Span) -> Option<Block> {
        let dataset = self.data().dataset(&block.data);
        let dataset = self.problems.keep(dataset)?;
        let printed = as_printed(dataset, block.round.map(|round| round.value));
        let dataset = printed.as_ref().unwrap_or(dataset);
        let (mut rows, mut columns) = self.select(block, dataset)?;
        let groups = self.row_groups(block, dataset, (&mut rows, &mut columns))?;
        let over = self.head_groups(block, dataset, &columns)?;
        self.problems.keep(within_limits(block, (rows.len(), columns.len())))?;
        let shared_unit = self.shared_unit(dataset, &columns);
        let heads =
            columns.iter().map(|&column| self.head(&dataset.columns[column], shared_unit.as_ref()));
        let heads = heads.collect();
        let title = self.inlines(&block.title);
        let id = block.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let label = self.figure_label(FigureForm::Table, span);
        let body = self.data_rows(dataset, (&rows, &columns), block.round);
        let exhibit = Exhibit {
            form: FigureForm::Table,
            dataset,
            id: id.clone(),
            label: label.clone(),
            span,
        };
        self.record_cells(&exhibit, numbers(dataset, (&rows, &columns), &body));
        let row_heads = columns.first() == Some(&dataset.key);
        let (heads, mut body) = match block.transpose {
            Some(place) => {
                self.problems.keep(turns(dataset, &columns, place))?;
                self.transposed(heads, &body)
            }
            None => (heads, body),
        };
        let width = heads.len();
        let kind = if groups.is_empty() { TableKind::Records } else { TableKind::Composed };
        let spans = row_groups::with_heads(&mut body, groups, width);
        let turned = block.transpose.and_then(|_| columns.get(1));
        let turned = turned.map(|&column| self.locale.measured(&dataset.columns[column].measure));
        let shared_unit = shared_unit.or(turned).filter(|unit| !unit.is_empty());
        // Without the heads of groups, the files need the column that they are from.
        let by = block.group_by.as_ref().and_then(|name| column(dataset, name).ok());
        let given: Vec<_> = by.into_iter().chain(columns.iter().copied()).collect();
        let data = self.shown_data(&exhibit, (&rows, &given));
        Some(Block::Figure(Box::new(Figure {
            id,
            form: FigureForm::Table,
            label,
            title,
            subtitle: shared_unit.map(|unit| vec![Inline::text(unit)]).unwrap_or_default(),
            body: Block::Table(Table {
                columns: heads,
                groups: over,
                rows: body,
                row_heads,
                spans,
                kind,
            }),
            note: self.inlines(&block.note),
            source: self.formatted_citation(span).unwrap_or_default(),
            data: Some(data),
        })))
    }

    /// Exchanges the rows and the columns of a table whose first column names its rows.
    fn transposed(
        &self,
        heads: Vec<Column>,
        body: &[Vec<Inlines>],
    ) -> (Vec<Column>, Vec<Vec<Inlines>>) {
        let is_year = |column: &Column| {
            let text = plain_text(&column.head);
            text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let corner = if heads[1..].iter().all(is_year) {
            capital(&self.locale.words.get(Word::ColumnTypeYear))
        } else {
            EcoString::new()
        };
        let head = |text: Inlines, align| Column { align, head: text, unit: EcoString::new() };
        let corner = if corner.is_empty() { Vec::new() } else { vec![Inline::text(corner)] };
        let names = body.iter().filter_map(|row| row.first().cloned());
        let turned = std::iter::once(head(corner, Align::Start))
            .chain(names.map(|name| head(name, Align::Number)))
            .collect();
        let rows = heads.into_iter().enumerate().skip(1).map(|(index, column)| {
            let cells = body.iter().filter_map(|row| row.get(index).cloned());
            std::iter::once(column.head).chain(cells).collect()
        });
        (turned, rows.collect())
    }

    /// Composes the cells of a data table.
    pub(super) fn data_rows(
        &mut self,
        dataset: &Dataset,
        (rows, columns): (&[usize], &[usize]),
        round: Option<Spanned<u32>>,
    ) -> Vec<Vec<Inlines>> {
        if let Some(round) = &round {
            let all = rows.iter().flat_map(|&row| columns.iter().map(move |&at| (row, at)));
            let numbers = all.filter_map(|(row, at)| {
                let cell = &dataset.rows[row].cells[at];
                let Value::Number(number) = cell.value else { return None };
                Some((number, cell.span))
            });
            self.problems.keep(check_rounding(round, numbers));
        }
        let mut cell = |row: usize, column: usize| self.cell(dataset, (row, column), round);
        let mut cells = |&row: &usize| columns.iter().map(|&column| cell(row, column)).collect();
        rows.iter().map(&mut cells).collect()
    }

    /// Returns the numbers of the rows and columns that a table shows, in its order; none if it
    /// names some that are not there, all of which are reported.
    pub(super) fn select(
        &mut self,
        block: &TableBlock,
        dataset: &Dataset,
    ) -> Option<(Vec<usize>, Vec<usize>)> {
        let selected = self.selected(dataset, block.rows.as_ref(), block.columns.as_ref());
        let sort = block.sort.as_ref();
        let sort = sort.map(|sort| (self.problems.keep(column(dataset, &sort.column)), sort));
        let (mut rows, columns) = selected?;
        if let Some((column, sort)) = sort {
            let column = column?;
            let collation = self.language().collation();
            rows.sort_by(|&left, &right| {
                let (left, right) =
                    (&dataset.rows[left].cells[column], &dataset.rows[right].cells[column]);
                self.order(left, right, (sort.direction, &collation))
            });
        }
        // A total stands below what it is a total of, whatever the order.
        rows.sort_by_key(|row| dataset.totals.contains(row));
        Some((rows, columns))
    }

    /// Returns the rows and columns that selectors name, or all; none if some are not there,
    /// all of which are reported.
    pub(super) fn selected(
        &mut self,
        dataset: &Dataset,
        rows: Option<&Selector>,
        columns: Option<&Selector>,
    ) -> Option<(Vec<usize>, Vec<usize>)> {
        let selecting = self.data().selecting(dataset);
        let all = || Ok((0..dataset.columns.len()).collect());
        let columns = columns.map_or_else(all, |names| selecting.columns(names));
        let columns = columns.map_err(|found| self.problems.extend(found)).ok();
        // Rows are looked for even if no column is right, so that all mistakes come at once.
        let shown = columns.as_deref().unwrap_or(&[]);
        let all = || Ok((0..dataset.rows.len()).collect());
        let rows = rows.map_or_else(all, |names| selecting.rows(names, shown));
        let rows = rows.map_err(|found| self.problems.extend(found)).ok();
        Some((rows?, columns?))
    }

    /// Orders two cells; missing values come last in either direction.
    fn order(
        &self,
        left: &Cell,
        right: &Cell,
        (direction, collation): (Direction, &Collation),
    ) -> std::cmp::Ordering {
        use std::cmp::Ordering;
        let order = match (&left.value, &right.value) {
            (Value::Missing, Value::Missing) => return Ordering::Equal,
            (Value::Missing, _) => return Ordering::Greater,
            (_, Value::Missing) => return Ordering::Less,
            (Value::Number(left), Value::Number(right)) => left.cmp(right),
            _ => collation.compare(&self.plain(left), &self.plain(right)),
        };
        match direction {
            Direction::Ascending => order,
            Direction::Descending => order.reverse(),
        }
    }

    /// Returns the unit that all columns of numbers share, if there are several of them.
    pub(super) fn shared_unit(&self, dataset: &Dataset, columns: &[usize]) -> Option<EcoString> {
        let mut numbers = columns
            .iter()
            .map(|&column| &dataset.columns[column])
            .filter(|column| column.kind == ColumnKind::Number);
        let first = &numbers.next()?.measure;
        let rest: Vec<_> = numbers.collect();
        let is_shared = rest.len() >= 2 && rest.iter().all(|column| column.measure == *first);
        if !is_shared || first.unit == Unit::None {
            return None;
        }
        Some(self.locale.measured(first))
    }

    pub(super) fn head(&self, column: &DataColumn, shared_unit: Option<&EcoString>) -> Column {
        let is_number = matches!(column.kind, ColumnKind::Number | ColumnKind::Year);
        let unit = match shared_unit {
            None if is_number => self.locale.unit(&column.measure),
            _ => EcoString::new(),
        };
        Column {
            align: if is_number { Align::Number } else { Align::Start },
            head: vec![Inline::text(column.title_in(&self.language().tag))],
            unit,
        }
    }

    /// Composes one cell.
    pub(super) fn cell(
        &mut self,
        dataset: &Dataset,
        (row, column): Position,
        round: Option<Spanned<u32>>,
    ) -> Inlines {
        let cell = &dataset.rows[row].cells[column];
        if let Value::Source(_) = cell.value {
            return self.formatted_citation(cell.span).unwrap_or_default();
        }
        if let Some(text) = self.written(dataset, (row, column)) {
            return text;
        }
        let round = round.map(|round| round.value);
        let kind = dataset.columns[column].kind;
        let text = self.printer().cell(&cell.value, kind, dataset.status(row, column), round);
        self.words += count_words(&text);
        let text = vec![Inline::text(text)];
        if dataset.totals.contains(&row) {
            return vec![Inline::Strong { content: text }];
        }
        text
    }

    /// Composes a cell that was made of lines of Markdown, in an entry of a register; none of any other cell.
    fn written(&mut self, dataset: &Dataset, place: Position) -> Option<Inlines> {
        let register = self.resources.publication.registers.get(&dataset.id)?;
        let (field, value) = register.written(dataset, place)?;
        if !value.is_composed() {
            return None;
        }
        let text = self.entry_value(field, value);
        self.written.insert((dataset.id.clone(), place), cited_text(&text));
        Some(text)
    }

    /// Returns a cell as text of the edition's language.
    pub(super) fn plain(&self, cell: &Cell) -> EcoString {
        self.printer().plain(&cell.value)
    }

    /// Returns what cells are printed with.
    pub(super) fn printer(&self) -> Printer<'_> {
        Printer { locale: self.locale, entities: &self.resources.publication.entities }
    }
}

/// Returns the cells of a data table that hold numbers; the names of rows are none.
pub(super) fn numbers<'t>(
    dataset: &'t Dataset,
    (rows, columns): (&'t [usize], &'t [usize]),
    body: &'t [Vec<Inlines>],
) -> impl Iterator<Item = ShownCell> + 't {
    rows.iter().zip(body).flat_map(move |(&row, texts)| {
        columns.iter().zip(texts).filter_map(move |(&column, text)| {
            let cell = &dataset.rows[row].cells[column];
            let is_number = matches!(cell.value, Value::Number(_)) && column != dataset.key;
            is_number.then(|| ShownCell { row, column, text: plain_text(text) })
        })
    })
}

/// Reports a table with more columns or cells than a page can show.
fn within_limits(block: &TableBlock, (rows, columns): (usize, usize)) -> Result<(), Diagnostic> {
    let hint = "name fewer with `rows:` and `columns:`; readers get all of them with the data";
    TABLE_COLUMNS.check(columns, block.data.span, hint)?;
    TABLE_CELLS.check(rows.saturating_mul(columns), block.data.span, hint)
}

/// Reports columns that cannot be rows of one table: without names of rows, of texts, or of several units.
fn turns(dataset: &Dataset, columns: &[usize], place: Span) -> Result<(), Diagnostic> {
    if columns.first() != Some(&dataset.key) {
        let message = "only a table that begins with the names of its rows can be turned";
        let key = &dataset.columns[dataset.key].name;
        return Err(Diagnostic::error(Code::BadValue, place, message)
            .with_hint(format!("begin `columns:` with `{key}`")));
    }
    let shown: Vec<_> = columns[1..].iter().map(|&column| &dataset.columns[column]).collect();
    let is_alike = shown
        .iter()
        .all(|column| column.kind == ColumnKind::Number && column.measure == shown[0].measure);
    if is_alike && !shown.is_empty() {
        return Ok(());
    }
    Err(Diagnostic::error(Code::BadValue, place, "these columns are not of one measure")
        .with_hint("a column of the turned table would hold several: name columns of one measure"))
}
