//! The layers of a theme: the folders in which a file is looked for, the first one first.

use std::collections::BTreeSet;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping};
use crate::publication::Publication;
use crate::publication::audience::Audience;

/// Returns the layers of an audience's theme, or of the audiences without files of their own.
pub fn layers(
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
        let whole = files.whole(file);
        let Ok(node) = yaml::parse(files, whole) else { break };
        let Ok(mut mapping) = Mapping::new(&node) else { break };
        let extends = mapping.get("extends").and_then(|node| yaml::spanned_text(node).ok());
        if let Some(again) = extends.as_ref().filter(|extended| names.contains(&extended.value)) {
            let message = format!("the theme `{}` extends itself", again.value);
            problems.push(
                Diagnostic::error(Code::UnknownTheme, again.span, message).with_hint(
                    "name another theme, or delete the line: all themes extend `default`",
                ),
            );
        }
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
    let wanted = name.value.trim_start_matches("themes/").trim_end_matches('/');
    let hint = did_you_mean(wanted, known.iter().map(String::as_str)).unwrap_or_else(|| {
        let list: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
        format!("the themes are {}; or add `themes/{}/theme.yaml`", list.join(", "), name.value)
    });
    Diagnostic::error(Code::UnknownTheme, name.span, format!("no theme is named `{}`", name.value))
        .lacking(name.value.as_str())
        .with_hint(hint)
}
