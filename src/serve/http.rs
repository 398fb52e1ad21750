//! Answering browsers: files from memory, events, PDFs on demand.

use std::io::Write;
use std::net::IpAddr;
use std::sync::Arc;
use std::thread::Scope;
use std::time::Duration;

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};
use tiny_http::{Header, Request, Response, Server};

use super::Preview;

/// The script that reloads pages and shows problems; it is part of no built site.
const SCRIPT: &str = include_str!("preview.js");

/// Where the script and the events are.
const SCRIPT_PATH: &str = "quipu-preview.js";
const EVENTS_PATH: &str = "quipu-preview-events";

/// The page of a publication that could not be made yet.
const NOTHING: &[u8] = b"<!doctype html><html lang=\"en\"><title>Quipu</title><body></body></html>";

/// How often a connection without news is kept alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Answers requests until the server ends, each on a thread of its own.
pub(super) fn answer<'scope>(
    server: &'scope Server,
    preview: &'scope Preview,
    scope: &'scope Scope<'scope, '_>,
) {
    for request in server.incoming_requests() {
        scope.spawn(move || respond(request, preview));
    }
}

fn respond(request: Request, preview: &Preview) {
    // A page elsewhere that resolves its own name to this machine must not read drafts.
    if !is_own(&request, preview) {
        let response = Response::from_string("This host is not served here.\n");
        let _ = request.respond(response.with_status_code(403));
        return;
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    let path = decoded(path.trim_start_matches('/'));
    match path.as_str() {
        EVENTS_PATH => send_events(request, preview),
        SCRIPT_PATH => send(request, 200, "js", SCRIPT.as_bytes()),
        _ => send_file(request, &path, preview),
    }
}

/// Whether the request names this machine as its host.
fn is_own(request: &Request, preview: &Preview) -> bool {
    let header = request.headers().iter().find(|header| header.field.equiv("Host"));
    let Some(header) = header else { return false };
    let host = header.value.as_str();
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, _)) => name,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    // Who listens at all addresses has asked for other names.
    preview.serving.address.is_unspecified()
        || name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| preview.serving.address == address)
}

/// Decodes `%20` and its like; what is no UTF-8 names no file.
fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

fn send_file(request: Request, path: &str, preview: &Preview) {
    let files = Arc::clone(&preview.shown().files);
    let name = match path {
        "" => "index.html".to_owned(),
        path if path.ends_with('/') => format!("{path}index.html"),
        path => path.to_owned(),
    };
    if let Some(bytes) = files.get(&name) {
        return send_page(request, 200, &name, bytes);
    }
    if extension(&name) == "pdf" {
        return match preview.pdf(&name) {
            Some(bytes) => send(request, 200, "pdf", &bytes),
            None => send(request, 404, "txt", b"There is no such PDF, or it has mistakes.\n"),
        };
    }
    if files.contains_key(&format!("{name}/index.html")) {
        let response = with(Response::empty(301), "Location", &format!("/{name}/"));
        let _ = request.respond(response);
        return;
    }
    match files.get("404.html") {
        Some(bytes) => send_page(request, 404, "404.html", bytes),
        // Nothing was ever made: the overlay says why.
        None => send_page(request, 404, "404.html", NOTHING),
    }
}

/// Sends a file; pages get the script.
fn send_page(request: Request, status: u16, name: &str, bytes: &[u8]) {
    if extension(name) != "html" {
        return send(request, status, extension(name), bytes);
    }
    let page = String::from_utf8_lossy(bytes);
    let script = format!("<script src=\"/{SCRIPT_PATH}\" defer></script>");
    let page = match page.rfind("</body>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]),
        None => format!("{page}{script}"),
    };
    send(request, status, "html", page.as_bytes());
}

fn send(request: Request, status: u16, extension: &str, bytes: &[u8]) {
    let response = Response::from_data(bytes).with_status_code(status);
    let response = with(response, "Content-Type", media_type(extension));
    let response = with(response, "Cache-Control", "no-store");
    // A browser that went away needs no answer.
    let _ = request.respond(response);
}

/// Sends an event at each change, as long as the browser listens.
fn send_events(request: Request, preview: &Preview) {
    let mut writer = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    let mut seen = None;
    let mut message = head.to_owned();
    loop {
        if writer.write_all(message.as_bytes()).and_then(|()| writer.flush()).is_err() {
            return;
        }
        let shown = preview.shown();
        let is_news = |version| seen != Some(version);
        let (shown, _) = preview
            .changed
            .wait_timeout_while(shown, HEARTBEAT, |shown| !is_news(shown.version))
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        message = if is_news(shown.version) {
            let data = serde_json::json!({
                "version": shown.version,
                "styles": shown.only_styles,
                "problems": shown.problems,
            });
            format!("data: {data}\n\n")
        } else {
            ": still here\n\n".to_owned()
        };
        seen = Some(shown.version);
    }
}

/// Adds a header. Addresses may hold more than ASCII, and are encoded.
fn with<R: std::io::Read>(mut response: Response<R>, name: &str, value: &str) -> Response<R> {
    let value: String = utf8_percent_encode(value, CONTROLS).collect();
    if let Ok(header) = Header::from_bytes(name, value) {
        response.add_header(header);
    }
    response
}

/// Returns what stands behind the last dot of a path.
pub(super) fn extension(path: &str) -> &str {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end)
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "csv" => "text/csv; charset=utf-8",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        _ => "text/plain; charset=utf-8",
    }
}
