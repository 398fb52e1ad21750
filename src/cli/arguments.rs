//! The command line: what a user may type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use quipu::engine::shard::{Shard, Wanted};

/// Turns YAML data and Markdown briefs into a policy website and print-grade PDFs.
#[derive(Debug, Parser)]
#[command(name = "quipu", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  quipu build                          build the publication in this folder into public/
  quipu build reports --out site       build the one in reports/ into site/
  quipu build --no-pdf                 pages only, while writing
  quipu build --drafts                 drafts too, marked as such
  quipu build --explain                and say what a change of data moved
  quipu check --confidential           no edition changes with what it may not hold
  quipu check --message-format github  everything but writing, for CI
  quipu audit                          numbers that nobody can trace
  quipu trace 67.37                    the cells that a printed number rests on
  quipu explain Q302                   what a code means, and what to do";

const BUILD_EXAMPLES: &str = "\
Examples:
  quipu build                          the publication in this folder, into public/
  quipu build reports --out site       the one in reports/, into site/
  quipu build --no-pdf                 pages only, while writing
  quipu build --drafts --base-url https://preview.example.org/
The output folder is replaced as a whole when everything is made, and left as it was if anything fails.";

const JOIN_EXAMPLES: &str = "\
Examples:
  quipu build --shard 1/2 --store /shared/works     on one machine
  quipu build --shard 2/2 --store /shared/works     on another
  quipu join --store /shared/works                  on any: into public/, as one machine would make it
  quipu join --store 's3://works/nightly?endpoint=https://storage.example.org'
With the same files, options and program as the shards. Credentials for S3 come from the environment.";

const CHECK_EXAMPLES: &str = "\
Examples:
  quipu check                          pages and PDFs are made and thrown away
  quipu check --no-pdf                 in a fraction of the time
  quipu check --message-format github  mistakes as annotations of a pull request
Exit code 1 if there is any mistake.";

const SERVE_EXAMPLES: &str = "\
Examples:
  quipu serve                          at http://127.0.0.1:4747/, or at the next free port
  quipu serve --drafts --port 8000     with drafts, at another port
Pages are made at each save, PDFs when a browser asks for one. Nothing is written.";

const LSP_EXAMPLES: &str = "\
An editor starts this program and talks to it over its standard streams; docs/editors.md shows how for
VS Code, Neovim, Helix and Zed. Nothing is written.";

const DIFF_EXAMPLES: &str = "\
Examples:
  quipu diff ../live/current                     what the site in public/ tells differently
  quipu diff releases/2026-10 releases/2026-11   two releases of a target that is a folder
Both are sites that `quipu build` made. What differs only in looks is left out.";

const PUBLISH_EXAMPLES: &str = "\
Examples:
  quipu publish live                   the publication in this folder, to the target `live`
  quipu publish live --dry-run         what that would change
  quipu publish live --verify          reads everything back and compares it
  quipu publish live --rollback        the release before
Targets stand under `publish:` in quipu.yaml; credentials come from the environment.";

const STATUS_EXAMPLES: &str = "\
Examples:
  quipu status                         how far each text is, and when it comes out
  quipu status --at '2026-12-01 09:00 America/Bogota'
  quipu status --message-format json   an object a line
Exit code 1 if mistakes or findings stand in the way of a release.";

const APPROVE_EXAMPLES: &str = "\
Examples:
  quipu approve content/briefs/losses.md --by \"Ana Quispe\"
Approvals are kept in content/approvals.yaml.";

const EDITIONS_EXAMPLES: &str = "\
Examples:
  quipu editions                       words, pages, numbers and budgets of all editions
  quipu editions --no-pdf              without pages, in a fraction of the time
  quipu editions --drafts              drafts too
  quipu editions --for peru            the profiles of Peru";

const TRANSLATIONS_EXAMPLES: &str = "\
Examples:
  quipu translations                   what is missing, stale or different
  quipu translations --accept content/briefs/finance.es-419.md
  quipu translations --message-format json
  quipu translations export --to xliff          a file for each language, for translation programs
  quipu translations import translations.es-419.xlf
Exit code 1 if anything is missing, stale or differs.";

const AUDIT_EXAMPLES: &str = "\
Examples:
  quipu audit                          numbers that nobody can trace, sources and data that nothing uses
  quipu audit --released               every number that readers are told of a dataset with `publish: false`
  quipu audit --message-format github  the same as annotations of a pull request
Exit code 1 if there are more findings than `allowed:` in content/audit.yaml, which also waives what is no finding.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  quipu export --to xlsx               all open data as one workbook for each language, into export/
  quipu export --to ods fdi            the dataset or register fdi
  quipu export --to xlsx --language es-419 --out handed-over
  quipu export --to docx china/money   a brief as a Word document
  quipu export --to docx china --audience investor --review
Workbooks hold no formulas. In documents, bound numbers are locked; `quipu review` takes changes back.";

const REVIEW_EXAMPLES: &str = "\
Examples:
  quipu review legal.docx minister.docx              what two reviewers changed, and where they differ
  quipu review legal.docx --apply                    write what is ready into the Markdown
  quipu review legal.docx --apply --only 2,5         write two of the proposals
  quipu review legal.docx --message-format json      the same for programs
Nothing is written without `--apply`, and conflicts never are.";

const NEW_EXAMPLES: &str = "\
Examples:
  quipu new brief china/money          content/briefs/china/money.md, and its translations
  quipu new dataset port-calls         content/data/port-calls.yaml
  quipu new dataset gdp --from gdp.csv the same, with the columns that the file has
Nothing is ever replaced. Briefs and reports begin as drafts.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  quipu import ../handbook             a project of Quarto, R Markdown, MyST, MkDocs, Hugo, Zola, Jekyll or
                                       Eleventy, or a folder of Markdown, into handbook-quipu/
  quipu import notes --to water        into water/
Nothing is lost: what cannot be translated is shown as it is, and listed in import.md with its place.";

const DATA_EXAMPLES: &str = "\
Examples:
  quipu data verify                    are all raw files those that were fetched?
  quipu data update trade              what would the file at its address change?
  quipu data update trade --write      put it in place
  quipu data diff trade newer.csv      what would this file change?

Nothing else in quipu but `publish` uses the network. Exit code 1: a file is not what was
fetched, or the newer one breaks something.";

const TRACE_EXAMPLES: &str = "\
Examples:
  quipu trace \"ofdi[Peru, 2016]\"        every sentence, table and edition that uses the cell
  quipu trace \"ofdi[@alliance, 2016]\"   the same for several cells
  quipu trace 67.37                      the expressions and cells of the numbers that read so";

const TEMPLATES_EXAMPLES: &str = "\
Examples:
  quipu templates --audience investor
  quipu templates eject report.html --audience investor
  quipu templates doc | less";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  quipu schema                         the kinds, and the files that each describes
  quipu schema dataset                 the schema of datasets
  quipu schema --out .quipu/schemas    all schemas, for the settings of an editor";

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

/// The arguments of `quipu publish`.
#[derive(Debug, Args)]
pub(crate) struct PublishArguments {
    /// The target, by its name in `quipu.yaml`.
    pub target: String,
    /// What a build takes.
    #[command(flatten)]
    pub check: CheckArguments,
    /// Say what would change, and change nothing.
    #[arg(long, conflicts_with_all = ["rollback", "verify"])]
    pub dry_run: bool,
    /// Go back to the release that was live before.
    #[arg(long, conflicts_with = "verify")]
    pub rollback: bool,
    /// Read everything back and compare it with what was published.
    #[arg(long)]
    pub verify: bool,
}

/// What a build takes.
#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub check: CheckArguments,
    /// The output folder [default: public, in the publication's folder]; `AUDIENCE=FOLDER` names that of
    /// a restricted audience [default: beside the first, such as public-cabinet].
    #[arg(long, short, value_name = "FOLDER", value_parser = destination)]
    pub out: Vec<Destination>,
    /// Print which sentences, figures and PDFs differ from those of the last build.
    #[arg(long)]
    pub explain: bool,
    /// Make one of several shards of the editions, and leave it in `--store`: `3/8`; `/8` or nothing where a
    /// scheduler numbers its tasks.
    #[arg(long, value_name = "I/N", num_args = 0..=1, default_missing_value = "", value_parser = shard, requires = "store", conflicts_with_all = ["out", "explain"])]
    pub shard: Option<Wanted>,
    /// Where shards are left: a folder that all machines see, or `s3://bucket/prefix`.
    #[arg(long, value_name = "STORE", requires = "shard")]
    pub store: Option<String>,
}

/// What joining shards takes.
#[derive(Debug, Args)]
pub(crate) struct JoinArguments {
    #[command(flatten)]
    pub check: CheckArguments,
    /// The output folder, as for `quipu build`.
    #[arg(long, short, value_name = "FOLDER", value_parser = destination)]
    pub out: Vec<Destination>,
    /// Where the shards are.
    #[arg(long, value_name = "STORE")]
    pub store: String,
    /// How many there are, if the store holds runs of several numbers.
    #[arg(long, value_name = "N")]
    pub shards: Option<usize>,
}

/// Reads `3/8`, `/8`, or nothing.
fn shard(text: &str) -> Result<Wanted, String> {
    let unreadable =
        || "write `3/8`, `/8`, or nothing where a scheduler numbers its tasks".to_owned();
    if text.is_empty() {
        return Ok(Wanted::Scheduled);
    }
    let (number, count) = text.split_once('/').ok_or_else(unreadable)?;
    let count = count.parse().map_err(|_| unreadable())?;
    if number.is_empty() {
        return Ok(Wanted::OneOf(count));
    }
    let number = number.parse().map_err(|_| unreadable())?;
    Ok(Wanted::Given(Shard { number, count }))
}

/// What the matrix of editions takes.
#[derive(Debug, Args)]
pub(crate) struct EditionsArguments {
    #[command(flatten)]
    pub check: CheckArguments,
    /// Only the profiles of this entity, by its id or name.
    #[arg(long = "for", value_name = "ENTITY")]
    pub entity: Option<String>,
}

/// A folder that editions are written to.
#[derive(Debug, Clone)]
pub(crate) struct Destination {
    /// The restricted audience whose folder it is; none for the open one.
    pub audience: Option<String>,
    /// The folder.
    pub folder: PathBuf,
}

#[expect(clippy::unnecessary_wraps, reason = "clap wants a parser that may fail")]
fn destination(text: &str) -> Result<Destination, std::convert::Infallible> {
    let is_id = |name: &str| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let named = text.split_once('=').filter(|(name, _)| is_id(name));
    Ok(match named {
        Some((name, folder)) => {
            Destination { audience: Some(name.to_owned()), folder: folder.into() }
        }
        None => Destination { audience: None, folder: text.into() },
    })
}

/// What a check takes.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags are independent of each other")]
pub(crate) struct CheckArguments {
    /// The folder that holds `quipu.yaml`.
    #[arg(default_value = ".")]
    pub publication: PathBuf,
    /// The address of the site's root, in place of `base_url` in `quipu.yaml`.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub base_url: Option<String>,
    /// How many threads work [default: one for each core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Make no PDFs.
    #[arg(long)]
    pub no_pdf: bool,
    /// The longest that a PDF may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = clap::value_parser!(u32).range(1..))]
    pub timeout: u32,
    /// Build drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// Build what is out at this moment, such as `2026-12-01 09:00 America/Bogota`; what is not
    /// out yet is marked.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<jiff::Timestamp>,
    /// The day that counts as today [default: the variable `SOURCE_DATE_EPOCH`, or the newest text].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<jiff::civil::Date>,
    /// Make errors of what is otherwise a warning.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// How diagnostics are printed.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// Print how many problems there are of each kind, and in which files, in place of each.
    #[arg(long, conflicts_with = "message_format")]
    pub summary: bool,
    /// Print nothing but diagnostics.
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print what changed in the output folder.
    #[arg(long, short)]
    pub verbose: bool,
}

/// What a server takes.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The folder that holds `quipu.yaml`.
    #[arg(default_value = ".")]
    pub publication: PathBuf,
    /// The port; if it is taken, the next free one.
    #[arg(long, default_value = "4747")]
    pub port: u16,
    /// The address to listen at: another than this machine's own can be read by others.
    #[arg(long, default_value = "127.0.0.1")]
    pub address: std::net::IpAddr,
    /// Show drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// How your editor opens a place: an address with `{path}`, `{line}` and `{column}`.
    #[arg(long, default_value = "vscode://file{path}:{line}:{column}", value_name = "ADDRESS")]
    pub editor: String,
    /// Open the browser.
    #[arg(long)]
    pub open: bool,
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Data past the day by which they were to be reviewed.
    Stale,
}

/// What an export takes.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The format.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub to: ExportFormat,
    /// The dataset or register, or the report, brief or page; all of them if there is none.
    pub name: Option<String>,
    /// The audience of documents; the default one if there is none.
    #[arg(long, value_name = "AUDIENCE")]
    pub audience: Option<String>,
    /// Number the lines of documents, put the audit's remarks into the margin, and track changes.
    #[arg(long)]
    pub review: bool,
    /// The language; all of the publication if there is none.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// The folder to write into [default: export, in the publication's folder].
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// The folder that holds `quipu.yaml`.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Workbooks for Excel.
    Xlsx,
    /// Workbooks for LibreOffice and other programs that read the open format.
    Ods,
    /// Documents for Word.
    Docx,
}

/// What is done with the raw files of datasets.
#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Prove that the raw files are those that were fetched.
    Verify {
        /// The dataset; all that say where they were fetched if none is named.
        name: Option<String>,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
    /// Fetch the raw file of a dataset anew and show what it changes; this uses the network.
    Update {
        /// The dataset.
        name: String,
        /// Put the new file in place, with its day and hash.
        #[arg(long)]
        write: bool,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
    /// Show what a newer file changes: data, sentences, figures, statements that break.
    Diff {
        /// The dataset, or its file.
        old: String,
        /// The newer file.
        new: PathBuf,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
}

/// What can be done with translations beside comparing them.
#[derive(Debug, Subcommand)]
pub(crate) enum TranslationCommand {
    /// Make a file for each language, for the programs of translators.
    Export {
        /// The format.
        #[arg(long, value_enum, value_name = "FORMAT")]
        to: TranslationFormat,
        /// The language; all but the first if there is none.
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// The folder to write into [default: export, in the publication's folder].
        #[arg(long, short, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
    /// Write what translators sent back into the Markdown.
    Import {
        /// The files that came back.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
}

/// The formats for translators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TranslationFormat {
    /// XLIFF 1.2, which all translation programs read.
    Xliff,
    /// PO, the format of gettext.
    Po,
    /// A Word document: a table of blocks, the original beside its translation.
    Docx,
}

/// What a review takes.
#[derive(Debug, Args)]
pub(crate) struct ReviewArguments {
    /// The documents that came back.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write the proposals that are ready into the Markdown.
    #[arg(long)]
    pub apply: bool,
    /// Keep remarks in the margin as comments of the Markdown, which no reader sees.
    #[arg(long)]
    pub comments: bool,
    /// Write these proposals and no others.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', requires = "apply")]
    pub only: Vec<usize>,
    /// The folder that holds `quipu.yaml`.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
    /// How proposals are printed.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub message_format: TraceFormat,
}

/// What a new file takes.
#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// What to make.
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its name: lowercase letters, digits and dashes; in that of a brief also slashes.
    pub name: String,
    /// The day of a brief, report or register [default: today, in UTC].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<jiff::civil::Date>,
    /// Describe this file of rows, for a dataset; it is copied beside it.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The folder that holds `quipu.yaml`.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
}

/// What a publication can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewPublication {
    /// A report of two chapters in two languages, for two audiences.
    PolicyReport,
    /// The figures of a quarter, with a chart and a table.
    StatisticalRelease,
    /// A sheet for each of four islands, from one dataset.
    CountryFactSheets,
}

/// What can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    /// A Markdown file with front matter.
    Brief,
    /// A brief with an edition for each of several places.
    Profile,
    /// An ordered set of briefs.
    Report,
    /// A table with a key, typed columns, a unit and a source.
    Dataset,
    /// A typed list of recommendations, events and the like.
    Register,
    /// A group of readers who get editions of their own.
    Audience,
    /// Colours, sizes and templates that differ from another theme's.
    Theme,
}

/// What the commands on templates take.
#[derive(Debug, Args)]
pub(crate) struct TemplatesArguments {
    /// Only the templates of this audience.
    #[arg(long, global = true, value_name = "AUDIENCE")]
    pub audience: Option<String>,
    /// The folder that holds `quipu.yaml`.
    #[arg(long, global = true, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
    #[command(subcommand)]
    pub command: Option<TemplateCommand>,
}

/// What can be done with templates beside looking them up.
#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    /// Copy the file that serves a template to where it overrides that file.
    Eject {
        /// The template, such as `html/report.html`, or `report.html`.
        template: String,
    },
    /// Print the guide to templates, with every variable and function that they get.
    Doc,
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

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "a day is written `YYYY-MM-DD`, such as `2026-11-20`".to_owned())
}

/// How a trace is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// For people.
    Human,
    /// One JSON object a line, for programs.
    Json,
}

fn address(text: &str) -> Result<String, String> {
    match quipu::publication::settings::address_fault(text) {
        None => Ok(text.to_owned()),
        Some((message, hint)) => Err(format!("{message}: {hint}")),
    }
}

/// Reads a moment with a time zone.
fn moment(text: &str) -> Result<jiff::Timestamp, String> {
    let moment = quipu::publication::life::parse(text).map(|moment| moment.timestamp());
    moment.ok_or_else(|| {
        "write `2026-12-01 09:00 America/Bogota`, or `2026-12-01T09:00:00-05:00`".to_owned()
    })
}
