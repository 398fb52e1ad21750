//! Profiles: one brief for 1,000 places, beside the same briefs written by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::corpus::{self, Numbers};
use crate::markdown;
use crate::measure::{Contestant, Finisher, empty, race};
use crate::outcome::Outcome;
use crate::report::{Goal, Measure, Report};

/// How many places there are.
const PLACES: usize = 1_000;

/// For how many of them PDFs are made.
const SET: usize = 200;

/// How often each contestant runs.
const ROUNDS: usize = 5;

const PROFILES: &str = "quipu, one brief for all places";
const WRITTEN: &str = "quipu, a brief for each place";

/// Measures the pages of both, and the PDFs of some profiles, written into `work`.
pub(crate) fn measure(work: &Path, report: &mut Report) -> Outcome<()> {
    eprintln!("measuring {PLACES} profiles …");
    let (profiles, written) = (work.join("profiles"), work.join("corpus"));
    let mut brief = corpus::brief(0, 1, Numbers::OfPlace);
    brief.title.push_str(" in {{ @this }}");
    let brief = markdown::manuscript(&brief)?;
    publication(&profiles, PLACES)?;
    fs::write(profiles.join(markdown::BRIEFS).join("brief-00000.md"), of_all(&brief))?;
    publication(&written, PLACES)?;
    for index in 0..PLACES {
        // In text, the sign is that of an entity; among rows, it is that of `@this` alone.
        let place = corpus::place(index);
        let text = brief.replace("{{ @this", &format!("{{{{ @{place}")).replace("@this", &place);
        fs::write(written.join(markdown::BRIEFS).join(format!("{}.md", corpus::id(index))), text)?;
    }
    let pages = &["--no-pdf"];
    let contestants =
        vec![quipu(PROFILES, &profiles, pages, work), quipu(WRITTEN, &written, pages, work)];
    let finishers = race(contestants, ROUNDS)?;
    if let [profiles, written] = &finishers[..] {
        let cost = profiles.median.cpu() / written.median.cpu();
        report.goal(Goal::most("profiles: CPU of written briefs'".to_owned(), cost, 0.35));
    }
    report.add(format!("{PLACES} places to HTML"), finishers);

    publication(&profiles, SET)?;
    fs::write(profiles.join(markdown::BRIEFS).join("brief-00000.md"), of_all(&brief))?;
    let finishers = race(vec![quipu(PROFILES, &profiles, &[], work)], ROUNDS)?;
    if let [Finisher { median, .. }] = &finishers[..] {
        let rate = SET as f64 / median.wall;
        report.goal(
            Goal::least("profiles: PDFs a second".to_owned(), rate, 45.0).in_unit(Measure::Count),
        );
    }
    report.add(format!("{SET} profiles to PDF and HTML"), finishers);
    Ok(())
}

/// Returns the brief as one for all places.
fn of_all(brief: &str) -> String {
    brief.replacen(
        "---\n",
        "---\nfor: \"flows[*]\"\nindex: {title: All places, finding: A page for each.}\n",
        1,
    )
}

/// Writes a publication of so many places into `folder`, without its briefs.
fn publication(folder: &Path, places: usize) -> Outcome<()> {
    empty(folder)?;
    fs::create_dir_all(folder.join(markdown::BRIEFS))?;
    fs::create_dir_all(folder.join("content/data"))?;
    fs::write(folder.join("quipu.yaml"), markdown::SETTINGS)?;
    fs::write(folder.join("content/data/flows.yaml"), corpus::dataset_of_places(places))?;
    let mut entities = String::new();
    for index in 0..places {
        writeln!(entities, "{}: {{name: Place {index}}}", corpus::place(index))?;
    }
    Ok(fs::write(folder.join("content/entities.yaml"), entities)?)
}

fn quipu(name: &'static str, root: &Path, more: &[&str], work: &Path) -> Contestant {
    let out = work.join("out-quipu");
    let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
    command.arg("build").arg(root).args(["--fresh", "--quiet"]).args(more);
    command.arg("--out").arg(out.join("public"));
    Contestant { name, commands: vec![command], out }
}
