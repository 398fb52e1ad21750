//! `quipu status`: the status of the texts, what comes out next, and what prevents a release.

use jiff::Zoned;
use serde::Serialize;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::data::vintage::Stale;
use crate::engine::load::{Failure, load_all};
use crate::engine::run::{BuildOptions, Output, build};
use crate::publication::Publication;
use crate::publication::life::{Life, Time};
use crate::publication::manuscript::Stage;
use crate::tools::translation;
use crate::tree::Form;

/// A text, or a dataset of a bundle, and where it is in its life cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextStatus {
    /// The path of its file.
    pub path: String,
    /// Its status, as `status:` gives it; `data` if it is a dataset that comes out with its bundle.
    pub status: String,
    /// Whether readers may have it now.
    pub is_out: bool,
    /// When it comes out, if it is scheduled; RFC 3339 with the name of its time zone.
    pub publish_at: Option<String>,
    /// Who approved it in its present state.
    pub approved_by: Vec<String>,
}

/// What an editor wants to know before a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReport {
    /// The texts, by their paths.
    pub texts: Vec<TextStatus>,
    /// Data past their review, translations that are due, approvals that lapsed, bundles that wait for a text.
    pub due: Vec<Diagnostic>,
    /// The mistakes for which nothing could be published.
    pub mistakes: usize,
    /// How many findings the audit has beyond those that are allowed; none if it passes.
    pub findings: Option<usize>,
}

impl StatusReport {
    /// Returns the next moment at which something comes out, and the texts that do.
    pub fn next(&self) -> Option<(&str, Vec<&str>)> {
        let waiting = |text: &&TextStatus| !text.is_out && text.publish_at.is_some();
        let coming = self.texts.iter().filter(waiting);
        let moment =
            |text: &TextStatus| crate::publication::life::parse_zoned(text.publish_at.as_deref()?);
        let first = coming
            .clone()
            .filter_map(|text| Some((moment(text)?, text)))
            .min_by_key(|(at, _)| at.timestamp())?;
        let same = coming
            .filter(|text| moment(text).is_some_and(|at| at.timestamp() == first.0.timestamp()));
        Some((first.1.publish_at.as_deref()?, same.map(|text| text.path.as_str()).collect()))
    }
}

/// Examines all texts at a moment; `options` are those of a build that writes nothing.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn status(options: &BuildOptions) -> Result<(StatusReport, Files), Failure> {
    let (mut publication, mut problems) = load_all(&options.root)?;
    publication.settle(options.time);
    publication.check_vintage(options.today, Stale::Warned, &mut problems);
    publication.check_future(options.today, options.time, &mut problems);
    publication.check_unwritten(&mut problems);
    publication.check_bundles(None, &mut problems);
    translation::check(&publication, &mut problems);
    let manuscripts = publication.works.values().flat_map(|work| work.manuscripts.values());
    // Pages of registers are made of their entries, which are not written one by one.
    let is_written = |form| !matches!(form, Form::Register | Form::Entry);
    let written = manuscripts.filter(|manuscript| is_written(manuscript.form));
    let mut texts: Vec<_> = written
        .map(|manuscript| {
            let path = publication.files.get(manuscript.file).path.to_string();
            text(path, &manuscript.life, manuscript.stage, options.time)
        })
        .collect();
    texts.extend(data(&publication, options.time));
    texts.sort_by(|left, right| left.path.cmp(&right.path));
    let is_due = |diagnostic: &Diagnostic| {
        matches!(diagnostic.code, Code::StaleData | Code::Unapproved | Code::BlockedBundle)
            || translation::is_due(diagnostic)
    };
    let due = problems.into_sorted().into_iter().filter(is_due).collect();
    let (mistakes, findings) = obstacles(options)?;
    Ok((StatusReport { texts, due, mistakes, findings }, publication.files))
}

fn text(path: String, life: &Life, stage: Stage, time: Time) -> TextStatus {
    let comes_out = |at: &&Zoned| at.timestamp() > time.now && life.is_out(at.timestamp());
    let waits = life.publish_at.as_ref().filter(comes_out);
    TextStatus {
        path,
        status: life.status.to_string(),
        is_out: stage == Stage::Published,
        publish_at: waits.map(ToString::to_string),
        approved_by: life.approved_by.iter().map(ToString::to_string).collect(),
    }
}

/// Returns the datasets of bundles that are not out.
fn data(publication: &Publication, time: Time) -> impl Iterator<Item = TextStatus> {
    publication.held_data(time.now).map(move |(bundle, name)| {
        let waits = bundle.publish_at.timestamp() > time.now;
        TextStatus {
            path: format!("content/data/{}.yaml", name.value),
            status: "data".to_owned(),
            is_out: false,
            publish_at: waits.then(|| bundle.publish_at.to_string()),
            approved_by: Vec::new(),
        }
    })
}

/// Counts mistakes, and the findings of an audit that does not pass.
fn obstacles(options: &BuildOptions) -> Result<(usize, Option<usize>), Failure> {
    let options = BuildOptions {
        output: Output::Nowhere,
        pdfs: crate::engine::Pdfs::Skipped,
        ..options.clone()
    };
    match build(&options, &|_, _| {}) {
        Ok(_) => {}
        Err(Failure::Refused(found, _)) => return Ok((found.len(), None)),
        Err(failure) => return Err(failure),
    }
    let (audit, _) = crate::tools::audit::run::audit(&options.root)?;
    Ok((0, (!audit.passes()).then_some(audit.diagnostics.len())))
}
