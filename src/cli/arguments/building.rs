//! Arguments of the commands that make the publication, or look at what they would make.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use quipu::shard::{Shard, Wanted};

use super::{MessageFormat, TraceFormat};

/// The arguments of `quipu publish`.
#[derive(Debug, Args)]
pub(crate) struct PublishArguments {
    /// The target, by its name in `quipu.yaml`.
    pub target: String,
    /// The arguments of `quipu build`.
    #[command(flatten)]
    pub check: CheckArguments,
    /// Show what would change, without changing anything.
    #[arg(long, conflicts_with_all = ["rollback", "verify"])]
    pub dry_run: bool,
    /// Go back to the release that was live before.
    #[arg(long, conflicts_with = "verify")]
    pub rollback: bool,
    /// Read everything back and compare it with what was published.
    #[arg(long)]
    pub verify: bool,
}

/// The arguments of `quipu diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The older release, by its name, or the folder of the older site.
    pub before: String,
    /// The newer one [default: what would be published now; after a folder, `public`].
    pub after: Option<String>,
    /// Draft the entries of `content/corrections.yaml` that tell readers what was changed.
    #[arg(long)]
    pub notice: bool,
    /// The folder that holds `quipu.yaml`, for releases.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub message_format: TraceFormat,
}

/// The arguments of `quipu build`.
#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub check: CheckArguments,
    /// The output folder [default: public, in the publication's folder]; `AUDIENCE=FOLDER` sets that of
    /// a restricted audience [default: next to the first, such as public-cabinet].
    #[arg(long, short, value_name = "FOLDER", value_parser = destination)]
    pub out: Vec<Destination>,
    /// Print which sentences, figures and PDFs differ from the last build; with `why`, which files were made again,
    /// and what had changed.
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "numbers")]
    pub explain: Option<ExplainWhat>,
    /// Make one of several shards of the editions, and put it in `--store`: `3/8`; `/8` or nothing where a
    /// scheduler numbers its tasks.
    #[arg(long, value_name = "I/N", num_args = 0..=1, default_missing_value = "", value_parser = shard, requires = "store", conflicts_with_all = ["out", "explain"])]
    pub shard: Option<Wanted>,
    /// Where shards are stored: a folder that all machines share, or `s3://bucket/prefix`.
    #[arg(long, value_name = "STORE", requires = "shard")]
    pub store: Option<String>,
}

/// What a build explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainWhat {
    /// What reads differently than after the last build.
    Numbers,
    /// Why files were made again.
    Why,
}

/// The arguments of `quipu join`.
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
    /// How many shards there are, if the store has runs with different numbers.
    #[arg(long, value_name = "N")]
    pub shards: Option<usize>,
}

/// Reads `3/8`, `/8`, or nothing.
pub(super) fn shard(text: &str) -> Result<Wanted, String> {
    let unreadable =
        || "write `3/8`, or where a scheduler numbers its tasks, `/8` or nothing".to_owned();
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

/// The arguments of `quipu editions`.
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
pub(super) fn destination(text: &str) -> Result<Destination, std::convert::Infallible> {
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

/// The arguments of `quipu check`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags are independent of each other")]
pub(crate) struct CheckArguments {
    /// The folder that holds `quipu.yaml`.
    #[arg(default_value = ".")]
    pub publication: PathBuf,
    /// The address of the site's root, instead of `base_url` in `quipu.yaml`.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub base_url: Option<String>,
    /// How many threads to use [default: one for each core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Make no PDFs.
    #[arg(long)]
    pub no_pdf: bool,
    /// Build everything from scratch, and keep nothing in `.quipu/store` for later builds.
    #[arg(long)]
    pub fresh: bool,
    /// The longest time that a PDF may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = clap::value_parser!(u32).range(1..))]
    pub timeout: u32,
    /// Build drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// Build what is out at this time, such as `2026-12-01 09:00 America/Bogota`; what is not
    /// out yet is marked.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<jiff::Timestamp>,
    /// The date that counts as today [default: the variable `SOURCE_DATE_EPOCH`, or the newest text].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<jiff::civil::Date>,
    /// Treat these warnings as errors.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// How diagnostics are printed.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// Print how many problems of each kind there are, and in which files, instead of each problem.
    #[arg(long, conflicts_with = "message_format")]
    pub summary: bool,
    /// Print nothing but diagnostics.
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print what changed in the output folder.
    #[arg(long, short)]
    pub verbose: bool,
}

/// The arguments of `quipu serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The folder that holds `quipu.yaml`.
    #[arg(default_value = ".")]
    pub publication: PathBuf,
    /// The port; if it is taken, the next free one.
    #[arg(long, default_value = "4747")]
    pub port: u16,
    /// The address to listen on; with any other than the default, other machines can read the site.
    #[arg(long, default_value = "127.0.0.1")]
    pub address: std::net::IpAddr,
    /// Show drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// The address by which your editor opens a place, with `{path}`, `{line}` and `{column}`.
    #[arg(long, default_value = "vscode://file{path}:{line}:{column}", value_name = "ADDRESS")]
    pub editor: String,
    /// Open the browser.
    #[arg(long)]
    pub open: bool,
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Data whose review is overdue.
    Stale,
}

/// The arguments of `quipu export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The format.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub to: ExportFormat,
    /// The dataset or register, or the report, brief or page; all of them if not given.
    pub name: Option<String>,
    /// The audience of documents and pictures [default: the default audience].
    #[arg(long, value_name = "AUDIENCE")]
    pub audience: Option<String>,
    /// Number the lines of documents, add what words stand on and what the audit finds as comments, and track changes.
    #[arg(long)]
    pub review: bool,
    /// The language; all languages of the publication if not given.
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
    /// Workbooks for LibreOffice and other programs that read OpenDocument.
    Ods,
    /// Documents for Word.
    Docx,
    /// Pictures of the charts, 2,000 pixels wide.
    Png,
}

pub(super) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "write a date as `YYYY-MM-DD`, such as `2026-11-20`".to_owned())
}

pub(super) fn address(text: &str) -> Result<String, String> {
    match quipu::address_fault(text) {
        None => Ok(text.to_owned()),
        Some((message, hint)) => Err(format!("{message}: {hint}")),
    }
}

/// Reads a date and time with a time zone.
pub(super) fn moment(text: &str) -> Result<jiff::Timestamp, String> {
    let moment = quipu::moment(text).map(|moment| moment.timestamp());
    moment.ok_or_else(|| {
        "write `2026-12-01 09:00 America/Bogota`, or `2026-12-01T09:00:00-05:00`".to_owned()
    })
}
