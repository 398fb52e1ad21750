//! The pipeline with its work spread over threads: from a loaded publication to its files.

mod assets;
mod cards;
mod claims;
pub mod commit;
mod conditions;
pub(crate) mod earlier;
mod editions;
pub(crate) mod inspect;
pub(crate) mod kept;
pub mod load;
mod lost_links;
mod own_links;
mod part;
mod prepared;
pub(crate) mod preview;
pub(crate) mod proof;
mod put;
pub mod run;
pub mod session;
pub mod shard;
pub mod store;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::diagnostic::Problems;
use crate::base::files::{Bytes, Files};
use crate::engine::commit::{CommitError, StagedOutput};
use crate::engine::proof::Guard;
use crate::engine::session::Session;
use crate::engine::store::Store;
use crate::plan::Site;
use crate::plan::routes;
use crate::publication::audience::AudienceAccess;
use crate::render::card::CardRenderer;
use crate::render::format::{File, Rendering};
use crate::render::site::{
    KeptRelease, Library, OF_SITES, ReleaseEntry, SitePages, SiteParts, Summary,
};
use crate::render::sitemap::Listing;
use crate::render::templates::Templates;
pub(crate) use claims::Claims;
use claims::Maker;
use editions::{Formats, Renderers, figures};
use kept::{KeptTexts, Recording};
pub(crate) use part::Batch;
pub(crate) use prepared::Preparations;
use prepared::{PageParts, Prepared};

/// Whether PDFs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdfs {
    /// They are.
    Made,
    /// Only pages are made.
    Skipped,
    /// In place of each stands a hash of all that it would be made of.
    Described,
}

/// What a build makes, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Made {
    /// The editions, in the order of the plan.
    pub editions: Vec<EditionFigures>,
    /// How many pages were rendered.
    pub pages: usize,
    /// How many PDFs were set.
    pub pdfs: usize,
    /// How many numbers were bound to data.
    pub numbers: usize,
}

impl Made {
    /// Adds what was made for another output.
    pub(crate) fn add(&mut self, other: Self) {
        self.editions.extend(other.editions);
        self.pages += other.pages;
        self.pdfs += other.pdfs;
        self.numbers += other.numbers;
    }
}

/// One edition, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EditionFigures {
    /// What it is an edition of, such as `report china`.
    pub work: String,
    /// The id and the names of the entity that it is the profile of; empty for other texts.
    #[serde(skip)]
    pub entity: Vec<String>,
    /// The audience.
    pub audience: String,
    /// The language.
    pub language: String,
    /// How many words it has.
    pub words: usize,
    /// How many pages its PDF has, if one was made.
    pub pages: Option<usize>,
    /// How many numbers it binds.
    pub numbers: usize,
    /// How many numbered figures and tables it has.
    pub figures: usize,
    /// How many entries of registers, such as recommendations, it speaks of.
    pub entries: usize,
    /// How much of its budget it uses, in per cent, if it has one: the tightest of its limits.
    pub budget_used: Option<usize>,
}

impl EditionFigures {
    /// Whether it is the profile of an entity with this id or name, in either case.
    pub fn is_of(&self, entity: &str) -> bool {
        self.entity.iter().any(|name| name.to_lowercase() == entity.to_lowercase())
    }
}

/// Where finished files go.
#[derive(Debug)]
pub(crate) enum Sink {
    /// To the output folder.
    Stage(StagedOutput),
    /// Nowhere: everything is made and checked, and nothing written.
    Nowhere,
    /// Into memory, by their paths.
    Memory(Mutex<BTreeMap<String, Bytes>>),
    /// Into hashes, by their paths, which are compared.
    Hashes(Mutex<BTreeMap<String, blake3::Hash>>),
}

impl Sink {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), CommitError> {
        match self {
            Self::Stage(stage) => stage.put(path, bytes),
            Self::Nowhere => Ok(()),
            Self::Memory(files) => {
                let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
                files.insert(path.to_owned(), bytes.to_vec().into());
                Ok(())
            }
            Self::Hashes(hashes) => {
                let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
                hashes.insert(path.to_owned(), blake3::hash(bytes));
                Ok(())
            }
        }
    }

    /// Returns the hashes of the files.
    pub(crate) fn into_hashes(self) -> BTreeMap<String, blake3::Hash> {
        match self {
            Self::Hashes(hashes) => hashes.into_inner().unwrap_or_else(PoisonError::into_inner),
            Self::Stage(_) | Self::Memory(_) | Self::Nowhere => BTreeMap::new(),
        }
    }

    /// Returns the files that were made in memory.
    pub(crate) fn into_memory(self) -> BTreeMap<String, Bytes> {
        match self {
            Self::Memory(files) => files.into_inner().unwrap_or_else(PoisonError::into_inner),
            Self::Stage(_) | Self::Hashes(_) | Self::Nowhere => BTreeMap::new(),
        }
    }
}

/// Who makes the editions of a build.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Editions<'a> {
    /// This build.
    Here,
    /// This build makes a part of them, and nothing but editions.
    Part,
    /// Others made them: what is known of each, in the order of the plan.
    Elsewhere(&'a [Summary]),
}

/// What one build reads and where it writes.
pub(crate) struct Build<'a> {
    /// The editions, and what they are bound with.
    pub session: &'a Session<'a>,
    /// What is prepared for its looks.
    pub preparations: &'a Preparations,
    /// The texts of the author, for the places of problems.
    pub files: &'a Files,
    /// The address of the publication's root, with a slash at its end; empty if it has none.
    pub base_url: &'a str,
    /// Whether PDFs are made.
    pub pdfs: Pdfs,
    /// The path of the one file that is made of those that editions share; all if there is none.
    pub only: Option<&'a str>,
    /// Where finished files go.
    pub sink: &'a Sink,
    /// The results of earlier builds.
    pub store: &'a Store,
    /// What is made of each text, to be kept for later builds; none if nothing is kept.
    pub recording: Option<&'a Recording<'a>>,
    /// Who makes the editions.
    pub editions: Editions<'a>,
    /// Which files of the output there are so far.
    pub claims: Claims,
    /// Looks at each file before it is written.
    pub guard: &'a Guard<'a>,
    /// The earlier release that is made again, at its own address; none if it is what is published now.
    pub release: Option<&'a KeptRelease<'a>>,
    /// The earlier releases that the output has, the oldest first.
    pub releases: &'a [ReleaseEntry],
    /// Told how many steps are finished, and how many there are.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
    /// Whether the files are no longer needed.
    pub is_over: &'a (dyn Fn() -> bool + Sync),
}

/// What is known of the pages that list documents.
#[derive(Debug, Default)]
struct Lists {
    /// How many there are.
    pages: usize,
    /// How sitemaps list them.
    listings: Vec<Listing>,
}

/// What the editions of one audience are rendered with.
struct AudienceRenderer<'a> {
    /// Sets the pictures of pages; none where no page has one.
    cards: Option<CardRenderer<'a>>,
    templates: Option<&'a Templates>,
    /// The files that its pages load, by name.
    statics: &'a BTreeMap<String, Bytes>,
    /// The mark of the style sheet.
    stylesheet: &'a str,
    /// Where these files stand below the root, with a slash at its end.
    folder: String,
}

impl Build<'_> {
    /// Makes all files. They are whole only if no error was added to `problems`.
    ///
    /// # Errors
    /// Returns the first file that the system refused to write.
    pub(crate) fn run(&self, problems: &mut Problems) -> Result<Made, CommitError> {
        self.with_renderers(problems, |renderers, problems| {
            let plan = &self.session.plan;
            let summaries = match self.editions {
                Editions::Elsewhere(summaries) => Cow::Borrowed(summaries),
                Editions::Here | Editions::Part => {
                    let all: Vec<_> = (0..plan.editions.len()).collect();
                    Cow::Owned(self.make_editions(&all, renderers, problems)?)
                }
            };
            conditions::check(plan, &summaries, problems);
            let lists = self.lists(renderers.sites, &summaries, problems)?;
            self.assets(renderers.audiences, problems)?;
            if self.release.is_none() {
                let of_editions = summaries.iter().filter_map(|summary| summary.listing.clone());
                self.maps(of_editions.chain(lists.listings).collect(), problems)?;
            }
            self.check_own_links(renderers.sites, problems);
            problems.extend(self.lost_links(&summaries));
            Ok(self.made(&summaries, lists.pages))
        })
    }

    /// Returns in numbers what was made.
    fn made(&self, summaries: &[Summary], lists: usize) -> Made {
        let editions = &self.session.plan.editions;
        let prints = summaries.iter().filter_map(|summary| Some(&summary.print()?.address));
        let figures =
            editions.iter().zip(summaries).map(|(edition, summary)| figures(edition, summary));
        Made {
            editions: figures.collect(),
            pages: editions.len() + lists,
            pdfs: prints.collect::<BTreeSet<_>>().len(),
            numbers: summaries.iter().map(|summary| summary.numbers).sum(),
        }
    }

    /// Calls `work` with what editions are made with; returns nothing if a template cannot be read, which is
    /// reported.
    fn with_renderers<T: Default>(
        &self,
        problems: &mut Problems,
        work: impl FnOnce(Renderers<'_>, &mut Problems) -> Result<T, CommitError>,
    ) -> Result<T, CommitError> {
        let looks = self.audiences().map(|site| self.session.presentation(site));
        let prepared: Vec<_> = looks.map(|look| self.preparations.of(look)).collect();
        let audience_renderers = self.audience_renderers(&prepared, problems);
        let headlines = self.session.headlines();
        let site_cards = self.site_cards(&audience_renderers, problems)?;
        let library = Library {
            session: self.session,
            headlines: &headlines,
            styles: self.session.references(),
            site_cards: &site_cards,
            printed: self.store,
            base_url: self.base_url,
            release: self.release,
            releases: self.releases,
        };
        let sites = self.session.plan.sites.iter();
        let parts: Vec<_> = sites
            .map(|&site| {
                let AudienceRenderer { folder, stylesheet, .. } = &audience_renderers[site.shelved];
                SiteParts::new(site, library, (folder, stylesheet))
            })
            .collect();
        match self.sites(&audience_renderers, library, &parts, problems) {
            Some(sites) => {
                let formats = &Formats::new(self, problems);
                let kept = self
                    .recording
                    .map(|recording| KeptTexts::new(self, (library, &sites), recording));
                let (audiences, kept) = (&audience_renderers[..], kept.as_ref());
                work(Renderers { audiences, sites: &sites, formats, kept }, problems)
            }
            None => Ok(T::default()),
        }
    }

    /// Returns the first site of each audience, in order.
    fn audiences(&self) -> impl Iterator<Item = Site<'_>> {
        let sites = &self.session.plan.sites;
        sites.chunk_by(|one, next| one.shelved == next.shelved).map(|sites| sites[0])
    }

    /// Returns what the editions of each audience are rendered with; `prepared` is what is prepared for each.
    fn audience_renderers<'p>(
        &'p self,
        prepared: &'p [Arc<Prepared>],
        problems: &mut Problems,
    ) -> Vec<AudienceRenderer<'p>> {
        let mut audience_renderers: Vec<AudienceRenderer<'_>> = Vec::new();
        for (site, prepared) in self.audiences().zip(prepared) {
            let (projection, theme) = (site.projection, &self.session.presentation(site).theme);
            let PageParts { templates, statics, stylesheet, .. } =
                prepared.pages(theme, (projection, self.session.purpose()), problems);
            // Audiences that look like the default one share its style sheet, and the reader's cache.
            let twin = audience_renderers.first().filter(|renderer| renderer.statics == statics);
            let folder = match twin {
                Some(twin) => twin.folder.clone(),
                None if audience_renderers.is_empty() => routes::ASSETS.to_owned(),
                None => routes::assets_for(&site.audience.id).into(),
            };
            let is_open = site.is_default() && site.audience.access == AudienceAccess::Open;
            let is_shared = is_open && self.release.is_none();
            let has_cards = is_shared && !self.base_url.is_empty() && self.pdfs != Pdfs::Skipped;
            let cards = has_cards.then(|| CardRenderer::new(&theme.tokens, projection));
            audience_renderers.push(AudienceRenderer {
                cards,
                templates: templates.as_ref(),
                statics,
                stylesheet,
                folder,
            });
        }
        audience_renderers
    }

    fn sites<'s>(
        &'s self,
        audience_renderers: &'s [AudienceRenderer<'_>],
        library: Library<'s>,
        parts: &'s [SiteParts],
        problems: &mut Problems,
    ) -> Option<Vec<SitePages<'s>>> {
        let mut sites = Vec::new();
        for (&site, parts) in self.session.plan.sites.iter().zip(parts) {
            let templates = audience_renderers[site.shelved].templates?;
            sites.push(problems.keep(SitePages::new(site, library, parts, templates))?);
        }
        Some(sites)
    }

    /// Renders and writes the pages that list documents, and the files beside them.
    fn lists(
        &self,
        sites: &[SitePages<'_>],
        summaries: &[Summary],
        problems: &mut Problems,
    ) -> Result<Lists, CommitError> {
        let mut lists = Lists::default();
        for pages in sites {
            for format in &OF_SITES {
                let Rendering { files, problems: found, .. } = format.render(pages, summaries);
                problems.extend(found);
                for File { path, bytes, listing, .. } in files {
                    self.put(&path, &bytes, Maker::Program, problems)?;
                    lists.pages +=
                        usize::from(Path::new(&path).extension().is_some_and(|end| end == "html"));
                    lists.listings.extend(listing);
                }
            }
        }
        Ok(lists)
    }
}
