//! Text whose marks stand above or below it, put together again.
//!
//! Typst sets glyphs that are raised by different heights as runs of their own, also where they are parts of one
//! cluster: a Thai consonant and its tone, a letter with two accents. Each run says the whole cluster, so that readers
//! who search, copy or listen got it twice. Here, the runs of a cluster become one run, whose glyphs are raised.

use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::model::Document as _;
use typst::text::{Glyph, TextItem};
use typst_layout::{Page, PagedDocument};

/// How far in points a run may begin from the end of the one before it: what rounding makes of nothing.
const NEAR: f64 = 0.01;

/// Returns a document in which each cluster is in one run.
pub(super) fn joined(document: PagedDocument) -> PagedDocument {
    let frames: Vec<_> = document.pages().iter().map(|page| rebuilt(&page.frame)).collect();
    if frames.iter().all(Option::is_none) {
        return document;
    }
    let pages = document.pages().iter().zip(frames).map(|(page, frame)| match frame {
        Some(frame) => Page { frame, ..page.clone() },
        None => page.clone(),
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

/// Returns a frame with what stands in it put together; none if there is nothing to do.
fn rebuilt(frame: &Frame) -> Option<Frame> {
    let mut items: Vec<(Point, FrameItem)> = Vec::new();
    let mut is_changed = false;
    for (place, item) in frame.items() {
        if let FrameItem::Text(run) = item
            && let Some(run_before) = before(&mut items)
            && continue_with(run_before, (*place, run))
        {
            is_changed = true;
            continue;
        }
        let item = match item {
            FrameItem::Group(group) => match rebuilt(&group.frame) {
                Some(frame) => {
                    is_changed = true;
                    let mut group = group.clone();
                    group.frame = frame;
                    FrameItem::Group(group)
                }
                None => item.clone(),
            },
            FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => item.clone(),
        };
        items.push((*place, item));
    }
    is_changed.then(|| {
        let mut rebuilt = frame.clone();
        rebuilt.clear();
        rebuilt.push_multiple(items);
        rebuilt
    })
}

/// Returns the run at the end of some items; lines under it may follow it.
fn before(items: &mut [(Point, FrameItem)]) -> Option<(Point, &mut TextItem)> {
    let last = items.iter_mut().rev().find(|(_, item)| !matches!(item, FrameItem::Shape(..)));
    match last {
        Some((place, FrameItem::Text(run))) => Some((*place, run)),
        _ => None,
    }
}

/// Adds a run to the one before it if it begins with the cluster that this ends with; returns whether it does.
fn continue_with((place, run): (Point, &mut TextItem), (at, next): (Point, &TextItem)) -> bool {
    let (Some(last), Some(first)) = (run.glyphs.last(), next.glyphs.first()) else { return false };
    let cluster = run.text.get(last.range()).unwrap_or_default();
    let is_same = last.span == first.span
        && next.text.get(first.range()) == Some(cluster)
        && cluster.chars().nth(1).is_some()
        && (&run.font, run.size, &run.fill) == (&next.font, next.size, &next.fill)
        && (run.lang, run.region, &run.stroke) == (next.lang, next.region, &next.stroke);
    let is_adjacent = (place.x + run.width() - at.x).abs() < Abs::pt(NEAR);
    if !is_same || !is_adjacent {
        return false;
    }
    // Text from right to left has its end on the left.
    let is_forward = last.range().end == run.text.len() && first.range().start == 0;
    let is_backward = last.range().start == 0 && first.range().end == next.text.len();
    let length = cluster.len();
    let (text, own_shift, next_shift) = if is_forward {
        let shift = run.text.len() - length;
        (format!("{}{}", run.text, &next.text[length..]), 0, shift)
    } else if is_backward {
        let shift = next.text.len() - length;
        (format!("{}{}", next.text, &run.text[length..]), shift, 0)
    } else {
        return false;
    };
    if u16::try_from(text.len()).is_err() {
        return false;
    }
    let raise = Em::from_abs(place.y - at.y, run.size);
    run.glyphs.iter_mut().for_each(|glyph| shift(glyph, own_shift));
    run.glyphs.extend(next.glyphs.iter().cloned().map(|mut glyph| {
        shift(&mut glyph, next_shift);
        glyph.y_offset += raise;
        glyph
    }));
    run.text = text.into();
    true
}

/// Moves the text of a glyph by a number of bytes.
fn shift(glyph: &mut Glyph, bytes: usize) {
    // The whole text was found to be short enough.
    let bytes = u16::try_from(bytes).unwrap_or_default();
    glyph.range = glyph.range.start + bytes..glyph.range.end + bytes;
}
