//! One edition: a work for an audience, in a language, perhaps for an entity.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use jiff::civil::Date;

use super::{Site, clean};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::data::evaluate::Data;
use crate::language::Language;
use crate::markup::{Inline, slug};
use crate::plan::routes;
use crate::plan::subject::Subject;
use crate::projection::Projection;
use crate::publication::Work;
use crate::publication::audience::{Audience, EditionFormat, Paper};
use crate::publication::correction::Correction;
use crate::publication::manuscript::{Manuscript, Stage};
use crate::publication::settings::Translations;
use crate::tree::Form;

/// A report, brief or page for one audience in one language, still to be bound.
#[derive(Debug)]
pub struct Edition<'a> {
    /// Its number in the plan.
    pub index: usize,
    /// Where it belongs.
    pub site: Site<'a>,
    /// Its text, or the opening text of a report.
    pub manuscript: &'a Manuscript,
    /// What of the text it is: all of it, one profile, or the list of the profiles.
    pub subject: Subject<'a>,
    /// The language of its text: that of its site, or of the original that stands in for a
    /// translation.
    pub language: &'a Language,
    /// The briefs of a report that this audience sees.
    pub chapters: Vec<&'a Manuscript>,
    /// Its address below the root, with a slash at its end.
    pub address: EcoString,
}

impl<'a> Edition<'a> {
    /// Returns the paper of its PDF and Word document: that of the audience or of the publication, or else that of the
    /// language's region.
    pub fn paper(&self) -> Paper {
        let own = self.site.audience.paper.or(self.site.projection.settings.paper);
        own.unwrap_or(if self.language.has_letter_paper() { Paper::Letter } else { Paper::A4 })
    }

    /// Whether it can be had in a format, as far as its audience and the publication say.
    pub fn is_had_as(&self, format: EditionFormat) -> bool {
        let own = self.site.audience.formats.as_deref();
        let of_publication = self.site.projection.settings.formats.as_deref();
        own.or(of_publication).unwrap_or(EditionFormat::USUAL).contains(&format)
    }

    /// Returns what it is an edition of.
    pub fn form(&self) -> Form {
        match self.subject {
            Subject::Index => Form::Profiles,
            Subject::All | Subject::Entity(_) => self.manuscript.form,
        }
    }

    /// Returns what its bound numbers may name.
    pub fn data(&self) -> Data<'a> {
        let (this, day) = (self.subject.entity(), Some(self.manuscript.date));
        Data { this, day, ..self.site.projection.data() }
    }

    /// Returns what tells its text, or what of it this is, from all others: all audiences and
    /// languages have the same.
    pub fn work(&self) -> (Form, &'a str, Subject<'a>) {
        (self.manuscript.form, &self.manuscript.id, self.subject)
    }

    /// Returns its subjects; those of an original would stand among subjects of another language.
    pub fn topics(&self) -> &'a [EcoString] {
        if self.is_fallback() { &[] } else { &self.manuscript.tags }
    }

    /// Returns the day on which it changed last, its chapters included.
    pub fn changed(&self) -> Date {
        let texts = self.chapters.iter().copied().chain([self.manuscript]);
        let days = texts.map(|text| text.updated.unwrap_or(text.date).max(text.date));
        let corrected = self.corrections().map(|it| it.date);
        days.chain(corrected).max().unwrap_or(self.manuscript.date)
    }

    /// Whether it is news: drafts are not out, and pages are not dated.
    pub fn is_news(&self) -> bool {
        self.manuscript.form.is_dated() && self.manuscript.stage == Stage::Published
    }

    /// Whether it is the text of the front page.
    pub fn is_front(&self) -> bool {
        self.manuscript.form == Form::Page && self.manuscript.id == routes::FRONT
    }

    /// Whether it is an accessibility statement that authors wrote.
    pub fn is_statement(&self) -> bool {
        let name = routes::ACCESSIBILITY.trim_end_matches('/');
        self.manuscript.form == Form::Page && self.manuscript.id == name
    }

    /// Returns what was changed in it, its chapters included, after it came out.
    pub fn corrections(&self) -> impl Iterator<Item = &'a Correction> {
        let parts = std::iter::once(self.manuscript).chain(self.chapters.iter().copied());
        let names: Vec<_> = parts.map(|text| (text.form, &text.id)).collect();
        let all = self.site.projection.corrections.iter();
        all.filter(move |it| names.contains(&(it.text.value.0, &it.text.value.1)))
    }

    /// Returns its title and its finding.
    pub fn headline(&self) -> (&'a [Inline], &'a [Inline]) {
        match (self.subject, &self.manuscript.profile) {
            (Subject::Index, Some(profile)) => (&profile.title, &profile.finding),
            _ => (&self.manuscript.title, &self.manuscript.finding),
        }
    }

    /// Whether the original stands in for a missing translation.
    pub fn is_fallback(&self) -> bool {
        self.language.tag != self.site.language.tag
    }
}

/// Returns the editions of a work on a site: one, or the list of its profiles and each of these.
pub(super) fn editions<'a>(site: Site<'a>, work: &'a Work) -> Vec<Edition<'a>> {
    let Some(whole) = edition(site, work) else { return Vec::new() };
    let Some(profile) = &whole.manuscript.profile else { return vec![whole] };
    let of = |id: &'a EcoString| {
        let is_covered = |chapter: &&Manuscript| {
            chapter.profile.as_ref().is_none_or(|profile| profile.entities.contains(id))
        };
        Edition {
            subject: Subject::Entity(id),
            chapters: whole.chapters.iter().copied().filter(is_covered).collect(),
            address: eco_format!("{}{}/", whole.address, slug(id)),
            ..whole
        }
    };
    let profiles: Vec<_> = profile.entities.iter().map(of).collect();
    let index = Edition { subject: Subject::Index, chapters: Vec::new(), ..whole };
    std::iter::once(index).chain(profiles).collect()
}

pub(super) fn edition<'a>(site: Site<'a>, work: &'a Work) -> Option<Edition<'a>> {
    let publication = site.projection;
    let language = text_language(publication, site, work);
    let manuscript = work.manuscript(&language.tag);
    let manuscript = manuscript.filter(|manuscript| selects(publication, site, manuscript))?;
    let chosen =
        site.audience.chapters.get(&manuscript.id).filter(|_| manuscript.form == Form::Report);
    let chosen = chosen.map(|chosen| &chosen.value);
    let mut seen = BTreeSet::new();
    let chapters = chosen
        .unwrap_or(&manuscript.briefs)
        .iter()
        // What is listed twice was reported.
        .filter(|id| seen.insert(&id.value))
        // A chapter for other audiences, a draft, or one that lacks the language is left out.
        .filter_map(|id| publication.works.get(&(Form::Brief, id.value.clone())))
        .filter_map(|brief| brief.manuscript(&language.tag))
        // Profiles in a report that is one for all were reported.
        .filter(|brief| manuscript.profile.is_some() || brief.profile.is_none())
        .collect();
    let name = clean(&manuscript.id);
    let address = eco_format!("{}{}", site.prefix(), routes::text(manuscript.form, &name));
    let subject = Subject::All;
    Some(Edition { index: 0, site, manuscript, subject, language, chapters, address })
}

/// Whether an audience's selection of reports and chapters has room for a manuscript: the reports
/// that it names, the chapters that it gets of them, and what belongs to no report.
pub(super) fn selects(publication: &Projection, site: Site<'_>, manuscript: &Manuscript) -> bool {
    let Audience { reports, chapters, .. } = site.audience;
    let is_named = |id: &EcoString| {
        reports.as_ref().is_none_or(|reports| reports.iter().any(|report| report.value == *id))
    };
    let lists =
        |briefs: &[Spanned<EcoString>]| briefs.iter().any(|brief| brief.value == manuscript.id);
    match manuscript.form {
        Form::Page | Form::Register | Form::Entry | Form::Profiles => true,
        Form::Report => is_named(&manuscript.id),
        Form::Brief if reports.is_none() && chapters.is_empty() => true,
        Form::Brief => {
            let works = publication.works.range((Form::Report, EcoString::new())..);
            let reports = works.take_while(|((form, _), _)| *form == Form::Report);
            let reports: Vec<_> = reports.filter_map(|(_, work)| work.any()).collect();
            let gets = |report: &Manuscript| {
                let chosen =
                    chapters.get(&report.id).map_or(&report.briefs, |chosen| &chosen.value);
                is_named(&report.id) && lists(chosen)
            };
            manuscript.stands_alone()
                || !reports.iter().any(|report| lists(&report.briefs))
                || reports.iter().any(|report| gets(report))
        }
    }
}

/// Returns the language in which a site shows a work: its own, or, where the publication wants
/// that, the first one for a text that lacks it. A report with a chapter that lacks it is in the
/// first language as a whole, since no reader expects two languages in one text.
pub(super) fn text_language<'a>(
    publication: &'a Projection,
    site: Site<'a>,
    work: &Work,
) -> &'a Language {
    let tag = &site.language.tag;
    let Some(manuscript) = work.any() else { return site.language };
    // Registers hold their languages side by side, so none of them lacks a file.
    let is_written = !matches!(manuscript.form, Form::Register | Form::Entry);
    let lacks = |work: &Work| !work.manuscripts.contains_key(tag) && work.is_meant_for(tag);
    let mut chapters = manuscript
        .briefs
        .iter()
        .filter_map(|id| publication.works.get(&(Form::Brief, id.value.clone())));
    let falls_back = publication.settings.translations == Translations::Fallback
        && is_written
        && (lacks(work) || chapters.any(lacks));
    if falls_back { &publication.settings.languages[0] } else { site.language }
}

impl Edition<'_> {
    /// Returns where its front matter says that it had the address of the file at `path`.
    pub(crate) fn alias_at(&self, path: &str) -> Option<Span> {
        self.aliases().find(|(alias, _)| alias == path).map(|(_, span)| span)
    }

    /// Returns the paths of the pages that lead to it from the addresses that it had, each with the place
    /// where the author names it. The profiles of a text had none.
    pub(super) fn aliases(&self) -> impl Iterator<Item = (EcoString, Span)> {
        let prefix = self.site.prefix();
        let aliases = self.manuscript.aliases.iter().filter(|_| !self.subject.is_entity());
        aliases.map(move |alias| {
            let name = if alias.value.ends_with('/') { routes::PAGE } else { "" };
            (eco_format!("{prefix}{}{name}", alias.value), alias.span)
        })
    }
}

/// Reports two editions at one address.
pub(super) fn two_at(first: &Edition<'_>, second: &Edition<'_>) -> Diagnostic {
    let span = Span::start_of(second.manuscript.file);
    if let (Subject::Entity(one), Subject::Entity(other)) = (first.subject, second.subject)
        && first.manuscript.file == second.manuscript.file
    {
        let message = format!(
            "the profiles of `{one}` and `{other}` have the same address, `/{}`",
            second.address
        );
        return Diagnostic::error(Code::DuplicateAddress, span, message)
            .with_hint("rename one of the entities in `content/entities.yaml`");
    }
    let message = format!("two files produce the page `/{}`", second.address);
    Diagnostic::error(Code::DuplicateAddress, span, message)
        .with_related(Span::start_of(first.manuscript.file), "the other file")
        .with_hint("rename one of them")
}
