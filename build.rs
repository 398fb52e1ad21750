//! Embeds the themes and the first publication, so that the program works without any file beside it.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the tree and writes its output"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    // Paths of themes are those of a publication that has them; the example's are below its root.
    embed("themes", "", "themes.rs")?;
    for example in ["empty", "publication", "release", "fact-sheets"] {
        let folder = format!("src/tools/scaffold/{example}");
        embed(&folder, &folder, &format!("{example}.rs"))?;
    }
    name_program()
}

/// Names the program by a hash of what it is built from: what it kept is not taken for what another made.
fn name_program() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut paths = vec![root.join("Cargo.toml"), root.join("build.rs")];
    // A package that others build has the lock file of those.
    paths.extend(Some(root.join("Cargo.lock")).filter(|path| path.is_file()));
    for folder in ["src", "themes"] {
        list(&root.join(folder), &mut paths)?;
        println!("cargo::rerun-if-changed={folder}");
    }
    paths.sort();
    let mut hasher = DefaultHasher::new();
    hasher.write(env::var("TARGET")?.as_bytes());
    for path in paths {
        let bytes = fs::read(&path)?;
        hasher.write(path.strip_prefix(&root)?.to_string_lossy().as_bytes());
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
    let version = env::var("CARGO_PKG_VERSION")?;
    println!("cargo::rustc-env=QUIPU_PROGRAM={version}-{:016x}", hasher.finish());
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// Writes a table of the files below `folder`, each with its path below `base` and its bytes.
fn embed(folder: &str, base: &str, table: &str) -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut paths = Vec::new();
    list(&root.join(folder), &mut paths)?;
    paths.sort();

    let mut text = String::from("&[\n");
    for path in &paths {
        let name = path.strip_prefix(root.join(base))?.to_string_lossy().replace('\\', "/");
        writeln!(text, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
    }
    text.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join(table), text)?;
    println!("cargo::rerun-if-changed={folder}");
    Ok(())
}

/// Lists the files below `folder`, without scripts that only make other files.
fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, paths)?;
        } else if path.extension().is_none_or(|extension| extension != "py") {
            paths.push(path);
        }
    }
    Ok(())
}
