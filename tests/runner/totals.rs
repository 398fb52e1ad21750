//! The first publication holds what its sources hold: its registers, entry by entry.

use std::path::Path;

use quipu::diagnostic::Problems;
use quipu::files;
use quipu::parts;

/// How many entries each register has.
const ENTRIES: &[(&str, usize)] = &[
    ("agreements", 21),
    ("barriers", 17),
    ("differences", 60),
    ("events", 97),
    ("funds", 10),
    ("observers", 7),
    ("partnerships", 9),
    ("pledges", 14),
    ("positions", 22),
    ("projects", 24),
    ("recommendations", 17),
];

pub(crate) fn registers_are_complete() {
    let mut problems = Problems::default();
    let mut reading = files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    parts::add_embedded(&mut reading);
    let publication = parts::load(reading, &mut problems).unwrap();
    let found: Vec<_> = publication
        .registers
        .iter()
        .map(|register| (register.id.as_str(), register.entries.len()))
        .collect();
    assert_eq!(found, ENTRIES);
    for register in publication.registers.iter() {
        let unsourced = register
            .entries
            .iter()
            .find(|entry| entry.sources.is_empty() && register.source.is_none());
        assert!(unsourced.is_none(), "{}: {unsourced:?}", register.id);
    }
}
