//! Plain Markdown: headings, links, pictures and HTML, which the parser finds and which are changed
//! in place.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::edits::Edits;
use super::links::{Links, Way};
use super::todo;

/// Returns what the parser reads besides `CommonMark`.
pub(super) fn flags() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// A link or picture that is being read.
#[derive(Debug)]
struct Open {
    range: Range<usize>,
    target: String,
    title: String,
    /// Where its text ends.
    inner_end: usize,
    text: String,
}

/// What surrounds a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surroundings {
    /// A link, whose words it is.
    Link,
    /// Nothing: it is a paragraph.
    Nothing,
    /// Other words.
    Words,
}

/// A text whose links and pictures are followed.
struct Following<'a> {
    text: &'a str,
    links: &'a Links<'a>,
    edits: Edits,
    open: Vec<Open>,
    /// The levels of the headings outside of lists, and where they are.
    headings: Vec<(usize, Range<usize>)>,
    /// Where the last paragraph is.
    paragraph: Range<usize>,
    /// How many items of lists are open.
    items: usize,
}

/// Follows links and pictures, and makes headings begin at level two without skipping levels.
pub(super) fn resolved(text: &str, links: &Links<'_>) -> String {
    let parser = Parser::new_ext(text, flags());
    let mut edits = Edits::default();
    for (name, definition) in parser.reference_definitions().iter() {
        // Records the target for every use of a link; what the parser did not see as a link may
        // still be one.
        let kept = match links.link(&definition.dest) {
            Way::To(target) => format!("[{name}]: <{target}>\n"),
            Way::Page(_) | Way::Draft | Way::Nowhere => String::new(),
        };
        edits.put(definition.span.clone(), kept);
    }
    let (open, headings, paragraph, items) = (Vec::new(), Vec::new(), 0..0, 0);
    let mut following = Following { text, links, edits, open, headings, paragraph, items };
    for (event, range) in parser.into_offset_iter() {
        following.event(event, range);
    }
    let Following { headings, mut edits, .. } = following;
    level(&headings, text, &mut edits);
    edits.apply(text)
}

impl Following<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Some(outer) = self.open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            outer.inner_end = outer.inner_end.max(range.end);
        }
        match event {
            Event::Start(Tag::Paragraph) => self.paragraph = range,
            // A heading in a list would be a section inside an item.
            Event::Start(Tag::Heading { .. }) if self.items > 0 => {
                bold(&self.text[range.clone()], range, &mut self.edits);
            }
            Event::Start(Tag::Heading { level, .. }) => self.headings.push((level as usize, range)),
            Event::Start(Tag::Item) => self.items += 1,
            Event::End(TagEnd::Item) => self.items = self.items.saturating_sub(1),
            Event::Start(Tag::Link { link_type, dest_url, title, .. })
                if !matches!(link_type, LinkType::Autolink | LinkType::Email) =>
            {
                self.open.push(Open::new(range, (&dest_url, &title), false));
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                self.open.push(Open::new(range, (&dest_url, &title), true));
            }
            Event::Text(part) | Event::Code(part) => {
                for open in &mut self.open {
                    open.text.push_str(&part);
                }
            }
            Event::SoftBreak => self.open.iter_mut().for_each(|open| open.text.push(' ')),
            Event::End(TagEnd::Link) => self.end_link(&range),
            Event::End(TagEnd::Image) => self.end_picture(),
            _ => {}
        }
    }

    fn end_link(&mut self, range: &Range<usize>) {
        if self.open.last().is_some_and(|open| open.range == *range)
            && let Some(link) = self.open.pop()
        {
            link.follow(self.text, self.links, &mut self.edits);
        }
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.open.pop() else { return };
        let begins = self.text[self.paragraph.clone()].trim_start().starts_with("![")
            && picture.range.start == self.paragraph.start;
        let surroundings = match (self.open.is_empty(), begins) {
            (false, _) => Surroundings::Link,
            (true, true) => Surroundings::Nothing,
            (true, false) => Surroundings::Words,
        };
        picture.show(self, surroundings);
    }
}

/// Writes a heading as a strong line.
fn bold(line: &str, range: Range<usize>, edits: &mut Edits) {
    let end = line.trim_end().len();
    let words = line.len() - line.trim_start_matches('#').trim_start().len();
    let is_plain = line.starts_with('#') && words < end && !line.contains("{#");
    if is_plain {
        edits.put(range.start..range.start + words, "**");
        edits.put(range.start + end..range.start + end, "**");
    }
}

/// Writes headings from level two on, each at most one level below the last.
fn level(headings: &[(usize, Range<usize>)], text: &str, edits: &mut Edits) {
    let is_empty = |range: &Range<usize>| {
        text[range.clone()].trim_matches(['#', ' ', '\n', '=', '-']).is_empty()
    };
    let levels = headings.iter().filter(|(_, range)| !is_empty(range)).map(|(level, _)| *level);
    let top = levels.min().unwrap_or(2);
    let mut open: Vec<usize> = Vec::new();
    for (level, range) in headings {
        let source = &text[range.clone()];
        let line = source.trim_end();
        if is_empty(range) {
            edits.put(range.start..range.start + line.len(), "");
            continue;
        }
        let level = level - top;
        open.retain(|&outer| outer < level);
        open.push(level);
        let start = format!("{} ", "#".repeat((open.len() + 1).min(6)));
        // Only the marks are changed, so that links inside keep their own changes.
        if line.starts_with('#') {
            let length = line.len() - line.trim_start_matches('#').trim_start().len();
            edits.put(range.start..range.start + length, start);
        } else {
            edits.put(range.start..range.start, start);
            let under = line.rfind('\n').unwrap_or(line.len());
            edits.put(range.start + under..range.start + line.len(), "");
        }
    }
}

impl Open {
    fn new(range: Range<usize>, (target, title): (&str, &str), is_picture: bool) -> Self {
        let inner_end = range.start + if is_picture { 2 } else { 1 };
        let (target, title) = (target.to_owned(), title.to_owned());
        Self { range, target, title, inner_end, text: String::new() }
    }

    /// Returns the part after the link's words: `](target "title")`, `][name]`, `][]`.
    fn tail(&self, text: &str) -> Range<usize> {
        // The parser leaves the brackets of a name that is the text itself out.
        let end = self.range.end;
        let empty = text[end..].starts_with("[]") && text[..end].ends_with(']');
        self.inner_end..if empty { end + 2 } else { end }
    }

    fn written(&self, target: &str) -> String {
        let target = if target.contains([' ', '(', ')', '<']) {
            format!("<{target}>")
        } else {
            target.to_owned()
        };
        match self.title.as_str() {
            "" => format!("]({target})"),
            title => format!("]({target} \"{}\")", title.replace('"', "'")),
        }
    }

    fn follow(&self, text: &str, links: &Links<'_>, edits: &mut Edits) {
        let start = self.range.start..self.range.start + 1;
        let way = if self.target.is_empty() { Way::Nowhere } else { links.link(&self.target) };
        match way {
            Way::To(target) => edits.put(self.tail(text), self.written(&target)),
            Way::Page(target) if target.is_empty() => {
                edits.put(start, "");
                edits.put(self.tail(text), self.lost("a link to a section that is not there"));
            }
            Way::Page(target) => {
                let lost = self.lost("a link to a section that is not there");
                edits.put(self.tail(text), format!("{}{lost}", self.written(&target)));
            }
            Way::Draft => {
                edits.put(start, "");
                edits.put(self.tail(text), self.lost("a link to a draft"));
            }
            Way::Nowhere => {
                edits.put(start, "");
                edits.put(self.tail(text), self.lost("a link to nothing"));
            }
        }
    }

    fn lost(&self, reason: &str) -> String {
        todo::mark(&format!("{reason}: {}", self.target))
    }

    /// Follows a picture: one that is nowhere, or that pages cannot show, becomes a link or words.
    fn show(&self, page: &mut Following<'_>, surroundings: Surroundings) {
        const FORMATS: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg"];
        let end = self
            .target
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let caption = self.text.trim();
        let is_shown = FORMATS.contains(&end.as_str());
        let (text, links) = (page.text, page.links);
        if let Some(path) = is_shown.then(|| links.picture(&self.target)).flatten() {
            page.edits.put(self.tail(text), self.written(&path));
            self.describe(text, surroundings, &mut page.edits);
            return;
        }
        let in_link = surroundings == Surroundings::Link;
        let words = if caption.is_empty() { "Picture" } else { caption };
        let words = words.replace(['[', ']'], "");
        let replacement = if links.is_remote(&self.target) {
            let mark = self.lost("a picture of another site");
            if in_link {
                format!("{words}{mark}")
            } else {
                format!("[{words}](<{}>){mark}", self.target)
            }
        } else if let (Way::To(file), false) = (links.link(&self.target), in_link) {
            format!(
                "[{words}](<{file}>){}",
                self.lost("a picture in a format that pages cannot show")
            )
        } else {
            format!("{words}{}", self.lost("a picture that is not there"))
        };
        page.edits.put(self.range.clone(), replacement);
        // Attributes of something that is not a picture mean nothing.
        if let Some(length) = attributes(&text[self.range.end..]) {
            page.edits.put(self.range.end..self.range.end + length, "");
        }
    }

    /// Gives a picture the alternative text that it needs.
    fn describe(&self, text: &str, surroundings: Surroundings, edits: &mut Edits) {
        let caption = self.text.trim();
        let rest = &text[self.range.end..];
        let length = attributes(rest).unwrap_or(0);
        let braces = &rest[..length];
        if braces.contains("alt=") || (!caption.is_empty() && !braces.contains('#')) {
            return;
        }
        let target = super::links::decode(&self.target);
        let file = target.rsplit('/').next().unwrap_or_default();
        let file = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let alt = if caption.is_empty() {
            format!("To do: what {file} shows")
        } else {
            caption.replace('"', "'")
        };
        let inside = braces.trim_start_matches('{').trim_end_matches('}');
        let inside = if inside.is_empty() { String::new() } else { format!("{inside} ") };
        let mark = if caption.is_empty() {
            let mark = todo::mark(&format!("a picture without a description: {}", self.target));
            if surroundings == Surroundings::Nothing { format!("\n\n{mark}") } else { mark }
        } else {
            String::new()
        };
        edits.put(
            self.range.end..self.range.end + length,
            format!("{{{inside}alt=\"{alt}\"}}{mark}"),
        );
    }
}

/// Returns the length of the attributes that `text` begins with.
fn attributes(text: &str) -> Option<usize> {
    if !text.starts_with("{#") && !text.starts_with("{alt") && !text.starts_with("{.") {
        return None;
    }
    text.find('}').map(|end| end + 1)
}
