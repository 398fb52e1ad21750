//! Blocks of the publication's own: their title, body and attributes.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::Binder;
use super::attributes::{ATTRIBUTES, Owner};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::language::Word;
use crate::markup::{self, Attributes};
use crate::publication::declared::{OwnBlock, Presence, Value};
use crate::tree::Block;

impl<'a> Binder<'a, '_> {
    /// Composes a block; none if this audience does not see it.
    pub(super) fn own_block(
        &mut self,
        own: &OwnBlock,
        attributes: &'a Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Option<Block> {
        let mut common = attributes.clone();
        common.classes.remove(0);
        common.values.retain(|(name, _)| {
            ATTRIBUTES.contains(&name.value.as_str()) && own.attribute(&name.value).is_none()
        });
        common.values.retain(|(name, _)| name.value != "title");
        if !self.check_attributes(&common, Owner::Div) {
            return None;
        }
        self.check_look(own, attributes.classes[0].span);
        if let Some(title) = attributes.value("title").filter(|_| own.title == Presence::Refused) {
            let message = format!("`{}` cannot have a title", own.name.value);
            let hint =
                "delete it, or write `title: optional` where `quipu.yaml` declares the block";
            self.refuse(title.span, (message, hint.to_owned()));
        }
        let title = attributes.value("title").map(|title| title.value.clone());
        if own.title == Presence::Required && title.is_none() {
            let name = &own.name.value;
            let message = format!("`{name}` needs a title");
            let hint = format!("write `::: {{.{name} title=\"…\"}}`");
            self.problems
                .push(Diagnostic::error(Code::BadAttributes, span, message).with_hint(hint));
        }
        let title = title.map(|_| self.title_or(Some(attributes), Word::Note)).unwrap_or_default();
        let attributes = self.own_attributes(own, attributes, span);
        Some(Block::Own {
            name: own.name.value.clone(),
            title,
            attributes,
            blocks: self.blocks(inner),
        })
    }

    /// Reads the attributes that the block declares, and reports those that it does not.
    fn own_attributes(
        &mut self,
        own: &OwnBlock,
        attributes: &Attributes,
        span: Span,
    ) -> BTreeMap<EcoString, Option<Value>> {
        // Templates ask for each that is declared.
        let mut values: BTreeMap<_, _> =
            own.attributes.iter().map(|field| (field.name.clone(), None)).collect();
        let block = &own.name.value;
        for (name, Spanned { value, span }) in &attributes.values {
            let Some(field) = own.attribute(&name.value) else {
                if !ATTRIBUTES.contains(&name.value.as_str()) {
                    let known = own.attributes.iter().map(|field| field.name.as_str());
                    let hint = did_you_mean(&name.value, known).unwrap_or_else(|| {
                        format!("declare it under `{block}:` in `quipu.yaml`: `attributes: {{{}: text}}`", name.value)
                    });
                    let message = format!("`{block}` has no attribute `{}`", name.value);
                    self.refuse(name.span, (message, hint));
                }
                continue;
            };
            match field.kind.read(value) {
                Ok(value) => _ = values.insert(field.name.clone(), Some(value)),
                Err(hint) => {
                    let message = format!("`{value}` is not of the type `{}`", field.kind.name());
                    self.problems.push(
                        Diagnostic::error(Code::BadAttributes, *span, message).with_hint(hint),
                    );
                }
            }
        }
        for field in own.attributes.iter().filter(|field| field.required) {
            if attributes.value(&field.name).is_none() {
                let message = format!("`{block}` needs the attribute `{}`", field.name);
                let hint = format!("write `::: {{.{block} {}=\"…\"}}`", field.name);
                self.problems
                    .push(Diagnostic::error(Code::BadAttributes, span, message).with_hint(hint));
            }
        }
        values
    }

    /// Reports a block that the theme of this audience cannot show.
    fn check_look(&mut self, own: &OwnBlock, span: Span) {
        let name = &own.name.value;
        let looks = self.resources.theme.blocks.get(name.as_str()).copied().unwrap_or_default();
        for (has, extension, output) in
            [(looks.page, "html", "pages"), (looks.print, "typ", "PDFs")]
        {
            if has {
                continue;
            }
            let audience = &self.edition.site.audience.id;
            let message = format!("the {output} for `{audience}` have no template for `{name}`");
            let hint = format!(
                "add `templates/blocks/{name}.{extension}`, or the same file below `templates/audiences/{audience}/`"
            );
            let problem = Diagnostic::error(Code::UnknownDiv, span, message).with_hint(hint);
            self.problems.push(problem.lacking(format!("blocks/{name}.{extension}")));
        }
    }
}
