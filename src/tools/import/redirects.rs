//! Former addresses of texts, for servers that read a list of redirects.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::library::{Document, Library};
use super::project::Kind;
use super::{date, outline};

/// The list, as Netlify, Cloudflare Pages and GitLab Pages read it.
pub(super) const FILE: &str = "_redirects";

/// Writes the list: the old address, the new one, and the code for a permanent move.
pub(super) fn write(library: &Library<'_>) -> String {
    let mut moves: BTreeMap<String, String> = BTreeMap::new();
    for document in &library.documents {
        let to = format!("/briefs/{}/", document.id);
        let named = document.addresses.iter().map(|address| format!("/{address}"));
        for from in named.chain(own(library, document)).filter(|from| is_address(from, &to)) {
            moves.entry(from).or_insert_with(|| to.clone());
        }
    }
    let mut text = String::new();
    for (from, to) in moves {
        let _ = writeln!(text, "{from} {to} 301");
    }
    text
}

fn is_address(from: &str, to: &str) -> bool {
    from.len() > 1
        && !from.contains(char::is_whitespace)
        && from.trim_end_matches('/') != to.trim_end_matches('/')
}

/// Returns the address that the project's program gives to a text without one.
fn own(library: &Library<'_>, document: &Document) -> Option<String> {
    let below = document.from.strip_prefix(&library.project.content).unwrap_or(&document.from);
    let stem = outline::stem(below);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let stem = if ["index", "_index"].contains(&name) || name == "README" { folder } else { stem };
    if stem.is_empty() {
        return None;
    }
    match library.project.kind {
        Kind::Hugo | Kind::Zola | Kind::Mkdocs | Kind::Eleventy => Some(format!("/{stem}/")),
        Kind::Jekyll => match date::of_name(name) {
            Some((day, rest)) => Some(format!("/{}/{rest}.html", day.strftime("%Y/%m/%d"))),
            None => Some(format!("/{stem}.html")),
        },
        Kind::Quarto | Kind::Bookdown | Kind::Myst => Some(format!("/{stem}.html")),
        Kind::Markdown | Kind::Word => None,
    }
}
