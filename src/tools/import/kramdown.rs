//! Extensions of Kramdown: `{::comment}`, `{::nomarkdown}` and `{::options /}`.

use super::{figure, todo};

/// An extension.
struct Extension<'t> {
    name: &'t str,
    inside: &'t str,
    /// How many bytes it has.
    length: usize,
}

impl<'t> Extension<'t> {
    /// Reads the extension that `text` begins with.
    fn read(text: &'t str) -> Option<Self> {
        let rest = text.strip_prefix("{::")?;
        let end = rest.find('}')?;
        let head = &rest[..end];
        let name = head.split([' ', '/']).next().unwrap_or_default();
        let start = "{::".len() + end + 1;
        if head.ends_with('/') {
            return Some(Self { name, inside: "", length: start });
        }
        let closings = [format!("{{:/{name}}}"), "{:/}".to_owned()];
        let found = closings
            .iter()
            .filter_map(|closing| Some((text[start..].find(closing)?, closing.len())));
        let (at, closing) = found.min()?;
        Some(Self { name, inside: &text[start..start + at], length: start + at + closing })
    }
}

/// Converts an extension within a line.
pub(super) fn inline(rest: &str, out: &mut String) -> Option<usize> {
    let extension = Extension::read(rest)?;
    match extension.name {
        "comment" | "options" => out.push_str(&todo::comment(extension.inside)),
        "nomarkdown" => out.push_str(extension.inside),
        name => {
            out.push_str(&todo::inline(
                &format!("`{name}` of Kramdown"),
                &rest[..extension.length],
            ));
        }
    }
    Some(extension.length)
}

/// Converts an extension on lines of its own; none if the lines do not begin with one.
pub(super) fn block(lines: &[&str], out: &mut Vec<String>) -> Option<usize> {
    if !lines[0].trim_start().starts_with("{::") {
        return None;
    }
    let text = lines.join("\n");
    let start = text.len() - text.trim_start().len();
    let extension = Extension::read(&text[start..])?;
    let end = start + extension.length;
    let length = text[..end].matches('\n').count() + 1;
    let behind = text[end..].split('\n').next().unwrap_or_default();
    if !behind.trim().is_empty() {
        return None;
    }
    let inside: Vec<&str> = extension.inside.lines().collect();
    match extension.name {
        "comment" => out.extend(figure::comment(&inside)),
        "options" => out.extend(figure::comment(&lines[..length])),
        "nomarkdown" => {
            out.push(String::new());
            out.extend(inside.iter().map(|line| (*line).to_owned()));
            out.push(String::new());
        }
        name => out.extend(todo::block(&format!("`{name}` of Kramdown"), &lines[..length])),
    }
    Some(length)
}
