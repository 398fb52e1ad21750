//! Columns and fields that are for some, taken away with all their cells.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::lines;
use super::secrets::Edits;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Node, Value};
use crate::data::rows::marked::{self, row_file};
use crate::data::rows::records;
use crate::publication::Publication;
use crate::publication::restricted::Restriction;

/// Adds edits that take away the columns and fields among the parts that are secret.
pub(super) fn take_away(
    publication: &Publication,
    is_secret: &dyn Fn(&&Restriction) -> bool,
    edits: &mut Edits,
) {
    let files = &publication.files;
    let parts = publication.restrictions.iter().filter(is_secret);
    let mut columns: BTreeMap<FileId, Vec<&[EcoString]>> = BTreeMap::new();
    for (file, names) in parts.filter_map(Restriction::column) {
        columns.entry(file).or_default().push(names);
    }
    for (file, columns) in columns {
        let whole = files.whole(file);
        let Ok(root) = yaml::parse(files, whole) else { continue };
        let places = columns.into_iter().filter_map(|names| places((file, &root), names, files));
        for place in places.flatten() {
            let at = (place.start, place.end);
            edits.entry(place.file).or_default().insert(at, String::new());
        }
    }
}

/// Returns the places of a column or field and of its cells, in the file of its rows too; none if one cannot be cut out
/// of its text.
fn places((file, root): (FileId, &Node), names: &[EcoString], files: &Files) -> Option<Vec<Span>> {
    let (name, head) = (names.first()?, names.last()?);
    let mut places = Vec::new();
    for (key, value) in root.entries() {
        match key.name.as_str() {
            "columns" | "fields" => places.push(cut(value, name, files)?),
            "rows" | "entries" => {
                if let Value::List(rows) = &value.value {
                    places.extend(of_rows(rows, name, files)?);
                } else {
                    let (source, table) = row_file(files, &files.get(file).path, value)?;
                    // Without its values, a cube is none; nobody reads of it what is not described.
                    if source.is_json() && records::is_cube(files, table) {
                        continue;
                    }
                    places.extend(if source.is_json() {
                        of_rows(&records::list(files, (&source, table)), head, files)?
                    } else {
                        marked::column(files, (&source, table), head)?
                    });
                }
            }
            _ => {}
        }
    }
    Some(places)
}

/// Returns the places of a key in the rows that have it.
fn of_rows(rows: &[Node], name: &str, files: &Files) -> Option<Vec<Span>> {
    let has = |row: &&Node| row.entries().iter().any(|(key, _)| key.name == name);
    rows.iter().filter(has).map(|row| cut(row, name, files)).collect()
}

/// Returns the place of an entry of a mapping, with the comma before it if it stands between braces.
fn cut(mapping: &Node, name: &str, files: &Files) -> Option<Span> {
    let (key, _) = mapping.entry(name)?;
    let text = &files.get(key.span.file).text;
    let start = key.span.start as usize;
    if !text.get(mapping.span.start as usize..)?.starts_with('{') {
        // The first entry of an item stands behind its dash.
        let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
        return lines::of(key.span, files).filter(|_| text[line..start].trim().is_empty());
    }
    let before = text[..start].trim_end();
    let comma = before.ends_with(',').then(|| before.len() - 1)?;
    Some(Span::new(key.span.file, comma, start + length(&text[start..])?))
}

/// Returns how long an entry is that stands between braces.
fn length(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '{' | '[') => depth += 1,
            (None, ',' | '}') if depth == 0 => return Some(at),
            (None, '}' | ']') => depth = depth.checked_sub(1)?,
            (Some(_) | None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_cut_out_with_its_cells() {
        let text = "columns: {id: text, debt: {type: number, title: 'a, b}'}, n: number}\nrows:\n  - {id: a, debt: 3, n: 1}\n  - id: b\n    debt: 4\n    n: 2\n";
        let mut files = Files::default();
        let file = files.add("content/data/d.yaml", text);
        let root = yaml::parse(&files, files.whole(file)).expect("it is YAML");
        let mut places = places((file, &root), &["debt".into()], &files).unwrap_or_default();
        places.sort();
        let mut left = text.to_owned();
        for place in places.into_iter().rev() {
            left.replace_range(place.range(), "");
        }
        let wanted =
            "columns: {id: text, n: number}\nrows:\n  - {id: a, n: 1}\n  - id: b\n    n: 2\n";
        assert_eq!(left, wanted);
        assert!(super::places((file, &root), &["id".into()], &files).is_none());
    }

    #[test]
    fn a_column_of_a_file_is_cut_out_with_its_separators() {
        let text = "columns: {id: text, debt: {type: number, from: Debt}}\nrows: {file: d.csv, delimiter: \";\", above: 1}\n";
        let table = "Towns\nDebt;id;n\n3;\"a;\"\"b\"\"\";1\r\n;b;2\n\n\"4\n5\";c;3\n".to_owned();
        let mut files = Files::default();
        let file = files.add("content/data/d.yaml", text);
        files.add("content/data/d.csv", table.clone());
        let root = yaml::parse(&files, files.whole(file)).expect("it is YAML");
        let left = |names: &[EcoString]| {
            let places = places((file, &root), names, &files).unwrap_or_default();
            let mut left = table.clone();
            for place in places.into_iter().filter(|place| place.file != file).rev() {
                left.replace_range(place.range(), "");
            }
            left
        };
        let debt = ["debt".into(), "Debt".into()];
        assert_eq!(left(&debt), "Towns\nid;n\n\"a;\"\"b\"\"\";1\r\nb;2\n\nc;3\n");
        assert_eq!(left(&["id".into(), "none".into()]), table);
    }
}
