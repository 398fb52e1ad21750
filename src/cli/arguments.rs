//! The command line: what a user may type.

mod building;
mod examples;
mod writing;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use building::day;
pub(crate) use building::{
    BuildArguments, CheckArguments, Deny, Destination, EditionsArguments, ExportArguments,
    ExportFormat, JoinArguments, PublishArguments, ServeArguments,
};
use examples::{
    APPROVE_EXAMPLES, AUDIT_EXAMPLES, BUILD_EXAMPLES, CHECK_EXAMPLES, DATA_EXAMPLES, DIFF_EXAMPLES,
    EDITIONS_EXAMPLES, EXAMPLES, EXPORT_EXAMPLES, IMPORT_EXAMPLES, JOIN_EXAMPLES, LSP_EXAMPLES,
    NEW_EXAMPLES, PUBLISH_EXAMPLES, REVIEW_EXAMPLES, SCHEMA_EXAMPLES, SERVE_EXAMPLES,
    STATUS_EXAMPLES, TEMPLATES_EXAMPLES, TRACE_EXAMPLES, TRANSLATIONS_EXAMPLES,
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
    /// Check everything that a build would, and write nothing.
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        #[command(flatten)]
        check: CheckArguments,
        /// Prove that what an audience may not have moves no byte of its edition.
        #[arg(long)]
        confidential: bool,
    },
    /// Show the publication in a browser, and make it anew at each save.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArguments),
    /// Speak with an editor: mistakes while you type, values, completion (language server protocol).
    #[command(after_help = LSP_EXAMPLES)]
    Lsp {
        /// The folder that holds `quipu.yaml`; looked for above the files that the editor opens.
        publication: Option<PathBuf>,
    },
    /// Build, check and audit, then send the site to a target of `quipu.yaml`.
    #[command(after_help = PUBLISH_EXAMPLES)]
    Publish(PublishArguments),
    /// Show how far the texts are, what comes out next, and what stands in the way of a release.
    #[command(after_help = STATUS_EXAMPLES)]
    Status(CheckArguments),
    /// Sign a text as it is, so that it comes out at its time; an edit takes that back.
    #[command(after_help = APPROVE_EXAMPLES)]
    Approve {
        /// The text, by its path in the publication's folder.
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
        /// What to do in place of comparing.
        #[command(subcommand)]
        command: Option<TranslationCommand>,
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
        /// Record that these translations are up to date; all of them if none is named.
        #[arg(long, value_name = "FILE", num_args = 0..)]
        accept: Option<Vec<String>>,
        /// How diagnostics are printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: MessageFormat,
    },
    /// Find numbers that are neither bound nor cited, sources and data that nothing uses.
    #[command(after_help = AUDIT_EXAMPLES)]
    Audit {
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
        /// List instead the numbers of closed datasets that editions print.
        #[arg(long)]
        released: bool,
        /// How diagnostics are printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: MessageFormat,
    },
    /// Prove raw files, fetch them anew, and show what newer ones change.
    #[command(after_help = DATA_EXAMPLES)]
    Data {
        /// What is done.
        #[command(subcommand)]
        command: DataCommand,
    },
    /// Show where cells are used, or what a printed number rests on.
    #[command(after_help = TRACE_EXAMPLES)]
    Trace {
        /// Cells as in a bound number, a dataset, or a number as it is printed.
        query: String,
        /// The folder that holds `quipu.yaml`.
        #[arg(default_value = ".")]
        publication: PathBuf,
        /// How the answer is printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: TraceFormat,
    },
    /// Show what two builds tell readers differently: texts, numbers, data.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff {
        /// The folder of the older site.
        before: PathBuf,
        /// The folder of the newer one.
        #[arg(default_value = "public")]
        after: PathBuf,
        /// How the answer is printed.
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        message_format: TraceFormat,
    },
    /// Make workbooks of the data, or Word documents of texts.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArguments),
    /// Take back what reviewers changed in Word documents.
    #[command(after_help = REVIEW_EXAMPLES)]
    Review(ReviewArguments),
    /// Make a small publication that builds as it is.
    #[command(after_help = "The folder must be empty, or not there yet.")]
    Init {
        /// The folder to make it in.
        folder: PathBuf,
        /// Settings and one text, and nothing to delete.
        #[arg(long, conflicts_with = "from")]
        empty: bool,
        /// The example to begin with.
        #[arg(long, value_enum, default_value = "policy-report", value_name = "EXAMPLE")]
        from: NewPublication,
    },
    /// Make a publication of a project that another program publishes.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// The project's folder, or a single file.
        project: PathBuf,
        /// The folder of the publication, which must be empty, or not there yet [default: the project's name with `-quipu`].
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// The day of texts that say nothing of one [default: today, in UTC].
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        date: Option<jiff::civil::Date>,
        /// Do not try whether the PDFs can be made.
        #[arg(long)]
        no_pdf: bool,
    },
    /// Make a brief, report, dataset, register, audience or theme to fill in.
    #[command(after_help = NEW_EXAMPLES)]
    New(NewArguments),
    /// Show which file serves each template, and what it shadows.
    #[command(after_help = TEMPLATES_EXAMPLES)]
    Templates(TemplatesArguments),
    /// Print the JSON Schema of a kind of file, or write all of them, for editors.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema {
        /// The kind of file; all kinds are listed if there is none.
        kind: Option<String>,
        /// Write all schemas into this folder.
        #[arg(long, value_name = "FOLDER", conflicts_with = "kind")]
        out: Option<PathBuf>,
    },
    /// Explain a diagnostic's code.
    Explain {
        /// The code, such as Q302; all codes if there is none.
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
    /// One JSON object a line, for programs.
    Json,
    /// As annotations of a pull request on GitHub.
    Github,
}

/// How a trace is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// For people.
    Human,
    /// One JSON object a line, for programs.
    Json,
}
