//! Ways of texts, parts of texts, pictures and looks that are for some: listed, addressed, numbered, included, printed
//! or pointed at.

use super::{Kept, Refused, Way};

/// The ways.
pub(super) const TEXTS: &[Way] = &[
    (
        "a former address of a text for others",
        &[(
            "content/briefs/s.md",
            "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\naliases: [briefs/zqx0006q/]\n---\n\nText.\n",
        )],
        Kept,
    ),
    (
        "acknowledgements for some",
        &[(
            "content/briefs/a.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\nacknowledgements: 'We thank all[ and zqx0001q]{audience=\"council\"}.'\nfunding: 'Paid by us[ and zqx0002q]{audience=\"council\"}.'\ndisclaimer: ['Ours.', '[zqx0003q]{audience=\"council\"}']\n---\n\nText.\n",
        )],
        Kept,
    ),
    (
        "an included text in a block for some",
        &[
            ("content/includes/zqx0001q.md", "Included zqx0002q.[^z]\n\n[^z]: Note zqx0003q.\n"),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {audience=\"council\"}\n\n{{< include ../includes/zqx0001q.md >}}\n\n:::\n",
            ),
        ],
        Kept,
    ),
    (
        "a part for some of an included text",
        &[
            (
                "content/includes/method.md",
                "Included.\n\n::: {audience=\"council\"}\nzqx0002q.[^z]\n\n[^z]: Note zqx0003q.\n:::\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n{{< include ../includes/method.md >}}\n",
            ),
        ],
        Kept,
    ),
    (
        "a page for some",
        &[(
            "content/pages/zqx0007q.md",
            "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\n---\n\nText zqx0006q.\n",
        )],
        Kept,
    ),
    (
        "a block for some on the front page",
        &[(
            "content/pages/index.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {audience=\"council\"}\n## Zqx0001q\n\nText zqx0002q.\n:::\n",
        )],
        Kept,
    ),
    (
        "the theme of an audience",
        &[
            ("content/audiences/council.yaml", "name: The council\ntheme: zqx0001q\n"),
            ("themes/zqx0001q/theme.yaml", "extends: default\n"),
            ("themes/zqx0001q/tokens.yaml", "{}\n"),
        ],
        Kept,
    ),
    (
        "a note that only a block for some calls",
        &[(
            "content/briefs/a.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {audience=\"council\"}\nWords.[^zqx0001q]\n:::\n\n[^zqx0001q]: Note zqx0002q, as in [^second].\n\n[^second]: Second zqx0003q.\n",
        )],
        Kept,
    ),
    (
        "a cell for some",
        &[(
            "content/briefs/a.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n| a[ zqx0001q]{audience=\"council\"} | n |\n|---|---|\n| b[ zqx0002q]{audience=\"council\"} | 1 |\n\n: Caption[ zqx0003q]{audience=\"council\"} {#tbl-a}\n",
        )],
        Kept,
    ),
    (
        "the reason why numbers differ",
        &[(
            "content/briefs/a.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n[It is 1.]{audience=\"council\" differs=\"zqx0001q\"}\n\n::: {differs=\"zqx0002q\"}\nIt is 2.\n:::\n",
        )],
        Kept,
    ),
    (
        "a text before its time",
        &[(
            "content/briefs/s.md",
            "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\npublish_at: 2099-12-01 09:00 America/Bogota\naliases: [briefs/zqx0006q/]\nkey_messages: [One zqx0007q., Two., Three.]\n---\n\nText zqx0008q.\n",
        )],
        Kept,
    ),
    (
        "a withdrawn text",
        &[(
            "content/briefs/s.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\nstatus: withdrawn\nnotice: Counted twice.\nkey_messages: [One zqx0007q., Two., Three.]\nacknowledgements: Thanks to zqx0001q.\ntags: [zqx0002q]\n---\n\nText zqx0008q.\n",
        )],
        Kept,
    ),
    (
        "a former address of a draft",
        &[(
            "content/briefs/s.md",
            "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\ndraft: true\naliases: [briefs/zqx0006q/]\n---\n\nText.\n",
        )],
        Kept,
    ),
    (
        "an appendix for others",
        &[
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\n---\n\nText zqx0006q.\n",
            ),
            (
                "content/reports/r.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\nbriefs: [open]\nappendices: [s]\n---\n\nOpening.\n",
            ),
        ],
        Kept,
    ),
    (
        "a link to a text for others",
        &[
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\n---\n\nText.\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nSee [this](s.md).\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "a reference to a figure for others",
        &[(
            "content/briefs/a.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nSee @tbl-zqx0001q.\n\n::: {audience=\"council\"}\n| a |\n|---|\n| b |\n\n: Caption zqx0002q {#tbl-zqx0001q}\n:::\n",
        )],
        Refused("Q411"),
    ),
    (
        "a reference to a section of a text for others",
        &[
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\n---\n\n## Sec {#sec-zqx0006q}\n\nText.\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nSee [this section](s.md#sec-zqx0006q).\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "the name of a restricted audience",
        &[
            (
                "content/audiences/cabinet.yaml",
                "name: Cabinet zqx0001q\ndescription: Of zqx0002q.\nrestricted: true\n",
            ),
            ("templates/audiences/cabinet/words/en.ftl", "home = Home zqx0003q\n"),
            ("templates/audiences/cabinet/static/theme.css", "p{color:red}/*zqx0005q*/\n"),
            ("templates/audiences/cabinet/static/zqx0004q.txt", "zqx0004q\n"),
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [cabinet]\n---\n\nText zqx0006q.\n",
            ),
        ],
        Kept,
    ),
    (
        "the name of a restricted audience in conditions",
        &[
            ("content/audiences/zqx0001q.yaml", "name: Cabinet zqx0002q\nrestricted: true\n"),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {audience=\"zqx0001q\"}\nText zqx0006q.\n:::\n\n::: {not-audience=\"zqx0001q\"}\nOpen too.\n:::\n",
            ),
        ],
        Kept,
    ),
    (
        "an attribute of a block of its own",
        &[
            (
                "quipu.yaml",
                "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\nblocks: {appeal: {attributes: {link: url}}}\n",
            ),
            ("templates/blocks/appeal.html", "<div class=\"appeal\">{{ node.body }}</div>\n"),
            ("templates/blocks/appeal.typ", "#let appeal(node) = node.body\n"),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {audience=\"council\"}\n::: {.appeal link=\"https://example.org/zqx0001q\"}\nGo zqx0002q.\n:::\n:::\n",
            ),
        ],
        Kept,
    ),
    (
        "a key message for some",
        &[(
            "content/briefs/a.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\nkey_messages: ['One.', 'Two[ zqx0001q]{audience=\"council\"}.', '[Three zqx0002q.]{audience=\"council\"}', Four.]\n---\n\nText.\n",
        )],
        Kept,
    ),
    (
        "a topic that a text for others shares",
        &[
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\ntags: [water]\n---\n\nText.\n",
            ),
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [water, zqx0004q]\naudience: [council]\n---\n\nText.\n",
            ),
        ],
        Kept,
    ),
    (
        "a summary on one page",
        &[
            ("content/audiences/public.yaml", "name: The public\nsummaries: true\n"),
            ("content/audiences/council.yaml", "name: The council\nsummaries: true\n"),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\nkey_messages: ['One.', 'Two[ zqx0001q]{audience=\"council\"}.', Four.]\n---\n\nText.\n\n::: {audience=\"council\"}\nText zqx0002q.\n:::\n",
            ),
        ],
        Kept,
    ),
    (
        "a picture with several widths",
        &[
            (
                "content/images/zqx0001q.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n",
            ),
            (
                "content/images/both.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n![One](../images/both.svg){alt=\"One\"}\n\n::: {audience=\"council\"}\n::: {#fig-zqx0003q layout-ncol=2}\n![One zqx0004q](../images/zqx0001q.svg){#fig-l alt=\"One\"}\n\n![Two](../images/both.svg){#fig-r alt=\"Two zqx0005q\"}\n\nBoth zqx0006q.\n:::\n:::\n",
            ),
        ],
        Kept,
    ),
];
