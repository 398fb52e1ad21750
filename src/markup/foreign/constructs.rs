//! Constructs of other programs within a sentence.

/// A construct of another program.
pub(super) struct Construct {
    /// Its pattern; if there is a group, the group is underlined.
    pub pattern: &'static str,
    /// What it is.
    pub name: &'static str,
    /// What to write.
    pub hint: &'static str,
}

const NO_BOLD: &str = "no bold text, because of what stands beside its asterisks";
const NO_BOLD_HINT: &str = "leave no space inside the asterisks, and put a space or a punctuation mark behind them: `**word**: text`; `\\*` is an asterisk";

/// Constructs within a sentence.
pub(super) const INLINES: &[Construct] = &[
    Construct {
        pattern: r"\{%-?(?:.*?%\})?|\{# [^#\n]+ #\}|<%[=#-]?.*?%>",
        name: "a Liquid or Jinja tag",
        hint: "write what it would print, or `\\{%` for the characters themselves",
    },
    Construct {
        // Within words and numbers, they compare: `a==b`.
        pattern: r"(?:^|[^0-9A-Za-z_=])(==[^\s=](?:[^=]*[^\s=])?==)(?:[^0-9A-Za-z_=]|$)",
        name: "highlighted text",
        hint: "write `*text*` or `**text**`, or `\\==` for the characters themselves",
    },
    Construct {
        pattern: r"(?:^|[\s(])(:(?:[a-z][a-z0-9_+-]*|[+-]1):)(?:$|[\s).,;!?])",
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
        pattern: r"(?:^|[\s(~])(\\[A-Za-z]{2,}\*?(?:\{[^}]*\}|\[[^\]]*\])*)|\\[A-Za-z]{2,}\*?(?:\[[^\]]*\])*\{[^}]*\}|\{\\(?:it|bf|em|sc|tt|sl|rm|sf|small|large|Large|footnotesize|itshape|bfseries)\b[^{}]*\}",
        name: "a LaTeX command",
        hint: "write it in Markdown: `[@key]` cites, `@sec-name` refers; write `\\\\` for a backslash",
    },
    Construct {
        pattern: r"\{(?:\+\+|–|--|>>|==)",
        name: "CriticMarkup",
        hint: "accept or reject the change before the text is published",
    },
    Construct {
        pattern: r"\{(?:=[^{}=]+=|\+[^{}+]+\+|-[^{}-]+-)\}",
        name: "a mark of Djot",
        hint: "write `*text*` or `**text**`, or leave out what is deleted",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\+\+\w(?:[^+\n]|\+[^+])*\+\+)",
        name: "inserted text, or keys, of another program",
        hint: "write the text alone, or `<kbd>Ctrl</kbd>` for a key",
    },
    Construct {
        // Behind a number, as in `0.34**, 0.56**`, they say how sure it is.
        pattern: r"(?:^|[^*\d])(\*\*(?:\w[^*\n]*|[^\s*\w,;:.!?/)\]»”][^*\n]*\w[^*\n]*)\*\*)(?:[^*]|$)",
        name: NO_BOLD,
        hint: NO_BOLD_HINT,
    },
    Construct {
        // Behind a word, they end bold text, or mark how sure a number is: they begin none.
        pattern: r"(?:^|[^*\w])(\*\*\s[^*\n]*\w[^*\n]*\*\*)(?:[^*]|$)",
        name: NO_BOLD,
        hint: NO_BOLD_HINT,
    },
    Construct {
        pattern: r"(?:^|[\s(])(\*(?:\w[^*\n]*|[^\s*\w][^*\n]*\w[^*\n]*)\*)\p{L}",
        name: "no emphasis, since a letter follows the asterisk",
        hint: "put a space or a punctuation mark behind it: `*word*: text`; `\\*` is an asterisk",
    },
    Construct {
        pattern: r"(?:^|[^\w*])(__ [^_\n]+ __)(?:\W|$)",
        name: "no bold text, because of what stands beside its underscores",
        hint: "leave no space inside: `**word**`",
    },
    Construct {
        pattern: r"(?:^|[^A-Za-z0-9_])(__?[^_\s][^_\n]*__?)[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]",
        name: "no emphasis, since a letter follows the underscore",
        hint: "write asterisks: `*word*`, `**word**`",
    },
    Construct {
        pattern: r"(?:^|[^\d°′'‘’])(['‘’]{2,3}[^\s'‘’][^'‘’\n]*['‘’]{2,3})",
        name: "bold or italic text of a wiki",
        hint: "write `**text**` or `*text*`, or straight quotes, `\"text\"`",
    },
    Construct {
        pattern: r"``[^`\n]+?(?:''|’’|”|\x22)|(?:^|[\s(])(`\p{L}[^`'‘’\n]*['’])(?:[\s.,;:!?)]|$)",
        name: "a quotation of LaTeX",
        hint: "write straight quotes, `\"text\"`: they become those of the language",
    },
    Construct {
        pattern: r"(?:^|\s)(//[^\s/][^/\n]*[^\s/]//)(?:[\s.,;:!?)]|$)",
        name: "italic text of a wiki",
        hint: "write `*text*`",
    },
    Construct {
        // Behind a number, it is a sign of its own.
        pattern: r"(?:^|[^\d\s%]|[^\d%]\s)(%%[^%\n]+%%)",
        name: "a comment of Obsidian",
        hint: "write it `<!-- … -->`",
    },
    Construct {
        pattern: r"\s(\^(?:[a-z][a-z0-9-]{2,}|[a-z0-9]{6}))$",
        name: "the name of a block in Obsidian",
        hint: "delete it; sections, pictures and tables have ids: `## Heading {#sec-name}`",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\(\((?:[A-Za-z][\w-]{4,}|[\p{L}'’-]*\p{L}{3,}[^()+*/=<>^\n]*)\)\))|[\p{L}.,;!?](\(\([^()\n]*\p{L}{2,} [^()\n]*\)\))",
        name: "a note of DokuWiki, or a reference of Logseq",
        hint: "write `^[text]` for a note, `[text](file.md#sec-name)` for a link; `\\((` are the brackets themselves",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\(\([0-9a-f]{6,}(?:-[0-9a-f]+)*\)\))",
        name: "a reference of Logseq",
        hint: "write `[text](file.md#sec-name)`",
    },
    Construct {
        pattern: r"\[@[!?][\w.:-]+\]|\[@\{?\]|\[@ [\w.:-]+[^\]\n]*\]|@\{[\w.:/-]+\}|\[cite(?:/[\w/-]+)?:[^\]\n]*",
        name: "a citation in another notation",
        hint: "write `[@key]`, or `@key` in the sentence",
    },
    Construct {
        pattern: r"(\[#[A-Za-z][\w.-]*[\d:][\w:.-]*\])(?:[^_\[(\w]|$)|\[\?[a-z][\w -]*\]",
        name: "a citation, or a term, of MultiMarkdown",
        hint: "write `[@key]` for a citation, `[word]{term=name}` for a term of the glossary",
    },
    Construct {
        pattern: r"(\[(?:\d+|#[\w-]*|\*|[A-Za-z][\w-]*)\]_)(?:\W|$)|\[fn:[^\]\n]*\]",
        name: "a note of reStructuredText, or of Org mode",
        hint: "write `[^1]` for a note, `[@key]` for a citation",
    },
    Construct {
        pattern: r"\{(?:code|noformat|panel|color|quote|expand|excerpt)(?::[^{}\n]*)\}|\{(?:code|noformat|panel|expand|toc)\}",
        name: "a macro of Jira or Confluence",
        hint: "put code between lines of three backticks; write `::: {.callout-note}`, the text, and `:::` for a panel",
    },
    Construct {
        pattern: r"(?:^|[\s(])(![\w./-]+\.(?i:png|jpe?g|gif|svg|webp)(?:\|[^!\n]*)?!)",
        name: "a picture of Jira or Textile",
        hint: "write `![Caption](../images/file.png){alt=\"…\"}`",
    },
    Construct {
        pattern: r"\^\^[^\^\n]+\^\^",
        name: "highlighted text",
        hint: "write `*text*` or `**text**`",
    },
    Construct {
        pattern: r"\{[a-z]\w*(?:\.[A-Za-z_]\w*)+\}|\{[^{}\n]*[\w)]\.[A-Za-z]\w*\([^{}\n]*\}",
        name: "an expression of MDX",
        hint: "write what it would print, or `\\{` for the sign itself",
    },
    Construct {
        pattern: r"(?:^|[\s(])(#(?:[a-z]+(?:-[a-z]+)*\[|(?:bibliography|block|box|cite|colbreak|columns|context|emph|enum|footnote|grid|h|highlight|image|linebreak|link|list|lorem|lower|outline|pad|pagebreak|quote|raw|ref|smallcaps|stack|strike|strong|sub|super|sym|text|underline|upper|v)\())",
        name: "Typst code",
        hint: "write it in Markdown: `[@key]` cites, `*text*` is emphasis, `^[text]` a note",
    },
    Construct {
        pattern: r"[\p{L}\d.](\\ )\S",
        name: "a fixed space of Pandoc or LaTeX",
        hint: "write `&nbsp;`",
    },
    Construct {
        pattern: r"@(ref\((?:[a-z]+:)?[\w-]+\))",
        name: "a reference of bookdown",
        hint: "write `@fig-name`, `@tbl-name`, `@sec-name` or `@eq-name`",
    },
    Construct {
        pattern: r"\(#(?:eq|fig|tab|thm|lem|def):[\w-]+\)",
        name: "a label of bookdown",
        hint: "give the id in braces: `$$ {#eq-name}`, `: Caption {#tbl-name}`",
    },
    Construct {
        pattern: r"(?:^|[\s(])((?:link|xref|image|footnote|kbd|btn|menu|icon|mailto|pass|anchor|indexterm2?):[^\s\[\]]*\[[^\]]*\])|(?:footnote|footnoteref|stem|latexmath|asciimath):\w*\[[^\]]*\]",
        name: "an AsciiDoc macro",
        hint: "write `[text](address)` for a link, `^[text]` for a note",
    },
    Construct {
        pattern: r"\{[a-z]{2,}:[\w-]+\}",
        name: "a placeholder of another program",
        hint: "write what it would print, or `\\{` for the sign itself",
    },
    Construct {
        pattern: r"\{:?\s*[.#][A-Za-z][\w-]*(?:\s[^{}\n]*)?\}",
        name: "a list of attributes that apply to nothing",
        hint: "write `## Heading {#sec-name}` at a heading, `[words]{.class}` around words; `\\{` is the sign itself",
    },
    Construct {
        pattern: r"\{[\^~][^{}\s^~]+[\^~]\}",
        name: "a mark of Djot",
        hint: "write `m^2^` and `H~2~O`, without the braces",
    },
    Construct {
        pattern: r"/\*[^/\n]*?\p{L}{3}[^/\n]*?\*/",
        name: "a comment",
        hint: "write it `<!-- … -->`",
    },
    Construct {
        pattern: r"\[(?:[bius]|url|img|quote|code|color|size|list|center|font|su[bp]|spoiler|youtube|video|email|table)(?:=[^\]\n]*)?\][^\[\]\n]*\[/[a-z]+\]|\[/(?:[bius]|url|img|quote|code|color|size|list|center|font|spoiler|youtube|video)\]",
        name: "BBCode",
        hint: "write `**text**`, `*text*`, `[text](address)`, or `![Caption](../images/file.png){alt=\"…\"}`",
    },
    Construct {
        pattern: r"</?[A-Za-z][\w-]*:[A-Za-z][\w-]*(?:\s[^<>\n]*)?/?>",
        name: "a tag of another program",
        hint: "write it in Markdown; `\\<` is the sign itself",
    },
    Construct {
        // Within a sentence; at the beginning of a line, it is an alert.
        pattern: r"[\s(](\[![A-Za-z][\w-]*(?:[ \t:|][^\]\n]*)?\])",
        name: "a mark of another program",
        hint: "write it in Markdown; `\\[` is the sign itself",
    },
    Construct {
        pattern: r"^->[^<>\n]+<-$",
        name: "centred text of another program",
        hint: "write the text alone; how text looks is a matter of the theme",
    },
    Construct {
        pattern: r"<!(?:--|–|—).*",
        name: "a comment that is not closed",
        hint: "end it with `-->`; `\\<` is the sign itself",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\|\|[^\s|][^|\n]*[^\s|]\|\|)|>![^!\n]+!<",
        name: "hidden text of another program",
        hint: "write the text, or `::: {.details title=\"…\"}`, the text, and `:::` for what folds",
    },
    Construct {
        pattern: r"(?:^|[\s(])(\|[A-Za-z][\w-]{2,}\|)(?:[\s.,;:!?)]|$)",
        name: "a substitution of reStructuredText",
        hint: "write what it stands for; `\\|` is the sign itself",
    },
    Construct {
        // A word with one underscore behind it, and none within it.
        pattern: r"(?:^|[\s(])(\p{L}[\p{L}\d.-]*[\p{L}\d]__?)(?:[\s.,;:!?)]|$)",
        name: "a link of reStructuredText",
        hint: "write `[text](address)`, or `\\_` for the sign itself",
    },
    Construct {
        pattern: r"\[\.[\w-]+\]#[^#\n]+#|(?:^|[\s(])(#[^#\s\d][^#\n]*[^#\s]#)(?:[\s.,;:!?)]|$)",
        name: "marked text of AsciiDoc",
        hint: "write `*text*` or `**text**`",
    },
    Construct {
        pattern: r"[<\[]\d{4}-\d{2}-\d{2} [A-Z][a-z]{1,2}\b[^>\]\n]*[>\]]",
        name: "a date of Org mode",
        hint: "write the date alone",
    },
    Construct {
        pattern: r"(?:^|[\s(])(=[^=\s][^=\n]*[^=\s]=)(?:[\s.,;:!?)]|$)|(?:^|[\s(])(\+\p{L}[^+\n]*[^+\s]\+)(?:[\s.,;:!?)]|$)",
        name: "code, or deleted text, of Org mode",
        hint: "write `` `code` `` or `~~text~~`",
    },
    Construct {
        pattern: r",,[^,\s][^,\n]*(?:''|’’|‘‘|“|”|\x22)",
        name: "a quotation in commas",
        hint: "write straight quotes, `\"text\"`: they become those of the language",
    },
    Construct {
        pattern: r"\[-?@[\p{L}\d][\w:./-]*",
        name: "a citation whose bracket is not closed",
        hint: "write `[@key, p. 4]`; `\\[` is the sign itself",
    },
    Construct {
        pattern: r"\[ ?\^ +[\w-]+ ?\]|\[ +\^[\w-]+ ?\]",
        name: "no mark of a note, because of the space in it",
        hint: "write `[^name]`",
    },
    Construct {
        pattern: r"\$\{[A-Za-z_][\w.]*\}",
        name: "a placeholder of a template",
        hint: "write what it stands for, bind a value, `{{ … }}`, or write `\\{` for the brace itself",
    },
    Construct {
        // Text that is bold has no asterisks left.
        pattern: r"(?:^|[\s(“])(\*\*\w\w)|[^\s*]\s(\*[A-Za-z]\w)",
        name: "bold or italic text that does not end",
        hint: "write its end, `**words**` or `*words*`, or `\\*` for an asterisk",
    },
];
