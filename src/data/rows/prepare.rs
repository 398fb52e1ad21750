//! Converts tabular files that are not UTF-8 text, before any dataset is read.
//!
//! A line of the text is a row of the sheet, so that places in messages are those of the sheet.

use std::collections::BTreeMap;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use ecow::EcoString;
use encoding_rs::Encoding;

use super::parquet;
use super::source::Source;
use super::workbook::Workbook;
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Bytes, Files, Foreign};
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Mapping};

/// With so few letters beyond ASCII, Latin alphabets cannot be told apart.
const FEW: usize = 20;

/// The folder of datasets.
const FOLDER: &str = "content/data";

/// The extensions of workbooks.
pub(crate) const WORKBOOKS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// The extension of Parquet files.
pub(crate) const PARQUET: &str = "parquet";

/// Converts files in other encodings, sheets of workbooks and Parquet files to text, as datasets
/// declare them.
pub(crate) fn prepare(
    files: &mut Files,
    assets: &BTreeMap<String, Bytes>,
    foreign: BTreeMap<String, Foreign>,
    problems: &mut Problems,
) {
    let mut foreign = foreign;
    let has_tables = assets.keys().any(|path| is_workbook(path) || is_parquet(path));
    if foreign.is_empty() && !has_tables {
        return;
    }
    let sources = sources(files);
    let mut sheets = sheets(files, assets, &sources);
    for (at, source) in &sources {
        let target = path(at, source);
        if files.find(&target).is_some() || files.unusable(&target).is_some() {
            continue;
        }
        let beside = beside(at, &source.file.value);
        let text = if let Some(sheet) = sheets.remove(&target) {
            Some(sheet)
        } else if let Some(bytes) = assets.get(beside.as_str()).filter(|_| is_parquet(&beside)) {
            Some(parquet::text(bytes, source))
        } else {
            match (&source.encoding, foreign.get(beside.as_str())) {
                (Some(encoding), Some(foreign)) => Some(decode(&foreign.bytes, encoding)),
                _ => None,
            }
        };
        match text {
            Some(Ok(text)) => {
                foreign.remove(beside.as_str());
                files.add(&target, text);
            }
            Some(Err(diagnostic)) => {
                foreign.remove(beside.as_str());
                files.refuse(&target, diagnostic);
            }
            None => {}
        }
    }
    for (path, foreign) in foreign {
        let source = sources.iter().find(|(at, source)| beside(at, &source.file.value) == path);
        let diagnostic = not_utf8(&path, &foreign, source.map(|(_, source)| source));
        problems.push(diagnostic.clone());
        files.refuse(&path, diagnostic);
    }
}

/// Returns the sheets that datasets read, by the paths of their texts. A workbook is unpacked once, however many
/// datasets read it.
fn sheets(
    files: &Files,
    assets: &BTreeMap<String, Bytes>,
    sources: &[(EcoString, Source)],
) -> BTreeMap<EcoString, Result<String, Diagnostic>> {
    let mut books: BTreeMap<EcoString, BTreeMap<EcoString, &Source>> = BTreeMap::new();
    for (at, source) in sources {
        let (book, target) = (beside(at, &source.file.value), path(at, source));
        if is_workbook(&book) && files.find(&target).is_none() && files.unusable(&target).is_none()
        {
            // Those of one sheet follow each other, since their paths begin with its name.
            books.entry(book).or_default().entry(target).or_insert(source);
        }
    }
    let mut texts = BTreeMap::new();
    for (path, sources) in books {
        let Some(bytes) = assets.get(path.as_str()) else { continue };
        let mut book: Option<Workbook<'_>> = None;
        for (target, source) in sources {
            let opened = match book.take() {
                Some(open) => Ok(open),
                None => Workbook::open(bytes, source),
            };
            let text = opened.and_then(|open| book.insert(open).text(source));
            texts.insert(target, text);
        }
    }
    texts
}

/// Returns the files that datasets name, with the path of each dataset; what is wrong with them is
/// reported when the datasets are read.
fn sources(files: &Files) -> Vec<(EcoString, Source)> {
    let mut sources = Vec::new();
    for (id, file) in files.in_folder(FOLDER) {
        if !file.path.ends_with(".yaml") {
            continue;
        }
        let whole = Span::new(id, 0, file.text.len());
        let Ok(node) = yaml::parse(files, whole) else { continue };
        let rows = Mapping::new(&node).ok().and_then(|mut mapping| mapping.get("rows"));
        let Some(rows) = rows else { continue };
        if matches!(rows.value, yaml::Value::List(_)) {
            continue;
        }
        let source = Source::read(rows, &mut Problems::default());
        sources.extend(source.map(|source| (EcoString::from(&*file.path), source)));
    }
    sources
}

/// Returns the file with the rows of a dataset, if that is not its own file.
pub(crate) fn file_of(files: &Files, dataset: FileId) -> Option<EcoString> {
    let whole = files.whole(dataset);
    let node = yaml::parse(files, whole).ok()?;
    let rows = Mapping::new(&node).ok().and_then(|mut mapping| mapping.get("rows"))?;
    if matches!(rows.value, yaml::Value::List(_)) {
        return None;
    }
    Some(Source::read(rows, &mut Problems::default())?.file.value)
}

fn is_workbook(path: &str) -> bool {
    path.starts_with(FOLDER) && WORKBOOKS.iter().any(|extension| ends_in(path, extension))
}

fn is_parquet(path: &str) -> bool {
    path.starts_with(FOLDER) && ends_in(path, PARQUET)
}

fn ends_in(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
}

fn beside(dataset: &str, file: &str) -> EcoString {
    let folder = dataset.rsplit_once('/').map_or("", |(folder, _)| folder);
    ecow::eco_format!("{folder}/{file}")
}

/// Returns the path of the text of a source, for the file of a dataset at `dataset`.
pub(super) fn path(dataset: &str, source: &Source) -> EcoString {
    let mut path = beside(dataset, &source.file.value);
    for part in [&source.sheet, &source.range].into_iter().flatten() {
        path.push('#');
        path.push_str(&part.value);
    }
    path
}

/// Returns the diagnostic for a missing file.
pub(super) fn no_file(files: &Files, source: &Source, path: &str) -> Diagnostic {
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    let beside = files.in_folder(folder).filter_map(|(_, file)| file.path.rsplit('/').next());
    let rows: Vec<_> = beside.filter(|name| name.strip_suffix(".yaml").is_none()).collect();
    let message = format!("there is no file `{}` in `{folder}`", source.file.value);
    let hint = did_you_mean(&source.file.value, rows.iter().copied());
    Diagnostic::error(Code::BrokenLink, source.file.span, message)
        .with_hints([hint.unwrap_or_else(|| "name a file that is in the same folder".to_owned())])
}

fn decode(
    bytes: &[u8],
    encoding: &crate::base::span::Spanned<EcoString>,
) -> Result<String, Diagnostic> {
    let Some(known) = Encoding::for_label(encoding.value.as_bytes()) else {
        let message = format!("`{}` is not a known encoding", encoding.value);
        return Err(Diagnostic::error(Code::BadValue, encoding.span, message).with_hint(
            "write `windows-1252`, `utf-16le` or another name from the Encoding Standard",
        ));
    };
    let (text, _, has_errors) = known.decode(bytes);
    if has_errors {
        let message = format!("the file is not encoded in `{}`", encoding.value);
        return Err(Diagnostic::error(Code::NotUtf8, encoding.span, message)
            .with_hint("ask whoever made the file, or save it again as UTF-8"));
    }
    Ok(text.into_owned())
}

/// Returns the encoding that a file appears to have, if it is not UTF-8.
pub(crate) fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // A few letters of Spanish or French occur in Polish as well.
    let is_short = bytes.iter().filter(|byte| !byte.is_ascii()).count() < FEW;
    let is_latin =
        [encoding_rs::WINDOWS_1250, encoding_rs::WINDOWS_1254, encoding_rs::WINDOWS_1257]
            .contains(&guess);
    if is_latin && is_short { encoding_rs::WINDOWS_1252 } else { guess }
}

/// Reports a workbook whose name says that it is text.
fn named_otherwise(bytes: &[u8], source: &Source) -> Option<Diagnostic> {
    let right = if bytes.starts_with(b"PK\x03\x04") {
        let head = bytes.get(..120).unwrap_or(bytes);
        if head.windows(11).any(|part| part == b"opendocumen") { "ods" } else { "xlsx" }
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        "xls"
    } else {
        return None;
    };
    let name = &source.file.value;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let message = format!("`{name}` is a workbook, not a text file");
    Some(
        Diagnostic::error(Code::BadValue, source.file.span, message)
            .with_hint(format!("rename it to `{stem}.{right}`, and write `rows: {stem}.{right}`")),
    )
}

fn not_utf8(path: &str, foreign: &Foreign, source: Option<&Source>) -> Diagnostic {
    let Foreign { bytes, valid, file } = foreign;
    if let Some(found) = source.and_then(|source| named_otherwise(bytes, source)) {
        return found;
    }
    let place = Span::new(*file, *valid, valid + char::REPLACEMENT_CHARACTER.len_utf8());
    let encoding = encoding_of(bytes).name().to_lowercase();
    let remedy = super::remedy::Remedy { key: "encoding", value: encoding.as_str().into() };
    let hint = match source {
        Some(source) => format!("declare its encoding, perhaps {}", source.declaration(&[remedy])),
        None => format!("convert it, for example with `iconv -f {encoding} -t UTF-8 {path}`"),
    };
    Diagnostic::error(Code::NotUtf8, place, "the file is not UTF-8").with_hint(hint)
}
