//! What a written file says, passage by passage, whatever its format.

/// What a passage is to those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A heading, of any level.
    Heading,
    /// A note.
    Note,
    /// The caption of a figure or table.
    Caption,
    /// A cell of a table.
    Cell,
    /// Any other text.
    Text,
}

/// A run of text that readers take in at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// What it is.
    pub(super) kind: Kind,
    /// The text.
    pub(super) text: String,
}

/// Passages in the making: where a block begins or ends, so does a passage.
#[derive(Debug, Default)]
pub(super) struct Passages {
    finished: Vec<Passage>,
    text: String,
}

impl Passages {
    /// Adds to the open passage.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends the open passage, which is of a kind.
    pub(super) fn end(&mut self, kind: Kind) {
        let text = std::mem::take(&mut self.text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.finished.push(Passage { kind, text });
        }
    }

    /// Adds passages that stand inside the open one and are not part of it, such as a note.
    pub(super) fn beside(&mut self, kind: Kind, fill: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.text);
        fill(self);
        self.end(kind);
        self.text = outer;
    }

    /// Adds a passage of a kind with all blocks in it, and behind it the notes that they call.
    pub(super) fn whole(&mut self, kind: Kind, fill: impl FnOnce(&mut Self)) {
        let mut inside = Self::default();
        fill(&mut inside);
        inside.end(kind);
        let is_note = |passage: &Passage| passage.kind == Kind::Note;
        let (notes, lines): (Vec<_>, Vec<_>) = inside.finished.into_iter().partition(is_note);
        for line in lines {
            self.push(&line.text);
            self.push(" ");
        }
        self.end(kind);
        self.finished.extend(notes);
    }

    /// Returns all passages in reading order.
    pub(super) fn finish(mut self) -> Vec<Passage> {
        self.end(Kind::Text);
        self.finished
    }
}

/// Returns a text as it is compared: without spaces, in lower case, since designs set capitals, and with one form of
/// each sign that formats write differently.
pub(super) fn compared(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Soft hyphens, marks of direction, and joiners.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            '\u{2010}' | '\u{2011}' => out.push('-'),
            space if space.is_whitespace() => {}
            other => out.extend(other.to_lowercase()),
        }
    }
    out
}
