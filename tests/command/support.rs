//! Publications in temporary folders, and the program run on them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

/// The program.
pub(crate) const QUIPU: &str = env!("CARGO_BIN_EXE_quipu");

/// The repository.
pub(crate) const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// Settings that nothing can be left out of.
pub(crate) const SETTINGS: &str = "title: Ports\nlanguages: [en]\n";

/// A publication that a test has made, in a folder of its own.
pub(crate) struct Publication {
    workplace: TempDir,
}

impl Publication {
    /// Makes an empty folder.
    pub(crate) fn empty() -> Self {
        let publication = Self { workplace: TempDir::new().unwrap() };
        fs::create_dir(publication.root()).unwrap();
        publication
    }

    /// Makes a publication of one brief.
    pub(crate) fn of_one_brief() -> Self {
        let publication = Self::empty();
        publication.put("quipu.yaml", SETTINGS);
        publication.put("content/briefs/port.md", brief("A port", "Text of the brief."));
        publication
    }

    /// Returns the folder of the publication.
    pub(crate) fn root(&self) -> PathBuf {
        self.workplace.path().join("publication")
    }

    /// Returns a folder beside the publication.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.workplace.path().join(name)
    }

    /// Returns the default output folder.
    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    /// Writes a file of the publication.
    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file of the publication.
    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Deletes a file of the publication.
    pub(crate) fn delete(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    /// Runs the program in the folder of the publication.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Run {
        run(Command::new(QUIPU).args(arguments).current_dir(self.root()))
    }

    /// Builds the publication, which must succeed.
    #[track_caller]
    pub(crate) fn build<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Run {
        let mut all = vec![OsStr::new("build")];
        all.extend(arguments.iter().map(AsRef::as_ref));
        self.run(&all).expect(0)
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; none if the program was killed.
    pub(crate) code: Option<i32>,
    /// What it printed for programs.
    pub(crate) stdout: String,
    /// What it printed for people.
    pub(crate) stderr: String,
}

impl Run {
    /// Fails unless the program exited with `code`.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// Runs a program that must be installed, and returns what it prints.
///
/// `package` is what to install; a program that is not there fails the test, since what
/// nobody checks is soon wrong.
#[track_caller]
pub(crate) fn tool(package: &str, command: &mut Command) -> Run {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.output() {
        Ok(Output { status, stdout, stderr }) => Run {
            code: status.code(),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        },
        Err(error) => panic!(
            "`{name}` cannot be run ({error}): install `{package}`, or run ./check, which does"
        ),
    }
}

/// Returns a file that `./check` installs for the tests.
#[track_caller]
pub(crate) fn validator(path: &str) -> PathBuf {
    let path = Path::new(REPOSITORY).join("target/validators").join(path);
    assert!(path.exists(), "`{}` is missing: run ./check, which installs it", path.display());
    path
}

/// Returns the text of a brief with this title.
pub(crate) fn brief(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nfinding: What was found.\ndate: 2026-01-02\n---\n\n{text}\n")
}

/// Reads all files below `folder`, by their paths.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let read = |path: &Path| {
        let below = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (below, fs::read(path).unwrap())
    };
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| read(entry.path())).collect()
}

/// Returns the names of what lies directly in `folder`.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<_> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Copies a folder with all that it holds.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
