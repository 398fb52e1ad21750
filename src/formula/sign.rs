//! The signs of formulas, their alphabets and their sizes.

use codex::styling::{MathStyle, to_style};
use ecow::EcoString;
use icu::normalizer::ComposingNormalizerBorrowed;
use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content, DelimiterSize, DelimiterType, Dimension, DimensionUnit,
    Font, RelationContent, Style,
};

use super::{Class, Column, Node, Size};

pub(super) fn content_node(content: Content<'_>, font: Option<Font>) -> Node {
    let operator = |text: EcoString, class| Node::Operator { text, class, size: None };
    match content {
        Content::Text(text) => Node::Text { text: text.replace("&nbsp;", "\u{a0}").into() },
        Content::Number(number) => Node::Number { text: styled(number, font) },
        Content::Function(name) => Node::Function { text: name.into() },
        Content::Ordinary { content, .. } => identifier(content, font),
        Content::LargeOp { content, .. } => operator(content.into(), Class::Large),
        Content::BinaryOp { content, .. } => operator(content.into(), Class::Binary),
        Content::Relation { content, .. } => operator(relation(content), Class::Relation),
        Content::Delimiter { content, size, ty } => {
            let class = match ty {
                DelimiterType::Open => Class::Opening,
                DelimiterType::Close => Class::Closing,
                DelimiterType::Fence => Class::Fence,
            };
            Node::Operator { text: content.into(), class, size: size.map(tenths) }
        }
        Content::Punctuation(sign) => operator(sign.into(), Class::Punctuation),
    }
}

fn identifier(letter: char, font: Option<Font>) -> Node {
    let text = styled(letter.encode_utf8(&mut [0; 4]), font);
    let is_plain = text.chars().eq([letter]);
    let is_capital_greek = ('Α'..='Ω').contains(&letter);
    let upright = match font {
        Some(Font::UpRight) => true,
        Some(Font::Italic) => false,
        _ => is_plain && (is_capital_greek || !letter.is_alphabetic()),
    };
    Node::Identifier { text, upright }
}

/// Returns `text` in the letters that `font` has for it.
fn styled(text: &str, font: Option<Font>) -> EcoString {
    let style = |letter: char| match font {
        None | Some(Font::UpRight | Font::Italic) => MathStyle::Plain,
        Some(Font::Bold) => MathStyle::Bold,
        Some(Font::BoldItalic) => MathStyle::BoldItalic,
        Some(Font::BoldSymbol) => MathStyle::select(letter, None, true, None),
        Some(Font::Script) => MathStyle::Script,
        Some(Font::BoldScript) => MathStyle::BoldScript,
        Some(Font::Fraktur) => MathStyle::Fraktur,
        Some(Font::BoldFraktur) => MathStyle::BoldFraktur,
        Some(Font::Monospace) => MathStyle::Monospace,
        Some(Font::SansSerif) => MathStyle::SansSerif,
        Some(Font::SansSerifItalic) => MathStyle::SansSerifItalic,
        Some(Font::BoldSansSerif) => MathStyle::SansSerifBold,
        Some(Font::SansSerifBoldItalic) => MathStyle::SansSerifBoldItalic,
        Some(Font::DoubleStruck) => MathStyle::DoubleStruck,
        Some(Font::DoubleStruckItalic) => MathStyle::DoubleStruckItalic,
    };
    text.chars().flat_map(|letter| to_style(letter, style(letter))).collect::<String>().into()
}

fn relation(content: RelationContent) -> EcoString {
    let mut buffer = [0; 8];
    String::from_utf8_lossy(content.encode_utf8_to_buf(&mut buffer)).as_ref().into()
}

/// Returns the negation of `sign`, as one character if there is one.
pub(super) fn negated(sign: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(&format!("{sign}\u{338}")).into_owned()
}

/// Whether `mark` is placed over a letter.
pub(super) fn is_accent(mark: char) -> bool {
    matches!(
        mark,
        '^' | '~'
            | '˙'
            | '¨'
            | '´'
            | '`'
            | 'ˇ'
            | '˘'
            | '¯'
            | '‾'
            | '_'
            | '→'
            | '←'
            | '↔'
            | '˚'
            | '⃛'
            | '⃜'
            | '˜'
            | 'ˆ'
    )
}

pub(super) fn size(style: Style) -> Size {
    match style {
        Style::Display => Size::Display,
        Style::Text => Size::Inline,
        Style::Script => Size::Script,
        Style::ScriptScript => Size::Sscript,
    }
}

fn tenths(size: DelimiterSize) -> u8 {
    match size {
        DelimiterSize::Big => 12,
        DelimiterSize::BIG => 18,
        DelimiterSize::Bigg => 24,
        DelimiterSize::BIGG => 30,
    }
}

/// Returns a width in eighteenths of an em, where an em is ten points.
pub(super) fn eighteenths(width: Dimension) -> i16 {
    let points = match width.unit {
        DimensionUnit::Em => 10.0,
        DimensionUnit::Mu => 10.0 / 18.0,
        DimensionUnit::Ex => 4.3,
        DimensionUnit::Pt | DimensionUnit::Bp => 1.0,
        DimensionUnit::Pc | DimensionUnit::Cc => 12.0,
        DimensionUnit::In => 72.0,
        DimensionUnit::Cm => 28.35,
        DimensionUnit::Mm => 2.835,
        DimensionUnit::Dd => 1.07,
        DimensionUnit::Sp => 0.0,
    };
    let eighteenths = (width.value * points / 10.0 * 18.0).clamp(-180.0, 720.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "the number is small, and whole")]
    let width = eighteenths as i16;
    width
}

pub(super) fn column(alignment: ColumnAlignment) -> Column {
    match alignment {
        ColumnAlignment::Left => Column::Left,
        ColumnAlignment::Center => Column::Center,
        ColumnAlignment::Right => Column::Right,
    }
}

pub(super) fn array_columns(columns: &[ArrayColumn]) -> Vec<Column> {
    let aligned = columns.iter().filter_map(|part| match part {
        ArrayColumn::Column(alignment) => Some(column(*alignment)),
        ArrayColumn::Separator(_) => None,
    });
    aligned.collect()
}

/// Returns after which columns of an array there are lines.
pub(super) fn array_lines(columns: &[ArrayColumn]) -> Vec<u16> {
    let mut lines = Vec::new();
    let mut behind = 0;
    for part in columns {
        match part {
            ArrayColumn::Column(_) => behind += 1,
            ArrayColumn::Separator(_) => lines.push(behind),
        }
    }
    lines
}
