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
    // No input provokes it, or the program is wrong; the test says so of a differing file.
    ("Q459", "fn no_edition_changes_with_what_it_may_not_hold"),
];

/// Returns the codes that the expected reports of the suite show.
fn seen() -> BTreeSet<String> {
    let expectations = std::fs::read_dir(crate::root()).unwrap();
    let expectations = expectations.map(|case| read_all(&case.unwrap().path().join("expected")));
    let is_report = |name: &str| {
        matches!(name, "diagnostics.txt" | "warnings.txt" | "audit.txt" | "translations.txt")
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
