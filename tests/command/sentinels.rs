//! Marks are planted in everything that a publication can hold, and no byte that its readers get has
//! one: of drafts, texts before their time, withdrawn texts, and texts, parts, rows, terms, sources
//! and entries for others.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use crate::marks::marks_in;
use crate::support::{Publication, QUIPU, run};

/// All that a text can hold; each `@` becomes a mark of its own.
const BODY: &str = "\
## Heading @

Words @ with *stress @*, **weight @**, `code @`, a [link @](https://example.org/@) and a note.[^n@n]

- item @
- item @
  1. inner @

> quotation @

> [!NOTE]
> alert @

```text
listing @
```

| head @ | n |
|--------|---|
| cell @ | 1 |

: Caption @ {#tbl-@}

![Picture @](../images/folder-KIND/picture.svg){#fig-@ alt=\"shown @\"}

```table
id: tbl-d@
title: Table @
data: data_KIND
note: Note @
```

```chart
id: fig-c@
title: Chart @
form: bar
data: data_KIND
columns: [name, n]
alt: Described @
```

As [bad bank @]{term=\"term-KIND\"} and others say [@source-KIND, p. @], {{ data_KIND[row, n] }} of it.

<!-- comment @ -->

[^n@n]: Footnote @.
";

/// A heading before a public one of the same name, and words in the midst of a sentence.
const PARTS: &str = "\n## Budget\n\nAll read this[ but for @]{audience=\"council\"}. And[ more @]{audience=\"cabinet\"} that.\n";

/// Marks, numbered.
#[derive(Default)]
pub(crate) struct Marks {
    count: usize,
}

impl Marks {
    fn fill(&mut self, text: &str, kind: &str) -> String {
        let mut filled = String::new();
        // A footnote's label stands twice.
        let label = format!("note{kind}");
        for part in text.replace("n@n", &label).replace("KIND", kind).split_inclusive('@') {
            match part.strip_suffix('@').filter(|before| !before.ends_with('[')) {
                Some(before) => {
                    self.count += 1;
                    filled.push_str(before);
                    let _ = write!(filled, "zqx{:04}q", self.count);
                }
                None => filled.push_str(part),
            }
        }
        filled
    }
}

/// Plants a text with all that only it uses.
fn plant(publication: &Publication, marks: &mut Marks, (kind, head): (&str, &str)) -> String {
    let mut put = |path: &str, text: &str| publication.put(path, marks.fill(text, kind));
    put(
        &format!("content/data/data_{kind}.yaml"),
        "title: Data @\nkey: name\nmeasure: {quantity: Quantity @, unit: USD, kind: flow}\nnotes: [Note @]\ncaveats: [Caveat @]\n\
         licence: Licence @\ncolumns:\n  name: text\n  n: {type: number, title: Column @}\nrows: [{name: row, n: 12}, {name: row @, n: 7}]\n",
    );
    put(
        &format!("content/images/folder-{kind}/picture.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>@</title></svg>\n",
    );
    let front = format!(
        "---\ntitle: Title @\nfinding: Finding @.\ndate: 2026-01-02\nauthors: [Author @]\ntags: [tag-@]\nkey_messages: [One @., Two @.]\n{head}---\n\n{BODY}"
    );
    let front = match kind {
        "withdrawn" => front
            .replace("title: Title @", "title: A text that is gone")
            .replace("authors: [Author @]", "authors: [Ana]"),
        _ => front,
    };
    let path = format!("content/briefs/secret-{kind}.md");
    put(&path, &front);
    path
}

/// Makes a publication with marks in all that is not for everybody.
pub(crate) fn publication(marks: &mut Marks) -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\n",
    );
    publication.put("content/audiences/public.yaml", "name: The public\n");
    publication.put("content/audiences/council.yaml", "name: The council\n");
    publication.put("content/audiences/cabinet.yaml", "name: The cabinet\nrestricted: true\n");
    let kinds = [
        ("council", "audience: [council]\n"),
        ("cabinet", "audience: [cabinet]\n"),
        ("draft", "draft: true\n"),
        ("review", "status: review\n"),
        ("embargoed", "status: approved\npublish_at: 2099-12-01 09:00 America/Bogota\n"),
        // Its title stays, with a notice.
        ("withdrawn", "status: withdrawn\nnotice: Counted twice.\n"),
        ("chapter", ""),
        ("block", ""),
    ];
    let mut terms = String::new();
    let mut sources = String::new();
    for (kind, head) in kinds {
        let path = plant(&publication, marks, (kind, head));
        if kind == "embargoed" {
            publication.run(&["approve", &path, "--by", "Ana Quispe"]).expect(0);
        }
        terms += &marks.fill("term-KIND: {term: Term @, definition: Means @.}\n", kind);
        sources += &marks.fill(
            "source-KIND: {type: book, title: Work @, author: \"Doe @, Jo\", date: 2019}\n",
            kind,
        );
    }
    // The chapter's report is for the council; the last text is a block of an open one.
    publication.put(
        "content/reports/closed.md",
        marks.fill(
            "---\ntitle: Report @\nfinding: Finding @.\ndate: 2026-01-02\naudience: [council]\nbriefs: [secret-chapter]\n---\n\nOpening @.\n",
            "report",
        ),
    );
    let path = publication.root().join("content/briefs/secret-block.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let body = text.split_once("\n---\n").unwrap().1;
    let (body, notes) = body.split_once("[^noteblock]:").unwrap();
    publication.put(
        "content/briefs/open.md",
        format!(
            "---\ntitle: 'Open[ {}]{{audience=\"council\"}}'\nfinding: It is open.\ndate: 2026-01-02\n---\n\nAll read this.\n\n::: {{audience=\"council\"}}\n{body}\n:::\n\n[^noteblock]:{notes}{}\n## Budget\n\nOf all.\n",
            marks.fill("@", ""),
            marks.fill(PARTS, ""),
        ),
    );
    std::fs::remove_file(path).unwrap();
    sources += "source-open: {type: book, title: A work of Doe, author: \"Doe, Jo\", date: 2019}\n";
    terms += &marks.fill("closed: {term: Term @, definition: Means @., audience: council}\n", "");
    sources += &marks.fill(
        "closed: {type: book, title: Work @, author: \"Doe @, Jo\", date: 2019, audience: council}\n",
        "",
    );
    publication.put("content/glossary.yaml", terms);
    publication.put("content/sources.yaml", sources);
    registers(&publication, marks);
    closed_data(&publication, marks);
    publication
}

/// A closed dataset, and all ways to print a number of it: what is said of it is the number alone.
fn closed_data(publication: &Publication, marks: &mut Marks) {
    let data = "title: Data @\nkey: name\npublish: false\nsource: {key: source-open, locator: p. @}\nlicence: Licence @\nas_of: 2020\n\
                transformations: [Changed @]\nnotes: [Note @]\ncaveats: [Caveat @]\n\
                checks: [{sum_of: [row @, shown], equals: all, columns: [n, debt], tolerance: 999, reason: Because @}]\ncolumns:\n  name: text\n  \
                n: {type: number, title: People}\n  debt: {type: number, title: Debt @}\n  remark: {type: text, title: Remark @}\n\
                rows:\n  - {name: shown, n: 1234.56, debt: 3, remark: Said @}\n  - {name: row @, n: 7, debt: 4, remark: Said @}\n  \
                - {name: all, n: 1241.56, debt: 5, remark: Said @}\n";
    // The name of the row is in the check as well.
    let data = data.replace("row @", "row zqx9999q");
    publication.put("content/data/towns_zqx9998q.yaml", marks.fill(&data, ""));
    publication.put(
        "content/data/sums_zqx9997q.yaml",
        marks.fill("title: Sums @\nkey: name\nnotes: [Note @]\nderive: {from: towns_zqx9998q}\ncolumns:\n  name: text\n  \
                    doubled: {type: number, title: Doubled, value: 'n * 2'}\n", ""),
    );
    publication.put("content/values.yaml", "people: \"towns_zqx9998q[shown, n]\"\n");
    let body = "There are {{ towns_zqx9998q[shown, n] | round 0 }} people, {{ people }} of them, {{ sum(towns_zqx9998q[*, n]) }} in \
                all, and twice {{ sums_zqx9997q[shown, doubled] }}.\n\n\
                ```table\ntitle: People\ndata: towns_zqx9998q\nrows: [shown]\ncolumns: [name, n]\nround: 0\n```\n\n\
                ```chart\ntitle: People drawn\nform: bar\ndata: towns_zqx9998q\nrows: [shown]\ncolumns: [name, n]\nround: 0\nalt: One bar\n```\n";
    publication.put(
        "content/briefs/towns.md",
        format!("---\ntitle: Towns\nfinding: They have {{{{ people }}}} people.\ndate: 2026-01-02\n---\n\n{body}"),
    );
}

/// Parts of YAML files that are for the council.
fn registers(publication: &Publication, marks: &mut Marks) {
    publication.put(
        "content/data/mixed.yaml",
        marks.fill(
            "title: Mixed\nkey: name\npublish: true\nnotes: [Open., {en: Note @, audience: council}]\ncolumns:\n  name: text\n  n: number\n  \
             debt: {type: number, title: Debt @, audience: council}\nrows:\n  - {name: a, n: 1, debt: 2}\n  - {name: row @, n: 2, debt: 3, audience: council}\n",
            "",
        ),
    );
    publication.put(
        "content/data/listed.csv",
        marks.fill("name,n,audience\na,1,*\nrow @,2,\"council\"\nrow @,3,cabinet\n", ""),
    );
    publication.put(
        "content/data/listed.yaml",
        "title: Listed\nkey: name\npublish: true\ncolumns: {name: text, n: number}\nrows: listed.csv\n",
    );
    publication.put(
        "content/data/closed.yaml",
        marks.fill(
            "title: Closed @\naudience: council\npublish: true\nkey: name\ncolumns: {name: text, n: number}\nrows: [{name: row @, n: 7}]\n",
            "",
        ),
    );
    publication.put(
        "content/registers/steps.yaml",
        marks.fill(
            "title: Steps\nprefix: step\nentry: Step\ndate: 2026-01-02\nfields:\n  text: line\n  owner: {type: text, title: Owner @, audience: council}\n  \
             for: list of remark\nblock: {label: text}\nentries:\n  - {id: one, text: Open, owner: Person @, for: [{text: Good.}, {text: Better @, audience: council}]}\n  \
             - {id: two, text: Entry @, owner: Person @, audience: council, for: [{text: Remark @}]}\n",
            "",
        ),
    );
    publication.put(
        "content/registers/affairs.yaml",
        marks.fill(
            "title: Register @\naudience: council\nprefix: affair\nentry: Thing @\ndate: 2026-01-02\nfields: {text: line}\nblock: {label: text}\nentries:\n  - {id: one, text: Entry @}\n",
            "",
        ),
    );
}

#[test]
fn no_byte_says_what_is_not_for_its_readers() {
    let mut marks = Marks::default();
    let publication = publication(&mut marks);
    assert!(marks.count > 250, "only {} marks are planted", marks.count);
    let mut command = Command::new(QUIPU);
    command.args(["build"]).current_dir(publication.root());
    run(command.env("SOURCE_DATE_EPOCH", "1796133600")).expect(0);
    let is_open =
        |path: &str| !path.starts_with("for/council/") && !path.starts_with("assets/for/council/");
    let found = marks_in(&publication.public(), &is_open);
    assert!(found.is_empty(), "of {} marks these reached the public: {found:#?}", marks.count);
    let cabinet = publication.root().join("public-cabinet");
    let council = marks_in(&publication.public(), &|path| path.starts_with("for/council/"));
    assert!(council.len() > 100, "the council reads {} marks", council.len());
    let read_by_both = marks_in(&cabinet, &|_| true);
    let read_by_both: BTreeSet<_> = read_by_both.iter().map(|(mark, _)| mark).collect();
    let council: BTreeSet<_> = council.iter().map(|(mark, _)| mark).collect();
    let both: Vec<_> = read_by_both.intersection(&council).collect();
    assert!(both.is_empty(), "the cabinet reads what is the council's: {both:?}");
    assert!(read_by_both.len() > 30, "the cabinet reads {} marks", read_by_both.len());
}
