//! The finished document as text that a person can review.

use std::fmt::Write as _;

use quipu::parts::{Document, LedgerEntry};
use serde_json::{Map, Value, json};

/// The longest line that a value may share with its parts.
const WIDTH: usize = 100;

/// Prints what the PDF reads of a document, and the numbers it is bound to.
///
/// What a document repeats of its front matter is left out, and so is what is empty; a text
/// node is written as its text.
pub(crate) fn print(document: &Document) -> String {
    let whole = serde_json::to_value(document).unwrap();
    let mut shown = Map::new();
    let kept = [
        "title",
        "finding",
        "key_messages",
        "body",
        "chapters",
        "outline",
        "glossary",
        "bibliography",
    ];
    for name in kept {
        shown.insert(name.to_owned(), whole[name].clone());
    }
    if !document.ledger.is_empty() {
        let numbers = document.ledger.iter().map(entry).collect();
        shown.insert("numbers".to_owned(), Value::Array(numbers));
    }
    let mut out = String::new();
    write(&shorten(Value::Object(shown)), 0, &mut out);
    out.push('\n');
    out
}

fn entry(entry: &LedgerEntry) -> Value {
    let cells: Vec<_> = entry
        .cells
        .iter()
        .map(|cell| format!("{}[{}, {}]", cell.dataset, cell.row, cell.column))
        .collect();
    json!({
        "expression": entry.expression,
        "text": entry.text,
        "unit": entry.unit,
        "cells": cells,
        "left_out": entry.left_out.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "remarks": entry.remarks,
        "sources": entry.sources,
    })
}

/// Writes text nodes as their texts and leaves out empty fields.
fn shorten(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(shorten).collect(),
        Value::Object(fields) if fields.get("kind") == Some(&json!("text")) => {
            fields["text"].clone()
        }
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, field)| !is_empty(field));
            Value::Object(fields.map(|(name, field)| (name, shorten(field))).collect())
        }
        scalar => scalar,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Writes a value on one line if it fits, and part by part otherwise.
fn write(value: &Value, indent: usize, out: &mut String) {
    let line = one_line(value);
    let is_root = indent == 0;
    if !is_root && indent + line.chars().count() <= WIDTH {
        out.push_str(&line);
        return;
    }
    let space = " ".repeat(indent + 2);
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                let _ = write!(out, "{}\n{space}", if index > 0 { "," } else { "" });
                write(item, indent + 2, out);
            }
            let _ = write!(out, "\n{}]", " ".repeat(indent));
        }
        Value::Object(fields) if !fields.is_empty() => {
            out.push('{');
            for (index, (name, field)) in fields.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let _ = write!(out, "{comma}\n{space}\"{name}\": ");
                write(field, indent + 2, out);
            }
            let _ = write!(out, "\n{}}}", " ".repeat(indent));
        }
        _ => out.push_str(&line),
    }
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let field =
                |(name, value): (&String, &Value)| format!("\"{name}\": {}", one_line(value));
            let fields: Vec<_> = fields.iter().map(field).collect();
            format!("{{{}}}", fields.join(", "))
        }
        scalar => scalar.to_string(),
    }
}
