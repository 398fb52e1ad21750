//! Describing a file of rows: `quipu new dataset NAME --from FILE`.
//!
//! What the file itself shows is declared; what it leaves open stands as a comment that asks.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use ecow::EcoString;
use serde_json::Value as Json;

use super::Refusal;
use super::keys::keys;
use crate::base::files;
use crate::base::span::{FileId, Span, Spanned};
use crate::data::dataset::ColumnKind;
use crate::data::rows::notation::{Notation, Remedy, quoted};
use crate::data::rows::{self, Source};
use crate::data::status::CellStatus;
use crate::publication::date;

/// So many rows say what a column holds.
const SAMPLE: usize = 5_000;

/// A file of rows and its description.
pub(super) struct Described {
    /// The name of the file.
    pub file: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
    /// The dataset that describes it, as YAML.
    pub yaml: String,
}

/// A text of rows as it was found to be written.
pub(super) struct Found {
    delimiter: u8,
    above: usize,
    below: usize,
    heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A column as it was found.
pub(super) struct Guess {
    head: String,
    name: EcoString,
    pub(super) kind: ColumnKind,
    remedies: Vec<Remedy>,
    /// Values that fit no notation.
    odd: usize,
    doubt: Option<&'static str>,
}

/// Reads the file at `path` and describes it as a dataset with this title.
///
/// # Errors
/// Refuses a file that cannot be read or holds no table.
pub(super) fn read(title: &str, path: &Path) -> Result<Described, Refusal> {
    let bytes = files::foreign_bytes(path).map_err(|error| Refusal::Io(path.to_owned(), error))?;
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let file = file.unwrap_or_default();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let extension = extension.unwrap_or_default();
    let (text, extra) = if rows::WORKBOOKS.contains(&extension.as_str()) {
        (sheet(&bytes, &file)?, Vec::new())
    } else {
        let (text, extra) = decoded(&bytes);
        if extension == "json" { records_of_json(&text)? } else { (text, extra) }
    };
    let yaml = describe(title, &file, &text, &extra).ok_or_else(|| {
        Refusal::misuse(
            format!("`{file}` contains no table"),
            "its first line should name the columns",
        )
    })?;
    Ok(Described { file, bytes, yaml })
}

fn sheet(bytes: &[u8], file: &str) -> Result<String, Refusal> {
    let place = Span::start_of(FileId(0));
    let source = Source::plain(Spanned::new(file.into(), place));
    rows::workbook::text(bytes, &source).map_err(|diagnostic| {
        let hint = diagnostic.hints.first().cloned().unwrap_or_default();
        Refusal::misuse(diagnostic.message, hint)
    })
}

/// Returns the text of a file, and its encoding if that is not UTF-8.
fn decoded(bytes: &[u8]) -> (String, Vec<Remedy>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned(), Vec::new());
    }
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
        _ => encoding_rs::WINDOWS_1252,
    };
    let (text, ..) = encoding.decode(bytes);
    let value = encoding.name().to_lowercase().into();
    (text.into_owned(), vec![Remedy { key: "encoding", value }])
}

/// Returns the records of a JSON file as CSV, and where they are.
fn records_of_json(text: &str) -> Result<(String, Vec<Remedy>), Refusal> {
    let none = || {
        let hint =
            "write the dataset by hand; in JSON-stat, columns have the names of the dimensions";
        Refusal::misuse("the file contains no list of records", hint)
    };
    let whole: Json = serde_json::from_str(text).map_err(|error| {
        Refusal::misuse(format!("the file is not valid JSON ({error})"), "correct it first")
    })?;
    let (path, records) = list(&whole, "").ok_or_else(none)?;
    let mut heads: Vec<String> = Vec::new();
    for record in records.iter().take(SAMPLE) {
        for head in fields(record).into_iter().map(|(head, _)| head) {
            if !heads.contains(&head) {
                heads.push(head);
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(&heads);
    for record in records.iter().take(SAMPLE) {
        let fields = fields(record);
        let value = |head: &String| {
            fields.iter().find(|(name, _)| name == head).map(|(_, value)| value.clone())
        };
        let _ = writer.write_record(heads.iter().map(|head| value(head).unwrap_or_default()));
    }
    let csv = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
    let records = (!path.is_empty()).then(|| Remedy { key: "records", value: path.into() });
    Ok((csv, records.into_iter().collect()))
}

/// Finds the first list of records, and the keys that lead to it.
fn list<'j>(value: &'j Json, path: &str) -> Option<(String, &'j [Json])> {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Json::Array(items) if items.iter().all(Json::is_object) && !items.is_empty() => {
            Some((path.to_owned(), items))
        }
        Json::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(number, item)| list(item, &below(&number.to_string())))
        }
        Json::Object(members) => members.iter().find_map(|(key, member)| list(member, &below(key))),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    }
}

/// Returns the fields of a record by their paths, as texts.
fn fields(record: &Json) -> Vec<(String, String)> {
    let Json::Object(members) = record else { return Vec::new() };
    let mut fields = Vec::new();
    for (key, value) in members {
        match value {
            Json::Object(_) => {
                let inner = self::fields(value).into_iter();
                fields.extend(inner.map(|(path, value)| (format!("{key}.{path}"), value)));
            }
            Json::String(text) => fields.push((key.clone(), text.clone())),
            Json::Null | Json::Array(_) => fields.push((key.clone(), String::new())),
            Json::Bool(_) | Json::Number(_) => fields.push((key.clone(), value.to_string())),
        }
    }
    fields
}

/// Describes a text of rows as a dataset; `extra` are keys of `rows:` that are known already.
fn describe(title: &str, file: &str, text: &str, extra: &[Remedy]) -> Option<String> {
    let found = find(text)?;
    let guesses: Vec<_> = (0..found.heads.len())
        .filter(|&column| !found.heads[column].is_empty())
        .map(|column| (column, guess(&found, column)))
        .collect();
    let keys = keys(&found, &guesses);
    let is_sdmx = guesses.iter().any(|(_, guess)| head_is(&guess.head, &["OBS_VALUE"]));
    let (guesses, keys) = if is_sdmx { observed(guesses, &keys) } else { (guesses, keys) };
    let mut out = format!("title: {}\n", quoted(title));
    out.push_str("# source: the-key-of-an-entry-of-sources.yaml\n# licence: CC BY 4.0\n");
    out.push_str("# What the numbers measure; without it, they have no unit:\n");
    out.push_str(
        "# measure: {quantity: what is measured, unit: USD, scale: million, kind: flow}\n",
    );
    let names: Vec<_> = keys.iter().map(|&key| guesses[key].1.name.as_str()).collect();
    match names[..] {
        [] => {
            let first = guesses.first().map_or("id", |(_, guess)| guess.name.as_str());
            let _ = writeln!(out, "key: {first} # unsure: no columns tell all rows apart");
        }
        [one] => _ = writeln!(out, "key: {one}"),
        _ => _ = writeln!(out, "key: [{}]", names.join(", ")),
    }
    out.push_str("columns:\n");
    write_columns(&mut out, &guesses);
    let mut remedies: Vec<Remedy> = extra.to_vec();
    let own = match file.rsplit_once('.') {
        Some((_, "tsv" | "tab")) => b'\t',
        _ => b',',
    };
    if is_sdmx {
        remedies.push(Remedy { key: "undescribed", value: "ignore".into() });
    }
    if found.delimiter != own {
        remedies.push(rows::delimiter_remedy(found.delimiter));
    }
    if found.above > 0 {
        remedies.push(rows::lines_remedy("above", found.above));
    }
    if found.below > 0 {
        remedies.push(rows::lines_remedy("below", found.below));
    }
    remedies.extend(guesses.iter().flat_map(|(_, guess)| guess.remedies.iter().cloned()));
    out.push_str(&Source::written(file, &remedies));
    Some(out)
}

/// Returns the columns of SDMX-CSV that tell what was observed, and which of them are the key: not its
/// attributes, nor what is the same in all rows.
fn observed(guesses: Vec<(usize, Guess)>, keys: &[usize]) -> (Vec<(usize, Guess)>, Vec<usize>) {
    let is_kept = |number: usize, guess: &Guess| {
        keys.contains(&number) || head_is(&guess.head, &["OBS_VALUE", "OBS_STATUS"])
    };
    let kept: Vec<(usize, (usize, Guess))> = guesses
        .into_iter()
        .enumerate()
        .filter(|(number, (_, guess))| is_kept(*number, guess))
        .collect();
    let place = |key: &usize| kept.iter().position(|(number, _)| number == key);
    let keys = keys.iter().filter_map(place).collect();
    (kept.into_iter().map(|(_, guess)| guess).collect(), keys)
}

/// Finds what separates fields, and where the table begins and ends.
fn find(text: &str) -> Option<Found> {
    let mut best: Option<(usize, Found)> = None;
    for delimiter in [b',', b';', b'\t', b'|'] {
        let records = records(text, delimiter);
        let width = common_width(&records)?;
        if width < 2 && best.is_some() {
            continue;
        }
        let full = |record: &&Vec<String>| record.len() == width;
        let score = records.iter().filter(full).count() * width.saturating_sub(1);
        if best.as_ref().is_some_and(|(most, _)| *most >= score) {
            continue;
        }
        let filled =
            |record: &[String]| record.iter().filter(|field| !field.trim().is_empty()).count();
        let is_head = |(_, record): &(usize, &Vec<String>)| {
            record.len() == width && filled(record) * 2 > width
        };
        let Some((head, heads)) = records.iter().enumerate().find(is_head) else { continue };
        let is_row =
            |record: &Vec<String>| record.len() == width && filled(record) > usize::from(width > 1);
        let last = records.iter().rposition(is_row).unwrap_or(head);
        let below = records[last + 1..].iter().filter(|record| filled(record) > 0).count();
        let heads = heads.iter().map(|head| head.trim().to_owned()).collect();
        let rows = records[head + 1..=last.max(head)]
            .iter()
            .filter(|record| filled(record) > 0)
            .take(SAMPLE)
            .cloned()
            .collect();
        let above = lines_before(text, delimiter, head);
        best = Some((score, Found { delimiter, above, below, heads, rows }));
    }
    best.map(|(_, found)| found)
}

fn records(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// Returns how many fields most records have.
fn common_width(records: &[Vec<String>]) -> Option<usize> {
    let widths: BTreeSet<usize> = records.iter().map(Vec::len).collect();
    widths.into_iter().max_by_key(|width| records.iter().filter(|r| r.len() == *width).count())
}

/// Returns how many lines stand before a record; the reader of CSV passes over empty ones.
fn lines_before(text: &str, delimiter: u8, record: usize) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let position = reader.records().nth(record).and_then(|record| {
        record.ok().and_then(|record| record.position().map(csv::Position::byte))
    });
    let end = position.and_then(|byte| usize::try_from(byte).ok()).unwrap_or(0);
    let before = text.get(..end).unwrap_or_default();
    let rest = text.get(end..).unwrap_or_default();
    let blank = &rest[..rest.len() - rest.trim_start_matches(['\n', '\r']).len()];
    before.matches('\n').count() + blank.matches('\n').count()
}

fn guess(found: &Found, column: usize) -> Guess {
    let head = found.heads[column].clone();
    let values = || {
        let fields = found.rows.iter().filter_map(|row| row.get(column));
        fields.map(|field| field.trim()).filter(|field| !field.is_empty())
    };
    let plain = Notation::default();
    let count = values().count();
    let numbers = values().filter(|value| plain.number(value).is_some()).count();
    let years = values().filter(|value| is_year(value)).count();
    let dates = values().filter(|value| date::normal(value).is_some()).count();
    let name = name(&head);
    let mut guess =
        Guess { head, name, kind: ColumnKind::Text, remedies: Vec::new(), odd: 0, doubt: None };
    if count == 0 {
        guess.doubt = Some("the column is empty");
        return guess;
    }
    // SDMX writes the status of a value beside it, and its attributes are no dimensions.
    let has_codes =
        || values().all(|value| CellStatus::read(value, Span::start_of(FileId(0))).is_ok());
    if head_is(&guess.head, &["OBS_STATUS", "OBS_FLAG"]) && has_codes() {
        guess.kind = ColumnKind::Status;
    } else if years == count {
        guess.kind = ColumnKind::Year;
    } else if dates == count {
        guess.kind = ColumnKind::Date;
    } else if values().all(|value| matches!(value, "true" | "false" | "TRUE" | "FALSE")) {
        guess.kind = ColumnKind::Boolean;
    } else {
        let explained = values().filter(|value| plain.number(value).is_none());
        let explained: Vec<_> = explained.map(|value| plain.number_remedy(value)).collect();
        let missing = |remedies: &&Vec<Remedy>| {
            remedies.iter().all(|remedy| remedy.key == "missing") && !remedies.is_empty()
        };
        let odd = explained.iter().filter(|remedies| remedies.is_empty()).count();
        let gaps = explained.iter().filter(missing).count();
        let measured = count - odd - gaps;
        if odd == 0 && measured > 0 {
            guess.kind = ColumnKind::Number;
            guess.remedies = explained.into_iter().flatten().collect();
            guess.remedies.sort();
            guess.remedies.dedup();
        } else if numbers * 10 > count * 9 {
            guess.kind = ColumnKind::Number;
            guess.odd = odd;
        } else if let Some(remedy) = values().next().and_then(Notation::date_remedy)
            && remedy.key == "dates"
        {
            guess.kind = ColumnKind::Date;
            guess.remedies = vec![remedy];
        }
    }
    guess
}

fn head_is(head: &str, names: &[&str]) -> bool {
    names.iter().any(|name| head.eq_ignore_ascii_case(name))
}

fn is_year(value: &str) -> bool {
    value.len() == 4 && value.parse().is_ok_and(|year: u16| (1500..=2200).contains(&year))
}

/// Returns a name that authors can write in brackets.
fn name(head: &str) -> EcoString {
    let plain = head.split(['[', '(']).next().unwrap_or(head).trim();
    if is_year(plain) {
        return plain.into();
    }
    let slug: String =
        plain.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let parts: Vec<_> = slug.split('_').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "column".into() } else { parts.join("_").into() }
}

fn write_columns(out: &mut String, guesses: &[(usize, Guess)]) {
    let mut taken = BTreeSet::new();
    let mut at = 0;
    while at < guesses.len() {
        let guess = &guesses[at].1;
        let run = guesses[at..].iter().take_while(|(_, other)| same_run(guess, other)).count();
        if run > 2 {
            let last = &guesses[at + run - 1].1;
            let pattern = guess.head.replace(guess.name.as_str(), "{name}");
            let from = if pattern == "{name}" {
                String::new()
            } else {
                format!(", from: {}", quoted(&pattern))
            };
            let _ = writeln!(out, "  {}..{}: {{type: number{from}}}", guess.name, last.name);
            at += run;
            continue;
        }
        let mut name = guess.name.clone();
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        let from = if name == guess.head {
            String::new()
        } else {
            format!(", from: {}", quoted(&guess.head))
        };
        let doubt = match (guess.doubt, guess.odd) {
            (Some(doubt), _) => format!(" # unsure: {doubt}"),
            (None, 0) => String::new(),
            (None, odd) => format!(" # unsure: {odd} values are not numbers"),
        };
        let _ = writeln!(out, "  {name}: {{type: {}{from}}}{doubt}", guess.kind.name());
        at += 1;
    }
}

/// Whether two columns are years of one range, one after the other.
fn same_run(first: &Guess, other: &Guess) -> bool {
    is_year(&first.name)
        && is_year(&other.name)
        && other.kind == ColumnKind::Number
        && first.head.replace(first.name.as_str(), "")
            == other.head.replace(other.name.as_str(), "")
}
