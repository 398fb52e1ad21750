//! `quipu approve`: a text is signed as it is.

use std::path::Path;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span;
use crate::engine::commit;
use crate::engine::load::{Failure, load_all};
use crate::publication::{self, life};

/// Signs the text at `path`, as it is, in the name of `by`.
///
/// # Errors
/// Returns a path that is no text, the mistakes of a publication of which nothing can be made, or the
/// first I/O error.
pub fn approve(root: &Path, path: &str, by: &str) -> Result<life::Approval, Failure> {
    let (publication, mut problems) = load_all(root)?;
    let files = publication.files;
    let is_text = |work: &publication::Work| {
        work.manuscripts.values().any(|manuscript| *files.get(manuscript.file).path == *path)
    };
    let file = files.find(path).filter(|_| publication.works.values().any(is_text));
    let Some(file) = file else {
        let message = format!("there is no text `{path}`");
        let diagnostic = Diagnostic::error_at_path(Code::BadValue, path, message);
        let hint = "name it from the publication's folder: `content/briefs/losses.md`";
        return Err(Failure::Refused(vec![diagnostic.with_hint(hint)], files));
    };
    let place = span::Span::start_of(file);
    let approval = life::Approval {
        text: span::Spanned::new(path.into(), place),
        by: by.into(),
        hash: life::hash(file, &files),
    };
    let known = life::read_approvals(&files, &mut problems);
    let record = life::with_approval(&known, approval.clone());
    let path = root.join(life::APPROVALS);
    let written = commit::replace(&path, record.as_bytes());
    written.map(|()| approval).map_err(|error| Failure::Io(path, error))
}
