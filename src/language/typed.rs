//! Numbers as authors type them into a text of some language.

use rust_decimal::Decimal;

use super::Language;

/// The zeros of the digits that texts are written with; the other nine follow each.
const ZEROS: [char; 9] = ['0', '٠', '۰', '०', '০', '੦', '௦', '๐', '０'];

/// What may stand between the digits of a number.
const SEPARATORS: [char; 13] =
    ['.', ',', '\'', '’', '٫', '٬', '，', '．', ' ', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];

/// How many digits stand together in the long numbers of most languages, and in those of India.
const GROUPS: [usize; 2] = [3, 2];

/// A number that is typed into a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypedNumber {
    /// Its value in the language of the text.
    pub value: Decimal,
    /// Its digits without zeros at either end: the same for 1,500 and for 1.5 thousand.
    pub digits: String,
}

impl Language {
    /// Returns the numbers that are typed into `text`, in its order. Days such as 12.05.2024 are three.
    pub fn typed_numbers(&self, text: &str) -> Vec<TypedNumber> {
        let decimal = self.decimal_sign();
        let signs: Vec<char> = text.chars().collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while at < signs.len() {
            if digit(signs[at]).is_none() {
                at += 1;
                continue;
            }
            let end = end(&signs, at);
            let is_negative = at.checked_sub(1).is_some_and(|sign| {
                let is_apart = sign == 0 || !signs[sign - 1].is_alphanumeric();
                matches!(signs[sign], '-' | '\u{2212}') && is_apart
            });
            let parts = parts(&signs[at..end]);
            found.extend(read(&parts, &decimal).into_iter().map(|number| TypedNumber {
                value: if is_negative { -number.value } else { number.value },
                ..number
            }));
            at = end;
        }
        found
    }
}

fn digit(sign: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| {
        (u32::from(sign)).checked_sub(u32::from(*zero)).filter(|value| *value < 10)
    })?;
    char::from_digit(value, 10)
}

/// Returns where the number that begins at `start` ends.
fn end(signs: &[char], start: usize) -> usize {
    let run = |from: usize| signs[from..].iter().take_while(|sign| digit(**sign).is_some()).count();
    let mut end = start + run(start);
    let mut before = end - start;
    while let Some(separator) = signs.get(end).filter(|sign| SEPARATORS.contains(sign)) {
        let group = run(end + 1);
        // `2023 2024` are two numbers.
        let is_group = group == GROUPS[0] && before <= GROUPS[0];
        if group == 0 || separator.is_whitespace() && !is_group {
            break;
        }
        end += 1 + group;
        before = group;
    }
    end
}

/// The digits of a number up to a separator, and that separator; none behind the last.
type Part = (String, Option<char>);

fn parts(signs: &[char]) -> Vec<Part> {
    let mut parts: Vec<Part> = vec![(String::new(), None)];
    for sign in signs {
        match (digit(*sign), parts.last_mut()) {
            (Some(digit), Some((digits, _))) => digits.push(digit),
            (None, Some((_, separator))) => {
                *separator = Some(*sign);
                parts.push((String::new(), None));
            }
            (_, None) => {}
        }
    }
    parts
}

/// Returns the number that some groups of digits are, or the numbers, if they cannot be one.
fn read(parts: &[Part], decimal: &str) -> Vec<TypedNumber> {
    let Some(((last, _), before)) = parts.split_last() else { return Vec::new() };
    let all: String = parts.iter().map(|(digits, _)| digits.as_str()).collect();
    let is_group = |(digits, _): &&Part| GROUPS.contains(&digits.len());
    let Some((_, separator)) = before.last() else {
        return number(&all, 0).into_iter().collect();
    };
    let is_decimal = separator.is_some_and(|sign| decimal.contains(sign));
    let are_alike = before.iter().all(|(_, other)| other == separator);
    let are_groups = before.iter().skip(1).all(|part| is_group(&part));
    // Whoever writes 1.5 in a language with a decimal comma does not mean fifteen.
    let decimals = match before {
        [_] if is_decimal || last.len() != GROUPS[0] => last.len(),
        [_] => 0,
        _ if are_groups && !are_alike => last.len(),
        _ if are_groups && last.len() == GROUPS[0] => 0,
        _ => {
            let each = parts.iter().filter_map(|(digits, _)| number(digits, 0));
            return each.collect();
        }
    };
    number(&all, decimals).into_iter().collect()
}

fn number(digits: &str, decimals: usize) -> Option<TypedNumber> {
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let value = format!("{whole}.{rest}");
    let value: Decimal = value.trim_end_matches('.').parse().ok()?;
    Some(TypedNumber { value: value.normalize(), digits: digits.trim_matches('0').to_owned() })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use crate::language::Language;

    fn values(tag: &str, text: &str) -> String {
        let language: Language = tag.parse().unwrap();
        let numbers = language.typed_numbers(text);
        numbers.iter().map(|it| it.value.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_read_as_their_language_writes_them() {
        assert_eq!(values("en", "1,234.5 t"), "1234.5");
        assert_eq!(values("es-CO", "1.234,5 t"), "1234.5");
        assert_eq!(values("fr", "1\u{202f}234,5 t et −3"), "1234.5 -3");
        assert_eq!(values("ar", "١٬٢٣٤٫٥"), "1234.5");
        assert_eq!(values("es-CO", "1.500"), "1500");
        assert_eq!(values("en", "1.500"), "1.5");
        assert_eq!(values("de", "1.5"), "1.5");
        assert_eq!(values("en", "2023 2024"), "2023 2024");
        assert_eq!(values("de", "12.05.2024"), "12 5 2024");
        assert_eq!(values("en", "2020–2024, 12,34,567"), "2020 2024 1234567");
    }
}
