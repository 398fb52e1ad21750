//! What keys of other tools and formats are called here.
//!
//! People write from memory: the key of Quarto, Hugo, Jekyll, Pandoc, Zotero or a spreadsheet. What looks
//! alike is found by likeness; these do not look alike.

mod translated;

/// Keys here, each with what the same is called elsewhere, in lower case with `_` between words.
const NAMES: &[(&str, &[&str])] = &[
    ("aliases", &["former", "formerly", "former_names", "other_names", "synonyms", "aka", "alias"]),
    ("author", &["authors", "creator", "creators", "by"]),
    ("authors", &["author", "byline", "by", "creator", "creators"]),
    ("base_url", &["url", "baseurl", "site_url", "siteurl", "domain", "cname", "root"]),
    ("briefs", &["chapters", "parts", "contents", "toc", "pages", "articles", "sections"]),
    ("colours", &["colors", "palette", "color", "colour", "brand"]),
    ("columns", &["fields", "variables", "cols", "headers", "schema"]),
    ("contact", &["email", "mail", "e_mail"]),
    ("data", &["dataset", "file", "csv", "from", "table", "url"]),
    ("date", &["published", "pubdate", "date_published", "created", "day", "issued", "year"]),
    (
        "drawing",
        &["image", "cover", "cover_image", "thumbnail", "featured_image", "banner", "hero"],
    ),
    ("extra", &["params", "custom", "meta", "metadata", "vars", "variables"]),
    (
        "finding",
        &[
            "summary",
            "abstract",
            "description",
            "lede",
            "lead",
            "teaser",
            "excerpt",
            "subtitle",
            "standfirst",
        ],
    ),
    ("form", &["type", "kind", "chart", "chart_type", "geom", "mark", "plot"]),
    ("highlight", &["emphasis", "focus", "emphasize", "emphasise", "accent"]),
    ("imprint", &["footer", "colophon", "page_footer"]),
    ("key", &["id", "index", "primary_key", "keys", "dimensions", "primarykey"]),
    (
        "key_messages",
        &["highlights", "takeaways", "bullets", "messages", "key_points", "keypoints", "tldr"],
    ),
    ("languages", &["language", "lang", "locale", "locales", "langs", "i18n"]),
    ("licence", &["license", "copyright", "rights", "license_url"]),
    ("logo", &["favicon", "icon", "brand_logo"]),
    ("name", &["label", "title"]),
    ("note", &["notes", "footnote", "remark", "comment", "footer"]),
    ("notes", &["description", "note", "comment", "comments", "remarks"]),
    (
        "publish_at",
        &["publishdate", "embargo", "embargo_until", "release_date", "publish_on", "scheduled"],
    ),
    ("publisher", &["organisation", "organization", "institution", "owner", "company"]),
    ("round", &["decimals", "digits", "precision", "decimal_places"]),
    ("rows", &["file", "csv", "path", "url", "data", "records", "values", "table"]),
    ("source", &["origin", "provider", "sources", "credit", "provenance", "reference"]),
    ("sort", &["sort_by", "order", "order_by", "arrange"]),
    ("tags", &["keywords", "categories", "topics", "category", "topic", "subjects", "taxonomies"]),
    ("theme", &["format", "style", "template", "skin", "css"]),
    ("title", &["caption", "headline", "heading", "name", "label"]),
    ("url", &["link", "href", "uri"]),
    ("unit", &["units", "uom"]),
    (
        "updated",
        &["lastmod", "modified", "date_modified", "revised", "last_modified", "last_update"],
    ),
];

/// Values here, each with what the same is called elsewhere, in lower case.
const VALUES: &[(&str, &[&str])] = &[
    ("area", &["stacked area", "stackedarea", "areas", "filled line"]),
    (
        "bar",
        &[
            "column",
            "columns",
            "bars",
            "histogram",
            "barchart",
            "bar chart",
            "barplot",
            "pie",
            "donut",
            "doughnut",
            "treemap",
            "waterfall",
            "stacked",
            "stacked bar",
            "lollipop",
        ],
    ),
    ("dot", &["dots", "point", "points", "dot plot", "strip"]),
    ("heat map", &["matrix", "grid", "tiles", "calendar"]),
    ("line", &["lines", "time series", "timeseries", "spline", "trend", "step", "linechart"]),
    ("map", &["choropleth", "geo", "geomap", "cartogram"]),
    ("slope", &["bump", "dumbbell", "slopegraph", "before and after"]),
    ("small multiples", &["facet", "facets", "trellis", "panels", "sparklines"]),
    ("timeline", &["gantt", "chronology", "events"]),
    ("boolean", &["bool", "logical", "flag", "yes/no", "binary"]),
    ("date", &["datetime", "timestamp", "day", "month", "time", "period", "quarter"]),
    ("entity", &["country", "region", "place", "geo", "location", "province", "person"]),
    (
        "number",
        &[
            "integer", "int", "float", "double", "decimal", "numeric", "num", "percent",
            "currency", "money", "amount", "int64", "float64", "real", "value",
        ],
    ),
    (
        "text",
        &["string", "str", "char", "varchar", "character", "category", "label", "factor", "words"],
    ),
    ("line", &["markdown", "richtext", "rich text", "html"]),
    ("choice", &["enum", "category", "select", "option", "factor"]),
    ("flow", &["annual", "per year", "yearly", "rate", "period"]),
    ("stock", &["level", "balance", "total", "outstanding", "point", "cumulative"]),
    ("thousand", &["k", "thousands", "000", "000s", "1000", "1e3"]),
    ("million", &["m", "mn", "mio", "millions", "1000000", "1e6"]),
    ("billion", &["b", "bn", "billions", "milliard", "1000000000", "1e9"]),
    ("trillion", &["t", "tn", "trillions", "1e12"]),
    ("vertical", &["v", "portrait", "up", "column"]),
    ("horizontal", &["h", "landscape", "sideways", "row"]),
    ("grouped", &["side by side", "dodge", "dodged", "clustered", "unstacked"]),
    ("stacked", &["stack", "cumulative", "100%", "percent", "fill", "filled"]),
    ("log", &["logarithmic", "log10", "ln", "exponential"]),
    ("linear", &["lin", "normal", "arithmetic"]),
    ("zero", &["0", "true", "from zero"]),
    ("auto", &["automatic", "yes", "nice", "default"]),
    ("none", &["no", "off", "false", "hide", "hidden", "0"]),
    ("last", &["end", "final", "latest"]),
    ("rows", &["row", "by row"]),
    ("columns", &["column", "by column"]),
    ("complete", &["all", "full", "required", "strict", "true"]),
    ("partial", &["some", "optional", "incomplete", "false"]),
    ("fallback", &["default", "original", "source", "untranslated"]),
    ("web", &["website", "webpage", "page", "online", "internet", "electronic", "site", "url"]),
    ("article", &["paper", "journal", "journal-article", "article-journal", "working paper"]),
    ("report", &["techreport", "document", "publication", "study", "brief", "whitepaper", "pdf"]),
    ("repository", &["dataset", "data", "database", "software", "code"]),
    ("legislation", &["law", "act", "statute", "bill", "decree", "regulation", "treaty"]),
    ("thesis", &["phdthesis", "mastersthesis", "dissertation"]),
    ("proceedings", &["inproceedings", "conference paper", "paper-conference"]),
];

/// Says which of the values here is meant by one of another program.
pub(crate) fn value(written: &str, choices: &[&str]) -> Option<String> {
    let written = written.to_lowercase();
    let meant = VALUES
        .iter()
        .find(|(own, others)| choices.contains(own) && others.contains(&written.as_str()));
    meant.map(|(own, _)| format!("did you mean `{own}`?"))
}

/// What stands somewhere else: a key that is known where it is asked for, names elsewhere, and advice.
const ADVICE: &[(&str, &[&str], &str)] = &[
    (
        "default_audience",
        &["audiences", "audience", "editions", "profiles"],
        "each audience is a file of its own: `content/audiences/NAME.yaml`",
    ),
    (
        "default_audience",
        &["bibliography", "csl", "references", "citation_style"],
        "sources are in `content/sources.yaml` or `content/sources.bib`, and an audience names its style as `citations:`",
    ),
    (
        "default_audience",
        &["feed", "feeds", "rss", "atom", "sitemap", "search", "opensearch", "robots"],
        "delete it: the search is always made, and feeds and the sitemap wherever `base_url` is set",
    ),
    (
        "short_title",
        &["og_image", "social_image", "share_image", "preview_image", "ogimage"],
        "delete it: the picture for sharing is made from title and finding; pictures stand in the text",
    ),
    (
        "standalone",
        &["image", "cover", "cover_image", "thumbnail", "featured_image", "banner", "hero"],
        "delete it: the picture for sharing is made from title and finding; pictures stand in the text",
    ),
    (
        "default_audience",
        &["nav", "menu", "menus", "navigation", "sidebar", "navbar"],
        "the navigation is made from the reports; `reports:` gives their order",
    ),
    (
        "default_audience",
        &["subtitle", "tagline", "summary"],
        "what the publication is about is its `description:`",
    ),
    (
        "finding",
        &["slug", "permalink", "url", "path"],
        "the address is that of the file: rename it, and list its former address under `aliases:`",
    ),
    (
        "finding",
        &["lang", "language", "locale"],
        "the language is in the name of the file: `text.es-419.md`",
    ),
    (
        "finding",
        &["bibliography", "csl", "references", "nocite"],
        "sources are in `content/sources.yaml` or `content/sources.bib`",
    ),
    (
        "finding",
        &["layout", "template", "format", "output", "css"],
        "how pages look is in `templates/` and the theme; see `quipu templates`",
    ),
    (
        "finding",
        &["toc", "number_sections", "weight", "order", "nav_order", "sidebar_position"],
        "the order of texts is that of `briefs:` in the report; contents are made by themselves",
    ),
    (
        "baseline",
        &[
            "low",
            "high",
            "lower",
            "upper",
            "interval",
            "intervals",
            "ci",
            "confidence",
            "error",
            "errors",
            "error_bars",
            "errorbars",
            "band",
            "uncertainty",
        ],
        "charts draw no intervals: show both ends as columns of a `table`, or say them in the sentence",
    ),
    (
        "page-range",
        &["journal", "journaltitle", "booktitle", "container_title", "series", "in"],
        "what it is part of is its `parent`: `parent: {type: periodical, title: …}`",
    ),
    (
        "page-range",
        &["doi", "isbn", "issn", "pmid", "arxiv"],
        "identifiers stand together: `serial-number: {doi: …, isbn: …}`",
    ),
];

/// Returns which key of `unused` the key `name` of another tool stands for, or advice where it is said in
/// another place than where the keys `known` stand.
pub(crate) fn hint(name: &str, known: &[&str], unused: &[&str]) -> Option<String> {
    let folded = name.to_lowercase().replace(['-', ' '], "_");
    let is_meant = |names: &[&str]| names.contains(&folded.as_str());
    let advice = ADVICE.iter().find(|(key, names, _)| known.contains(key) && is_meant(names));
    let named = || NAMES.iter().find(|(key, names)| unused.contains(key) && is_meant(names));
    let key = || named().map(|(key, _)| *key).or_else(|| translated::key(&folded, unused));
    advice
        .map(|(_, _, advice)| (*advice).to_owned())
        .or_else(|| key().map(|key| format!("did you mean `{key}`?")))
}
