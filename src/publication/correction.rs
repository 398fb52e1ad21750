//! Corrections: what was changed in texts after they came out, in `content/corrections.yaml`.
//!
//! The list only grows: what a release has of it stays as it is.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use jiff::civil::Date;

use super::Work;
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::limits::CORRECTIONS;
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node, Value, wrong_type};
use crate::data::measure::one_of;
use crate::publication::date;
use crate::publication::localized::Localized;
use crate::tree::Form;

/// The path of the list, below the publication's root.
pub const PATH: &str = "content/corrections.yaml";

/// What a notice says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It says more, or newer things.
    Update,
    /// Something in it was wrong.
    Correction,
    /// It does not hold.
    Retraction,
}

/// The words for each kind.
const KINDS: &[(&str, Kind)] =
    &[("update", Kind::Update), ("correction", Kind::Correction), ("retraction", Kind::Retraction)];

impl Kind {
    /// Returns the word for it, as `kind:` has it.
    pub fn id(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// A notice that a text was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The text: its form and its id.
    pub text: Spanned<(Form, EcoString)>,
    /// The day of the change.
    pub date: Date,
    /// What kind of change it was.
    pub kind: Kind,
    /// What was changed, in the languages of the publication.
    pub what: Localized,
}

impl Correction {
    /// Returns what it says, without places: two notices that say the same are the same.
    pub(crate) fn said(&self) -> EcoString {
        let (form, id) = &self.text.value;
        let what = match &self.what {
            Localized::Same(text) => text.clone(),
            Localized::ByLanguage(texts, _) => {
                let mut texts: Vec<_> = texts.iter().collect();
                texts.sort();
                eco_format!("{texts:?}")
            }
        };
        eco_format!("{form:?} {id} {} {} {what}", self.date, self.kind.id())
    }
}

/// Returns the name of a text, as lists of texts have it; none for what nobody wrote.
pub fn name_of(form: Form, id: &str) -> Option<String> {
    Form::WRITTEN.contains(&form).then(|| format!("{}/{id}", form.folder()))
}

/// Reads the name of a text, such as `briefs/losses`.
///
/// # Errors
/// Reports what cannot be one.
pub fn read_name(node: &Node) -> Result<Spanned<(Form, EcoString)>, Diagnostic> {
    let text = yaml::text(node)?;
    let name = text.split_once('/').and_then(|(folder, id)| {
        let id = id.trim_end_matches('/').trim_end_matches(".md");
        Some((Form::of_folder(folder)?, EcoString::from(id)))
    });
    let name = name.filter(|(_, id)| !id.is_empty()).ok_or_else(|| {
        let message = format!("`{text}` is not the name of a text");
        Diagnostic::error(Code::BadValue, node.span, message).with_hint(
            "write its folder and its name: `briefs/losses`, `reports/water`, `pages/about`",
        )
    })?;
    Ok(Spanned::new(name, node.span))
}

/// Returns the diagnostic for a text that does not exist, with the hint `otherwise` if no name is like it; nothing if it
/// does.
pub fn check_name(
    name: &Spanned<(Form, EcoString)>,
    works: &BTreeMap<(Form, EcoString), Work>,
    otherwise: &str,
) -> Option<Diagnostic> {
    if works.contains_key(&name.value) {
        return None;
    }
    let written = name_of(name.value.0, &name.value.1).unwrap_or_default();
    let known: Vec<_> = works.keys().filter_map(|(form, id)| name_of(*form, id)).collect();
    let hint = did_you_mean(&written, known.iter().map(String::as_str));
    let hint = hint.unwrap_or_else(|| otherwise.to_owned());
    let message = format!("there is no text `{written}`");
    Some(
        Diagnostic::error(Code::BadValue, name.span, message)
            .lacking(written.as_str())
            .with_hint(hint),
    )
}

/// Reads the list of a publication, in the order of the file.
pub fn read_all(files: &Files, problems: &mut Problems) -> Vec<Correction> {
    let Some(file) = files.find(PATH) else { return Vec::new() };
    let whole = files.whole(file);
    let Some(node) = problems.keep(yaml::parse(files, whole)) else { return Vec::new() };
    match &node.value {
        Value::List(items) => {
            let start = Span { end: node.span.start, ..node.span };
            problems.extend(CORRECTIONS.check(items.len(), start, "say what matters most").err());
            let kept = items.iter().take(CORRECTIONS.most);
            kept.filter_map(|item| read(item, problems)).collect()
        }
        Value::Null => Vec::new(),
        Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Mapping(_) => {
            let hint = "begin each with a dash: `- {text: briefs/losses, date: 2026-12-03, kind: correction, what: {en: …}}`";
            problems.push(wrong_type(&node, "a list of corrections", hint));
            Vec::new()
        }
    }
}

fn read(node: &Node, problems: &mut Problems) -> Option<Correction> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let text = mapping.required("text", problems, read_name);
    let date = mapping.required("date", problems, date::day);
    let kind = mapping.required("kind", problems, |node| one_of(node, KINDS));
    let what = mapping.required("what", problems, Localized::read);
    mapping.finish(problems);
    Some(Correction { text: text?, date: date?, kind: kind?, what: what? })
}

/// Reports the notices of a release that the list no longer has as they were.
pub fn check_kept(
    list: &[Correction],
    released: &[Correction],
    release: &str,
    problems: &mut Problems,
) {
    let mut said: Vec<_> = list.iter().map(Correction::said).collect();
    for notice in released {
        let wanted = notice.said();
        if let Some(at) = said.iter().position(|said| *said == wanted) {
            said.swap_remove(at);
            continue;
        }
        let name = name_of(notice.text.value.0, &notice.text.value.1).unwrap_or_default();
        let message = format!(
            "the notice of {} on `{name}`, which the release `{release}` has, was changed or removed",
            notice.date
        );
        problems
            .push(Diagnostic::error_at_path(Code::ChangedCorrection, PATH, message).with_hint(
                "restore it as it was, and say in a new entry what it should have said",
            ));
    }
}
