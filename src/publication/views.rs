//! What is left of a publication for an audience that may not have all of its data, registers, terms
//! and sources.

use std::sync::Arc;

use ecow::EcoString;

use super::{Memory, Publication, Unloadable, read, unknown_audience};
use crate::base::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::base::files::Reading;
use crate::data::rows::prepare;
use crate::publication::restricted::Restrictions;
use crate::publication::restriction;

/// Loads a publication, and once more for each audience that may not have all of it.
pub(super) fn load(
    mut reading: Reading,
    memory: &Memory,
    problems: &mut Problems,
) -> Result<Publication, Box<Unloadable>> {
    let broken_pictures = memory.pictures(&mut reading);
    // Rows in workbooks and other encodings are text before anybody asks who may read them.
    let foreign = std::mem::take(&mut reading.foreign);
    prepare(&mut reading.texts, &reading.assets, foreign, problems);
    let restrictions = Restrictions::find(&reading.texts, problems);
    if restrictions.is_empty() {
        let publication = read(reading, &memory.view(None), problems)?;
        let publication = Publication { broken_pictures, ..publication };
        restriction::check_registers(&publication, problems);
        return Ok(publication);
    }
    let seen_by = |audience: Option<&str>, problems: &mut Problems| -> Result<_, Box<Unloadable>> {
        let mut reading = reading.clone();
        restrictions.hide(&mut reading.texts, audience);
        let publication = read(reading, &memory.view(audience), problems)?;
        Ok(Publication { broken_pictures: Arc::clone(&broken_pictures), ..publication })
    };
    let mut publication = seen_by(None, problems)?;
    for name in restrictions.iter().flat_map(|part| part.readers.names()) {
        if publication.audiences.iter().all(|audience| audience.id != name.value) {
            problems.push(unknown_audience(name, &publication.audiences));
        }
    }
    let ids: Vec<EcoString> =
        publication.audiences.iter().map(|audience| audience.id.clone()).collect();
    let mut found = Problems::default();
    for id in ids.into_iter().filter(|id| !restrictions.admit(id)) {
        let mut found_here = Problems::default();
        let view = seen_by(Some(&id), &mut found_here)?;
        let names = restrictions.names(&id);
        let hint = "restrict this as well, with `audience: …`, for those who may read both";
        for problem in found_here {
            found.push(of_part(problem, |name| names.contains(name), hint));
        }
        publication.views.insert(id, view);
    }
    // What is wrong with the whole is wrong with a part of it.
    if !problems.has_errors() {
        problems.extend(found);
    }
    publication.restrictions = restrictions;
    restriction::check_registers(&publication, problems);
    Ok(publication)
}

/// Tells of a name that nothing has in a part of a publication, and something in the whole, that it is for some;
/// `hint` says what to do.
pub(crate) fn of_part(
    diagnostic: Diagnostic,
    withholds: impl Fn(&str) -> bool,
    hint: &str,
) -> Diagnostic {
    let is_unknown = matches!(
        diagnostic.code,
        Code::UnknownDataset
            | Code::UnknownRow
            | Code::UnknownColumn
            | Code::UnknownTerm
            | Code::UnknownRegister
            | Code::UnknownEntry
            | Code::UnknownSource
            | Code::UnknownEntity
    );
    let name = diagnostic.message.rsplit('`').nth(1).unwrap_or_default();
    let (true, &Place::Text(span)) = (is_unknown, &diagnostic.place) else { return diagnostic };
    if !withholds(name) {
        return diagnostic;
    }
    let message = format!("`{name}` is restricted, and this is also read by others");
    Diagnostic::error(Code::HiddenReference, span, message).with_hint(hint)
}

impl Publication {
    /// Returns what an audience may have of the data, registers, terms and sources.
    pub(crate) fn view(&self, audience: &str) -> &Self {
        self.views.get(audience).unwrap_or(self)
    }
}
