//! What is withheld beside texts: pictures that no edition shows, what closed datasets say of themselves,
//! and when texts come out.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use super::secrets::Variation;
use crate::base::files::Reading;
use crate::base::span::Span;
use crate::base::yaml::{self, Node, Value};
use crate::data::dataset::Access;
use crate::projection::Projection;
use crate::publication::Publication;

/// Where pictures are.
const PICTURES: &str = "content/images/";

/// What a closed dataset says of itself: all of it is withheld.
const CLOSED: [&str; 5] = ["title", "notes", "caveats", "transformations", "licence"];

/// Another drawing.
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"21\" height=\"34\"><title>Alder</title><path d=\"M0 0 9 9\"/></svg>\n";

/// Another picture of the format that has no encoder here: two points.
const GIF: &[u8] =
    b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF,\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0A\0;";

/// Replaces the pictures that none of `projections` has by others, and adds one, or takes them away; returns how many.
pub(super) fn vary_pictures(
    varied: &mut Reading,
    publication: &Publication,
    projections: &[&Projection],
    variation: Variation,
) -> usize {
    let Publication { files, assets, .. } = publication;
    let drawings = files.below(PICTURES).map(|(_, file)| file.path.to_string());
    let others = assets.keys().filter(|path| path.starts_with(PICTURES)).cloned();
    let is_withheld = |path: &String| {
        let has = |it: &&Projection| it.assets.contains_key(path) || it.files.find(path).is_some();
        !projections.iter().any(has)
    };
    let secret: Vec<String> = drawings.chain(others).filter(is_withheld).collect();
    for path in &secret {
        match (variation, other_picture(path)) {
            (Variation::Other, Some(bytes)) => varied.replace(path, bytes),
            (Variation::Other, None) => {}
            (Variation::Gone, _) => {
                varied.assets.remove(path);
                if let Some(file) = varied.texts.find(path) {
                    varied.texts.remove(file);
                }
            }
        }
    }
    if variation == Variation::Other && !secret.is_empty() {
        varied.replace(&format!("{PICTURES}alder.svg"), DRAWING.as_bytes().to_vec());
    }
    secret.len()
}

/// Returns another picture of the format that a name says; none if there is no such format.
fn other_picture(path: &str) -> Option<Vec<u8>> {
    let extension = path.rsplit('.').next()?.to_ascii_lowercase();
    let format = match extension.as_str() {
        "svg" => return Some(DRAWING.as_bytes().to_vec()),
        "gif" => return Some(GIF.to_vec()),
        "png" => ImageFormat::Png,
        "jpg" | "jpeg" => ImageFormat::Jpeg,
        "webp" => ImageFormat::WebP,
        _ => return None,
    };
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(21, 34).write_to(&mut bytes, format).ok()?;
    Some(bytes.into_inner())
}

/// Returns the texts of closed datasets of which readers get numbers only, with their places.
pub(super) fn texts_of_closed_data(publication: &Publication) -> Vec<(String, Span)> {
    let datasets = publication.datasets.values();
    let closed = datasets.filter(|dataset| dataset.access == Access::Closed);
    let mut found = Vec::new();
    for dataset in closed {
        let files = &publication.files;
        let Ok(node) = yaml::parse(files, files.whole(dataset.file)) else { continue };
        for (key, value) in node.entries() {
            match key.name.as_str() {
                "source" => of_key(value, "locator", &mut found),
                "checks" => {
                    value.items().iter().for_each(|check| of_key(check, "reason", &mut found));
                }
                name if CLOSED.contains(&name) => texts(value, &mut found),
                _ => {}
            }
        }
    }
    found
}

fn of_key(node: &Node, name: &str, found: &mut Vec<(String, Span)>) {
    let value = node.entry(name);
    if let Some((_, value)) = value {
        texts(value, found);
    }
}

/// Collects the texts in a value, with their places.
pub(super) fn texts(node: &Node, found: &mut Vec<(String, Span)>) {
    if let Value::Text(text) = &node.value {
        found.push((text.clone(), node.span));
    }
    for inner in node.items().iter().chain(node.entries().iter().map(|(_, value)| value)) {
        texts(inner, found);
    }
}

/// Adds edits that move a text that is not out: its date and the time at which it comes out by a year, and
/// its topics.
pub(super) fn move_times(text: &str, edits: &mut BTreeMap<(u32, u32), String>) {
    let Some(end) = text.find("\n---").filter(|_| text.starts_with("---")) else { return };
    let mut at = 0;
    for line in text[..end].split_inclusive('\n') {
        let (start, stop) = (at, at + line.len());
        at = stop;
        let Some((key, value)) = line.split_once(':') else { continue };
        let place = start + key.len() + 1;
        let edit = match key {
            "date" | "publish_at" => year(value),
            "tags" => list(value),
            _ => None,
        };
        let Some((from, to, other)) = edit else { continue };
        let bound = |offset: usize| u32::try_from(place + offset).unwrap_or(u32::MAX);
        edits.insert((bound(from), bound(to)), other);
    }
}

/// Returns where a value has its year, and the year after.
fn year(value: &str) -> Option<(usize, usize, String)> {
    let from = value.find(|c: char| c.is_ascii_digit())?;
    let year: u16 = value.get(from..from + 4)?.parse().ok()?;
    Some((from, from + 4, (year + 1).to_string()))
}

/// Returns where a value has a list on its line, and another list.
fn list(value: &str) -> Option<(usize, usize, String)> {
    let (from, to) = (value.find('[')?, value.rfind(']')?);
    Some((from, to + 1, "[alder, birch]".to_owned()))
}
