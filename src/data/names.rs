//! The names of entities as texts write them: in a form that fits the sentence.

use ecow::EcoString;

use super::expression::Format;
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Spanned;
use crate::publication::entity::Entities;

/// Returns the name of an entity in the language `tag`, in the form that the last of `formats` asks for.
///
/// # Errors
/// Reports a form that the entity does not have in this language.
pub(super) fn entity(
    id: &EcoString,
    formats: &[Spanned<Format>],
    entities: &Entities,
    tag: &str,
) -> Result<EcoString, Diagnostic> {
    let form = formats.iter().rev().find_map(|format| match &format.value {
        Format::Form(form) => Some(Spanned::new(form, format.span)),
        _ => None,
    });
    let entity = entities.get(id);
    let Some(form) = form else {
        return Ok(entity.map(|entity| entity.name.text(tag)).unwrap_or_default());
    };
    let found = entity.and_then(|entity| entity.forms.get(form.value)?.get(tag));
    found.cloned().ok_or_else(|| {
        let known: Vec<_> = entities.iter().flat_map(|(_, entity)| entity.forms.keys()).collect();
        let is_known = known.contains(&form.value);
        let meant = did_you_mean(form.value, known.into_iter().map(EcoString::as_str));
        let message = format!("`{id}` has no form `{}` in `{tag}`", form.value);
        let add = format!(
            "add `forms: {{{}: {{{tag}: …}}}}` to `{id}` in `content/entities.yaml`",
            form.value
        );
        let hint = meant.filter(|_| !is_known).unwrap_or(add);
        let diagnostic = Diagnostic::error(Code::MissingForm, form.span, message);
        match entity {
            Some(entity) => diagnostic.with_related(entity.span, "the entity"),
            None => diagnostic,
        }
        .with_hint(hint)
    })
}

/// Returns a name with a large letter at its beginning, as sentences begin.
pub(crate) fn capital(name: &str) -> EcoString {
    let mut rest = name.chars();
    let Some(first) = rest.next() else { return EcoString::new() };
    first.to_uppercase().chain(rest).collect()
}
