//! JSON-stat 2: a cube of values as rows, one for each cell that has a value or a status.
//!
//! The format: <https://json-stat.org/full/>. A row has the codes of its categories under the
//! names of the dimensions, their labels under `<dimension>.label`, the cell under `value` and
//! `status`.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::counted;
use crate::base::span::Span;
use crate::base::yaml::{self, Key, Node};

/// A cell of a cube.
pub(super) struct CubeRow<'n> {
    /// The place of the value.
    pub span: Span,
    fields: Vec<(String, Field<'n>)>,
}

enum Field<'n> {
    /// It stands in the file.
    Node(&'n Node),
    /// It is a key of the file.
    Key(Box<Node>),
}

impl CubeRow<'_> {
    /// Returns its fields with their heads.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.fields.iter().map(|(head, field)| (head.as_str(), field.node()))
    }

    /// Returns a field by its head.
    pub(super) fn get(&self, head: &str) -> Option<&Node> {
        self.fields().find(|(name, _)| *name == head).map(|(_, node)| node)
    }
}

impl Field<'_> {
    fn node(&self) -> &Node {
        match self {
            Self::Node(node) => node,
            Self::Key(node) => node,
        }
    }
}

/// Returns the cube of a file as heads and rows of texts; none if the file holds none.
pub(crate) fn table(node: &Node) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let rows = find(node)?.ok()?;
    let mut heads: Vec<String> = Vec::new();
    for (name, _) in rows.iter().flat_map(|row| &row.fields) {
        if !heads.contains(name) {
            heads.push(name.clone());
        }
    }
    // What was observed stands last, as in tables.
    heads.sort_by_key(|head| matches!(head.as_str(), "value" | "status"));
    let text = |row: &CubeRow<'_>, head: &String| {
        row.get(head).and_then(|node| yaml::text(node).ok()).unwrap_or_default().to_string()
    };
    let rows = rows.iter().map(|row| heads.iter().map(|head| text(row, head)).collect());
    let rows = rows.collect();
    Some((heads, rows))
}

/// A dimension: its name, and the code and label of each category in order.
struct Dimension<'n> {
    name: String,
    categories: Vec<(Node, Option<&'n Node>)>,
}

/// Returns the rows of a cube; none if the file holds none.
///
/// # Errors
/// Reports a cube whose dimensions cannot be told.
pub(super) fn find(node: &Node) -> Option<Result<Vec<CubeRow<'_>>, Diagnostic>> {
    let get = |name| member(node, name);
    let (dimension, id, value) = (get("dimension")?, get("id")?, get("value")?);
    let yaml::Value::List(names) = &id.value else { return None };
    let mut dimensions = Vec::new();
    if let Some(doubled) = doubled(names) {
        return Some(Err(contradictory(doubled, "`id` names a dimension twice".to_owned())));
    }
    for name in names {
        let Ok(name) = yaml::text(name) else { return Some(Err(bad(name, "a name"))) };
        let Some(described) = member(dimension, &name) else {
            return Some(Err(bad(dimension, &format!("the dimension `{name}`"))));
        };
        match self::dimension(&name, described) {
            Ok(dimension) => dimensions.push(dimension),
            Err(diagnostic) => return Some(Err(diagnostic)),
        }
    }
    if let Err(diagnostic) = check_sizes(get("size"), value, &dimensions) {
        return Some(Err(diagnostic));
    }
    if let Some(Err(diagnostic)) = get("status").map(|status| check_cells(status, &dimensions)) {
        return Some(Err(diagnostic));
    }
    let values = cells(value);
    let statuses = match get("status") {
        // One status holds for all values.
        Some(status @ Node { value: yaml::Value::Text(_), .. }) => {
            values.keys().map(|&number| (number, status)).collect()
        }
        status => status.map(cells).unwrap_or_default(),
    };
    Some(Ok(rows(&dimensions, &values, &statuses)))
}

/// Refuses sizes that are not those of the dimensions, and values of cells that the cube does not have: which
/// category a value is of is counted by them.
fn check_sizes(
    sizes: Option<&Node>,
    value: &Node,
    dimensions: &[Dimension<'_>],
) -> Result<(), Diagnostic> {
    if let Some(Node { value: yaml::Value::List(sizes), span }) = sizes {
        if sizes.len() != dimensions.len() {
            let message = format!(
                "`size` has {}, but `id` has {}",
                counted(sizes.len(), "number"),
                counted(dimensions.len(), "dimension")
            );
            return Err(contradictory(*span, message));
        }
        for (size, dimension) in sizes.iter().zip(dimensions) {
            let said = yaml::text(size)?;
            let count = dimension.categories.len();
            if said.parse() != Ok(count) {
                let name = &dimension.name;
                let count = categories(count);
                let message = format!("the dimension `{name}` has {count}, but its size is {said}");
                return Err(contradictory(size.span, message));
            }
        }
    }
    check_cells(value, dimensions)
}

/// Refuses values, or their statuses, of cells that the cube does not have.
fn check_cells(value: &Node, dimensions: &[Dimension<'_>]) -> Result<(), Diagnostic> {
    let all = dimensions.iter().map(|dimension| dimension.categories.len());
    let all = all.fold(1, usize::saturating_mul);
    let is_beyond = |name: &str| name.parse::<usize>().map_or(true, |at| at >= all);
    let (found, span) = match &value.value {
        yaml::Value::List(items) if items.len() != all => {
            (counted(items.len(), "value"), value.span)
        }
        yaml::Value::Mapping(entries) => {
            match entries.iter().find(|(key, _)| is_beyond(&key.name)) {
                Some((key, _)) => (format!("a value of the cell `{}`", key.name), key.span),
                None => return Ok(()),
            }
        }
        _ => return Ok(()),
    };
    let message = format!("the cube has {}, but {found}", counted(all, "cell"));
    Err(contradictory(Span { end: span.start + 1, ..span }, message))
}

fn categories(count: usize) -> String {
    if count == 1 { "1 category".to_owned() } else { format!("{count} categories") }
}

fn contradictory(span: Span, message: String) -> Diagnostic {
    Diagnostic::error(Code::BadCell, span, message)
        .with_hint("the file contradicts itself: download it again, or ask for CSV")
}

fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let yaml::Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
}

fn bad(node: &Node, expected: &str) -> Diagnostic {
    let message = format!("this is not JSON-stat: expected {expected}");
    Diagnostic::error(Code::WrongType, Span { end: node.span.start + 1, ..node.span }, message)
        .with_hint("ask for JSON-stat 2.0, or for CSV")
}

fn dimension<'n>(name: &str, node: &'n Node) -> Result<Dimension<'n>, Diagnostic> {
    let category = member(node, "category").ok_or_else(|| bad(node, "`category`"))?;
    let labels = member(category, "label");
    let index = member(category, "index").or(labels).ok_or_else(|| bad(category, "`index`"))?;
    let codes: Vec<Node> = match &index.value {
        yaml::Value::List(items) => items.clone(),
        yaml::Value::Mapping(entries) => {
            let is_labels = labels.is_some_and(|labels| std::ptr::eq(index, labels));
            let code =
                |key: &Key| Node { value: yaml::Value::Text(key.name.clone()), span: key.span };
            if is_labels {
                entries.iter().map(|(key, _)| code(key)).collect()
            } else {
                let mut codes = Vec::with_capacity(entries.len());
                for (key, at) in entries {
                    codes.push((position(name, at, entries.len())?, at.span, code(key)));
                }
                codes.sort_by_key(|(at, ..)| *at);
                let mut pairs = codes.iter().zip(codes.iter().skip(1));
                if let Some((_, (at, span, _))) = pairs.find(|(one, other)| one.0 == other.0) {
                    let message = format!("two categories of `{name}` have the position {at}");
                    return Err(contradictory(*span, message));
                }
                codes.into_iter().map(|(.., code)| code).collect()
            }
        }
        _ => return Err(bad(index, "categories")),
    };
    if let Some(doubled) = doubled(&codes) {
        let message = format!("the dimension `{name}` has a category twice");
        return Err(contradictory(doubled, message));
    }
    let label = |code: &Node| labels.and_then(|labels| member(labels, &yaml::text(code).ok()?));
    let categories = codes.into_iter().map(|code| (code.clone(), label(&code))).collect();
    Ok(Dimension { name: name.to_owned(), categories })
}

/// Reads the position of a category among so many.
fn position(name: &str, at: &Node, count: usize) -> Result<usize, Diagnostic> {
    let said = yaml::text(at)?;
    said.parse().ok().filter(|position| *position < count).ok_or_else(|| {
        let count = categories(count);
        let message =
            format!("the dimension `{name}` has {count}, but one has the position {said}");
        contradictory(at.span, message)
    })
}

/// Returns the place of a category that the list has already.
fn doubled(codes: &[Node]) -> Option<Span> {
    let mut known = BTreeSet::new();
    codes
        .iter()
        .find(|code| yaml::text(code).is_ok_and(|code| !known.insert(code)))
        .map(|code| code.span)
}

/// Returns cells by their numbers; what is null is none.
fn cells(node: &Node) -> BTreeMap<usize, &Node> {
    let present = |node: &&Node| node.value != yaml::Value::Null;
    match &node.value {
        yaml::Value::List(items) => {
            items.iter().enumerate().filter(|(_, node)| present(node)).collect()
        }
        yaml::Value::Mapping(entries) => entries
            .iter()
            .filter(|(_, node)| present(&node))
            .filter_map(|(key, node)| Some((key.name.parse().ok()?, node)))
            .collect(),
        _ => BTreeMap::new(),
    }
}

fn rows<'n>(
    dimensions: &[Dimension<'n>],
    values: &BTreeMap<usize, &'n Node>,
    statuses: &BTreeMap<usize, &'n Node>,
) -> Vec<CubeRow<'n>> {
    let mut numbers: Vec<_> = values.keys().chain(statuses.keys()).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut rows = Vec::with_capacity(numbers.len());
    for number in numbers {
        let mut fields = Vec::with_capacity(2 * dimensions.len() + 2);
        let mut rest = number;
        for dimension in dimensions.iter().rev() {
            let size = dimension.categories.len().max(1);
            if let Some((code, label)) = dimension.categories.get(rest % size) {
                fields.push((dimension.name.clone(), Field::Key(Box::new(code.clone()))));
                let label =
                    label.map(|label| (format!("{}.label", dimension.name), Field::Node(label)));
                fields.extend(label);
            }
            rest /= size;
        }
        let (value, status) = (values.get(&number), statuses.get(&number));
        fields.extend(value.map(|node| ("value".to_owned(), Field::Node(node))));
        fields.extend(status.map(|node| ("status".to_owned(), Field::Node(node))));
        let Some(node) = value.or(status) else { continue };
        rows.push(CubeRow { span: node.span, fields });
    }
    rows
}
