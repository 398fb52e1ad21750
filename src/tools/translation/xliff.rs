//! Parcels as XLIFF 1.2, the version that every translation program reads.
//!
//! <https://docs.oasis-open.org/xliff/xliff-core/xliff-core.html>

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::codes::{Part, codes, split};
use super::exchange::{Parcel, State};
use super::take::Answer;
use crate::render::office::{Xml, attribute, entity};

/// Returns parcels as the text of one file.
pub fn write(parcels: &[Parcel]) -> Vec<u8> {
    let mut xml = Xml::document();
    let namespace = "urn:oasis:names:tc:xliff:document:1.2";
    xml.open("xliff", &[("version", "1.2"), ("xmlns", namespace)]);
    for parcel in parcels {
        let attributes = [
            ("original", parcel.original.as_str()),
            ("source-language", &parcel.source_language),
            ("target-language", &parcel.target_language),
            ("datatype", "plaintext"),
        ];
        xml.open("file", &attributes);
        xml.open("body", &[]);
        for unit in &parcel.units {
            let approved = if unit.state == State::Done { "yes" } else { "no" };
            let id = unit.number.to_string();
            let attributes = [
                ("id", id.as_str()),
                ("resname", &unit.hash),
                ("approved", approved),
                ("xml:space", "preserve"),
            ];
            xml.open("trans-unit", &attributes);
            xml.open("source", &[]);
            content(&mut xml, &unit.source, &unit.source);
            xml.close();
            let state = match unit.state {
                State::New => "needs-translation",
                State::Stale => "needs-review-translation",
                State::Done => "translated",
            };
            xml.open("target", &[("state", state)]);
            content(&mut xml, &unit.target, &unit.source);
            xml.close();
            xml.close();
        }
        xml.close();
        xml.close();
    }
    xml.finish()
}

/// Writes a text whose codes have the numbers that they have in the original.
fn content(xml: &mut Xml, text: &str, source: &str) {
    let known = codes(source);
    let mut used = vec![false; known.len()];
    for part in split(text) {
        match part {
            Part::Text(text) => xml.text(text),
            Part::Code(code) => {
                let place = (0..known.len()).find(|&at| known[at] == code && !used[at]);
                match place {
                    Some(at) => {
                        used[at] = true;
                        xml.leaf("ph", &[("id", &(at + 1).to_string())], code);
                    }
                    None => xml.text(code),
                }
            }
        }
    }
}

/// Reads the answers of a file.
///
/// # Errors
/// Returns what is wrong with a text that is no XLIFF.
pub fn read(text: &str) -> Result<Vec<Answer>, String> {
    let mut reader = Reader::from_str(text);
    let mut state = Reading::default();
    let mut is_xliff = false;
    loop {
        let event = reader.read_event().map_err(|error| format!("its XML is invalid ({error})"))?;
        match event {
            Event::Eof if is_xliff => return Ok(state.answers),
            Event::Eof => return Err("it is not XLIFF".to_owned()),
            Event::Start(element) => {
                is_xliff |= element.local_name().as_ref() == b"xliff";
                state.start(&element);
            }
            Event::Empty(element) => {
                state.start(&element);
                state.end(element.local_name().as_ref());
            }
            Event::End(element) => state.end(element.local_name().as_ref()),
            Event::Text(text) => state.text(&text.decode().map_err(|error| error.to_string())?),
            Event::CData(text) => state.text(&text.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(name) => state.text(&entity(&name).unwrap_or_default()),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Reading {
    answers: Vec<Answer>,
    original: String,
    language: String,
    hash: String,
    number: usize,
    source: String,
    target: String,
    /// Which of the two is being read.
    place: Place,
    /// The number of the code that is being read; what it holds is taken from the original.
    code: Option<usize>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Outside,
    Source,
    Target,
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) {
        let value = |name| attribute(element, name).unwrap_or_default();
        match element.local_name().as_ref() {
            b"file" => {
                self.original = value("original");
                self.language = value("target-language");
            }
            b"trans-unit" => {
                self.hash = value("resname");
                self.number = value("id").parse().unwrap_or(usize::MAX);
                self.source.clear();
                self.target.clear();
            }
            b"source" => self.place = Place::Source,
            b"target" => self.place = Place::Target,
            b"ph" if self.place == Place::Target => self.code = value("id").parse().ok(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"source" | b"target" => self.place = Place::Outside,
            b"ph" => {
                if let Some(number) = self.code.take() {
                    let known = codes(&self.source);
                    let code = number.checked_sub(1).and_then(|at| known.get(at).copied());
                    let code = code.unwrap_or_default().to_owned();
                    self.target.push_str(&code);
                }
            }
            b"trans-unit" => self.answers.push(Answer {
                original: self.original.clone(),
                language: self.language.clone(),
                number: self.number,
                hash: self.hash.clone(),
                target: self.target.clone(),
            }),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.place {
            Place::Source => self.source.push_str(text),
            Place::Target if self.code.is_none() => self.target.push_str(text),
            Place::Outside | Place::Target => {}
        }
    }
}
