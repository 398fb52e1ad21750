//! The command line: what a user may type.

mod building;
mod examples;
mod writing;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use building::day;
pub(crate) use building::{
    BuildArguments, CheckArguments, Deny, Destination, DiffArguments, EditionsArguments,
    ExplainWhat, ExportArguments, ExportFormat, JoinArguments, PublishArguments, ServeArguments,
};
use examples::{
    APPROVE_EXAMPLES, AUDIT_EXAMPLES, BUILD_EXAMPLES, CHECK_EXAMPLES, DATA_EXAMPLES, DIFF_EXAMPLES,
    EDITIONS_EXAMPLES, EXAMPLES, EXPORT_EXAMPLES, IMPORT_EXAMPLES, JOIN_EXAMPLES, LSP_EXAMPLES,
    NEW_EXAMPLES, PUBLISH_EXAMPLES, RELEASE_EXAMPLES, REVIEW_EXAMPLES, SCHEMA_EXAMPLES,
    SERVE_EXAMPLES, STATUS_EXAMPLES, TEMPLATES_EXAMPLES, TRACE_EXAMPLES, TRANSLATIONS_EXAMPLES,
};
pub(crate) use writing::{
    DataCommand, NewArguments, NewKind, NewPublication, ReviewArguments, TemplateCommand,
    TemplatesArguments, TranslationCommand, TranslationFormat,
};

/// Turns YAML data and Markdown briefs into a policy website and print-grade PDFs.
#[derive(Debug, Parser)]
#[command(name = "quipu", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the website and the PDFs.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(BuildArguments),
    /// Join the shards that several machines made into one site.
    #[command(after_help = JOIN_EXAMPLES)]
    Join(JoinArguments),
    /// Check everything that a build would, without writing anything.
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        #[command(flatten)]
        check: CheckArguments,
        /// Prove that what an audience may not get changes nothing in its edition.
        #[arg(long, conflicts_with = "changed")]
        confidential: bool,
        /// Read the page, the PDF and the book of each edition back, and compare what they say.
        #[arg(long, conflicts_with_all = ["changed", "confidential"])]
        outputs: bool,
        /// Report only problems that were not there at this revision of the git repository.
        #[arg(long, value_name = "REV")]
        changed: Option<String>,
    },
    /// Show the publication in a browser, and rebuild it at each save.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArguments),
    /// Run the language server for editors: mistakes while you type, values, completion.
    #[command(after_help = LSP_EXAMPLES)]
    Lsp {
        /// The folder with `quipu.yaml`; by default, found by searching upwards from the files that the editor opens.
        publication: Option<PathBuf>,
    },
    /// Build, check and audit, then send the site to a target of `quipu.yaml`.
    #[command(after_help = PUBLISH_EXAMPLES)]
    Publish(PublishArguments),
    /// Freeze what is published now under a name, so that it stays readable at an address of its own.
    #[command(after_help = RELEASE_EXAMPLES)]
    Release {
        /// Its name, such as 2026-11.
        name: String,
        #[command(flatten)]
        check: CheckArguments,
    },
    /// Show the status of the texts, what comes out next, and what stands in the way of a release.
    #[command(after_help = STATUS_EXAMPLES)]
    Status(CheckArguments),
    /// Approve a text as it is, so that it comes out when it is due; an edit withdraws the approval.
    #[command(after_help = APPROVE_EXAMPLES)]
    Approve {
        /// The text, by its path within the publication's folder.
        text: String,
        /// Who approves it.
        #[arg(long, value_name = "NAME")]
        by: String,
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
    },
    /// Print each edition with its words, pages, numbers, figures, entries of registers and budget.
    #[command(after_help = EDITIONS_EXAMPLES)]
    Editions(EditionsArguments),
    /// Compare translations with their originals: missing, stale, differing.
    #[command(after_help = TRANSLATIONS_EXAMPLES, args_conflicts_with_subcommands = true)]
    Translations {
        /// What to do instead of comparing.
        #[command(subcommand)]
        command: Option<TranslationCommand>,
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
        /// Record that these translations are up to date; all translations if none is named.
        #[arg(long, value_name = "FILE", num_args = 0..)]
        accept: Option<Vec<String>>,
        /// How diagnostics are printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: MessageFormat,
    },
    /// Find numbers that are neither bound nor cited, and unused sources and data.
    #[command(after_help = AUDIT_EXAMPLES)]
    Audit {
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
        /// List the numbers from closed datasets that editions print instead.
        #[arg(long)]
        released: bool,
        /// How diagnostics are printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: MessageFormat,
    },
    /// Verify raw files, fetch them again, and show what newer ones change.
    #[command(after_help = DATA_EXAMPLES)]
    Data {
        /// What to do.
        #[command(subcommand)]
        command: DataCommand,
    },
    /// Show where cells are used, or which cells are behind a printed number.
    #[command(after_help = TRACE_EXAMPLES)]
    Trace {
        /// Cells, written as in a bound number; a dataset; or a number, as it is printed.
        query: String,
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
        /// How the answer is printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: TraceFormat,
    },
    /// Show what differs for readers between two releases or builds: texts, numbers, data.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(DiffArguments),
    /// Export the data as workbooks, or texts as Word documents.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArguments),
    /// Read back what reviewers changed in Word documents.
    #[command(after_help = REVIEW_EXAMPLES)]
    Review(ReviewArguments),
    /// Create a small publication that builds as it is.
    #[command(after_help = "The folder must be empty or not exist yet.")]
    Init {
        /// The folder to create it in.
        folder: PathBuf,
        /// Only settings and one text, with nothing to delete.
        #[arg(long, conflicts_with = "from")]
        empty: bool,
        /// The example to start from.
        #[arg(long, value_enum, default_value = "policy-report", value_name = "EXAMPLE")]
        from: NewPublication,
    },
    /// Convert a project of another program into a publication.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// The project's folder, or a single file.
        project: PathBuf,
        /// The folder of the publication, which must be empty or not exist yet [default: the project's name with `-quipu`].
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// The date of texts that have none [default: today, in UTC].
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        date: Option<jiff::civil::Date>,
        /// Do not test whether the PDFs can be made.
        #[arg(long)]
        no_pdf: bool,
    },
    /// Create a brief, report, dataset, register, audience or theme to fill in.
    #[command(after_help = NEW_EXAMPLES)]
    New(NewArguments),
    /// Show which file is used for each template, and what it overrides.
    #[command(after_help = TEMPLATES_EXAMPLES)]
    Templates(TemplatesArguments),
    /// Print the JSON Schema of a kind of file, or write all of them, for editors.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema {
        /// The kind of file; lists all kinds if not given.
        kind: Option<String>,
        /// Write all schemas into this folder.
        #[arg(long, value_name = "FOLDER", conflicts_with = "kind")]
        out: Option<PathBuf>,
    },
    /// Explain the code of a diagnostic.
    Explain {
        /// The code, such as Q302; lists all codes if not given.
        code: Option<String>,
    },
    /// Print completions for a shell.
    #[command(
        after_help = "For bash: quipu completions bash > ~/.local/share/bash-completion/completions/quipu"
    )]
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    #[command(after_help = "To read it: quipu man | man -l -")]
    Man,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With excerpts, for people.
    Human,
    /// One JSON object per line, for programs.
    Json,
    /// As annotations on a GitHub pull request.
    Github,
}

/// How a trace is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// For people.
    Human,
    /// One JSON object per line, for programs.
    Json,
}
