//! Pictures, videos, and listings that draw pictures.

use super::attributes::parts;
use super::construct::{self, Construct};
use super::labels;
use super::passage::Passage;
use super::{fence, todo};

/// Writes a picture with its caption.
pub(super) fn figure(
    passage: &Passage<'_>,
    construct: &Construct<'_>,
    source: &[&str],
) -> Vec<String> {
    let path = construct.option(&["src", "path", "url", "link-src"]).unwrap_or(&construct.argument);
    let path = path.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
    if path.is_empty() || construct.name == "figure-md" {
        let inner = passage.blocks(&construct.body);
        if inner.iter().any(|line| line.contains("![")) {
            return inner;
        }
        return todo::block("a figure without a file", source);
    }
    passage.count("figures");
    let mut caption: Vec<String> = passage.blocks(&construct.body);
    caption.retain(|line| !line.trim().is_empty());
    let caption = match construct.option(&["caption", "title"]) {
        Some(caption) => passage.inline(caption),
        None => caption.join(" "),
    };
    let alt = construct.option(&["alt", "fig-alt"]).map(|alt| alt.replace('"', "'"));
    let id = construct.option(&["name", "label", "id"]).map(|label| construct::id("fig-", label));
    let mut attributes = Vec::new();
    attributes.extend(id.map(|id| format!("#{id}")));
    attributes.extend(alt.filter(|alt| !alt.is_empty()).map(|alt| format!("alt=\"{alt}\"")));
    let width = construct.option(&["width", "out.width"]).and_then(|width| width.strip_suffix('%'));
    let width = width.and_then(|width| width.trim().parse::<u8>().ok());
    let width = width.filter(|width| (1..100).contains(width));
    attributes.extend(width.map(|width| format!("width={width}%")));
    let attributes =
        if attributes.is_empty() { String::new() } else { format!("{{{}}}", attributes.join(" ")) };
    vec![String::new(), format!("![{caption}](<{path}>){attributes}"), String::new()]
}

/// Gives the first picture in these lines an id, and the paragraph at their end as its caption.
pub(super) fn name(mut lines: Vec<String>, id: &str) -> Vec<String> {
    let pictures = lines.iter().filter(|line| line.trim_start().starts_with("![")).count();
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    let caption = last
        .filter(|&last| pictures == 1 && !lines[last].contains("!["))
        .map(|last| lines.remove(last));
    let Some(line) = lines.iter_mut().find(|line| line.trim_start().starts_with("![")) else {
        return lines;
    };
    if !line.contains("{#") {
        let head = match (line.find("]("), caption) {
            (Some(at), Some(caption)) if line.trim_start().starts_with("![](") => {
                format!("![{caption}{}", &line[at..])
            }
            _ => line.clone(),
        };
        *line = match head.strip_suffix('}').and_then(|head| head.rsplit_once('{')) {
            Some((before, inside)) => format!("{before}{{#{id} {inside}}}"),
            None => format!("{}{{#{id}}}", head.trim_end()),
        };
    }
    lines
}

/// Writes a link to a video, or to something else on another site.
pub(super) fn video(passage: &Passage<'_>, construct: &Construct<'_>) -> Vec<String> {
    passage.count("videos and embedded pages, as links");
    let id = construct.option(&["id", "src", "url", "0"]).unwrap_or(&construct.argument);
    let id = id.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
    let url = match construct.name.as_str() {
        _ if id.contains("://") || id.contains('.') => id.to_owned(),
        "youtube" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" => format!("https://vimeo.com/{id}"),
        "gist" => format!("https://gist.github.com/{id}"),
        _ => id.to_owned(),
    };
    let title = construct.option(&["title", "caption"]).unwrap_or(if construct.name == "audio" {
        "Recording"
    } else {
        "Film"
    });
    vec![String::new(), format!("[{title}](<{url}>)"), String::new()]
}

/// Reads the options in the head of a listing that would be run: `label, fig.cap="…", echo=FALSE`.
pub(super) fn chunk_options(head: &str) -> Vec<(String, String)> {
    let option = |(index, part): (usize, String)| match part.split_once('=') {
        Some((key, value)) => {
            Some((key.trim().to_owned(), value.trim_matches(['"', '\'']).to_owned()))
        }
        None if index == 0 => Some(("label".to_owned(), part)),
        None => None,
    };
    let head = head.replace(" = ", "=").replace("= ", "=").replace(" =", "=");
    parts(&head).into_iter().enumerate().filter_map(option).collect()
}

/// Writes a listing that another program would run: the picture that it includes, or its text.
pub(super) fn chunk(
    passage: &Passage<'_>,
    construct: &Construct<'_>,
    source: &[&str],
) -> Vec<String> {
    let is = |names: &[&str], value: &str| {
        construct.option(names).is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    let picture = construct.body.iter().find_map(|line| {
        let (_, rest) = line.split_once("include_graphics(")?;
        let quote = rest.chars().find(|c| matches!(c, '"' | '\''))?;
        rest.split(quote).nth(1)
    });
    if let Some(path) = picture {
        let caption = construct.option(&["fig-cap", "fig.cap"]).unwrap_or_default();
        let alt = construct.option(&["fig-alt", "fig.alt"]).unwrap_or_default();
        let label = construct
            .option(&["label"])
            .map(|label| labels::clean(label).trim_start_matches("fig-").to_owned());
        let mut options = vec![("src".to_owned(), path.to_owned())];
        options.extend([
            ("caption".to_owned(), caption.to_owned()),
            ("alt".to_owned(), alt.to_owned()),
        ]);
        options.extend(label.map(|label| ("label".to_owned(), label)));
        let name = "figure".to_owned();
        let options = options.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        return figure(passage, &Construct { name, options, ..Construct::default() }, source);
    }
    let body: Vec<&str> = construct.body.clone();
    let is_silent =
        is(&["include"], "false") || construct.body.iter().all(|line| line.trim().is_empty());
    if is_silent {
        passage.count("listings that show nothing, as comments");
        return comment(source);
    }
    if is(&["eval"], "false") {
        passage.count("listings");
        return fence::listing(&construct.argument, &body);
    }
    if DRAWN.contains(&construct.argument.as_str()) {
        return todo::block("a drawing that another program makes from text", source);
    }
    if is(&["echo"], "false") {
        return todo::block("what a program would print here", source);
    }
    let mut lines = fence::listing(&construct.argument, &body);
    lines.extend([String::new(), todo::mark("what this listing prints"), String::new()]);
    lines
}

const DRAWN: &[&str] = &["mermaid", "dot", "ojs"];

/// Writes lines that readers do not see.
pub(super) fn comment(source: &[&str]) -> Vec<String> {
    let mut lines = vec![String::new(), "<!--".to_owned()];
    lines.extend(source.iter().map(|line| line.replace("--", "- -")));
    lines.extend(["-->".to_owned(), String::new()]);
    lines
}
