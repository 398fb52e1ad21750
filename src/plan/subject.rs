//! What part of a text an edition is: the text itself, a profile, or the list of profiles.

use ecow::EcoString;

/// What of a text an edition is: the third axis of the plan, besides audience and language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject<'a> {
    /// All of a text that is one for all.
    All,
    /// The profile of an entity, by its id.
    Entity(&'a EcoString),
    /// The list of all profiles.
    Index,
}

impl<'a> Subject<'a> {
    /// Returns the entity that a profile is of.
    pub fn entity(self) -> Option<&'a EcoString> {
        match self {
            Self::Entity(id) => Some(id),
            Self::All | Self::Index => None,
        }
    }

    /// Whether it is the profile of an entity.
    pub fn is_entity(self) -> bool {
        self.entity().is_some()
    }
}
