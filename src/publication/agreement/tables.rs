//! Whether tables that are typed into a text have the same rows, columns and numbers in each language.

use ecow::EcoString;

use super::Side;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::language::{Language, TypedNumber};
use crate::markup::visit::Visit;
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind, Table};

/// Numbers up to this one may be a word in one language and digits in the other.
const SPELLED_OUT: i64 = 12;

/// A table as it is typed, with bars or as a list.
pub(super) struct TypedTable<'a> {
    /// Its id.
    pub id: Option<&'a Spanned<EcoString>>,
    /// Whether an author says that it is another one in other languages.
    pub differs: bool,
    /// Whether only some readers get it. A translation may have nothing for them.
    pub is_restricted: bool,
    /// Its place.
    pub span: Span,
    /// Its rows, the head among them.
    pub rows: Vec<Vec<TypedCell>>,
}

/// What a cell says.
#[derive(Default)]
pub(super) struct TypedCell {
    span: Option<Span>,
    /// Its words and typed numbers.
    text: String,
    /// Its bound numbers, without formats.
    bound: Vec<EcoString>,
}

impl<'a> Visit<'a> for TypedCell {
    fn inline(&mut self, inline: &'a Inline) {
        let start = self.span.unwrap_or(inline.span);
        self.span = Some(Span { end: inline.span.end.max(start.end), ..start });
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => self.text.push_str(text),
            InlineKind::Number(binding) => self.bound.push(binding.written()),
            InlineKind::LineBreak => self.text.push(' '),
            kind => self.inlines(kind.content()),
        }
    }
}

impl TypedCell {
    fn of_line(line: &[Inline]) -> Self {
        let mut cell = Self::default();
        cell.inlines(line);
        cell
    }

    fn of_blocks(blocks: &[Block]) -> Self {
        let mut cell = Self::default();
        cell.blocks(blocks);
        cell
    }

    /// Its letters, by which the words of two cells are the same or not.
    fn letters(&self) -> String {
        let letters = self.text.chars().filter(|sign| sign.is_alphabetic());
        letters.flat_map(char::to_lowercase).collect()
    }
}

impl<'a> TypedTable<'a> {
    /// Reads a table with bars.
    pub(super) fn with_bars(table: &'a Table, span: Span) -> Self {
        let cells =
            |row: &Vec<Vec<Inline>>| row.iter().map(|cell| TypedCell::of_line(cell)).collect();
        let rows = std::iter::once(&table.head).chain(&table.rows).map(cells).collect();
        let differs = table.attributes.value("differs").is_some();
        Self { id: table.attributes.id.as_ref(), differs, is_restricted: false, span, rows }
    }

    /// Reads a table that is written as a list; none if the div is none.
    pub(super) fn as_list(attributes: &'a Attributes, inner: &[Block], span: Span) -> Option<Self> {
        if !attributes.classes.iter().any(|class| class.value == "list-table") {
            return None;
        }
        let rows = inner.iter().find_map(|block| {
            if let BlockKind::List { items, .. } = &block.kind { Some(items) } else { None }
        })?;
        let cells = |row: &[Block]| -> Vec<TypedCell> {
            let [Block { kind: BlockKind::List { items, .. }, .. }] = row else {
                return Vec::new();
            };
            items.iter().map(|cell| TypedCell::of_blocks(&cell.blocks)).collect()
        };
        let rows = rows.iter().map(|row| cells(&row.blocks)).collect();
        let differs = attributes.value("differs").is_some();
        Some(Self { id: attributes.id.as_ref(), differs, is_restricted: false, span, rows })
    }

    /// Returns the place to show: the id, or else the first line.
    pub(super) fn place(&self) -> Span {
        self.id.map_or(self.span, |id| id.span)
    }

    fn place_of_row(&self, row: usize) -> Span {
        self.rows.get(row).and_then(|cells| cells.first()?.span).unwrap_or(self.span)
    }
}

/// One language of a text.
pub(super) struct SpokenSide<'a> {
    /// What it has.
    pub side: &'a Side<'a>,
    /// How it writes numbers.
    pub language: &'a Language,
}

/// Compares typed tables: those with the same id, and those without one in their order.
pub(super) fn compare(
    original: &SpokenSide<'_>,
    translation: &SpokenSide<'_>,
    problems: &mut Problems,
) {
    let (theirs, own) = (original.language, translation.language);
    let (original, translation) = (original.side, translation.side);
    let check = |table, other, problems: &mut Problems| {
        Versions { original: (other, theirs), translation: (table, own) }.check(problems);
    };
    for table in &translation.typed {
        let is_same = |other: &&TypedTable<'_>| {
            table.id.zip(other.id).is_some_and(|(id, other)| id.value == other.value)
        };
        if let Some(other) = original.typed.iter().find(is_same) {
            check(table, other, problems);
        }
    }
    let [own_parts, their_parts] = [translation, original].map(|side| side.nameless_tables(true));
    if own_parts.len() == their_parts.len() {
        own_parts.iter().zip(&their_parts).for_each(|(table, other)| check(table, other, problems));
    }
    let [mine, others] = [translation, original].map(|side| side.nameless_tables(false));
    if mine.len() == others.len() {
        mine.iter().zip(&others).for_each(|(table, other)| check(table, other, problems));
        return;
    }
    let (short, long, surplus) = if mine.len() < others.len() {
        (translation.text, &others, mine.len())
    } else {
        (original.text, &mine, others.len())
    };
    if long.len() - surplus <= long.iter().filter(|table| table.differs).count() {
        return;
    }
    let message = format!(
        "the language `{}` has fewer typed tables without an id: {surplus} of {}",
        short.language,
        long.len()
    );
    problems.push(
        Diagnostic::error(Code::LanguagesDisagree, long[surplus].place(), message)
            .lacking("")
            .with_related(Span::start_of(short.file), "the file that has fewer")
            .with_hint("add the table there")
            .with_hint("if only one language has it, write `only` in its caption: `: Caption {only=\"en\"}`"),
    );
}

/// A table in two languages.
struct Versions<'a> {
    /// That of the original, and its language.
    original: (&'a TypedTable<'a>, &'a Language),
    /// That of the translation, and its language.
    translation: (&'a TypedTable<'a>, &'a Language),
}

impl Versions<'_> {
    /// Reports what differs without a reason.
    fn check(&self, problems: &mut Problems) {
        let ((theirs, _), (own, _)) = (self.original, self.translation);
        if own.differs || theirs.differs {
            return;
        }
        if own.rows.len() != theirs.rows.len() {
            let row = own.rows.len().min(theirs.rows.len());
            let counts = (own.rows.len(), theirs.rows.len());
            problems.push(self.unlike("row", counts, row));
        } else if let Some(row) =
            own.rows.iter().zip(&theirs.rows).position(|(one, other)| one.len() != other.len())
        {
            let counts = (own.rows[row].len(), theirs.rows[row].len());
            problems.push(self.unlike("column", counts, row));
        } else {
            self.check_numbers(problems);
        }
    }

    /// Reports that the two have different numbers of rows or columns.
    fn unlike(&self, what: &str, (here, there): (usize, usize), row: usize) -> Diagnostic {
        let ((theirs, _), (own, _)) = (self.original, self.translation);
        let plural = if here == 1 { "" } else { "s" };
        let message =
            format!("this table has {here} {what}{plural}, but that of the original has {there}");
        Diagnostic::error(Code::LanguagesDisagree, own.place_of_row(row), message)
            .with_related(theirs.place_of_row(row), "the original")
            .with_hint(format!("give both languages the same {what}s"))
            .with_hint(MEANT)
    }

    /// Reports the first number that is another one in the original.
    fn check_numbers(&self, problems: &mut Problems) {
        let ((theirs, _), (own, _)) = (self.original, self.translation);
        let pairs = own.rows.iter().flatten().zip(theirs.rows.iter().flatten());
        let mut unlike = pairs.filter(|(own, theirs)| self.disagree(own, theirs));
        let Some((cell, other)) = unlike.next() else { return };
        let others = unlike.count();
        let more =
            if others == 0 { String::new() } else { format!(" (and in {others} more cells)") };
        let shown = |cell: &TypedCell| {
            let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = if text.is_empty() { cell.bound.join(", ") } else { text };
            if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") }
        };
        let message = format!(
            "this cell reads {} where the original reads {}{more}",
            shown(cell),
            shown(other)
        );
        let place = cell.span.unwrap_or(own.span);
        problems.push(
            Diagnostic::warning(Code::LanguagesDisagree, place, message)
                .with_related(other.span.unwrap_or(theirs.span), "the original")
                .with_hint("give both the same number, each as its language writes it")
                .with_hint(MEANT),
        );
    }

    /// Whether two cells state different numbers. Languages have scales and words of their own, so where the words
    /// differ only the digits are compared.
    fn disagree(&self, own: &TypedCell, theirs: &TypedCell) -> bool {
        if own.bound != theirs.bound {
            return true;
        }
        let is_time = |text: &str| {
            let signs: Vec<char> = text.chars().collect();
            signs.windows(3).any(|it| it[1] == ':' && it[0].is_numeric() && it[2].is_numeric())
        };
        if is_time(&own.text) || is_time(&theirs.text) {
            return false;
        }
        let mut mine = self.translation.1.typed_numbers(&own.text);
        let mut others = self.original.1.typed_numbers(&theirs.text);
        let letters = (own.letters(), theirs.letters());
        if mine.is_empty() != others.is_empty() {
            let (numbers, (with, without)) = if mine.is_empty() {
                (&others, (&letters.1, &letters.0))
            } else {
                (&mine, (&letters.0, &letters.1))
            };
            let is_spelled = numbers.iter().all(|it| it.value.abs() <= SPELLED_OUT.into());
            return with.is_empty() && (without.is_empty() || !is_spelled);
        }
        mine.sort();
        others.sort();
        if letters.0 == letters.1 {
            return values(&mine) != values(&others);
        }
        mine.len() == others.len() && digits(&mine) != digits(&others)
    }
}

fn values(numbers: &[TypedNumber]) -> Vec<rust_decimal::Decimal> {
    numbers.iter().map(|number| number.value).collect()
}

fn digits(numbers: &[TypedNumber]) -> Vec<&str> {
    let mut digits: Vec<_> = numbers.iter().map(|number| number.digits.as_str()).collect();
    digits.sort_unstable();
    digits
}

/// How authors say that languages are meant to have different tables.
const MEANT: &str = "if they are meant to differ, say why in the caption of one of them: `: Caption {differs=\"reason\"}`";
