//! The program `quipu`.

mod cli;

use std::process::ExitCode;

/// A build makes many small values on many threads, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::execute()
}
