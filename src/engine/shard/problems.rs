//! Problems passed from one machine to another. All machines number the same files in the same way.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Code, Diagnostic, Place, Problems, Profiles, Severity};
use crate::base::span::Span;

/// A problem as a record keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    code: String,
    span: Option<Span>,
    path: Option<String>,
    message: String,
    related: Vec<(Span, String)>,
    hints: Vec<String>,
    profiles: Vec<String>,
}

/// Returns the warnings among problems, for a record.
pub(super) fn kept(problems: &Problems) -> Vec<Kept> {
    problems.iter().filter(|problem| problem.severity == Severity::Warning).map(keep).collect()
}

fn keep(problem: &Diagnostic) -> Kept {
    let (span, path) = match &problem.place {
        Place::Text(span) => (Some(*span), None),
        Place::Path(path) => (None, Some(path.clone())),
    };
    let profiles = problem.profiles.iter().flat_map(|profiles| profiles.entities());
    Kept {
        code: problem.code.id().to_owned(),
        span,
        path,
        message: problem.message.clone(),
        related: problem.related.clone(),
        hints: problem.hints.clone(),
        profiles: profiles.map(ToOwned::to_owned).collect(),
    }
}

impl Kept {
    /// Adds the problem to others; nothing if another program wrote it.
    pub(super) fn report(self, problems: &mut Problems) {
        let Some(code) = Code::from_id(&self.code) else { return };
        let diagnostic = match (self.span, self.path) {
            (Some(span), _) => Diagnostic::warning(code, span, self.message),
            (None, path) => Diagnostic::error_at_path(code, path.unwrap_or_default(), self.message)
                .into_warning(),
        };
        let diagnostic = Diagnostic { related: self.related, ..diagnostic }.with_hints(self.hints);
        if self.profiles.is_empty() {
            problems.push(diagnostic);
            return;
        }
        for entity in &self.profiles {
            let profiles = Some(Box::new(Profiles::of(entity)));
            problems.push(Diagnostic { profiles, ..diagnostic.clone() });
        }
    }
}
