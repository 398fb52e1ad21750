//! The declaration of a derived dataset: what it is computed from.

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Key, Mapping, Node, Value};
use crate::data::expression::{Binding, Expression, parse_expression};
use crate::publication::localized::Localized;

/// A derived dataset, before it is computed.
#[derive(Debug)]
pub struct Declaration {
    /// Its file.
    pub file: FileId,
    /// The place of `derive:`.
    pub span: Span,
    /// Its file as a whole.
    pub(super) node: Node,
    /// Where its rows are from.
    pub(super) rows: Rows,
    /// The column that names its rows.
    pub(super) key: EcoString,
    /// Its columns.
    pub(super) columns: Vec<Column>,
}

/// The origin of derived rows.
#[derive(Debug)]
pub(super) enum Rows {
    /// One for each row, or for each group of rows, of a dataset.
    From(Box<From>),
    /// One for each of these.
    Each(Vec<Spanned<EcoString>>),
}

/// The rows of a dataset.
#[derive(Debug)]
pub(super) struct From {
    /// The dataset.
    pub dataset: Spanned<EcoString>,
    /// What must hold of a row.
    pub filter: Option<Binding>,
    /// The columns by whose values rows are grouped; if there are none, each row is a group.
    pub by: Vec<Spanned<EcoString>>,
    /// The derived column to sort by, `-` before it for the largest first.
    pub sort: Option<Spanned<EcoString>>,
}

/// A column of a derived dataset.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name.
    pub name: Spanned<EcoString>,
    /// What it holds.
    pub content: Content,
}

/// What a derived column holds.
#[derive(Debug)]
pub(super) enum Content {
    /// A value.
    Value(Box<Binding>),
    /// A text with values in double braces.
    Text(Localized, Span),
    /// The column with this name in the rows that it is derived from, or the value by which the
    /// rows are listed.
    Own,
}

impl Declaration {
    /// Reads the derivation in the file of a derived dataset; the reader of datasets reads the rest
    /// of the file.
    pub fn read(file: FileId, node: Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(&node))?;
        let derive = mapping.required("derive", problems, Ok);
        let key = mapping.required("key", problems, yaml::text);
        let columns = mapping.required("columns", problems, Ok);
        if let Some(rows) = mapping.get("rows") {
            problems.push(
                Diagnostic::error(
                    Code::BadValue,
                    rows.span,
                    "a derived dataset cannot have typed rows",
                )
                .with_hint("delete `rows:`, or `derive:`"),
            );
            return None;
        }
        let (span, rows) = (derive?.span, read_rows(derive?, problems));
        let columns = read_columns(columns?, problems);
        let (rows, key) = (rows?, key?);
        Some(Self { file, span, node, rows, key, columns })
    }

    /// Returns the dataset that its rows are from, if they are from one.
    pub fn source(&self) -> Option<&EcoString> {
        match &self.rows {
            Rows::From(from) => Some(&from.dataset.value),
            Rows::Each(_) => None,
        }
    }

    /// Returns the expressions that it is computed by.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let filter = match &self.rows {
            Rows::From(from) => from.filter.as_ref(),
            Rows::Each(_) => None,
        };
        let values = self.columns.iter().filter_map(|column| match &column.content {
            Content::Value(binding) => Some(&**binding),
            Content::Text(..) | Content::Own => None,
        });
        filter.into_iter().chain(values).map(|binding| &binding.expression)
    }
}

fn read_rows(node: &Node, problems: &mut Problems) -> Option<Rows> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let dataset = mapping.optional("from", problems, yaml::spanned_text);
    let each = mapping.get("each").map(|node| yaml::list(node, problems, yaml::spanned_text));
    let filter = mapping.optional("where", problems, expression);
    let by = mapping.get("by").map(|node| yaml::list(node, problems, yaml::spanned_text));
    let sort = mapping.optional("sort", problems, yaml::spanned_text);
    mapping.finish(problems);
    match (dataset, each) {
        (Some(dataset), None) => {
            let by = by.unwrap_or_default();
            Some(Rows::From(Box::new(From { dataset, filter, by, sort })))
        }
        (None, Some(each)) => Some(Rows::Each(each)),
        _ => {
            let message =
                "a derived dataset takes its rows either from another dataset or from a list";
            problems.push(
                Diagnostic::error(Code::BadValue, node.span, message)
                    .with_hint("write `from: dataset`, or `each: [2015, 2016]`"),
            );
            None
        }
    }
}

fn read_columns(node: &Node, problems: &mut Problems) -> Vec<Column> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let read = |(key, node): &(Key, Node)| Column {
        name: Spanned::new(EcoString::from(&key.name), key.span),
        content: content(node, problems),
    };
    mapping.entries().iter().map(read).collect()
}

/// Reads the content of a column; the reader of datasets reads the rest of it.
fn content(node: &Node, problems: &mut Problems) -> Content {
    let Value::Mapping(_) = node.value else { return Content::Own };
    let Some(mut mapping) = problems.keep(Mapping::new(node)) else { return Content::Own };
    if let Some(value) = mapping.optional("value", problems, expression) {
        return Content::Value(Box::new(value));
    }
    match mapping.get("text") {
        Some(text) => problems
            .keep(Localized::read_typed(text))
            .map_or(Content::Own, |localized| Content::Text(localized, text.span)),
        None => Content::Own,
    }
}

fn expression(node: &Node) -> Result<Binding, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    parse_expression(&text.value, text.span)
}
