//! What a sheet shows otherwise than its values say, and the dataset must declare: hidden rows and columns, cells that are
//! shown as one, and formulas without a result.

use super::shown::Position;
use super::{Cells, Sheet};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::data::rows::remedy::Remedy;
use crate::data::rows::source::Source;

/// So many rows and columns are named in a message.
const NAMED: usize = 6;

/// Checks that what the sheet shows otherwise than it says is declared, in the cells that are read.
///
/// # Errors
/// Reports what is not declared.
pub(super) fn check(sheet: &Sheet, cut: Option<Cells>, source: &Source) -> Result<(), Diagnostic> {
    let Some(area) = table(sheet, cut, source) else { return Ok(()) };
    if let Some(at) = sheet.shown.uncalculated.iter().find(|at| is_in(**at, area)) {
        return Err(uncalculated(*at, sheet, source));
    }
    if source.hidden.is_none() {
        let hidden = Hiding::find(sheet, area);
        if !hidden.is_empty() {
            return Err(hidden.refuse(sheet, source));
        }
    }
    if source.merged.is_none()
        && let Some((first, last)) = merged(sheet, area).next()
    {
        return Err(undecided(first, last, source));
    }
    Ok(())
}

/// Returns the cells below the header that are shown as one and have a value.
pub(super) fn merged_rows(sheet: &Sheet, cut: Option<Cells>, source: &Source) -> Vec<Cells> {
    let area = table(sheet, cut, source);
    area.map(|area| merged(sheet, area).collect()).unwrap_or_default()
}

/// Returns the declarations of what a sheet shows otherwise than it says, with comments.
pub(super) fn remedies(sheet: &Sheet, source: &Source) -> Vec<Remedy> {
    let Some(area) = table(sheet, None, source) else { return Vec::new() };
    let hidden = Hiding::find(sheet, area);
    let is_hiding = !hidden.is_empty();
    let value = format!("skip  # hidden: {}; `read` if they belong to the table", hidden.names());
    let hidden = Remedy { key: "hidden", value: value.into() };
    let value = "repeat  # merged cells all have the value; `first` if only the first has it";
    let merged = merged(sheet, area).next().map(|_| Remedy { key: "merged", value: value.into() });
    is_hiding.then_some(hidden).into_iter().chain(merged).collect()
}

/// Returns the cells from the last line of the header on.
fn table(sheet: &Sheet, cut: Option<Cells>, source: &Source) -> Option<Cells> {
    let ((top, left), (bottom, right)) = sheet.area(cut)?;
    let below = u32::try_from(source.below.unwrap_or_default()).unwrap_or(u32::MAX);
    let above = u32::try_from(source.above).unwrap_or(u32::MAX);
    let (top, bottom) = (top.max(above), bottom.saturating_sub(below));
    let is_filled = |row: &u32| (left..=right).any(|column| sheet.is_filled((*row, column)));
    let head = (top..=bottom).filter(is_filled).nth(source.head.saturating_sub(1))?;
    Some(((head, left), (bottom, right)))
}

/// Whether a cell is one of several.
pub(super) fn is_in((row, column): Position, ((top, left), (bottom, right)): Cells) -> bool {
    (top..=bottom).contains(&row) && (left..=right).contains(&column)
}

impl Sheet {
    fn is_filled(&self, at: Position) -> bool {
        !matches!(self.value(at), calamine::Data::Empty)
    }
}

/// Hidden rows and columns that are not empty.
struct Hiding {
    rows: Vec<u32>,
    columns: Vec<u32>,
}

impl Hiding {
    fn find(sheet: &Sheet, ((top, left), (bottom, right)): Cells) -> Self {
        let rows = (top..=bottom).filter(|row| {
            sheet.shown.hides_row(*row)
                && (left..=right).any(|column| sheet.is_filled((*row, column)))
        });
        let columns = (left..=right).filter(|column| {
            sheet.shown.hides_column(*column)
                && (top..=bottom).any(|row| sheet.is_filled((row, *column)))
        });
        Self { rows: rows.collect(), columns: columns.collect() }
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty()
    }

    /// Returns the names of the rows and columns, as in `rows 3, 7 to 9 and column D`.
    fn names(&self) -> String {
        let rows = listed("row", &self.rows, |row| (row + 1).to_string());
        let columns = listed("column", &self.columns, letters);
        let both: Vec<_> = [rows, columns].into_iter().flatten().collect();
        both.join(" and ")
    }

    fn refuse(&self, sheet: &Sheet, source: &Source) -> Diagnostic {
        let verb = if self.rows.len() + self.columns.len() == 1 { "is" } else { "are" };
        let message =
            format!("{} of the sheet `{}` {verb} hidden, but not empty", self.names(), sheet.name);
        let [skip, read] =
            ["skip", "read"].map(|value| source.declaration(&[remedy("hidden", value)]));
        Diagnostic::error(Code::BadCell, source.file.span, message)
            .with_hint(format!("pass over what is hidden: {skip}"))
            .with_hint(format!("or read it with the rest: {read}"))
    }
}

fn listed(kind: &str, numbers: &[u32], name: impl Fn(u32) -> String) -> Option<String> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(u32, u32)| match last - first {
        0 => name(*first),
        1 => format!("{}, {}", name(*first), name(*last)),
        _ => format!("{} to {}", name(*first), name(*last)),
    };
    let mut names: Vec<_> = runs.iter().take(NAMED).map(run).collect();
    if runs.len() > NAMED {
        names.push("others".to_owned());
    }
    let plural = if numbers.len() > 1 { "s" } else { "" };
    (!names.is_empty()).then(|| format!("{kind}{plural} {}", names.join(", ")))
}

/// Returns the cells that are shown as one and have a value, if that leaves rows or columns of the table without one:
/// no headers, and no text alone on its row.
fn merged(sheet: &Sheet, area: Cells) -> impl Iterator<Item = Cells> {
    let ((head, left), (_, right)) = area;
    let is_open = move |cells: &Cells| {
        let (first, last) = *cells;
        let row = first.0;
        let others = (left..=right).filter(|column| !(first.1..=last.1).contains(column));
        let is_alone =
            first.0 == last.0 && !others.into_iter().any(|column| sheet.is_filled((row, column)));
        is_in(first, area) && row > head && sheet.is_filled(first) && !is_alone
    };
    sheet.shown.merged.iter().copied().filter(is_open)
}

fn undecided(first: Position, last: Position, source: &Source) -> Diagnostic {
    let message = format!(
        "the cells {} to {} are merged: the file has a value for the first of them only",
        cell_name(first),
        cell_name(last)
    );
    let [repeat, only] =
        ["repeat", "first"].map(|value| source.declaration(&[remedy("merged", value)]));
    Diagnostic::error(Code::BadCell, source.file.span, message)
        .with_hint(format!("if it is the value of all of them: {repeat}"))
        .with_hint(format!("if the others have none: {only}"))
}

fn uncalculated(at: Position, sheet: &Sheet, source: &Source) -> Diagnostic {
    let others = match sheet.shown.uncalculated.len() {
        1 => String::new(),
        2 => ", as has 1 other cell".to_owned(),
        count => format!(", as have {} other cells", count - 1),
    };
    let message = format!("the cell {} has a formula without its result{others}", cell_name(at));
    Diagnostic::error(Code::BadCell, source.file.span, message).with_hint(
        "open the file in a spreadsheet program, which computes the results, and save it again",
    )
}

fn remedy(key: &'static str, value: &str) -> Remedy {
    Remedy { key, value: value.into() }
}

fn cell_name((row, column): Position) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// Returns the name of a column: A to Z, then AA.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
