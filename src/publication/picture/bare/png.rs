//! PNG: chunks, each with its length and name before it and a sum behind it.

use std::io::{self, Read};

use flate2::Crc;
use flate2::read::ZlibDecoder;

/// The most bytes that a profile of colours has, unpacked.
const LARGEST_PROFILE: u64 = 8 << 20;

/// Chunks besides those that every reader must know: colours, transparency, points per metre, animation.
const KEPT: &[&[u8; 4]] = &[
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Returns a PNG without texts, times, Exif data, unknown chunks, and what stands behind its end.
pub(super) fn bare(bytes: &[u8], turned: Option<u8>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..8)?);
    let mut at = 8;
    loop {
        let length = super::super::field(bytes, at, u32::from_be_bytes)?;
        let next = at.checked_add(length)?.checked_add(12)?;
        let whole = bytes.get(at..next)?;
        let name = &whole[4..8];
        at = next;
        if name == b"iCCP" {
            put(&mut out, *b"iCCP", &unnamed(&whole[8..8 + length])?);
        } else if is_needed(name) {
            out.extend_from_slice(whole);
        }
        if let (b"IHDR", Some(orientation)) = (name, turned) {
            put(&mut out, *b"eXIf", &super::exif(orientation));
        }
        if name == b"IEND" {
            return Some(out);
        }
    }
}

/// Whether a chunk shows something. The names of those that a reader must know begin with a capital letter.
fn is_needed(name: &[u8]) -> bool {
    name[0].is_ascii_uppercase() || KEPT.iter().any(|kept| *kept == name)
}

/// Returns a profile of colours under another name: whoever made it named it after a screen.
fn unnamed(profile: &[u8]) -> Option<Vec<u8>> {
    let name = profile.iter().position(|&byte| byte == 0)?;
    // A few bytes may unpack to more than any memory holds. What cannot be unpacked is no profile for readers either.
    let unpacked = ZlibDecoder::new(profile.get(name + 2..)?).take(LARGEST_PROFILE + 1);
    if io::copy(&mut { unpacked }, &mut io::sink()).is_ok_and(|length| length > LARGEST_PROFILE) {
        return None;
    }
    Some([b"profile", &profile[name..]].concat())
}

/// Adds to a PNG how many points it has to the metre.
pub(super) fn set_density(png: &mut Vec<u8>, per_metre: f64) {
    /// Where the head ends, after which it stands.
    const HEAD: usize = 33;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is too large is cut to the largest"
    )]
    let count = (per_metre.round() as u32).to_be_bytes();
    let mut chunk = Vec::new();
    put(&mut chunk, *b"pHYs", &[&count[..], &count[..], &[1]].concat());
    png.splice(HEAD..HEAD, chunk);
}

fn put(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(data);
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
    out.extend_from_slice(&name);
    out.extend_from_slice(data);
    out.extend_from_slice(&sum.sum().to_be_bytes());
}
