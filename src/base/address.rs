//! Addresses on other sites: what a browser can open, and what only looks like it.

use std::net::Ipv6Addr;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// The schemes that a link may have: what else a browser follows can run code or read its disk.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// What is wrong with an address, and what to write instead.
type Fault = (String, String);

/// Checks an address that a page links to as it is written: one of another site, or one within this site.
///
/// # Errors
/// Reports a scheme that no link may have, and what no browser can open.
pub fn check(url: &str, span: Span) -> Result<(), Diagnostic> {
    // Browsers leave out line breaks and tabs, and then see the scheme.
    if url.contains(is_blank) {
        let message = "an address has no spaces or line breaks";
        return Err(Diagnostic::error(Code::BrokenLink, span, message)
            .with_hint("delete them, or write `%20` for each space"));
    }
    if has_scheme(url) { check_scheme(url, span) } else { Ok(()) }
}

/// Checks an address with a scheme.
///
/// # Errors
/// As [`check`].
pub fn check_scheme(url: &str, span: Span) -> Result<(), Diagnostic> {
    fault(url).map_or(Ok(()), |(message, hint)| {
        Err(Diagnostic::error(Code::BrokenLink, span, message).with_hint(hint))
    })
}

/// Whether a text is a whole address that a browser can open.
pub fn is_whole(url: &str) -> bool {
    has_scheme(url) && !url.contains(is_blank) && fault(url).is_none()
}

/// Whether an address begins with a scheme, as `https:` is one.
pub fn has_scheme(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn is_blank(character: char) -> bool {
    character.is_control() || character.is_whitespace()
}

fn fault(url: &str) -> Option<Fault> {
    let scheme = url.split(':').next().unwrap_or_default();
    if SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return fault_of_rest(&scheme.to_lowercase(), url.get(scheme.len() + 1..)?);
    }
    if scheme.len() == 1 || scheme.eq_ignore_ascii_case("file") {
        let message = format!("`{url}` is a file of one machine, which readers do not have");
        let hint = "put the file into `content/static/`, and name it relative to this text: `../static/file.pdf`";
        return Some((message, hint.to_owned()));
    }
    let known = SCHEMES.map(|known| format!("`{known}:`")).join(", ");
    Some((format!("links cannot begin with `{scheme}:`"), format!("they begin with {known}")))
}

/// Checks what stands behind the colon of an address: a host, a mailbox or a number.
fn fault_of_rest(scheme: &str, rest: &str) -> Option<Fault> {
    let hint = match scheme {
        "mailto" if rest.split('?').next().is_some_and(|box_| !box_.contains('@')) => {
            "write the whole address: `mailto:name@example.org`".to_owned()
        }
        "tel" if !rest.contains(|c: char| c.is_ascii_digit()) => {
            "write the number with its country: `tel:+5712345678`".to_owned()
        }
        "mailto" | "tel" => return None,
        _ if has_host(rest) => return None,
        _ if rest.split(['/', '?', '#']).any(|part| part.matches('@').count() > 1) => {
            "write `%40` for an `@` in the name before the host".to_owned()
        }
        _ => match rest.trim_start_matches('/') {
            host if begins_with_host(host) => format!("write `{scheme}://{host}`"),
            _ => "write the whole address, such as `https://example.org/page`".to_owned(),
        },
    };
    Some((format!("`{scheme}:{rest}` is not an address that a browser can open"), hint))
}

/// Whether two slashes and a host follow, and a port that there can be.
fn has_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A second `@` would have to be written as `%40`.
    let host = host.split_once('@').map_or(host, |(_, host)| host);
    let is_port = |port: &str| port.is_empty() || port.parse::<u16>().is_ok();
    if let Some((number, port)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return is_port && number.parse::<Ipv6Addr>().is_ok();
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    !name.is_empty() && !name.contains(['@', '[', ']']) && is_port(port)
}

/// Whether an address without a scheme is that of a mailbox.
pub fn is_mailbox(url: &str) -> bool {
    url.split_once('@').is_some_and(|(name, host)| {
        let is_host = host.contains('.') && !host.ends_with('.');
        is_host && !name.is_empty() && !url.contains(['/', ' ']) && !host.contains('@')
    })
}

/// Whether a path begins like the name of a host, as in `www.example.org/page`.
pub fn begins_with_host(path: &str) -> bool {
    const ENDINGS: [&str; 11] =
        ["org", "com", "net", "int", "gov", "edu", "info", "eu", "io", "co", "dev"];
    let host = path.split(['/', '?', '#']).next().unwrap_or_default();
    host.split_once('.').is_some_and(|(first, rest)| {
        let ending = rest.rsplit('.').next().unwrap_or_default();
        !first.is_empty() && (first == "www" || ENDINGS.contains(&ending))
    })
}

/// Whether the path of an image leads to another site, or holds the image itself.
pub fn is_elsewhere(path: &str) -> bool {
    ["https:", "http:", "//", "data:", "ftp:"].iter().any(|beginning| path.starts_with(beginning))
}
