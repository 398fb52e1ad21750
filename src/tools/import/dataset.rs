//! Tables in files: CSV files get a descriptor that turns them into datasets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::folder::Folder;
use super::matter::quoted;
use super::todo::Todo;
use super::trial;
use crate::markup::slug;

/// The largest file that becomes a dataset, in bytes.
const MAX_BYTES: usize = 50 << 20;

/// The datasets of a project.
#[derive(Debug, Default)]
pub(super) struct Datasets {
    /// The files, by their paths below the publication's root.
    pub files: BTreeMap<String, String>,
    /// What is left to do.
    pub left: Vec<Todo>,
}

/// A table that was read.
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Reads all CSV and TSV files of a project.
pub(super) fn read(folder: &Folder) -> Datasets {
    let mut datasets = Datasets::default();
    let mut taken = BTreeSet::new();
    for path in folder.paths().filter(|path| super::has_extension(path, &["csv", "tsv"])) {
        let left = |reason: String| Todo { path: path.to_owned(), line: 1, reason };
        let Some(table) = folder.text(path).and_then(|text| table(path, &text)) else {
            datasets.left.push(left("a table that cannot be read as CSV".to_owned()));
            continue;
        };
        let Some(key) = key(&table) else {
            datasets
                .left
                .push(left("a table without a column that identifies each row".to_owned()));
            continue;
        };
        let id = id(path, &mut taken);
        let csv = format!("content/data/{id}.csv");
        let yaml = format!("content/data/{id}.yaml");
        let files =
            [(csv.clone(), write(&table)), (yaml.clone(), describe(path, &id, &table, key))];
        let refused =
            trial::refused(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        if let Some(refused) = refused.first() {
            datasets.left.push(left(format!("a table that Quipu refuses: {}", refused.message)));
            continue;
        }
        datasets.files.extend(files);
        let reason = "a dataset without unit, source and licence".to_owned();
        datasets.left.push(Todo { path: yaml, line: 1, reason });
    }
    datasets
}

/// Reads a table; lines above its head and empty rows are left out.
fn table(path: &str, text: &str) -> Option<Table> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let marks = [b',', b';', b'\t'];
    let count = |mark: &u8| first.bytes().filter(|byte| byte == mark).count();
    let delimiter = if super::has_extension(path, &["tsv"]) {
        b'\t'
    } else {
        *marks.iter().max_by_key(|mark| count(mark))?
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let records: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    let records: Vec<Vec<String>> =
        records.ok()?.iter().map(|record| record.iter().map(cell).collect()).collect();
    let width = records.iter().map(Vec::len).max()?;
    let mut rows = records
        .into_iter()
        .filter(|row| row.len() == width && row.iter().any(|cell| !cell.is_empty()));
    let mut head = rows.next()?;
    let mut rows: Vec<Vec<String>> = rows.collect();
    // A comma at the end of each line makes an empty column.
    if head.last().is_some_and(String::is_empty)
        && rows.iter().all(|row| row.last().is_some_and(String::is_empty))
    {
        head.pop();
        for row in &mut rows {
            row.pop();
        }
    }
    let unique = head.iter().collect::<BTreeSet<_>>().len();
    let is_table = unique == head.len() && head.len() > 1 && !rows.is_empty();
    (is_table && !head.contains(&String::new())).then_some(Table { head, rows })
}

/// Returns a cell; a mark for a missing value becomes empty.
fn cell(text: &str) -> String {
    let missing = ["NA", "N/A", "n/a", "NaN", "null", "NULL", "..", "-", "~"];
    if missing.contains(&text) { String::new() } else { text.to_owned() }
}

/// Returns the first column whose values identify the rows.
fn key(table: &Table) -> Option<usize> {
    let names = |&column: &usize| {
        let values: BTreeSet<&String> = table.rows.iter().map(|row| &row[column]).collect();
        values.len() == table.rows.len() && !values.iter().any(|value| value.is_empty())
    };
    // A figure names nothing.
    (0..table.head.len()).filter(|&column| kind(table, column) != "number").find(names)
}

/// Returns the type of a column.
fn kind(table: &Table, column: usize) -> &'static str {
    let mut values = table
        .rows
        .iter()
        .map(|row| row[column].as_str())
        .filter(|value| !value.is_empty())
        .peekable();
    if values.peek().is_none() {
        return "text";
    }
    let values: Vec<&str> = values.collect();
    let is_year =
        |value: &&str| value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = |value: &&str| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        let parts: Vec<&str> = digits.split('.').collect();
        parts.len() <= 2
            && parts.iter().all(|part| {
                !part.is_empty()
                    && part.len() < 20
                    && part.bytes().all(|byte| byte.is_ascii_digit())
            })
    };
    let is_date = |value: &&str| value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok();
    if table.head[column].to_lowercase().contains("year") && values.iter().all(is_year) {
        "year"
    } else if values.iter().all(is_number) {
        "number"
    } else if values.iter().all(is_date) {
        "date"
    } else {
        "text"
    }
}

fn id(path: &str, taken: &mut BTreeSet<String>) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let base = slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let base = if base.starts_with(|c: char| c.is_ascii_lowercase()) {
        base
    } else {
        format!("data-{base}")
    };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut candidates = std::iter::once(base.clone()).chain(numbered);
    let id = candidates.find(|id| !taken.contains(id)).unwrap_or(base);
    taken.insert(id.clone());
    id
}

fn write(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = std::iter::once(&table.head)
        .chain(&table.rows)
        .try_for_each(|row| writer.write_record(row));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn describe(path: &str, id: &str, table: &Table, key: usize) -> String {
    let title = super::library::title_of(id);
    let mut text = format!(
        "# Imported from {path}. Add the source, the licence and the unit of the figures:\n"
    );
    text.push_str(
        "# source: {key: a-key-of-sources.yaml, locator: table 1}\n# licence: CC BY 4.0\n",
    );
    text.push_str("# measure: {quantity: what is measured, unit: USD, scale: million}\n");
    let _ =
        writeln!(text, "title: {}\nkey: {}\ncolumns:", quoted(&title), quoted(&table.head[key]));
    for (column, name) in table.head.iter().enumerate() {
        let _ = writeln!(text, "  {}: {{type: {}}}", quoted(name), kind(table, column));
    }
    let _ = writeln!(text, "rows: {id}.csv");
    text
}
