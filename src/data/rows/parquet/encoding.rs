//! How the values of a page are encoded.

use super::Fault;
use super::thrift::zigzag;

const CUT_OFF: Fault = "a page is cut off";

/// Bytes that are read from the front.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    /// Takes so many bytes.
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Takes the bytes of a number.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// Takes bytes that have their length before them.
    pub(super) fn sized(&mut self) -> Result<&'a [u8], Fault> {
        let length = u32::from_le_bytes(self.array()?);
        self.take(usize::try_from(length).unwrap_or(usize::MAX))
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("a page has a number that does not end")
    }

    fn size(&mut self) -> Result<usize, Fault> {
        Ok(usize::try_from(self.varint()?).unwrap_or(usize::MAX))
    }
}

/// Reads `count` numbers of `width` bits each that stand as runs of one number or side by side.
pub(super) fn hybrid(bytes: &[u8], width: u32, count: usize) -> Result<Vec<u32>, Fault> {
    if width > 32 {
        return Err("a page has numbers of more than 32 bits");
    }
    let mut input = Input(bytes);
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        let head = input.varint()?;
        let left = count - found.len();
        let length = usize::try_from(head >> 1).unwrap_or(usize::MAX);
        if head & 1 == 0 {
            let mut value = [0; 4];
            let bytes = input.take(width.div_ceil(8) as usize)?;
            value[..bytes.len()].copy_from_slice(bytes);
            found.extend(std::iter::repeat_n(u32::from_le_bytes(value), length.min(left)));
            // A run of nothing, again and again, would take long.
            if length == 0 {
                return Err("a page has a run of no values");
            }
            continue;
        }
        // Eight numbers stand in as many bytes as one has bits.
        let size = length.saturating_mul(width as usize).min(input.0.len());
        let packed = input.take(size)?;
        let before = found.len();
        unpack(packed, width, length.saturating_mul(8).min(left), |value| {
            // No more than 32 bits are read.
            found.push(u32::try_from(value).unwrap_or(u32::MAX));
        })?;
        if found.len() == before {
            return Err(CUT_OFF);
        }
    }
    Ok(found)
}

/// Reads `count` numbers of `width` bits each, the lowest bits first.
fn unpack(bytes: &[u8], width: u32, count: usize, mut push: impl FnMut(u64)) -> Result<(), Fault> {
    let mask = if width == 64 { u64::MAX } else { (1 << width) - 1 };
    let (mut bits, mut held): (u128, u32) = (0, 0);
    let mut bytes = bytes.iter();
    for _ in 0..count {
        while held < width {
            bits |= u128::from(*bytes.next().ok_or(CUT_OFF)?) << held;
            held += 8;
        }
        // The mask has no more bits than that.
        push(u64::try_from(bits & u128::from(mask)).unwrap_or(u64::MAX));
        bits >>= width;
        held -= width;
    }
    Ok(())
}

/// Reads up to `count` integers that stand as differences from one to the next.
pub(super) fn deltas(input: &mut Input<'_>, count: usize) -> Result<Vec<i64>, Fault> {
    let (block, parts) = (input.size()?, input.size()?);
    let total = input.size()?;
    let mut value = zigzag(input.varint()?);
    let per_part = block.checked_div(parts).filter(|size| *size > 0 && *size % 8 == 0);
    let per_part = per_part.ok_or("a page has blocks of no known size")?;
    if total > count || block > 1 << 20 {
        return Err("a page has more values than it says");
    }
    let mut found = Vec::with_capacity(total);
    if total > 0 {
        found.push(value);
    }
    while found.len() < total {
        let least = zigzag(input.varint()?);
        let widths = input.take(parts)?;
        for &width in widths {
            if found.len() == total {
                break;
            }
            if width > 64 {
                return Err("a page has numbers of more than 64 bits");
            }
            let size = (per_part / 8).saturating_mul(usize::from(width));
            // The last part need not be filled up.
            let packed = input.take(size.min(input.0.len()))?;
            let left = total - found.len();
            unpack(packed, u32::from(width), per_part.min(left), |delta| {
                value = value.wrapping_add(least).wrapping_add(delta.cast_signed());
                found.push(value);
            })?;
        }
    }
    Ok(found)
}

/// Reads `count` texts whose lengths stand before all of them, and hands over each.
pub(super) fn delta_lengths<'a>(
    input: &mut Input<'a>,
    count: usize,
) -> Result<Vec<&'a [u8]>, Fault> {
    let lengths = deltas(input, count)?;
    let take = |length| input.take(usize::try_from(length).unwrap_or(usize::MAX));
    lengths.into_iter().map(take).collect()
}
