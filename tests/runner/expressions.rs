//! The arithmetic of bound numbers, against arithmetic done another way, and printed numbers
//! against Unicode's own rounding and digits.
//!
//! The other way is fractions of whole numbers: no decimals, no rounding, nothing shared with
//! the program but the text of the expression.

use std::fmt::{self, Write as _};

use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal as FixedDecimal;
use icu::decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu::locale::Locale as IcuLocale;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use quipu::diagnostic::{Code, Diagnostic, Problems};
use quipu::files::{Files, Reading};
use quipu::parts::Measure;
use quipu::parts::Span;
use quipu::parts::{self, Publication};
use quipu::parts::{Computed, Evaluated, Quantity, evaluate};
use quipu::parts::{Language, Words};
use quipu::parts::{Locale, print};

use rust_decimal::Decimal;

/// The tests, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("evaluate_as_fractions_do", evaluate_as_fractions_do),
    ("print_as_unicode_does", print_as_unicode_does),
];

/// How many rows and columns of numbers the dataset has.
const SIZE: usize = 4;

/// A dataset: hundredths, or nothing.
type Table = [[Option<i64>; SIZE]; SIZE];

/// An expression, for the program as text and for the test as a tree.
#[derive(Debug, Clone)]
enum Tree {
    Cell(usize, usize),
    Hundredths(u16),
    Negate(Box<Tree>),
    Binary(char, Box<Tree>, Box<Tree>),
    Range(&'static str, usize, bool),
}

impl fmt::Display for Tree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell(row, column) => write!(formatter, "d[r{row}, c{column}]"),
            Self::Hundredths(number) => {
                write!(formatter, "{}.{:02}", number / 100, number % 100)
            }
            Self::Negate(inner) => write!(formatter, "-({inner})"),
            Self::Binary(operator, left, right) => {
                write!(formatter, "({left}) {operator} ({right})")
            }
            Self::Range(function, row, ignores) => {
                let option = if *ignores { ", ignore missing" } else { "" };
                write!(formatter, "{function}(d[r{row}, c0..c3]{option})")
            }
        }
    }
}

/// A fraction in lowest terms, its denominator positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(numerator: i128, denominator: i128) -> Self {
        let (mut left, mut right) = (numerator.abs(), denominator.abs());
        while right != 0 {
            (left, right) = (right, left % right);
        }
        let divisor = left.max(1) * denominator.signum();
        Self(numerator / divisor, denominator / divisor)
    }

    fn hundredths(number: i64) -> Self {
        Self::new(number.into(), 100)
    }

    fn add(self, other: Self) -> Self {
        Self::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn multiply(self, other: Self) -> Self {
        Self::new(self.0 * other.0, self.1 * other.1)
    }

    fn is_less(self, other: Self) -> bool {
        self.0 * other.1 < other.0 * self.1
    }

    /// Whether a decimal is this fraction, up to the last of twelve decimals.
    fn is_close(self, decimal: Decimal) -> bool {
        const DECIMALS: u32 = 12;
        let mut rounded = decimal.round_dp(DECIMALS);
        rounded.rescale(DECIMALS);
        let exact = self.0 * 10_i128.pow(DECIMALS);
        // Means that are multiplied multiply what their last decimal lacks.
        (rounded.mantissa() * self.1 - exact).abs() <= 8 * self.1
    }
}

/// What an expression comes to.
struct Model {
    value: Fraction,
    cells: usize,
    left_out: usize,
}

/// Computes an expression in fractions; none if it rests on a missing value or divides by zero.
fn model(tree: &Tree, table: &Table) -> Option<Model> {
    let single = |value| Model { value, cells: 0, left_out: 0 };
    match tree {
        Tree::Cell(row, column) => {
            let value = Fraction::hundredths(table[*row][*column]?);
            Some(Model { cells: 1, ..single(value) })
        }
        Tree::Hundredths(number) => Some(single(Fraction::hundredths((*number).into()))),
        Tree::Negate(inner) => {
            let inner = model(inner, table)?;
            Some(Model { value: Fraction(-inner.value.0, inner.value.1), ..inner })
        }
        Tree::Binary(operator, left, right) => {
            let (left, right) = (model(left, table)?, model(right, table)?);
            let Fraction(numerator, denominator) = right.value;
            let value = match operator {
                '+' => left.value.add(right.value),
                '-' => left.value.add(Fraction(-numerator, denominator)),
                '*' => left.value.multiply(right.value),
                _ if numerator == 0 => return None,
                _ => left.value.multiply(Fraction::new(denominator, numerator)),
            };
            let (cells, left_out) = (left.cells + right.cells, left.left_out + right.left_out);
            Some(Model { value, cells, left_out })
        }
        Tree::Range(function, row, ignores) => range(function, &table[*row], *ignores),
    }
}

fn range(function: &str, row: &[Option<i64>; SIZE], ignores: bool) -> Option<Model> {
    let present: Vec<_> =
        row.iter().flatten().map(|&number| Fraction::hundredths(number)).collect();
    let left_out = SIZE - present.len();
    if present.is_empty() || (left_out > 0 && !ignores) {
        return None;
    }
    let sum = || present.iter().fold(Fraction(0, 1), |sum, &number| sum.add(number));
    let least = |one: Fraction, other: Fraction| if other.is_less(one) { other } else { one };
    let most = |one: Fraction, other: Fraction| if one.is_less(other) { other } else { one };
    let value = match function {
        "sum" => sum(),
        "mean" => sum().multiply(Fraction::new(1, present.len() as i128)),
        "min" => present.iter().copied().reduce(least)?,
        _ => present.iter().copied().reduce(most)?,
    };
    Some(Model { value, cells: present.len(), left_out })
}

fn trees() -> impl Strategy<Value = Tree> {
    let functions = prop::sample::select(vec!["sum", "mean", "min", "max"]);
    let leaf = prop_oneof![
        (0..SIZE, 0..SIZE).prop_map(|(row, column)| Tree::Cell(row, column)),
        (1_u16..1000).prop_map(Tree::Hundredths),
        (functions, 0..SIZE, any::<bool>())
            .prop_map(|(function, row, ignores)| Tree::Range(function, row, ignores)),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let operators = prop::sample::select(vec!['+', '-', '*']);
        prop_oneof![
            inner.clone().prop_map(|inner| Tree::Negate(Box::new(inner))),
            (operators, inner.clone(), inner).prop_map(|(operator, left, right)| {
                Tree::Binary(operator, Box::new(left), Box::new(right))
            }),
        ]
    })
}

fn tables() -> impl Strategy<Value = Table> {
    let cell = prop_oneof![1 => Just(None), 6 => (-99_999_i64..=99_999).prop_map(Some)];
    prop::array::uniform4(prop::array::uniform4(cell))
}

/// Writes a dataset as an author does.
fn yaml(table: &Table) -> String {
    let mut text = "title: D\nkey: id\ncolumns: {id: text, c0: number, c1: number, c2: number, c3: number}\nrows:\n".to_owned();
    for (index, row) in table.iter().enumerate() {
        let cells = row.iter().enumerate().map(|(column, cell)| match cell {
            None => format!("c{column}: ~"),
            Some(number) => format!("c{column}: {}", Decimal::new(*number, 2)),
        });
        let cells: Vec<_> = cells.collect();
        let _ = writeln!(text, "  - {{id: r{index}, {}}}", cells.join(", "));
    }
    text
}

fn publication(dataset: String) -> Publication {
    let mut texts = Files::default();
    texts.add("quipu.yaml", "title: T\nlanguages: [en]\n");
    texts.add("content/data/d.yaml", dataset);
    let mut problems = Problems::default();
    let reading = Reading { texts, ..Reading::default() };
    let publication = parts::load(reading, &mut problems).unwrap();
    assert!(!problems.has_errors(), "{problems:?}");
    publication
}

fn value_of(tree: &str, publication: &mut Publication) -> Result<Evaluated, Diagnostic> {
    let text = format!("{{{{ {tree} }}}}");
    let file = publication.files.add("the expression", text.clone());
    let binding = parts::expression(&text, Span::new(file, 0, text.len()))?;
    evaluate(&binding.expression, publication.data())
}

/// Returns a runner that tries the same values each time, `cases` of them, and writes none into
/// files.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn evaluate_as_fractions_do() {
    let trees = prop::collection::vec((trees(), prop::option::of(trees())), 8);
    let mut runner = runner(256);
    let outcome = runner.run(&(tables(), trees), |(table, trees)| {
        let mut publication = publication(yaml(&table));
        for (left, divisor) in trees {
            let tree = match divisor {
                Some(right) => Tree::Binary('/', Box::new(left), Box::new(right)),
                None => left,
            };
            compare(&tree, &table, &mut publication)?;
        }
        Ok(())
    });
    outcome.unwrap();
}

fn compare(tree: &Tree, table: &Table, publication: &mut Publication) -> Result<(), TestCaseError> {
    let evaluated = value_of(&tree.to_string(), publication);
    match (model(tree, table), evaluated) {
        (None, Err(problem)) => {
            let expected = matches!(problem.code, Code::MissingCell | Code::DivisionByZero);
            prop_assert!(expected, "{tree}: {}", problem.message);
        }
        (Some(model), Ok(evaluated)) => {
            let Computed::Quantity(quantity) = &evaluated.value else {
                return Err(TestCaseError::fail(format!("{tree} is no number")));
            };
            prop_assert!(
                model.value.is_close(quantity.number),
                "{tree}: {} is not {:?}",
                quantity.number,
                model.value
            );
            prop_assert_eq!(evaluated.cells.len(), model.cells, "{}", tree);
            prop_assert_eq!(evaluated.left_out.len(), model.left_out, "{}", tree);
        }
        (model, evaluated) => {
            let expected = model.map(|model| model.value);
            let found = evaluated.map(|evaluated| evaluated.value);
            return Err(TestCaseError::fail(format!("{tree}: {expected:?}, but {found:?}")));
        }
    }
    Ok(())
}

/// Returns the words of the default theme in English; plain numbers need none of them.
fn words() -> Words {
    let mut reading = Reading::default();
    parts::add_embedded(&mut reading);
    let files = &reading.texts;
    let path = files.find("theme/default/words/en.ftl");
    let path = path.or_else(|| files.find("themes/default/words/en.ftl")).unwrap();
    Words::new("en", &[(path, files.get(path))], &mut Problems::default())
}

/// Languages that group and mark digits in different ways.
const TAGS: &[&str] = &["en", "en-IN", "es-419", "es-ES", "de-CH", "fr", "zh-Hans", "ar-EG"];

fn print_as_unicode_does() {
    let words = words();
    let publication = publication("title: D\nkey: id\ncolumns: {id: text}\nrows: []\n".to_owned());
    let languages: Vec<Language> = TAGS.iter().map(|tag| tag.parse().unwrap()).collect();
    // Decimals hold 28 digits, those behind the point included.
    let most = 10_i64.pow(15);
    let numbers = (-most..=most, 0_u32..=12, prop::option::of(0_u32..=12), any::<bool>());
    let mut runner = runner(256);
    let outcome = runner.run(&numbers, |(digits, scale, round, grouped)| {
        let number = Decimal::new(digits, scale);
        let format = format!(
            "{{{{ 1 | plain{}{} }}}}",
            round.map(|round| format!(" | round {round}")).unwrap_or_default(),
            if grouped { "" } else { " | year" }
        );
        let file = Files::default().add("the format", format.clone());
        let binding = parts::expression(&format, Span::new(file, 0, format.len())).unwrap();
        let value = Computed::Quantity(Quantity {
            number,
            measure: Measure::default(),
            decimals: scale,
            is_year: false,
        });
        for language in &languages {
            let locale = Locale { language, words: &words };
            let printed = print(&value, &binding.formats, &publication.entities, locale).unwrap();
            let expected = by_unicode(number, round.unwrap_or(scale), grouped, &language.tag);
            prop_assert_eq!(printed.as_str(), expected, "{} in {}", number, language.tag);
        }
        Ok(())
    });
    outcome.unwrap();
}

/// Prints the size of a number by Unicode's own means, and our sign before it.
fn by_unicode(number: Decimal, decimals: u32, grouped: bool, tag: &str) -> String {
    let mut fixed = FixedDecimal::try_from_str(&number.abs().to_string()).unwrap();
    let position = -i16::try_from(decimals).unwrap();
    if fixed.absolute.digit_at(position - 1) >= 5 {
        fixed.absolute.expand(position);
    } else {
        fixed.absolute.trunc(position);
    }
    fixed.absolute.pad_end(position);
    let is_zero = fixed.absolute.is_zero();
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy =
        Some(if grouped { GroupingStrategy::Auto } else { GroupingStrategy::Never });
    let locale = IcuLocale::try_from_str(tag).unwrap();
    let formatter = DecimalFormatter::try_new((&locale).into(), options).unwrap();
    let sign = if number.is_sign_negative() && !is_zero { "\u{2212}" } else { "" };
    format!("{sign}{}", formatter.format_to_string(&fixed))
}
