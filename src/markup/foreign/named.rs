//! What to write in place of a shortcode or a tag of another program, by its name.

/// Returns what to write in place of the shortcode, or the tag of Liquid, that `source` is.
pub(in crate::markup) fn hint(source: &str) -> Option<&'static str> {
    let inner = source.strip_prefix("{{").or_else(|| source.strip_prefix("{%"))?;
    let inner = inner.trim_start_matches(['<', '%', '-', '/', ' ']);
    let end = inner.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
    let hint = match &inner[..end.unwrap_or(inner.len())] {
        "pagebreak" | "newpage" | "clear" | "br" => "delete it: pages break by themselves",
        "toc" | "tableofcontents" | "children" | "list" => {
            "delete it: pages and PDFs have a list of contents"
        }
        "video" | "youtube" | "vimeo" | "peertube" | "embed" => {
            "write `::: {.video title=\"…\"}`, a picture that links to the film, `[![…](../images/film.jpg)](https://…)`, what is said in it, and `:::`"
        }
        "figure" | "img" | "image" | "picture" | "gallery" => {
            "write `![Caption](../images/file.png){#fig-name alt=\"…\"}`"
        }
        "include" | "include_relative" | "snippet" | "readfile" | "render" => {
            "put the part into `content/includes/`, and write `{{< include ../includes/file.md >}}` in a paragraph of its own"
        }
        "ref" | "relref" | "link" | "post_url" | "url" => "write the file: `[text](other.md)`",
        "notice" | "callout" | "alert" | "hint" | "admonition" | "note" | "warning" | "info"
        | "tip" | "endhint" => "write `::: {.callout-note title=\"…\"}`, the text, and `:::`",
        "details" | "expand" | "accordion" | "collapse" => {
            "write `::: {.details title=\"…\"}`, the text, and `:::`"
        }
        "tabs" | "tab" | "tabbed" | "tabpane" => {
            "write a heading for each tab, `### Name of the tab`, and its text below it"
        }
        "highlight" | "endhighlight" | "code" | "raw" | "endraw" => {
            "put the code between lines of three backticks"
        }
        "comment" | "endcomment" => "write a comment as `<!-- … -->`",
        "cite" | "cites" | "bibcite" => "write `[@key]`",
        "fa" | "icon" | "bi" | "iconify" => "write the sign or the word itself",
        _ => return None,
    };
    Some(hint)
}

/// Returns what to write in place of the HTML element that `tag` opens or closes, or of a comment
/// with text behind it.
pub(in crate::markup) fn html_hint(tag: &str) -> Option<&'static str> {
    // `<b and c>` is a comparison in prose.
    let inside = tag.split('>').next().unwrap_or_default();
    if inside.contains(' ') && !inside.contains(['=', '"', '/', '!']) {
        return Some("write `\\<` for a less-than sign");
    }
    if tag.starts_with("<!--") {
        return Some(
            "HTML goes on to the end of a line that begins with a comment: put the text on the next line",
        );
    }
    let name = tag.trim_start_matches(['<', '/']);
    let is_component = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().nth(1).is_some_and(|c| c.is_ascii_lowercase());
    if is_component {
        return Some(
            "pages hold no components: write it in Markdown, or declare a block under `blocks:` in `quipu.yaml`",
        );
    }
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let hint = match &*name[..end].to_lowercase() {
        "b" => "write `**text**`",
        "i" => "write `*text*`",
        "s" | "strike" => "write `~~text~~`",
        "u" | "font" | "center" | "small" | "big" | "tt" | "mark" => {
            "write `*text*` or `**text**`; how text looks is a matter of the theme"
        }
        "hr" => "write `---` between empty lines",
        "p" => "delete it: an empty line parts paragraphs",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write `## Heading`",
        "ul" | "ol" | "li" => "write `- item` or `1. item`",
        "blockquote" => "write `> text`",
        "pre" => "put the code between lines of three backticks",
        "table" | "tr" | "td" | "th" | "tbody" | "thead" => {
            "write the table with bars, `| a | b |`, or with merged cells as `::: {.list-table}`"
        }
        "div" | "section" | "aside" | "span" => {
            "write `::: {.callout-note}` and `:::` around blocks, `[text]{lang=es}` around words; blocks of your own are declared under `blocks:` in `quipu.yaml`"
        }
        "figure" | "figcaption" | "picture" => {
            "write `![Caption](../images/file.png){#fig-name alt=\"…\"}`"
        }
        "iframe" | "video" | "audio" | "embed" | "object" => {
            "write `::: {.video title=\"…\"}`, a picture that links to the film, what is said in it, and `:::`"
        }
        "script" | "style" | "link" | "meta" => {
            "put scripts and styles into a theme: `quipu templates` lists its parts"
        }
        "sup" => "write `x^2^`",
        "sub" => "write `H~2~O`",
        "ref" => "write `^[text]` for a note",
        "nowiki" => "write it between backticks",
        "a" => {
            "write `[text](address)` for a link; for a place, give the heading an id: `## Heading {#sec-name}`"
        }
        _ => return None,
    };
    Some(hint)
}
