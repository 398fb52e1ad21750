//! What the audit and the comparison of translations find, counted beside the pages: on a thread of its own, so
//! that no page waits for it.

use std::sync::PoisonError;
use std::time::Duration;

use serde::Serialize;

use super::{Server, Shown};
use crate::tools::audit::run::audit;
use crate::tools::translation::run::translations;

/// How long nothing is saved before it is counted.
const QUIET: Duration = Duration::from_millis(500);

/// How much there is to look at; links that lead nowhere are mistakes, and stand above the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    /// How many warnings a build has.
    warnings: usize,
    /// What the audit finds beyond what is allowed.
    findings: usize,
    /// The claims that nothing checks.
    claims: usize,
    /// What is wrong with translations.
    translations: usize,
}

impl Server {
    /// Counts anew each time that the pages were made, until the program ends.
    pub(super) fn keep_counting(&self) {
        let mut counted = 0;
        loop {
            let shown = self.wait_until(|shown| shown.whole != counted);
            counted = shown.whole;
            // Whoever writes on has the machine for the pages.
            let is_same = |shown: &mut Shown| shown.whole == counted && self.saved() == counted;
            let waited = self.changed.wait_timeout_while(shown, QUIET, is_same);
            let (shown, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            let warnings = shown.warnings;
            drop(shown);
            if !waited.timed_out() {
                continue;
            }
            let Some(counts) = self.count(warnings) else { continue };
            let mut shown = self.shown();
            // What was saved meanwhile is counted next.
            if shown.whole == counted && shown.counts != Some(counts) {
                shown.counts = Some(counts);
                shown.news += 1;
                drop(shown);
                self.changed.notify_all();
            }
        }
    }

    /// Counts; nothing while the texts have mistakes.
    fn count(&self, warnings: usize) -> Option<Counts> {
        let root = &self.serving.root;
        let (audit, _) = audit(root).ok()?;
        let (translations, _) = translations(root).ok()?;
        Some(Counts {
            warnings,
            findings: audit.findings.saturating_sub(audit.allowed),
            claims: audit.claims,
            translations: translations.len(),
        })
    }
}
