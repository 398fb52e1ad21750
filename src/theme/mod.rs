//! Themes: which file serves which template, and the tokens and words of a theme.
//!
//! First found wins, file by file, for Tera, Typst, CSS, words and tokens alike:
//!
//! 1. `templates/audiences/<audience>/…`
//! 2. `templates/…`
//! 3. `themes/<theme>/…`, then the themes that it extends
//! 4. `themes/default/…`, which is part of the program
//!
//! All layers have the same folders, [`FOLDERS`], and `theme.yaml`, whose tokens are merged key by
//! key. A template reaches the one of its name in the layer below as `below.html` or `below.typ`.

mod charts;
mod css;
mod embedded;
mod lookup;
#[cfg(test)]
mod palette;
mod strays;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

pub use charts::{ChartStyle, Outlines};
pub use embedded::add_to as add_embedded;
pub use lookup::{Collection, Entry, Lookup, Origin, Served};
pub use strays::refuse as refuse_strays;
pub use tokens::{Medium, Tokens};

use crate::audience::Audience;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::files::{Bytes, Files, TextFile};
use crate::language::{COPY, Words, is_related};
use crate::publication::Publication;
use crate::span::{FileId, Span, Spanned};
use crate::yaml::{self, Mapping};

/// The folders of a layer. Pages are made by `html`, PDFs by `pdf`; what both are made of has a file
/// for each output in `parts`, and blocks of the publication's own in `blocks`.
pub const FOLDERS: &[&str] =
    &["html", "pdf", "parts", "blocks", "static", "styles", "words", "fonts", "maps"];

/// The style sheet, among the files of `static/`.
pub const STYLESHEET: &str = "quipu.css";

/// The icon of the site, among the files of `static/`.
pub const ICON: &str = "icon.svg";

/// What a layer adds to the style sheet, in `static/`, where a few rules are all that differs.
const ADDED_STYLES: &str = "theme.css";

/// The theme of one audience.
#[derive(Debug)]
pub struct Theme {
    /// The prefixes of the layers, the first to be asked first; each ends with a slash.
    pub layers: Vec<String>,
    /// Colours, families, sizes and spaces.
    pub tokens: Tokens,
    /// The classes that its style sheet and templates know.
    pub classes: BTreeSet<String>,
    /// How it draws charts.
    pub charts: ChartStyle,
    /// The words, by language tag.
    pub words: BTreeMap<EcoString, Words>,
}

impl Theme {
    /// Puts the layers of an audience's theme together.
    pub fn new(audience: &Audience, publication: &Publication, problems: &mut Problems) -> Self {
        let files = &publication.files;
        let mut theme = Self {
            layers: layers(Some(audience), publication, problems),
            tokens: Tokens::default(),
            classes: BTreeSet::new(),
            charts: ChartStyle::default(),
            words: BTreeMap::new(),
        };
        theme.read_settings(files, problems);
        let maps = theme.assets("maps", &publication.assets);
        theme.charts = ChartStyle::new(&theme.tokens, publication.assets.iter(), &maps);
        for language in &publication.settings.languages {
            let words = theme.read_words(&language.tag, files, problems);
            theme.words.insert(language.tag.clone(), words);
        }
        theme
    }

    /// Returns the text file that serves `name`, such as `html/report.html`.
    pub fn text(&self, name: &str, files: &Files) -> Option<FileId> {
        self.layers.iter().find_map(|layer| files.find(&format!("{layer}{name}")))
    }

    /// Returns the text files of all layers that have `name`, the one that serves first: each extends
    /// the one behind it.
    pub fn stack(&self, name: &str, files: &Files) -> Vec<FileId> {
        self.layers.iter().filter_map(|layer| files.find(&format!("{layer}{name}"))).collect()
    }

    /// Returns the text files of all layers below the folder `name`, the first that serves each.
    pub fn texts<'a>(
        &self,
        name: &str,
        files: &'a Files,
    ) -> BTreeMap<&'a str, (FileId, &'a TextFile)> {
        let mut found = BTreeMap::new();
        for layer in &self.layers {
            let folder = format!("{layer}{name}/");
            for (id, file) in files.below(&folder) {
                found.entry(&file.path[folder.len()..]).or_insert((id, file));
            }
        }
        found
    }

    /// Returns the other files of all layers below the folder `name`, the first that serves each.
    pub fn assets<'a>(
        &self,
        name: &str,
        assets: &'a BTreeMap<String, Bytes>,
    ) -> BTreeMap<&'a str, &'a Bytes> {
        let mut found = BTreeMap::new();
        for layer in &self.layers {
            let folder = format!("{layer}{name}/");
            let below =
                assets.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
            for (path, bytes) in below {
                found.entry(&path[folder.len()..]).or_insert(bytes);
            }
        }
        found
    }

    /// Returns the files that pages load, by name: those of `static/`, with the tokens at the head
    /// of the style sheet, and at its end what the layers add to it.
    pub fn statics(&self, publication: &Publication) -> BTreeMap<String, Bytes> {
        let mut statics = BTreeMap::new();
        for (name, (_, file)) in self.texts("static", &publication.files) {
            let text = match name {
                STYLESHEET => self.stylesheet(&file.text, &publication.files),
                ADDED_STYLES => continue,
                ICON => self.tokens.resolved(&file.text),
                _ => file.text.to_string(),
            };
            statics.insert(name.to_owned(), Bytes::from(text.into_bytes()));
        }
        for (name, bytes) in self.assets("static", &publication.assets) {
            statics.insert(name.to_owned(), bytes.clone());
        }
        statics
    }

    /// Puts tokens and additions around the rules of the style sheet. Those of the base come
    /// first, so that a theme's own win over them. Readers get it without what only people read.
    fn stylesheet(&self, rules: &str, files: &Files) -> String {
        let mut css = self.tokens.css() + rules;
        for layer in self.layers.iter().rev() {
            let added = files.find(&format!("{layer}static/{ADDED_STYLES}"));
            css.extend(added.map(|file| &*files.get(file).text));
        }
        css::compact(&css)
    }

    /// Returns the words of a language that take no arguments, for templates.
    pub fn plain_words(&self, tag: &str) -> BTreeMap<String, String> {
        self.words.get(tag).map(Words::plain).unwrap_or_default()
    }

    fn read_settings(&mut self, files: &Files, problems: &mut Problems) {
        for layer in self.layers.iter().rev() {
            let Some(file) = files.find(&format!("{layer}theme.yaml")) else { continue };
            let whole = Span::new(file, 0, files.get(file).text.len());
            let Some(node) = problems.keep(yaml::parse(files, whole)) else { continue };
            let Some(mut mapping) = problems.keep(Mapping::new(&node)) else { continue };
            let _ = mapping.optional("name", problems, yaml::text);
            let _ = mapping.optional("extends", problems, yaml::text);
            if let Some(classes) = mapping.get("classes") {
                let classes = yaml::list(classes, problems, yaml::text);
                self.classes.extend(classes.iter().map(ToString::to_string));
            }
            self.tokens.merge(&mut mapping, problems);
            mapping.finish(problems);
        }
        self.tokens.check_contrast(problems);
    }

    fn read_words(&self, tag: &str, files: &Files, problems: &mut Problems) -> Words {
        let name = format!("words/{tag}.ftl");
        let own: Vec<_> = self
            .layers
            .iter()
            .filter_map(|layer| files.find(&format!("{layer}{name}")))
            .map(|id| (id, files.get(id)))
            .collect();
        // Words of the same language elsewhere serve what its own files lack.
        let related = self.texts("words", files).into_iter().filter(|(name, _)| {
            name.strip_suffix(".ftl").is_some_and(|other| other != tag && is_related(tag, other))
        });
        let found: Vec<_> = own.into_iter().chain(related.map(|(_, file)| file)).collect();
        if found.is_empty() {
            let message = format!("the theme has no words for `{tag}`");
            let diagnostic = Diagnostic::error_at_path(Code::MissingWord, "quipu.yaml", message);
            problems.push(diagnostic.with_hint(format!("write `templates/{name}`; {COPY}")));
        }
        Words::new(tag, &found, problems)
    }
}

/// Returns the layers of an audience's theme, or of those without files of their own.
fn layers(
    audience: Option<&Audience>,
    publication: &Publication,
    problems: &mut Problems,
) -> Vec<String> {
    let own = audience.map(|audience| format!("templates/audiences/{}/", audience.id));
    let theme = audience.and_then(|audience| audience.theme.as_ref());
    let theme = theme.unwrap_or(&publication.settings.theme);
    let shared = std::iter::once("templates/".to_owned());
    let themes = theme_layers(theme, &publication.files, problems);
    own.into_iter().chain(shared).chain(themes).collect()
}

/// Returns the layers of a theme and of those that it extends.
fn theme_layers(theme: &Spanned<EcoString>, files: &Files, problems: &mut Problems) -> Vec<String> {
    let mut names = vec![theme.value.clone()];
    let mut wanted = Some(theme.clone());
    while let Some(name) = wanted.take() {
        let Some(file) = files.find(&format!("themes/{}/theme.yaml", name.value)) else {
            problems.push(unknown_theme(&name, files));
            break;
        };
        let whole = Span::new(file, 0, files.get(file).text.len());
        let Ok(node) = yaml::parse(files, whole) else { break };
        let Ok(mut mapping) = Mapping::new(&node) else { break };
        let extends = mapping.get("extends").and_then(|node| yaml::spanned_text(node).ok());
        // A theme that extends itself in a circle ends where the circle closes.
        wanted = extends.filter(|extended| !names.contains(&extended.value));
        names.extend(wanted.as_ref().map(|extended| extended.value.clone()));
    }
    if !names.iter().any(|name| name == "default") {
        names.push("default".into());
    }
    names.iter().map(|name| format!("themes/{name}/")).collect()
}

fn unknown_theme(name: &Spanned<EcoString>, files: &Files) -> Diagnostic {
    let known: BTreeSet<_> = files
        .in_folder("themes")
        .filter_map(|(_, file)| file.path.split('/').nth(1).map(str::to_owned))
        .collect();
    let hint = did_you_mean(&name.value, known.iter().map(String::as_str))
        .unwrap_or_else(|| format!("add `themes/{}/theme.yaml`", name.value));
    Diagnostic::error(Code::UnknownTheme, name.span, format!("no theme is named `{}`", name.value))
        .with_hint(hint)
}
