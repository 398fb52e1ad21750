//! Register blocks: YAML that draws a view of a register, or one of its entries.

use ecow::EcoString;

use super::Inline;
use super::attributes::block_id;
use super::line::WrittenLine;
use super::parse::Options;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node};

/// A view of a register, drawn as a numbered table.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterBlock {
    /// The anchor.
    pub id: Option<Spanned<EcoString>>,
    /// The title.
    pub title: Vec<Inline>,
    /// The register.
    pub register: Spanned<EcoString>,
    /// How the entries are arranged.
    pub kind: ViewKind,
    /// Which entries: those that pass all filters.
    pub filters: Vec<Filter>,
    /// Which entries, by id or anchor, and in which order; all if none.
    pub entries: Vec<Spanned<EcoString>>,
    /// A remark.
    pub note: Vec<Inline>,
}

/// How a view arranges entries. Its fields are still names, which are resolved by binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewKind {
    /// Rows are the values of one field, columns those of another.
    Matrix {
        /// The field of the rows.
        rows: Spanned<EcoString>,
        /// The field of the columns.
        columns: Spanned<EcoString>,
    },
    /// One row an entry, by date.
    Timeline {
        /// The field with the date.
        date: Spanned<EcoString>,
        /// The other fields; the label if none.
        fields: Vec<Spanned<EcoString>>,
    },
    /// One row an entry, in file order.
    List {
        /// The fields; the label if none.
        fields: Vec<Spanned<EcoString>>,
        /// The field by whose values the rows are grouped.
        group_by: Option<Spanned<EcoString>>,
    },
}

/// A condition on entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub field: Spanned<EcoString>,
    /// The values that pass.
    pub values: Vec<Spanned<EcoString>>,
}

/// One entry, drawn as a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryBlock {
    /// The anchor of the entry.
    pub entry: Spanned<EcoString>,
    /// Where the block stands.
    pub place: EntryPlace,
}

/// Where an entry's block stands, which decides whether it says its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPlace {
    /// Amid other text.
    AmidText,
    /// On the entry's own page, which already shows the title.
    OwnPage,
}

impl ViewKind {
    /// Returns the names of the fields that the view shows or sorts by.
    pub fn fields(&self) -> Vec<&Spanned<EcoString>> {
        match self {
            Self::Matrix { rows, columns } => vec![rows, columns],
            Self::Timeline { date, fields } => [date].into_iter().chain(fields).collect(),
            Self::List { fields, group_by } => fields.iter().chain(group_by).collect(),
        }
    }
}

/// Reads the YAML of a register block.
pub(super) fn read(
    node: &Node,
    options: &Options<'_>,
    problems: &mut Problems,
) -> Option<RegisterBlock> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let id = mapping.optional("id", problems, block_id);
    let title = WrittenLine::required(&mut mapping, "title", problems);
    let register = mapping.required("register", problems, yaml::spanned_text);
    let entries = mapping.get("entries");
    let entries = entries.map(|node| yaml::list(node, problems, yaml::spanned_text));
    let note = WrittenLine::optional(&mut mapping, "note", problems);
    let (kind, filters) = read_kind(&mut mapping, problems);
    mapping.finish(problems);

    let title = title?.parse(options, problems);
    let note = note.map(|text| text.parse(options, problems)).unwrap_or_default();
    let entries = entries.unwrap_or_default();
    Some(RegisterBlock { id, title, register: register?, kind: kind?, filters, entries, note })
}

/// Reads the YAML of an entry block.
pub(super) fn read_entry(node: &Node, problems: &mut Problems) -> Option<EntryBlock> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let entry = mapping.required("id", problems, yaml::spanned_text);
    mapping.finish(problems);
    Some(EntryBlock { entry: entry?, place: EntryPlace::AmidText })
}

/// Reads how a view arranges entries, and which entries it has, from the keys `matrix`, `timeline`
/// or `list` and `where`.
pub fn read_kind(
    mapping: &mut Mapping<'_>,
    problems: &mut Problems,
) -> (Option<ViewKind>, Vec<Filter>) {
    let matrix = mapping.get("matrix").map(|node| read_matrix(node, problems));
    let timeline = mapping.optional("timeline", problems, yaml::spanned_text);
    let list = mapping.get("list").map(|node| yaml::list(node, problems, yaml::spanned_text));
    let fields = mapping.get("fields").map(|node| yaml::list(node, problems, yaml::spanned_text));
    let group_by = mapping.optional("group_by", problems, yaml::spanned_text);
    let filters = mapping.get("where").map(|node| read_filters(node, problems));
    let kind = match (matrix, timeline, list) {
        (Some(matrix), None, None) => matrix,
        (None, Some(date), None) => {
            Some(ViewKind::Timeline { date, fields: fields.unwrap_or_default() })
        }
        (None, None, Some(fields)) => Some(ViewKind::List { fields, group_by }),
        _ => {
            let message = "a view is exactly one of `matrix`, `timeline` and `list`";
            problems.push(
                Diagnostic::error(Code::BadValue, mapping.span(), message).with_hint(
                    "write `matrix: {rows: …, columns: …}`, `timeline: <field>` or `list: [<field>, …]`",
                ),
            );
            None
        }
    };
    (kind, filters.unwrap_or_default())
}

fn read_matrix(node: &Node, problems: &mut Problems) -> Option<ViewKind> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let rows = mapping.required("rows", problems, yaml::spanned_text);
    let columns = mapping.required("columns", problems, yaml::spanned_text);
    mapping.finish(problems);
    Some(ViewKind::Matrix { rows: rows?, columns: columns? })
}

fn read_filters(node: &Node, problems: &mut Problems) -> Vec<Filter> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let filter = |(key, value): &(yaml::Key, Node)| Filter {
        field: Spanned::new(EcoString::from(&key.name), key.span),
        values: yaml::list(value, problems, yaml::spanned_text),
    };
    mapping.entries().iter().map(filter).collect()
}
