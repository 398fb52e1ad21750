//! Pictures without what they say besides what they show: cameras' and editors' metadata, comments, names
//! of layers, previews, and whatever stands behind their end.
//!
//! ```text
//! bytes as read ──> BARE ──> the publication's pictures ──> pages, PDFs, books, Word documents
//! ```
//!
//! Each format has a list of the parts that show something, and only these are written anew; what
//! is unknown is left out. Which way a camera was held stays, and so do profiles of colours.

mod drawing;
mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

use imagesize::ImageType;

/// Returns a picture without metadata; none if its parts cannot be told apart.
pub fn bare<'b>(path: &str, bytes: &'b [u8]) -> Option<Cow<'b, [u8]>> {
    let written = match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => jpeg::bare(bytes, turned(bytes))?,
        Ok(ImageType::Png) => png::bare(bytes, turned(bytes))?,
        Ok(ImageType::Webp) => webp::bare(bytes, turned(bytes))?,
        Ok(ImageType::Gif) => gif(bytes)?,
        _ if path.to_ascii_lowercase().ends_with(".svg") => {
            return match drawing::bare(std::str::from_utf8(bytes).ok()?)? {
                Some(written) => Some(written.into_bytes().into()),
                None => Some(bytes.into()),
            };
        }
        _ => return None,
    };
    Some(if written == bytes { bytes.into() } else { written.into() })
}

/// Adds to a PNG how many points it has to the metre.
pub(super) fn set_density(png: &mut Vec<u8>, per_metre: f64) {
    png::set_density(png, per_metre);
}

/// Returns which way the camera was held, as Exif numbers it; none if upright.
fn turned(bytes: &[u8]) -> Option<u8> {
    super::turned(bytes).filter(|orientation| *orientation > 1)
}

/// Returns Exif data that say which way the camera was held, and nothing else.
fn exif(orientation: u8) -> [u8; 26] {
    let mut data = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    data[18] = orientation;
    data
}

/// Returns a GIF without comments, texts and applications' data, but for how often it is repeated.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 6 << (flags & 7) };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        let is_kept = match *bytes.get(at)? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => {
                at += 11 + table(*bytes.get(at + 9)?);
                true
            }
            0x21 => {
                let is_repeated = ["NETSCAPE2.0", "ANIMEXTS1.0"]
                    .iter()
                    .any(|name| bytes.get(at + 3..at + 14) == Some(name.as_bytes()));
                let label = *bytes.get(at + 1)?;
                at += 2;
                label == 0xF9 || label == 0xFF && is_repeated
            }
            _ => return None,
        };
        // Blocks of data, each with its length before it, up to an empty one.
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        let block = bytes.get(start..at)?;
        if is_kept {
            out.extend_from_slice(block);
        }
    }
}
