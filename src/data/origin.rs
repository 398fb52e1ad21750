//! Where the raw file of a dataset was fetched: its address, the date, and its hash.

use ecow::EcoString;
use url::Url;

use super::dataset::SourceReference;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::publication::date;
use crate::publication::localized::Localized;

/// What a hash begins with.
pub(crate) const ALGORITHM: &str = "sha256:";

/// Where a raw file comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The address that it was fetched from.
    pub url: Spanned<EcoString>,
    /// The day on which it was fetched.
    pub retrieved: Option<Spanned<EcoString>>,
    /// The hash of its bytes, `sha256:` and 64 digits.
    pub hash: Option<Spanned<EcoString>>,
    /// The raw file, beside that of the dataset; the one that `rows:` names if none.
    pub file: Option<Spanned<EcoString>>,
}

/// Reads the `source:` of a dataset: a bibliography entry, the origin of its raw file, or both.
pub(super) fn read(
    node: &Node,
    problems: &mut Problems,
) -> (Option<SourceReference>, Option<Origin>) {
    let Value::Mapping(_) = node.value else {
        return (super::dataset::read_source(node, problems), None);
    };
    let Some(mut mapping) = problems.keep(Mapping::new(node)) else { return (None, None) };
    let url = mapping.optional("url", problems, address);
    let key = match mapping.get("url") {
        Some(_) => mapping.optional("key", problems, yaml::spanned_text),
        None => mapping.required("key", problems, yaml::spanned_text),
    };
    let locator = mapping.optional("locator", problems, Localized::read);
    // They belong to the address even if that is wrong.
    let with_address = mapping.get("url").is_some();
    let origin = with_address.then(|| {
        let retrieved = mapping.optional("retrieved", problems, date::spanned);
        let hash = mapping.optional("hash", problems, hash);
        let file = mapping.optional("file", problems, yaml::spanned_text);
        Some(Origin { url: url?, retrieved, hash, file })
    });
    let origin = origin.flatten();
    mapping.finish(problems);
    (key.map(|key| SourceReference { key, locator }), origin)
}

fn address(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    let is_web = Url::parse(&text.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_web {
        return Ok(text);
    }
    let message = format!("`{}` is not a web address", text.value);
    Err(Diagnostic::error(Code::BadValue, node.span, message)
        .with_hint("write the full address from which the file is fetched, with `https://`"))
}

fn hash(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    let digits = text.value.strip_prefix(ALGORITHM).unwrap_or_default();
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err(Diagnostic::error(Code::BadValue, node.span, "this is not the hash of a file").with_hint(
        "write `sha256:` and the 64 digits that `sha256sum` prints, or let `quipu data update` write them",
    ))
}
