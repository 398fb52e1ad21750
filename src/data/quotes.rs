//! Quotes in CSV that the CSV reader silently accepts, but that no spreadsheet writes.

use super::rows::Source;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{FileId, Span};

/// The state of reading a CSV file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    Closed,
}

/// Reports the first field of a CSV file that continues after its closing quote, or never closes
/// it; `text` begins at the byte `start` of the file.
///
/// # Errors
/// As said.
pub(super) fn check(
    file: FileId,
    text: &str,
    start: usize,
    source: &Source,
) -> Result<(), Diagnostic> {
    // Most files have none, and are long.
    if !text.as_bytes().contains(&source.quote) {
        return Ok(());
    }
    let (delimiter, quote) = (char::from(source.delimiter), char::from(source.quote));
    let mut state = State::Start;
    let mut opened = 0;
    for (at, character) in text.char_indices() {
        state = match (state, character) {
            (State::Quoted, c) if c == quote => State::Closed,
            (State::Quoted, _) => State::Quoted,
            (State::Closed, c) if c == quote => State::Quoted,
            (_, '\n' | '\r') => State::Start,
            (_, c) if c == delimiter => State::Start,
            (State::Start, c) if c == quote => {
                opened = at;
                State::Quoted
            }
            (State::Start | State::Plain, _) => State::Plain,
            (State::Closed, _) => {
                let message = "text follows the closing quote of this field";
                let span = Span::new(file, start + opened, start + at + character.len_utf8());
                return Err(bad(span, message));
            }
        };
    }
    if state == State::Quoted {
        let span = Span::new(file, start + opened, start + opened + 1);
        return Err(bad(span, "this quote is not closed"));
    }
    Ok(())
}

fn bad(span: Span, message: &str) -> Diagnostic {
    Diagnostic::error(Code::BadCell, span, message).with_hint(
        "put the whole field in double quotes, and double those inside it: `\"a \"\"b\"\" c\"`",
    )
}
