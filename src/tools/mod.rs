//! What the commands besides `quipu build` do: each works on a publication, its documents, or what a build wrote.

pub mod approval;
pub mod audit;
pub mod changed;
pub mod compare;
pub mod confidential;
pub mod explain;
pub mod export;
pub mod freeze;
pub mod import;
pub mod lsp;
pub mod outputs;
pub mod publish;
pub mod release;
pub mod review;
pub mod revision;
pub mod scaffold;
pub mod schema;
pub mod serve;
pub mod status;
pub mod trace;
pub mod translation;
