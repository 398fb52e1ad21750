//! `quipu build --explain`: what a change of data moved.

use crate::support::{Publication, brief};

const DATA: &str = "\
title: Ports
measure: {quantity: ships, unit: USD, scale: million, kind: flow}
key: port
columns: {port: text, 2019..2020: number}
rows:
  - {port: North, 2019: 4.1, 2020: 5.2}
  - {port: South, 2019: 1.0, 2020: 2.0}
";

const TEXT: &str = "\
North took {{ ports[North, 2020] }} in all. South took {{ ports[South, 2020] }}.

```table
id: tbl-ports
title: All ports
data: ports
```
";

fn publication() -> Publication {
    let publication = Publication::of_one_brief();
    publication.put("content/data/ports.yaml", DATA);
    publication.put("content/briefs/port.md", brief("A port", TEXT));
    publication
}

#[test]
fn the_first_build_has_nothing_to_compare_with() {
    let run = publication().build(&["--no-pdf", "--explain"]);
    assert!(run.stdout.starts_with("there is no earlier build"), "{}", run.stdout);
}

#[test]
fn two_sites_are_compared_as_readers_meet_them() {
    let publication = publication();
    publication.build(&["--no-pdf", "--out", "old"]);
    publication.put("content/data/ports.yaml", DATA.replace("2020: 5.2", "2020: 5.4"));
    publication.put(
        "content/briefs/port.md",
        brief("A port", &TEXT.replace("in all.", "in all, we hear.")),
    );
    publication.put("content/briefs/other.md", brief("Another port", "It is new."));
    publication
        .put("content/briefs/third.md", brief("Another port", "So is this, of the same name."));
    publication.build(&["--no-pdf"]);
    let run = publication.run(&["diff", "old"]);
    let stdout = run.stdout.replace('\u{a0}', " ");
    let expected = [
        "new: Another port (en)  /briefs/other/",
        "new: Another port (en)  /briefs/third/",
        "A port (en; public)  /briefs/port/",
        "  - North took US$5.2 million in all. South took US$2.0 million.",
        "  + North took US$5.4 million in all, we hear. South took US$2.0 million.",
        "  US$5.2 million -> US$5.4 million  ports[North, 2020]",
        "  5.2 -> 5.4  [North, 2020]",
        // The front page lists the new texts, and the page of the data has the cell.
        "texts: 3 changed, 2 new, 0 gone; data: 1 file changed",
    ];
    for line in expected {
        assert!(stdout.lines().any(|found| found == line), "no `{line}` in {stdout}");
    }
    assert!(publication.run(&["diff", "old", "old"]).stdout.starts_with("texts: 0 changed"));
    assert!(publication.run(&["diff", "content"]).stderr.contains("no page with an `index.md`"));
}

#[test]
fn an_equal_build_moves_nothing() {
    let publication = publication();
    publication.build(&["--quiet"]);
    let run = publication.build(&["--explain"]);
    let expected = "moved: 0 numbers in sentences, 0 figures, 0 pages, 0 PDFs\n";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
}

#[test]
fn one_cell_moves_its_sentence_its_table_and_its_pdf() {
    let publication = publication();
    publication.build(&["--quiet"]);
    publication.put("content/data/ports.yaml", DATA.replace("5.2", "5.3"));
    let run = publication.build(&["--explain"]);
    // Amounts keep together.
    let printed = run.stdout.replace('\u{A0}', " ");
    for expected in [
        "content/briefs/port.md:7  /briefs/port/#n-1\n",
        "\"North took US$5.2 million in all.\" -> \"US$5.3 million\"  ports[North, 2020]\n",
        "  Table 1: All ports\n  5.2 -> 5.3  ports[North, 2020]\n",
        "/briefs/port/port.pdf  changed\n",
        "moved: 1 number in sentences, 1 figure, 1 page, 1 PDF\n",
    ] {
        assert!(printed.contains(expected), "no `{expected}` in:\n{printed}");
    }
    assert!(!run.stdout.contains("South"), "{}", run.stdout);
}

#[test]
fn numbers_that_come_and_go_are_told_as_json() {
    let publication = publication();
    publication.build(&["--no-pdf"]);
    let text = TEXT.replace("{{ ports[South, 2020] }}", "{{ ports[South, 2019] }}");
    publication.put("content/briefs/port.md", brief("A port", &text));
    let run = publication.build(&["--no-pdf", "--explain", "--message-format", "json"]);
    let records: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found = |expression: &str| {
        let is_it = |record: &&serde_json::Value| record["expression"] == expression;
        records.iter().find(is_it).unwrap()
    };
    assert_eq!(records.len(), 2, "{}", run.stdout);
    assert_eq!(found("ports[South, 2019]")["after"], "US$1.0\u{A0}million");
    assert_eq!(found("ports[South, 2019]")["before"], serde_json::Value::Null);
    assert_eq!(found("ports[South, 2020]")["before"], "US$2.0\u{A0}million");
    assert_eq!(found("ports[South, 2020]")["after"], serde_json::Value::Null);
}
