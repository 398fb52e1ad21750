//! The language of runs, and the way in which it is written.

use ecow::EcoString;

use crate::language::Language;
use crate::render::office::Xml;

/// A language, as far as Word has to know it.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    tag: EcoString,
    script: Script,
}

/// The kinds of script that Word sets differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Alphabetic,
    Ideographic,
    RightToLeft,
}

impl Voice {
    /// Returns what Word has to know of a language.
    pub(super) fn of(language: &Language) -> Self {
        let script = if language.is_ideographic() {
            Script::Ideographic
        } else if language.direction == "rtl" {
            Script::RightToLeft
        } else {
            Script::Alphabetic
        };
        Self { tag: language.tag.clone(), script }
    }

    /// Returns the voice of words in this text that are in another language, or run in another direction.
    pub(super) fn with(&self, tag: &EcoString, direction: &str) -> Self {
        let other = if tag.is_empty() {
            self.clone()
        } else {
            // What the program cannot print numbers in is marked as it is.
            let unknown = || Self { tag: tag.clone(), script: Script::Alphabetic };
            tag.parse::<Language>().map_or_else(|_| unknown(), |language| Self::of(&language))
        };
        match direction {
            "rtl" => Self { script: Script::RightToLeft, ..other },
            "ltr" if other.script == Script::RightToLeft => {
                Self { script: Script::Alphabetic, ..other }
            }
            _ => other,
        }
    }

    /// Whether its lines begin at the right.
    pub(super) fn is_from_right(&self) -> bool {
        self.script == Script::RightToLeft
    }

    /// Writes the properties of a run that depend on it.
    pub(super) fn write(&self, xml: &mut Xml) {
        let tag = self.tag.as_str();
        match self.script {
            Script::Alphabetic => xml.empty("w:lang", &[("w:val", tag)]),
            Script::Ideographic => xml.empty("w:lang", &[("w:eastAsia", tag)]),
            Script::RightToLeft => {
                xml.empty("w:rtl", &[]);
                xml.empty("w:lang", &[("w:bidi", tag)]);
            }
        }
    }
}
