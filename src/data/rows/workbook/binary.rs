//! Sheets of binary Excel files, `.xls`: what they show.
//!
//! ```text
//! file ──sectors──> the stream `Workbook` ──records──> styles, then those of the sheet
//! ```
//!
//! The formats: [MS-CFB] and [MS-XLS] of Microsoft's Open Specifications. Files of versions before Excel 97 are not
//! looked at, nor is a stream so short that it lies in the small sectors.

use std::collections::HashMap;
use std::rc::Rc;

use super::number_format::NumberFormat;
use super::shown::{Show, Shown};

/// What a sector chain ends with, or numbers that are no sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

/// Streams that are shorter lie elsewhere.
const LEAST: usize = 4096;

/// Returns what the sheet of this name shows; none if that cannot be read.
pub(super) fn shown(bytes: &[u8], sheet: &str) -> Option<Shown> {
    of_sheet(&workbook(bytes)?, sheet)
}

/// Returns the stream with the workbook.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let file = CompoundFile::read(bytes)?;
    let directory = file.stream(u32_at(bytes, 48)?)?;
    let entry = directory.chunks_exact(128).find(|entry| {
        let length = usize::from(u16_at(entry, 64).unwrap_or_default());
        let name = entry.get(..length.saturating_sub(2)).unwrap_or_default();
        wide(name) == "Workbook"
    })?;
    let size = usize::try_from(u32_at(entry, 120)?).ok().filter(|size| *size >= LEAST)?;
    let mut stream = file.stream(u32_at(entry, 116)?)?;
    stream.truncate(size);
    Some(stream)
}

/// A file of sectors, each of which names the next of its stream.
struct CompoundFile<'b> {
    bytes: &'b [u8],
    size: usize,
    next: Vec<u32>,
}

impl<'b> CompoundFile<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        let size = 1_usize.checked_shl(shift).filter(|size| (512..=4096).contains(size))?;
        let mut file = Self { bytes, size, next: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|at| u32_at(bytes, 76 + 4 * at)).collect();
        let mut further = u32_at(bytes, 68)?;
        // A file has no more sectors than bytes, whatever it says.
        while further < NO_SECTOR && tables.len() * size < bytes.len() + 110 * size {
            let sector = file.sector(further)?;
            let last = size - 4;
            tables.extend((0..last / 4).filter_map(|at| u32_at(sector, 4 * at)));
            further = u32_at(sector, last)?;
        }
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR) {
            let sector = file.sector(table)?;
            file.next.extend((0..size / 4).filter_map(|at| u32_at(sector, 4 * at)));
        }
        Some(file)
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn stream(&self, first: u32) -> Option<Vec<u8>> {
        let (mut stream, mut at) = (Vec::new(), first);
        while at < NO_SECTOR {
            stream.extend_from_slice(self.sector(at)?);
            if stream.len() > self.bytes.len() {
                return None;
            }
            at = *self.next.get(usize::try_from(at).ok()?)?;
        }
        Some(stream)
    }
}

/// Records, each with its number and what it holds.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (number, length) = (u16_at(stream, at)?, u16_at(stream, at + 2)?);
        let data = stream.get(at + 4..at + 4 + usize::from(length))?;
        at += 4 + data.len();
        Some((number, data))
    })
}

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;

fn of_sheet(stream: &[u8], sheet: &str) -> Option<Shown> {
    /// Excel 97 and later.
    const VERSION: u16 = 0x0600;
    let (mut codes, mut styles, mut start) = (HashMap::new(), Vec::new(), None);
    for (number, data) in records(stream, 0) {
        match number {
            BEGIN if u16_at(data, 0)? != VERSION => return None,
            0x041E => {
                let code = string(data.get(4..)?, usize::from(u16_at(data, 2)?))?;
                codes.insert(usize::from(u16_at(data, 0)?), NumberFormat::read(&code));
            }
            0x00E0 => styles.push(usize::from(u16_at(data, 2)?)),
            0x0085 => {
                let name = string(data.get(7..)?, usize::from(*data.get(6)?))?;
                if name == sheet {
                    start = usize::try_from(u32_at(data, 0)?).ok();
                }
            }
            END => break,
            _ => {}
        }
    }
    let format = |number: &usize| {
        let format = codes.get(number).cloned().or_else(|| NumberFormat::built_in(*number));
        format.filter(|format| !format.is_plain()).map(Rc::new)
    };
    let formats: Vec<_> = styles.iter().map(format).collect();
    let (mut shown, mut depth) = (Shown::default(), 0_usize);
    for (number, data) in records(stream, start?) {
        match number {
            // A sheet may hold charts.
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth == 1 => add(&mut shown, (number, data), &formats)?,
            _ => {}
        }
    }
    Some(shown)
}

fn add(
    shown: &mut Shown,
    (number, data): (u16, &[u8]),
    formats: &[Option<Rc<NumberFormat>>],
) -> Option<()> {
    let at = |start: usize| u16_at(data, start).map(u32::from);
    let mut style = |row: u32, column: u32, style: u32| {
        let format = formats.get(style as usize).cloned().flatten();
        shown.cells.extend(format.map(|format| ((row, column), Show::Format(format))));
    };
    match number {
        0x0203 | 0x027E | 0x0006 => style(at(0)?, at(2)?, at(4)?),
        0x00BD => {
            for (column, start) in (at(2)?..).zip((4..data.len().saturating_sub(2)).step_by(6)) {
                style(at(0)?, column, at(start)?);
            }
        }
        0x0208 if at(12)? & 0x20 != 0 => shown.rows.push((at(0)?, at(0)?)),
        0x007D if at(8)? & 1 != 0 => shown.columns.push((at(0)?, at(2)?)),
        0x00E5 => {
            for start in (2..).step_by(8).take(at(0)? as usize) {
                let (top, bottom) = (at(start)?, at(start + 2)?);
                let (left, right) = (at(start + 4)?, at(start + 6)?);
                shown.merged.push(((top, left), (bottom, right)));
            }
        }
        _ => {}
    }
    Some(())
}

/// Returns a text of so many letters, which are of one byte or of two, as it says first.
fn string(data: &[u8], length: usize) -> Option<String> {
    let (flags, letters) = data.split_first()?;
    if flags & 1 == 0 {
        return Some(letters.get(..length)?.iter().copied().map(char::from).collect());
    }
    Some(wide(letters.get(..2 * length)?))
}

fn wide(bytes: &[u8]) -> String {
    let letters: Vec<_> =
        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&letters)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let part = bytes.get(at..at.checked_add(2)?)?;
    part.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(4)?)?;
    part.try_into().ok().map(u32::from_le_bytes)
}
