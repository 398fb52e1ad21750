//! What can be made, and the names that it may have.

use std::fmt;

use super::Refusal;
use crate::markup::slug;
use crate::tree::Form;

/// What [`make`](super::make) can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A brief.
    Brief,
    /// A brief with an edition for each of several entities.
    Profile,
    /// A report.
    Report,
    /// A dataset.
    Dataset,
    /// A register.
    Register,
    /// An audience.
    Audience,
    /// A theme.
    Theme,
    /// The languages that a text lacks.
    Translation,
}

impl Kind {
    /// Returns the kind as a noun.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Profile => "profile",
            Self::Report => "report",
            Self::Dataset => "dataset",
            Self::Register => "register",
            Self::Audience => "audience",
            Self::Theme => "theme",
            Self::Translation => "translation",
        }
    }

    /// Returns the path of the file that has this name, below the publication's root.
    ///
    /// `tag` is the language of a translation; the first language has none.
    pub(super) fn path(self, name: &Name, tag: Option<&str>) -> String {
        let tag = tag.map(|tag| format!(".{tag}")).unwrap_or_default();
        match self {
            Self::Brief | Self::Profile | Self::Translation => {
                format!("content/{}/{name}{tag}.md", Form::Brief.folder())
            }
            Self::Report => format!("content/{}/{name}{tag}.md", Form::Report.folder()),
            Self::Dataset => format!("content/data/{name}.yaml"),
            Self::Register => format!("content/registers/{name}.yaml"),
            Self::Audience => format!("content/audiences/{name}.yaml"),
            Self::Theme => format!("themes/{name}/theme.yaml"),
        }
    }

    /// Whether every language has a file of its own.
    pub(super) fn is_translated(self) -> bool {
        matches!(self, Self::Brief | Self::Profile | Self::Report)
    }
}

/// The name of a new thing: a file name, part of an address, and for datasets their name in
/// expressions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Name {
    /// Reads the name of a new thing of this kind.
    ///
    /// # Errors
    /// Reports a name that would be no good address, with one that would.
    pub fn new(kind: Kind, text: &str) -> Result<Self, Refusal> {
        let Some(problem) = first_problem(kind, text) else {
            return Ok(Self(text.to_owned()));
        };
        let message = format!("`{text}` cannot be the name of a {}: {problem}", kind.noun());
        let message = message.replace("of a audience", "of an audience");
        Err(Refusal::misuse(message, hint(kind, text)))
    }

    /// Returns the name as a title to begin with: `china/money-flows` becomes "Money flows".
    pub(super) fn title(&self) -> String {
        let last = self.0.rsplit('/').next().unwrap_or_default().replace('-', " ");
        let mut characters = last.chars();
        let first = characters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(characters).collect()
    }
}

/// Returns what is wrong with a name, if anything is.
fn first_problem(kind: Kind, text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("it is empty".to_owned());
    }
    if let Some(extension) = [".md", ".yaml"].iter().find(|end| text.ends_with(**end)) {
        return Some(format!("`{extension}` is added by itself"));
    }
    let allowed = |character: char| {
        character.is_ascii_lowercase()
            || character.is_ascii_digit()
            || character == '-'
            || (character == '/' && matches!(kind, Kind::Brief | Kind::Profile | Kind::Translation))
    };
    if let Some(bad) = text.chars().find(|&character| !allowed(character)) {
        return Some(format!("it contains `{bad}`"));
    }
    if text.split('/').any(str::is_empty) {
        return Some("a part between slashes is empty".to_owned());
    }
    if text.split('/').any(|part| part.starts_with('-') || part.ends_with('-')) {
        return Some("it begins or ends with a dash".to_owned());
    }
    if matches!(kind, Kind::Dataset | Kind::Register)
        && !text.starts_with(|first: char| first.is_ascii_lowercase())
    {
        // In an expression it would be read as a number.
        return Some("it does not begin with a letter".to_owned());
    }
    (kind == Kind::Theme && text == "default")
        .then(|| "the theme of that name is built in".to_owned())
}

/// Returns the rules for names, and the nearest valid name.
fn hint(kind: Kind, text: &str) -> String {
    let stem = text.trim_end_matches(".md").trim_end_matches(".yaml");
    let is_word = |part: &&str| part.chars().any(char::is_alphanumeric);
    let folders = if kind == Kind::Brief { '/' } else { '\0' };
    let parts: Vec<_> = stem.split(folders).filter(is_word).map(slug).collect();
    let nearest = parts.join("/");
    let rule = match kind {
        Kind::Brief => "use lowercase letters, digits and dashes, and slashes for folders",
        _ => "use lowercase letters, digits and dashes",
    };
    match first_problem(kind, &nearest) {
        None => format!("{rule}, such as `{nearest}`"),
        Some(_) => rule.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Name, Refusal};

    #[test]
    fn names() {
        #[track_caller]
        fn test(kind: Kind, text: &str, expected: Result<&str, &str>) {
            let parsed = Name::new(kind, text).map(|name| name.to_string());
            let parsed = parsed.map_err(|refusal| match refusal {
                Refusal::Misuse { hint, .. } => hint,
                other => other.to_string(),
            });
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(parsed, expected, "for {text:?}");
        }

        let rule = "use lowercase letters, digits and dashes";
        let brief = format!("{rule}, and slashes for folders");
        test(Kind::Brief, "losses", Ok("losses"));
        test(Kind::Brief, "2030/water-4", Ok("2030/water-4"));
        test(Kind::Brief, "China/Money", Err(&format!("{brief}, such as `china/money`")));
        test(Kind::Brief, "../secret", Err(&format!("{brief}, such as `secret`")));
        test(Kind::Brief, "losses.md", Err(&format!("{brief}, such as `losses`")));
        test(Kind::Brief, "", Err(&brief));
        test(Kind::Brief, "año", Err(&brief));
        test(Kind::Report, "two/levels", Err(&format!("{rule}, such as `two-levels`")));
        test(Kind::Dataset, "port calls", Err(&format!("{rule}, such as `port-calls`")));
        test(Kind::Dataset, "2024-ports", Err(rule));
        test(Kind::Theme, "default", Err(rule));
    }
}
