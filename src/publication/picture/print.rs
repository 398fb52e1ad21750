//! Pictures in what is printed: PDFs, Word documents, books. They have as many points as the widest place on paper
//! shows, and photographs are JPEG.
//!
//! ```text
//! JPEG ── wider than paper ──> narrower ──────────────────────────> JPEG
//! PNG ─── a photograph ──────> narrower if need be ── no loss seen ─> JPEG
//!    └─── wider than paper ──> narrower ──────────────────────────> PNG, if that is smaller
//! ```

use std::fmt;
use std::io::Cursor;

use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::codecs::png::{CompressionType, FilterType as Filter, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, RgbImage};
use imagesize::ImageType;

use super::{PICTURE_POINTS, field, narrowed, reader};
use crate::base::files::Bytes;

/// How wide a picture is at most, in points: 300 to the inch of the widest paper, which has 8.5 inches. No theme can
/// show one wider.
const WIDEST: u32 = 2550;

/// How much of its quality a photograph keeps, in per cent: more than on screens, since paper shows more.
const QUALITY: u8 = 92;

/// From how many bytes for each point a PNG is a photograph: drawings and pictures of screens have far fewer,
/// because neighbouring points are alike.
const PHOTOGRAPH: f64 = 1.0;

/// The mean square of what values between 0 and 255 may differ by, so that nobody sees it: 36 decibels. Four points
/// are taken together, since nobody sees one of 300 to the inch, nor the noise of a camera.
const INVISIBLE: f64 = 16.0;

/// How much larger than its JPEG a PNG must be to be given up.
const GAIN: usize = 2;

/// Points for each inch in a metre.
const INCHES: f64 = 39.37;

/// Whether a picture is PNG, though what it shows is a photograph: without transparency, and hardly compressed.
pub fn is_photographic_png(bytes: &[u8]) -> bool {
    /// The byte that says how a PNG holds its colours, and its values for grey and for colours, without transparency.
    const KIND: (usize, [u8; 2]) = (25, [0, 2]);
    let Some((width, height)) = super::size(bytes) else { return false };
    let is_png = matches!(imagesize::image_type(bytes), Ok(ImageType::Png));
    let is_opaque = bytes.get(KIND.0).is_some_and(|kind| KIND.1.contains(kind));
    #[expect(clippy::cast_precision_loss, reason = "no file has so many bytes")]
    let length = bytes.len() as f64;
    let points = f64::from(width) * f64::from(height);
    is_png && is_opaque && chunk(bytes, *b"tRNS").is_none() && length >= PHOTOGRAPH * points
}

/// Makes pictures as printed works have them.
pub trait PrintPictures: fmt::Debug + Sync {
    /// Returns a picture as printed works have it.
    fn printed(&self, bytes: &Bytes) -> Bytes;
}

/// Makes each picture whenever it is asked for.
#[derive(Debug)]
pub struct MadeEachTime;

impl PrintPictures for MadeEachTime {
    fn printed(&self, bytes: &Bytes) -> Bytes {
        for_print(bytes).map_or_else(|| bytes.clone(), Bytes::from)
    }
}

/// Whether printed works may have a picture otherwise than it is, which only its head says.
pub fn is_made_for_print(bytes: &[u8]) -> bool {
    let kind = imagesize::image_type(bytes);
    let Some((width, height)) = super::size(bytes) else { return false };
    let points = u64::from(width) * u64::from(height);
    matches!(kind, Ok(ImageType::Png | ImageType::Jpeg))
        && points <= PICTURE_POINTS.most as u64
        && (width > WIDEST || is_photographic_png(bytes))
}

/// Returns a picture as printed works have it; none if they have it as it is.
pub fn for_print(bytes: &[u8]) -> Option<Vec<u8>> {
    if !is_made_for_print(bytes) {
        return None;
    }
    let (width, _) = super::size(bytes)?;
    let is_jpeg = matches!(imagesize::image_type(bytes), Ok(ImageType::Jpeg));
    let (picture, profile) = decoded(bytes)?;
    let narrow = if width > WIDEST { narrowed(&picture, WIDEST) } else { picture };
    let density = if is_jpeg { jpeg_density(bytes) } else { png_density(bytes) };
    let density = density.map(|density| density * f64::from(narrow.width()) / f64::from(width));
    let print = Print { picture: narrow, profile, density };
    if is_jpeg {
        return print.jpeg();
    }
    let photograph = || {
        let jpeg = print.jpeg().filter(|jpeg| jpeg.len() * GAIN <= bytes.len())?;
        (print.loss(&jpeg)? <= INVISIBLE).then_some(jpeg)
    };
    let photograph = is_photographic_png(bytes).then(photograph).flatten();
    let smaller = || print.png().filter(|png| width > WIDEST && png.len() < bytes.len());
    photograph.or_else(smaller)
}

/// Decodes a picture, as it was held, and its profile of colours. None if its colours are those of inks, which no
/// program mixes as its maker meant.
fn decoded(bytes: &[u8]) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    /// Where a profile names its kind of colours.
    const SPACE: std::ops::Range<usize> = 16..20;
    let mut decoder = reader(bytes)?.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    if profile.as_ref().is_some_and(|profile| profile.get(SPACE) == Some(b"CMYK")) {
        return None;
    }
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some((picture, profile))
}

/// A picture that is written for print.
struct Print {
    picture: DynamicImage,
    profile: Option<Vec<u8>>,
    /// How many points it has to the inch, if it says so.
    density: Option<f64>,
}

impl Print {
    fn jpeg(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        if let Some(density) = self.density {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "what is too large is cut to the largest"
            )]
            encoder.set_pixel_density(PixelDensity::dpi(density.round() as u16));
        }
        self.write(encoder, false).then_some(out)
    }

    fn png(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let encoder =
            PngEncoder::new_with_quality(&mut out, CompressionType::Default, Filter::Adaptive);
        if !self.write(encoder, self.picture.color().has_alpha()) {
            return None;
        }
        if let Some(density) = self.density {
            super::bare::set_density(&mut out, density * INCHES);
        }
        Some(out)
    }

    /// Whether the picture could be written.
    fn write(&self, mut encoder: impl ImageEncoder, is_transparent: bool) -> bool {
        if let Some(profile) = &self.profile {
            // Both formats take profiles.
            let _ = encoder.set_icc_profile(profile.clone());
        }
        let is_coloured = self.picture.color().has_color();
        let written = match (is_coloured, is_transparent) {
            (true, true) => self.picture.to_rgba8().write_with_encoder(encoder),
            (true, false) => self.picture.to_rgb8().write_with_encoder(encoder),
            (false, true) => self.picture.to_luma_alpha8().write_with_encoder(encoder),
            (false, false) => self.picture.to_luma8().write_with_encoder(encoder),
        };
        written.is_ok()
    }

    /// Returns the mean square of what a JPEG of the picture differs from it by.
    fn loss(&self, jpeg: &[u8]) -> Option<f64> {
        let written =
            ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg).decode().ok()?;
        let (width, height) = (self.picture.width() / 2, self.picture.height() / 2);
        let halved =
            |picture: &DynamicImage| picture.thumbnail_exact(width.max(1), height.max(1)).to_rgb8();
        let (written, meant): (RgbImage, RgbImage) = (halved(&written), halved(&self.picture));
        let pairs = written.as_raw().iter().zip(meant.as_raw());
        let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other)).pow(2)).sum();
        #[expect(clippy::cast_precision_loss, reason = "no picture has so many points")]
        let mean = sum as f64 / meant.as_raw().len() as f64;
        Some(mean)
    }
}

/// Returns how many points a PNG has to the inch, if it says so.
fn png_density(bytes: &[u8]) -> Option<f64> {
    let data = chunk(bytes, *b"pHYs")?;
    // The only unit is the metre.
    let is_known = data.get(8) == Some(&1);
    let per_metre = u32::from_be_bytes(data.get(..4)?.try_into().ok()?);
    (is_known && per_metre > 0).then(|| f64::from(per_metre) / INCHES)
}

/// Returns how many points a JPEG has to the inch, if it says so, in the head of JFIF, with which it begins.
fn jpeg_density(bytes: &[u8]) -> Option<f64> {
    let head = bytes.get(6..18).filter(|head| head.starts_with(b"JFIF\0"))?;
    let count = f64::from(u16::from_be_bytes([head[8], head[9]]));
    match head[7] {
        1 => Some(count),
        2 => Some(count * 2.54),
        _ => None,
    }
    .filter(|density| *density > 0.0)
}

/// Returns the contents of a chunk of a PNG before its points.
fn chunk(bytes: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    let mut at = 8;
    loop {
        let length = field(bytes, at, u32::from_be_bytes)?;
        let name = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(8)?.checked_add(length)?;
        if name == wanted {
            return bytes.get(at + 8..end);
        }
        if name == b"IDAT" {
            return None;
        }
        at = end.checked_add(4)?;
    }
}
