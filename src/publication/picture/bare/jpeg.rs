//! Photographs: segments, each with a marker before it.

/// What begins the segment of a profile of colours.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// How long the head of JFIF is, without a preview.
const JFIF: usize = 14;

/// Returns a photograph without metadata, previews, comments, and what stands behind its end.
pub(super) fn bare(bytes: &[u8], turned: Option<u8>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..2)?);
    let mut at = 2;
    let mut exif = turned.map(segment);
    loop {
        let (marker, start) = marker(bytes, at)?;
        at = start;
        if marker != 0xE0 {
            out.extend(exif.take().into_iter().flatten());
        }
        // Markers that stand alone; the second is the end.
        if matches!(marker, 0x01 | 0xD0..=0xD7 | 0xD9) {
            out.extend_from_slice(&[0xFF, marker]);
            if marker == 0xD9 {
                return Some(out);
            }
            continue;
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let end = at + length;
        let data = bytes.get(at + 2..end)?;
        match marker {
            0xE0 if data.starts_with(b"JFIF\0") && data.len() >= JFIF => {
                out.extend_from_slice(&[0xFF, marker, 0, 16]);
                out.extend_from_slice(&data[..JFIF - 2]);
                out.extend_from_slice(&[0, 0]);
            }
            0xE2 if data.starts_with(PROFILE) => keep(&mut out, marker, bytes.get(at..end)?),
            0xEE if data.starts_with(b"Adobe") => keep(&mut out, marker, bytes.get(at..end)?),
            0xC0..=0xCF | 0xDA..=0xDF => keep(&mut out, marker, bytes.get(at..end)?),
            _ => {}
        }
        at = end;
        if marker == 0xDA {
            let scan = scan(bytes.get(at..)?)?;
            out.extend_from_slice(scan);
            at += scan.len();
        }
    }
}

fn keep(out: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(segment);
}

/// Returns the next marker, and where what follows it begins. It may be filled up with `FF` before it.
fn marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let start = from + bytes.get(from..)?.iter().position(|&byte| byte == 0xFF)?;
    let at = start + bytes.get(start..)?.iter().position(|&byte| byte != 0xFF)?;
    Some((bytes[at], at + 1))
}

/// Returns the points of a scan, which go on to a marker that is none of a restart.
fn scan(bytes: &[u8]) -> Option<&[u8]> {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7);
    let end = bytes.windows(2).position(ends)?;
    bytes.get(..end)
}

/// Returns the segment that says which way the camera was held.
fn segment(orientation: u8) -> Vec<u8> {
    let mut out = vec![0xFF, 0xE1, 0, 34];
    out.extend_from_slice(b"Exif\0\0");
    out.extend_from_slice(&super::exif(orientation));
    out
}
