//! Loading: all files of a publication, as typed values that remember their places.

pub mod agreement;
pub mod audience;
pub mod bundle;
pub mod correction;
pub mod date;
pub mod declared;
pub mod entity;
pub mod fonts;
mod future;
pub mod glossary;
mod ground;
pub(crate) mod headline;
pub mod identifier;
mod inclusions;
pub mod life;
mod load;
pub mod localized;
pub mod manuscript;
mod memory;
mod named;
mod parts;
pub mod picture;
pub mod profile;
mod profiles;
pub mod release;
pub mod restricted;
pub mod restriction;
pub mod settings;
pub mod sources;
mod unwritten;
mod views;
pub mod waiver;
mod works;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;
use jiff::Zoned;
use jiff::civil::Date;

use crate::base::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::base::files::{Bytes, Files};
use crate::base::span::Spanned;
use crate::data::dataset::{Datasets, Value};
use crate::data::evaluate::Data;
use crate::data::lineage::Lineage;
use crate::data::register::{self, Registers};
use crate::data::values::Values;
use crate::data::vintage::{self, Stale, Today};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::audience::{Audience, AudienceAccess, Condition};
use crate::publication::bundle::Bundle;
use crate::publication::correction::Correction;
use crate::publication::entity::Entities;
use crate::publication::glossary::Glossary;
use crate::publication::life::Time;
use crate::publication::localized::Localized;
use crate::publication::manuscript::{Manuscript, Stage};
use crate::publication::restricted::Restrictions;
use crate::publication::settings::{Settings, Translations};
use crate::publication::sources::Sources;
use crate::publication::waiver::Waivers;
use crate::tree::Form;
pub use load::load;
pub(crate) use load::load_again;
use load::{read, unknown_audience};
pub(crate) use memory::Memory;
pub(crate) use views::of_part;

/// A publication, read completely. Nothing after this stage parses the author's text.
///
/// What holds for all audiences is shared by its projections.
#[derive(Debug)]
pub struct Publication {
    /// The settings of the whole publication.
    pub settings: Arc<Settings>,
    /// The audiences, the default first.
    pub audiences: Vec<Audience>,
    /// The entities.
    pub entities: Arc<Entities>,
    /// The terms that some readers do not know.
    pub glossary: Arc<Glossary>,
    /// The datasets, by name.
    pub datasets: Arc<Datasets>,
    /// The datasets as readers see them: closed ones reveal nothing about themselves.
    told: Arc<Datasets>,
    /// The problems of the datasets that could not be read, by name.
    pub unreadable: Arc<BTreeMap<EcoString, Diagnostic>>,
    /// The named values.
    pub values: Arc<Values>,
    /// The origins of the cells of derived datasets.
    pub lineage: Arc<Lineage>,
    /// The registers; each is also among the datasets.
    pub registers: Arc<Registers>,
    /// The bibliography.
    pub sources: Arc<Sources>,
    /// What was changed in texts after they came out, in the order of the file.
    pub corrections: Arc<Vec<Correction>>,
    /// What comes out together, the next first.
    pub bundles: Arc<Vec<Bundle>>,
    /// What is announced: when it comes out, and what is said of it, the next first. Nothing before the time of a build
    /// is known.
    pub coming: Vec<(Zoned, Localized)>,
    /// What the audit may find.
    pub waivers: Arc<Waivers>,
    /// The briefs, reports and pages.
    pub works: BTreeMap<(Form, EcoString), Work>,
    /// The text files, for places and templates.
    pub files: Files,
    /// The other files, by path.
    pub assets: BTreeMap<String, Bytes>,
    /// The pictures that cannot be shown, by path.
    pub broken_pictures: Arc<BTreeMap<String, picture::Fault>>,
    /// The parts of YAML files that are for some audiences.
    pub restrictions: Restrictions,
    /// What is left of the publication for audiences that may not have all of those parts.
    views: Vec<Publication>,
    /// Which of them an audience has. Those that may have the same have one, so that their data are the same.
    view_of: BTreeMap<EcoString, usize>,
    /// The hash of all that it was read from but the texts; none unless it is read again and again.
    pub(crate) ground: Option<blake3::Hash>,
}

/// A brief, report or page in the languages that it has.
#[derive(Debug, Clone)]
pub struct Work {
    /// One manuscript per language tag, shared by the projections that contain all of it.
    pub manuscripts: BTreeMap<EcoString, Arc<Manuscript>>,
}

impl Work {
    /// Returns its manuscript in the language `tag`.
    pub fn manuscript(&self, tag: &str) -> Option<&Manuscript> {
        self.manuscripts.get(tag).map(Arc::as_ref)
    }

    /// Whether the text exists in the language `tag`: its files may say `only:`.
    pub fn is_meant_for(&self, tag: &str) -> bool {
        let mut said = self.manuscripts.values().map(|text| &text.only);
        said.all(|only| only.is_empty() || only.iter().any(|only| only.value == tag))
    }

    /// Returns any of its manuscripts, for what is the same in all of them.
    pub fn any(&self) -> Option<&Manuscript> {
        self.manuscripts.values().map(Arc::as_ref).next()
    }
}

/// What [`load()`] returns if nothing can be built: the files, for printing the problems.
#[derive(Debug)]
pub struct Unloadable {
    /// The text files.
    pub files: Files,
}

/// Finds blocks and spans for audiences that do not exist.
struct Conditions<'p> {
    publication: &'p Publication,
    problems: &'p mut Problems,
}

impl Conditions<'_> {
    fn check(&mut self, attributes: &Attributes) {
        for name in Condition::of_attributes(attributes).names() {
            self.problems.extend(self.publication.audience(name).err());
        }
    }
}

impl<'a> Visit<'a> for Conditions<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Div(attributes, _) = &block.kind {
            self.check(attributes);
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            self.check(&span.attributes);
        }
        self.inlines(inline.kind.content());
    }
}

impl Publication {
    /// Returns this publication with other audiences, works and files.
    pub(crate) fn with(
        &self,
        audiences: Vec<Audience>,
        works: BTreeMap<(Form, EcoString), Work>,
        files: Files,
        assets: BTreeMap<String, Bytes>,
    ) -> Self {
        let of_these = |it: &&Correction| works.contains_key(&it.text.value);
        let corrections: Vec<_> = self.corrections.iter().filter(of_these).cloned().collect();
        Self {
            settings: Arc::clone(&self.settings),
            audiences,
            entities: Arc::clone(&self.entities),
            glossary: Arc::clone(&self.glossary),
            datasets: Arc::clone(&self.told),
            told: Arc::clone(&self.told),
            unreadable: Arc::clone(&self.unreadable),
            values: Arc::clone(&self.values),
            lineage: Arc::clone(&self.lineage),
            registers: Arc::clone(&self.registers),
            sources: Arc::clone(&self.sources),
            corrections: corrections.into(),
            bundles: Arc::default(),
            coming: self.coming.clone(),
            waivers: Arc::clone(&self.waivers),
            works,
            files,
            assets,
            broken_pictures: Arc::clone(&self.broken_pictures),
            restrictions: Restrictions::default(),
            views: Vec::new(),
            view_of: BTreeMap::new(),
            ground: self.ground,
        }
    }

    /// Replaces what was changed in its texts by what another state of the publication says of them.
    pub(crate) fn correct_as(&mut self, others: &[&Self]) {
        let first = others.first().map(|other| other.corrections.iter());
        let of_all = first.into_iter().flatten().filter(|it| {
            let has = |other: &&Self| other.corrections.contains(it);
            self.works.contains_key(&it.text.value) && others.iter().all(has)
        });
        self.corrections = Arc::new(of_all.cloned().collect());
    }

    /// Returns the datasets as readers see them.
    pub(crate) fn told(&self) -> &Datasets {
        &self.told
    }

    /// Decides which texts are out at the time of a build: those that are out in all languages.
    pub fn settle(&mut self, time: Time) {
        for view in &mut self.views {
            view.settle(time);
        }
        for work in self.works.values_mut() {
            let is_out = |at| work.manuscripts.values().all(|text| text.life.is_out(at));
            let stage = match (is_out(time.now), is_out(time.at)) {
                (true, true) => Stage::Published,
                (_, true) => Stage::Due,
                (_, false) => Stage::Draft,
            };
            for manuscript in work.manuscripts.values_mut() {
                if manuscript.stage != stage {
                    Arc::make_mut(manuscript).stage = stage;
                }
            }
        }
        let is_coming = |bundle: &&Bundle| bundle.publish_at.timestamp() > time.at;
        let coming = self.bundles.iter().filter(is_coming);
        let told = coming.filter_map(|it| Some((it.publish_at.clone(), it.announce.clone()?)));
        self.coming = told.collect();
    }

    /// Returns the moments at which texts come out, and after which their dates are no longer in
    /// the future.
    pub fn moments(&self) -> Vec<jiff::Timestamp> {
        let texts = || self.works.values().flat_map(|work| work.manuscripts.values());
        let own = texts().filter_map(|text| Some(text.life.publish_at.as_ref()?.timestamp()));
        let days = texts().filter_map(|text| {
            let day_before = text.date.yesterday().ok()?;
            Some(day_before.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        });
        let bundles = self.bundles.iter().map(|bundle| bundle.publish_at.timestamp());
        own.chain(days)
            .chain(bundles)
            .chain(self.views.iter().flat_map(Publication::moments))
            .collect()
    }

    /// Reports problems that are not in a single file: names that other files lack, and missing
    /// languages.
    fn check(&self, problems: &mut Problems) {
        let told = self.corrections.iter().map(|it| &it.what);
        let told = told.chain(self.bundles.iter().filter_map(|it| it.announce.as_ref()));
        let texts = self.settings.texts().chain(self.audiences.iter().flat_map(Audience::texts));
        let texts = texts.chain(told);
        // With partial translations, data may never be shown in a language; what an edition does
        // show is checked when it is bound.
        let complete = self.settings.translations == Translations::Complete;
        let data = self.datasets.values().flat_map(|dataset| dataset.texts());
        let names = self.entities.iter().map(|(_, entity)| &entity.name);
        let registers = self.registers.iter().flat_map(register::texts);
        let terms = self.glossary.iter().flat_map(|(_, term)| term.texts());
        let shown = data.chain(registers).chain(names).chain(terms);
        // The measure of a dataset is that of many columns.
        let mut seen = BTreeSet::new();
        for text in texts.chain(shown.filter(|_| complete)) {
            let found = text.check(self.settings.tags()).err();
            problems.extend(found.filter(|found| seen.insert(format!("{:?}", found.place))));
        }
        // Data and entities may be shared with publications that have more languages.
        for text in self.settings.texts().chain(self.audiences.iter().flat_map(Audience::texts)) {
            problems.extend(text.check_tags(self.settings.tags()).err());
        }
        self.check_targets(problems);
        let corrected = self.corrections.iter();
        let back = "a text that is taken back stays, with `status: withdrawn` and a `notice:`";
        problems
            .extend(corrected.filter_map(|it| correction::check_name(&it.text, &self.works, back)));
        let data = self.datasets.values().filter_map(|dataset| dataset.source.as_ref());
        let terms = self.glossary.iter().filter_map(|(_, term)| term.source.as_ref());
        for source in data.chain(terms) {
            if let Err(diagnostic) = self.sources.get(&source.key) {
                problems.push(diagnostic);
            }
        }
        let rows = self.datasets.values().flat_map(|dataset| &dataset.rows);
        for cell in rows.flat_map(|row| &row.cells) {
            if let Value::Source(key) = &cell.value {
                let found = self.sources.get(&Spanned::new(key.clone(), cell.span));
                problems.extend(found.err());
            }
        }
        for manuscript in self.works.values().flat_map(|work| work.manuscripts.values()) {
            for name in manuscript.audience.names() {
                problems.extend(self.audience(name).err());
            }
            let mut names = Conditions { publication: self, problems };
            manuscript.visit(&mut names);
        }
    }

    /// Reports targets that name no restricted audience.
    fn check_targets(&self, problems: &mut Problems) {
        for name in self.settings.targets.values().filter_map(|target| target.audience.as_ref()) {
            let audience = self.audiences.iter().find(|audience| audience.id == name.value);
            match audience.map(|audience| audience.access) {
                None => problems.push(unknown_audience(name, &self.audiences)),
                Some(AudienceAccess::Restricted) => {}
                Some(AudienceAccess::Open) => {
                    let message = format!("`{}` has no output of its own", name.value);
                    problems.push(
                        Diagnostic::error(Code::BadValue, name.span, message).with_hint(
                            "write `restricted: true` into its file, or delete `audience:` here: its editions go where the open output does",
                        ),
                    );
                }
            }
        }
    }

    /// Returns what bound numbers may name.
    pub fn data(&self) -> Data<'_> {
        Data {
            datasets: &self.datasets,
            unreadable: &self.unreadable,
            entities: &self.entities,
            values: &self.values,
            lineage: &self.lineage,
            this: None,
            day: None,
        }
    }

    /// Reports data that are overdue for review on `today`, or else on the newest date of a text.
    pub fn check_vintage(&self, today: Option<Date>, stale: Stale, problems: &mut Problems) {
        let today = today.map(Today::Named).or_else(|| self.newest_day().map(Today::Newest));
        let Some(today) = today else { return };
        let datasets = self.datasets.values();
        problems.extend(datasets.filter_map(|dataset| vintage::check(dataset, today, stale)));
    }

    /// Returns the newest date of a text of the publication.
    pub fn newest_day(&self) -> Option<Date> {
        let manuscripts = self.works.values().flat_map(|work| work.manuscripts.values());
        manuscripts.map(|text| text.updated.map_or(text.date, |day| day.max(text.date))).max()
    }

    /// Returns the audience with this id.
    ///
    /// # Errors
    /// Reports an id that no audience has.
    pub fn audience(
        &self,
        name: &crate::base::span::Spanned<EcoString>,
    ) -> Result<&Audience, Diagnostic> {
        let found = self.audiences.iter().find(|audience| audience.id == name.value);
        found.ok_or_else(|| unknown_audience(name, &self.audiences))
    }

    /// Returns the path of a place's file.
    pub fn path_of<'a>(&'a self, place: &'a Place) -> &'a str {
        match place {
            Place::Text(span) => &self.files.get(span.file).path,
            Place::Path(path) => path,
        }
    }
}
