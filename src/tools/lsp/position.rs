//! Places as editors count them: lines from 0, and columns in units of UTF-16.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types as lsp;
use url::Url;

/// Returns the path of a file that an editor names; none if it is not a file.
pub(super) fn path(uri: &lsp::Uri) -> Option<PathBuf> {
    let path = Url::parse(uri.as_str()).ok()?.to_file_path().ok()?;
    // Symbolic links above the publication would give a file two names.
    Some(std::fs::canonicalize(&path).unwrap_or(path))
}

/// Returns how an editor names the file at `path`.
pub(super) fn uri(path: &Path) -> Option<lsp::Uri> {
    lsp::Uri::from_str(Url::from_file_path(path).ok()?.as_str()).ok()
}

/// Returns the byte of `text` at a position; positions beyond a line or the text are moved to its
/// end.
pub(super) fn offset(text: &str, position: lsp::Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let mut units = 0;
    for (at, character) in line.char_indices() {
        if units >= position.character {
            return start + at;
        }
        units += u32::try_from(character.len_utf16()).unwrap_or(2);
    }
    start + line.len()
}

/// Returns the position of a byte of `text`.
pub(super) fn position(text: &str, offset: usize) -> lsp::Position {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
    lsp::Position::new(number(line), number(column))
}

/// Returns the positions of a stretch of `text`.
pub(super) fn range(text: &str, bytes: std::ops::Range<usize>) -> lsp::Range {
    lsp::Range::new(position(text, bytes.start), position(text, bytes.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_units_of_utf_16() {
        let text = "a\nÜ𝄞x\n";
        let after = text.len() - "x\n".len();
        let after_clef = lsp::Position::new(1, 3);
        assert_eq!(offset(text, after_clef), after);
        assert_eq!(position(text, after), after_clef);
        assert_eq!(offset(text, lsp::Position::new(9, 9)), text.len());
    }
}
