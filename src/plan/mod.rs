//! Planning: which editions there are, and where each stands.
//!
//! ```text
//! load ──> project ──> PLAN ──> bind ──> render ──> commit
//! ```
//!
//! A plan is data: audience × language × brief, report or page, and for a text with profiles ×
//! entity, each with its address. The renderers, the link checker and the switch between editions read
//! the same plan, so none of them can know of a page that another does not.

pub mod catalogue;
mod checks;
mod subject;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::data::evaluate::Data;
use crate::language::Language;
use crate::markup::{Inline, slug};
use crate::projection::{Projection, Shelf};
use crate::publication::Work;
use crate::publication::audience::Audience;
use crate::publication::manuscript::Manuscript;
use crate::publication::settings::Translations;
use crate::tree::{Form, Target};

pub use checks::check;
pub use subject::Subject;

/// What a build makes.
#[derive(Debug)]
pub struct Plan<'a> {
    /// One site for each audience and language, the default first.
    pub sites: Vec<Site<'a>>,
    /// The editions, site by site.
    pub editions: Vec<Edition<'a>>,
    by_address: BTreeMap<EcoString, usize>,
    by_work: HashMap<(Form, EcoString, Subject<'a>), Vec<usize>>,
    /// The editions that pages at addresses of old lead to, by the paths of these.
    redirects: BTreeMap<EcoString, usize>,
    /// The reports that hold a brief, by the brief's id and what they are of.
    by_chapter: HashMap<(EcoString, Subject<'a>), Vec<usize>>,
}

/// The pages for one audience in one language.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// What its audience may have of the publication.
    pub projection: &'a Projection,
    /// The audience.
    pub audience: &'a Audience,
    /// The language.
    pub language: &'a Language,
    /// Its number in [`Plan::sites`].
    pub index: usize,
    /// The number of its audience among those of the output.
    pub shelved: usize,
}

/// A report, brief or page for one audience in one language, still to be bound.
#[derive(Debug)]
pub struct Edition<'a> {
    /// Its number in [`Plan::editions`].
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

/// Returns a path of files and folders as a part of addresses: in lower case, with a dash for what
/// addresses must encode.
pub fn clean(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let is_kept = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let words = part.split(|c| !is_kept(c)).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    });
    parts
        .map(|part| if part.is_empty() { "page".to_owned() } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

impl<'a> Edition<'a> {
    /// Returns the address of its PDF, beside its page.
    pub fn pdf_address(&self) -> EcoString {
        let id = clean(&self.manuscript.id);
        let name = id.rsplit('/').next().unwrap_or_default();
        match self.subject {
            Subject::Entity(id) => eco_format!("{}{name}-{}.pdf", self.address, slug(id)),
            Subject::All | Subject::Index => eco_format!("{}{name}.pdf", self.address),
        }
    }

    /// Returns the address of the PDF with its summary.
    pub fn summary_address(&self) -> EcoString {
        eco_format!("{}-summary.pdf", self.pdf_address().trim_end_matches(".pdf"))
    }

    /// Returns the address of its book for e-readers, beside its page; none if it has none: a brief is
    /// read in one go, on its page.
    pub fn epub_address(&self) -> Option<EcoString> {
        let has_one = self.form() == Form::Report && !self.is_fallback();
        let pdf = self.pdf_address();
        has_one.then(|| eco_format!("{}.epub", pdf.trim_end_matches(".pdf")))
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

    /// Returns its title and its finding.
    pub fn headline(&self) -> (&'a [Inline], &'a [Inline]) {
        match (self.subject, &self.manuscript.profile) {
            (Subject::Index, Some(profile)) => (&profile.title, &profile.finding),
            _ => (&self.manuscript.title, &self.manuscript.finding),
        }
    }

    /// Whether the original stands in for a translation that there is not.
    pub fn is_fallback(&self) -> bool {
        self.language.tag != self.site.language.tag
    }

    /// Whether it has a PDF: pages beside the reports have none.
    pub fn has_pdf(&self) -> bool {
        matches!(self.form(), Form::Report | Form::Brief)
    }
}

impl<'a> Site<'a> {
    /// Returns the site whose folder holds the picture at `path`: the default one, if its texts show it
    /// too, or else this one.
    #[must_use]
    pub fn holder(self, path: &str, plan: &Plan<'a>) -> Site<'a> {
        let default = plan.sites.first().filter(|site| {
            site.projection.assets.contains_key(path) || site.projection.files.find(path).is_some()
        });
        default.copied().unwrap_or(self)
    }

    /// Returns the way from a page of this site to an edition.
    pub fn target(&self, edition: &Edition<'_>, fragment: EcoString) -> Target {
        let address = &edition.address;
        if edition.site.index != self.index {
            return Target::Shared { path: address.clone(), fragment };
        }
        let prefix = self.prefix();
        let path = address.strip_prefix(prefix.as_str()).unwrap_or(address).into();
        Target::Page { path, fragment }
    }

    /// Whether its audience is the default one of its output.
    pub fn is_default(&self) -> bool {
        self.shelved == 0
    }

    /// Returns the folder below the root in which `images/` stands, for all languages of its audience.
    pub fn pictures(&self) -> EcoString {
        if self.is_default() {
            return EcoString::new();
        }
        eco_format!("for/{}/", self.audience.id)
    }

    /// Returns the address of its root below the publication's: empty for the default site.
    pub fn prefix(&self) -> EcoString {
        let publication = self.projection;
        let mut prefix = EcoString::new();
        if self.language.tag != publication.settings.languages[0].tag {
            prefix.push_str(&self.language.tag);
            prefix.push('/');
        }
        if !self.is_default() {
            prefix.push_str("for/");
            prefix.push_str(&self.audience.id);
            prefix.push('/');
        }
        prefix
    }
}

/// Plans all editions of an output.
pub fn plan<'a>(shelf: &'a Shelf, problems: &mut Problems) -> Plan<'a> {
    let mut sites = Vec::new();
    for (shelved, projection) in shelf.projections.iter().enumerate() {
        for language in &projection.settings.languages {
            let (audience, index) = (&projection.audience, sites.len());
            sites.push(Site { projection, audience, language, index, shelved });
        }
    }
    let mut plan = Plan {
        sites,
        editions: Vec::new(),
        by_address: BTreeMap::new(),
        by_work: HashMap::new(),
        by_chapter: HashMap::new(),
        redirects: BTreeMap::new(),
    };
    for index in 0..plan.sites.len() {
        let site = plan.sites[index];
        for work in site.projection.works.values() {
            for edition in editions(site, work) {
                plan.add(edition, problems);
            }
        }
    }
    plan.check_aliases(problems);
    plan
}

/// Returns the editions of a work on a site: one, or the list of its profiles and each of these.
fn editions<'a>(site: Site<'a>, work: &'a Work) -> Vec<Edition<'a>> {
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

fn edition<'a>(site: Site<'a>, work: &'a Work) -> Option<Edition<'a>> {
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
    let folder = match manuscript.form {
        Form::Report => "reports/",
        Form::Brief => "briefs/",
        Form::Page | Form::Profiles => "",
        Form::Register | Form::Entry => "registers/",
    };
    let prefix = site.prefix();
    let address = eco_format!("{prefix}{folder}{}/", clean(&manuscript.id));
    let subject = Subject::All;
    Some(Edition { index: 0, site, manuscript, subject, language, chapters, address })
}

/// Whether an audience's selection of reports and chapters has room for a manuscript: the reports
/// that it names, the chapters that it gets of them, and what belongs to no report.
fn selects(publication: &Projection, site: Site<'_>, manuscript: &Manuscript) -> bool {
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
fn text_language<'a>(publication: &'a Projection, site: Site<'a>, work: &Work) -> &'a Language {
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
    /// Returns the paths of the pages that lead to it from the addresses that it had, each with the place
    /// where the author names it. The profiles of a text had none.
    fn aliases(&self) -> impl Iterator<Item = (EcoString, Span)> {
        let prefix = self.site.prefix();
        let aliases = self.manuscript.aliases.iter().filter(|_| !self.subject.is_entity());
        aliases.map(move |alias| {
            let name = if alias.value.ends_with('/') { "index.html" } else { "" };
            (eco_format!("{prefix}{}{name}", alias.value), alias.span)
        })
    }
}

impl<'a> Plan<'a> {
    /// Reports old addresses that are those of a page, or of two texts.
    fn check_aliases(&mut self, problems: &mut Problems) {
        let mut taken: BTreeMap<EcoString, (Span, usize)> = BTreeMap::new();
        let mut reported = BTreeSet::new();
        for edition in &self.editions {
            for (path, span) in edition.aliases() {
                let address = path.strip_suffix("index.html").unwrap_or(&path);
                let page = self.by_address.get(address).map(|&index| &self.editions[index]);
                let first = taken.get(&path).filter(|(first, _)| *first != span);
                let message = match (page, first) {
                    (Some(page), _) if page.index == edition.index => {
                        format!(
                            "`/{address}` is the address that the text has: it would lead to itself"
                        )
                    }
                    (Some(_), _) => format!("another page stands at `/{address}`"),
                    (None, Some(_)) => format!("two texts had the address `/{address}`"),
                    (None, None) => {
                        taken.insert(path, (span, edition.index));
                        continue;
                    }
                };
                if reported.insert(span) {
                    problems.push(
                        Diagnostic::error(Code::BadAlias, span, message)
                            .with_hint("delete it from the list"),
                    );
                }
            }
        }
        self.redirects = taken.into_iter().map(|(path, (_, index))| (path, index)).collect();
    }

    /// Returns the paths of the pages that lead to an edition from the addresses that it had.
    pub fn redirects(&self, edition: &Edition<'_>) -> impl Iterator<Item = EcoString> {
        let leads_here = |path: &EcoString| self.redirects.get(path) == Some(&edition.index);
        edition.aliases().map(|(path, _)| path).filter(leads_here)
    }

    fn add(&mut self, mut edition: Edition<'a>, problems: &mut Problems) {
        let taken = self.by_address.get(&edition.address);
        if let Some(first) = taken.map(|&index| &self.editions[index]) {
            problems.push(two_at(first, &edition));
            return;
        }
        let index = self.editions.len();
        edition.index = index;
        self.by_address.insert(edition.address.clone(), index);
        let Manuscript { form, id, .. } = edition.manuscript;
        let subject = edition.subject;
        self.by_work.entry((*form, id.clone(), subject)).or_default().push(index);
        for chapter in &edition.chapters {
            self.by_chapter.entry((chapter.id.clone(), subject)).or_default().push(index);
        }
        self.editions.push(edition);
    }

    /// Returns the reports of the site of a brief's edition that hold it.
    pub fn reports_of(&self, brief: &Edition<'a>) -> impl Iterator<Item = &Edition<'a>> {
        let site = brief.site.index;
        // A report that is one for all holds the whole of a brief, and no profile of it.
        let key = (brief.manuscript.id.clone(), brief.subject);
        let indices = self.by_chapter.get(&key).into_iter().flatten();
        indices.map(|&index| &self.editions[index]).filter(move |report| report.site.index == site)
    }

    /// Returns the editions of one site.
    pub fn of_site(&self, site: Site<'a>) -> impl Iterator<Item = &Edition<'a>> {
        self.editions.iter().filter(move |edition| edition.site.index == site.index)
    }

    /// Returns all editions of a work, or all lists of its profiles.
    pub fn variants<'p>(
        &'p self,
        form: Form,
        id: &str,
    ) -> impl Iterator<Item = &'p Edition<'a>> + 'p {
        let id = EcoString::from(id);
        [Subject::All, Subject::Index]
            .into_iter()
            .filter_map(move |subject| self.by_work.get(&(form, id.clone(), subject)))
            .flatten()
            .map(|&index| &self.editions[index])
    }

    /// Returns the editions of the same text and entity, this one included.
    pub fn siblings(&self, edition: &Edition<'a>) -> impl Iterator<Item = &Edition<'a>> {
        let Manuscript { form, id, .. } = edition.manuscript;
        let indices = self.by_work.get(&(*form, id.clone(), edition.subject));
        indices.into_iter().flatten().map(|&index| &self.editions[index])
    }

    /// Returns the profiles that a list of them lists, in order.
    pub fn profiles(&self, index: &Edition<'a>) -> impl Iterator<Item = &Edition<'a>> {
        let followers = self.editions.get(index.index + 1..).unwrap_or_default().iter();
        let manuscript = index.manuscript;
        let is_index = index.subject == Subject::Index;
        followers.take_while(move |edition| {
            is_index && std::ptr::eq(edition.manuscript, manuscript) && edition.subject.is_entity()
        })
    }

    /// Returns the list that a profile stands in.
    pub fn index_of(&self, profile: &Edition<'a>) -> Option<&Edition<'a>> {
        let Manuscript { form, id, .. } = profile.manuscript;
        let indices = self.by_work.get(&(*form, id.clone(), Subject::Index))?;
        let indices = indices.iter().map(|&index| &self.editions[index]);
        let mut of_site = indices.filter(|index| index.site.index == profile.site.index);
        of_site.next().filter(|_| profile.subject.is_entity())
    }

    /// Returns the edition of the original that stands in for a translation.
    pub fn original(&self, edition: &Edition<'a>) -> Option<&Edition<'a>> {
        self.siblings(edition).find(|other| {
            other.site.audience.id == edition.site.audience.id
                && other.site.language.tag == edition.language.tag
        })
    }

    /// Returns the edition of a work that a reader of `site` should be sent to: that of the
    /// site, or else the one that differs least from it, of those that its audience may read.
    pub fn nearest(&self, site: Site<'a>, form: Form, id: &str) -> Option<&Edition<'a>> {
        nearest(site, self.variants(form, id))
    }

    /// Returns the profile of an entity that a reader of `site` should be sent to.
    pub fn nearest_profile(
        &self,
        site: Site<'a>,
        (form, id): (Form, &EcoString),
        entity: &'a EcoString,
    ) -> Option<&Edition<'a>> {
        let indices = self.by_work.get(&(form, id.clone(), Subject::Entity(entity)))?;
        nearest(site, indices.iter().map(|&index| &self.editions[index]))
    }
}

/// Returns the edition that differs least from those of `site`, of those that its audience may read.
fn nearest<'p, 'a>(
    site: Site<'a>,
    editions: impl Iterator<Item = &'p Edition<'a>>,
) -> Option<&'p Edition<'a>> {
    let may_read = |edition: &&Edition<'_>| edition.manuscript.audience.admits(&site.audience.id);
    editions.filter(may_read).min_by_key(|edition| {
        let other_language = edition.site.language.tag != site.language.tag;
        let other_audience = edition.site.audience.id != site.audience.id;
        (other_language, other_audience, edition.site.index)
    })
}

/// Reports two editions at one address.
fn two_at(first: &Edition<'_>, second: &Edition<'_>) -> Diagnostic {
    let span = Span::start_of(second.manuscript.file);
    if let (Subject::Entity(one), Subject::Entity(other)) = (first.subject, second.subject)
        && first.manuscript.file == second.manuscript.file
    {
        let message = format!(
            "the profiles of `{one}` and `{other}` have one address, `/{}`",
            second.address
        );
        return Diagnostic::error(Code::DuplicateAddress, span, message)
            .with_hint("rename one of the entities in `content/entities.yaml`");
    }
    let message = format!("two files make the page `/{}`", second.address);
    Diagnostic::error(Code::DuplicateAddress, span, message)
        .with_related(Span::start_of(first.manuscript.file), "the other file")
        .with_hint("rename one of them")
}
