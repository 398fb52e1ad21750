//! Raster images, drawn from SVG: icons, and the preview pictures of pages.

use std::collections::BTreeMap;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Bytes;
use crate::theme::ICON;

/// The icons that are drawn of the theme's, each with its width in pixels. Phones want squares of pixels.
pub const ICONS: &[(&str, u16)] =
    &[("icon-180.png", 180), ("icon-192.png", 192), ("icon-512.png", 512)];

/// How wide and how high pictures for those who share a page are, in pixels.
pub const CARD: (u16, u16) = (1200, 630);

/// Draws an SVG as a PNG of `width` pixels; none if it cannot be read.
pub fn png(svg: &str, width: u16, options: &Options<'_>) -> Option<Vec<u8>> {
    let tree = Tree::from_str(svg, options).ok()?;
    let scale = f32::from(width) / tree.size().width();
    let size = tree.size().to_int_size().scale_to_width(u32::from(width))?;
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

/// The logo among the files that pages load.
const LOGO: &str = "logo-light.svg";

/// How much wider or higher than a square a logo may be that is an icon.
const NEARLY_SQUARE: f32 = 1.5;

/// Puts the logo in the place of the program's icon, if it is a drawing that is nearly square.
pub fn use_logo(statics: &mut BTreeMap<String, Bytes>) {
    let logo = statics.get(LOGO).and_then(|logo| str::from_utf8(logo).ok());
    if let Some(square) = logo.and_then(squared) {
        statics.insert(ICON.to_owned(), Bytes::from(square.into_bytes()));
    }
}

/// Sets a drawing into the middle of a square; none if it is much wider or higher than that.
fn squared(svg: &str) -> Option<String> {
    let size = Tree::from_str(svg, &Options::default()).ok()?.size();
    let (width, height) = (size.width(), size.height());
    let side = width.max(height);
    if side > NEARLY_SQUARE * width.min(height) {
        return None;
    }
    let (x, y) = ((side - width) / 2.0, (side - height) / 2.0);
    let drawing = &svg[svg.find("<svg")?..];
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">{}</svg></svg>\n",
        drawing.trim_end()
    ))
}

/// Adds the icons to the files that pages load; those that a theme brings stay. `path` is where its drawing
/// is, for messages.
///
/// # Errors
/// Reports an icon of the theme that is no drawing.
pub fn add_icons(statics: &mut BTreeMap<String, Bytes>, path: &str) -> Result<(), Diagnostic> {
    let Some(icon) = statics.get(ICON).cloned() else { return Ok(()) };
    for (name, width) in ICONS {
        if statics.contains_key(*name) {
            continue;
        }
        let drawn =
            str::from_utf8(&icon).ok().and_then(|svg| png(svg, *width, &Options::default()));
        let drawn = drawn.ok_or_else(|| {
            let message = "the icon of the theme cannot be drawn";
            Diagnostic::error_at_path(Code::BadPicture, path, message)
                .with_hint("an SVG must be well-formed XML with a `viewBox`: export it again")
        })?;
        statics.insert((*name).to_owned(), Bytes::from(drawn));
    }
    Ok(())
}
