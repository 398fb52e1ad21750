//! What is left of a publication for an audience that may not have all of its data, registers, terms
//! and sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Memory, Publication, Unloadable, bundle, read, unknown_audience};
use crate::base::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::base::files::Reading;
use crate::data::rows::prepare;
use crate::publication::bundle::Bundle;
use crate::publication::restricted::{Restrictions, Withheld};
use crate::publication::restriction;

/// Loads a publication, and once more for each audience that may not have all of it, or not yet.
pub(super) fn load(
    mut reading: Reading,
    memory: &Memory,
    problems: &mut Problems,
) -> Result<Publication, Box<Unloadable>> {
    let broken_pictures = memory.pictures(&mut reading);
    // Rows in workbooks and other encodings are text before anybody asks who may read them.
    let foreign = std::mem::take(&mut reading.foreign);
    prepare(&mut reading.texts, &reading.assets, foreign, problems);
    let mut restrictions = Restrictions::find(&reading.texts, problems);
    // What is wrong with bundles is reported where they are read with all else.
    let bundles = bundle::read_all(&reading.texts, &mut Problems::default());
    let bundles = bundles.into_iter().filter(|bundle| !bundle.data.is_empty());
    let bundles: Vec<_> = bundles.filter(|_| reading.at.is_some()).collect();
    if restrictions.is_empty() && bundles.is_empty() {
        let publication = read(reading, &memory.view(None), problems)?;
        let publication = Publication { broken_pictures, ..publication };
        bundle::check(&publication, problems);
        restriction::check_registers(&publication, problems);
        return Ok(publication);
    }
    let seen_by = |audience: Option<&str>,
                   restrictions: &Restrictions,
                   problems: &mut Problems|
     -> Result<_, Box<Unloadable>> {
        let mut reading = reading.clone();
        restrictions.hide(&mut reading.texts, audience);
        let publication = read(reading, &memory.view(audience), problems)?;
        Ok(Publication { broken_pictures: Arc::clone(&broken_pictures), ..publication })
    };
    let mut publication = seen_by(None, &restrictions, problems)?;
    for name in restrictions.iter().flat_map(|part| part.readers.names()) {
        if publication.audiences.iter().all(|audience| audience.id != name.value) {
            problems.push(unknown_audience(name, &publication.audiences));
        }
    }
    hold_back(&bundles, (&reading, &publication), &mut restrictions);
    let ids: Vec<EcoString> =
        publication.audiences.iter().map(|audience| audience.id.clone()).collect();
    let mut found = Problems::default();
    let mut known = BTreeMap::new();
    for id in ids.into_iter().filter(|id| !restrictions.admit(id)) {
        let next = publication.views.len();
        let view = *known.entry(restrictions.admitted(&id)).or_insert(next);
        publication.view_of.insert(id.clone(), view);
        if view < next {
            continue;
        }
        let mut found_here = Problems::default();
        let view = seen_by(Some(&id), &restrictions, &mut found_here)?;
        let names = restrictions.names(&id);
        let withheld = |name: &str| names.contains(name).then(|| restrictions.withheld_as(name));
        let hint = "restrict this as well, with `audience: …`, for those who may read both";
        for problem in found_here {
            found.push(of_part(problem, withheld, hint));
        }
        publication.views.push(view);
    }
    // What is wrong with the whole is wrong with a part of it.
    if !problems.has_errors() {
        problems.extend(found);
    }
    publication.restrictions = restrictions;
    bundle::check(&publication, problems);
    restriction::check_registers(&publication, problems);
    Ok(publication)
}

/// Restricts the data of bundles that are not out to those who get them before.
fn hold_back(
    bundles: &[Bundle],
    (reading, publication): (&Reading, &Publication),
    restrictions: &mut Restrictions,
) {
    for bundle in bundles {
        let readers = reading.at.and_then(|at| bundle.readers(&publication.works, at));
        let Some(readers) = readers else { continue };
        for (file, name) in bundle.data_files(&reading.texts) {
            restrictions.hold_back(&reading.texts, file, (name, readers.clone()));
        }
    }
}

/// Tells of a name that nothing has in a part of a publication, and something in the whole, that it is for some, or that
/// it comes out later; `hint` says what to do about the first.
pub(crate) fn of_part(
    diagnostic: Diagnostic,
    withheld: impl Fn(&str) -> Option<Withheld>,
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
    let (message, hint) = match withheld(name) {
        None => return diagnostic,
        Some(Withheld::FromSome) => {
            (format!("`{name}` is restricted, and this is also read by others"), hint)
        }
        Some(Withheld::UntilLater) => (
            format!("`{name}` comes out later, with its bundle, but this is out before it"),
            "what uses it comes out with it: put it into the same bundle, in `content/bundles.yaml`",
        ),
    };
    Diagnostic::error(Code::HiddenReference, span, message).with_hint(hint)
}

impl Publication {
    /// Returns what an audience may have of the data, registers, terms and sources.
    pub(crate) fn view(&self, audience: &str) -> &Self {
        self.view_of.get(audience).and_then(|view| self.views.get(*view)).unwrap_or(self)
    }
}
