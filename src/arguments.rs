//! The command line: what a user may type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
  quipu check --message-format github  everything but writing, for CI
  quipu explain Q302                   what a code means, and what to do";

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the website and the PDFs.
    #[command(
        after_help = "The output folder is replaced as a whole when everything is made, and left as it was if anything fails."
    )]
    Build(BuildArguments),
    /// Check everything that a build would, and write nothing.
    Check(CheckArguments),
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

/// What a build takes.
#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub check: CheckArguments,
    /// The output folder [default: public, in the publication's folder].
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
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
    /// Build drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// How diagnostics are printed.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// Print nothing but diagnostics.
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print what changed in the output folder.
    #[arg(long, short)]
    pub verbose: bool,
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

fn address(text: &str) -> Result<String, String> {
    if text.starts_with("https://") || text.starts_with("http://") {
        Ok(text.to_owned())
    } else {
        Err("an address begins with `https://`".to_owned())
    }
}
