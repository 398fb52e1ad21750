//! Which texts include which, and which files hold what a profile has of its own, found before any
//! of them is read.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::{Files, Inclusion, Inclusions, OfProfile, TextFile, target};
use crate::base::limits::{INCLUDES, TEXT_BYTES};
use crate::base::span::{FileId, Span};
use crate::markup::included_path;
use crate::publication::entity::Entities;
use crate::publication::parts::withheld;
use crate::publication::settings::Settings;
use crate::publication::works::{folders, split_language};

/// The folder of texts that are parts of others.
const FOLDER: &str = "content/includes";

/// Finds what briefs, reports and pages include, and reports parts that none of them does.
pub(super) fn find(
    files: &mut Files,
    (settings, entities): (&Settings, &Entities),
    problems: &mut Problems,
) {
    let folders = folders();
    let works: Vec<_> = folders
        .iter()
        .flat_map(|(folder, _)| files.in_folder(folder))
        .filter(|(_, file)| file.path.ends_with(".md") && file.text.contains("{{<"))
        .map(|(id, _)| id)
        .collect();
    let mut finder =
        Finder { files, settings, found: Inclusions::default(), used: BTreeSet::new() };
    for id in works {
        let path = &*finder.files.get(id).path;
        let stem = path.strip_suffix(".md").unwrap_or(path);
        let tag = split_language(stem, settings).1.tag.to_string();
        let mut text = Text { tag, chain: vec![id], count: 0, bytes: 0 };
        finder.read(id, &mut text);
    }
    let Finder { mut found, used, .. } = finder;
    for (text, own) in of_profiles(files, settings) {
        let place = Span::start_of(own.file);
        let Some(entity) = entities.find(&own.entity) else {
            // An entity that is for others has no profile here.
            if !withheld(files).contains(&own.entity) {
                problems.push(entities.unknown(&own.entity, place));
            }
            found.add_refused(own.file);
            continue;
        };
        let mut others = found.of_profiles(text).iter();
        if let Some(first) = others.find(|other| other.entity == *entity) {
            let message = format!("another file is for `{entity}` as well");
            problems.push(
                Diagnostic::error(Code::DuplicateId, place, message)
                    .with_related(Span::start_of(first.file), "the other file")
                    .with_hint("write both into one of them"),
            );
            found.add_refused(own.file);
            continue;
        }
        found.add_of_profile(text, OfProfile { entity: entity.clone(), file: own.file });
    }
    files.inclusions = found.into();
    for (id, file) in files.in_folder(FOLDER).filter(|(id, _)| !used.contains(id)) {
        let message = format!("no text includes `{}`", file.path);
        let name = file.path.strip_prefix("content/").unwrap_or(&file.path);
        let place = Span::start_of(id);
        problems.push(Diagnostic::warning(Code::Inclusion, place, message).with_hint(format!(
            "include it by a line `{{{{< include ../{name} >}}}}`, or delete it"
        )));
    }
}

/// Finds what profiles have of their own: files without front matter in the folder of a text with
/// `for:`, such as `basin/parana.md` for `basin.md`; each with the text in its language.
fn of_profiles(files: &Files, settings: &Settings) -> Vec<(FileId, OfProfile)> {
    let mut found = Vec::new();
    for (folder, _) in &folders() {
        for (file, TextFile { path, text, .. }) in files.in_folder(folder) {
            let Some(stem) = path.strip_suffix(".md").filter(|_| !text.starts_with("---")) else {
                continue;
            };
            let (name, language) = split_language(stem, settings);
            let Some((text, entity)) = name.rsplit_once('/') else { continue };
            let original = files.find(&format!("{text}.md"));
            let translation = files.find(&format!("{text}.{}.md", language.tag));
            let is_original = language.tag == settings.languages[0].tag;
            let of = if is_original { original.or(translation) } else { translation };
            let has_profiles = [original, translation]
                .into_iter()
                .flatten()
                .any(|id| has_profiles(&files.get(id).text));
            if let Some(of) = of.filter(|_| has_profiles) {
                found.push((of, OfProfile { entity: entity.into(), file }));
            }
        }
    }
    found
}

/// Whether the front matter of a text names entities to make profiles for.
fn has_profiles(text: &str) -> bool {
    let front = text.lines().skip(1).take_while(|line| line.trim_end() != "---");
    text.starts_with("---") && front.into_iter().any(|line| line.starts_with("for:"))
}

struct Finder<'f> {
    files: &'f mut Files,
    settings: &'f Settings,
    found: Inclusions,
    /// The files that something includes.
    used: BTreeSet<FileId>,
}

/// A text that readers get, with what was included in it so far.
struct Text {
    tag: String,
    /// The files from the text to the one that is being read; parts under the number by which paths
    /// find them.
    chain: Vec<FileId>,
    count: usize,
    bytes: usize,
}

impl Finder<'_> {
    /// Finds what the file with the number `id` includes.
    fn read(&mut self, id: FileId, text: &mut Text) {
        let file = self.files.get(id);
        let mut start = 0;
        let lines = file.text.split_inclusive('\n').filter_map(|line| {
            // A quotation may include a text.
            let inner = line.trim_start_matches([' ', '\t', '>']);
            let at = start + line.len() - inner.len();
            start += line.len();
            included_path(inner).map(|path| (at, path.to_owned()))
        });
        for (at, path) in lines.collect::<Vec<_>>() {
            let inclusion = match self.look_up(id, &path, text) {
                Ok(part) => self.include(part, text),
                Err(refused) => refused,
            };
            self.found.add((id, at), inclusion);
        }
    }

    /// Returns the part that a path names in the language of the text.
    fn look_up(&self, from: FileId, path: &str, text: &Text) -> Result<FileId, Inclusion> {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let from = &self.files.get(from).path;
        let named = target(from, &decoded).ok_or_else(|| Inclusion::NoPart(path.to_owned()))?;
        let Some(stem) = named.strip_suffix(".md").filter(|stem| stem.starts_with(FOLDER)) else {
            return Err(Inclusion::NoPart(named));
        };
        let original = self.files.find(&named);
        let first = self.settings.languages[0].tag.as_str();
        if text.tag == first {
            return original.ok_or(Inclusion::Missing(named));
        }
        let own = format!("{stem}.{}.md", text.tag);
        match self.files.find(&own) {
            Some(part) => Ok(part),
            // The path may name the translation itself.
            None if stem.ends_with(&format!(".{}", text.tag)) => {
                original.ok_or(Inclusion::Missing(named))
            }
            None if original.is_some() => Err(Inclusion::Untranslated(own)),
            None => Err(Inclusion::Missing(named)),
        }
    }

    fn include(&mut self, part: FileId, text: &mut Text) -> Inclusion {
        let file = self.files.get(part);
        if text.chain.contains(&part) {
            return Inclusion::Circle(file.path.to_string());
        }
        text.count += 1;
        text.bytes += file.text.len();
        if text.count > INCLUDES.most || text.bytes > TEXT_BYTES.most {
            return Inclusion::TooMany;
        }
        self.used.insert(part);
        let copy = self.files.add_copy(part);
        text.chain.push(part);
        self.read(copy, text);
        text.chain.pop();
        Inclusion::Text(copy)
    }
}
