//! The one rule for drawings: what is more than a still picture is refused, never repaired.
//!
//! An SVG can contain programs, pages of HTML, animation and addresses that a reader's browser
//! would load. Shown in a page it can do little, but opened by itself it can do everything a page
//! can. Repairing it would publish a different file from the author's, so the author is told what to
//! remove.

mod repeats;

use roxmltree::{Document, Node, ParsingOptions};
use typst::foundations::Bytes;
use typst::visualize::SvgImage;

use super::Fault;
use crate::base::limits::{PICTURE_POINTS, SVG_DEPTH, SVG_ELEMENTS, SVG_LETTERS, SVG_RULES};

/// The namespace of drawings.
pub(super) const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Elements that are more than a still picture, in lower case, and what they are.
const ACTIVE: &[(&str, &str)] = &[
    ("script", "a script"),
    ("handler", "a script"),
    ("listener", "a script"),
    ("foreignobject", "an embedded page"),
    ("iframe", "an embedded page"),
    ("embed", "an embedded page"),
    ("object", "an embedded page"),
    ("audio", "sound"),
    ("video", "a film"),
    ("set", "animation"),
    ("animate", "animation"),
    ("animatecolor", "animation"),
    ("animatemotion", "animation"),
    ("animatetransform", "animation"),
    ("filter", "a filter, such as a shadow or a blur"),
];

/// Looks at a drawing.
///
/// # Errors
/// Returns why it cannot be shown.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let broken = Fault::Broken("SVG");
    let text = std::str::from_utf8(bytes).map_err(|_| broken)?;
    let document = parse(text)?;
    let root = document.root_element();
    if !root.has_tag_name((NAMESPACE, "svg")) {
        return Err(broken);
    }
    check_texts(&document)?;
    for node in document.descendants() {
        if node.pi().is_some_and(|instruction| instruction.target == "xml-stylesheet") {
            return Err(Fault::Active("a link to a style sheet"));
        }
        if node.is_element() {
            check_element(node)?;
        }
    }
    repeats::check(&document)?;
    SvgImage::new(Bytes::new(bytes.to_vec())).map(|_| ()).map_err(|_| broken)
}

/// Counts letters, which are set one by one, and rules of styles, each of which is tried on each element.
fn check_texts(document: &Document<'_>) -> Result<(), Fault> {
    let (mut letters, mut rules) = (0_usize, 0_usize);
    for node in document.descendants().filter(Node::is_text) {
        let text = node.text().unwrap_or_default();
        if node.parent_element().is_some_and(|parent| parent.tag_name().name() == "style") {
            rules += text.matches('{').count();
        } else {
            letters += text.trim().len();
        }
    }
    for (count, limit) in [(letters, SVG_LETTERS), (rules, SVG_RULES)] {
        if count > limit.most {
            return Err(Fault::BeyondLimit(limit));
        }
    }
    Ok(())
}

/// Reads a drawing.
///
/// # Errors
/// Returns why it cannot be read.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Fault> {
    if depth(text) > SVG_DEPTH.most {
        return Err(Fault::BeyondLimit(SVG_DEPTH));
    }
    let nodes = u32::try_from(4 * SVG_ELEMENTS.most).unwrap_or(u32::MAX);
    let options = ParsingOptions { allow_dtd: true, nodes_limit: nodes, ..Default::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Fault::BeyondLimit(SVG_ELEMENTS),
        _ => Fault::Broken("SVG"),
    })
}

/// Returns how deep elements stand in each other, at most, by their brackets alone; reading
/// them properly goes as deep as they do.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in text.split('<').skip(1) {
        match part.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                let end = part.find('>').unwrap_or(part.len());
                depth += usize::from(!part[..end].ends_with('/'));
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

fn check_element(node: Node<'_, '_>) -> Result<(), Fault> {
    let name = node.tag_name().name().to_lowercase();
    if let Some((_, what)) = ACTIVE.iter().find(|(active, _)| *active == name) {
        return Err(Fault::Active(what));
    }
    if node.tag_name().namespace() == Some("http://www.w3.org/1999/xhtml") {
        return Err(Fault::Active("an embedded page"));
    }
    if name == "style" {
        // Comments of XML divide a text that browsers read as one.
        let texts = node.descendants().filter(Node::is_text);
        let styles: String = texts.filter_map(|inner| inner.text()).collect();
        check_styles(&styles)?;
    }
    for attribute in node.attributes() {
        let (key, value) = (attribute.name().to_lowercase(), attribute.value().trim());
        if key.starts_with("on") {
            return Err(Fault::Active("a script"));
        }
        match key.as_str() {
            "style" => check_styles(value)?,
            "filter" => check_styles(&format!("{key}:{value}"))?,
            _ if has_address(value) => return Err(Fault::Active("an address in its styles")),
            _ => {}
        }
        if matches!(key.as_str(), "href" | "src") {
            check_link(&name, value)?;
        }
    }
    Ok(())
}

/// Links of text lead to the web or to a mail; all else leads into the drawing itself.
fn check_link(element: &str, target: &str) -> Result<(), Fault> {
    let lower = target.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    let is_allowed = match element {
        "a" => begins(&["#", "https://", "http://", "mailto:"]),
        "image" | "feimage" => return check_embedded(target),
        _ => begins(&["#"]) || target.is_empty(),
    };
    if is_allowed { Ok(()) } else { Err(Fault::Active("a link to something outside it")) }
}

/// Pictures inside a drawing are part of its file, and pictures as others are.
fn check_embedded(target: &str) -> Result<(), Fault> {
    let formats = ["png", "jpeg", "jpg", "gif", "webp"];
    let address = data_url::DataUrl::process(target).ok();
    let address = address.filter(|url| {
        url.mime_type().type_ == "image" && formats.contains(&&*url.mime_type().subtype)
    });
    let Some(address) = address else {
        return Err(Fault::Active("a link to something outside it"));
    };
    let (bytes, _) = address.decode_to_vec().map_err(|_| Fault::Broken("SVG"))?;
    let size = imagesize::blob_size(&bytes).map_err(|_| Fault::Broken("SVG"))?;
    if super::whole::is_of_inks(&bytes) {
        return Err(Fault::Inks);
    }
    if super::bare("", &bytes).is_none() || !super::whole::is_whole(&bytes) {
        return Err(Fault::Broken("SVG"));
    }
    match size.width.checked_mul(size.height) {
        Some(points) if points <= PICTURE_POINTS.most => Ok(()),
        _ => Err(Fault::BeyondLimit(PICTURE_POINTS)),
    }
}

/// Refuses styles that do what elements may not.
fn check_styles(styles: &str) -> Result<(), Fault> {
    if has_address(styles) {
        return Err(Fault::Active("an address in its styles"));
    }
    let styles = without_comments(&styles.to_lowercase());
    let declarations = styles.split([';', '{', '}']).filter_map(|part| part.split_once(':'));
    for (property, value) in declarations {
        let property = property.trim();
        let vendors = ["-webkit-", "-moz-", "-ms-", "-o-"];
        let property =
            vendors.iter().find_map(|vendor| property.strip_prefix(vendor)).unwrap_or(property);
        // One in the drawing is an element, which has been seen.
        let is_own = value.trim_start().starts_with("url(") && value.matches('(').count() == 1;
        match property {
            "filter" | "backdrop-filter" if value.contains('(') && !is_own => {
                return Err(Fault::Active("a filter, such as a shadow or a blur"));
            }
            "animation" | "animation-name" | "transition" | "transition-duration"
                if value.trim() != "none" =>
            {
                return Err(Fault::Active("animation"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns styles with spaces in place of their comments.
fn without_comments(styles: &str) -> String {
    let mut parts = styles.split("/*");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(' ');
        out.push_str(part.split_once("*/").map_or("", |(_, rest)| rest));
    }
    out
}

/// Whether styles name an address that is not in the drawing.
fn has_address(styles: &str) -> bool {
    let lower = styles.to_lowercase();
    let outside = |rest: &str| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#');
    lower.contains("@import") || lower.contains('\\') || lower.split("url(").skip(1).any(outside)
}
