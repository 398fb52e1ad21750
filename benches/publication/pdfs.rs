//! PDFs: a hundred briefs of three pages and a bit, beside Typst without Quipu around it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

use crate::corpus::{self, Numbers};
use crate::measure::{Contestant, Finisher, empty, race, run};
use crate::outcome::Outcome;
use crate::pages::QUIPU;
use crate::report::{Goal, Measure, Report};
use crate::{markdown, tools, typst_alone, typst_markup};

/// How many briefs there are.
const BRIEFS: usize = 100;

/// How often each contestant runs.
const ROUNDS: usize = 5;

const TREES: &str = "Typst alone, Quipu's templates and JSON";
const MARKUP: &str = "Typst alone, plain markup";
const PROCESSES: &str = "typst, one process for each brief";

/// Measures a hundred PDFs, written into `work`.
pub(crate) fn measure(work: &Path, report: &mut Report) -> Outcome<()> {
    eprintln!("measuring {BRIEFS} briefs to PDF …");
    let (root, sources) = (work.join("corpus"), work.join("typst"));
    empty(&root)?;
    empty(&sources)?;
    markdown::write_publication(&root, BRIEFS, Numbers::None)?;
    for index in 0..BRIEFS {
        let brief = corpus::brief(index, BRIEFS, Numbers::None);
        fs::write(sources.join(format!("{}.typ", brief.id)), typst_markup::document(&brief)?)?;
    }
    run(Command::new(std::env::current_exe()?).arg("trees").arg(&root).arg(&sources))?;

    let mut contestants = vec![
        quipu(&root, work),
        alone(TREES, "typst-trees", &sources, &work.join("out-trees"))?,
        alone(MARKUP, "typst-markup", &sources, &work.join("out-markup"))?,
    ];
    match processes(&sources, work)? {
        Some(contestant) => contestants.push(contestant),
        None => report.note("typst was not found and could not be installed: left out."),
    }
    let finishers = race(contestants, ROUNDS)?;
    add_goals(&finishers, report);
    report.add(format!("{BRIEFS} briefs to PDF (and HTML, by quipu)"), finishers);
    Ok(())
}

fn add_goals(finishers: &[Finisher], report: &mut Report) {
    let wall = |name| finishers.iter().find(|other| other.name == name).map(|it| it.median.wall);
    let Some(quipu) = wall(QUIPU) else { return };
    for (name, what) in [
        (TREES, "PDF: wall of Typst's, same templates"),
        (MARKUP, "PDF: wall of Typst's, plain markup"),
    ] {
        if let Some(alone) = wall(name) {
            report.goal(Goal::most(what.to_owned(), quipu / alone, 1.15));
        }
    }
    let rate = BRIEFS as f64 / quipu;
    report.goal(Goal::least("PDF: in a second".to_owned(), rate, 40.0).in_unit(Measure::Count));
}

fn quipu(root: &Path, work: &Path) -> Contestant {
    let out = work.join("out-quipu");
    let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
    command.arg("build").arg(root).args(["--fresh", "--quiet", "--out"]).arg(out.join("public"));
    Contestant { name: QUIPU, commands: vec![command], out }
}

fn alone(name: &'static str, what: &str, sources: &Path, out: &Path) -> Outcome<Contestant> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(what).arg(sources).arg(out);
    Ok(Contestant { name, commands: vec![command], out: out.to_owned() })
}

/// As many processes at a time as there are cores; the plain markup is what they set.
fn processes(sources: &Path, work: &Path) -> Outcome<Option<Contestant>> {
    let Some((program, arguments)) = typst(work) else { return Ok(None) };
    let list = work.join("typst/list");
    let out = work.join("out-processes");
    let lines: Vec<_> = (0..BRIEFS)
        .map(|index| {
            let id = corpus::id(index);
            format!("{}/{id}.typ {}/{id}.pdf", sources.display(), out.display())
        })
        .collect();
    fs::write(&list, lines.join("\n"))?;
    let mut command = Command::new("xargs");
    command.args(["-n", "2", "-P", &available_parallelism()?.to_string(), "-a"]).arg(list);
    command.arg(program).args(arguments);
    Ok(Some(Contestant { name: PROCESSES, commands: vec![command], out }))
}

/// Returns a program that takes a source and a PDF as its last arguments.
fn typst(work: &Path) -> Option<(std::path::PathBuf, Vec<String>)> {
    if let Some(program) = tools::on_path("typst") {
        let arguments = [
            "compile",
            "--ignore-system-fonts",
            "--pdf-standard",
            "ua-1,a-2a",
            "--font-path",
            typst_alone::FONTS,
        ];
        return Some((program, arguments.map(str::to_owned).to_vec()));
    }
    let script = format!(
        "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], ignore_system_fonts=True, \
         font_paths=['{}'], pdf_standards=['ua-1', 'a-2a'])",
        typst_alone::FONTS
    );
    Some((tools::python(work)?, vec!["-c".to_owned(), script]))
}
