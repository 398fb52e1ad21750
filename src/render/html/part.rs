//! Parts of a text that have a template each, in `parts/` and `blocks/` of the theme's layers.
//!
//! A template gets `node`, whose fields are named as in Typst, and `site`, `words`, `edition` and
//! `page.root`. What it prints stands in the page as it is.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use ecow::EcoString;
use serde::Serialize;
use tera::Context;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::Files;
use crate::publication::declared::Value;
use crate::render::context::{EditionView, Html, Shared, SiteView, WordMap};
use crate::render::templates::Templates;

/// The templates of parts, and what all of them get.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The texts of the publication, for the places of problems.
    pub files: &'a Files,
    /// What all pages of the site share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the text.
    pub words: &'a Shared<WordMap<'a>>,
    /// Which edition it is.
    pub edition: EditionView<'a>,
    /// What templates ask for and do not get.
    pub problems: &'a Mutex<Vec<Diagnostic>>,
}

/// A callout, for `parts/callout.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CalloutNode {
    /// Which kind of remark: `note`, `tip`, `important`, `warning` or `caution`.
    pub tone: &'static str,
    /// What the kind is called, such as *Note*.
    pub name: String,
    /// Its title; empty if the author gave none.
    pub title: Html,
    /// Its text.
    pub blocks: Html,
}

/// A figure or table, for `parts/figure.html`.
#[derive(Debug, Clone, Serialize)]
pub struct FigureNode<'a> {
    /// The anchor; empty if nothing may refer to it.
    pub id: &'a str,
    /// The way to the page of its document; empty where this is that page.
    pub page: &'static str,
    /// What it shows: `table`, `chart` or `picture`.
    pub holds: &'static str,
    /// Whether it is a table of many columns.
    pub wide: bool,
    /// The label, such as `Table 3`.
    pub label: Html,
    /// The title, which states the finding.
    pub title: Html,
    /// What is measured; empty if there is nothing to say.
    pub subtitle: Html,
    /// The table, the chart with its table, or the picture.
    pub body: Html,
    /// A remark under the body; empty if there is none.
    pub note: Html,
    /// Where the data are from; empty if the author gave no dataset.
    pub source: Html,
    /// The dataset, and the files with what is shown of it; empty if it shows no data.
    pub data: Html,
}

/// A quotation, for `parts/quote.html`.
#[derive(Debug, Clone, Serialize)]
pub struct QuoteNode {
    /// What is quoted.
    pub blocks: Html,
    /// Who said it, and where; empty if the author does not say.
    pub attribution: Html,
}

/// Text set apart, for `parts/key-figure.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TextNode {
    /// What it says.
    pub blocks: Html,
}

/// Claims that do not agree, for `parts/sources-differ.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DisputeNode {
    /// What they disagree on; empty if the author gave no title.
    pub title: Html,
    /// The claims.
    pub claims: Vec<Html>,
}

/// A block of the publication's own, for `blocks/<name>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct OwnNode<'a> {
    /// Its title; empty if the author gave none.
    pub title: Html,
    /// Its text.
    pub body: Html,
    /// Its attributes, by the names that `quipu.yaml` declares; null for those that the author did not give.
    pub attributes: &'a BTreeMap<EcoString, Option<Value>>,
}

/// An entry of a register, for `parts/record.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RecordNode<'a> {
    /// The anchor; empty if the document has it already.
    pub id: &'a str,
    /// The register.
    pub register: &'a str,
    /// Its name for screen readers.
    pub name: String,
    /// What the entry is, such as *Recommendation*.
    pub noun: Html,
    /// Its number; empty if it has none.
    pub number: Html,
    /// Its title, with the link to its own page; empty where the page around it has the same.
    pub title: Html,
    /// What it is in one sentence; empty if there is none.
    pub summary: Html,
    /// The facts in one line under the title.
    pub facts: Vec<Html>,
    /// What else is known of it.
    pub rows: Vec<RowNode<'a>>,
}

/// A line of an entry's block.
#[derive(Debug, Clone, Serialize)]
pub struct RowNode<'a> {
    /// What it is, for styling.
    pub part: &'a str,
    /// What it is, for readers.
    pub term: Html,
    /// What it says, one or more times.
    pub lines: Vec<Html>,
}

impl Parts<'_> {
    /// Renders the part `name`, such as `parts/figure.html`; nothing if its template is refused, which is
    /// noted among the problems.
    pub(super) fn render(&self, name: &str, root: &str, node: &impl Serialize) -> String {
        let mut context = Context::new();
        context.insert_value("site", self.site.value());
        context.insert_value("words", self.words.value());
        context.insert("edition", &self.edition);
        context.insert("page", &BTreeMap::from([("root", root)]));
        context.insert("node", node);
        match self.templates.fill(name, &context, self.files) {
            Ok(markup) => markup,
            Err(problem) => {
                self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                String::new()
            }
        }
    }
}
