//! Whether the text of a PDF stays in its place, read from the pages as they are laid out.
//!
//! Typst never breaks a word that has no place to break, and lets it run on over what stands
//! beside it. A first layout shows which words do; they are broken at their punctuation in a
//! second, and anywhere in a third. What is too wide even then is an error.

use std::collections::BTreeSet;

use typst::layout::{Abs, Dir, Frame, FrameItem, Point, Size};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// How far in points text may reach over its box: rounding, and the overhang of slanted letters.
const TOLERANCE: f64 = 1.5;

/// The fewest characters of a word that is broken; shorter ones are no reason for trouble.
const SHORTEST: usize = 4;

/// A run of text that leaves its box, the page, or lies over another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Overflow {
    /// The number of the page, from 1.
    pub page: usize,
    /// What it is, and where it leads.
    pub kind: Overflowing,
    /// The text.
    pub text: String,
}

/// What overflows, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Overflowing {
    /// Words that reach over the side of their place: breaks make them narrower.
    Words,
    /// A formula, which no break makes narrower.
    Formula,
    /// Text above or below the page, in what does not break over pages.
    Height,
}

impl Overflow {
    /// Returns the words of the text that could be broken.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.text.split_whitespace().filter(|_| self.kind == Overflowing::Words);
        words.filter(|word| word.chars().count() >= SHORTEST)
    }
}

/// Finds all text that does not stay in its place.
pub(super) fn find(document: &PagedDocument) -> BTreeSet<Overflow> {
    let mut found = BTreeSet::new();
    for (index, page) in document.pages().iter().enumerate() {
        let mut runs = Runs { page: page.frame.size(), texts: Vec::new(), found: BTreeSet::new() };
        runs.collect(&page.frame, Point::zero());
        runs.overlaps();
        let page = index + 1;
        found.extend(runs.found.into_iter().map(|(kind, text)| Overflow { page, kind, text }));
    }
    let Some(highest) = highest(&found) else { return found };
    found.retain(|overflow| overflow.kind != Overflowing::Height);
    found.insert(highest);
    found
}

/// Returns the longest text beyond the foot or the head of a page: what is too high leaves it with all its lines, on
/// each page on which it is repeated.
fn highest(found: &BTreeSet<Overflow>) -> Option<Overflow> {
    let beyond = found.iter().filter(|overflow| overflow.kind == Overflowing::Height);
    beyond.min_by_key(|overflow| std::cmp::Reverse(overflow.text.len())).cloned()
}

/// A run of text on a page.
struct Run<'a> {
    item: &'a TextItem,
    left: Abs,
    right: Abs,
    baseline: Abs,
}

/// The runs of a page.
struct Runs<'a> {
    /// The size of the page.
    page: Size,
    texts: Vec<Run<'a>>,
    found: BTreeSet<(Overflowing, String)>,
}

impl<'a> Runs<'a> {
    /// Gathers the runs in a frame that stands at `origin`, and those that leave it.
    ///
    /// What is turned or scaled is decoration, such as a watermark, and is passed over.
    fn collect(&mut self, frame: &'a Frame, origin: Point) {
        let tolerance = Abs::pt(TOLERANCE);
        for (position, item) in frame.items() {
            let place = origin + *position;
            match item {
                FrameItem::Group(group) if group.transform.is_identity() => {
                    let width = position.x + group.frame.width();
                    if width > frame.width() + tolerance && is_formula(&group.frame) {
                        self.found.insert((Overflowing::Formula, signs(&group.frame)));
                    }
                    self.collect(&group.frame, place);
                }
                FrameItem::Text(text) => {
                    let (left, right) = (place.x, place.x + text.width());
                    let reach = tolerance + hanging(text);
                    // Lines end on the left where people write from the right, and terms hang out
                    // of their blocks on the right.
                    let leaves_box = if text.lang.dir() == Dir::RTL {
                        position.x < -reach
                    } else {
                        position.x + text.width() > frame.width() + reach
                    };
                    let leaves_side = left < -tolerance || right > self.page.x + tolerance;
                    // The signs of formulas stand over each other, and reach out of their boxes.
                    if is_sign(text) {
                        continue;
                    }
                    if leaves_box || leaves_side {
                        self.found.insert((Overflowing::Words, text.text.to_string()));
                    } else if !(Abs::zero()..=self.page.y).contains(&place.y) {
                        self.found.insert((Overflowing::Height, text.text.to_string()));
                    }
                    self.texts.push(Run { item: text, left, right, baseline: place.y });
                }
                FrameItem::Group(_)
                | FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..)
                | FrameItem::Tag(_) => {}
            }
        }
    }

    /// Finds the runs on one line that lie over each other.
    fn overlaps(&mut self) {
        let tolerance = Abs::pt(TOLERANCE);
        self.texts.sort_by(|one, other| {
            one.baseline.cmp(&other.baseline).then(one.left.cmp(&other.left))
        });
        for (index, one) in self.texts.iter().enumerate() {
            let reach = one.item.size * 0.2;
            let line = self.texts[index + 1..].iter();
            let line = line.take_while(|other| other.baseline - one.baseline < reach);
            let over = |other: &&Run<'_>| {
                other.left.max(one.left) + tolerance < other.right.min(one.right)
            };
            // The one that begins first is the one that is too long.
            for other in line.filter(over) {
                let first = if one.left <= other.left { one } else { other };
                self.found.insert((Overflowing::Words, first.item.text.to_string()));
            }
        }
    }
}

/// Returns how far the sign at the end of a run may hang out of its line, where Typst puts it.
fn hanging(text: &TextItem) -> Abs {
    let hangs =
        |c: char| matches!(c, '.' | ',' | ':' | ';' | '-' | '–' | '—' | '\u{60C}' | '\u{6D4}');
    let is_from_right = text.lang.dir() == Dir::RTL;
    let glyph = if is_from_right { text.glyphs.first() } else { text.glyphs.last() };
    let last = text.text.chars().next_back().is_some_and(hangs);
    glyph.filter(|_| last).map_or(Abs::zero(), |glyph| glyph.x_advance.at(text.size))
}

/// Whether a run is set in a font for formulas.
fn is_sign(text: &TextItem) -> bool {
    text.font.info().family.ends_with(" Math")
}

/// Whether a frame contains signs of a formula.
fn is_formula(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Text(text) => is_sign(text),
        FrameItem::Group(group) => is_formula(&group.frame),
        FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {
            false
        }
    })
}

/// Returns the text of the signs of a formula.
fn signs(frame: &Frame) -> String {
    let text = |item: &FrameItem| match item {
        FrameItem::Text(text) => text.text.to_string(),
        FrameItem::Group(group) => signs(&group.frame),
        FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {
            String::new()
        }
    };
    frame.items().map(|(_, item)| text(item)).collect()
}
