//! Values as readers of a language expect them.

mod counted;

use ecow::EcoString;
use rust_decimal::{Decimal, RoundingStrategy};

use super::evaluate::{Computed, Quantity, overflow};
use super::expression::Format;
use super::measure::{Measure, Scale, Unit};
use super::{formats, names};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::language::{Argument, Grouping, Language, Word, Words};
use crate::publication::date;
use crate::publication::entity::Entities;

/// Whether a format chooses a form of a name.
fn is_form(format: &Spanned<Format>) -> bool {
    matches!(format.value, Format::Form(_))
}

/// A language and its words.
#[derive(Debug, Clone, Copy)]
pub struct Locale<'a> {
    /// The language.
    pub language: &'a Language,
    /// Its words.
    pub words: &'a Words,
}

/// Whether a number stands with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitStyle {
    Shown,
    /// By its short sign.
    Short,
    Hidden,
}

/// Whether a number stands with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignStyle {
    Negative,
    Always,
    Never,
}

/// What the formats of a binding ask for.
struct Style {
    decimals: Option<u32>,
    scale: Option<Spanned<Scale>>,
    unit: UnitStyle,
    sign: SignStyle,
    grouping: Grouping,
    wording: Wording,
}

/// How a number is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wording {
    Digits,
    /// In words; the place of the format that says so.
    Words(Span),
    /// In words if it is small.
    Spelled,
    /// As a place in an order; the place of the format that says so.
    Ordinal(Span),
}

impl Style {
    fn new(formats: &[Spanned<Format>]) -> Self {
        let mut style = Self {
            decimals: None,
            scale: None,
            unit: UnitStyle::Shown,
            sign: SignStyle::Negative,
            grouping: Grouping::Grouped,
            wording: Wording::Digits,
        };
        for format in formats {
            match &format.value {
                Format::Round(decimals) => style.decimals = Some(*decimals),
                Format::Millions => style.scale = Some(Spanned::new(Scale::Million, format.span)),
                Format::Billions => style.scale = Some(Spanned::new(Scale::Billion, format.span)),
                Format::Trillions => style.scale = Some(Spanned::new(Scale::Trillion, format.span)),
                Format::Plain => style.unit = UnitStyle::Hidden,
                Format::Words => style.wording = Wording::Words(format.span),
                Format::Spelled => style.wording = Wording::Spelled,
                Format::Ordinal => style.wording = Wording::Ordinal(format.span),
                Format::Short => style.unit = UnitStyle::Short,
                Format::Sign => style.sign = SignStyle::Always,
                Format::Absolute => style.sign = SignStyle::Never,
                Format::Year => style.grouping = Grouping::Ungrouped,
                // These apply to names, which were refused, or to missing values.
                Format::Form(_) | Format::Capital | Format::Otherwise(_) => {}
            }
        }
        style
    }

    /// Returns a number in the scale that it is printed in.
    fn scaled(&self, quantity: &Quantity) -> Result<(Decimal, Scale), Diagnostic> {
        let own = quantity.measure.scale;
        let Some(Spanned { value, span }) = self.scale else { return Ok((quantity.number, own)) };
        let factor = own.factor() / value.factor();
        let number = quantity.number.checked_mul(factor).ok_or_else(|| overflow(span))?;
        Ok((number, value))
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
    locale: Locale<'_>,
) -> Result<EcoString, Diagnostic> {
    let tag = &locale.language.tag;
    let text = match value {
        Computed::Quantity(quantity) => {
            return locale.styled(quantity, formats);
        }
        Computed::Text(text) => text.text(tag),
        Computed::Date(text) => date::format(text, locale.language),
        Computed::Entity(id) => names::entity(id, formats, entities, tag)?,
        Computed::Range(ends) => return locale.range(ends, formats),
        Computed::Names(names) => {
            let own: Vec<_> = formats.iter().filter(|format| is_form(format)).cloned().collect();
            let own = |name: &Computed| match name {
                Computed::Entity(_) => own.clone(),
                _ => Vec::new(),
            };
            let name = |name: &Computed| print(name, &own(name), entities, locale);
            let names = names.iter().map(name).collect::<Result<Vec<_>, _>>()?;
            locale.language.list(names.iter().map(EcoString::as_str)).into()
        }
        // Statements are refused where they are evaluated for printing.
        Computed::Truth(_) => EcoString::new(),
    };
    let is_entity = matches!(value, Computed::Entity(_) | Computed::Names(_));
    let fits = |format: &Spanned<Format>| match format.value {
        Format::Form(_) => is_entity,
        Format::Capital | Format::Otherwise(_) => true,
        _ => false,
    };
    match formats.iter().find(|format| !fits(format)) {
        None if formats.iter().any(|format| format.value == Format::Capital) => {
            Ok(names::capital(&text))
        }
        None => Ok(text),
        Some(format) if format.value.is_of_names() => Err(formats::of_names(format)),
        Some(format) => Err(Diagnostic::error(
            Code::TypeMisuse,
            format.span,
            "this format takes a number, but the value is not a number",
        )
        .with_hint("delete the format")),
    }
}

impl Locale<'_> {
    fn styled(
        self,
        quantity: &Quantity,
        formats: &[Spanned<Format>],
    ) -> Result<EcoString, Diagnostic> {
        formats::check(quantity, formats)?;
        let style = Style::new(formats);
        let Quantity { measure, .. } = quantity;
        let (scaled, scale) = style.scaled(quantity)?;
        let rescaled = scale != measure.scale;
        let decimals = style.decimals.unwrap_or(if rescaled { 1 } else { quantity.decimals });
        let number = round(scaled, formats::visible_decimals(scaled, decimals, formats)?);
        let shown = if style.sign == SignStyle::Never { number.abs() } else { number };
        match style.wording {
            Wording::Words(span) => return self.in_words(shown, span),
            Wording::Ordinal(span) => return self.ordinal(shown, span),
            Wording::Spelled => {
                if let Some(word) = self.spelled(shown) {
                    return Ok(word);
                }
            }
            Wording::Digits => {}
        }
        let grouping = if quantity.is_year { Grouping::Ungrouped } else { style.grouping };
        let text = match style.unit {
            UnitStyle::Hidden => self.language.number(number.abs(), grouping),
            unit => {
                let form = self.language.plural_kind(number.abs());
                let scaled = self.scaled(number.abs(), scale, grouping);
                self.with_unit((&scaled, form), &measure.unit, unit)
            }
        };
        Ok(format!("{}{text}", sign(number, style.sign)).into())
    }

    /// Writes a number with the word for its scale, such as "14.4 billion".
    ///
    /// Some languages count otherwise than we do; see [`Self::counted`].
    fn scaled(self, number: Decimal, scale: Scale, grouping: Grouping) -> String {
        if scale == Scale::One {
            return self.language.number(number, grouping);
        }
        let Some(counted) = self.counted(number, scale) else {
            let digits = self.language.number(number, grouping);
            return self.with_scale((&digits, self.language.plural_kind(number)), scale);
        };
        let digits = self.language.number(counted.of(number, scale), grouping);
        self.with_count(&digits, counted)
    }

    /// Writes the word for a scale after digits, whose plural category is `form`.
    fn with_scale(self, (number, form): (&str, &str), scale: Scale) -> String {
        match scale {
            Scale::One => number.to_owned(),
            Scale::Thousand => self.words.get(Word::NumberThousand { number, form }).into(),
            Scale::Million => self.words.get(Word::NumberMillion { number, form }).into(),
            Scale::Billion => self.words.get(Word::NumberBillion { number, form }).into(),
            Scale::Trillion => self.words.get(Word::NumberTrillion { number, form }).into(),
        }
    }

    /// Writes a unit beside a number, whose plural category is `form`.
    fn with_unit(self, (number, form): (&str, &str), unit: &Unit, style: UnitStyle) -> String {
        match unit {
            Unit::Percent => self.words.get(Word::NumberPercent { number }).into(),
            Unit::PercentagePoints if style == UnitStyle::Short => {
                self.words.get(Word::NumberPercentagePointsShort { number }).into()
            }
            Unit::PercentagePoints => {
                self.words.get(Word::NumberPercentagePoints { number, form }).into()
            }
            Unit::Currency(code) => {
                let currency = &self.currency(code);
                let text = self.words.get(Word::NumberMoney { currency, number });
                // A currency code needs a space, and some languages have one there already.
                text.replace("\u{A0}\u{A0}", "\u{A0}")
            }
            // What the money is for each of belongs to the sentence as well.
            Unit::Per(units) => self.with_unit((number, form), &units.0, style),
            // The noun that is counted belongs to the sentence, where it is inflected.
            Unit::None | Unit::Count(_) => number.to_owned(),
        }
    }

    /// Returns the sign of a currency, or its code where the words have no sign for it.
    fn currency(self, code: &str) -> String {
        let id = format!("currency-{}", code.to_lowercase());
        self.words.find(&id, &[]).unwrap_or_else(|| format!("{code}\u{A0}"))
    }

    fn word(self, number: Decimal) -> Option<EcoString> {
        self.words.find(&format!("number-word-{}", number.normalize()), &[]).map(EcoString::from)
    }

    fn in_words(self, number: Decimal, span: Span) -> Result<EcoString, Diagnostic> {
        self.word(number).ok_or_else(|| {
            let message =
                format!("there is no word for {} in the language `{}`", number.normalize(), self.language.tag);
            Diagnostic::error(Code::TypeMisuse, span, message)
                .with_hint("delete `| words` to print digits, or use `| spelled`, which prints digits where there are no words")
        })
    }

    /// Returns the word for a number that is small enough to be spelt out in the language.
    fn spelled(self, number: Decimal) -> Option<EcoString> {
        let limit: Decimal = self.words.get(Word::NumberSpelledBelow).parse().ok()?;
        self.word(number).filter(|_| number < limit)
    }

    fn ordinal(self, number: Decimal, span: Span) -> Result<EcoString, Diagnostic> {
        let whole = u64::try_from(number).ok().filter(|&whole| Decimal::from(whole) == number);
        let Some(whole) = whole.filter(|&whole| whole > 0) else {
            let message = format!("{} is not a rank", number.normalize());
            return Err(Diagnostic::error(Code::BadFormat, span, message)
                .with_hint("print a `rank(…)`, or a whole number from 1, with `| ordinal`"));
        };
        let digits = self.language.number(whole.into(), Grouping::Grouped);
        let id = format!("number-ordinal-{}", self.language.ordinal_kind(whole));
        let own = self.words.find(&id, &[("number", Argument::Text(&digits))]);
        let general = || self.words.get(Word::NumberOrdinal { number: &digits }).into();
        Ok(own.map_or_else(general, EcoString::from))
    }

    /// Prints the interval between two numbers, with the unit once.
    fn range(
        self,
        (from, to): &(Quantity, Quantity),
        formats: &[Spanned<Format>],
    ) -> Result<EcoString, Diagnostic> {
        formats::check_range(from, formats)?;
        let style = Style::new(formats);
        let ((low, scale), (high, _)) = (style.scaled(from)?, style.scaled(to)?);
        let rescaled = scale != from.measure.scale;
        let decimals = style.decimals.unwrap_or(if rescaled { 1 } else { from.decimals });
        let most = if low.abs() > high.abs() { low } else { high };
        let is_worded = style.unit != UnitStyle::Hidden && scale != Scale::One;
        let counted = self.counted(most, scale).filter(|_| is_worded);
        let digits = |number: Decimal| {
            let decimals = formats::visible_decimals(number, decimals, formats)?;
            let number = round(number, decimals);
            let form = self.language.plural_kind(number.abs());
            let shown = counted.map_or(number, |counted| counted.of(number, scale));
            Ok((self.table_number(shown, None, style.grouping), form))
        };
        let ((low_text, low_form), (high_text, high_form)) = (digits(low)?, digits(high)?);
        // Ends of different categories have the general form: "0–1 percentage points".
        let form = if low_form == high_form { high_form } else { "other" };
        let (from_text, to_text) = (low_text.as_str(), high_text.as_str());
        let range = if low.is_sign_negative() {
            self.words.get(Word::NumberRangeSigned { from: from_text, to: to_text })
        } else {
            self.words.get(Word::NumberRange { from: from_text, to: to_text })
        };
        if style.unit == UnitStyle::Hidden {
            return Ok(EcoString::from(&*range));
        }
        let range = match counted {
            Some(counted) => self.with_count(&range, counted),
            None => self.with_scale((&range, form), scale),
        };
        Ok(self.with_unit((&range, form), &from.measure.unit, style.unit).into())
    }

    /// Prints a cell of a table: only digits, because the head of the column has the unit.
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

    /// Writes a number of a drawing, whose greatest is about `most`, with three digits that count and
    /// the short word for its scale: "250 bn".
    pub fn short_number(self, number: Decimal, most: Decimal) -> EcoString {
        const LEAST: u64 = 1_000_000;
        const DIGITS: u32 = 3;
        let most = most.abs();
        let scales = [Scale::Trillion, Scale::Billion, Scale::Million];
        let scale = scales.into_iter().find(|scale| most >= scale.factor());
        let scale = scale.filter(|_| most >= Decimal::from(LEAST)).unwrap_or(Scale::One);
        let scaled = number.abs() / scale.factor();
        let whole = u32::try_from(scaled.trunc().to_string().len()).unwrap_or(DIGITS);
        let scaled = round(scaled, DIGITS.saturating_sub(whole)).normalize();
        let grouping = Grouping::Grouped;
        if scaled.is_zero() && scale != Scale::One {
            // What is little beside the greatest has a scale of its own: 2 beside 51 million.
            return self.short_number(number, number);
        }
        if scaled.is_zero() {
            return self.language.number(Decimal::ZERO, grouping).into();
        }
        let text = if self.counts_myriads() {
            self.scaled(scaled, scale, grouping)
        } else {
            let number = &self.language.number(scaled, grouping);
            match scale {
                Scale::One | Scale::Thousand => number.clone(),
                Scale::Million => self.words.get(Word::ShortMillion { number }).into(),
                Scale::Billion => self.words.get(Word::ShortBillion { number }).into(),
                Scale::Trillion => self.words.get(Word::ShortTrillion { number }).into(),
            }
        };
        format!("{}{text}", sign(number, SignStyle::Negative)).into()
    }

    /// Returns what is measured, and in which unit: "outward FDI, US$ million".
    pub fn measured(self, measure: &Measure) -> EcoString {
        let quantity = measure.quantity.as_ref().map(|text| text.text(&self.language.tag));
        let unit = self.unit(measure);
        // Ports are counted in ports.
        let quantity = quantity.filter(|quantity| *quantity != unit);
        let parts = quantity.into_iter().chain([unit]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(self.words.comma()).into()
    }

    /// Returns the unit of a measure, such as "US$ million"; empty if it has none.
    pub fn unit(self, measure: &Measure) -> EcoString {
        let noun = self.unit_noun(&measure.unit);
        let (money, word) = match measure.scale {
            Scale::One => return noun.into(),
            Scale::Thousand => ("money-thousand", Word::UnitThousand { unit: &noun }),
            Scale::Million => ("money-million", Word::UnitMillion { unit: &noun }),
            Scale::Billion => ("money-billion", Word::UnitBillion { unit: &noun }),
            Scale::Trillion => ("money-trillion", Word::UnitTrillion { unit: &noun }),
        };
        // English has "thousand tonnes" but "US$ thousand"; most languages have one order for both.
        let is_money = matches!(measure.unit, Unit::Currency(_));
        let money = is_money.then(|| self.words.find(money, &[("unit", Argument::Text(&noun))]));
        let text = money.flatten().unwrap_or_else(|| self.words.get(word).into());
        text.trim().into()
    }
}

impl Locale<'_> {
    fn unit_noun(self, unit: &Unit) -> String {
        match unit {
            Unit::None => String::new(),
            Unit::Percent => self.words.get(Word::UnitPercent).into(),
            Unit::PercentagePoints => self.words.get(Word::UnitPercentagePoints).into(),
            Unit::Currency(code) => self.currency(code).trim_end().to_owned(),
            Unit::Count(noun) => noun.text(&self.language.tag).into(),
            Unit::Per(units) => {
                let (of, per) = (self.unit_noun(&units.0), self.unit_noun(&units.1));
                self.words.get(Word::UnitPer { unit: &of, per: &per }).into()
            }
        }
    }
}

/// Rounds as people do on paper: halves away from zero.
pub(crate) fn round(number: Decimal, decimals: u32) -> Decimal {
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
