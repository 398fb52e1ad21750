//! PDFs, read back by other programs: poppler, qpdf and pdfua.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sites::{Site, everything, repository};
use crate::support::{Run, tool, validator};

fn poppler(name: &str, arguments: &[&str], pdf: &Path) -> Run {
    tool("poppler-utils", Command::new(name).args(arguments).arg(pdf)).expect(0)
}

fn text_of(pdf: &Path) -> String {
    tool("poppler-utils", Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(pdf).arg("-"))
        .expect(0)
        .stdout
}

/// Runs `check` on each PDF of both sites, and fails with what it says of all of them.
#[track_caller]
fn each(check: impl Fn(&Site, &Path) -> Result<(), String>) {
    let mut failures = Vec::new();
    for site in [everything(), repository()] {
        for pdf in site.pdfs() {
            if let Err(failure) = check(site, &pdf) {
                let name = pdf.strip_prefix(site.public()).unwrap().display().to_string();
                failures.push(format!("{}: {name}: {failure}", site.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What qpdf warns of a sound stream that ends where one of its buffers does.
const HARMLESS: &str = "input stream is complete but output may still be valid";

#[test]
fn qpdf_finds_no_fault() {
    each(|_, pdf| {
        let run = tool("qpdf", Command::new("qpdf").arg("--check").arg(pdf));
        let said = run.stdout.lines().chain(run.stderr.lines());
        let mut warnings = said.filter(|line| line.contains("WARNING"));
        let is_sound = matches!(run.code, Some(0 | 3));
        if is_sound && warnings.all(|warning| warning.contains(HARMLESS)) {
            Ok(())
        } else {
            Err(format!("{}{}", run.stdout, run.stderr))
        }
    });
}

#[test]
fn pdfua_finds_no_fault() {
    let pdfua = validator("venv/bin/pdfua");
    let check = |site: &Site| {
        let pdfs = site.pdfs();
        let run = tool("python3-venv", Command::new(&pdfua).arg("check").args(&pdfs));
        assert_eq!(run.code, Some(0), "{}: {}{}", site.name, run.stdout, run.stderr);
    };
    check(everything());
    check(repository());
}

#[test]
fn each_pdf_says_what_it_is() {
    each(|site, pdf| {
        let info = poppler("pdfinfo", &[], pdf).stdout;
        let meta = poppler("pdfinfo", &["-meta"], pdf).stdout;
        let wanted = [
            "Title: ",
            "Tagged:          yes",
            "Creator:         Quipu",
            "CreationDate:",
            "Encrypted:       no",
        ];
        // Only PDF/A-3 may carry data.
        let is_carrier = site.name == everything().name;
        let claims = [
            "<pdfuaid:part>1</pdfuaid:part>",
            if is_carrier {
                "<pdfaid:part>3</pdfaid:part>"
            } else {
                "<pdfaid:part>2</pdfaid:part>"
            },
            "<pdfaid:conformance>A</pdfaid:conformance>",
        ];
        let lacks = wanted.iter().find(|text| !info.contains(**text));
        let lacks = lacks.or_else(|| claims.iter().find(|text| !meta.contains(**text)));
        lacks.map_or(Ok(()), |text| Err(format!("lacks `{text}`:\n{info}{meta}")))
    });
}

#[test]
fn the_data_of_figures_are_attached() {
    let site = everything();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("attached");
    let mut count = 0;
    for pdf in site.pdfs() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let into = folder.to_str().unwrap();
        poppler("pdfdetach", &["-saveall", "-o", into], &pdf);
        for attached in fs::read_dir(&folder).unwrap() {
            let attached = attached.unwrap().path();
            let on_site = pdf.with_file_name("data").join(attached.file_name().unwrap());
            assert_eq!(fs::read(&attached).unwrap(), fs::read(&on_site).unwrap(), "{attached:?}");
            count += 1;
        }
    }
    assert!(count > 5, "{count} files are attached");
}

#[test]
fn fonts_are_embedded_and_none_is_a_substitute() {
    const FAMILIES: &[&str] =
        &["QuipuSerif", "QuipuSans", "NewCMMath", "NotoSerifSC", "NotoSansSC", "DejaVuSansMono"];
    each(|_, pdf| {
        let list = poppler("pdffonts", &[], pdf).stdout;
        for line in list.lines().skip(2) {
            let name = line.split_whitespace().next().unwrap_or_default();
            let family = name.split_once('+').map_or(name, |(_, family)| family);
            if !FAMILIES.iter().any(|known| family.starts_with(known)) {
                return Err(format!("is set in {family}"));
            }
            // Columns: … emb sub uni object ID.
            let flags: Vec<_> = line.split_whitespace().rev().skip(2).take(3).collect();
            if flags != ["yes", "yes", "yes"] {
                return Err(format!("does not embed {family} with its characters: {line}"));
            }
        }
        Ok(())
    });
}

#[test]
fn no_page_is_empty() {
    each(|_, pdf| {
        let text = text_of(pdf);
        let pages: Vec<_> = text.trim_end_matches('\u{C}').split('\u{C}').collect();
        let empty = pages.iter().position(|page| page.split_whitespace().count() < 5);
        empty.map_or(Ok(()), |page| Err(format!("page {} of {} is empty", page + 1, pages.len())))
    });
}

#[test]
fn no_placeholder_reaches_a_reader() {
    each(|_, pdf| {
        let text = text_of(pdf);
        let marks = ["{{", "}}", ":::", "[@", "\u{FFFD}", "\u{E024}", "??", "undefined"];
        // The case `everything` shows some of them in code.
        let shown = |line: &&str| !line.contains("code");
        let found =
            text.lines().filter(shown).find(|line| marks.iter().any(|mark| line.contains(mark)));
        found.map_or(Ok(()), |line| Err(format!("prints `{line}`")))
    });
}

/// Returns the structure elements that a PDF has, as poppler names them.
fn structure(pdf: &Path) -> BTreeSet<String> {
    let tree = poppler("pdfinfo", &["-struct"], pdf).stdout;
    let name = |line: &str| Some(line.split_whitespace().next()?.trim_end_matches(':').to_owned());
    tree.lines().filter_map(name).collect()
}

#[test]
fn the_tags_say_what_each_part_is() {
    let pdf = everything().public().join("briefs/constructs/constructs.pdf");
    let found = structure(&pdf);
    let wanted = [
        "Document",
        "H1",
        "H2",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Figure",
        "Caption",
        "Note",
        "Link",
        "BlockQuote",
        "Code",
    ];
    let missing: Vec<_> = wanted.iter().filter(|name| !found.contains(**name)).collect();
    assert!(missing.is_empty(), "no {missing:?} among {found:?}");
    let report = structure(&everything().public().join("reports/whole/whole.pdf"));
    assert!(report.contains("TOC") && report.contains("TOCI"), "no contents in {report:?}");
}

#[test]
fn pictures_are_described() {
    let pdf = everything().public().join("briefs/constructs/constructs.pdf");
    let file = tool(
        "qpdf",
        Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(&pdf).arg("-"),
    );
    // The title of the figure is beside it; its description is in the tag.
    assert!(file.stdout.contains("/Alt (Cranes over the port)"), "the picture has no description");
}

#[test]
fn headings_are_bookmarks() {
    let pdf = everything().public().join("reports/whole/whole.pdf");
    let json = tool("qpdf", Command::new("qpdf").args(["--json", "--json-key=outlines"]).arg(&pdf));
    let outline: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let titles: Vec<_> = titles(&outline["outlines"]);
    for title in ["All constructs", "Lists", "The second chapter"] {
        assert!(titles.iter().any(|found| found.contains(title)), "no `{title}` in {titles:#?}");
    }
}

fn titles(outlines: &serde_json::Value) -> Vec<String> {
    let items = outlines.as_array().into_iter().flatten();
    items
        .flat_map(|item| {
            let own = item["title"].as_str().unwrap_or_default().to_owned();
            std::iter::once(own).chain(titles(&item["kids"])).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn each_edition_is_in_its_language_on_its_paper() {
    #[track_caller]
    fn test(path: &str, language: &str, size: &str) {
        let pdf = everything().public().join(path);
        let info = poppler("pdfinfo", &[], &pdf).stdout;
        assert!(info.contains(size), "{path}: {info}");
        let file = tool(
            "qpdf",
            Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(&pdf).arg("-"),
        );
        assert!(
            file.stdout.contains(&format!("/Lang ({language})")),
            "{path} is not in {language}"
        );
    }

    test("briefs/constructs/constructs.pdf", "en", "(A4)");
    test("es-419/briefs/constructs/constructs.pdf", "es", "(A4)");
    test("for/investor/briefs/constructs/constructs.pdf", "en", "(letter)");
    test("es-419/for/investor/briefs/constructs/constructs.pdf", "es", "(letter)");
}

#[test]
fn audiences_read_their_own_edition() {
    let text = |path: &str| text_of(&everything().public().join(path));
    let public = text("briefs/constructs/constructs.pdf");
    let investor = text("for/investor/briefs/constructs/constructs.pdf");
    assert!(!public.contains("investors alone") && investor.contains("investors alone"));
    assert!(public.contains("everyone else") && !investor.contains("everyone else"));
}
