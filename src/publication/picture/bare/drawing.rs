//! Drawings: what no reader sees is left out, and the rest is written anew.

use std::borrow::Cow;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Attribute, Document, Node, NodeType};

use crate::base::escape::{push_attribute, push_text};
use crate::publication::picture::svg::{self, NAMESPACE};

const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Returns a drawing without comments, metadata, and editors' elements and attributes; nothing within if it has
/// none of them, and none if it cannot be read.
#[expect(clippy::option_option, reason = "unreadable and unchanged are different")]
pub(super) fn bare(text: &str) -> Option<Option<String>> {
    let document = svg::parse(text).ok()?;
    if is_bare(text, &document) {
        return Some(None);
    }
    let mut out = String::with_capacity(text.len());
    element(document.root_element(), true, &mut out);
    out.push('\n');
    Some(Some(out))
}

/// Whether a drawing has nothing but what is shown.
fn is_bare(text: &str, document: &Document<'_>) -> bool {
    let declares = |node: &Node<'_, '_>| {
        let mut declared = node.namespaces();
        declared.any(|namespace| ![NAMESPACE, XLINK, XML].contains(&namespace.uri()))
    };
    !text.contains("<!DOCTYPE")
        && document.descendants().all(|node| match node.node_type() {
            NodeType::Root | NodeType::Text => true,
            NodeType::Comment | NodeType::PI => false,
            NodeType::Element => {
                is_shown(node)
                    && !declares(&node)
                    && node.attributes().all(|attribute| {
                        is_read(&attribute) && matches!(value(&attribute), Cow::Borrowed(_))
                    })
                    && (!is_style(node) || !node.text().unwrap_or_default().contains("/*"))
            }
        })
}

fn is_shown(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    name.namespace() == Some(NAMESPACE) && name.name() != "metadata"
}

fn is_style(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "style"
}

/// Whether an attribute is one of drawings, and not of an editor.
fn is_read(attribute: &Attribute<'_, '_>) -> bool {
    match attribute.namespace() {
        None => !attribute.name().starts_with("data-"),
        Some(namespace) => namespace == XLINK || namespace == XML,
    }
}

/// Writes an element with what is shown of it.
fn element(node: Node<'_, '_>, is_root: bool, out: &mut String) {
    let name = node.tag_name().name();
    _ = write!(out, "<{name}");
    if is_root {
        _ = write!(out, " xmlns=\"{NAMESPACE}\" xmlns:xlink=\"{XLINK}\"");
    }
    for attribute in node.attributes().filter(is_read) {
        let prefix = match attribute.namespace() {
            Some(XLINK) => "xlink:",
            Some(_) => "xml:",
            None => "",
        };
        _ = write!(out, " {prefix}{}=\"", attribute.name());
        push_attribute(out, &value(&attribute));
        out.push('"');
    }
    if !node.has_children() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for child in node.children() {
        match child.node_type() {
            NodeType::Element if is_shown(child) => element(child, false, out),
            NodeType::Text if is_style(node) => {
                push_text(out, &without_comments(child.text().unwrap_or_default()));
            }
            NodeType::Text => push_text(out, child.text().unwrap_or_default()),
            NodeType::Root | NodeType::Comment | NodeType::PI | NodeType::Element => {}
        }
    }
    _ = write!(out, "</{name}>");
}

/// Returns the value of an attribute; pictures in it are bare, and styles have no comments.
fn value<'v>(attribute: &Attribute<'v, '_>) -> Cow<'v, str> {
    let value = attribute.value();
    match attribute.name() {
        "href" => embedded(value).map_or(Cow::Borrowed(value), Cow::Owned),
        "style" => without_comments(value),
        _ => Cow::Borrowed(value),
    }
}

/// Returns the address of an embedded picture without metadata; none if it has none.
fn embedded(address: &str) -> Option<String> {
    let url = data_url::DataUrl::process(address.trim()).ok()?;
    let (bytes, _) = url.decode_to_vec().ok()?;
    let kind = url.mime_type();
    let written = super::bare("", &bytes).unwrap_or_default();
    let is_plain = kind.parameters.is_empty();
    (*written != *bytes || !is_plain).then(|| {
        format!("data:{}/{};base64,{}", kind.type_, kind.subtype, STANDARD.encode(&written))
    })
}

/// Returns styles without comments.
fn without_comments(styles: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = styles.split_once("/*") else { return Cow::Borrowed(styles) };
    let mut out = before.to_owned();
    while let Some((_, after)) = rest.split_once("*/") {
        let (text, next) = after.split_once("/*").unwrap_or((after, ""));
        out.push_str(text);
        rest = next;
    }
    Cow::Owned(out)
}
