//! Pictures: whether their files are what their names say, and what narrow screens and print get of them.
//!
//! Checks look at heads and lengths of photographs, and whether their points are all there: decoding every one
//! would take longer than all else that a build without PDFs does. Drawings are read as a whole, and what is wider than
//! a page is decoded to be written narrower.

mod bare;
mod print;
mod svg;
mod whole;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader};
use imagesize::ImageType;
use rayon::prelude::*;

use bare::bare;
pub use print::{MadeEachTime, PrintPictures, for_print, is_made_for_print, is_photographic_png};

use crate::base::files::Reading;
use crate::base::limits::{Limit, PICTURE_POINTS, grouped};

/// The formats of pictures: the name, and the extensions of their files.
const FORMATS: &[(ImageType, &str, &[&str])] = &[
    (ImageType::Png, "PNG", &["png"]),
    (ImageType::Jpeg, "JPEG", &["jpg", "jpeg"]),
    (ImageType::Gif, "GIF", &["gif"]),
    (ImageType::Webp, "WebP", &["webp"]),
];

/// The widths that pages offer a wider picture in, in pixels: of a phone's screen, and of a
/// page's text on a fine one.
const WIDTHS: [u32; 2] = [720, 1440];

/// How much of its quality a photograph keeps, in per cent.
const QUALITY: u8 = 82;

/// A narrower copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NarrowCopy {
    /// Its width in pixels.
    pub width: u32,
    /// Its path: that of the original with the width before its extension.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// Returns the copies that pages offer of a picture of `size` pixels. Photographs are JPEG, also those that
/// were PNG; other PNG becomes WebP without loss, which is smaller.
pub fn copies(path: &str, size: Option<(u32, u32)>, is_photograph: bool) -> Vec<NarrowCopy> {
    let Some((stem, extension)) = path.rsplit_once('.') else { return Vec::new() };
    let (stem, extension, media_type) = match extension {
        "jpg" | "jpeg" => (stem, extension, "image/jpeg"),
        // The same picture may be there as JPEG, and have copies too.
        "png" if is_photograph => (path, "jpg", "image/jpeg"),
        "png" => (stem, "webp", "image/webp"),
        _ => return Vec::new(),
    };
    // Nothing decodes a picture that is too large, which is reported where it is shown.
    let points = size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    let is_decoded = points <= PICTURE_POINTS.most as u64;
    let is_wider = |width: &u32| is_decoded && size.is_some_and(|(own, _)| own > *width);
    let copy =
        |width| NarrowCopy { width, path: format!("{stem}.{width}.{extension}"), media_type };
    WIDTHS.into_iter().filter(is_wider).map(copy).collect()
}

/// Makes a copy of a picture; none if the picture cannot be decoded.
pub fn write(bytes: &[u8], copy: &NarrowCopy) -> Option<Vec<u8>> {
    let mut decoder = reader(bytes)?.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    let narrow = narrowed(&picture, copy.width);
    let mut out = Vec::new();
    let written = if copy.media_type == "image/jpeg" {
        narrow.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
    } else if narrow.color().has_alpha() {
        narrow.to_rgba8().write_with_encoder(WebPEncoder::new_lossless(&mut out))
    } else {
        narrow.to_rgb8().write_with_encoder(WebPEncoder::new_lossless(&mut out))
    };
    written.ok().map(|()| out)
}

/// Returns a picture `width` pixels wide.
fn narrowed(picture: &DynamicImage, width: u32) -> DynamicImage {
    picture.resize(width, u32::MAX, FilterType::CatmullRom)
}

/// Returns the width and height of a picture in pixels, as it is shown; none of drawings.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let known = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(known.width).ok()?, u32::try_from(known.height).ok()?);
    // Cameras note which way they were held.
    let is_turned = turned(bytes).is_some_and(|orientation| orientation >= 5);
    Some(if is_turned { (height, width) } else { (width, height) })
}

/// How many bytes what stands before the points of a picture may take, once it is unpacked.
const HEAD_BYTES: u64 = 16 << 20;

/// Returns which way the camera was held, as Exif numbers it.
fn turned(bytes: &[u8]) -> Option<u8> {
    let mut reader = reader(bytes)?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(HEAD_BYTES);
    reader.limits(limits);
    Some(reader.into_decoder().ok()?.orientation().ok()?.to_exif())
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()
}

/// Why a file cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no picture of the formats that there are.
    Unknown,
    /// It is a picture of another format than its name says: the format, and its extension.
    Misnamed(&'static str, &'static str),
    /// It ends too early, or has no width or height.
    Broken(&'static str),
    /// It is a photograph in the colours of printing presses.
    Inks,
    /// It is a drawing that holds more than a still picture: what it holds.
    Active(&'static str),
    /// It is a drawing with an element that is shown within itself.
    Circular,
    /// It has more of something than a picture may.
    BeyondLimit(Limit),
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => formatter.write_str("is not a picture"),
            Self::Misnamed(format, _) => {
                write!(formatter, "contains a {format} picture")
            }
            Self::Broken(format) => write!(formatter, "cannot be read as {format}"),
            Self::Inks => formatter.write_str("is in CMYK, the colours of printing presses"),
            Self::Active(what) => write!(formatter, "contains {what}, which a picture may not"),
            Self::Circular => formatter.write_str("has an element that refers to itself"),
            Self::BeyondLimit(limit) => {
                write!(formatter, "has more than {} {}", grouped(limit.most), limit.what)
            }
        }
    }
}

impl Fault {
    /// Returns what to do about it.
    pub fn hint(self) -> String {
        match self {
            Self::Unknown => "export it again as PNG, JPEG, GIF, WebP or SVG".to_owned(),
            Self::Misnamed(_, extension) => {
                format!("make its name end in `.{extension}`, here and in the folder")
            }
            Self::Broken("SVG") => {
                "an SVG must be well-formed XML with `xmlns=\"http://www.w3.org/2000/svg\"` and a `viewBox`: export it again".to_owned()
            }
            Self::Inks => {
                "convert it to RGB, the colours of screens: PDFs for archives cannot show it, and browsers differ".to_owned()
            }
            Self::Active(_) => {
                "export it again as plain SVG without it, or as PNG; `docs/security.md` gives the rule"
                    .to_owned()
            }
            Self::Circular => {
                "delete the `use` or `url(#…)` that names an element around it, or export it again".to_owned()
            }
            Self::BeyondLimit(_) => "make it smaller before you add it; if it is a drawing, export it as PNG".to_owned(),
            Self::Broken(_) => "it may be incomplete: copy or export it again".to_owned(),
        }
    }
}

/// Files with other bytes, by their paths.
pub(super) type Rewritten = Vec<(String, Vec<u8>)>;

/// Returns the pictures that cannot be shown, which are reported where a text shows them, and the bytes
/// of those that say more than what they show, without it: these stand in before anything is made
/// of them. What is published as it is (`content/static/`) stays so.
pub(super) fn examine(reading: &Reading) -> (BTreeMap<String, Fault>, Rewritten) {
    let texts = reading.texts.below("").map(|(_, file)| (&*file.path, file.text.as_bytes()));
    let assets = reading.assets.iter().map(|(path, bytes)| (path.as_str(), &**bytes));
    let pictures: Vec<_> = texts.chain(assets).filter(|(path, _)| is_picture(path)).collect();
    let look = |&(path, bytes): &(&str, &[u8])| {
        let written = if path.starts_with("content/images/") {
            published(path, bytes)
        } else {
            Ok(bare(path, bytes).unwrap_or(Cow::Borrowed(bytes)))
        };
        match written {
            Ok(Cow::Owned(written)) => (path.to_owned(), None, Some(written)),
            Ok(Cow::Borrowed(_)) => (path.to_owned(), None, None),
            Err(fault) => (path.to_owned(), Some(fault), None),
        }
    };
    let (mut faults, mut rewritten) = (BTreeMap::new(), Vec::new());
    let looked_at: Vec<_> = pictures.par_iter().map(look).collect();
    for (path, fault, written) in looked_at {
        rewritten.extend(written.map(|written| (path.clone(), written)));
        faults.extend(fault.map(|fault| (path, fault)));
    }
    (faults, rewritten)
}

/// Whether a file is a picture that may be written.
pub(super) fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut extensions = FORMATS.iter().flat_map(|(.., extensions)| *extensions).chain([&"svg"]);
    !path.starts_with("content/static/")
        && extensions.any(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns a picture as it is published, without metadata; `path` ends in the extension of its format.
///
/// # Errors
/// Returns why it cannot be shown.
fn published<'b>(path: &str, bytes: &'b [u8]) -> Result<Cow<'b, [u8]>, Fault> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let Ok(kind) = imagesize::image_type(bytes) else {
        if extension != "svg" {
            return Err(Fault::Unknown);
        }
        svg::check(bytes)?;
        return bare(path, bytes).ok_or(Fault::Broken("SVG"));
    };
    let known = FORMATS.iter().find(|(format, ..)| *format == kind);
    let Some((_, name, extensions)) = known else { return Err(Fault::Unknown) };
    if !extensions.contains(&extension.as_str()) {
        return Err(Fault::Misnamed(name, extensions[0]));
    }
    let size = imagesize::blob_size(bytes).map_err(|_| Fault::Broken(name))?;
    match size.width.checked_mul(size.height) {
        Some(points) if points <= PICTURE_POINTS.most => {
            if whole::is_of_inks(bytes) {
                return Err(Fault::Inks);
            }
            let written = bare(path, bytes).filter(|_| points > 0 && whole::is_whole(bytes));
            written.ok_or(Fault::Broken(name))
        }
        _ => Err(Fault::BeyondLimit(PICTURE_POINTS)),
    }
}

/// Returns the number of four bytes at a place.
fn field(bytes: &[u8], at: usize, read: fn([u8; 4]) -> u32) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(read(four.try_into().ok()?)).ok()
}
