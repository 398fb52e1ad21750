//! Arguments of the commands for authors, translators and reviewers.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::TraceFormat;
use crate::cli::arguments::building::day;

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
