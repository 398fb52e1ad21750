//! Blocks that `MkDocs` marks by indentation: admonitions, tabs, and included files.

use super::columns::{dedent, indent};
use super::construct::Construct;
use super::passage::{Passage, push_indented};

/// Converts an admonition, a tab or an include; none if the lines do not begin with one.
pub(super) fn translate(
    passage: &Passage<'_>,
    lines: &[&str],
    out: &mut Vec<String>,
) -> Option<usize> {
    let margin = indent(lines[0]);
    let line = lines[0].trim();
    if let Some(path) = line.strip_prefix("--8<--").map(str::trim).filter(|path| !path.is_empty()) {
        push_indented(passage.include(path, &lines[..1]), margin, out);
        return Some(1);
    }
    let rest = ["!!! ", "???+ ", "??? ", "===! ", "=== "].iter().find_map(|mark| {
        let rest = line.strip_prefix(mark)?;
        Some((mark.trim(), rest))
    });
    let (mark, rest) = rest?;
    let is_inside = |line: &&&str| line.trim().is_empty() || indent(line) >= margin + 4;
    let mut length = 1 + lines[1..].iter().take_while(is_inside).count();
    while lines[length - 1].trim().is_empty() {
        length -= 1;
    }
    let body: Vec<String> = lines[1..length].iter().map(|line| dedent(line, margin + 4)).collect();
    let body: Vec<&str> = body.iter().map(String::as_str).collect();
    let title = rest.split_once('"').map(|(_, rest)| rest.trim_end_matches('"'));
    let kind = rest.split([' ', '"']).next().filter(|kind| !kind.is_empty()).unwrap_or("note");
    let name = if mark.starts_with("===") { "tab" } else { kind };
    // A tab has its title in quotes, and nothing before it.
    let title = if name == "tab" { Some(rest.trim_matches('"')) } else { title };
    let construct = Construct {
        name: name.to_owned(),
        argument: title.unwrap_or_default().to_owned(),
        options: if mark.starts_with("???") {
            vec![("collapse".to_owned(), "true".to_owned())]
        } else {
            Vec::new()
        },
        body,
        is_div: false,
    };
    push_indented(passage.construct(&construct, &lines[..length]), margin, out);
    Some(length)
}
