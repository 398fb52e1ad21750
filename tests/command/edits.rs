//! Random edits of a publication: a build that takes what earlier builds kept has the bytes of one that makes everything
//! anew. `QUIPU_CASES` says how many edits; a few run in the suite.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use crate::serve::{self, Server};
use crate::support::{Publication, files};

/// How many edits are made unless the environment says otherwise.
const CASES: u32 = 12;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    /// Returns a number below `limit`.
    fn roll(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// The texts that edits are made to, without their extension.
const TEXTS: [&str; 3] = ["briefs/losses", "briefs/repairs", "reports/water"];

/// Replaces a file by what `edit` makes of it.
fn change(publication: &Publication, path: &str, edit: impl FnOnce(&str) -> String) {
    let text = publication.text(path);
    publication.put(path, edit(&text));
}

/// Changes a digit of the table behind `rows:`.
fn change_cell(publication: &Publication, dice: &mut Dice) {
    change(publication, "content/data/water.yaml", |text| {
        let rows = text.find("rows:").unwrap();
        let digits: Vec<_> = text[rows..].match_indices('.').collect();
        let at = rows + digits[dice.roll(digits.len())].0 + 1;
        format!("{}{}{}", &text[..at], dice.roll(10), &text[at + 1..])
    });
}

/// Changes a digit of the rows of the other dataset.
fn change_row(publication: &Publication, dice: &mut Dice) {
    change(publication, "content/data/pipes.csv", |text| {
        let digits: Vec<_> = text.match_indices('.').collect();
        let at = digits[dice.roll(digits.len())].0 + 1;
        format!("{}{}{}", &text[..at], dice.roll(10), &text[at + 1..])
    });
}

/// Makes one edit; returns what it was.
fn edit(publication: &Publication, dice: &mut Dice, number: u32) -> String {
    let text = TEXTS[dice.roll(TEXTS.len())];
    let extra = |language: &str| format!("content/briefs/extra{language}.md");
    let is_there = publication.root().join(extra("")).exists();
    match dice.roll(14) {
        0 | 1 => {
            let path = format!("content/{text}{}.md", ["", ".es-419"][dice.roll(2)]);
            change(publication, &path, |text| {
                format!("{text}\nA sentence, the {number}th of them.\n")
            });
            format!("a sentence in {path}")
        }
        2 => {
            change_cell(publication, dice);
            "a cell".to_owned()
        }
        3 if is_there => {
            let to = format!("content/briefs/moved-{number}");
            for language in ["", ".es-419"] {
                let text = publication.text(&extra(language));
                publication.put(&format!("{to}{language}.md"), text);
                publication.delete(&extra(language));
            }
            "another name".to_owned()
        }
        4 if is_there => {
            publication.delete(&extra(""));
            publication.delete(&extra(".es-419"));
            "a text less".to_owned()
        }
        3 | 4 => {
            for language in ["", ".es-419"] {
                let text = publication.text(&format!("content/briefs/repairs{language}.md"));
                publication.put(
                    &extra(language),
                    text.replacen("title: ", &format!("title: {number} "), 1),
                );
            }
            "a text more".to_owned()
        }
        5 => {
            publication
                .put("templates/words/en.ftl", format!("key-messages = In short ({number})\n"));
            "a word".to_owned()
        }
        6 => {
            let audience = ["", "audiences/council/"][dice.roll(2)];
            let part = format!("<p class=\"kind\">{number}</p>\n");
            publication.put(&format!("templates/{audience}parts/kind.html"), part);
            format!("a template for {audience}")
        }
        7 => {
            let head = format!(
                "#import \"/kit.typ\": *\n#import \"below.typ\"\n\n#let running-head(settings, ..arguments) = {{\n  labelled(size: size.tiny)[Draft {number}]\n  below.running-head(settings, ..arguments)\n}}\n"
            );
            publication.put("templates/audiences/council/parts/running-head.typ", head);
            "a template of PDFs".to_owned()
        }
        9 => {
            change_row(publication, dice);
            "a row of another file".to_owned()
        }
        10 => {
            let work = ["Annual report 2025", "Water at home"][dice.roll(2)];
            change(publication, "content/sources.yaml", |text| {
                text.replacen(work, &format!("{work}, {number}"), 1)
            });
            format!("the source \"{work}\"")
        }
        11 => {
            let factor = 1 + dice.roll(3);
            let value = format!(
                "old_share: share(pipes[old, length], {factor} * sum(pipes[*, length])) | round 1\n"
            );
            publication.put("content/values.yaml", value);
            format!("a value, of {factor}")
        }
        12 => {
            let cite = format!("\nIt was said before [@households-2025, p. {}].\n", 1 + number);
            for language in ["", ".es-419"] {
                let path = format!("content/{text}{language}.md");
                change(publication, &path, |text| format!("{text}{cite}"));
            }
            format!("a citation in {text}")
        }
        8 => {
            let colour = format!("#0B4F{:02X}", dice.roll(128));
            let tokens = format!("colour:\n  accent: {{light: \"{colour}\", dark: \"#7CC0DC\"}}\n");
            publication.put("templates/theme.yaml", tokens);
            format!("the token {colour}")
        }
        _ => {
            change(publication, "quipu.yaml", |text| {
                let rest: Vec<_> =
                    text.lines().filter(|line| !line.starts_with("base_url:")).collect();
                format!("{}\nbase_url: https://example.org/{number}/\n", rest.join("\n"))
            });
            "a setting".to_owned()
        }
    }
}

/// Returns the files that a publication is made of.
fn sources(publication: &Publication) -> BTreeMap<String, Vec<u8>> {
    let mut sources = files(&publication.root());
    sources.retain(|path, _| {
        path == "quipu.yaml" || path.starts_with("content/") || path.starts_with("templates/")
    });
    sources
}

/// A publication as `quipu init` makes it, with another dataset and a value.
fn begun() -> Publication {
    let publication = Publication::empty();
    fs::remove_dir(publication.root()).unwrap();
    let folder = publication.root();
    crate::support::run(
        std::process::Command::new(crate::support::QUIPU).args(["init", folder.to_str().unwrap()]),
    )
    .expect(0);
    publication.put(
        "content/data/pipes.yaml",
        "title: {en: Pipes, es-419: Tubos}
source: {key: households-2025}
measure: {quantity: {en: length, es-419: longitud}, unit: {en: km, es-419: km}, kind: stock}
key: age
columns:
  age: {type: text, title: {en: Age, es-419: Edad}}
  length: {type: number, title: {en: Length, es-419: Longitud}}
rows: pipes.csv
",
    );
    publication.put("content/data/pipes.csv", "age,length\nold,12.5\nnew,7.5\n");
    let value = "old_share: share(pipes[old, length], sum(pipes[*, length])) | round 1\n";
    publication.put("content/values.yaml", value);
    for language in ["", ".es-419"] {
        let path = format!("content/briefs/repairs{language}.md");
        change(&publication, &path, |text| {
            format!("{text}\n{{{{ pipes[old, length] }}}}, {{{{ old_share }}}}.\n")
        });
    }
    publication
}

/// Returns how many edits are made, of so many unless the environment says otherwise.
fn cases(few: u32) -> u32 {
    std::env::var("QUIPU_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

/// Puts files back as they were.
fn take_back(publication: &Publication, good: &BTreeMap<String, Vec<u8>>) {
    let is_gone = |path: &&String| !good.contains_key(*path);
    let there = sources(publication);
    there.keys().filter(is_gone).for_each(|path| publication.delete(path));
    for (path, bytes) in good.iter().filter(|(path, bytes)| there.get(*path) != Some(bytes)) {
        publication.put(path, bytes);
    }
}

#[test]
fn builds_of_what_changed_have_the_bytes_of_cold_ones() {
    let (cases, publication) = (cases(CASES), begun());
    let mut dice = Dice(20_261_129);
    let cold = publication.beside("cold");
    let mut history = String::new();
    let mut refused = 0;
    let mut good = sources(&publication);
    for number in 0..cases {
        let done = edit(&publication, &mut dice, number);
        let _ = writeln!(history, "{number}: {done}");
        // Texts are kept by builds with PDFs.
        let pdfs: &[&str] = if number % 4 == 3 { &["--no-pdf"] } else { &[] };
        let arguments = [&["build", "--quiet"], pdfs].concat();
        let warm = publication.run(&arguments);
        let again = publication.run(&arguments);
        let cold_arguments =
            [&arguments[..], &["--fresh", "--out", cold.to_str().unwrap()]].concat();
        let anew = publication.run(&cold_arguments);
        assert_eq!((warm.code, &warm.stderr), (anew.code, &anew.stderr), "{history}");
        assert_eq!((warm.code, &warm.stderr), (again.code, &again.stderr), "{history}");
        refused += u32::from(warm.code != Some(0));
        if warm.code == Some(0) {
            assert!(files(&publication.public()) == files(&cold), "other bytes: {history}");
            good = sources(&publication);
        } else {
            take_back(&publication, &good);
        }
    }
    // Most edits are such that something is made.
    assert!(refused * 4 < cases, "{refused} refused: {history}");
}

/// Returns a file without what only a server puts into it, and without the marks by which browsers keep what pages load.
fn unmarked(path: &str, bytes: &[u8]) -> Vec<u8> {
    if ![".html", ".css"].iter().any(|end| path.ends_with(end)) {
        return bytes.to_vec();
    }
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("?v=");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    if let Some(start) = out.find("<script src=\"/quipu-preview.js\"") {
        let end = start + out[start..].find("</script>").unwrap() + "</script>".len();
        out.replace_range(start..end, "");
    }
    out.into_bytes()
}

#[test]
fn a_server_shows_what_a_cold_build_makes() {
    let publication = begun();
    let server = Server::of(&publication);
    let mut events = server.events();
    let mut dice = Dice(11);
    let cold = publication.beside("cold");
    let (mut history, mut before) = (String::new(), BTreeMap::new());
    let mut good = sources(&publication);
    for number in 0..cases(6) {
        let done = edit(&publication, &mut dice, number);
        let _ = writeln!(history, "{number}: {done}");
        let arguments =
            ["build", "--quiet", "--no-pdf", "--fresh", "--out", cold.to_str().unwrap()];
        if publication.run(&arguments).code != Some(0) {
            serve::wait_for(&mut events, |data| !data.contains("\"problems\":\"\""));
            take_back(&publication, &good);
            serve::wait_for(&mut events, |data| data.contains("\"problems\":\"\""));
            continue;
        }
        good = sources(&publication);
        let mut made = files(&cold);
        made.remove(".quipu.json");
        let is_shown = |(path, bytes): &(&String, &Vec<u8>)| {
            let shown = server.file(path).map(|shown| unmarked(path, &shown));
            shown == Some(unmarked(path, bytes))
        };
        let gone = |path: &&String| !made.contains_key(*path) && server.file(path).is_some();
        let begun = Instant::now();
        let mut late: Vec<_> = made.iter().collect();
        loop {
            late.retain(|file| !is_shown(file));
            let left: Vec<_> = before.keys().filter(gone).collect();
            if late.is_empty() && left.is_empty() {
                break;
            }
            let paths: Vec<_> = late.iter().map(|(path, _)| path).collect();
            assert!(begun.elapsed() < serve::PATIENCE, "{paths:?} {left:?} after {history}");
            serve::wait_for(&mut events, |_| true);
        }
        before = made;
    }
}
