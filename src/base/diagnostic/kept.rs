//! Problems as they are stored for another machine or a later build, which has the same files under
//! the same numbers.

use serde::{Deserialize, Serialize};

use super::{Code, Diagnostic, Place, Problems, Profiles, Severity};
use crate::base::span::Span;

/// A problem as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    code: String,
    span: Option<Span>,
    path: Option<String>,
    message: String,
    related: Vec<(Span, String)>,
    hints: Vec<String>,
    profiles: Vec<String>,
}

/// Returns the warnings among problems, to be stored.
pub(crate) fn kept(problems: &Problems) -> Vec<Kept> {
    problems.iter().filter(|problem| problem.severity == Severity::Warning).map(Kept::of).collect()
}

impl Kept {
    /// Returns what is stored of a warning.
    pub(crate) fn of(problem: &Diagnostic) -> Self {
        let (span, path) = match &problem.place {
            Place::Text(span) => (Some(*span), None),
            Place::Path(path) => (None, Some(path.clone())),
        };
        let profiles = problem.profiles.iter().flat_map(|profiles| profiles.entities());
        Self {
            code: problem.code.id().to_owned(),
            span,
            path,
            message: problem.message.clone(),
            related: problem.related.clone(),
            hints: problem.hints.clone(),
            profiles: profiles.map(ToOwned::to_owned).collect(),
        }
    }

    /// Adds the problem to `problems`, unless another version of the program wrote it.
    pub(crate) fn report(self, problems: &mut Problems) {
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
