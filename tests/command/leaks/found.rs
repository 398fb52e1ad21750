//! Ways that outsiders found.

use super::{Kept, Refused, Way};

/// A brief with this front matter and text.
macro_rules! brief {
    ($front:literal, $text:literal) => {
        concat!(
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n",
            $front,
            "---\n\n",
            $text,
            "\n"
        )
    };
}

/// A brief for the council.
macro_rules! secret {
    ($front:literal, $text:literal) => {
        concat!(
            "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\n",
            $front,
            "---\n\n",
            $text,
            "\n"
        )
    };
}

const COUNCIL: &str = secret!("audience: [council]\n", "Text zqx0005q.");

/// What outsiders found.
pub(super) const FOUND: &[Way] = &[
    (
        "a heading with words for some",
        &[("content/briefs/a.md", brief!("", "## Open[ zqx0001q]{audience=\"council\"}\n\nText."))],
        Kept,
    ),
    (
        "the heading of a report with words for some",
        &[
            ("content/briefs/a.md", brief!("", "Text.")),
            (
                "content/reports/r.md",
                brief!("briefs: [a]\n", "## Open[ zqx0001q]{audience=\"council\"}\n\nText."),
            ),
        ],
        Kept,
    ),
    (
        "evidence that is a text for others",
        &[
            ("content/briefs/s.md", COUNCIL),
            (
                "content/registers/risks.yaml",
                "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\nfields:\n  name: {type: text, title: Risk}\n  for: list of remark\nblock: {label: name}\nentries:\n  - {id: flood, name: Flood, for: [briefs/s]}\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "a remark that points at a text for others",
        &[
            ("content/briefs/s.md", COUNCIL),
            (
                "content/registers/risks.yaml",
                "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\nfields:\n  name: {type: text, title: Risk}\n  for: list of remark\nblock: {label: name}\nentries:\n  - {id: flood, name: Flood, for: [{text: It rained., at: briefs/s}]}\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "the words of an audience, where two read the same text",
        &[
            ("content/audiences/press.yaml", "name: The press\n"),
            (
                "content/briefs/s.md",
                brief!("audience: [council, press]\nkey_messages: [One., Two., Three.]\n", "Text."),
            ),
            (
                "templates/audiences/council/words/en.ftl",
                "key-messages = Only for the council zqx0001q\n",
            ),
        ],
        Kept,
    ),
    (
        "a source that only a block for some cites",
        &[
            (
                "content/sources.yaml",
                "work: {type: book, title: Work zqx0001q, author: \"Zqx0002q, Jo\", date: 2019}\n",
            ),
            (
                "content/briefs/a.md",
                brief!("", "Open.\n\n::: {audience=\"council\"}\nAs in [@work].\n:::"),
            ),
        ],
        Kept,
    ),
    (
        "a source that only a draft cites",
        &[
            (
                "content/sources.yaml",
                "work: {type: book, title: Work zqx0001q, author: \"Zqx0002q, Jo\", date: 2019}\n",
            ),
            ("content/briefs/s.md", secret!("draft: true\n", "As in [@work].")),
        ],
        Kept,
    ),
    (
        "a picture that only a block for some shows",
        &[
            (
                "content/images/zqx0001q.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>zqx0002q</title></svg>\n",
            ),
            (
                "content/briefs/a.md",
                brief!(
                    "",
                    "Open.\n\n::: {audience=\"council\"}\n![Shown zqx0003q](../images/zqx0001q.svg){#fig-zqx0004q alt=\"Alt zqx0005q\"}\n:::"
                ),
            ),
        ],
        Kept,
    ),
    (
        "a picture that only a draft shows",
        &[
            (
                "content/images/zqx0006q.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n",
            ),
            (
                "content/briefs/s.md",
                secret!("draft: true\n", "![Shown](../images/zqx0006q.svg){alt=\"Alt\"}"),
            ),
        ],
        Kept,
    ),
    (
        "digits that a table of closed data does not print",
        &[
            (
                "content/data/d.yaml",
                "title: D\nkey: k\npublish: false\ncolumns: {k: text, n: number}\nrows: [{k: a, n: 731.7361}]\n",
            ),
            (
                "content/briefs/a.md",
                brief!("", "```table\nid: tbl-d\ntitle: D\ndata: d\nround: 0\n```"),
            ),
        ],
        Kept,
    ),
    (
        "digits that a chart of closed data does not print",
        &[
            (
                "content/data/d.yaml",
                "title: D\nkey: k\npublish: false\ncolumns: {k: text, n: number}\nrows: [{k: a, n: 731.7361}, {k: b, n: 12}]\n",
            ),
            (
                "content/briefs/a.md",
                brief!(
                    "",
                    "```chart\nid: fig-d\ntitle: D\nform: bar\ndata: d\nround: 0\nalt: Bars\n```"
                ),
            ),
        ],
        Kept,
    ),
    (
        "a check on a closed column",
        &[
            (
                "content/data/d.yaml",
                "title: Data zqx0001q\nkey: k\npublish: false\nlicence: Licence zqx0002q\nnotes: [Note zqx0003q]\n\
                checks: [{sum_of: [a, b], equals: all zqx0004q, columns: debt, tolerance: 900, reason: Because zqx0005q}]\n\
                columns: {k: text, n: number, debt: {type: number, title: Debt zqx0006q}}\n\
                rows: [{k: a, n: 1, debt: 3}, {k: b, n: 2, debt: 4}, {k: all zqx0004q, n: 3, debt: 9}]\n",
            ),
            ("content/briefs/a.md", brief!("", "It is {{ d[a, n] }}.")),
        ],
        Kept,
    ),
    (
        "a chapter of a report for others",
        &[
            ("content/briefs/s.md", secret!("", "Text zqx0005q.")),
            ("content/reports/r.md", brief!("audience: [council]\nbriefs: [s]\n", "Opening.")),
        ],
        Kept,
    ),
    (
        "a chapter of a draft",
        &[
            ("content/briefs/s.md", secret!("", "Text zqx0005q.")),
            ("content/reports/r.md", brief!("draft: true\nbriefs: [s]\n", "Opening.")),
        ],
        Kept,
    ),
    (
        "a report that an audience does not select",
        &[
            ("content/audiences/public.yaml", "name: The public\nreports: [q]\n"),
            ("content/briefs/a.md", brief!("", "Text.")),
            ("content/briefs/s.md", secret!("", "Text zqx0005q.")),
            ("content/reports/q.md", brief!("briefs: [a]\n", "Opening.")),
            ("content/reports/r.md", brief!("briefs: [s]\n", "Opening.")),
        ],
        Kept,
    ),
    (
        "a translation that says nothing of its readers",
        &[
            (
                "quipu.yaml",
                "title: Ports\nlanguages: [en, es-419]\ndefault_audience: public\nbase_url: https://example.org\ntranslations: partial\n",
            ),
            ("content/audiences/public.yaml", "name: {en: The public, es-419: El público}\n"),
            ("content/audiences/council.yaml", "name: {en: The council, es-419: El concejo}\n"),
            ("content/briefs/s.md", COUNCIL),
            (
                "content/briefs/open.es-419.md",
                "---\ntitle: A\nfinding: Es así.\n---\n\nTodos lo leen.\n",
            ),
            (
                "content/briefs/s.es-419.md",
                "---\ntitle: Título zqx0006q\nfinding: Hallazgo zqx0007q.\ntags: [tema-zqx0009q]\n---\n\nTexto zqx0008q.\n",
            ),
        ],
        Kept,
    ),
    (
        "no readers behind the colon",
        &[("content/briefs/s.md", secret!("audience:\n", "Text."))],
        Refused("Q453"),
    ),
    (
        "nothing behind `draft:`",
        &[("content/briefs/s.md", secret!("draft:\n", "Text."))],
        Refused("Q453"),
    ),
    ("the name of a file for others", &[("content/briefs/zqx0006q.md", COUNCIL)], Kept),
    (
        "attributes behind code",
        &[("content/briefs/a.md", brief!("", "`zqx0001q`{audience=\"council\"}"))],
        Refused("Q213"),
    ),
    (
        "attributes behind emphasis",
        &[("content/briefs/a.md", brief!("", "*zqx0001q*{audience=\"council\"}"))],
        Refused("Q213"),
    ),
    (
        "attributes behind a list item",
        &[("content/briefs/a.md", brief!("", "- zqx0001q {audience=\"council\"}\n- two"))],
        Refused("Q213"),
    ),
    (
        "attributes behind a quotation",
        &[("content/briefs/a.md", brief!("", "> zqx0001q\n{audience=\"council\"}"))],
        Refused("Q213"),
    ),
    (
        "attributes of an alert",
        &[("content/briefs/a.md", brief!("", "> [!NOTE] {audience=\"council\"}\n> zqx0001q"))],
        Refused("Q213"),
    ),
    (
        "attributes of a listing",
        &[("content/briefs/a.md", brief!("", "```text {audience=\"council\"}\nzqx0001q\n```"))],
        Refused("Q213"),
    ),
    (
        "a div of two colons",
        &[("content/briefs/a.md", brief!("", ":: {audience=\"council\"}\nzqx0001q\n::"))],
        Refused("Q213"),
    ),
    (
        "attributes on the next line",
        &[("content/briefs/a.md", brief!("", "[a zqx0001q]{\naudience=\"council\"}"))],
        Refused("Q213"),
    ),
    (
        "attributes in the text of a YAML file",
        &[(
            "content/glossary.yaml",
            "bad: {term: Bad bank, definition: \"It buys[ zqx0001q]{audience=council}.\"}\n",
        )],
        Refused("Q213"),
    ),
    (
        "an audience that may and may not read",
        &[(
            "content/briefs/a.md",
            brief!("", "::: {audience=\"public council\" not-audience=\"public\"}\nzqx0001q\n:::"),
        )],
        Refused("Q453"),
    ),
    (
        "no audience that everybody finds first",
        &[("quipu.yaml", "title: Ports\nlanguages: [en]\n")],
        Refused("Q104"),
    ),
    (
        "a broken style of citations of an audience",
        &[("templates/audiences/council/styles/author-date.csl", "<style>zqx0001q</style>\n")],
        Refused("Q408"),
    ),
    (
        "a heading for others before one of its name",
        &[(
            "content/briefs/a.md",
            brief!(
                "",
                "::: {audience=\"council\"}\n## Budget cuts zqx0001q\n\n## Budget cuts\n\nText.\n:::\n\n## Budget cuts\n\nOpen."
            ),
        )],
        Kept,
    ),
];
