//! What Quipu hands to Typst, written to disk for Typst alone: the bound documents as JSON, and
//! what the templates read beside them.

use std::fs;
use std::path::Path;

use quipu::parts::{Purpose, Session};
use quipu::{Drafts, parts};

use crate::outcome::Outcome;

/// Binds the publication in `root` and writes its documents below `folder`.
pub(crate) fn write(root: &Path, folder: &Path) -> Outcome<()> {
    let (trees, shared) = (folder.join("trees"), folder.join("shared"));
    fs::create_dir_all(&trees)?;
    fs::create_dir_all(&shared)?;

    let (publication, mut problems) =
        quipu::load_all(root).map_err(|_| "the corpus cannot be loaded")?;
    let shelves = parts::project(&publication, Drafts::Hidden);
    let shelf = shelves.first().ok_or("the corpus has no audience")?;
    let session = Session::new(shelf, Purpose::Reading, &mut problems);
    let session = session.ok_or("the theme cannot be read")?;
    for (_, document) in session.documents(&mut problems) {
        fs::write(trees.join(format!("{}.json", document.id)), serde_json::to_vec(&document)?)?;
    }
    let site = session.plan.sites.first().ok_or("there is no site")?;
    let theme = &session.presentation(*site).theme;
    if problems.has_errors() {
        return Err("the corpus has mistakes".into());
    }
    fs::write(shared.join("words.json"), serde_json::to_vec(&theme.plain_words("en"))?)?;
    fs::write(shared.join("tokens.json"), serde_json::to_vec(&theme.tokens.json())?)?;
    fs::write(shared.join("settings.json"), SETTINGS)?;
    // The briefs of the corpus have no charts.
    fs::write(shared.join("drawings.json"), "[]")?;
    Ok(())
}

/// What `PdfSettings` would hold for the corpus.
const SETTINGS: &str = r#"{
  "paper": "a4", "publication": "Bench", "publisher": "", "licence_name": "", "licence_url": "",
  "address": "https://example.org/briefs/brief/", "cite_text": "A. Author. 2020. A brief. Bench.",
  "draft": false, "audience_name": "", "edition_text": "", "site": "https://example.org/",
  "decimal_sign": "."
}"#;
