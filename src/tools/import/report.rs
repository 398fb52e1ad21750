//! What was imported, and what is left to do.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;

use super::library::Library;
use super::mend::Unbuilt;
use super::project::Kind;
use super::publication::Publication;
use super::todo::{self, Todo};
use crate::base::files::Bytes;
use crate::base::limits::counted;
use crate::engine::commit;
use crate::tools::scaffold::Refusal;

/// The file of the list, at the publication's root.
const LIST: &str = "import.md";

/// The result of importing a project.
#[derive(Debug, Clone)]
pub struct Report {
    /// The program that published it before.
    pub kind: Kind,
    /// How many texts it has.
    pub documents: usize,
    /// How often each kind of construct was converted.
    pub translated: BTreeMap<&'static str, usize>,
    /// What is left to do, in the order of files and lines.
    pub left: Vec<Todo>,
    /// The texts that are shown completely as they were written.
    pub unbuilt: Vec<Unbuilt>,
    /// The texts that are parts of others or have no words, by their paths in the project.
    pub aside: Vec<String>,
}

/// Lists what is left, and writes the list beside the publication.
pub(super) fn finish(
    library: &Library<'_>,
    publication: Publication<'_>,
    unbuilt: Vec<Unbuilt>,
    root: &Path,
) -> Result<Report, Refusal> {
    let left = publication.texts.iter().flat_map(|(path, text)| todo::list(path, text));
    let mut left: Vec<Todo> = left.collect();
    for (path, reason) in &publication.bibliography.unreadable {
        left.push(Todo {
            path: path.clone(),
            line: 1,
            reason: format!("a bibliography that cannot be read: {reason}"),
        });
    }
    for (path, reason) in library.folder.damaged() {
        let reason = format!("a Word document that cannot be read: {reason}");
        left.push(Todo { path: path.clone(), line: 1, reason });
    }
    left.extend(library.left.iter().cloned());
    left.extend(publication.datasets.left);
    let report = Report {
        kind: library.project.kind,
        documents: library.documents.len(),
        translated: publication.tally,
        left,
        unbuilt,
        aside: library.aside.clone(),
    };
    let list = report.list();
    commit::add(root, &[(LIST.to_owned(), Bytes::from(list.into_bytes()))])?;
    Ok(report)
}

impl Report {
    /// Returns how often each reason occurs in the list, without the names in it.
    fn reasons(&self) -> Vec<(String, usize)> {
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for todo in &self.left {
            let reason = todo.reason.split(": ").next().unwrap_or(&todo.reason);
            *reasons.entry(reason.to_owned()).or_default() += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by(|(a, first), (b, second)| second.cmp(first).then(a.cmp(b)));
        reasons
    }

    /// Writes everything that is left, with its place.
    fn list(&self) -> String {
        let mut text = format!("# Imported from {}\n\n{self}\n", self.kind);
        if !self.unbuilt.is_empty() {
            text.push_str("\n## Texts that are shown as they were\n\n");
            for Unbuilt { path, reason } in &self.unbuilt {
                let _ = writeln!(text, "- `{path}`: {reason}");
            }
        }
        if !self.left.is_empty() {
            text.push_str("\n## To do\n\n");
            for Todo { path, line, reason } in &self.left {
                let _ = writeln!(text, "- `{path}:{line}`: {reason}");
            }
        }
        if !self.aside.is_empty() {
            text.push_str("\n## Files that were not imported as texts\n\n");
            for path in &self.aside {
                let _ = writeln!(text, "- `{path}`");
            }
        }
        text
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.documents - self.unbuilt.len().min(self.documents);
        writeln!(formatter, "{}, {whole} of them converted", counted(self.documents, "document"))?;
        for (kind, count) in &self.translated {
            writeln!(formatter, "{count:>7}  {kind}")?;
        }
        write!(formatter, "{} left to do", counted(self.left.len(), "place"))?;
        for (reason, count) in self.reasons() {
            write!(formatter, "\n{count:>7}  {reason}")?;
        }
        Ok(())
    }
}
