//! Headline figures: key figures with ids, which outlive rewording.
//!
//! Others link to them and follow them from one release to the next, so an id that a release has stays.

use std::collections::BTreeSet;

use super::Publication;
use super::manuscript::{Manuscript, Stage};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind};

/// The class of key figures.
const CLASS: &str = "key-figure";

/// Reports the headline figures of a release that texts which are still out no longer have.
pub(crate) fn check_kept(
    today: &Publication,
    (release, name): (&Publication, &str),
    problems: &mut Problems,
) {
    for (key, work) in &release.works {
        let Some(own) = today.works.get(key) else { continue };
        for (tag, before) in &work.manuscripts {
            let Some(now) = own.manuscript(tag).filter(|text| text.stage == Stage::Published)
            else {
                continue;
            };
            let (before, now_has) = (ids(before), ids(now));
            let lost = before.difference(&now_has);
            let place = Span::start_of(now.file);
            problems.extend(lost.map(|id| lost_figure(id, name, place)));
        }
    }
}

fn lost_figure(id: &str, release: &str, place: Span) -> Diagnostic {
    let message =
        format!("the headline figure `#{id}`, which the release `{release}` has, is gone");
    Diagnostic::warning(Code::LostFigure, place, message).with_hint(
        "keep the id when you reword the figure; if you took it out, say so in a correction: the next release forgets it",
    )
}

/// Returns the ids of the key figures of a text.
fn ids(text: &Manuscript) -> BTreeSet<&str> {
    let mut search = Search(BTreeSet::new());
    text.visit(&mut search);
    search.0
}

struct Search<'a>(BTreeSet<&'a str>);

impl<'a> Visit<'a> for Search<'a> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Div(attributes, _) = &block.kind
            && attributes.classes.first().is_some_and(|class| class.value == CLASS)
        {
            self.0.extend(attributes.id.as_ref().map(|id| id.value.as_str()));
        }
        walk_block(self, block);
    }
}
