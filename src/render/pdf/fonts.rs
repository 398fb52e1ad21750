//! The fonts of PDFs, and which of them a document needs.
//!
//! Most documents need the fonts of their theme, of `fonts/` and of the program alone, and look
//! the same on every machine. One that holds other characters is set with a chain of further
//! families as well, always in the same order; what even those lack is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use blake3::Hash;
use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem};
use typst::text::{Font, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight, TextItem};
use typst_kit::fonts::{FontPath, FontStore};
use typst_layout::PagedDocument;

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::digest::Digest;
use crate::base::files::Files;
use crate::base::span::Span;
use crate::publication::Publication;
use crate::theme::{self, Medium, Theme, Tokens};

use super::readers;

/// Families of the machine with serifs, for text and titles, the first to be tried first.
const SERIF: &[&str] = &[
    "Noto Serif SC",
    "Noto Serif CJK SC",
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif Thai",
    "Noto Serif Devanagari",
];

/// Families of the machine without serifs, for labels, tables and charts.
const SANS: &[&str] = &[
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans Devanagari",
];

/// Families of signs, for all text.
const SIGNS: &[&str] =
    &["Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Color Emoji"];

/// The beginnings of the names of families that serve further scripts, in alphabetical order.
const FURTHER: [&str; 2] = ["Noto Serif ", "Noto Sans "];

/// The program's own face for code, which has some letters of other scripts, all equally wide.
const CODE: &str = "DejaVu Sans Mono";

/// The fonts of all PDFs of a publication.
pub struct FontSet {
    own: FontStore,
    /// Those and the chain, found on the machine when they are needed first, and where the chain begins.
    all: OnceLock<(FontStore, usize)>,
    files: Vec<Bytes>,
    /// The hash of the files, once it is asked for.
    identity: OnceLock<Hash>,
    /// The hashes of the fonts of the chain that documents asked for.
    hashes: Mutex<BTreeMap<usize, Hash>>,
}

impl fmt::Debug for FontSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontSet").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

/// No fonts, for PDFs that are described and not set.
impl Default for FontSet {
    fn default() -> Self {
        Self::with(FontStore::new(), Vec::new())
    }
}

impl FontSet {
    /// Collects the fonts of the themes, of the publication, and Typst's own for code.
    pub fn new(publication: &Publication) -> Self {
        let files = publication.assets.iter().filter(|(path, _)| is_font(path));
        let files: Vec<_> = files.map(|(_, bytes)| Bytes::new(bytes.clone())).collect();
        Self::with(store(&files), files)
    }

    fn with(own: FontStore, files: Vec<Bytes>) -> Self {
        let (all, identity, hashes) = (OnceLock::new(), OnceLock::new(), Mutex::default());
        Self { own, all, files, identity, hashes }
    }

    /// Returns a hash of the fonts of the publication. Those of the program are the program's.
    pub(super) fn identity(&self) -> &Hash {
        self.identity.get_or_init(|| {
            let mut digest = Digest::default();
            for file in &self.files {
                digest.part(file);
            }
            digest.hash()
        })
    }

    /// Returns a hash of what is known of the fonts of the chain, but for what is in their files.
    pub(super) fn chain_identity(&self) -> u128 {
        let (all, start) = self.all();
        let chain: Vec<_> = (*start..).map_while(|index| all.book().info(index)).collect();
        typst::utils::hash128(&chain)
    }

    /// Returns the place in the chain of a font with this number; none of a font of the publication.
    pub(super) fn place_in_chain(&self, index: usize) -> Option<usize> {
        index.checked_sub(self.all().1)
    }

    /// Returns the hash of a font of the chain, by its place there.
    pub(super) fn chain_hash(&self, place: usize) -> Option<String> {
        let (all, start) = self.all();
        let font = all.font(start + place)?;
        let mut hashes = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        Some(hashes.entry(place).or_insert_with(|| blake3::hash(font.data())).to_hex().to_string())
    }

    /// Reports the families that a theme sets text in and that no font has: Typst and browsers would take another one
    /// silently. Pages may be set in what readers have, too.
    pub fn missing_families(&self, theme: &Theme, files: &Files) -> Vec<Diagnostic> {
        let is_known = |family: &str| self.own.book().contains_family(&family.to_lowercase());
        let firsts = |medium: Medium| {
            let families = theme.tokens.places().filter(|(group, ..)| *group == "family");
            families.filter_map(move |(_, name, span)| {
                Some((theme.tokens.families(name, medium).into_iter().next()?, span))
            })
        };
        let named = theme::named_families(theme, files);
        let prints =
            firsts(Medium::Print).chain(named).map(|(family, span)| (family, span, "PDFs"));
        let pages = firsts(Medium::Web).filter(|(family, _)| !readers::have(family));
        let all = prints.chain(pages.map(|(family, span)| (family, span, "pages")));
        let mut seen = BTreeSet::new();
        let missing = all
            .filter(|(family, span, _)| !is_known(family) && seen.insert((family.clone(), *span)));
        missing.map(|missing| self.missing(&missing)).collect()
    }

    fn missing(&self, (family, span, output): &(String, Span, &str)) -> Diagnostic {
        let known: BTreeSet<_> = (0..)
            .map_while(|index| self.own.book().info(index))
            .map(|info| info.family.clone())
            .collect();
        let hint = did_you_mean(family, known.iter().map(String::as_str)).unwrap_or_else(|| {
            format!(
                "put its files into `fonts/`; the available families are {}",
                known.iter().cloned().collect::<Vec<_>>().join(", ")
            )
        });
        let message = format!("there is no font of the family `{family}` for {output}");
        Diagnostic::error(Code::UnknownFont, *span, message).with_hint(hint)
    }

    /// Whether the fonts of the publication and the program have all characters of `text`.
    pub(super) fn suffice(&self, text: &str) -> bool {
        let foreign: BTreeSet<_> = text.chars().filter(|c| !c.is_ascii()).collect();
        foreign.into_iter().all(|character| is_ignorable(character) || serves(&self.own, character))
    }

    /// Returns the upright fonts of the families of the chain that have what those of the publication and the program
    /// lack of a text; families without serifs come first.
    pub fn beyond(&self, text: &str) -> Vec<Font> {
        let foreign: BTreeSet<_> = text.chars().filter(|c| !c.is_ascii()).collect();
        let lacking = foreign.into_iter().filter(|&c| !is_ignorable(c) && !serves(&self.own, c));
        let families: BTreeSet<_> = lacking.filter_map(|c| self.family_beyond(c)).collect();
        let is_wanted = |info: &FontInfo| {
            let FontVariant { style, weight, stretch } = info.variant;
            let is_upright = style == FontStyle::Normal && stretch == FontStretch::NORMAL;
            let is_usual = (FontWeight::REGULAR..=FontWeight::BOLD).contains(&weight);
            families.contains(info.family.as_str()) && is_upright && is_usual
        };
        let wanted = self.chain_infos().filter(|(_, info)| is_wanted(info));
        wanted.filter_map(|(place, _)| self.all().0.font(place)).collect()
    }

    /// Returns the family of the chain that drawings take for a character.
    fn family_beyond(&self, character: char) -> Option<&str> {
        self.chain_infos()
            .filter(|(_, info)| info.coverage.contains(character.into()))
            .min_by_key(|(place, info)| (!SANS.contains(&info.family.as_str()), *place))
            .map(|(_, info)| info.family.as_str())
    }

    fn chain_infos(&self) -> impl Iterator<Item = (usize, &FontInfo)> {
        let (all, start) = self.all();
        (*start..).map_while(|place| Some((place, all.book().info(place)?)))
    }

    /// Returns the fonts of the publication and the program, or these and the chain.
    pub(super) fn store(&self, reach: Reach) -> &FontStore {
        match reach {
            Reach::Own => &self.own,
            Reach::Chain => &self.all().0,
        }
    }

    fn all(&self) -> &(FontStore, usize) {
        self.all.get_or_init(|| {
            let mut all = store(&self.files);
            let mut start = 0;
            while all.book().info(start).is_some() {
                start += 1;
            }
            all.extend(chain());
            (all, start)
        })
    }
}

/// The fonts of the machine that PDFs were set with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineFonts {
    /// A hash of what is known of all that may serve.
    pub known: String,
    /// The hashes of those that served, by their places in the chain.
    pub used: BTreeMap<usize, String>,
}

impl MachineFonts {
    /// Whether the machine has the same fonts now.
    pub fn stand(&self) -> bool {
        let fonts = FontSet::default();
        let is_there =
            |(place, hash): (&usize, &String)| fonts.chain_hash(*place).as_ref() == Some(hash);
        format!("{:032x}", fonts.chain_identity()) == self.known && self.used.iter().all(is_there)
    }
}

/// Whether the file at `path` is a font of a theme or of the publication.
pub(super) fn is_font(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    (path.starts_with("fonts/") || path.contains("/fonts/"))
        && matches!(extension, "ttf" | "otf" | "ttc" | "otc")
}

/// Which fonts a document is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those of the publication and the program.
    Own,
    /// Those, and the families of the chain that the machine has.
    Chain,
}

fn store(files: &[Bytes]) -> FontStore {
    let mut store = FontStore::new();
    for font in files.iter().flat_map(|bytes| Font::iter(bytes.clone())) {
        let info = font.info().clone();
        store.push((font, info));
    }
    store.extend(typst_kit::fonts::embedded());
    store
}

/// Finds the families of the chain on this machine, in the order of the chain.
fn chain() -> Vec<(FontPath, FontInfo)> {
    let named = || SERIF.iter().chain(SANS).chain(SIGNS);
    let rank = |info: &FontInfo| {
        let place = named().position(|family| *family == info.family);
        let is_further = FURTHER.iter().any(|start| info.family.starts_with(start));
        place.or(is_further.then(|| named().count()))
    };
    let found = typst_kit::fonts::system();
    let mut found: Vec<_> =
        found.filter_map(|(path, info)| Some((rank(&info)?, path, info))).collect();
    found.sort_by(|(one, _, first), (other, _, second)| {
        let name = |info: &FontInfo| (info.family.clone(), info.variant);
        one.cmp(other).then_with(|| name(first).cmp(&name(second)))
    });
    found.into_iter().map(|(_, path, info)| (path, info)).collect()
}

/// Returns the fallback families for a token of families, to be listed after its own.
pub(super) fn families(token: &str) -> Vec<&'static str> {
    let (first, second) =
        if matches!(token, "text" | "display") { (SERIF, SANS) } else { (SANS, SERIF) };
    first.iter().chain(second).chain(SIGNS).copied().collect()
}

/// Puts the theme's families in the place of the families without a name that a picture asks for,
/// such as `sans-serif`, which Typst knows none of.
pub(super) fn with_families(svg: &str, tokens: &Tokens) -> String {
    let generic = [("sans-serif", "label"), ("monospace", "code"), ("serif", "text")];
    let mut out = String::with_capacity(svg.len());
    let mut parts = svg.split("font-family");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // The value ends with the quotation mark, semicolon or brace after it.
        let start = part.find(|c: char| !c.is_whitespace() && !matches!(c, ':' | '=' | '"' | '\''));
        let (head, value) = part.split_at(start.unwrap_or(part.len()));
        let end = value.find(['"', ';', '}', '>']).unwrap_or(value.len());
        let (families, rest) = value.split_at(end);
        let family = |name: &str| {
            let known = generic.iter().find(|(generic, _)| name.trim() == *generic);
            let own = known
                .and_then(|(_, token)| tokens.families(token, Medium::Print).into_iter().next());
            own.unwrap_or_else(|| name.trim().to_owned())
        };
        let families: Vec<_> = families.split(',').map(family).collect();
        out.push_str("font-family");
        out.push_str(head);
        out.push_str(&families.join(", "));
        out.push_str(rest);
    }
    out
}

/// Whether a font of the store has a character, and one that is meant for its script.
fn serves(store: &FontStore, character: char) -> bool {
    let mut fonts = (0..).map_while(|index| store.book().info(index));
    fonts.any(|info| {
        info.coverage.contains(character.into()) && (info.family != CODE || is_for_code(character))
    })
}

/// Whether the face for code may set a character: those of Europe, and signs.
fn is_for_code(character: char) -> bool {
    matches!(character, '\0'..'\u{530}' | '\u{2000}'..'\u{2C00}')
}

/// Whether a character has no sign of its own and needs no font: soft hyphens, marks of direction.
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// Returns the characters of the pages that no font of theirs has.
pub(super) fn missing(document: &PagedDocument) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    for page in document.pages() {
        missing_in(&page.frame, &mut missing);
    }
    missing
}

/// Returns the characters of drawings, as SVG, that no font has.
pub(super) fn missing_in_drawings<'a>(
    drawings: impl Iterator<Item = &'a str>,
    store: &FontStore,
) -> BTreeSet<char> {
    let foreign: BTreeSet<_> = drawings.flat_map(str::chars).filter(|c| !c.is_ascii()).collect();
    foreign.into_iter().filter(|&c| !is_ignorable(c) && !serves(store, c)).collect()
}

fn missing_in(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => missing_in(&group.frame, missing),
            FrameItem::Text(text) => missing.extend(missing_in_text(text)),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

fn missing_in_text(text: &TextItem) -> impl Iterator<Item = char> {
    let is_code = text.font.info().family == CODE;
    text.glyphs.iter().flat_map(move |glyph| {
        let characters = text.text.get(glyph.range()).unwrap_or_default().chars();
        characters.filter(move |&character| {
            let has_none = glyph.id == 0 || is_code && !is_for_code(character);
            is_forbidden(character) || has_none && !is_ignorable(character)
        })
    })
}

/// Whether the standards of archival PDFs forbid a character, whatever a font has for it.
fn is_forbidden(character: char) -> bool {
    matches!(character, '\u{FEFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// Says what to do about a character that no font has.
pub(super) fn advice(character: char) -> String {
    if matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) {
        return "use another character: this one is for private use, and means nothing elsewhere"
            .into();
    }
    if character.is_control()
        || matches!(character, '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFFE}')
    {
        return "delete it; it may have been copied from another program".into();
    }
    let (name, package) = match character {
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' => {
            ("Noto Color Emoji", "fonts-noto-color-emoji")
        }
        '\u{2E80}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' => ("Noto Serif CJK SC and Noto Sans CJK SC", "fonts-noto-cjk"),
        _ => ("the Noto fonts", "fonts-noto-core"),
    };
    format!(
        "install {name} (Debian's package `{package}`), or put a font that has it into `fonts/`"
    )
}
