//! The code stays small, and says of each kind of block and inline what becomes of it.

use std::collections::BTreeMap;
use std::path::Path;

use regex::Regex;

use crate::case::read_all;

/// How many lines nine tenths of the files may have.
const FILE: usize = 400;

/// How many lines nine tenths of the functions may have.
const FUNCTION: usize = 35;

/// How many lines any function may have.
const LONGEST: usize = 80;

fn sources() -> BTreeMap<String, String> {
    let all = read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let rust = |path: &str| Path::new(path).extension().is_some_and(|end| end == "rs");
    all.into_iter().filter(|(path, _)| rust(path)).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Returns the length that nine tenths do not exceed.
fn ninth_tenth(mut lengths: Vec<usize>) -> usize {
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or_default()
}

/// Files and functions are short.
pub(crate) fn code_is_small() {
    let function = Regex::new(r"^ *(?:pub(?:\([^)]*\))? )?(?:const |async )*fn (\w+)").unwrap();
    let (mut files, mut functions) = (Vec::new(), Vec::new());
    for (path, text) in &sources() {
        let lines: Vec<_> = text.lines().collect();
        files.push(lines.len());
        for (first, line) in lines.iter().enumerate() {
            let Some(name) = function.captures(line) else { continue };
            let close = format!("{}}}", " ".repeat(indent(line)));
            let is_end =
                |end: &&str| **end == *close || indent(end) == indent(line) && end.ends_with(';');
            let inside = lines[first..].iter().position(is_end);
            // What is declared only, or stands on one line, ends where it begins.
            let ends_at_once = line.ends_with(';') || line.ends_with('}');
            let length = if ends_at_once { 1 } else { inside.unwrap_or_default() + 1 };
            assert!(length <= LONGEST, "{path}: `{}` has {length} lines", &name[1]);
            functions.push(length);
        }
    }
    let (file, function) = (ninth_tenth(files), ninth_tenth(functions));
    assert!(file <= FILE, "nine tenths of the files have up to {file} lines");
    assert!(function <= FUNCTION, "nine tenths of the functions have up to {function} lines");
}

/// In charts, numbers other than these have a name, with their unit and their reason.
const PLAIN: &[&str] = &["0.0", "0.5", "1.0", "2.0"];

/// The measures of charts are constants with documentation, so that nobody finds a bare `0.46` and asks why.
pub(crate) fn measures_have_names() {
    let constant = Regex::new(r"^ *(?:pub(?:\([^)]*\))? )?(?:const|static) \w+:").unwrap();
    let number = Regex::new(r"\b\d[\d_]*\.\d+(?:_\d+)*|\b\d[\d_]*e-?\d+").unwrap();
    let text = Regex::new(r#""(?:\\.|[^"\\])*""#).unwrap();
    let charts = sources().into_iter().filter(|(path, _)| path.starts_with("chart/"));
    for (path, source) in charts.filter(|(path, _)| !path.ends_with("tests.rs")) {
        let lines: Vec<_> = source.lines().collect();
        let mut named = false;
        for (at, line) in lines.iter().enumerate() {
            if line.trim() == "mod tests {" {
                break;
            }
            let begins = constant.is_match(line);
            let documented = at > 0 && lines[at - 1].trim_start().starts_with("///");
            if begins && documented {
                named = true;
            }
            let code = text.replace_all(line.split("//").next().unwrap_or_default(), "");
            let bare = number.find_iter(&code).find(|found| !PLAIN.contains(&found.as_str()));
            if let Some(found) = bare.filter(|_| !named) {
                panic!("src/{path}:{}: give `{}` a name that says why", at + 1, found.as_str());
            }
            named = named && !line.ends_with(';');
        }
    }
}

/// No `_ =>` stands for kinds of block or inline: whoever adds a kind is told of each place.
pub(crate) fn kinds_are_matched_in_full() {
    let any = Regex::new(r"^ *_ (?:if .*)?=>").unwrap();
    let kind = Regex::new(r"\b(?:Block|Inline)(?:Kind)?::").unwrap();
    for (path, text) in &sources() {
        let lines: Vec<_> = text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| any.is_match(line)) {
            let own = indent(line);
            let before = lines[..number].iter().rev();
            let mut arms = before
                .take_while(|line| line.is_empty() || indent(line) >= own)
                .filter(|line| indent(line) == own)
                .map(|line| line.split("=>").next().unwrap_or_default());
            assert!(
                !arms.any(|arm| kind.is_match(arm)),
                "src/{path}:{}: `_` stands for kinds; name them, or ask with `if let`",
                number + 1
            );
        }
    }
}
