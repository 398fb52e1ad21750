//! Data that come out later, with their bundle.

use ecow::EcoString;

use super::{Restriction, Restrictions, rows, texts};
use crate::base::files::Files;
use crate::base::span::{FileId, Spanned};
use crate::base::yaml;
use crate::publication::audience::Condition;

/// Why an audience may not have a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// It is for others.
    FromSome,
    /// It comes out later.
    UntilLater,
}

impl Restrictions {
    /// Restricts a whole file until it comes out; `name` is where its bundle names it.
    pub(crate) fn hold_back(
        &mut self,
        files: &Files,
        file: FileId,
        (name, readers): (&Spanned<EcoString>, Condition),
    ) {
        let whole = files.whole(file);
        // What cannot be parsed is reported where it is read.
        let description = yaml::parse(files, whole).ok();
        let mut said = description.as_ref().map(texts).unwrap_or_default();
        said.extend(description.iter().flat_map(|node| rows::texts(files, file, node)));
        self.0.push(Restriction {
            readers,
            texts: said,
            file: Some(file),
            items: vec![name.span],
            names: vec![name.value.clone()],
            mark: name.span,
            home: file,
            is_gone_whole: false,
        });
    }

    /// Returns why those who may not have a part of this name do not have it.
    pub(crate) fn withheld_as(&self, name: &str) -> Withheld {
        let is_late = |part: &Restriction| {
            part.mark.file != part.home && part.names.iter().any(|own| own == name)
        };
        if self.0.iter().any(is_late) { Withheld::UntilLater } else { Withheld::FromSome }
    }
}
