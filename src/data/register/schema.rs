//! Reading a register's own keys: what its entries are, and how its page shows them.

use ecow::EcoString;

use super::reading::Setting;
use super::{Choice, Field, FieldKind, Layout, Line, Many, Pages, Register, Required, View, entry};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Spanned};
use crate::base::yaml::{self, Key, Mapping, Node};
use crate::data::dataset::{Column, ColumnKind, Provenance, read_provenance, read_source};
use crate::data::measure::{self, Measure, one_of};
use crate::language::Language;
use crate::markup::{self, Inline, InlineKind, Options, read_kind};
use crate::publication::audience::Condition;
use crate::publication::date;
use crate::publication::localized::Localized;

/// What reading one register needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub setting: Setting<'a>,
    /// What cross-references to entries begin with.
    pub prefixes: &'a [EcoString],
    pub file: FileId,
}

impl<'a> Context<'a> {
    pub(super) fn options(&self, language: &'a Language) -> Options<'a> {
        let settings = self.setting.settings;
        Options {
            quotes: &language.quotes,
            raw_html: settings.raw_html,
            prefixes: self.prefixes,
            original: None,
            files: None,
        }
    }

    /// Reads a line of Markdown, or one per language.
    pub(super) fn line(&self, node: &Node, problems: &mut Problems) -> Option<Line> {
        let text = problems.keep(Localized::read_markdown(node))?;
        let mut parsed = std::collections::BTreeMap::new();
        for language in &self.setting.settings.languages {
            let tag = &language.tag;
            let Some(written) = text.get(tag) else { continue };
            let span = language_node(node, tag).map_or(node.span, |own| own.span);
            let written = Spanned::new(written.clone(), span);
            // A text that all languages share has the same mistakes in each.
            let line = markup::line(&written, &self.options(language), problems);
            refuse_conditions(&line, problems);
            parsed.insert(tag.clone(), line);
        }
        Some(Line { text, parsed })
    }
}

/// Reports parts for some audiences: the files of a register are the same for all.
fn refuse_conditions(line: &[Inline], problems: &mut Problems) {
    for inline in line {
        if let InlineKind::Span(span) = &inline.kind
            && let Some(name) = Condition::of_attributes(&span.attributes).names().first()
        {
            let message = "a register is the same for all audiences";
            problems.push(
                Diagnostic::error(Code::UnknownDiv, name.span, message)
                    .with_hint("write this in a brief, in a span or div for that audience"),
            );
        }
        refuse_conditions(inline.kind.content(), problems);
    }
}

/// Returns the node of one language's text.
fn language_node<'n>(node: &'n Node, tag: &str) -> Option<&'n Node> {
    let yaml::Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.name == tag).map(|(_, value)| value)
}

/// Reads the register `id` from its YAML.
pub(super) fn read(
    (id, prefix): (&EcoString, Spanned<EcoString>),
    node: &Node,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Register> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    // It was read first of all, for the cross-references in the texts of other registers.
    mapping.get("prefix");
    let fields = mapping.required("fields", problems, Ok);
    let block = mapping.get("block");
    let views = mapping.get("views");
    let entries = mapping.required("entries", problems, Ok);
    let head = read_head(&mut mapping, context, problems);
    mapping.finish(problems);

    let fields = read_fields(fields?, problems);
    // It was reported; entries without fields have no names.
    if fields.is_empty() {
        return None;
    }
    let mut register = Register { id: id.clone(), prefix, fields, ..head? };
    let layout = block.and_then(|node| read_layout(node, &register, problems));
    register.layout = layout.unwrap_or_default();
    let views = views.map(|node| read_views(node, &register, context, problems));
    register.views = views.unwrap_or_default();
    register.entries = entry::read_all(entries?, &register, context, problems);
    Some(register)
}

/// Reads what a register states about itself; the rest is still empty.
fn read_head(
    mapping: &mut Mapping<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Register> {
    let title = mapping.required("title", problems, Localized::read);
    let noun = mapping.required("entry", problems, Localized::read);
    let date = mapping.required("date", problems, date::day);
    let summary = mapping.get("summary").and_then(|node| context.line(node, problems));
    let source = mapping.get("source").and_then(|node| read_source(node, problems));
    let licence = mapping.optional("licence", problems, Localized::read);
    let as_of = mapping.optional("as_of", problems, yaml::spanned_text);
    let notes = mapping.get("notes").map(|node| lines(node, context, problems));
    let pages = mapping.optional("pages", problems, yaml::boolean).unwrap_or(false);
    Some(Register {
        id: EcoString::new(),
        file: context.file,
        title: title?,
        summary,
        noun: noun?,
        prefix: Spanned::new(EcoString::new(), mapping.span()),
        date: date?,
        source,
        licence,
        as_of,
        notes: notes.unwrap_or_default(),
        pages: if pages { Pages::EntryEach } else { Pages::RegisterOnly },
        fields: Vec::new(),
        layout: Layout::default(),
        views: Vec::new(),
        entries: Vec::new(),
    })
}

fn lines(node: &Node, context: Context<'_>, problems: &mut Problems) -> Vec<Line> {
    match &node.value {
        yaml::Value::List(items) => {
            items.iter().filter_map(|item| context.line(item, problems)).collect()
        }
        _ => context.line(node, problems).into_iter().collect(),
    }
}

fn read_fields(node: &Node, problems: &mut Problems) -> Vec<Field> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let fields: Vec<_> = mapping
        .entries()
        .iter()
        .filter_map(|(key, value)| read_field(key, value, problems))
        .collect();
    if fields.is_empty() {
        let message = "a register needs a field that names its entries";
        problems.push(
            Diagnostic::error(Code::MissingKey, node.span, message)
                .with_hint("add a line `title: text`"),
        );
    }
    fields
}

/// The keys of an entry that are no fields.
pub(super) const RESERVED: &[&str] = &["id", "sources"];

fn read_field(key: &Key, node: &Node, problems: &mut Problems) -> Option<Field> {
    if RESERVED.contains(&key.name.as_str()) {
        let message = format!("every entry has `{}`; no field can have that name", key.name);
        problems.push(
            Diagnostic::error(Code::BadValue, key.span, message)
                .with_hint("delete the line, or choose another name"),
        );
        return None;
    }
    let mut field = Field {
        column: Column {
            name: EcoString::from(&key.name),
            kind: ColumnKind::Text,
            title: None,
            measure: Measure::default(),
            provenance: Provenance::Stated,
            from: None,
            default: None,
        },
        kind: FieldKind::Plain(ColumnKind::Text),
        many: Many::No,
        required: Required::No,
        choices: Vec::new(),
        target: None,
        counts: None,
    };
    if let yaml::Value::Text(_) = node.value {
        (field.kind, field.many) = problems.keep(field_type(node))?;
    } else {
        read_field_keys(&mut field, node, problems)?;
    }
    if let (FieldKind::Plain(kind), Many::No) = (field.kind, field.many) {
        field.column.kind = kind;
    }
    needs_more(field, node, problems)
}

fn read_field_keys(field: &mut Field, node: &Node, problems: &mut Problems) -> Option<()> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let kind = mapping.required("type", problems, field_type);
    field.column.title = mapping.optional("title", problems, Localized::read);
    let required = mapping.optional("required", problems, yaml::boolean).unwrap_or(false);
    field.required = if required { Required::Yes } else { Required::No };
    let choices = mapping.get("choices").map(|node| read_choices(node, problems));
    field.choices = choices.unwrap_or_default();
    field.target = mapping.optional("to", problems, yaml::spanned_text);
    field.counts = mapping.optional("counts", problems, yaml::spanned_text);
    let measure = mapping.get("measure").and_then(|node| measure::read(node, problems));
    field.column.measure = measure.unwrap_or_default();
    let inferred = mapping.optional("inferred", problems, read_provenance);
    field.column.provenance = inferred.unwrap_or_default();
    mapping.finish(problems);
    (field.kind, field.many) = kind?;
    Some(())
}

/// Reports a choice without choices, and a reference that leads to no register.
fn needs_more(field: Field, node: &Node, problems: &mut Problems) -> Option<Field> {
    let (key, hint) = match field.kind {
        FieldKind::Choice if field.choices.is_empty() => {
            ("choices", "write `choices: {<id>: <what readers see>, …}`")
        }
        FieldKind::Reference if field.target.is_none() => ("to", "write `to: <register>`"),
        _ => return Some(field),
    };
    let message = format!("the field `{}` needs `{key}`", field.column.name);
    problems.push(Diagnostic::error(Code::MissingKey, node.span, message).with_hint(hint));
    None
}

/// Reads `text`, or `list of text`.
fn field_type(node: &Node) -> Result<(FieldKind, Many), Diagnostic> {
    let plain = ColumnKind::NAMES.iter().filter(|(_, kind)| *kind != ColumnKind::Status);
    let plain = plain.map(|&(name, kind)| (name, FieldKind::Plain(kind)));
    let own = [
        ("line", FieldKind::Line),
        ("choice", FieldKind::Choice),
        ("reference", FieldKind::Reference),
        ("remark", FieldKind::Remark),
    ];
    let kinds: Vec<_> = plain.chain(own).collect();
    let lists: Vec<_> = kinds.iter().map(|(name, _)| format!("list of {name}")).collect();
    let single = kinds.iter().map(|&(name, kind)| (name, (kind, Many::No)));
    let many =
        lists.iter().zip(&kinds).map(|(name, &(_, kind))| (name.as_str(), (kind, Many::Yes)));
    one_of(node, &single.chain(many).collect::<Vec<_>>())
}

fn read_choices(node: &Node, problems: &mut Problems) -> Vec<Choice> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let choice = |(key, value): &(Key, Node)| {
        let title = problems.keep(Localized::read(value))?;
        Some(Choice { id: EcoString::from(&key.name), title })
    };
    mapping.entries().iter().filter_map(choice).collect()
}

fn read_layout(node: &Node, register: &Register, problems: &mut Problems) -> Option<Layout> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let find = |name: Spanned<EcoString>| register.find_field(&name);
    let one = |node: &Node| yaml::spanned_text(node).and_then(find);
    let label = mapping.optional("label", problems, one);
    let number = mapping.optional("number", problems, one);
    let summary = mapping.optional("summary", problems, one);
    let facts = mapping.get("facts").map(|node| yaml::list(node, problems, one));
    let hidden = mapping.get("hidden").map(|node| yaml::list(node, problems, one));
    mapping.finish(problems);
    Some(Layout {
        label: label.unwrap_or_default(),
        number,
        summary,
        facts: facts.unwrap_or_default(),
        hidden: hidden.unwrap_or_default(),
    })
}

fn read_views(
    node: &Node,
    register: &Register,
    context: Context<'_>,
    problems: &mut Problems,
) -> Vec<View> {
    let yaml::Value::List(items) = &node.value else {
        problems.push(yaml::wrong_type(node, "a list of views", "write `- {title: …, list: […]}`"));
        return Vec::new();
    };
    items.iter().filter_map(|item| read_view(item, register, context, problems)).collect()
}

fn read_view(
    node: &Node,
    register: &Register,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<View> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let title = mapping.required("title", problems, Ok);
    let id = mapping.optional("id", problems, yaml::spanned_text);
    let note = mapping.get("note").and_then(|node| context.line(node, problems));
    let (kind, filters) = read_kind(&mut mapping, problems);
    mapping.finish(problems);
    let (title, kind) = (context.line(title?, problems)?, kind?);
    for name in kind.fields().into_iter().chain(filters.iter().map(|filter| &filter.field)) {
        problems.keep(register.find_field(name));
    }
    Some(View { span: node.span, id, title, kind, filters, note })
}
