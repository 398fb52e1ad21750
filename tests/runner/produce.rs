//! What Quipu makes of a case: pages, trees and PDF texts, or a report of what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use quipu::Audit;
use quipu::diagnostic::{Diagnostic, render};
use quipu::explain::Explain;
use quipu::files::Files;
use quipu::parts::Document;
use quipu::parts::{Purpose, Session};
use quipu::{BuildOptions, Drafts, Failure, Output, Pdfs, Results, Stale, parts};
use regex::Regex;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::case::Texts;
use crate::tree;

/// Serves cases that have no `quipu.yaml` of their own.
const DEFAULT_SETTINGS: &str = "title: The suite\nlanguages: [en]\n";

/// What a case asks for beside the usual, in its file `options`: words with spaces or lines between.
struct Wishes {
    words: BTreeSet<String>,
}

impl Wishes {
    const KNOWN: &[&str] = &[
        "audit",
        "books",
        "data",
        "deny-stale",
        "on-1-february-2026",
        "deposits",
        "drafts",
        "heads",
        "maps",
        "pdf-text",
        "released",
        "translations",
        "ways",
    ];

    fn read(case: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(case.join("options")).unwrap_or_default();
        let words: BTreeSet<_> = text.split_whitespace().map(str::to_owned).collect();
        match words.iter().find(|word| !Self::KNOWN.contains(&word.as_str())) {
            Some(word) => Err(format!("`options` may hold {:?}, not `{word}`", Self::KNOWN)),
            None => Ok(Self { words }),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn drafts(&self) -> Drafts {
        if self.has("drafts") { Drafts::Shown } else { Drafts::Hidden }
    }
}

/// Builds a case anew from what its first build kept, and compares the two.
///
/// # Errors
/// Names a file that differs.
fn compare_with_second(options: &BuildOptions, workplace: &Path) -> Result<(), String> {
    let again = workplace.join("again");
    let output = Output::Folder(again.clone(), BTreeMap::new());
    let second = quipu::build(&BuildOptions { output, ..options.clone() }, &|_, _| {});
    second.map_err(|failure| format!("the second build failed: {failure:?}"))?;
    let first = read_bytes(&workplace.join("public"));
    let second = read_bytes(&again);
    let differs = |path: &&String| first.get(*path) != second.get(*path);
    match first.keys().chain(second.keys()).find(differs) {
        Some(path) => Err(format!("the second build made other bytes of `{path}`")),
        None => Ok(()),
    }
}

/// Builds the case in `folder` and returns what `expected/` should hold.
///
/// # Errors
/// Reports a case that is none, a program that is not installed, and I/O errors.
pub(crate) fn produce(folder: &Path) -> Result<Texts, String> {
    let wishes = Wishes::read(folder)?;
    let workplace = TempDir::new().map_err(|error| error.to_string())?;
    let root = workplace.path().join("publication");
    copy(folder, &root).map_err(|error| format!("failed to copy the case ({error})"))?;
    let options = BuildOptions {
        root: root.clone(),
        output: Output::Folder(workplace.path().join("public"), BTreeMap::new()),
        base_url: None,
        drafts: wishes.drafts(),
        pdfs: Pdfs::Made,
        explain: Explain::Unasked,
        today: wishes.has("on-1-february-2026").then(|| jiff::civil::date(2026, 2, 1)),
        stale: if wishes.has("deny-stale") { Stale::Denied } else { Stale::Warned },
        time: quipu::Time::EPOCH,
        results: Results::Kept,
    };
    let mut texts = Texts::new();
    match quipu::build(&options, &|_, _| {}) {
        Ok(built) => {
            compare_with_second(&options, workplace.path())?;
            let warnings = render::render(&built.warnings, &built.files, render::Format::Plain);
            if !warnings.is_empty() {
                texts.insert("warnings.txt".to_owned(), warnings);
            }
            let public = workplace.path().join("public");
            collect(&root, &public, &wishes, &mut texts)?;
            let checked = quipu::outputs::check(&options, &|_, _| {});
            let differences = report(checked.map(|(_, found, files)| (found, files)))?;
            if !differences.is_empty() {
                texts.insert("differences.txt".to_owned(), differences);
            }
            if wishes.has("data") {
                collect_data(&public, &mut texts)?;
            }
            if wishes.has("heads") {
                collect_heads(&public, &mut texts);
            }
            if wishes.has("maps") {
                collect_maps(workplace.path(), &mut texts);
            }
            if wishes.has("ways") {
                collect_ways(&public, &mut texts);
            }
            if wishes.has("deposits") {
                const NAMES: &[&str] =
                    &["zenodo.json", "datacite.json", "crossref.xml", "dcat.jsonld"];
                let is_one = |path: &str| NAMES.iter().any(|name| path.ends_with(name));
                texts.extend(read_texts(&public).into_iter().filter(|(path, _)| is_one(path)));
            }
            if wishes.has("books") {
                collect_books(&public, &mut texts)?;
            }
        }
        Err(Failure::Refused(diagnostics, files)) => {
            let report = render::render(&diagnostics, &files, render::Format::Plain);
            texts.insert("diagnostics.txt".to_owned(), report);
        }
        Err(Failure::Io(path, error)) => return Err(format!("{}: {error}", path.display())),
    }
    if wishes.has("audit") {
        texts.insert("audit.txt".to_owned(), report(quipu::audit(&root).map(audited))?);
    }
    if wishes.has("released") {
        texts.insert("released.jsonl".to_owned(), released(&root)?);
    }
    if wishes.has("translations") {
        texts.insert("translations.txt".to_owned(), report(quipu::translations(&root))?);
    }
    for text in texts.values_mut() {
        redact(text, workplace.path());
    }
    Ok(texts)
}

/// Returns what `quipu audit --released` prints for programs.
fn released(root: &Path) -> Result<String, String> {
    let found = quipu::released(root).map_err(|_| "what is released cannot be listed")?;
    let lines = found.iter().map(|release| serde_json::to_string(release).unwrap_or_default());
    Ok(lines.map(|line| line + "\n").collect())
}

fn audited((audit, files): (Audit, Files)) -> (Vec<Diagnostic>, Files) {
    (audit.diagnostics, files)
}

/// Returns what a command found, as it prints it.
fn report(found: Result<(Vec<Diagnostic>, Files), Failure>) -> Result<String, String> {
    match found {
        Ok((diagnostics, files)) | Err(Failure::Refused(diagnostics, files)) => {
            Ok(render::render(&diagnostics, &files, render::Format::Plain))
        }
        Err(Failure::Io(path, error)) => Err(format!("{}: {error}", path.display())),
    }
}

/// Copies the input of a case, and gives it settings if it has none.
fn copy(case: &Path, root: &Path) -> std::io::Result<()> {
    fs::create_dir_all(root)?;
    let is_input = |path: &Path| !path.starts_with(case.join("expected"));
    let entries = WalkDir::new(case).into_iter().filter_entry(|entry| is_input(entry.path()));
    for entry in entries {
        let entry = entry?;
        let target = root.join(entry.path().strip_prefix(case).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else if entry.path() != case.join("options") {
            fs::copy(entry.path(), target)?;
        }
    }
    let settings = root.join("quipu.yaml");
    if settings.exists() { Ok(()) } else { fs::write(settings, DEFAULT_SETTINGS) }
}

/// Paths and versions differ from machine to machine and from release to release.
fn redact(text: &mut String, workplace: &Path) {
    let workplace = workplace.display().to_string();
    let version = concat!("Quipu ", env!("CARGO_PKG_VERSION"));
    *text = text.replace(&workplace, "[FOLDER]").replace(version, "Quipu [VERSION]");
}

/// Adds the page, the tree and, where the case asks for it, the PDF's text of each edition.
fn collect(root: &Path, public: &Path, wishes: &Wishes, texts: &mut Texts) -> Result<(), String> {
    for (address, document) in documents(root, wishes.drafts())? {
        let name = address.trim_end_matches('/');
        let page = fs::read_to_string(public.join(name).join("index.html"));
        let page = page.map_err(|error| format!("no page for `{name}` ({error})"))?;
        // The text of the front page has no address of its own.
        let stem = if name.is_empty() { "front" } else { name };
        texts.insert(format!("{stem}.html"), prose(&page)?);
        texts.insert(format!("{stem}.json"), tree::print(&document));
        if let Some(pdf) = pdf_in(&public.join(name)).filter(|_| wishes.has("pdf-text")) {
            texts.insert(format!("{stem}.txt"), pdf_text(&pdf)?);
        }
    }
    Ok(())
}

/// Returns the PDF in a folder.
fn pdf_in(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let mut pdfs = files.filter(|path| path.extension().is_some_and(|it| it == "pdf"));
    pdfs.next()
}

/// Adds the pages and files of open data, and the files of figures.
fn collect_data(public: &Path, texts: &mut Texts) -> Result<(), String> {
    for (path, text) in read_texts(public) {
        let name = path.rsplit('/').next().unwrap_or_default();
        if path.ends_with("index.html") && path.contains("data/") {
            let main = element(&text, "main", "<main id=\"main\" class=\"frame\">");
            texts.insert(path, format!("{}\n", main.ok_or("the page has no main part")?));
        } else if name == "datapackage.json" || path.contains("data/") && name != "numbers.json" {
            texts.insert(path, text);
        }
    }
    Ok(())
}

/// Adds the heads of pages, with what they say to programs, and the references to texts and data.
fn collect_heads(public: &Path, texts: &mut Texts) {
    let stamps = Regex::new("[?]v=[0-9a-f]{8}").unwrap();
    for (path, text) in read_texts(public) {
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.starts_with("cite.") {
            texts.insert(path, text.replace('\r', ""));
        } else if name == "index.html"
            && let Some(head) = element(&text, "head", "<head>")
        {
            let head = head.replace(",\"", ",\n\"");
            // The marks of what pages load change with each style sheet.
            let head = stamps.replace_all(&head, "?v=…");
            texts.insert(path.replace("index.html", "head.html"), format!("{head}\n"));
        }
    }
}

/// Adds what programs ask all outputs for: feeds, sitemaps, guides, texts as Markdown.
fn collect_maps(workplace: &Path, texts: &mut Texts) {
    const NAMES: &[&str] =
        &["feed.xml", "sitemap.xml", "robots.txt", "llms.txt", "site.webmanifest", "index.md"];
    let is_map = |path: &str| NAMES.contains(&path.rsplit('/').next().unwrap_or_default());
    for (path, text) in read_texts(workplace) {
        let Some(output) = path.strip_prefix("public").filter(|_| is_map(&path)) else { continue };
        if let Some(name) = output.strip_prefix('/') {
            texts.insert(name.to_owned(), text);
        } else if let Some(restricted) = output.strip_prefix('-') {
            texts.insert(format!("~{restricted}"), text);
        }
    }
}

/// Collects what leads to texts: the pages of countries, organisations and authors, and of addresses that
/// texts had.
fn collect_ways(public: &Path, texts: &mut Texts) {
    for (path, text) in read_texts(public) {
        let is_way = ["entities/", "authors/"].iter().any(|folder| path.contains(folder))
            || text.contains("<body class=\"home\">");
        if text.contains("http-equiv=\"refresh\"") {
            texts.insert(path, text);
        } else if is_way && let Some((_, main)) = text.split_once("<main") {
            let main = main.split("</main>").next().unwrap_or_default();
            texts.insert(path, format!("<main{main}</main>\n"));
        }
    }
}

/// Collects the parts of books for e-readers.
fn collect_books(public: &Path, texts: &mut Texts) -> Result<(), String> {
    for entry in WalkDir::new(public).sort_by_file_name().into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_none_or(|extension| extension != "epub") {
            continue;
        }
        let bytes = fs::read(entry.path()).map_err(|error| error.to_string())?;
        let parts = quipu::parts::office::read(&bytes).map_err(|error| error.to_string())?;
        let name = entry.path().strip_prefix(public).unwrap().to_string_lossy().replace('\\', "/");
        for (path, bytes) in parts {
            if let Ok(text) = String::from_utf8(bytes)
                && path.strip_suffix(".css").is_none()
                && path.strip_suffix(".svg").is_none()
            {
                texts.insert(format!("{name}/{path}"), text);
            }
        }
    }
    Ok(())
}

/// Returns the texts of a built site: what is no text is no file of data.
/// Returns the files of an output with their bytes, by their paths.
fn read_bytes(public: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = WalkDir::new(public).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let below = entry.path().strip_prefix(public).ok()?.to_string_lossy().into_owned();
        Some((below, fs::read(entry.path()).ok()?))
    };
    files.filter_map(read).collect()
}

fn read_texts(public: &Path) -> Vec<(String, String)> {
    let files = WalkDir::new(public).sort_by_file_name().into_iter().filter_map(Result::ok);
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(public).ok()?.to_string_lossy().replace('\\', "/");
        Some((path, fs::read_to_string(entry.path()).ok()?))
    };
    files.filter_map(read).collect()
}

/// Binds the editions as the build did: by a session.
fn documents(root: &Path, drafts: Drafts) -> Result<Vec<(String, Document)>, String> {
    let (publication, mut problems) =
        quipu::load_all(root).map_err(|_| "cannot be loaded".to_owned())?;
    let shelves = parts::project(&publication, drafts);
    let mut documents = Vec::new();
    for shelf in &shelves {
        let session = Session::new(shelf, Purpose::Reading, &mut problems);
        let session = session.ok_or("a theme cannot be read")?;
        let bound = session.documents(&mut problems).into_iter();
        documents.extend(bound.map(|(edition, document)| (edition.address.to_string(), document)));
    }
    Ok(documents)
}

/// Returns the text of an article and its bibliography, without the page around them.
fn prose(page: &str) -> Result<String, String> {
    let body = element(page, "div", "<div class=\"prose\"");
    let mut text = body.ok_or("the page has no `<div class=\"prose\">`")?.to_owned();
    if let Some(bibliography) = element(page, "ul", "<ul class=\"bibliography\">") {
        text.push('\n');
        text.push_str(bibliography);
    }
    text.push('\n');
    Ok(text)
}

/// Returns the element that begins with `open`, its end tag included.
fn element<'a>(page: &'a str, name: &str, open: &str) -> Option<&'a str> {
    let start = page.find(open)?;
    let (opens, closes) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 1;
    let mut at = start + open.len();
    while depth > 0 {
        let close = at + page[at..].find(&closes)?;
        depth += page[at..close].matches(&opens).count();
        depth -= 1;
        at = close + closes.len();
    }
    Some(&page[start..at])
}

fn pdf_text(pdf: &Path) -> Result<String, String> {
    let output = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(pdf).arg("-").output();
    let output = output.map_err(|error| {
        format!("`pdftotext` cannot be run ({error}): install poppler-utils, or run ./check")
    })?;
    if !output.status.success() {
        return Err(format!("pdftotext: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
