//! `quipu.yaml`: what holds for the whole publication.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::base::address;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::data::measure::one_of;
use crate::language::{Language, LanguageError};
use crate::markup::RawHtml;
use crate::publication::audience::{EditionFormat, Paper};
use crate::publication::declared::{self, Field, OwnBlock};
use crate::publication::fonts::{self, Families};
use crate::publication::identifier::Scheme;
use crate::publication::localized::Localized;
use crate::tools::publish::{self, PublishTarget};

/// The classes of div that every publication has.
pub const DIV_CLASSES: &[&str] = &[
    "callout-note",
    "callout-tip",
    "callout-important",
    "callout-warning",
    "callout-caution",
    "sources-differ",
    "claim",
    "key-figure",
    "side-by-side",
    "details",
    "list-table",
    "video",
];

/// The settings of a publication.
#[derive(Debug)]
pub struct Settings {
    /// Where they begin.
    pub span: Span,
    /// Its title.
    pub title: Localized,
    /// What it is, in one sentence.
    pub description: Option<Localized>,
    /// Who publishes it.
    pub publisher: Option<Localized>,
    /// The address to write to about it.
    pub contact: Option<EcoString>,
    /// The number of the series that it is.
    pub issn: Option<EcoString>,
    /// The address of its root, with a slash at its end; empty if it has none yet.
    pub base_url: EcoString,
    /// Its languages; the first is the default.
    pub languages: Vec<Language>,
    /// The audience whose editions stand at the root; none if there is one audience at most.
    pub default_audience: Option<Spanned<EcoString>>,
    /// The logo of who publishes it.
    pub logo: Option<Logo>,
    /// The families that it is set in, each with the token of `family` that it is for.
    pub fonts: Families,
    /// The colours of series in all charts: the rows, columns and entities that they show, each with the
    /// number of a colour of the theme.
    pub colours: Vec<(Spanned<EcoString>, u8)>,
    /// The picture of covers, by its path below `content/`.
    pub cover: Option<Spanned<EcoString>>,
    /// What reports and briefs say of what they are not, unless their own front matter does.
    pub disclaimer: Option<Localized>,
    /// What the imprint says besides publisher and licence.
    pub imprint: Option<Localized>,
    /// The paper of PDFs and Word documents; none for that of the language's region.
    pub paper: Option<Paper>,
    /// What editions can be had as, unless their audience says so; none for the usual formats.
    pub formats: Option<Vec<EditionFormat>>,
    /// Whether PDFs carry the data of their figures.
    pub attach_data: bool,
    /// The theme.
    pub theme: Spanned<EcoString>,
    /// The licence of its texts.
    pub licence: Option<Licence>,
    /// What happens to a text that exists in another language only.
    pub translations: Translations,
    /// Whether HTML may stand in Markdown.
    pub raw_html: RawHtml,
    /// The reports in the order of the front page; those not named follow, the newest first.
    pub reports: Vec<Spanned<EcoString>>,
    /// Where it can be published, by name.
    pub targets: BTreeMap<EcoString, PublishTarget>,
    /// The kinds of blocks that it has of its own.
    pub blocks: Vec<OwnBlock>,
    /// The fields of front matter that it has of its own.
    pub extra: Vec<Field>,
}

/// A logo: pictures of `content/`, by what they stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// On light paper.
    pub light: Spanned<EcoString>,
    /// On dark paper; none if one serves both.
    pub dark: Option<Spanned<EcoString>>,
    /// In PDFs; none if that for light paper serves them.
    pub print: Option<Spanned<EcoString>>,
    /// What it says, for those who do not see it.
    pub alt: Localized,
}

impl Logo {
    /// Returns the pictures, with the names under which pages load them.
    pub fn pictures(&self) -> impl Iterator<Item = (&'static str, &Spanned<EcoString>)> {
        let dark = self.dark.as_ref().map(|path| ("logo-dark", path));
        let print = self.print.as_ref().map(|path| ("logo-print", path));
        std::iter::once(("logo-light", &self.light)).chain(dark).chain(print)
    }
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its name.
    pub name: Localized,
    /// Its address.
    pub url: Option<EcoString>,
}

/// What happens to a text that lacks a language of the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Translations {
    /// It is an error.
    Complete,
    /// There is no edition in that language.
    Partial,
    /// The original stands in for it, and says so.
    Fallback,
}

impl Translations {
    /// Each with the word that the settings have for it.
    const NAMED: &[(&str, Self)] =
        &[("complete", Self::Complete), ("partial", Self::Partial), ("fallback", Self::Fallback)];
}

impl Settings {
    /// Reads `quipu.yaml`. None if a part without which nothing can go on is missing.
    pub fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let title = mapping.required("title", problems, Localized::read);
        let description = mapping.optional("description", problems, Localized::read);
        let publisher = mapping.optional("publisher", problems, Localized::read);
        let contact = mapping.optional("contact", problems, email);
        let issn = mapping.optional("issn", problems, |node| Scheme::Issn.read(node));
        let base_url = mapping.optional("base_url", problems, base_url).unwrap_or_default();
        let languages = mapping.required("languages", problems, Ok);
        let default_audience = mapping.optional("default_audience", problems, yaml::spanned_text);
        let theme = mapping.optional("theme", problems, yaml::spanned_text);
        let licence = mapping.get("licence").and_then(|node| read_licence(node, problems));
        let logo = mapping.get("logo").and_then(|node| read_logo(node, problems));
        let colours = mapping.get("colours").map(|node| read_colours(node, problems));
        let cover = mapping.optional("cover", problems, yaml::spanned_text);
        let disclaimer = mapping.optional("disclaimer", problems, Localized::read);
        let imprint = mapping.optional("imprint", problems, Localized::read);
        let paper = mapping.optional("paper", problems, |node| one_of(node, Paper::NAMED));
        let formats = mapping.get("formats");
        let formats = formats.map(|node| EditionFormat::read_all(node, problems));
        let attach_data = mapping.optional("attach_data", problems, yaml::boolean);
        let fonts = mapping.get("fonts").map(|node| fonts::read(node, problems));
        let translations =
            mapping.optional("translations", problems, |node| one_of(node, Translations::NAMED));
        let raw_html = mapping.optional("raw_html", problems, yaml::boolean).unwrap_or(false);
        let reports = mapping.get("reports");
        let reports = reports.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let targets = mapping.get("publish").map(|node| publish::read_all(node, problems));
        let targets = targets.and_then(|targets| problems.keep(targets));
        let blocks = mapping.get("blocks");
        let blocks = blocks.map(|node| declared::read_blocks(node, DIV_CLASSES, problems));
        let extra = mapping.get("extra").map(|node| declared::read_fields(node, problems));
        let span = mapping.span();
        mapping.finish(problems);

        let languages = read_languages(languages?, problems)?;
        let default_theme = || Spanned::new("default".into(), Span { end: span.start, ..span });
        Some(Self {
            span: Span { end: span.start, ..span },
            title: title?,
            description,
            publisher,
            contact,
            issn,
            base_url,
            languages,
            default_audience,
            theme: theme.unwrap_or_else(default_theme),
            licence,
            logo,
            cover,
            disclaimer,
            imprint,
            paper,
            formats,
            attach_data: attach_data.unwrap_or(false),
            fonts: fonts.unwrap_or_default(),
            colours: colours.unwrap_or_default(),
            translations: translations.unwrap_or(Translations::Complete),
            raw_html: if raw_html { RawHtml::Allowed } else { RawHtml::Refused },
            reports: reports.unwrap_or_default(),
            targets: targets.unwrap_or_default(),
            blocks: blocks.unwrap_or_default(),
            extra: extra.unwrap_or_default(),
        })
    }

    /// Returns the colour that a row, column or entity has in all charts; none if it has none of its own.
    pub fn colour(&self, name: &str) -> Option<u8> {
        self.colours.iter().find(|(known, _)| known.value == name).map(|(_, number)| *number)
    }

    /// Returns the kind of block that the publication has under this name.
    pub fn block(&self, name: &str) -> Option<&OwnBlock> {
        self.blocks.iter().find(|block| block.name.value == name)
    }

    /// Returns the tags of the languages, the default first.
    pub fn tags(&self) -> impl Iterator<Item = &str> + Clone {
        self.languages.iter().map(|language| language.tag.as_str())
    }

    /// Returns the language with this tag.
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.tag == tag)
    }

    /// Returns all texts that readers may see, to check that no language is missing.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        let licence = self.licence.as_ref().map(|licence| &licence.name);
        let logo = self.logo.as_ref().map(|logo| &logo.alt);
        let imprint = self.imprint.as_ref();
        let (description, publisher) = (self.description.as_ref(), self.publisher.as_ref());
        let texts = [Some(&self.title), description, publisher, licence, logo, imprint];
        texts.into_iter().chain([self.disclaimer.as_ref()]).flatten()
    }

    /// Returns the pictures of the publication itself, by their paths below `content/`.
    pub fn pictures(&self) -> impl Iterator<Item = &Spanned<EcoString>> {
        let logo = self.logo.iter().flat_map(Logo::pictures).map(|(_, picture)| picture);
        logo.chain(&self.cover)
    }
}

/// Reads the languages, each once; none if there is not even one.
fn read_languages(list: &Node, problems: &mut Problems) -> Option<Vec<Language>> {
    let mut languages = yaml::list(list, problems, language);
    refuse_doubled(list, problems);
    let mut tags = BTreeSet::new();
    languages.retain(|language| tags.insert(language.tag.clone()));
    if languages.is_empty() {
        if matches!(&list.value, yaml::Value::List(items) if items.is_empty()) {
            let message = "a publication needs at least one language";
            problems.push(
                Diagnostic::error(Code::BadValue, list.span, message)
                    .with_hint("write `languages: [en]`"),
            );
        }
        return None;
    }
    Some(languages)
}

/// Reads an absolute address, and ends it with a slash.
///
/// # Errors
/// Reports an address without scheme or host, and one with a query, a fragment or a space.
pub fn base_url(node: &Node) -> Result<EcoString, Diagnostic> {
    let text = yaml::text(node)?;
    match address_fault(&text) {
        None => Ok(with_slash(&text)),
        Some((message, hint)) => {
            Err(Diagnostic::error(Code::BadValue, node.span, message).with_hint(hint))
        }
    }
}

/// Returns what is wrong with the address of a site's root, and what to write; none if nothing is.
pub fn address_fault(text: &str) -> Option<(&'static str, String)> {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
        // What is repaired must be an address: `javascript:` and its like are none.
        let whole = format!("https://{bare}");
        let hint = match address_fault(&whole) {
            None => format!("write `{whole}`"),
            Some(_) => "write `https://example.org/`".to_owned(),
        };
        return Some(("the address does not begin with `https://`", hint));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    if !name.split('.').all(is_host) || port.parse::<u16>().is_err() {
        return Some(("the address has no usable host", "write `https://example.org/`".to_owned()));
    }
    if let Some(at) = rest.find(['?', '#']) {
        let kept = &text[..text.len() - rest.len() + at];
        return Some((
            "the address of a site cannot have a query or a fragment",
            format!("write `{kept}`"),
        ));
    }
    if rest.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)) {
        let hint = "write a space as `%20`, or choose an address without one".to_owned();
        return Some((
            "the address contains a space or another character that addresses cannot have",
            hint,
        ));
    }
    None
}

/// Ends an address with a slash.
pub fn with_slash(url: &str) -> EcoString {
    format!("{}/", url.trim_end_matches('/')).into()
}

/// Reports languages that are listed twice.
fn refuse_doubled(list: &Node, problems: &mut Problems) {
    let yaml::Value::List(items) = &list.value else { return };
    for (index, item) in items.iter().enumerate() {
        let Some(first) = items[..index].iter().find(|first| first.value == item.value) else {
            continue;
        };
        problems.push(
            Diagnostic::error(Code::DuplicateId, item.span, "this language is listed twice")
                .with_related(first.span, "first listed here")
                .with_hint("delete one of the two"),
        );
    }
}

/// Returns the tag that is meant by the name of a language, or by a tag of another system.
fn meant_language(written: &str) -> Option<String> {
    const NAMES: &[(&str, &[&str])] = &[
        ("en", &["english", "inglés", "anglais"]),
        ("es-419", &["spanish", "español", "castellano", "espanol"]),
        ("fr", &["french", "français", "francais"]),
        ("de", &["german", "deutsch"]),
        ("pt-BR", &["portuguese", "português", "portugues"]),
        ("ru", &["russian", "русский"]),
        ("ar", &["arabic", "العربية"]),
        ("zh-Hans", &["chinese", "中文", "汉语", "mandarin"]),
    ];
    let lower = written.to_lowercase();
    let by_name = NAMES.iter().find(|(_, names)| names.contains(&lower.as_str()));
    let dashed = written.replace('_', "-");
    let dashed = dashed.split('.').next().unwrap_or(&dashed);
    let is_tag = dashed != written && dashed.parse::<Language>().is_ok();
    by_name.map(|(tag, _)| (*tag).to_owned()).or_else(|| is_tag.then(|| dashed.to_owned()))
}

fn language(node: &Node) -> Result<Language, Diagnostic> {
    let tag = yaml::text(node)?;
    tag.parse().map_err(|error| {
        let diagnostic = |message| Diagnostic::error(Code::BadLanguage, node.span, message);
        match error {
            LanguageError::Syntax => diagnostic(format!("`{tag}` is not a language tag"))
                .with_hint(match meant_language(&tag) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if tag.contains(',') => format!("write a list: `[{tag}]`"),
                    None => "write a BCP 47 tag such as `en`, `es-419` or `zh-Hans`".to_owned(),
                }),
            LanguageError::Ambiguous(settled) => {
                diagnostic(format!("`{tag}` does not determine how numbers are written"))
                    .with_hint(format!("add a region: {settled}"))
            }
            LanguageError::Unsupported => {
                diagnostic(format!("there is no locale data for `{tag}`"))
            }
        }
    })
}

/// Reads the colours of series: `Red Party: 2`.
fn read_colours(node: &Node, problems: &mut Problems) -> Vec<(Spanned<EcoString>, u8)> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let mut colours = Vec::new();
    for (key, node) in mapping.entries() {
        let number = match &node.value {
            yaml::Value::Number(text) => {
                text.parse().ok().filter(|number| (1..=5).contains(number))
            }
            _ => None,
        };
        match number {
            Some(number) => {
                colours.push((Spanned::new(key.name.as_str().into(), key.span), number));
            }
            None => problems.push(
                Diagnostic::error(
                    Code::BadValue,
                    node.span,
                    "the colour of a series is a number from 1 to 5",
                )
                .with_hint("write the name of a token of `series` in `theme.yaml`, such as `2`"),
            ),
        }
    }
    colours
}

fn read_logo(node: &Node, problems: &mut Problems) -> Option<Logo> {
    let mut mapping = problems.keep(Mapping::with(node, &["light", "alt"]))?;
    let light = mapping.required("light", problems, yaml::spanned_text);
    let dark = mapping.optional("dark", problems, yaml::spanned_text);
    let print = mapping.optional("print", problems, yaml::spanned_text);
    let alt = mapping.required("alt", problems, Localized::read);
    mapping.finish(problems);
    Some(Logo { light: light?, dark, print, alt: alt? })
}

fn read_licence(node: &Node, problems: &mut Problems) -> Option<Licence> {
    let mut mapping = problems.keep(Mapping::with(node, &["name", "url"]))?;
    let name = mapping.required("name", problems, Localized::read);
    let url = mapping.optional("url", problems, |node| {
        let Spanned { value, span } = yaml::spanned_text(node)?;
        if !address::has_scheme(&value) {
            let message = format!("`{value}` is not an address on another site");
            let hint = "write all of it, such as `https://creativecommons.org/licenses/by/4.0/`";
            return Err(Diagnostic::error(Code::BrokenLink, span, message).with_hint(hint));
        }
        address::check(&value, span).map(|()| value)
    });
    mapping.finish(problems);
    Some(Licence { name: name?, url })
}

/// Reads an address of electronic mail.
fn email(node: &Node) -> Result<EcoString, Diagnostic> {
    let Spanned { value, span } = yaml::spanned_text(node)?;
    let parts = value.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.'));
    if parts.is_some() && !value.contains(char::is_whitespace) {
        return Ok(value);
    }
    let message = format!("`{value}` is not an e-mail address");
    Err(Diagnostic::error(Code::BadValue, span, message)
        .with_hint("write an address such as `editor@example.org`"))
}
