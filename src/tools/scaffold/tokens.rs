//! All tokens of a theme in one file, with the purpose of each.

use std::collections::BTreeMap;

use crate::base::files::Files;

/// The theme whose file says what each token is for.
const BASE: &str = "themes/default/theme.yaml";

/// Writes the tokens with the values that `layers`, the first of which wins, give them: the file of the
/// default theme, line by line, with the values of the others in place of its own.
pub(super) fn all(layers: &[String], files: &Files) -> Option<String> {
    let text = |path: &str| files.find(path).map(|id| &*files.get(id).text);
    let mut values = BTreeMap::new();
    let mut added = BTreeMap::new();
    let base = text(BASE)?;
    let known: BTreeMap<_, _> =
        lines(base).filter_map(|(group, line)| entry(group, line)).collect();
    for layer in layers.iter().rev() {
        for (group, line) in lines(text(&format!("{layer}theme.yaml")).unwrap_or_default()) {
            let Some((token, value)) = entry(group, line) else { continue };
            if !known.contains_key(&token) {
                added.insert(token, value);
            }
            values.insert(token, value);
        }
    }
    let mut out = String::from("# All tokens, with their values and what they are for.\n");
    let start = base.find("\ncolour:")?;
    for (group, line) in lines(&base[start + 1..]) {
        match entry(group, line).and_then(|(token, own)| Some((own, *values.get(&token)?))) {
            Some((own, value)) => out += &line.replacen(own, value, 1),
            None => out += line,
        }
        out.push('\n');
        for ((_, name), value) in added.iter().filter(|((of, _), _)| line == format!("{of}:")) {
            out.extend(["  ", name, ": ", value, "   # of this publication's own\n"]);
        }
    }
    Some(out)
}

/// Returns the lines of a file, each with the group that it stands in.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut group = "";
    text.lines().map(move |line| {
        if line.ends_with(':') && !line.starts_with([' ', '#']) {
            group = line.trim_end_matches(':');
        }
        (group, line)
    })
}

/// Reads a token: its group and name, and its value without the remark behind it.
fn entry<'l>(group: &'l str, line: &'l str) -> Option<((&'l str, &'l str), &'l str)> {
    let (name, value) = line.strip_prefix("  ")?.split_once(": ")?;
    let is_name = !name.starts_with([' ', '#', '-']) && !group.is_empty() && group != "contrast";
    let value = value.split("   #").next().unwrap_or(value).trim();
    is_name.then_some(((group, name), value))
}
