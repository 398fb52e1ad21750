//! JSON files as tables: lists of records, and JSON-stat cubes.

use serde_json::Value as Json;

use super::{Refusal, SAMPLE};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::base::yaml;
use crate::data::rows::json_stat;
use crate::data::rows::remedy::Remedy;

/// A table, and what must be declared to find it.
pub(super) struct Records {
    /// The paths of fields.
    pub heads: Vec<String>,
    /// The records.
    pub rows: Vec<Vec<String>>,
    /// Where they are.
    pub remedies: Vec<Remedy>,
}

/// Reads the cube or the longest list of records of a JSON file.
///
/// # Errors
/// Refuses a text that is no JSON, or holds neither.
pub(super) fn read(text: &str) -> Result<Records, Refusal> {
    if let Some((heads, rows)) = cube(text) {
        return Ok(Records { heads, rows, remedies: Vec::new() });
    }
    let whole: Json = serde_json::from_str(text).map_err(|error| {
        Refusal::misuse(format!("the file is not valid JSON ({error})"), "correct it first")
    })?;
    let found = lists(&whole, "").into_iter().max_by_key(|(_, records)| records.len());
    let (path, records) = found.ok_or_else(|| {
        Refusal::misuse(
            "the file contains no list of records",
            "ask for CSV, or write the dataset by hand",
        )
    })?;
    let mut heads: Vec<String> = Vec::new();
    let records: Vec<_> = records.iter().take(SAMPLE).map(fields).collect();
    for (head, _) in records.iter().flatten() {
        if !heads.contains(head) {
            heads.push(head.clone());
        }
    }
    let value = |record: &Vec<(String, String)>, head: &String| {
        record.iter().find(|(name, _)| name == head).map(|(_, value)| value.clone())
    };
    let row = |record| heads.iter().map(|head| value(record, head).unwrap_or_default()).collect();
    let rows = records.iter().map(row).collect();
    let remedies = (!path.is_empty()).then(|| Remedy { key: "records", value: path.into() });
    Ok(Records { heads, rows, remedies: remedies.into_iter().collect() })
}

fn cube(text: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let mut files = Files::default();
    let file = files.add("cube.json", text.to_owned());
    let node = yaml::parse(&files, Span::new(file, 0, text.len())).ok()?;
    json_stat::table(&node)
}

/// Returns the lists of records, and the keys that lead to them.
fn lists<'j>(value: &'j Json, path: &str) -> Vec<(String, &'j [Json])> {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Json::Array(items) if items.iter().all(Json::is_object) && !items.is_empty() => {
            vec![(path.to_owned(), items)]
        }
        Json::Array(items) => {
            let items = items.iter().enumerate();
            items.flat_map(|(number, item)| lists(item, &below(&number.to_string()))).collect()
        }
        Json::Object(members) => {
            members.iter().flat_map(|(key, member)| lists(member, &below(key))).collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
    }
}

/// Returns the fields of a record by their paths, as texts; lists are no values.
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
            Json::Null => fields.push((key.clone(), String::new())),
            Json::Array(_) => {}
            Json::Bool(_) | Json::Number(_) => fields.push((key.clone(), value.to_string())),
        }
    }
    fields
}
