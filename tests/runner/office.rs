//! Files for office programs, read back part by part.

use std::collections::BTreeMap;
use std::path::Path;

use quipu::export::{ExportOrder, Format, ReviewCopy, export};
use quipu::parts::office;
use tempfile::TempDir;

/// The tests of this file, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("workbooks_have_typed_cells", workbooks_have_typed_cells),
    ("workbooks_hold_no_formulas", workbooks_hold_no_formulas),
    ("workbooks_repeat", workbooks_repeat),
    ("names_that_there_are_not", names_that_there_are_not),
];

const DATASET: &str = r#"
title: Ports
as_of: 2025
notes: ["+1 is added nowhere"]
measure: {quantity: containers, unit: containers, scale: thousand}
key: port
columns:
  port: {type: text, title: Port}
  handled: {type: number, title: Handled}
  opened: {type: date, title: Opened}
  year: {type: year, title: Year}
  deep: {type: boolean, title: Deep}
rows:
  - {port: North, handled: 410.50, opened: 1999-04-01, year: 1999, deep: true}
  - {port: "=HYPERLINK(\"http://example.org\")", handled: ~, opened: 2001-05, year: 2001, deep: false}
  - {port: "@SUM(A1)", handled: 12345678901234567.89, opened: ~, year: ~, deep: ~}
"#;

/// Makes a publication of one dataset.
fn publication() -> TempDir {
    let folder = TempDir::new().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("quipu.yaml", "title: Ports of the coast\nlanguages: [en]\n");
    // No text uses it.
    put("content/data/ports.yaml", &format!("publish: true\n{DATASET}"));
    put(
        "content/briefs/port.md",
        "---\ntitle: A port\nfinding: One finding.\ndate: 2026-01-02\n---\n\nText.\n",
    );
    folder
}

fn order(root: &Path, format: Format) -> ExportOrder<'_> {
    ExportOrder {
        root,
        format,
        name: None,
        audience: None,
        review: ReviewCopy::Unasked,
        language: None,
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// Returns the parts of the only file that is made.
fn parts(root: &Path, format: Format) -> BTreeMap<String, String> {
    let exported = export(order(root, format)).unwrap();
    let [(_, bytes)] = exported.made.as_slice() else { panic!("one file is made") };
    let parts = office::read(bytes).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    parts.into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

fn workbooks_have_typed_cells() {
    let folder = publication();
    let excel = parts(folder.path(), Format::Xlsx);
    let sheet = &excel["xl/worksheets/sheet4.xml"];
    assert!(sheet.contains("<v>410.5</v>"), "{sheet}");
    assert!(sheet.contains("t=\"b\""), "booleans are booleans: {sheet}");
    assert!(sheet.contains("state=\"frozen\""), "the head is frozen: {sheet}");
    assert!(excel["xl/styles.xml"].contains("#,##0.00"), "decimals are shown as given");
    assert!(excel["xl/workbook.xml"].contains("data_ports"), "the range has a name");
    assert!(excel["xl/sharedStrings.xml"].contains("[x]"), "what is missing is marked");
    assert!(excel["xl/sharedStrings.xml"].contains("12345678901234567.89"), "no digit is lost");
    let open = &parts(folder.path(), Format::Ods)["content.xml"];
    assert!(open.contains("office:value-type=\"float\" office:value=\"410.50\""), "{open}");
    assert!(open.contains("office:date-value=\"1999-04-01\""), "{open}");
    assert!(open.contains("office:boolean-value=\"true\""), "{open}");
    assert!(open.contains("table:name=\"data_ports\""), "{open}");
    assert!(open.contains(">2001-05<"), "a month is no day: {open}");
}

fn workbooks_hold_no_formulas() {
    let folder = publication();
    for format in [Format::Xlsx, Format::Ods] {
        for (path, text) in parts(folder.path(), format) {
            assert!(!text.contains("<f>") && !text.contains("table:formula"), "{path}: {text}");
        }
    }
    let excel = parts(folder.path(), Format::Xlsx);
    assert!(excel["xl/styles.xml"].contains("quotePrefix=\"1\""), "texts stay texts when edited");
}

fn workbooks_repeat() {
    let folder = publication();
    for format in [Format::Xlsx, Format::Ods] {
        let made = || export(order(folder.path(), format)).unwrap().made;
        assert!(made() == made(), "{format:?} differs from run to run");
    }
}

fn names_that_there_are_not() {
    let folder = publication();
    let message = |order: ExportOrder<'_>| match export(order) {
        Err(quipu::Failure::Refused(diagnostics, _)) => {
            let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
            format!("{}; {}", diagnostic.message, diagnostic.hints.join("; "))
        }
        other => panic!("{other:?}"),
    };
    let order = order(folder.path(), Format::Ods);
    assert_eq!(
        message(ExportOrder { name: Some("prots"), ..order }),
        "no open dataset or register is named `prots`; did you mean `ports`?"
    );
    assert_eq!(
        message(ExportOrder { language: Some("fr"), ..order }),
        "the publication has no language `fr`; it has `en`"
    );
}
