//! What a publication is besides its texts: settings, names, data, registers, sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::load::{
    add_registers, derived_files, name_evidence, read_audiences, read_datasets, read_entities,
    read_glossary, read_settings, read_sources, read_values, read_waivers, refuse_colours,
    refuse_unread, told,
};
use super::{Publication, Work, fonts};
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files::{Bytes, Files};
use crate::data::dataset::Datasets;
use crate::data::derive::{self, Ingredients};
use crate::data::evaluate::Data;
use crate::data::lineage::Lineage;
use crate::data::register::{self, Registers};
use crate::data::values::Values;
use crate::publication::audience::Audience;
use crate::publication::bundle::{self, Bundle};
use crate::publication::correction::{self, Correction};
use crate::publication::entity::Entities;
use crate::publication::glossary::Glossary;
use crate::publication::restricted::Restrictions;
use crate::publication::settings::Settings;
use crate::publication::sources::Sources;
use crate::publication::waiver::Waivers;
use crate::tree::Form;

/// All of a publication that no text says.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) settings: Arc<Settings>,
    audiences: Vec<Audience>,
    pub(super) entities: Arc<Entities>,
    glossary: Arc<Glossary>,
    datasets: Arc<Datasets>,
    told: Arc<Datasets>,
    unreadable: Arc<BTreeMap<EcoString, Diagnostic>>,
    values: Arc<Values>,
    lineage: Arc<Lineage>,
    pub(super) registers: Arc<Registers>,
    sources: Arc<Sources>,
    corrections: Arc<Vec<Correction>>,
    pub(super) bundles: Arc<Vec<Bundle>>,
    waivers: Arc<Waivers>,
    /// The files of fonts that the machine has and the publication lacks.
    pub(super) installed: BTreeMap<String, Bytes>,
    /// What is wrong with all this.
    pub(super) problems: Problems,
}

impl Ground {
    /// Reads all but the texts; the files of fonts are added to those that there are. None if `quipu.yaml` is missing or unusable, which is added to `problems`.
    pub(super) fn read(
        files: &mut Files,
        assets: &mut BTreeMap<String, Bytes>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let settings = read_settings(files, problems)?;
        let mut found = Problems::default();
        let problems = &mut found;
        let mut with_installed = assets.clone();
        fonts::add_installed(&settings.fonts, &mut with_installed);
        let is_new = |path: &String| !assets.contains_key(path);
        let installed: BTreeMap<_, _> =
            with_installed.into_iter().filter(|(path, _)| is_new(path)).collect();
        assets.extend(installed.clone());
        let audiences = read_audiences(files, &settings, problems);
        let entities = read_entities(files, problems);
        let glossary = read_glossary(files, problems);
        let sources = read_sources(files, problems);
        refuse_unread(files, assets, problems);
        let (mut datasets, unreadable) = read_datasets(files, &entities, problems);
        let setting = register::Setting { files, entities: &entities, settings: &settings };
        let registers = register::read(setting, problems);
        add_registers(&registers, &entities, &mut datasets, problems);
        let values = read_values(files, problems);
        let ingredients =
            Ingredients { files, entities: &entities, values: &values, unreadable: &unreadable };
        let derived = derived_files(files);
        let lineage = derive::derive(&derived, ingredients, &mut datasets, problems);
        name_evidence(&registers, &entities, &mut datasets);
        // What has a colour may be in a part that this audience may not have.
        if files.hidden().names.is_empty() {
            refuse_colours(&settings, &entities, &datasets, problems);
        }
        let waivers = read_waivers(files, problems);
        let datasets = Arc::new(datasets);
        Some(Self {
            settings: settings.into(),
            audiences,
            entities: entities.into(),
            glossary: glossary.into(),
            told: told(&datasets),
            datasets,
            unreadable: unreadable.into(),
            values: values.into(),
            lineage: lineage.into(),
            registers: registers.into(),
            sources: sources.into(),
            corrections: correction::read_all(files, problems).into(),
            bundles: bundle::read_all(files, problems).into(),
            waivers: waivers.into(),
            installed,
            problems: found,
        })
    }

    /// Returns what bound numbers may name.
    pub(super) fn data(&self) -> Data<'_> {
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

    /// Returns the publication that has these texts and files.
    pub(super) fn publication(
        &self,
        works: BTreeMap<(Form, EcoString), Work>,
        files: Files,
        assets: BTreeMap<String, Bytes>,
    ) -> Publication {
        Publication {
            settings: Arc::clone(&self.settings),
            audiences: self.audiences.clone(),
            entities: Arc::clone(&self.entities),
            glossary: Arc::clone(&self.glossary),
            datasets: Arc::clone(&self.datasets),
            told: Arc::clone(&self.told),
            unreadable: Arc::clone(&self.unreadable),
            values: Arc::clone(&self.values),
            lineage: Arc::clone(&self.lineage),
            registers: Arc::clone(&self.registers),
            sources: Arc::clone(&self.sources),
            corrections: Arc::clone(&self.corrections),
            bundles: Arc::clone(&self.bundles),
            coming: Vec::new(),
            waivers: Arc::clone(&self.waivers),
            works,
            files,
            assets,
            broken_pictures: Arc::default(),
            restrictions: Restrictions::default(),
            views: Vec::new(),
            view_of: BTreeMap::new(),
            ground: None,
        }
    }
}
