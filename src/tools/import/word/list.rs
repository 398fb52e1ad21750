//! The numbers of lists in Word, which it does not write down.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::element::Element;

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    format: String,
    start: u32,
}

/// The lists of a document, and how far they were counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The kinds of lists, by list: lists of one kind go on counting where the last ended.
    kinds: BTreeMap<String, String>,
    levels: BTreeMap<(String, usize), Level>,
    /// Where a list begins to count anew.
    restarts: BTreeMap<(String, usize), u32>,
    counted: RefCell<Counted>,
}

/// What was counted.
#[derive(Debug, Default)]
struct Counted {
    numbers: BTreeMap<(String, usize), u32>,
    restarted: BTreeSet<(String, usize)>,
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A dot.
    Dot,
    /// A number.
    Number(u32),
    /// A number that Word writes in another way, such as a letter.
    Other(u32),
}

impl Lists {
    /// Reads the lists of a document.
    pub(super) fn read(xml: &Element) -> Self {
        let of_name = |name: &'static str| xml.elements().filter(move |other| other.name == name);
        let depth = |level: &Element| {
            level.attribute("ilvl").and_then(|depth| depth.parse().ok()).unwrap_or(0)
        };
        let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        let mut lists = Self::default();
        for kind in of_name("abstractNum") {
            let id = kind.attribute("abstractNumId").unwrap_or_default();
            for level in kind.elements().filter(|level| level.name == "lvl") {
                let format = level.value("numFmt").unwrap_or("bullet").to_owned();
                let start = number(level.value("start")).unwrap_or(1);
                lists.levels.insert((id.to_owned(), depth(level)), Level { format, start });
            }
        }
        for list in of_name("num") {
            let (Some(id), Some(kind)) = (list.attribute("numId"), list.value("abstractNumId"))
            else {
                continue;
            };
            lists.kinds.insert(id.to_owned(), kind.to_owned());
            for level in list.elements().filter(|level| level.name == "lvlOverride") {
                let start = number(level.value("startOverride"));
                lists.restarts.extend(start.map(|start| ((id.to_owned(), depth(level)), start)));
            }
        }
        lists
    }

    /// Returns what stands before the next item of a list on a level.
    pub(super) fn next(&self, list: &str, level: usize) -> Mark {
        let Some(kind) = self.kinds.get(list) else { return Mark::Dot };
        let key = (kind.clone(), level);
        let Some(format) = self.levels.get(&key) else { return Mark::Dot };
        if matches!(format.format.as_str(), "bullet" | "none") {
            return Mark::Dot;
        }
        let mut counted = self.counted.borrow_mut();
        let own = (list.to_owned(), level);
        let restart = self.restarts.get(&own).filter(|_| !counted.restarted.contains(&own));
        let next = match (restart, counted.numbers.get(&key)) {
            (Some(start), _) => *start,
            (None, Some(last)) => last + 1,
            (None, None) => format.start,
        };
        counted.restarted.insert(own);
        counted.numbers.insert(key, next);
        counted.numbers.retain(|(other, depth), _| other != kind || *depth <= level);
        match format.format.as_str() {
            "decimal" | "decimalZero" | "ordinal" => Mark::Number(next),
            _ => Mark::Other(next),
        }
    }
}
