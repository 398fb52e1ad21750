//! Markdown syntax of other programs that Quipu does not read: readers would see it as typed, so it
//! is reported, with Quipu's equivalent.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

mod beside;
mod code;
mod constructs;
pub(super) mod delimited;
mod lines;
mod listed;
mod named;
mod template;

use self::constructs::{Construct, INLINES};
use self::lines::{BEGINNINGS, LINES, ORG_TERM};
pub(super) use self::named::{hint as shortcode_hint, html_hint};
pub(super) use self::template::refusal as template_refusal;
use super::mask::{containers, is_escaped};
use super::parse::Parser;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

static AT_LINES: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(LINES));
static AT_PARAGRAPHS: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(BEGINNINGS));
static IN_SENTENCES: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(INLINES));

/// Constructs, and what finds them.
struct Patterns {
    constructs: &'static [Construct],
    each: Vec<Regex>,
    /// Tells in one pass which constructs a text contains; most texts contain none.
    set: RegexSet,
}

impl Patterns {
    fn new(constructs: &'static [Construct]) -> Self {
        let patterns = constructs.iter().map(|construct| construct.pattern);
        let set = RegexSet::new(patterns.clone()).expect("the patterns are ours");
        Self { constructs, each: patterns.map(pattern).collect(), set }
    }

    /// Returns the first construct that `line` begins with, and how long it is.
    fn first(&self, line: &str) -> Option<(&'static Construct, usize)> {
        let index = self.set.matches(line).into_iter().next()?;
        Some((&self.constructs[index], self.each[index].find(line)?.end()))
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is one of ours")
}

/// Syntax of another program in a run of text: where it is, what it is, and what to write.
pub(super) struct Found {
    pub range: Range<usize>,
    pub name: &'static str,
    pub hint: &'static str,
}

/// Returns the constructs in `text`, the text of a sentence.
pub(super) fn find(text: &str) -> Vec<Found> {
    // All of them contain one of these signs.
    let has_sign =
        text.contains([
            '{', '=', ':', '\\', '+', '*', '_', '`', '%', '^', '#', '@', '(', '[', '!', '<', '|',
        ]) || ["//", "''", "’’", "‘‘", "’‘", "‘’", ",,"].iter().any(|sign| text.contains(sign));
    if !has_sign {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    // Where each ends, by where it begins: none overlaps another.
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for index in IN_SENTENCES.set.matches(text) {
        let construct = &INLINES[index];
        for captures in IN_SENTENCES.each[index].captures_iter(text) {
            let inner = captures.iter().skip(1).flatten().next();
            let Some(range) = inner.or(captures.get(0)).map(|group| group.range()) else {
                continue;
            };
            let before = ends.range(..range.end).next_back();
            if before.is_none_or(|(_, end)| *end <= range.start) {
                ends.insert(range.start, range.end);
                let hint = named::hint(&text[range.clone()]).unwrap_or(construct.hint);
                found.push(Found { range, name: construct.name, hint });
            }
        }
    }
    found
}

/// Describes a construct at `span`.
pub(super) fn refusal(span: Span, name: &str, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::ForeignSyntax, span, format!("this is {name}")).with_hint(hint)
}

/// Returns a line without what contains it.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

impl Parser<'_, '_> {
    /// Reports the construct of another program that the line at `start` begins with; returns
    /// whether there is one. `begins_paragraph` says whether it is the first line of its paragraph.
    pub(super) fn refuse_foreign_line(&mut self, start: usize, begins_paragraph: bool) -> bool {
        let line = self.text[start..].lines().next().unwrap_or_default();
        let at_paragraph = begins_paragraph.then(|| AT_PARAGRAPHS.first(line)).flatten();
        let found = AT_LINES.first(line).or(at_paragraph);
        let found = found.filter(|_| match line.as_bytes()[0] {
            b'|' => line.starts_with("|||") || self.is_row(start),
            b'%' => !self.is_unit(start),
            // Alone, they are a cry.
            b'!' if line.trim_end() == "!!!" => self.goes_on(start),
            b'~' => self.defines(start),
            // What it titles, or goes on with, is on the next line.
            b'.' if line[1..].starts_with(char::is_uppercase) => self.goes_on(start),
            _ if line.trim_end().ends_with(" +") => self.goes_on(start),
            _ if found.is_some_and(|(construct, _)| construct.name == ORG_TERM) => {
                let own = self.text[..start].rsplit('\n').next().unwrap_or_default();
                own.trim_end().ends_with(['-', '+', '*'])
            }
            _ => true,
        });
        let Some((construct, length)) = found else {
            self.warn_of_label(start, begins_paragraph);
            return self.refuse_rows(start) || self.refuse_list(start);
        };
        if line.starts_with('|') && self.refuse_uneven_head(start) {
            return true;
        }
        let span = self.span(&(start..start + length));
        self.problems.push(refusal(span, construct.name, construct.hint));
        true
    }

    /// Whether the line at `start`, which begins and ends with a bar, is a row of a table and not
    /// a sum of absolute values, as in `|a| + |b|`.
    fn is_row(&self, start: usize) -> bool {
        const SIGNS: &str = " +-−±·×*/=≠<>≤≥≈,;";
        let mut lines = self.text[start..].lines();
        let (line, next) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let is_next = next.trim_start_matches([' ', '>']).starts_with('|');
        let parts: Vec<_> = line.trim_end().split('|').collect();
        let between = parts.iter().skip(2).step_by(2).rev().skip(parts.len() % 2);
        let is_sum = between.into_iter().all(|part| part.chars().all(|c| SIGNS.contains(c)));
        is_next || line.starts_with("| ") || line.starts_with("|=") || !is_sum
    }

    /// Whether the line at `start`, which begins with `% `, is the unit of the table, chart or picture below it.
    fn is_unit(&self, start: usize) -> bool {
        let mut lines = self.text[start..].lines().skip(1).map(unquoted);
        let below = lines.find(|line| !line.is_empty()).unwrap_or_default();
        ["|", "```", ":::", "!["].iter().any(|sign| below.starts_with(sign))
    }

    /// Whether text follows on the line after the one at `start`.
    fn goes_on(&self, start: usize) -> bool {
        let next = self.text[start..].lines().nth(1).unwrap_or_default();
        !unquoted(next).is_empty()
    }

    /// Whether the line at `start`, which begins with a tilde, is below a term, and not within a sentence.
    fn defines(&self, start: usize) -> bool {
        // Lines of a paragraph are broken beyond this length, and terms are shorter.
        const LONGEST_TERM: usize = 40;
        let mut lines =
            self.text[..start].lines().rev().map(unquoted).skip_while(|line| line.is_empty());
        let term = lines.next().unwrap_or_default();
        let before = lines.next().unwrap_or_default();
        before.is_empty() && (1..LONGEST_TERM).contains(&term.len())
    }

    /// Warns of a paragraph that begins as a remark of `AsciiDoc` does: `NOTE: text`. In prose it is read as it is
    /// meant, so it is printed; the same label within a line is prose.
    fn warn_of_label(&mut self, start: usize, begins_paragraph: bool) {
        const LABELS: [&str; 5] = ["NOTE:", "TIP:", "IMPORTANT:", "WARNING:", "CAUTION:"];
        let label = LABELS.into_iter().find(|label| self.text[start..].starts_with(label));
        let Some(label) = label.filter(|_| begins_paragraph) else { return };
        let kind = label.trim_end_matches(':').to_lowercase();
        let message = format!("`{label}` is printed as it is, and begins no callout");
        let span = self.span(&(start..start + label.len()));
        let hint = format!(
            "write `::: {{.callout-{kind}}}`, the text, and a line `:::` for a callout, `**Note:**` for a remark"
        );
        self.problems.push(Diagnostic::warning(Code::ForeignSyntax, span, message).with_hint(hint));
    }

    /// Reports rows of a table without a bar at their ends and without a header: two lines with as many bars,
    /// which would be printed; returns whether there are.
    fn refuse_rows(&mut self, start: usize) -> bool {
        let bars = |line: &str| line.matches(" | ").count();
        let mut lines = self.text[start..].lines();
        let (line, next) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        // Bars in code, formulas and bound numbers part no cells.
        let has_other = [line, next].iter().any(|line| line.contains(['`', '$', '{', '\\']));
        let is_item = containers(next) > next.len() - next.trim_start_matches([' ', '>']).len();
        let is_row = bars(line) > 0
            && bars(line) == bars(next)
            && !line.starts_with("| ")
            && !has_other
            && !is_item;
        if is_row {
            let span = self.span(&(start..start + line.trim_end().len()));
            let hint = "write a line of dashes below the first row: `---|---`";
            self.problems.push(refusal(span, "a row of a table without a header", hint));
        }
        is_row
    }

    /// Reports the first row of a table whose cells are not as many as its line of dashes has; returns
    /// whether it is one.
    fn refuse_uneven_head(&mut self, start: usize) -> bool {
        let mut lines = self.text[start..].lines();
        let (head, rule) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let is_rule = rule.contains("--") && rule.chars().all(|c| "|-: \t>".contains(c));
        if !is_rule {
            return false;
        }
        let cells = |line: &str| {
            let bars = line.match_indices('|').filter(|(at, _)| !is_escaped(line, *at)).count();
            bars.saturating_sub(1)
        };
        let message = format!(
            "the header of this table has {} cells, and the line below it {}",
            cells(head.trim()),
            cells(rule.trim())
        );
        self.report(
            Code::HeadlessTable,
            &(start..start + head.trim_end().len()),
            message,
            "write as many in both; a bar that is part of the text is written `\\|`, also in code",
        );
        true
    }

    /// Reports a cell that, in other programs, is one with its neighbour.
    pub(super) fn refuse_merged_cell(&mut self, range: &Range<usize>) {
        let cell = self.text[range.clone()].trim().trim_matches('|').trim();
        if let "^^" | "^" | "<" | "<<" = cell {
            let span = self.span(range);
            let hint = "write the table as `::: {.list-table}`, with `[]{rowspan=2}` or `[]{colspan=2}` in the cell that takes the room; `\\^` and `\\<` are the signs themselves";
            self.problems.push(refusal(span, "a merged cell of another program", hint));
        }
    }

    /// Reports a directive of `MyST`, `:::{note}`; returns whether it is one.
    pub(super) fn is_foreign_div(&mut self, info: &str, range: &Range<usize>) -> bool {
        let name = info.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let is_directive = name.is_some_and(|(name, _)| {
            let is_letter = |c: char| c.is_alphanumeric() || c == '-';
            name != "-" && !name.is_empty() && name.chars().all(is_letter)
        });
        if is_directive {
            let hint = match name.map(|(name, _)| name).unwrap_or_default() {
                "list-table" => {
                    "write `::: {.list-table header-rows=1}`, the caption as its first paragraph, and then the list"
                }
                "dropdown" | "toggle" => "write `::: {.details title=\"…\"}`",
                "epigraph" | "pull-quote" => "write `> text`, and in a last paragraph `> -- Name`",
                _ => "write its class in braces: `::: {.callout-note title=\"…\"}`",
            };
            let span = self.span(range);
            self.problems.push(refusal(span, "a MyST directive", hint));
            // Its options follow from it.
            let rest = &self.text[range.end..];
            let options = rest.split_inclusive('\n').take_while(|line| {
                line.trim().is_empty() || line.trim_start_matches([' ', '>']).starts_with(':')
            });
            self.refused_until = range.end + options.map(str::len).sum::<usize>();
        }
        is_directive
    }
}
