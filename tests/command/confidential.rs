//! `quipu check --confidential`: what changes when secrets do, of all the places where a secret can stand.

use crate::support::{Publication, brief};

fn publication() -> Publication {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\ndefault_audience: public\n");
    publication.put("content/audiences/public.yaml", "name: Public\n");
    publication.put("content/audiences/council.yaml", "name: Council\n");
    publication.put("content/briefs/open.md", brief("Open", "All read this."));
    publication
}

/// Returns how many passages the check replaced; nothing may have moved.
fn replaced(publication: &Publication) -> usize {
    let run = publication.run(&["check", "--confidential"]).expect(0);
    let all = run.stdout + &run.stderr;
    let line = all.lines().find(|line| line.contains("passages and files are withheld")).unwrap();
    line.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn passages_in_included_texts_are_secret_where_all_that_include_them_keep_them() {
    let publication = publication();
    let part = "Long enough to stand behind the end of the texts that include it, and then some more words for that.\n\n\
                ::: {audience=\"council\"}\nOf the council.\n:::\n\nAnd[ more]{audience=\"council\"} of it.\n";
    publication.put("content/includes/part.md", part);
    publication.put("content/includes/both.md", "Said in both.\n");
    publication.put("content/includes/own.md", "Said in one.\n");
    publication.put("content/briefs/a.md", brief("A", "Short.\n\n{{< include ../includes/part.md >}}\n\n`{{< include ../includes/part.md >}}`\n\n{{< include ../includes/both.md >}}"));
    let council = brief(
        "B",
        "{{< include ../includes/part.md >}}\n\n{{< include ../includes/both.md >}}\n\n{{< include ../includes/own.md >}}",
    );
    publication.put("content/briefs/b.md", council.replace("date:", "audience: council\ndate:"));
    // Two passages of the part; title and finding of the council's brief; its own part.
    assert!(replaced(&publication) >= 5);
}

#[test]
fn columns_and_fields_are_taken_away() {
    let publication = publication();
    publication.put(
        "content/data/towns.yaml",
        "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, debt: {type: number, audience: council}, n: number}\nrows:\n  \
         - {t: a, debt: 4, n: 1}\n  - t: b\n    debt: 3\n    n: 2\n",
    );
    publication.put(
        "content/registers/steps.yaml",
        "title: Steps\nprefix: step\nentry: Step\ndate: 2026-01-02\nfields:\n  text: line\n  owner: {type: text, audience: council}\n\
         block: {label: text}\nentries:\n  - {id: one, text: Open, owner: Ana}\n  - {id: two, text: Shut}\n",
    );
    publication
        .put("content/briefs/open.md", brief("Open", "```table\ntitle: Towns\ndata: towns\n```"));
    assert!(replaced(&publication) >= 3);
}

#[test]
fn drafts_that_registers_name_leave_no_gap() {
    let publication = publication();
    publication.put(
        "content/briefs/plan.md",
        brief("Plan", "Text.").replace("date:", "draft: true\ndate:"),
    );
    publication.put(
        "content/registers/risks.yaml",
        "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\nfields:\n  name: {type: text, title: Risk}\n  \
         for: {type: list of remark, title: For}\n  last: {type: remark, title: Last}\nblock: {label: name}\nentries:\n  \
         - {id: flood, name: Flood, for: [briefs/open, briefs/plan, {date: 2026-01-03, at: briefs/plan}], last: {date: 2026-01-03, at: briefs/plan}}\n",
    );
    replaced(&publication);
    publication.build(&["--no-pdf"]);
    for path in [
        "registers/risks/index.html",
        "registers/risks/index.md",
        "registers/risks/risks.csv",
        "registers/risks/risks.json",
    ] {
        let text = publication.text(&format!("public/{path}"));
        assert!(!text.contains("briefs/plan") && !text.contains("2026-01-03"), "{path}: {text}");
        assert!(!text.contains("<dd></dd>"), "{path}: {text}");
    }
}

#[test]
fn columns_and_rows_of_files_are_taken_away() {
    let publication = publication();
    publication.put(
        "content/data/towns.yaml",
        "title: Towns\nkey: t\npublish: true\ncolumns:\n  t: text\n  debt: {type: number, from: Debt, audience: council}\n  \
         who: {type: text, audience: council}\n  n: number\nrows: towns.csv\n",
    );
    publication.put(
        "content/data/towns.csv",
        "t,Debt,n,who,audience\na,4,1,\"Ana, the \"\"Red\"\"\",*\nb,,2,Luis,*\nc,5,3,,council\nd,6,4,Eva,council\n",
    );
    publication.put(
        "content/data/ships.yaml",
        "title: Ships\nkey: t\npublish: true\ncolumns: {t: text, debt: {type: number, audience: council}}\nrows: ships.json\n",
    );
    publication.put(
        "content/data/ships.json",
        "[{\"t\": \"a\", \"debt\": 3}, {\"t\": \"b\"}, {\"t\": \"c\", \"debt\": 9, \"audience\": \"council\"}]\n",
    );
    let shown =
        "```table\ntitle: Towns\ndata: towns\n```\n\n```table\ntitle: Ships\ndata: ships\n```";
    publication.put("content/briefs/open.md", brief("Open", shown));
    // Five fields of the towns' rows, and four lines of each of two columns; two fields and heads of the ships' column.
    assert!(replaced(&publication) >= 15);
}

#[test]
fn columns_of_json_stat_and_parquet_are_taken_away() {
    let publication = publication();
    let column = "{type: number, audience: council}";
    publication.put(
        "content/data/cube.yaml",
        "title: Cube\nkey: geo\npublish: true\ncolumns:\n  geo: text\n  name: {type: text, from: geo.label, audience: council}\n  \
         n: {type: number, from: value, audience: council}\n  s: {type: text, from: status}\nrows: cube.json\n",
    );
    publication.put(
        "content/data/cube.json",
        "{\"id\": [\"geo\"], \"size\": [2], \"dimension\": {\"geo\": {\"category\": {\"index\": [\"CL\", \"PE\"],\n\
         \"label\": {\"CL\": \"Chile\", \"PE\": \"Peru\"}}}},\n\"value\": [4, 5], \"status\": [\"a\", \"b\"]}\n",
    );
    publication
        .put("content/briefs/open.md", brief("Open", "```table\ntitle: Cube\ndata: cube\n```"));
    // Two labels, two values, and the two columns.
    assert_eq!(replaced(&publication), 6);
    publication.put("content/data/cube.yaml", format!(
        "title: Ports\nkey: port\npublish: true\ncolumns:\n  port: text\n  opened: date\n  fee: {column}\n  ships: number\n  \
         index: number\n  seen: text\n  open: boolean\nrows: ports.parquet\n"
    ));
    let parquet = include_bytes!("../suite/data-parquet/content/data/gzip.parquet");
    publication.put("content/data/ports.parquet", parquet);
    // The column, its head, and at least one of its cells.
    assert!(replaced(&publication) >= 3);
}

#[test]
fn data_before_their_time_are_replaced_in_their_files() {
    let publication = publication();
    publication.put(
        "content/data/towns.yaml",
        "title: Towns\nkey: t\ncolumns: {t: text, n: number}\nrows: towns.csv\n",
    );
    publication.put("content/data/towns.csv", "t,n\na,4\nb,5\nc,6\n");
    publication
        .put("content/bundles.yaml", "later: {publish_at: 2099-12-01T09:00:00Z, data: [towns]}\n");
    assert!(replaced(&publication) >= 6);
}
