//! Values as the readers of one language write them.

use ecow::EcoString;
use rust_decimal::{Decimal, RoundingStrategy};

use super::evaluate::{Computed, Quantity, overflow};
use super::expression::Format;
use super::formats;
use super::measure::{Measure, Scale, Unit};
use crate::date;
use crate::diagnostic::{Code, Diagnostic};
use crate::entity::Entities;
use crate::language::{Argument, Grouping, Language, Word, Words};
use crate::span::{Span, Spanned};

/// A language and its words.
#[derive(Debug, Clone, Copy)]
pub struct Speech<'a> {
    /// The language.
    pub language: &'a Language,
    /// Its words.
    pub words: &'a Words,
}

/// Whether a number stands with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitStyle {
    Shown,
    Hidden,
}

/// Whether a number stands with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignStyle {
    Negative,
    Always,
    Never,
}

/// What the formats of a binding come to.
struct Style {
    decimals: Option<u32>,
    scale: Option<Spanned<Scale>>,
    unit: UnitStyle,
    sign: SignStyle,
    grouping: Grouping,
    words: Option<Span>,
}

impl Style {
    fn new(formats: &[Spanned<Format>]) -> Self {
        let mut style = Self {
            decimals: None,
            scale: None,
            unit: UnitStyle::Shown,
            sign: SignStyle::Negative,
            grouping: Grouping::Grouped,
            words: None,
        };
        for format in formats {
            match format.value {
                Format::Round(decimals) => style.decimals = Some(decimals),
                Format::Millions => style.scale = Some(Spanned::new(Scale::Million, format.span)),
                Format::Billions => style.scale = Some(Spanned::new(Scale::Billion, format.span)),
                Format::Plain => style.unit = UnitStyle::Hidden,
                Format::Words => style.words = Some(format.span),
                Format::Sign => style.sign = SignStyle::Always,
                Format::Absolute => style.sign = SignStyle::Never,
                Format::Year => style.grouping = Grouping::Ungrouped,
            }
        }
        style
    }
}

/// Prints a value in the manner of `formats`.
///
/// # Errors
/// Reports formats that do not fit the value: a text that should be rounded, a
/// fraction in words.
pub fn print(
    value: &Computed,
    formats: &[Spanned<Format>],
    entities: &Entities,
    speech: Speech<'_>,
) -> Result<EcoString, Diagnostic> {
    let tag = &speech.language.tag;
    let text = match value {
        Computed::Quantity(quantity) => {
            return speech.styled(quantity, formats);
        }
        Computed::Text(text) => text.text(tag),
        Computed::Date(text) => date::format(text, speech.language),
        Computed::Entity(id) => {
            entities.get(id).map(|entity| entity.name.text(tag)).unwrap_or_default()
        }
    };
    match formats.first() {
        None => Ok(text),
        Some(format) => Err(Diagnostic::error(
            Code::TypeMisuse,
            format.span,
            "this format takes a number, and the cell holds none",
        )
        .with_hint("delete the format")),
    }
}

impl Speech<'_> {
    fn styled(
        self,
        quantity: &Quantity,
        formats: &[Spanned<Format>],
    ) -> Result<EcoString, Diagnostic> {
        formats::check(quantity, formats)?;
        let style = Style::new(formats);
        let Quantity { measure, .. } = quantity;
        let scale = style.scale.map_or(measure.scale, |scale| scale.value);
        let scaled = match style.scale {
            None => quantity.number,
            Some(Spanned { span, .. }) => {
                let factor = measure.scale.factor() / scale.factor();
                quantity.number.checked_mul(factor).ok_or_else(|| overflow(span))?
            }
        };
        let rescaled = scale != measure.scale;
        let decimals = style.decimals.unwrap_or(if rescaled { 1 } else { quantity.decimals });
        let number = round(scaled, formats::visible_decimals(scaled, decimals, formats)?);
        if let Some(span) = style.words {
            let number = if style.sign == SignStyle::Never { number.abs() } else { number };
            return self.in_words(number, span);
        }
        let grouping = if quantity.is_year { Grouping::Ungrouped } else { style.grouping };
        let text = match style.unit {
            UnitStyle::Shown => {
                let scaled = self.scaled(number.abs(), scale, grouping);
                self.with_unit(&scaled, &measure.unit)
            }
            UnitStyle::Hidden => self.language.number(number.abs(), grouping),
        };
        Ok(format!("{}{text}", sign(number, style.sign)).into())
    }

    /// Writes a number with the word for its scale, such as "14.4 billion".
    ///
    /// Languages that count in ten thousands have words for these powers instead of ours; they say
    /// so by having the messages, and the number moves its point.
    fn scaled(self, number: Decimal, scale: Scale, grouping: Grouping) -> String {
        const MYRIADS: &[(&str, u32)] =
            &[("number-hundred-million", 8), ("number-ten-thousand", 4)];
        if scale == Scale::One {
            return self.language.number(number, grouping);
        }
        let worded = |id: &str, number: Decimal| {
            let digits = self.language.number(number, grouping);
            self.words.find(id, &[("number", Argument::Text(&digits))])
        };
        // A number that leaves the range of decimals here keeps the word of its own scale.
        let whole = number.checked_mul(scale.factor()).unwrap_or_default();
        for (id, power) in MYRIADS {
            let one = Decimal::from(10_u64.pow(*power));
            let decimals = (number.scale() + power).saturating_sub(scale.power());
            if whole < one {
                continue;
            }
            if let Some(text) = worded(id, round(whole / one, decimals)) {
                return text;
            }
        }
        let number = &self.language.number(number, grouping);
        match scale {
            Scale::One => number.clone(),
            Scale::Thousand => self.words.get(Word::NumberThousand { number }).into(),
            Scale::Million => self.words.get(Word::NumberMillion { number }).into(),
            Scale::Billion => self.words.get(Word::NumberBillion { number }).into(),
        }
    }

    fn with_unit(self, number: &str, unit: &Unit) -> String {
        match unit {
            Unit::Percent => self.words.get(Word::NumberPercent { number }).into(),
            Unit::PercentagePoints => {
                self.words.get(Word::NumberPercentagePoints { number }).into()
            }
            Unit::Currency(code) => {
                let currency = &self.currency(code);
                let text = self.words.get(Word::NumberMoney { currency, number });
                // A code brings a space along, and some languages have one there already.
                text.replace("\u{A0}\u{A0}", "\u{A0}")
            }
            // The noun that is counted belongs to the sentence, where it is inflected.
            Unit::None | Unit::Count(_) => number.to_owned(),
        }
    }

    /// Returns the sign of a currency, or its code where the words have no sign for it.
    fn currency(self, code: &str) -> String {
        let id = format!("currency-{}", code.to_lowercase());
        self.words.find(&id, &[]).unwrap_or_else(|| format!("{code}\u{A0}"))
    }

    fn in_words(self, number: Decimal, span: Span) -> Result<EcoString, Diagnostic> {
        let word = self.words.find(&format!("number-word-{}", number.normalize()), &[]);
        word.map(EcoString::from).ok_or_else(|| {
            let message =
                format!("there is no word for {} in `{}`", number.normalize(), self.language.tag);
            Diagnostic::error(Code::TypeMisuse, span, message)
                .with_hint("delete `| words`, and print digits")
        })
    }

    /// Prints a cell of a table: digits alone, since the head of the column has the unit.
    pub fn table_number(
        self,
        number: Decimal,
        decimals: Option<u32>,
        grouping: Grouping,
    ) -> EcoString {
        let number = decimals.map_or(number, |decimals| round(number, decimals));
        let digits = self.language.number(number.abs(), grouping);
        format!("{}{digits}", sign(number, SignStyle::Negative)).into()
    }

    /// Returns what is measured, and in which unit: "outward FDI, US$ million".
    pub fn measured(self, measure: &Measure) -> EcoString {
        let quantity = measure.quantity.as_ref().map(|text| text.text(&self.language.tag));
        let parts = quantity.into_iter().chain([self.unit(measure)]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ").into()
    }

    /// Returns the unit of a measure, such as "US$ million"; empty if it has none.
    pub fn unit(self, measure: &Measure) -> EcoString {
        let noun = match &measure.unit {
            Unit::None => String::new(),
            Unit::Percent => self.words.get(Word::UnitPercent).into(),
            Unit::PercentagePoints => self.words.get(Word::UnitPercentagePoints).into(),
            Unit::Currency(code) => self.currency(code).trim_end().to_owned(),
            Unit::Count(noun) => noun.text(&self.language.tag).into(),
        };
        match measure.scale {
            Scale::One => noun.into(),
            Scale::Thousand => self.words.get(Word::UnitThousand { unit: &noun }).trim().into(),
            Scale::Million => self.words.get(Word::UnitMillion { unit: &noun }).trim().into(),
            Scale::Billion => self.words.get(Word::UnitBillion { unit: &noun }).trim().into(),
        }
    }
}

/// Rounds as readers do on paper: halves away from zero.
pub(super) fn round(number: Decimal, decimals: u32) -> Decimal {
    let mut rounded =
        number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    // A rounded number shows the decimals that it was rounded to, zeros included.
    rounded.rescale(decimals);
    rounded
}

fn sign(number: Decimal, style: SignStyle) -> &'static str {
    match style {
        SignStyle::Never => "",
        _ if number.is_zero() => "",
        _ if number.is_sign_negative() => "\u{2212}",
        SignStyle::Always => "+",
        SignStyle::Negative => "",
    }
}
