//! Conditions of profiles that decide nothing, because they hold for all profiles or for none.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::plan::{Edition, Plan};
use crate::render::site::Summary;

/// The entities of whose profiles a condition holds, and those of whose profiles it does not.
type Decided<'a> = [BTreeSet<&'a EcoString>; 2];

/// How the conditions of all profiles were decided, by their places.
#[derive(Debug, Default)]
struct Conditions<'a>(BTreeMap<Span, Decided<'a>>);

impl<'a> Conditions<'a> {
    /// Adds how the conditions of an edition were decided.
    fn add(&mut self, edition: &Edition<'a>, decided: &[(Span, bool)]) {
        let Some(entity) = edition.subject.entity() else { return };
        for (place, holds) in decided {
            self.0.entry(*place).or_default()[usize::from(*holds)].insert(entity);
        }
    }

    /// Reports conditions that hold for all profiles in which they are asked, or for none.
    fn report(&self, problems: &mut Problems) {
        for (place, [fails, holds]) in &self.0 {
            let message = match (holds.len(), fails.len()) {
                (0, count @ 2..) => format!("this holds for none of the {count} profiles"),
                (count @ 2.., 0) => format!("this holds for all {count} profiles"),
                _ => continue,
            };
            let hint = if holds.is_empty() {
                "change the condition, or delete what depends on it"
            } else {
                "change the condition, or delete it and keep what depends on it"
            };
            problems.push(
                Diagnostic::warning(Code::ConstantCondition, *place, message).with_hint(hint),
            );
        }
    }
}

/// Reports conditions that hold for all profiles of a plan, or for none.
pub(super) fn check(plan: &Plan<'_>, summaries: &[Summary], problems: &mut Problems) {
    let mut conditions = Conditions::default();
    for (edition, summary) in plan.editions.iter().zip(summaries) {
        conditions.add(edition, &summary.conditions);
    }
    conditions.report(problems);
}
