//! The elements and attributes of the templates of a publication, of which browsers pass over what they do not know.

use std::collections::BTreeSet;

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::files::TextFile;
use crate::base::html_tags::{HtmlSource, HtmlTag, TagFlaw, tags};
use crate::base::span::{FileId, Span};

/// The elements of HTML.
const ELEMENTS: &str = "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas \
    caption cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption \
    figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link \
    main map mark math menu meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt \
    ruby s samp script search section select slot small source span strong style sub summary sup svg table tbody td \
    template textarea tfoot th thead time title tr track u ul var video wbr";

/// The attributes of HTML that templates are likely to have.
const ATTRIBUTES: &str = "abbr accept accesskey action allow alt as async autocomplete autofocus autoplay charset \
    checked cite class cols colspan content controls coords crossorigin data datetime decoding default defer dir \
    dirname disabled download draggable enctype enterkeyhint fetchpriority for form headers height hidden high href \
    hreflang id imagesizes imagesrcset inert inputmode integrity is itemid itemprop itemref itemscope itemtype kind \
    label lang list loading loop low max maxlength media method min minlength multiple muted name nomodule nonce \
    novalidate open optimum part pattern ping placeholder playsinline popover popovertarget poster preload property \
    readonly referrerpolicy rel required reversed role rows rowspan sandbox scope selected shape size sizes slot span \
    spellcheck src srcdoc srclang srcset start step style summary tabindex target title translate type usemap value \
    width wrap";

/// Returns what is wrong with the tags of a template.
pub(super) fn check((id, file): (FileId, &TextFile)) -> Vec<Diagnostic> {
    let text = &*file.text;
    // Drawings and formulas have elements of their own.
    let is_html = !text.contains("<svg") && !text.contains("<math");
    let mut problems = Vec::new();
    for tag in tags(text, HtmlSource::Template) {
        if let Some(flaw) = &tag.flaw {
            // What follows is read as a part of this tag.
            problems.push(torn(id, text, &tag, flaw));
            return problems;
        }
        if is_html {
            problems.extend(element(id, text, &tag));
            problems.extend(attributes(id, text, &tag));
        }
    }
    problems
}

/// Reports a tag that reaches too far.
fn torn(id: FileId, text: &str, tag: &HtmlTag, flaw: &TagFlaw) -> Diagnostic {
    let (start, message, hint, lacks) = match flaw {
        TagFlaw::Unfinished => {
            let hint = "add `>` where the tag ends".to_owned();
            (tag.range.start, format!("this tag of `{}` has no end", tag.name), hint, ">")
        }
        TagFlaw::OpenQuote(at) => {
            let mark = &text[*at..=*at];
            let message = "this quotation mark is not closed".to_owned();
            (*at, message, format!("add `{mark}` where the value ends"), "\"")
        }
    };
    let line = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let end = tag.range.end.min(line).max(start + 1);
    Diagnostic::error(Code::TemplateMarkup, Span::new(id, start, end), message)
        .lacking(lacks)
        .with_hint(hint)
}

/// Reports an element that HTML does not have.
fn element(id: FileId, text: &str, tag: &HtmlTag) -> Option<Diagnostic> {
    let name = tag.name.as_str();
    // Elements of a site's own have a hyphen.
    if name.is_empty() || name.contains('-') || ELEMENTS.split_whitespace().any(|it| it == name) {
        return None;
    }
    let slash = usize::from(text[tag.range.start..].starts_with("</"));
    let start = tag.range.start + 1 + slash;
    let hint = did_you_mean(name, ELEMENTS.split_whitespace())
        .unwrap_or_else(|| format!("write an element of HTML, such as `<div class=\"{name}\">`"));
    let message = format!("HTML has no element `{name}`");
    let span = Span::new(id, start, start + name.len());
    // Its end tag is the same mistake.
    let found = Diagnostic::error(Code::TemplateMarkup, span, message).with_hint(hint);
    (slash == 0).then_some(found)
}

/// Reports attributes that are misspelt, and those that a tag has twice.
fn attributes(id: FileId, text: &str, tag: &HtmlTag) -> Vec<Diagnostic> {
    let known: Vec<_> = ATTRIBUTES.split_whitespace().collect();
    let has_conditions = text[tag.range.clone()].contains("{%");
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for attribute in &tag.attributes {
        let range = attribute.name.clone();
        let name = text[range.clone()].to_ascii_lowercase();
        let span = Span::new(id, range.start, range.end);
        if !seen.insert(name.clone()) && !has_conditions {
            let message = format!("the tag has `{name}` twice, and browsers read the first only");
            let hint = format!("write one `{name}` with all that it has to say");
            problems.push(Diagnostic::error(Code::TemplateMarkup, span, message).with_hint(hint));
            continue;
        }
        let is_word = name.len() > 2 && name.chars().all(|c| c.is_ascii_lowercase());
        if !is_word || known.contains(&name.as_str()) || name.starts_with("on") {
            continue;
        }
        let mut near = known.iter().filter(|other| strsim::damerau_levenshtein(&name, other) == 1);
        if let Some(near) = near.next() {
            let message = format!("HTML has no attribute `{name}`");
            let hint = format!("did you mean `{near}`?");
            problems.push(Diagnostic::error(Code::TemplateMarkup, span, message).with_hint(hint));
        }
    }
    problems
}
