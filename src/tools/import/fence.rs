//! Fenced listings.

use super::columns::{dedent, indent};

/// The line that opens a listing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fence<'a> {
    /// How far it is indented.
    pub indent: usize,
    /// The characters that open it.
    pub run: &'a str,
    /// What follows them.
    pub info: &'a str,
}

impl<'a> Fence<'a> {
    /// Reads a line that opens a listing.
    pub(super) fn open(line: &'a str) -> Option<Self> {
        let trimmed = line.trim_start();
        let mark = trimmed.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let length = trimmed.chars().take_while(|&c| c == mark).count();
        let (run, info) = trimmed.split_at(length);
        let is_open = length >= 3 && (mark == '~' || !info.contains('`'));
        is_open.then(|| Self { indent: indent(line), run, info: info.trim() })
    }

    /// Returns how many lines the listing has, including those that open and close it.
    pub(super) fn length(&self, lines: &[&str]) -> usize {
        let closes = |line: &&str| {
            let line = line.trim();
            line.starts_with(self.run) && line.trim_start_matches(&self.run[..1]).is_empty()
        };
        lines.iter().skip(1).position(closes).map_or(lines.len(), |end| end + 2)
    }

    /// Returns the lines inside, without their common indentation.
    pub(super) fn body(&self, lines: &[&str]) -> Vec<String> {
        let last = lines.last().map_or("", |line| line.trim());
        let closed = lines.len() > 1 && last.starts_with(self.run);
        let inner = &lines[1..lines.len() - usize::from(closed)];
        inner.iter().map(|line| dedent(line, self.indent)).collect()
    }

    /// Returns the language of the listing.
    pub(super) fn language(&self) -> String {
        let first = self.info.trim_start_matches(['{', '.']);
        let word = first.split([' ', ',', '{', '}', ':', '=']).next().unwrap_or_default();
        let word = word.trim_start_matches('.');
        // Blocks with these names contain Quipu's own YAML.
        if ["table", "chart", "register", "entry"].contains(&word) {
            "text".to_owned()
        } else {
            word.to_owned()
        }
    }
}

/// Writes a listing, with a fence longer than any inside.
pub(super) fn listing(language: &str, code: &[&str]) -> Vec<String> {
    let run = |line: &&str| line.trim_start().bytes().take_while(|&byte| byte == b'`').count();
    let most = code.iter().map(run).max().unwrap_or(0).max(2);
    let mark = "`".repeat(most + 1);
    let mut lines = vec![format!("{mark}{language}")];
    lines.extend(code.iter().map(|line| (*line).to_owned()));
    lines.push(mark);
    lines
}
