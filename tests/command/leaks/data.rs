//! Ways of rows, columns, fields, entries, terms, sources and entities that are for some: used, listed, counted,
//! sorted by, drawn or pointed at.

use super::{Kept, Refused, Way};

/// The ways.
pub(super) const DATA: &[Way] = &[
    (
        "what is known of an author",
        &[
            (
                "content/entities.yaml",
                "ana:\n  name: Author zqx0003q\n  affiliation: Institute zqx0006q\n  biography: Bio zqx0007q\n",
            ),
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\n---\n\nText.\n",
            ),
        ],
        Kept,
    ),
    (
        "an entity for some",
        &[
            (
                "content/entities.yaml",
                "peru: {name: Peru}\nsome: {name: Zqx0006q, audience: council}\n",
            ),
            (
                "content/data/d.yaml",
                "title: D\nkey: e\ncolumns: {e: entity, n: number}\nrows:\n  - {e: peru, n: 1}\n  - {e: some, n: 2, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n{{ d[peru, n] }}\n\n```table\nid: tbl-d\ntitle: D\ndata: d\n```\n",
            ),
        ],
        Kept,
    ),
    (
        "a named value for some",
        &[
            (
                "content/data/d.yaml",
                "title: D\nkey: e\ncolumns: {e: text, n: number}\nrows: [{e: a, n: 1}]\n",
            ),
            (
                "content/values.yaml",
                "people: {value: \"d[a, n]\"}\nsome: {value: \"d[a, n]\", about: About zqx0001q, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n{{ people }}[ and {{ some }}]{audience=\"council\"}\n",
            ),
        ],
        Kept,
    ),
    (
        "a dataset derived from one for some",
        &[
            (
                "content/data/s.yaml",
                "title: Data zqx0001q\naudience: council\nkey: t\ncolumns: {t: text, n: number}\nrows: [{t: zqx0002q, n: 5}]\n",
            ),
            (
                "content/data/d.yaml",
                "title: Derived zqx0003q\nkey: t\nderive: {from: s}\npublish: true\ncolumns:\n  t: text\n  twice: {type: number, value: \"n * 2\"}\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "a derived dataset with rows for some",
        &[
            (
                "content/data/towns.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "content/data/d.yaml",
                "title: Derived\nkey: t\nderive: {from: towns}\npublish: true\ncolumns:\n  t: text\n  twice: {type: number, value: \"n * 2\"}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n{{ d[a, twice] }}\n",
            ),
        ],
        Kept,
    ),
    (
        "the colour of a row for some",
        &[
            (
                "quipu.yaml",
                "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\ncolours: {row zqx0008q: 2, a: 1}\n",
            ),
            (
                "content/data/towns.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n```chart\nid: fig-t\ntitle: T\nform: bar\nseries: rows\ndata: towns\ncolumns: [t, n]\nalt: Bars\n```\n",
            ),
        ],
        Kept,
    ),
    (
        "a table sorted by a column for some",
        &[
            (
                "content/data/towns.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n```table\nid: tbl-t\ntitle: T\ndata: towns\ncolumns: [t, n]\nsort: debt\n```\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "a chart of rows for some",
        &[
            (
                "content/data/towns.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n```chart\nid: fig-t\ntitle: T\nform: bar\ndata: towns\ncolumns: [t, n]\nsort: -n\nalt: Bars\n```\n",
            ),
        ],
        Kept,
    ),
    (
        "a template that prints all that it gets",
        &[
            (
                "content/briefs/s.md",
                "---\ntitle: Title zqx0001q\nfinding: Finding zqx0002q.\ndate: 2026-01-02\nauthors: [Author zqx0003q]\ntags: [tag-zqx0004q]\naudience: [council]\n---\n\nText zqx0006q.\n",
            ),
            (
                "content/data/towns.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "templates/html/brief.html",
                "{% extends \"themes/default/html/brief.html\" %}\n{% block related %}{{ __tera_context }}{% endblock related %}\n",
            ),
        ],
        Kept,
    ),
    (
        "the source of a row for some",
        &[
            (
                "content/sources.yaml",
                "one: {type: book, title: One, author: \"Doe, Jo\", date: 2019}\nsome: {type: book, title: Work zqx0001q, author: \"Zqx0002q, Al\", date: 2018}\n",
            ),
            (
                "content/data/d.yaml",
                "title: D\nkey: t\npublish: true\ncolumns: {t: text, n: number, s: source}\nrows:\n  - {t: a, n: 1, s: one}\n  - {t: b, n: 2, s: some, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n{{ d[a, n] }}\n",
            ),
        ],
        Kept,
    ),
    (
        "a check for some",
        &[
            (
                "content/data/d.yaml",
                "title: D\nkey: t\npublish: true\nchecks:\n  - {sum_of: [a, b], equals: c, columns: n, tolerance: 9, reason: Because zqx0001q, audience: council}\ncolumns: {t: text, n: number}\nrows: [{t: a, n: 1}, {t: b, n: 2}, {t: c, n: 4}]\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n{{ d[a, n] }}\n",
            ),
        ],
        Kept,
    ),
    (
        "a check on a row for some",
        &[
            (
                "content/data/d.yaml",
                "title: D\nkey: t\npublish: true\nchecks:\n  - {sum_of: [a, b], equals: c zqx0002q, columns: n, tolerance: 9, reason: Because zqx0001q}\ncolumns: {t: text, n: number}\nrows:\n  - {t: a, n: 1}\n  - {t: b, n: 2}\n  - {t: c zqx0002q, n: 4, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n{{ d[a, n] }}\n",
            ),
        ],
        Kept,
    ),
    (
        "a total of rows for some",
        &[
            (
                "content/data/d.yaml",
                "title: D\nkey: t\npublish: true\ntotal: [all]\ncolumns: {t: text, n: number}\nrows:\n  - {t: a, n: 1}\n  - {t: zqx0001q, n: 2, audience: council}\n  - {t: zqx0002q, n: 3, audience: council}\n  - {t: all, n: 6}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n```table\nid: tbl-d\ntitle: D\ndata: d\n```\n",
            ),
        ],
        Kept,
    ),
    (
        "a view of a field for some",
        &[(
            "content/registers/risks.yaml",
            "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\npages: true\nfields:\n  name: {type: text, title: Risk}\n  owner: {type: text, title: Owner zqx0001q, audience: council}\nblock: {label: name}\nviews:\n  - {title: All, list: [name, owner]}\nentries:\n  - {id: flood, name: Flood, owner: Ana zqx0002q}\n",
        )],
        Refused("Q411"),
    ),
    (
        "an entry for some",
        &[(
            "content/registers/risks.yaml",
            "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\npages: true\nfields:\n  name: {type: text, title: Risk}\nblock: {label: name}\nviews:\n  - {title: All, list: [name]}\nentries:\n  - {id: flood, name: Flood}\n  - {id: zqx0001q, name: War zqx0002q, audience: council}\n",
        )],
        Kept,
    ),
    (
        "a term for some",
        &[
            (
                "content/sources.yaml",
                "some: {type: book, title: Work zqx0003q, author: \"Zqx0004q, Al\", date: 2018}\n",
            ),
            (
                "content/glossary.yaml",
                "port: {term: Port, definition: A harbour.}\nsome: {term: Zqx0001q, definition: Means zqx0002q., source: some, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nA [port]{term=\"port\"}[ and a [bank]{term=\"some\"}]{audience=\"council\"}.\n",
            ),
        ],
        Kept,
    ),
    (
        "comments",
        &[
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n# zqx0001q\n---\n\nOpen.<!-- zqx0002q -->\n\n<!--\nzqx0003q\n-->\n",
            ),
            (
                "content/data/d.yaml",
                "# zqx0004q\ntitle: D # zqx0005q\nkey: t\npublish: true\ncolumns: {t: text, n: number}\nrows: [{t: a, n: 1}]\n",
            ),
        ],
        Kept,
    ),
    (
        "the profile of an entity for some",
        &[
            (
                "content/entities.yaml",
                "peru: {name: Peru}\nsome: {name: Zqx0001q, audience: council}\nboth: {name: Both, members: [peru, some]}\n",
            ),
            (
                "content/data/d.yaml",
                "title: D\nkey: e\ncolumns: {e: entity, n: number}\nrows:\n  - {e: peru, n: 1}\n  - {e: some, n: 2, audience: council}\n",
            ),
            (
                "content/briefs/p.md",
                "---\ntitle: \"{{ @this }}\"\nfinding: It is so.\ndate: 2026-01-02\nfor: [peru, some]\nindex: {title: All, finding: All of them.}\n---\n\nIt is {{ d[@this, n] }}.\n",
            ),
        ],
        Refused("Q411"),
    ),
    (
        "an entry of a bibliography for some",
        &[
            (
                "content/sources.bib",
                "@comment{zqx0001q}\n@book{one, title = {One}, author = {Doe, Jo}, year = {2018}}\n@book{zqx0002q, title = {Work zqx0003q}, author = {Roe, Al}, year = {2019}, note = {zqx0004q}, audience = {council}}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nAs [@one] says[ and [@zqx0002q]]{audience=\"council\"}.\n",
            ),
        ],
        Kept,
    ),
    (
        "what a dataset for some says of its origin",
        &[
            (
                "content/sources.yaml",
                "some: {type: book, title: Work zqx0003q, author: \"Zqx0004q, Al\", date: 2018}\n",
            ),
            (
                "content/data/zqx0001q.yaml",
                "title: Data zqx0002q\naudience: council\nkey: t\npublish: true\nsource: {key: some, locator: p. zqx0005q}\nmeasure: {quantity: Quantity zqx0006q, unit: USD}\ncolumns: {t: text, n: number}\nrows: [{t: a, n: 1}]\n",
            ),
        ],
        Kept,
    ),
    (
        "the drawing of a report",
        &[
            (
                "content/data/d.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "content/reports/r.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\nbriefs: [open]\ndrawing: {data: d, columns: [n], alt: \"Cords[ zqx0001q]{audience=\\\"council\\\"}.\", caption: \"Knots[ zqx0002q]{audience=\\\"council\\\"}.\"}\n---\n\nOpening.\n",
            ),
        ],
        Kept,
    ),
    (
        "a statement about a row for some",
        &[
            (
                "content/data/towns.yaml",
                "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number, debt: {type: number, title: Debt zqx0007q, audience: council}}\nrows:\n  - {t: a, n: 1, debt: 4}\n  - {t: b, n: 2, debt: 3}\n  - {t: row zqx0008q, n: 9, debt: 9, audience: council}\n",
            ),
            (
                "content/briefs/a.md",
                "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {when=\"towns['row zqx0008q', n] > 3\"}\nMore.\n:::\n",
            ),
        ],
        Refused("Q411"),
    ),
];
