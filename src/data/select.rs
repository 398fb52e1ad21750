//! The rows, columns and cells that a selector names.

mod coordinates;

use ecow::EcoString;
use jiff::civil::Date;

use super::dataset::{Column, ColumnKind, Dataset, Row, Value};
use super::expression::{Selector, THIS_KEY};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::publication::date;
use crate::publication::entity::{Entities, Entity, Member};

/// A dataset, and the entities that its rows may be of.
#[derive(Debug, Clone, Copy)]
pub struct Selecting<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// The entities.
    pub entities: &'a Entities,
    /// The entity that `@this` means; none in a text without profiles.
    pub this: Option<&'a EcoString>,
}

/// A cell by the numbers of its row and column.
pub type Position = (usize, usize);

/// All problems with a selector.
type Result<T> = std::result::Result<T, Vec<Diagnostic>>;

impl Selecting<'_> {
    /// Returns the cells of the rows that `selector` names in some columns, row by row.
    ///
    /// A bloc has the members of each column's own time: of the year, month or day that is the
    /// column's name, or else of the dataset's `as_of`.
    ///
    /// # Errors
    /// Reports rows and entities that are not there, and blocs whose members nobody can tell.
    pub fn cells(self, selector: &Selector, columns: &[usize]) -> Result<Vec<Position>> {
        if let Selector::Group(name) = selector {
            return self.members(name, columns);
        }
        let mut rows = self.named_rows(selector)?;
        if matches!(selector, Selector::All(_)) {
            // A total would count the others twice.
            rows.retain(|row| !self.dataset.totals.contains(row));
        }
        Ok(rows.iter().flat_map(|&row| columns.iter().map(move |&column| (row, column))).collect())
    }

    /// Returns the rows that `selector` names, for showing them in some columns: of a bloc,
    /// those that are members at the time of any of the columns.
    ///
    /// # Errors
    /// As [`Selecting::cells`].
    pub fn rows(self, selector: &Selector, columns: &[usize]) -> Result<Vec<usize>> {
        let Selector::Group(name) = selector else { return self.named_rows(selector) };
        let is_dated =
            |&column: &usize| date::period(self.dataset.columns[column].at().0).is_some();
        let dated: Vec<_> = columns.iter().copied().filter(is_dated).collect();
        // Without a column of its own time, the time of the dataset counts, once.
        let columns = if dated.is_empty() { &columns[..columns.len().min(1)] } else { &dated };
        let mut rows: Vec<_> =
            self.members(name, columns)?.into_iter().map(|(row, _)| row).collect();
        rows.dedup();
        Ok(rows)
    }

    fn named_rows(self, selector: &Selector) -> Result<Vec<usize>> {
        match selector {
            Selector::All(_) => Ok((0..self.dataset.rows.len()).collect()),
            Selector::Names(names) => listed(names, |name| self.row(name)),
            Selector::Range(from, to) => range(self.row(from), self.row(to), to),
            Selector::Group(_) => Ok(Vec::new()),
        }
    }

    /// Returns the number of the row with this key, or with this entity's name.
    ///
    /// # Errors
    /// Reports a name that no row has.
    pub fn row(self, name: &Spanned<EcoString>) -> std::result::Result<usize, Diagnostic> {
        if name.value == THIS_KEY {
            return self.row_of_this(name.span);
        }
        let Self { dataset, entities, .. } = self;
        let by_entity = || {
            let is_entity = dataset.columns[dataset.key].kind == ColumnKind::Entity;
            entities.find(&name.value).filter(|_| is_entity).and_then(|id| dataset.row(id))
        };
        // `0079` is how a year of the first century is typed, and 79 is its number.
        let by_year = || {
            let is_year = dataset.columns[dataset.key].kind == ColumnKind::Year;
            dataset.row(name.value.trim_start_matches('0')).filter(|_| is_year)
        };
        let found = dataset.row(&name.value).or_else(by_entity).or_else(by_year);
        found.ok_or_else(|| {
            let keys = dataset.rows.iter().map(|row| row.key.as_str());
            let hint = self.translated(&name.value);
            let hint = hint.or_else(|| did_you_mean(&name.value, keys.chain(self.names_of_rows())));
            let key = &dataset.columns[dataset.key].name;
            let message = format!("`{}` has no row `{}`", dataset.id, name.value);
            let hint = hint.unwrap_or_else(|| match dataset.rows.len() {
                0 => {
                    "it has no rows at all: add them below the header of its file, or under `rows:`"
                        .to_owned()
                }
                _ => format!("use a value of its column `{key}`"),
            });
            Diagnostic::error(Code::UnknownRow, name.span, message).with_hint(hint)
        })
    }

    /// Says by which text a row is named whose key is `name` in another language: by the first.
    fn translated(&self, name: &str) -> Option<String> {
        let dataset = self.dataset;
        let is_it = |row: &&Row| match &row.cells[dataset.key].value {
            Value::Text(text) => text.all().any(|text| text == name),
            _ => false,
        };
        let key = &dataset.rows.iter().find(is_it)?.key;
        Some(format!(
            "write `{key}`, its name in the first language of the dataset: texts of all languages use it"
        ))
    }

    /// Returns the names of the entities that the rows are of.
    fn names_of_rows(&self) -> impl Iterator<Item = &str> {
        let is_entity = self.dataset.columns[self.dataset.key].kind == ColumnKind::Entity;
        let rows = self.dataset.rows.iter().filter(move |_| is_entity);
        let entities = rows.filter_map(|row| self.entities.get(&row.key));
        entities.flat_map(|entity| {
            let aliases = entity.aliases.iter().map(|alias| &alias.value);
            entity.name.all().chain(aliases).map(EcoString::as_str)
        })
    }

    /// Returns the number of the row of the entity that a profile is of: that with its id, or in a
    /// dataset whose key is no column of entities, with one of its names.
    fn row_of_this(self, span: Span) -> std::result::Result<usize, Diagnostic> {
        let (dataset, this) = (self.dataset, profiled(self.this, span)?);
        let names = self.entities.get(this).into_iter().flat_map(|entity| entity.name.all());
        let found = std::iter::once(this).chain(names).find_map(|name| dataset.row(name));
        found.ok_or_else(|| self.lacks_this(this, span))
    }

    /// Reports a dataset that says nothing of the entity that a profile is of.
    fn lacks_this(self, this: &str, span: Span) -> Diagnostic {
        let message = format!("`{}` has no row for `{this}`", self.dataset.id);
        Diagnostic::error(Code::NotOfThis, span, message).with_hint(format!(
            "hide what depends on it where there is none, `{{when=\"known({}[@this, …])\"}}`, or leave the entity out: `except: [{this}]`",
            self.dataset.id
        ))
    }

    /// Returns the number of the column of the entity that a profile is of.
    fn column_of_this(self, span: Span) -> std::result::Result<usize, Diagnostic> {
        let this = profiled(self.this, span)?;
        let names = self.entities.get(this).into_iter().flat_map(|entity| entity.name.all());
        let found = std::iter::once(this).chain(names).find_map(|name| self.dataset.column(name));
        found.ok_or_else(|| {
            let message = format!("`{}` has no column for `{this}`", self.dataset.id);
            Diagnostic::error(Code::NotOfThis, span, message)
                .with_hint(format!("leave the entity out: `except: [{this}]`"))
        })
    }

    /// Returns the cells of a bloc's members, row by row.
    fn members(self, name: &Spanned<EcoString>, columns: &[usize]) -> Result<Vec<Position>> {
        let bloc = self.bloc(name).map_err(|diagnostic| vec![diagnostic])?;
        let is_dated = bloc.members.iter().any(Member::is_dated);
        let mut days = Vec::with_capacity(columns.len());
        for &column in columns {
            let day = self.day(&self.dataset.columns[column]);
            if is_dated {
                self.check_day(bloc, name, column, day).map_err(|diagnostic| vec![diagnostic])?;
            }
            days.push(day);
        }
        let was_member =
            |member: &Member, day: Option<Date>| !is_dated || day.is_some_and(|day| member.on(day));
        let mut cells = Vec::new();
        let mut problems = Vec::new();
        for (index, member) in bloc.members.iter().enumerate() {
            let id = &member.id.value;
            if bloc.members[..index].iter().any(|earlier| earlier.id.value == *id) {
                continue;
            }
            // An entity that left and came back has two memberships.
            let own: Vec<_> = bloc.members.iter().filter(|other| other.id.value == *id).collect();
            let mut at = days
                .iter()
                .zip(columns)
                .filter(|(day, _)| own.iter().any(|membership| was_member(membership, **day)))
                .map(|(_, &column)| column)
                .peekable();
            match self.dataset.row(id) {
                Some(row) => cells.extend(at.map(|column| (row, column))),
                None if at.peek().is_none() => {}
                None => problems.push(self.lacks_member(id, name)),
            }
        }
        if problems.is_empty() { Ok(cells) } else { Err(problems) }
    }

    fn bloc(&self, name: &Spanned<EcoString>) -> std::result::Result<&Entity, Diagnostic> {
        let entity = self.entities.named(&name.value);
        let entity = entity.ok_or_else(|| self.entities.unknown(&name.value, name.span))?;
        if entity.members.is_empty() {
            let message = format!("the entity `{}` has no members", name.value);
            return Err(Diagnostic::error(Code::UnknownEntity, name.span, message)
                .with_hint("add `members: […]` to it in `content/entities.yaml`"));
        }
        Ok(entity)
    }

    /// Returns the day whose members count in a column: the last of its year, month or day, or
    /// else of what the dataset stands for.
    fn day(self, column: &Column) -> Option<Date> {
        let as_of = || self.dataset.as_of.as_ref().and_then(|as_of| date::period(&as_of.value));
        date::period(column.at().0).or_else(as_of).map(|(_, last)| last)
    }

    fn check_day(
        self,
        bloc: &Entity,
        name: &Spanned<EcoString>,
        column: usize,
        day: Option<Date>,
    ) -> std::result::Result<(), Diagnostic> {
        let column = &self.dataset.columns[column].name;
        let Some(day) = day else {
            let message = format!(
                "it is unclear at what date the members of `{}` count in `{column}`",
                name.value
            );
            return Err(Diagnostic::error(Code::UnknownEntity, name.span, message)
                .with_hint(format!("add `as_of:` to the dataset `{}`", self.dataset.id)));
        };
        if bloc.members.iter().any(|member| member.on(day)) {
            return Ok(());
        }
        let message = format!("`{}` had no members on {day}", name.value);
        Err(Diagnostic::error(Code::UnknownEntity, name.span, message)
            .with_related(bloc.span, "its members are listed here")
            .with_hint("name the rows one by one, or other columns"))
    }

    fn lacks_member(self, member: &str, name: &Spanned<EcoString>) -> Diagnostic {
        let message = format!(
            "`{}` has no row for `{member}`, a member of `{}`",
            self.dataset.id, name.value
        );
        Diagnostic::error(Code::UnknownRow, name.span, message).lacking(member).with_hint(
            "a sum over a bloc needs all its members; otherwise name the rows one by one",
        )
    }

    /// Returns the numbers of the columns that `selector` names, in its order.
    ///
    /// # Errors
    /// Reports all columns that are not there.
    pub fn columns(self, selector: &Selector) -> Result<Vec<usize>> {
        let column = |name: &Spanned<EcoString>| {
            if name.value == THIS_KEY {
                return self.column_of_this(name.span);
            }
            match self.moving(&name.value) {
                Some(found) => Ok(found),
                None => column(self.dataset, name),
            }
        };
        match selector {
            Selector::All(_) => Ok((0..self.dataset.columns.len()).collect()),
            Selector::Names(names) => listed(names, column),
            Selector::Range(from, to) => range(column(from), column(to), to),
            Selector::Group(name) => Err(vec![
                Diagnostic::error(
                    Code::UnknownColumn,
                    name.span,
                    "columns cannot be selected by a bloc",
                )
                .with_hint("name the columns, or a range such as `2007..2016`"),
            ]),
        }
    }
}

/// Returns what the items of a list name, one each or several as a range, `2019..2022`.
fn listed(
    names: &[Spanned<EcoString>],
    one: impl Fn(&Spanned<EcoString>) -> std::result::Result<usize, Diagnostic>,
) -> Result<Vec<usize>> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for name in names {
        let parts =
            name.value.split_once("..").filter(|(from, to)| !from.is_empty() && !to.is_empty());
        let ends = parts.map(|(from, to)| {
            [from, to].map(|part| Spanned::new(EcoString::from(part.trim()), name.span))
        });
        let several = match (one(name), ends) {
            (Ok(single), _) => Ok(vec![single]),
            (Err(_), Some([from, to])) => range(one(&from), one(&to), &to),
            (Err(problem), None) => Err(vec![problem]),
        };
        match several {
            Ok(several) => found.extend(several),
            Err(several) => problems.extend(several),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Returns the entity that `@this` means.
///
/// # Errors
/// Reports a text that is one for all.
pub(super) fn profiled(
    this: Option<&EcoString>,
    span: Span,
) -> std::result::Result<&EcoString, Diagnostic> {
    this.ok_or_else(|| {
        let message = "`@this` is the entity of a profile, but this text has no profiles";
        Diagnostic::error(Code::NoProfile, span, message).with_hint(
            "name an entity, or add `for: …` to the front matter to make an edition for each of several",
        )
    })
}

/// Returns the number of the column with this name.
///
/// # Errors
/// Reports a name that no column has.
pub fn column(
    dataset: &Dataset,
    name: &Spanned<EcoString>,
) -> std::result::Result<usize, Diagnostic> {
    let known = dataset.column(&name.value);
    known.or_else(|| coordinates::by_other_name(dataset, &name.value)).ok_or_else(|| {
        let names = dataset.columns.iter().map(|column| column.name.as_str());
        let all: Vec<_> = names.clone().map(|name| format!("`{name}`")).collect();
        let hint = range_hint(dataset, &name.value)
            .or_else(|| order_hint(dataset, &name.value))
            .or_else(|| year_hint(dataset, &name.value))
            .or_else(|| did_you_mean(&name.value, names))
            .unwrap_or_else(|| format!("its columns are {}", all.join(", ")));
        let message = format!("`{}` has no column `{}`", dataset.id, name.value);
        Diagnostic::error(Code::UnknownColumn, name.span, message).with_hint(hint)
    })
}

/// Returns a hint for a range that is written with a dash, as in prose.
fn range_hint(dataset: &Dataset, name: &str) -> Option<String> {
    let parts = name.split_once(" to ").or_else(|| name.split_once(['-', '–', '—', ':', '…']));
    let (from, to) = parts?;
    let (from, to) = (from.trim(), to.trim());
    let is_range = dataset.column(from).is_some() && dataset.column(to).is_some();
    is_range.then(|| format!("a range is written with two points: `{from}..{to}`"))
}

/// Returns a hint for a year that no column has: another year is not what was meant.
fn year_hint(dataset: &Dataset, name: &str) -> Option<String> {
    let year = |text: &str| -> Option<u16> { text.parse().ok().filter(|_| text.len() == 4) };
    let bare = name.trim_matches('.');
    if bare != name && year(bare).is_some() {
        return Some(format!("a range is written with two points: `2021..{bare}`"));
    }
    year(name)?;
    let mut years: Vec<_> =
        dataset.columns.iter().filter_map(|column| year(&column.name)).collect();
    years.sort_unstable();
    let digits = |year: &u16| {
        let mut digits: Vec<_> = year.to_string().into_bytes();
        digits.sort_unstable();
        digits
    };
    let own: u16 = name.parse().ok()?;
    if let Some(turned) = years.iter().find(|year| digits(year) == digits(&own)) {
        return Some(format!("did you mean `{turned}`?"));
    }
    let (first, last) = (years.first()?, years.last()?);
    Some(format!("its years are {first} to {last}; add a column for {name} if there are data"))
}

/// Returns a hint for a column with the word for a direction of sorting, as in SQL.
fn order_hint(dataset: &Dataset, name: &str) -> Option<String> {
    let (column, order) =
        name.rsplit_once([' ', ':', '-']).map(|(a, b)| (a.trim_end_matches([' ', ':']), b))?;
    dataset.column(column)?;
    match order.to_lowercase().as_str() {
        "desc" | "descending" | "down" | "largest" => {
            Some(format!("a minus sorts from the largest: `-{column}`"))
        }
        "asc" | "ascending" | "up" => Some(format!("delete the word: `{column}`")),
        _ => None,
    }
}

/// Returns all values, or else all that is wrong.
fn all(
    results: impl Iterator<Item = std::result::Result<usize, Diagnostic>>,
) -> Result<Vec<usize>> {
    let mut problems = Vec::new();
    let found = results.filter_map(|result| match result {
        Ok(value) => Some(value),
        Err(diagnostic) => {
            problems.push(diagnostic);
            None
        }
    });
    let found = found.collect();
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

fn range(
    from: std::result::Result<usize, Diagnostic>,
    to: std::result::Result<usize, Diagnostic>,
    end: &Spanned<EcoString>,
) -> Result<Vec<usize>> {
    let ends = all([from, to].into_iter())?;
    let (from, to) = (ends[0], ends[1]);
    if from > to {
        let message = format!("`{}` comes before the start of the range", end.value);
        return Err(vec![
            Diagnostic::error(Code::TypeMisuse, end.span, message)
                .with_hint("ranges follow the order of the file: swap the two names"),
        ]);
    }
    Ok((from..=to).collect())
}
