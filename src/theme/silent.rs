//! Templates of parts and blocks that never print what their authors write, which would vanish from the page or the
//! PDF.

use std::sync::LazyLock;

use regex::Regex;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};

/// The parts that hold text of authors, each with the fields of `node` of which one has it.
const TEXTS: &[(&str, &[&str])] = &[
    ("parts/callout", &["blocks"]),
    ("parts/code", &["text", "lines"]),
    ("parts/details", &["blocks"]),
    ("parts/figure", &["body"]),
    ("parts/group", &["blocks"]),
    ("parts/key-figure", &["blocks"]),
    ("parts/link", &["content"]),
    ("parts/paragraph", &["content"]),
    ("parts/quote", &["blocks"]),
    ("parts/reference", &["text"]),
    ("parts/sources-differ", &["claims"]),
];

/// The parts that hold the title of a text, each with the value that they get as a whole: that of pages and that of PDFs.
const TITLES: &[(&str, &str, &str)] = &[
    ("parts/card", "item", ""),
    ("parts/chapter-opening", "", "chapter"),
    ("parts/cover", "document", "edition"),
    ("parts/figure", "node", "node"),
    ("parts/figure-title", "", "node"),
    ("parts/title-block", "document", "edition"),
];

/// The pages whose blocks may hold the title, each with the blocks and with the values that have one.
const PAGES: &[(&str, &[&str], &[&str])] = &[
    ("html/home", &["main"], &["site", "document"]),
    ("html/document", &["opening", "main"], &["document"]),
    ("html/brief", &["opening", "main"], &["document"]),
    ("html/report", &["opening", "main"], &["document"]),
    ("html/page", &["opening", "main"], &["document"]),
];

/// The parts of the program that print no title.
const UNTITLED: &[&str] = &[
    "about",
    "back-matter",
    "citation",
    "colophon",
    "contents",
    "corrections",
    "cover-page",
    "cords",
    "data-notes",
    "edition-line",
    "editions",
    "files",
    "glossary",
    "how-to-cite",
    "imprint",
    "imprint-lines",
    "key-messages",
    "kicker",
    "kind",
    "languages",
    "masthead",
    "name-line",
    "navigation",
    "outline",
    "particulars",
    "references",
    "related-texts",
    "topics",
    "wordmark",
    "breadcrumbs",
];

/// What a page does not show: comments of Tera and of HTML.
static COMMENTS: LazyLock<Regex> = LazyLock::new(|| ours(r"(?s)\{#.*?#\}|<!--.*?-->"));

/// A tag of Tera: its first sign says whether it prints, its first word what it does.
static TAGS: LazyLock<Regex> = LazyLock::new(|| ours(r"(?s)\{([{%])-?\s*(\w*)(.*?)-?[%}]\}"));

/// A field of the node in a tag, `node.title`; or the node itself, which goes to a component, a variable or a loop.
static NODE: LazyLock<Regex> =
    LazyLock::new(|| ours(r#"\bnode\b\s*(?:\??\.\s*(\w+)|\??\[\s*["'`](\w+)["'`]\s*\])?"#));

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is ours")
}

/// Reports a template that does not print the text of what it shows; `name` is its path below its layer, such as
/// `blocks/appeal.html`.
pub(super) fn check(file: FileId, name: &str, files: &Files, problems: &mut Problems) {
    let Some((stem, extension)) = name.rsplit_once('.') else { return };
    problems.extend(untitled(file, (stem, extension), files));
    let part = TEXTS.iter().find(|(part, _)| *part == stem).map(|(_, fields)| *fields);
    let Some(fields) = part.or_else(|| stem.starts_with("blocks/").then_some(&["body"])) else {
        return;
    };
    let text = &files.get(file).text;
    let is_printed = match extension {
        "html" => page_prints(text, fields),
        "typ" => pdf_prints(text, stem.rsplit('/').next().unwrap_or(stem), fields),
        _ => true,
    };
    if is_printed {
        return;
    }
    let field = fields.first().copied().unwrap_or_default();
    let message = format!("`{name}` never prints `node.{field}`, the text of the author");
    let hint = if extension == "html" {
        format!("write `{{{{ node.{field} }}}}` where the text stands")
    } else {
        format!("write `node.{field}` where the text stands")
    };
    problems
        .push(Diagnostic::error(Code::MissingText, Span::start_of(file), message).with_hint(hint));
}

/// Reports a template that replaces the place of a title and does not print it.
fn untitled(file: FileId, (stem, extension): (&str, &str), files: &Files) -> Option<Diagnostic> {
    let text = &files.get(file).text;
    let (value, is_printed) =
        if let Some((_, page, print)) = TITLES.iter().find(|(part, ..)| *part == stem) {
            match extension {
                "html" if !page.is_empty() => (*page, prints_title(text, &[page])),
                "typ" if !print.is_empty() => {
                    (*print, pdf_prints(text, stem.rsplit('/').next().unwrap_or(stem), &["title"]))
                }
                _ => return None,
            }
        } else {
            let (_, blocks, values) =
                PAGES.iter().find(|(page, ..)| *page == stem && extension == "html")?;
            let text = COMMENTS.replace_all(text, "");
            let mut places = blocks.iter().filter_map(|name| block(&text, name));
            (values.first().copied()?, places.all(|place| prints_title(place, values)))
        };
    if is_printed {
        return None;
    }
    let message = format!("`{stem}.{extension}` never prints `{value}.title`, the title");
    let hint = if extension == "html" {
        format!("write `<h1>{{{{ {value}.title }}}}</h1>` where the title stands")
    } else {
        format!("write `{value}.title` where the title stands")
    };
    Some(Diagnostic::error(Code::MissingText, Span::start_of(file), message).with_hint(hint))
}

/// Returns what stands in a block of a template.
fn block<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut tags = TAGS
        .captures_iter(text)
        .filter_map(|tag| Some((tag.get(0)?.range(), tag.get(2)?, tag.get(3)?)));
    let (start, ..) = tags
        .by_ref()
        .find(|(_, word, rest)| word.as_str() == "block" && rest.as_str().trim() == name)?;
    let mut depth = 1;
    let (end, ..) = tags.find(|(_, word, _)| {
        match word.as_str() {
            "block" => depth += 1,
            "endblock" => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    text.get(start.end..end.start)
}

/// Whether a template of pages prints the title of one of the values, or leaves that to another template.
fn prints_title(text: &str, values: &[&str]) -> bool {
    let text = COMMENTS.replace_all(text, "");
    TAGS.captures_iter(&text).any(|tag| {
        let (sign, word, rest) = (&tag[1], &tag[2], &tag[3]);
        if sign == "%" && matches!(word, "extends" | "include") {
            let name = rest.trim().trim_matches(['"', '\'']);
            let part = name.rsplit('/').next().and_then(|name| name.strip_suffix(".html"));
            return part.is_none_or(|part| !UNTITLED.contains(&part));
        }
        if sign == "%" && matches!(word, "if" | "elif") {
            return false;
        }
        let inner = format!("{word}{rest}");
        inner.contains("super()")
            || values.iter().any(|value| {
                let path = inner.find(value).map(|at| inner[at + value.len()..].trim_start());
                path.is_some_and(|path| {
                    path.starts_with(".title")
                        || path.starts_with("[\"title")
                        || !path.starts_with(['.', '['])
                })
            })
    })
}

/// Whether a template of pages prints one of the fields, or leaves that to another template.
fn page_prints(text: &str, fields: &[&str]) -> bool {
    let text = COMMENTS.replace_all(text, "");
    TAGS.captures_iter(&text).any(|tag| {
        let (sign, word, rest) = (&tag[1], &tag[2], &tag[3]);
        // What a template extends or includes sees the same node.
        if sign == "%" && matches!(word, "extends" | "include") {
            return true;
        }
        // A condition prints nothing.
        if sign == "%" && matches!(word, "if" | "elif") {
            return false;
        }
        let inner = format!("{word}{rest}");
        NODE.captures_iter(&inner).any(|used| {
            let field = used.get(1).or(used.get(2));
            field.is_none_or(|field| fields.contains(&field.as_str()))
        })
    })
}

/// Whether a Typst file that defines `function` uses one of the fields, or hands its argument on as a whole.
fn pdf_prints(text: &str, function: &str, fields: &[&str]) -> bool {
    let root = parse(text);
    // Typst reports syntax errors itself, and the file's functions are checked elsewhere.
    let Some(closure) = closure(&root, function).filter(|_| !root.diagnosis().errors) else {
        return true;
    };
    let mut parts = closure.children().filter(|node| node.kind() != SyntaxKind::Params).skip(1);
    let parameters = closure.children().find(|node| node.kind() == SyntaxKind::Params);
    let given = parameters.and_then(first_name);
    uses_field(&root, fields) || given.is_some_and(|given| parts.any(|node| hands_on(node, given)))
}

/// Returns the function that a file defines by name; none if it takes it from elsewhere.
fn closure<'n>(root: &'n SyntaxNode, name: &str) -> Option<&'n SyntaxNode> {
    let bindings = root.children().filter(|node| node.kind() == SyntaxKind::LetBinding);
    let mut closures = bindings
        .flat_map(|binding| binding.children().filter(|node| node.kind() == SyntaxKind::Closure));
    closures.find(|closure| {
        closure.children().any(|node| node.kind() == SyntaxKind::Ident && node.leaf_text() == name)
    })
}

/// Returns the name of the first parameter, also behind `..`; none if it is a pattern.
fn first_name(parameters: &SyntaxNode) -> Option<&str> {
    let is_one = |node: &&SyntaxNode| {
        matches!(
            node.kind(),
            SyntaxKind::Ident | SyntaxKind::Spread | SyntaxKind::Destructuring | SyntaxKind::Named
        )
    };
    let first = parameters.children().find(is_one)?;
    match first.kind() {
        SyntaxKind::Ident => Some(first.leaf_text()),
        SyntaxKind::Spread => first_name(first),
        _ => None,
    }
}

/// Whether a field is read anywhere below a node: `node.body`, `node.at("body")`, or `(body, ..)` as a pattern.
fn uses_field(node: &SyntaxNode, fields: &[&str]) -> bool {
    let is_one = |text: &str| fields.contains(&text.trim_matches('"'));
    let is_used = match node.kind() {
        SyntaxKind::Str => is_one(node.leaf_text()),
        SyntaxKind::FieldAccess | SyntaxKind::Destructuring => node.children().any(|child| {
            let named = child.children().next().filter(|_| child.kind() == SyntaxKind::Named);
            let name = named.unwrap_or(child);
            name.kind() == SyntaxKind::Ident && is_one(name.leaf_text())
        }),
        _ => false,
    };
    is_used || node.children().any(|child| uses_field(child, fields))
}

/// Whether a parameter is used as a whole below a node, and not only to read a field of it.
fn hands_on(node: &SyntaxNode, parameter: &str) -> bool {
    const WHOLE: [&str; 3] = ["values", "pairs", "pos"];
    let is_parameter =
        |node: &SyntaxNode| node.kind() == SyntaxKind::Ident && node.leaf_text() == parameter;
    if node.kind() == SyntaxKind::FieldAccess && node.children().next().is_some_and(is_parameter) {
        return node.children().any(|child| WHOLE.contains(&child.leaf_text().as_str()));
    }
    // Parts of the program that print other things of it.
    let callee = node.children().next().filter(|_| node.kind() == SyntaxKind::FuncCall);
    if callee.is_some_and(|callee| UNTITLED.contains(&callee.leaf_text().as_str())) {
        return node.children().skip(1).any(|child| {
            child
                .children()
                .any(|part| part.kind() != SyntaxKind::Ident && hands_on(part, parameter))
        });
    }
    is_parameter(node) || node.children().any(|child| hands_on(child, parameter))
}
