//! The preview pictures of pages that are shared: one for each text of the default audience, and one for
//! the front page in each language.

use ecow::{EcoString, eco_format};

use super::editions::Renderers;
use super::{AudienceRenderer, Build, Maker, Pdfs};
use crate::base::diagnostic::Problems;
use crate::base::digest::Digest;
use crate::engine::commit::CommitError;
use crate::plan::Edition;
use crate::plan::routes;
use crate::publication::manuscript::Stage;
use crate::render::card::{CardChart, CardRenderer, CardText};
use crate::tree::{Block, Document, Figure, Line, plain_text};

/// A picture that is drawn.
struct DrawnCard<'c> {
    /// The folder that it is put into.
    address: &'c str,
    svg: String,
    maker: Maker,
}

impl Build<'_> {
    /// Draws the pictures of front pages; returns their paths, by the numbers of the sites.
    pub(super) fn site_cards(
        &self,
        audience_renderers: &[AudienceRenderer<'_>],
        problems: &mut Problems,
    ) -> Result<Vec<Option<EcoString>>, CommitError> {
        let sites = self.session.plan.sites.iter();
        let cards = sites.map(|site| {
            let Some(renderer) = &audience_renderers[site.shelved].cards else { return Ok(None) };
            let settings = &site.projection.settings;
            let tag = &site.language.tag;
            let text = |text: &Option<crate::publication::localized::Localized>| {
                text.as_ref().map(|text| text.text(tag)).unwrap_or_default()
            };
            let card = CardText {
                series: "",
                title: &settings.title.text(tag),
                summary: &text(&settings.description),
                imprint: &text(&settings.publisher),
                direction: site.language.direction,
            };
            let Some(svg) = renderer.svg(card, &[]) else { return Ok(None) };
            let drawn = DrawnCard { address: &site.prefix(), svg, maker: Maker::Program };
            self.card(renderer, drawn, problems)
        });
        cards.collect()
    }

    /// Draws the picture of an edition, with its first chart; returns its path. Readers of other audiences
    /// share the page of the default one.
    pub(super) fn edition_card(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        renderers: Renderers<'_>,
        problems: &mut Problems,
    ) -> Result<Option<EcoString>, CommitError> {
        let renderer = renderers.audiences[edition.site.shelved].cards.as_ref();
        let is_shared = edition.form().is_dated()
            && !edition.is_fallback()
            && edition.manuscript.stage == Stage::Published;
        let Some(renderer) = renderer.filter(|_| is_shared) else { return Ok(None) };
        let settings = &edition.site.projection.settings;
        let tag = &edition.site.language.tag;
        let publisher = settings.publisher.as_ref().map(|text| text.text(tag));
        let parts = [publisher.unwrap_or_default(), document.date.text.clone()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let card = CardText {
            series: &settings.title.text(tag),
            title: &document.title_text,
            summary: &document.finding_text,
            imprint: &parts.join(" · "),
            direction: document.direction,
        };
        let lines = document.lines();
        let charts: Vec<_> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Figure(figure) => chart(figure, document),
                Line::Text(_) | Line::Table(_) | Line::List => None,
            })
            .collect();
        let Some(svg) = renderer.svg(card, &charts) else { return Ok(None) };
        let maker = Maker::Manuscript(edition.manuscript.file, Some(edition.index));
        self.card(renderer, DrawnCard { address: &edition.address, svg, maker }, problems)
    }

    fn card(
        &self,
        renderer: &CardRenderer<'_>,
        drawn: DrawnCard<'_>,
        problems: &mut Problems,
    ) -> Result<Option<EcoString>, CommitError> {
        let DrawnCard { address, svg, maker } = drawn;
        let path = eco_format!("{address}{}", routes::CARD);
        // Pixels hide what they say.
        self.look_at_text(&path, &svg, &maker);
        let bytes = match self.pdfs {
            Pdfs::Described => Some(svg.into_bytes()),
            Pdfs::Made | Pdfs::Skipped => {
                let mut digest = Digest::default();
                digest.part("card").part(renderer.fonts.as_bytes()).part(&svg);
                self.store.picture(&mut digest, || renderer.png(&svg))
            }
        };
        let Some(bytes) = bytes else { return Ok(None) };
        self.put(&path, &bytes, maker, problems)?;
        Ok(Some(path))
    }
}

/// Returns the chart of a figure, if it is one.
fn chart<'d>(figure: &'d Figure, document: &'d Document) -> Option<CardChart<'d>> {
    let Block::Chart(chart) = &figure.body else { return None };
    let drawing = document.drawings.get(chart.drawing)?;
    let title = if figure.subtitle.is_empty() { &figure.title } else { &figure.subtitle };
    Some(CardChart { scene: &drawing.wide, subtitle: plain_text(title).into() })
}
