//! Arguments of the commands for authors, translators and reviewers.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::TraceFormat;
use crate::cli::arguments::building::day;

/// What to do with the raw files of datasets.
#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Verify that the raw files are as they were fetched.
    Verify {
        /// The dataset; by default, all that say where they were fetched.
        name: Option<String>,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
    /// Fetch the raw file of a dataset again and show what it changes; this uses the network.
    Update {
        /// The dataset.
        name: String,
        /// Put the new file in place, with its date and hash.
        #[arg(long)]
        write: bool,
        /// The folder that holds `quipu.yaml`.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        publication: PathBuf,
    },
    /// Show what a newer file changes: data, sentences, figures, statements that become false.
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

/// What else can be done with translations.
#[derive(Debug, Subcommand)]
pub(crate) enum TranslationCommand {
    /// Write a file for each language, for translation software.
    Export {
        /// The format.
        #[arg(long, value_enum, value_name = "FORMAT")]
        to: TranslationFormat,
        /// The language; all except the first if not given.
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// A restricted audience whose translators get what only it reads as well.
        #[arg(long, value_name = "NAME")]
        audience: Option<String>,
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
    /// XLIFF 1.2, which all translation software reads.
    Xliff,
    /// PO, the format of gettext.
    Po,
    /// A Word document: a table of blocks, with each original next to its translation.
    Docx,
}

/// The arguments of `quipu review`.
#[derive(Debug, Args)]
pub(crate) struct ReviewArguments {
    /// The documents that came back.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write the proposals that are ready into the Markdown.
    #[arg(long)]
    pub apply: bool,
    /// Keep comments in the margin as remarks in the Markdown, `[words]{comment="…"}`, which only drafts show.
    #[arg(long)]
    pub comments: bool,
    /// Write only these proposals.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', requires = "apply")]
    pub only: Vec<usize>,
    /// The folder that holds `quipu.yaml`.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
    /// How proposals are printed.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub message_format: TraceFormat,
}

/// The arguments of `quipu new`.
#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// What to create.
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its name, in lower-case letters, digits and dashes, and for a brief also slashes.
    pub name: String,
    /// The date of a brief, report or register [default: today, in UTC].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<jiff::civil::Date>,
    /// For a dataset, describe this file of rows and copy it next to the dataset.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The folder that holds `quipu.yaml`.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub publication: PathBuf,
}

/// The examples that a publication can start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewPublication {
    /// A report with two chapters in two languages, for two audiences.
    PolicyReport,
    /// The figures of a quarter, with a chart and a table.
    StatisticalRelease,
    /// A factsheet for each of four islands, from one dataset.
    CountryFactSheets,
}

/// What can be created.
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
    /// A group of readers who get their own editions.
    Audience,
    /// Colours, sizes and templates that differ from another theme's.
    Theme,
    /// A text in the languages that it lacks, with the original beside it as comments.
    Translation,
}

/// The arguments of `quipu templates`.
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

/// What else can be done with templates.
#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    /// Copy the file used for a template to a place where the copy overrides it.
    Eject {
        /// The template, such as `html/report.html`, or `report.html`.
        template: String,
    },
    /// Print the guide to templates, with every variable and function that they can use.
    Doc,
}
