//! Languages: what a tag determines about numbers, dates, lists and quotation marks.
//!
//! Digits and dates come from Unicode's locale data (ICU4X), quotation marks
//! from Typst's table. Words that readers meet come from the theme instead.

mod length;
mod typed;
mod word;
mod words;

pub use length::count_words;
pub use typed::TypedNumber;
pub use word::{Argument, Word};
pub use words::Words;
pub(crate) use words::{COPY, lacking, lines_of};

use std::fmt;
use std::str::FromStr;

use ecow::EcoString;
use icu::calendar::Date;
use icu::collator::Collator;
use icu::collator::options::CollatorOptions;
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::{YM, YMD};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal as FixedDecimal;
use icu::decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::locale::{Direction, Locale, LocaleDirectionality, LocaleExpander};
use icu::plurals::{PluralCategory, PluralRules};
use rust_decimal::Decimal;
use typst::foundations::Smart;
use typst::text::{Lang, Region, SmartQuotes};

/// Languages whose regions write numbers differently, with the tags to choose from.
const AMBIGUOUS: &[(&str, &str)] = &[("es", "`es-419`, `es-CO`, `es-ES` or `es-MX`")];

/// A language as readers of a region write it.
pub struct Language {
    /// The BCP 47 tag, such as `es-419`.
    pub tag: EcoString,
    /// The quotation marks.
    pub quotes: Quotes,
    /// The writing direction, `ltr` or `rtl`.
    pub direction: &'static str,
    grouped: DecimalFormatter,
    ungrouped: DecimalFormatter,
    day: DateTimeFormatter<YMD>,
    month: DateTimeFormatter<YM>,
    list: ListFormatter,
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Language").field(&self.tag).finish()
    }
}

/// The order of names in dictionaries of a language.
#[derive(Debug)]
pub struct Collation(Option<icu::collator::CollatorBorrowed<'static>>);

impl Collation {
    /// Compares two names.
    pub fn compare(&self, one: &str, other: &str) -> std::cmp::Ordering {
        self.0.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }
}

/// Quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotes {
    /// Opens a quotation.
    pub double_open: EcoString,
    /// Closes a quotation.
    pub double_close: EcoString,
    /// Opens a quotation inside another.
    pub single_open: EcoString,
    /// Closes a quotation inside another.
    pub single_close: EcoString,
}

/// Why a tag names no usable language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanguageError {
    /// It is not a BCP 47 tag.
    Syntax,
    /// Its regions write numbers differently; these tags decide.
    Ambiguous(&'static str),
    /// There is no locale data for it.
    Unsupported,
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        let locale = Locale::try_from_str(tag).map_err(|_| LanguageError::Syntax)?;
        if let Some((_, settled)) = AMBIGUOUS.iter().find(|(ambiguous, _)| *ambiguous == tag) {
            return Err(LanguageError::Ambiguous(settled));
        }
        let decimal = |grouping| {
            let mut options = DecimalFormatterOptions::default();
            options.grouping_strategy = Some(grouping);
            DecimalFormatter::try_new((&locale).into(), options)
        };
        let unsupported = LanguageError::Unsupported;
        let options = ListFormatterOptions::default();
        Ok(Self {
            tag: tag.into(),
            quotes: quotes(&locale),
            direction: direction(&locale),
            grouped: decimal(GroupingStrategy::Auto).map_err(|_| unsupported)?,
            ungrouped: decimal(GroupingStrategy::Never).map_err(|_| unsupported)?,
            day: DateTimeFormatter::try_new((&locale).into(), YMD::long())
                .map_err(|_| unsupported)?,
            month: DateTimeFormatter::try_new((&locale).into(), YM::long())
                .map_err(|_| unsupported)?,
            list: ListFormatter::try_new_and((&locale).into(), options).map_err(|_| unsupported)?,
        })
    }
}

fn direction(locale: &Locale) -> &'static str {
    let directionality = LocaleDirectionality::new_common();
    match directionality.get(&locale.id) {
        Some(Direction::RightToLeft) => "rtl",
        _ => "ltr",
    }
}

fn quotes(locale: &Locale) -> Quotes {
    let language = locale.id.language.as_str().parse().unwrap_or(Lang::ENGLISH);
    let region: Option<Region> = locale.id.region.and_then(|region| region.as_str().parse().ok());
    let quotes = SmartQuotes::get(&Smart::Auto, language, region, false);
    Quotes {
        double_open: quotes.double_open.into(),
        double_close: quotes.double_close.into(),
        single_open: quotes.single_open.into(),
        single_close: quotes.single_close.into(),
    }
}

/// Whether `other` can stand in for `tag`: the same language in the same script, such as `es-419`
/// for `es-CO`.
pub(crate) fn is_related(tag: &str, other: &str) -> bool {
    let known = |tag: &str| {
        let mut locale = Locale::try_from_str(tag).ok()?;
        LocaleExpander::new_common().maximize(&mut locale.id);
        Some((locale.id.language, locale.id.script))
    };
    known(tag).is_some_and(|found| known(other) == Some(found))
}

/// Whether digits are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// As the language groups them.
    Grouped,
    /// Never, as in years.
    Ungrouped,
}

impl Language {
    /// Formats a number with all the decimals that it has; a minus sign is U+2212.
    pub fn number(&self, number: Decimal, grouping: Grouping) -> String {
        // Both types write and read plain decimal notation.
        let fixed = FixedDecimal::try_from_str(&number.to_string()).unwrap_or_default();
        let formatter = match grouping {
            Grouping::Grouped => &self.grouped,
            Grouping::Ungrouped => &self.ungrouped,
        };
        formatter.format_to_string(&fixed).replace('-', "\u{2212}")
    }

    /// Returns `text` as a quotation; quotations inside it take the inner marks.
    pub fn quoted(&self, text: &str) -> String {
        let Quotes { double_open, double_close, single_open, single_close } = &self.quotes;
        let inner = text
            .replace(double_open.as_str(), single_open)
            .replace(double_close.as_str(), single_close);
        format!("{double_open}{inner}{double_close}")
    }

    /// Whether the region of the tag uses letter paper (8.5 by 11 inches), according to Unicode's
    /// data; `en` names no region.
    pub fn has_letter_paper(&self) -> bool {
        const REGIONS: [&str; 14] =
            ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
        let locale = Locale::try_from_str(&self.tag).ok();
        let region = locale.and_then(|locale| locale.id.region);
        region.is_some_and(|region| REGIONS.contains(&region.as_str()))
    }

    /// Returns the language with the region where most of its readers live, such as `en-US`.
    pub fn main_locale(&self) -> String {
        let base = self.tag.split('-').next().unwrap_or_default();
        let Ok(mut locale) = Locale::try_from_str(base) else { return base.to_owned() };
        LocaleExpander::new_common().maximize(&mut locale.id);
        match locale.id.region {
            Some(region) => format!("{base}-{region}"),
            None => base.to_owned(),
        }
    }

    /// Whether the language is written in Chinese characters, which need fonts of their own.
    pub fn is_ideographic(&self) -> bool {
        matches!(self.script().as_str(), "Hans" | "Hant" | "Jpan" | "Kore")
    }

    /// Whether its brackets and commas are as wide as its characters, as in Chinese and Japanese.
    pub fn has_full_width_signs(&self) -> bool {
        matches!(self.script().as_str(), "Hans" | "Hant" | "Jpan")
    }

    /// Returns the ISO 15924 code of the script that it is written in, such as `Latn`.
    pub fn script(&self) -> String {
        let Ok(mut locale) = Locale::try_from_str(&self.tag) else { return String::new() };
        LocaleExpander::new_common().maximize(&mut locale.id);
        locale.id.script.map(|script| script.to_string()).unwrap_or_default()
    }

    /// Returns the sign between whole numbers and decimals.
    pub fn decimal_sign(&self) -> String {
        let half = self.number(Decimal::new(5, 1), Grouping::Ungrouped);
        half.chars().filter(|character| !character.is_numeric()).collect()
    }

    /// Formats a day, such as "20 de noviembre de 2026".
    pub fn day(&self, day: jiff::civil::Date) -> String {
        match iso(day) {
            Some(date) => self.era_apart(self.day.format(&date).to_string()),
            None => day.to_string(),
        }
    }

    /// Formats a month, such as "noviembre de 2026".
    pub fn month(&self, day: jiff::civil::Date) -> String {
        match iso(day) {
            Some(date) => {
                let text = self.era_apart(self.month.format(&date).to_string());
                // Unicode's Portuguese has the letter of the pattern where the year of an early month belongs.
                let is_lacking = !text.contains(|c: char| c.is_numeric());
                if is_lacking {
                    text.replacen(" Y ", &format!(" {} ", day.year()), 1)
                } else {
                    text
                }
            }
            None => day.strftime("%Y-%m").to_string(),
        }
    }

    /// Puts a space into the abbreviation of an era, as the academies of Spanish write it: "d. C.".
    fn era_apart(&self, text: String) -> String {
        if self.tag.starts_with("es") { text.replace(".C.", ".\u{a0}C.") } else { text }
    }

    /// Returns the names of the months in lower case, January first.
    ///
    /// A name is what a month's text has and those of the others lack; scripts that number
    /// their months have none.
    pub fn month_names(&self) -> Vec<String> {
        let words = |month| {
            let day = jiff::civil::date(2001, month, 1);
            let text = self.month(day).to_lowercase();
            let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        let all: Vec<_> = (1..=12).map(words).collect();
        let is_common = |word: &String| all.iter().all(|words| words.contains(word));
        let own = |words: &Vec<String>| words.iter().find(|word| !is_common(word)).cloned();
        all.iter().filter_map(own).collect()
    }

    /// Sorts `items` by their names, as dictionaries of the language do.
    pub fn sort<T>(&self, items: &mut [T], name: impl Fn(&T) -> &str) {
        let collation = self.collation();
        items.sort_by(|one, other| collation.compare(name(one), name(other)));
    }

    /// Returns the order of names in dictionaries of the language.
    pub fn collation(&self) -> Collation {
        let locale = self.tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        Collation(Collator::try_new(locale.into(), CollatorOptions::default()).ok())
    }

    /// Returns the ordinal category of a number in the language, by its name in CLDR: `one` for
    /// "1st", `two` for "2nd".
    pub fn ordinal_kind(&self, number: u64) -> &'static str {
        let locale = self.tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let rules = PluralRules::try_new_ordinal((&locale).into());
        rules.map_or("other", |rules| category_name(rules.category_for(number)))
    }

    /// Returns the plural category of a number as it is printed, by its name in CLDR: `one` for "1" and, in French,
    /// for "1,5".
    pub fn plural_kind(&self, number: Decimal) -> &'static str {
        let locale = self.tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let fixed = FixedDecimal::try_from_str(&number.to_string()).unwrap_or_default();
        let rules = PluralRules::try_new_cardinal((&locale).into());
        rules.map_or("other", |rules| category_name(rules.category_for(&fixed)))
    }

    /// Joins items, such as "A, B y C".
    pub fn list<'a>(&self, items: impl Iterator<Item = &'a str> + Clone) -> String {
        self.list.format_to_string(items)
    }
}

fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn iso(day: jiff::civil::Date) -> Option<Date<icu::calendar::Iso>> {
    let (month, day_of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    Date::try_new_iso(i32::from(day.year()), month, day_of_month).ok()
}
