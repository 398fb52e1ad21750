//! What pages say of registers: the list of all, their files, who mentions an entry.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::frame::Frame;
use super::{Output, SitePages};
use crate::base::diagnostic::Diagnostic;
use crate::data::register::download::Download;
use crate::data::register::{Register, mentions};
use crate::language::Word;
use crate::plan::{Edition, Plan, Site};
use crate::render::context::{
    EntryNeighbours, FileLink, PageKind, PageLink, RegisterCard, RegistersPage,
};
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

/// Returns the registers that have a page in the language of a site.
pub(super) fn on_site(site: Site<'_>) -> impl Iterator<Item = &Register> {
    let registers = site.projection.registers.iter();
    registers.filter(move |register| register.title.get(&site.language.tag).is_some())
}

impl<'a> SitePages<'a> {
    /// Returns the texts that mention the entry whose page this is.
    pub(super) fn mentions(
        &self,
        edition: &Edition<'a>,
        frame: &Frame<'_, '_>,
    ) -> Vec<PageLink<'a>> {
        let anchor = edition.manuscript.id.rsplit('/').next().unwrap_or_default();
        let found = self.mentions.get(anchor).filter(|_| edition.manuscript.form == Form::Entry);
        found.into_iter().flatten().map(|&text| self.page_link(text, frame)).collect()
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
        let list = eco_format!("{}registers/", self.prefix);
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

    fn downloads(&self, register: &Register, frame: &Frame<'_, '_>) -> Vec<FileLink> {
        self.data_files(&register.address(), &register.id, frame)
    }

    /// Returns the registers that have a page in the language of this site.
    pub(super) fn site_registers(&self) -> Vec<&'a Register> {
        on_site(self.site).collect()
    }

    /// Renders the list of all registers, and their files.
    pub(super) fn registers(&self) -> Result<Vec<Output>, Diagnostic> {
        let publication = self.site.projection;
        let tag = self.site.language.tag.as_str();
        let registers = self.site_registers();
        if registers.is_empty() {
            return Ok(Vec::new());
        }
        let mut outputs = vec![self.registers_page(&registers)?];
        if self.has_register_files() {
            for register in registers {
                let Some(download) = Download::new(register, publication, tag) else { continue };
                let files = [("csv", download.csv()), ("json", download.json())];
                outputs.extend(files.map(|(extension, text)| {
                    let path = self.data_path(&register.address(), &register.id, extension);
                    Output::file(path, text)
                }));
            }
        }
        Ok(outputs)
    }

    /// Whether the files of registers are written for this site: once, by that of the first audience
    /// who may have them.
    pub(super) fn has_register_files(&self) -> bool {
        self.site.is_default() || !self.has_default_data()
    }

    /// Returns the registers of this site as a list shows them.
    pub(super) fn register_cards(
        &self,
        registers: &[&Register],
        frame: &Frame<'_, '_>,
    ) -> Vec<RegisterCard<'a>> {
        let card = |register: &&Register| {
            let page =
                self.library.session.plan.nearest(self.site, Form::Register, &register.id)?;
            let headline = self.headline(page);
            let renderer = self.renderer(frame.roots());
            Some(RegisterCard {
                title: renderer.label(&headline.title).into(),
                title_text: &headline.title_text,
                summary: renderer.label(&headline.finding).into(),
                url: frame.url(&page.address),
                count_text: self
                    .words
                    .get(Word::EntryCount { entries: register.entries.len() })
                    .into(),
                files: self.downloads(register, frame),
            })
        };
        registers.iter().filter_map(card).collect()
    }

    fn registers_page(&self, registers: &[&Register]) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}registers/", self.prefix);
        let mut frame = Frame::new(self, &address, |site| {
            on_site(site).next().map(|_| eco_format!("{}registers/", site.prefix()))
        });
        let title = self.words.get(Word::Registers);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let description = self.words.get(Word::RegistersIntroduction);
        let context = RegistersPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Registers, &title, &description),
            registers: self.register_cards(registers, &frame),
        };
        self.output("registers.html", &frame, &context)
    }
}
