//! `quipu diff`: what two builds of a publication tell their readers, compared.
//!
//! ```text
//! texts and numbers of one site ──┐
//! texts and numbers of another ───┴──> COMPARE ──> report
//! ```
//!
//! Both are read as they were published: the Markdown of each page, its `numbers.json`, and the data as
//! CSV. What differs only in looks is no difference here, and a change that several audiences read is told once.
//!
//! Start reading at [`compare`].

mod data;
mod notice;
mod passages;
mod report;
mod sites;

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::routes;
use crate::tools::explain::keyed;
pub use data::DataChange;
use ecow::{EcoString, eco_format};
pub use notice::{Names, draft, names};
pub use passages::Passage;
pub use report::render;
use serde::{Deserialize, Serialize};
pub use sites::{is_release, made, read, released};

/// The files of a page that are compared.
const TEXT: &str = "index.md";
const PAGE: &str = "index.html";
const NUMBERS: &str = "numbers.json";

/// What differs between two sites.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The texts that are new, gone, or read differently, by their titles.
    pub texts: Vec<TextChange>,
    /// The data that differ, by the paths of their files.
    pub data: Vec<DataChange>,
    /// The languages of both sites.
    pub languages: BTreeSet<String>,
}

/// A text that reads differently, in one language.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TextChange {
    /// Its title, in the newer site if it is there.
    pub title: String,
    /// Its language.
    pub language: String,
    /// What happened to it.
    #[serde(flatten)]
    pub change: Change,
    /// The audiences that read this version, each with its address.
    pub editions: BTreeMap<String, String>,
}

/// What happened to a text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// It was not there before.
    New,
    /// It is no longer there.
    Gone,
    /// It reads differently.
    Changed {
        /// Its paragraphs that differ, in order.
        passages: Vec<Passage>,
        /// Its numbers that differ, in order.
        numbers: Vec<NumberChange>,
    },
}

/// A number that is printed differently.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NumberChange {
    /// The id of the key figure that it opens, in both versions; empty for others.
    #[serde(skip_serializing_if = "EcoString::is_empty")]
    pub id: EcoString,
    /// What is computed, or the cell that a figure shows.
    pub expression: EcoString,
    /// How it was printed; none if it is new.
    pub before: Option<EcoString>,
    /// How it is printed; none if it is gone.
    pub after: Option<EcoString>,
}

/// How many bytes of a page are kept, enough to find its language.
const HEAD: usize = 256;

/// The files of a site that are compared, by their paths.
pub type Site = BTreeMap<String, Vec<u8>>;

/// The parts of a `numbers.json` that are read.
#[derive(Debug, Default, Deserialize)]
struct Ledger {
    edition: Edition,
    numbers: Vec<Number>,
}

#[derive(Debug, Default, Clone, Deserialize)]
struct Edition {
    title: String,
    audience: String,
    language: String,
}

#[derive(Debug, Deserialize)]
struct Number {
    #[serde(default)]
    id: EcoString,
    text: EcoString,
    expression: EcoString,
    figure: Option<EcoString>,
}

/// Compares two sites.
pub fn compare(mut before: Site, mut after: Site) -> Comparison {
    let has_restricted = |site: &Site| site.keys().any(|path| path.starts_with('~'));
    if !(has_restricted(&before) && has_restricted(&after)) {
        // A folder holds one output, so only the open ones can be compared.
        before.retain(|path, _| !path.starts_with('~'));
        after.retain(|path, _| !path.starts_with('~'));
    }
    let mut changes = BTreeMap::new();
    let mut languages = BTreeSet::new();
    let pages: BTreeSet<_> = [&before, &after].into_iter().flat_map(pages).collect();
    for page in pages {
        let (old, new) = (ledger(&before, page), ledger(&after, page));
        let Some(edition) = new.as_ref().or(old.as_ref()).map(|ledger| ledger.edition.clone())
        else {
            continue;
        };
        languages.insert(edition.language.clone());
        let change = match (old, new) {
            (None, _) => Change::New,
            (_, None) => Change::Gone,
            (Some(old), Some(new)) => {
                let passages = passages::between(text(&before, page), text(&after, page));
                let numbers = numbers(&old.numbers, &new.numbers);
                if passages.is_empty() && numbers.is_empty() {
                    continue;
                }
                Change::Changed { passages, numbers }
            }
        };
        let alike: &mut BTreeMap<_, _> =
            changes.entry((edition.title, edition.language, work(page), change)).or_default();
        alike.insert(edition.audience, format!("/{page}"));
    }
    let text =
        |((title, language, _, change), editions)| TextChange { title, language, change, editions };
    Comparison {
        texts: changes.into_iter().map(text).collect(),
        data: data::between(&before, &after),
        languages,
    }
}

/// Whether a file with this name is compared.
fn is_compared(name: &str) -> bool {
    [TEXT, PAGE, NUMBERS].contains(&name) || data::is_data(name)
}

/// Whether a file belongs to an earlier release, which is not what a site tells now.
fn is_earlier(path: &str) -> bool {
    let below = path.strip_prefix('~').and_then(|rest| rest.split_once('/'));
    let path = below.map_or(path, |(_, rest)| rest);
    path.strip_prefix(routes::RELEASES).is_some_and(|rest| rest.contains('/'))
}

/// Returns the addresses of the pages that print texts.
fn pages(site: &Site) -> impl Iterator<Item = &str> {
    site.keys().filter_map(|path| path.strip_suffix(TEXT))
}

/// Returns the numbers of a page, and what it is an edition of; none if the site has no such page.
fn ledger(site: &Site, page: &str) -> Option<Ledger> {
    let text = site.get(&format!("{page}{TEXT}"))?;
    if let Some(numbers) = site.get(&format!("{page}{NUMBERS}")) {
        return serde_json::from_slice(numbers).ok();
    }
    // A text without numbers contains what it is itself.
    let text = String::from_utf8_lossy(text);
    let title = text.lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
    let head = site.get(&format!("{page}{PAGE}")).map(|head| String::from_utf8_lossy(head));
    let head = head.unwrap_or_default();
    let language = head.split_once(" lang=\"").and_then(|(_, rest)| rest.split_once('"'));
    let audience = format!("/{page}");
    let audience = audience.split_once("/for/").and_then(|(_, rest)| rest.split_once('/'));
    let edition = Edition {
        title,
        audience: audience.map_or("", |(audience, _)| audience).to_owned(),
        language: language.map_or("", |(language, _)| language).to_owned(),
    };
    Some(Ledger { edition, numbers: Vec::new() })
}

fn text<'s>(site: &'s Site, page: &str) -> &'s str {
    let bytes = site.get(&format!("{page}{TEXT}"));
    bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Returns the address of a page without the part for its audience: the editions of a text then
/// have the same.
fn work(page: &str) -> String {
    let page = format!("/{page}");
    match page.split_once("/for/") {
        Some((before, rest)) => {
            format!("{before}/{}", rest.split_once('/').map_or("", |(_, rest)| rest))
        }
        None => page,
    }
}

/// Returns the numbers that are printed differently. Those of key figures are matched by their ids, if both versions have
/// them, and all others by their expressions.
fn numbers(old: &[Number], new: &[Number]) -> Vec<NumberChange> {
    let ids = |numbers: &[Number]| numbers.iter().map(|number| number.id.clone()).collect();
    let (one, other): (BTreeSet<_>, BTreeSet<_>) = (ids(old), ids(new));
    let kept: BTreeSet<_> = one.intersection(&other).filter(|id| !id.is_empty()).collect();
    let name = |number: &Number| match kept.get(&number.id) {
        Some(id) => (Some(eco_format!("#{id}")), EcoString::new()),
        None => (number.figure.clone(), number.expression.clone()),
    };
    let id = |number: &Number| kept.get(&number.id).map(|id| (*id).clone()).unwrap_or_default();
    let mut before = keyed(old, name);
    let mut changes = Vec::new();
    for (key, index) in keyed(new, name) {
        let number = &new[index];
        let earlier = before.remove(&key).map(|index| old[index].text.clone());
        if earlier.as_ref() != Some(&number.text) {
            let (expression, after) = (number.expression.clone(), Some(number.text.clone()));
            changes.push(NumberChange { id: id(number), expression, before: earlier, after });
        }
    }
    changes.extend(before.into_values().map(|index| NumberChange {
        id: id(&old[index]),
        expression: old[index].expression.clone(),
        before: Some(old[index].text.clone()),
        after: None,
    }));
    changes
}

impl NumberChange {
    /// Returns the change in one line: how it was, how it is, and what it is.
    fn line(&self) -> String {
        let Self { id, expression, before, after } = self;
        let text = |text: &Option<EcoString>| text.clone().unwrap_or_else(|| "nothing".into());
        let id = if id.is_empty() { String::new() } else { format!("#{id}  ") };
        format!("{} -> {}  {id}{expression}", text(before), text(after))
    }
}
