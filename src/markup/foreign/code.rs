//! Code that other programs give a meaning: roles, chunks that they would run, diagrams.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{pattern, refusal};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::markup::parse::Parser;

static ROLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\{[A-Za-z][\w:-]*\}|:[a-z][\w-]*:)$"));

/// The first line of a dialogue with Python.
static PROMPT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^>>> (?:import |from |[A-Za-z_][\w.]*(?:\(| = |\[))"));

/// Code in a sentence that R Markdown or Quarto would run: `` `r mean(x)` ``, `` `{python} x` ``.
static RUN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^`+(?:\{(?:r|python|julia|ojs)\} |r [A-Za-z._][\w.]*[(\[$])"));

impl Parser<'_, '_> {
    /// Reports code in a sentence, at `range`, to which signs beside it, or its first word, give a
    /// meaning in other programs.
    pub(in crate::markup) fn refuse_marked_code(&mut self, range: &Range<usize>) {
        let (code, behind) = (&self.text[range.clone()], &self.text[range.end..]);
        let is_rst_link = behind.starts_with('_')
            && !behind[1..].starts_with(char::is_alphanumeric)
            && !self.is_emphasised(range.start);
        let (end, name, hint) = if is_rst_link {
            (range.end + 1, "a link of reStructuredText", "write `[text](address)`")
        } else if behind.starts_with("{=") {
            let end = behind.find('}').map_or(range.end, |end| range.end + end + 1);
            (end, "raw text of Pandoc for one format", "write it in Markdown")
        } else if RUN.is_match(code) {
            let hint = "write `{{ dataset[row, column] }}` for a number from the data; to show the code, put it into a listing";
            (range.end, "code that another program would run; Quipu runs none", hint)
        } else {
            return self.refuse_role(range);
        };
        let span = self.span(&(range.start..end));
        self.problems.push(refusal(span, name, hint));
    }

    /// Whether an underscore before `at` on its line may open emphasis, which one behind the code would close.
    fn is_emphasised(&self, at: usize) -> bool {
        let line = self.text[..at].rsplit('\n').next().unwrap_or_default();
        let opens = |(at, _): (usize, &str)| {
            let is_inside = line[..at].ends_with(char::is_alphanumeric);
            !is_inside && !line[at + 1..].starts_with(char::is_whitespace)
        };
        line.match_indices('_').any(opens)
    }

    /// Reports a role before the code at `range`, which has a meaning in other programs.
    fn refuse_role(&mut self, range: &Range<usize>) {
        let line_start = self.text[..range.start].rfind('\n').map_or(0, |end| end + 1);
        if let Some(role) = ROLE.find(&self.text[line_start..range.start]) {
            let span = self.span(&(line_start + role.start()..range.end));
            self.problems.push(refusal(
                span,
                "a MyST or reStructuredText role",
                "write it in Markdown: `[@key]` cites, `@sec-name` refers, `[FDI]{term=fdi}` is a term",
            ));
        }
    }

    /// Reports a block of code that other programs would run or draw; returns whether it is one.
    pub(in crate::markup) fn is_foreign_block(&mut self, info: &str, range: &Range<usize>) -> bool {
        let name = info.trim_start_matches('{').split(|c: char| !c.is_alphanumeric() && c != '-');
        let name = name.into_iter().next().unwrap_or_default();
        if let Some(kind) = misspelt_kind(name) {
            let span = self.span(&self.first_line(range));
            let message = format!("no block is called `{name}`");
            self.problems.push(
                Diagnostic::error(Code::ForeignSyntax, span, message)
                    .with_hint(format!("did you mean `{kind}`?")),
            );
            return true;
        }
        if let Some(kind) = self.unnamed_kind(name, range) {
            let span = self.span(&self.first_line(range));
            let message = format!("this block would be printed as code of the language `{name}`");
            self.problems.push(Diagnostic::error(Code::ForeignSyntax, span, message).with_hint(
                format!("it has the keys of a {kind}: begin it with ```` ```{kind} ````"),
            ));
            return true;
        }
        let (what, hint) = match name {
            "dataview" | "dataviewjs" | "query" | "tasks" if info == name => (
                "code that another program would run; Quipu runs none",
                "write what it prints, or draw a table from data with a `table` block",
            ),
            "mermaid" | "plantuml" | "graphviz" | "dot" => (
                "a diagram, which Quipu does not draw",
                "export it as SVG into `content/images/`, and show it with `![Caption](../images/file.svg){alt=\"…\"}`",
            ),
            "math" if info == "math" => {
                ("a formula of GitHub", "write the formula between `$$` and `$$`")
            }
            // Attributes are refused as attributes.
            _ if !info.starts_with('{')
                || info.contains("=\"")
                || info.starts_with("{.")
                || info.starts_with("{#") =>
            {
                return false;
            }
            "note" | "tip" | "important" | "warning" | "caution" | "admonition" | "danger"
            | "attention" | "hint" | "seealso" | "error" => (
                "a MyST directive",
                "write `::: {.callout-note title=\"…\"}`, the text, and a line `:::`",
            ),
            "list-table" => (
                "a MyST directive",
                "write `::: {.list-table header-rows=1}`, the caption as its first paragraph, the list, and a line `:::`",
            ),
            "dropdown" | "toggle" => (
                "a MyST directive",
                "write `::: {.details title=\"…\"}`, the text, and a line `:::`",
            ),
            "math" => ("a MyST directive", "write the formula between `$$` and `$$ {#eq-name}`"),
            "figure" | "image" => {
                ("a MyST directive", "write `![Caption](../images/file.png){#fig-name alt=\"…\"}`")
            }
            "" => ("a raw block of Pandoc", "write it in Markdown"),
            _ => (
                "code that another program would run; Quipu runs none",
                "write what it prints; draw a chart from data with a `chart` block; to show the code, remove the braces",
            ),
        };
        let line = self.first_line(range);
        let span = self.span(&line);
        self.problems.push(refusal(span, what, hint));
        true
    }
}

impl Parser<'_, '_> {
    /// Reports lines of a dialogue with Python, `>>> print(1)`, which Markdown reads as a quotation.
    pub(in crate::markup) fn refuse_prompt(&mut self, range: &Range<usize>) {
        if PROMPT.is_match(&self.text[range.clone()]) {
            let span = self.span(&self.first_line(range));
            let hint = "put the lines between lines of three backticks, and write what they print";
            self.problems.push(refusal(span, "code with the prompts of Python", hint));
        }
    }

    /// Whether a heading is an item of a list of a wiki or Textile: `# one`, and `# two` on the next line. The first
    /// is reported.
    pub(in crate::markup) fn is_item_of_wiki(&mut self, range: &Range<usize>) -> bool {
        let own = &self.text[range.clone()];
        let below = self.text[range.end..].trim_start_matches('\n');
        let below = if own.ends_with('\n') { &self.text[range.end..] } else { below };
        let above = self.text[..range.start].lines().next_back().unwrap_or_default();
        if !own.starts_with("# ") || !(below.starts_with("# ") || above.starts_with("# ")) {
            return false;
        }
        if !above.starts_with("# ") {
            let span = self.span(&self.first_line(range));
            let hint = "begin the items with `1.`, `2.`";
            self.problems.push(refusal(span, "a list of a wiki or Textile", hint));
        }
        true
    }

    /// Returns the kind of block whose keys a listing has that is called something else.
    fn unnamed_kind(&self, name: &str, range: &Range<usize>) -> Option<&'static str> {
        const CODE: &[&str] = &["yaml", "yml", "markdown", "md", "text", "json", ""];
        if CODE.contains(&name) || KINDS.contains(&name) {
            return None;
        }
        let lines = self.text[range.clone()].lines().skip(1);
        let keys: Vec<_> =
            lines.filter_map(|line| line.split_once(": ").map(|(key, _)| key)).collect();
        let has = |key: &str| keys.contains(&key);
        match (has("data") && has("title"), has("form"), has("register") && has("title")) {
            (true, true, _) => Some("chart"),
            (true, false, _) => Some("table"),
            (false, _, true) => Some("register"),
            (false, ..) => None,
        }
    }
}

/// The kinds of block that draw something, by the words after their fences.
const KINDS: [&str; 4] = ["chart", "table", "register", "entry"];

/// Returns the kind of block that a word is a misspelling of; readers would see the block's source.
fn misspelt_kind(name: &str) -> Option<&'static str> {
    let small = name.to_lowercase();
    let is_near = |kind: &&str| strsim::jaro_winkler(&small, kind) > 0.92;
    if KINDS.contains(&name) { None } else { KINDS.into_iter().find(is_near) }
}
