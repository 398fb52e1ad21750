//! Bound numbers over a large dataset: parsed, evaluated and printed, nothing else.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use quipu::diagnostic::Problems;
use quipu::files;
use quipu::parts::Span;
use quipu::parts::evaluate;
use quipu::parts::{self, Publication};
use quipu::parts::{Locale, print};

use quipu::parts::Theme;

use crate::outcome::Outcome;

/// The rows and columns of the dataset.
const SIZE: (usize, usize) = (10_000, 100);

/// How many numbers are bound.
const NUMBERS: usize = 100_000;

/// How often they are bound; the median counts.
const ROUNDS: usize = 5;

/// Measures reading the dataset and binding the numbers, and prints both.
pub(crate) fn measure(work: &Path) -> Outcome<()> {
    let folder = work.join("data");
    write(&folder)?;
    let start = Instant::now();
    let mut problems = Problems::default();
    let mut reading = files::read(&folder)?;
    parts::add_embedded(&mut reading);
    let Ok(publication) = parts::load(reading, &mut problems) else {
        return Err("the publication cannot be loaded".into());
    };
    let loaded = start.elapsed();
    let theme = Theme::new(&publication.audiences[0], &publication, &mut problems);
    if problems.has_errors() {
        return Err(format!("{problems:?}").into());
    }
    let expressions: Vec<String> = (0..NUMBERS).map(expression).collect();
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(bind(&publication, &theme, &expressions)?);
    }
    rounds.sort();
    println!("data: {} cells read in {loaded:.2?}", SIZE.0 * SIZE.1);
    println!("data: {NUMBERS} numbers bound over them in {:.2?}", rounds[ROUNDS / 2]);
    Ok(())
}

/// Writes a publication whose dataset has its rows in a CSV file.
fn write(folder: &Path) -> Outcome<()> {
    let (rows, columns) = SIZE;
    let data = folder.join("content/data");
    fs::create_dir_all(&data)?;
    fs::write(folder.join("quipu.yaml"), "title: Bench\nlanguages: [en]\n")?;
    let last = 1900 + columns - 1;
    fs::write(
        data.join("big.yaml"),
        format!(
            "title: Big\nmeasure: {{unit: USD, scale: million, kind: flow}}\nkey: id\n\
             columns: {{id: text, 1900..{last}: number}}\nrows: big.csv\n"
        ),
    )?;
    let mut sheet = String::from("id");
    for year in 1900..=last {
        write!(sheet, ",{year}")?;
    }
    for row in 0..rows {
        write!(sheet, "\nrow-{row}")?;
        for column in 0..columns {
            write!(sheet, ",{}.{:02}", (row * 31 + column * 7) % 100_000, (row + column) % 100)?;
        }
    }
    sheet.push('\n');
    Ok(fs::write(data.join("big.csv"), sheet)?)
}

/// Returns one of the expressions: mostly cells, every tenth number computed from several.
fn expression(index: usize) -> String {
    let (row, year) = (index * 7919 % SIZE.0, 1900 + index * 13 % (SIZE.1 - 10));
    match index % 10 {
        0 => format!("{{{{ sum(big[row-{row}, {year}..{}]) | bn }}}}", year + 9),
        5 => format!("{{{{ share(big[row-{row}, {year}], big[row-{row}, {}]) }}}}", year + 1),
        _ => format!("{{{{ big[row-{row}, {year}] | round 1 }}}}"),
    }
}

fn bind(publication: &Publication, theme: &Theme, expressions: &[String]) -> Outcome<Duration> {
    let language = &publication.settings.languages[0];
    let locale = Locale { language, words: &theme.words[&language.tag] };
    let span = Span::start_of(publication.datasets["big"].file);
    let start = Instant::now();
    let mut printed = 0;
    for text in expressions {
        let bound = parts::expression(text, Span::new(span.file, 0, text.len()))
            .and_then(|binding| {
                let evaluated = evaluate(&binding.expression, publication.data())?;
                print(&evaluated.value, &binding.formats, &publication.entities, locale)
            })
            .map_err(|problem| problem.message)?;
        printed += bound.len();
    }
    assert!(printed > expressions.len(), "nothing was printed");
    Ok(start.elapsed())
}
