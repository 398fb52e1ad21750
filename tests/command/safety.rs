//! Input that is hostile or too large.

use std::fmt::Write;
use std::fs::{self, File};
#[cfg(target_os = "linux")]
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
#[cfg(target_os = "linux")]
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{self, Publication, QUIPU, brief};

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused() {
    use std::os::unix::fs::symlink;
    let publication = Publication::of_one_brief();
    let secret = publication.beside("secret.md");
    fs::write(&secret, brief("Secret", "Not for the public.")).unwrap();
    fs::create_dir(publication.beside("folder")).unwrap();
    let briefs = publication.root().join("content/briefs");
    symlink(&secret, briefs.join("absolute.md")).unwrap();
    symlink("../../../secret.md", briefs.join("relative.md")).unwrap();
    symlink(publication.beside("folder"), briefs.join("folder")).unwrap();
    symlink("nowhere.md", briefs.join("dangling.md")).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    for name in ["absolute.md", "relative.md", "folder", "dangling.md"] {
        let message = format!("error[Q003]: `content/briefs/{name}` is a link");
        assert!(run.stderr.contains(&message), "nothing on {name}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("Not for the public"), "{}", run.stderr);
    assert!(!publication.public().exists());
}

#[cfg(unix)]
#[test]
fn links_within_the_publication_are_followed() {
    let publication = Publication::of_one_brief();
    let link = publication.root().join("content/briefs/same.md");
    std::os::unix::fs::symlink("port.md", link).unwrap();
    publication.build(&["--no-pdf"]);
    assert!(publication.public().join("briefs/same/index.html").is_file());
}

#[cfg(unix)]
#[test]
fn a_content_folder_elsewhere_is_refused() {
    let publication = Publication::of_one_brief();
    let elsewhere = publication.beside("elsewhere");
    fs::rename(publication.root().join("content"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, publication.root().join("content")).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(run.stderr.contains("error[Q003]"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn what_is_no_folder_and_no_file_is_called_what_it_is() {
    let publication = Publication::of_one_brief();
    fs::write(publication.public(), "a file").unwrap();
    for out in [publication.public().to_str().unwrap(), "/dev/null"] {
        let run = publication.run(&["build", "--no-pdf", "--out", out]).expect(1);
        assert!(run.stderr.contains(&format!("`{out}` is not a folder")), "{}", run.stderr);
    }
    let settings = publication.root().join("quipu.yaml");
    fs::remove_file(&settings).unwrap();
    fs::create_dir(&settings).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(run.stderr.contains("`quipu.yaml` in") && run.stderr.contains("is not a file"));
}

/// A user who may have one process gets a message, with as many threads as a build would start, and with fewer.
#[cfg(target_os = "linux")]
#[test]
fn a_system_without_threads_is_told() {
    let publication = Publication::of_one_brief();
    // Where another user can run it and read it.
    let (folder, program) = (publication.root(), publication.beside("quipu"));
    fs::copy(QUIPU, &program).unwrap();
    let readable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.parent().unwrap(), readable).unwrap();
    let command = "for most in 1 2 4 6 9; do (ulimit -u $most; \"$0\" check --no-pdf \"$1\"); echo \"exit $?\"; done";
    // Limits hold for others than the administrator.
    let is_root = folder.metadata().unwrap().uid() == 0;
    let mut shell = if is_root { Command::new("setpriv") } else { Command::new("bash") };
    if is_root {
        shell.args(["--reuid=65534", "--clear-groups", "bash"]);
    }
    let run = support::run(shell.arg("-c").arg(command).arg(&program).arg(&folder)).expect(0);
    assert!(run.stdout.starts_with("exit 2\n"), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("error: failed to start a thread"), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

#[test]
fn an_address_is_only_repaired_into_an_address() {
    let publication = Publication::of_one_brief();
    for (given, hint) in [
        ("javascript:alert(1)", "write `https://example.org/`"),
        ("", "write `https://example.org/`"),
        ("ftp://example.org/a", "write `https://example.org/a`"),
    ] {
        let run = publication.run(&["build", "--no-pdf", "--base-url", given]).expect(2);
        assert!(run.stderr.contains(hint), "{given}: {}", run.stderr);
    }
}

#[test]
fn names_that_other_systems_confuse_are_refused() {
    let publication = Publication::of_one_brief();
    publication.put("content/static/Index.html", "<!doctype html><title>Own</title>");
    publication.put("content/static/briefs/PORT/index.html", "<!doctype html><title>Own</title>");
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    for name in ["Index.html", "briefs/PORT/index.html"] {
        let message = format!("error[Q412]: `content/static/{name}` has the address of a file");
        assert!(run.stderr.contains(&message), "nothing on {name}: {}", run.stderr);
    }
    for name in ["con.md", "Nul.es.md", "LPT1.md"] {
        let publication = Publication::of_one_brief();
        publication.put(&format!("content/briefs/{name}"), brief("A device", "Text."));
        let run = publication.run(&["build", "--no-pdf"]).expect(1);
        let message = format!("named like `content/briefs/{name}`, which is a device there");
        assert!(run.stderr.contains(&message), "nothing on {name}: {}", run.stderr);
    }
}

#[test]
fn no_publication_begins_within_another() {
    let publication = Publication::of_one_brief();
    for folder in ["content/zz", "content/briefs/a/b", "templates"] {
        let run = publication.run(&["init", folder]).expect(2);
        assert!(run.stderr.contains("lies in the publication"), "{folder}: {}", run.stderr);
        assert!(!publication.root().join(folder).exists());
    }
    publication.run(&["init", "beside"]).expect(0);
}

#[test]
fn an_alias_bomb_is_stopped_soon() {
    let publication = Publication::of_one_brief();
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (before, now) in ('a'..='y').zip('b'..='z') {
        let aliases = vec![format!("*{before}"); 10].join(", ");
        let _ = writeln!(bomb, "{now}: &{now} [{aliases}]");
    }
    publication.put("content/data/bomb.yaml", &bomb);
    publication.put("content/sources.yaml", &bomb);
    publication.put("content/entities.yaml", &bomb);
    publication.put("content/briefs/bomb.md", format!("---\n{bomb}---\n"));
    let start = Instant::now();
    let run = publication.run(&["check"]).expect(1);
    assert_eq!(run.stderr.matches("error[Q107]").count(), 4, "{}", run.stderr);
    assert!(start.elapsed() < Duration::from_secs(20), "it took {:?}", start.elapsed());
}

#[test]
fn deep_nesting_is_no_crash() {
    #[track_caller]
    fn test(path: &str, text: &str, code: i32) {
        let publication = Publication::of_one_brief();
        publication.put(path, text);
        let run = publication.run(&["check", "--no-pdf", "--message-format", "json"]);
        let start: String = run.stdout.chars().take(300).collect();
        assert_eq!(run.code, Some(code), "{path}: {start}{}", run.stderr);
    }

    let nested = |text: &str| brief("Nested", text);
    let sum = |open: &str, close: &str| {
        nested(&format!("{{{{ {}1{} }}}}", open.repeat(5_000), close.repeat(5_000)))
    };
    test("content/briefs/quotes.md", &nested(&">".repeat(2_000)), 1);
    test("content/briefs/lists.md", &nested(&"1. ".repeat(2_000)), 1);
    test("content/briefs/divs.md", &nested(&"::: {.callout-note}\n\n".repeat(2_000)), 1);
    test("content/briefs/mixed.md", &nested(&"> - ".repeat(1_000)), 1);
    test(
        "content/briefs/images.md",
        &nested(&format!("{}a{}", "![".repeat(500), "](b)".repeat(500))),
        1,
    );
    test(
        "content/briefs/stress.md",
        &nested(&format!("{}a{}", "*a __b ".repeat(500), " c__ d*".repeat(500))),
        1,
    );
    test("content/briefs/open.md", &nested(&"*a **b ".repeat(5_000)), 0);
    test("content/briefs/brackets.md", &nested(&"[".repeat(20_000)), 0);
    test("content/briefs/round.md", &sum("(", ")"), 1);
    test("content/briefs/signs.md", &sum("- ", ""), 1);
    test("content/briefs/chain.md", &sum("1 + ", ""), 1);
    test("content/data/deep.yaml", &format!("a: {}", "[".repeat(50_000)), 1);
}

#[test]
fn file_beyond_a_gibibyte() {
    let publication = Publication::of_one_brief();
    publication.put("content/data/big.csv", "");
    // The file has a length and no content, so that it takes no room.
    let file = File::options().write(true).open(publication.root().join("content/data/big.csv"));
    file.unwrap().set_len((1 << 30) + 1).unwrap();
    let run = publication.run(&["check"]).expect(1);
    assert!(
        run.stderr.contains("error[Q004]: `content/data/big.csv` is larger than 1 GiB"),
        "{}",
        run.stderr
    );
}

#[test]
fn hidden_files_are_left_alone() {
    let publication = Publication::of_one_brief();
    publication.put("content/.git/config", "x");
    publication.put("content/briefs/.port.md.swp", "x");
    publication.build(&["--no-pdf"]);
}

/// Input of honest size that once took minutes, gigabytes, or the whole stack.
#[test]
fn no_input_takes_more_than_its_size_is_worth() {
    #[track_caller]
    fn test(path: &str, text: &str, code: i32) {
        let publication = Publication::of_one_brief();
        publication.put(path, text);
        let start = Instant::now();
        let run = publication.run(&["check", "--message-format", "json"]);
        let first = run.stdout.lines().next().unwrap_or_default();
        assert_eq!(run.code, Some(code), "{path}: {first}{}", run.stderr);
        // The machine may be busy; what these took before was far more.
        assert!(start.elapsed() < Duration::from_secs(20), "{path} took {:?}", start.elapsed());
    }

    let brief = |text: &str| brief("Long", text);
    let notes = |count: usize| {
        let calls = (0..count).fold(String::new(), |text, number| {
            text + &format!("[^{number}]: Note[^{}].\n\n", number + 1)
        });
        brief(&format!("Call[^0].\n\n{calls}[^{count}]: Last.\n"))
    };
    test("content/briefs/notes.md", &notes(1_000), 1);
    test("content/briefs/more-notes.md", &notes(5_000), 1);
    test("content/briefs/ticks.md", &brief(&"` `` ``` ".repeat(10_000)), 0);
    test("content/briefs/divs.md", &brief(&":::\n\n".repeat(10_000)), 1);
    test("content/briefs/citations.md", &brief(&"[@a ".repeat(10_000)), 1);
    test("content/briefs/html.md", &brief(&"<blink>x</blink>\n\n".repeat(10_000)), 1);
    test("content/briefs/references.md", &brief(&"[a][b]\n\n".repeat(10_000)), 1);
    test("content/briefs/numbers.md", &brief(&"{{ x ".repeat(10_000)), 1);
    test(
        "content/briefs/wide.md",
        &brief(&["a|", "-|", "b|"].map(|cell| format!("|{}", cell.repeat(4_000))).join("\n")),
        1,
    );
    test("content/briefs/headings.md", &brief(&"## Same\n\nx\n\n".repeat(1_900)), 0);
    test("content/briefs/more-headings.md", &brief(&"## Same\n\nx\n\n".repeat(100_000)), 1);
    test("content/briefs/line.md", &brief(&"word ".repeat(800_000)), 1);
    test("content/briefs/lines.md", &brief(&"word\n\n".repeat(800_000)), 1);
    test("content/briefs/items.md", &brief(&"- [ ] x\n".repeat(60_000)), 1);
    test("content/briefs/addresses.md", &brief(&"[a](".repeat(20_000)), 1);
    test("content/briefs/braces.md", &brief(&format!("{}}}", "[a]{".repeat(24_000))), 1);
    test("content/briefs/open-numbers.md", &brief(&"{{\n".repeat(100_000)), 1);
    test("content/briefs/brackets.md", &brief(&"\\(a ".repeat(24_000)), 0);
    test("content/briefs/word.md", &brief(&"a".repeat(90_000)), 0);
    let code = format!("```js\n{}\n```\n", "a".repeat(80_000));
    test("content/briefs/code.md", &brief(&code), 0);
    let title = format!("@article{{a, title={{{}{}}}}}", "{".repeat(50_000), "}".repeat(50_000));
    test("content/sources.bib", &title, 1);
    let corrections = "- {text: briefs/port, date: 2026-01-02, kind: update, what: W}\n";
    test("content/corrections.yaml", &corrections.repeat(20_000), 1);
    let authors: Vec<_> = (0..20_000).map(|number| format!("A{number}")).collect();
    let authors = brief("x").replace("date:", &format!("authors: [{}]\ndate:", authors.join(", ")));
    test("content/briefs/authors.md", &authors, 1);
    let values = |of: &dyn Fn(usize) -> String, count: usize| {
        let lines = (0..count).map(|number| format!("a{number}: {}\n", of(number + 1)));
        lines.collect::<String>() + &format!("a{count}: 1\n")
    };
    test("content/values.yaml", &values(&|next| format!("a{next} + 1"), 20_000), 1);
    test("content/values.yaml", &values(&|next| format!("a{next} + a{next}"), 40), 1);
    let circle = values(&|next| format!("a{} + 1", next % 20_000), 20_000);
    test("content/values.yaml", &circle, 1);
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused() {
    let publication = Publication::of_one_brief();
    let picture = "![A port](../images/port.png){#fig-port alt=\"A port\"}";
    publication.put("content/briefs/picture.md", brief("Picture", picture));
    let mut png =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0".to_vec();
    png.extend(b"\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    publication.put("content/images/port.png", png);
    let run = publication.run(&["check"]).expect(1);
    assert!(run.stderr.contains("has more than 100,000,000 pixels"), "{}", run.stderr);
}

#[test]
fn drawings_that_take_long_are_refused() {
    let publication = Publication::of_one_brief();
    let picture = "![A port](../images/port.svg){alt=\"A port\"}";
    publication.put("content/briefs/picture.md", brief("Picture", picture));
    let rules = format!("<style>{}</style>", ".a{fill:red}".repeat(20_000));
    let text = format!("<text>{}</text>", "a".repeat(500_000));
    for inside in [rules + &"<path class=\"a\"/>".repeat(5_000), text] {
        let start = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">";
        publication.put("content/images/port.svg", format!("{start}{inside}</svg>"));
        let run = publication.run(&["check"]).expect(1);
        assert!(run.stderr.contains("error[Q430]"), "{}", run.stderr);
    }
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let publication = Publication::of_one_brief();
    publication.build(&["--no-pdf"]);
    let before = std::fs::read(publication.public().join("index.html")).unwrap();
    let looping = "#for a in range(10000) { for b in range(10000) { for c in range(10000) {} } }\n";
    let words =
        fs::read_to_string(format!("{}/themes/default/pdf/theme.typ", crate::support::REPOSITORY));
    publication.put("templates/pdf/theme.typ", looping.to_owned() + &words.unwrap());
    let run = publication.run(&["build", "--timeout", "1"]).expect(2);
    assert!(
        run.stderr.contains("error[Q503]: the PDF of `port` takes more than 1 seconds"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("`templates/pdf/theme.typ`"), "{}", run.stderr);
    assert_eq!(std::fs::read(publication.public().join("index.html")).unwrap(), before);
}

#[test]
fn a_page_that_never_ends_is_stopped() {
    let publication = Publication::of_one_brief();
    let looping =
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    publication.put("templates/parts/masthead.html", looping);
    let run = publication.run(&["build", "--no-pdf", "--timeout", "1"]).expect(2);
    let message = "error[Q502]: a page of the template `brief.html` takes more than 1 seconds";
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert!(run.stderr.contains("`templates/parts/masthead.html`"), "{}", run.stderr);
    assert!(!publication.public().exists(), "nothing is published");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_differ_in_the_bytes_of_accents_are_refused() {
    let publication = Publication::of_one_brief();
    let brief = fs::read_to_string(publication.root().join("content/briefs/port.md")).unwrap();
    for folder in ["briefs/caf", "images/caf"] {
        let extension = if folder.starts_with("images") { "svg" } else { "md" };
        for accent in ["\u{E9}", "e\u{301}"] {
            publication.put(&format!("content/{folder}{accent}.{extension}"), &brief);
        }
    }
    let run = publication.run(&["check"]).expect(1);
    for name in ["content/briefs/caf\u{E9}.md", "content/images/caf\u{E9}.svg"] {
        let message = format!("error[Q412]: two files have the name `{name}`");
        assert!(run.stderr.contains(&message), "{}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn rows_in_no_file_are_reported_once() {
    let publication = Publication::of_one_brief();
    publication.put(
        "content/data/ports.yaml",
        "title: Ports\nlicence: CC0\nmeasure: {quantity: fees, unit: USD, kind: flow}\nkey: port\ncolumns: {port: text, 2025: number}\nrows: ports.csv\n",
    );
    let pipe = publication.root().join("content/data/ports.csv");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let run = publication.run(&["check"]).expect(1);
    assert!(run.stderr.contains("error[Q006]: `content/data/ports.csv`"), "{}", run.stderr);
    assert!(!run.stderr.contains("error[Q404]"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn links_to_hidden_files_are_refused() {
    use std::os::unix::fs::symlink;
    let publication = Publication::of_one_brief();
    publication.put(".git/config", "TOKEN");
    publication.put("secrets.txt", "TOKEN");
    publication.put("content/static/x.txt", "x");
    symlink("../../.git/config", publication.root().join("content/static/config")).unwrap();
    symlink("../../secrets.txt", publication.root().join("content/static/secrets")).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert_eq!(run.stderr.matches("error[Q003]").count(), 2, "{}", run.stderr);
    let settings = publication.root().join("quipu.yaml");
    fs::rename(&settings, publication.beside("settings.yaml")).unwrap();
    symlink("../settings.yaml", &settings).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(run.stderr.contains("error[Q003]: `quipu.yaml` is a link"), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn printing_to_a_full_disk_is_no_panic() {
    use std::process::{Command, Stdio};
    let publication = Publication::of_one_brief();
    for arguments in
        [&["build", "--no-pdf"][..], &["editions", "--no-pdf"], &["completions", "bash"], &["man"]]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(crate::support::QUIPU);
        command.args(arguments).current_dir(publication.root());
        let output = command.stdout(Stdio::from(full)).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains("error: failed to print"), "{arguments:?}: {told}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_no_address_can_hold() {
    use std::os::unix::ffi::OsStrExt;
    let publication = Publication::of_one_brief();
    publication.put("content/static/line\nend.txt", "x");
    let name = std::ffi::OsStr::from_bytes(b"content/static/\xFF.txt");
    fs::write(publication.root().join(name), "x").unwrap();
    let run = publication.run(&["check", "--no-pdf"]).expect(1);
    assert_eq!(run.stderr.matches("error[Q009]").count(), 2, "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    let publication = Publication::of_one_brief();
    publication.put("content/briefs/other.md", brief("Other", "Text."));
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(publication.root().parent().unwrap(), 0o755);
    allow(&publication.root().join("content/briefs/other.md"), 0o000);
    // Nothing is closed to the user who is everybody's superior.
    let is_root = String::from_utf8_lossy(&Command::new("id").arg("-u").output().unwrap().stdout)
        .trim()
        == "0";
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", crate::support::QUIPU]);
        command
    } else {
        Command::new(crate::support::QUIPU)
    };
    command.args(["check", "--no-pdf"]).current_dir(publication.root());
    let run = crate::support::run(&mut command).expect(1);
    assert!(
        run.stderr.contains("error[Q010]: `content/briefs/other.md` cannot be read"),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_texts_is_refused() {
    let publication = Publication::of_one_brief();
    let pipe = publication.root().join("content/briefs/pipe.md");
    std::process::Command::new("mkfifo").arg(pipe).status().unwrap();
    let run = publication.run(&["check", "--no-pdf"]).expect(1);
    assert!(
        run.stderr.contains("`content/briefs/pipe.md` is neither a file nor a folder"),
        "{}",
        run.stderr
    );
}
