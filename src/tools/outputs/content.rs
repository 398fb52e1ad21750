//! The text on the pages of a PDF, by the marks that its tags refer to.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::Pdf;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{self, Dict, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

/// The texts of a page, by the numbers of their marks.
pub(super) type Marked = BTreeMap<i32, String>;

/// Returns the marked texts of all pages, by the pages' objects.
pub(super) fn of_pages(pdf: &Pdf) -> BTreeMap<ObjectIdentifier, Marked> {
    let mut fonts = Fonts::default();
    let pages = pdf.pages().iter();
    pages.filter_map(|page| Some((page.raw().obj_id()?, of_page(page, &mut fonts)))).collect()
}

/// How the letters of a font are coded.
struct Letters {
    /// What its codes stand for; none if the font does not say.
    map: Option<CMap>,
    /// How many bytes a code has.
    width: usize,
}

impl Letters {
    fn of(font: &Dict<'_>) -> Self {
        let is_composite =
            font.get::<object::Name<'_>>("Subtype").is_some_and(|name| &*name == b"Type0");
        let stream = font.get::<Stream<'_>>("ToUnicode");
        let map = stream.and_then(|stream| CMap::parse(&stream.decoded().ok()?, |_| None));
        Self { map, width: if is_composite { 2 } else { 1 } }
    }

    fn add(&self, codes: &[u8], out: &mut String) {
        let Some(map) = &self.map else { return };
        for code in codes.chunks(self.width) {
            let code = code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
            match map.lookup_bf_string(code) {
                Some(BfString::Char(letter)) => out.push(letter),
                Some(BfString::String(letters)) => out.push_str(&letters),
                None => {}
            }
        }
    }
}

/// The fonts read so far, by their objects.
#[derive(Default)]
struct Fonts(BTreeMap<ObjectIdentifier, Rc<Letters>>);

impl Fonts {
    fn of(&mut self, font: &Dict<'_>) -> Rc<Letters> {
        match font.obj_id() {
            Some(id) => Rc::clone(self.0.entry(id).or_insert_with(|| Rc::new(Letters::of(font)))),
            None => Rc::new(Letters::of(font)),
        }
    }
}

/// What a mark says of the text in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Its number.
    Number(i32),
    /// Something else is read in its place.
    Replaced,
    /// Nothing.
    Other,
}

/// A page that is being read.
#[derive(Default)]
struct Reader {
    marked: Marked,
    /// The marks around the text, outermost first.
    marks: Vec<Mark>,
    letters: Option<Rc<Letters>>,
}

impl Reader {
    /// Returns where the text that comes next belongs; nowhere if no tag refers to it.
    fn open(&mut self) -> Option<&mut String> {
        let number = self.marks.iter().rev().find_map(|mark| match mark {
            Mark::Number(number) => Some(*number),
            Mark::Replaced | Mark::Other => None,
        });
        Some(self.marked.entry(number?).or_default())
    }

    fn begin(&mut self, properties: &Object<'_>) {
        let Object::Dict(properties) = properties else { return self.marks.push(Mark::Other) };
        let said: Option<object::String<'_>> = properties.get("ActualText");
        let mark = match (properties.get("MCID"), &said) {
            (Some(number), _) => Mark::Number(number),
            (None, Some(_)) => Mark::Replaced,
            (None, None) => Mark::Other,
        };
        if let (Some(said), Some(open)) = (&said, self.open()) {
            open.push_str(&text(said));
        }
        self.marks.push(mark);
    }

    fn show(&mut self, codes: &[u8]) {
        if self.marks.contains(&Mark::Replaced) {
            return;
        }
        if let (Some(letters), Some(open)) = (self.letters.clone(), self.open()) {
            letters.add(codes, open);
        }
    }
}

/// Reads a page from its first instruction to its last.
fn of_page(page: &Page<'_>, fonts: &mut Fonts) -> Marked {
    let mut reader = Reader::default();
    let mut instructions = page.typed_operations();
    while let Some(instruction) = instructions.next() {
        match instruction {
            TypedInstruction::BeginMarkedContentWithProperties(mark) => reader.begin(mark.1),
            TypedInstruction::BeginMarkedContent(_) => reader.marks.push(Mark::Other),
            TypedInstruction::EndMarkedContent(_) => _ = reader.marks.pop(),
            TypedInstruction::TextFont(font) => {
                reader.letters = page.resources().get_font(font.0).map(|font| fonts.of(&font));
            }
            TypedInstruction::ShowText(text) => reader.show(text.0),
            TypedInstruction::ShowTexts(texts) => {
                for part in texts.0.iter::<Object<'_>>() {
                    if let Object::String(text) = part {
                        reader.show(&text);
                    }
                }
            }
            _ => {}
        }
    }
    reader.marked
}

/// Returns a text string of a PDF: UTF-16 behind a mark, UTF-8 behind another, or else ASCII.
pub(super) fn text(string: &[u8]) -> String {
    if let Some(units) = string.strip_prefix(b"\xfe\xff") {
        let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    String::from_utf8_lossy(string.strip_prefix(b"\xef\xbb\xbf").unwrap_or(string)).into_owned()
}
