//! The corpus as plain Typst markup: what somebody would write who used Typst alone.
//!
//! The paper, the fonts, the sizes and the parts are those of Quipu's default theme: title,
//! finding, author and date, numbered headings, running head, footnotes, table, imprint.

use std::fmt::Write as _;

use crate::corpus::{Block, Brief, Order, Piece};
use crate::outcome::Outcome;

/// What all documents begin with.
const PREAMBLE: &str = r#"#set page(
  paper: "a4",
  margin: (left: 190pt, right: 60pt, top: 84pt, bottom: 78pt),
  header-ascent: 36pt,
  header: context if here().page() > 1 {
    pad(left: -130pt, text(font: "Quipu Sans", size: 7.75pt)[Bench #h(1fr) #here().page()])
  },
)
#set text(font: "Quipu Serif", size: 10.5pt, lang: "en", number-type: "old-style",
  top-edge: 0.8em, bottom-edge: -0.2em, hyphenate: true)
#set par(leading: 4.5pt, spacing: 12pt, justify: true)
#set heading(numbering: "1.1")
#set table(stroke: none, inset: (x: 4.7pt, y: 3pt))
#show footnote.entry: set text(size: 8.5pt)
#show table: it => block(stroke: (y: 0.75pt), width: 100%, text(font: "Quipu Sans", size: 8.5pt, it))
#show heading: it => block(sticky: true, above: 30pt, below: 7.5pt, {
  place(dx: -130pt, box(width: 115pt, align(right, text(font: "Quipu Sans", size: 8.5pt,
    weight: "regular", counter(heading).display()))))
  set par(justify: false)
  text(size: 13pt, weight: "semibold", hyphenate: false, it.body)
})
"#;

/// Returns the source of a document.
pub(crate) fn document(brief: &Brief) -> Outcome<String> {
    let mut out = String::with_capacity(16_384);
    let (title, author) = (literal(&brief.title), literal(&brief.author));
    let (finding, date) = (literal(&brief.finding), brief.date.replace('-', ", "));
    let date = date.replace(" 0", " ");
    writeln!(
        out,
        "#set document(title: {title}, author: {author}, description: {finding}, date: datetime(
  ..({date}).zip((\"year\", \"month\", \"day\")).map(((part, name)) => ((name): part)).sum()))"
    )?;
    out.push_str(PREAMBLE);
    writeln!(
        out,
        "#pad(left: -130pt, {{
  block(text(size: 28pt, weight: \"semibold\", hyphenate: false, title({title})))
  block(width: 85%, text(size: 15pt, {finding}))
  block(stroke: (y: 0.5pt), inset: (y: 15pt), width: 100%, text(font: \"Quipu Sans\", size: 8.5pt)[#{author} #h(1fr) {}])
}})",
        brief.date
    )?;
    for block in &brief.blocks {
        out.push('\n');
        write_block(&mut out, block)?;
    }
    let tags = brief.tags.join(", ");
    writeln!(out, "\n#block(above: 45pt, text(font: \"Quipu Sans\", size: 8.5pt)[{tags}])")?;
    Ok(out)
}

fn write_block(out: &mut String, block: &Block) -> Outcome<()> {
    match block {
        Block::Heading(level, text) => writeln!(out, "{} {}", "=".repeat(level - 1), escape(text))?,
        Block::Paragraph(pieces) => {
            write_pieces(out, pieces)?;
            out.push('\n');
        }
        Block::Quote(pieces) => {
            out.push_str("#quote(block: true)[");
            write_pieces(out, pieces)?;
            out.push_str("]\n");
        }
        Block::List(order, items) => {
            let mark = if *order == Order::Numbered { '+' } else { '-' };
            for item in items {
                writeln!(out, "{mark} {}", escape(item))?;
            }
        }
        Block::Table(rows) => {
            let columns = rows.first().map_or(0, Vec::len);
            writeln!(
                out,
                "#table(columns: (auto,) + (1fr,) * {}, align: (start,) + (end,) * {},",
                columns - 1,
                columns - 1
            )?;
            for (index, row) in rows.iter().enumerate() {
                let cells: Vec<_> = row.iter().map(|cell| format!("[{}]", escape(cell))).collect();
                let cells = cells.join(", ");
                if index == 0 {
                    writeln!(out, "  table.header({cells}),")?;
                } else {
                    writeln!(out, "  {cells},")?;
                }
            }
            out.push_str(")\n");
        }
    }
    Ok(())
}

fn write_pieces(out: &mut String, pieces: &[Piece]) -> Outcome<()> {
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Bound(text) => out.push_str(&escape(text)),
            Piece::Emphasis(text) => write!(out, "_{}_", escape(text))?,
            Piece::Strong(text) => write!(out, "*{}*", escape(text))?,
            Piece::Note(text) => write!(out, "#footnote[{}]", escape(text))?,
            Piece::Link(id, text) => {
                write!(out, "#link(\"https://example.org/briefs/{id}/\")[{}]", escape(text))?;
            }
        }
    }
    Ok(())
}

/// The corpus has only words, numbers and points, of which none is markup.
fn escape(text: &str) -> String {
    text.replace(['#', '*', '_', '[', ']'], "")
}

fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace(['"', '\\'], ""))
}
