//! The built-in publication stage by stage, and what a second audience costs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use quipu::diagnostic::Problems;
use quipu::parts::{Purpose, Session};
use quipu::{Drafts, parts};

use crate::corpus::Numbers;
use crate::markdown;
use crate::measure::{Contestant, empty, race};
use crate::outcome::Outcome;
use crate::report::{Goal, Report};

/// How often each is measured; the medians count.
const ROUNDS: usize = 5;

/// How many briefs the site has that gets a second audience.
const BRIEFS: usize = 1_000;

/// Measures the publication in `root`, and a made-up one with one audience and with two.
pub(crate) fn measure(root: &Path, work: &Path, report: &mut Report) -> Outcome<()> {
    eprintln!("measuring stages …");
    let (load, plan, bind) = before_rendering(root)?;
    let wall = |arguments: &[&str]| wall(root, work, arguments);
    let pages = wall(&["check", "--no-pdf"])?;
    let written = wall(&["build", "--fresh", "--no-pdf"])?;
    let all = wall(&["build", "--fresh"])?;
    let stages = [
        ("load", load),
        ("project and plan", plan),
        ("bind", bind),
        ("render HTML and prove", pages - load - plan - bind),
        ("commit", written - pages),
        ("Typst", all - written),
    ];
    report.stages("The built-in publication", all, &stages);
    second_audience(work, report)
}

/// Returns the seconds of loading, planning and binding, each the median of its runs.
fn before_rendering(root: &Path) -> Outcome<(f64, f64, f64)> {
    let mut runs = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let (publication, mut problems) =
            quipu::load_all(root).map_err(|_| "the publication cannot be loaded")?;
        let load = start.elapsed();
        let start = Instant::now();
        let shelves = parts::project(&publication, Drafts::Hidden);
        let shelf = shelves.first().ok_or("the publication has no audience")?;
        let session = Session::new(shelf, Purpose::Inspection, &mut problems);
        let session = session.ok_or("a theme cannot be read")?;
        let planned = start.elapsed();
        let start = Instant::now();
        session.documents(&mut Problems::default());
        runs.push([load, planned, start.elapsed()].map(|duration| duration.as_secs_f64()));
    }
    let middle = |stage: usize| {
        let mut times: Vec<_> = runs.iter().map(|run| run[stage]).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    Ok((middle(0), middle(1), middle(2)))
}

/// Returns the seconds of a command on a publication, the median of its runs.
fn wall(root: &Path, work: &Path, arguments: &[&str]) -> Outcome<f64> {
    let out = work.join("out-stages");
    let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
    command.args(arguments).arg(root).arg("--quiet");
    if arguments[0] == "build" {
        command.arg("--out").arg(out.join("public"));
    }
    let contestant = Contestant { name: "quipu", commands: vec![command], out };
    let finishers = race(vec![contestant], ROUNDS)?;
    Ok(finishers[0].median.wall)
}

fn second_audience(work: &Path, report: &mut Report) -> Outcome<()> {
    let root = work.join("corpus");
    empty(&root)?;
    markdown::write_publication(&root, BRIEFS, Numbers::Bound)?;
    let folder = root.join("content/audiences");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("first.yaml"), "name: First\n")?;
    let one = wall(&root, work, &["check", "--no-pdf"])?;
    fs::write(folder.join("second.yaml"), "name: Second\n")?;
    let two = wall(&root, work, &["check", "--no-pdf"])?;
    let cost = (two - one) / one;
    report.goal(Goal::most("HTML: a second audience, of the first".to_owned(), cost, 0.25));
    Ok(())
}
