//! How languages count that do not have the scales of ours.

use rust_decimal::Decimal;

use super::{Locale, round};
use crate::data::measure::Scale;
use crate::language::Argument;

/// A way of some languages to count: with the word for a power of ten, or in full.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    /// The message.
    word: &'static str,
    power: u32,
}

/// The powers that have words in languages that count in ten thousands, the largest first.
const COUNTED: [Counted; 3] = [
    Counted { word: "number-million-million", power: 12 },
    Counted { word: "number-hundred-million", power: 8 },
    Counted { word: "number-ten-thousand", power: 4 },
];

/// Thousands as digits, where "296 thousand euros" is not what people write.
const IN_FULL: Counted = Counted { word: "number-thousand-in-full", power: 0 };

impl Counted {
    /// Returns a number of `scale` as it is counted, as precise as it was.
    pub(super) fn of(self, number: Decimal, scale: Scale) -> Decimal {
        let decimals = (number.scale() + self.power).saturating_sub(scale.power());
        let whole = number.checked_mul(scale.factor()).unwrap_or_default();
        let mut counted =
            round(whole / Decimal::from(10_u64.pow(self.power)), decimals).normalize();
        // Where the point moves to the left, it leaves no zeros behind: 1,000 billion are 1万亿.
        counted.rescale(counted.scale().max(decimals.min(number.scale())));
        counted
    }
}

impl Locale<'_> {
    /// Returns how the language counts `number`, if it does not have our scales.
    ///
    /// Languages that count in ten thousands have words for these powers instead of ours, and some write thousands in
    /// full. They say so by having the messages, and the number moves its point.
    pub(super) fn counted(self, number: Decimal, scale: Scale) -> Option<Counted> {
        // A number that exceeds the range of decimals keeps the word for its own scale.
        let whole = number.abs().checked_mul(scale.factor())?;
        let in_words = COUNTED.iter().find(|counted| {
            whole >= Decimal::from(10_u64.pow(counted.power)) && self.has(counted.word)
        });
        let in_full = (scale == Scale::Thousand && self.has(IN_FULL.word)).then_some(&IN_FULL);
        in_words.or(in_full).copied()
    }

    fn has(self, word: &str) -> bool {
        self.words.find(word, &[("number", Argument::Text(""))]).is_some()
    }

    pub(super) fn with_count(self, digits: &str, counted: Counted) -> String {
        let found = self.words.find(counted.word, &[("number", Argument::Text(digits))]);
        found.unwrap_or_else(|| digits.to_owned())
    }

    /// Whether the language counts in ten thousands.
    pub(super) fn counts_myriads(self) -> bool {
        COUNTED.iter().any(|counted| self.has(counted.word))
    }
}
