//! The guide's commands: every `console` block of a page of `docs/` is run, and what it shows is compared.
//!
//! A line that begins with `$ ` is typed, `> ` goes on with it, and any other line is
//! what the reader then sees. `…` stands for what differs from run to run: a part of a line,
//! or, alone on a line, any number of lines. A command without lines below it may print what
//! it likes. All must succeed, but for one that `echo $?` follows. The commands of a page
//! share a shell, which starts in an empty folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Stands between the output of one command and the next.
const MARK: char = '\u{1E}';

/// A command of a page, and what it should show.
struct Step {
    command: String,
    expected: Vec<String>,
}

/// Returns the pages of the guide.
pub(crate) fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    pages.sort();
    pages
}

/// Runs the commands of a page.
///
/// # Errors
/// Says which command failed, or how its output differs.
pub(crate) fn check(page: &Path) -> Result<(), String> {
    let steps = steps(&std::fs::read_to_string(page).unwrap())?;
    if steps.is_empty() {
        return Ok(());
    }
    let outcomes = run(&steps)?;
    let mut report = String::new();
    for (index, step) in steps.iter().enumerate() {
        let Some((output, status)) = outcomes.get(index) else {
            return Err(format!("{report}the shell ended before `{}`", step.command));
        };
        let excused = steps.get(index + 1).is_some_and(|next| next.command == "echo $?");
        let differs = !step.expected.is_empty() && !matches(&step.expected, output);
        if differs || (*status != 0 && !excused) {
            let expected = step.expected.join("\n");
            let (command, actual) = (&step.command, output.join("\n"));
            let _ = writeln!(
                report,
                "$ {command}\nexit code {status}\n--- the page says\n{expected}\n--- it shows\n{actual}\n"
            );
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report) }
}

/// Checks that the links of a page lead to a file, and to a heading of it.
///
/// # Errors
/// Lists the links that do not.
pub(crate) fn check_links(page: &Path) -> Result<(), String> {
    let text = prose(&std::fs::read_to_string(page).unwrap());
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let is_broken = |target: &&str| {
        let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
        let path = if file.is_empty() { page.to_owned() } else { page.with_file_name(file) };
        let Ok(bytes) = std::fs::read(path) else { return true };
        let text = String::from_utf8_lossy(&bytes);
        let mut headings = text.lines().filter(|line| line.starts_with('#'));
        !anchor.is_empty() && !headings.any(|heading| self::anchor(heading) == anchor)
    };
    let broken: Vec<_> =
        targets.filter(|target| !target.starts_with("http")).filter(is_broken).collect();
    if broken.is_empty() { Ok(()) } else { Err(format!("links that lead nowhere: {broken:?}")) }
}

/// Returns a page without code, which may show links of other files.
fn prose(page: &str) -> String {
    let mut fence: Option<&str> = None;
    let lines = page.lines().filter(|line| {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if ticks == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => return true,
        }
        false
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    text.split('`').step_by(2).collect()
}

/// Returns the anchor of a heading as GitHub makes it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Reads the commands of a page.
fn steps(page: &str) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if !inside {
            inside = line == "```console";
            continue;
        }
        if line == "```" {
            inside = false;
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), expected: Vec::new() });
        } else if let Some(step) = steps.last_mut() {
            match line.strip_prefix("> ").or_else(|| line.strip_prefix('>')) {
                Some(more) if step.expected.is_empty() => {
                    step.command.push('\n');
                    step.command.push_str(more);
                }
                _ => step.expected.push(line.trim_end().to_owned()),
            }
        } else {
            return Err(format!("output before the first command: {line}"));
        }
    }
    Ok(steps)
}

/// Runs commands in one shell and returns the output and exit code of each.
fn run(steps: &[Step]) -> Result<Vec<(Vec<String>, i32)>, String> {
    let mut script = String::from("exec 2>&1\nstatus=0\n");
    for Step { command, .. } in steps {
        let _ = writeln!(
            script,
            "(exit $status)\n{command}\nstatus=$?\nprintf '{MARK}%d{MARK}' $status"
        );
    }
    let home = TempDir::new().map_err(|error| error.to_string())?;
    let output = shell(home.path())
        .args(["--norc", "-c", &script])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`bash` cannot be run ({error})"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let parts: Vec<_> = text.split(MARK).collect();
    let outcome = |pair: &[&str]| {
        // Readers cannot tell a no-break space from another.
        let text = pair[0].replace('\u{A0}', " ");
        let lines = text.trim_end().lines().map(|line| line.trim_end().to_owned());
        (lines.collect(), pair[1].parse().unwrap_or(-1))
    };
    Ok(parts.chunks_exact(2).map(outcome).collect())
}

/// Whether `actual` is what a page says, where `…` stands for anything.
fn matches(expected: &[String], actual: &[String]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((line, rest)) if line == "…" => {
            (0..=actual.len()).any(|skipped| matches(rest, &actual[skipped..]))
        }
        Some((line, rest)) => match actual.split_first() {
            Some((shown, others)) => line_matches(line, shown) && matches(rest, others),
            None => false,
        },
    }
}

fn line_matches(expected: &str, actual: &str) -> bool {
    let Some((before, after)) = expected.split_once('…') else { return expected == actual };
    actual.strip_prefix(before).is_some_and(|rest| {
        let starts = rest.char_indices().map(|(start, _)| start).chain([rest.len()]);
        starts.into_iter().any(|start| line_matches(after, &rest[start..]))
    })
}

/// Returns a shell in `folder` that knows the program.
fn shell(folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_quipu"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let mut shell = Command::new("bash");
    let downloads = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/downloads");
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/fonts");
    shell.current_dir(folder).env("PATH", path).env("DOWNLOADS", downloads).env("FONTS", fonts);
    shell
}

/// The commands of the recipes for continuous integration do what the recipes say.
pub(crate) fn recipes() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/publishing.md"));
    let page = page.unwrap();
    let commands: Vec<_> = page
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .flat_map(str::lines)
        .filter_map(|line| {
            let line = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
            line.strip_prefix("quipu ").map(|_| line.to_owned())
        })
        .collect();
    assert!(commands.len() > 8, "the recipes have few commands: {commands:?}");
    let workplace = TempDir::new().unwrap();
    let root = workplace.path().join("water");
    quipu::scaffold::init(&root, quipu::scaffold::Start::PolicyReport).unwrap();
    let append = |path: &str, text: &str| {
        let path = root.join(path);
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::write(path, before + text).unwrap();
    };
    append(
        "quipu.yaml",
        "publish: {live: {to: folder, path: ../live}, preview: {to: folder, path: ../preview, preview: true}}\n",
    );
    append("content/audit.yaml", "allowed: 100\n");
    for command in commands {
        let command = command
            .replace("quipu publish", "quipu publish --no-pdf")
            .replace("quipu check", "quipu check --no-pdf");
        let run = shell(&root).arg("-c").arg(&command).output().unwrap();
        assert!(
            run.status.success(),
            "{command}: {}{}",
            String::from_utf8_lossy(&run.stdout),
            String::from_utf8_lossy(&run.stderr)
        );
    }
    assert!(workplace.path().join("live/current/index.html").is_file());
}
