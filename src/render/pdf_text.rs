//! The text of a PDF before it is compressed.

use typst::foundations::{Content, Value};
use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, Document, Url};
use typst_layout::PagedDocument;

/// Returns all that a PDF says: its text in the order in which it is set, alternative texts, the
/// addresses of links, and its metadata.
pub(super) fn of(document: &PagedDocument) -> String {
    let mut text = String::new();
    let info = document.info();
    let metadata = info.title.iter().chain(&info.author).chain(&info.description);
    for part in metadata.chain(&info.keywords) {
        add(part, &mut text);
    }
    // Alternative texts stand apart, since they would interrupt sentences.
    let mut aside = String::new();
    for page in document.pages() {
        frame(&page.frame, &mut text, &mut aside);
    }
    text + &aside
}

fn add(part: &str, text: &mut String) {
    text.push_str(part);
    text.push('\n');
}

fn frame(frame: &Frame, text: &mut String, aside: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => self::frame(&group.frame, text, aside),
            FrameItem::Text(run) => text.push_str(&run.text),
            FrameItem::Tag(Tag::Start(content, _)) => alternative(content, aside),
            FrameItem::Link(Destination::Url(url), _) => address(url, aside),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(Destination::Position(_) | Destination::Location(_), _)
            | FrameItem::Tag(Tag::End(..)) => {}
        }
    }
}

fn alternative(content: &Content, aside: &mut String) {
    if let Ok(Value::Str(text)) = content.field_by_name("alt") {
        add(text.as_str(), aside);
    }
}

fn address(url: &Url, aside: &mut String) {
    aside.push_str(url.as_str());
    aside.push('\n');
}
