//! Listings: which parts of code are words of its language, texts, numbers, names, comments.
//!
//! The grammars are those that come with Typst. The parts are in the tree, so that pages and PDFs
//! colour the same letters, by the tokens of the theme.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference};
use typst::text::RAW_SYNTAXES;

use crate::tree::{CodePart, CodeRun};

/// How long a line may be for its grammar to be tried: of what machines wrote in one line, nobody
/// reads the colours.
const LONGEST_LINE: usize = 500;

/// How many lines are coloured.
const MOST_LINES: usize = 2_000;

/// What scopes of grammars mean to readers, the narrower before the wider.
static PARTS: LazyLock<Vec<(Scope, CodePart)>> = LazyLock::new(|| {
    let parts = [
        ("comment", CodePart::Comment),
        ("string", CodePart::Text),
        ("constant.character", CodePart::Text),
        ("constant.numeric", CodePart::Number),
        ("constant", CodePart::Number),
        ("keyword.operator", CodePart::Plain),
        ("keyword", CodePart::Keyword),
        ("storage", CodePart::Keyword),
        ("variable.function", CodePart::Name),
        ("entity.name", CodePart::Name),
        ("entity.other", CodePart::Name),
        ("support", CodePart::Name),
        ("markup.heading", CodePart::Keyword),
        ("markup.inserted", CodePart::Text),
        ("markup.deleted", CodePart::Number),
    ];
    let scope = |(name, part)| Scope::new(name).ok().map(|scope| (scope, part));
    parts.into_iter().filter_map(scope).collect()
});

/// Returns the lines of a listing in parts; none if no grammar knows its language.
pub(super) fn highlighted(language: &str, text: &str) -> Vec<Vec<CodeRun>> {
    let grammar = RAW_SYNTAXES.find_syntax_by_token(language);
    let lines = || text.lines();
    let Some(grammar) = grammar.filter(|_| lines().count() <= MOST_LINES) else {
        return Vec::new();
    };
    if lines().any(|line| line.len() > LONGEST_LINE) {
        return Vec::new();
    }
    let lines = parts(grammar, text).unwrap_or_default();
    let is_plain = |line: &Vec<CodeRun>| line.iter().all(|run| run.part == CodePart::Plain);
    if lines.iter().all(is_plain) { Vec::new() } else { lines }
}

fn parts(grammar: &SyntaxReference, text: &str) -> Option<Vec<Vec<CodeRun>>> {
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut runs: Vec<CodeRun> = Vec::new();
        let mut add = |text: &str, part: CodePart| {
            // Space has no colour: it takes that of its neighbour.
            match runs.last_mut() {
                Some(last) if last.part == part || text.trim().is_empty() => {
                    last.text.push_str(text);
                }
                _ if text.is_empty() => {}
                _ => runs.push(CodeRun { part, text: text.into() }),
            }
        };
        let mut at = 0;
        for (place, change) in state.parse_line(line, &RAW_SYNTAXES).ok()? {
            add(line.get(at..place)?, part(&stack));
            stack.apply(&change).ok()?;
            at = place;
        }
        add(line.get(at..)?, part(&stack));
        lines.push(runs);
    }
    Some(lines)
}

/// Returns what the innermost scope that means anything says.
fn part(stack: &ScopeStack) -> CodePart {
    let known = |scope: &Scope| {
        PARTS.iter().find(|(outer, _)| outer.is_prefix_of(*scope)).map(|(_, part)| *part)
    };
    stack.as_slice().iter().rev().find_map(known).unwrap_or(CodePart::Plain)
}
