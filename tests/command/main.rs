//! Tests of the program from outside: what it prints, what it writes, and what other
//! programs make of that.
//!
//! They start the built program and link nothing of it. The publications they build are
//! made in temporary folders, except for those of `pdf` and `html`, which also take the
//! case `everything` of the suite and the publication of this repository.

#![expect(clippy::unwrap_used, reason = "tests may panic")]
#![expect(clippy::disallowed_methods, reason = "tests make the files that they test with")]

mod bundles;
mod cli;
mod confidential;
mod editions;
mod edits;
mod explain;
mod html;
mod kept;
mod leaks;
mod life;
mod marks;
mod newcomer;
mod output;
mod parity;
mod pdf;
mod pictures;
mod publish;
mod reach;
mod readers;
mod releases;
mod releases_since;
mod revision;
mod safety;
mod second_line;
mod sentinels;
mod serve;
mod shards;
mod sites;
mod statements;
mod store;
mod stranger;
mod support;
mod texts;
mod ways_out;
