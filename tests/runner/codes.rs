//! Every diagnostic has a case that provokes it.

use std::collections::BTreeSet;
use std::path::Path;

use quipu::diagnostic::Code;

use crate::case::read_all;

/// The codes that no case of the suite can provoke, and the test of `tests/command` that does.
const ELSEWHERE: &[(&str, &str)] = &[
    // A case without `quipu.yaml` gets one from the runner.
    ("Q001", "fn empty_folder"),
    // Symbolic links are made by the test, since not every checkout keeps them.
    ("Q004", "fn file_beyond_a_gibibyte"),
    // The refusal needs an output folder, and names its path.
    ("Q005", "fn foreign_output"),
    // Not every file system and every archive keeps such a name.
    ("Q009", "fn names_that_no_address_can_hold"),
    // The test takes the right to read away, and gives up its own rights first.
    ("Q010", "fn what_cannot_be_read_is_named"),
    // The folder of results is no part of a case.
    ("Q011", "fn a_store_that_cannot_be_used_stops_no_build"),
    // Releases are made by the test, and then damaged.
    ("Q012", "fn a_damaged_release_is_no_release"),
    ("Q013", "fn a_name_is_used_once"),
    ("Q014", "fn corrections_only_grow"),
    ("Q015", "fn a_headline_figure_is_known_by_its_id"),
    // Nothing but `quipu data verify` looks at hashes.
    ("Q352", "fn a_raw_file_that_was_edited_is_found"),
    // Whether a text is approved depends on the bytes of its file.
    ("Q216", "fn an_edit_takes_the_approval_away"),
    // No input provokes it, or the program is wrong; the test says so of a differing file.
    ("Q459", "fn no_edition_changes_with_what_it_may_not_hold"),
];

/// Returns the codes that the expected reports of the suite show.
fn seen() -> BTreeSet<String> {
    let expectations = std::fs::read_dir(crate::root()).unwrap();
    let expectations = expectations.map(|case| read_all(&case.unwrap().path().join("expected")));
    let is_report = |name: &str| {
        matches!(
            name,
            "diagnostics.txt"
                | "warnings.txt"
                | "audit.txt"
                | "translations.txt"
                | "differences.txt"
        )
    };
    let codes = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| {
                line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))
            })
            .filter_map(|rest| Some(rest.split_once(']')?.0.to_owned()))
            .collect()
    };
    expectations
        .flatten()
        .filter(|(name, _)| is_report(name))
        .flat_map(|(_, text)| codes(&text))
        .collect()
}

pub(crate) fn all_have_a_case() {
    let mut expected: BTreeSet<_> = Code::ALL.iter().map(|code| code.id().to_owned()).collect();
    for (code, _) in ELSEWHERE {
        assert!(expected.remove(*code), "{code} is no code");
    }
    let missing: Vec<_> = expected.difference(&seen()).cloned().collect();
    assert!(missing.is_empty(), "no case of tests/suite provokes {missing:?}");
}

pub(crate) fn exceptions_are_tested_elsewhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command");
    let sources = read_all(&folder);
    let seen = seen();
    for (code, test) in ELSEWHERE {
        assert!(!seen.contains(*code), "a case provokes {code}: take it off the list");
        let tested = sources.values().any(|text| text.contains(test) && text.contains(code));
        assert!(tested, "tests/command has no `{test}` that expects {code}");
    }
}

/// The guide lists each limit as the program has it, and no other.
pub(crate) fn limits_are_documented() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md"));
    let page = page.unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    let rows: Vec<_> = rows.map(|row| row.splitn(3, " | ").take(2).collect::<Vec<_>>()).collect();
    let limits = quipu::limits::ALL.iter();
    let limits: Vec<_> = limits
        .map(|limit| vec![quipu::limits::grouped(limit.most), limit.what.to_owned()])
        .collect();
    assert_eq!(rows, limits);
}
