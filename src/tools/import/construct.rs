//! Constructs that other programs call directives, shortcodes, admonitions and divs: a name, an
//! argument, options and a body.

mod translate;

use super::attributes::Attributes;
use super::fence::Fence;
use super::{figure, labels};

/// A construct in any notation.
#[derive(Debug, Clone, Default)]
pub(super) struct Construct<'a> {
    /// Its name, such as `note` or `figure`.
    pub name: String,
    /// The text after the name: a title, a path.
    pub argument: String,
    /// Its named options.
    pub options: Vec<(String, String)>,
    /// The lines inside.
    pub body: Vec<&'a str>,
    /// Whether it is a fenced div, which may have a class only for its looks.
    pub is_div: bool,
}

/// Languages of listings that other programs run.
const RUN: &[&str] = &[
    "r",
    "python",
    "julia",
    "ojs",
    "bash",
    "sh",
    "sql",
    "stata",
    "js",
    "css",
    "cat",
    "dot",
    "observable",
];

/// Kinds of drawing that other programs make from text.
const DRAWN: &[&str] = &["mermaid", "graphviz", "plantuml", "goat", "tikz"];

impl<'a> Construct<'a> {
    /// Reads a listing that is a directive or would be run; none if it is only shown.
    pub(super) fn of_fence(fence: &Fence<'_>, body: &[&'a str]) -> Option<Self> {
        if DRAWN.contains(&fence.info) {
            let name = "drawing".to_owned();
            return Some(Self {
                name,
                argument: fence.info.to_owned(),
                body: body.to_vec(),
                ..Self::default()
            });
        }
        let inner = fence.info.strip_prefix('{')?;
        let (head, argument) = inner.rsplit_once('}')?;
        let name = head.split([' ', ',']).next().unwrap_or(head).to_lowercase();
        if name.is_empty() || name.starts_with(['.', '#', '=', '%']) {
            return None;
        }
        let (options, body) = take_options(body);
        let argument = argument.trim().to_owned();
        if name == "block" || name == "block2" {
            // R Markdown names the kind of box in an option.
            let options = figure::chunk_options(&head[name.len()..]);
            let kind = options
                .iter()
                .find(|(key, _)| key == "type")
                .map(|(_, kind)| kind.trim_start_matches("rmd").to_owned());
            return Some(Self { name: kind.unwrap_or(name), body, ..Self::default() });
        }
        if RUN.contains(&name.as_str()) || DRAWN.contains(&name.as_str()) || name == "code-cell" {
            let mut options = options;
            options.extend(figure::chunk_options(&head[name.len()..]));
            let language = if name == "code-cell" { argument } else { name };
            return Some(Self {
                name: "chunk".to_owned(),
                argument: language,
                options,
                body,
                is_div: false,
            });
        }
        Some(Self { name, argument, options, body, is_div: false })
    }

    /// Reads a fenced div, and returns how many lines it has; none if the colons do not open one.
    ///
    /// The lines inside keep their indentation.
    pub(super) fn of_div(lines: &[&'a str]) -> Option<(Self, usize)> {
        let first = *lines.first()?;
        let line = first.trim();
        let rest = line.trim_start_matches(':');
        let colons = line.len() - rest.len();
        let rest = rest.trim().trim_end_matches(':').trim();
        let length = div_length(lines, colons, rest)?;
        let body: Vec<&str> = lines.get(1..length.checked_sub(1)?)?.to_vec();
        let directive = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let directive = directive.filter(|(name, _)| {
            name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))
        });
        if let Some((name, argument)) = directive.filter(|(name, _)| !name.is_empty()) {
            let (options, body) = take_options(&body);
            let (name, argument) = (name.to_lowercase(), argument.trim().to_owned());
            return Some((Self { name, argument, options, body, is_div: false }, length));
        }
        let (word, argument) = rest.split_once([' ', '[']).unwrap_or((rest, ""));
        if !word.starts_with('{') {
            let argument = argument.trim_end_matches(']').trim().to_owned();
            let name = word.to_lowercase();
            return Some((
                Self { name, argument, options: Vec::new(), body, is_div: true },
                length,
            ));
        }
        let attributes = Attributes::read(rest);
        let is_hidden = attributes.is_hidden();
        let name = attributes.classes.first().cloned().unwrap_or_default();
        let name = if is_hidden { "hidden".to_owned() } else { name };
        let mut options = attributes.values;
        options.extend(attributes.id.map(|id| ("id".to_owned(), id)));
        Some((Self { name, argument: String::new(), options, body, is_div: true }, length))
    }

    /// Returns the value of the first of these options that is present.
    pub(super) fn option(&self, names: &[&str]) -> Option<&str> {
        let value =
            |name: &&str| self.options.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        names.iter().find_map(value).map(|(_, value)| value.as_str())
    }

    fn title(&self) -> &str {
        self.option(&["title", "summary", "caption", "label"]).unwrap_or(&self.argument)
    }
}

/// Returns how many lines a div has, including those that open and close it.
fn div_length(lines: &[&str], colons: usize, rest: &str) -> Option<usize> {
    if rest.is_empty() {
        return None;
    }
    let mut open = 0;
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim();
        let rest = line.trim_start_matches(':');
        match line.len() - rest.len() {
            ..=2 => {}
            count if rest.trim().is_empty() => {
                open -= 1;
                // Where the number of marks shows the nesting, the closing line has as many as the
                // opening one.
                if open <= 0 || count > colons {
                    return Some(index + 1);
                }
            }
            _ => open += 1,
        }
    }
    None
}

/// Removes the options at the beginning of a directive's body: `:name: value`, `#| name: value`, or
/// YAML between dashes.
fn take_options<'a>(body: &[&'a str]) -> (Vec<(String, String)>, Vec<&'a str>) {
    let pair = |text: &str| {
        let (key, value) = text.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']);
        Some((key.trim().to_owned(), value.to_owned()))
    };
    if body.first().is_some_and(|line| line.trim() == "---") {
        let end = body.iter().skip(1).position(|line| line.trim() == "---").unwrap_or(0);
        let options = body[1..=end].iter().filter_map(|line| pair(line)).collect();
        return (options, body[(end + 2).min(body.len())..].to_vec());
    }
    let option = |line: &&str| {
        let line = line.trim_start();
        let rest = ["#|", "//|", "%%|"].iter().find_map(|mark| line.strip_prefix(mark));
        rest.or_else(|| {
            line.strip_prefix(':').filter(|rest| rest.contains(':') && !rest.starts_with(':'))
        })
        .and_then(pair)
    };
    let options: Vec<_> = body.iter().map_while(option).collect();
    let rest = body[options.len()..].to_vec();
    (options, rest)
}

/// Returns Quipu's callout for an admonition of this name, and its default title.
pub(super) fn callout(name: &str) -> Option<(&'static str, &'static str)> {
    let name = name.trim_start_matches("callout-").trim_start_matches("admonition-");
    let name = name.strip_suffix("-alert").unwrap_or(name);
    Some(match name {
        "note" | "info" | "callout" | "notice" | "alert" | "admonition" | "aside" | "box"
        | "margin" | "sidebar" | "topic" | "definition" | "exercise" | "dropdown" | "details"
        | "collapse" | "expand" | "spoiler" | "accordion" | "toggle" => ("note", ""),
        "abstract" | "summary" | "tldr" => ("note", "Summary"),
        "seealso" | "see-also" => ("note", "See also"),
        "example" => ("note", "Example"),
        "question" | "help" | "faq" => ("note", "Question"),
        "todo" => ("note", "To do"),
        "tip" | "hint" | "success" | "check" | "done" => ("tip", ""),
        "important" => ("important", ""),
        "warning" | "attention" => ("warning", ""),
        "caution" | "danger" | "error" | "failure" | "bug" => ("caution", ""),
        _ => return None,
    })
}

/// Returns the id that a label becomes, with the prefix for its kind in Quipu.
pub(super) fn id(kind: &str, label: &str) -> String {
    let id = labels::clean(label);
    if id.starts_with(kind) { id } else { format!("{kind}{id}") }
}
