//! PDFs in the store.

use std::sync::PoisonError;

use serde::{Deserialize, Serialize};

use super::Store;
use crate::base::diagnostic::Diagnostic;
use crate::base::reads;
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
        if let Some((Head { reads, pages, text }, bytes)) = self.with_head::<Head>(KIND, &key)
            && job.stands(&reads)
        {
            self.note_fonts(machine, &reads);
            return Ok(Pdf { bytes, pages, text });
        }
        let (pdf, reads) = job.set()?;
        self.note_fonts(machine, &reads);
        let head = Head { reads, pages: pdf.pages, text: pdf.text.clone() };
        self.keep_with_head(KIND, &key, &head, &[&pdf.bytes]);
        Ok(pdf)
    }

    fn note_fonts(&self, known: Option<String>, reads: &Reads) {
        let Some(known) = known else { return };
        let served = MachineFonts { known, used: reads.fonts.clone() };
        reads::note_fonts(|| serde_json::to_string(&served).unwrap_or_default());
        self.add_fonts(served);
    }

    /// Adds fonts of the machine to those that served this build.
    pub(crate) fn add_fonts(&self, served: MachineFonts) {
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let fonts = fonts.get_or_insert_default();
        fonts.known = served.known;
        fonts.used.extend(served.used);
    }

    /// Returns the fonts of the machine that PDFs were set with; none if those of the publication were enough.
    pub(super) fn machine_fonts(&self) -> Option<MachineFonts> {
        self.fonts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::super::objects;
    use super::*;

    #[test]
    fn a_pdf_comes_back_as_it_was() {
        let mut reads = Reads::default();
        reads.files.insert("files/images/port.jpg".to_owned(), None);
        reads.fonts.insert(7, "abc".to_owned());
        let pdf = Pdf { bytes: b"%PDF-1.7 \xff".to_vec(), pages: 3, text: "¿Qué?".to_owned() };
        let head = Head { reads: reads.clone(), pages: pdf.pages, text: pdf.text.clone() };
        let object = objects::with_head(&head, &[&pdf.bytes]);
        let (known, bytes): (Head, _) = objects::head(object).unwrap();
        assert_eq!((known.reads, bytes, known.pages, known.text), (reads, pdf.bytes, 3, pdf.text));
        assert!(objects::head::<Head>(Vec::new()).is_none());
    }
}
