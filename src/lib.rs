//! Quipu turns YAML data and Markdown briefs into a policy website and print-grade PDFs,
//! one edition for each audience and language, with every figure traceable to its cell and source.
//!
//! ```text
//! files ──load──> Publication ──project──> Projection ──plan──> [Edition] ──bind──> Document
//!                                                      ──render──> files ──commit──> public/
//! ```
//!
//! Each stage has a module that says what goes in, what comes out and what holds
//! then; `docs/architecture.md` walks through them. The library prints nothing and
//! reads no clock: what a build depends on stands in [`BuildOptions`].
//!
//! This file is the front: all that the command line, tests and benches reach. Behind it modules are the crate's own, so
//! that the compiler finds what nothing uses.
//!
//! Start reading at [`build()`].

mod base;
mod bind;
pub mod chart;
mod data;
mod engine;
mod formula;
mod language;
mod markup;
mod plan;
mod projection;
mod publication;
mod render;
mod theme;
mod tools;
mod tree;

pub use crate::base::platform::resident_memory;
pub use crate::data::vintage::Stale;
pub use crate::engine::load::{Failure, load_all};
pub use crate::engine::run::{BuildOptions, Built, Output, build};
pub use crate::engine::store::Results;
pub use crate::engine::{EditionFigures, Made, Pdfs};
pub use crate::projection::Drafts;
pub use crate::publication::Publication;
pub use crate::publication::life::{Time, parse as moment};
pub use crate::publication::settings::address_fault;
pub use crate::tools::approval::approve;
pub use crate::tools::audit::run::{audit, released};
pub use crate::tools::audit::{
    Audit,
    released::{Disclosure, DisclosureKind},
};
pub use crate::tools::freeze::{Frozen, freeze};
pub use crate::tools::import::{Request, import};
pub use crate::tools::release::{Unpublished, Way, publish};
pub use crate::tools::revision::run::data_difference;
pub use crate::tools::trace::run::trace;
pub use crate::tools::translation::run::{
    Taken, accept_translations, export_translations, import_translations, translations,
};

/// Problems, and how they are printed.
pub mod diagnostic {
    pub use crate::base::diagnostic::{Code, Diagnostic, Place, Problems, Severity, meant, render};
}

/// The files of a publication, read once.
pub mod files {
    pub use crate::base::files::{Bytes, Files, Reading, bytes, read};
}

/// How large the parts of a publication may be.
pub mod limits {
    pub use crate::base::limits::{ALL, counted, grouped};
}

/// Writing the publication's own files, and what later builds have of this one.
pub mod commit {
    pub use crate::engine::commit::{refresh, replace};
    pub use crate::engine::store::{OURS, add_ours};
}

/// The editions on several machines.
pub mod shard {
    pub use crate::engine::shard::{
        Count, Exchange, NotMade, Program, Shard, Wanted, hash, join, make, number,
    };
}

/// How long the stages of a build take.
pub mod watch {
    pub use crate::render::watch::{Product, RunningWork, overdue};
}

/// What a build changes.
pub mod explain {
    pub use crate::tools::explain::{Explain, Format, render, render_why};
}

/// Where numbers come from.
pub mod trace {
    pub use crate::tools::trace::{Format, render};
}

/// What two built sites tell their readers differently.
pub mod compare {
    pub use crate::tools::compare::{
        Names, Site, compare, draft, is_release, made, names, read, released, render,
    };
}

/// What is wrong now and was not at a revision.
pub mod changed {
    pub use crate::tools::changed::{NotKnown, changed};
}

/// Other secrets, the same bytes.
pub mod confidential {
    pub use crate::tools::confidential::check;
}

/// The files of an edition against each other.
pub mod outputs {
    pub use crate::tools::outputs::check;
}

/// Documents and workbooks for others.
pub mod export {
    pub use crate::tools::export::{ExportOrder, Format, ReviewCopy, export};
}

/// What reviewers changed in Word.
pub mod review {
    pub use crate::tools::review::{
        Choice, Comments, Copy, Format, Kind, Proposal, Review, ReviewError, Standing, apply,
        render, review,
    };
}

/// Raw files of datasets: whether they are those that were fetched, and what newer ones change.
pub mod revision {
    pub use crate::tools::revision::{
        Difference, Verdict, fetch, fetched, find, hash, render, renewed, verify,
    };
}

/// Targets of published sites.
pub mod target {
    pub use crate::tools::publish::{
        Defaults, ObjectStorage, Outcome, PublishError, PublishTarget, find,
    };
}

/// New publications, and new parts of them.
pub mod scaffold {
    pub use crate::tools::scaffold::{
        Ejection, Kind, Name, Refusal, Start, StarterOrder, eject, init, listing, lookup, make,
    };
}

/// JSON Schemas of the files that authors write.
pub mod schema {
    pub use crate::tools::schema::{KINDS, Kind, write};
}

/// The publication in a browser and in editors.
pub mod serve {
    pub use crate::tools::lsp::serve as lsp;
    pub use crate::tools::serve::{Notice, Serving, serve};
}

/// How far the texts are.
pub mod status {
    pub use crate::tools::status::{StatusReport, TextStatus, status};
}

/// Translations as other programs know them.
pub mod translation {
    pub use crate::tools::translation::{Format, is_due};
}

/// Parts that tests and benches look at by themselves. The program uses none of them.
pub mod parts {
    pub use crate::base::span::Span;
    pub use crate::data::evaluate::{Computed, Evaluated, Quantity, evaluate};
    pub use crate::data::expression::parse as expression;
    pub use crate::data::measure::Measure;
    pub use crate::data::print::{Locale, print};
    pub use crate::engine::session::{Purpose, Session};
    pub use crate::language::{Language, Word, Words};
    pub use crate::projection::project;
    pub use crate::publication::{Publication, load};
    pub use crate::theme::{Theme, add_embedded};
    pub use crate::tree::{Document, LedgerEntry};

    /// Formulas.
    pub mod formula {
        pub use crate::formula::{Node, mathml, read};
    }

    /// Markdown.
    pub mod markup {
        pub use crate::markup::{
            BlockKind, Body, Inline, InlineKind, Item, Options, RawHtml, body, plain_text,
        };
    }

    /// Office files.
    pub mod office {
        pub use crate::render::office::{Archive, read};
        pub use crate::render::word::{LineKind, Sent};
    }
}
