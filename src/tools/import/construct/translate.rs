//! What constructs of other programs become in Quipu's Markdown.

use super::{Construct, callout, id};
use crate::tools::import::attributes::HIDDEN;
use crate::tools::import::columns;
use crate::tools::import::fence;
use crate::tools::import::passage::{self, Passage};
use crate::tools::import::{figure, labels, literal, rows, todo};

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
    pub(in crate::tools::import) fn construct(
        &self,
        construct: &Construct<'_>,
        source: &[&str],
    ) -> Vec<String> {
        let name = construct.name.as_str();
        if let Some(hidden) = hidden(construct, source) {
            return hidden;
        }
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
        let mut title = literal::attribute(construct.title());
        let mut body = construct.body.clone();
        let first = body.iter().position(|line| !line.trim().is_empty());
        let heading = first.and_then(|at| Some((at, labels::heading(body[at])?.1)));
        if let Some((at, heading)) = heading.filter(|_| title.is_empty()) {
            title = literal::attribute(heading);
            body.remove(at);
        }
        if title.is_empty() {
            own_title.clone_into(&mut title);
        }
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
        let mut lines = vec![String::new(), format!("**{}**", literal::line(title)), String::new()];
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
        let mut lines = vec![String::new(), format!("**{}**", literal::line(title)), String::new()];
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
            if columns::indent(line) > 0 {
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
            .then(|| vec![String::new(), format!("**{}**", literal::line(title)), String::new()]);
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
        let mut lines = vec![
            String::new(),
            todo::inline(&reason, source.first().map_or("", |line| line.trim())),
            String::new(),
        ];
        lines.extend(self.inner(construct));
        lines.push(String::new());
        lines
    }
}

/// Returns what was not shown to all readers as a comment; none if the construct is no such thing.
fn hidden(construct: &Construct<'_>, source: &[&str]) -> Option<Vec<String>> {
    let has = |names: &[&str]| names.iter().any(|name| construct.option(&[name]).is_some());
    let in_formats = has(&["when-format", "unless-format"]);
    let is_hidden = match construct.name.as_str() {
        "hidden" | "only" if in_formats => return None,
        "hidden" => true,
        "content-visible" => has(&["when-profile", "unless-profile", "when-meta", "unless-meta"]),
        "only" => !["html", "latex", "pdf", "not ", "builder_"]
            .iter()
            .any(|format| construct.argument.starts_with(format)),
        _ => construct.option(&["class"]).is_some_and(|classes| {
            classes.split([' ', ',']).any(|class| HIDDEN.contains(&class.trim_start_matches('.')))
        }),
    };
    is_hidden.then(|| {
        let text = source.join(" ");
        vec![String::new(), crate::tools::import::html::hidden(&text), String::new()]
    })
}

/// Whether a construct shows its title alone before readers ask for the rest.
fn is_folded(construct: &Construct<'_>) -> bool {
    const NAMES: &[&str] =
        &["dropdown", "details", "collapse", "expand", "spoiler", "accordion", "toggle"];
    NAMES.contains(&construct.name.as_str())
        || construct.option(&["collapse"]).is_some_and(|value| value != "none")
}
