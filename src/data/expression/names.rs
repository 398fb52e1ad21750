//! The names of the language: functions and formats.

use std::ops::RangeInclusive;

use ecow::EcoString;

/// The functions of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The sum of a range.
    Sum,
    /// The arithmetic mean of a range, weighted by another if there is one.
    Mean,
    /// The middle value of a range, or the mean of the two in the middle.
    Median,
    /// The mean of a cell and of those of the periods before it, a given number in all.
    MovingMean,
    /// The smallest of a range.
    Min,
    /// The largest of a range.
    Max,
    /// How many cells of a range have a value.
    Count,
    /// The change from the first to the last value of a range, in per cent.
    Change,
    /// The growth per year from the first to the last value of a range, in per cent.
    Growth,
    /// The first value less the second.
    Difference,
    /// The first value as a percentage of the second.
    Share,
    /// The first value divided by the second.
    Ratio,
    /// An index of the first value, where the second is 100.
    Index,
    /// The rank of a value in a range.
    Rank,
    /// The name of the cell with a given rank in a range.
    Ranked,
    /// A given number of cells of a range, the first by rank.
    Top,
    /// A given number of cells of a range, those whose values are nearest to a value.
    Nearest,
    /// The names of the cells of a range.
    Names,
    /// Whether a cell has a value.
    Known,
    /// From the first value to the second.
    Range,
    /// The first value in the unit or prices that a rate leads to.
    Convert,
    /// The year of a cell; of several, that of the last with a value.
    Year,
}

impl Function {
    /// Returns the names of all functions.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        Self::ALL.iter().map(|(name, _)| *name)
    }

    pub(super) const ALL: &[(&str, Self)] = &[
        ("sum", Self::Sum),
        ("mean", Self::Mean),
        ("moving_mean", Self::MovingMean),
        ("median", Self::Median),
        ("min", Self::Min),
        ("max", Self::Max),
        ("count", Self::Count),
        ("change", Self::Change),
        ("growth", Self::Growth),
        ("difference", Self::Difference),
        ("share", Self::Share),
        ("ratio", Self::Ratio),
        ("index", Self::Index),
        ("rank", Self::Rank),
        ("ranked", Self::Ranked),
        ("top", Self::Top),
        ("nearest", Self::Nearest),
        ("names", Self::Names),
        ("known", Self::Known),
        ("range", Self::Range),
        ("convert", Self::Convert),
        ("year", Self::Year),
    ];

    /// Returns the function's name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, function)| *function == self).map_or("", |(name, _)| name)
    }

    /// Whether the function may skip missing values.
    pub fn leaves_out(self) -> bool {
        matches!(
            self,
            Self::Sum
                | Self::Mean
                | Self::Median
                | Self::Min
                | Self::Max
                | Self::Rank
                | Self::Ranked
                | Self::Top
                | Self::Nearest
                | Self::MovingMean
        )
    }

    /// Whether the function depends on the order of values.
    pub fn has_order(self) -> bool {
        matches!(self, Self::Rank | Self::Ranked | Self::Top)
    }

    /// Whether the function takes a range, and may leave out rows of it.
    pub fn has_filter(self) -> bool {
        self.leaves_out() || matches!(self, Self::Count | Self::Names)
    }

    /// Returns how many arguments the function takes.
    pub fn arity(self) -> RangeInclusive<usize> {
        match self {
            Self::Difference
            | Self::Share
            | Self::Ratio
            | Self::Index
            | Self::Rank
            | Self::Ranked
            | Self::Top
            | Self::MovingMean
            | Self::Range
            | Self::Convert => 2..=2,
            Self::Nearest => 3..=3,
            Self::Mean => 1..=2,
            Self::Sum
            | Self::Median
            | Self::Min
            | Self::Max
            | Self::Count
            | Self::Change
            | Self::Growth
            | Self::Known
            | Self::Year
            | Self::Names => 1..=1,
        }
    }
}

/// How a value is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// With this many decimals.
    Round(u32),
    /// In millions.
    Millions,
    /// In thousand millions.
    Billions,
    /// In million millions.
    Trillions,
    /// Without unit.
    Plain,
    /// In words.
    Words,
    /// In words if it is small, as the language spells it, or else in digits.
    Spelled,
    /// As an ordinal, such as "3rd".
    Ordinal,
    /// With the short sign of its unit, such as "pp".
    Short,
    /// Always with a sign.
    Sign,
    /// Without sign.
    Absolute,
    /// Without separators.
    Year,
    /// An entity in a form of its name that `entities.yaml` gives, such as its adjective.
    Form(EcoString),
    /// A name with a capital at its beginning.
    Capital,
    /// Words to print where there is no value.
    Otherwise(EcoString),
}

impl Format {
    /// Returns the number of decimals that the format asks for, if it asks for one.
    pub fn decimals(&self) -> Option<u32> {
        match self {
            Self::Round(decimals) => Some(*decimals),
            _ => None,
        }
    }

    /// Whether it is one of names rather than of numbers.
    pub fn is_of_names(&self) -> bool {
        matches!(self, Self::Form(_) | Self::Capital)
    }

    pub(super) const ALL: &[(&str, Self)] = &[
        ("round", Self::Round(0)),
        ("mn", Self::Millions),
        ("bn", Self::Billions),
        ("tn", Self::Trillions),
        ("plain", Self::Plain),
        ("words", Self::Words),
        ("spelled", Self::Spelled),
        ("ordinal", Self::Ordinal),
        ("short", Self::Short),
        ("sign", Self::Sign),
        ("abs", Self::Absolute),
        ("year", Self::Year),
        ("form", Self::Form(EcoString::new())),
        ("capital", Self::Capital),
        ("otherwise", Self::Otherwise(EcoString::new())),
    ];
}
