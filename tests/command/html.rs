//! Pages, checked by other programs: the Nu validator, and axe in Chromium.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::sites::{Site, everything, pages, repository};
use crate::support::{REPOSITORY, tool, validator};

fn nu(site: &Site) {
    let jar = validator("node_modules/vnu-jar/build/dist/vnu.jar");
    let mut command = Command::new("java");
    command.arg("-jar").arg(jar).args(["--skip-non-html", "--format", "json"]);
    // Nu reads files of a folder, which are of no origin, so nothing is of the page's own.
    command.args(["--filterpattern", ".*violates Content Security Policy.*"]).arg(site.public());
    let run = tool("default-jre-headless", &mut command);
    let report: Value =
        serde_json::from_str(&run.stderr).unwrap_or_else(|_| panic!("{}", run.stderr));
    let messages: Vec<_> = report["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}:{}: {}", one["url"], one["lastLine"], one["message"]))
        .collect();
    let first = &messages[..messages.len().min(20)];
    assert!(
        messages.is_empty(),
        "{}: {} messages:\n{}",
        site.name,
        messages.len(),
        first.join("\n")
    );
}

#[test]
fn nu_finds_no_fault_with_everything() {
    nu(everything());
}

#[test]
fn nu_finds_no_fault_with_the_repository() {
    nu(repository());
}

/// Looks at pages in Chromium: 320 and 1280 pixels wide, in the light and the dark scheme.
///
/// Finds what axe calls a violation of WCAG 2.2 AA or bad practice, text that is cut or makes
/// the page scroll sideways, files that are not there and hosts that are not ours.
#[track_caller]
fn look_at(site: &Site, paths: &[&str]) {
    for path in paths {
        assert!(site.public().join(path).is_file(), "{} has no {path}", site.name);
    }
    let script = Path::new(REPOSITORY).join("tests/validators/look.mjs");
    let mut command = Command::new("node");
    command.arg(script).arg(validator("node_modules")).arg(site.public()).args(paths);
    let run = tool("nodejs", &mut command);
    assert_eq!(run.code, Some(0), "{}:\n{}{}", site.name, run.stdout, run.stderr);
    // A script that looked at nothing would find nothing.
    let looks = run.stdout.lines().filter(|line| line.ends_with("no fault")).count();
    assert_eq!(looks, paths.len() * 4, "{}{}", run.stdout, run.stderr);
}

#[test]
fn everything_is_accessible() {
    look_at(
        everything(),
        &[
            "index.html",
            "briefs/constructs/index.html",
            "for/investor/briefs/constructs/index.html",
            "es-419/reports/whole/index.html",
            "sources/index.html",
            "about/index.html",
            "404.html",
        ],
    );
}

#[test]
fn the_repository_is_accessible() {
    let site = repository();
    let pages = pages(&site.public());
    let names =
        pages.iter().map(|page| page.strip_prefix(site.public()).unwrap().to_str().unwrap());
    let first = |folder: &str| names.clone().find(|name| name.starts_with(folder)).unwrap();
    look_at(site, &["index.html", first("reports/"), first("briefs/"), first("topics/")]);
}

#[test]
fn pages_do_what_readers_ask() {
    let script = Path::new(REPOSITORY).join("tests/validators/use.mjs");
    let mut command = Command::new("node");
    command.arg(script).arg(validator("node_modules")).arg(repository().public());
    let run = tool("nodejs", &mut command);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains(": works"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn no_page_needs_another_host() {
    for site in [everything(), repository()] {
        for page in pages(&site.public()) {
            let text = std::fs::read_to_string(&page).unwrap();
            let name = page.display();
            // The search alone has scripts, of its own site; without them it is a list.
            let is_search = page.ends_with("search/index.html");
            assert!(is_search || !text.contains("<script src"), "{name}");
            assert!(!text.contains("@import") && !text.contains("<script src=\"http"), "{name}");
            assert!(text.contains("content=\"default-src 'none'"), "{name} has no policy");
            assert!(!text.contains(" style=\"") && !text.contains("<style"), "{name} has styles");
            for tag in text
                .split('<')
                .filter(|tag| !tag.starts_with("a ") && !tag.starts_with("link rel=\"canonical\""))
            {
                let loads = tag.contains(" src=\"http")
                    || tag.starts_with("link rel=\"stylesheet\" href=\"http");
                assert!(!loads, "{name} loads <{tag}");
            }
        }
    }
}
