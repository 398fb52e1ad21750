//! Addresses on other sites: what a browser can open, and what only looks like it.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// The schemes that a link may have: what else a browser follows can run code or read its disk.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

pub(super) fn check_scheme(url: &str, span: Span) -> Result<(), Diagnostic> {
    let scheme = url.split(':').next().unwrap_or_default();
    if SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return check_rest(&scheme.to_lowercase(), &url[scheme.len() + 1..], span);
    }
    if scheme.len() == 1 || scheme.eq_ignore_ascii_case("file") {
        let message = format!("`{url}` is a file of one machine, which readers do not have");
        let hint = "put the file into `content/static/`, and name it relative to this text: `../static/file.pdf`";
        return Err(Diagnostic::error(Code::BrokenLink, span, message).with_hint(hint));
    }
    Err(Diagnostic::error(Code::BrokenLink, span, format!("links cannot begin with `{scheme}:`"))
        .with_hint(format!(
            "they begin with {}",
            SCHEMES.map(|known| format!("`{known}:`")).join(", ")
        )))
}

/// Checks what stands behind the colon of an address: a host, a mailbox or a number.
fn check_rest(scheme: &str, rest: &str, span: Span) -> Result<(), Diagnostic> {
    let hint = match scheme {
        "mailto" if rest.split('?').next().is_some_and(|box_| !box_.contains('@')) => {
            "write the whole address: `mailto:name@example.org`".to_owned()
        }
        "tel" if !rest.contains(|c: char| c.is_ascii_digit()) => {
            "write the number with its country: `tel:+5712345678`".to_owned()
        }
        "mailto" | "tel" => return Ok(()),
        _ if has_host(rest) => return Ok(()),
        _ => match rest.trim_start_matches('/') {
            host if begins_with_host(host) => format!("write `{scheme}://{host}`"),
            _ => "write the whole address, such as `https://example.org/page`".to_owned(),
        },
    };
    let message = format!("`{scheme}:{rest}` is not an address that a browser can open");
    Err(Diagnostic::error(Code::BrokenLink, span, message).with_hint(hint))
}

/// Whether two slashes and a host follow, and a port that there can be.
fn has_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    match host.rsplit_once(':').filter(|_| !host.ends_with(']')) {
        Some((name, port)) => !name.is_empty() && (port.is_empty() || port.parse::<u16>().is_ok()),
        None => !host.is_empty(),
    }
}

/// Whether an address without a scheme is that of a mailbox.
pub(super) fn is_mailbox(url: &str) -> bool {
    url.split_once('@').is_some_and(|(name, host)| {
        let is_host = host.contains('.') && !host.ends_with('.');
        is_host && !name.is_empty() && !url.contains(['/', ' ']) && !host.contains('@')
    })
}

/// Whether a path begins like the name of a host, as in `www.example.org/page`.
pub(super) fn begins_with_host(path: &str) -> bool {
    const ENDINGS: [&str; 11] =
        ["org", "com", "net", "int", "gov", "edu", "info", "eu", "io", "co", "dev"];
    let host = path.split(['/', '?', '#']).next().unwrap_or_default();
    host.split_once('.').is_some_and(|(first, rest)| {
        let ending = rest.rsplit('.').next().unwrap_or_default();
        !first.is_empty() && (first == "www" || ENDINGS.contains(&ending))
    })
}

/// Whether the path of an image leads to another site, or holds the image itself.
pub(super) fn is_elsewhere(path: &str) -> bool {
    ["https:", "http:", "//", "data:", "ftp:"].iter().any(|beginning| path.starts_with(beginning))
}
