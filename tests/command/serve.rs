//! `quipu serve`, as a browser meets it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Publication, QUIPU};

/// How long a test waits for what should come within a second.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A server of a publication, ended with the test.
pub(crate) struct Server {
    child: Child,
    /// Host and port.
    address: String,
}

impl Server {
    pub(crate) fn of(publication: &Publication) -> Self {
        let mut child = Command::new(QUIPU)
            .args(["serve", "--port", "0"])
            .current_dir(publication.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it is").unwrap();
            let found = line.strip_prefix("serving http://").and_then(|rest| rest.split_once('/'));
            if let Some((address, _)) = found {
                break address.to_owned();
            }
        };
        // What it prints later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, address }
    }

    /// Asks for a path; `host` is the name that the browser believes it talks to.
    fn ask(&self, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A test that waits for what does not come fails; it does not wait for ever.
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let mut answer = Vec::new();
        self.ask(path, &self.address).read_to_end(&mut answer).unwrap();
        answer
    }

    /// Returns the bytes of a file; none if there is no such file.
    pub(crate) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let answer = self.get(&format!("/{path}"));
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        answer.starts_with(b"HTTP/1.1 200").then(|| answer[end + 4..].to_vec())
    }

    /// Begins to listen to what the server tells browsers.
    pub(crate) fn events(&self) -> BufReader<TcpStream> {
        BufReader::new(self.ask("/quipu-preview-events", &self.address))
    }

    fn page(&self, path: &str) -> String {
        String::from_utf8(self.get(path)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads events until one is news for `is_wanted`.
pub(crate) fn wait_for(events: &mut impl BufRead, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut line = String::new();
    // The server writes now and then so that the connection stays, whatever there is to say.
    let begun = Instant::now();
    loop {
        line.clear();
        assert!(begun.elapsed() < PATIENCE, "what is waited for does not come");
        assert!(events.read_line(&mut line).unwrap() > 0, "the events have ended");
        if line.starts_with("data:") && is_wanted(&line) {
            return line;
        }
    }
}

#[test]
fn a_save_reaches_the_browser_and_a_mistake_leaves_the_last_good_page() {
    let publication = Publication::empty();
    let brief = |text: &str| {
        format!("---\ntitle: A port\nfinding: It is open.\ndate: 2026-01-02\n---\n\n{text}\n")
    };
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\n");
    publication.put("content/briefs/port.md", brief("The first text."));
    let server = Server::of(&publication);
    assert!(server.page("/briefs/port/").contains("quipu-preview.js"));

    let mut events = server.events();
    // An event says all that there is to say: one may hold what came before the browser did.
    let counted = "\"counts\":{\"warnings\":0,\"findings\":";
    wait_for(&mut events, |data| data.contains(counted));
    let is_good = |data: &str| data.contains("\"problems\":\"\"");
    let says = |text: &str| server.page("/briefs/port/").contains(text);
    publication.put("content/briefs/port.md", brief("The second text."));
    // A file that was read while it was written is made anew at once.
    wait_for(&mut events, |data| is_good(data) && says("The second text."));

    publication.put("content/briefs/port.md", brief("A number {{ nothing[a, b] }}."));
    let event = wait_for(&mut events, |data| data.contains("Q301"));
    assert!(event.contains("content/briefs/port.md"), "{event}");
    assert!(
        server.page("/briefs/port/").contains("The second text."),
        "the last good page is gone"
    );

    publication.put("content/briefs/port.md", brief("The third text."));
    wait_for(&mut events, |data| is_good(data) && says("The third text."));

    let pdf = server.get("/briefs/port/port.pdf");
    assert!(pdf.windows(5).any(|bytes| bytes == b"%PDF-"), "no PDF is served");
    assert!(!publication.public().exists(), "a server writes nothing");
}

#[test]
fn a_book_is_made_when_it_is_asked_for() {
    let publication = Publication::of_one_brief();
    publication.put(
        "content/reports/coast.md",
        "---\ntitle: The coast\nfinding: It has a port.\ndate: 2026-01-02\nbriefs: [port]\n---\n",
    );
    let server = Server::of(&publication);
    let book = server.get("/reports/coast/coast.epub");
    let says = |text: &[u8]| book.windows(text.len()).any(|bytes| bytes == text);
    assert!(says(b"200 OK") && says(b"application/epub+zip"), "no book is served");
}

#[test]
fn a_text_of_a_page_leads_to_its_source() {
    let publication = Publication::of_one_brief();
    publication.put(
        "content/briefs/port.md",
        "---\ntitle: A port\nfinding: It is open.\ndate: 2026-01-02\n---\n\nOne.\n\nThe *second* text.\n",
    );
    let server = Server::of(&publication);
    let ask = "/quipu-preview-source?page=briefs%2Fport%2F&text=The+second+text.";
    let answer = server.page(ask);
    assert!(answer.contains("\"file\":\"content/briefs/port.md\",\"line\":9"), "{answer}");
    assert!(answer.contains("content/briefs/port.md:9:1\""), "no address of an editor: {answer}");
    let about = server.page("/quipu-preview-page?page=briefs%2Fport%2F");
    assert!(about.contains("\"words\":") && about.contains("\"is_this\":true"), "{about}");
    assert!(server.page("/quipu-preview-page?page=nothing%2F").starts_with("HTTP/1.1 404"));
}

#[test]
fn each_request_gets_an_answer() {
    let publication = Publication::of_one_brief();
    let server = Server::of(&publication);
    let answer = |request: String| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let host = format!("Host: {}", server.address);
    let page = server.page("/briefs/port/");
    let length = page.split_once("\r\n\r\n").unwrap().1.len();
    let head = answer(format!("HEAD /briefs/port/ HTTP/1.1\r\n{host}\r\n\r\n"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains(&format!("Content-Length: {length}\r\n")), "{head}");
    assert!(head.ends_with("\r\n\r\n"), "an answer to HEAD has no body: {head}");
    let events = answer(format!("HEAD /quipu-preview-events HTTP/1.1\r\n{host}\r\n\r\n"));
    assert!(events.starts_with("HTTP/1.1 200"), "{events}");
    let options = answer(format!("OPTIONS * HTTP/1.1\r\n{host}\r\n\r\n"));
    assert!(
        options.starts_with("HTTP/1.1 204") && options.contains("Allow: GET, HEAD"),
        "{options}"
    );
    let sent = "Content-Length: 4\r\n\r\na=bc";
    for (request, status) in [
        (format!("POST / HTTP/1.1\r\n{host}\r\n{sent}"), "405"),
        (format!("GET / HTTP/1.1\r\n{host}\r\nHost: evil.example\r\n\r\n"), "400"),
        ("GET\r\n\r\n".to_owned(), "400"),
        (format!("GET / HTTP/1.1\r\n{host}\r\nX: {}\r\n\r\n", "x".repeat(20_000)), "431"),
    ] {
        let answer = answer(request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{status}: {answer}");
    }
}

#[test]
fn only_what_was_made_is_served_and_only_to_this_machine() {
    let publication = Publication::of_one_brief();
    let server = Server::of(&publication);
    for path in ["/../quipu.yaml", "/%2e%2e/quipu.yaml", "/quipu.yaml", "//etc/passwd"] {
        assert!(server.page(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    let mut answer = String::new();
    server.ask("/", "rebound.example:80").read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}
