//! The briefs that are measured: made up, of real proportions, the same in every run.
//!
//! A brief has about 900 words: six headings, a table of 6 × 8 cells, three footnotes, two
//! lists, a quotation, links to three other briefs, and two of forty subjects.

use std::fmt::Write;

/// How many subjects there are.
pub(crate) const TAGS: usize = 40;

/// A brief.
pub(crate) struct Brief {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) finding: String,
    pub(crate) author: String,
    pub(crate) date: String,
    pub(crate) tags: [String; 2],
    pub(crate) blocks: Vec<Block>,
}

/// A block of a brief.
pub(crate) enum Block {
    /// A heading of level 2 or 3.
    Heading(usize, String),
    Paragraph(Vec<Piece>),
    Quote(Vec<Piece>),
    /// An ordered or an unordered list of short lines.
    List(Order, Vec<String>),
    /// The rows of a table, its head first.
    Table(Vec<Vec<String>>),
}

/// Whether the items of a list are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Numbered,
    Bulleted,
}

/// A piece of a paragraph.
pub(crate) enum Piece {
    Text(String),
    Emphasis(String),
    Strong(String),
    /// A link to the brief with this id.
    Link(String, String),
    Note(String),
    /// A number that is bound to this expression.
    Bound(String),
}

/// Whether paragraphs bind numbers to data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// All text is typed.
    None,
    /// Each paragraph has one number from [`dataset`].
    Bound,
    /// Each paragraph has one number of `@this` place from [`dataset_of_places`].
    OfPlace,
}

/// Returns the id of a brief.
pub(crate) fn id(index: usize) -> String {
    format!("brief-{index:05}")
}

/// Returns the `index`th of `count` briefs.
pub(crate) fn brief(index: usize, count: usize, numbers: Numbers) -> Brief {
    let mut writer = Writer { dice: Dice(index as u64), index, count, numbers, notes: 0, links: 0 };
    let first = writer.dice.below(TAGS);
    let second = (first + 1 + writer.dice.below(TAGS - 1)) % TAGS;
    Brief {
        id: id(index),
        title: capitalised(&writer.words(7)),
        finding: writer.sentence(18),
        author: format!("{} {}", capitalised(writer.word()), capitalised(writer.word())),
        date: format!("{}-{:02}-{:02}", 2015 + index % 11, 1 + index % 12, 1 + index % 28),
        tags: [tag(first), tag(second)],
        blocks: writer.blocks(),
    }
}

fn tag(number: usize) -> String {
    format!("subject {number:02}")
}

/// Returns the dataset that numbers are bound to: forty rows, ten years.
pub(crate) fn dataset() -> String {
    rows("text", (0..ROWS).map(|row| format!("P{row:02}")))
}

/// Returns a dataset with a row for each of so many places, ten years.
pub(crate) fn dataset_of_places(places: usize) -> String {
    rows("entity", (0..places).map(place))
}

/// Returns the id of a place.
pub(crate) fn place(index: usize) -> String {
    format!("place-{index:04}")
}

/// Returns a dataset with these rows, whose key is of this type.
fn rows(key: &str, rows: impl Iterator<Item = String>) -> String {
    let mut dice = Dice(7);
    let mut text = format!(
        "title: {{en: Flows by partner and year}}\n\
         measure: {{quantity: flow, unit: USD, scale: million, kind: flow}}\n\
         key: partner\n\
         columns:\n  partner: {{type: {key}, title: {{en: Partner}}}}\n  2007..2016: {{type: number}}\n\
         rows:\n",
    );
    for row in rows {
        let years = (FIRST_YEAR..FIRST_YEAR + YEARS)
            .map(|year| format!("{year}: {}.{:02}", 100 + dice.below(9900), dice.below(100)));
        let years: Vec<_> = years.collect();
        let _ = writeln!(text, "  - {{partner: {row}, {}}}", years.join(", "));
    }
    text
}

const ROWS: usize = 40;
const FIRST_YEAR: usize = 2007;
const YEARS: usize = 10;

/// What each brief is made of, in order: `#` is a section, `=` a subsection, `p` a paragraph.
const FORM: &str = "#pp=pl#ptp=pq#pp=pnp";

/// Words of a paragraph, give or take ten.
const PARAGRAPH: usize = 64;

const WORDS: &[&str] = &[
    "access",
    "accord",
    "agency",
    "agreement",
    "alliance",
    "amount",
    "annual",
    "balance",
    "bank",
    "barrier",
    "board",
    "border",
    "budget",
    "capital",
    "central",
    "change",
    "common",
    "company",
    "cost",
    "council",
    "country",
    "credit",
    "currency",
    "customs",
    "decade",
    "demand",
    "direct",
    "domestic",
    "duty",
    "economy",
    "effect",
    "energy",
    "equity",
    "estimate",
    "exchange",
    "export",
    "external",
    "finance",
    "first",
    "fiscal",
    "flow",
    "foreign",
    "formal",
    "forum",
    "freight",
    "fund",
    "gain",
    "goods",
    "growth",
    "higher",
    "import",
    "income",
    "index",
    "industry",
    "interest",
    "joint",
    "labour",
    "large",
    "later",
    "legal",
    "limit",
    "loan",
    "local",
    "lower",
    "market",
    "measure",
    "member",
    "ministry",
    "mutual",
    "national",
    "network",
    "officials",
    "open",
    "origin",
    "output",
    "partner",
    "payment",
    "period",
    "plan",
    "policy",
    "port",
    "price",
    "private",
    "project",
    "protocol",
    "public",
    "quota",
    "rate",
    "recent",
    "reform",
    "region",
    "report",
    "reserve",
    "review",
    "risk",
    "road",
    "route",
    "rule",
    "sector",
    "service",
    "share",
    "shipping",
    "small",
    "source",
    "stable",
    "standard",
    "state",
    "stock",
    "supply",
    "tariff",
    "tax",
    "trade",
    "transport",
    "treaty",
    "value",
    "water",
    "weight",
    "yearly",
    "yield",
    "zone",
];

const JOINTS: &[&str] =
    &["and", "of", "in the", "with", "for", "to the", "by", "from", "under", "than", "of the"];

/// Numbers that look random and are the same everywhere (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = (mixed ^ (mixed >> 31)) % limit as u64;
        number.try_into().unwrap_or_default()
    }
}

struct Writer {
    dice: Dice,
    index: usize,
    count: usize,
    numbers: Numbers,
    notes: usize,
    links: usize,
}

impl Writer {
    fn word(&mut self) -> &'static str {
        WORDS[self.dice.below(WORDS.len())]
    }

    fn words(&mut self, count: usize) -> String {
        let mut text = String::new();
        for place in 0..count {
            if place > 0 {
                text.push(' ');
            }
            let is_joint = place % 3 == 2 && place + 1 < count;
            text.push_str(if is_joint {
                JOINTS[self.dice.below(JOINTS.len())]
            } else {
                self.word()
            });
        }
        text
    }

    fn sentence(&mut self, words: usize) -> String {
        format!("{}.", capitalised(&self.words(words)))
    }

    fn blocks(&mut self) -> Vec<Block> {
        FORM.chars().map(|kind| self.block(kind)).collect()
    }

    fn block(&mut self, kind: char) -> Block {
        match kind {
            '#' => Block::Heading(2, capitalised(&self.words(5))),
            '=' => Block::Heading(3, capitalised(&self.words(4))),
            'q' => Block::Quote(vec![Piece::Text(self.sentence(28))]),
            'l' => Block::List(Order::Bulleted, (0..5).map(|_| self.sentence(8)).collect()),
            'n' => Block::List(Order::Numbered, (0..4).map(|_| self.sentence(9)).collect()),
            't' => Block::Table(self.table()),
            _ => Block::Paragraph(self.paragraph()),
        }
    }

    /// Six columns and eight rows, the first column text and the others numbers.
    fn table(&mut self) -> Vec<Vec<String>> {
        let mut head = vec![capitalised(self.word())];
        head.extend((2011..2016).map(|year| year.to_string()));
        let mut rows = vec![head];
        for _ in 0..8 {
            let mut row = vec![capitalised(&self.words(2))];
            row.extend((0..5).map(|_| format!("{}.{}", self.dice.below(900), self.dice.below(10))));
            rows.push(row);
        }
        rows
    }

    fn paragraph(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut left = PARAGRAPH - 10 + self.dice.below(21);
        while left > 0 {
            let words = (9 + self.dice.below(14)).min(left);
            left -= words;
            pieces.push(Piece::Text(format!("{} ", self.sentence(words))));
            pieces.extend(self.ornament(pieces.len()));
        }
        if self.numbers != Numbers::None {
            pieces.push(Piece::Text("It came to ".to_owned()));
            pieces.push(Piece::Bound(self.expression()));
            pieces.push(Piece::Text(" in that year. ".to_owned()));
        }
        pieces.push(Piece::Text("The ".to_owned()));
        pieces.push(match self.dice.below(2) {
            0 => Piece::Emphasis(self.words(2)),
            _ => Piece::Strong(self.words(2)),
        });
        pieces.push(Piece::Text(format!(" {}.", self.words(4))));
        pieces
    }

    /// Three links and three notes are spread over the first paragraphs.
    fn ornament(&mut self, place: usize) -> Vec<Piece> {
        if place != 1 {
            return Vec::new();
        }
        if self.links < 3 {
            self.links += 1;
            let target = (self.index + self.links * 7 + self.dice.below(97)) % self.count;
            let text = self.words(3);
            return vec![
                Piece::Text("See ".to_owned()),
                Piece::Link(id(target), text),
                Piece::Text(" on this. ".to_owned()),
            ];
        }
        if self.notes < 3 {
            self.notes += 1;
            let text = self.sentence(14);
            return vec![
                Piece::Text(capitalised(&self.words(6))),
                Piece::Note(text),
                Piece::Text(". ".to_owned()),
            ];
        }
        Vec::new()
    }

    fn expression(&mut self) -> String {
        if self.numbers == Numbers::OfPlace {
            return self.expression_of_place();
        }
        let (row, other) = (self.dice.below(ROWS), self.dice.below(ROWS));
        let year = FIRST_YEAR + self.dice.below(YEARS);
        match self.dice.below(4) {
            0 => format!("sum(flows[P{row:02}, 2007..2016]) | bn | round 1"),
            1 => format!("share(flows[P{row:02}, {year}], sum(flows[*, {year}])) | round 2"),
            2 => format!("flows[P{row:02}, {year}] - flows[P{other:02}, {year}] | sign"),
            _ => format!("flows[P{row:02}, {year}]"),
        }
    }

    fn expression_of_place(&mut self) -> String {
        let year = FIRST_YEAR + self.dice.below(YEARS);
        match self.dice.below(4) {
            0 => format!("sum(flows[@this, {FIRST_YEAR}..{year}]) | bn | round 1"),
            1 => format!("flows[@this, {year}] - flows[@this, {FIRST_YEAR}] | sign"),
            _ => format!("flows[@this, {year}]"),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
