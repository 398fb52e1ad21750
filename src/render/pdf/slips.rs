//! What may have been meant in a Typst file of the publication that Typst refuses.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::theme::is_built_in;

/// What parts can import by name.
const KIT: &str = include_str!("../../../themes/default/pdf/kit.typ");

/// The files that parts can import.
const FILES: [&str; 3] = ["/kit.typ", "/walk.typ", "below.typ"];

/// What Typst files name.
static NAMES: LazyLock<Regex> = LazyLock::new(|| ours(r"[a-z][a-z0-9-]*[a-z0-9]"));

/// The names that `kit.typ` defines.
static DEFINED: LazyLock<Regex> = LazyLock::new(|| ours(r"(?m)^#let \(?([a-z][a-z0-9-]*)"));

/// The function that a call names.
static CALLED: LazyLock<Regex> = LazyLock::new(|| ours(r"([a-z][a-z0-9-]*)\([^()]*$"));

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is ours")
}

/// Returns what to write, given what Typst says and the text of the file.
pub(super) fn hint(message: &str, text: &str) -> Option<String> {
    if let Some(name) = message.strip_prefix("unknown variable: ") {
        let kit: BTreeSet<_> =
            DEFINED.captures_iter(KIT).filter_map(|it| Some(it.get(1)?.as_str())).collect();
        if kit.contains(name) && !text.contains("kit.typ") {
            return Some("write `#import \"/kit.typ\": *` at the head of the file".to_owned());
        }
        let own = NAMES.find_iter(text).map(|found| found.as_str()).filter(|it| *it != name);
        let names: BTreeSet<_> = kit.into_iter().chain(own).collect();
        return did_you_mean(name, names);
    }
    if let Some(path) = message.strip_prefix("file not found (searched at ") {
        let path = path.trim_end_matches(')');
        return Some(if path.strip_suffix(".typ").is_some() {
            did_you_mean(&format!("/{path}"), FILES).unwrap_or_else(|| {
                format!("the files are `{}` and the parts, `/parts/….typ`", FILES.join("`, `"))
            })
        } else {
            "put the picture into `content/images/`, and set it as `logo:` or `cover:` in `quipu.yaml`: PDFs find those as `\"/files/\" + settings.logo`".to_owned()
        });
    }
    let hint = match message {
        "color string has wrong length" => {
            "write six digits, such as `#0b4f6c`, or a token, such as `colour.accent`"
        }
        "unclosed delimiter" => "add the bracket that closes it",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Returns the diagnostic for a part of the publication's own that is called with what it does not take; none if the
/// mistake is another one.
pub(super) fn part(
    message: &str,
    at: Span,
    own: impl Iterator<Item = FileId>,
    files: &Files,
) -> Option<Diagnostic> {
    let argument = message.strip_prefix("unexpected argument");
    argument.or_else(|| message.strip_prefix("missing argument: "))?;
    let caller = files.get(at.file);
    let before = caller.text.get(..at.range().start)?;
    let name = CALLED.captures(before)?.get(1)?.as_str().to_owned();
    let path = format!("/parts/{name}.typ");
    let mut own = own.filter(|file| files.get(*file).path.ends_with(&path));
    let file = own.find(|file| !is_built_in(files.get(*file)))?;
    let start = files.get(file).text.find(&format!("let {name}"))?;
    let built_in = files.find(&format!("themes/default{path}"))?;
    let line =
        files.get(built_in).text.lines().find(|line| line.starts_with(&format!("#let {name}")))?;
    let signature = line.split(" = ").next().unwrap_or(line);
    let said = format!("`{name}` does not take what it is called with ({message})");
    let span = Span::new(file, start, start + "let ".len() + name.len());
    Some(
        Diagnostic::error(Code::TypstError, span, said)
            .with_hint(format!("write `{signature} = …`, or end the parameters with `..more`")),
    )
}
