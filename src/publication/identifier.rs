//! Identifiers that libraries and registries give: of works, series, people and organisations.
//!
//! All except DOIs end in a check digit, which reveals a typing error.

pub(crate) mod country;

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::yaml::{self, Node};

/// The kinds of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// A work, permanently: `10.5281/zenodo.1234`.
    Doi,
    /// A book or report: `978-3-16-148410-0`.
    Isbn,
    /// A series or journal: `2049-3630`.
    Issn,
    /// A person: `0000-0002-1825-0097`.
    Orcid,
    /// An organisation: `02mhbdp94`.
    Ror,
}

impl Scheme {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doi => "DOI",
            Self::Isbn => "ISBN",
            Self::Issn => "ISSN",
            Self::Orcid => "ORCID",
            Self::Ror => "ROR",
        }
    }

    /// Returns an example of an identifier of this kind.
    fn example(self) -> &'static str {
        match self {
            Self::Doi => "10.5281/zenodo.1234567",
            Self::Isbn => "978-3-16-148410-0",
            Self::Issn => "2049-3630",
            Self::Orcid => "0000-0002-1825-0097",
            Self::Ror => "02mhbdp94",
        }
    }

    /// Returns the beginnings of the addresses with which people copy identifiers; the first is the one to print.
    fn addresses(self) -> &'static [&'static str] {
        match self {
            Self::Doi => &["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"],
            Self::Orcid => &["https://orcid.org/"],
            Self::Ror => &["https://ror.org/"],
            Self::Isbn => &["urn:isbn:"],
            Self::Issn => &["urn:issn:"],
        }
    }

    /// Returns the address or URN of an identifier, such as `https://orcid.org/0000-0002-1825-0097`.
    pub fn address(self, identifier: &str) -> String {
        let beginning = self.addresses().first().copied().unwrap_or_default();
        [beginning, identifier].concat()
    }

    /// Reads an identifier of this kind, with or without the address of its registry, and returns
    /// the bare identifier.
    ///
    /// # Errors
    /// Reports what has not its form, and a last digit that does not follow from the others.
    pub fn read(self, node: &Node) -> Result<EcoString, Diagnostic> {
        let text = yaml::text(node)?;
        let bare = self.addresses().iter().find_map(|address| text.strip_prefix(*address));
        let bare = bare.unwrap_or(&text).trim();
        match self.parse(bare) {
            Ok(identifier) => Ok(identifier),
            Err(fault) => {
                let name = self.name();
                let (message, hint) = match fault {
                    Fault::Form => (
                        format!("`{text}` is not a valid {name}"),
                        format!("write it as in `{}`", self.example()),
                    ),
                    Fault::Check(right) => (
                        format!(
                            "`{text}` is not a valid {name}: its check digit does not match the others"
                        ),
                        format!(
                            "compare it with its source; given the other digits, it would end in `{right}`"
                        ),
                    ),
                };
                Err(Diagnostic::error(Code::BadIdentifier, node.span, message).with_hint(hint))
            }
        }
    }

    fn parse(self, text: &str) -> Result<EcoString, Fault> {
        match self {
            Self::Doi => doi(text),
            Self::Isbn => isbn(text),
            Self::Issn => {
                let digits = digits(text, 8)?;
                check(text, digits[7], modulo_11(&digits[..7]))
            }
            Self::Orcid => {
                let digits = digits(text, 16)?;
                check(text, digits[15], mod_11_2(&digits[..15]))
            }
            Self::Ror => ror(text),
        }
    }
}

/// Why a text is not an identifier.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It has not the form.
    Form,
    /// It should end in these digits.
    Check(EcoString),
}

/// Returns the digits of an identifier, without dashes and spaces; an X counts as ten.
fn digits(text: &str, wanted: usize) -> Result<Vec<u32>, Fault> {
    let signs: Vec<_> = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let digit = |(place, sign): (usize, &char)| match sign {
        'X' | 'x' if place + 1 == wanted => Some(10),
        _ => sign.to_digit(10),
    };
    let found: Option<Vec<_>> = signs.iter().enumerate().map(digit).collect();
    found.filter(|found| found.len() == wanted).ok_or(Fault::Form)
}

fn check(text: &str, given: u32, right: u32) -> Result<EcoString, Fault> {
    if given == right {
        return Ok(text.to_uppercase().into());
    }
    let last = if right == 10 { "X".into() } else { eco_format!("{right}") };
    Err(Fault::Check(last))
}

/// Returns the check digit of ISSN and of the old ISBN: weights go down to 2, modulo 11.
fn modulo_11(digits: &[u32]) -> u32 {
    let sum: u32 = (2..).zip(digits.iter().rev()).map(|(weight, digit)| weight * digit).sum();
    (11 - sum % 11) % 11
}

/// Returns the check digit of ISO 7064 MOD 11-2.
fn mod_11_2(digits: &[u32]) -> u32 {
    let total = digits.iter().fold(0, |total, digit| (total + digit) * 2 % 11);
    (12 - total) % 11
}

fn isbn(text: &str) -> Result<EcoString, Fault> {
    if let Ok(digits) = digits(text, 10) {
        return check(text, digits[9], modulo_11(&digits[..9]));
    }
    let digits = digits(text, 13)?;
    if digits[12] == 10 {
        return Err(Fault::Form);
    }
    let weighted = digits[..12].iter().enumerate();
    let sum: u32 =
        weighted.map(|(place, digit)| if place % 2 == 0 { *digit } else { 3 * digit }).sum();
    check(text, digits[12], (10 - sum % 10) % 10)
}

/// Reads a DOI: a prefix that a registry assigns, and any suffix. Case does not matter.
fn doi(text: &str) -> Result<EcoString, Fault> {
    let (prefix, suffix) = text.split_once('/').ok_or(Fault::Form)?;
    let number = prefix.strip_prefix("10.").ok_or(Fault::Form)?;
    let is_number =
        number.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let is_suffix = !suffix.is_empty()
        && !suffix
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    if is_number && number.len() >= 4 && is_suffix { Ok(text.into()) } else { Err(Fault::Form) }
}

/// Reads a ROR: seven digits in base 32, then two that check them by ISO 7064 MOD 97-10.
fn ror(text: &str) -> Result<EcoString, Fault> {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let text = text.to_lowercase();
    if text.len() != 9 || !text.is_ascii() || !text.starts_with('0') {
        return Err(Fault::Form);
    }
    let (number, given) = text.split_at(7);
    let mut value = 0;
    for sign in number.chars() {
        value = value * 32 + DIGITS.find(sign).ok_or(Fault::Form)?;
    }
    let given: usize = given.parse().map_err(|_| Fault::Form)?;
    let right = 98 - value * 100 % 97;
    if given == right { Ok(text.into()) } else { Err(Fault::Check(eco_format!("{right:02}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn right(scheme: Scheme, text: &str) {
        assert_eq!(scheme.parse(text), Ok(text.into()));
    }

    #[track_caller]
    fn wrong(scheme: Scheme, text: &str, last: &str) {
        assert_eq!(scheme.parse(text), Err(Fault::Check(last.into())));
    }

    /// The identifiers come from the documentation of the schemes.
    #[test]
    fn last_digits_follow_from_the_others() {
        right(Scheme::Isbn, "978-3-16-148410-0");
        right(Scheme::Isbn, "0-306-40615-2");
        right(Scheme::Isbn, "0-8044-2957-X");
        wrong(Scheme::Isbn, "978-3-16-148410-7", "0");
        right(Scheme::Issn, "2049-3630");
        right(Scheme::Issn, "2434-561X");
        wrong(Scheme::Issn, "2434-5612", "X");
        right(Scheme::Orcid, "0000-0002-1825-0097");
        right(Scheme::Orcid, "0000-0002-9079-593X");
        wrong(Scheme::Orcid, "0000-0002-1825-0091", "7");
        right(Scheme::Ror, "02mhbdp94");
        right(Scheme::Ror, "05dxps055");
        wrong(Scheme::Ror, "02mhbdp93", "94");
    }

    #[test]
    fn forms_are_kept() {
        right(Scheme::Doi, "10.5281/zenodo.1234567");
        right(Scheme::Doi, "10.1000.10/a(b)c");
        for (scheme, text) in [
            (Scheme::Doi, "10.12/x"),
            (Scheme::Doi, "11.1234/x"),
            (Scheme::Doi, "10.1234/"),
            (Scheme::Doi, "10.1234/a b"),
            (Scheme::Isbn, "978-3-16"),
            (Scheme::Isbn, "978-3-16-148410-X"),
            (Scheme::Issn, "20X9-3630"),
            (Scheme::Orcid, "0000-0002-1825"),
            (Scheme::Ror, "12mhbdp94"),
            (Scheme::Ror, "02mhbdu94"),
        ] {
            assert_eq!(scheme.parse(text), Err(Fault::Form), "{text}");
        }
    }
}
