//! WebP: chunks in a RIFF file, each with its name and length before it, filled up to an even length.

/// The chunks that show something.
const KEPT: &[&[u8; 4]] = &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// How long the head of a picture of an animation is, before its own chunks.
const FRAME: usize = 16;

/// The flags of Exif data and of XMP.
const METADATA: u8 = 0x0C;

/// Returns a WebP without Exif data, XMP, unknown chunks, and what stands behind its end.
pub(super) fn bare(bytes: &[u8], turned: Option<u8>) -> Option<Vec<u8>> {
    let length = super::super::field(bytes, 4, u32::from_le_bytes)?;
    let inside = bytes.get(12..length.checked_add(8)?)?;
    let mut chunks = Vec::with_capacity(bytes.len());
    let flags = if turned.is_some() { 0x08 } else { 0 };
    keep(inside, flags, &mut chunks)?;
    if let Some(orientation) = turned {
        put(&mut chunks, *b"EXIF", &super::exif(orientation));
    }
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    out.extend_from_slice(b"WEBP");
    out.extend_from_slice(&chunks);
    Some(out)
}

/// Appends the chunks that show something; those that say what else there is get `flags`.
fn keep(bytes: &[u8], flags: u8, out: &mut Vec<u8>) -> Option<()> {
    let mut at = 0;
    while at < bytes.len() {
        let name: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        let length = super::super::field(bytes, at + 4, u32::from_le_bytes)?;
        let end = (at + 8).checked_add(length)?;
        let data = bytes.get(at + 8..end)?;
        at = end + length % 2;
        match &name {
            b"VP8X" => {
                let mut head = data.to_vec();
                *head.first_mut()? = head.first()? & !METADATA | flags;
                put(out, name, &head);
            }
            b"ANMF" => {
                let mut frame = data.get(..FRAME)?.to_vec();
                keep(&data[FRAME..], 0, &mut frame)?;
                put(out, name, &frame);
            }
            name if KEPT.contains(&name) => put(out, *name, data),
            _ => {}
        }
    }
    Some(())
}

fn put(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    out.extend_from_slice(&name);
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or_default().to_le_bytes());
    out.extend_from_slice(data);
    out.extend(std::iter::repeat_n(0, data.len() % 2));
}
