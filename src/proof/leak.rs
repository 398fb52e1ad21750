//! No leak: what a site leaves out is in none of its files.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use ecow::EcoString;
use regex::bytes::Regex as Bytes;
use regex::{Regex, RegexBuilder, bytes, escape};

use super::excluded::{self, Runs};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::plan::{Plan, Site};
use crate::publication::Publication;
use crate::settings::Translations;
use crate::span::Span;
use crate::tree::Form;

/// The fewest bytes of a text that is looked for: shorter ones stand elsewhere by chance.
const LEAST: usize = 24;

/// What Markdown, HTML or JSON may write differently from the author; texts are cut there.
const UNSTABLE: &[char] = &[
    '&', '<', '>', '"', '\'', '\\', '“', '”', '‘', '’', '«', '»', '„', '–', '—', '-', '…', '.',
    '\n', '\t', '\u{a0}', '\u{202f}',
];

/// Watches the files of all sites for what must not be in them.
#[derive(Debug)]
pub(crate) struct Guard<'a> {
    sites: Vec<Watch<'a>>,
    /// The first file that each text was found in.
    found: Mutex<BTreeMap<Span, (EcoString, String)>>,
}

/// What one site leaves out.
#[derive(Debug)]
struct Watch<'a> {
    prefix: EcoString,
    audience: &'a EcoString,
    secrets: HashMap<&'a str, Span>,
    /// The secrets by how they begin, which is what is looked for: short patterns are fast.
    by_head: HashMap<&'a str, Vec<&'a str>>,
    pattern: Option<Bytes>,
}

impl<'a> Guard<'a> {
    /// Watches nothing.
    pub(crate) fn idle() -> Self {
        Self { sites: Vec::new(), found: Mutex::default() }
    }

    /// Finds what each site of a plan leaves out.
    pub(crate) fn new(publication: &'a Publication, plan: &Plan<'a>) -> Self {
        let mut sites: Vec<_> =
            plan.sites.iter().map(|&site| Watch::new(site, publication, plan)).collect();
        let repeated = repeated(&sites, publication);
        for site in &mut sites {
            site.secrets.retain(|text, _| !repeated.contains_key(text));
            #[expect(clippy::iter_over_hash_type, reason = "sorted before it is used")]
            for &text in site.secrets.keys() {
                site.by_head.entry(head(text)).or_default().push(text);
            }
            site.pattern = pattern(site.by_head.keys().copied())
                .and_then(|any| bytes::RegexBuilder::new(&any).size_limit(SIZE_LIMIT).build().ok());
        }
        Self { sites, found: Mutex::default() }
    }

    /// Looks at a file before it is written.
    pub(crate) fn look(&self, path: &str, text: &[u8]) {
        let own = self.sites.iter().filter(|site| path.starts_with(&*site.prefix));
        let Some(site) = own.max_by_key(|site| site.prefix.len()) else { return };
        let Some(pattern) = &site.pattern else { return };
        for found in pattern.find_iter(text) {
            let Some(span) = site.secret(&text[found.start()..], found.len()) else { continue };
            let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            let place = (site.audience.clone(), path.to_owned());
            let first = all.entry(span).or_insert_with(|| place.clone());
            // Threads look in any order; the report must not depend on it.
            if place < *first {
                *first = place;
            }
        }
    }

    /// Reports what was found.
    pub(crate) fn report(self, problems: &mut Problems) {
        let found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        problems.extend(found.into_iter().map(|(span, (audience, path))| {
            let message =
                format!("this is not for the audience `{audience}`, and stands in `{path}`");
            Diagnostic::error(Code::Leak, span, message)
                .with_hint("look for it in the templates of that audience, and take it out there")
        }));
    }
}

/// Thousands of sentences are no reason to give up; the default is for patterns of strangers.
const SIZE_LIMIT: usize = 1 << 28;

impl<'a> Watch<'a> {
    fn new(site: Site<'a>, publication: &'a Publication, plan: &Plan<'a>) -> Self {
        let mut secrets = HashMap::new();
        for ((form, id), work) in &publication.works {
            if matches!(form, Form::Register | Form::Entry) {
                continue;
            }
            let is_shown = plan.reports_of(site, id).next().is_some() && *form == Form::Brief
                || plan.variants(*form, id).any(|edition| edition.site.index == site.index);
            for tag in tags(site, publication) {
                let Some(manuscript) = work.manuscript(tag) else { continue };
                let runs: Runs<'a> = if is_shown {
                    excluded::parts(manuscript, site.audience)
                } else {
                    excluded::whole(manuscript)
                };
                let parts = runs
                    .into_iter()
                    .flat_map(|(span, run)| stable_parts(run).map(move |part| (part, span)));
                secrets.extend(parts);
            }
        }
        let prefix = site.prefix();
        let audience = &site.audience.id;
        Self { prefix, audience, secrets, by_head: HashMap::new(), pattern: None }
    }

    /// Returns the place of the secret that `text` begins with; its head has `length` bytes.
    fn secret(&self, text: &[u8], length: usize) -> Option<Span> {
        let head = std::str::from_utf8(&text[..length]).ok()?;
        let secrets = self.by_head.get(head)?;
        let whole = secrets.iter().find(|secret| text.starts_with(secret.as_bytes()))?;
        self.secrets.get(*whole).copied()
    }
}

/// Returns the languages in which a site may show texts: its own, and that of originals that
/// stand in for translations.
fn tags<'a>(site: Site<'a>, publication: &'a Publication) -> impl Iterator<Item = &'a str> {
    let own = site.language.tag.as_str();
    let falls_back = publication.settings.translations == Translations::Fallback;
    let original = publication.settings.tags().next().filter(|tag| falls_back && *tag != own);
    std::iter::once(own).chain(original)
}

/// Returns the parts of a run that all outputs write as the author did, and that are long enough
/// to be told from others.
fn stable_parts(run: &str) -> impl Iterator<Item = &str> {
    run.split(UNSTABLE).map(str::trim).filter(|part| part.len() >= LEAST)
}

/// Returns what a secret begins with.
fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LEAST)]
}

fn pattern<'t>(texts: impl Iterator<Item = &'t str>) -> Option<String> {
    let mut texts: Vec<_> = texts.collect();
    // Of two texts that begin alike, the longer must win.
    texts.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    let texts: Vec<_> = texts.into_iter().map(escape).collect();
    (!texts.is_empty()).then(|| texts.join("|"))
}

/// Returns the secrets that the sources hold more than once: an edition may have the other one.
fn repeated<'a>(sites: &[Watch<'a>], publication: &Publication) -> HashMap<&'a str, usize> {
    let all: HashMap<&'a str, usize> =
        sites.iter().flat_map(|site| site.secrets.keys().map(|text| (*text, 0))).collect();
    let any = pattern(all.keys().copied());
    let Some(any) = any.and_then(|any| build(&any)) else { return HashMap::new() };
    let mut counts = all;
    for (_, file) in publication.files.in_folder("content") {
        if *file.path == *crate::translation::PATH {
            continue;
        }
        let text = file.text.split_whitespace().collect::<Vec<_>>().join(" ");
        for found in any.find_iter(&text) {
            if let Some(count) = counts.get_mut(found.as_str()) {
                *count += 1;
            }
        }
    }
    counts.retain(|_, count| *count > 1);
    counts
}

fn build(any: &str) -> Option<Regex> {
    RegexBuilder::new(any).size_limit(SIZE_LIMIT).build().ok()
}
