//! What makes two figures comparable.

use ecow::EcoString;
use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::localized::Localized;
use crate::yaml::{self, Mapping, Node, Value};

/// What the numbers of a dataset or column are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measure {
    /// What is measured, in words.
    pub quantity: Option<Localized>,
    /// The unit.
    pub unit: Unit,
    /// How many units one is.
    pub scale: Scale,
    /// Whether it runs over a period or stands at a moment.
    pub kind: Option<Kind>,
    /// The prices it is in: `current`, or a base year.
    pub prices: Option<EcoString>,
    /// Who reported it.
    pub reporter: Option<Localized>,
    /// Whether it was announced or disbursed.
    pub status: Option<Status>,
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
}

impl Unit {
    /// Returns the unit for messages.
    pub fn describe(&self) -> EcoString {
        match self {
            Self::None => "a bare number".into(),
            Self::Currency(code) => code.clone(),
            Self::Percent => "per cent".into(),
            Self::PercentagePoints => "percentage points".into(),
            Self::Count(noun) => noun.all().next().cloned().unwrap_or_default(),
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
        }
    }

    /// Returns the scale's name, as in data files and in the ids of interface words.
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Thousand => "thousand",
            Self::Million => "million",
            Self::Billion => "billion",
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
    };
    mapping.finish(problems);
    Some(measure)
}

fn unit(node: &Node) -> Result<Unit, Diagnostic> {
    if let Value::Mapping(_) = node.value {
        return Localized::read(node).map(Unit::Count);
    }
    let text = yaml::text(node)?;
    let is_currency = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    match text.as_str() {
        "percent" => Ok(Unit::Percent),
        "percentage points" => Ok(Unit::PercentagePoints),
        _ if is_currency => Ok(Unit::Currency(text)),
        _ => Ok(Unit::Count(Localized::Same(text))),
    }
}

fn scale(node: &Node) -> Result<Scale, Diagnostic> {
    one_of(
        node,
        &[
            ("one", Scale::One),
            ("thousand", Scale::Thousand),
            ("million", Scale::Million),
            ("billion", Scale::Billion),
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
    let names: Vec<_> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
    let hint = did_you_mean(&text, choices.iter().map(|(name, _)| *name));
    Err(Diagnostic::error(Code::BadValue, node.span, format!("`{text}` is not allowed here"))
        .with_hints([hint.unwrap_or_else(|| format!("write {}", names.join(", ")))]))
}
