//! Questions of an author at work: `quipu trace` on the publication of this repository.

use std::path::Path;
use std::process::Command;

use crate::measure::{Contestant, race};
use crate::outcome::Outcome;
use crate::report::{Goal, Report};

/// How often each question is asked.
const ROUNDS: usize = 9;

/// The longest that an answer may take, in seconds: what people take for at once.
const AT_ONCE: f64 = 0.1;

/// The questions, by the names of their rows.
const QUESTIONS: &[(&str, &str)] =
    &[("trace a cell", "ofdi[Peru, 2016]"), ("trace a printed number", "67.37")];

/// Measures how long answers take.
pub(crate) fn measure(work: &Path, report: &mut Report) -> Outcome<()> {
    eprintln!("measuring traces …");
    let contestants = QUESTIONS.iter().map(|&(name, question)| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
        command.args(["trace", question, env!("CARGO_MANIFEST_DIR")]);
        Contestant { name, commands: vec![command], out: work.join("out-trace") }
    });
    let finishers = race(contestants.collect(), ROUNDS)?;
    for finisher in &finishers {
        let name = format!("{}: seconds", finisher.name);
        report.goal(Goal::most(name, finisher.median.wall, AT_ONCE));
    }
    report.add("Traces in the first publication".to_owned(), finishers);
    Ok(())
}
