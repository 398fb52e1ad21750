//! Mistakes that follow from another in the same text: an id that is lost with the line that gives
//! it, the end of a div that was not opened, what a block cannot show.

use super::{Actor, Code, SETTINGS, Scene};

impl Scene<'_> {
    /// The text of a note that is not called: it is called where no note can stand, or one of the
    /// two names is misspelt.
    pub(super) fn uncalled_note(&self, index: usize, name: &str) -> Option<usize> {
        let own = &self.actors[index];
        let hint = format!("did you mean `{name}`?");
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::UnknownFootnote
                && other.path == own.path
                && (other.context.contains(&format!("[^{name}]"))
                    || other.diagnostic.hints.contains(&hint))
        })
    }

    /// An id that a heading or block would have, were it not for a mistake: a heading without its
    /// space, or a block that has another id in the other language.
    pub(super) fn lost_id(&self, id: &str) -> Option<usize> {
        if id.is_empty() {
            return None;
        }
        let anchor = format!("#{id}");
        self.actors.iter().position(|other| {
            let code = other.diagnostic.code;
            let is_misnamed = code == Code::LanguagesDisagree
                && other.diagnostic.lacks.as_ref().is_some_and(|lacks| lacks.as_str() == id);
            let is_unread =
                matches!(code, Code::BadAttributes | Code::StrayAttributes | Code::UnknownDiv);
            // A line may be long, and hold many mistakes.
            let is_here = || {
                let mut anchors = other.context.match_indices(&anchor);
                anchors.any(|(at, _)| {
                    let behind = other.context[at + anchor.len()..].chars().next();
                    behind.is_none_or(|c| c == '}' || c.is_whitespace())
                })
            };
            is_misnamed || is_unread && is_here() || self.swallows(other, id)
        })
    }

    /// Whether a listing or comment that is not closed has the block of this id in it.
    fn swallows(&self, actor: &Actor<'_>, id: &str) -> bool {
        let Some(extent) = actor.extent() else { return false };
        let behind = || self.text(actor).get(extent.start..).unwrap_or_default();
        actor.diagnostic.code == Code::UnclosedListing && behind().contains(id)
    }

    /// The end of a div whose first line does not open one.
    pub(super) fn unopened_div(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let before = self.actors.iter().enumerate().filter(|(_, other)| {
            other.path == own.path
                && other.range.start < own.range.start
                && matches!(other.diagnostic.code, Code::StrayAttributes | Code::ForeignSyntax)
                && other
                    .context
                    .trim_start_matches([' ', '>', '-', '*', '+'])
                    .starts_with([':', '!', '{'])
        });
        before.map(|(position, _)| position).next_back()
    }

    /// The text of a language that is missing because its tag is misspelt in a file's name.
    pub(super) fn mistagged(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        self.actors.iter().position(|other| {
            let mut hints = other.diagnostic.hints.iter();
            own.diagnostic.code == Code::MissingTranslation
                && other.diagnostic.code == Code::BadLanguage
                && other.path != SETTINGS
                && hints.any(|hint| hint.starts_with("did you mean"))
                && stem(other.path) == stem(own.path)
        })
    }

    /// What a block cannot show, because one of its keys cannot be read.
    pub(super) fn bad_key(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        if !own.context.trim_start().starts_with("```") {
            return None;
        }
        self.actors.iter().position(|other| {
            let is_unread = matches!(
                other.diagnostic.code,
                Code::ExpressionSyntax | Code::BadValue | Code::WrongType | Code::UnknownKey
            );
            is_unread && other.path == own.path && other.range == own.range
        })
    }

    /// The beginning of a div whose end has too few colons.
    pub(super) fn misread_end(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        self.actors.iter().position(|other| {
            let is_end = other.diagnostic.code == Code::StrayAttributes
                && other.context.trim().chars().all(|c| c == ':');
            // HTML, and a listing that is not closed, go on over the line that ends the div.
            let is_over = matches!(other.diagnostic.code, Code::RawHtml | Code::UnclosedListing);
            (is_end || is_over) && other.path == own.path && other.range.start > own.range.start
        })
    }

    /// A title of a div whose class is misspelt: which ones have a title depends on the class.
    fn of_unknown_class(&self, index: usize) -> Option<usize> {
        let has_title = self.actors[index].diagnostic.message == "this div cannot have a title";
        let cause = self.same_line_of(index, Code::UnknownDiv).filter(|_| has_title);
        cause.filter(|&cause| self.actors[cause].diagnostic.message.starts_with("no class"))
    }

    /// A mistake of another kind on the same line, before this one.
    pub(super) fn same_line_of(&self, index: usize, code: Code) -> Option<usize> {
        let own = &self.actors[index];
        self.actors[..index].iter().position(|other| {
            other.diagnostic.code == code
                && other.path == own.path
                && other.range == own.range
                && !other.context.trim_start().starts_with("```")
        })
    }

    /// A link to a text that is withheld because its restriction cannot be read.
    pub(super) fn withheld(&self, index: usize, id: &str) -> Option<usize> {
        if id.is_empty() {
            return None;
        }
        let ends = [format!("/{id}.md"), format!("/{id}.")];
        self.actors.iter().enumerate().position(|(at, other)| {
            let is_restriction = matches!(
                other.diagnostic.code,
                Code::UnknownAudience | Code::UnclearRestriction | Code::WrongType
            );
            at != index
                && is_restriction
                && (other.path.ends_with(&ends[0]) || other.path.contains(&ends[1]))
        })
    }

    /// A div that an output has no template for, or of a class that nothing has.
    pub(super) fn unshown_div(&self, index: usize, name: &str) -> Option<usize> {
        self.without_template(index, name).or_else(|| self.of_unknown_class(index))
    }

    /// What an output has no template for, which the file for the other output says, or an earlier place.
    fn without_template(&self, index: usize, name: &str) -> Option<usize> {
        let (block, _) = name.strip_prefix("blocks/")?.rsplit_once('.')?;
        let file = format!("/blocks/{block}.");
        let mut actors = self.actors.iter();
        let unpaired = actors.position(|other| {
            other.diagnostic.code == Code::UnusedTemplate && other.path.contains(&file)
        });
        let is_same = |other: &super::Actor<'_>| {
            other.diagnostic.code == Code::UnknownDiv
                && other.diagnostic.lacks.as_ref().is_some_and(|lacks| {
                    lacks
                        .strip_prefix("blocks/")
                        .and_then(|name| name.rsplit_once('.'))
                        .is_some_and(|(other, _)| other == block)
                })
        };
        unpaired.or_else(|| self.actors[..index].iter().position(is_same))
    }

    /// A tag that reaches too far, which leaves the elements after it without a beginning or an end.
    pub(super) fn torn_template(&self, path: &str) -> Option<usize> {
        self.actors.iter().position(|other| {
            other.path == path
                && other.diagnostic.code == Code::TemplateMarkup
                && other.diagnostic.lacks.is_some()
        })
    }
}
