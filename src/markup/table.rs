//! Table blocks: YAML that draws a table from a dataset.

use ecow::EcoString;

use super::Inline;
use super::attributes::block_id;
use super::line::WrittenLine;
use super::parse::Options;
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::data::expression::{Selector, read_selector};

/// A table drawn from a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct TableBlock {
    /// The place of the block.
    pub span: Span,
    /// The anchor.
    pub id: Option<Spanned<EcoString>>,
    /// The title.
    pub title: Vec<Inline>,
    /// The dataset.
    pub data: Spanned<EcoString>,
    /// Which rows; all if none.
    pub rows: Option<Selector>,
    /// Which columns; all if none.
    pub columns: Option<Selector>,
    /// The column to sort by, and whether from the largest.
    pub sort: Option<Sort>,
    /// The place of the key that asks for rows and columns to be exchanged.
    pub transpose: Option<Span>,
    /// The column whose values are heads over the rows that have them.
    pub group_by: Option<Spanned<EcoString>>,
    /// The heads over several columns.
    pub heads: Vec<HeadBlock>,
    /// A remark.
    pub note: Vec<Inline>,
    /// How many decimals the numbers have; as in the data if none.
    pub round: Option<Spanned<u32>>,
}

/// A head over the heads of several columns.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadBlock {
    /// The place of the item.
    pub span: Span,
    /// What it says.
    pub text: Vec<Inline>,
    /// The columns, which stand beside each other.
    pub columns: Selector,
}

/// An order of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: Spanned<EcoString>,
    /// The direction.
    pub direction: Direction,
}

/// A direction of sorting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the smallest.
    Ascending,
    /// From the largest.
    Descending,
}

/// Reads the YAML of a table block.
pub(super) fn read(
    node: &Node,
    options: &Options<'_>,
    problems: &mut Problems,
) -> Option<TableBlock> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let table = read_keys(&mut mapping, options, problems);
    let transpose = mapping
        .optional("transpose", problems, |node| Ok(yaml::boolean(node)?.then_some(node.span)));
    let group_by = mapping.optional("group_by", problems, yaml::spanned_text);
    let heads = mapping.get("heads").map(|node| heads(node, options, problems));
    mapping.finish(problems);
    let heads = heads.unwrap_or_default();
    table.map(|table| TableBlock { transpose: transpose.flatten(), group_by, heads, ..table })
}

fn heads(node: &Node, options: &Options<'_>, problems: &mut Problems) -> Vec<HeadBlock> {
    if let Value::Mapping(entries) = &node.value
        && !entries.iter().any(|(key, _)| matches!(key.name.as_str(), "text" | "columns"))
    {
        problems.push(crowded(node, entries));
        return Vec::new();
    }
    let items = yaml::list(node, problems, |item| Ok(item.clone()));
    items.iter().filter_map(|item| head(item, options, problems)).collect()
}

fn head(node: &Node, options: &Options<'_>, problems: &mut Problems) -> Option<HeadBlock> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let columns = mapping.required("columns", problems, read_selector);
    let text = WrittenLine::read_keys(&mut mapping, problems);
    mapping.finish(problems);
    let text = text?.parse(options, problems);
    Some(HeadBlock { span: node.span, text, columns: columns? })
}

/// Reports heads as the keys of a mapping, which translations could not say in words of their own.
fn crowded(node: &Node, entries: &[(yaml::Key, Node)]) -> Diagnostic {
    let item = |(key, columns): &(yaml::Key, Node)| {
        let columns = yaml::text(columns).unwrap_or_else(|_| "a..b".into());
        format!("{{text: {}, columns: {columns}}}", key.name)
    };
    let items: Vec<_> = entries.iter().map(item).collect();
    yaml::wrong_type(node, "a list of heads", &format!("write `[{}]`", items.join(", ")))
}

/// Reads the keys that select a part of a dataset, which charts have as well.
pub(super) fn read_keys(
    mapping: &mut Mapping<'_>,
    options: &Options<'_>,
    problems: &mut Problems,
) -> Option<TableBlock> {
    let span = mapping.span();
    let id = mapping.optional("id", problems, block_id);
    let title = WrittenLine::required(mapping, "title", problems);
    let data = mapping.required("data", problems, yaml::spanned_text);
    let rows = mapping.optional("rows", problems, read_selector);
    let columns = mapping.optional("columns", problems, read_selector);
    let sort = mapping.optional("sort", problems, sort);
    let note = WrittenLine::optional(mapping, "note", problems);
    let round = mapping.optional("round", problems, decimals);

    let title = title?.parse(options, problems);
    let note = note.map(|text| text.parse(options, problems)).unwrap_or_default();
    let data = data?;
    Some(TableBlock {
        span,
        id,
        title,
        data,
        rows,
        columns,
        sort,
        transpose: None,
        group_by: None,
        heads: Vec::new(),
        note,
        round,
    })
}

fn sort(node: &Node) -> Result<Sort, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    let (direction, column) = match text.value.strip_prefix('-') {
        Some(column) => (Direction::Descending, column.into()),
        None => (Direction::Ascending, text.value),
    };
    Ok(Sort { column: Spanned::new(column, text.span), direction })
}

fn decimals(node: &Node) -> Result<Spanned<u32>, Diagnostic> {
    let decimals = yaml::text(node)?.parse().ok().filter(|decimals| *decimals <= 12);
    decimals.map(|decimals| Spanned::new(decimals, node.span)).ok_or_else(|| {
        yaml::wrong_type(node, "a number of decimals", "write a whole number from 0 to 12")
    })
}
