//! What a text says in two places is joined before it is converted: bookdown's text references, the
//! captions that `MkDocs` sets apart; and what only marks a place in a book is left out.

/// The beginnings of bookdown's lines between the chapters of a book.
const DIVISIONS: [&str; 2] = ["# (PART", "# (APPENDIX"];

/// Returns the text with these constructs joined; listings stay as they are, except for references to
/// texts.
pub(super) fn body(text: &str) -> String {
    let mut references: Vec<(&str, &str)> = Vec::new();
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        let run = &trimmed[..trimmed.len() - trimmed.trim_start_matches(['`', '~']).len()];
        match fence {
            Some(open) if run.starts_with(open) => fence = None,
            None if run.len() > 2 => fence = Some(run),
            Some(_) => {}
            None if DIVISIONS.iter().any(|division| line.starts_with(division)) => continue,
            None if is_caption(trimmed) => {
                let caption: Vec<&str> =
                    lines.by_ref().map(str::trim).take_while(|line| *line != "///").collect();
                push_caption(line, &caption, &mut out);
                continue;
            }
            None => {
                let reference = line.strip_prefix("(ref:").and_then(|rest| rest.split_once(") "));
                if let Some(reference) = reference {
                    references.push(reference);
                    continue;
                }
            }
        }
        out.push(if fence.is_none() { without_index(line) } else { line.to_owned() });
    }
    let mut text = out.join("\n") + "\n";
    for (name, words) in references {
        text = text.replace(&format!("(ref:{name})"), words.trim());
    }
    text
}

fn is_caption(line: &str) -> bool {
    let name = line.strip_prefix("///").map(|rest| rest.trim_start_matches('/').trim());
    name.is_some_and(|name| name.starts_with("caption") || name.starts_with("figure-caption"))
}

/// Gives a caption to the picture before it; one of something else becomes a paragraph.
fn push_caption(opening: &str, caption: &[&str], out: &mut Vec<String>) {
    let words = caption.join(" ");
    let words = words.trim();
    let picture = out.iter_mut().rev().find(|line| !line.trim().is_empty());
    let captioned = picture.as_ref().and_then(|line| captioned(line, words));
    match (picture, captioned) {
        (Some(picture), Some(captioned)) => *picture = captioned,
        (..) if words.is_empty() => out.push(opening.to_owned()),
        (..) => out.push(format!("*{words}*")),
    }
}

/// Returns the line of a picture with its description as an attribute, and with this caption.
fn captioned(line: &str, caption: &str) -> Option<String> {
    let (description, rest) = line.trim().strip_prefix("![")?.split_once("](")?;
    let alt = description.replace('"', "'");
    let alt = if alt.trim().is_empty() { String::new() } else { format!("alt=\"{alt}\"") };
    Some(match rest.strip_suffix('}') {
        Some(rest) => format!("![{caption}]({rest} {alt}}}"),
        None => format!("![{caption}]({rest}{{{alt}}}"),
    })
}

/// Leaves out the entries of an index, `\index{word}`, in a line that is no code; those that do not end on it stay.
fn without_index(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("\\index{") {
        let (before, entry) = rest.split_at(at);
        let is_code = (out.matches('`').count() + before.matches('`').count()) % 2 == 1;
        let end = closing_brace(&entry["\\index".len()..]).map(|end| "\\index".len() + end);
        let Some(end) = end.filter(|_| !is_code) else {
            let kept = at + "\\index{".len();
            out.push_str(&rest[..kept]);
            rest = &rest[kept..];
            continue;
        };
        out.push_str(before);
        rest = &entry[end..];
    }
    out.push_str(rest);
    out
}

/// Returns where the braces end with which `text` begins.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, sign) in text.match_indices(['{', '}']) {
        depth = if sign == "{" { depth + 1 } else { depth.saturating_sub(1) };
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::body;

    #[test]
    fn parts_are_joined() {
        for (text, expected) in [
            ("# (PART) One {-}\n\n# Two\n", "\n# Two\n"),
            (
                "(ref:cap) A caption\n\n```{r, cap=\"(ref:cap)\"}\n```\n",
                "\n```{r, cap=\"A caption\"}\n```\n",
            ),
            (
                "![A](a.png)\n/// caption\nWhat it\nshows\n///\n",
                "![What it shows](a.png){alt=\"A\"}\n",
            ),
            ("![A](a.png){width=50%}\n/// caption\nB\n///\n", "![B](a.png){width=50% alt=\"A\"}\n"),
            ("Ships\\index{ship} sail.\n", "Ships sail.\n"),
            ("A\\index{ship!\\emph{tall}} B `\\index{x}`\n", "A B `\\index{x}`\n"),
            ("```latex\nShips\\index{ship}\n```\n", "```latex\nShips\\index{ship}\n```\n"),
            ("```\n/// caption\n# (PART)\n```\n", "```\n/// caption\n# (PART)\n```\n"),
        ] {
            assert_eq!(body(text), expected, "{text}");
        }
    }
}
