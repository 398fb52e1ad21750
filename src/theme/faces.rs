//! `@font-face` rules for the families of pages that have files in `fonts/`, one for each face.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ttf_parser::{Face, Tag, Width};

use super::subset::{self, Range};
use super::tokens::{Medium, Tokens};
use crate::base::files::Bytes;
use crate::language::Language;
use crate::markup::slug;
use crate::publication::fonts::families_of;

/// The tokens of families.
const TOKENS: &[&str] = &["text", "display", "label", "code"];

/// Adds the rules and files of the families that `tokens` list first for pages, if `fonts` has
/// them, by path; the program's own families have rules already.
pub(super) fn add<'f>(
    tokens: &Tokens,
    fonts: impl Iterator<Item = (&'f String, &'f Bytes)>,
    languages: &[Language],
    statics: &mut BTreeMap<String, Bytes>,
) -> String {
    let firsts =
        TOKENS.iter().filter_map(|name| tokens.families(name, Medium::Web).into_iter().next());
    let wanted: BTreeSet<_> = firsts.map(|family| family.to_lowercase()).collect();
    let ranges = subset::ranges(languages.iter().map(Language::script));
    let mut rules = String::new();
    for (path, bytes) in fonts {
        let Some(face) = Face::parse(bytes, 0).ok() else { continue };
        let Some(family) =
            families_of(&face).into_iter().find(|name| wanted.contains(&name.to_lowercase()))
        else {
            continue;
        };
        let Some(packed) = subset::woff(bytes, ranges.as_deref()) else { continue };
        let stem = path.rsplit('/').next().and_then(|file| file.rsplit_once('.'));
        let file = format!("fonts/{}.woff", slug(stem.map_or(path, |(stem, _)| stem)));
        rules.push_str(&rule(&face, &family, &file, ranges.as_deref()));
        statics.insert(file, Bytes::from(packed));
    }
    rules
}

fn rule(face: &Face<'_>, family: &str, file: &str, ranges: Option<&[Range]>) -> String {
    let weight =
        face.variation_axes().into_iter().find(|axis| axis.tag == Tag::from_bytes(b"wght"));
    let weight = match weight {
        Some(axis) => format!("{} {}", axis.min_value, axis.max_value),
        None => face.weight().to_number().to_string(),
    };
    // CSS states the width in per cent; the font format has numbers from 1 to 9.
    let stretch = match face.width() {
        Width::UltraCondensed => "50%",
        Width::ExtraCondensed => "62.5%",
        Width::Condensed => "75%",
        Width::SemiCondensed => "87.5%",
        Width::Normal => "100%",
        Width::SemiExpanded => "112.5%",
        Width::Expanded => "125%",
        Width::ExtraExpanded => "150%",
        Width::UltraExpanded => "200%",
    };
    let style = if face.is_italic() { "italic" } else { "normal" };
    let mut rule = format!(
        "@font-face {{ font-family: \"{family}\"; src: url(\"{file}\") format(\"woff\"); \
         font-weight: {weight}; font-stretch: {stretch}; font-style: {style}; font-display: optional;"
    );
    if let Some(ranges) = ranges {
        let each = ranges.iter().map(|range| format!("U+{:X}-{:X}", range.start(), range.end()));
        let _ = write!(rule, " unicode-range: {};", each.collect::<Vec<_>>().join(", "));
    }
    rule.push_str(" }\n");
    rule
}
