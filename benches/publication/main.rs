//! Measures whole builds, of pages and of PDFs, beside what others need for the same briefs.
//!
//! ```text
//! cargo bench                     everything
//! cargo bench -- html 1000        pages of 1,000 briefs
//! cargo bench -- numbers          pages whose paragraphs have a number each
//! cargo bench -- trace            answers of `quipu trace`
//! cargo bench -- pdf              100 PDFs
//! cargo bench -- profiles         one brief for 1,000 places
//! cargo bench -- stages           the built-in publication, stage by stage
//! cargo bench -- data             100,000 numbers over a million cells
//! ```
//!
//! The program starts itself again for the work that is not Quipu's (the floor, Typst
//! alone), so that all contestants are processes of their own and are measured alike.

#![expect(clippy::disallowed_methods, reason = "a bench makes the files that it measures with")]
#![expect(clippy::cast_precision_loss, reason = "results are printed with three digits")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints its results")]

mod corpus;
mod data;
mod floor;
mod hugo;
mod markdown;
mod measure;
mod outcome;
mod pages;
mod pdfs;
mod profiles;
mod report;
mod stages;
mod tools;
mod trace;
mod trees;
mod typst_alone;
mod typst_markup;

use std::path::{Path, PathBuf};

use corpus::Numbers;
use outcome::Outcome;

/// The allocator of the program that is measured, so that the others have no worse one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many briefs the sites have.
const SIZES: &[usize] = &[100, 1_000, 10_000];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<_> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["floor", briefs, out, bytes] => {
            floor::publish(Path::new(briefs), Path::new(out), bytes.parse()?)
        }
        ["trees", root, folder] => trees::write(Path::new(root), Path::new(folder)),
        ["typst-trees", folder, out] => typst_alone::set_trees(Path::new(folder), Path::new(out)),
        ["typst-markup", folder, out] => typst_alone::set_markup(Path::new(folder), Path::new(out)),
        _ => bench(&words),
    }
}

fn bench(words: &[&str]) -> Outcome<()> {
    // Cargo says `--bench` to each bench.
    let chosen: Vec<_> = words.iter().copied().filter(|word| !word.starts_with('-')).collect();
    let sizes: Vec<usize> = chosen.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES } else { &sizes };
    let parts: Vec<_> = chosen.into_iter().filter(|word| word.parse::<usize>().is_err()).collect();
    let wants = |part: &str| parts.is_empty() || parts.contains(&part);

    let work = work_folder();
    let mut report = report::Report::default();
    if wants("html") {
        for &size in sizes {
            pages::measure(&work, size, Numbers::None, &mut report)?;
        }
    }
    if wants("numbers") {
        for &size in sizes {
            pages::measure(&work, size, Numbers::Bound, &mut report)?;
        }
    }
    if wants("trace") {
        trace::measure(&work, &mut report)?;
    }
    if wants("pdf") {
        pdfs::measure(&work, &mut report)?;
    }
    if wants("profiles") {
        profiles::measure(&work, &mut report)?;
    }
    if wants("stages") {
        stages::measure(Path::new(env!("CARGO_MANIFEST_DIR")), &work, &mut report)?;
    }
    if wants("data") {
        data::measure(&work)?;
    }
    print!("{report}");
    Ok(())
}

/// Returns the folder of all that a bench makes. It lies on the disk that the build is on.
fn work_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench")
}
