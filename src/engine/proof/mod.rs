//! Proofs about editions: what one leaves out is in none of its files, and what two of them
//! say in the same words they say with the same numbers.
//!
//! ```text
//! load ──> what few may read ──┐
//! bind ──> render ──> files ───┴─────> LEAK: no file holds what its readers may not have
//!   └────> sentences with numbers ───> PARITY: the same sentence has the same numbers
//! ```
//!
//! The proofs trust neither binding nor templates. What an audience does not get is determined again
//! from the manuscripts, and searched for in the bytes that are about to be written.

mod archive;
mod index;
mod leak;
mod normal;
mod numbers;
mod parity;
mod said;
mod since;
mod texts;
mod units;

pub(crate) use leak::{FoundStretch, Guard, Secrets};
pub(crate) use parity::{Claim, claims, disagreements};
