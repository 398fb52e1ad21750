//! Building a publication on several machines: each makes a shard of the editions, and one joins them.
//!
//! ```text
//!                ┌─> quipu build --shard 1/3 ─┐
//! publication ───┼─> quipu build --shard 2/3 ─┼──> store ──> quipu join ──> public/
//!                └─> quipu build --shard 3/3 ─┘
//! ```
//!
//! Starting and restarting tasks is the scheduler's job. Each task reads the whole
//! publication, makes the editions of its shard, and leaves their files in a [`ObjectStorage`]: packed, under
//! the hashes of what they hold. A record says at the end what was made, by which program, from which files
//! and with which options. [`join()`] wants all records of one run, makes what needs all editions (lists,
//! search, feeds, maps), and commits. The bytes are those of one machine.

mod deal;
mod join;
mod make;
mod pack;
mod record;
mod scheduler;

use std::fmt;

pub use join::{Count, join};
pub use make::make;
pub use scheduler::{Wanted, number};

use crate::base::diagnostic::Problems;
use crate::base::files;
use crate::engine::load::Failure;
use crate::engine::run::BuildOptions;
use crate::projection::Shelf;
use crate::publication::Publication;
use crate::tools::publish::{ObjectStorage, PublishError};

/// One of several parts of the editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.number, self.count)
    }
}

/// The program that makes a shard: shards of different programs are not joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its version, for readers.
    pub version: String,
    /// The hash of its bytes.
    pub hash: String,
}

/// Where the shards of a program are left and found.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'e> {
    /// The store.
    pub store: &'e ObjectStorage,
    /// The program that makes or joins them.
    pub program: &'e Program,
}

/// Returns the hash of a program's bytes.
pub fn hash(program: &[u8]) -> String {
    blake3::hash(program).to_hex()[..24].to_owned()
}

/// Why a shard or a whole was not made.
#[derive(Debug)]
pub enum NotMade {
    /// The publication has mistakes, or the system refused.
    Build(Failure),
    /// The store refused, cannot be reached, or does not hold what it should.
    Store(PublishError),
}

impl From<PublishError> for NotMade {
    fn from(error: PublishError) -> Self {
        Self::Store(error)
    }
}

/// Loads the publication that `options` name, as a build does, with what each output may show.
fn load(options: &BuildOptions) -> Result<(Publication, Vec<Shelf>, Problems), Failure> {
    let (publication, mut problems) = options.load()?;
    options.check(&publication, &mut problems);
    let shelves = crate::engine::inspect::projected(&publication, options.drafts, &mut problems);
    Ok((publication, shelves, problems))
}

/// Returns the name of a run: a hash of all that decides what its files hold, but for the program.
fn run(options: &BuildOptions, shelves: &[Shelf]) -> Result<String, Failure> {
    let mut hasher = blake3::Hasher::new();
    let read = files::digest(&options.root);
    let read = read.map_err(|error| Failure::Io(options.root.clone(), error))?;
    hasher.update(read.as_bytes());
    let BuildOptions { base_url, drafts, pdfs, today, stale, .. } = options;
    hasher.update(format!("{base_url:?} {drafts:?} {pdfs:?} {today:?} {stale:?}").as_bytes());
    // What is out depends on the time of the build: tasks may begin at different ones.
    let projections = shelves.iter().flat_map(|shelf| &shelf.projections);
    for projection in projections.clone() {
        hasher.update(projection.extent().as_bytes());
    }
    for work in projections.flat_map(|projection| projection.works.values()) {
        for manuscript in work.manuscripts.values() {
            hasher.update(format!("{} {:?}\n", manuscript.id, manuscript.stage).as_bytes());
        }
    }
    Ok(hasher.finalize().to_hex()[..24].to_owned())
}
