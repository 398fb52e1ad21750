//! Places in the files of a publication.

use serde::{Deserialize, Serialize};

/// The number of a file within its [`Files`](crate::base::files::Files).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub(crate) u32);

/// A stretch of a file, in bytes from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Creates the span of the bytes `start..end` of `file`.
    ///
    /// Offsets beyond 4 GiB saturate; the loader refuses such files.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: offset(start), end: offset(end.max(start)) }
    }

    /// Returns the span of the first byte of `file`, for problems of the whole file.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Returns the part of this span that covers `start..end`, counted from its first byte.
    #[must_use]
    pub fn slice(self, start: usize, end: usize) -> Self {
        let base = self.start as usize;
        Self::new(self.file, base + start, base + end)
    }

    /// Returns the bytes that it covers as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text whose parts have places of their own in a file.
///
/// The places of two parts are never the same. They are exact where the text is in the file as it is, with or
/// without quotation marks; with escapes, or folded over several lines, they are near.
#[derive(Debug, Clone, Copy)]
pub struct TextPlace(Span);

impl TextPlace {
    /// Creates the place of `text`, which was read from `span`.
    pub fn new(text: &str, span: Span) -> Self {
        let length = span.range().len();
        Self(if length == text.len() + 2 { span.slice(1, length - 1) } else { span })
    }

    /// Returns the place of the bytes `start..end` of the text.
    pub fn slice(self, start: usize, end: usize) -> Span {
        self.0.slice(start, end)
    }
}

/// A value and the place where the author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
