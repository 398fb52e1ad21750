//! The reference suite: each folder of `tests/suite` is one test.
//!
//! A case is a tiny publication and, under `expected/`, what Quipu makes of it. To add
//! one, make the folder, run the suite with `QUIPU_BLESS=1`, and read what it wrote;
//! `tests/README.md` says more. No case needs a line of Rust.

#![expect(clippy::unwrap_used, reason = "tests may panic")]
#![expect(clippy::disallowed_methods, reason = "tests make the files that they test with")]

mod case;
mod class_names;
mod codes;
mod commonmark;
mod describe;
mod expressions;
mod figures;
mod formulas;
mod fuzz;
mod guide;
mod hints;
mod import;
mod items;
mod layers;
mod markdown;
mod mistakes;
mod office;
mod produce;
mod reference;
mod review;
mod scaffold;
mod schemas;
mod secrets;
mod totals;
mod translators;
mod tree;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = cases();
    assert!(!cases.is_empty(), "the suite has no case");
    let mut trials: Vec<_> = cases.into_iter().map(trial).collect();
    trials.push(ordinary("codes::all_have_a_case", codes::all_have_a_case));
    trials.push(ordinary(
        "codes::exceptions_are_tested_elsewhere",
        codes::exceptions_are_tested_elsewhere,
    ));
    trials.push(ordinary("codes::limits_are_documented", codes::limits_are_documented));
    trials.push(ordinary("hints::hold_when_followed", hints::hold_when_followed));
    for (name, test) in expressions::TESTS {
        trials.push(ordinary(&format!("expressions::{name}"), *test));
    }
    for (name, test) in items::TESTS {
        trials.push(ordinary(&format!("items::{name}"), *test));
    }
    trials.push(ordinary("words::files_have_them_all", words::files_have_them_all));
    trials.push(ordinary("words::themes_have_theirs", words::themes_have_theirs_in_all_languages));
    for (name, test) in markdown::TESTS {
        trials.push(ordinary(&format!("markdown::{name}"), *test));
    }
    for (name, test) in fuzz::TESTS {
        trials.push(ordinary(&format!("fuzz::{name}"), *test));
    }
    for (name, test) in office::TESTS {
        trials.push(ordinary(&format!("office::{name}"), *test));
    }
    trials.push(ordinary("formulas::are_the_same", formulas::are_the_same));
    trials.push(ordinary("formulas::are_printed", formulas::are_printed));
    if commonmark::specification().is_some() {
        trials.push(ordinary("commonmark::examples_are_kept", commonmark::examples_are_kept));
    }
    for (name, test) in review::TESTS {
        trials.push(ordinary(&format!("review::{name}"), *test));
    }
    for (name, test) in translators::TESTS {
        trials.push(ordinary(&format!("translators::{name}"), *test));
    }
    for (name, test) in scaffold::TESTS {
        trials.push(ordinary(&format!("scaffold::{name}"), *test));
    }
    trials.push(ordinary(
        "describe::files_are_read_without_an_edit",
        describe::files_are_read_without_an_edit,
    ));
    for (name, test) in schemas::TESTS {
        trials.push(ordinary(&format!("schemas::{name}"), *test));
    }
    trials.push(ordinary("layers::modules_follow_the_table", layers::modules_follow_the_table));
    trials.push(ordinary("layers::code_is_small", figures::code_is_small));
    trials.push(ordinary("layers::measures_have_names", figures::measures_have_names));
    trials.push(ordinary("layers::kinds_are_matched_in_full", figures::kinds_are_matched_in_full));
    trials.push(ordinary("secrets::move_nothing", secrets::move_nothing));
    trials.extend(mistakes::all().into_iter().map(|mistake| {
        Trial::test(format!("mistake::{}", mistake.name), move || {
            mistake.check().map_err(Failed::from)
        })
    }));
    trials.extend(import::projects().into_iter().map(project));
    trials.push(ordinary("totals::registers_are_complete", totals::registers_are_complete));
    trials.push(ordinary("reference::is_up_to_date", reference::is_up_to_date));
    trials.push(ordinary("guide::recipes", guide::recipes));
    trials.extend(guide::pages().into_iter().map(page));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Returns the folder of the cases.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn trial(folder: PathBuf) -> Trial {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    Trial::test(format!("case::{name}"), move || case::check(&folder).map_err(Failed::from))
}

fn project(folder: PathBuf) -> Trial {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    Trial::test(format!("import::{name}"), move || import::check(&folder).map_err(Failed::from))
}

fn page(path: PathBuf) -> Trial {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    Trial::test(format!("guide::{name}"), move || {
        guide::check(&path).and_then(|()| guide::check_links(&path)).map_err(Failed::from)
    })
}

fn ordinary(name: &str, test: fn()) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}
