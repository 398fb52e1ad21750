//! Collecting citations, of which each names a source.

use ecow::EcoString;

use super::Walk;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::markup::{self, Cite, Manner};
use crate::tree::Form;

impl Walk<'_, '_> {
    /// Says how a brief is linked, if a citation has the name of one.
    fn brief_for_source(&self, cite: &Cite, diagnostic: Diagnostic) -> Diagnostic {
        let id = &cite.key.value;
        if !self.resources.publication.works.contains_key(&(Form::Brief, id.clone())) {
            return diagnostic;
        }
        Diagnostic::error(
            Code::UnknownSource,
            cite.key.span,
            format!("`{id}` is a brief, not a source"),
        )
        .with_hint(format!("link it: `[its title]({id}.md)`"))
    }

    /// Collects a citation; reports works that no source has.
    pub(super) fn cite(&mut self, span: Span, cites: Vec<Cite>) {
        for cite in &cites {
            if let Err(diagnostic) = self.resources.publication.sources.get(&cite.key) {
                let is_name =
                    cite.manner == Manner::Narrative && diagnostic.code == Code::UnknownSource;
                let name = is_name.then(|| {
                    format!("write `\\@{}` if it is a name, not a source", cite.key.value)
                });
                let diagnostic = self.brief_for_source(cite, diagnostic);
                self.problems.push(diagnostic.with_hints(name));
            }
        }
        let known = |cite: &Cite| self.resources.publication.sources.get(&cite.key).is_ok();
        if cites.iter().all(known) {
            let number = self.collected.citations.add(cites);
            self.collected.citation_at.insert(span, number);
        }
    }

    /// Reports a citation without its sign, `[xu-2019, p. 4]`, where `xu-2019` is a source.
    pub(super) fn refuse_bare_key(&mut self, text: &str, span: Span) {
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let Some((inner, key)) = inner.and_then(|inner| Some((inner, markup::bare_key(inner)?)))
        else {
            return;
        };
        let key = Spanned::new(EcoString::from(key), span);
        if self.resources.publication.sources.get(&key).is_err() {
            return;
        }
        let mut works: Vec<String> = Vec::new();
        for work in inner.split(';').map(str::trim) {
            // What names no work is a further place in the one before it.
            match works.last_mut().filter(|_| markup::bare_key(work).is_none()) {
                Some(before) => *before = format!("{before}, {work}"),
                None => works.push(format!("@{work}")),
            }
        }
        let message = format!("`{text}` would be printed as it is, since its `@` is missing");
        let hint = format!("write `[{}]`, or `\\[` for the bracket itself", works.join("; "));
        self.problems.push(Diagnostic::error(Code::BadCitation, span, message).with_hint(hint));
    }
}
