//! Bundles: texts and data that come out together, in `content/bundles.yaml`.
//!
//! A bundle has one time. When it has come, all of it comes out, or nothing: the others wait for a text that is not
//! ready. Texts are given the time of their bundle; data are restricted to those who get them before.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use jiff::{Timestamp, Zoned};

use super::correction::{check_name, name_of, read_name};
use super::life::{self, WritingStatus};
use super::manuscript::{Manuscript, Stage};
use super::{Publication, Work};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Key, Mapping, Node, Value, wrong_type};
use crate::publication::audience::{Audience, AudienceAccess, Condition};
use crate::publication::localized::Localized;
use crate::tree::Form;

/// The path of the file, below the publication's root.
pub const PATH: &str = "content/bundles.yaml";

/// Texts and data that come out together.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// Its id, which no reader sees.
    pub id: Spanned<EcoString>,
    /// When it comes out.
    pub publish_at: Zoned,
    /// Its texts.
    pub texts: Vec<Spanned<(Form, EcoString)>>,
    /// Its datasets, by their ids.
    pub data: Vec<Spanned<EcoString>>,
    /// What readers are told before it comes out; nothing if it is not announced.
    pub announce: Option<Localized>,
    /// The restricted audiences that get it before, by their ids.
    pub before: Vec<Spanned<EcoString>>,
}

/// The texts of a publication.
type Works = BTreeMap<(Form, EcoString), Work>;

impl Bundle {
    fn read(key: &Key, node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let publish_at = mapping.required("publish_at", problems, life::moment);
        let [data, before] = ["data", "before"].map(|name| {
            let node = mapping.get(name);
            node.map(|node| yaml::list(node, problems, yaml::spanned_text)).unwrap_or_default()
        });
        let texts = mapping.get("texts").map(|node| yaml::list(node, problems, read_name));
        let announce = mapping.optional("announce", problems, Localized::read);
        mapping.finish(problems);
        let id = Spanned::new(EcoString::from(&key.name), key.span);
        let texts = texts.unwrap_or_default();
        Some(Self { id, publish_at: publish_at?, texts, data, announce, before })
    }

    /// Returns the first of its texts that is not ready, with its name; all of the bundle waits for that.
    fn blocking<'b>(
        &'b self,
        works: &'b Works,
    ) -> Option<(&'b Spanned<(Form, EcoString)>, &'b Manuscript)> {
        self.texts.iter().find_map(|name| {
            let texts = works.get(&name.value)?.manuscripts.values();
            Some((name, texts.map(Arc::as_ref).find(|text| !text.life.is_ready())?))
        })
    }

    /// Returns who may have its data at this moment; none if all may, because it is out.
    pub(super) fn readers(&self, works: &Works, at: Timestamp) -> Option<Condition> {
        let is_ready = self.blocking(works).is_none();
        if is_ready && self.publish_at.timestamp() <= at {
            return None;
        }
        Some(Condition::Only(if is_ready { self.before.clone() } else { Vec::new() }))
    }

    /// Returns the files of its datasets that exist, each with the place of its name here.
    pub(super) fn data_files<'b>(
        &'b self,
        files: &'b Files,
    ) -> impl Iterator<Item = (FileId, &'b Spanned<EcoString>)> {
        self.data.iter().filter_map(|name| Some((data_file(&name.value, files)?, name)))
    }

    /// Gives its texts its time, and its early readers.
    fn settle(&self, works: &mut Works, problems: &mut Problems) {
        for name in &self.texts {
            let Some(work) = works.get_mut(&name.value) else { continue };
            for text in work.manuscripts.values_mut() {
                if text.life.publish_at.is_some() {
                    problems.push(two_times(Span::start_of(text.file), name.span));
                }
                let text = Arc::make_mut(text);
                text.life.publish_at = Some(self.publish_at.clone());
                text.life.before = self.before.iter().map(|id| id.value.clone()).collect();
                // Until the time of the build is known, it is not out.
                text.stage = Stage::Draft;
            }
        }
        if self.blocking(works).is_none() {
            return;
        }
        for name in &self.texts {
            let Some(work) = works.get_mut(&name.value) else { continue };
            let texts = work.manuscripts.values_mut();
            texts.for_each(|text| Arc::make_mut(text).life.waits = true);
        }
    }
}

fn data_file(name: &str, files: &Files) -> Option<FileId> {
    files.find(&format!("content/data/{name}.yaml"))
}

/// Reads the bundles of a publication, the next first.
pub fn read_all(files: &Files, problems: &mut Problems) -> Vec<Bundle> {
    let Some(file) = files.find(PATH) else { return Vec::new() };
    let whole = files.whole(file);
    let Some(node) = problems.keep(yaml::parse(files, whole)) else { return Vec::new() };
    let mut bundles: Vec<_> = match &node.value {
        Value::Mapping(entries) => {
            let read = |(key, value): &(Key, Node)| Bundle::read(key, value, problems);
            entries.iter().filter_map(read).collect()
        }
        Value::Null => Vec::new(),
        Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
            let hint = "write a name for each: `budget-2027: {publish_at: 2026-12-01 09:00 America/Bogota, texts: [briefs/port]}`";
            problems.push(wrong_type(&node, "a mapping of bundles", hint));
            Vec::new()
        }
    };
    bundles.sort_by_key(|bundle| bundle.publish_at.timestamp());
    bundles
}

/// Gives the texts of bundles the time of their bundle, and reports names that nothing has and texts with two times.
pub(super) fn settle(works: &mut Works, bundles: &[Bundle], problems: &mut Problems) {
    let mut taken = BTreeMap::new();
    for bundle in bundles {
        for name in &bundle.texts {
            problems.extend(check_name(name, works, "name a text of this publication"));
            let first = *taken.entry(&name.value).or_insert(name.span);
            if first != name.span {
                problems.push(two_times(name.span, first));
            }
        }
        let first_of = |name: &&Spanned<_>| taken.get(&name.value) == Some(&name.span);
        let texts = bundle.texts.iter().filter(first_of).cloned().collect();
        Bundle { texts, ..bundle.clone() }.settle(works, problems);
    }
}

fn two_times(place: Span, other: Span) -> Diagnostic {
    let message = "this text has two times of publication";
    Diagnostic::error(Code::BadBundle, place, message)
        .with_related(other, "it comes out with this bundle")
        .with_hint(
            "a text is in one bundle only, and has no `publish_at` then: delete one of the two",
        )
}

/// Reports datasets and audiences that do not exist, and audiences that are not restricted.
pub(super) fn check(publication: &Publication, problems: &mut Problems) {
    let Publication { bundles, files, datasets, audiences, .. } = publication;
    for bundle in bundles.iter() {
        for name in bundle.data.iter().filter(|name| data_file(&name.value, files).is_none()) {
            let message = format!("no dataset is named `{}`", name.value);
            let known = datasets.keys().map(EcoString::as_str);
            let known = known.filter(|id| data_file(id, files).is_some());
            let hint = did_you_mean(&name.value, known)
                .unwrap_or_else(|| "name a file of `content/data/`, without `.yaml`".to_owned());
            let error = Diagnostic::error(Code::UnknownDataset, name.span, message);
            problems.push(error.lacking(name.value.as_str()).with_hint(hint));
        }
        problems.extend(bundle.before.iter().filter_map(|name| early_reader(name, audiences)));
    }
}

fn early_reader(name: &Spanned<EcoString>, audiences: &[Audience]) -> Option<Diagnostic> {
    let audience = audiences.iter().find(|audience| audience.id == name.value);
    match audience.map(|audience| audience.access) {
        Some(AudienceAccess::Restricted) => None,
        Some(AudienceAccess::Open) => {
            let message = format!("`{}` is open to everybody", name.value);
            Some(Diagnostic::error(Code::BadBundle, name.span, message).with_hint(
                "name an audience whose file says `restricted: true`: it has an output of its own",
            ))
        }
        None => Some(super::load::unknown_audience(name, audiences)),
    }
}

/// Returns the file that holds datasets back as long as a release is read.
pub fn held_for_ever(names: &[&EcoString]) -> String {
    let names = serde_json::to_string(names).unwrap_or_default();
    format!("held: {{publish_at: 9999-01-01T00:00:00Z, data: {names}}}\n")
}

impl Publication {
    /// Returns the datasets that are not out at a moment, each with its bundle.
    pub fn held_data(&self, at: Timestamp) -> impl Iterator<Item = (&Bundle, &Spanned<EcoString>)> {
        let held = self.bundles.iter().filter(move |it| it.readers(&self.works, at).is_some());
        held.flat_map(|bundle| bundle.data.iter().map(move |name| (bundle, name)))
    }

    /// Reports the texts that hold back bundles whose time has come at `at`; those of all bundles if there is no such
    /// moment.
    pub fn check_bundles(&self, at: Option<Timestamp>, problems: &mut Problems) {
        let is_due = |bundle: &&Bundle| at.is_none_or(|at| bundle.publish_at.timestamp() <= at);
        for bundle in self.bundles.iter().filter(is_due) {
            let Some((name, text)) = bundle.blocking(&self.works) else { continue };
            let written = name_of(name.value.0, &name.value.1).unwrap_or_default();
            let why = match text.life.status {
                WritingStatus::Draft => "is a draft",
                WritingStatus::Review => "is in review",
                WritingStatus::Approved | WritingStatus::Published | WritingStatus::Withdrawn => {
                    "is not approved as it is"
                }
            };
            let message =
                format!("the bundle `{}` waits for `{written}`, which {why}", bundle.id.value);
            problems.push(Diagnostic::warning(Code::BlockedBundle, name.span, message).with_hint(
                "all of a bundle comes out, or nothing: finish the text, or take it out of the bundle",
            ));
        }
    }
}
