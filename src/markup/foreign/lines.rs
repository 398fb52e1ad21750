//! Constructs of other programs that are recognised by how their line begins.

use super::constructs::Construct;

const CALLOUT: &str = "write `::: {.callout-note title=\"…\"}`, the text, and a line `:::`";
/// What `- term :: meaning` is; only in an item of a list.
pub(super) const ORG_TERM: &str = "a definition of Org mode";

const TABLE: &str =
    "write the table with bars, `| a | b |`, and a line of dashes below its header, `|---|---|`";

/// Constructs at the beginning of a paragraph; within one, such a line is the rest of a sentence.
pub(super) const BEGINNINGS: &[Construct] = &[
    Construct {
        pattern: r"^// ?\p{L}(?:[^/]|/[^/])*$",
        name: "a comment",
        hint: "write it `<!-- … -->`",
    },
    Construct {
        pattern: r"^[^:|\n]{1,60} :: \S.*",
        name: ORG_TERM,
        hint: "write the term on a line of its own, and below it `: its meaning`",
    },
    Construct {
        // Units are often written so: `% of GDP`.
        pattern: r"^% (?:[^\so]|o[^f\s]|of\S).*",
        name: "a title of Pandoc, or a comment of MyST",
        hint: "title, authors and date go into the front matter; a comment is written `<!-- … -->`, and the sign itself `\\%`",
    },
    Construct {
        pattern: r#"^(?:import (?:[\w*{}, ]+ from )?['"‘’“”][^'"‘’“”\s]+['"‘’“”];?[ \t]*$|export (?:default \w+;?[ \t]*$|(?:default |const |let |var |async |function |class )[\w ]*\w ?[={(].*|\{.*))"#,
        name: "a line of MDX",
        hint: "delete it; pages hold no components",
    },
    Construct {
        pattern: r"^= \p{L}.*",
        name: "a heading of AsciiDoc or Typst",
        hint: "the title goes into the front matter; sections begin with `##`",
    },
];

/// Constructs at the beginning of a paragraph's line.
pub(super) const LINES: &[Construct] = &[
    Construct {
        pattern: r"^={2,}(?: +={2,})+[ \t]*$",
        name: "a table of reStructuredText",
        hint: TABLE,
    },
    Construct {
        pattern: r#"^(?:!!!|\?\?\?)\+? ?(?:(?i:note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|important|caution|attention|hint|error|todo|seealso|summary|tldr)\b.*|[a-z][\w-]*(?: [a-z][\w-]*)*(?: ["“”].*)?[ \t]*$)"#,
        name: "an MkDocs admonition",
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
        pattern: r"^\.\. (?:\|[^|]+\| )?[\w-]+::.*",
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
    Construct { pattern: r"^!{3}[ \t]*$|^\|\|\|.*", name: "a block of Retype", hint: CALLOUT },
    Construct { pattern: r"^[!?]> \S.*", name: "a remark of Docsify", hint: CALLOUT },
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
        // With attributes behind it, its message is about those.
        pattern: r"^#{2,6}[^\s#](?:.*[^}\s])?\s*$",
        name: "a heading without the space behind its signs",
        hint: "write the space: `## Heading`",
    },
    Construct {
        pattern: r"^={2,6}[ \t]+\S.*",
        name: "a heading of AsciiDoc or a wiki",
        hint: "write `## Heading`",
    },
    Construct {
        pattern: r"^h[1-6]\. \S.*",
        name: "a heading of Textile",
        hint: "write `## Heading`",
    },
    Construct {
        pattern: r"^\.\. (?:_[^:]*:|\[[^\]]+\]|[A-Za-z]).*",
        name: "a comment, a target or a note of reStructuredText",
        hint: "a comment is written `<!-- … -->`, a note `[^1]: text`; headings have ids, `## Heading {#sec-name}`",
    },
    Construct {
        pattern: r"^={3,}[ \t]*$",
        name: "a line of AsciiDoc or reStructuredText",
        hint: "write `## Heading` for a heading, `::: {.callout-note}` and `:::` around a block",
    },
    Construct {
        pattern: r"^:[A-Z][\w -]*: \S.*",
        name: "a field of reStructuredText",
        hint: "authors and date go into the front matter; a list of terms is the term, and below it `: its meaning`",
    },
    Construct {
        pattern: r"^\[(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION|source|quote|verse|abstract|example|sidebar|listing|horizontal|qanda|discrete|preface|cols|options|%\w+|role|stem|latexmath)(?:[,=%.#][^\]]*)?\][ \t]*$",
        name: "a line of AsciiDoc",
        hint: "write `::: {.callout-note}`, the text, and a line `:::` for a block, three backticks and a language for code, `> text` for a quotation",
    },
    Construct {
        pattern: r"^\. \p{L}.*",
        name: "a list of AsciiDoc",
        hint: "number the items: `1.`, `2.`",
    },
    Construct { pattern: r"^[ABCDEIQTWX]> \S.*", name: "an aside of Markua", hint: CALLOUT },
    Construct {
        // Below a table, `** Significant at 5%.` says what its stars are.
        pattern: r"^\*{2,5} (?:\p{L}[^*%<=\d]*$|\[#)",
        name: "an item, or a heading, of another program",
        hint: "indent an item of a list within a list by two spaces, `  - item`; a heading is `## Heading`",
    },
    Construct {
        pattern: r"^~ +\p{L}.*",
        name: "a definition of Pandoc",
        hint: "begin the line with a colon: `: meaning`",
    },
    Construct {
        pattern: r"^\{ ?(?:[.#][A-Za-z][\w-]*|[\w-]+=\S+)(?: [^{}]*)?\}[ \t]*$",
        name: "a list of attributes on a line of its own",
        hint: "put it behind the heading, the picture or `[text]` that it is for, or write `::: {.class}` and `:::` around the block; `\\{` is the sign itself",
    },
    Construct {
        pattern: r"^\^[ \t]*$",
        name: "the end of a block of kramdown",
        hint: "delete it: an empty line ends a block",
    },
    Construct {
        pattern: r"^[a-z][\w-]*:: \S.*",
        name: "a property of Logseq",
        hint: "delete it; what readers should know goes into the front matter",
    },
    Construct {
        pattern: r"^<<[^<>\n]*>>=[ \t]*$",
        name: "code that another program would run; Quipu runs none",
        hint: "write what it prints; put code that readers should see between lines of three backticks",
    },
    Construct {
        pattern: r"^[%!](?:matplotlib|load_ext|autoreload|pip|conda|run|timeit)\b.*",
        name: "a command of a notebook",
        hint: "delete it, or put code that readers should see between lines of three backticks",
    },
    Construct {
        pattern: r"^\[(?:|[-></!?*✓✔]| [xX] ?|[xX] )\] \S.*",
        name: "a task of another program",
        hint: "write `- [ ] text` for what is to do, `- [x] text` for what is done",
    },
    Construct {
        pattern: r"^#{7,}[ \t].*",
        name: "a heading of a seventh level",
        hint: "headings have up to six levels: `###### Heading`",
    },
    Construct { pattern: r"^bq\. [A-Z].*", name: "a quotation of Textile", hint: "write `> text`" },
    Construct {
        pattern: r"^\\begin\{(?:itemize|enumerate|description)\*?\}.*",
        name: "a list of LaTeX",
        hint: "begin the items with `- ` or `1. `",
    },
    Construct {
        pattern: r"^\\begin\{(?:equation|align|gather|multline|displaymath|math|eqnarray|aligned|gathered|cases|split|[pbvBV]?matrix|array)\*?\}.*",
        name: "a LaTeX formula",
        hint: "put it between dollar signs: `$$ \\begin{aligned} … \\end{aligned} $$ {#eq-name}`",
    },
    Construct {
        pattern: r"^\\begin\{[A-Za-z]+\*?\}.*",
        name: "an environment of LaTeX",
        hint: "write it in Markdown: `![Caption](../images/file.png)` for a figure, `> text` for a quotation, three backticks around code",
    },
    Construct {
        pattern: r"^\\(?:item|section|subsection|subsubsection|chapter|part|paragraph|documentclass|usepackage|title|author|date|maketitle)\b\*?.*",
        name: "a LaTeX command",
        hint: "sections begin with `##`, items of lists with `- `; title, authors and date go into the front matter",
    },
    Construct {
        pattern: r"^\+\+\+[ \t]*(?:\{.*\})?[ \t]*$",
        name: "a break between the blocks of a MyST notebook",
        hint: "delete it, or write `---` for a line across the page",
    },
    Construct {
        pattern: r"^\([A-Za-z][\w:-]*\)=[ \t]*$",
        name: "a MyST target",
        hint: "give the heading, picture or table the id: `## Heading {#sec-name}`",
    },
    Construct {
        pattern: r"^\(ref:[\w-]+\) .*",
        name: "a text reference of bookdown",
        hint: "write the text where it is used",
    },
    Construct {
        pattern: r"^\(@\) .*",
        name: "a numbered example of Pandoc",
        hint: "begin each item with its number: `1. text`",
    },
    Construct {
        pattern: r"^(?:image|include|video|audio|toc|xref|ifn?def|ifeval|endif)::\S*\[.*\]",
        name: "an AsciiDoc macro",
        hint: "write `![Caption](../images/file.png){alt=\"…\"}` for a picture, `{{< include ../includes/file.md >}}` for another file",
    },
    Construct {
        pattern: r"^(?:\|===|\{\|).*",
        name: "a table of AsciiDoc or a wiki",
        hint: "write the table with bars, `| a | b |`, and a line of dashes below its header, `|---|---|`",
    },
    Construct {
        pattern: r"^#\+\w+.*",
        name: "a line of Org mode",
        hint: "write it in Markdown: code stands between lines of three backticks",
    },
    Construct {
        pattern: r"^#(?:(?:let|set|show|import|include) \S|(?:figure|image|table|align|pagebreak|v|h)\().*",
        name: "Typst code",
        hint: "write it in Markdown: `![Caption](../images/file.png){alt=\"…\"}` is a figure",
    },
    Construct {
        pattern: r"^.*\w::[ \t]*$",
        name: "a literal block of reStructuredText",
        hint: "end the line with one colon, and put the code between lines of three backticks",
    },
    Construct {
        pattern: r"^\[!\w+(?:[ \t:|][^\]\n]*)?\][+-]?",
        name: "an alert of an unknown kind",
        hint: "the kinds are `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` and `[!CAUTION]`, each on a line of its own",
    },
    Construct {
        pattern: r"^:!?(?:toc\w*|author\w*|email|rev(?:date|number|remark)|icons|sect(?:nums|anchors|links)|numbered|experimental|\w+dir|source-\w+|doctype|docinfo|lang|url-[\w-]+|keywords|description|page-[\w-]+|stem|xrefstyle|\w+-caption|id(?:prefix|separator))!?:(?:[ \t].*)?$",
        name: "an attribute of AsciiDoc",
        hint: "authors and date go into the front matter; pages and PDFs have a list of contents",
    },
    Construct {
        pattern: r"^\.\p{Lu}\p{Ll}.*",
        name: "a title of AsciiDoc",
        hint: "a caption is written `: Caption {#tbl-name}` behind its table, `![Caption](../images/file.png)` for a picture; a remark has `title=\"…\"`",
    },
    Construct {
        pattern: r"^<(?:\d+|\.)> \S.*",
        name: "a callout of AsciiDoc",
        hint: "number the items: `1.`, `2.`",
    },
    Construct {
        pattern: r"^\p{L}[^:|\n]{0,60}[^\s:|]::+ +\S.*",
        name: "a definition of AsciiDoc",
        hint: "write the term on a line of its own, and below it `: its meaning`",
    },
    Construct {
        pattern: r"^(?:'{3,}|<{3,})[ \t]*$",
        name: "a line of AsciiDoc",
        hint: "write `---` for a line across the page; pages break by themselves",
    },
    Construct {
        pattern: r"^\+[ \t]*$",
        name: "a line of AsciiDoc",
        hint: "delete it: a paragraph belongs to an item if it is indented like the text of the item",
    },
    Construct {
        pattern: r"^.*\p{L}[.,;:!?)]? \+[ \t]*$",
        name: "a line break of AsciiDoc",
        hint: "end the line with a backslash: `\\`",
    },
    Construct {
        pattern: r"^\[[.#%][\w.#%-]+\][ \t]*$",
        name: "a line of AsciiDoc",
        hint: "write `::: {.class}` and `:::` around the block",
    },
    Construct {
        pattern: r"^__ \S+[ \t]*$",
        name: "a target of reStructuredText",
        hint: "write `[text](address)` where the link stands",
    },
    Construct {
        pattern: r"^(?:DEADLINE|SCHEDULED|CLOSED): <.*",
        name: "a line of Org mode",
        hint: "delete it, or write the date in a sentence",
    },
    Construct {
        // With a second sign, the first raises a letter: `^a^ Provisional`.
        pattern: r"^\^ ?\p{L}[^^]*$",
        name: "a caption of Djot",
        hint: "write `: Caption {#tbl-name}` behind a table, `-- Name` in the last paragraph of a quotation",
    },
    Construct {
        pattern: r"^(?:/[\w./-]+\.(?:md|markdown|txt|csv)|!include(?:url)?\s+\S+|<<[\[({].*|<<<[ \t]*[@./\w].*|@@?include\b.*|@import[ \t(].*|\{!.*!\})[ \t]*$",
        name: "a file that another program would include",
        hint: "put the part into `content/includes/`, and write `{{< include ../includes/file.md >}}` in a paragraph of its own",
    },
    Construct {
        pattern: r"^/ \p{L}[^:\n]*: \S.*",
        name: "a term of Typst",
        hint: "write the term on a line of its own, and below it `: its meaning`",
    },
];
