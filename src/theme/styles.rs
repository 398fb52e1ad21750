//! Checks that the tokens and files named in the style sheets and templates of a publication exist.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ecow::EcoString;
use regex::Regex;

use super::{Theme, css, elements, is_built_in, markup, sheets};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Files, TextFile};
use crate::base::span::{FileId, Span, Spanned};
use crate::publication::Publication;

/// How classes and ids begin that only the program has.
const PREFIX: &str = "q-";

/// Checks the publication's own files in all layers.
pub(super) fn check(theme: &Theme, publication: &Publication, problems: &mut Problems) {
    let files = &publication.files;
    let blocks = publication.settings.blocks.iter().map(|block| &block.name);
    problems.extend(blocks.filter_map(|name| taken(name, files)));
    let tokens: BTreeSet<_> =
        theme.tokens.names().into_iter().map(|(group, name)| format!("{group}-{name}")).collect();
    let texts = theme.texts("static", files).into_keys();
    let statics: BTreeSet<_> =
        texts.chain(theme.assets("static", &publication.assets).into_keys()).collect();
    let classes = Classes::of(theme, publication);
    for layer in &theme.layers {
        for (id, file) in files.below(layer) {
            let name = &file.path[layer.len()..];
            let folder = name.split('/').next().unwrap_or_default();
            let is_page = name.strip_suffix(".html").is_some()
                && matches!(folder, "html" | "parts" | "blocks");
            let is_style = name.strip_suffix(".css").is_some() && folder == "static";
            if !is_page && !is_style || is_built_in(file) {
                continue;
            }
            unknown_tokens((id, file), &tokens, problems);
            if is_style {
                missing_files((id, file), &statics, problems);
                let name = name.split_once('/').map_or(name, |(_, name)| name);
                problems.extend(sheets::check(id, name, &classes, files));
            } else {
                pictures((id, file), &statics, problems);
                markup::check((id, file), &statics, problems);
                problems.extend(elements::check((id, file)));
                problems.extend(misspelt_classes(id, &classes, files));
            }
        }
    }
}

/// The classes of the program, and those that the publication declares.
pub(super) struct Classes {
    /// Those in the program's style sheets and templates.
    program: BTreeSet<String>,
    /// Those of blocks and of `classes:` in the theme.
    pub declared: BTreeSet<String>,
}

impl Classes {
    fn of(theme: &Theme, publication: &Publication) -> Self {
        let blocks = publication.settings.blocks.iter().map(|block| block.name.value.to_string());
        let declared = theme.classes.iter().cloned().chain(blocks).collect();
        let mut program = BTreeSet::new();
        for (_, file) in publication.files.in_folder("themes").filter(|(_, file)| is_built_in(file))
        {
            if file.path.ends_with(".css") {
                program.extend(css::classes(&file.text));
            } else if file.path.ends_with(".html") {
                program.extend(written(&file.text).map(|(_, class)| class.to_owned()));
            }
        }
        Self { program, declared }
    }

    /// Returns the class of the program that was meant, if one letter makes the difference, or two in a long name;
    /// of those that begin as the program's do, the nearest.
    pub(super) fn misspelt(&self, class: &str) -> Option<&str> {
        let is_prefixed = class.starts_with(PREFIX);
        // Names that are numbered differ in the number on purpose.
        let is_own = class.len() < 6 || class.ends_with(|c: char| c.is_ascii_digit());
        if self.program.contains(class) || is_own && !is_prefixed {
            return None;
        }
        let most = match class.len() {
            _ if is_prefixed => usize::MAX,
            0..=9 => 1,
            _ => 2,
        };
        let program = self.program.iter().map(String::as_str);
        let program = program.filter(|other| !is_prefixed || other.starts_with(PREFIX));
        let distance = |other: &&str| strsim::damerau_levenshtein(class, other);
        program.min_by_key(distance).filter(|near| distance(near) <= most)
    }
}

/// Returns the classes that a template writes, each with where it stands.
fn written(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let attribute = "class=\"";
    text.match_indices(attribute).flat_map(move |(at, _)| {
        let start = at + attribute.len();
        let value = &text[start..start + text[start..].find('"').unwrap_or(0)];
        let is_whole = |class: &&str| !class.is_empty() && !class.contains(['{', '}', '%']);
        let classes = value.split(' ').filter(is_whole);
        classes.map(move |class| (class.as_ptr().addr() - text.as_ptr().addr(), class))
    })
}

/// Returns what is wrong with classes in a template that are those of the program but for one letter, and for which no
/// style sheet of the publication has a rule.
fn misspelt_classes(template: FileId, classes: &Classes, files: &Files) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (at, class) in written(&files.get(template).text) {
        let Some(nearest) = classes.misspelt(class) else { continue };
        let rule = format!(".{class}");
        let mut sheets = ["themes", "templates"].iter().flat_map(|folder| files.in_folder(folder));
        if sheets.any(|(_, file)| file.path.ends_with(".css") && file.text.contains(&rule)) {
            continue;
        }
        let span = Span::new(template, at, at + class.len());
        let message = format!("no style sheet has a rule for the class `{class}`");
        let hint = format!("did you mean `{nearest}`?");
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    }
    problems
}

/// Reports a class or block of the publication's own that has the name of a class of the program, whose rules
/// it would get.
pub(super) fn taken(name: &Spanned<EcoString>, files: &Files) -> Option<Diagnostic> {
    let class = format!(".{}", name.value);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let has_class = |sheet: &str| {
        let mut uses = sheet.match_indices(&class);
        uses.any(|(at, _)| !sheet[at + class.len()..].starts_with(is_part))
    };
    let mut sheets =
        files.in_folder("themes/default/static").filter(|(_, file)| file.path.ends_with(".css"));
    sheets.any(|(_, file)| has_class(&file.text)).then(|| {
        let message = format!("the style sheet of the program has a class `{}`", name.value);
        Diagnostic::error(Code::BadValue, name.span, message)
            .with_hint(format!("choose another name, such as `own-{}`", name.value))
    })
}

/// Reports tokens that no theme has and that the file does not define.
fn unknown_tokens(
    (id, file): (FileId, &TextFile),
    tokens: &BTreeSet<String>,
    problems: &mut Problems,
) {
    for (at, mark) in file.text.match_indices("--q-") {
        let start = at + mark.len();
        let is_used = file.text[..at].trim_end().ends_with("var(");
        let rest = &file.text[start..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let name = &rest[..end];
        let is_given = rest[end..].trim_start().starts_with(':');
        let other = if is_used { format!("--q-{name}:") } else { format!("var(--q-{name}") };
        if tokens.contains(name) || !is_used && !is_given || file.text.contains(&other) {
            continue;
        }
        let hint = did_you_mean(name, tokens.iter().map(String::as_str)).map_or_else(
            || {
                "`quipu templates eject tokens` writes a list of all tokens and what they are for"
                    .to_owned()
            },
            |hint| hint.replace('`', "`--q-").replacen("--q-`", "`", 1).replace("`--q-?", "`?"),
        );
        let message = format!("no token is named `--q-{name}`");
        let span = Span::new(id, start, start + end);
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    }
}

/// Reports addresses in a style sheet that lead nowhere; they are relative to `static/`.
fn missing_files(
    (id, file): (FileId, &TextFile),
    statics: &BTreeSet<&str>,
    problems: &mut Problems,
) {
    for range in addresses(&file.text) {
        let (start, length) = (range.start, range.len());
        let written = &file.text[range];
        let url = written.trim().trim_matches(['"', '\'']);
        let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches("./");
        if path.is_empty() || path.starts_with("data:") || statics.contains(path) {
            continue;
        }
        let is_elsewhere = path.contains("://") || path.starts_with("//");
        let hint = if is_elsewhere {
            "put the file into `static/`: pages load nothing from other servers".to_owned()
        } else {
            did_you_mean(path, statics.iter().copied())
                .unwrap_or_else(|| format!("add the file: `static/{path}` in this layer"))
        };
        let message = format!("`{url}` leads nowhere");
        let span = Span::new(id, start, start + length);
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    }
}

/// Returns where addresses stand in a style sheet: in `url(…)`, `image-set("…")` and `@import "…"`.
fn addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"url\(([^)]*)\)|(?:@import\s*|image-set\(\s*)("[^"]*"|'[^']*')"#;
        Regex::new(pattern).expect("the pattern is ours")
    });
    let found = ADDRESS.captures_iter(text).filter_map(|found| found.get(1).or(found.get(2)));
    found.map(|address| address.range()).collect()
}

/// Reports pictures in a template that are missing, and those without alternative text.
fn pictures((id, file): (FileId, &TextFile), statics: &BTreeSet<&str>, problems: &mut Problems) {
    for (at, _) in file.text.match_indices("<img") {
        let rest = &file.text[at..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        if !rest[..end].contains("alt=") {
            let span = Span::new(id, at, at + end);
            let message = "an image without alternative text";
            problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(
                "write in `alt=\"…\"` what it shows, or `alt=\"\"` if it only decorates",
            ));
        }
    }
    for (at, mark) in file.text.match_indices("site.assets_path }}") {
        let start = at + mark.len();
        let rest = &file.text[start..];
        let end = rest.find(['"', '\'', ' ', '>', '{']).unwrap_or(rest.len());
        let path = &rest[..end];
        let is_made = path.starts_with("icon-");
        if path.is_empty() || rest[end..].starts_with('{') || is_made || statics.contains(path) {
            continue;
        }
        let hint = did_you_mean(path, statics.iter().copied())
            .unwrap_or_else(|| format!("add the file: `static/{path}` in this layer"));
        let message = format!("there is no file `{path}` in `static/`");
        let span = Span::new(id, start, start + end);
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    }
}
