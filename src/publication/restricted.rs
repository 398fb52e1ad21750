//! Parts of YAML files that are for some audiences: `audience:` in a row, a column, an entry, a term,
//! a source, a file.
//!
//! ```text
//! files ──find──> Restrictions ──hide──> files that lack what an audience may not have ──> load
//! ```
//!
//! What is restricted is left out before a file is read, so that whatever is computed from it, a sum or
//! a derived dataset, is computed from what the audience may get.

pub(crate) mod bibliography;
mod late;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::{Files, Hidden};
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Key, Node, Value};
use crate::publication::audience::Condition;
pub use late::Withheld;

/// The key that says who may read a part.
const KEY: &str = "audience";

/// The files whose keys are names that the author chooses.
const NAMED: [&str; 4] = [
    "content/sources.yaml",
    "content/glossary.yaml",
    "content/entities.yaml",
    "content/values.yaml",
];

/// The keys of the names by which files name an entity, besides its id.
const CALLED: [&str; 3] = ["name", "aliases", "code"];

/// The keys whose values say how something is read, and nothing to readers.
const UNSAID: [&str; 3] = [KEY, "type", "from"];

/// The bibliographies of other programs.
const BIBLATEX: &str = "content/sources.bib";
const CSL_JSON: &str = "content/sources.json";

/// What was changed in texts after they came out.
const CORRECTIONS: &str = "content/corrections.yaml";

/// The folders of files that can be restricted as a whole.
const FOLDERS: [&str; 2] = ["content/data/", "content/registers/"];

/// The restricted parts of the YAML files of a publication.
#[derive(Debug, Default)]
pub struct Restrictions(Vec<Restriction>);

/// A restricted part of a YAML file.
#[derive(Debug)]
pub struct Restriction {
    /// Who may read it.
    pub readers: Condition,
    /// What it says, and where.
    pub texts: Vec<(String, Span)>,
    /// The file, if the whole of it is restricted.
    file: Option<FileId>,
    /// The places of the list items and mapping keys that go with it.
    items: Vec<Span>,
    /// The name of the column or field, or the keys of the row.
    names: Vec<EcoString>,
    /// The key that says so; in another file than its own if it comes out later.
    mark: Span,
    /// The YAML file whose parts have these names.
    home: FileId,
    /// Whether nothing else belongs to it, such as the cells of a column.
    is_gone_whole: bool,
}

impl Restriction {
    /// Returns where it begins if it can be gone without a trace: the item of a list, the row of a table, a
    /// source or a term. Columns and fields cannot, because their cells would be left.
    pub(crate) fn removable(&self) -> impl Iterator<Item = Span> + '_ {
        let is_one = self.file.is_none() && self.items.len() == 1;
        self.items.iter().copied().filter(move |_| is_one && self.is_gone_whole)
    }
}

impl Restriction {
    /// Returns the names of what a file names, such as an entity, if it is of this file.
    pub(crate) fn named_in(&self, file: FileId) -> Option<&[EcoString]> {
        (self.home == file && self.file.is_none()).then_some(&self.names[..])
    }

    /// Returns the file of a column or field, and its name; the last is what a file of rows calls it.
    pub(crate) fn column(&self) -> Option<(FileId, &[EcoString])> {
        let is_one = self.file.is_none() && !self.is_gone_whole;
        is_one.then_some((self.home, &self.names[..]))
    }
}

impl Restrictions {
    /// Finds the restricted parts, and reports parts that cannot be restricted.
    pub fn find(files: &Files, problems: &mut Problems) -> Self {
        let mut found = Vec::new();
        for (id, file) in files.below("content/") {
            if &*file.path == BIBLATEX {
                bibliography::find(id, &file.text, &mut found, problems);
                continue;
            }
            let is_named = NAMED.contains(&&*file.path);
            let is_data = FOLDERS.iter().any(|folder| file.path.starts_with(folder));
            let is_list = [CSL_JSON, CORRECTIONS].contains(&&*file.path);
            let is_read = is_named || is_list || is_data && file.path.ends_with(".yaml");
            if !is_read || !file.text.contains(KEY) {
                continue;
            }
            // What cannot be parsed is reported where it is read.
            let Ok(node) = yaml::parse(files, files.whole(id)) else { continue };
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let name = name.trim_end_matches(".yaml").into();
            let found_here = Vec::new();
            let mut search =
                Search { root: &node, name, is_named, found: found_here, problems: &mut *problems };
            if is_named {
                search.names(&node);
            } else if is_list {
                search.inside(&node);
            } else {
                search.file(id);
            }
            found.append(&mut search.found);
        }
        rows::find(files, &mut found, problems);
        Self(found)
    }

    /// Whether nothing is restricted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the parts, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Restriction> {
        self.0.iter()
    }

    /// Whether `audience` may read all of them.
    pub fn admit(&self, audience: &str) -> bool {
        self.0.iter().all(|part| part.readers.admits(audience))
    }

    /// Returns which of them `audience` may read.
    pub(super) fn admitted(&self, audience: &str) -> Vec<bool> {
        self.0.iter().map(|part| part.readers.admits(audience)).collect()
    }

    /// Returns the names of the parts that `audience` may not have: columns, keys of rows, ids of
    /// entries, terms and sources.
    pub fn names(&self, audience: &str) -> BTreeSet<EcoString> {
        let parts = self.0.iter().filter(|part| !part.readers.admits(audience));
        parts.flat_map(|part| part.names.iter().cloned()).collect()
    }

    /// Hides in `files` what `audience` may not have; without an audience, only the keys that
    /// restrict.
    pub fn hide(&self, files: &mut Files, audience: Option<&str>) {
        let mut hidden = Hidden::default();
        for part in &self.0 {
            // In a table, the place of a field may be that of its row.
            if !part.items.contains(&part.mark) {
                hidden.items.insert(part.mark);
            }
            if audience.is_none_or(|audience| part.readers.admits(audience)) {
                continue;
            }
            hidden.items.extend(part.items.iter().copied());
            let names = hidden.names.entry(part.home).or_default();
            names.extend(part.names.iter().cloned());
            if let Some(file) = part.file {
                files.remove(file);
            }
        }
        files.hide(hidden);
    }
}

/// A search of one file.
struct Search<'n, 'p> {
    root: &'n Node,
    /// The name of the dataset or register.
    name: EcoString,
    /// Whether its keys are names that the author chooses.
    is_named: bool,
    found: Vec<Restriction>,
    problems: &'p mut Problems,
}

impl<'n> Search<'n, '_> {
    /// Looks at a dataset or register.
    fn file(&mut self, file: FileId) {
        if let Some((key, readers)) = self.mark(self.root) {
            let texts = texts(self.root);
            let (items, names) = (Vec::new(), vec![self.name.clone()]);
            let (file, home) = (Some(file), file);
            let is_gone_whole = false;
            let part =
                Restriction { readers, texts, file, items, names, mark: key, home, is_gone_whole };
            self.found.push(part);
        }
        for (key, value) in self.root.entries() {
            match key.name.as_str() {
                "columns" | "fields" => self.names(value),
                KEY => {}
                // A column or field of that name has its own values in each row or entry.
                "rows" | "entries" if self.has_own() => {}
                _ => self.inside(value),
            }
        }
    }

    /// Examines a mapping whose keys are names.
    fn names(&mut self, node: &'n Node) {
        for (key, value) in node.entries() {
            if let Some((mark, readers)) = self.mark(value) {
                let mut names = vec![EcoString::from(&key.name)];
                let from = value.entry("from");
                let from = from.map(|(_, from)| texts(from)).into_iter().flatten();
                names.extend(from.map(|(from, _)| from.replace("{name}", &key.name).into()));
                if self.is_named {
                    let called = value.entries().iter();
                    let called = called.filter(|(key, _)| CALLED.contains(&key.name.as_str()));
                    let called = called.flat_map(|(_, name)| texts(name));
                    names.extend(called.map(|(name, _)| EcoString::from(name)));
                }
                let mut items = vec![key.span];
                let said = value.entries().iter();
                let said = said.filter(|(key, _)| !UNSAID.contains(&key.name.as_str()));
                let mut texts: Vec<_> = said.flat_map(|(_, value)| self::texts(value)).collect();
                for (key, value) in self.fields(&key.name) {
                    items.push(key.span);
                    texts.extend(self::texts(value));
                }
                let home = mark.file;
                self.found.push(Restriction {
                    readers,
                    texts,
                    file: None,
                    items,
                    names,
                    mark,
                    home,
                    is_gone_whole: self.is_named,
                });
            }
            for (_, inner) in value.entries() {
                self.inside(inner);
            }
        }
    }

    /// Examines a value of any kind; items of lists can be restricted, other mappings cannot.
    fn inside(&mut self, node: &'n Node) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.item(item)),
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    if key.name == KEY {
                        self.problems.push(misplaced(key.span));
                    }
                    self.inside(value);
                }
            }
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }

    fn item(&mut self, item: &'n Node) {
        if let Some((mark, readers)) = self.mark(item) {
            let (texts, mut names) = (texts(item), self.keys(item));
            // Works of CSL-JSON have names of their own.
            let ids = item.entries().iter().filter(|(key, _)| key.name == "id");
            names.extend(ids.flat_map(|(_, id)| self::texts(id)).map(|(id, _)| id.into()));
            self.found.push(Restriction {
                readers,
                texts,
                file: None,
                items: vec![item.span],
                names,
                mark,
                home: mark.file,
                is_gone_whole: true,
            });
        }
        match &item.value {
            Value::Mapping(entries) => {
                let inner = entries.iter().filter(|(key, _)| key.name != KEY);
                inner.for_each(|(_, value)| self.inside(value));
            }
            _ => self.inside(item),
        }
    }

    /// Reads who may read a mapping, if it says so.
    fn mark(&mut self, node: &Node) -> Option<(Span, Condition)> {
        let (key, value) = node.entry(KEY)?;
        if value.value == Value::Null {
            self.problems.push(empty(key.span));
            return Some((key.span, Condition::Only(Vec::new())));
        }
        Some((key.span, Condition::read(value, self.problems)))
    }

    /// Whether the file has a column or field with the name of the restricting key.
    fn has_own(&self) -> bool {
        ["columns", "fields"].into_iter().any(|part| {
            let part = self.root.entry(part);
            part.is_some_and(|(_, names)| names.entries().iter().any(|(key, _)| key.name == KEY))
        })
    }

    /// Returns the cells of a column in rows, or the values of a field in entries.
    fn fields(&self, name: &str) -> Vec<&'n (Key, Node)> {
        let list = self.root.entries().iter();
        let mut list = list.filter(|(key, _)| matches!(key.name.as_str(), "rows" | "entries"));
        let Some(Value::List(list)) = list.next().map(|(_, list)| &list.value) else {
            return Vec::new();
        };
        list.iter().flat_map(Node::entries).filter(|(key, _)| key.name == name).collect()
    }

    /// Returns the texts of a row in its key columns.
    fn keys(&self, row: &Node) -> Vec<EcoString> {
        let key = self.root.entry("key");
        let columns: BTreeMap<_, _> =
            key.map(|(_, key)| texts(key)).into_iter().flatten().collect();
        let cells = row.entries().iter().filter(|(key, _)| columns.contains_key(&key.name));
        cells.flat_map(|(_, cell)| texts(cell)).map(|(text, _)| text.into()).collect()
    }
}

/// Returns the texts and numbers of a value, without its restriction.
fn texts(node: &Node) -> Vec<(String, Span)> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => vec![(text.clone(), node.span)],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Mapping(entries) => {
            let said = entries.iter().filter(|(key, _)| key.name != KEY);
            said.flat_map(|(_, value)| texts(value)).collect()
        }
        Value::Null | Value::Boolean(_) => Vec::new(),
    }
}

fn empty(span: Span) -> Diagnostic {
    let message = "`audience` is empty";
    Diagnostic::error(Code::UnclearRestriction, span, message)
        .with_hint("write a value after the colon, or delete the key")
}

fn misplaced(span: Span) -> Diagnostic {
    let message = "`audience` has no effect here";
    Diagnostic::error(Code::UnclearRestriction, span, message).with_hint(
        "write `audience:` in a row, a column, an entry of a list, a term, a source, or at the beginning of the file",
    )
}
