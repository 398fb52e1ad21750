//! Planning: which editions there are, and the address of each.
//!
//! ```text
//! load ──> project ──> PLAN ──> bind ──> render ──> commit
//! ```
//!
//! A plan is data: audience × language × brief, report or page, and for a text with profiles ×
//! entity, each with its address. The renderers, the link checker and the switch between editions read
//! the same plan, so none of them can know of a page that another does not.

mod artefact;
pub mod catalogue;
mod checks;
mod edition;
pub mod routes;
mod subject;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Checked, Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::language::Language;
use crate::projection::{Projection, Shelf};
use crate::publication::audience::Audience;
use crate::publication::manuscript::Manuscript;
use crate::tree::{Form, Target};
pub use artefact::{Artefact, Format};
pub use checks::{check, check_content};
pub use edition::Edition;
use edition::{editions, two_at};
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

    /// Returns how sensitive what its audience reads is, in the words of the house; nothing if it is not.
    pub fn sensitivity(&self) -> EcoString {
        let line = self.audience.sensitivity.as_ref();
        line.map(|line| line.text(&self.language.tag)).unwrap_or_default()
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
pub fn plan(shelf: &Shelf) -> Checked<Plan<'_>> {
    let mut problems = Problems::default();
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
                problems.extend(plan.add(edition).err());
            }
        }
    }
    problems.extend(plan.check_aliases());
    Checked { value: plan, problems }
}

impl<'a> Plan<'a> {
    /// Finds out where old addresses lead; returns those that are addresses of a page, or of two texts.
    fn check_aliases(&mut self) -> Problems {
        let mut problems = Problems::default();
        let mut taken: BTreeMap<EcoString, (Span, usize)> = BTreeMap::new();
        let mut reported = BTreeSet::new();
        for edition in &self.editions {
            for (path, span) in edition.aliases() {
                let address = path.strip_suffix(routes::PAGE).unwrap_or(&path);
                let page = self.by_address.get(address).map(|&index| &self.editions[index]);
                let first = taken.get(&path).filter(|(first, _)| *first != span);
                let message = match (page, first) {
                    (Some(page), _) if page.index == edition.index => {
                        format!(
                            "`/{address}` is the current address of the text, so it would lead to itself"
                        )
                    }
                    (Some(_), _) => format!("another page has the address `/{address}`"),
                    (None, Some(_)) => format!("two texts claim the old address `/{address}`"),
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
        problems
    }

    /// Returns the paths of the pages that lead to an edition from the addresses that it had.
    pub fn redirects(&self, edition: &Edition<'_>) -> impl Iterator<Item = EcoString> {
        let leads_here = |path: &EcoString| self.redirects.get(path) == Some(&edition.index);
        edition.aliases().map(|(path, _)| path).filter(leads_here)
    }

    fn add(&mut self, mut edition: Edition<'a>) -> Result<(), Diagnostic> {
        let taken = self.by_address.get(&edition.address);
        if let Some(first) = taken.map(|&index| &self.editions[index]) {
            return Err(two_at(first, &edition));
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
        Ok(())
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
