//! The life cycle of a text: its status, when it comes out, and who approved it.
//!
//! ```text
//! draft ──> review ──> approved ──at its time──> published ──> withdrawn
//! ```
//!
//! A text that is not out is in no output. [`Life::is_out`] is the one place that says so.

use std::fmt::{self, Write as _};

use ecow::EcoString;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::data::measure::one_of;

/// The file of approvals.
pub const APPROVALS: &str = "content/approvals.yaml";

/// How far a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WritingStatus {
    /// Its authors write it.
    Draft,
    /// Others read it.
    Review,
    /// It comes out at its time, as it was when it was approved.
    Approved,
    /// It is out, or comes out at its time.
    Published,
    /// It was out; a notice has taken its place.
    Withdrawn,
}

/// The words for each status.
const STATUSES: &[(&str, WritingStatus)] = &[
    ("draft", WritingStatus::Draft),
    ("review", WritingStatus::Review),
    ("approved", WritingStatus::Approved),
    ("published", WritingStatus::Published),
    ("withdrawn", WritingStatus::Withdrawn),
];

impl fmt::Display for WritingStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = STATUSES.iter().find(|(_, status)| status == self).map_or("", |(word, _)| *word);
        formatter.pad(word)
    }
}

/// Where a text is in its life cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// How far it is.
    pub status: WritingStatus,
    /// What `draft:` says, if the file has it.
    pub draft: Option<Spanned<bool>>,
    /// When it comes out; none if nothing holds it back.
    pub publish_at: Option<Zoned>,
    /// Who approved it in its present state.
    pub approved_by: Vec<EcoString>,
    /// What readers are told in place of a withdrawn text.
    pub notice: Option<Spanned<EcoString>>,
    /// Whether it waits for another text of its bundle.
    pub waits: bool,
    /// The restricted audiences that get it before it comes out, as its bundle says.
    pub before: Vec<EcoString>,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            status: WritingStatus::Published,
            draft: None,
            publish_at: None,
            approved_by: Vec::new(),
            notice: None,
            waits: false,
            before: Vec::new(),
        }
    }
}

/// The moments that decide which texts are out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// When the build is made.
    pub now: Timestamp,
    /// The moment that the build is for: `now`, or a later one that is previewed.
    pub at: Timestamp,
}

impl Time {
    /// Before any scheduled text comes out: for programs that need no other moment.
    pub const EPOCH: Self = Self { now: Timestamp::UNIX_EPOCH, at: Timestamp::UNIX_EPOCH };
}

impl Life {
    /// Reads `status`, `draft`, `publish_at` and `notice` from the front matter.
    pub fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Self {
        // If anything is unclear, the text does not come out: a key without a value is no
        // permission.
        let status = mapping.stated("status", problems, |node| one_of(node, STATUSES));
        let draft = mapping
            .stated("draft", problems, |node| Ok(Spanned::new(yaml::boolean(node)?, node.span)));
        if let (Some(_), Some(draft)) = (status, &draft) {
            let message = "`draft` and `status` cannot both be given";
            problems.push(
                Diagnostic::error(Code::BadValue, draft.span, message).with_hint("delete `draft`"),
            );
        }
        let is_draft = draft.is_some_and(|draft| draft.value);
        let short = if is_draft { WritingStatus::Draft } else { WritingStatus::Published };
        let status = status.unwrap_or(short);
        let publish_at = mapping.stated("publish_at", problems, moment);
        let notice = mapping.optional("notice", problems, yaml::spanned_text);
        if status == WritingStatus::Withdrawn && notice.is_none() {
            let missing = mapping.missing("notice");
            problems.push(missing.with_hint("state when it was withdrawn, and why"));
        }
        Self {
            status,
            draft,
            publish_at,
            approved_by: Vec::new(),
            notice,
            waits: false,
            before: Vec::new(),
        }
    }

    /// Whether nothing but its time, and other texts of its bundle, keeps the text from readers.
    pub fn is_ready(&self) -> bool {
        match self.status {
            WritingStatus::Draft | WritingStatus::Review => false,
            WritingStatus::Approved => self.publish_at.is_some() && !self.approved_by.is_empty(),
            WritingStatus::Published | WritingStatus::Withdrawn => true,
        }
    }

    /// Whether readers may have the text at this moment.
    pub fn is_out(&self, at: Timestamp) -> bool {
        let is_time = self.publish_at.as_ref().is_none_or(|time| time.timestamp() <= at);
        self.is_ready() && !self.waits && is_time
    }

    /// Whether a restricted audience may have the text before it comes out.
    pub fn is_early_for(&self, audience: &str) -> bool {
        self.is_ready() && !self.waits && self.before.iter().any(|id| id == audience)
    }
}

/// Reads a moment: a date, a time and a time zone, by name or as an offset from UTC.
///
/// # Errors
/// Reports a moment without time zone, which would be another one on each machine.
pub fn moment(node: &Node) -> Result<Zoned, Diagnostic> {
    let text = yaml::text(node)?;
    parse(&text).ok_or_else(|| {
        if let Some(unknown) = unknown_zone(&text, node.span) {
            return unknown;
        }
        let is_bare = text.parse::<DateTime>().is_ok() && !text.ends_with('Z');
        let message = if is_bare {
            format!("`{text}` lacks a time zone")
        } else {
            format!("`{text}` is not a point in time")
        };
        Diagnostic::error(Code::BadDate, node.span, message)
            .with_hint("write `2026-12-01 09:00 America/Bogota`, or `2026-12-01T09:00:00-05:00`")
    })
}

/// Reports a time zone that does not exist, behind a date and time that do.
fn unknown_zone(text: &str, span: Span) -> Option<Diagnostic> {
    let (civil, zone) = text.rsplit_once(' ')?;
    civil.parse::<DateTime>().ok()?;
    if !zone.contains('/') || TimeZone::get(zone).is_ok() {
        return None;
    }
    let known: Vec<_> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let hint = did_you_mean(zone, known.iter().map(String::as_str));
    let hint =
        hint.unwrap_or_else(|| "write one such as `America/Bogota`, or an offset".to_owned());
    let message = format!("no time zone is named `{zone}`");
    Some(Diagnostic::error(Code::BadDate, span, message).with_hint(hint))
}

/// Reads a moment, as `moment` does.
pub fn parse(text: &str) -> Option<Zoned> {
    if let Some((civil, zone)) = text.rsplit_once(' ')
        && let (Ok(civil), Ok(zone)) = (civil.parse::<DateTime>(), TimeZone::get(zone))
    {
        return civil.to_zoned(zone).ok();
    }
    let timestamp: Timestamp = text.parse().ok()?;
    let offset = jiff::fmt::temporal::Pieces::parse(text).ok()?.to_numeric_offset();
    Some(timestamp.to_zoned(offset.map_or(TimeZone::UTC, TimeZone::fixed)))
}

/// Reads a moment in the form in which it is printed: RFC 3339 with the name of its time zone.
pub fn parse_zoned(text: &str) -> Option<Zoned> {
    text.parse().ok()
}

/// An approval: who signed a text, and its state at that time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The path of the text.
    pub text: Spanned<EcoString>,
    /// Who approved it.
    pub by: EcoString,
    /// Its hash, as [`hash`] makes it.
    pub hash: EcoString,
}

/// Returns what an approval signs: the text without the lines of front matter that change its
/// status.
pub fn hash(file: FileId, files: &Files) -> EcoString {
    let moves = ["status:", "publish_at:", "draft:"];
    let mut hasher = blake3::Hasher::new();
    let mut fences = 0;
    for line in files.get(file).text.lines() {
        fences += usize::from(line.trim_end() == "---");
        if fences > 1 || !moves.iter().any(|key| line.starts_with(key)) {
            hasher.update(line.trim_end().as_bytes()).update(b"\n");
        }
    }
    for part in files.inclusions.of(file) {
        hasher.update(files.get(part).text.as_bytes());
    }
    hasher.finalize().to_hex()[..16].into()
}

/// Reads the approvals of a publication.
pub fn read_approvals(files: &Files, problems: &mut Problems) -> Vec<Approval> {
    let Some(file) = files.find(APPROVALS) else { return Vec::new() };
    let whole = files.whole(file);
    let Some(node) = problems.keep(yaml::parse(files, whole)) else { return Vec::new() };
    match &node.value {
        Value::List(items) => {
            items.iter().filter_map(|item| read_approval(item, problems)).collect()
        }
        Value::Null => Vec::new(),
        _ => {
            problems.push(yaml::wrong_type(
                &node,
                "a list of approvals",
                "let `quipu approve` write it",
            ));
            Vec::new()
        }
    }
}

fn read_approval(node: &Node, problems: &mut Problems) -> Option<Approval> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let text = mapping.required("text", problems, yaml::spanned_text);
    let by = mapping.required("by", problems, yaml::text);
    let hash = mapping.required("hash", problems, yaml::text);
    mapping.finish(problems);
    Some(Approval { text: text?, by: by?, hash: hash? })
}

/// Returns who approved the text in the file of `place` in its present state.
///
/// Those who approved it as it was are reported, if nobody approved it as it is: the text stays in.
pub fn approved_by(
    place: Span,
    files: &Files,
    approvals: &[Approval],
    problems: &mut Problems,
) -> Vec<EcoString> {
    let text = files.get(place.file);
    let hash = hash(place.file, files);
    let own = approvals.iter().filter(|approval| *approval.text.value == *text.path);
    let (valid, lapsed): (Vec<_>, Vec<_>) = own.partition(|approval| approval.hash == hash);
    if valid.is_empty() {
        let message = match lapsed.last() {
            Some(lapsed) => format!("the text has changed since {} approved it", lapsed.by),
            None => "nobody has approved the text".to_owned(),
        };
        problems.push(Diagnostic::warning(Code::Unapproved, place, message).with_hint(format!(
            "read it, then run `quipu approve {} --by \"Your name\"`",
            text.path
        )));
    }
    valid.into_iter().map(|approval| approval.by.clone()).collect()
}

/// Returns the file of approvals with one more, which replaces earlier ones of the same person.
pub fn with_approval(approvals: &[Approval], new: Approval) -> String {
    let is_older =
        |approval: &&Approval| approval.text.value != new.text.value || approval.by != new.by;
    let mut all: Vec<_> = approvals.iter().filter(is_older).cloned().collect();
    all.push(new);
    all.sort_by(|left, right| (&left.text.value, &left.by).cmp(&(&right.text.value, &right.by)));
    approvals_file(&all)
}

/// Returns the file of approvals.
pub fn approvals_file(all: &[Approval]) -> String {
    let mut out = String::from(
        "# Written by `quipu approve`: who approved which text, and as it was then.\n",
    );
    for Approval { text, by, hash } in all {
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let _ = writeln!(
            out,
            "- {{text: {}, by: {}, hash: \"{hash}\"}}",
            quoted(&text.value),
            quoted(by)
        );
    }
    out
}
