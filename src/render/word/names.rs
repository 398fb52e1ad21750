//! Names of bookmarks, which Word keeps short and plain.

/// The longest name that Word takes.
const LONGEST: usize = 40;

/// Returns the bookmark of an anchor: letters, digits and underscores, and no other anchor's.
pub(super) fn bookmark(anchor: &str) -> String {
    let plain: String =
        anchor.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let is_plain = anchor.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_plain && plain.len() + 2 <= LONGEST {
        return format!("a_{plain}");
    }
    let hash = blake3::hash(anchor.as_bytes()).to_hex();
    let kept: String = plain.chars().take(LONGEST - 12).collect();
    format!("a_{kept}_{}", &hash[..8])
}
