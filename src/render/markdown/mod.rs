//! A document as Markdown, for programs that read texts: `index.md`, next to its page.
//!
//! ```text
//! Document ──> RENDER::MARKDOWN ──> index.md ──> commit
//! ```
//!
//! `CommonMark` with GFM's tables, struck text and footnotes. It says what the page says: numbers as printed,
//! charts by their alternative text and their table. Markup that only browsers read is left out.

mod inline;
mod table;

use std::fmt::Write as _;

use crate::language::{Word, Words};
use crate::render::Roots;
use crate::tree::{
    Block, Definition, Document, Figure, Inline, ListItem, Record, Tone, plain_text,
};
use inline::Line;
pub use inline::text;

/// Renders a document.
#[derive(Debug, Clone, Copy)]
pub struct MarkdownRenderer<'a> {
    /// What addresses begin with: those of the roots, or the ways to them.
    pub roots: Roots<'a>,
    /// The full address of the page; empty if the publication does not know its own.
    pub address: &'a str,
    /// The words that the text itself needs.
    pub words: &'a Words,
    /// How sensitive it is, or that it is not out yet; empty if it says nothing.
    pub mark: &'a str,
}

impl MarkdownRenderer<'_> {
    /// Renders a document with its references, and `cite_as`, which says how to cite it.
    pub fn document(&self, document: &Document, cite_as: &str) -> String {
        let mut writer = Writer { renderer: *self, notes: Vec::new() };
        let mut parts = vec![format!("# {}", writer.line(&document.title))];
        if !self.mark.is_empty() {
            parts.push(format!("**{}**", inline::text(self.mark)));
        }
        parts.push(writer.head(document));
        if !document.finding.is_empty() {
            parts.push(format!("**{}**", writer.line(&document.finding)));
        }
        if !document.corrections.is_empty() {
            parts.push(format!("## {}", self.words.get(Word::Corrections)));
            let notes = document.corrections.iter();
            let notes = notes.map(|note| format!("- {}", inline::text(&note.line())));
            parts.push(notes.collect::<Vec<_>>().join("\n"));
        }
        for text in document.cover.iter().flat_map(|cover| [&cover.alt, &cover.caption]) {
            parts.push(inline::guarded(writer.line(text)));
        }
        if !document.key_messages.is_empty() {
            parts.push(format!("## {}", self.words.get(Word::KeyMessages)));
            let items = document.key_messages.iter().enumerate();
            let items = items.map(|(index, text)| format!("{}. {}", index + 1, writer.line(text)));
            parts.push(items.collect::<Vec<_>>().join("\n"));
        }
        parts.extend(writer.blocks(&document.body, 1));
        for chapter in &document.chapters {
            let title = writer.line(&chapter.title);
            parts.push(format!("## {}", numbered(&chapter.number, &title)));
            parts.push(writer.line(&chapter.finding));
            parts.extend(writer.blocks(&chapter.body, 1));
        }
        parts.extend(writer.back_matter(document, cite_as));
        parts.extend(writer.footnotes());
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n") + "\n"
    }
}

/// Puts a number before a title, if there is one.
fn numbered(number: &str, title: &str) -> String {
    if number.is_empty() { title.to_owned() } else { format!("{number} {title}") }
}

/// The notes that were called so far.
struct Writer<'a> {
    renderer: MarkdownRenderer<'a>,
    notes: Vec<(u32, &'a [Block])>,
}

impl<'a> Writer<'a> {
    fn line(&mut self, inlines: &'a [Inline]) -> String {
        let mut line = Line::new(self.renderer.roots);
        line.inlines(inlines);
        let Line { out, notes, .. } = line;
        self.notes.extend(notes);
        out
    }

    /// Writes authors, day and address.
    fn head(&self, document: &Document) -> String {
        let words = self.renderer.words;
        let mut parts: Vec<String> =
            document.authors.iter().map(|name| inline::text(name)).collect();
        if document.form.is_dated() {
            parts.push(document.date.text.to_string());
        }
        if let Some(updated) = &document.updated {
            parts.push(format!("{} {}", words.get(Word::UpdatedOn), updated.text));
        }
        if !self.renderer.address.is_empty() {
            parts.push(format!("<{}>", inline::address(self.renderer.address)));
        }
        parts.join(" · ")
    }

    fn back_matter(&mut self, document: &'a Document, cite_as: &str) -> Vec<String> {
        let words = self.renderer.words;
        let mut parts = Vec::new();
        if !document.glossary.is_empty() {
            parts.push(format!("## {}", words.get(Word::Glossary)));
            let term = |entry: &crate::tree::GlossaryEntry| {
                let name = inline::text(&entry.term);
                format!("- **{name}**: {}", inline::text(&entry.definition))
            };
            parts.push(document.glossary.iter().map(term).collect::<Vec<_>>().join("\n"));
        }
        if !document.bibliography.is_empty() {
            parts.push(format!("## {}", words.get(Word::Bibliography)));
            let works = document.bibliography.iter();
            let works = works.map(|entry| format!("- {}", self.line(&entry.content)));
            parts.push(works.collect::<Vec<_>>().join("\n"));
        }
        if !document.about.is_empty() {
            parts.push(format!("## {}", words.get(Word::AboutText)));
            let items: Vec<_> = document.about.iter().map(|item| self.definition(item)).collect();
            parts.push(items.join("\n"));
        }
        if !cite_as.is_empty() {
            parts.push(format!("## {}", words.get(Word::HowToCite)));
            parts.push(inline::text(cite_as));
        }
        parts
    }

    /// Writes the footnotes that were called; those called in footnotes follow.
    fn footnotes(&mut self) -> Vec<String> {
        let mut parts = Vec::new();
        let mut done = 0;
        while done < self.notes.len() {
            let (number, blocks) = self.notes[done];
            let text = self.blocks(blocks, 1).join("\n\n");
            parts.push(format!("[^{number}]: {}", indented(&text, "    ").trim_start()));
            done += 1;
        }
        parts
    }

    /// Writes blocks, one text each; headings stand `depth` levels below the title.
    fn blocks(&mut self, blocks: &'a [Block], depth: usize) -> Vec<String> {
        let mut parts: Vec<_> = blocks.iter().map(|block| self.block(block, depth)).collect();
        parts.retain(|part| !part.is_empty());
        parts
    }

    fn joined(&mut self, blocks: &'a [Block], depth: usize) -> String {
        self.blocks(blocks, depth).join("\n\n")
    }

    fn block(&mut self, block: &'a Block, depth: usize) -> String {
        match block {
            Block::Heading { level, number, content, .. } => {
                let marks = "#".repeat((usize::from(*level) + depth).min(6));
                format!("{marks} {}", numbered(number, &self.line(content)))
            }
            Block::Paragraph { content } => inline::guarded(self.line(content)),
            Block::List { start, tight, items } => {
                let between = if *tight { "\n" } else { "\n\n" };
                let items: Vec<_> = (0..)
                    .zip(items)
                    .map(|(place, item)| self.item(start.map(|start| start + place), item))
                    .collect();
                items.join(between)
            }
            Block::Definitions { items } => {
                let items: Vec<_> = items.iter().map(|item| self.definition(item)).collect();
                items.join("\n")
            }
            Block::Quote { blocks, attribution } => {
                let mut text = self.joined(blocks, depth);
                if !attribution.is_empty() {
                    text = format!("{text}\n\n— {}", self.line(attribution));
                }
                prefixed(&text, "> ")
            }
            Block::Details { summary, blocks } => {
                format!("**{}**\n\n{}", self.line(summary), self.joined(blocks, depth))
            }
            Block::Code { language, text, .. } => code(language, text),
            Block::Rule => "---".to_owned(),
            Block::Formula { number, content, .. } => formula(number, content),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) | Block::Comparison(table) => self.table(table),
            Block::Chart(chart) => {
                let alt = inline::guarded(self.line(&chart.alt));
                format!("{alt}\n\n{}", self.table(&chart.table))
            }
            Block::Image(image) => inline::image(self.renderer.roots, image),
            Block::Callout { tone, title, blocks } => self.callout(*tone, title, blocks),
            Block::SourcesDiffer { title, claims } => {
                let kind = self.renderer.words.get(Word::SourcesDiffer);
                let head = self.titled(&kind, title);
                let claims = claims.iter().map(|claim| self.joined(claim, depth));
                let claims: Vec<_> = claims
                    .map(|text| format!("- {}", indented(&text, "  ").trim_start()))
                    .collect();
                prefixed(&format!("{head}\n\n{}", claims.join("\n\n")), "> ")
            }
            Block::Record(record) => self.record(record),
            Block::KeyFigure { blocks } | Block::Group { blocks, .. } => self.joined(blocks, depth),
            Block::Own { title, attributes, blocks, .. } => {
                let title = (!title.is_empty()).then(|| format!("**{}**", self.line(title)));
                let given = attributes.values().flatten();
                let texts: Vec<_> = given.map(|value| inline::text(&value.to_string())).collect();
                let body = self.joined(blocks, depth);
                title.into_iter().chain([body]).chain(texts).collect::<Vec<_>>().join("\n\n")
            }
            Block::RawHtml { print, .. } => self.joined(print, depth),
        }
    }

    fn item(&mut self, number: Option<u64>, item: &'a ListItem) -> String {
        let mark = number.map_or("-".to_owned(), |number| format!("{number}."));
        let task = match item.task {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let text = self.joined(&item.blocks, 1);
        let indent = " ".repeat(mark.len() + 1);
        format!("{mark} {task}{}", indented(&text, &indent).trim_start())
    }

    fn definition(&mut self, item: &'a Definition) -> String {
        let term = self.line(&item.term);
        let texts: Vec<_> = item.definitions.iter().map(|blocks| self.joined(blocks, 1)).collect();
        let colon = self.renderer.words.colon();
        format!("- **{term}**{colon}{}", indented(&texts.join("\n\n"), "  ").trim_start())
    }

    fn callout(&mut self, tone: Tone, title: &'a [Inline], blocks: &'a [Block]) -> String {
        let kind = self.renderer.words.get(match tone {
            Tone::Note => Word::CalloutNote,
            Tone::Tip => Word::CalloutTip,
            Tone::Important => Word::CalloutImportant,
            Tone::Warning => Word::CalloutWarning,
            Tone::Caution => Word::CalloutCaution,
        });
        let head = self.titled(&kind, title);
        prefixed(&format!("{head}\n\n{}", self.joined(blocks, 1)), "> ")
    }

    /// Writes the kind of a remark, and its title unless it repeats the kind.
    fn titled(&mut self, kind: &str, title: &'a [Inline]) -> String {
        let text = plain_text(title);
        if text.is_empty() || text == kind {
            return format!("**{}**", inline::text(kind));
        }
        let colon = self.renderer.words.colon();
        format!("**{}{colon}{}**", inline::text(kind), self.line(title))
    }

    fn figure(&mut self, figure: &'a Figure) -> String {
        let words = self.renderer.words;
        let mut parts =
            vec![format!("**{}. {}**", inline::text(&figure.label), self.line(&figure.title))];
        parts.push(self.line(&figure.subtitle));
        parts.push(self.block(&figure.body, 1));
        let foot = [(Word::FigureNote, &figure.note), (Word::FigureSource, &figure.source)];
        for (word, text) in foot {
            if !text.is_empty() {
                let (name, space) = words.before_text(word);
                parts.push(format!("{name}{space}{}", self.line(text)));
            }
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    fn record(&mut self, record: &'a Record) -> String {
        let title = match &record.link {
            Some(target) => {
                inline::link(self.renderer.roots, (target, ""), &self.line(&record.title))
            }
            None => self.line(&record.title),
        };
        let name = numbered(&inline::text(&record.noun), &record.number);
        let mut parts = vec![format!("**{}** {title}", name.trim()).trim_end().to_owned()];
        let facts: Vec<_> = record.facts.iter().map(|fact| self.line(fact)).collect();
        parts.push(facts.join(" · "));
        parts.push(self.line(&record.summary));
        let colon = self.renderer.words.colon();
        let rows = record.rows.iter().map(|row| {
            let lines: Vec<_> = row.lines.iter().map(|line| self.line(line)).collect();
            format!(
                "- {}{colon}{}",
                inline::text(&row.term),
                lines.join(self.renderer.words.semicolon())
            )
        });
        parts.push(rows.collect::<Vec<_>>().join("\n"));
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }
}

/// Puts a listing between more backticks than it holds in a row.
fn code(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

/// Puts `indent` before each line that is not empty.
fn indented(text: &str, indent: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let _ = if line.is_empty() { Ok(()) } else { write!(out, "{indent}{line}") };
    }
    out
}

/// Puts `mark` before each line.
fn prefixed(text: &str, mark: &str) -> String {
    let lines: Vec<_> =
        text.lines().map(|line| format!("{mark}{line}").trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Writes a formula of its own, with its number behind it.
fn formula(number: &str, content: &[Inline]) -> String {
    let tex: String = content
        .iter()
        .filter_map(|inline| {
            let Inline::Formula { formula } = inline else { return None };
            Some(formula.tex.as_str())
        })
        .collect();
    let number = if number.is_empty() { String::new() } else { format!(" ({number})") };
    format!("$$\n{tex}\n$$\n{number}").trim_end().to_owned()
}
