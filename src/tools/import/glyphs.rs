//! Characters that no available font has, and that no PDF can therefore contain.

use super::todo;

/// Signs that have a plain form in more fonts.
const PLAIN: &[(char, char)] = &[
    ('✅', '✓'),
    ('❌', '✗'),
    ('✔', '✓'),
    ('❎', '✗'),
    ('➡', '→'),
    ('⬅', '←'),
    ('⬆', '↑'),
    ('⬇', '↓'),
];

/// Returns the text without the characters that `message` says cannot be displayed, and others of
/// their kind; what they were stands in marks at its end. None if the message says something else.
pub(super) fn replaced(text: &str, message: &str) -> Option<String> {
    if !message.contains("could not be displayed") {
        return None;
    }
    let lacking = message.split('"').nth(1)?;
    let first = lacking.chars().next()?;
    let is_lacking = |c: char| lacking.contains(c) || (kind(c).is_some() && kind(c) == kind(first));
    let mut out = String::with_capacity(text.len());
    let mut runs: Vec<String> = Vec::new();
    let mut run = String::new();
    let end = |run: &mut String, out: &mut String, runs: &mut Vec<String>| {
        if run.is_empty() {
            return;
        }
        out.push_str(if kind(first) == Some(Kind::Emoji) { "" } else { "[…]" });
        if !runs.contains(run) {
            runs.push(run.clone());
        }
        run.clear();
    };
    // What the marks of an earlier round say is not part of the text.
    let (body, marks) =
        text.find("\n<!-- TODO import: characters").map_or((text, ""), |at| text.split_at(at));
    for character in body.chars() {
        let plain = PLAIN.iter().find(|(sign, _)| *sign == character).map(|(_, plain)| *plain);
        match plain.filter(|_| is_lacking(character)) {
            Some(plain) => {
                end(&mut run, &mut out, &mut runs);
                out.push(plain);
            }
            None if is_lacking(character) || (character == '\u{FE0F}' && !run.is_empty()) => {
                run.push(character);
            }
            None => {
                end(&mut run, &mut out, &mut runs);
                out.push(character);
            }
        }
    }
    end(&mut run, &mut out, &mut runs);
    out.push_str(marks);
    for run in runs {
        out.push_str(
            &["\n", &todo::mark(&format!("characters that no available font has: {run}")), "\n"]
                .concat(),
        );
    }
    (out != text).then_some(out)
}

/// Characters that fonts have either all or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Emoji,
}

fn kind(character: char) -> Option<Kind> {
    match u32::from(character) {
        0x2E80..=0x9FFF
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF
        | 0x2_0000..=0x3_FFFF => Some(Kind::Han),
        0x2600..=0x26FF
        | 0x2705
        | 0x270A..=0x270D
        | 0x2728
        | 0x274C
        | 0x274E
        | 0x2753..=0x2757
        | 0x2764
        | 0x2795..=0x2797
        | 0x2B1B..=0x2B1C
        | 0x2B50
        | 0x2B55
        | 0x1_F000..=0x1_FAFF => Some(Kind::Emoji),
        _ => None,
    }
}
