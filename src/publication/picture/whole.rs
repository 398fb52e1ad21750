//! Whether photographs have all their points.
//!
//! Decoding each would take longer than all else that a check does. What is cut off is found by less: a PNG
//! says how many bytes its points unpack to, and a JPEG has at least a bit for each block of points.

use std::collections::VecDeque;
use std::io::{self, Read};

use flate2::Crc;
use flate2::read::ZlibDecoder;
use imagesize::ImageType;

use super::field;

/// Whether a picture has all its points, as far as can be told without decoding it.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => png(bytes).unwrap_or(false),
        Ok(ImageType::Jpeg) => jpeg(bytes).unwrap_or(false),
        _ => true,
    }
}

/// The stretches of a file that hold its points.
struct Stretches<'b>(VecDeque<&'b [u8]>);

impl Read for Stretches<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(first) = self.0.front_mut() {
            if first.is_empty() {
                self.0.pop_front();
                continue;
            }
            return first.read(buffer);
        }
        Ok(0)
    }
}

fn png(bytes: &[u8]) -> Option<bool> {
    let (mut at, mut points, mut has_palette) = (8, VecDeque::new(), false);
    loop {
        let length = field(bytes, at, u32::from_be_bytes)?;
        let whole = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        let (checked, sum) = whole.get(4..)?.split_at_checked(length + 4)?;
        let kind = checked.get(..4)?;
        // A capital says that nobody can do without what stands here.
        if kind[0].is_ascii_uppercase() {
            let mut crc = Crc::new();
            crc.update(checked);
            if crc.sum().to_be_bytes() != *sum {
                return Some(false);
            }
        }
        match kind {
            b"IDAT" => points.push_back(checked.get(4..)?),
            b"PLTE" => has_palette = length > 0 && length % 3 == 0 && length <= 3 * 256,
            b"IEND" => break,
            _ => {}
        }
        at += whole.len();
    }
    let is_of_palette = *bytes.get(25)? == 3;
    let has_colours = !is_of_palette || has_palette;
    let mut points = ZlibDecoder::new(Stretches(points));
    Some(has_colours && passes(bytes)?.into_iter().all(|pass| has_lines(&mut points, pass)))
}

/// How many ways there are to write a line of a PNG.
const FILTERS: u8 = 5;

/// Whether a number of lines of so many bytes follow, each with its way of writing before it.
fn has_lines(points: &mut impl Read, (bytes, count): (u64, u64)) -> bool {
    let mut first = [0];
    (0..count).all(|_| {
        let is_known = points.read_exact(&mut first).is_ok() && first[0] < FILTERS;
        let rest = io::copy(&mut points.by_ref().take(bytes), &mut io::sink());
        is_known && rest.is_ok_and(|length| length == bytes)
    })
}

/// The seven passes of an interlaced PNG: where each begins, and its steps.
const PASSES: [(u64, u64, u64, u64); 7] = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
];

/// Returns the passes of a PNG: how many bytes each line has, and how many lines there are. None of a PNG whose head
/// says what no PNG is.
fn passes(bytes: &[u8]) -> Option<Vec<(u64, u64)>> {
    let size = |at| field(bytes, at, u32::from_be_bytes).and_then(|size| u64::try_from(size).ok());
    let (width, height) = (size(16)?, size(20)?);
    let depth = *bytes.get(24)?;
    let samples = match (bytes.get(25)?, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
        (2, 8 | 16) => 3,
        (4, 8 | 16) => 2,
        (6, 8 | 16) => 4,
        _ => return None,
    };
    let bits = samples * u64::from(depth);
    let lines = |(width, height): (u64, u64)| match width {
        0 => (0, 0),
        _ => ((width * bits).div_ceil(8), height),
    };
    match bytes.get(26..29)? {
        [0, 0, 0] => return Some(vec![lines((width, height))]),
        [0, 0, 1] => {}
        _ => return None,
    }
    let count = |size: u64, from, step| size.saturating_sub(from).div_ceil(step);
    let pass = |(x, y, across, down)| lines((count(width, x, across), count(height, y, down)));
    Some(PASSES.into_iter().map(pass).collect())
}

/// Whether the scans of a JPEG, of which it has at least one, have a bit for each of its blocks.
fn jpeg(bytes: &[u8]) -> Option<bool> {
    let (mut at, mut blocks, mut scanned, mut has_scan) = (2, 0_u64, 0_u64, false);
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        at += bytes.get(at..)?.iter().position(|&byte| byte != 0xFF)?;
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            0xD9 => return Some(has_scan && scanned * 8 >= blocks),
            0x01 | 0xD0..=0xD7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let segment = bytes.get(at..at.checked_add(length)?)?;
        match marker {
            // Frames with eight bits for each colour and Huffman codes, which are all that programs show.
            0xC0..=0xC2 if matches!(segment, [_, _, 8, _, _, _, _, 1 | 3, ..]) => {
                blocks = blocks_of(segment)?;
            }
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Some(false),
            _ => {}
        }
        at += length;
        if marker == 0xDA {
            let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7);
            let scan = bytes.get(at..)?.windows(2).position(is_end)?;
            (scanned, has_scan) = (scanned + u64::try_from(scan).ok()?, true);
            at += scan;
        }
    }
}

/// Whether a JPEG has four colours, those of printing presses, which PDFs for archives and most screens cannot show.
pub(super) fn is_of_inks(bytes: &[u8]) -> bool {
    const COLOURS: usize = 7;
    let frame = || {
        let mut at = 2;
        loop {
            let marker = *bytes.get(at + 1).filter(|_| bytes[at] == 0xFF)?;
            // Bytes of this value may fill the room between two parts.
            if marker == 0xFF {
                at += 1;
                continue;
            }
            let length = u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?);
            if matches!(marker, 0xC0..=0xC2) {
                return bytes.get(at + 2 + COLOURS);
            }
            at += 2 + usize::from(length);
        }
    };
    matches!(imagesize::image_type(bytes), Ok(ImageType::Jpeg)) && frame() == Some(&4)
}

/// Returns how many blocks of 8 by 8 points a frame has, in all its colours.
fn blocks_of(frame: &[u8]) -> Option<u64> {
    let size = |at| Some(u64::from(u16::from_be_bytes(frame.get(at..at + 2)?.try_into().ok()?)));
    let (height, width) = (size(3)?, size(5)?);
    let colours = frame.get(8..)?.chunks_exact(3).take(usize::from(*frame.get(7)?));
    let factors: Vec<_> =
        colours.map(|colour| (u64::from(colour[1] >> 4), u64::from(colour[1] & 15))).collect();
    let most =
        factors.iter().fold((1, 1), |most: (u64, u64), own| (most.0.max(own.0), most.1.max(own.1)));
    let blocks = |(across, down): &(u64, u64)| {
        let columns = (width * across).div_ceil(8 * most.0);
        columns * (height * down).div_ceil(8 * most.1)
    };
    Some(factors.iter().map(blocks).sum())
}
