//! Proofs about editions: what one leaves out is in none of its files, and what two of them
//! say in the same words they say with the same numbers.
//!
//! ```text
//! plan ──> secrets of each site ──┐
//! bind ──> render ──> files ──────┴──> LEAK: no file of a site holds a secret of it
//!   └────> sentences with numbers ───> PARITY: the same sentence has the same numbers
//! ```
//!
//! The proofs trust neither binding nor templates. What an audience does not get is found anew
//! in the manuscripts, and looked for in the bytes that are about to be written.

mod excluded;
mod leak;
mod parity;

pub(crate) use leak::Guard;
pub(crate) use parity::{Claim, claims, disagreements};
