//! `rows:` with the name of a file, and how to read it.

use ecow::{EcoString, eco_format};

use super::notation::{Negative, Notation};
use super::remedy::{Remedy, quoted};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node};
use crate::data::measure::one_of;
use crate::data::status::CellStatus;

/// A file of rows, and how to read it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The file, beside that of the dataset.
    pub file: Spanned<EcoString>,
    /// The delimiter; a comma, or a tab in files that end in `.tsv`.
    pub delimiter: u8,
    /// The quotes around fields that contain the delimiter.
    pub quote: u8,
    /// How many lines are above the head.
    pub above: usize,
    /// How many lines the head has; their fields are joined.
    pub head: usize,
    /// How many lines are below the last row; unknown by default.
    pub below: Option<usize>,
    /// What lines with one field between rows are; unknown by default.
    pub headings: Option<Headings>,
    /// How columns that `columns:` does not describe are treated.
    pub undescribed: Undescribed,
    /// The sheet of a workbook; its first if nothing is said.
    pub sheet: Option<Spanned<EcoString>>,
    /// The cells of the sheet, such as `A4:F20`; all of it if nothing is said.
    pub range: Option<Spanned<EcoString>>,
    /// What becomes of hidden rows and columns of the sheet; unknown by default.
    pub hidden: Option<HiddenCells>,
    /// Which of the cells of a sheet that are shown as one have its value; unknown by default.
    pub merged: Option<Merged>,
    /// Where in a JSON file its records are, such as `data.items`.
    pub records: Option<Spanned<EcoString>>,
    /// The encoding; UTF-8 if nothing is said.
    pub encoding: Option<Spanned<EcoString>>,
    /// How values are written.
    pub notation: Notation,
    /// The names of its keys, as the author wrote them.
    declared: Vec<EcoString>,
}

/// What becomes of columns that are not described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Undescribed {
    /// They are reported.
    #[default]
    Refused,
    /// They are passed over.
    Ignored,
}

/// What becomes of hidden rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HiddenCells {
    /// They are passed over.
    Skipped,
    /// They are read.
    Read,
}

/// Which of several cells that are shown as one have its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merged {
    /// All of them.
    Repeated,
    /// The first; the others have none.
    First,
}

/// What lines with one field between rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headings {
    /// Headings, which are passed over.
    Skipped,
    /// Rows without values.
    None,
}

impl Headings {
    const ALL: [(&str, Self); 2] = [("skip", Self::Skipped), ("none", Self::None)];

    /// Returns its name in `rows:`.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

impl Source {
    /// Reads `rows:`, which names a file; none if it holds the rows themselves, or has a mistake.
    pub(crate) fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let yaml::Value::Text(_) = node.value {
            let file = problems.keep(yaml::spanned_text(node))?;
            return Some(Self::plain(file));
        }
        let mut found = Problems::default();
        let source = Self::read_keys(node, &mut found);
        // What is read with half of its declaration would have mistakes of its own.
        let usable = !found.has_errors();
        problems.extend(found);
        source.filter(|_| usable)
    }

    fn read_keys(node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let file = mapping.required("file", problems, yaml::spanned_text);
        let delimiter = mapping.optional("delimiter", problems, byte);
        let quote = mapping.optional("quote", problems, byte);
        let above = mapping.optional("above", problems, count);
        let head = mapping.optional("head", problems, count);
        let below = mapping.optional("below", problems, count);
        let headings = mapping.optional("headings", problems, |node| one_of(node, &Headings::ALL));
        let undescribed = mapping.optional("undescribed", problems, |node| {
            let choices = [("ignore", Undescribed::Ignored), ("refuse", Undescribed::Refused)];
            one_of(node, &choices)
        });
        let hidden = mapping.optional("hidden", problems, |node| {
            one_of(node, &[("skip", HiddenCells::Skipped), ("read", HiddenCells::Read)])
        });
        let merged = mapping.optional("merged", problems, |node| {
            one_of(node, &[("repeat", Merged::Repeated), ("first", Merged::First)])
        });
        let [sheet, range, records, encoding] = ["sheet", "range", "records", "encoding"]
            .map(|name| mapping.optional(name, problems, yaml::spanned_text));
        let notation = read_notation(&mut mapping, problems);
        mapping.finish(problems);
        let plain = Self::plain(file?);
        Some(Self {
            delimiter: delimiter.unwrap_or(plain.delimiter),
            quote: quote.unwrap_or(plain.quote),
            above: above.unwrap_or_default(),
            head: head.unwrap_or(1).max(1),
            below,
            headings,
            undescribed: undescribed.unwrap_or_default(),
            sheet,
            range,
            hidden,
            merged,
            records,
            encoding,
            notation,
            declared: mapping_keys(node),
            ..plain
        })
    }

    /// Returns the diagnostic for a key that says how to read the file, but is outside of `rows:`.
    pub(crate) fn misplaced(mapping: &mut Mapping<'_>, rows: &Node) -> Option<Diagnostic> {
        const KEYS: &[&str] = &[
            "delimiter",
            "quote",
            "above",
            "head",
            "below",
            "headings",
            "undescribed",
            "sheet",
            "range",
            "hidden",
            "merged",
            "records",
            "encoding",
            "decimal",
            "group",
            "missing",
            "present",
            "affixes",
            "negative",
            "dates",
            "flags",
        ];
        let entries = mapping.entries();
        let mut found = None;
        for name in KEYS {
            mapping.get(name);
            let entry = entries.iter().find(|(key, _)| key.name == *name);
            found = found.or(entry.map(|(key, _)| key));
        }
        let key = found?;
        let file = match &rows.value {
            yaml::Value::Text(file) => file.as_str(),
            _ => "…",
        };
        let message = format!("`{}` applies only to rows that are read from a file", key.name);
        let hint = format!("write it in `rows:`, as in `rows: {{file: {file}, {}: …}}`", key.name);
        Some(Diagnostic::error(Code::UnknownKey, key.span, message).with_hint(hint))
    }

    /// Whether the file is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.file.value.ends_with(".json")
    }

    /// Returns a file of which nothing is said.
    pub(crate) fn plain(file: Spanned<EcoString>) -> Self {
        let is_tabbed = file.value.ends_with(".tsv") || file.value.ends_with(".tab");
        Self {
            delimiter: if is_tabbed { b'\t' } else { b',' },
            file,
            quote: b'"',
            above: 0,
            head: 1,
            below: None,
            headings: None,
            undescribed: Undescribed::Refused,
            sheet: None,
            range: None,
            hidden: None,
            merged: None,
            records: None,
            encoding: None,
            notation: Notation::default(),
            declared: Vec::new(),
        }
    }

    /// Whether the author wrote this key.
    pub(crate) fn declares(&self, key: &str) -> bool {
        self.declared.iter().any(|known| known == key)
    }

    /// Returns the same file, of which columns that are not described are passed over.
    pub(crate) fn passing_over(self) -> Self {
        Self { undescribed: Undescribed::Ignored, ..self }
    }

    /// Returns what the author should write to declare what `remedies` ask for.
    pub(crate) fn declaration(&self, remedies: &[Remedy]) -> String {
        let pairs = pairs(remedies);
        if self.declared.is_empty() {
            return format!("`rows: {{file: {}, {}}}`", self.file.value, pairs.join(", "));
        }
        let pairs: Vec<_> = pairs.iter().map(|pair| format!("`{pair}`")).collect();
        format!("{} in `rows:`", pairs.join(" and "))
    }

    /// Returns `rows:` with a line for each declaration.
    pub(crate) fn written(file: &str, remedies: &[Remedy]) -> String {
        if remedies.is_empty() {
            return format!("rows: {file}\n");
        }
        let lines = pairs(remedies).into_iter().map(|pair| format!("  {pair}\n"));
        format!("rows:\n  file: {file}\n{}", lines.collect::<String>())
    }
}

/// Returns declarations as keys and values; several values of a key stand together.
fn pairs(remedies: &[Remedy]) -> Vec<String> {
    let mut written: Vec<(&str, Vec<&str>)> = Vec::new();
    for Remedy { key, value } in remedies {
        match written.iter_mut().find(|(known, _)| known == key) {
            Some((_, values)) if !values.contains(&value.as_str()) => values.push(value),
            Some(_) => {}
            None => written.push((key, vec![value])),
        }
    }
    let pair = |(key, values): &(&str, Vec<&str>)| match *key {
        "missing" | "present" | "affixes" => format!("{key}: [{}]", values.join(", ")),
        "dates" if values.len() > 1 => format!("{key}: [{}]", values.join(", ")),
        "flags" => format!("{key}: {{{}}}", values.join(", ")),
        _ => format!("{key}: {}", values[0]),
    };
    written.iter().map(pair).collect()
}

fn mapping_keys(node: &Node) -> Vec<EcoString> {
    let yaml::Value::Mapping(entries) = &node.value else { return Vec::new() };
    entries.iter().map(|(key, _)| EcoString::from(&key.name)).collect()
}

fn read_notation(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Notation {
    let decimal = mapping.optional("decimal", problems, sign);
    let group = mapping.optional("group", problems, sign);
    let mut names = |name| {
        let node = mapping.get(name);
        node.map(|node| yaml::list(node, problems, yaml::text)).unwrap_or_default()
    };
    let [missing, present, affixes, dates] =
        ["missing", "present", "affixes", "dates"].map(&mut names);
    let negative = mapping.optional("negative", problems, |node| {
        one_of(node, &[("minus", Negative::Minus), ("parentheses", Negative::Parentheses)])
    });
    let flags = mapping.get("flags").map(|node| read_flags(node, problems)).unwrap_or_default();
    Notation {
        decimal: decimal.unwrap_or('.'),
        group,
        missing,
        present,
        flags,
        affixes,
        negative: negative.unwrap_or_default(),
        dates,
    }
}

fn read_flags(node: &Node, problems: &mut Problems) -> Vec<(EcoString, CellStatus)> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let mut flags = Vec::new();
    for (key, value) in mapping.entries() {
        let name = problems.keep(yaml::spanned_text(value));
        let status = name.and_then(|name| problems.keep(CellStatus::read(&name.value, name.span)));
        flags.extend(status.flatten().map(|status| (EcoString::from(&key.name), status)));
    }
    // The longest first, so that `bp` is not taken for `p`.
    flags.sort_by_key(|(flag, _)| std::cmp::Reverse(flag.len()));
    flags
}

/// Reads a sign, some of which have names.
fn sign(node: &Node) -> Result<char, Diagnostic> {
    if let yaml::Value::Text(text) = &node.value
        && let [sign] = text.chars().collect::<Vec<_>>()[..]
    {
        return Ok(sign);
    }
    match yaml::text(node)?.as_str() {
        "tab" => Ok('\t'),
        "space" => Ok(' '),
        "comma" => Ok(','),
        "semicolon" => Ok(';'),
        "point" => Ok('.'),
        "apostrophe" => Ok('\''),
        text => {
            let message = format!("`{text}` is not a single character");
            Err(Diagnostic::error(Code::BadValue, node.span, message)
                .with_hint("write one character in quotes, such as `\";\"`, or `tab` or `space`"))
        }
    }
}

/// Reads a sign that is one byte in every text.
fn byte(node: &Node) -> Result<u8, Diagnostic> {
    let sign = sign(node)?;
    let byte = u8::try_from(sign).ok().filter(u8::is_ascii);
    byte.ok_or_else(|| {
        let message = format!("`{sign}` cannot separate or enclose fields");
        Diagnostic::error(Code::BadValue, node.span, message)
            .with_hint("replace it in the file, for example by a tab: only signs of ASCII can")
    })
}

fn count(node: &Node) -> Result<usize, Diagnostic> {
    let text = yaml::text(node)?;
    text.parse().map_err(|_| {
        Diagnostic::error(Code::BadValue, node.span, format!("`{text}` is not a number of lines"))
            .with_hint("write digits, such as `4`")
    })
}

/// Returns the declaration of another delimiter.
pub(crate) fn delimiter_remedy(delimiter: u8) -> Remedy {
    let value = match delimiter {
        b'\t' => "tab".into(),
        sign => quoted(char::from(sign).encode_utf8(&mut [0; 4])),
    };
    Remedy { key: "delimiter", value }
}

/// Returns the declaration of a number of lines.
pub(crate) fn lines_remedy(key: &'static str, lines: usize) -> Remedy {
    Remedy { key, value: eco_format!("{lines}") }
}
