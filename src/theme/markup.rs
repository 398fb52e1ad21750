//! What the templates of a publication may not contain, because pages would refuse or miss it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::TextFile;
use crate::base::span::{FileId, Span};

/// What the Content-Security-Policy of pages refuses, with what to do instead.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        r#"<[A-Za-z][^<>]*\s(style\s*=\s*["'])"#,
        "pages refuse `style` attributes",
        "give it a class, and write a rule in `static/theme.css`",
    ),
    (r"<style\b", "pages refuse `style` elements", "write the rules in `static/theme.css`"),
    (
        r#"<[A-Za-z][^<>]*\s(on[a-z]+\s*=\s*["'])"#,
        "pages refuse scripts in attributes",
        "put the script into `static/`, and load the file",
    ),
    (
        r"<script(?:\s+(?:async|defer|type=.?(?:module|text/javascript).?))*\s*>",
        "pages refuse scripts that are not files",
        "put the script into `static/`, and load it with `<script src=…>`",
    ),
];

static PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| REFUSED.iter().map(|(pattern, _, _)| ours(pattern)).collect());

/// The address of what a page loads.
static SOURCES: LazyLock<Regex> = LazyLock::new(|| {
    ours(r#"<(?:img|source|script|video|audio|embed|iframe)\b[^>]*?\ssrc=["']([^"']*)["']"#)
});

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is ours")
}

/// Checks a template; `statics` are the files in `static/`.
pub(super) fn check(
    (id, file): (FileId, &TextFile),
    statics: &BTreeSet<&str>,
    problems: &mut Problems,
) {
    for ((_, message, hint), pattern) in REFUSED.iter().zip(PATTERNS.iter()) {
        for found in pattern.captures_iter(&file.text) {
            let Some(found) = found.get(1).or(found.get(0)) else { continue };
            let span = Span::new(id, found.start(), found.end());
            problems.push(Diagnostic::error(Code::BadStyle, span, *message).with_hint(*hint));
        }
    }
    for found in SOURCES.captures_iter(&file.text).filter_map(|found| found.get(1)) {
        let Some((message, hint)) = misplaced(found.as_str(), statics) else { continue };
        let span = Span::new(id, found.start(), found.end());
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    }
}

/// Says why a page cannot load what stands at an address, and what to do.
fn misplaced(address: &str, statics: &BTreeSet<&str>) -> Option<(String, String)> {
    let here = "{{ page.root }}{{ site.assets_path }}";
    if address.is_empty() || address.starts_with("data:") {
        return None;
    }
    if address.contains("://") || address.starts_with("//") {
        let hint = format!("put the file into `static/`, and write `{here}` before its name");
        return Some((
            format!("`{address}` is on another server, and pages load nothing from those"),
            hint,
        ));
    }
    if let Some(below) = address.strip_prefix("{{ page.root }}") {
        let name = below.strip_prefix("assets/")?;
        if name.contains('{') || statics.contains(name) {
            return None;
        }
        let hint = did_you_mean(name, statics.iter().copied())
            .unwrap_or_else(|| format!("add the file: `static/{name}` in this layer"));
        return Some((format!("there is no file `{name}` in `static/`"), hint));
    }
    if address.starts_with(['{', '/']) {
        return None;
    }
    let hint = format!(
        "put the file into `static/`, and write `{here}{}`",
        address.rsplit('/').next().unwrap_or(address)
    );
    Some((format!("`{address}` leads elsewhere from each page"), hint))
}
