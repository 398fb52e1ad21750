//! Planning: which editions there are, and where each stands.
//!
//! ```text
//! load ──> project ──> PLAN ──> bind ──> render ──> commit
//! ```
//!
//! A plan is data: audience × language × brief, report or page, each with its
//! address. The renderers, the link checker and the switch between editions read
//! the same plan, so none of them can know of a page that another does not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::{EcoString, eco_format};

use crate::audience::Audience;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::language::Language;
use crate::manuscript::{Manuscript, Stage};
use crate::projection::{Drafts, Projection, Shelf};
use crate::publication::{Publication, Work};
use crate::settings::Translations;
use crate::span::{Span, Spanned};
use crate::tree::Form;

/// What a build makes.
#[derive(Debug)]
pub struct Plan<'a> {
    /// One site for each audience and language, the default first.
    pub sites: Vec<Site<'a>>,
    /// The editions, site by site.
    pub editions: Vec<Edition<'a>>,
    by_address: BTreeMap<EcoString, usize>,
    by_work: BTreeMap<Form, HashMap<EcoString, Vec<usize>>>,
    /// The reports that hold a brief, by the brief's id.
    by_chapter: HashMap<EcoString, Vec<usize>>,
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

impl Edition<'_> {
    /// Returns the address of its PDF, beside its page.
    pub fn pdf_address(&self) -> EcoString {
        let name = self.address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        eco_format!("{}{name}.pdf", self.address)
    }

    /// Whether the original stands in for a translation that there is not.
    pub fn is_fallback(&self) -> bool {
        self.language.tag != self.site.language.tag
    }

    /// Whether it has a PDF: pages beside the reports have none.
    pub fn has_pdf(&self) -> bool {
        matches!(self.manuscript.form, Form::Report | Form::Brief)
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

/// Reports what is wrong with the lists of reports, and a publication with nothing to publish.
pub fn check(
    publication: &Publication,
    shelves: &[Shelf],
    drafts: Drafts,
    problems: &mut Problems,
) {
    check_briefs(publication, problems);
    check_reports(publication, problems);
    check_translations(publication, problems);
    if drafts == Drafts::Hidden {
        check_drafts(publication, problems);
    }
    let mut projections = shelves.iter().flat_map(|shelf| &shelf.projections);
    if projections.all(|projection| projection.works.is_empty()) && !problems.has_errors() {
        problems.push(no_content(publication));
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
        by_work: BTreeMap::new(),
        by_chapter: HashMap::new(),
    };
    for index in 0..plan.sites.len() {
        let site = plan.sites[index];
        for work in site.projection.works.values() {
            if let Some(edition) = edition(site, work) {
                plan.add(edition, problems);
            }
        }
    }
    plan
}

/// Reports a publication of which there is nothing to publish.
fn no_content(publication: &Publication) -> Diagnostic {
    let has_works = !publication.works.is_empty();
    let (message, hint) = if has_works {
        (
            "no brief, report or page is published",
            "all are drafts, or for no audience: build with `--drafts`, or delete `draft: true`",
        )
    } else {
        ("the publication has no brief, report or page", "make one: `quipu new brief first`")
    };
    let diagnostic = Diagnostic::error_at_path(Code::NoContent, "content", message).with_hint(hint);
    if has_works { diagnostic.into_warning() } else { diagnostic }
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
    let chapters: Option<Vec<_>> = chosen
        .unwrap_or(&manuscript.briefs)
        .iter()
        // What is listed twice was reported.
        .filter(|id| seen.insert(&id.value))
        // A chapter for other audiences, or a draft, is left out; one that lacks the language
        // withholds the report.
        .filter_map(|id| publication.works.get(&(Form::Brief, id.value.clone())))
        .map(|brief| brief.manuscript(&language.tag))
        .collect();
    let folder = match manuscript.form {
        Form::Report => "reports/",
        Form::Brief => "briefs/",
        Form::Page => "",
        Form::Register | Form::Entry => "registers/",
    };
    let prefix = site.prefix();
    let address = eco_format!("{prefix}{folder}{}/", clean(&manuscript.id));
    Some(Edition { index: 0, site, manuscript, language, chapters: chapters?, address })
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
        Form::Page | Form::Register | Form::Entry => true,
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
    let lacks = |work: &Work| !work.manuscripts.contains_key(tag);
    let mut chapters = manuscript
        .briefs
        .iter()
        .filter_map(|id| publication.works.get(&(Form::Brief, id.value.clone())));
    let falls_back = publication.settings.translations == Translations::Fallback
        && is_written
        && (lacks(work) || chapters.any(lacks));
    if falls_back { &publication.settings.languages[0] } else { site.language }
}

impl<'a> Plan<'a> {
    fn add(&mut self, mut edition: Edition<'a>, problems: &mut Problems) {
        let taken = self.by_address.get(&edition.address);
        if let Some(first) = taken.map(|&index| &self.editions[index]) {
            let message = format!("two files make the page `/{}`", edition.address);
            let span = Span::start_of(edition.manuscript.file);
            problems.push(
                Diagnostic::error(Code::DuplicateAddress, span, message)
                    .with_related(Span::start_of(first.manuscript.file), "the other file")
                    .with_hint("rename one of them"),
            );
            return;
        }
        let index = self.editions.len();
        edition.index = index;
        self.by_address.insert(edition.address.clone(), index);
        let Manuscript { form, id, .. } = edition.manuscript;
        self.by_work.entry(*form).or_default().entry(id.clone()).or_default().push(index);
        for chapter in &edition.chapters {
            self.by_chapter.entry(chapter.id.clone()).or_default().push(index);
        }
        self.editions.push(edition);
    }

    /// Returns the reports of a site that hold a brief.
    pub fn reports_of(&self, site: Site<'a>, brief: &str) -> impl Iterator<Item = &Edition<'a>> {
        let indices = self.by_chapter.get(brief).into_iter().flatten();
        indices
            .map(|&index| &self.editions[index])
            .filter(move |report| report.site.index == site.index)
    }

    /// Returns the editions of one site.
    pub fn of_site(&self, site: Site<'a>) -> impl Iterator<Item = &Edition<'a>> {
        self.editions.iter().filter(move |edition| edition.site.index == site.index)
    }

    /// Returns all editions of a work.
    pub fn variants<'p>(
        &'p self,
        form: Form,
        id: &str,
    ) -> impl Iterator<Item = &'p Edition<'a>> + 'p {
        let indices = self.by_work.get(&form).and_then(|works| works.get(id));
        indices.into_iter().flatten().map(|&index| &self.editions[index])
    }

    /// Returns the edition of the original that stands in for a translation.
    pub fn original(&self, edition: &Edition<'_>) -> Option<&Edition<'a>> {
        self.variants(edition.manuscript.form, &edition.manuscript.id).find(|other| {
            other.site.audience.id == edition.site.audience.id
                && other.site.language.tag == edition.language.tag
        })
    }

    /// Returns the edition of a work that a reader of `site` should be sent to: that of the
    /// site, or else the one that differs least from it, of those that its audience may read.
    pub fn nearest(&self, site: Site<'a>, form: Form, id: &str) -> Option<&Edition<'a>> {
        let may_read =
            |edition: &&Edition<'_>| edition.manuscript.audience.admits(&site.audience.id);
        self.variants(form, id).filter(may_read).min_by_key(|edition| {
            let other_language = edition.site.language.tag != site.language.tag;
            let other_audience = edition.site.audience.id != site.audience.id;
            (other_language, other_audience, edition.site.index)
        })
    }
}

fn check_briefs(publication: &Publication, problems: &mut Problems) {
    let reports = publication.works.values().flat_map(|work| work.manuscripts.values());
    for report in reports.clone() {
        let mut seen = BTreeMap::new();
        for brief in &report.briefs {
            let Some(first) = seen.insert(&brief.value, brief.span) else { continue };
            let message = format!("the brief `{}` is listed twice", brief.value);
            problems.push(
                Diagnostic::error(Code::DuplicateId, brief.span, message)
                    .with_related(first, "first listed here")
                    .with_hint("a brief is one chapter of a report: delete one of the two"),
            );
        }
    }
    let listed = reports.flat_map(|report| &report.briefs);
    let chosen = publication
        .audiences
        .iter()
        .flat_map(|audience| audience.chapters.values().flat_map(|chosen| &chosen.value));
    for brief in listed.chain(chosen) {
        // A brief that is there and cannot be read was reported.
        let file = publication.files.find(&format!("content/briefs/{}.md", brief.value));
        if publication.works.contains_key(&(Form::Brief, brief.value.clone())) || file.is_some() {
            continue;
        }
        let briefs = publication.works.keys().filter(|(form, _)| *form == Form::Brief);
        let hint = did_you_mean(&brief.value, briefs.map(|(_, id)| id.as_str()))
            .unwrap_or_else(|| format!("add `content/briefs/{}.md`", brief.value));
        let message = format!("no brief has the id `{}`", brief.value);
        problems.push(Diagnostic::error(Code::UnknownBrief, brief.span, message).with_hint(hint));
    }
}

/// Reports selections of reports that there are not.
fn check_reports(publication: &Publication, problems: &mut Problems) {
    let chosen =
        publication.audiences.iter().flat_map(|audience| audience.reports.iter().flatten());
    let shortened: Vec<_> = publication
        .audiences
        .iter()
        .flat_map(|audience| &audience.chapters)
        .map(|(id, chosen)| Spanned::new(id.clone(), chosen.span))
        .collect();
    for report in chosen.chain(&publication.settings.reports).chain(&shortened) {
        if publication.works.contains_key(&(Form::Report, report.value.clone())) {
            continue;
        }
        let reports = publication.works.keys().filter(|(form, _)| *form == Form::Report);
        let hint = did_you_mean(&report.value, reports.map(|(_, id)| id.as_str()))
            .unwrap_or_else(|| format!("add `content/reports/{}.md`", report.value));
        let message = format!("no report has the id `{}`", report.value);
        problems.push(Diagnostic::error(Code::UnknownBrief, report.span, message).with_hint(hint));
    }
}

/// Says which chapters a report lacks while they are drafts.
fn check_drafts(publication: &Publication, problems: &mut Problems) {
    let is_draft = |id: &EcoString| {
        let work = publication.works.get(&(Form::Brief, id.clone()));
        work.and_then(Work::any).filter(|brief| brief.stage == Stage::Draft)
    };
    let texts = publication.works.values().flat_map(|work| work.manuscripts.values());
    for report in texts.filter(|report| report.stage == Stage::Published) {
        for chapter in &report.briefs {
            let Some(draft) = is_draft(&chapter.value) else { continue };
            let message =
                format!("the report is built without `{}`, which is a draft", chapter.value);
            problems.push(
                Diagnostic::error(Code::DraftChapter, chapter.span, message)
                    .with_related(Span::start_of(draft.file), "the draft")
                    .with_hint("delete `draft: true` there, or the chapter here until it is ready")
                    .into_warning(),
            );
        }
    }
}

fn check_translations(publication: &Publication, problems: &mut Problems) {
    if publication.settings.translations != Translations::Complete {
        return;
    }
    for work in publication.works.values() {
        for tag in publication.settings.tags() {
            let Some(manuscript) = work.any().filter(|_| !work.manuscripts.contains_key(tag))
            else {
                continue;
            };
            let name = manuscript.id.rsplit('/').next().unwrap_or_default();
            let span = Span::start_of(manuscript.file);
            problems.push(
                Diagnostic::error(Code::MissingTranslation, span, format!("there is no `{tag}` version of this file"))
                    .with_hint(format!("add `{name}.{tag}.md` beside it, or set `translations:` in `quipu.yaml` to `partial` or `fallback`")),
            );
        }
    }
}
