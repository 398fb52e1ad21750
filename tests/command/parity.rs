//! The same sentence has the same numbers wherever it is printed: in the editions of two audiences, on pages, in
//! Markdown, PDFs, books and Word documents, whatever stands around it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::process::Command;

use crate::support::{Publication, files, tool};

/// Two towns, and a third that only the council knows.
const TOWNS: &str = "title: Towns\nkey: t\npublish: true\ncolumns: {t: text, n: number}\nrows:\n  - {t: a, n: 1234.5}\n  - {t: b, n: 2}\n  \
    - {t: c, n: 40, audience: council}\n";

fn publication(sentence: &str) -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\n",
    );
    publication.put("content/audiences/public.yaml", "name: The public\n");
    publication.put("content/audiences/council.yaml", "name: The council\n");
    publication.put("content/data/towns.yaml", TOWNS);
    publication.put(
        "content/briefs/a.md",
        format!(
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\n[Before it stands this. ]{{audience=\"council\"}}{sentence} [And this behind it.]{{not-audience=\"council\"}}\n\n\
             - An item. {sentence}\n"
        ),
    );
    publication.put(
        "content/reports/r.md",
        "---\ntitle: R\nfinding: It is so.\ndate: 2026-01-02\nbriefs: [a]\n---\n\nAn opening.\n",
    );
    publication
}

/// Returns the numbers in the sentences of all files in which one is, and how many kinds of files these are.
fn numbers(publication: &Publication) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut numbers = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    let root = publication.root();
    let exported = root.join("export");
    let exported = if exported.exists() { files(&exported) } else { BTreeMap::new() };
    for (path, bytes) in files(&root.join("public")).into_iter().chain(exported) {
        let kind = path.rsplit('.').next().unwrap_or_default().to_owned();
        let mut texts = vec![String::from_utf8_lossy(&bytes).into_owned()];
        if kind == "pdf" {
            let mut read = Command::new("pdftotext");
            texts = vec![
                tool("poppler-utils", read.arg(root.join("public").join(&path)).arg("-")).stdout,
            ];
        }
        if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) {
            for index in 0..archive.len() {
                let mut text = Vec::new();
                archive.by_index(index).unwrap().read_to_end(&mut text).unwrap();
                texts.push(String::from_utf8_lossy(&text).into_owned());
            }
        }
        for text in texts {
            let plain = without_tags(&text);
            let sentences = plain.split("The towns have ").skip(1);
            let found = sentences.filter_map(|rest| rest.split(" people").next());
            // The record of a Word document has a sign in the place of each number.
            for number in found.filter(|number| number.len() < 20 && *number != "\u{fffc}") {
                numbers.insert(number.trim().to_owned());
                kinds.insert(kind.clone());
            }
        }
    }
    (numbers, kinds)
}

fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut is_tag = false;
    for character in text.chars() {
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if is_tag => {}
            '\n' | '\u{a0}' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}

#[test]
fn a_sentence_has_the_same_numbers_in_all_outputs() {
    let publication = publication("The towns have {{ sum(towns[a..b, n]) }} people.");
    publication.build(&[] as &[&str]);
    for audience in ["public", "council"] {
        let out = format!("export/{audience}");
        publication
            .run(&["export", "--to", "docx", "--audience", audience, "--out", &out])
            .expect(0);
    }
    let (numbers, kinds) = numbers(&publication);
    let one: BTreeSet<_> = ["1,236.5".to_owned()].into();
    assert_eq!(numbers, one);
    let all = ["docx", "epub", "html", "md", "pdf"];
    assert!(all.iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
}

#[test]
fn another_number_needs_a_reason() {
    let sentence = "The towns have {{ sum(towns[*, n]) }} people.";
    let publication = publication(sentence);
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(run.stderr.contains("Q452"), "{}", run.stderr);
    let publication =
        self::publication(&format!("[{sentence}]{{differs=\"the council knows more\"}}"));
    publication.build(&["--no-pdf"]);
    let (numbers, _) = numbers(&publication);
    assert_eq!(numbers.len(), 2, "{numbers:?}");
}
