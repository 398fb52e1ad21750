//! Marks that are planted in a publication, such as `zqx0001q`, searched for in whatever was written.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use crate::support::{files, tool};

/// Returns the marks in a folder, each with its file: in the names of files, in their bytes, in archives, and in
/// PDFs unpacked.
pub(crate) fn marks_in(
    folder: &Path,
    is_read: &dyn Fn(&str) -> bool,
) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (path, bytes) in files(folder) {
        if !is_read(&path) {
            continue;
        }
        let mut all = vec![path.clone().into_bytes()];
        if path.strip_suffix(".pdf").is_some() {
            let file = folder.join(&path);
            let mut unpack = Command::new("qpdf");
            unpack.args(["--qdf", "--object-streams=disable"]).arg(&file).arg("-");
            all.push(unpack.output().unwrap().stdout);
            let mut read = Command::new("pdftotext");
            all.push(tool("poppler-utils", read.arg(&file).arg("-")).stdout.into_bytes());
        }
        all.extend(unpacked(bytes));
        let marks = all.iter().flat_map(|bytes| marks(bytes));
        found.extend(marks.map(|mark| (mark, path.clone())));
    }
    found
}

/// Returns the marks in some bytes.
pub(crate) fn marks(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let mut found = Vec::new();
    // Texts of PDFs may be in UTF-16, and a page may break a word softly.
    for text in [text.replace('\0', ""), text.replace('\u{ad}', "")] {
        let starts = text.match_indices("zqx").map(|(at, _)| at);
        let marks = starts.filter_map(|at| text.get(at..at + 8)).filter(|it| it.ends_with('q'));
        found.extend(marks.map(str::to_owned));
    }
    found
}

/// Returns bytes, and the names and contents of what is packed in them, as in books and office files.
fn unpacked(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) {
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            all.push(file.name().as_bytes().to_vec());
            all.extend(unpacked(content));
        }
    }
    all.push(bytes);
    all
}

/// Returns the texts of the files in an archive whose names end so.
pub(crate) fn packed(bytes: &[u8], end: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<_> =
        archive.file_names().filter(|name| name.ends_with(end)).map(str::to_owned).collect();
    let mut read = |name: &String| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.iter().map(&mut read).collect()
}
