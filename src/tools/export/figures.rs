//! Exporting charts as pictures, for slides and social media.

use super::Shop;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::plan::{Edition, Site};
use crate::render::figure_data::{self, FigureStyle};
use crate::render::ledger::Location;
use crate::render::painter::Painter;
use crate::render::raster;
use crate::tree::Document;

/// How wide pictures are, in pixels: sharp on slides in high definition, and 17 cm wide in print at 300 an inch.
const WIDTH: u16 = 2000;

impl<'a> Shop<'a> {
    /// Makes a picture of each chart in the editions that the order asks for.
    pub(super) fn charts(
        &self,
        sites: &[Site<'a>],
        problems: &mut Problems,
    ) -> Vec<(String, Vec<u8>)> {
        let bound = self.bound(sites, problems);
        if problems.has_errors() {
            return Vec::new();
        }
        let painter = Painter::new(self.publication);
        let pictures: Vec<_> = bound
            .iter()
            .flat_map(|(edition, document)| self.pictures(edition, document, &painter))
            .filter_map(|picture| problems.keep(picture))
            .collect();
        if let Some(name) = self.order.name.filter(|_| pictures.is_empty()) {
            let message = format!("`{name}` has no chart");
            problems.push(
                Diagnostic::error_at_path(Code::UnknownBrief, "content", message)
                    .with_hint("charts stand in the texts that draw them; `quipu export --to png` makes those of all"),
            );
        }
        pictures
    }

    fn pictures(
        &self,
        edition: &Edition<'a>,
        document: &Document,
        painter: &Painter,
    ) -> Vec<Result<(String, Vec<u8>), Diagnostic>> {
        let theme = &self.session.presentation(edition.site).theme;
        let Some(words) = theme.words.get(&edition.site.language.tag) else { return Vec::new() };
        let style = FigureStyle::new(theme, words, document, edition.site);
        let location = Location {
            base_url: &edition.site.projection.settings.base_url,
            address: &edition.address,
            audience: &edition.site.audience.id,
        };
        let draw = |(file, svg): (&str, String)| {
            let stem = format!("{}-{file}", self.stem(edition));
            let name = self.file_name(&stem, edition.language);
            let drawn = raster::png(&svg, WIDTH, &painter.options(&svg));
            let drawn = drawn.ok_or_else(|| {
                let message = "the chart is too high to be drawn as a picture";
                Diagnostic::error_at_path(Code::BadPicture, name.clone(), message)
                    .with_hint("show fewer rows, or take its drawing as SVG from the page")
            })?;
            Ok((name, drawn))
        };
        figure_data::drawings(document, &style, location).into_iter().map(draw).collect()
    }
}
