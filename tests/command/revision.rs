//! `quipu data`: raw files proved, fetched anew from a server on this machine, and compared.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;

use crate::support::{Publication, brief};

const RAW: &str = "port,2023,2024\nNorth,410,432\nSouth,120,125\nWest,8,9\n";

/// What the server says: all of an answer, or a part of it.
fn serve(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/ports.csv", listener.local_addr().unwrap());
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = BufReader::new(stream.try_clone().unwrap()).lines();
            while request.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

fn publication(address: &str) -> Publication {
    let publication = Publication::of_one_brief();
    publication.put("content/data/ports.csv", RAW);
    let descriptor = format!(
        "title: Ports\nmeasure: {{quantity: boxes, unit: {{en: boxes}}, kind: flow}}\n\
         source:\n  url: {address}\nkey: port\ncolumns: {{port: text, 2023..2024: number}}\nrows: ports.csv\n"
    );
    publication.put("content/data/ports.yaml", descriptor);
    let text = "North moved {{ ports[North, 2024] }} boxes, [more than the year before]\
                {holds=\"ports[North, 2024] > ports[North, 2023]\"}.";
    publication.put("content/briefs/port.md", brief("A port", text));
    publication
}

#[test]
fn an_update_says_what_it_changes_and_writes_when_told() {
    let newer = "port,2023,2024\nNorth,410,440\nSouth,120000,125\n";
    let publication = publication(&serve(vec![ok(newer), ok(newer)]));
    let run = publication.run(&["data", "update", "ports"]).expect(0);
    for expected in [
        "rows lost: 1: West",
        "suspect: 1 value is × 10^3, such as [South, 2023] 120 -> 120000",
        "revised: [North, 2024] 432 -> 440 (+1.9%)",
        "\"North moved 432 boxes, more than the year before.\" -> \"440\"  ports[North, 2024]",
        "nothing was written",
    ] {
        assert!(run.stdout.replace('\u{A0}', " ").contains(expected), "{expected}\n{}", run.stdout);
    }
    assert_eq!(publication.text("content/data/ports.csv"), RAW);

    publication.run(&["data", "update", "ports", "--write"]).expect(0);
    assert_eq!(publication.text("content/data/ports.csv"), newer);
    let descriptor = publication.text("content/data/ports.yaml");
    assert!(descriptor.contains("\n  hash: sha256:"), "{descriptor}");
    assert!(descriptor.contains("\n  retrieved: 20"), "{descriptor}");
    let run = publication.run(&["data", "verify"]).expect(0);
    assert_eq!(run.stdout, "1 raw file as fetched\n");
}

#[test]
fn a_raw_file_that_was_edited_is_found() {
    let publication = publication(&serve(vec![ok(RAW)]));
    publication.run(&["data", "update", "ports", "--write"]).expect(0);
    publication.put("content/data/ports.csv", RAW.replace("432", "433"));
    let run = publication.run(&["data", "verify"]).expect(1);
    assert!(run.stderr.contains("error[Q352]: `content/data/ports.csv` is not"), "{}", run.stderr);
    publication.delete("content/data/ports.csv");
    let run = publication.run(&["data", "verify"]).expect(1);
    assert!(run.stderr.contains("there is no file `ports.csv`"), "{}", run.stderr);
}

#[test]
fn statements_that_break_are_shown() {
    let publication = publication("http://127.0.0.1:9/ports.csv");
    publication.put("newer.csv", RAW.replace("432", "332"));
    let newer = publication.root().join("newer.csv");
    let newer = newer.to_str().unwrap();
    let run = publication.run(&["data", "diff", "ports", newer]).expect(1);
    assert!(run.stdout.contains("1 statement or check breaks"), "{}", run.stdout);
    assert!(run.stderr.contains("error[Q343]"), "{}", run.stderr);
    publication.put("newer.csv", RAW);
    let run = publication.run(&["data", "diff", "content/data/ports.csv", newer]).expect(0);
    assert_eq!(run.stdout, "ports: the same 6 values\n");
    let run = publication.run(&["data", "diff", "prts", newer]).expect(1);
    assert!(run.stderr.contains("did you mean `ports`?"), "{}", run.stderr);
}

#[test]
fn a_server_that_fails_leaves_all_as_it_was() {
    #[track_caller]
    fn test(answer: &str, expected: &str) {
        let publication = publication(&serve(vec![answer.to_owned()]));
        let run = publication.run(&["data", "update", "ports", "--write"]).expect(2);
        assert!(run.stderr.contains(expected), "{expected}\n{}", run.stderr);
        assert!(run.stderr.contains("`content/data/ports.csv` is unchanged"), "{}", run.stderr);
        assert_eq!(publication.text("content/data/ports.csv"), RAW);
    }

    test("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "the file is gone");
    test("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "asks for a login");
    test("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "refused (code 500)");
    test(&ok(""), "sent nothing");
    test(&ok("<!DOCTYPE html><title>Sign in</title>"), "a web page instead of the file");
    test("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nport,2023\n", "could not be fetched");
    test("nonsense\r\n\r\n", "could not be fetched");
}

#[test]
fn nobody_there_is_said() {
    let publication = publication("http://127.0.0.1:9/ports.csv");
    let run = publication.run(&["data", "update", "ports"]).expect(2);
    assert!(run.stderr.contains("could not be fetched"), "{}", run.stderr);
    let run = publication.run(&["data", "update", "nothing"]).expect(1);
    assert!(run.stderr.contains("no dataset is named `nothing`"), "{}", run.stderr);
}
