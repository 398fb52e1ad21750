//! The publication that a project becomes: its settings, texts and pictures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::bibliography::Bibliography;
use super::dataset::{self, Datasets};
use super::library::{Document, Library};
use super::links::{Links, Media};
use super::literal::{line, plain};
use super::matter::{self, Matter, quoted};
use super::passage::{Passage, Tally};
use super::project::Project;
use super::{finding, markdown, tags, template, todo};
use crate::base::files::Bytes;
use crate::engine::commit;
use crate::markup::slug;
use crate::tools::scaffold::Refusal;

/// What is written.
#[derive(Debug)]
pub(super) struct Publication<'a> {
    library: &'a Library<'a>,
    /// The texts by their paths: those that can be repaired.
    pub texts: BTreeMap<String, String>,
    /// How often each kind of construct was translated.
    pub tally: BTreeMap<&'static str, usize>,
    /// What has to be copied.
    media: Vec<(String, String)>,
    /// The bibliography.
    pub bibliography: Bibliography,
    /// The datasets.
    pub datasets: Datasets,
}

impl<'a> Publication<'a> {
    /// Translates all texts.
    pub(super) fn new(library: &'a Library<'a>, bibliography: Bibliography) -> Self {
        let media = Media::default();
        let tally = Tally::default();
        let texts = library.documents.iter().map(|document| {
            let links = Links { library, document, file: &document.from, media: &media };
            let passage = Passage { links, tally: &tally, outer: None };
            (document.to.clone(), text(document, &passage))
        });
        let mut texts: BTreeMap<_, _> = texts.collect();
        if let Some((path, text)) = report(library, &texts) {
            texts.insert(path, text);
        }
        let datasets = dataset::read(library.folder);
        let (tally, media) = (tally.into_inner(), media.files());
        Self { library, texts, tally, media, bibliography, datasets }
    }

    /// Writes everything into a folder.
    ///
    /// # Errors
    /// Returns the first path that the system refuses.
    pub(super) fn write(&self, root: &Path) -> Result<(), Refusal> {
        let owned = |text: &str| Bytes::from(text.as_bytes().to_vec());
        let mut files = vec![("quipu.yaml".to_owned(), owned(&settings(self.library.project)))];
        files.push((".gitignore".to_owned(), owned("/public/\n/.quipu/store/\n")));
        files.extend(self.texts.iter().map(|(path, text)| (path.clone(), owned(text))));
        files.extend(self.datasets.files.iter().map(|(path, text)| (path.clone(), owned(text))));
        if !self.bibliography.yaml.is_empty() {
            files.push(("content/sources.yaml".to_owned(), owned(&self.bibliography.yaml)));
        }
        let redirects = super::redirects::write(self.library);
        if !redirects.is_empty() {
            files.push((format!("content/static/{}", super::redirects::FILE), owned(&redirects)));
        }
        for (from, to) in &self.media {
            if let Some(bytes) = self.library.folder.bytes(from) {
                files.push((format!("content/{to}"), Bytes::from(bytes)));
            }
        }
        Ok(commit::add(root, &files)?)
    }
}

/// Translates a text.
fn text(document: &Document, passage: &Passage<'_>) -> String {
    let lines = if passage.links.library.folder.is_made(&document.from) {
        // What stands in a Word document is text, whatever it looks like.
        document.body.clone()
    } else {
        let body = template::joined(&document.body);
        passage.blocks(&body.lines().collect::<Vec<_>>()).join("\n")
    };
    let plain = tags::without(&lines);
    let body = markdown::resolved(&plain, &passage.links);
    let body = without_title(&body, &document.matter.title);
    let mut matter = document.matter.clone();
    if matter.finding.is_empty() {
        matter.finding = finding::of(&body).unwrap_or_else(|| matter.title.clone());
    }
    matter.title = line(&matter.title);
    matter.finding = line(&matter.finding);
    let unreadable = document.unreadable.as_ref().map(|front| {
        let source: Vec<&str> = front.lines().collect();
        todo::block("front matter that cannot be read", &source).join("\n")
    });
    format!("{}\n{}{}\n", matter.write(), unreadable.unwrap_or_default(), body.trim())
}

/// Returns a text without the heading that repeats its title.
fn without_title(body: &str, title: &str) -> String {
    let is_quiet = |line: &&str| line.trim().is_empty() || line.starts_with("<!--");
    let Some(line) = body.lines().find(|line| !is_quiet(line)) else { return body.to_owned() };
    let is_title = |text: &str| slug(&plain(text)) == slug(&plain(title));
    if line.strip_prefix("## ").is_some_and(is_title) {
        body.replacen(line, "", 1)
    } else {
        body.to_owned()
    }
}

/// Writes `quipu.yaml`.
fn settings(project: &Project) -> String {
    let mut text = String::from("# Settings of the whole publication.\n");
    let _ = writeln!(text, "title: {}", quoted(&project.title));
    if let Some(description) = &project.description {
        let _ = writeln!(text, "description: {}", quoted(description));
    }
    let _ = writeln!(text, "languages: [{}]", project.language);
    if let Some(address) = &project.address {
        let _ = writeln!(text, "base_url: {}", quoted(address));
    }
    text
}

/// Makes a report of the texts for which a project gives an order.
///
/// Without a description, it finds what the first of them finds.
fn report(library: &Library<'_>, texts: &BTreeMap<String, String>) -> Option<(String, String)> {
    let project = library.project;
    let briefs: Vec<String> = project
        .order
        .iter()
        .filter_map(|path| library.at(path))
        .map(|index| library.documents[index].id.clone())
        .collect();
    let first = library.documents.iter().find(|document| briefs.first() == Some(&document.id))?;
    let dates = library.documents.iter().map(|document| document.matter.date);
    let mut unique = Vec::new();
    for brief in briefs {
        if !unique.contains(&brief) {
            unique.push(brief);
        }
    }
    let appendices = super::outline::appendices(&project.settings, &project.content);
    let appendices: Vec<_> = appendices
        .iter()
        .filter_map(|path| library.at(path))
        .map(|index| library.documents[index].id.clone())
        .filter(|id| unique.contains(id))
        .collect();
    unique.retain(|id| !appendices.contains(id));
    let found = || {
        let body = texts.get(&first.to).map(|text| matter::split(text).body);
        let found = body.and_then(|body| finding::of(&body));
        found.unwrap_or_else(|| first.matter.title.clone())
    };
    let finding = project.description.clone().unwrap_or_else(found);
    let matter = Matter {
        title: line(&project.title),
        finding: line(&finding),
        authors: project.authors.clone(),
        date: dates.max().unwrap_or_default(),
        briefs: unique,
        appendices,
        ..Matter::default()
    };
    let name = slug(&project.title);
    let name = if name.is_empty() { "report".to_owned() } else { name };
    Some((format!("content/reports/{name}.md"), matter.write()))
}
