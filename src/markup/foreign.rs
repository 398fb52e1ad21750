//! Markdown syntax of other programs that Quipu does not read: readers would see it as typed, so it
//! is reported, with Quipu's equivalent.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mask::is_escaped;
use super::parse::Parser;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// A construct of another program.
struct Construct {
    /// Its pattern; if there is a group, the group is underlined.
    pattern: &'static str,
    /// What it is.
    name: &'static str,
    /// What to write.
    hint: &'static str,
}

/// Constructs at the beginning of a paragraph's line.
const LINES: &[Construct] = &[
    Construct {
        pattern: r"^(?:!!!|\?\?\?)\+? ?\w.*",
        name: "a MkDocs admonition",
        hint: "write `::: {.callout-note title=\"…\"}`, or `::: {.details title=\"…\"}` for what folds, the text, and a line `:::`",
    },
    Construct {
        pattern: r#"^===[+!]? ".*"#,
        name: "a tab, which Quipu does not have",
        hint: "write a heading, `### Name of the tab`, and its text below it",
    },
    Construct {
        pattern: r"^///+ ?\w.*",
        name: "a PyMdown block",
        hint: "write `::: {.callout-note title=\"…\"}`, the text, and a line `:::`",
    },
    Construct {
        pattern: r"^\+[-=:]{2,}[-=:+]*\+.*",
        name: "a grid table",
        hint: "write the table with bars, `| a | b |`, and a line of dashes below its header, `|---|---|`",
    },
    Construct {
        pattern: r"^\.\. [\w-]+::.*",
        name: "a reStructuredText directive",
        hint: "write `::: {.callout-note}` for a remark, `![Caption](../images/file.png)` for a picture",
    },
    Construct {
        pattern: r"^(?:\[TOC\]|\[\[_?TOC_?\]\]|\[\[toc\]\]|\{:toc\}|\$\{toc\}) *$",
        name: "a table of contents",
        hint: "delete it: pages and PDFs have one",
    },
    Construct {
        pattern: r"^\*\[[^\]]+\]: .*",
        name: "an abbreviation of PHP Markdown Extra",
        hint: "put it into `content/glossary.yaml`, and mark it where it is used: `[FDI]{term=fdi}`",
    },
    Construct {
        pattern: r"^\|.*\|[ \t]*$",
        name: "a row of a table without a header",
        hint: "write a line of dashes below the first row: `|---|---|`",
    },
    Construct {
        pattern: r"^(?:´´´|‘‘‘|’’’|“““) ?[a-z]*[ \t]*$",
        name: "a fence of other signs than backticks",
        hint: "begin and end the block with three backticks: ```` ```chart ````",
    },
    Construct { pattern: r"^%%.*", name: "a comment", hint: "write it `<!-- … -->`" },
    Construct {
        pattern: r"^-+8<-+.*",
        name: "a PyMdown snippet",
        hint: "copy the text into this file",
    },
    Construct {
        pattern: r"^\{:.*\}",
        name: "a kramdown attribute list",
        hint: "write `{#id .class}` at the end of a heading, or `::: {.class}` and `:::` around the text",
    },
    Construct {
        pattern: r#"^(?:import|export) .*(?:from ['"]|[{=(]).*"#,
        name: "a line of MDX",
        hint: "delete it; pages hold no components",
    },
    Construct {
        pattern: r"^\[!\w+\][+-]?",
        name: "an alert of an unknown kind",
        hint: "the kinds are `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` and `[!CAUTION]`, each on a line of its own",
    },
];

/// Constructs within a sentence.
const INLINES: &[Construct] = &[
    Construct {
        pattern: r"\{%-?(?:.*?%\})?",
        name: "a Liquid or Jinja tag",
        hint: "write what it would print, or `\\{%` for the characters themselves",
    },
    Construct {
        pattern: r"==[^\s=](?:[^=]*[^\s=])?==",
        name: "highlighted text",
        hint: "write `*text*` or `**text**`, or `\\==` for the characters themselves",
    },
    Construct {
        pattern: r"(?:^|[\s(])(:[a-z][a-z0-9_+-]*:)(?:$|[\s).,;!?])",
        name: "an emoji name",
        hint: "write the emoji itself, or `\\:` for the colon",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\\(?:newpage|pagebreak|clearpage)\b)",
        name: "a LaTeX page break",
        hint: "delete it: pages break by themselves",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\\begin\{[a-z]+\*?\})",
        name: "a LaTeX formula",
        hint: "put it between dollar signs: `$$ \\begin{aligned} … \\end{aligned} $$ {#eq-name}`",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\\[A-Za-z]{2,}\*?(?:\{[^}]*\}|\[[^\]]*\])*)",
        name: "a LaTeX command",
        hint: "write it in Markdown: `[@key]` cites, `@sec-name` refers; write `\\\\` for a backslash",
    },
    Construct {
        pattern: r"\{(?:\+\+|–|--|>>|==)",
        name: "CriticMarkup",
        hint: "accept or reject the change before the text is published",
    },
];

static LINE_PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| compiled(LINES));
static INLINE_PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| compiled(INLINES));
static ROLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\{[A-Za-z][\w:-]*\}|:[a-z][\w-]*:)$"));

fn compiled(constructs: &[Construct]) -> Vec<Regex> {
    constructs.iter().map(|construct| pattern(construct.pattern)).collect()
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is one of ours")
}

/// Syntax of another program in a run of text: where it is, what it is, and what to write.
pub(super) struct Found {
    pub range: Range<usize>,
    pub name: &'static str,
    pub hint: &'static str,
}

/// Returns the constructs in `text`, the text of a sentence.
pub(super) fn find(text: &str) -> Vec<Found> {
    // All of them contain one of these signs.
    if !text.contains(['{', '=', ':', '\\']) {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    for (construct, pattern) in INLINES.iter().zip(&*INLINE_PATTERNS) {
        for captures in pattern.captures_iter(text) {
            let Some(range) = captures.get(1).or(captures.get(0)).map(|group| group.range()) else {
                continue;
            };
            if found.iter().all(|other| other.range.start != range.start) {
                found.push(Found { range, name: construct.name, hint: construct.hint });
            }
        }
    }
    found
}

/// Describes a construct at `span`.
pub(super) fn refusal(span: Span, name: &str, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::ForeignSyntax, span, format!("this is {name}")).with_hint(hint)
}

impl Parser<'_, '_> {
    /// Reports the construct of another program that the line at `start` begins with; returns
    /// whether there is one.
    pub(super) fn refuse_foreign_line(&mut self, start: usize) -> bool {
        let line = self.text[start..].lines().next().unwrap_or_default();
        let found = LINES.iter().zip(&*LINE_PATTERNS).find_map(|(construct, pattern)| {
            pattern.find(line).map(|found| (construct, found.end()))
        });
        let Some((construct, length)) = found else { return false };
        if line.starts_with('|') && self.refuse_uneven_head(start) {
            return true;
        }
        let span = self.span(&(start..start + length));
        self.problems.push(refusal(span, construct.name, construct.hint));
        true
    }

    /// Reports the first row of a table whose cells are not as many as its line of dashes has; returns
    /// whether it is one.
    fn refuse_uneven_head(&mut self, start: usize) -> bool {
        let mut lines = self.text[start..].lines();
        let (head, rule) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let is_rule = rule.contains("--") && rule.chars().all(|c| "|-: \t>".contains(c));
        if !is_rule {
            return false;
        }
        let cells = |line: &str| {
            let bars = line.match_indices('|').filter(|(at, _)| !is_escaped(line, *at)).count();
            bars.saturating_sub(1)
        };
        let message = format!(
            "the header of this table has {} cells, and the line below it {}",
            cells(head.trim()),
            cells(rule.trim())
        );
        self.report(
            Code::HeadlessTable,
            &(start..start + head.trim_end().len()),
            message,
            "write as many in both; a bar that is part of the text is written `\\|`, also in code",
        );
        true
    }

    /// Reports a role before the code at `range`, which has a meaning in other programs.
    pub(super) fn refuse_role(&mut self, range: &Range<usize>) {
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

    /// Reports a directive of `MyST`, `:::{note}`; returns whether it is one.
    pub(super) fn is_foreign_div(&mut self, info: &str, range: &Range<usize>) -> bool {
        let name = info.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let is_directive = name.is_some_and(|(name, _)| {
            let is_letter = |c: char| c.is_alphanumeric() || c == '-';
            name != "-" && !name.is_empty() && name.chars().all(is_letter)
        });
        if is_directive {
            let hint = match name.map(|(name, _)| name).unwrap_or_default() {
                "list-table" => {
                    "write `::: {.list-table header-rows=1}`, the caption as its first paragraph, and then the list"
                }
                "dropdown" | "toggle" => "write `::: {.details title=\"…\"}`",
                "epigraph" | "pull-quote" => "write `> text`, and in a last paragraph `> -- Name`",
                _ => "write its class in braces: `::: {.callout-note title=\"…\"}`",
            };
            let span = self.span(range);
            self.problems.push(refusal(span, "a MyST directive", hint));
        }
        is_directive
    }

    /// Reports a block of code that other programs would run or draw; returns whether it is one.
    pub(super) fn is_foreign_block(&mut self, info: &str, range: &Range<usize>) -> bool {
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
            "mermaid" | "plantuml" | "graphviz" | "dot" => (
                "a diagram, which Quipu does not draw",
                "export it as SVG into `content/images/`, and show it with `![Caption](../images/file.svg){alt=\"…\"}`",
            ),
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
    let is_near = |kind: &&str| *kind != name && strsim::jaro_winkler(&small, kind) > 0.92;
    KINDS
        .into_iter()
        .find(|kind| *kind == name)
        .map_or_else(|| KINDS.into_iter().find(is_near), |_| None)
}
