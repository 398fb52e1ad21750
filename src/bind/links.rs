//! Resolving links and images: every one leads somewhere, or is reported.

mod pictures;

use std::borrow::Cow;

use ecow::{EcoString, eco_format};
use percent_encoding::percent_decode_str;

use super::{Binder, Explicit, Part, selection};
use crate::base::address::{begins_with_host, check_scheme, has_scheme, is_mailbox};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::files;
use crate::base::span::Span;
use crate::markup::{self, Block, InlineKind, anchors, unreserved};
use crate::plan::Subject;
use crate::publication::audience::Condition;
use crate::publication::manuscript::Manuscript;
use crate::tree::{Form, Inline, Inlines, Target};

impl<'a> Binder<'a, '_> {
    /// Composes a link. Of one in a released text to what its readers may no longer have, only the words are left.
    pub(super) fn link(&mut self, link: &'a markup::Link, span: Span) -> Inlines {
        let content = self.inlines(&link.content);
        let is_blank = |it: &markup::Inline| matches!(&it.kind, InlineKind::Text(text) if text.trim().is_empty());
        if link.content.iter().all(is_blank) {
            let problem = Diagnostic::error(Code::EmptyLink, span, "this link has no text");
            let hint = format!("write where it leads: `[text]({})`", link.target);
            self.problems.push(problem.with_hint(hint));
        }
        match self.target(&link.target, span) {
            Ok(target) => {
                if matches!(target, Target::Page { .. } | Target::Shared { .. }) {
                    self.collected.site_link.get_or_insert(span);
                }
                vec![Inline::Link { target, title: link.title.clone(), content }]
            }
            Err(_) if self.resources.publication.is_released() => content,
            Err(problem) => {
                self.problems.push(problem);
                Vec::new()
            }
        }
    }

    fn target(&self, url: &str, span: Span) -> Result<Target, Diagnostic> {
        if url.is_empty() {
            let problem = Diagnostic::error(Code::BrokenLink, span, "this link leads nowhere");
            let hint = "write where it leads: `[text](other.md)`, `[text](https://example.org)`";
            return Err(problem.with_hint(hint));
        }
        if let Some(fragment) = url.strip_prefix('#') {
            return self.own_anchor(&decoded(fragment), span);
        }
        if let Some(host) = url.strip_prefix("//") {
            return Ok(Target::External { url: eco_format!("https://{host}") });
        }
        if let Some(topic) = url.strip_prefix("topic:") {
            return self.topic(&decoded(topic), span);
        }
        if has_scheme(url) {
            return check_scheme(url, span).map(|()| Target::External { url: url.into() });
        }
        let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
        let path = self.resolve(path, span)?;
        if let Some((form, id)) = self.work_at(&path) {
            let fragment = unreserved(decoded(fragment).into_owned());
            return self.work_target(form, &id, &fragment, span);
        }
        if let Some(target) = self.profile_at(&path, fragment, span) {
            return target;
        }
        if let Some((form, id)) = self.withheld_at(&path) {
            return Err(self.refuse_withheld(form, &id, span));
        }
        if let Some(target) = self.made_page(&path, &decoded(fragment), span) {
            return target;
        }
        self.file_target(&path)
            .ok_or_else(|| not_relative(url, span).unwrap_or_else(|| self.broken(&path, span)))
    }

    /// Returns where a file of the publication is on the site; none if there is no such file, or it is not published.
    fn file_target(&self, path: &str) -> Option<Target> {
        let is_file = self.has_file(path);
        let shared = |path: EcoString| Target::Shared { path, fragment: EcoString::new() };
        if let Some(name) = path.strip_prefix("content/images/").filter(|_| is_file) {
            let folder = self.edition.site.holder(path, self.resources.plan).pictures();
            return Some(shared(eco_format!("{folder}images/{name}")));
        }
        if let Some(name) = path.strip_prefix("content/static/").filter(|_| is_file) {
            return Some(shared(name.into()));
        }
        // A manuscript that cannot be read was reported, and this link with it would be noise.
        let is_text = work_file(path) && self.resources.publication.files.find(path).is_some();
        is_text.then(|| shared(path.into()))
    }

    fn own_anchor(&self, fragment: &str, span: Span) -> Result<Target, Diagnostic> {
        let made = EcoString::from(unreserved(fragment.to_owned()));
        let candidates = [self.part.heading_anchor(&made, Explicit::No), EcoString::from(fragment)];
        match candidates.into_iter().find(|id| self.collected.labels.contains_key(id)) {
            Some(id) => Ok(Target::Anchor { id }),
            None if self.collected.unmet.contains_key(fragment) => Err(self.unmet(fragment, span)),
            None => Err(unknown_section(fragment, self.part.manuscript, span)),
        }
    }

    /// Reports a link to what is left out, since it stands on a condition that does not hold.
    pub(super) fn unmet(&self, id: &str, span: Span) -> Diagnostic {
        let message = format!("this points to `{id}`, whose condition does not hold here");
        let diagnostic = Diagnostic::error(Code::HiddenReference, span, message);
        match self.collected.unmet.get(id) {
            Some(place) => diagnostic.with_related(*place, "the block is here"),
            None => diagnostic,
        }
        .with_hint("put it between `::: {when=\"…\"}` and `:::`, with the same condition")
    }

    fn has_file(&self, path: &str) -> bool {
        let publication = self.resources.publication;
        publication.assets.contains_key(path) || publication.files.find(path).is_some()
    }

    /// Returns the path below the publication's root that `path` means in the current file; a file
    /// whose name has a per cent sign is found as it is called.
    fn resolve(&self, path: &str, span: Span) -> Result<String, Diagnostic> {
        let as_called = self.resolve_name(path, span)?;
        if !path.contains('%') || self.has_file(&as_called) {
            return Ok(as_called);
        }
        self.resolve_name(&decoded(path), span)
    }

    fn resolve_name(&self, path: &str, span: Span) -> Result<String, Diagnostic> {
        // What is included names files from its own folder.
        let file = &self.resources.publication.files.get(span.file).path;
        files::target(file, path).ok_or_else(|| {
            Diagnostic::error(Code::LeadsOutside, span, format!("`{path}` leads out of `content/`"))
                .with_hint("put a copy of the file into `content/`")
        })
    }

    /// Returns the work that the file at `path` belongs to, if this audience may have it.
    fn work_at(&self, path: &str) -> Option<(Form, EcoString)> {
        let works = &self.resources.publication.works;
        works_named(path).into_iter().find(|key| works.contains_key(key))
    }

    /// Returns the target of a link to a profile: `country/peru.md` is that of Peru of `country.md`.
    fn profile_at(
        &self,
        path: &str,
        fragment: &str,
        span: Span,
    ) -> Option<Result<Target, Diagnostic>> {
        let works = &self.resources.publication.works;
        let named = works_named(path).into_iter().find_map(|(form, id)| {
            let (id, name) = id.rsplit_once('/')?;
            let (key, work) = works.get_key_value(&(form, id.into()))?;
            let entities = &work.any()?.profile.as_ref()?.entities;
            Some((key, entities.iter().find(|entity| markup::slug(entity) == name)?))
        });
        let ((form, id), entity) = named?;
        let plan = self.resources.plan;
        let edition = plan.nearest_profile(self.edition.site, (*form, id), entity)?;
        Some(
            check_section(edition.manuscript, fragment, span)
                .map(|()| self.edition.site.target(edition, fragment.into())),
        )
    }

    /// Returns the work at `path` that this audience may not have.
    fn withheld_at(&self, path: &str) -> Option<(Form, EcoString)> {
        let publication = self.resources.publication;
        works_named(path).into_iter().find(|(form, id)| publication.withheld(*form, id).is_some())
    }

    /// Returns the diagnostic for a link to a work that the reader of this edition cannot have.
    fn refuse_withheld(&self, form: Form, id: &str, span: Span) -> Diagnostic {
        let readers = self.resources.publication.withheld(form, &id.into());
        let names: Vec<_> = readers.map(Condition::names).unwrap_or_default().iter().collect();
        let Some(first) = names.first() else {
            return Diagnostic::error(Code::BrokenLink, span, format!("`{id}` is not published"))
                .lacking(id)
                .with_hint("it is a draft: publish it, or delete the link");
        };
        let audience = &self.edition.site.audience.id;
        let list: Vec<_> = names.iter().map(|name| name.value.as_str()).collect();
        let message = format!("the audience `{audience}` reads this, but may not read `{id}`");
        Diagnostic::error(Code::HiddenReference, span, message)
            .with_related(first.span, "who may read it")
            .with_hint(format!(
                "put the sentence between `::: {{audience=\"{}\"}}` and `:::`, or delete the link",
                list.join(" ")
            ))
    }

    fn work_target(
        &self,
        form: Form,
        id: &EcoString,
        fragment: &str,
        span: Span,
    ) -> Result<Target, Diagnostic> {
        let chapter = Part::chapters(self.edition)
            .find(|part| form == Form::Brief && part.manuscript.id == *id);
        if let Some(part) = chapter {
            return chapter_target(part, fragment, span);
        }
        let (plan, site) = (self.resources.plan, self.edition.site);
        // From the profile of a place, other texts with profiles are those of that place.
        let entity = self.edition.subject.entity();
        let entity = entity.filter(|_| self.edition.manuscript.id != *id);
        let profile = entity.and_then(|of| plan.nearest_profile(site, (form, id), of));
        let Some(edition) = profile.or_else(|| plan.nearest(site, form, id)) else {
            return Err(self.refuse_withheld(form, id, span));
        };
        if edition.subject == Subject::Index && !fragment.is_empty() {
            let message = format!("this leads to the list of the profiles of `{id}`");
            return Err(Diagnostic::error(Code::BrokenLink, span, message).with_hint(format!(
                "delete `#{fragment}`, or name a profile: `{id}/….md#{fragment}`"
            )));
        }
        check_section(edition.manuscript, fragment, span)?;
        // An audience that gets only the opening of the brief is sent to the top of its page.
        let (selected, _) = selection(edition.manuscript, edition.site.audience);
        let is_there = selected
            .into_iter()
            .any(|block| anchors(std::slice::from_ref(block)).contains(fragment));
        let fragment = if is_there { fragment.into() } else { EcoString::new() };
        Ok(self.edition.site.target(edition, fragment))
    }

    /// Returns a hint at the file that may be meant, as it is written in the current one.
    fn nearest_path<'p>(
        &self,
        path: &str,
        span: Span,
        candidates: impl Iterator<Item = &'p str>,
    ) -> Option<String> {
        let file = &self.resources.publication.files.get(span.file).path;
        let folder = file.rfind('/').map_or("", |slash| &file[..=slash]);
        if path.contains('\\') {
            let forward = path.strip_prefix(folder).unwrap_or(path).replace('\\', "/");
            return Some(format!("write the path with forward slashes: `{forward}`"));
        }
        let written = |path: &str| match path.strip_prefix(folder) {
            Some(name) => name.to_owned(),
            None => path.replacen("content", "", 1),
        };
        let (mut near, mut others) = (None, Vec::new());
        for candidate in candidates {
            if near.is_none() && is_near(file_name(candidate), file_name(path)) {
                near = Some(candidate);
            }
            if others.len() <= MANY_FILES {
                others.push(candidate);
            }
        }
        if let Some(near) = near {
            return Some(format!("did you mean `{}`?", written(near)));
        }
        if others.len() > MANY_FILES {
            return None;
        }
        let others: Vec<_> = others.into_iter().map(written).collect();
        did_you_mean(&written(path), others.iter().map(String::as_str))
    }

    fn broken(&self, path: &str, span: Span) -> Diagnostic {
        let publication = self.resources.publication;
        let texts = publication.files.in_folder("content").map(|(_, file)| &*file.path);
        let known = texts.chain(publication.assets.keys().map(String::as_str));
        let hint = self.nearest_path(path, span, known).unwrap_or_else(|| {
            "name a Markdown file, relative to this one, or a file of `content/static/`".to_owned()
        });
        Diagnostic::error(Code::BrokenLink, span, format!("there is no page or file `{path}`"))
            .lacking(path)
            .with_hint(hint)
    }
}

/// Returns what is wrong with an address that is no path of a file, but was written like one.
fn not_relative(url: &str, span: Span) -> Option<Diagnostic> {
    let (message, hint) = if let Some((scheme @ ("https" | "http"), rest)) = url.split_once("//") {
        (not_an_address(url), format!("write `{scheme}://{rest}`"))
    } else if url.starts_with("@/") {
        let hint = "name the file relative to this one, such as `../pages/about.md`";
        (not_an_address(url), hint.to_owned())
    } else if is_mailbox(url) {
        (format!("`{url}` is an address without `mailto:`"), format!("write `mailto:{url}`"))
    } else if begins_with_host(url) {
        (format!("`{url}` is an address without `https://`"), format!("write `https://{url}`"))
    } else {
        return None;
    };
    Some(Diagnostic::error(Code::BrokenLink, span, message).with_hint(hint))
}

fn not_an_address(url: &str) -> String {
    format!("`{url}` cannot be the address of a link")
}

/// A link to a brief that is a chapter of the same report stays in the report.
fn chapter_target(part: Part<'_>, fragment: &str, span: Span) -> Result<Target, Diagnostic> {
    if fragment.is_empty() {
        return Ok(Target::Anchor { id: part.anchor() });
    }
    check_section(part.manuscript, fragment, span)?;
    let explicit =
        if has_id(&part.manuscript.body.blocks, fragment) { Explicit::Yes } else { Explicit::No };
    Ok(Target::Anchor { id: part.heading_anchor(&fragment.into(), explicit) })
}

/// Returns what a file may be the text of: `a/b.es.md` is the Spanish of `a/b`, or all of `a/b.es`.
fn works_named(path: &str) -> Vec<(Form, EcoString)> {
    let named = || {
        let (folder, file) = path.strip_prefix("content/")?.split_once('/')?;
        let id = file.strip_suffix(if folder == "registers" { ".yaml" } else { ".md" })?;
        let form = match folder {
            "registers" => Form::Register,
            written => Form::of_folder(written)?,
        };
        let untagged = id.rsplit_once('.').map(|(id, _)| (form, id.into()));
        Some([Some((form, id.into())), untagged].into_iter().flatten().collect())
    };
    named().unwrap_or_default()
}

fn has_id(blocks: &[Block], id: &str) -> bool {
    blocks.iter().any(|block| {
        block.id().is_some_and(|own| own.value == id)
            || block.children().into_iter().any(|inner| has_id(inner, id))
    })
}

/// Among more files than this, only names that differ in a letter are looked for: thousands of
/// broken links in thousands of files are reported at once.
const MANY_FILES: usize = 400;

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Whether two names are the same but for their case, or for a letter that one has and the other
/// lacks or has another for.
fn is_near(left: &str, right: &str) -> bool {
    let same = |(left, right): &(u8, u8)| left.eq_ignore_ascii_case(right);
    let (longer, shorter) = if left.len() < right.len() { (right, left) } else { (left, right) };
    if longer.len() - shorter.len() > 1 {
        return false;
    }
    let begin = longer.bytes().zip(shorter.bytes()).take_while(same).count();
    let end = longer.bytes().rev().zip(shorter.bytes().rev()).take_while(same).count();
    begin + end + 1 >= longer.len()
}

/// Returns `address` with the characters that its percent signs stand for.
fn decoded(address: &str) -> Cow<'_, str> {
    percent_decode_str(address).decode_utf8().unwrap_or(Cow::Borrowed(address))
}

fn check_section(manuscript: &Manuscript, fragment: &str, span: Span) -> Result<(), Diagnostic> {
    if fragment.is_empty() || anchors(&manuscript.body.blocks).contains(fragment) {
        return Ok(());
    }
    Err(unknown_section(fragment, manuscript, span))
}

fn unknown_section(fragment: &str, manuscript: &Manuscript, span: Span) -> Diagnostic {
    let known = anchors(&manuscript.body.blocks);
    let hint = did_you_mean(fragment, known.iter().map(EcoString::as_str))
        .unwrap_or_else(|| format!("give the heading the id: `{{#{fragment}}}`"));
    let message = format!("`{}` has no section `{fragment}`", manuscript.id);
    Diagnostic::error(Code::BrokenLink, span, message).lacking(fragment).with_hint(hint)
}

/// Whether a path names a Markdown file.
fn work_file(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "md")
}
