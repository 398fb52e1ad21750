//! Attributes in braces: `{#id .class key="value"}`, including those for which other programs have
//! other names.

/// Classes of what is not shown.
pub(super) const HIDDEN: &[&str] = &["hidden", "content-hidden", "d-none", "is-hidden", "hide"];

/// An id, classes and named values.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    /// The id.
    pub id: Option<String>,
    /// The classes.
    pub classes: Vec<String>,
    /// The named values.
    pub values: Vec<(String, String)>,
}

impl Attributes {
    /// Reads attributes, with or without braces.
    pub(super) fn read(text: &str) -> Self {
        let mut attributes = Self::default();
        let inner = text.trim().trim_start_matches(['{', ':']).trim_end_matches('}');
        for part in parts(inner) {
            match part.split_once('=') {
                Some((key, value)) if !key.is_empty() => {
                    let value = value.trim_matches(['"', '\'']);
                    attributes.values.push((key.trim().to_owned(), value.to_owned()));
                }
                _ if part.starts_with('#') => attributes.id = Some(part[1..].to_owned()),
                _ => attributes.classes.push(part.trim_start_matches('.').to_owned()),
            }
        }
        attributes
    }

    /// Whether other programs do not show what has them.
    pub(super) fn is_hidden(&self) -> bool {
        self.classes.iter().any(|class| HIDDEN.contains(&class.as_str()))
    }

    /// Returns the value of the first of these names that is present.
    pub(super) fn value(&self, names: &[&str]) -> Option<&str> {
        let value = |name: &&str| self.values.iter().find(|(key, _)| key == name);
        names.iter().find_map(value).map(|(_, value)| value.as_str())
    }
}

/// Splits at spaces and commas that are not in quotes.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for character in text.chars() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None if character.is_whitespace() || character == ',' => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(character);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
