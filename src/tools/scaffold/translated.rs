//! Translations to fill in: the words of the original, each with the original beside it as a comment.
//!
//! Structure is the original's, so that it is not copied: of charts and tables the id and the words are.

mod words;

use std::iter::Peekable;
use std::str::Lines;

use super::{Name, Refusal};
use crate::base::files::Bytes;
use crate::base::span::Span;
use crate::engine::commit;
use crate::markup;
use crate::publication::Publication;
use crate::publication::manuscript::FRONT;
use crate::tree::Form;
use words::OwnWords;

/// Makes the files of the languages that a text lacks, and returns their paths.
///
/// # Errors
/// Refuses a name that no text has, and a text that has all languages.
pub(super) fn make(
    root: &std::path::Path,
    name: &Name,
    publication: &Publication,
) -> Result<Vec<String>, Refusal> {
    let found = Form::WRITTEN.iter().find_map(|form| {
        let folder = form.folder();
        let work = publication.works.get(&(*form, name.to_string().into()))?;
        let original = work.manuscript(publication.settings.tags().next()?)?;
        Some((folder, work, original))
    });
    let Some((folder, work, original)) = found else {
        return Err(Refusal::misuse(
            format!("no text is named `{name}`"),
            "name a brief, report or page that stands in the first language of the publication",
        ));
    };
    let text = &publication.files.get(original.file).text;
    let draft = Bytes::from(draft(text, Span::start_of(original.file)).into_bytes());
    let tags = publication.settings.tags().skip(1);
    let lacking = tags.filter(|tag| !work.manuscripts.contains_key(*tag));
    let files: Vec<_> =
        lacking.map(|tag| (format!("content/{folder}/{name}.{tag}.md"), draft.clone())).collect();
    if files.is_empty() {
        let message = format!("`{name}` stands in all languages of the publication");
        return Err(Refusal::misuse(
            message,
            "add a language to `languages:` in `quipu.yaml` first",
        ));
    }
    commit::add(root, &files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Returns what a translator begins with.
fn draft(original: &str, start: Span) -> String {
    let rest = original.strip_prefix("---\n").unwrap_or(original);
    let (front, body) = rest.split_once("\n---").unwrap_or(("", rest));
    let mut out = String::from(
        "---\n# Replace these words by their translation; everything else is taken from the original.\n",
    );
    out.push_str(&OwnWords { text: front, start, shape: FRONT }.lines());
    out.push_str("---\n");
    let mut lines = body.lines();
    lines.next();
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("<!--") {
            skip(line, |line| line.contains("-->"), &mut lines);
        } else if let Some(kind) = line.strip_prefix("```") {
            let inside: Vec<_> =
                lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            out.push_str(&fenced(line, kind.trim(), &(inside.join("\n") + "\n"), start));
        } else if words::is_div_of_one_language(line) {
            skip_div(&mut lines);
        } else if line.starts_with(":::") {
            out.extend(["\n", words::div(line).as_str(), "\n"]);
        } else if !line.trim().is_empty() {
            let mut block = vec![line];
            while let Some(next) =
                lines.next_if(|next| !next.trim().is_empty() && !next.starts_with(":::"))
            {
                block.push(next);
            }
            out.push_str(&paragraph(&block.join("\n")));
        }
    }
    out
}

/// Passes over the lines up to the one that ends what begins with `line`.
fn skip(line: &str, is_end: impl Fn(&str) -> bool, lines: &mut Peekable<Lines<'_>>) {
    let mut last = line;
    while !is_end(last) {
        let Some(next) = lines.next() else { break };
        last = next;
    }
}

/// Passes over the rest of a div that the original alone has.
fn skip_div(lines: &mut Peekable<Lines<'_>>) {
    let mut depth = 1_usize;
    for line in lines.by_ref().filter(|line| line.starts_with(":::")) {
        depth = if line.trim_end().chars().all(|c| c == ':') { depth - 1 } else { depth + 1 };
        if depth == 0 {
            break;
        }
    }
}

/// Returns a fenced block: of what is drawn, its id and its words.
fn fenced(fence: &str, kind: &str, inside: &str, start: Span) -> String {
    let is_drawn = matches!(kind, "chart" | "table" | "register" | "entry");
    if !is_drawn {
        return format!("\n{fence}\n{inside}```\n");
    }
    let said = OwnWords { text: inside, start, shape: markup::shape(kind) };
    if said.is_of_one_language() {
        String::new()
    } else {
        format!("\n{fence}\n{}```\n", said.lines())
    }
}

/// Returns a block of text, with the original before it as a comment.
fn paragraph(block: &str) -> String {
    let text = words::without_structure(block);
    let comment =
        if block.contains("--") { String::new() } else { format!("\n<!-- {block} -->\n") };
    format!("{comment}\n{text}\n")
}
