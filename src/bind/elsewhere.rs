//! Classes and attributes of other programs, and what to write in their place.

/// Returns what to write in place of a class of another program.
pub(super) fn class(name: &str) -> Option<&'static str> {
    Some(match name {
        "panel-tabset" | "tabset" | "tab-set" | "tabs" => {
            "write a heading for each tab, `### Name of the tab`, and its text below it"
        }
        "columns" | "column" | "grid" | "row" | "col" => {
            "text has one column; `::: {.side-by-side}` places pictures, charts and key figures beside each other"
        }
        "aside" | "column-margin" | "margin" | "marginnote" | "sidenote" | "footnote" => {
            "write a note where it belongs, `^[text]`: pages show it in the margin"
        }
        "smallcaps" | "underline" | "ul" | "mark" | "highlight" | "big" | "small" => {
            "write `*text*` or `**text**`; how text looks is a matter of the theme"
        }
        "info" | "note" | "admonition" | "callout" | "hint" | "seealso" => {
            "write `::: {.callout-note title=\"…\"}`"
        }
        "tip" | "success" => "write `::: {.callout-tip title=\"…\"}`",
        "important" => "write `::: {.callout-important title=\"…\"}`",
        "caution" => "write `::: {.callout-caution title=\"…\"}`",
        "warning" | "danger" | "error" | "alert" | "attention" | "callout-danger" => {
            "write `::: {.callout-warning title=\"…\"}`"
        }
        "dropdown" | "toggle" | "collapse" | "spoiler" | "expand" => {
            "write `::: {.details title=\"…\"}`"
        }
        "epigraph" | "quote" | "pull-quote" => {
            "write `> text`, and in a last paragraph `> -- Name`"
        }
        "references" | "refs" => "delete it: what is cited is listed at the end of the text",
        "page-break" | "pagebreak" | "newpage" => "delete it: pages break by themselves",
        _ => return None,
    })
}

/// Returns what to write in place of an attribute of another program.
pub(super) fn attribute(name: &str) -> Option<&'static str> {
    Some(match name {
        "align" | "fig-align" | "style" | "height" | "float" | "fig-width" | "fig-height" => {
            "delete it: how things look is a matter of the theme; `width=50%` gives an image part of the column"
        }
        "collapse" => "delete it, or write `::: {.details title=\"…\"}` for what folds",
        "appearance" | "icon" | "fig-pos" | "loading" | "target" | "rel" | "download" | "group" => {
            "delete it: the theme decides"
        }
        "fig-alt" => "write `alt=\"…\"`",
        "fig-cap" | "caption" | "cap" => {
            "write the caption between the brackets: `![Caption](../images/file.png)`"
        }
        "class" => "write the name of the class with a full stop: `.callout-note`",
        "id" | "name" | "label" => "write the id with a number sign: `#sec-name`",
        "layout-ncols" | "columns" => "write `layout-ncol=2`",
        _ => return None,
    })
}
