//! What `init`, `new` and `templates` make, and what they refuse.

use std::fs;
use std::path::Path;
use std::process::{Command, Output as Ran};

use quipu::diagnostic::render;
use quipu::explain::Explain;
use quipu::scaffold::{self, Ejection, Kind, Name, Refusal, Start, StarterOrder};
use quipu::{BuildOptions, Drafts, Failure, Made, Output, Pdfs, Stale};
use tempfile::TempDir;
use walkdir::WalkDir;

/// The tests, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("init_builds_without_a_warning", init_builds_without_a_warning),
    ("all_examples_build", all_examples_build),
    ("init_refuses_a_folder_in_use", init_refuses_a_folder_in_use),
    ("new_files_pass_a_check", new_files_pass_a_check),
    ("new_files_pass_in_the_smallest_publication", new_files_pass_in_the_smallest_publication),
    ("new_replaces_nothing", new_replaces_nothing),
    (
        "a_translation_begins_with_the_words_of_the_original",
        a_translation_begins_with_the_words_of_the_original,
    ),
    ("templates_are_looked_up_by_audience", templates_are_looked_up_by_audience),
    ("ejected_templates_serve", ejected_templates_serve),
    ("eject_refuses", eject_refuses),
    ("commands_exit_with_2_and_a_hint", commands_exit_with_2_and_a_hint),
];

/// Makes the first publication in a folder that lives as long as the test.
fn example() -> TempDir {
    let folder = TempDir::new().unwrap();
    scaffold::init(folder.path(), Start::PolicyReport).unwrap();
    folder
}

/// Builds everything, drafts included, and expects neither errors nor warnings.
#[track_caller]
fn build(root: &Path) -> Made {
    let options = BuildOptions {
        root: root.to_owned(),
        output: Output::Folder(root.join("public"), std::collections::BTreeMap::new()),
        base_url: None,
        drafts: Drafts::Shown,
        pdfs: Pdfs::Made,
        explain: Explain::Unasked,
        today: None,
        stale: Stale::Warned,
        time: quipu::Time::EPOCH,
        results: quipu::Results::Fresh,
    };
    match quipu::build(&options, &|_, _| {}) {
        Ok(built) => {
            let warnings = render::render(&built.warnings, &built.files, render::Format::Plain);
            assert_eq!(warnings, "");
            built.made
        }
        Err(Failure::Refused(problems, files)) => {
            panic!("{}", render::render(&problems, &files, render::Format::Plain))
        }
        Err(Failure::Io(path, error)) => panic!("{}: {error}", path.display()),
    }
}

fn new(root: &Path, kind: Kind, name: &str) -> Result<Vec<String>, Refusal> {
    let name = Name::new(kind, name)?;
    scaffold::make(&StarterOrder {
        root,
        kind,
        name,
        date: jiff::civil::date(2026, 3, 2),
        from: None,
    })
}

/// Replaces a text in a file of a publication.
fn edit(root: &Path, path: &str, from: &str, to: &str) {
    let path = root.join(path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "no `{from}` in {}", path.display());
    fs::write(path, text.replace(from, to)).unwrap();
}

fn init_builds_without_a_warning() {
    let folder = example();
    let made = build(folder.path());
    assert_eq!(made.editions.len(), 12, "a report and two briefs, by two audiences and languages");
    assert!(made.numbers > 100, "{} numbers are bound", made.numbers);
    let files = WalkDir::new(folder.path().join("public")).into_iter().map(Result::unwrap);
    let pdfs = files.filter(|file| file.path().extension().is_some_and(|end| end == "pdf"));
    assert_eq!(pdfs.count(), 12);
    let translations = quipu(folder.path(), &["translations"]);
    let findings = String::from_utf8_lossy(&translations.stderr).into_owned();
    assert_eq!(translations.status.code(), Some(0), "{findings}");
}

fn all_examples_build() {
    for start in [Start::Empty, Start::StatisticalRelease, Start::CountryFactSheets] {
        let folder = TempDir::new().unwrap();
        scaffold::init(folder.path(), start).unwrap();
        build(folder.path());
    }
}

fn a_translation_begins_with_the_words_of_the_original() {
    let folder = example();
    let root = folder.path();
    let drawn = "highlight: [Bellaflor]\nannotations:\n  - {at: \"2023\", series: Bellaflor, text: New pipes}\nreferences: [{value: \"water[Bellaflor, 2021]\", label: In 2021}]";
    edit(root, "content/briefs/losses.md", "highlight: [Bellaflor]", drawn);
    for (name, path) in [
        ("losses", "content/briefs/losses.es-419.md"),
        ("water", "content/reports/water.es-419.md"),
    ] {
        fs::remove_file(root.join(path)).unwrap();
        assert_eq!(new(root, Kind::Translation, name).unwrap(), [path]);
    }
    let text = fs::read_to_string(root.join("content/briefs/losses.es-419.md")).unwrap();
    assert!(
        text.contains("<!-- ## The largest network loses the most {#sec-largest} -->"),
        "{text}"
    );
    assert!(text.contains("id: fig-losses\ntitle: Bellaflor"), "{text}");
    assert!(text.contains("annotations:\n  - New pipes\nreferences:\n  - In 2021\n"), "{text}");
    assert!(text.contains("\n## The largest network loses the most\n"), "{text}");
    let structure = ["form:", "date:", "authors:", "at:", "series:", "value:", "data:"];
    assert!(!structure.iter().any(|key| text.contains(key)), "{text}");
    let checked = quipu(root, &["check", "--no-pdf"]);
    let report = String::from_utf8_lossy(&checked.stderr);
    assert_eq!(checked.status.code(), Some(0), "{report}");
    let again = new(root, Kind::Translation, "losses").unwrap_err();
    assert!(again.to_string().contains("in all languages"), "{again}");
}

fn init_refuses_a_folder_in_use() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    scaffold::init(folder.path(), Start::PolicyReport).unwrap();
    let again = scaffold::init(folder.path(), Start::PolicyReport).unwrap_err();
    assert!(again.to_string().ends_with("is not empty: it contains `.gitignore`"), "{again}");
}

fn new_files_pass_a_check() {
    let folder = example();
    let root = folder.path();
    let before = build(root);
    let brief = new(root, Kind::Brief, "coast/port-calls").unwrap();
    let expected = ["", ".es-419"].map(|tag| format!("content/briefs/coast/port-calls{tag}.md"));
    assert_eq!(brief, expected);
    new(root, Kind::Profile, "coast/place").unwrap();
    new(root, Kind::Report, "coast").unwrap();
    new(root, Kind::Dataset, "ports").unwrap();
    new(root, Kind::Register, "port-risks").unwrap();
    new(root, Kind::Register, "portrisks").unwrap();
    new(root, Kind::Register, "fig").unwrap();
    new(root, Kind::Theme, "harbour").unwrap();
    edit(
        root,
        "quipu.yaml",
        "default_audience: public",
        "default_audience: public\ntheme: harbour",
    );
    let after = build(root);
    assert_eq!(
        after.editions.len(),
        before.editions.len() + 40,
        "a brief, five pages of profiles, a report, three registers"
    );

    new(root, Kind::Audience, "investor").unwrap();
    let for_three = build(root);
    assert_eq!(for_three.editions.len(), after.editions.len() / 2 * 3);
    edit(
        root,
        "content/briefs/coast/port-calls.md",
        "\nText.\n",
        "\n{{ ports[first, 2023] }} and @portrisks-first\n",
    );
    assert_eq!(build(root).numbers, for_three.numbers + 3);
}

fn new_files_pass_in_the_smallest_publication() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    fs::write(root.join("quipu.yaml"), "title: Small\nlanguages: [en]\n").unwrap();
    let refusal = new(root, Kind::Profile, "place").unwrap_err();
    assert!(refusal.to_string().ends_with("but there are none"), "{refusal}");
    for (kind, name) in [
        (Kind::Brief, "null"),
        (Kind::Report, "2030"),
        (Kind::Dataset, "yes"),
        (Kind::Register, "off"),
        (Kind::Audience, "no"),
        (Kind::Theme, "true"),
    ] {
        assert_eq!(new(root, kind, name).unwrap().len(), 1);
        build(root);
    }
}

fn new_replaces_nothing() {
    let folder = example();
    let root = folder.path();
    // The Spanish file alone is in the way; the English one must not appear.
    let taken = root.join("content/briefs/ports.es-419.md");
    fs::write(&taken, "mine").unwrap();
    let refusal = new(root, Kind::Brief, "ports").unwrap_err();
    assert_eq!(refusal.to_string(), format!("`{}` already exists", taken.display()));
    assert_eq!(fs::read_to_string(taken).unwrap(), "mine");
    assert!(!root.join("content/briefs/ports.md").exists());

    // A register is a dataset as well, so they share their names.
    let refusal = new(root, Kind::Register, "water").unwrap_err();
    assert_eq!(refusal.to_string(), "`content/data/water.yaml` already has the name `water`");
}

fn templates_are_looked_up_by_audience() {
    let folder = example();
    let root = folder.path();
    let words = root.join("templates/words");
    let own = root.join("templates/audiences/council/html");
    fs::create_dir_all(&words).unwrap();
    fs::create_dir_all(&own).unwrap();
    fs::write(words.join("en.ftl"), "finding = Result\n").unwrap();
    fs::write(own.join("brief.html"), "{% extends \"themes/default/html/brief.html\" %}").unwrap();

    let table = scaffold::lookup(root, None).unwrap().to_string();
    let lines: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("html/brief.html") || line.starts_with("words/en.ftl"))
        .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let built_in = "themes/default/html/brief.html (built in)";
    let ours = "templates/audiences/council/html/brief.html";
    let joined = "+ themes/default/words/en.ftl (built in)";
    assert_eq!(
        lines,
        [
            vec!["html/brief.html", "public", built_in],
            vec!["html/brief.html", "council", ours, built_in],
            vec!["words/en.ftl", "all", "templates/words/en.ftl", joined],
        ]
    );
    let of_council = scaffold::lookup(root, Some("council")).unwrap().to_string();
    assert!(of_council.contains(ours) && !of_council.contains("public"), "{of_council}");
}

fn ejected_templates_serve() {
    let folder = example();
    let root = folder.path();
    let eject = |template, audience| scaffold::eject(Ejection { root, template, audience });
    let ejected = eject("brief.html", Some("council")).unwrap();
    assert_eq!(ejected.to, "templates/audiences/council/html/brief.html");
    assert_eq!(ejected.from.path, "themes/default/html/brief.html");
    // A copy for one audience is made from what serves that audience.
    assert_eq!(eject("html/report.html", None).unwrap().to, "templates/html/report.html");
    let second = eject("report.html", Some("council")).unwrap();
    assert_eq!(second.from.path, "templates/html/report.html");
    for template in ["pdf/theme.typ", "quipu.css", "en.ftl", "theme.yaml", "author-date.csl"] {
        eject(template, None).unwrap();
    }
    build(root);
    let mark = "{% block related %}";
    edit(root, &ejected.to, mark, "{% block related %}For the council:");
    build(root);
    let page = |path: &str| fs::read_to_string(root.join("public").join(path)).unwrap();
    assert!(page("for/council/briefs/losses/index.html").contains("For the council:"));
    assert!(!page("briefs/losses/index.html").contains("For the council:"));
}

fn eject_refuses() {
    let folder = example();
    let root = folder.path();
    let hint = |template, audience| match scaffold::eject(Ejection { root, template, audience }) {
        Err(Refusal::Misuse { message, hint }) => format!("{message}; {hint}"),
        other => panic!("{other:?}"),
    };
    let unknown = hint("reprot.html", None);
    assert_eq!(unknown, "no template is named `reprot.html`; did you mean `report.html`?");
    let nobody = hint("report.html", Some("concil"));
    assert_eq!(nobody, "no audience is named `concil`; did you mean `council`?");
    fs::create_dir_all(root.join("templates/pdf")).unwrap();
    fs::write(root.join("templates/pdf/brief.html"), "").unwrap();
    let several = hint("brief.html", None);
    assert_eq!(
        several,
        "several templates are named `brief.html`; write `html/brief.html` or `pdf/brief.html`"
    );
    scaffold::eject(Ejection { root, template: "html/brief.html", audience: None }).unwrap();
    assert!(hint("html/brief.html", None).contains("already exists"));
}

fn quipu(root: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
    command.current_dir(root).args(arguments).output().unwrap()
}

fn commands_exit_with_2_and_a_hint() {
    #[track_caller]
    fn test(root: &Path, arguments: &[&str], expected: &str) {
        let ran = quipu(root, arguments);
        assert_eq!(ran.status.code(), Some(2), "for {arguments:?}");
        let shown = String::from_utf8(ran.stderr).unwrap();
        assert!(shown.contains(expected), "for {arguments:?}:\n{shown}");
    }

    let folder = example();
    let root = folder.path();
    test(root, &["init", "."], "name a folder that does not exist yet");
    test(root, &["new", "brief", "My Brief"], "such as `my-brief`");
    test(root, &["new", "brief", "losses"], "edit it, or move it away first");
    test(root, &["new", "brief", "x", "--date", "2 March"], "write a date as `YYYY-MM-DD`");
    test(root, &["templates", "--audience", "nobody"], "the audiences are public, council");
    test(root, &["templates", "eject", "nothing.at.all"], "`quipu templates` lists them");
    let elsewhere = TempDir::new().unwrap();
    let ran = quipu(elsewhere.path(), &["new", "brief", "losses"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8(ran.stderr).unwrap().contains("Q001"));
}
