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
mod declarations;
mod elements;
mod embedded;
mod faces;
mod functions;
mod layers;
mod lookup;
mod markup;
mod names;
mod own_words;
#[cfg(test)]
mod palette;
mod sheets;
mod silent;
mod stamps;
mod styles;
mod subset;
mod tokens;
mod unused;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

pub use charts::ChartStyle;
pub use embedded::{add_to as add_embedded, is_built_in};
pub use layers::layers;
pub use lookup::{Collection, FileOrigin, Lookup, Served};
pub(crate) use names::named_families;
pub use stamps::{Stamps, stamp};
pub use tokens::{Medium, Tokens};
pub use unused::refuse as refuse_unused;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Bytes, Files, TextFile};
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Mapping};
use crate::language::Words;
use crate::publication::audience::Audience;
use crate::publication::settings::Logo;
use crate::publication::{Publication, fonts};

/// The folders of a layer: `html` for pages, `pdf` for PDFs, `parts` with a file of each part for
/// each output, and `blocks` for the blocks that the publication defines.
pub const FOLDERS: &[&str] =
    &["html", "pdf", "parts", "blocks", "static", "styles", "words", "fonts", "maps"];

/// The theme that all others extend.
pub(crate) const BASE: &str = "themes/default/";

/// The style sheet, among the files of `static/`.
pub const STYLESHEET: &str = "quipu.css";

/// The style sheet for blocks that few texts have, which only pages with such blocks load.
const RARE_STYLES: &str = "quipu-more.css";

/// Whether a file in `static/` is, or replaces, a style sheet of the program other than the one for all pages.
fn is_program_style(name: &str, files: &Files) -> bool {
    name.strip_suffix(".css").is_some() && files.find(&format!("{BASE}static/{name}")).is_some()
}

/// The icon of the site, among the files of `static/`.
pub const ICON: &str = "icon.svg";

/// A layer's additions to the style sheet, in `static/`, for a few rules.
const ADDED_STYLES: &str = "theme.css";

/// The outputs in which a theme can show a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockOutputs {
    /// On pages.
    pub page: bool,
    /// In PDFs.
    pub print: bool,
}

/// The theme of one audience.
#[derive(Debug)]
pub struct Theme {
    /// The prefixes of the layers in lookup order; each ends with a slash.
    pub layers: Vec<String>,
    /// Colours, families, sizes and spaces.
    pub tokens: Tokens,
    /// The classes that its style sheet and templates know.
    pub classes: BTreeSet<String>,
    /// The classes that only the style sheet for rarer blocks has rules for.
    pub rare_classes: BTreeSet<String>,
    /// The files for the publication's own blocks, by name.
    pub blocks: BTreeMap<String, BlockOutputs>,
    /// How it draws charts.
    pub charts: ChartStyle,
    /// The words, by language tag.
    pub words: BTreeMap<EcoString, Words>,
}

impl Theme {
    /// Assembles the layers of an audience's theme.
    pub fn new(audience: &Audience, publication: &Publication, problems: &mut Problems) -> Self {
        let files = &publication.files;
        let mut theme = Self {
            layers: layers(Some(audience), publication, problems),
            tokens: Tokens::default(),
            classes: BTreeSet::new(),
            rare_classes: BTreeSet::new(),
            blocks: BTreeMap::new(),
            charts: ChartStyle::default(),
            words: BTreeMap::new(),
        };
        theme.read_settings(publication, problems);
        for name in theme.texts("blocks", files).keys() {
            let Some((name, extension)) = name.rsplit_once('.') else { continue };
            let looks = theme.blocks.entry(name.to_owned()).or_default();
            looks.page |= extension == "html";
            looks.print |= extension == "typ";
        }
        let classes = |name: &str| {
            let file = theme.text(&format!("static/{name}"), files);
            file.map_or_else(BTreeSet::new, |file| css::classes(&files.get(file).text))
        };
        theme.rare_classes = &classes(RARE_STYLES) - &classes(STYLESHEET);
        styles::check(&theme, publication, problems);
        let maps = theme.assets("maps", &publication.assets);
        theme.charts = ChartStyle::new(&theme.tokens, publication.assets.iter(), &maps);
        for language in &publication.settings.languages {
            let words = words::read(&theme, &language.tag, files, problems);
            theme.words.insert(language.tag.clone(), words);
        }
        theme
    }

    /// Returns the text file for `name`, such as `html/report.html`.
    pub fn text(&self, name: &str, files: &Files) -> Option<FileId> {
        self.layers.iter().find_map(|layer| files.find(&format!("{layer}{name}")))
    }

    /// Returns the text files of all layers that have `name`, in lookup order: each can extend the
    /// next one.
    pub fn stack(&self, name: &str, files: &Files) -> Vec<FileId> {
        self.layers.iter().filter_map(|layer| files.find(&format!("{layer}{name}"))).collect()
    }

    /// Returns the text files of all layers below the folder `name`, the first of each name.
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

    /// Returns the other files of all layers below the folder `name`, the first of each name.
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

    /// Returns the files that pages load, by name: those in `static/`, with the tokens at the top
    /// of the style sheet, and the additions of the layers at its end.
    pub fn statics(&self, publication: &Publication) -> BTreeMap<String, Bytes> {
        let mut statics = BTreeMap::new();
        for (name, (_, file)) in self.texts("static", &publication.files) {
            let text = match name {
                STYLESHEET => self.stylesheet(&file.text, &publication.files),
                ADDED_STYLES => continue,
                name if is_program_style(name, &publication.files) => css::layered(&file.text),
                ICON => self.tokens.resolved(&file.text),
                _ => file.text.to_string(),
            };
            statics.insert(name.to_owned(), Bytes::from(text.into_bytes()));
        }
        for (name, bytes) in self.assets("static", &publication.assets) {
            statics.insert(name.to_owned(), bytes.clone());
        }
        self.add_faces(publication, &mut statics);
        for (name, picture) in publication.settings.logo.iter().flat_map(Logo::pictures) {
            let Some(bytes) = picture_bytes(&picture.value, publication) else { continue };
            // PDFs read the picture itself.
            if name != "logo-print" {
                statics.insert(logo_name(name, &picture.value), bytes);
            }
        }
        statics
    }

    /// Adds the fonts of pages, and their rules at the end of the style sheet.
    fn add_faces(&self, publication: &Publication, statics: &mut BTreeMap<String, Bytes>) {
        let fonts = publication.assets.iter().filter(|(path, _)| {
            let is_in_layer = self.layers.iter().any(|layer| path.starts_with(layer.as_str()));
            (path.starts_with("fonts/") || is_in_layer)
                && path.contains("fonts/")
                && !path.starts_with(BASE)
        });
        let mut added = BTreeMap::new();
        let rules = faces::add(&self.tokens, fonts, &publication.settings.languages, &mut added);
        if let Some(sheet) = statics.get_mut(STYLESHEET) {
            let sheet_with_rules = [sheet, css::compact(&rules).as_bytes()].concat();
            *sheet = Bytes::from(sheet_with_rules);
        }
        statics.extend(added);
    }

    /// Assembles the style sheet from tokens, rules and additions. The program's rules are in a
    /// cascade layer, and those of themes in a second one, so that the publication's own rules
    /// always win, however simple their selectors. Comments and spaces are left out.
    fn stylesheet(&self, rules: &str, files: &Files) -> String {
        let mut css =
            format!("@layer quipu, theme;\n@layer quipu {{\n{}{rules}}}\n", self.tokens.css());
        for layer in self.layers.iter().rev() {
            let Some(file) = files.find(&format!("{layer}static/{ADDED_STYLES}")) else { continue };
            let added = &*files.get(file).text;
            if layer.starts_with("themes/") {
                css.extend(["@layer theme {\n", added, "}\n"]);
            } else {
                css.push_str(added);
            }
        }
        css::compact(&css)
    }

    /// Returns the words of a language that take no arguments, for templates.
    pub fn plain_words(&self, tag: &str) -> BTreeMap<String, String> {
        self.words.get(tag).map(Words::plain).cloned().unwrap_or_default()
    }

    fn read_settings(&mut self, publication: &Publication, problems: &mut Problems) {
        let files = &publication.files;
        let mut is_set = false;
        for layer in self.layers.clone().iter().rev() {
            // The publication's settings take precedence over its theme, but not over its own
            // templates.
            if !layer.starts_with("themes/") && !std::mem::replace(&mut is_set, true) {
                self.tokens.set_families(&publication.settings.fonts);
            }
            let Some(file) = files.find(&format!("{layer}theme.yaml")) else { continue };
            let whole = files.whole(file);
            let Some(node) = problems.keep(yaml::parse(files, whole)) else { continue };
            let Some(mut mapping) = problems.keep(Mapping::new(&node)) else { continue };
            let _ = mapping.optional("name", problems, yaml::text);
            let _ = mapping.optional("extends", problems, yaml::text);
            let before = self.tokens.names();
            if let Some(classes) = mapping.get("classes") {
                let classes = yaml::list(classes, problems, yaml::spanned_text);
                problems.extend(classes.iter().filter_map(|name| styles::taken(name, files)));
                self.classes.extend(classes.iter().map(|name| name.value.to_string()));
            }
            let faults = self.tokens.merge(&mut mapping, problems);
            if let Some(fonts) = mapping.get("fonts") {
                self.tokens.set_families(&fonts::read(fonts, problems));
            }
            let unused = if layer == BASE { Vec::new() } else { self.unused(&before, files) };
            // Of a token that there is not, the value is no matter.
            let is_of_token =
                |(key, _): &(Span, Diagnostic)| !unused.iter().any(|(unused, _)| unused == key);
            problems.extend(faults.into_iter().filter(is_of_token).map(|(_, fault)| fault));
            problems.extend(unused.into_iter().map(|(_, problem)| problem));
            mapping.finish(problems);
        }
        self.tokens.check_contrast(problems);
    }

    /// Returns the problems of the tokens that a layer adds to `before` and that nothing uses, each with the place of
    /// the token's name.
    fn unused(
        &self,
        before: &BTreeSet<(&'static str, String)>,
        files: &Files,
    ) -> Vec<(Span, Diagnostic)> {
        let mut problems = Vec::new();
        let texts =
            ["static", "html", "parts", "blocks", "pdf"].map(|folder| self.texts(folder, files));
        for (group, name, span) in self.tokens.places() {
            if before.contains(&(group, name.to_owned())) {
                continue;
            }
            let uses = [format!("--q-{group}-{name}"), format!("{group}.{name}")];
            let mut texts = texts.iter().flat_map(BTreeMap::values);
            if texts.any(|(_, file)| uses.iter().any(|used| file.text.contains(used.as_str()))) {
                continue;
            }
            let known = before.iter().filter(|(other, _)| *other == group);
            let known: Vec<_> = known.map(|(_, name)| name.as_str()).collect();
            let hint = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
                format!("the tokens of `{group}` are {}", yaml::quoted_list(&known))
            });
            let message =
                format!("no token of `{group}` is named `{name}`, so nothing would use it");
            let problem = Diagnostic::error(Code::BadToken, span, message).with_hint(hint);
            problems.push((span, problem));
        }
        problems
    }
}

/// Returns the name of a picture of the logo among the files that pages load.
pub fn logo_name(name: &str, path: &str) -> String {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    format!("{name}.{extension}")
}

/// Returns a picture by its path below `content/`.
fn picture_bytes(path: &str, publication: &Publication) -> Option<Bytes> {
    let path = format!("content/{path}");
    let text = publication.files.find(&path).map(|id| publication.files.get(id).text.to_string());
    let text = text.map(|text| Bytes::from(text.into_bytes()));
    text.or_else(|| publication.assets.get(&path).cloned())
}

/// Reports pictures in the settings that are missing or cannot be shown.
pub(crate) fn check_logo(publication: &Publication, problems: &mut Problems) {
    for picture in publication.settings.pictures() {
        let path = format!("content/{}", picture.value);
        if picture_bytes(&picture.value, publication).is_none()
            || !path.starts_with("content/images/")
        {
            let assets = publication.assets.keys().map(String::as_str);
            let texts = publication.files.below("content/images/").map(|(_, file)| &*file.path);
            let names = assets.chain(texts).filter_map(|path| path.strip_prefix("content/"));
            let names: Vec<_> = names.filter(|name| name.starts_with("images/")).collect();
            let hint = did_you_mean(&picture.value, names.iter().copied()).unwrap_or_else(|| {
                "write its path within `content/`, such as `images/logo.svg`".to_owned()
            });
            let message = format!("there is no picture `{}`", picture.value);
            problems.push(Diagnostic::error(Code::BadValue, picture.span, message).with_hint(hint));
        } else if publication.broken_pictures.contains_key(&path) {
            let message = format!("the picture `{}` cannot be shown", picture.value);
            problems
                .push(Diagnostic::error(Code::BadValue, picture.span, message).with_hint(
                    "show it in a text, `![…](logo.svg)`, to see what is wrong with it",
                ));
        }
    }
}
