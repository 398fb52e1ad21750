//! The data of a figure, for its downloads: what it shows, as numbers instead of as printed.

use ecow::EcoString;
use rust_decimal::Decimal;
use serde::Serialize;

use super::Target;

/// What a figure shows of a dataset or register. A page offers it as CSV and JSON, which
/// `render::figure_data` writes; the renderers of the document itself read only where it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureData {
    /// The name of its files, without folder and extension.
    pub file: EcoString,
    /// The title of the dataset or register.
    pub title: EcoString,
    /// The page of the dataset or register; none if it has none. Typst does not get it: it differs
    /// between editions that share a PDF.
    #[serde(skip)]
    pub page: Option<Target>,
    /// The columns, left to right.
    #[serde(skip)]
    pub columns: Vec<DataColumn>,
    /// The rows, each with one value for each column.
    #[serde(skip)]
    pub rows: Vec<Vec<DataValue>>,
}

/// A column of a figure's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataColumn {
    /// Its head in the language of the edition.
    pub title: EcoString,
    /// Its unit, such as `US$ million`; empty if it has none.
    pub unit: EcoString,
}

/// A value of a figure's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataValue {
    /// Nothing is known.
    Missing,
    /// A number with all its decimals, however few the figure prints.
    Number(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A text as printed.
    Text(EcoString),
}
