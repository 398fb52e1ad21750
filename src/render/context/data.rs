//! Datasets and registers on their pages.

use ecow::EcoString;
use serde::Serialize;

use super::{Html, PageLink, Shared, WordMap};
use crate::render::context::document::FileLink;
use crate::render::context::site::{CitationView, Page, SiteView};

/// A register in the list of all.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterCard<'a> {
    /// The title, without links of its own.
    pub title: Html,
    /// The title as plain text.
    pub title_text: &'a str,
    /// What it holds, in one sentence; empty if it does not say.
    pub summary: Html,
    /// Where its page is, from this one.
    pub url: String,
    /// How many entries it has, such as `17 entries`.
    pub count_text: String,
    /// Its files.
    pub files: Vec<FileLink>,
}

/// The list of all registers, for `registers.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RegistersPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The registers, in alphabetical order of their ids.
    pub registers: Vec<RegisterCard<'a>>,
}

/// The list of all open data, for `datasets.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetsPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The datasets, in alphabetical order of their ids.
    pub datasets: Vec<DatasetCard<'a>>,
    /// The registers, which are data as well, in alphabetical order of their ids.
    pub registers: Vec<RegisterCard<'a>>,
    /// The file that describes all files, for programs.
    pub package: FileLink,
}

/// A dataset in the list of all.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetCard<'a> {
    /// The title.
    pub title: EcoString,
    /// Where the data are from; empty if the dataset does not say.
    pub source: &'a Html,
    /// Where its page is, from this one.
    pub url: String,
    /// How large it is, such as `10 rows, 12 columns`.
    pub size_text: &'a str,
    /// Its files.
    pub files: Vec<FileLink>,
}

/// The page of a dataset, for `dataset.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The dataset.
    pub dataset: DatasetView<'a>,
}

/// A dataset, rendered.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetView<'a> {
    /// Its name, by which authors bind its cells.
    pub id: &'a str,
    /// The title.
    pub title: &'a str,
    /// Where the data are from; empty if the dataset does not say.
    pub source: &'a Html,
    /// The day, month or year that the data stand for; empty if the dataset does not say.
    pub as_of: &'a str,
    /// The terms of use; empty if the dataset does not say.
    pub licence: &'a str,
    /// By when someone should look for newer data; empty if the dataset does not say.
    pub review_by: &'a str,
    /// The columns whose values no source states.
    pub inferred: &'a [EcoString],
    /// What was done to the data since they left their source.
    pub transformations: &'a [EcoString],
    /// Where the data contradict themselves, and why that is let stand.
    pub discrepancies: &'a [EcoString],
    /// What the data must not be used for.
    pub caveats: &'a [EcoString],
    /// Remarks that readers should know.
    pub notes: &'a [EcoString],
    /// How large it is, such as `10 rows, 12 columns`.
    pub size_text: &'a str,
    /// The columns with their types and units, as a table.
    pub columns: &'a Html,
    /// The rows, as a table.
    pub rows: &'a Html,
    /// That not all rows are shown, and how many are; empty if all are.
    pub cut_text: &'a str,
    /// Its files.
    pub files: Vec<FileLink>,
    /// How to cite it.
    pub citation: CitationView,
    /// The reports, briefs and pages that use it, in the order of the front page.
    pub used_in: Vec<PageLink<'a>>,
}
