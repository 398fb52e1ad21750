//! Files among the templates that nothing uses: a misspelt name would be ignored in silence.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::files::Files;
use crate::publication::Publication;

/// The theme whose files name all templates that there are.
const BASE: &str = "themes/default/";

/// The folders whose files are asked for by name. Those of `static/` may have any.
const NAMED: &[&str] = &["html", "pdf", "styles", "words"];

/// The folders of a theme.
const FOLDERS: &[&str] = &["html", "pdf", "static", "styles", "words", "fonts", "maps"];

/// The extensions of files that belong into one of these folders.
const EXTENSIONS: &[&str] = &["html", "typ", "css", "csl", "ftl"];

/// Reports the files of `templates/` and `themes/` that no template's name answers to, and that
/// no other template includes.
pub fn refuse(publication: &Publication, problems: &mut Problems) {
    let files = &publication.files;
    let known: BTreeSet<_> = files.below(BASE).map(|(_, file)| &file.path[BASE.len()..]).collect();
    for folder in ["templates", "themes"] {
        for (_, file) in files.in_folder(folder) {
            let Some(name) = own_name(&file.path, publication, problems) else { continue };
            let is_language = folder == "themes" && name.starts_with("words/");
            let Some(hint) = hint(name, &known, publication).filter(|_| !is_language) else {
                continue;
            };
            if is_included(name, &file.path, files) {
                continue;
            }
            let message = format!("no template is named `{name}`, and none includes it");
            problems.push(
                Diagnostic::error_at_path(Code::UnusedTemplate, &*file.path, message)
                    .with_hint(hint),
            );
        }
    }
}

/// Returns the name of a template below its layer, such as `html/report.html`.
fn own_name<'p>(
    path: &'p str,
    publication: &Publication,
    problems: &mut Problems,
) -> Option<&'p str> {
    if let Some(below) = path.strip_prefix("themes/") {
        let (theme, name) = below.split_once('/')?;
        return (theme != "default").then_some(name);
    }
    let below = path.strip_prefix("templates/")?;
    let Some(of_audience) = below.strip_prefix("audiences/") else { return Some(below) };
    let (audience, name) = of_audience.split_once('/')?;
    let ids = publication.audiences.iter().map(|audience| audience.id.as_str());
    if ids.clone().any(|id| id == audience) {
        return Some(name);
    }
    let hint = did_you_mean(audience, ids)
        .unwrap_or_else(|| format!("add `content/audiences/{audience}.yaml`"));
    let message = format!("no audience is named `{audience}`");
    problems.push(Diagnostic::error_at_path(Code::UnusedTemplate, path, message).with_hint(hint));
    None
}

/// Returns what to do with a file that no template's name answers to; none if one does.
fn hint(name: &str, known: &BTreeSet<&str>, publication: &Publication) -> Option<String> {
    let extension = name.rsplit('.').next().unwrap_or_default();
    if known.contains(name) || !EXTENSIONS.contains(&extension) {
        return None;
    }
    let folder = name.split_once('/').map_or("", |(folder, _)| folder);
    if !FOLDERS.contains(&folder) {
        let nearest = did_you_mean(folder, FOLDERS.iter().copied().chain(["audiences"]));
        return Some(nearest.unwrap_or_else(|| {
            format!("the folders of templates are `{}`", FOLDERS.join("`, `"))
        }));
    }
    if !NAMED.contains(&folder) {
        return None;
    }
    let words: Vec<_> = publication.settings.tags().map(|tag| format!("words/{tag}.ftl")).collect();
    if words.iter().any(|own| own == name) {
        return None;
    }
    let names = known.iter().copied().chain(words.iter().map(String::as_str));
    // What all names of a folder share would make any two of them alike.
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

/// Whether another template names the file, in quotes.
fn is_included(name: &str, path: &str, files: &Files) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let mentions =
        |text: &str| ['"', '\''].iter().any(|quote| text.contains(&format!("{last}{quote}")));
    ["templates", "themes"]
        .iter()
        .flat_map(|folder| files.in_folder(folder))
        .any(|(_, file)| &*file.path != path && mentions(&file.text))
}
