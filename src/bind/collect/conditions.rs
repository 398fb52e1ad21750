//! What depends on statements about the data, and is left out where they do not hold.

use super::{Collected, Walk};
use crate::data::evaluate::is_true;
use crate::markup::{Attributes, Block, BlockKind};

impl Collected {
    /// Whether text with these attributes is shown in this edition.
    pub(in crate::bind) fn meets(&self, attributes: &Attributes) -> bool {
        let Some(statement) = &attributes.when else { return true };
        self.conditions.get(&statement.span).is_none_or(|holds| *holds == Some(true))
    }
}

impl Walk<'_, '_> {
    /// Decides whether text with these attributes is shown in this edition; if that cannot be
    /// decided, it is reported and the text is left out.
    pub(super) fn decide(&mut self, attributes: &Attributes) -> bool {
        let Some(statement) = &attributes.when else { return true };
        let holds = is_true(&statement.expression, self.data());
        let holds = self.problems.keep(holds);
        self.collected.conditions.insert(statement.span, holds);
        holds == Some(true)
    }

    /// Remembers the anchors of what is left out.
    pub(super) fn leave_out(&mut self, block: &Block) {
        if let BlockKind::Heading { anchor, .. } = &block.kind {
            self.collected.unmet.insert(anchor.clone(), block.span);
        }
        if let Some(id) = block.id() {
            self.collected.unmet.insert(id.value.clone(), id.span);
        }
        block.children().into_iter().flatten().for_each(|inner| self.leave_out(inner));
    }

    /// Collects from the chart of the list of profiles, and notes what the figures rest on that it
    /// shows of each.
    pub(super) fn figures_of_profiles(&mut self) {
        let Some(profile) = &self.edition.manuscript.profile else { return };
        for figure in &profile.figures {
            self.inlines(&figure.label);
        }
        for chart in &profile.chart {
            self.block(chart);
        }
        for edition in self.resources.plan.profiles(self.edition) {
            for figure in &profile.figures {
                self.collected.origins.note_value(&figure.value, edition.data());
            }
        }
    }
}
