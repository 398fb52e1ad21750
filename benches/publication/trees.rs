//! What Quipu hands to Typst, written to disk for Typst alone: the bound documents as JSON, and
//! what the templates read beside them.

use std::fs;
use std::path::Path;

use quipu::bind::{self, Resources};
use quipu::cite::Style;
use quipu::diagnostic::Problems;
use quipu::publication::Publication;
use quipu::theme::Theme;
use quipu::{Drafts, files, plan, publication, theme};

use crate::outcome::Outcome;

/// Binds the publication in `root` and writes its documents below `folder`.
pub(crate) fn write(root: &Path, folder: &Path) -> Outcome<()> {
    let (trees, shared) = (folder.join("trees"), folder.join("shared"));
    fs::create_dir_all(&trees)?;
    fs::create_dir_all(&shared)?;

    let mut problems = Problems::default();
    let mut reading = files::read(root)?;
    theme::add_embedded(&mut reading);
    let publication =
        publication::load(reading, &mut problems).map_err(|_| "the corpus cannot be loaded")?;
    let plan = plan::plan(&publication, Drafts::Hidden, &mut problems);
    let audience = &publication.audiences[0];
    let theme = Theme::new(audience, &publication, &mut problems);
    let style = style(&theme, &publication)?;
    for edition in &plan.editions {
        let words = theme.words.get("en").ok_or("the theme has no English words")?;
        let resources = Resources {
            publication: &publication,
            plan: &plan,
            words,
            style: &style,
            theme: &theme,
            charts: bind::Charts::Drawn,
        };
        let document = bind::bind(edition, resources, &mut problems);
        fs::write(trees.join(format!("{}.json", document.id)), serde_json::to_vec(&document)?)?;
    }
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

fn style(theme: &Theme, publication: &Publication) -> Outcome<Style> {
    let file = theme.text("styles/author-date.csl", &publication.files);
    let file = file.ok_or("the theme has no citation style")?;
    let style = Style::read(file, &publication.files, &publication.sources);
    style.map_err(|_| "the citation style cannot be read".into())
}

/// What `PdfSettings` would hold for the corpus.
const SETTINGS: &str = r#"{
  "paper": "a4", "publication": "Bench", "publisher": "", "licence_name": "", "licence_url": "",
  "address": "https://example.org/briefs/brief/", "cite_text": "A. Author. 2020. A brief. Bench.",
  "draft": false, "audience_name": "", "edition_text": "", "site": "https://example.org/",
  "decimal_sign": "."
}"#;
