//! Hugo on the same briefs, with templates that do as little as templates can: a header with
//! navigation, a table of contents, the text, its subjects, a footer; lists of all briefs and
//! of those on a subject.

use std::fs;
use std::path::Path;

use crate::outcome::Outcome;

/// Links to Markdown files are resolved, as Quipu does; feeds and site maps, which Quipu does
/// not make, are off.
const SETTINGS: &str = "\
baseURL: https://example.org/
title: Bench
languageCode: en
disableKinds: [rss, sitemap, robotstxt, taxonomy, section]
taxonomies: {tag: tags}
markup:
  goldmark:
    renderHooks: {link: {useEmbedded: always}}
  tableOfContents: {startLevel: 2, endLevel: 3}
";

const LAYOUTS: &[(&str, &str)] = &[
    (
        "baseof.html",
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ .Site.Title }}</title>
<meta name="description" content="{{ .Params.finding }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<header><a href="/">{{ .Site.Title }}</a><nav><ul><li><a href="/">Briefs</a></li><li><a href="/about/">About</a></li></ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><p>{{ .Site.Title }}</p></footer>
</body>
</html>
"#,
    ),
    (
        "page.html",
        r#"{{ define "main" }}<article>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> {{ .ReadingTime }} minutes</p>
<h1>{{ .Title }}</h1>
<p>{{ .Params.finding }}</p>
<p>{{ delimit .Params.authors " · " }}</p>
<nav>{{ .TableOfContents }}</nav>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
</article>{{ end }}
"#,
    ),
    (
        "list.html",
        r#"{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range cond .IsHome .Site.RegularPages .Pages }}<article>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p>
<h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3>
<p>{{ .Params.finding }}</p>
</article>{{ end }}{{ end }}
"#,
    ),
    ("404.html", r#"{{ define "main" }}<h1>Not found</h1>{{ end }}"#),
];

/// Writes the settings and templates of the site.
pub(crate) fn write_site(folder: &Path) -> Outcome<()> {
    let layouts = folder.join("layouts");
    fs::create_dir_all(&layouts)?;
    fs::write(folder.join("hugo.yaml"), SETTINGS)?;
    for (name, text) in LAYOUTS {
        fs::write(layouts.join(name), text)?;
    }
    Ok(())
}
