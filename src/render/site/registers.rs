//! What pages say of registers: their files, who mentions an entry.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::frame::Frame;
use super::{SiteFile, SitePages};
use crate::bind::generated::registers_on_site;
use crate::data::register::download::Download;
use crate::data::register::{Register, mentions};
use crate::language::Word;
use crate::plan::routes;
use crate::plan::{Edition, Plan, Site};
use crate::render::context::{EntryNeighbours, FileLink, PageLink};
use crate::tree::Form;

/// The texts of a site that mention an entry, by its anchor.
pub(super) type Mentions<'a> = BTreeMap<EcoString, Vec<&'a Edition<'a>>>;

/// Finds which briefs and reports of a site mention which entries.
pub(super) fn find_mentions<'a>(plan: &'a Plan<'a>, site: Site<'_>) -> Mentions<'a> {
    let mut mentioned = Mentions::new();
    if site.projection.registers.is_empty() {
        return mentioned;
    }
    let texts = |edition: &&Edition<'_>| {
        edition.site.index == site.index
            && matches!(edition.manuscript.form, Form::Brief | Form::Report)
            && !edition.subject.is_entity()
    };
    for edition in plan.editions.iter().filter(texts) {
        for anchor in mentions::of(edition.manuscript, &site.projection.registers) {
            mentioned.entry(anchor).or_default().push(edition);
        }
    }
    mentioned
}

impl<'a> SitePages<'a> {
    /// Returns the texts that mention the entry whose page this is.
    pub(super) fn mentions(
        &self,
        edition: &Edition<'a>,
        frame: &Frame<'_, '_>,
    ) -> Vec<PageLink<'a>> {
        self.mentioned_in(edition)
            .into_iter()
            .flatten()
            .map(|&text| self.page_link(text, frame))
            .collect()
    }

    /// Returns the way from an entry's page to its register and to the entries beside it.
    pub(super) fn neighbours(
        &self,
        edition: &Edition<'a>,
        frame: &Frame<'_, '_>,
    ) -> Option<EntryNeighbours<'a>> {
        let (id, anchor) = edition.manuscript.id.split_once('/')?;
        let register = self.site.projection.registers.get(id)?;
        if edition.manuscript.form != Form::Entry {
            return None;
        }
        let plan = &self.library.session.plan;
        let entries = &register.entries;
        let here = entries.iter().position(|entry| entry.anchor == anchor)?;
        let link = |position: usize| {
            let id = eco_format!("{id}/{}", entries.get(position)?.anchor);
            let page = plan.nearest(self.site, Form::Entry, &id)?;
            Some(self.page_link(page, frame))
        };
        let page = plan.nearest(self.site, Form::Register, id)?;
        Some(EntryNeighbours {
            register: self.page_link(page, frame),
            previous: here.checked_sub(1).and_then(link),
            next: link(here + 1),
        })
    }

    /// Returns the pages above that of a register or entry, each with its title and address.
    pub(super) fn register_steps(&self, edition: &Edition<'a>) -> Vec<(EcoString, EcoString)> {
        let form = edition.manuscript.form;
        if !matches!(form, Form::Register | Form::Entry) {
            return Vec::new();
        }
        let list = eco_format!("{}{}", self.prefix, routes::REGISTERS);
        let mut steps = vec![(self.words.get(Word::Registers).as_ref().into(), list)];
        if form == Form::Entry {
            let register = edition.manuscript.id.split('/').next().unwrap_or_default();
            let page = self.library.session.plan.nearest(self.site, Form::Register, register);
            steps.extend(
                page.map(|page| (self.headline(page).title_text.clone(), page.address.clone())),
            );
        }
        steps
    }

    /// Returns the files of the register whose page this is.
    pub(super) fn register_files(
        &self,
        edition: &Edition<'_>,
        frame: &Frame<'_, '_>,
    ) -> Vec<FileLink> {
        let registers = &self.site.projection.registers;
        let register = registers.get(&edition.manuscript.id);
        let register = register.filter(|_| edition.manuscript.form == Form::Register);
        register.map(|register| self.downloads(register, frame)).unwrap_or_default()
    }

    pub(super) fn downloads(&self, register: &Register, frame: &Frame<'_, '_>) -> Vec<FileLink> {
        self.data_files(&register.address(), &register.id, frame)
    }

    /// Renders the files of all registers.
    pub(super) fn register_outputs(&self) -> Vec<SiteFile> {
        let mut outputs = Vec::new();
        for register in registers_on_site(self.site).filter(|_| self.has_register_files()) {
            let Some(download) = self.download(register) else { continue };
            let files = [("csv", download.csv()), ("json", download.json())];
            outputs.extend(files.map(|(extension, text)| {
                let path = self.data_path(&register.address(), &register.id, extension);
                SiteFile::file(path, text)
            }));
        }
        outputs
    }

    /// Returns what the files of a register are made of.
    pub(super) fn download(&self, register: &Register) -> Option<Download<'a>> {
        let printed = self.library.session.printed_register(self.site, &register.id)?;
        Download::new(printed, self.site.projection, self.site.language.tag.as_str())
    }

    /// Whether the files of registers are written for this site: once, by that of the first audience
    /// who may have them.
    pub(super) fn has_register_files(&self) -> bool {
        self.site.is_default() || !self.has_default_data()
    }
}
