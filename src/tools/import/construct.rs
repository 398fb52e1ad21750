//! Constructs that other programs call directives, shortcodes, admonitions and divs: a name, an
//! argument, options and a body.

use super::attributes::Attributes;
use super::fence::{self, Fence};
use super::passage::{self, Passage};
use super::{figure, labels, rows, todo};

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
    pub(super) fn of_div(lines: &[&'a str]) -> Option<(Self, usize)> {
        let line = lines[0].trim();
        let rest = line.trim_start_matches(':');
        let colons = line.len() - rest.len();
        let rest = rest.trim().trim_end_matches(':').trim();
        let length = div_length(lines, colons, rest)?;
        let margin = passage::indent(lines[0]);
        let inside = lines[1..length - 1].iter();
        let body: Vec<&str> =
            inside.map(|line| line.get(margin..).unwrap_or(line.trim_start())).collect();
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
        let name = attributes.classes.first().cloned().unwrap_or_default();
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

/// Things that Quipu makes itself, so that a text need not ask for them.
const MADE: &[&str] = &[
    "toctree",
    "tableofcontents",
    "contents",
    "bibliography",
    "toc",
    "refs",
    "references",
    "listing",
    "doctoc",
    "meta",
    "script",
    "links-list",
    "index",
    "reset-bibliography",
    "pagebreak",
    "newpage",
];

/// Constructs with looks but no meaning: their contents stay.
const LOOKS: &[&str] = &[
    "grid",
    "grid-item",
    "card",
    "cards",
    "columns",
    "column",
    "container",
    "div",
    "section",
    "row",
    "tab-set",
    "tabs",
    "tabset",
    "panel-tabset",
    "tabpane",
    "steps",
    "center",
    "centered",
    "hl-text",
    "fullwidth",
    "card-carousel",
    "raw-html",
    "only",
    "rawhtml",
    "markdown",
    "markdownify",
    "safe",
    "raw",
    "autoescape",
    "block",
];

impl Passage<'_> {
    /// Translates a construct; `source` are the lines that it had.
    pub(super) fn construct(&self, construct: &Construct<'_>, source: &[&str]) -> Vec<String> {
        let name = construct.name.as_str();
        if let Some((tone, title)) = callout(name) {
            return self.callout(construct, tone, title);
        }
        if MADE.contains(&name) || construct.option(&["id"]) == Some("refs") {
            self.count("lists that Quipu makes itself");
            return Vec::new();
        }
        match name {
            "chunk" => figure::chunk(self, construct, source),
            "figure" | "image" | "img" | "figure-md" | "imgproc" => {
                figure::figure(self, construct, source)
            }
            "code-block" | "code" | "sourcecode" | "highlight" | "code-toggle" | "prism" => {
                self.listing(construct)
            }
            "include" | "include_relative" | "readfile" | "import" | "snippet" => {
                self.include(&construct.argument, source)
            }
            "tab" | "tab-item" | "tabitem" | "panel" => self.tab(construct),
            "code-tab" => self.code_tab(construct),
            "math" => self.formula(construct),
            "table" => self.table(construct),
            "list-table" => rows::of_lists(self, construct),
            "csv-table" => rows::of_csv(self, construct),
            "glossary" => self.terms(construct),
            "epigraph" | "quote" | "blockquote" | "pull-quote" | "pullquote" => {
                self.quote(construct)
            }
            "youtube" | "vimeo" | "video" | "iframe" | "tweet" | "gist" | "audio" => {
                figure::video(self, construct)
            }
            "drawing" => todo::block("a drawing that another program makes from text", source),
            _ if LOOKS.contains(&name) || construct.is_div => self.looks(construct),
            _ => self.unknown(construct, source),
        }
    }

    fn inner(&self, construct: &Construct<'_>) -> Vec<String> {
        self.blocks(&construct.body)
    }

    fn callout(&self, construct: &Construct<'_>, tone: &str, own_title: &str) -> Vec<String> {
        self.count("admonitions, as callouts");
        let mut title = labels::plain(construct.title());
        let mut body = construct.body.clone();
        let first = body.iter().position(|line| !line.trim().is_empty());
        let heading = first.and_then(|at| Some((at, labels::heading(body[at])?.1)));
        if let Some((at, heading)) = heading.filter(|_| title.is_empty()) {
            title = labels::plain(heading);
            body.remove(at);
        }
        if title.is_empty() {
            own_title.clone_into(&mut title);
        }
        let title = title.replace('"', "'");
        if is_folded(construct) && !title.is_empty() {
            let attributes = format!("{{.details title=\"{title}\"}}");
            return passage::div(&attributes, self.blocks(&body));
        }
        let attributes = match title.as_str() {
            "" => format!("{{.callout-{tone}}}"),
            title => format!("{{.callout-{tone} title=\"{title}\"}}"),
        };
        let inner = self.blocks(&body);
        if inner.iter().all(|line| line.trim().is_empty()) && !title.is_empty() {
            // MyST allows the text of a short admonition after its name.
            return passage::div(
                &format!("{{.callout-{tone}}}"),
                vec![self.inline(construct.title())],
            );
        }
        passage::div(&attributes, inner)
    }

    fn listing(&self, construct: &Construct<'_>) -> Vec<String> {
        self.count("listings");
        let language = construct.option(&["lang", "language"]).unwrap_or(&construct.argument);
        let language = language.split_whitespace().next().unwrap_or_default();
        let mut body = construct.body.as_slice();
        while let [first, rest @ ..] = body
            && first.trim().is_empty()
        {
            body = rest;
        }
        fence::listing(language, body)
    }

    fn tab(&self, construct: &Construct<'_>) -> Vec<String> {
        self.count("tabs, one below the other");
        let title =
            construct.option(&["name", "title", "header", "label"]).unwrap_or(&construct.argument);
        let mut lines = vec![String::new(), format!("**{}**", labels::plain(title)), String::new()];
        lines.extend(self.inner(construct));
        lines.push(String::new());
        lines
    }

    fn code_tab(&self, construct: &Construct<'_>) -> Vec<String> {
        self.count("tabs, one below the other");
        let (language, title) = construct
            .argument
            .split_once(' ')
            .unwrap_or((&construct.argument, &construct.argument));
        let language = if language == "py" { "python" } else { language };
        let mut lines = vec![String::new(), format!("**{}**", labels::plain(title)), String::new()];
        lines.extend(fence::listing(language, &construct.body));
        lines.push(String::new());
        lines
    }

    fn formula(&self, construct: &Construct<'_>) -> Vec<String> {
        self.count("formulas");
        let mut lines = vec!["$$".to_owned()];
        lines.extend(construct.body.iter().map(|line| (*line).to_owned()));
        let label = construct.option(&["label", "name"]).map(|label| id("eq-", label));
        lines.push(label.map_or("$$".to_owned(), |label| format!("$$ {{#{label}}}")));
        lines
    }

    fn table(&self, construct: &Construct<'_>) -> Vec<String> {
        let mut lines = self.inner(construct);
        let label = construct.option(&["name", "label", "id"]).map(|label| id("tbl-", label));
        rows::caption(&mut lines, &self.inline(&construct.argument), label.as_deref());
        lines
    }

    fn terms(&self, construct: &Construct<'_>) -> Vec<String> {
        self.count("glossaries, as definition lists");
        let mut lines = Vec::new();
        for line in construct.body.iter().filter(|line| !line.trim().is_empty()) {
            if passage::indent(line) > 0 {
                let mark =
                    if lines.last().is_some_and(|last: &String| !last.starts_with([':', ' '])) {
                        ": "
                    } else {
                        "  "
                    };
                lines.push(format!("{mark}{}", self.inline(line.trim())));
            } else {
                lines.push(String::new());
                lines.push(self.inline(line.trim()));
            }
        }
        lines.push(String::new());
        lines
    }

    fn quote(&self, construct: &Construct<'_>) -> Vec<String> {
        self.count("quotations");
        let mut lines = self.inner(construct);
        if let Some(author) = construct.option(&["author", "cite", "source"]) {
            lines.extend([String::new(), format!("— {}", self.inline(author))]);
        }
        let mut lines: Vec<String> =
            lines.iter().map(|line| format!("> {line}").trim_end().to_owned()).collect();
        lines.push(String::new());
        lines
    }

    fn looks(&self, construct: &Construct<'_>) -> Vec<String> {
        let id = construct.option(&["id"]).map(labels::clean);
        let lines = self.inner(construct);
        let pictures = lines.iter().filter(|line| line.trim_start().starts_with("![")).count();
        let lines = match &id {
            Some(id) if id.starts_with("fig-") && pictures > 1 => {
                self.count("figures of several pictures");
                let columns = construct.option(&["layout-ncol"]).unwrap_or("2");
                return passage::div(&format!("{{#{id} layout-ncol={columns}}}"), lines);
            }
            Some(id) if id.starts_with("fig-") => figure::name(lines, id),
            Some(id) if id.starts_with("tbl-") => rows::name(lines, id),
            _ => lines,
        };
        self.count("divs that only affected appearance");
        let title = construct.option(&["title", "header"]).unwrap_or(if construct.is_div {
            ""
        } else {
            &construct.argument
        });
        let is_title = construct.name.contains("card") && !title.is_empty();
        let head = is_title
            .then(|| vec![String::new(), format!("**{}**", labels::plain(title)), String::new()]);
        let mut out = head.unwrap_or_default();
        out.push(String::new());
        out.extend(lines);
        out.push(String::new());
        out
    }

    fn unknown(&self, construct: &Construct<'_>, source: &[&str]) -> Vec<String> {
        let reason = format!("`{}`, which Quipu does not have", construct.name);
        if construct.body.iter().all(|line| line.trim().is_empty()) {
            return todo::block(&reason, source);
        }
        // The contents are a text of their own; only the frame is left to do.
        let mut lines = vec![String::new(), todo::inline(&reason, source[0].trim()), String::new()];
        lines.extend(self.inner(construct));
        lines.push(String::new());
        lines
    }
}

/// Whether a construct shows its title alone before readers ask for the rest.
fn is_folded(construct: &Construct<'_>) -> bool {
    const NAMES: &[&str] =
        &["dropdown", "details", "collapse", "expand", "spoiler", "accordion", "toggle"];
    NAMES.contains(&construct.name.as_str())
        || construct.option(&["collapse"]).is_some_and(|value| value != "none")
}

/// Returns the id that a label becomes, with the prefix for its kind in Quipu.
pub(super) fn id(kind: &str, label: &str) -> String {
    let id = labels::clean(label);
    if id.starts_with(kind) { id } else { format!("{kind}{id}") }
}
