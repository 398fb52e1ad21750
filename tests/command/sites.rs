//! The sites that other programs check, built once for all tests.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use walkdir::WalkDir;

use crate::support::{QUIPU, REPOSITORY, copy, run};

/// A built site.
pub(crate) struct Site {
    /// What it is, for messages.
    pub(crate) name: &'static str,
    root: PathBuf,
}

impl Site {
    fn build(name: &'static str, publication: &Path) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        fs::create_dir_all(&root).unwrap();
        for part in ["quipu.yaml", "content", "templates", "themes", "fonts"] {
            let part = publication.join(part);
            let target = root.join(part.file_name().unwrap());
            if part.is_dir() {
                copy(&part, &target);
            } else if part.is_file() {
                fs::copy(&part, &target).unwrap();
            }
        }
        run(Command::new(QUIPU).arg("build").current_dir(&root)).expect(0);
        Self { name, root }
    }

    /// Returns the output folder.
    pub(crate) fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    /// Returns its PDFs, in the order of their paths; of several with the same bytes, the first.
    pub(crate) fn pdfs(&self) -> Vec<PathBuf> {
        let mut seen = HashSet::new();
        let all = with_extension(&self.public(), "pdf");
        all.into_iter().filter(|path| seen.insert(fs::read(path).unwrap())).collect()
    }
}

/// Returns the case `everything` of the suite, built.
pub(crate) fn everything() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    let case = Path::new(REPOSITORY).join("tests/suite/everything");
    SITE.get_or_init(|| Site::build("everything", &case))
}

/// Returns the publication of this repository, built.
pub(crate) fn repository() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| Site::build("repository", Path::new(REPOSITORY)))
}

/// Returns the pages of a site, in the order of their paths.
pub(crate) fn pages(site: &Path) -> Vec<PathBuf> {
    with_extension(site, "html")
}

pub(crate) fn with_extension(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let files = WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files: Vec<_> = files
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    assert!(!files.is_empty(), "`{}` holds no .{extension}", folder.display());
    files
}

/// Returns the values of the attributes `names` in the start tags of a page.
pub(crate) fn attributes(page: &str, names: &[&str]) -> Vec<String> {
    let mut values = Vec::new();
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split_once('>')) {
        for name in names {
            for rest in tag.0.split(&format!(" {name}=\"")).skip(1) {
                values.push(rest.split('"').next().unwrap().replace("&amp;", "&"));
            }
        }
    }
    values
}
