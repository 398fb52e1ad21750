//! Exporting editions as Word documents.

use ecow::{EcoString, eco_format};

use super::{ReviewCopy, Shop, one_of};
use crate::base::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::markup::visit::Visit;
use crate::markup::{Inline, InlineKind, plain_text};
use crate::plan::{Edition, Site};
use crate::publication::manuscript::Manuscript;
use crate::publication::picture::MadeEachTime;
use crate::render::painter::Painter;
use crate::render::site::mark;
use crate::render::word::{self, Remark};
use crate::tree::{Document, Form};

impl<'a> Shop<'a> {
    /// Makes a document of each edition that the order asks for.
    pub(super) fn documents(
        &self,
        sites: &[Site<'a>],
        problems: &mut Problems,
    ) -> Vec<(String, Vec<u8>)> {
        let bound = self.bound(sites, problems);
        if problems.has_errors() {
            return Vec::new();
        }
        let painter = Painter::new(self.publication);
        let remarks = match self.order.review {
            ReviewCopy::Asked => Some(self.remarks(&bound)),
            ReviewCopy::Unasked => None,
        };
        let write = |(edition, document): &(&'a Edition<'a>, Document)| {
            let written = self.document(edition, document, (&painter, remarks.as_deref()));
            problems.keep(written)
        };
        bound.iter().filter_map(write).collect()
    }

    /// Binds the editions that the order asks for.
    pub(super) fn bound(
        &self,
        sites: &[Site<'a>],
        problems: &mut Problems,
    ) -> Vec<(&'a Edition<'a>, Document)> {
        let Some(editions) = problems.keep(self.editions(sites)) else { return Vec::new() };
        let mut bound = Vec::with_capacity(editions.len());
        for edition in editions {
            let document = self.session.document(edition).report(problems);
            bound.extend(document.map(|document| (edition, document)));
        }
        bound
    }

    fn document(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        (painter, review): (&Painter, Option<&[Remark]>),
    ) -> Result<(String, Vec<u8>), Diagnostic> {
        let name = self.file_name(&self.stem(edition), edition.language);
        let theme = &self.session.presentation(edition.site).theme;
        let Some(words) = theme.words.get(&edition.language.tag) else {
            let message = format!("there are no words in `{}`", edition.language.tag);
            return Err(Diagnostic::error_at_path(Code::BadLanguage, name, message));
        };
        let manuscripts: Vec<_> =
            std::iter::once(edition.manuscript).chain(edition.chapters.iter().copied()).collect();
        let whole: Vec<_> = manuscripts.iter().map(|text| self.whole(text)).collect();
        let source = word::Source {
            document,
            manuscripts: &whole,
            audience: &edition.site.audience.id,
            site: &edition.site.prefix(),
            publication: edition.site.projection,
            files: Some(&self.publication.files),
            theme,
            language: edition.language,
            words,
            printed: &MadeEachTime,
            painter,
            paper: edition.paper(),
            mark: &mark(edition, words),
            review,
        };
        match word::write(source) {
            Ok(written) => Ok((name, written.bytes)),
            Err(reason) => {
                let message = format!("no Word document can be made ({reason})");
                Err(Diagnostic::error_at_path(Code::UnexpectedFile, name, message)
                    .with_hint(word::HINT))
            }
        }
    }

    /// Returns a text as its author wrote it.
    fn whole<'m>(&'m self, text: &'m Manuscript) -> &'m Manuscript {
        let work = self.publication.works.get(&(text.form, text.id.clone()));
        work.and_then(|work| work.manuscript(&text.language)).unwrap_or(text)
    }

    /// Returns the editions of the order: reports and briefs, or the work that it names.
    fn editions(&self, sites: &[Site<'a>]) -> Result<Vec<&'a Edition<'a>>, Diagnostic> {
        let wanted = |edition: &&Edition<'_>| {
            let manuscript = edition.manuscript;
            let is_named = match self.order.name {
                Some(name) => manuscript.id == name && manuscript.form != Form::Entry,
                None => matches!(manuscript.form, Form::Report | Form::Brief),
            };
            is_named
                && sites.iter().any(|site| site.index == edition.site.index)
                && !edition.is_fallback()
        };
        let editions: Vec<_> = self.session.plan.editions.iter().filter(wanted).collect();
        match self.order.name {
            Some(name) if editions.is_empty() => Err(self.unknown_work(name, sites)),
            _ => Ok(editions),
        }
    }

    fn unknown_work(&self, name: &str, sites: &[Site<'a>]) -> Diagnostic {
        let of_audience = |edition: &&Edition<'_>| {
            sites.iter().any(|site| site.index == edition.site.index)
                && edition.manuscript.form != Form::Entry
        };
        let known = self.session.plan.editions.iter().filter(of_audience);
        let known: Vec<_> = known.map(|edition| edition.manuscript.id.as_str()).collect();
        let message = format!("this audience has no text `{name}`");
        Diagnostic::error_at_path(Code::UnknownBrief, "content", message)
            .with_hint(one_of(name, known.iter().copied()))
    }

    /// Returns what the names of an edition's files begin with.
    pub(super) fn stem(&self, edition: &Edition<'_>) -> EcoString {
        let stem = edition.manuscript.id.replace("/", "-");
        let stem = match edition.subject.entity() {
            Some(entity) => eco_format!("{stem}-{entity}"),
            None => stem,
        };
        let default = &self.publication.audiences[0].id;
        let audience = &edition.site.audience.id;
        if audience == default { stem } else { eco_format!("{stem}.{audience}") }
    }

    /// Returns the findings of the audit, and what words stand on, for the margins.
    fn remarks(&self, editions: &[(&Edition<'a>, Document)]) -> Vec<Remark> {
        let audit = crate::tools::audit::audit(self.publication, self.session, editions);
        let remark = |diagnostic: &Diagnostic| {
            let Place::Text(span) = diagnostic.place else { return None };
            let hints = diagnostic.hints.iter().map(|hint| format!(" ({hint})"));
            let text = diagnostic.message.clone() + &hints.collect::<String>();
            Some(Remark { span, text: text.into() })
        };
        let mut remarks: Vec<_> = audit.diagnostics.iter().filter_map(remark).collect();
        for (edition, _) in editions {
            let chapters = edition.chapters.iter().copied();
            for text in std::iter::once(edition.manuscript).chain(chapters) {
                text.visit(&mut Statements(&mut remarks));
            }
        }
        remarks
    }
}

/// Gathers what words stand on, which nobody sees who reads them.
struct Statements<'r>(&'r mut Vec<Remark>);

impl<'a> Visit<'a> for Statements<'_> {
    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind
            && let Some(statement) = &span.attributes.holds
        {
            let words = plain_text(&span.content);
            let text = eco_format!("“{words}” stands as long as `{}`", statement.text);
            self.0.push(Remark { span: inline.span, text });
        }
        self.inlines(inline.kind.content());
    }
}
