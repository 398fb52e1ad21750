//! YAML, TOML and JSON of other programs, as one kind of value.

use serde_json::{Map, Value};

/// The formats of front matter and settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// Returns the format of the file at `path`, by its extension.
    pub(super) fn of(path: &str) -> Self {
        match path.rsplit('.').next() {
            Some("toml") => Self::Toml,
            Some("json") => Self::Json,
            _ => Self::Yaml,
        }
    }
}

/// Reads a mapping; none if the text is no mapping of that format.
pub(super) fn parse(text: &str, format: Format) -> Option<Map<String, Value>> {
    let value = match format {
        Format::Yaml => serde_yaml::from_str(&without_tags(text)).ok()?,
        Format::Toml => json(&toml::from_str::<toml::Value>(text).ok()?),
        Format::Json => serde_json::from_str(text).ok()?,
    };
    match value {
        Value::Object(map) => Some(map),
        Value::Null => Some(Map::new()),
        _ => None,
    }
}

/// Removes YAML tags that name types of other languages, such as `!!python/name:x.y`.
fn without_tags(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find(": !") {
        Some(at) => {
            let value = &line[at + 2..];
            let rest = value.find(char::is_whitespace).map_or("", |end| &value[end..]);
            format!("{}:{}", &line[..at], if rest.trim().is_empty() { " true" } else { rest })
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(truth) => Value::from(*truth),
        toml::Value::Datetime(day) => Value::from(day.to_string()),
        toml::Value::Array(items) => Value::Array(items.iter().map(json).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
    }
}

/// Returns the value at a path of keys, such as `book.title`.
pub(super) fn at<'v>(map: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) =
        path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    match (map.get(first)?, rest) {
        (value, None) => Some(value),
        (Value::Object(inner), Some(rest)) => at(inner, rest),
        (_, Some(_)) => None,
    }
}

/// Returns the first text at one of the paths.
pub(super) fn text(map: &Map<String, Value>, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| scalar(at(map, path)?)).filter(|text| !text.trim().is_empty())
}

/// Returns a scalar as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns the texts of a list, of a single text, or of a list of mappings with a `name`.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => match map.get("name") {
            Some(Value::Object(name)) => {
                let parts = [name.get("given"), name.get("family"), name.get("literal")];
                vec![parts.into_iter().flatten().filter_map(scalar).collect::<Vec<_>>().join(" ")]
            }
            Some(name) => scalar(name).into_iter().collect(),
            None => Vec::new(),
        },
        other => scalar(other).into_iter().filter(|text| !text.is_empty()).collect(),
    }
}
