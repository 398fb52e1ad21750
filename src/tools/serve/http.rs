//! Answering browsers: files from memory, events, PDFs on demand.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, TcpListener, TcpStream};
use std::thread::{self, Scope};
use std::time::Duration;

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

use super::{Server, inspect};
use crate::projection::Drafts;

/// The script that reloads pages and shows problems; it is part of no built site.
const SCRIPT: &str = include_str!("preview.js");

/// Where the script and the events are.
const SCRIPT_PATH: &str = "quipu-preview.js";
const EVENTS_PATH: &str = "quipu-preview-events";

/// Where the script asks about a page, and where a text of it was written.
const PAGE_PATH: &str = "quipu-preview-page";
const SOURCE_PATH: &str = "quipu-preview-source";

/// Where the script says whether drafts are shown.
const DRAFTS_PATH: &str = "quipu-preview-drafts";

/// The page of a publication that could not be made yet.
const NOTHING: &[u8] = b"<!doctype html><html lang=\"en\"><title>Quipu</title><body></body></html>";

/// How often a connection without news is kept alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What became of a request.
const OK: &str = "200 OK";
const MISSING: &str = "404 Not Found";

/// What becomes of what is no request for a page.
const MALFORMED: &str = "400 Bad Request";
const TOO_LONG: &str = "431 Request Header Fields Too Large";
const OTHER_METHOD: &str = "405 Method Not Allowed";
const OPTIONS: &str = "204 No Content";

/// What may be asked.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// The longest head of a request: browsers send some hundred bytes.
const LONGEST_HEAD: usize = 16 << 10;

/// How long a browser may take to send a head, or to read an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a browser asks for.
struct Request {
    stream: TcpStream,
    /// The address behind the host.
    url: String,
    /// The host that the browser believes it talks to; empty if it does not say.
    host: String,
    /// Whether the browser says that a page from here asks.
    is_own_page: bool,
    /// Whether only the head of the answer is asked for.
    is_head: bool,
}

/// What the head of a request asks for.
struct RequestHead {
    url: String,
    host: String,
    is_own_page: bool,
    is_head: bool,
}

impl RequestHead {
    /// Reads a whole head.
    ///
    /// # Errors
    /// Returns the status of what gets no page.
    fn read(request: &httparse::Request<'_, '_>) -> Result<Self, &'static str> {
        let headers = |name: &'static str| {
            let headers = request.headers.iter();
            let headers = headers.filter(move |header| header.name.eq_ignore_ascii_case(name));
            headers.map(|header| String::from_utf8_lossy(header.value))
        };
        // What stands between here and the browser may read the other one.
        if headers("host").count() > 1 {
            return Err(MALFORMED);
        }
        let is_head = match request.method {
            Some("GET") => false,
            Some("HEAD") => true,
            Some("OPTIONS") => return Err(OPTIONS),
            _ => return Err(OTHER_METHOD),
        };
        let host = headers("host").next().unwrap_or_default().into_owned();
        let is_own_page = headers("sec-fetch-site").next().as_deref() == Some("same-origin");
        let url = request.path.unwrap_or_default().to_owned();
        Ok(Self { url, host, is_own_page, is_head })
    }
}

impl Request {
    /// Reads the head of a request; none if it is not one for a page, which has been answered then.
    fn read(mut stream: TcpStream) -> io::Result<Option<Self>> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut head = Vec::new();
        let mut part = [0; 2048];
        let refusal = loop {
            if head.len() >= LONGEST_HEAD {
                break TOO_LONG;
            }
            let read = stream.read(&mut part)?;
            head.extend_from_slice(&part[..read]);
            let mut headers = [httparse::EMPTY_HEADER; 100];
            let mut request = httparse::Request::new(&mut headers);
            match request.parse(&head) {
                Ok(httparse::Status::Complete(_)) => match RequestHead::read(&request) {
                    Ok(RequestHead { url, host, is_own_page, is_head }) => {
                        return Ok(Some(Self { stream, url, host, is_own_page, is_head }));
                    }
                    Err(refusal) => break refusal,
                },
                Ok(httparse::Status::Partial) if read > 0 => {}
                // Browsers open connections that they may need.
                Ok(httparse::Status::Partial) if head.is_empty() => return Ok(None),
                Ok(httparse::Status::Partial) | Err(_) => break MALFORMED,
            }
        };
        refuse(stream, refusal)?;
        Ok(None)
    }

    /// Sends an answer, and ends the connection: a browser that keeps one open would keep a thread.
    fn respond(mut self, status: &str, headers: &[(&str, &str)], body: &[u8]) {
        let mut head =
            format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            // Addresses may hold more than ASCII, and are encoded.
            let value: String = utf8_percent_encode(value, CONTROLS).collect();
            head.extend([name, ": ", &value, "\r\n"]);
        }
        head.push_str("\r\n");
        let body = if self.is_head { &[] } else { body };
        // A browser that went away needs no answer.
        let _ = self.stream.write_all(head.as_bytes()).and_then(|()| self.stream.write_all(body));
    }
}

/// Answers what is no request for a page.
fn refuse(mut stream: TcpStream, status: &str) -> io::Result<()> {
    /// How much of what else is sent is read: whoever is cut off while sending loses the answer.
    const MOST: u64 = 1 << 20;
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nAllow: {METHODS}\r\nContent-Length: 0\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    io::copy(&mut stream.take(MOST), &mut io::sink()).map(|_| ())
}

/// Answers requests until the program ends, each on a thread of its own.
pub(super) fn answer<'scope>(
    server: &'scope TcpListener,
    preview: &'scope Server,
    scope: &'scope Scope<'scope, '_>,
) {
    // A connection that breaks before it is accepted is the browser's affair.
    for stream in server.incoming().flatten() {
        let answer = move || {
            if let Ok(Some(request)) = Request::read(stream) {
                respond(request, preview);
            }
        };
        // Where the system gives no further thread, the browser asks again.
        let _ = thread::Builder::new().spawn_scoped(scope, answer);
    }
}

fn respond(request: Request, preview: &Server) {
    // A page elsewhere that resolves its own name to this machine must not read drafts.
    if !is_own(&request, preview) {
        return request.respond("403 Forbidden", &[], b"This host is not served here.\n");
    }
    let path = request.url.split(['?', '#']).next().unwrap_or_default().to_owned();
    let path = decoded(path.trim_start_matches('/'));
    match path.as_str() {
        EVENTS_PATH => send_events(request, preview),
        PAGE_PATH => {
            let answer = query(&request.url, "page");
            let answer = answer.and_then(|page| inspect::describe(preview, &page));
            send_json(request, answer.as_ref());
        }
        SOURCE_PATH => {
            let entry = query(&request.url, "entry").and_then(|entry| entry.parse().ok());
            let text = query(&request.url, "text").unwrap_or_default();
            let answer = query(&request.url, "page")
                .and_then(|page| inspect::locate(preview, &page, (&text, entry)));
            send_json(request, answer.as_ref());
        }
        DRAFTS_PATH if request.is_own_page => {
            preview.show_drafts(query(&request.url, "shown").as_deref() == Some("yes"));
            send_json(request, Some(&serde_json::Value::Null));
        }
        SCRIPT_PATH => send(request, OK, "js", SCRIPT.as_bytes()),
        _ => send_file(request, &path, preview),
    }
}

/// Returns the value of a name in the query of an address.
fn query(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Sends what was found, or that nothing was.
fn send_json(request: Request, answer: Option<&serde_json::Value>) {
    match answer {
        Some(answer) => send(request, OK, "json", answer.to_string().as_bytes()),
        None => send(request, MISSING, "json", b"null"),
    }
}

/// Whether the request names this machine as its host.
fn is_own(request: &Request, preview: &Server) -> bool {
    let host = request.host.as_str();
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

fn send_file(request: Request, path: &str, preview: &Server) {
    let name = page_file(path);
    if matches!(extension(&name), "pdf" | "epub") {
        return match preview.pdf(&name) {
            Some(bytes) => send(request, OK, extension(&name), &bytes),
            // One of the author's own.
            None => match preview.file(&name) {
                Some(bytes) => send(request, OK, extension(&name), &bytes),
                None => {
                    send(request, MISSING, "txt", b"There is no such PDF, or it has mistakes.\n");
                }
            },
        };
    }
    if let Some(bytes) = preview.file(&name) {
        return send_page(request, OK, &name, &bytes);
    }
    if extension(&name).is_empty() && preview.file(&format!("{name}/index.html")).is_some() {
        return request.respond(
            "301 Moved Permanently",
            &[("Location", &format!("/{name}/"))],
            b"",
        );
    }
    match preview.file("404.html") {
        Some(bytes) => send_page(request, MISSING, "404.html", &bytes),
        // Nothing was ever made: the overlay says why.
        None => send_page(request, MISSING, "404.html", NOTHING),
    }
}

/// Returns the path of the file of an address: that of a folder is its page.
fn page_file(address: &str) -> String {
    match address {
        "" => "index.html".to_owned(),
        address if address.ends_with('/') => format!("{address}index.html"),
        address => address.to_owned(),
    }
}

/// Returns by what a browser tells whether a page that it shows has changed.
fn mark(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// Sends a file; pages get the script.
fn send_page(request: Request, status: &str, name: &str, bytes: &[u8]) {
    if extension(name) != "html" {
        return send(request, status, extension(name), bytes);
    }
    let page = String::from_utf8_lossy(bytes);
    let script =
        format!("<script src=\"/{SCRIPT_PATH}\" data-page=\"{}\" defer></script>", mark(bytes));
    let page = match page.rfind("</body>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]),
        None => format!("{page}{script}"),
    };
    send(request, status, "html", page.as_bytes());
}

fn send(request: Request, status: &str, extension: &str, bytes: &[u8]) {
    let headers = [("Content-Type", media_type(extension)), ("Cache-Control", "no-store")];
    request.respond(status, &headers, bytes);
}

/// Sends an event at each change, as long as the browser listens.
fn send_events(request: Request, preview: &Server) {
    let page = query(&request.url, "page").map(|page| page_file(&page));
    let is_head = request.is_head;
    let mut writer = request.stream;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    let mut seen = None;
    let mut message = head.to_owned();
    loop {
        if writer.write_all(message.as_bytes()).and_then(|()| writer.flush()).is_err() {
            return;
        }
        if is_head {
            return;
        }
        let shown = preview.shown();
        let is_news = |news| seen != Some(news);
        let (shown, _) = preview
            .changed
            .wait_timeout_while(shown, HEARTBEAT, |shown| !is_news(shown.news))
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        message = if is_news(shown.news) {
            let shown_page = page.as_ref().and_then(|page| shown.file(page));
            let data = serde_json::json!({
                "version": shown.version,
                "saved": shown.looked,
                "drafts": preview.drafts() == Drafts::Shown,
                "page": shown_page.map(|(_, bytes)| mark(bytes)),
                "styles": shown.styles(),
                "problems": shown.problems,
                "counts": shown.counts,
            });
            format!("data: {data}\n\n")
        } else {
            ": still here\n\n".to_owned()
        };
        seen = Some(shown.news);
    }
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
        "epub" => "application/epub+zip",
        "csv" => "text/csv; charset=utf-8",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        _ => "text/plain; charset=utf-8",
    }
}
