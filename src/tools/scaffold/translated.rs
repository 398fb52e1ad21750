//! Translations to fill in: the words of the original, each with the original beside it as a comment.
//!
//! Structure is the original's, so that it is not copied: of charts and tables the id and the words are.

use super::{Name, Refusal};
use crate::base::files::Bytes;
use crate::engine::commit;
use crate::publication::Publication;
use crate::tree::Form;

/// The keys of front matter that a translation says in its own words.
const WORDS: &[&str] = &[
    "title",
    "short_title",
    "finding",
    "authors",
    "tags",
    "key_messages",
    "acknowledgements",
    "funding",
    "disclaimer",
];

/// The keys of charts, tables and registers that a translation has.
const OF_BLOCKS: &[&str] =
    &["id", "title", "subtitle", "alt", "note", "heads", "annotations", "references"];

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
    let draft = Bytes::from(draft(text).into_bytes());
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
fn draft(original: &str) -> String {
    let rest = original.strip_prefix("---\n").unwrap_or(original);
    let (front, body) = rest.split_once("\n---").unwrap_or(("", rest));
    let mut out = String::from(
        "---\n# Replace these words by their translation; everything else is taken from the original.\n",
    );
    out.push_str(&kept(front, WORDS));
    out.push_str("---\n");
    let mut lines = body.lines().skip(1).peekable();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("<!--") {
            let mut last = line;
            while !last.contains("-->") {
                let Some(next) = lines.next() else { break };
                last = next;
            }
        } else if let Some(kind) = line.strip_prefix("```") {
            let inside: Vec<_> =
                lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            let inside = inside.join("\n") + "\n";
            let is_drawn = matches!(kind.trim(), "chart" | "table" | "register" | "entry");
            let inside = if is_drawn { kept(&inside, OF_BLOCKS) } else { inside };
            out.extend(["\n", line, "\n", inside.as_str(), "```\n"]);
        } else if line.starts_with(":::") {
            out.extend(["\n", line, "\n"]);
        } else if !line.trim().is_empty() {
            let mut block = vec![line];
            while let Some(next) =
                lines.next_if(|next| !next.trim().is_empty() && !next.starts_with(":::"))
            {
                block.push(next);
            }
            let block = block.join("\n");
            if !block.contains("--") {
                out.extend(["\n<!-- ", block.as_str(), " -->\n"]);
            }
            out.extend(["\n", block.as_str(), "\n"]);
        }
    }
    out
}

/// Returns the lines of YAML that belong to some keys, as they are written.
fn kept(yaml: &str, keys: &[&str]) -> String {
    let mut is_kept = false;
    let lines = yaml.lines().filter(|line| {
        let is_key = line.starts_with(|c: char| c.is_alphabetic());
        if is_key {
            let key = line.split(':').next().unwrap_or_default();
            is_kept = keys.contains(&key);
        }
        is_kept && !line.trim().is_empty() && !line.trim_start().starts_with('#')
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}
