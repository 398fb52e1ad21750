//! Waivers: `content/audit.yaml`, what the audit may find, and why.

use ecow::EcoString;
use regex::Regex;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node, Value, wrong_type};

/// The path of the file below the publication's root.
pub const PATH: &str = "content/audit.yaml";

/// The findings that a publication permits.
#[derive(Debug, Default)]
pub struct Waivers {
    /// How many findings are allowed besides those that are waived; none if the file does not say.
    pub allowed: Option<Spanned<usize>>,
    /// How many words may make unchecked claims; any number if the file does not say.
    pub claims: Option<Spanned<usize>>,
    /// The waivers, in file order.
    pub list: Vec<Spanned<Waiver>>,
}

/// A finding that is accepted, with the reason.
#[derive(Debug)]
pub struct Waiver {
    /// What is waived.
    pub subject: WaiverSubject,
    /// Why.
    pub reason: EcoString,
}

/// What is waived.
#[derive(Debug)]
pub enum WaiverSubject {
    /// The numbers within a wording.
    Words {
        /// The wording.
        wording: TextPattern,
        /// The file or folder to which the waiver is limited, if any.
        within: Option<EcoString>,
    },
    /// A source that nothing cites.
    Source(EcoString),
    /// A dataset that nothing uses.
    Dataset(EcoString),
}

/// A text or a pattern of texts.
#[derive(Debug)]
pub enum TextPattern {
    /// The text as it is printed, letter by letter.
    Text(EcoString),
    /// A regular expression.
    Pattern(Regex),
}

impl TextPattern {
    /// Returns the places in `text` where it occurs, in order.
    pub fn places<'t>(&'t self, text: &'t str) -> Vec<std::ops::Range<usize>> {
        match self {
            Self::Text(wanted) => text
                .match_indices(wanted.as_str())
                .map(|(start, found)| start..start + found.len())
                .collect(),
            Self::Pattern(pattern) => pattern.find_iter(text).map(|found| found.range()).collect(),
        }
    }

    /// Returns the wording as its author wrote it.
    pub fn describe(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Pattern(pattern) => pattern.as_str(),
        }
    }
}

impl Waivers {
    /// Reads `content/audit.yaml`.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let Some(mut mapping) = problems.keep(Mapping::new(node)) else { return Self::default() };
        let allowed = mapping.optional("allowed", problems, count);
        let claims = mapping.optional("claims", problems, count);
        let list = mapping.get("waivers");
        mapping.finish(problems);
        let Some(list) = list else { return Self { allowed, claims, list: Vec::new() } };
        let Value::List(items) = &list.value else {
            let hint = "write one `- text: …` with a `reason: …` for each waiver";
            problems.push(wrong_type(list, "a list of waivers", hint));
            return Self { allowed, claims, list: Vec::new() };
        };
        let read = |item| Some(Spanned::new(waiver(item, problems)?, item.span));
        Self { allowed, claims, list: items.iter().filter_map(read).collect() }
    }
}

fn count(node: &Node) -> Result<Spanned<usize>, Diagnostic> {
    let count = yaml::text(node)?.parse().map_err(|_| {
        wrong_type(node, "a number of findings", "write a whole number such as `0`")
    })?;
    Ok(Spanned::new(count, node.span))
}

fn waiver(node: &Node, problems: &mut Problems) -> Option<Waiver> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let text = mapping.optional("text", problems, yaml::markdown);
    let text = text.map(|text| TextPattern::Text(text.value));
    let pattern = mapping.optional("pattern", problems, pattern).map(TextPattern::Pattern);
    let within = mapping.optional("in", problems, yaml::text);
    let words = |wording| WaiverSubject::Words { wording, within };
    let wording = text.or(pattern).map(words);
    let source = mapping.optional("source", problems, yaml::text).map(WaiverSubject::Source);
    let dataset = mapping.optional("dataset", problems, yaml::text).map(WaiverSubject::Dataset);
    let reason = mapping.required("reason", problems, yaml::text);
    let nothing = Diagnostic::error(Code::MissingKey, node.span, "this waives nothing").with_hint(
        "add `text:` or `pattern:` with the words around a number, or `source:` or `dataset:` with a name",
    );
    mapping.finish(problems);
    let subject = wording.or(source).or(dataset);
    let subject = problems.keep(subject.ok_or(nothing))?;
    Some(Waiver { subject, reason: reason? })
}

fn pattern(node: &Node) -> Result<Regex, Diagnostic> {
    let text = yaml::text(node)?;
    Regex::new(&text).map_err(|error| {
        let message = error.to_string();
        let cause = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
        Diagnostic::error(Code::BadValue, node.span, format!("this is not a valid pattern ({cause})"))
            .with_hint("put it in single quotes, with a backslash before `.`, `+`, `(` and `[`, or use `text:`")
    })
}
