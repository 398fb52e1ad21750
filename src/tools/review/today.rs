//! Where today's files have what was sent.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::files::Files;
use crate::render::word::{Line, Sent, Visible};

/// The files that a document is from, as they are today.
pub(super) struct Today<'a> {
    sent: &'a Sent,
    /// What its readers see of each.
    files: BTreeMap<&'a str, Visible>,
}

impl<'a> Today<'a> {
    /// Reads the files of a document.
    pub(super) fn new(sent: &'a Sent, files: &Files) -> Self {
        let mut visible = BTreeMap::new();
        for path in sent.lines.iter().map(|line| line.file.as_str()) {
            if let Some(file) = files.find(path).filter(|_| !visible.contains_key(path)) {
                visible.insert(path, Visible::of(&files.get(file).text));
            }
        }
        Self { sent, files: visible }
    }

    /// Returns what readers see of the file of a line.
    pub(super) fn text(&self, line: &Line) -> &str {
        self.files.get(line.file.as_str()).map_or("", |visible| &visible.text)
    }

    /// Returns where what readers see of the file has the text of a line, if that is certain.
    ///
    /// # Errors
    /// Returns why it is not.
    pub(super) fn start(&self, line: &Line) -> Result<usize, String> {
        let gone = || format!("`{}` is no longer there", line.file);
        let text = &self.files.get(line.file.as_str()).ok_or_else(gone)?.text;
        let changed = || "the author changed this since it was sent".to_owned();
        let all: Vec<usize> = text.match_indices(&line.text).map(|(at, _)| at).collect();
        // The text before it on its line distinguishes it from the same words within others.
        let is_led = |at: &&usize| text[..**at].rsplit('\n').next() == Some(line.lead.as_str());
        let led: Vec<usize> = all.iter().filter(is_led).copied().collect();
        let is_same = |other: &&Line| {
            other.file == line.file && other.text == line.text && other.lead == line.lead
        };
        let same: BTreeSet<usize> =
            self.sent.lines.iter().filter(is_same).map(|other| other.start).collect();
        let number = same.iter().position(|start| *start == line.start).unwrap_or_default();
        let ends_line = |at: &&usize| {
            let rest = text[**at + line.text.len()..].trim_start_matches([' ', '\r']);
            rest.is_empty() || rest.starts_with('\n')
        };
        let whole: Vec<usize> = led.iter().filter(ends_line).copied().collect();
        let as_many = [&led, &whole].into_iter().find(|found| found.len() == same.len());
        match (as_many.and_then(|found| found.get(number)), &all[..]) {
            (Some(at), _) | (None, [at]) => Ok(*at),
            _ => Err(changed()),
        }
    }

    /// Returns where a line begins in its file; none if that is not certain.
    pub(super) fn place(&self, line: &Line) -> Option<usize> {
        let start = self.start(line).ok()?;
        self.written(line, start..start).ok().map(|range| range.start)
    }

    /// Returns the range of the file for one of what readers see of it.
    ///
    /// # Errors
    /// Returns why it must be changed by hand: something stands in it that its readers do not see.
    pub(super) fn written(&self, line: &Line, range: Range<usize>) -> Result<Range<usize>, String> {
        let file = self.files.get(line.file.as_str());
        file.and_then(|visible| visible.written(range)).ok_or_else(|| {
            "a remark, or words for other readers, stand in it: write it by hand".to_owned()
        })
    }
}
