//! Pictures: charts are drawn as PNG, since not every Word shows SVG.

use imagesize::ImageType;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use super::Writer;
use crate::render::painter::Painter;
use crate::theme::Theme;
use crate::tree::Drawing;

/// Dots for each point of a drawing: 288 an inch.
const DOTS: f32 = 4.0;

/// English Metric Units in a point, the unit of drawings in Word.
const UNITS: f64 = 12700.0;

/// The height of a picture in a line, in points.
const LINE_HEIGHT: f64 = 14.0;

/// A picture and its size.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    bytes: Vec<u8>,
    extension: &'static str,
    /// Width and height in points.
    size: (f64, f64),
}

/// How large a picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As wide as the text at most.
    Text,
    /// As high as a line.
    Line,
}

impl Painter {
    /// Draws a chart in the colours of print.
    pub(super) fn draw(&self, drawing: &Drawing, theme: &Theme) -> Option<Picture> {
        self.svg(&theme.tokens.svg(&drawing.print))
    }

    fn svg(&self, svg: &str) -> Option<Picture> {
        let tree = usvg::Tree::from_str(svg, &self.options(svg)).ok()?;
        let size = tree.size();
        let scaled = size.to_int_size().scale_by(DOTS)?;
        let mut pixels = Pixmap::new(scaled.width(), scaled.height())?;
        // Word shows whatever is behind transparent pictures, which is black in dark mode.
        pixels.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(&tree, Transform::from_scale(DOTS, DOTS), &mut pixels.as_mut());
        let bytes = pixels.encode_png().ok()?;
        let size = (f64::from(size.width()), f64::from(size.height()));
        Some(Picture { bytes, extension: "png", size })
    }

    /// Takes a picture as it is if Word shows its format, or draws it.
    fn convert(&self, path: &str, bytes: &[u8]) -> Option<Picture> {
        let (_, extension) = path.rsplit_once('.')?;
        if extension.eq_ignore_ascii_case("svg") {
            return self.svg(std::str::from_utf8(bytes).ok()?);
        }
        // In print, the format may be another than the name says.
        let kept = match imagesize::image_type(bytes).ok()? {
            ImageType::Png => "png",
            ImageType::Jpeg => "jpeg",
            ImageType::Gif => "gif",
            _ => return None,
        };
        let size = imagesize::blob_size(bytes).ok()?;
        // Pixels of a screen are three quarters of a point.
        #[expect(clippy::cast_precision_loss, reason = "no picture has so many pixels")]
        let size = (size.width as f64 * 0.75, size.height as f64 * 0.75);
        Some(Picture { bytes: bytes.to_vec(), extension: kept, size })
    }
}

impl Writer<'_> {
    /// Reads a picture by its path below `content/`.
    pub(super) fn load(&self, path: &str) -> Option<Picture> {
        let publication = self.source.publication;
        let path = format!("content/{path}");
        if let Some(bytes) = publication.assets.get(&path) {
            return self.source.painter.convert(&path, &self.source.printed.printed(bytes));
        }
        let file = publication.files.find(&path)?;
        self.source.painter.convert(&path, publication.files.get(file).text.as_bytes())
    }

    /// Writes a picture with its alternative text.
    pub(super) fn drawing(&mut self, picture: Picture, alt: &str, fit: Fit) {
        let (width, height) = picture.size;
        let widest = f64::from(self.house.text_width) / 20.0;
        let scale = match fit {
            Fit::Text => (widest / width).min(1.0),
            Fit::Line => LINE_HEIGHT / height,
        };
        self.alternatives.push(alt.to_owned());
        let number = self.pictures.len();
        let id = self.next_id();
        let name = format!("picture-{}", number + 1);
        let relationship = format!("rPicture{number}");
        self.pictures.push((picture.bytes, picture.extension));
        let size = [units(width * scale), units(height * scale)];
        let extent = [("cx", size[0].as_str()), ("cy", size[1].as_str())];
        self.xml.open("w:r", &[]);
        self.xml.open("w:drawing", &[]);
        let distances = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
        self.xml.open("wp:inline", &distances);
        self.xml.empty("wp:extent", &extent);
        self.xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", alt)]);
        self.xml.open("a:graphic", &[]);
        let uri = "http://schemas.openxmlformats.org/drawingml/2006/picture";
        self.xml.open("a:graphicData", &[("uri", uri)]);
        self.xml.open("pic:pic", &[]);
        self.xml.open("pic:nvPicPr", &[]);
        self.xml.empty("pic:cNvPr", &[("id", &id), ("name", &name), ("descr", alt)]);
        self.xml.empty("pic:cNvPicPr", &[]);
        self.xml.close();
        self.xml.open("pic:blipFill", &[]);
        self.xml.empty("a:blip", &[("r:embed", &relationship)]);
        self.xml.open("a:stretch", &[]);
        self.xml.empty("a:fillRect", &[]);
        self.xml.close();
        self.xml.close();
        self.xml.open("pic:spPr", &[]);
        self.xml.open("a:xfrm", &[]);
        self.xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        self.xml.empty("a:ext", &extent);
        self.xml.close();
        self.xml.open("a:prstGeom", &[("prst", "rect")]);
        self.xml.empty("a:avLst", &[]);
        // Geometry, properties, picture, data, graphic, inline, drawing, run.
        for _ in 0..8 {
            self.xml.close();
        }
    }
}

fn units(points: f64) -> String {
    format!("{:.0}", points * UNITS)
}
