//! A PDF to be set: what it is made of, as a key, and what it asks for besides that while it is set.
//!
//! The key covers the document, the templates, the fonts and the program. Which pictures a template asks for,
//! and which fonts of the machine, nobody knows before; what was asked for is written down, and a PDF
//! stands as long as the answers do.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use blake3::Hash;
use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;
use typst::syntax::FileId as TypstId;

use super::fonts::Reach;
use super::settings::Directed;
use super::world::{Workspace, date, id, refused};
use super::{Breaks, Context, Pdf, PdfRenderer, PdfSettings, clusters, options};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::{Digest, PROGRAM};
use crate::render::format::Content;
use crate::render::watch::Product;
use crate::render::{figure_data, pdf_text, watch};
use crate::tree::Document;

/// What was asked for while a PDF was set, besides what its key covers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads {
    /// The hashes of files, by their paths; none for those that were not there.
    pub files: BTreeMap<String, Option<String>>,
    /// The hashes of fonts of the machine, by their places in the chain of those that may serve.
    pub fonts: BTreeMap<usize, String>,
}

/// A document that is to be set.
pub struct Job<'a> {
    document: &'a Document,
    context: Context<'a>,
    world: Workspace<'a>,
}

impl std::fmt::Debug for Job<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Job").field("id", &self.document.id).finish_non_exhaustive()
    }
}

impl PdfRenderer {
    /// Prepares a document of this content.
    pub fn job<'a>(
        &'a self,
        document: &'a Document,
        content: &Content,
        settings: &PdfSettings<'_>,
        context: Context<'a>,
    ) -> Job<'a> {
        let json = |value: serde_json::Result<Vec<u8>>| Bytes::new(value.unwrap_or_default());
        let own = [
            content.document.clone(),
            content.drawings.clone(),
            json(serde_json::to_vec(&Directed {
                settings,
                direction: document.direction,
                audience: self.audience(context.audience),
            })),
            content.words.clone(),
            json(serde_json::to_vec(&Breaks::of(&content.document))),
            content.attachments.clone(),
        ];
        let mut texts: Vec<_> =
            own.iter().map(|bytes| std::str::from_utf8(bytes).unwrap_or_default()).collect();
        texts.extend(self.lettered(texts[0]));
        let is_enough = texts.into_iter().all(|text| self.fonts.suffice(text));
        let reach = if is_enough { Reach::Own } else { Reach::Chain };
        let today = date(&document.date.iso);
        let world = Workspace { renderer: self, own, reach, today, reads: Mutex::default() };
        Job { document, context, world }
    }
}

impl Job<'_> {
    /// Returns a hash of all that the PDF is made of, but for what it asks for while it is set.
    pub fn key(&self) -> Hash {
        let Self { document, context, world } = self;
        let renderer = world.renderer;
        let mut digest = Digest::default();
        digest.part(PROGRAM).part(renderer.look.as_bytes());
        for own in &world.own {
            digest.part(own);
        }
        for part in [document.id.as_str(), &document.language, &document.date.iso, context.audience]
        {
            digest.part(part);
        }
        // Whether all their letters are in fonts is looked up by the program itself.
        for text in renderer.lettered(std::str::from_utf8(&world.own[0]).unwrap_or_default()) {
            digest.part(text);
        }
        digest.part(self.machine().unwrap_or_default());
        digest.hash()
    }

    /// Returns a hash of what is known of the machine's fonts; none if those of the publication are enough.
    pub fn machine(&self) -> Option<String> {
        let fonts = &self.world.renderer.fonts;
        (self.world.reach == Reach::Chain).then(|| format!("{:032x}", fonts.chain_identity()))
    }

    /// Whether what an earlier setting asked for has the same answers now.
    pub fn stands(&self, reads: &Reads) -> bool {
        let renderer = self.world.renderer;
        let file = |(path, hash): (&String, &Option<String>)| {
            id(path).is_some_and(|id| renderer.picture_hash(id) == *hash)
        };
        let font = |(place, hash): (&usize, &String)| {
            renderer.fonts.chain_hash(*place).is_some_and(|known| known == *hash)
        };
        reads.files.iter().all(file) && reads.fonts.iter().all(font)
    }

    /// Sets it; returns the PDF and what was asked for.
    ///
    /// # Errors
    /// Reports what Typst refuses, at the line of the template or of the content, and text that
    /// does not stay in its place.
    pub fn set(mut self) -> Result<(Pdf, Reads), Vec<Diagnostic>> {
        let Self { document, context, world } = &mut self;
        let (document, context) = (*document, *context);
        let _watched = watch::begin(Product::Pdf(document.id.to_string()), &world.renderer.foreign);
        let paged = clusters::joined(world.lay_out(context)?);
        world.renderer.check_characters(&paged, world, context)?;
        world.renderer.check_text(&paged)?;
        let options = options(document, context.audience, world.renderer.attaches)
            .map_err(|message| vec![refused(context, &message)])?;
        let bytes =
            typst_pdf::pdf(&paged, &options).map_err(|errors| world.diagnose(&errors, context))?;
        let mut text = pdf_text::of(&paged);
        if world.renderer.attaches {
            text.extend(figure_data::attachments(document).into_iter().map(|file| file.text));
        }
        let pdf = Pdf { bytes, pages: paged.pages().len(), text };
        drop(paged);
        let reads = self.world.reads.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((pdf, reads))
    }
}

impl PdfRenderer {
    /// Returns the hash of a file that is no part of the theme; none if there is none.
    pub(super) fn picture_hash(&self, id: TypstId) -> Option<String> {
        let bytes = self.bytes.get(&id)?;
        let mut known = self.picture_hashes.lock().unwrap_or_else(PoisonError::into_inner);
        Some(known.entry(id).or_insert_with(|| blake3::hash(bytes)).to_hex().to_string())
    }
}
