//! Web fonts in WOFF, reduced to the characters of the publication's languages.
//!
//! Glyphs of other characters are emptied and keep their numbers, so that kerning and ligatures stay as
//! they are. PDFs are subset by Typst, to what they say; its `subsetter` leaves out the table that leads from
//! characters to glyphs, without which no browser can use a font.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::ops::RangeInclusive;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use ttf_parser::{Face, Tag};

/// A range of characters.
pub(super) type Range = RangeInclusive<u32>;

/// What all languages need: Latin, marks, punctuation, currencies, numbers, arrows, mathematics.
const LATIN: &[Range] = &[
    0x0000..=0x024F,
    0x02B0..=0x036F,
    0x1E00..=0x1EFF,
    0x2000..=0x20CF,
    0x2100..=0x22FF,
    0x25A0..=0x25FF,
    0xFB00..=0xFB06,
    0xFFFD..=0xFFFD,
];

/// What languages of other scripts need as well, by the ISO 15924 code of the script.
const SCRIPTS: &[(&str, &[Range])] = &[
    ("Latn", &[]),
    ("Cyrl", &[0x0400..=0x052F]),
    ("Grek", &[0x0370..=0x03FF, 0x1F00..=0x1FFF]),
    ("Hebr", &[0x0590..=0x05FF, 0xFB1D..=0xFB4F]),
    (
        "Arab",
        &[0x0600..=0x06FF, 0x0750..=0x077F, 0x08A0..=0x08FF, 0xFB50..=0xFDFF, 0xFE70..=0xFEFF],
    ),
    ("Deva", &[0x0900..=0x097F, 0x1CD0..=0x1CFF, 0xA8E0..=0xA8FF]),
    ("Thai", &[0x0E00..=0x0E7F]),
];

/// Returns the characters that languages in these scripts use; none if a script has too many.
pub(super) fn ranges(scripts: impl Iterator<Item = String>) -> Option<Vec<Range>> {
    let mut ranges = LATIN.to_vec();
    for script in scripts {
        let (_, own) = SCRIPTS.iter().find(|(name, _)| *name == script)?;
        if !own.iter().any(|range| ranges.contains(range)) {
            ranges.extend_from_slice(own);
        }
    }
    Some(ranges)
}

/// Packs a font as WOFF, without the outlines of characters outside of `kept`; none if the file is
/// not a font.
pub(super) fn woff(bytes: &[u8], kept: Option<&[Range]>) -> Option<Vec<u8>> {
    let face = Face::parse(bytes, 0).ok()?;
    let raw = face.raw_face();
    let mut tables: Vec<(Tag, Vec<u8>)> = Vec::new();
    for record in raw.table_records {
        // A signature is only valid for the original file.
        if record.tag != Tag::from_bytes(b"DSIG") {
            tables.push((record.tag, raw.table(record.tag)?.to_vec()));
        }
    }
    if let Some(kept) = kept {
        thin(&face, kept, &mut tables);
    }
    tables.sort_by_key(|(tag, _)| tag.0);
    let is_outlined_by_curves = raw.table(Tag::from_bytes(b"CFF ")).is_some();
    Some(pack(if is_outlined_by_curves { *b"OTTO" } else { [0, 1, 0, 0] }, &tables))
}

/// Empties the glyphs that are only needed for characters outside of `kept`. Variable fonts stay
/// whole, because their deltas depend on the number of points of each glyph.
fn thin(face: &Face<'_>, kept: &[Range], tables: &mut [(Tag, Vec<u8>)]) {
    let table = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag));
    let (Some(glyf), Some(loca), Some(head)) = (table(b"glyf"), table(b"loca"), table(b"head"))
    else {
        return;
    };
    if table(b"gvar").is_some() {
        return;
    }
    let is_short = head.get(51) == Some(&0);
    let count = usize::from(face.number_of_glyphs());
    let place = |glyph: usize| -> Option<usize> {
        if is_short {
            let bytes = loca.get(glyph * 2..glyph * 2 + 2)?.try_into().ok()?;
            Some(usize::from(u16::from_be_bytes(bytes)) * 2)
        } else {
            let bytes = loca.get(glyph * 4..glyph * 4 + 4)?.try_into().ok()?;
            usize::try_from(u32::from_be_bytes(bytes)).ok()
        }
    };
    let outline = |glyph: usize| glyf.get(place(glyph)?..place(glyph + 1)?);
    let dropped = dropped(face, kept, &outline);
    let mut outlines = Vec::new();
    let mut places = Vec::new();
    for glyph in 0..=count {
        let start = outlines.len();
        places.extend(if is_short {
            u16::try_from(start / 2).unwrap_or(u16::MAX).to_be_bytes().to_vec()
        } else {
            u32::try_from(start).unwrap_or(u32::MAX).to_be_bytes().to_vec()
        });
        if glyph < count && !dropped.contains(&glyph) {
            outlines.extend_from_slice(outline(glyph).unwrap_or_default());
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
    }
    // With padding, the offsets of a large font may be too large for the short format.
    if is_short && outlines.len() / 2 > usize::from(u16::MAX) {
        return;
    }
    for (tag, bytes) in tables {
        if *tag == Tag::from_bytes(b"glyf") {
            *bytes = std::mem::take(&mut outlines);
        } else if *tag == Tag::from_bytes(b"loca") {
            *bytes = std::mem::take(&mut places);
        }
    }
}

/// Returns the glyphs of characters that are not kept, except those that a kept glyph is composed
/// of.
fn dropped<'f>(
    face: &Face<'_>,
    kept: &[Range],
    outline: &dyn Fn(usize) -> Option<&'f [u8]>,
) -> BTreeSet<usize> {
    let (mut needed, mut others) = (BTreeSet::new(), BTreeSet::new());
    let subtables = face.tables().cmap.iter().flat_map(|cmap| cmap.subtables);
    for subtable in subtables.filter(ttf_parser::cmap::Subtable::is_unicode) {
        subtable.codepoints(|character| {
            let Some(glyph) = subtable.glyph_index(character) else { return };
            let is_kept = kept.iter().any(|range| range.contains(&character));
            let set = if is_kept { &mut needed } else { &mut others };
            set.insert(usize::from(glyph.0));
        });
    }
    // Glyphs without a character are used in ligatures and as alternates.
    let mut open: Vec<_> = (0..usize::from(face.number_of_glyphs()))
        .filter(|glyph| needed.contains(glyph) || !others.contains(glyph))
        .collect();
    while let Some(glyph) = open.pop() {
        for part in outline(glyph).map(components).unwrap_or_default() {
            if others.contains(&part) && needed.insert(part) {
                open.push(part);
            }
        }
    }
    others.retain(|glyph| !needed.contains(glyph));
    others
}

/// Returns the glyphs that an outline is composed of, as OpenType's `glyf` defines it.
fn components(outline: &[u8]) -> Vec<usize> {
    const WORDS: u16 = 1;
    const SCALE: u16 = 8;
    const MORE: u16 = 32;
    const TWO_SCALES: u16 = 64;
    const MATRIX: u16 = 128;
    let word = |at: usize| {
        let bytes = outline.get(at..at + 2)?.try_into().ok()?;
        Some(u16::from_be_bytes(bytes))
    };
    let is_composed = word(0).is_some_and(|contours| contours >= 0x8000);
    let (mut parts, mut at) = (Vec::new(), 10);
    while let (true, Some(flags), Some(part)) = (is_composed, word(at), word(at + 2)) {
        parts.push(usize::from(part));
        at += if flags & WORDS == 0 { 6 } else { 8 };
        at += if flags & SCALE != 0 {
            2
        } else if flags & TWO_SCALES != 0 {
            4
        } else if flags & MATRIX != 0 {
            8
        } else {
            0
        };
        if flags & MORE == 0 {
            break;
        }
    }
    parts
}

/// Writes tables as WOFF 1.0, which compresses each by itself.
fn pack(flavour: [u8; 4], tables: &[(Tag, Vec<u8>)]) -> Vec<u8> {
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    let head = 44 + 20 * tables.len();
    let (mut directory, mut data) = (Vec::new(), Vec::new());
    let mut unpacked = 12 + 16 * tables.len();
    for (tag, bytes) in tables {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
        let packed = packed.ok().filter(|packed| packed.len() < bytes.len());
        let packed = packed.as_ref().unwrap_or(bytes);
        directory.extend(tag.to_bytes());
        directory.extend(number(head + data.len()));
        directory.extend(number(packed.len()));
        directory.extend(number(bytes.len()));
        directory.extend(checksum(bytes).to_be_bytes());
        data.extend_from_slice(packed);
        data.resize(data.len().next_multiple_of(4), 0);
        unpacked += bytes.len().next_multiple_of(4);
    }
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX).to_be_bytes();
    let mut out = b"wOFF".to_vec();
    out.extend(flavour);
    out.extend(number(head + data.len()));
    out.extend(count);
    out.extend([0, 0]);
    out.extend(number(unpacked));
    // Version 1.0, no metadata, no private data.
    out.extend([0, 1, 0, 0]);
    out.extend([0; 20]);
    out.extend(directory);
    out.extend(data);
    out
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: &[u8] = include_bytes!("../../themes/default/fonts/quipu-serif-400.ttf");

    fn glyf(kept: &[Range]) -> usize {
        let face = Face::parse(FONT, 0).expect("the font is one");
        let raw = face.raw_face();
        let table = |tag| (tag, raw.table(tag).unwrap_or_default().to_vec());
        let mut tables: Vec<_> = raw.table_records.into_iter().map(|it| table(it.tag)).collect();
        thin(&face, kept, &mut tables);
        let length = |name| {
            let found = tables.iter().find(|(tag, _)| *tag == Tag::from_bytes(name));
            found.map_or(0, |(_, bytes)| bytes.len())
        };
        assert_eq!(length(b"loca"), raw.table(Tag::from_bytes(b"loca")).map_or(0, <[u8]>::len));
        length(b"glyf")
    }

    #[test]
    fn other_scripts_go_and_parts_of_kept_letters_stay() {
        let latin = ranges(["Latn".to_owned()].into_iter()).expect("Latin is known");
        let both = ranges(["Latn".to_owned(), "Cyrl".to_owned()].into_iter()).expect("so is this");
        assert!(glyf(&latin) < glyf(&both));
        assert!(glyf(&[0x41..=0x41]) < glyf(&[0xC1..=0xC1]), "Á is composed of A and an accent");
        assert_eq!(ranges(["Hans".to_owned()].into_iter()), None);
    }

    #[test]
    fn a_font_is_packed_with_all_its_tables() {
        let packed = woff(FONT, None).expect("the font is one");
        assert_eq!(&packed[..8], b"wOFF\0\x01\0\0");
        let length = u32::from_be_bytes(packed[8..12].try_into().expect("four bytes"));
        assert_eq!(length as usize, packed.len());
        assert!(packed.len() < FONT.len());
        assert_eq!(woff(b"no font", None), None);
    }
}
