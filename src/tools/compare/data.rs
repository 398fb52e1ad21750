//! The data in which two sites differ, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Site;

/// A file of data that differs.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataChange {
    /// Its path below the site's root.
    pub path: String,
    /// The rows that are gone, by their keys; all of them if the file is gone.
    pub lost_rows: Vec<String>,
    /// The columns that are gone.
    pub lost_columns: Vec<String>,
    /// The rows that are new.
    pub new_rows: Vec<String>,
    /// The columns that are new.
    pub new_columns: Vec<String>,
    /// The cells that hold something else.
    pub cells: Vec<CellChange>,
}

/// A cell that holds something else.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// The key of its row.
    pub row: String,
    /// The head of its column.
    pub column: String,
    /// What it held.
    pub before: String,
    /// What it holds.
    pub after: String,
}

/// A file of rows.
#[derive(Debug, Default)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Whether a file with this name contains data.
pub(super) fn is_data(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == "csv")
}

/// Returns the files of data that differ.
pub(super) fn between(before: &Site, after: &Site) -> Vec<DataChange> {
    let files = before.keys().chain(after.keys()).filter(|path| is_data(path));
    // The data behind a figure come from datasets, which have files of their own in `data/`.
    let paths: BTreeSet<_> = files.filter(|path| path.starts_with("data/")).collect();
    let differing = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    differing.map(|path| change(path, &table(before, path), &table(after, path))).collect()
}

fn table(site: &Site, path: &str) -> Table {
    let bytes = site.get(path).map(Vec::as_slice).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let columns = reader.headers().map(texts).unwrap_or_default();
    let rows = reader.records().flatten().map(|record| texts(&record)).collect();
    Table { columns, rows }
}

impl Table {
    /// Returns how many columns, from the left, identify the rows.
    fn key(&self) -> usize {
        let tells = |count: &usize| {
            let keys: BTreeSet<_> = self.rows.iter().map(|row| row.get(..*count)).collect();
            keys.len() == self.rows.len()
        };
        (1..=self.columns.len()).find(tells).unwrap_or(self.columns.len())
    }

    /// Returns the rows by the texts of their first columns.
    fn by_key(&self, key: usize) -> BTreeMap<String, &[String]> {
        let name = |row: &Vec<String>| row.get(..key).unwrap_or(row).join(", ");
        self.rows.iter().map(|row| (name(row), row.as_slice())).collect()
    }

    fn value<'r>(&self, row: &'r [String], column: &str) -> &'r str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).map(String::as_str).unwrap_or_default()
    }
}

fn change(path: &str, old: &Table, new: &Table) -> DataChange {
    let key = old.key().max(new.key());
    let (before, after) = (old.by_key(key), new.by_key(key));
    let lacking = |names: &[String], others: &[String]| {
        names.iter().filter(|name| !others.contains(name)).cloned().collect()
    };
    let mut cells = Vec::new();
    for (name, row) in &after {
        let Some(earlier) = before.get(name) else { continue };
        for column in new.columns.iter().filter(|column| old.columns.contains(column)) {
            let (before, after) = (old.value(earlier, column), new.value(row, column));
            if before != after {
                let (row, column) = (name.clone(), column.clone());
                cells.push(CellChange { row, column, before: before.into(), after: after.into() });
            }
        }
    }
    DataChange {
        path: path.to_owned(),
        lost_rows: before.keys().filter(|name| !after.contains_key(*name)).cloned().collect(),
        lost_columns: lacking(&old.columns, &new.columns),
        new_rows: after.keys().filter(|name| !before.contains_key(*name)).cloned().collect(),
        new_columns: lacking(&new.columns, &old.columns),
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_matched_by_as_many_columns_as_tell_them_apart() {
        let site = |text: &str| Site::from([("data/a.csv".to_owned(), text.as_bytes().to_vec())]);
        let before = site("place,year,value\nx,1,10\nx,2,20\n");
        let after = site("place,year,value\nx,2,21\nx,1,10\ny,1,5\n");
        let found = between(&before, &after);
        assert_eq!(found[0].new_rows, ["y, 1"]);
        let cell = &found[0].cells[0];
        assert_eq!(
            (cell.row.as_str(), cell.before.as_str(), cell.after.as_str()),
            ("x, 2", "20", "21")
        );
        assert_eq!((found.len(), found[0].cells.len()), (1, 1));
    }
}
