//! Whether the text of a PDF stays in its place, read from the pages as they are laid out.
//!
//! Typst never breaks a word that has no place to break, and lets it run on over what stands
//! beside it. A first layout shows which words do; they are broken at their punctuation in a
//! second, and anywhere in a third. What is too wide even then is an error.

use std::collections::BTreeSet;

use typst::layout::{Abs, Frame, FrameItem, Point, Size};
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
    /// The text.
    pub text: String,
}

impl Overflow {
    /// Returns the words of the text that could be broken.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split_whitespace().filter(|word| word.chars().count() >= SHORTEST)
    }
}

/// Finds all text that does not stay in its place.
pub(super) fn find(document: &PagedDocument) -> BTreeSet<Overflow> {
    let mut found = BTreeSet::new();
    for (index, page) in document.pages().iter().enumerate() {
        let mut runs = Runs { page: page.frame.size(), texts: Vec::new() };
        let mut texts = BTreeSet::new();
        runs.collect(&page.frame, Point::zero(), &mut texts);
        runs.overlaps(&mut texts);
        found.extend(texts.into_iter().map(|text| Overflow { page: index + 1, text }));
    }
    found
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
}

impl<'a> Runs<'a> {
    /// Gathers the runs in a frame that stands at `origin`, and those that leave it.
    ///
    /// What is turned or scaled is decoration, such as a watermark, and is passed over.
    fn collect(&mut self, frame: &'a Frame, origin: Point, found: &mut BTreeSet<String>) {
        let tolerance = Abs::pt(TOLERANCE);
        for (position, item) in frame.items() {
            let place = origin + *position;
            match item {
                FrameItem::Group(group) if group.transform.is_identity() => {
                    self.collect(&group.frame, place, found);
                }
                FrameItem::Text(text) => {
                    let (left, right) = (place.x, place.x + text.width());
                    let leaves_box = position.x + text.width() > frame.width() + tolerance;
                    let leaves_page = left < -tolerance
                        || right > self.page.x + tolerance
                        || !(Abs::zero()..=self.page.y).contains(&place.y);
                    if leaves_box || leaves_page {
                        found.insert(text.text.to_string());
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
    fn overlaps(&mut self, found: &mut BTreeSet<String>) {
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
                found.insert(first.item.text.to_string());
            }
        }
    }
}
