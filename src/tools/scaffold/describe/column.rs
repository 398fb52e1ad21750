//! Guessing what the columns of a table contain.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::numbers::is_numbers;
use super::table::{Table, is_period};
use super::{head_is, is_year};
use crate::base::span::{FileId, Span};
use crate::data::dataset::ColumnKind;
use crate::data::rows::dates;
use crate::data::rows::notation::Notation;
use crate::data::rows::remedy::{Remedy, quoted, says_missing};
use crate::data::status::CellStatus;
use crate::publication::date;

/// Words in the heads of columns with years and other periods.
const TIME: &[&str] = &[
    "year",
    "years",
    "time",
    "time_period",
    "period",
    "date",
    "año",
    "anio",
    "ano",
    "periodo",
    "período",
    "fecha",
    "année",
    "annee",
    "jahr",
    "datum",
    "anno",
    "rok",
    "год",
    "年",
    "年份",
    "timeperiod",
    "timedim",
];

/// Words in the heads of columns with codes, which are not quantities.
const CODES: &[&str] = &[
    "code",
    "codes",
    "id",
    "código",
    "codigo",
    "cod",
    "clave",
    "cve",
    "iso",
    "iso2",
    "iso3",
    "fips",
    "nuts",
    "m49",
    "idbank",
    "vector",
    "coordinate",
    "isbn",
    "naics",
    "postcode",
    "zip",
    "geoareacode",
];

/// A guess about a column.
pub(super) struct Guess {
    /// Its head in the file.
    pub head: String,
    /// The name that authors write.
    pub name: EcoString,
    /// What it holds.
    pub kind: ColumnKind,
    /// What must be declared to read it.
    pub remedies: Vec<Remedy>,
    /// What the author should check.
    pub doubt: Option<EcoString>,
    /// Whether it only counts the rows.
    pub counts_rows: bool,
}

/// The signs in the numbers of a file: before decimals, and between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs {
    pub decimal: char,
    pub group: Option<char>,
    /// Whether the numbers could be read in another way as well.
    pub is_unsure: bool,
}

impl Signs {
    /// Ways of writing numbers, the most common first.
    const WAYS: &[(char, Option<char>)] = &[
        ('.', None),
        ('.', Some(',')),
        (',', None),
        ('.', Some(' ')),
        (',', Some(' ')),
        (',', Some('.')),
        ('.', Some('\'')),
        (',', Some('\'')),
    ];

    /// Finds the signs by which most values of a table are numbers.
    pub(super) fn find(table: &Table) -> Self {
        let fields = || table.rows.iter().flatten().filter(|field| has_digit(field));
        // The plain ones are read in any way.
        let plain = Notation::default();
        let odd: Vec<&String> = fields()
            .filter(|field| plain.number(field).is_none() || field.contains('.'))
            .take(20_000)
            .collect();
        let count = |(decimal, group): (char, Option<char>)| {
            let reads =
                |field: &&&String| Notation::remedies_with_signs(field, decimal, group).is_some();
            odd.iter().filter(reads).count()
        };
        let counts: Vec<_> = Self::WAYS.iter().map(|&way| (way, count(way))).collect();
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let best: Vec<_> = counts.iter().filter(|(_, count)| *count == most).collect();
        let ((decimal, group), _) = best.first().copied().copied().unwrap_or((('.', None), 0));
        let comma = best.iter().any(|((decimal, group), _)| (*decimal, *group) == (',', None));
        let is_unsure = comma && (decimal, group) == ('.', Some(','));
        // If fields are separated by semicolons, decimals usually follow a comma.
        if is_unsure && table.delimiter == b';' {
            return Self { decimal: ',', group: None, is_unsure };
        }
        Self { decimal, group, is_unsure }
    }

    /// Returns what must be declared.
    pub(super) fn remedies(self) -> Vec<Remedy> {
        let decimal = (self.decimal != '.').then(|| Remedy { key: "decimal", value: quoted(",") });
        let group = self.group.map(|group| Remedy {
            key: "group",
            value: match group {
                ' ' => "space".into(),
                group => quoted(group.encode_utf8(&mut [0; 4])),
            },
        });
        decimal.into_iter().chain(group).collect()
    }
}

pub(super) fn has_digit(field: &str) -> bool {
    field.contains(|c: char| c.is_ascii_digit())
}

/// Finds what each column of a table holds; columns without a head and without values are left out.
pub(super) fn guesses(table: &Table, signs: Signs) -> Vec<(usize, Guess)> {
    let mut guesses: Vec<(usize, Guess)> = (0..table.heads.len())
        .map(|column| (column, guess(table, column, signs)))
        .filter(|(column, guess)| !guess.head.is_empty() || values(table, *column).next().is_some())
        .collect();
    // A second column of years, next to one that is named so, is a quantity, unless all its years
    // are recent.
    let has_time =
        guesses.iter().any(|(_, guess)| guess.kind == ColumnKind::Year && is_time(&guess.head));
    for (column, guess) in &mut guesses {
        let is_near = || values(table, *column).all(|year| ("1900".."2100").contains(&year));
        let is_named = is_time(&guess.head) || is_code(&guess.head);
        if guess.kind == ColumnKind::Year && !is_named && (has_time || !is_near()) {
            guess.kind = ColumnKind::Number;
        }
    }
    let numbers = guesses.iter().filter(|(_, guess)| guess.kind == ColumnKind::Number).count();
    let is_text = |guess: &Guess| guess.kind == ColumnKind::Text;
    let first_text = guesses.iter().find(|(_, guess)| is_text(guess)).map(|(column, _)| *column);
    for (column, guess) in &mut guesses {
        if !guess.head.is_empty() {
            continue;
        }
        let is_first = *column == 0 && !guess.counts_rows || first_text == Some(*column);
        let is_only_number = numbers == 1 && guess.kind == ColumnKind::Number && *column > 0;
        if is_first {
            let is_time = matches!(guess.kind, ColumnKind::Year | ColumnKind::Date);
            guess.name = if is_time { "period".into() } else { "row".into() };
        } else if is_only_number {
            guess.name = "value".into();
        } else {
            guess.name = EcoString::new();
        }
    }
    guesses
}

/// Returns the values of a column that are there.
pub(super) fn values(table: &Table, column: usize) -> impl Iterator<Item = &str> + Clone {
    let fields = table.rows.iter().filter_map(move |row| row.get(column));
    fields.map(|field| field.trim()).filter(|field| !field.is_empty())
}

/// Whether a column is of one kind, which the guess is then told.
type Trial = fn(&Table, usize, Signs, &mut Guess) -> bool;

fn guess(table: &Table, column: usize, signs: Signs) -> Guess {
    let head = table.heads[column].clone();
    let mut guess = Guess {
        name: name(&head),
        head,
        kind: ColumnKind::Text,
        remedies: Vec::new(),
        doubt: None,
        counts_rows: counts_rows(table, column),
    };
    if values(table, column).next().is_none() {
        // In a sequence of periods, it is one of them.
        guess.kind = if is_period(&guess.head) { ColumnKind::Number } else { ColumnKind::Text };
        guess.doubt = (guess.kind == ColumnKind::Text).then(|| "the column is empty".into());
        return guess;
    }
    let trials: [Trial; 5] = [is_status, is_years, is_dates, is_boolean, is_numbers];
    for trial in trials {
        if trial(table, column, signs, &mut guess) {
            break;
        }
    }
    guess
}

/// SDMX writes the status of a value beside it.
fn is_status(table: &Table, column: usize, _: Signs, guess: &mut Guess) -> bool {
    let is_code = |value: &str| CellStatus::read(value, Span::start_of(FileId(0))).is_ok();
    let is_flag = |value: &str| is_code(value) || Notation::status_remedy(value).is_some();
    // In a column that is only called so, some rows have nothing to say.
    let says_nothing =
        |row: &Vec<String>| row.get(column).is_none_or(|flag| flag.is_empty() || flag == "A");
    let is_named = head_is(&guess.head, &["OBS_STATUS", "OBS_FLAG"])
        || head_is(&guess.head, &["status", "flag", "flags"])
            && table.rows.iter().any(says_nothing);
    let is_status = is_named && values(table, column).all(is_flag);
    if is_status {
        guess.kind = ColumnKind::Status;
        let flags = values(table, column).filter(|value| !is_code(value));
        let remedies: BTreeSet<_> = flags.filter_map(Notation::status_remedy).collect();
        guess.remedies = remedies.into_iter().collect();
    }
    is_status
}

fn is_years(table: &Table, column: usize, _: Signs, guess: &mut Guess) -> bool {
    let all = |test: fn(&str) -> bool| values(table, column).all(test);
    let is_old = |value: &str| value.len() <= 4 && value.parse().is_ok_and(|year: u16| year < 2200);
    let is_years =
        all(is_year) || is_time(&guess.head) && all(is_old) && !counts_rows(table, column);
    if is_years {
        guess.kind = ColumnKind::Year;
    }
    is_years
}

fn is_dates(table: &Table, column: usize, _: Signs, guess: &mut Guess) -> bool {
    let present = || values(table, column).filter(|value| !says_missing(value));
    let are_bare = present().all(|value| value.len() == 4);
    let first: BTreeSet<_> = present().take(100).collect();
    // Where years are joined to years, they are no months: 2010-11 beside 2021-22.
    let are_periods = present().all(|value| date::normal(value).is_some());
    let missing = || {
        let tokens = values(table, column).filter(|value| says_missing(value));
        tokens.map(|token| Remedy { key: "missing", value: quoted(token) }).collect::<BTreeSet<_>>()
    };
    if are_bare || first.is_empty() {
        return false;
    }
    if are_periods {
        guess.kind = ColumnKind::Date;
        guess.remedies = missing().into_iter().collect();
        return true;
    }
    if !present().any(|value| value.contains(|c: char| !c.is_ascii_digit() && c != '.' && c != ','))
        && !is_time(&guess.head)
    {
        return false;
    }
    let reads = |format: &&&str| present().all(|value| dates::read(format, value).is_some());
    let mut formats = dates::FORMATS.iter().filter(reads);
    let Some(mut format) = formats.next() else { return false };
    if formats.next() == Some(&"%m/%d/%Y") {
        // A monthly series has one day of each month.
        let part = |at: usize| {
            let parts = present().filter_map(move |value| value.split('/').nth(at));
            parts.collect::<BTreeSet<_>>().len()
        };
        if part(1) == 1 && part(0) > 1 {
            format = &"%m/%d/%Y";
        }
        guess.doubt = Some("the month may stand before the day, or behind it".into());
    }
    guess.kind = ColumnKind::Date;
    guess.remedies = vec![Remedy { key: "dates", value: quoted(format) }];
    guess.remedies.extend(missing());
    true
}

fn is_boolean(table: &Table, column: usize, _: Signs, guess: &mut Guess) -> bool {
    const WORDS: &[&str] = &["true", "false", "TRUE", "FALSE", "True", "False"];
    let is_boolean = values(table, column).all(|value| WORDS.contains(&value));
    if is_boolean {
        guess.kind = ColumnKind::Boolean;
    }
    is_boolean
}

/// Whether a column only counts the rows, from zero or one.
fn counts_rows(table: &Table, column: usize) -> bool {
    let from = |first: usize| {
        table.rows.iter().enumerate().all(|(number, row)| {
            row.get(column).is_some_and(|field| field.parse() == Ok(number + first))
        })
    };
    table.rows.len() > 1 && (from(0) || from(1))
}

fn words(head: &str) -> impl Iterator<Item = String> {
    let lower = head.to_lowercase();
    let parts: Vec<String> =
        lower.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    parts.into_iter().filter(|part| !part.is_empty())
}

/// Whether a head says that its column holds periods.
pub(super) fn is_time(head: &str) -> bool {
    TIME.contains(&head.to_lowercase().as_str())
        || words(head).any(|word| TIME.contains(&word.as_str()))
}

/// Whether a head says that its column holds codes.
pub(super) fn is_code(head: &str) -> bool {
    words(head).any(|word| CODES.contains(&word.as_str()))
}

/// Returns a name that authors can write in brackets.
fn name(head: &str) -> EcoString {
    if is_period(head) {
        return date::normal(head).unwrap_or_else(|| head.into());
    }
    let plain = head.split(['[', '(', '（']).next().unwrap_or(head).trim();
    if is_period(plain) {
        return date::normal(plain).unwrap_or_else(|| plain.into());
    }
    let slug: String =
        plain.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let parts: Vec<_> = slug.split('_').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "column".into() } else { parts.join("_").into() }
}
