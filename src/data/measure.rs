//! What makes two figures comparable.

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::currency;
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::publication::localized::Localized;

/// What the numbers of a dataset or column mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measure {
    /// What is measured, in words.
    pub quantity: Option<Localized>,
    /// The unit.
    pub unit: Unit,
    /// How many units one is.
    pub scale: Scale,
    /// Whether it covers a period or a moment.
    pub kind: Option<Kind>,
    /// The prices it is in: `current`, or a base year.
    pub prices: Option<EcoString>,
    /// Who reported it.
    pub reporter: Option<Localized>,
    /// Whether it was announced or disbursed.
    pub status: Option<Status>,
    /// What it converts, if it is a rate.
    pub conversion: Option<Box<Conversion>>,
}

impl Measure {
    /// Returns its words that readers see.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        self.quantity.iter().chain(&self.reporter).chain(self.unit.texts())
    }
}

/// What a rate converts: an amount in the first unit times the rate is an amount in the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// What it takes.
    pub from: Basis,
    /// What it gives.
    pub to: Basis,
}

/// The unit, the prices, or both, that a rate leads from or to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// The unit; any if none.
    pub unit: Option<Unit>,
    /// The prices; any if none.
    pub prices: Option<EcoString>,
}

impl Basis {
    /// Whether figures of this measure have the basis.
    pub fn covers(&self, measure: &Measure) -> bool {
        self.unit.as_ref().is_none_or(|unit| *unit == measure.unit)
            && self.prices.as_ref().is_none_or(|prices| Some(prices) == measure.prices.as_ref())
    }

    /// Returns the basis for messages.
    pub fn describe(&self) -> String {
        let unit = self.unit.as_ref().map(|unit| unit.describe().to_string());
        let prices = self.prices.as_ref().map(|prices| describe_prices(prices));
        unit.into_iter().chain(prices).collect::<Vec<_>>().join(" in ")
    }
}

/// Returns prices for messages.
pub fn describe_prices(prices: &str) -> String {
    if prices == "current" { "current prices".to_owned() } else { format!("prices of {prices}") }
}

/// A unit of measurement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Unit {
    /// A bare number.
    #[default]
    None,
    /// A currency, by its ISO 4217 code.
    Currency(EcoString),
    /// Per cent.
    Percent,
    /// The difference of two percentages.
    PercentagePoints,
    /// Things that are counted.
    Count(Localized),
    /// Units of the first kind for each of the second, such as dollars per person.
    Per(Box<(Unit, Unit)>),
}

impl Unit {
    /// Returns the names of what is counted.
    pub fn texts(&self) -> Vec<&Localized> {
        match self {
            Self::Count(name) => vec![name],
            Self::Per(units) => [units.0.texts(), units.1.texts()].concat(),
            Self::None | Self::Currency(_) | Self::Percent | Self::PercentagePoints => Vec::new(),
        }
    }

    /// Returns the unit for messages.
    pub fn describe(&self) -> EcoString {
        match self {
            Self::None => "a bare number".into(),
            Self::Currency(code) => code.clone(),
            Self::Percent => "per cent".into(),
            Self::PercentagePoints => "percentage points".into(),
            Self::Count(noun) => noun.all().next().cloned().unwrap_or_default(),
            Self::Per(units) => eco_format!("{} per {}", units.0.describe(), units.1.describe()),
        }
    }
}

/// How many units one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scale {
    /// One.
    #[default]
    One,
    /// A thousand.
    Thousand,
    /// A million.
    Million,
    /// A thousand million.
    Billion,
    /// A million million.
    Trillion,
}

impl Scale {
    /// Returns the scale as a number.
    pub fn factor(self) -> Decimal {
        Decimal::from(10_u64.pow(self.power()))
    }

    /// Returns the scale as a power of ten.
    pub fn power(self) -> u32 {
        match self {
            Self::One => 0,
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
            Self::Trillion => 12,
        }
    }

    /// Returns the scale's name, as in data files and in the ids of interface words.
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Thousand => "thousand",
            Self::Million => "million",
            Self::Billion => "billion",
            Self::Trillion => "trillion",
        }
    }
}

/// Flow or stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Over a period.
    Flow,
    /// At a moment.
    Stock,
}

impl Kind {
    /// Returns the kind's name, as in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Stock => "stock",
        }
    }
}

/// How firm an amount of money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was promised.
    Announced,
    /// It was paid.
    Disbursed,
}

impl Status {
    /// Returns the status' name, as in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Disbursed => "disbursed",
        }
    }
}

/// Reads a measure.
pub(crate) fn read(node: &Node, problems: &mut Problems) -> Option<Measure> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let measure = Measure {
        quantity: mapping.optional("quantity", problems, Localized::read),
        unit: mapping.optional("unit", problems, unit).unwrap_or_default(),
        scale: mapping.optional("scale", problems, scale).unwrap_or_default(),
        kind: mapping.optional("kind", problems, kind),
        prices: mapping.optional("prices", problems, yaml::text),
        reporter: mapping.optional("reporter", problems, Localized::read),
        status: mapping.optional("status", problems, status),
        conversion: read_conversion(&mut mapping, problems).map(Box::new),
    };
    mapping.finish(problems);
    Some(measure)
}

fn read_conversion(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Conversion> {
    let (from, to) = (mapping.get("from"), mapping.get("to"));
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) => {
            let (from, to) = (read_basis(from, problems), read_basis(to, problems));
            Some(Conversion { from: from?, to: to? })
        }
        (from, _) => {
            problems.push(mapping.missing(if from.is_none() { "from" } else { "to" }));
            None
        }
    }
}

fn read_basis(node: &Node, problems: &mut Problems) -> Option<Basis> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let basis = Basis {
        unit: mapping.optional("unit", problems, unit),
        prices: mapping.optional("prices", problems, yaml::text),
    };
    mapping.finish(problems);
    if basis == Basis::default() {
        problems.push(
            Diagnostic::error(Code::BadValue, node.span, "this gives neither a unit nor prices")
                .with_hint("write `{unit: CNY}`, or `{prices: \"2007\"}`"),
        );
        return None;
    }
    Some(basis)
}

/// Reads a unit.
///
/// # Errors
/// Reports what is no text, and currencies that there are not.
pub(crate) fn unit(node: &Node) -> Result<Unit, Diagnostic> {
    if let Value::Mapping(_) = node.value {
        return Localized::read(node).map(Unit::Count);
    }
    let text = yaml::text(node)?;
    let is_currency = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    match text.as_str() {
        "percent" => Ok(Unit::Percent),
        "percentage points" => Ok(Unit::PercentagePoints),
        _ if text.contains(" per ") => {
            let (of, per) = text.split_once(" per ").unwrap_or((&text, ""));
            let part = |text: &str| {
                unit(&Node { value: Value::Text(text.trim().to_owned()), span: node.span })
            };
            Ok(Unit::Per(Box::new((part(of)?, part(per)?))))
        }
        _ if is_currency && currency::is_code(&text) => Ok(Unit::Currency(text)),
        _ if is_currency => Err(unknown_currency(node, &text)),
        _ => match common_unit(&text) {
            Some(unit) => {
                let message = format!("`{text}` would be the name of what is counted");
                Err(Diagnostic::error(Code::BadValue, node.span, message)
                    .with_hint(format!("did you mean `{unit}`?")))
            }
            None => Ok(Unit::Count(Localized::Same(text))),
        },
    }
}

/// Returns the unit that is meant by another spelling of it.
fn common_unit(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let is_near = |unit: &str| strsim::osa_distance(&lower, unit) == 1;
    match lower.as_str() {
        "%" | "pct" | "per cent" | "percentage" | "percents" | "por ciento" | "prozent"
        | "porcentaje" | "pour cent" => Some("percent"),
        "pp" | "p.p." | "points" | "percentage point" | "pct points" | "%-points" => {
            Some("percentage points")
        }
        "$" | "us$" | "dollars" | "us dollars" | "dollar" | "u.s. dollars" => Some("USD"),
        "€" | "euro" | "euros" => Some("EUR"),
        "£" | "pounds sterling" => Some("GBP"),
        _ if is_near("percent") => Some("percent"),
        _ if is_near("percentage points") => Some("percentage points"),
        _ => None,
    }
}

/// Returns what a cell says in what its row is, as in `per cent` or `US$ million`: a noun unless it is a percentage or
/// money.
pub(super) fn unit_of_row(text: &Localized) -> (Unit, Scale) {
    for name in text.all() {
        let (name, scale) = split_scale(name);
        let unit = match common_unit(name).filter(|_| name != "points") {
            Some("percent") => Unit::Percent,
            Some("percentage points") => Unit::PercentagePoints,
            Some(code) => Unit::Currency(code.into()),
            None if name.starts_with('%') || name.starts_with("percent of ") => Unit::Percent,
            None if name == "percent" || name.starts_with("per cent of ") => Unit::Percent,
            None if name == "percentage points" => Unit::PercentagePoints,
            None if currency::is_code(name) => Unit::Currency(name.into()),
            None => continue,
        };
        return (unit, scale);
    }
    (Unit::Count(text.clone()), Scale::One)
}

/// Splits the scale from the words for a unit.
fn split_scale(text: &str) -> (&str, Scale) {
    const SCALES: &[(&str, Scale)] = &[
        ("thousand", Scale::Thousand),
        ("million", Scale::Million),
        ("millions", Scale::Million),
        ("mn", Scale::Million),
        ("billion", Scale::Billion),
        ("billions", Scale::Billion),
        ("bn", Scale::Billion),
        ("trillion", Scale::Trillion),
    ];
    let text = text.trim();
    for (word, scale) in SCALES {
        let rest = text.strip_suffix(word).filter(|rest| rest.ends_with(' '));
        let before = || text.strip_prefix(word).filter(|rest| rest.starts_with(' '));
        if let Some(rest) = rest.or_else(before) {
            return (rest.trim(), *scale);
        }
    }
    (text, Scale::One)
}

fn unknown_currency(node: &Node, text: &str) -> Diagnostic {
    let hint = did_you_mean(text, currency::CODES.iter().copied());
    let message = format!("`{text}` is not a currency code of ISO 4217");
    Diagnostic::error(Code::BadValue, node.span, message).with_hints(hint).with_hint(format!(
        "write a unit that is not a currency in each language: `{{en: {text}}}`"
    ))
}

fn scale(node: &Node) -> Result<Scale, Diagnostic> {
    one_of(
        node,
        &[
            ("one", Scale::One),
            ("thousand", Scale::Thousand),
            ("million", Scale::Million),
            ("billion", Scale::Billion),
            ("trillion", Scale::Trillion),
        ],
    )
}

fn kind(node: &Node) -> Result<Kind, Diagnostic> {
    one_of(node, &[("flow", Kind::Flow), ("stock", Kind::Stock)])
}

fn status(node: &Node) -> Result<Status, Diagnostic> {
    one_of(node, &[("announced", Status::Announced), ("disbursed", Status::Disbursed)])
}

/// Reads one of a few names.
///
/// # Errors
/// Reports any other text, with the names there are.
pub(crate) fn one_of<T: Copy>(node: &Node, choices: &[(&str, T)]) -> Result<T, Diagnostic> {
    let text = yaml::text(node)?;
    if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
        return Ok(*choice);
    }
    let known: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
    let hint = yaml::elsewhere::value(&text, &known)
        .or_else(|| did_you_mean(&text, known.iter().copied()));
    Err(Diagnostic::error(Code::BadValue, node.span, format!("`{text}` is not allowed here"))
        .with_hints([hint.unwrap_or_else(|| format!("write {}", any_of(&known)))]))
}

/// Returns names as a choice: "`a`, `b` or `c`".
fn any_of(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
