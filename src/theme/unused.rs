//! Template files that nothing uses: a misspelt name would otherwise be silently ignored.

use std::collections::{BTreeMap, BTreeSet};

use super::names::KnownNames;
use super::{BASE, FOLDERS, check_logo, functions, is_built_in, own_words, silent};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::language::is_related;
use crate::publication::Publication;

/// The folders whose files are looked up by name. Files in `static/` may have any name.
const NAMED: &[&str] = &["html", "pdf", "parts", "styles", "words"];

/// The extensions of the files that belong in one of these folders.
const EXTENSIONS: &[&str] = &["html", "typ", "css", "csl", "ftl"];

/// Reports the files in `templates/` and `themes/` whose name is not that of a template, and that
/// no other template includes.
pub fn refuse(publication: &Publication, problems: &mut Problems) {
    let files = &publication.files;
    check_logo(publication, problems);
    foreign_folders(publication, problems);
    let names = KnownNames::of(publication);
    let known: BTreeSet<_> = files.below(BASE).map(|(_, file)| &file.path[BASE.len()..]).collect();
    for folder in ["templates", "themes"] {
        for (id, file) in files.in_folder(folder) {
            let Some(name) = own_name(&file.path, publication) else { continue };
            if name.strip_suffix(".typ").is_some() && !is_built_in(file) {
                functions::check(id, name, files, problems);
                names.check(id, problems);
            }
            if name.starts_with("words/")
                && name.strip_suffix(".ftl").is_some()
                && !is_built_in(file)
            {
                own_words::check(id, files, problems);
            }
            if name.strip_suffix(".html").is_some() && !is_built_in(file) {
                names.check_page(id, problems);
            }
            if !is_built_in(file) {
                silent::check(id, name, files, problems);
            }
            if folder == "templates" {
                problems.extend(foreign_words(&file.path, name, publication));
            }
            let is_language = folder == "themes" && name.starts_with("words/");
            let Some(hint) = hint(name, &known, publication).filter(|_| !is_language) else {
                continue;
            };
            // Only a template in a known folder is found by its last name.
            let is_placed =
                name.split_once('/').is_none_or(|(folder, _)| FOLDERS.contains(&folder));
            if is_placed && is_included(name, &file.path, files) {
                continue;
            }
            let message = match other_output(name, publication) {
                Some(other) => format!("`{name}` has no `{other}` for the other output"),
                None => format!("no template is named `{name}`, and none includes it"),
            };
            problems.push(
                Diagnostic::error_at_path(Code::UnusedTemplate, &*file.path, message)
                    .with_hint(hint),
            );
        }
    }
}

/// Reports words of a language in which nothing of the publication is.
fn foreign_words(path: &str, name: &str, publication: &Publication) -> Option<Diagnostic> {
    let tag = name.strip_prefix("words/")?.strip_suffix(".ftl")?;
    let mut own = publication.settings.tags();
    // A language falls back on the words of its relatives; a tag that is none is a misspelt name.
    if own.any(|own| own == tag || is_related(own, tag)) || !is_related(tag, tag) {
        return None;
    }
    let message = format!("the publication has no language `{tag}`, so nothing uses these words");
    let hint = format!("add `{tag}` to `languages:` in `quipu.yaml`, or delete the file");
    Some(Diagnostic::error_at_path(Code::UnusedTemplate, path, message).with_hint(hint))
}

/// Returns the name of a template below its layer, such as `html/report.html`; none if no audience has its folder.
fn own_name<'p>(path: &'p str, publication: &Publication) -> Option<&'p str> {
    if let Some(below) = path.strip_prefix("themes/") {
        let (theme, name) = below.split_once('/')?;
        return (theme != "default").then_some(name);
    }
    let below = path.strip_prefix("templates/")?;
    let Some(of_audience) = below.strip_prefix("audiences/") else { return Some(below) };
    let (audience, name) = of_audience.split_once('/')?;
    publication.audiences.iter().any(|known| known.id == audience).then_some(name)
}

/// Reports folders for audiences that there are not, each once, with all that is in it.
fn foreign_folders(publication: &Publication, problems: &mut Problems) {
    const FOLDER: &str = "templates/audiences/";
    let texts = publication.files.below(FOLDER).map(|(_, file)| &*file.path);
    let assets = publication.assets.keys().map(String::as_str);
    let mut folders: BTreeMap<&str, u32> = BTreeMap::new();
    for path in texts.chain(assets) {
        let folder = path.strip_prefix(FOLDER).and_then(|below| below.split_once('/'));
        if let Some((folder, _)) = folder {
            *folders.entry(folder).or_default() += 1;
        }
    }
    let ids = || publication.audiences.iter().map(|audience| audience.id.as_str());
    for (folder, count) in folders.into_iter().filter(|(folder, _)| !ids().any(|id| id == *folder))
    {
        let hint = did_you_mean(folder, ids())
            .unwrap_or_else(|| format!("add `content/audiences/{folder}.yaml`"));
        let files = if count == 1 { "file" } else { "files" };
        let message =
            format!("no audience is named `{folder}`, so nothing uses its {count} {files}");
        let path = format!("{FOLDER}{folder}");
        problems
            .push(Diagnostic::error_at_path(Code::UnusedTemplate, path, message).with_hint(hint));
    }
}

/// Returns what to do with a file whose name is not that of a template; none if it is.
fn hint(name: &str, known: &BTreeSet<&str>, publication: &Publication) -> Option<String> {
    let extension = name.rsplit('.').next().unwrap_or_default();
    if known.contains(name) || !EXTENSIONS.contains(&extension) {
        return None;
    }
    let folder = name.split_once('/').map_or("", |(folder, _)| folder);
    if !FOLDERS.contains(&folder) {
        if let Some(inner) =
            name.strip_prefix(&format!("{folder}/")).filter(|it| known.contains(it))
        {
            return Some(format!("move it one folder up: `{inner}` in the folder of the theme"));
        }
        let nearest = did_you_mean(folder, FOLDERS.iter().copied().chain(["audiences"]));
        return Some(
            nearest
                .unwrap_or_else(|| format!("the template folders are `{}`", FOLDERS.join("`, `"))),
        );
    }
    if folder == "blocks" {
        return block_hint(name, publication);
    }
    if !NAMED.contains(&folder) {
        return None;
    }
    let words: Vec<_> = publication.settings.tags().map(|tag| format!("words/{tag}.ftl")).collect();
    if words.iter().any(|own| own == name) {
        return None;
    }
    let names = known.iter().copied().chain(words.iter().map(String::as_str));
    // Prefixes that all names in a folder share are left out, since they would make any two names
    // similar.
    let bare = |name: &str| {
        let last = name.rsplit('/').next().unwrap_or_default();
        last.trim_end_matches(&format!(".{extension}")).to_owned()
    };
    let names: Vec<_> =
        names.filter(|known| known.starts_with(&format!("{folder}/"))).map(bare).collect();
    let nearest = did_you_mean(&bare(name), names.iter().map(String::as_str));
    Some(match nearest {
        Some(hint) => hint.replace("`?", &format!(".{extension}`?")),
        None => "`quipu templates` lists the names; delete the file, or include it in one of them"
            .to_owned(),
    })
}

/// Returns what to do with a file for a block that is not declared, or for which the other output
/// has no file.
fn block_hint(name: &str, publication: &Publication) -> Option<String> {
    let (block, _) = name.strip_prefix("blocks/")?.rsplit_once('.')?;
    let names = publication.settings.blocks.iter().map(|block| block.name.value.as_str());
    if publication.settings.block(block).is_none() {
        return Some(did_you_mean(block, names).unwrap_or_else(|| {
            format!("declare the block in `quipu.yaml`: `blocks: {{{block}: {{}}}}`")
        }));
    }
    other_output(name, publication).map(|other| format!("add `{other}` next to it"))
}

/// Returns the file of a declared block for the other output, if it is missing.
fn other_output(name: &str, publication: &Publication) -> Option<String> {
    let (block, extension) = name.strip_prefix("blocks/")?.rsplit_once('.')?;
    publication.settings.block(block)?;
    let other = if extension == "html" { "typ" } else { "html" };
    let is_beside = |path: &str| path.ends_with(&format!("/blocks/{block}.{other}"));
    let mut files =
        ["templates", "themes"].iter().flat_map(|folder| publication.files.in_folder(folder));
    (!files.any(|(_, file)| is_beside(&file.path))).then(|| format!("blocks/{block}.{other}"))
}

/// Whether another template names the file in quotes.
fn is_included(name: &str, path: &str, files: &Files) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let mentions =
        |text: &str| ['"', '\''].iter().any(|quote| text.contains(&format!("{last}{quote}")));
    ["templates", "themes"]
        .iter()
        .flat_map(|folder| files.in_folder(folder))
        .any(|(_, file)| &*file.path != path && mentions(&file.text))
}
