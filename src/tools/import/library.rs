//! All texts of a project, with the names and addresses by which they refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::folder::Folder;
use super::labels::{self, Heading, Label};
use super::matter::{self, Matter};
use super::project::{Kind, Project};
use super::todo::Todo;
use super::{date, literal, outline, prepared, value};
use crate::markup::slug;

/// A text of the project.
#[derive(Debug)]
pub(super) struct Document {
    /// Its path in the project.
    pub from: String,
    /// Its new path, below the publication's root.
    pub to: String,
    /// The id of the brief or report.
    pub id: String,
    /// Its front matter.
    pub matter: Matter,
    /// Front matter that cannot be read.
    pub unreadable: Option<String>,
    /// The text, as the project has it.
    pub body: String,
    /// The headings of the text.
    pub headings: Vec<Heading>,
    /// Its former addresses, without slashes at the ends.
    pub addresses: Vec<String>,
}

/// The texts of a project.
#[derive(Debug)]
pub(super) struct Library<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its files.
    pub folder: &'a Folder,
    /// The texts, in the order of their paths.
    pub documents: Vec<Document>,
    /// The texts by their former addresses and paths.
    pub by_address: BTreeMap<String, usize>,
    /// What references point to, by name.
    pub labels: BTreeMap<String, Label>,
    /// The keys of the bibliography.
    pub sources: BTreeSet<String>,
    /// The files that are not documents: they are included by others, or have no words.
    pub aside: Vec<String>,
    /// What is left to do in the files of the project themselves.
    pub left: Vec<Todo>,
}

impl<'a> Library<'a> {
    /// Reads all texts of a project; `today` is the date of those that give none.
    pub(super) fn read(project: &'a Project, folder: &'a Folder, today: Date) -> Self {
        let mut library = Self {
            project,
            folder,
            documents: Vec::new(),
            by_address: BTreeMap::new(),
            labels: BTreeMap::new(),
            sources: BTreeSet::new(),
            aside: Vec::new(),
            left: Vec::new(),
        };
        let mut taken = BTreeSet::new();
        for path in folder.paths().filter(|path| super::is_text(path)) {
            // Programs for maps keep their styles in files of the same extension.
            let is_prose =
                |text: &String| !text.starts_with("<!DOCTYPE qgis") && !text.starts_with("<?xml");
            let text = folder.text(path).filter(|text| library.is_document(path) && is_prose(text));
            let Some(text) = text else {
                library.aside.push(path.to_owned());
                continue;
            };
            let text = library.without_controls(path, text);
            let document = library.document(path, &text, today, &mut taken);
            library.documents.push(document);
        }
        library.list_sections();
        library.unify_tags();
        library.index();
        library
    }

    /// Leaves out control characters, which no page can show, and lists them.
    fn without_controls(&mut self, path: &str, text: String) -> String {
        let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}');
        let lines = text.lines().enumerate().filter(|(_, line)| line.contains(is_control));
        let left = lines.map(|(index, line)| {
            let found = line.chars().find(|&c| is_control(c)).unwrap_or_default();
            let reason = format!("a control character, left out: U+{:04X}", u32::from(found));
            Todo { path: path.to_owned(), line: index + 1, reason }
        });
        self.left.extend(left.collect::<Vec<_>>());
        if text.contains(is_control) { text.replace(is_control, "") } else { text }
    }

    /// Whether a file is a text of its own, rather than a part of others.
    fn is_document(&self, path: &str) -> bool {
        let Some(below) = path.strip_prefix(&self.project.content) else { return false };
        let jekyll = self.project.kind == Kind::Jekyll;
        let special =
            ["_includes", "_layouts", "_site", "_data", "_sass", "_build", "_book", "_plugins"];
        let mut parts: Vec<&str> = below.split('/').collect();
        let file = parts.pop().unwrap_or_default();
        let is_part = |part: &&str| match part.strip_prefix('_') {
            Some(_) => {
                special.contains(part) || !(jekyll || *part == "_posts" || *part == "_drafts")
            }
            None => false,
        };
        let stem = outline::stem(file);
        !parts.iter().any(is_part) && (!stem.starts_with('_') || stem == "_index")
    }

    fn document(
        &self,
        path: &str,
        text: &str,
        today: Date,
        taken: &mut BTreeSet<String>,
    ) -> Document {
        let split = matter::split(text);
        let mut matter = Matter::read(&split.values);
        let body = take_title(&prepared::body(&split.body), &mut matter.title);
        let mut names = outline::stem(path).rsplit('/');
        let name = names
            .next()
            .filter(|name| !is_index(name))
            .or_else(|| names.next())
            .unwrap_or_default();
        let dated = date::of_name(name);
        if matter.date == Date::default() {
            let of_project = self.project.date.as_deref().and_then(crate::publication::date::guess);
            let of_name = dated.map(|(day, _)| day);
            matter.date = of_name.or(matter.updated).or(of_project).unwrap_or(today);
        }
        if path.contains("_drafts/") {
            matter.draft = true;
        }
        if matter.authors.is_empty() {
            matter.authors.clone_from(&self.project.authors);
        }
        let id = self.id(path, taken);
        if matter.title.is_empty() {
            matter.title = title_of(&id);
        }
        let addresses = addresses(&split.values);
        let headings = labels::headings(&body);
        let to = format!("content/briefs/{id}.md");
        let unreadable = split.unreadable;
        Document { from: path.to_owned(), to, id, matter, unreadable, body, headings, addresses }
    }

    /// Returns an id that makes a clean address, and that no other text has.
    fn id(&self, path: &str, taken: &mut BTreeSet<String>) -> String {
        let below = outline::stem(path.strip_prefix(&self.project.content).unwrap_or(path));
        let mut parts: Vec<String> = Vec::new();
        for part in below.split('/') {
            let part = date::of_name(part).map_or(part, |(_, rest)| rest);
            let is_index = is_index(part);
            let part = slug(part);
            if !is_index && !part.is_empty() && part != "content" {
                parts.push(part);
            }
        }
        if parts.is_empty() {
            parts.push("home".to_owned());
        }
        let base = parts.join("/");
        // The chapters of a report are distinguished by the last part of their ids.
        let is_chapter = !self.project.order.is_empty();
        let last = |id: &str| id.rsplit('/').next().unwrap_or(id).to_owned();
        let is_free = |id: &String| {
            let is_double = is_chapter && taken.iter().any(|other| last(other) == last(id));
            !is_double && !taken.contains(id)
        };
        let folder = parts.len().checked_sub(2).map(|index| format!("{base}-{}", parts[index]));
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut candidates = std::iter::once(base.clone()).chain(folder).chain(numbered);
        let id = candidates.find(is_free).unwrap_or(base);
        taken.insert(id.clone());
        id
    }

    /// A section's page without words is a list of its pages; other files without words are not
    /// texts.
    fn list_sections(&mut self) {
        let places = self.documents.iter().map(|document| {
            let (folder, file) = document.from.rsplit_once('/').unwrap_or(("", &document.from));
            let is_index = is_index(outline::stem(file));
            let section = if is_index {
                folder.rsplit_once('/').map_or("", |(outer, _)| outer)
            } else {
                folder
            };
            (is_index.then(|| folder.to_owned()), section.to_owned())
        });
        let places: Vec<_> = places.collect();
        for index in 0..self.documents.len() {
            let Some(folder) = &places[index].0 else { continue };
            if !self.documents[index].body.trim().is_empty() {
                continue;
            }
            let children = self.documents.iter().zip(&places).enumerate();
            let children =
                children.filter(|(child, (_, (_, section)))| section == folder && *child != index);
            let link = |(_, (child, _)): (usize, (&Document, _))| {
                format!("- [{}](</{}>)\n", literal::link(&child.matter.title), child.from)
            };
            self.documents[index].body = children.map(link).collect();
        }
        let (documents, empty) = std::mem::take(&mut self.documents)
            .into_iter()
            .partition(|document| !document.body.trim().is_empty());
        self.documents = documents;
        self.aside.extend(empty.into_iter().map(|document: Document| document.from));
        self.aside.sort();
    }

    /// Tags that would share an address get one spelling, the first.
    fn unify_tags(&mut self) {
        let mut spellings: BTreeMap<String, String> = BTreeMap::new();
        for document in &mut self.documents {
            let mut seen = BTreeSet::new();
            document.matter.tags.retain_mut(|tag| {
                let address = slug(tag);
                let spelling = spellings.entry(address.clone()).or_insert_with(|| tag.clone());
                tag.clone_from(spelling);
                !address.is_empty() && seen.insert(address)
            });
        }
    }

    /// Records all names by which others may refer to a text.
    fn index(&mut self) {
        for (index, document) in self.documents.iter().enumerate() {
            let below = document.from.strip_prefix(&self.project.content).unwrap_or(&document.from);
            let stem = outline::stem(below);
            let own = [below, stem, outline::stem(&document.from), &document.from, &document.id];
            let own = own.into_iter().map(str::to_owned);
            let folder = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
            let folder =
                is_index(stem.rsplit('/').next().unwrap_or(stem)).then(|| folder.to_owned());
            for name in own.chain(folder).chain(document.addresses.iter().cloned()) {
                self.by_address.entry(address_key(&name)).or_insert(index);
            }
        }
        self.labels = labels::all(&self.documents);
    }

    /// Returns the text at an address or path.
    pub(super) fn at(&self, address: &str) -> Option<usize> {
        self.by_address.get(&address_key(address)).copied()
    }
}

/// Whether a file with this name, without extension, is the page of its folder.
fn is_index(name: &str) -> bool {
    ["index", "_index", "readme"].contains(&name.to_lowercase().as_str())
}

/// Returns an address without the parts that servers add or leave out.
fn address_key(address: &str) -> String {
    let address = address.trim_matches('/');
    let address = address.strip_suffix("index.html").unwrap_or(address);
    let address = address.strip_suffix(".html").or(address.strip_suffix(".htm")).unwrap_or(address);
    address.trim_matches('/').to_lowercase()
}

/// Returns the addresses that front matter gives to a text.
fn addresses(values: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
    let keys = ["permalink", "url", "path", "aliases", "redirect_from", "slug"];
    let found = keys.iter().filter_map(|key| values.get(*key)).flat_map(value::texts);
    let found = found.filter(|address| !address.contains(['{', ':']));
    found.map(|address| address.trim_matches('/').to_owned()).collect()
}

/// Removes the level-one heading at the beginning of a text, if its front matter has no title or
/// the same.
///
/// Names that the heading has stay, for those who refer to them.
fn take_title(body: &str, title: &mut String) -> String {
    let is_name = |line: &&str| line.starts_with('(') && line.trim_end().ends_with(")=");
    let lines: Vec<&str> = body.trim_start_matches('\n').lines().collect();
    let names = lines.iter().take_while(|line| is_name(line)).count();
    let Some(first) = lines.get(names) else { return body.to_owned() };
    let under = lines.get(names + 1).map_or("", |line| line.trim_end());
    let is_underlined = under.len() > 2 && under.bytes().all(|byte| byte == b'=');
    let (heading, length) = match first.strip_prefix("# ") {
        Some(text) => (text.trim().trim_end_matches('#').trim_end(), 1),
        None if is_underlined && !first.trim().is_empty() => (first.trim(), 2),
        None => return body.to_owned(),
    };
    let text = heading.split(" {").next().unwrap_or(heading).trim();
    if !title.is_empty() && slug(title) != slug(text) {
        return body.to_owned();
    }
    if title.is_empty() {
        text.clone_into(title);
    }
    let targets = lines[..names]
        .iter()
        .map(|line| format!("{{#{}}}", line.trim().trim_start_matches('(').trim_end_matches(")=")));
    let id = heading.find("{#").map(|at| heading[at..].to_owned());
    let marks = targets.chain(id).map(|mark| format!("{}{mark}\n", labels::TITLE_MARK));
    format!("{}{}\n", marks.collect::<String>(), lines[names + length..].join("\n"))
}

/// Returns a title for a text that has only an id: `china/money-flows` becomes "Money flows".
pub(super) fn title_of(id: &str) -> String {
    let last = id.rsplit('/').next().unwrap_or_default().replace('-', " ");
    let mut characters = last.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.into_iter().chain(characters.map(String::from)).collect()
}
