//! Texts that exist once, or once per language.

use std::sync::LazyLock;

use ecow::EcoString;
use regex::Regex;

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Span;
use crate::base::yaml::{self, Node, Value};

/// Markdown, and marks of other programs, that a plain text would show.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    const PATTERN: &str = concat!(
        // Notes of tables have stars, "*p < 0.1, **p < 0.05", and so have numbers, "0.34**, 0.56**"; a backtick may
        // be a letter of a name, "`Abd and `Ali".
        r"(?:^|[^*\d])(\*\*[^*\s,;:.!?/)](?:[^*]*[^*\s])?\*\*)(?:$|[^\w*])|(?:^|[\s(])(\*[^\s*](?:[^*]*[^\s*])?\*)(?:$|[\s).,;:!?])",
        r"|(?:^|[^A-Za-z0-9_])(!?\[[^\]\n]*\]\([^)\s]+\))|\[[@^][^\]\n]+\]|\[\[[^\]\n]+\]\]|`[^`\s](?:[^`\n]*[^`\s])?`(?:$|\W)|\{\{[^}\n]*\}\}",
        r"|==[^=\s][^=]*==|(?:^|\s)(:[a-z][a-z0-9_]*:)(?:$|\s)|\w([~^]\d+[~^])",
        r"|</?(?:b|i|em|strong|sub|sup|br|a|span|u)(?:\s[^<>]*)?/?>|<https?://[^>\s]+>",
        // Of other programs: templates, changes, comments, hidden text, commands, tags and links.
        r"|\{[%#][^}\n]*[%#]\}|\{\+\+|\{--|\{~~|\{>>|%%[^%\s][^%\n]*%%|\|\|[^|\s][^|\n]*\|\|",
        r"|\\[A-Za-z]{2,}\{[^}\n]*\}|#[a-z]+\[[^\]\n]*\]|\[/[a-z]+\]|`[^`\n]+`_|:[a-z]+:`[^`\n]+`",
    );
    Regex::new(PATTERN).expect("the pattern is ours")
});

/// Reports Markdown in a text that is printed as it is.
pub(crate) fn markup_in(text: &str, span: Span) -> Option<Diagnostic> {
    let found = MARKUP.captures(text)?;
    let marked = found.iter().skip(1).flatten().next().or(found.get(0))?.as_str();
    let message = format!("`{}` would be printed as it is: this text is plain", marked.trim());
    Some(Diagnostic::error(Code::BadValue, span, message).with_hint(
        "delete the marks; what needs them, or a note, a link or a number, belongs in a brief",
    ))
}

/// A text that readers see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Localized {
    /// The same in all languages: a proper name, a code.
    Same(EcoString),
    /// One text per language tag, in file order, and the place where they stand.
    ByLanguage(Box<[(EcoString, EcoString)]>, Span),
}

impl Localized {
    /// Reads a text that is printed as it stands, or a mapping from language tags to such texts.
    ///
    /// # Errors
    /// Reports a node of another kind, and Markdown, which readers would see as it was typed.
    pub fn read(node: &Node) -> Result<Self, Diagnostic> {
        Self::read_with(node, |node| {
            let text = yaml::text(node)?;
            markup_in(&text, node.span).map_or(Ok(text), Err)
        })
    }

    /// Reads a text as [`Self::read`] does, without looking for Markdown: it has messages of its own, or bound numbers.
    ///
    /// # Errors
    /// Reports a node of another kind.
    pub fn read_typed(node: &Node) -> Result<Self, Diagnostic> {
        Self::read_with(node, yaml::text)
    }

    /// Reads a text that holds Markdown, or a mapping from language tags to such texts.
    ///
    /// # Errors
    /// Reports a node of another kind.
    pub fn read_markdown(node: &Node) -> Result<Self, Diagnostic> {
        Self::read_with(node, |node| yaml::markdown(node).map(|text| text.value))
    }

    fn read_with(
        node: &Node,
        read: impl Fn(&Node) -> Result<EcoString, Diagnostic>,
    ) -> Result<Self, Diagnostic> {
        let Value::Mapping(entries) = &node.value else { return read(node).map(Self::Same) };
        let text = |(index, (key, value)): (usize, &(yaml::Key, Node))| {
            if let Some((before, text)) = index.checked_sub(1).and_then(|index| entries.get(index))
                && matches!(value.value, Value::Null)
            {
                return Err(cut_at_comma(before, text, key));
            }
            Ok((EcoString::from(&key.name), read(value)?))
        };
        let texts = entries.iter().enumerate().map(text).collect::<Result<_, Diagnostic>>()?;
        Ok(Self::ByLanguage(texts, node.span))
    }

    /// Returns the text for the language `tag`.
    pub fn get(&self, tag: &str) -> Option<&EcoString> {
        match self {
            Self::Same(text) => Some(text),
            Self::ByLanguage(texts, _) => {
                texts.iter().find(|(language, _)| language == tag).map(|(_, text)| text)
            }
        }
    }

    /// Returns the text for the language `tag`. A missing language was reported by
    /// [`Localized::check`], so the text that is returned in its place is never published.
    pub fn text(&self, tag: &str) -> EcoString {
        self.get(tag).cloned().unwrap_or_default()
    }

    /// Joins texts, separately for each language where they differ.
    pub fn joined(texts: &[Self], separator: &str) -> Self {
        let by_language = texts.iter().find_map(|text| match text {
            Self::ByLanguage(by_language, span) => Some((by_language, *span)),
            Self::Same(_) => None,
        });
        let join = |tag: &str| {
            let parts: Vec<_> = texts.iter().map(|text| text.text(tag)).collect();
            EcoString::from(parts.join(separator))
        };
        match by_language {
            None => Self::Same(join("")),
            Some((languages, span)) => {
                let texts = languages.iter().map(|(tag, _)| (tag.clone(), join(tag)));
                Self::ByLanguage(texts.collect(), span)
            }
        }
    }

    /// Returns all texts.
    pub fn all(&self) -> impl Iterator<Item = &EcoString> {
        let (same, by_language) = match self {
            Self::Same(text) => (Some(text), &[][..]),
            Self::ByLanguage(texts, _) => (None, &**texts),
        };
        same.into_iter().chain(by_language.iter().map(|(_, text)| text))
    }

    /// Reports a text in a language that is not among `languages`, those of the publication.
    ///
    /// # Errors
    /// As said.
    pub fn check_tags<'a>(
        &self,
        languages: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), Diagnostic> {
        let Self::ByLanguage(texts, span) = self else { return Ok(()) };
        let unknown = texts.iter().find(|(tag, _)| languages.clone().all(|known| known != tag));
        let Some((tag, _)) = unknown else { return Ok(()) };
        let hint = did_you_mean(tag, languages).unwrap_or_else(|| {
            format!("add `{tag}` to `languages:` in `quipu.yaml`, or delete the text")
        });
        let message =
            format!("this text is in `{tag}`, which is not a language of the publication");
        Err(Diagnostic::error(Code::BadLanguage, *span, message)
            .lacking(tag.as_str())
            .with_hint(hint))
    }

    /// Reports the `languages` that have no text.
    ///
    /// # Errors
    /// As said.
    pub fn check<'a>(
        &self,
        languages: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Diagnostic> {
        let Self::ByLanguage(_, span) = self else { return Ok(()) };
        let missing: Vec<_> = languages.into_iter().filter(|tag| self.get(tag).is_none()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let noun = if missing.len() == 1 { "language" } else { "languages" };
        let message =
            format!("this text lacks the publication's {noun} `{}`", missing.join("`, `"));
        let add: Vec<_> = missing.iter().map(|tag| format!("{tag}: …")).collect();
        Err(Diagnostic::error(Code::MissingTranslation, *span, message)
            .with_hint(format!("add `{}` to the mapping", add.join(", "))))
    }
}

/// Reports a text with a comma: what follows the comma was read as a key.
fn cut_at_comma(key: &yaml::Key, before: &Node, behind: &yaml::Key) -> Diagnostic {
    let start = yaml::text(before).unwrap_or_default();
    let whole = format!("{start}, {}", behind.name);
    let message = "an unquoted comma ends the text before it";
    Diagnostic::error(Code::YamlSyntax, behind.span, message)
        .with_hint(format!("put the text in quotes: `{}: \"{whole}\"`", key.name))
}
