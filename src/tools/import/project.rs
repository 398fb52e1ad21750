//! What a project says about itself: its kind, its title, and where and in which order its texts
//! are.

use std::fmt;

use serde_json::{Map, Value};

use super::folder::Folder;
use super::outline;
use super::value::{self, Format};

/// The programs whose projects can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Quarto: `_quarto.yml`.
    Quarto,
    /// R Markdown books: `_bookdown.yml`.
    Bookdown,
    /// `MyST` and Jupyter Book: `myst.yml`, or `_toc.yml`.
    Myst,
    /// `MkDocs`: `mkdocs.yml`.
    Mkdocs,
    /// Hugo: `hugo.toml`, or `config.toml` with `baseURL`.
    Hugo,
    /// Zola: `config.toml` with `base_url`.
    Zola,
    /// Jekyll: `_config.yml`.
    Jekyll,
    /// Eleventy: `.eleventy.js` or `eleventy.config.js`.
    Eleventy,
    /// A folder of Markdown.
    Markdown,
    /// Word documents.
    Word,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Quarto => "Quarto",
            Self::Bookdown => "R Markdown",
            Self::Myst => "MyST",
            Self::Mkdocs => "MkDocs",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Jekyll => "Jekyll",
            Self::Eleventy => "Eleventy",
            Self::Markdown => "Markdown",
            Self::Word => "Word",
        })
    }
}

impl Kind {
    /// Whether `{{ … }}` and `{% … %}` are instructions of a template language.
    pub(super) fn has_templates(self) -> bool {
        matches!(self, Self::Hugo | Self::Zola | Self::Jekyll | Self::Eleventy | Self::Mkdocs)
    }
}

/// A project as its settings describe it.
#[derive(Debug)]
pub(super) struct Project {
    /// What publishes it.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// What it is, in one sentence.
    pub description: Option<String>,
    /// The address of its root.
    pub address: Option<String>,
    /// The tag of its language.
    pub language: String,
    /// Who wrote it, where a text does not say so itself.
    pub authors: Vec<String>,
    /// The date of its texts, if a text does not give one itself.
    pub date: Option<String>,
    /// The folder of its texts, with a slash at its end; empty if that is the root.
    pub content: String,
    /// The folders whose files stand at the root of the site, with a slash at their ends.
    pub statics: Vec<String>,
    /// The texts in the order of reading, as paths without extension; empty if there is none.
    pub order: Vec<String>,
    /// All settings.
    pub settings: Map<String, Value>,
}

/// The files that reveal the kind of a project, the most reliable first.
const MARKS: &[(&str, Kind)] = &[
    ("_quarto.yml", Kind::Quarto),
    ("_quarto.yaml", Kind::Quarto),
    ("_bookdown.yml", Kind::Bookdown),
    ("myst.yml", Kind::Myst),
    ("_toc.yml", Kind::Myst),
    ("mkdocs.yml", Kind::Mkdocs),
    ("mkdocs.yaml", Kind::Mkdocs),
    ("hugo.toml", Kind::Hugo),
    ("hugo.yaml", Kind::Hugo),
    ("hugo.yml", Kind::Hugo),
    ("hugo.json", Kind::Hugo),
    ("config/_default/hugo.toml", Kind::Hugo),
    ("config/_default/config.toml", Kind::Hugo),
    (".eleventy.js", Kind::Eleventy),
    ("eleventy.config.js", Kind::Eleventy),
    ("eleventy.config.mjs", Kind::Eleventy),
    ("eleventy.config.cjs", Kind::Eleventy),
    ("eleventy.config.ts", Kind::Eleventy),
    ("_config.yml", Kind::Jekyll),
    ("_config.yaml", Kind::Jekyll),
];

impl Project {
    /// Reads the settings of the project in `folder`; without settings it is a folder of Markdown.
    pub(super) fn read(folder: &Folder) -> Self {
        let (kind, mark) = detect(folder);
        let mut settings = mark.and_then(|path| read(folder, path)).unwrap_or_default();
        if kind == Kind::Myst {
            // Jupyter Book keeps its title in a file beside that of the order.
            settings.extend(read(folder, "_config.yml").unwrap_or_default());
        }
        if kind == Kind::Bookdown {
            let index = ["index.Rmd", "index.rmd"].iter().find_map(|path| folder.text(path));
            let front = index.map(|text| super::matter::split(&text).values).unwrap_or_default();
            settings.extend(front);
        }
        if kind == Kind::Hugo && settings.get("params").is_none() {
            let params = ["toml", "yaml", "yml"].iter();
            let params = params.map(|end| format!("config/_default/params.{end}"));
            let params = params.into_iter().find_map(|path| read(folder, &path));
            settings.extend(params.map(|params| ("params".to_owned(), Value::Object(params))));
        }
        let base = mark.and_then(|path| path.rsplit_once('/')).map_or("", |(base, _)| base);
        let base = if kind == Kind::Hugo { "" } else { base };
        let content = content(kind, base, &settings, folder);
        let order = outline::read(kind, &settings, &content, folder);
        Self::new(kind, settings, content, folder).with_order(order)
    }

    fn new(kind: Kind, settings: Map<String, Value>, content: String, folder: &Folder) -> Self {
        let text = |paths: &[&str]| value::text(&settings, paths);
        let title = [
            "title",
            "site_name",
            "book.title",
            "website.title",
            "project.title",
            "site.title",
            "name",
        ];
        let description = [
            "description",
            "site_description",
            "book.description",
            "website.description",
            "project.description",
            "params.description",
            "tagline",
        ];
        let address = [
            "base_url",
            "baseURL",
            "baseurl",
            "site_url",
            "url",
            "book.site-url",
            "website.site-url",
        ];
        let language = [
            "lang",
            "language",
            "locale",
            "languageCode",
            "default_language",
            "defaultContentLanguage",
            "project.lang",
            "theme.language",
        ];
        let authors = ["author", "book.author", "authors", "project.authors", "site_author"];
        let authors = authors.iter().find_map(|path| value::at(&settings, path));
        let statics = statics(kind, &content, &settings);
        Self {
            kind,
            title: text(&title).unwrap_or_else(|| folder.name()),
            description: text(&description),
            address: text(&address).filter(|url| url.starts_with("http")),
            language: language_tag(text(&language).as_deref().unwrap_or("en")),
            authors: authors.map(value::texts).unwrap_or_default(),
            date: text(&["date", "book.date", "project.date"]),
            content,
            statics,
            order: Vec::new(),
            settings,
        }
    }

    fn with_order(self, order: Vec<String>) -> Self {
        Self { order, ..self }
    }
}

/// Returns the kind of a project, and the file that reveals it.
fn detect(folder: &Folder) -> (Kind, Option<&str>) {
    let at_root = MARKS.iter().find(|(path, _)| folder.contains(path));
    if let Some(&(path, kind)) = at_root {
        return (kind, Some(path));
    }
    if let Some(path) = folder.first(&["config.toml", "config.yaml", "config.yml"]) {
        let settings = read(folder, path).unwrap_or_default();
        if settings.contains_key("base_url") {
            return (Kind::Zola, Some(path));
        }
        if settings.keys().any(|key| key.eq_ignore_ascii_case("baseurl")) {
            return (Kind::Hugo, Some(path));
        }
    }
    // A book is often in a folder of a repository with other contents.
    let below = folder.paths().filter(|path| path.matches('/').count() == 1);
    let found = below.filter_map(|path| {
        let name = path.rsplit('/').next()?;
        let rank = MARKS.iter().position(|(mark, _)| *mark == name)?;
        Some((rank, path))
    });
    match found.min() {
        Some((rank, path)) => (MARKS[rank].1, Some(path)),
        None if folder.is_of_word() => (Kind::Word, None),
        None => (Kind::Markdown, None),
    }
}

fn read(folder: &Folder, path: &str) -> Option<Map<String, Value>> {
    if super::has_extension(path, &["js", "mjs", "cjs", "ts"]) {
        return None;
    }
    value::parse(&folder.text(path)?, Format::of(path))
}

/// Returns the folder of the texts.
fn content(kind: Kind, base: &str, settings: &Map<String, Value>, folder: &Folder) -> String {
    let below = |name: &str| match (base, name) {
        ("", name) => format!("{name}/"),
        (base, "") => format!("{base}/"),
        (base, name) => format!("{base}/{name}/"),
    };
    let has = |start: &str| folder.paths().any(|path| path.starts_with(start));
    let content = match kind {
        Kind::Mkdocs => below(value::text(settings, &["docs_dir"]).as_deref().unwrap_or("docs")),
        Kind::Zola => "content/".to_owned(),
        Kind::Hugo => {
            let default = value::text(settings, &["defaultContentLanguage"]).unwrap_or_default();
            let named = format!("languages.{default}.contentDir");
            let named = value::text(settings, &[&named, "contentDir"]);
            let guess = format!("content/{}/", if default.is_empty() { "en" } else { &default });
            match named {
                Some(name) => format!("{}/", name.trim_matches('/')),
                None if has(&guess) => guess,
                None => "content/".to_owned(),
            }
        }
        Kind::Eleventy if has("src/") => "src/".to_owned(),
        Kind::Eleventy if has("content/") => "content/".to_owned(),
        _ if base.is_empty() => String::new(),
        _ => below(""),
    };
    if has(&content) { content } else { String::new() }
}

fn statics(kind: Kind, content: &str, settings: &Map<String, Value>) -> Vec<String> {
    let named = value::text(settings, &["staticDir"]);
    let folders: &[&str] = match kind {
        Kind::Hugo => &["static/", "assets/"],
        Kind::Zola => &["static/"],
        _ => &["public/", "static/"],
    };
    let folders = folders.iter().map(|&folder| folder.to_owned());
    let named = named.into_iter().map(|name| format!("{name}/"));
    let own = [content.to_owned(), String::new()];
    named.chain(folders).chain(own).collect()
}

/// Returns a language tag that determines how numbers are written.
fn language_tag(text: &str) -> String {
    let text = text.replace('_', "-");
    let text = text.split('.').next().unwrap_or(&text);
    match text.to_lowercase().as_str() {
        "es" => "es-419".to_owned(),
        "pt" => "pt-BR".to_owned(),
        "zh" | "zh-cn" | "zh-hans" => "zh-Hans".to_owned(),
        "en-us" | "english" => "en".to_owned(),
        _ => text.to_owned(),
    }
}
