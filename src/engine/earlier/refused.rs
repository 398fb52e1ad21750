//! Releases that cannot be made again, and why.

use crate::base::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::publication::Publication;
use crate::publication::release::{self, Release};

/// Returns a problem in one line, with its place.
pub(super) fn told(problem: &Diagnostic, publication: &Publication) -> String {
    let path = publication.path_of(&problem.place);
    let line = match &problem.place {
        Place::Text(span) => {
            let (line, _) = publication.files.get(span.file).line_column(span.range().start);
            format!(":{line}")
        }
        Place::Path(_) => String::new(),
    };
    format!("{path}{line}: {} [{}]", problem.message, problem.code)
}

/// Returns why a release is left out.
pub(super) fn no_longer_built(release: &Release, reason: &str) -> Diagnostic {
    let message = format!("the release `{}` can no longer be built: {reason}", release.name);
    Diagnostic::error_at_path(Code::BrokenRelease, release::manifest(&release.name), message).with_hint(
        "templates and themes are those of today: restore what it needs, or build with the version of Quipu that made it",
    )
}

/// Returns that there is no such release.
pub(super) fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let message = format!("there is no release `{name}`");
    let hint = did_you_mean(name, known);
    let hint = hint.unwrap_or_else(|| "`quipu release NAME` makes one".to_owned());
    Diagnostic::error_at_path(Code::BadRelease, release::manifest(name), message).with_hint(hint)
}

/// Returns that a file has the address of a release.
pub(super) fn taken(release: &Release, path: &str) -> Diagnostic {
    let message = format!("the release `{}` and `/{path}` have the same address", release.name);
    Diagnostic::error_at_path(Code::DuplicateAddress, release::manifest(&release.name), message)
        .with_hint("rename the file: its name is its address")
}
