//! Room for YAML whose lists and mappings stand deep in each other.
//!
//! Reading goes as deep as they do, and takes some dozens of kilobytes for each level. The threads that files
//! are read on have stacks for less than the levels that are allowed, so that what may be deep is read on a
//! thread of its own.

use std::panic::resume_unwind;
use std::thread;

/// The brackets that may stand open for a text to be read where it is.
const OPEN: usize = 6;
/// The column in which a line may begin for a text to be read where it is: each column is two levels at most,
/// since a list may stand in the column of its key.
const COLUMN: usize = 10;
/// The bytes of the stack for all levels that are allowed, several times over.
const STACK: usize = 32 << 20;

/// Reads `text` where there is room for its levels.
pub(super) fn with_room<T: Send>(text: &str, read: impl Fn() -> T + Sync) -> T {
    if !may_be_deep(text) {
        return read();
    }
    thread::scope(|scope| {
        match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &read) {
            Ok(reader) => reader.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // A system that has no thread left may still have enough room here.
            Err(_) => read(),
        }
    })
}

/// Whether the text may have many levels, by its brackets and indentation alone. What is repeated by its name
/// may stand in what is repeated.
fn may_be_deep(text: &str) -> bool {
    let column = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '-', '?']).len();
    let repeats = text.contains('&') && text.contains('*');
    repeats || has_open_brackets(text) || text.lines().any(|line| column(line) > COLUMN)
}

fn has_open_brackets(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > OPEN
    })
}
