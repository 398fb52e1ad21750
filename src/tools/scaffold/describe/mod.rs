//! Describing a file of rows: `quipu new dataset NAME --from FILE`.
//!
//! What the file itself shows is declared; what it leaves open stands as a comment that asks.

mod column;
mod json;
mod keys;
mod numbers;
mod table;
mod write;

use std::path::Path;

use super::Refusal;
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::base::span::{FileId, Span, Spanned};
use crate::data::dataset::ColumnKind;
use crate::data::rows::nines::Nines;
use crate::data::rows::notation::Notation;
use crate::data::rows::remedy::{Remedy, quoted};
use crate::data::rows::source::{HiddenCells, Merged};
use crate::data::rows::workbook::Workbook;
use crate::data::rows::{self, Source};
use column::{Guess, Signs, guesses};
use keys::keys;
use table::Table;

/// So many records of JSON and Parquet say what a column holds.
const SAMPLE: usize = 50_000;

/// A file of rows and its description.
pub(super) struct Described {
    /// The name of the file.
    pub file: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
    /// The dataset that describes it, as YAML.
    pub yaml: String,
}

/// Reads the file at `path` and describes it as a dataset with this title.
///
/// # Errors
/// Refuses a file that cannot be read or contains no table.
pub(super) fn read(title: &str, path: &Path) -> Result<Described, Refusal> {
    let bytes = files::foreign_bytes(path).map_err(|error| Refusal::Io(path.to_owned(), error))?;
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let file = file.unwrap_or_default();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let extension = extension.unwrap_or_default();
    let (table, mut remedies) = if rows::WORKBOOKS.contains(&extension.as_str()) {
        sheet(&bytes, &file)?
    } else if extension == rows::PARQUET {
        (parquet(&bytes, &file)?, Vec::new())
    } else {
        let (text, remedies) = decoded(&bytes);
        if extension == "json" {
            let records = json::read(&text)?;
            (Some(whole(records.heads, records.rows)), records.remedies)
        } else {
            let own = if matches!(extension.as_str(), "tsv" | "tab") { b'\t' } else { b',' };
            (table::find(&text, own), remedies)
        }
    };
    let table = table.ok_or_else(|| {
        Refusal::misuse(
            format!("`{file}` contains no table"),
            "its first line should name the columns",
        )
    })?;
    let own = match extension.as_str() {
        "tsv" | "tab" => b'\t',
        _ => b',',
    };
    if table.delimiter != own && !matches!(extension.as_str(), "json") {
        remedies.push(rows::delimiter_remedy(table.delimiter));
    }
    let yaml = describe(title, &file, &table, remedies);
    Ok(Described { file, bytes, yaml })
}

/// Returns records as a table that is nothing but its rows.
fn whole(heads: Vec<String>, rows: Vec<Vec<String>>) -> Table {
    let (above, head, below) = (0, 1, 0);
    Table { delimiter: b',', above, head, below, titles: Vec::new(), heads, rows, score: 0 }
}

/// Returns the largest table of the sheets of a workbook, and which sheet it is if not the first.
fn sheet(bytes: &[u8], file: &str) -> Result<(Option<Table>, Vec<Remedy>), Refusal> {
    let place = Span::start_of(FileId(0));
    let mut source = Source::plain(Spanned::new(file.into(), place));
    (source.hidden, source.merged) = (Some(HiddenCells::Skipped), Some(Merged::First));
    let mut best: Option<(Table, usize)> = None;
    let mut book = Workbook::open(bytes, &source).map_err(refused)?;
    let names = book.sheets();
    for number in 0..names.len().max(1) {
        source.sheet = names.get(number).map(|name| Spanned::new(name.as_str().into(), place));
        let text = book.text(&source).map_err(refused)?;
        let Some(table) = table::find(&text, b',') else { continue };
        // Sheets of contents and notes are tables as well, of words.
        if best.as_ref().is_none_or(|(best, _)| table.score > best.score) {
            best = Some((table, number));
        }
    }
    let Some((mut table, number)) = best else { return Ok((None, Vec::new())) };
    let remedy = || Remedy { key: "sheet", value: quoted(&names[number]) };
    let is_first = names[number] == book.first();
    let mut remedies: Vec<_> = (!is_first).then(remedy).into_iter().collect();
    source.sheet = Some(Spanned::new(names[number].as_str().into(), place));
    (source.above, source.head, source.below) = (table.above, table.head, Some(table.below));
    let unsaid = book.remedies(&source).map_err(refused)?;
    if unsaid.iter().any(|remedy| remedy.key == "merged") {
        source.merged = Some(Merged::Repeated);
        let text = book.text(&source).map_err(refused)?;
        table = table::find(&text, b',').unwrap_or(table);
    }
    remedies.extend(unsaid);
    Ok((Some(table), remedies))
}

/// Returns the rows of a Parquet file, whose first line names the columns.
fn parquet(bytes: &[u8], file: &str) -> Result<Option<Table>, Refusal> {
    let source = Source::plain(Spanned::new(file.into(), Span::start_of(FileId(0))));
    let text = rows::parquet::text(bytes, &source.passing_over()).map_err(refused)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok).take(SAMPLE + 1);
    let mut records = records.map(|record| record.iter().map(str::to_owned).collect());
    let Some(heads) = records.next() else { return Ok(None) };
    Ok(Some(whole(heads, records.collect())))
}

fn refused(diagnostic: Diagnostic) -> Refusal {
    let hint = diagnostic.hints.first().cloned().unwrap_or_default();
    Refusal::misuse(diagnostic.message, hint)
}

/// Returns the text of a file, and its encoding if that is not UTF-8.
fn decoded(bytes: &[u8]) -> (String, Vec<Remedy>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned(), Vec::new());
    }
    let encoding = rows::encoding_of(bytes);
    let (text, ..) = encoding.decode(bytes);
    let value = encoding.name().to_lowercase().into();
    (text.into_owned(), vec![Remedy { key: "encoding", value }])
}

/// Describes a table as a dataset; `remedies` are declarations of its file that are known already.
fn describe(title: &str, file: &str, table: &Table, mut remedies: Vec<Remedy>) -> String {
    let signs = Signs::find(table);
    let guesses = guesses(table, signs);
    let keys = keys(table, &guesses);
    let is_sdmx = guesses.iter().any(|(_, guess)| head_is(&guess.head, &["OBS_VALUE"]));
    let is_kept = |number: usize| {
        let guess = &guesses[number].1;
        let is_observed = || {
            keys.contains(&number) || head_is(&guess.head, &["OBS_VALUE", "OBS_STATUS", "OBS_FLAG"])
        };
        let counts_rows = guess.counts_rows
            && (guess.head.is_empty() || guess.head.starts_with("Unnamed"))
            && !keys.contains(&number);
        !says_readers(guess)
            && !guess.name.is_empty()
            && !counts_rows
            && (!is_sdmx || is_observed())
    };
    let kept: Vec<bool> = (0..guesses.len()).map(is_kept).collect();
    let lines = [("above", table.above, 0), ("head", table.head, 1), ("below", table.below, 0)];
    let said = lines.into_iter().filter(|(_, lines, usual)| lines != usual);
    remedies.extend(said.map(|(key, lines, _)| rows::lines_remedy(key, lines)));
    let is_passed_over =
        |(number, (_, guess)): (usize, &(_, Guess))| !kept[number] && !says_readers(guess);
    if guesses.iter().enumerate().any(is_passed_over) {
        remedies.push(Remedy { key: "undescribed", value: "ignore".into() });
    }
    let numbers = guesses.iter().zip(&kept).filter(|(_, kept)| **kept).map(|((_, guess), _)| guess);
    let has_signs = guesses
        .iter()
        .zip(&kept)
        .any(|((_, guess), kept)| *kept && guess.kind == ColumnKind::Number);
    if has_signs {
        remedies.extend(signs.remedies());
    }
    remedies.extend(numbers.flat_map(|guess| guess.remedies.iter().cloned()));
    for ((number, guess), _) in guesses.iter().zip(&kept).filter(|(_, kept)| **kept) {
        remedies.extend(missing_nines(table, (*number, guess.kind), signs));
    }
    remedies.extend(headings(table));
    let columns = write::Guesses { all: &guesses, kept: &kept, keys: &keys };
    write::dataset(title, table, columns) + &Source::written(file, &remedies)
}

/// Returns the declarations of numbers such as -999 that stand for missing values in a column.
fn missing_nines(table: &Table, (number, kind): (usize, ColumnKind), signs: Signs) -> Vec<Remedy> {
    if !matches!(kind, ColumnKind::Number | ColumnKind::Year) {
        return Vec::new();
    }
    let notation = Notation { decimal: signs.decimal, group: signs.group, ..Notation::default() };
    let mut nines = Nines::default();
    let fields = table.rows.iter().filter_map(|row| row.get(number));
    for value in fields.filter_map(|field| notation.number(field)) {
        nines.add(value, Span::start_of(FileId(0)));
    }
    let codes = nines.unlike_others(kind);
    codes.map(|code| Remedy { key: "missing", value: quoted(&code.text) }).collect()
}

/// Returns the declaration of lines that have only a first field.
fn headings(table: &Table) -> Option<Remedy> {
    let filled = |row: &[String]| row.iter().filter(|field| !field.is_empty()).count();
    let mut alone = table.rows.iter().filter(|row| row.len() > 2 && filled(row) == 1);
    let is_heading = |row: &&Vec<String>| row[0].ends_with(':');
    let first = alone.next()?;
    let value = if is_heading(&first) || alone.any(|row| is_heading(&row)) {
        "skip  # lines with one field; `none` if they are rows without values"
    } else {
        "none  # lines with one field are rows without values; `skip` if they are headings"
    };
    Some(Remedy { key: "headings", value: value.into() })
}

/// Whether a column of a file says who may read each row, so that it is no column of the dataset.
fn says_readers(guess: &Guess) -> bool {
    guess.head == rows::head::READERS && guess.kind == ColumnKind::Text
}

fn head_is(head: &str, names: &[&str]) -> bool {
    names.iter().any(|name| head.eq_ignore_ascii_case(name))
}

fn is_year(value: &str) -> bool {
    value.len() == 4 && value.parse().is_ok_and(|year: u16| (1500..=2200).contains(&year))
}
