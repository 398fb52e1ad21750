//! Projection: what one audience may get of a publication, and nothing else.
//!
//! ```text
//! load ──> PROJECT ──> plan ──> bind ──> render ──> commit
//!          texts, blocks, spans, pictures, templates of others are gone
//! ```
//!
//! Everything after this stage is a function of [`Projection`]s, so nothing later can print what
//! its readers may not get: anchors, numbers, lists, addresses and sharing are made from what is left.
//! What an audience does not get by choice (`reports:`, `sections:`) is not secret; that is
//! the plan's matter.

mod select;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use ecow::EcoString;

use crate::base::files::{Bytes, Remainder};
use crate::base::span::FileId;
use crate::markup;
use crate::publication::audience::{Audience, AudienceAccess, Condition};
use crate::publication::correction::Correction;
pub use crate::publication::manuscript::Drafts;
use crate::publication::manuscript::Stage;
use crate::publication::restricted::Withheld;
use crate::publication::restriction::{self, Readers};
use crate::publication::{Publication, Work};
use crate::tree::Form;
pub(crate) use select::Selections;
pub(crate) use uses::SHAPES;
pub use uses::Uses;

/// The folder of the pictures of texts.
const PICTURES: &str = "content/images/";

/// The folder of the templates of single audiences.
const TEMPLATES_OF_AUDIENCES: &str = "templates/audiences/";

/// A publication as one audience may have it. Only [`project`] can make it.
#[derive(Debug)]
pub struct Projection {
    publication: Publication,
    /// The audience.
    pub audience: Audience,
    /// What its texts use.
    pub uses: Uses,
    /// The works that are left out and who may read them, for messages to the author.
    withheld: BTreeMap<(Form, EcoString), Condition>,
    /// The ids in texts that are not published yet, with their files, for messages to the author.
    draft_ids: BTreeMap<EcoString, FileId>,
    /// The names of the parts of data, registers, terms and sources that are left out, and why, for
    /// messages.
    withheld_parts: BTreeMap<EcoString, Withheld>,
    /// Whether its texts were released before, so that nobody can mend them.
    is_released: bool,
    /// Whether drafts are shown, with what their authors remark.
    drafts: Drafts,
}

impl Projection {
    /// Whether the remarks of those who work on a text are shown: only with drafts.
    pub(crate) fn shows_remarks(&self) -> bool {
        self.drafts == Drafts::Shown
    }

    /// Returns who may read a work that this audience may not have, or not yet; none if there is no
    /// such work.
    pub(crate) fn withheld(&self, form: Form, id: &EcoString) -> Option<&Condition> {
        self.withheld.get(&(form, id.clone()))
    }

    /// Returns the file of the draft that has an `id`; none if drafts have no such id.
    pub(crate) fn draft_with(&self, id: &EcoString) -> Option<FileId> {
        self.draft_ids.get(id).copied()
    }

    /// Returns what there is in it, for a hash. Of what its texts use, pages say of all at once only whether any cites a
    /// source; pictures are among the files.
    pub(crate) fn extent(&self) -> String {
        let Self {
            publication,
            audience,
            uses,
            withheld,
            withheld_parts,
            is_released,
            drafts,
            draft_ids: _,
        } = self;
        let cites = !uses.sources.is_empty();
        let files: Vec<_> =
            publication.files.all().map(|file| (&*file.path, file.text.is_empty())).collect();
        let assets: Vec<_> = publication.assets.keys().collect();
        let coming = &publication.coming;
        // Those of an earlier release are not in its own files.
        let corrected: Vec<_> = publication.corrections.iter().map(Correction::said).collect();
        format!(
            "{:?} {cites} {withheld:?} {withheld_parts:?} {files:?} {assets:?} {is_released} {drafts:?} {coming:?} {corrected:?}",
            audience.id
        )
    }

    /// Whether its texts were released before. They were right then: what they point to and what is not there has been
    /// taken from their readers since, so it is no mistake.
    pub(crate) fn is_released(&self) -> bool {
        self.is_released
    }

    /// Replaces what was changed in its texts by what its audience may have of that today.
    pub(crate) fn correct_as(&mut self, today: &Publication) {
        let of_audience = |audience: &Audience| today.view(&audience.id);
        let own = today.audiences.iter().find(|audience| audience.id == self.audience.id);
        // An audience that no longer exists has what all others have in common.
        let views: Vec<_> = match own {
            Some(own) => vec![of_audience(own)],
            None => today.audiences.iter().map(of_audience).collect(),
        };
        self.publication.correct_as(&views);
    }

    /// Returns why this audience may not have a part of data, a register, the glossary or the sources; `name` is its
    /// own, or such as `rec-two` for `two`. None if there is no such part.
    pub(crate) fn withheld_part(&self, name: &str) -> Option<Withheld> {
        let id = name.split_once('-').map_or(name, |(_, id)| id);
        [name, id].into_iter().find_map(|name| self.withheld_parts.get(name).copied())
    }
}

impl Deref for Projection {
    type Target = Publication;

    fn deref(&self) -> &Publication {
        &self.publication
    }
}

/// Whether an audience may have a work.
pub(crate) type MayRead<'m> = &'m dyn Fn(&EcoString, &(Form, EcoString)) -> bool;

/// The projections whose editions are in one output, the default audience's first.
#[derive(Debug)]
pub struct Shelf {
    /// The only audience of the output; none for the open one.
    pub restricted: Option<EcoString>,
    /// One projection for each audience.
    pub projections: Vec<Projection>,
}

/// Projects a publication onto all its audiences: one shelf for the open ones, and one for each
/// restricted one.
pub fn project(publication: &Publication, drafts: Drafts) -> Vec<Shelf> {
    project_with(publication, drafts, (&|_, _| true, &Selections::default()))
}

/// Projects a publication as [`project`] does, with what is kept of texts that are as they were.
pub(crate) fn project_again(
    publication: &Publication,
    drafts: Drafts,
    selections: &Selections,
) -> Vec<Shelf> {
    selections.clear();
    project_with(publication, drafts, (&|_, _| true, selections))
}

/// Projects what was released before as [`project`] does, without the works that `may_read` denies to an audience now.
pub(crate) fn project_released(publication: &Publication, may_read: MayRead<'_>) -> Vec<Shelf> {
    let selections = Selections::default();
    let mut shelves = project_with(publication, Drafts::Hidden, (may_read, &selections));
    for projection in shelves.iter_mut().flat_map(|shelf| &mut shelf.projections) {
        projection.is_released = true;
    }
    shelves
}

fn project_with(
    publication: &Publication,
    drafts: Drafts,
    (may_read, selections): (MayRead<'_>, &Selections),
) -> Vec<Shelf> {
    let (open, restricted): (Vec<_>, Vec<_>) =
        publication.audiences.iter().partition(|audience| audience.access == AudienceAccess::Open);
    let readers = restriction::readers(publication, drafts);
    let choice = SelectionRule { readers: &readers, selections, may_read, drafts };
    let shelf = |restricted: Option<&Audience>, audiences: &[&Audience]| Shelf {
        restricted: restricted.map(|audience| audience.id.clone()),
        projections: audiences
            .iter()
            .map(|audience| projection(publication, audience, audiences, choice))
            .collect(),
    };
    let own = restricted.into_iter().map(|audience| shelf(Some(audience), &[audience]));
    let open = (!open.is_empty()).then(|| shelf(None, &open));
    open.into_iter().chain(own).collect()
}

/// What decides which texts, and what of them, an audience may have.
#[derive(Clone, Copy)]
struct SelectionRule<'c> {
    readers: &'c Readers,
    selections: &'c Selections,
    /// Whether an audience may have a work, besides what its own file says.
    may_read: MayRead<'c>,
    drafts: Drafts,
}

/// Projects a publication onto `audience`, whose output also contains the editions of `neighbours`.
fn projection(
    publication: &Publication,
    audience: &Audience,
    neighbours: &[&Audience],
    choice: SelectionRule<'_>,
) -> Projection {
    let whole = publication;
    let publication = whole.view(&audience.id);
    let readers = choice.readers;
    let works = works(publication, audience, choice);
    let texts = works.values().flat_map(|work| work.manuscripts.values());
    let uses = Uses::new(texts.map(Arc::as_ref), publication);
    let is_theirs = |path: &str| {
        let of_audience = path.strip_prefix(TEMPLATES_OF_AUDIENCES);
        let others = |rest: &str| rest.split('/').next() != Some(&*audience.id);
        of_audience.is_some_and(others)
    };
    let manuscripts: BTreeSet<_> = works
        .values()
        .flat_map(|work| work.manuscripts.values())
        .flat_map(|text| text.included.iter().copied().chain([text.file]))
        .collect();
    let named = named_pictures(publication, &is_theirs);
    let own: Vec<_> = publication.settings.pictures().collect();
    let is_own = |path: &str| {
        let name = path.strip_prefix("content/");
        own.iter().any(|picture| name == Some(picture.value.as_str()))
    };
    let is_kept = |path: &str| {
        !is_theirs(path)
            && (!path.starts_with(PICTURES)
                || uses.shows(path)
                || is_own(path)
                || is_named(&named, path))
            && (!path.starts_with(SHAPES) || uses.draws(path))
    };
    let files = publication.files.kept(|id, path| match path.strip_prefix("content/") {
        // Parsed files are only named in messages and in `numbers.json`; nothing reads them again.
        Some(_) if !path.starts_with(PICTURES) => {
            let is_withheld = is_text(path) && !manuscripts.contains(&id);
            if is_withheld { Remainder::Nothing } else { Remainder::Path }
        }
        _ if is_kept(path) => Remainder::Whole,
        _ => Remainder::Nothing,
    });
    let assets: BTreeMap<String, Bytes> = publication
        .assets
        .iter()
        .filter(|(path, _)| is_kept(path))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    let audiences = neighbours.iter().map(|&audience| audience.clone()).collect();
    let withheld = whole.works.keys().filter(|key| !works.contains_key(key));
    let withheld: BTreeMap<_, _> =
        withheld.map(|key| (key.clone(), readers.of(key.0, &key.1).clone())).collect();
    let draft_ids = ids_of_drafts(whole, &works);
    let mut publication = publication.with(audiences, works, files, assets);
    publication.withhold_evidence(&|id| withheld.contains_key(&(Form::Brief, id.clone())));
    let restrictions = &whole.restrictions;
    let withheld_parts = restrictions.names(&audience.id).into_iter();
    let withheld_parts = withheld_parts.map(|name| {
        let why = restrictions.withheld_as(&name);
        (name, why)
    });
    Projection {
        publication,
        audience: audience.clone(),
        uses,
        withheld,
        draft_ids,
        withheld_parts: withheld_parts.collect(),
        is_released: false,
        drafts: choice.drafts,
    }
}

/// Returns the ids in the texts that are not published yet, besides those of `works`.
fn ids_of_drafts(
    whole: &Publication,
    works: &BTreeMap<(Form, EcoString), Work>,
) -> BTreeMap<EcoString, FileId> {
    let left_out = whole.works.iter().filter(|(key, _)| !works.contains_key(key));
    let texts = left_out.flat_map(|(_, work)| work.manuscripts.values());
    let drafts = texts.filter(|text| text.stage != Stage::Published);
    drafts
        .flat_map(|text| {
            let ids = markup::anchors(&text.body.blocks).into_iter();
            ids.map(|id| (id, text.file))
        })
        .collect()
}

/// Whether a path is that of a brief, report or page.
fn is_text(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "md")
}

/// How templates name the folder of pictures.
const PICTURES_NAMED: &str = "images/";

/// Returns what stands in templates behind the name of the folder of pictures, each to the end of its line.
fn named_pictures<'p>(
    publication: &'p Publication,
    is_theirs: &dyn Fn(&str) -> bool,
) -> BTreeSet<&'p str> {
    let files = ["templates/", "themes/"].into_iter();
    let files = files.flat_map(|folder| publication.files.below(folder));
    let texts = files.filter(|(_, file)| !is_theirs(&file.path)).map(|(_, file)| &*file.text);
    let named = texts.flat_map(|text| {
        let starts = text.match_indices(PICTURES_NAMED).map(|(at, name)| at + name.len());
        starts.filter_map(|start| text[start..].lines().next())
    });
    named.collect()
}

/// Whether one of these texts begins with the name of the picture at `path`.
fn is_named(named: &BTreeSet<&str>, path: &str) -> bool {
    let name = path.strip_prefix(PICTURES).unwrap_or(path);
    named.iter().any(|text| text.starts_with(name))
}

/// Returns the works that an audience may have, each with the parts that it may have.
fn works(
    publication: &Publication,
    audience: &Audience,
    SelectionRule { readers, selections, may_read, .. }: SelectionRule<'_>,
) -> BTreeMap<(Form, EcoString), Work> {
    let is_theirs = |key: &(Form, EcoString)| {
        readers.of(key.0, &key.1).admits(&audience.id) && may_read(&audience.id, key)
    };
    let select = |manuscript| selections.select(manuscript, &audience.id);
    let works = publication.works.iter().filter(|(key, _)| is_theirs(key));
    works
        .map(|(key, work)| {
            let manuscripts = work.manuscripts.iter();
            let manuscripts = manuscripts.map(|(tag, text)| (tag.clone(), select(text))).collect();
            (key.clone(), Work { manuscripts })
        })
        .collect()
}
