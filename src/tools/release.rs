//! `quipu publish`: the publication is audited, built anew with other secrets, and sent to a target.

use crate::engine::Pdfs;
use crate::engine::load::Failure;
use crate::engine::run::{BuildOptions, Built, build};
use crate::tools::audit::run::audit;
use crate::tools::{confidential, publish};

/// Why a target does not show the release that was to go there.
#[derive(Debug)]
pub enum Unpublished {
    /// It could not be built, or has findings.
    Build(Failure),
    /// The target refused, or cannot be reached.
    Target(publish::PublishError),
}

/// What is done with a release that was built for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is compared with what is live.
    Compare,
    /// It is sent.
    Send,
}

/// Builds a publication that is to be published: the audit must pass, and nothing that some may not have may move
/// what they get.
///
/// # Errors
/// Returns the mistakes for which it cannot be published, or the first I/O error.
pub(crate) fn preflight(
    options: &BuildOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let (audit, files) = audit(&options.root)?;
    if !audit.passes() {
        return Err(Failure::Refused(audit.diagnostics, files));
    }
    let (_, moved, files) =
        confidential::check(&options.root, options.drafts, options.time, Pdfs::Described)?;
    if !moved.is_empty() {
        return Err(Failure::Refused(moved, files));
    }
    build(options, progress)
}

/// Builds a publication into the folder that `options` name, and sends it to
/// `target`, or says what sending it would change.
///
/// # Errors
/// Returns the mistakes for which it cannot be published, or why the target refused.
pub fn publish(
    options: &BuildOptions,
    target: &publish::PublishTarget,
    way: Way,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(publish::Outcome, Built), Unpublished> {
    let built = preflight(options, progress).map_err(Unpublished::Build)?;
    // The output of a restricted audience is only sent to targets that name it.
    let restricted = target.audience.as_ref().map(|audience| audience.value.as_str());
    let folder = options.output.folder(restricted).unwrap_or_default();
    let sent = publish::BuiltSite::read(&folder).and_then(|release| match way {
        Way::Compare => target.compare(&release),
        Way::Send => target.publish(&release),
    });
    sent.map(|outcome| (outcome, built)).map_err(Unpublished::Target)
}
