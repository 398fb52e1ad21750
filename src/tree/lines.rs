//! The text of a document, line by line.

use super::{Block, Document, Figure, FigureForm, Inline, Inlines, Table};

/// A run of text of a document.
#[derive(Debug, Clone, Copy)]
pub enum Line<'a> {
    /// A paragraph, a heading, a cell: what is read in one go.
    Text(&'a Inlines),
    /// A figure, before the lines of its title, note and body.
    Figure(&'a Figure),
    /// A table, before the lines of its cells.
    Table(&'a Table),
    /// A list, before the lines of its items.
    List,
}

impl Document {
    /// Returns its runs of text in document order; footnotes stay in the lines that call them.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = vec![Line::Text(&self.title), Line::Text(&self.finding)];
        lines.extend(self.key_messages.iter().map(Line::Text));
        let cover = self.cover.iter().flat_map(|cover| [&cover.alt, &cover.caption]);
        lines.extend(cover.map(Line::Text));
        add(&self.body, &mut lines);
        for chapter in &self.chapters {
            lines.extend([Line::Text(&chapter.title), Line::Text(&chapter.finding)]);
            add(&chapter.body, &mut lines);
        }
        for item in &self.about {
            item.definitions.iter().for_each(|blocks| add(blocks, &mut lines));
        }
        lines
    }

    /// Returns the figures or the tables of a list of them, in document order. The pictures of a group
    /// have letters for labels, and stand in the list by their group.
    pub fn listed(&self, form: FigureForm) -> Vec<&Figure> {
        let lines = self.lines().into_iter();
        let figures = lines.filter_map(|line| match line {
            Line::Figure(figure) if figure.form == form => Some(figure),
            Line::Figure(_) | Line::Text(_) | Line::Table(_) | Line::List => None,
        });
        figures
            .filter(|figure| !figure.label.is_empty() && !figure.label.starts_with('('))
            .collect()
    }
}

/// Returns the runs of text of blocks, such as those of a footnote.
pub fn lines(blocks: &[Block]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    add(blocks, &mut lines);
    lines
}

fn add<'a>(blocks: &'a [Block], lines: &mut Vec<Line<'a>>) {
    for block in blocks {
        add_block(block, lines);
    }
}

fn add_block<'a>(block: &'a Block, lines: &mut Vec<Line<'a>>) {
    match block {
        Block::Heading { content, .. }
        | Block::Paragraph { content }
        | Block::Formula { content, .. } => {
            lines.push(Line::Text(content));
        }
        Block::List { items, .. } => {
            lines.push(Line::List);
            for item in items {
                add(&item.blocks, lines);
            }
        }
        Block::Definitions { items } => {
            lines.push(Line::List);
            for item in items {
                lines.push(Line::Text(&item.term));
                item.definitions.iter().for_each(|blocks| add(blocks, lines));
            }
        }
        Block::KeyFigure { blocks } | Block::Group { blocks, .. } => add(blocks, lines),
        Block::Quote { blocks, attribution } => {
            add(blocks, lines);
            if !attribution.is_empty() {
                lines.push(Line::Text(attribution));
            }
        }
        Block::Details { summary, blocks } => {
            lines.push(Line::Text(summary));
            add(blocks, lines);
        }
        Block::Figure(figure) => {
            lines.push(Line::Figure(figure));
            lines.extend([&figure.title, &figure.subtitle, &figure.note].map(Line::Text));
            add_block(&figure.body, lines);
        }
        Block::Table(table) | Block::Comparison(table) => add_table(table, lines),
        Block::Chart(chart) => {
            lines.push(Line::Text(&chart.alt));
            lines.extend(chart.remarks.iter().map(Line::Text));
            add_table(&chart.table, lines);
        }
        Block::Callout { title, blocks, .. } => {
            lines.push(Line::Text(title));
            add(blocks, lines);
        }
        Block::Own { title, blocks, .. } => {
            if !title.is_empty() {
                lines.push(Line::Text(title));
            }
            add(blocks, lines);
        }
        Block::SourcesDiffer { title, claims } => {
            lines.push(Line::Text(title));
            for blocks in claims {
                add(blocks, lines);
            }
        }
        Block::Record(record) => {
            lines.push(Line::List);
            lines.extend([&record.title, &record.summary].map(Line::Text));
            lines.extend(record.facts.iter().map(Line::Text));
            lines.extend(record.rows.iter().flat_map(|row| &row.lines).map(Line::Text));
        }
        Block::RawHtml { print, .. } => add(print, lines),
        Block::Code { .. } | Block::Rule | Block::Image(_) => {}
    }
}

fn add_table<'a>(table: &'a Table, lines: &mut Vec<Line<'a>>) {
    lines.push(Line::Table(table));
    let groups = table.groups.iter().flatten().filter(|group| !group.head.is_empty());
    lines.extend(groups.map(|group| Line::Text(&group.head)));
    lines.extend(table.columns.iter().map(|column| Line::Text(&column.head)));
    for cell in table.rows.iter().flatten() {
        if let [Inline::Flow { blocks }] = &cell[..] {
            add(blocks, lines);
        } else {
            lines.push(Line::Text(cell));
        }
    }
}
