//! What readers must know about a value besides its source, with the codes of SDMX.

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Span;
use crate::language::Word;

/// What readers must know of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellStatus {
    /// It was inferred; no source states it.
    Inferred,
    /// It is known and must not be revealed.
    Confidential,
    /// It will be revised.
    Provisional,
    /// It was revised since it was first published.
    Revised,
    /// Its publisher estimated it.
    Estimated,
    /// It was imputed, because nobody reported it.
    Imputed,
    /// It lies in the future.
    Forecast,
    /// There can be no value.
    NotApplicable,
    /// It is not comparable with earlier values.
    Break,
    /// It is based on few cases.
    LowReliability,
    /// Its definition differs from that of the others.
    DefinitionDiffers,
}

impl CellStatus {
    /// All of them: name in data files, code in SDMX (`CL_OBS_STATUS`), if it has one.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::Inferred, "inferred", ""),
        (Self::Confidential, "confidential", "Q"),
        (Self::Provisional, "provisional", "P"),
        (Self::Revised, "revised", "R"),
        (Self::Estimated, "estimated", "E"),
        (Self::Imputed, "imputed", "I"),
        (Self::Forecast, "forecast", "F"),
        (Self::NotApplicable, "not-applicable", "M"),
        (Self::Break, "break", "B"),
        (Self::LowReliability, "low-reliability", "U"),
        (Self::DefinitionDiffers, "definition-differs", "D"),
    ];

    /// Returns its name in data files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(status, ..)| *status == self).map_or("", |(_, name, _)| name)
    }

    /// Returns the interface word for it.
    pub fn word(self) -> Word<'static> {
        match self {
            Self::Inferred => Word::StatusInferred,
            Self::Confidential => Word::StatusConfidential,
            Self::Provisional => Word::StatusProvisional,
            Self::Revised => Word::StatusRevised,
            Self::Estimated => Word::StatusEstimated,
            Self::Imputed => Word::StatusImputed,
            Self::Forecast => Word::StatusForecast,
            Self::NotApplicable => Word::StatusNotApplicable,
            Self::Break => Word::StatusBreak,
            Self::LowReliability => Word::StatusLowReliability,
            Self::DefinitionDiffers => Word::StatusDefinitionDiffers,
        }
    }

    /// Returns the status that a data file names, by word or by the code of SDMX; none for a
    /// value of which nothing is said (`A`, or `O` for one that is missing).
    ///
    /// # Errors
    /// Reports a name that no status has.
    pub fn read(text: &str, span: Span) -> Result<Option<Self>, Diagnostic> {
        if matches!(text, "A" | "O" | "L" | "normal") {
            return Ok(None);
        }
        let is_it = |(_, name, code): &&(Self, &str, &str)| *name == text || *code == text;
        if let Some((status, ..)) = Self::ALL.iter().find(is_it) {
            return Ok(Some(*status));
        }
        let names = Self::ALL.iter().map(|(_, name, _)| *name);
        let hint = did_you_mean(text, names.clone()).unwrap_or_else(|| {
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            format!("write one of {}, or an SDMX code such as `P`", names.join(", "))
        });
        let message = format!("`{text}` is not a status of a value");
        Err(Diagnostic::error(Code::BadValue, span, message).with_hint(hint))
    }

    /// Returns the status that statistical offices usually mean by a letter after a value.
    pub fn guess(flag: &str) -> Option<Self> {
        let letter: EcoString = flag.trim_matches(['[', ']', '(', ')', '/']).into();
        // Several letters are several flags; the first says the most.
        if letter.chars().count() == 2
            && letter.is_ascii()
            && letter.bytes().all(|b| b.is_ascii_lowercase())
        {
            let [first, second] = [0, 1].map(|at| Self::guess(&letter[at..=at]));
            return first.filter(|_| second.is_some());
        }
        Some(match letter.as_str() {
            "p" | "P" => Self::Provisional,
            "r" | "R" => Self::Revised,
            "e" | "E" | "s" => Self::Estimated,
            "i" => Self::Imputed,
            "f" | "F" => Self::Forecast,
            "c" | "C" => Self::Confidential,
            "z" | "x" => Self::NotApplicable,
            "b" | "B" => Self::Break,
            "u" | "U" => Self::LowReliability,
            "d" | "D" => Self::DefinitionDiffers,
            _ => return None,
        })
    }
}
