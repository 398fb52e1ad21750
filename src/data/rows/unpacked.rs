//! Whether the files in a workbook are what was written, and how long they are.

use std::io::{self, Cursor, Read, Write};

use zip::ZipArchive;

use crate::base::limits::BOOK_BYTES;

/// Returns how many bytes the files of an archive have, unpacked, counted no further than they matter: what an archive says
/// of itself need not be true. None of a file that is no archive.
///
/// # Errors
/// Returns the name of the first file whose checksum is not that of its contents, or whose XML is cut off. What reads
/// sheets stops at their last cell, and would not see it.
pub(super) fn length(bytes: &[u8]) -> Result<usize, String> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(0) };
    let mut count = 0;
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index(index) else { continue };
        let name = file.name().to_owned();
        let left = (BOOK_BYTES.most + 1).saturating_sub(count);
        let mut ends = UnpackedPart::default();
        io::copy(&mut file.take(left as u64), &mut ends).map_err(|_| name.clone())?;
        let is_xml = name.to_ascii_lowercase().ends_with(".xml");
        if is_xml && ends.length < left && ends.is_cut_off() {
            return Err(name);
        }
        count = count.saturating_add(ends.length);
    }
    Ok(count)
}

/// How long what is written is, what it begins with, and what it ends with.
#[derive(Default)]
struct UnpackedPart {
    length: usize,
    first: Vec<u8>,
    last: Vec<u8>,
}

impl UnpackedPart {
    /// The most bytes that are kept of either: room for a declaration and for the name of an element.
    const KEPT: usize = 1024;

    /// Whether it begins with an element of XML that it does not end with.
    fn is_cut_off(&self) -> bool {
        let Some(root) = root(&self.first) else { return false };
        let end = self.last.trim_ascii_end();
        let Some(start) = end.iter().rposition(|byte| *byte == b'<') else { return true };
        let tag = &end[start..];
        // A comment or an instruction may follow the end.
        let is_beside = tag.starts_with(b"<!") || tag.starts_with(b"<?");
        let name = tag.strip_prefix(b"</").unwrap_or(&tag[1..]);
        !tag.ends_with(b">") || !is_beside && !name.starts_with(root)
    }
}

/// Returns the name of the first element; none of what is no XML in ASCII.
fn root(text: &[u8]) -> Option<&[u8]> {
    let opens = |pair: &[u8]| pair[0] == b'<' && pair[1].is_ascii_alphabetic();
    let name = &text[text.windows(2).position(opens)? + 1..];
    let end = name.iter().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte))?;
    Some(&name[..end])
}

impl Write for UnpackedPart {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len();
        let room = Self::KEPT.saturating_sub(self.first.len());
        self.first.extend_from_slice(&bytes[..room.min(bytes.len())]);
        self.last.extend_from_slice(&bytes[bytes.len().saturating_sub(Self::KEPT)..]);
        let surplus = self.last.len().saturating_sub(Self::KEPT);
        self.last.drain(..surplus);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
