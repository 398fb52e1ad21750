//! The values of a column in a group of rows, page by page.

use std::cell::Cell;
use std::io::Read;

use super::Fault;
use super::encoding::{self, Input};
use super::footer::{Chunk, Codec, Kind, Leaf, Stored};
use super::thrift::Node;
use super::value::{self, Raw};

/// The most bytes of a page.
const PAGE: usize = 256 << 20;

/// The most values of a page.
const VALUES: usize = 10_000_000;

/// A column of a group of rows, which gives its values one after the other.
pub(super) struct Column<'a> {
    leaf: &'a Leaf,
    kind: Kind,
    codec: Codec,
    /// The pages that are not read yet.
    bytes: &'a [u8],
    /// How many values are not read yet.
    left: usize,
    dictionary: Texts,
    page: Page,
    group: &'a Reading<'a>,
    /// How many bytes it holds, of those that its group may.
    held: usize,
}

/// A group of rows while its columns are read.
pub(super) struct Reading<'a> {
    /// The bytes of the file.
    pub file: &'a [u8],
    /// How many rows there are.
    pub rows: usize,
    /// How many bytes all columns may still hold.
    pub room: Cell<usize>,
}

/// Texts, one after the other.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, kind: Kind, raw: Raw<'_>) -> Result<(), Fault> {
        value::write(kind, raw, &mut self.text)?;
        self.ends.push(self.text.len());
        if self.text.len() > PAGE { Err("a page is too large") } else { Ok(()) }
    }

    /// Returns how many bytes it takes.
    fn size(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<usize>()
    }

    fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

/// A page of values.
#[derive(Default)]
struct Page {
    /// Its values, if they are not in the dictionary.
    texts: Texts,
    /// The number of the text of each value that is not missing.
    numbers: Vec<u32>,
    /// For each row, whether it has a value; none if all have.
    known: Option<Vec<u32>>,
    is_by_dictionary: bool,
    rows: usize,
    next_row: usize,
    next_number: usize,
}

/// What the head of a page of values says.
struct Head {
    values: usize,
    encoding: i64,
}

impl<'a> Column<'a> {
    /// Creates the column of a group whose pages are in `chunk`; none if its values are not read.
    pub(super) fn new(leaf: &'a Leaf, chunk: &Chunk, group: &'a Reading<'a>) -> Option<Self> {
        let bytes = group.file.get(chunk.range.clone()).unwrap_or_default();
        let (dictionary, page) = (Texts::default(), Page::default());
        let (kind, codec, left, held) = (leaf.kind?, chunk.codec, group.rows, 0);
        Some(Self { leaf, kind, codec, bytes, left, dictionary, page, group, held })
    }

    /// Counts what is held towards what all columns may hold.
    fn count(&mut self) -> Result<(), Fault> {
        let page = &self.page;
        let known = page.known.as_ref().map_or(0, Vec::len);
        let numbers = (page.numbers.len() + known) * size_of::<u32>();
        let held = self.dictionary.size() + page.texts.size() + numbers;
        let room = &self.group.room;
        let left = (room.get() + self.held).checked_sub(held);
        room.set(left.ok_or("its pages hold far more than the file")?);
        self.held = held;
        Ok(())
    }

    /// Returns the next value as text; a missing value is empty.
    pub(super) fn next(&mut self) -> Result<&str, Fault> {
        while self.page.next_row == self.page.rows {
            self.read_page()?;
        }
        let page = &mut self.page;
        let row = page.next_row;
        page.next_row += 1;
        if page.known.as_ref().is_some_and(|known| known[row] == 0) {
            return Ok("");
        }
        let number = *page.numbers.get(page.next_number).ok_or("a page lacks values")?;
        page.next_number += 1;
        let texts = if page.is_by_dictionary { &self.dictionary } else { &page.texts };
        texts.get(number as usize).ok_or("a value is not in its dictionary")
    }

    fn read_page(&mut self) -> Result<(), Fault> {
        const DATA: i64 = 0;
        const DICTIONARY: i64 = 2;
        const DATA_2: i64 = 3;
        if self.left == 0 {
            return Err("a column has fewer values than rows");
        }
        let (head, length) = Node::read(self.bytes)?;
        let mut rest = Input(&self.bytes[length..]);
        let body = rest.take(head.size(3).ok_or("a page has no size")?)?;
        self.bytes = rest.0;
        let size = head.size(2).filter(|size| *size <= PAGE).ok_or("a page is too large")?;
        match head.integer(1) {
            Some(DICTIONARY) => {
                let about = head.field(7).ok_or("a dictionary is not described")?;
                let data = unpacked(self.codec, body, size)?;
                let count = counted(about.size(1))?;
                self.dictionary = self.plain(&mut Input(&data), count)?;
            }
            Some(DATA) => {
                let about = head.field(5).ok_or("a page is not described")?;
                let encoding = about.integer(2).unwrap_or_default();
                let head = Head { values: counted(about.size(1))?, encoding };
                let data = unpacked(self.codec, body, size)?;
                let mut data = Input(&data);
                let known = if self.leaf.is_optional { Some(data.sized()?) } else { None };
                self.page = self.page(&head, known, data)?;
            }
            Some(DATA_2) => {
                let about = head.field(8).ok_or("a page is not described")?;
                let encoding = about.integer(4).unwrap_or_default();
                let head = Head { values: counted(about.size(1))?, encoding };
                let mut body = Input(body);
                body.take(about.size(6).unwrap_or_default())?;
                let levels = body.take(about.size(5).unwrap_or_default())?;
                let known = self.leaf.is_optional.then_some(levels);
                let codec = if about.boolean(7) == Some(false) { Codec::Plain } else { self.codec };
                let data = unpacked(codec, body.0, size)?;
                self.page = self.page(&head, known, Input(&data))?;
            }
            // Others, such as indices, hold no values.
            _ => {}
        }
        self.count()
    }

    fn page(&mut self, head: &Head, known: Option<&[u8]>, data: Input<'_>) -> Result<Page, Fault> {
        self.left =
            self.left.checked_sub(head.values).ok_or("a column has more values than rows")?;
        let known = known.map(|known| encoding::hybrid(known, 1, head.values)).transpose()?;
        let count = known
            .as_ref()
            .map_or(head.values, |known| known.iter().filter(|&&is_known| is_known == 1).count());
        let page = Page { known, rows: head.values, ..Page::default() };
        let mut data = data;
        let (texts, numbers) = match head.encoding {
            2 | 8 if count == 0 => (None, Vec::new()),
            2 | 8 => {
                let [width] = data.array()?;
                (None, encoding::hybrid(data.0, u32::from(width), count)?)
            }
            encoding => {
                let texts = self.texts(encoding, &mut data, count)?;
                let length = u32::try_from(texts.ends.len()).unwrap_or(u32::MAX);
                (Some(texts), (0..length).collect())
            }
        };
        let is_by_dictionary = texts.is_none();
        Ok(Page { texts: texts.unwrap_or_default(), numbers, is_by_dictionary, ..page })
    }

    fn texts(&self, encoding: i64, data: &mut Input<'_>, count: usize) -> Result<Texts, Fault> {
        const UNKNOWN: Fault = "a page is encoded in a way that is not read";
        let mut texts = Texts::default();
        match (encoding, self.leaf.stored) {
            (0, _) => return self.plain(data, count),
            (3, Stored::Boolean) => {
                for value in encoding::hybrid(data.sized()?, 1, count)? {
                    texts.push(self.kind, Raw::Boolean(value == 1))?;
                }
            }
            (5, Stored::Int32) => {
                for value in encoding::deltas(data, count)? {
                    // Differences of 32-bit numbers wrap around.
                    let [a, b, c, d, ..] = value.to_le_bytes();
                    let value = i32::from_le_bytes([a, b, c, d]);
                    texts.push(self.kind, Raw::Integer(value.into()))?;
                }
            }
            (5, Stored::Int64) => {
                for value in encoding::deltas(data, count)? {
                    texts.push(self.kind, Raw::Integer(value))?;
                }
            }
            (6, Stored::Bytes) => {
                for bytes in encoding::delta_lengths(data, count)? {
                    texts.push(self.kind, Raw::Bytes(bytes))?;
                }
            }
            (7, Stored::Bytes | Stored::Fixed(_)) => {
                let shared = encoding::deltas(data, count)?;
                let mut before = Vec::new();
                for (shared, rest) in shared.into_iter().zip(encoding::delta_lengths(data, count)?)
                {
                    let shared = usize::try_from(shared).unwrap_or(usize::MAX);
                    if shared > before.len() || before.len() > PAGE / 16 {
                        return Err("a page has texts that share more than there is");
                    }
                    before.truncate(shared);
                    before.extend(rest);
                    texts.push(self.kind, Raw::Bytes(&before))?;
                }
            }
            (9, stored) => {
                let width = width(stored).ok_or(UNKNOWN)?;
                let bytes = data.take(width.saturating_mul(count))?;
                for number in 0..count {
                    let value: Vec<u8> =
                        (0..width).map(|byte| bytes[byte * count + number]).collect();
                    texts.push(self.kind, raw(stored, &mut Input(&value))?)?;
                }
            }
            _ => return Err(UNKNOWN),
        }
        Ok(texts)
    }

    fn plain(&self, data: &mut Input<'_>, count: usize) -> Result<Texts, Fault> {
        let mut texts = Texts::default();
        if self.leaf.stored == Stored::Boolean {
            let bytes = data.take(count.div_ceil(8))?;
            for number in 0..count {
                let is_set = bytes[number / 8] >> (number % 8) & 1 == 1;
                texts.push(self.kind, Raw::Boolean(is_set))?;
            }
            return Ok(texts);
        }
        for _ in 0..count {
            texts.push(self.kind, raw(self.leaf.stored, data)?)?;
        }
        Ok(texts)
    }
}

/// Returns how many values a page has.
fn counted(size: Option<usize>) -> Result<usize, Fault> {
    size.filter(|count| *count <= VALUES).ok_or("a page has too many values")
}

/// Returns how many bytes a value takes, if all take as many.
fn width(stored: Stored) -> Option<usize> {
    match stored {
        Stored::Int32 | Stored::Float => Some(4),
        Stored::Int64 | Stored::Double => Some(8),
        Stored::Fixed(length) => Some(length),
        Stored::Boolean | Stored::Int96 | Stored::Bytes => None,
    }
}

fn raw<'d>(stored: Stored, data: &mut Input<'d>) -> Result<Raw<'d>, Fault> {
    Ok(match stored {
        // Booleans are bits, and are read elsewhere.
        Stored::Boolean => Raw::Boolean(data.array::<1>()?[0] != 0),
        Stored::Int32 => Raw::Integer(i32::from_le_bytes(data.array()?).into()),
        Stored::Int64 => Raw::Integer(i64::from_le_bytes(data.array()?)),
        Stored::Int96 => {
            let nanoseconds = i64::from_le_bytes(data.array()?);
            Raw::Moment { day: u32::from_le_bytes(data.array()?), nanoseconds }
        }
        Stored::Float => Raw::Float(f32::from_le_bytes(data.array()?)),
        Stored::Double => Raw::Double(f64::from_le_bytes(data.array()?)),
        Stored::Bytes => Raw::Bytes(data.sized()?),
        Stored::Fixed(length) => Raw::Bytes(data.take(length)?),
    })
}

/// Returns the bytes of a page, of which there are `size`.
fn unpacked(codec: Codec, bytes: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    const WRONG: Fault = "a page cannot be decompressed";
    let mut found = Vec::new();
    let most = u64::try_from(size).unwrap_or(u64::MAX);
    match codec {
        Codec::Plain => found.extend(bytes),
        Codec::Snappy => {
            // Snappy makes at most 64 bytes of three.
            let length = snap::raw::decompress_len(bytes).map_err(|_| WRONG)?;
            if length > size || length > bytes.len().saturating_mul(32) + 64 {
                return Err(WRONG);
            }
            found = snap::raw::Decoder::new().decompress_vec(bytes).map_err(|_| WRONG)?;
        }
        Codec::Gzip => {
            let mut decoder = flate2::read::MultiGzDecoder::new(bytes).take(most);
            decoder.read_to_end(&mut found).map_err(|_| WRONG)?;
        }
        Codec::Zstd => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(bytes).map_err(|_| WRONG)?;
            decoder.take(most).read_to_end(&mut found).map_err(|_| WRONG)?;
        }
    }
    Ok(found)
}
