//! Arguments, exit codes and what is printed.

use std::process::Command;

use serde_json::Value;

use crate::support::{Publication, QUIPU, SETTINGS, brief, names, run};

fn quipu(arguments: &[&str]) -> crate::support::Run {
    run(Command::new(QUIPU).args(arguments))
}

#[test]
fn a_good_publication_is_published() {
    let publication = Publication::of_one_brief();
    let run = publication.build::<&str>(&[]);
    assert!(run.stdout.contains("published to ./public: 1 edition,"), "{}", run.stdout);
    assert!(run.stdout.contains("1 PDF,") && run.stdout.contains("0 warnings"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
    assert!(publication.public().join("index.html").is_file());
    assert!(publication.public().join("briefs/port/port.pdf").is_file());
}

#[test]
fn a_mistake_is_refused_with_1() {
    let publication = Publication::of_one_brief();
    publication.put("content/briefs/port.md", brief("A port", "{{ ships[port, 2016] }}"));
    let run = publication.run(&["build"]).expect(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("error[Q301]: no dataset is named `ships`"), "{}", run.stderr);
    assert!(run.stderr.contains("content/briefs/port.md:7:4"), "{}", run.stderr);
    assert!(run.stderr.contains("1 problem; nothing was published"), "{}", run.stderr);
    assert!(!publication.public().exists());
}

#[test]
fn bad_usage_fails_with_2() {
    #[track_caller]
    fn test(arguments: &[&str], message: &str) {
        let run = quipu(arguments).expect(2);
        assert!(run.stderr.contains(message), "for {arguments:?}: {}", run.stderr);
    }

    test(&[], "Usage: quipu");
    test(&["biuld"], "unrecognized subcommand");
    test(&["build", "--jbos", "4"], "unexpected argument");
    test(&["build", "--jobs", "0"], "0 is not in 1..");
    test(&["build", "--base-url", "example.org"], "the address does not begin with `https://`");
    test(&["build", "--message-format", "xml"], "possible values: human, json, github");
    test(&["build", "-q", "-v"], "cannot be used with");
    test(&["explain", "Q999"], "no diagnostic has the code `Q999`");
}

#[test]
fn a_summary_counts_by_kind_and_file() {
    let publication = Publication::of_one_brief();
    let links = |count| "[a](nowhere.md) ".repeat(count);
    publication.put("content/briefs/port.md", brief("A port", &links(60)));
    publication.put("content/briefs/quay.md", brief("A quay", &format!("{} @xu", links(1))));
    let run = publication.run(&["check", "--summary"]).expect(1);
    let expected = "    61  Q404  a broken link\n          60  content/briefs/port.md\n           1  content/briefs/quay.md\n     1  Q401  an unknown source\n           1  content/briefs/quay.md\n";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
    // What repeats is cut short for people.
    let run = publication.run(&["check"]).expect(1);
    assert_eq!(run.stderr.matches("error[Q404]").count(), 50, "{}", run.stderr);
    assert!(run.stderr.contains("11 more of Q404"), "{}", run.stderr);
}

#[test]
fn an_output_that_cannot_be_written_fails_with_2() {
    let publication = Publication::of_one_brief();
    publication.put("file", "not a folder");
    let run = publication.run(&["build", "--out", "file/public"]).expect(2);
    assert!(run.stderr.starts_with("error: failed to use `file"), "{}", run.stderr);
}

#[test]
fn empty_folder() {
    let publication = Publication::empty();
    let run = publication.run(&["build"]).expect(1);
    assert!(run.stderr.contains("error[Q001]: no `quipu.yaml` in `.`"), "{}", run.stderr);
    assert!(run.stderr.contains("title: {en: My publication}"), "{}", run.stderr);
    assert!(names(&publication.root()).is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_no_publication() {
    let run = Publication::empty().run(&["build", "nowhere"]).expect(1);
    assert!(run.stderr.contains("error[Q001]: no `quipu.yaml` in `nowhere`"), "{}", run.stderr);
}

#[test]
fn a_publication_without_texts_is_told_how_to_begin() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", SETTINGS);
    let run = publication.run(&["build"]).expect(1);
    assert!(run.stderr.contains("error[Q007]"), "{}", run.stderr);
    assert!(run.stderr.contains("`quipu new brief first`"), "{}", run.stderr);
    assert!(!publication.public().exists());
}

fn two_mistakes() -> Publication {
    let publication = Publication::of_one_brief();
    let text = "Ärger: {{ ships[port, 2016] }}\n\nand @sec-none, 100%.\n";
    publication.put("content/briefs/port.md", brief("A port", text));
    publication
}

#[test]
fn json_is_one_object_a_line() {
    let run = two_mistakes().run(&["check", "--message-format", "json"]).expect(1);
    assert_eq!(run.stderr, "");
    let records: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [first, second] = &records[..] else { panic!("{records:#?}") };
    assert_eq!(first["code"], "Q301");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["message"], "no dataset is named `ships`");
    assert_eq!(first["file"], "content/briefs/port.md");
    // Columns count characters, from 1; `Ä` is one of them.
    assert_eq!((&first["line"], &first["column"]), (&7.into(), &11.into()));
    assert_eq!((&first["end_line"], &first["end_column"]), (&7.into(), &16.into()));
    assert_eq!(first["hints"][0], "add `content/data/ships.yaml`");
    assert_eq!(second["code"], "Q402");
    assert_eq!(second["line"], 9);
}

#[test]
fn json_leaves_standard_output_to_diagnostics() {
    let publication = Publication::of_one_brief();
    let run = publication.build(&["--message-format", "json"]);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("published to"), "{}", run.stderr);
}

#[test]
fn github_annotates_lines() {
    let run = two_mistakes().run(&["check", "--message-format", "github"]).expect(1);
    let lines: Vec<_> = run.stdout.lines().collect();
    let expected = "::error file=content/briefs/port.md,line=7,col=11,title=Q301::\
                    no dataset is named `ships`%0Ahint: add `content/data/ships.yaml`";
    assert_eq!(lines[0], expected);
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[1].starts_with("::error file=content/briefs/port.md,line=9,"), "{lines:#?}");
}

#[test]
fn the_report_is_the_same_however_it_is_asked_for() {
    let publication = two_mistakes();
    let from_build = publication.run(&["build"]).expect(1).stderr;
    let from_check = publication.run(&["check"]).expect(1).stderr;
    assert_eq!(from_build, from_check);
    let quiet = publication.run(&["check", "--quiet"]).expect(1).stderr;
    assert!(from_check.starts_with(&quiet), "{quiet}");
}

#[test]
fn check_writes_nothing_but_results_for_later_builds() {
    let publication = Publication::of_one_brief();
    let mut before = names(&publication.root());
    let run = publication.run(&["check", "--fresh"]).expect(0);
    assert!(run.stdout.starts_with("checked: 1 edition,"), "{}", run.stdout);
    assert_eq!(names(&publication.root()), before);
    publication.run(&["check"]).expect(0);
    before.insert(0, ".quipu".to_owned());
    assert_eq!(names(&publication.root()), before);
}

#[test]
fn every_code_is_explained() {
    let list = quipu(&["explain"]).expect(0).stdout;
    let codes: Vec<_> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() > 60, "{codes:?}");
    for code in codes {
        let text = quipu(&["explain", code]).expect(0).stdout;
        let explanation = text.split_once("\n\n").unwrap().1.trim();
        assert!(text.starts_with(&format!("{code}: ")), "{text}");
        assert!(explanation.len() > 40, "{code} is hardly explained: {explanation}");
    }
    assert!(quipu(&["explain", "q302"]).expect(0).stdout.starts_with("Q302: an unknown row"));
}

#[test]
fn completions_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = quipu(&["completions", shell]).expect(0).stdout;
        assert!(script.contains("message-format"), "{shell} does not complete options");
    }
    let script = quipu(&["completions", "bash"]).stdout;
    run(Command::new("bash").args(["-n", "-c", &script])).expect(0);
}

#[test]
fn the_manual_page_names_each_command() {
    let page = quipu(&["man"]).expect(0).stdout;
    assert!(page.contains(".TH quipu 1"), "{page}");
    for command in ["build", "check", "explain", "completions", "man"] {
        assert!(page.contains(&format!("quipu {command}")), "no `{command}` in {page}");
    }
}

#[test]
fn help_teaches_by_example() {
    for arguments in [&["--help"][..], &["build", "--help"], &["check", "--help"]] {
        let help = quipu(arguments).expect(0).stdout;
        assert!(help.contains("Usage: quipu"), "{help}");
    }
    assert!(quipu(&["--help"]).stdout.contains("quipu build reports --out site"));
    assert!(quipu(&["--version"]).expect(0).stdout.starts_with("quipu "));
}

#[test]
fn drafts_are_built_on_demand() {
    let publication = Publication::of_one_brief();
    let draft = brief("An idea", "Text.").replace("date:", "draft: true\ndate:");
    publication.put("content/briefs/idea.md", draft);
    let page = publication.public().join("briefs/idea/index.html");
    publication.build(&["--no-pdf"]);
    assert!(!page.exists());
    publication.build(&["--no-pdf", "--drafts"]);
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(
        text.contains("Draft: not for publication"),
        "the page does not say that it is a draft"
    );
    publication.build(&["--no-pdf"]);
    assert!(!page.exists());
}

#[test]
fn pages_without_pdfs_do_not_offer_them() {
    let publication = Publication::of_one_brief();
    let run = publication.build(&["--no-pdf"]);
    assert!(run.stdout.contains("0 PDFs"), "{}", run.stdout);
    let page = publication.public().join("briefs/port/index.html");
    assert!(!publication.public().join("briefs/port/port.pdf").exists());
    assert!(!std::fs::read_to_string(page).unwrap().contains(".pdf"));
}

#[test]
fn out_names_the_folder() {
    let publication = Publication::of_one_brief();
    let site = publication.beside("deep/site");
    publication.build(&["--no-pdf", "--out", site.to_str().unwrap()]);
    assert!(site.join("index.html").is_file());
    assert!(!publication.public().exists());
    publication.build(&["--no-pdf", "-o", "here"]);
    assert!(publication.root().join("here/index.html").is_file());
}

#[test]
fn the_address_can_be_given_on_the_command_line() {
    let publication = Publication::of_one_brief();
    publication.build(&["--no-pdf", "--base-url", "https://example.org/ports"]);
    let page = publication.public().join("briefs/port/index.html");
    let text = std::fs::read_to_string(page).unwrap();
    assert!(text.contains("href=\"https://example.org/ports/briefs/port/\""), "{text}");
}

#[test]
fn quiet_and_verbose() {
    let publication = Publication::of_one_brief();
    let run = publication.build(&["--no-pdf", "--quiet"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    let run = publication.build(&["--no-pdf", "--verbose"]);
    assert!(run.stderr.contains("0 files written"), "{}", run.stderr);
    assert!(run.stderr.contains("0 removed"), "{}", run.stderr);
}
