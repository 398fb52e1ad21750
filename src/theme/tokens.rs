//! Tokens: colours, families, sizes and spaces, written once.
//!
//! They reach three places: the page as custom properties, Typst as JSON, and
//! charts by name. A token has one value, or one for each medium: `light` and
//! `dark` for colours, `web` and `print` for the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::base::colour::Rgb;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::publication::fonts::Families;

/// The groups of tokens, as keys of `theme.yaml`.
const GROUPS: &[&str] = &["colour", "series", "family", "size", "leading", "space", "width"];

/// The smallest allowed contrast of text and background, by WCAG 2.2 AA.
const LEAST_CONTRAST: f64 = 4.5;

/// The tokens of a theme, by group and name.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    groups: BTreeMap<&'static str, BTreeMap<String, Token>>,
    contrast: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
}

/// The values of a token.
#[derive(Debug, Clone)]
struct Token {
    span: Span,
    /// The place of its name.
    key: Span,
    values: BTreeMap<Medium, String>,
}

/// Where a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medium {
    /// The value for all media that have no value of their own.
    Any,
    /// On light paper.
    Light,
    /// On dark paper.
    Dark,
    /// On the page.
    Web,
    /// In print.
    Print,
}

impl Medium {
    const NAMED: &[(&str, Self)] =
        &[("light", Self::Light), ("dark", Self::Dark), ("web", Self::Web), ("print", Self::Print)];
}

impl Tokens {
    /// Reads the tokens in a `theme.yaml`; they replace those of the same name. Returns the faults of their values,
    /// each with the place of the name, which may be the cause.
    pub(super) fn merge(
        &mut self,
        mapping: &mut Mapping<'_>,
        problems: &mut Problems,
    ) -> Vec<(Span, Diagnostic)> {
        let mut faults = Vec::new();
        for &group in GROUPS {
            let Some(node) = mapping.get(group) else { continue };
            let Some(tokens) = problems.keep(Mapping::new(node)) else { continue };
            for (key, value) in tokens.entries() {
                let tokens = self.groups.entry(group).or_default();
                match token(value, group) {
                    Ok(token) => {
                        let token = Token { key: key.span, ..token };
                        tokens.insert(key.name.clone(), token);
                    }
                    Err(fault) => {
                        faults.push((key.span, fault));
                        // Its name is looked at as well, if nothing has it yet.
                        let nothing =
                            || Token { span: value.span, key: key.span, values: BTreeMap::new() };
                        tokens.entry(key.name.clone()).or_insert_with(nothing);
                    }
                }
            }
        }
        if let Some(node) = mapping.get("contrast") {
            let pairs = yaml::list(node, problems, |node| Ok(node.clone()));
            self.contrast = pairs.iter().filter_map(|node| pair(node, problems)).collect();
        }
        faults
    }

    /// Puts families before those that the tokens list, for pages and print.
    pub(super) fn set_families(&mut self, families: &Families) {
        for (name, family) in families {
            let group = self.groups.entry("family").or_default();
            let Some(token) = group.get_mut(*name) else { continue };
            token.span = family.span;
            token.key = family.span;
            for value in token.values.values_mut() {
                *value = format!("{}, {value}", quoted(&family.value));
            }
        }
    }

    /// Returns the groups and names of all tokens.
    pub(super) fn names(&self) -> BTreeSet<(&'static str, String)> {
        let names = |(group, tokens): (&&'static str, &BTreeMap<String, Token>)| {
            let group = *group;
            tokens.keys().map(move |name| (group, name.clone())).collect::<Vec<_>>()
        };
        self.groups.iter().flat_map(names).collect()
    }

    /// Returns the tokens with their places.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &str, Span)> {
        self.groups.iter().flat_map(|(group, tokens)| {
            tokens.iter().map(move |(name, token)| (*group, name.as_str(), token.key))
        })
    }

    /// Returns the value of a token, as written.
    pub fn value(&self, group: &str, name: &str, medium: Medium) -> Option<&str> {
        let values = &self.groups.get(group)?.get(name)?.values;
        values.get(&medium).or_else(|| values.get(&Medium::Any)).map(String::as_str)
    }

    /// Returns a colour, such as `#0B4F6C`.
    pub fn colour(&self, name: &str, medium: Medium) -> &str {
        self.value("colour", name, medium).unwrap_or_default()
    }

    /// Returns the print value of the colour that charts call `colour-paper` or `series-1`.
    pub(super) fn chart_colour(&self, name: &str) -> String {
        let token = name.split_once('-');
        let value = token.and_then(|(group, name)| self.value(group, name, Medium::Light));
        value.unwrap_or_default().to_owned()
    }

    /// Replaces custom properties in `text` by their values for light paper, for programs that do
    /// not support them. Other properties stay as they are.
    pub fn resolved(&self, text: &str) -> String {
        let mut parts = text.split("var(--q-");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let token = part.split_once(')').and_then(|(token, rest)| {
                let (group, name) = token.split_once('-')?;
                Some((self.value(group, name, Medium::Light)?, rest))
            });
            let (value, rest) = token.unwrap_or(("var(--q-", part));
            out.push_str(value);
            out.push_str(rest);
        }
        out
    }

    /// Returns the families that a token lists, in the order in which to try them.
    pub fn families(&self, name: &str, medium: Medium) -> Vec<String> {
        let value = self.value("family", name, medium).unwrap_or_default();
        value.split(", ").map(|name| name.trim_matches('"').to_owned()).collect()
    }

    /// Returns the custom properties of the style sheet.
    pub fn css(&self) -> String {
        let mut css = String::from(":root {\n");
        self.declare(&mut css, "  ", &[Medium::Any, Medium::Light, Medium::Web]);
        css.push_str("}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n");
        self.declare(&mut css, "    ", &[Medium::Dark]);
        css.push_str("  }\n}\n@media print {\n  :root {\n");
        self.declare(&mut css, "    ", &[Medium::Print]);
        css.push_str("  }\n}\n");
        css
    }

    fn declare(&self, css: &mut String, indent: &str, media: &[Medium]) {
        for (group, tokens) in &self.groups {
            // The browser need not have the family of the PDF.
            let skipped = *group == "family" && media == [Medium::Print];
            for (name, token) in tokens.iter().filter(|_| !skipped) {
                let values = media.iter().filter_map(|medium| token.values.get(medium));
                for value in values {
                    let _ = writeln!(css, "{indent}--q-{group}-{name}: {value};");
                }
            }
        }
    }

    /// Returns the tokens as Typst reads them: by group and name, with their values for light and
    /// print.
    pub fn json(&self) -> Json {
        let group = |(group, tokens): (&&str, &BTreeMap<String, Token>)| {
            let values = tokens.keys().filter_map(|name| {
                let medium = if matches!(*group, "colour" | "series") {
                    Medium::Light
                } else {
                    Medium::Print
                };
                let value = self.value(group, name, medium)?;
                let value = match *group {
                    "family" => self.families(name, medium).into_iter().map(Json::from).collect(),
                    _ => Json::from(value),
                };
                Some((name.clone(), value))
            });
            ((*group).to_owned(), Json::Object(values.collect()))
        };
        Json::Object(self.groups.iter().map(group).collect::<Map<_, _>>())
    }

    /// Reports pairs of text and background with too little contrast.
    pub(super) fn check_contrast(&self, problems: &mut Problems) {
        for (text, grounds) in &self.contrast {
            for ground in grounds {
                for medium in [Medium::Light, Medium::Dark] {
                    self.check_pair(text, ground, medium, problems);
                }
            }
        }
    }

    fn check_pair(
        &self,
        text: &Spanned<String>,
        ground: &Spanned<String>,
        medium: Medium,
        problems: &mut Problems,
    ) {
        let colour = |name: &Spanned<String>| {
            let found = Rgb::parse(self.colour(&name.value, medium)).map(Rgb::luminance);
            let token = self.groups.get("colour").and_then(|colours| colours.get(&name.value));
            found.ok_or_else(|| {
                let Some(token) = token else {
                    let message = format!("no colour is named `{}`", name.value);
                    return Diagnostic::error(Code::BadToken, name.span, message);
                };
                let scheme = if medium == Medium::Dark { "dark" } else { "light" };
                let message = format!("`{}` has no colour for the {scheme} scheme", name.value);
                let hint = format!("write `{}: {{light: \"#…\", dark: \"#…\"}}`", name.value);
                Diagnostic::error(Code::BadToken, token.span, message).with_hint(hint)
            })
        };
        let (Some(one), Some(other)) = (problems.keep(colour(text)), problems.keep(colour(ground)))
        else {
            return;
        };
        let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
        if contrast < LEAST_CONTRAST {
            let scheme = if medium == Medium::Dark { "dark" } else { "light" };
            let message = format!(
                "`{}` on `{}` has a contrast of {contrast:.2} in the {scheme} scheme, but needs {LEAST_CONTRAST}",
                text.value, ground.value
            );
            let span = self.groups.get("colour").and_then(|group| group.get(&text.value));
            let span = span.map_or(text.span, |token| token.span);
            problems.push(Diagnostic::error(Code::BadToken, span, message).with_hint(
                "choose a darker colour for the light scheme, a lighter one for the dark",
            ));
        }
    }
}

fn token(node: &Node, group: &str) -> Result<Token, Diagnostic> {
    let mut values = BTreeMap::new();
    match &node.value {
        Value::Mapping(entries) => {
            for (key, value) in entries {
                let medium = Medium::NAMED.iter().find(|(name, _)| *name == key.name);
                let Some((_, medium)) = medium else {
                    return Err(Diagnostic::error(
                        Code::UnknownKey,
                        key.span,
                        format!("unknown key `{}`", key.name),
                    )
                    .with_hint(
                        "the keys of a token are `light` and `dark`, or `web` and `print`",
                    ));
                };
                values.insert(*medium, scalar(value, group)?);
            }
        }
        _ => _ = values.insert(Medium::Any, scalar(node, group)?),
    }
    check_lengths(&values, group, node.span)?;
    Ok(Token { span: node.span, key: node.span, values })
}

/// The largest number of a size.
const LARGEST: f64 = 10_000.0;

/// Reports invalid sizes: a size is a number with its unit, and in print the unit is points.
fn check_lengths(
    values: &BTreeMap<Medium, String>,
    group: &str,
    span: Span,
) -> Result<(), Diagnostic> {
    const UNITS: &[&str] = &["rem", "em", "px", "pt", "ch", "mm", "cm", "vw", "%"];
    // What else a number may be, neither style sheets nor Typst take: with spaces, infinite, or as large as that.
    let is_number = |text: &str| {
        let is_plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        is_plain && text.parse::<f64>().is_ok_and(|number| number.abs() <= LARGEST)
    };
    for (medium, value) in values {
        let is_length = |units: &[&str]| {
            value == "0" || units.iter().any(|unit| value.strip_suffix(unit).is_some_and(is_number))
        };
        let is_kept = match (group, medium) {
            ("size" | "space" | "width", Medium::Print) => is_length(&["pt"]),
            // It is that of print, too.
            ("size" | "space" | "width", Medium::Any) if !values.contains_key(&Medium::Print) => {
                is_length(&["pt"])
            }
            ("size" | "space" | "width", _) => is_length(UNITS),
            ("leading", _) => is_number(value),
            _ => true,
        };
        if !is_kept {
            let hint = match (group, medium) {
                ("leading", _) => "write a number such as `\"1.4\"`",
                (_, Medium::Print) => "write points, such as `10.5pt`",
                (_, Medium::Any) => "PDFs need points: write both, `{web: 1.2rem, print: 10.5pt}`",
                _ => "write a length such as `1.2rem`",
            };
            let message = format!("`{value}` cannot be used for `{group}`");
            return Err(Diagnostic::error(Code::BadToken, span, message).with_hint(hint));
        }
    }
    Ok(())
}

/// Reads a value; a list of families becomes a CSS list.
fn scalar(node: &Node, group: &str) -> Result<String, Diagnostic> {
    if let Value::List(items) = &node.value {
        let names: Result<Vec<_>, _> =
            items.iter().map(|item| yaml::text(item).map(|name| quoted(&name))).collect();
        return Ok(names?.join(", "));
    }
    let text = yaml::text(node)?;
    if group == "family" {
        // A single text with commas is already a CSS list.
        let names = text.split(',').map(|name| quoted(name.trim().trim_matches('"')));
        return Ok(names.collect::<Vec<_>>().join(", "));
    }
    if matches!(group, "colour" | "series") && Rgb::parse(&text).is_none() {
        return Err(Diagnostic::error(
            Code::BadToken,
            node.span,
            format!("`{text}` is not a colour"),
        )
        .with_hint("write `\"#rrggbb\"`, in quotes because of the `#`"));
    }
    Ok(text.into())
}

fn quoted(family: &str) -> String {
    if family.contains(' ') { format!("\"{family}\"") } else { family.to_owned() }
}

fn pair(node: &Node, problems: &mut Problems) -> Option<(Spanned<String>, Vec<Spanned<String>>)> {
    let name = |node: &Node| Ok(Spanned::new(yaml::text(node)?.into(), node.span));
    let mut mapping = problems.keep(Mapping::new(node))?;
    let text = mapping.required("text", problems, name);
    let grounds = mapping.required("on", problems, Ok);
    mapping.finish(problems);
    Some((text?, yaml::list(grounds?, problems, name)))
}
