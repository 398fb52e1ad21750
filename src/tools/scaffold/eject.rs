//! Finding the files for templates, and copying them to where overrides belong.

use std::collections::BTreeMap;
use std::path::Path;

use super::tokens;
use super::{Refusal, read};
use crate::base::diagnostic::{Problems, did_you_mean};
use crate::base::files::Bytes;
use crate::engine::commit;
use crate::publication::Publication;
use crate::publication::audience::Audience;
use crate::theme::{self, Collection, FileOrigin, Lookup, Served};

/// Which template to copy, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct Ejection<'a> {
    /// The folder that holds `quipu.yaml`.
    pub root: &'a Path,
    /// The template, such as `html/report.html`, or its last part if that is enough.
    pub template: &'a str,
    /// The audience whose override it becomes; none for all.
    pub audience: Option<&'a str>,
}

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ejected {
    /// The file that served the template.
    pub from: Served,
    /// The path of the copy, which serves it now.
    pub to: String,
}

/// The name that stands for all tokens instead of a template.
const TOKENS: &str = "tokens";

/// Writes all tokens into `theme.yaml` of the publication or of an audience.
fn eject_tokens(
    ejection: &Ejection<'_>,
    audience: Option<&Audience>,
    collection: &Collection,
) -> Result<Ejected, Refusal> {
    let mut problems = Problems::default();
    let layers = theme::layers(audience, &collection.publication, &mut problems);
    let text = tokens::all(&layers, &collection.publication.files).unwrap_or_default();
    let to = match ejection.audience {
        Some(id) => format!("templates/audiences/{id}/theme.yaml"),
        None => "templates/theme.yaml".to_owned(),
    };
    commit::add(ejection.root, &[(to.clone(), Bytes::from(text.into_bytes()))])?;
    let from = Served { path: "themes/default/theme.yaml".to_owned(), origin: FileOrigin::Program };
    Ok(Ejected { from, to })
}

/// Looks up the files of all templates, for one audience or for all.
///
/// # Errors
/// Reports an unknown audience or theme, and a folder without a usable `quipu.yaml`.
pub fn lookup(root: &Path, audience: Option<&str>) -> Result<Lookup, Refusal> {
    let collection = read(root)?;
    let audiences = match audience {
        Some(id) => vec![find(&collection.publication, id)?],
        None => collection.publication.audiences.iter().collect(),
    };
    let mut problems = Problems::default();
    let lookup = Lookup::new(&collection, &audiences, &mut problems);
    refuse(problems, collection).map(|_| lookup)
}

/// Copies the file that serves a template to where it overrides that file.
///
/// # Errors
/// Refuses to replace a file; reports a template, an audience or a theme that there is none of.
pub fn eject(ejection: Ejection<'_>) -> Result<Ejected, Refusal> {
    let collection = read(ejection.root)?;
    let audience =
        ejection.audience.map(|id| find(&collection.publication, id).cloned()).transpose()?;
    let mut problems = Problems::default();
    let stacks = collection.of(audience.as_ref(), &mut problems);
    let collection = refuse(problems, collection)?;
    if ejection.template == TOKENS {
        return eject_tokens(&ejection, audience.as_ref(), &collection);
    }
    let (template, files) = choose(&stacks, ejection.template)?;
    let Some(from) = files.first().cloned() else {
        return Err(unknown(&stacks, ejection.template));
    };
    let to = match ejection.audience {
        Some(id) => format!("templates/audiences/{id}/{template}"),
        None => format!("templates/{template}"),
    };
    let bytes = content(&collection.publication, &from);
    commit::add(ejection.root, &[(to.clone(), bytes)])?;
    Ok(Ejected { from, to })
}

/// Hands the collection back if nothing was wrong with it.
fn refuse(problems: Problems, collection: Collection) -> Result<Collection, Refusal> {
    if problems.has_errors() {
        Err(Refusal::Mistakes(problems.into_sorted(), collection.publication.files))
    } else {
        Ok(collection)
    }
}

fn find<'p>(publication: &'p Publication, id: &str) -> Result<&'p Audience, Refusal> {
    publication.audiences.iter().find(|audience| audience.id == id).ok_or_else(|| {
        let ids: Vec<_> = publication.audiences.iter().map(|audience| &*audience.id).collect();
        let hint = did_you_mean(id, ids.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("the audiences are {}", ids.join(", ")));
        Refusal::misuse(format!("no audience is named `{id}`"), hint)
    })
}

/// Finds a template by its name, or by the end of it if only one ends so.
fn choose<'s>(
    stacks: &'s BTreeMap<String, Vec<Served>>,
    wanted: &str,
) -> Result<(&'s str, &'s [Served]), Refusal> {
    if let Some((template, files)) = stacks.get_key_value(wanted) {
        return Ok((template, files));
    }
    let end = format!("/{wanted}");
    let found: Vec<_> = stacks.iter().filter(|(template, _)| template.ends_with(&end)).collect();
    match found[..] {
        [(template, files)] => Ok((template, files)),
        [] => Err(unknown(stacks, wanted)),
        _ => {
            let names: Vec<_> = found.iter().map(|(template, _)| format!("`{template}`")).collect();
            let message = format!("several templates are named `{wanted}`");
            Err(Refusal::misuse(message, format!("write {}", names.join(" or "))))
        }
    }
}

fn unknown(stacks: &BTreeMap<String, Vec<Served>>, wanted: &str) -> Refusal {
    let last = |name: &'_ str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let names: Vec<_> = stacks.keys().map(|template| last(template)).collect();
    let hint = did_you_mean(&last(wanted), names.iter().map(String::as_str));
    let hint = hint.unwrap_or_else(|| "`quipu templates` lists them".to_owned());
    Refusal::misuse(format!("no template is named `{wanted}`"), hint)
}

fn content(publication: &Publication, served: &Served) -> Bytes {
    match publication.files.find(&served.path) {
        Some(file) => Bytes::from(publication.files.get(file).text.as_bytes().to_vec()),
        None => publication.assets.get(&served.path).cloned().unwrap_or_default(),
    }
}
