//! The results, as text: what was to be reached, then all that was measured.

use std::fmt;

use crate::measure::Finisher;

/// What all measurements came to.
#[derive(Default)]
pub(crate) struct Report {
    goals: Vec<Goal>,
    races: Vec<(String, Vec<Finisher>)>,
    notes: Vec<&'static str>,
    stages: Vec<(String, Vec<Vec<String>>)>,
}

impl Report {
    pub(crate) fn goal(&mut self, goal: Goal) {
        self.goals.push(goal);
    }

    pub(crate) fn add(&mut self, title: String, finishers: Vec<Finisher>) {
        self.races.push((title, finishers));
    }

    /// Adds the seconds of each stage of a build that took `all` of them.
    pub(crate) fn stages(&mut self, title: &str, all: f64, stages: &[(&str, f64)]) {
        let row = |(name, seconds): &(&str, f64)| {
            vec![
                (*name).to_owned(),
                format!("{seconds:.3}"),
                format!("{:.0} %", seconds / all * 100.0),
            ]
        };
        let mut rows: Vec<_> = stages.iter().map(row).collect();
        rows.push(row(&("total", all)));
        self.stages.push((title.to_owned(), rows));
    }

    /// Adds a remark, once.
    pub(crate) fn note(&mut self, note: &'static str) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// A figure that is to be reached.
pub(crate) struct Goal {
    name: String,
    figure: f64,
    limit: Limit,
    measure: Measure,
}

enum Limit {
    Most(f64),
    Least(f64),
}

/// What a figure is in.
#[derive(Clone, Copy)]
pub(crate) enum Measure {
    Ratio,
    Megabytes,
    Count,
}

impl Goal {
    pub(crate) fn most(name: String, figure: f64, most: f64) -> Self {
        Self { name, figure, limit: Limit::Most(most), measure: Measure::Ratio }
    }

    pub(crate) fn least(name: String, figure: f64, least: f64) -> Self {
        Self { name, figure, limit: Limit::Least(least), measure: Measure::Ratio }
    }

    pub(crate) fn in_unit(self, measure: Measure) -> Self {
        Self { measure, ..self }
    }

    fn row(&self) -> [String; 4] {
        let (sign, limit, is_met) = match self.limit {
            Limit::Most(most) => ('≤', most, self.figure <= most),
            Limit::Least(least) => ('≥', least, self.figure >= least),
        };
        let verdict = if is_met { "reached" } else { "MISSED" };
        let goal = format!("{sign} {}", self.measure.text(limit));
        [self.name.clone(), self.measure.text(self.figure), goal, verdict.to_owned()]
    }
}

impl Measure {
    fn text(self, figure: f64) -> String {
        match self {
            Self::Ratio => format!("{figure:.2}"),
            Self::Megabytes => format!("{figure:.0} MB"),
            Self::Count => format!("{figure:.0}"),
        }
    }
}

impl Finisher {
    /// The figures of a finisher, as ratios to the `first` and as they are.
    fn row(&self, first: &Self) -> [String; 8] {
        let (run, reference) = (self.median, first.median);
        [
            self.name.to_owned(),
            format!("{:.2}", reference.wall / run.wall),
            format!("{:.2}", reference.cpu() / run.cpu()),
            format!("{:.3}", run.wall),
            format!("{:.3}", run.user),
            format!("{:.3}", run.system),
            format!("{:.0}", run.peak / 1e6),
            format!("{} / {:.1} MB", self.output.0, self.output.1 as f64 / 1e6),
        ]
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        writeln!(out, "\nMedians, on {cores} cores; contestants took turns on the same files.")?;
        if !self.goals.is_empty() {
            writeln!(out, "\nGoals")?;
            let rows: Vec<_> = self.goals.iter().map(|goal| goal.row().to_vec()).collect();
            write_table(out, &["", "is", "goal", ""], &rows)?;
        }
        for (title, finishers) in &self.races {
            let Some(first) = finishers.first() else { continue };
            writeln!(out, "\n{title}")?;
            let rows: Vec<_> = finishers.iter().map(|each| each.row(first).to_vec()).collect();
            let head =
                ["", "quipu's wall ÷", "CPU ÷", "wall s", "user s", "system s", "peak MB", "files"];
            write_table(out, &head, &rows)?;
        }
        for (title, rows) in &self.stages {
            writeln!(out, "\n{title}")?;
            write_table(out, &["", "wall s", "share"], rows)?;
        }
        for note in &self.notes {
            writeln!(out, "\n{note}")?;
        }
        Ok(())
    }
}

/// Writes rows in columns, the first to the left and the others to the right.
fn write_table(out: &mut fmt::Formatter<'_>, head: &[&str], rows: &[Vec<String>]) -> fmt::Result {
    let head: Vec<_> = head.iter().map(|&text| text.to_owned()).collect();
    let all = || std::iter::once(&head).chain(rows);
    let widths: Vec<_> = (0..head.len())
        .map(|column| all().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    for row in all() {
        let (first, rest) = (&row[0], row.iter().zip(&widths).skip(1));
        write!(out, "  {first:<width$}", width = widths[0])?;
        for (cell, width) in rest {
            write!(out, "  {cell:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
