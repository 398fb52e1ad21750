//! Pages: a cold build of N briefs, beside Hugo's and the floor.

use std::path::Path;
use std::process::Command;

use crate::corpus::Numbers;
use crate::measure::{Contestant, Finisher, empty, race, run};
use crate::outcome::Outcome;
use crate::report::{Goal, Measure, Report};
use crate::{hugo, markdown, tools};

/// How often each contestant runs.
const ROUNDS: usize = 5;

/// The size for which there are goals.
const GOAL_SIZE: usize = 10_000;

/// Measures a site of `size` briefs, written into `work`.
pub(crate) fn measure(
    work: &Path,
    size: usize,
    numbers: Numbers,
    report: &mut Report,
) -> Outcome<()> {
    let with = if numbers == Numbers::Bound { ", with numbers" } else { "" };
    let title = format!("{size} briefs to HTML{with}");
    eprintln!("measuring {title} …");
    let root = work.join("corpus");
    empty(&root)?;
    markdown::write_publication(&root, size, numbers)?;

    let mut contestants = vec![quipu(&root, work)];
    if numbers == Numbers::None {
        let bytes = bytes_per_page(&root, work, size)?;
        contestants.push(floor("floor: read, parse, render", &root, work, 0)?);
        contestants.push(floor("floor: and write as much", &root, work, bytes)?);
        match tools::hugo(work) {
            Some(program) => contestants.push(hugo(&program, &root, work)?),
            None => report.note("Hugo was not found and could not be installed: left out."),
        }
    }
    let finishers = race(contestants, ROUNDS)?;
    if size == GOAL_SIZE {
        add_goals(&finishers, numbers, report);
    }
    report.add(title, finishers);
    Ok(())
}

fn add_goals(finishers: &[Finisher], numbers: Numbers, report: &mut Report) {
    let what = if numbers == Numbers::Bound { "HTML with numbers" } else { "HTML" };
    let find = |name| finishers.iter().find(|finisher| finisher.name == name);
    let Some(quipu) = find(QUIPU) else { return };
    if let Some(hugo) = find(HUGO) {
        let (quipu, hugo) = (quipu.median, hugo.median);
        report.goal(Goal::most(format!("{what}: wall of Hugo's"), quipu.wall / hugo.wall, 0.4));
        report.goal(Goal::most(format!("{what}: CPU of Hugo's"), quipu.cpu() / hugo.cpu(), 0.3));
    }
    let peak = quipu.median.peak / 1e6;
    report
        .goal(Goal::most(format!("{what}: peak memory"), peak, 400.0).in_unit(Measure::Megabytes));
}

pub(crate) const QUIPU: &str = "quipu";
const HUGO: &str = "Hugo";

fn quipu(root: &Path, work: &Path) -> Contestant {
    let out = work.join("out-quipu");
    let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
    command
        .arg("build")
        .arg(root)
        .args(["--fresh", "--no-pdf", "--quiet", "--out"])
        .arg(out.join("public"));
    Contestant { name: QUIPU, commands: vec![command], out }
}

fn floor(name: &'static str, root: &Path, work: &Path, bytes: usize) -> Outcome<Contestant> {
    let out = work.join(if bytes == 0 { "out-floor" } else { "out-floor-written" });
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("floor").arg(root.join(markdown::BRIEFS)).arg(&out).arg(bytes.to_string());
    Ok(Contestant { name, commands: vec![command], out })
}

fn hugo(program: &Path, root: &Path, work: &Path) -> Outcome<Contestant> {
    let (site, out) = (work.join("hugo"), work.join("out-hugo"));
    empty(&site)?;
    hugo::write_site(&site)?;
    let mut command = Command::new(program);
    command.args(["build", "--quiet", "--noBuildLock", "--source"]).arg(&site);
    command.arg("--contentDir").arg(root.join(markdown::BRIEFS)).arg("--destination").arg(&out);
    Ok(Contestant { name: HUGO, commands: vec![command], out })
}

/// Returns how many bytes Quipu writes for each brief.
fn bytes_per_page(root: &Path, work: &Path, size: usize) -> Outcome<usize> {
    let mut quipu = quipu(root, work);
    empty(&quipu.out)?;
    run(&mut quipu.commands[0])?;
    let bytes = crate::measure::size(&quipu.out)?.1;
    Ok(usize::try_from(bytes)? / size)
}
