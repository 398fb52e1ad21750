//! PDFs in the store.

use std::sync::PoisonError;

use serde::{Deserialize, Serialize};

use super::Store;
use crate::base::diagnostic::Diagnostic;
use crate::render::pdf::{Job, MachineFonts, Pdf, Reads};

/// The kind of object.
const KIND: &str = "pdf";

/// What is kept of a PDF before its bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    reads: Reads,
    pages: usize,
    text: String,
}

impl Store {
    /// Returns the PDF of a job: that of an earlier build if it is the same.
    ///
    /// # Errors
    /// Reports why it cannot be set.
    pub(crate) fn pdf(&self, job: Job<'_>) -> Result<Pdf, Vec<Diagnostic>> {
        if self.folder.is_none() {
            return job.set().map(|(pdf, _)| pdf);
        }
        let key = job.key();
        let machine = job.machine();
        if let Some((reads, pdf)) = self.get(KIND, &key).and_then(read)
            && job.stands(&reads)
        {
            self.note_fonts(machine, &reads);
            return Ok(pdf);
        }
        let (pdf, reads) = job.set()?;
        self.note_fonts(machine, &reads);
        self.put(KIND, &key, &written(&pdf, reads));
        Ok(pdf)
    }

    fn note_fonts(&self, known: Option<String>, reads: &Reads) {
        let Some(known) = known else { return };
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let fonts = fonts.get_or_insert_default();
        fonts.known = known;
        fonts.used.extend(reads.fonts.clone());
    }

    /// Returns the fonts of the machine that PDFs were set with; none if those of the publication were enough.
    pub(super) fn machine_fonts(&self) -> Option<MachineFonts> {
        self.fonts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Returns an object that holds a PDF: the length of its head, its head, its bytes.
fn written(pdf: &Pdf, reads: Reads) -> Vec<u8> {
    let head = Head { reads, pages: pdf.pages, text: pdf.text.clone() };
    let head = serde_json::to_vec(&head).unwrap_or_default();
    [&(head.len() as u64).to_le_bytes()[..], &head, &pdf.bytes].concat()
}

fn read(mut object: Vec<u8>) -> Option<(Reads, Pdf)> {
    let (length, rest) = object.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let head: Head = serde_json::from_slice(rest.get(..length)?).ok()?;
    object.drain(..size_of::<u64>() + length);
    Some((head.reads, Pdf { bytes: object, pages: head.pages, text: head.text }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    #[test]
    fn a_pdf_comes_back_as_it_was() {
        let mut reads = Reads::default();
        reads.files.insert("files/images/port.jpg".to_owned(), None);
        reads.fonts.insert(7, "abc".to_owned());
        let pdf = Pdf { bytes: b"%PDF-1.7 \xff".to_vec(), pages: 3, text: "¿Qué?".to_owned() };
        let (known, back) = read(written(&pdf, reads.clone())).unwrap();
        assert_eq!((known, back.bytes, back.pages, back.text), (reads, pdf.bytes, 3, pdf.text));
        assert!(read(Vec::new()).is_none());
    }
}
