//! `fonts:`, the families that a publication is set in.

use std::collections::BTreeMap;

use ecow::EcoString;
use ttf_parser::{Face, name_id};

use crate::base::diagnostic::Problems;
use crate::base::files::Bytes;
use crate::base::platform;
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node};

/// The uses of families: the key in `fonts:`, and the token of the group `family` in a theme.
const USES: &[(&str, &str)] =
    &[("body", "text"), ("headings", "display"), ("figures", "label"), ("code", "code")];

/// The families of a publication or of a theme, each with the token that it sets.
pub type Families = Vec<(&'static str, Spanned<EcoString>)>;

/// Adds to `assets` the installed fonts of families that the publication names but has no files of.
pub(super) fn add_installed(families: &Families, assets: &mut BTreeMap<String, Bytes>) {
    let lacks = |family: &&Spanned<EcoString>| {
        let mut own = assets.iter().filter(|(path, _)| path.contains("fonts/"));
        let is_own = own.any(|(_, bytes)| {
            let face = Face::parse(bytes, 0).ok();
            face.is_some_and(|face| families_of(&face).iter().any(|name| *name == family.value))
        });
        !is_own && family.value != CODE
    };
    let mut missing: Vec<_> = families.iter().map(|(_, family)| family).filter(lacks).collect();
    missing.sort_by(|one, other| one.value.cmp(&other.value));
    missing.dedup_by(|one, other| one.value == other.value);
    for family in missing {
        for (name, bytes) in platform::installed_fonts(&family.value) {
            assets.insert(format!("fonts/{name}"), Bytes::from(bytes));
        }
    }
}

/// Returns the names of a face's family: first the one that all its styles share, then the one for
/// old programs.
pub fn families_of(face: &Face<'_>) -> Vec<String> {
    let named = |id| {
        let names = face.names().into_iter();
        let mut names = names.filter(move |name| name.name_id == id && name.is_unicode());
        names.find_map(|name| name.to_string())
    };
    [name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY].into_iter().filter_map(named).collect()
}

/// The face for code that Typst contains.
const CODE: &str = "DejaVu Sans Mono";

/// Reads `fonts:`.
pub fn read(node: &Node, problems: &mut Problems) -> Families {
    let Some(mut mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let mut family = |&(key, token): &(&'static str, &'static str)| {
        Some((token, mapping.optional(key, problems, yaml::spanned_text)?))
    };
    let families = USES.iter().filter_map(&mut family).collect();
    mapping.finish(problems);
    families
}
