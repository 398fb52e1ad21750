//! Rows that are totals of the others: those that the author declares, and those that are only called so.

use super::{Dataset, Value};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::yaml::{self, Node};
use crate::publication::entity::Entities;

/// What rows of totals are called in the languages of the program, in small letters.
const NAMES: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "overall total",
    "subtotal",
    "sub-total",
    "sum",
    // German
    "insgesamt",
    "gesamt",
    "gesamtsumme",
    "summe",
    "zusammen",
    // French
    "ensemble",
    "total général",
    "totaux",
    "sous-total",
    "somme",
    // Spanish
    "total general",
    "totales",
    "suma",
    "suma total",
    // Portuguese
    "total geral",
    "totais",
    "soma",
    // Russian
    "всего",
    "итого",
    "общий итог",
    "сумма",
    // Chinese
    "合计",
    "总计",
    "总和",
    "共计",
    "小计",
    "合計",
    "總計",
    // Arabic
    "المجموع",
    "المجموع الكلي",
    "المجموع العام",
    "مجموع",
    "الإجمالي",
    "الاجمالي",
    "إجمالي",
];

impl Dataset {
    /// Reads which rows are totals.
    pub(super) fn read_totals(
        &mut self,
        node: &Node,
        entities: &Entities,
        problems: &mut Problems,
    ) {
        for name in yaml::list(node, problems, yaml::spanned_text) {
            let by_entity = || entities.find(&name.value).and_then(|id| self.row(id));
            let Some(row) = self.row(&name.value).or_else(by_entity) else {
                let message = format!("the dataset has no row `{}`", name.value);
                let hint = did_you_mean(&name.value, self.rows.iter().map(|row| row.key.as_str()));
                let add = || "name the row that holds the total, or delete `total:`".to_owned();
                problems.push(
                    Diagnostic::error(Code::UnknownRow, name.span, message)
                        .with_hint(hint.unwrap_or_else(add)),
                );
                continue;
            };
            self.totals.insert(row);
        }
    }

    /// Warns of rows that are called totals, and would be counted and sorted like the others.
    pub(super) fn undeclared_total(&self) -> Option<Diagnostic> {
        let is_total = |name: &str| {
            let name = name.trim_end_matches([':', '：']).trim().to_lowercase();
            NAMES.contains(&name.as_str())
        };
        let mut rows = self.rows.iter().filter(|row| match &row.cells[self.key].value {
            Value::Text(text) => text.all().any(|name| is_total(name)),
            _ => is_total(&row.key),
        });
        let row = rows.next()?;
        let others: Vec<_> = rows.map(|row| row.key.as_str()).collect();
        let more = match others.len() {
            0 => String::new(),
            1 => ", and so is 1 other row that is called a total".to_owned(),
            count => format!(", and so are {count} other rows that are called totals"),
        };
        let message = format!("the row `{}` is counted and sorted like the others{more}", row.key);
        let hint = if others.is_empty() {
            format!("if it is a total, add a line to the dataset: `total: {}`", row.key)
        } else {
            let all = [&[row.key.as_str()], &others[..]].concat().join(", ");
            format!("if they are totals, add a line to the dataset: `total: [{all}]`")
        };
        Some(Diagnostic::warning(Code::BadValue, row.cells[self.key].span, message).with_hint(hint))
    }
}
