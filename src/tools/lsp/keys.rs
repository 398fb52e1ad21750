//! The keys of YAML files and front matter, as their schemas have them.

use lsp_types as lsp;
use serde_json::Value as Json;

use super::complete::item;
use crate::tools::schema::{KINDS, Kind};

/// Returns the kind of the file at `path`; none if it has no schema.
fn kind(path: &str) -> Option<Kind> {
    KINDS.iter().copied().find(|kind| matches(kind.files, path))
}

/// Whether a path matches the pattern of a schema's files.
fn matches(pattern: &str, path: &str) -> bool {
    if let Some((before, rest)) = pattern.split_once('{') {
        let Some((either, after)) = rest.split_once('}') else { return false };
        return either.split(',').any(|one| matches(&format!("{before}{one}{after}"), path));
    }
    let Some((before, after)) = pattern.split_once('*') else { return pattern == path };
    let (after, is_deep) = match after.strip_prefix("*/*") {
        Some(after) => (after, true),
        None => (after, false),
    };
    let between = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    between.is_some_and(|between| is_deep || !between.contains('/'))
}

/// Whether the file at `path` holds Markdown.
pub(super) fn is_markdown(path: &str) -> bool {
    std::path::Path::new(path)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// The YAML of a file: all of it, or its front matter, up to a byte.
fn yaml<'a>(path: &str, text: &'a str, offset: usize) -> Option<&'a str> {
    let before = text.get(..offset)?;
    if !is_markdown(path) {
        return Some(before);
    }
    let front = before.strip_prefix("---\n")?;
    (!front.contains("\n---")).then_some(front)
}

/// Returns the keys above the last line of `before`, outermost first, and those of its own level.
fn above(before: &str) -> Vec<&str> {
    let mut lines = before.rsplit('\n');
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let mut level = lines.next().map_or(0, indent);
    let mut keys = Vec::new();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        if indent(line) < level {
            level = indent(line);
            keys.extend(
                line.trim_start_matches([' ', '-']).split_once(':').map(|(key, _)| key.trim()),
            );
        }
    }
    keys.reverse();
    keys
}

/// Returns the part of a schema that describes the level below `keys`.
fn below<'s>(schema: &'s Json, keys: &[&str]) -> Vec<&'s Json> {
    let mut found = resolved(schema, schema);
    for key in keys {
        let next = found.iter().flat_map(|part| {
            let named = part.pointer(&format!("/properties/{key}"));
            named.or_else(|| part.get("additionalProperties")).into_iter()
        });
        found = next.flat_map(|part| resolved(schema, part)).collect();
    }
    found
}

/// Returns the alternatives of a part of a schema, with references followed and lists entered.
fn resolved<'s>(schema: &'s Json, part: &'s Json) -> Vec<&'s Json> {
    if let Some(reference) = part.get("$ref").and_then(Json::as_str) {
        let target = reference.strip_prefix('#').and_then(|path| schema.pointer(path));
        return target.map(|target| resolved(schema, target)).unwrap_or_default();
    }
    if let Some(items) = part.get("items") {
        return resolved(schema, items);
    }
    let either = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| part.get(key)?.as_array());
    let either: Vec<_> = either.flatten().flat_map(|part| resolved(schema, part)).collect();
    if either.is_empty() { vec![part] } else { either }
}

fn properties<'s>(parts: &[&'s Json]) -> impl Iterator<Item = (&'s String, &'s Json)> {
    let found: Vec<_> =
        parts.iter().filter_map(|part| part.get("properties")?.as_object()).collect();
    found.into_iter().flatten()
}

fn description<'s>(schema: &'s Json, part: &'s Json) -> &'s str {
    let own = part.get("description").and_then(Json::as_str);
    let others =
        || resolved(schema, part).into_iter().find_map(|part| part.get("description")?.as_str());
    own.or_else(others).unwrap_or_default()
}

/// Returns the keys that are possible at the byte `offset`.
pub(super) fn complete(path: &str, text: &str, offset: usize) -> Vec<lsp::CompletionItem> {
    let Some((kind, before)) = kind(path).zip(yaml(path, text, offset)) else { return vec![] };
    let line = before.rsplit('\n').next().unwrap_or_default();
    if line.contains(": ") || line.ends_with(':') {
        return vec![];
    }
    let schema = kind.schema();
    let parts = below(&schema, &above(before));
    let key = |(name, part): (&String, &Json)| {
        let mut item = item(name, lsp::CompletionItemKind::PROPERTY, description(&schema, part));
        item.insert_text = Some(format!("{name}: "));
        item
    };
    properties(&parts).map(key).collect()
}

/// Says what the key at the byte `offset` means.
pub(super) fn describe(path: &str, text: &str, offset: usize) -> Option<String> {
    let end = text[offset..].find('\n').map_or(text.len(), |end| offset + end);
    let before = yaml(path, text, end)?;
    let line = before.rsplit('\n').next()?;
    let (key, _) = line.trim_start_matches([' ', '-']).split_once(':')?;
    let start = end - line.len() + line.find(key)?;
    if !(start..=start + key.len()).contains(&offset) {
        return None;
    }
    let schema = kind(path)?.schema();
    let parts = below(&schema, &above(before));
    let (_, part) = properties(&parts).find(|(name, _)| name.as_str() == key.trim())?;
    Some(description(&schema, part).to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_the_schemas() {
        assert!(matches("content/data/**/*.yaml", "content/data/trade.yaml"));
        assert!(matches("content/data/**/*.yaml", "content/data/peru/trade.yaml"));
        assert!(matches("content/{briefs,pages}/**/*.md", "content/pages/about.md"));
        assert!(matches("themes/*/theme.yaml", "themes/house/theme.yaml"));
        assert!(!matches("content/audiences/*.yaml", "content/audiences/a/b.yaml"));
        assert!(!matches("quipu.yaml", "content/quipu.yaml"));
    }
}
