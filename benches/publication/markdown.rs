//! The corpus as Markdown: what Quipu, Hugo and the floor read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::corpus::{self, Block, Brief, Numbers, Order, Piece};
use crate::outcome::Outcome;

/// The folder of the briefs, below that of the publication.
pub(crate) const BRIEFS: &str = "content/briefs";

/// The settings of a publication.
pub(crate) const SETTINGS: &str =
    "title: {en: Bench}\nlanguages: [en]\nbase_url: https://example.org/\n";

/// Writes a publication of `count` briefs into `folder`.
pub(crate) fn write_publication(folder: &Path, count: usize, numbers: Numbers) -> Outcome<()> {
    let briefs = folder.join(BRIEFS);
    fs::create_dir_all(&briefs)?;
    fs::write(folder.join("quipu.yaml"), SETTINGS)?;
    if numbers == Numbers::Bound {
        fs::create_dir_all(folder.join("content/data"))?;
        fs::write(folder.join("content/data/flows.yaml"), corpus::dataset())?;
    }
    for index in 0..count {
        let brief = corpus::brief(index, count, numbers);
        fs::write(briefs.join(format!("{}.md", brief.id)), manuscript(&brief)?)?;
    }
    Ok(())
}

/// Returns a brief as Markdown.
pub(crate) fn manuscript(brief: &Brief) -> Outcome<String> {
    let mut out = String::with_capacity(8192);
    writeln!(out, "---\ntitle: {}\nfinding: {}", brief.title, brief.finding)?;
    writeln!(out, "authors: [{}]\ndate: {}", brief.author, brief.date)?;
    writeln!(out, "tags: [{}]\n---", brief.tags.join(", "))?;
    let mut notes = Vec::new();
    for block in &brief.blocks {
        out.push('\n');
        write_block(&mut out, block, &mut notes)?;
    }
    for (index, note) in notes.iter().enumerate() {
        write!(out, "\n[^{}]: {note}\n", index + 1)?;
    }
    Ok(out)
}

fn write_block<'a>(out: &mut String, block: &'a Block, notes: &mut Vec<&'a str>) -> Outcome<()> {
    match block {
        Block::Heading(level, text) => writeln!(out, "{} {text}", "#".repeat(*level))?,
        Block::Paragraph(pieces) => {
            write_pieces(out, pieces, notes)?;
            out.push('\n');
        }
        Block::Quote(pieces) => {
            out.push_str("> ");
            write_pieces(out, pieces, notes)?;
            out.push('\n');
        }
        Block::List(order, items) => {
            for (index, item) in items.iter().enumerate() {
                match order {
                    Order::Numbered => writeln!(out, "{}. {item}", index + 1)?,
                    Order::Bulleted => writeln!(out, "- {item}")?,
                }
            }
        }
        Block::Table(rows) => {
            for (index, row) in rows.iter().enumerate() {
                writeln!(out, "| {} |", row.join(" | "))?;
                if index == 0 {
                    writeln!(out, "|---|{}", "---:|".repeat(row.len() - 1))?;
                }
            }
        }
    }
    Ok(())
}

fn write_pieces<'a>(
    out: &mut String,
    pieces: &'a [Piece],
    notes: &mut Vec<&'a str>,
) -> Outcome<()> {
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Emphasis(text) => write!(out, "*{text}*")?,
            Piece::Strong(text) => write!(out, "**{text}**")?,
            Piece::Link(id, text) => write!(out, "[{text}]({id}.md)")?,
            Piece::Bound(expression) => write!(out, "{{{{ {expression} }}}}")?,
            Piece::Note(text) => {
                notes.push(text);
                write!(out, "[^{}]", notes.len())?;
            }
        }
    }
    Ok(())
}
