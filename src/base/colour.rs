//! Colours as numbers.

use std::fmt;

/// A colour of sRGB: red, green, blue, each from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rgb([u8; 3]);

impl Rgb {
    /// Reads `#RRGGBB`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// Mixes it with `other` as CSS's `color-mix` does in sRGB; `strength` is the share of this
    /// colour, in per cent, up to 100.
    pub(crate) fn mixed(self, other: Self, strength: u8) -> Self {
        let own = u32::from(strength.min(100));
        let mix = |one: u8, other: u8| {
            let sum = u32::from(one) * own + u32::from(other) * (100 - own);
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        let ([red, green, blue], [other_red, other_green, other_blue]) = (self.0, other.0);
        Self([mix(red, other_red), mix(green, other_green), mix(blue, other_blue)])
    }

    /// Returns the linear light of each channel, from 0 to 1.
    pub(crate) fn linear(self) -> [f64; 3] {
        self.0.map(|value| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Returns the relative luminance, from 0 to 1.
    ///
    /// # Source
    /// WCAG 2.2, definition of relative luminance.
    pub(crate) fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02X}{green:02X}{blue:02X}")
    }
}
