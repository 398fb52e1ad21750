//! Blocks and fields that the publication declares in `quipu.yaml`.
//!
//! ```yaml
//! blocks:
//!   call-to-action:
//!     title: required
//!     attributes: {link: {type: url, required: true}, deadline: date}
//! extra:
//!   series: text
//! ```

use std::collections::BTreeMap;

use ecow::EcoString;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

use crate::base::address;
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node, Value as Yaml};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// An address with its scheme.
    Url,
    /// True or false.
    Boolean,
}

/// The types by their names.
const TYPES: &[(&str, FieldType)] = &[
    ("text", FieldType::Text),
    ("number", FieldType::Number),
    ("date", FieldType::Date),
    ("url", FieldType::Url),
    ("boolean", FieldType::Boolean),
];

/// Whether a part must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// It must not.
    Refused,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: EcoString,
    /// What it holds.
    pub kind: FieldType,
    /// Whether it must be given.
    pub required: bool,
}

/// A kind of block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnBlock {
    /// The class of the div.
    pub name: Spanned<EcoString>,
    /// Whether it has a title.
    pub title: Presence,
    /// Its attributes.
    pub attributes: Vec<Field>,
}

/// The value of a field, as templates and files get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Text, a day or an address.
    Text(EcoString),
    /// A number, digit by digit.
    #[serde(serialize_with = "number")]
    Number(Decimal),
    /// True or false.
    Boolean(bool),
}

fn number<S: serde::Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    // Whole numbers stay whole.
    match (value.fract().is_zero(), value.to_i64(), value.to_f64()) {
        (true, Some(whole), _) => serializer.serialize_i64(whole),
        (_, _, number) => serializer.serialize_f64(number.unwrap_or_default()),
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Number(number) => number.fmt(formatter),
            Self::Boolean(value) => value.fmt(formatter),
        }
    }
}

impl FieldType {
    /// Reads what an author has written.
    ///
    /// # Errors
    /// Returns what to write instead.
    pub fn read(self, text: &str) -> Result<Value, &'static str> {
        let is_kept = match self {
            Self::Text => !text.trim().is_empty(),
            Self::Date => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
            Self::Url => address::is_whole(text),
            Self::Number => {
                let number = text.parse().map(Value::Number);
                return number.map_err(|_| "write a number such as `4.5`");
            }
            Self::Boolean => {
                return match text {
                    "true" => Ok(Value::Boolean(true)),
                    "false" => Ok(Value::Boolean(false)),
                    _ => Err("write `true` or `false`"),
                };
            }
        };
        let hint = match self {
            Self::Date => "write a date as `YYYY-MM-DD`",
            Self::Url => "write a full address, such as `https://example.org/`",
            _ => "write a text",
        };
        if is_kept { Ok(Value::Text(text.into())) } else { Err(hint) }
    }

    /// Returns its name in `quipu.yaml`.
    pub fn name(self) -> &'static str {
        TYPES.iter().find(|(_, kind)| *kind == self).map_or("text", |(name, _)| name)
    }
}

impl OwnBlock {
    /// Returns the attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Field> {
        self.attributes.iter().find(|field| field.name == name)
    }
}

/// Reads the kinds of blocks; `taken` are the classes that every publication has.
pub fn read_blocks(node: &Node, taken: &[&str], problems: &mut Problems) -> Vec<OwnBlock> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let mut blocks = Vec::new();
    for (key, node) in mapping.entries() {
        if let Some(fault) = name_fault(&key.name, taken) {
            let message = format!("`{}` cannot be the name of a block", key.name);
            problems.push(Diagnostic::error(Code::BadValue, key.span, message).with_hint(fault));
            continue;
        }
        let Some(mut mapping) = problems.keep(Mapping::new(node)) else { continue };
        let title = mapping.optional("title", problems, presence).unwrap_or(Presence::Optional);
        let attributes = mapping.get("attributes").map(|node| read_fields(node, problems));
        mapping.finish(problems);
        blocks.push(OwnBlock {
            name: Spanned::new(key.name.as_str().into(), key.span),
            title,
            attributes: attributes.unwrap_or_default(),
        });
    }
    blocks
}

/// Reads fields: `name: type`, or `name: {type: …, required: true}`.
pub fn read_fields(node: &Node, problems: &mut Problems) -> Vec<Field> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let mut fields = Vec::new();
    for (key, node) in mapping.entries() {
        let field = match &node.value {
            Yaml::Mapping(_) => {
                let Some(mut mapping) = problems.keep(Mapping::new(node)) else { continue };
                let kind = mapping.required("type", problems, field_type);
                let required = mapping.optional("required", problems, yaml::boolean);
                mapping.finish(problems);
                kind.map(|kind| (kind, required.unwrap_or(false)))
            }
            _ => problems.keep(field_type(node)).map(|kind| (kind, false)),
        };
        if let Some((kind, required)) = field {
            fields.push(Field { name: key.name.as_str().into(), kind, required });
        }
    }
    fields
}

/// Reads the values of declared fields; missing ones are reported at `span`.
pub fn read_values(
    node: Option<&Node>,
    fields: &[Field],
    span: Span,
    problems: &mut Problems,
) -> BTreeMap<EcoString, Value> {
    let mapping = node.and_then(|node| problems.keep(Mapping::new(node)));
    let entries = mapping.as_ref().map_or(&[][..], Mapping::entries);
    let mut values = BTreeMap::new();
    for (key, node) in entries {
        let Some(field) = fields.iter().find(|field| field.name == key.name) else {
            let names = fields.iter().map(|field| field.name.as_str());
            let hint = did_you_mean(&key.name, names).unwrap_or_else(|| {
                format!("declare it in `quipu.yaml`: `extra: {{{}: text}}`", key.name)
            });
            let message = format!("`quipu.yaml` declares no field `{}`", key.name);
            problems.push(Diagnostic::error(Code::UnknownKey, key.span, message).with_hint(hint));
            continue;
        };
        let value = match &node.value {
            Yaml::Boolean(value) => value.to_string(),
            Yaml::Number(number) => number.clone(),
            _ => problems.keep(yaml::text(node)).map(|text| text.to_string()).unwrap_or_default(),
        };
        match field.kind.read(&value) {
            Ok(value) => _ = values.insert(field.name.clone(), value),
            Err(hint) => {
                let message = format!("`{value}` is not of the type `{}`", field.kind.name());
                problems
                    .push(Diagnostic::error(Code::BadValue, node.span, message).with_hint(hint));
            }
        }
    }
    for field in fields.iter().filter(|field| field.required) {
        if !entries.iter().any(|(key, _)| field.name == key.name) {
            let message = format!("the field `{}` is missing", field.name);
            let hint = format!("add `extra: {{{}: …}}` to the front matter", field.name);
            problems.push(Diagnostic::error(Code::MissingKey, span, message).with_hint(hint));
        }
    }
    values
}

/// Returns what is wrong with the name of a block; none if it is valid.
fn name_fault(name: &str, taken: &[&str]) -> Option<&'static str> {
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !is_name {
        return Some("write lower-case letters, digits and dashes, such as `call-to-action`");
    }
    taken
        .contains(&name)
        .then_some("every publication already has a block of this name; choose another")
}

fn presence(node: &Node) -> Result<Presence, Diagnostic> {
    match yaml::text(node)?.as_str() {
        "required" => Ok(Presence::Required),
        "optional" => Ok(Presence::Optional),
        "none" => Ok(Presence::Refused),
        other => {
            let message = format!("`{other}` is not a value of `title`");
            Err(Diagnostic::error(Code::BadValue, node.span, message)
                .with_hint("write `required`, `optional` or `none`"))
        }
    }
}

fn field_type(node: &Node) -> Result<FieldType, Diagnostic> {
    let name = yaml::text(node)?;
    let found = TYPES.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| {
        let names: Vec<_> = TYPES.iter().map(|(name, _)| *name).collect();
        let hint = did_you_mean(&name, names.iter().copied())
            .unwrap_or_else(|| format!("the types are {}", yaml::quoted_list(&names)));
        Diagnostic::error(Code::BadValue, node.span, format!("no type is named `{name}`"))
            .with_hint(hint)
    })
}
