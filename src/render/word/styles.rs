//! Styles: the looks of a theme under the names that Word knows.

use std::fmt::Write as _;

use crate::theme::{Medium, Theme};
use crate::tree::Tone;

/// A style of paragraphs, characters or tables.
pub(super) struct Style {
    /// Its name, which Word translates where it is one of Word's own.
    pub name: &'static str,
    /// Its id in files that have no other.
    pub id: &'static str,
    kind: Kind,
    based_on: &'static str,
    next: &'static str,
    paragraph: String,
    run: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Character,
    Table,
}

/// What styles are made of: fonts, sizes in half points, colours as six digits.
pub(super) struct StyleValues {
    pub text_font: String,
    pub display_font: String,
    pub label_font: String,
    pub code_font: String,
    sizes: Sizes,
    colours: Colours,
    /// The width of the text, in twentieths of a point.
    text_width: u32,
}

struct Sizes {
    body: u32,
    small: u32,
    lead: u32,
    section: u32,
    chapter: u32,
    title: u32,
    display: u32,
}

struct Colours {
    ink: String,
    muted: String,
    accent: String,
    signal: String,
    hairline: String,
    wash: String,
}

impl StyleValues {
    /// Reads the tokens of a theme.
    pub(super) fn new(theme: &Theme, text_width: u32) -> Self {
        let tokens = &theme.tokens;
        let colour =
            |name: &str| tokens.colour(name, Medium::Light).trim_start_matches('#').to_owned();
        let size = |name: &str, fallback: f64| {
            let points = tokens.value("size", name, Medium::Print).and_then(points);
            half_points(points.unwrap_or(fallback))
        };
        let font = |name: &str, fallback: &str| {
            let families = tokens.families(name, Medium::Print);
            families.into_iter().next().unwrap_or_else(|| fallback.to_owned())
        };
        Self {
            text_font: font("text", "Georgia"),
            display_font: font("display", "Georgia"),
            label_font: font("label", "Arial"),
            code_font: font("code", "Consolas"),
            sizes: Sizes {
                body: size("body", 10.5),
                small: size("small", 8.5),
                lead: size("lead", 13.0),
                section: size("section", 13.0),
                chapter: size("chapter", 20.0),
                title: size("title", 28.0),
                display: size("display", 36.0),
            },
            colours: Colours {
                ink: colour("ink"),
                muted: colour("muted"),
                accent: colour("accent"),
                signal: colour("signal"),
                hairline: colour("hairline"),
                wash: colour("wash"),
            },
            text_width,
        }
    }
}

impl StyleValues {
    /// Returns the same, in whatever fonts a document has.
    pub(super) fn without_fonts(self) -> Self {
        let none = String::new;
        Self { text_font: none(), display_font: none(), label_font: none(), ..self }
    }
}

/// Reads a length such as `10.5pt`.
fn points(length: &str) -> Option<f64> {
    length.strip_suffix("pt")?.trim().parse().ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of letters")]
fn half_points(points: f64) -> u32 {
    (points * 2.0).round().clamp(8.0, 400.0) as u32
}

/// Returns the colour of a kind of remark as six digits.
pub(super) fn tone_colour(theme: &Theme, tone: Tone) -> String {
    let name = match tone {
        Tone::Note => "accent",
        Tone::Tip => "tip",
        Tone::Important => "important",
        Tone::Warning => "warning",
        Tone::Caution => "signal",
    };
    theme.tokens.colour(name, Medium::Light).trim_start_matches('#').to_owned()
}

/// Returns what all styles begin with: font, size, colour and language of running text.
pub(super) fn defaults(looks: &StyleValues, tag: &str) -> String {
    format!(
        "<w:docDefaults><w:rPrDefault><w:rPr>{}<w:color w:val=\"{}\"/><w:sz w:val=\"{size}\"/>\
         <w:szCs w:val=\"{size}\"/><w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\" w:bidi=\"{tag}\"/></w:rPr>\
         </w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"288\" w:lineRule=\"auto\"/>\
         </w:pPr></w:pPrDefault></w:docDefaults>",
        font(&looks.text_font),
        looks.colours.ink,
        size = looks.sizes.body,
    )
}

fn font(family: &str) -> String {
    if family.is_empty() {
        return String::new();
    }
    let family = family.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<w:rFonts w:ascii=\"{family}\" w:hAnsi=\"{family}\" w:eastAsia=\"{family}\" w:cs=\"{family}\"/>"
    )
}

fn size(half_points: u32) -> String {
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}

fn colour(value: &str) -> String {
    format!("<w:color w:val=\"{value}\"/>")
}

fn spacing(before: u32, after: u32) -> String {
    format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>")
}

/// Returns all styles that documents use.
pub(super) fn all(looks: &StyleValues) -> Vec<Style> {
    let mut styles = text_styles(looks);
    styles.extend(headings(looks));
    styles.extend(list_styles(looks));
    styles.extend(own_styles(looks));
    styles
}

impl Style {
    /// Returns a style of paragraphs that looks like running text.
    fn of_paragraph(name: &'static str, id: &'static str, next: &'static str) -> Self {
        let based_on = if name == "Normal" { "" } else { "Normal" };
        let (paragraph, run) = (String::new(), String::new());
        Self { name, id, kind: Kind::Paragraph, based_on, next, paragraph, run }
    }

    /// Sets how its paragraphs and its characters look, as Word writes it.
    fn with(self, paragraph: impl Into<String>, run: impl Into<String>) -> Self {
        Self { paragraph: paragraph.into(), run: run.into(), ..self }
    }
}

fn text_styles(looks: &StyleValues) -> Vec<Style> {
    let StyleValues { display_font, label_font, sizes, colours, .. } = looks;
    let display = font(display_font);
    let label = font(label_font);
    vec![
        Style::of_paragraph("Normal", "Normal", "").with("", ""),
        Style::of_paragraph("Title", "Title", "Normal").with(
            format!("<w:keepNext/>{}", spacing(0, 120)),
            format!("{display}<w:b/>{}", size(sizes.title)),
        ),
        Style::of_paragraph("Subtitle", "Subtitle", "Normal").with(
            spacing(0, 60),
            format!("{label}{}{}", colour(&colours.muted), size(sizes.small + 2)),
        ),
        Style::of_paragraph("caption", "Caption", "Normal").with(
            format!("<w:keepNext/>{}", spacing(240, 60)),
            format!("{label}{}", size(sizes.small + 2)),
        ),
        Style::of_paragraph("Quote", "Quote", "Normal")
            .with(spacing(60, 120), format!("<w:i/>{}", colour(&colours.muted))),
        Style::of_paragraph("footnote text", "FootnoteText", "")
            .with(spacing(0, 40), size(sizes.small + 1)),
        Style::of_paragraph("header", "Header", "")
            .with("", format!("{label}{}{}", colour(&colours.muted), size(sizes.small))),
        Style::of_paragraph("footer", "Footer", "")
            .with("", format!("{label}{}{}", colour(&colours.muted), size(sizes.small))),
        Style {
            name: "footnote reference",
            id: "FootnoteReference",
            kind: Kind::Character,
            based_on: "",
            next: "",
            paragraph: String::new(),
            run: "<w:vertAlign w:val=\"superscript\"/>".to_owned(),
        },
        Style {
            name: "Hyperlink",
            id: "Hyperlink",
            kind: Kind::Character,
            based_on: "",
            next: "",
            paragraph: String::new(),
            run: format!("{}<w:u w:val=\"single\"/>", colour(&colours.accent)),
        },
    ]
}

fn headings(looks: &StyleValues) -> Vec<Style> {
    const NAMES: &[(&str, &str)] = &[
        ("heading 1", "Heading1"),
        ("heading 2", "Heading2"),
        ("heading 3", "Heading3"),
        ("heading 4", "Heading4"),
        ("heading 5", "Heading5"),
        ("heading 6", "Heading6"),
    ];
    let Sizes { body, lead, section, chapter, .. } = looks.sizes;
    let between = u32::midpoint(chapter, section);
    let sizes = [between, section + 1, lead - 2, body, body, body];
    let levels = NAMES.iter().zip(sizes).zip(0..);
    let heading =
        |((&(name, id), half_points), level): ((&(&'static str, &'static str), u32), u32)| {
            let before = if level == 0 { 360 } else { 240 };
            let italic = if level > 3 { "<w:i/>" } else { "" };
            Style::of_paragraph(name, id, "Normal").with(
                format!(
                    "<w:keepNext/><w:keepLines/>{}<w:outlineLvl w:val=\"{level}\"/>",
                    spacing(before, 120)
                ),
                format!("{}<w:b/>{italic}{}", font(&looks.display_font), size(half_points)),
            )
        };
    levels.map(heading).collect()
}

fn list_styles(looks: &StyleValues) -> Vec<Style> {
    let label = font(&looks.label_font);
    let mut styles = vec![
        Style::of_paragraph("List Paragraph", "ListParagraph", "")
            .with("<w:contextualSpacing/>".to_owned(), ""),
        Style::of_paragraph("Bibliography", "Bibliography", "")
            .with(format!("{}<w:ind w:left=\"360\" w:hanging=\"360\"/>", spacing(0, 80)), ""),
        Style::of_paragraph("TOC Heading", "TOCHeading", "Normal").with(
            format!("<w:keepNext/>{}", spacing(360, 120)),
            format!("{}<w:b/>{}", font(&looks.display_font), size(looks.sizes.section)),
        ),
    ];
    let levels = [("toc 1", "TOC1"), ("toc 2", "TOC2"), ("toc 3", "TOC3")];
    for ((name, id), indent) in levels.into_iter().zip([0, 280, 560]) {
        let tabs = format!(
            "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{}\"/></w:tabs>",
            looks.text_width
        );
        let set = format!("{tabs}{}<w:ind w:left=\"{indent}\"/>", spacing(0, 40));
        styles.push(Style::of_paragraph(name, id, "Normal").with(set, label.clone()));
    }
    styles
}

/// The styles that Word has no name for.
fn own_styles(looks: &StyleValues) -> Vec<Style> {
    let StyleValues { display_font, label_font, sizes, colours, .. } = looks;
    let label = font(label_font);
    let lines = |edges: &[&str]| {
        edges.iter().fold(String::new(), |mut out, edge| {
            let _ = write!(
                out,
                "<w:{edge} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{}\"/>",
                colours.hairline
            );
            out
        })
    };
    vec![
        Style::of_paragraph("Finding", "QuipuFinding", "Normal")
            .with(spacing(0, 200), format!("{}{}", font(display_font), size(sizes.lead))),
        Style::of_paragraph("Sensitivity", "QuipuSensitivity", "Normal").with(
            format!("{}<w:jc w:val=\"center\"/>", spacing(0, 60)),
            format!("{label}<w:b/>{}{}", colour(&colours.signal), size(sizes.small + 2)),
        ),
        Style::of_paragraph("Source Note", "QuipuSourceNote", "Normal").with(
            // Notes and sources stand together, and apart from the text behind them.
            format!("{}<w:contextualSpacing/>", spacing(40, 200)),
            format!("{label}{}{}", colour(&colours.muted), size(sizes.small)),
        ),
        Style::of_paragraph("Key Figure", "QuipuKeyFigure", "Normal")
            .with(spacing(120, 200), format!("{}{}", font(display_font), size(sizes.lead))),
        Style {
            name: "Key Figure Number",
            id: "QuipuKeyFigureNumber",
            kind: Kind::Character,
            based_on: "",
            next: "",
            paragraph: String::new(),
            run: format!("<w:b/>{}{}", colour(&colours.signal), size(sizes.display)),
        },
        Style::of_paragraph("Callout Title", "QuipuCalloutTitle", "Normal")
            .with(format!("<w:keepNext/>{}", spacing(160, 40)), format!("{label}<w:b/>")),
        Style::of_paragraph("Record Title", "QuipuRecordTitle", "Normal")
            .with(format!("<w:keepNext/>{}", spacing(200, 40)), format!("{label}<w:b/>")),
        Style::of_paragraph("Code Block", "QuipuCode", "").with(
            format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", colours.wash),
            format!("{}<w:noProof/>{}", font(&looks.code_font), size(sizes.small)),
        ),
        Style::of_paragraph("Table Text", "QuipuTableText", "").with(
            "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>"
                .to_owned(),
            format!("{label}{}", size(sizes.small)),
        ),
        Style {
            name: "Quipu Table",
            id: "QuipuTable",
            kind: Kind::Table,
            based_on: "",
            next: "",
            paragraph: format!(
                "<w:tblPr><w:tblBorders>{}</w:tblBorders><w:tblCellMar><w:left w:w=\"60\" w:type=\"dxa\"/>\
                 <w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>",
                lines(&["top", "bottom", "insideH"])
            ),
            run: String::new(),
        },
    ]
}

impl Style {
    /// Writes the style; `id` is that of a style by its name.
    pub(super) fn xml(&self, own: &str, id: impl Fn(&str) -> String) -> String {
        let kind = match self.kind {
            Kind::Paragraph => "paragraph",
            Kind::Character => "character",
            Kind::Table => "table",
        };
        let default = if self.name == "Normal" { " w:default=\"1\"" } else { "" };
        let custom = if self.id.starts_with("Quipu") { " w:customStyle=\"1\"" } else { "" };
        let mut out = format!(
            "<w:style w:type=\"{kind}\"{default}{custom} w:styleId=\"{own}\"><w:name w:val=\"{}\"/>",
            self.name
        );
        for (element, name) in [("basedOn", self.based_on), ("next", self.next)] {
            if !name.is_empty() {
                let _ = write!(out, "<w:{element} w:val=\"{}\"/>", id(name));
            }
        }
        out.push_str("<w:uiPriority w:val=\"1\"/><w:qFormat/>");
        match self.kind {
            Kind::Table => out.push_str(&self.paragraph),
            Kind::Paragraph | Kind::Character => {
                if !self.paragraph.is_empty() {
                    let _ = write!(out, "<w:pPr>{}</w:pPr>", self.paragraph);
                }
                if !self.run.is_empty() {
                    // Arabic and Hebrew have switches of their own.
                    let run = self.run.replace("<w:b/>", "<w:b/><w:bCs/>");
                    let run = run.replace("<w:i/>", "<w:i/><w:iCs/>");
                    let _ = write!(out, "<w:rPr>{run}</w:rPr>");
                }
            }
        }
        out.push_str("</w:style>");
        out
    }
}
