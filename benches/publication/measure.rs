//! Measuring: programs run as child processes, in turns, and the medians of what they took.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use crate::outcome::Outcome;

/// What one run of a program took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Seconds on the clock, from the start of the process to its end.
    pub(crate) wall: f64,
    /// Seconds of processor time in the program, of all its threads.
    pub(crate) user: f64,
    /// Seconds of processor time in the kernel on its behalf.
    pub(crate) system: f64,
    /// The most memory that it held at once, in bytes.
    pub(crate) peak: f64,
}

impl Run {
    /// Seconds of processor time.
    pub(crate) fn cpu(&self) -> f64 {
        self.user + self.system
    }
}

/// A program that takes part.
pub(crate) struct Contestant {
    /// Its name in the tables.
    pub(crate) name: &'static str,
    /// The commands of one run, one after the other; most have one.
    pub(crate) commands: Vec<Command>,
    /// The folder that is emptied before each run.
    pub(crate) out: PathBuf,
}

/// A program and the medians of its runs.
pub(crate) struct Finisher {
    pub(crate) name: &'static str,
    pub(crate) median: Run,
    /// How many files it wrote, and how many bytes in them.
    pub(crate) output: (usize, u64),
}

/// Runs all contestants `rounds` times, each once in a round, so that a machine that gets
/// slower or faster does so for all.
pub(crate) fn race(mut contestants: Vec<Contestant>, rounds: usize) -> Outcome<Vec<Finisher>> {
    let mut runs: Vec<Vec<Run>> = contestants.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (contestant, runs) in contestants.iter_mut().zip(&mut runs) {
            empty(&contestant.out)?;
            // What the last one left for the disk is not this one's to wait for.
            rustix::fs::sync();
            runs.push(contestant.run()?);
        }
    }
    let finish = |(contestant, runs): (Contestant, Vec<Run>)| {
        Ok(Finisher {
            name: contestant.name,
            median: median(&runs),
            output: size(&contestant.out)?,
        })
    };
    contestants.into_iter().zip(runs).map(finish).collect()
}

impl Contestant {
    fn run(&mut self) -> Outcome<Run> {
        let mut sum = Run { wall: 0.0, user: 0.0, system: 0.0, peak: 0.0 };
        for command in &mut self.commands {
            let run = run(command)?;
            sum.wall += run.wall;
            sum.user += run.user;
            sum.system += run.system;
            sum.peak = sum.peak.max(run.peak);
        }
        Ok(sum)
    }
}

/// Runs a program to its end. It must succeed.
///
/// Linux counts the memory of this process, which a child shares until it starts its own
/// program, toward the child's peak. So this process must stay smaller than what it measures.
pub(crate) fn run(command: &mut Command) -> Outcome<Run> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    let used = child.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        return Err(format!("{command:?} failed ({})", used.status).into());
    }
    Ok(Run {
        wall,
        user: used.rusage.utime.as_secs_f64(),
        system: used.rusage.stime.as_secs_f64(),
        peak: used.rusage.maxrss as f64,
    })
}

/// The medians of runs, each figure by itself.
fn median(runs: &[Run]) -> Run {
    let middle = |figure: fn(&Run) -> f64| {
        let mut figures: Vec<_> = runs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        let half = figures.len() / 2;
        if figures.len() % 2 == 0 {
            f64::midpoint(figures[half - 1], figures[half])
        } else {
            figures[half]
        }
    };
    Run {
        wall: middle(|run| run.wall),
        user: middle(|run| run.user),
        system: middle(|run| run.system),
        peak: middle(|run| run.peak),
    }
}

/// Makes `folder` an empty folder.
pub(crate) fn empty(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Returns how many files there are below `folder`, and how many bytes in them.
pub(crate) fn size(folder: &Path) -> Outcome<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let below = size(&entry.path())?;
            files += below.0;
            bytes += below.1;
        } else {
            files += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok((files, bytes))
}
