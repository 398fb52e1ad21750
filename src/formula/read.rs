//! From TeX to a formula.

use std::borrow::Cow;
use std::iter::Peekable;
use std::vec::IntoIter;

use codex::styling::{MathStyle, to_style};
use ecow::EcoString;
use icu::normalizer::ComposingNormalizerBorrowed;
use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content, DelimiterSize, DelimiterType, Dimension, DimensionUnit,
    EnvironmentFlow, Event, Font, Grouping, RelationContent, ScriptPosition, ScriptType,
    StateChange, Style, Visual,
};
use pulldown_latex::{Parser, Storage};

use super::{Class, Column, Formula, Gap, Node, Place, Size, Table, linear};

/// How deep the parts of a formula may stand in each other.
const MAX_DEPTH: usize = 24;

/// How many parts a formula may have; macros could make millions.
const MAX_PARTS: usize = 4_000;

/// Why TeX is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, as one clause.
    pub message: String,
    /// What to write instead.
    pub hint: String,
    /// The command that is at fault, as written, if one is.
    pub command: Option<EcoString>,
}

/// Reads a formula.
///
/// # Errors
/// What of `tex` cannot be read or printed.
pub fn read(tex: &str) -> Result<Formula, Mistake> {
    let storage = Storage::new();
    let mut events = Vec::new();
    let (plain, starred) = unstarred(tex);
    for event in Parser::new(&plain, &storage) {
        match event {
            Ok(Event::StateChange(StateChange::Color(_))) => return Err(coloured()),
            Ok(event) => events.push(event),
            Err(error) => return Err(mistake(tex, &error.to_string())),
        }
        if events.len() > MAX_PARTS {
            return Err(too_large());
        }
    }
    if events.is_empty() {
        let message = "this formula is empty".to_owned();
        let hint = "write what it says between the dollars, or `\\$` for a dollar".to_owned();
        return Err(Mistake { message, hint, command: None });
    }
    let events = events.into_iter().peekable();
    let mut reader = Reader { events, starred, depth: 0, is_too_deep: false };
    let nodes = reader.nodes(None);
    if reader.is_too_deep {
        return Err(too_large());
    }
    let text = linear::text(&nodes);
    Ok(Formula { tex: tex.trim().into(), text, nodes })
}

fn coloured() -> Mistake {
    let message = "colours of formulas are those of the text around them".to_owned();
    Mistake {
        message,
        hint: "take the command for the colour out".to_owned(),
        command: Some("\\color".into()),
    }
}

fn too_large() -> Mistake {
    let message = "this formula is too large, or nested too deeply".to_owned();
    let hint = "give its parts names, and a formula each".to_owned();
    Mistake { message, hint, command: None }
}

/// What `error`, the parser's message, says of `tex`.
fn mistake(tex: &str, error: &str) -> Mistake {
    let line = error.lines().next().unwrap_or_default();
    let reason = line.trim_start_matches("parsing error: ");
    let command = if reason.starts_with("unknown primitive") { unknown_command(tex) } else { None };
    match command {
        Some(command) => {
            let hint = match command.as_str() {
                "\\label" | "\\tag" | "\\ref" | "\\eqref" => {
                    "write the id behind the formula, `$$…$$ {#eq-name}`, and refer to it by `@eq-name`"
                }
                "\\begin" | "\\end" => "write the environment with its name in braces",
                _ => "write it with the commands of LaTeX and of amsmath; `\\text{…}` is for words",
            };
            Mistake {
                message: format!("`{command}` is no command that formulas know"),
                hint: hint.to_owned(),
                command: Some(command),
            }
        }
        None => Mistake {
            message: format!("this is no formula ({})", wording(reason)),
            hint: "mend the TeX; write `\\$` where a dollar is meant".to_owned(),
            command: None,
        },
    }
}

/// The parser's words for what is wrong, as ours.
fn wording(reason: &str) -> String {
    let reason = reason.replace("unkown", "unknown").replace(" found", "");
    reason.replace(
        "unbalanced group, expected it to be closed with",
        "a group is open, close it with",
    )
}

/// Returns the first command of `tex` that the parser does not know.
fn unknown_command(tex: &str) -> Option<EcoString> {
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        let name = &rest[at + 1..];
        let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let length = letters.max(name.chars().next().map_or(0, char::len_utf8));
        let command = &rest[at..at + 1 + length];
        let storage = Storage::new();
        let source = format!("{command}{{x}}{{x}}");
        let first = Parser::new(&source, &storage).next();
        if let Some(Err(error)) = first
            && error.to_string().contains("unknown primitive")
        {
            return Some(command.into());
        }
        rest = &rest[at + 1 + length..];
    }
    None
}

/// Returns `tex` without the stars of `\operatorname*`, and the names of these operators.
fn unstarred(tex: &str) -> (Cow<'_, str>, Vec<String>) {
    const STARRED: &str = "\\operatorname*";
    if !tex.contains(STARRED) {
        return (Cow::Borrowed(tex), Vec::new());
    }
    let names = tex.split(STARRED).skip(1).filter_map(|rest| {
        let (name, _) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
        Some(name.to_owned())
    });
    (Cow::Owned(tex.replace(STARRED, "\\operatorname")), names.collect())
}

struct Reader<'e> {
    events: Peekable<IntoIter<Event<'e>>>,
    /// The names of operators that have their scripts above and below.
    starred: Vec<String>,
    depth: usize,
    is_too_deep: bool,
}

/// Where a run of parts ended.
#[derive(Debug, PartialEq, Eq)]
enum Stop {
    /// At the end of its group, or of the formula.
    End,
    /// At the end of a cell.
    Cell,
    /// At the end of a row, below which there may be a line.
    Row { ruled: bool },
}

impl<'e> Reader<'e> {
    /// Reads the parts up to the end of their group.
    fn nodes(&mut self, font: Option<Font>) -> Vec<Node> {
        self.run(font).0
    }

    fn run(&mut self, mut font: Option<Font>) -> (Vec<Node>, Stop) {
        let mut nodes = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End => break,
                Event::EnvironmentFlow(EnvironmentFlow::Alignment) => return (nodes, Stop::Cell),
                Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. }) => {
                    return (nodes, Stop::Row { ruled: !horizontal_lines.is_empty() });
                }
                Event::StateChange(StateChange::Font(new)) => font = new,
                Event::StateChange(StateChange::Style(style)) => {
                    let (rest, stop) = self.run(font);
                    nodes.push(Node::Sized { size: size(style), nodes: rest });
                    return (nodes, stop);
                }
                Event::StateChange(StateChange::Color(_))
                | Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. }) => {}
                event => {
                    let node = self.node(event, font);
                    push(&mut nodes, node);
                }
            }
        }
        (nodes, Stop::End)
    }

    /// Reads the next part as one.
    fn element(&mut self, font: Option<Font>) -> Node {
        match self.events.next() {
            Some(Event::StateChange(_)) => self.element(font),
            Some(event) => self.node(event, font),
            None => Node::Row { nodes: Vec::new() },
        }
    }

    fn boxed(&mut self, font: Option<Font>) -> Box<Node> {
        Box::new(self.element(font))
    }

    fn node(&mut self, event: Event<'e>, font: Option<Font>) -> Node {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.is_too_deep = true;
            self.events = Vec::new().into_iter().peekable();
        }
        let node = match event {
            Event::Content(content) => content_node(content, font),
            Event::Begin(grouping) => self.group(grouping, font),
            Event::Visual(visual) => self.visual(visual, font),
            Event::Script { ty, position } => self.scripts(ty, position, font),
            Event::Space { width, .. } => Node::Space { width: width.map_or(0, eighteenths) },
            Event::End | Event::StateChange(_) | Event::EnvironmentFlow(_) => {
                Node::Row { nodes: Vec::new() }
            }
        };
        self.depth -= 1;
        node
    }

    fn visual(&mut self, visual: Visual, font: Option<Font>) -> Node {
        match visual {
            Visual::SquareRoot => Node::Root { radicand: self.boxed(font), index: None },
            Visual::Root => {
                let radicand = self.boxed(font);
                Node::Root { radicand, index: Some(self.boxed(font)) }
            }
            Visual::Fraction(thickness) => {
                let line = thickness.is_none_or(|thickness| thickness.value > 0.0);
                let above = self.boxed(font);
                Node::Fraction { above, below: self.boxed(font), line }
            }
            Visual::Negation => match self.element(font) {
                Node::Operator { text, class: Class::Relation, size } => {
                    let negated: String = negated(&text);
                    Node::Operator { text: negated.into(), class: Class::Relation, size }
                }
                base => Node::Struck { base: Box::new(base) },
            },
        }
    }

    fn scripts(&mut self, ty: ScriptType, position: ScriptPosition, font: Option<Font>) -> Node {
        let base = self.element(font);
        let mark = match (self.events.peek(), position) {
            (
                Some(Event::Content(Content::Ordinary { content, stretchy })),
                ScriptPosition::AboveBelow,
            ) if *stretchy || is_accent(*content) => Some((*content, *stretchy)),
            _ => None,
        };
        if let Some((mark, wide)) = mark.filter(|_| ty != ScriptType::SubSuperscript) {
            self.events.next();
            let under = ty == ScriptType::Subscript;
            return Node::Accent { base: Box::new(base), mark, under, wide };
        }
        let is_starred = matches!(&base, Node::Function { text } if self.starred.iter().any(|name| name == text));
        let place = match position {
            ScriptPosition::Right if is_starred => Place::Movable,
            ScriptPosition::Right => Place::Behind,
            ScriptPosition::AboveBelow => Place::Around,
            ScriptPosition::Movable => Place::Movable,
        };
        let below = (ty != ScriptType::Superscript).then(|| self.boxed(font));
        let above = (ty != ScriptType::Subscript).then(|| self.boxed(font));
        Node::Scripts { base: Box::new(base), below, above, place }
    }

    fn group(&mut self, grouping: Grouping, font: Option<Font>) -> Node {
        let (columns, gap) = match grouping {
            Grouping::Normal => return ordinary(row(self.nodes(font))),
            Grouping::LeftRight(open, close) => {
                return Node::Fenced { open, close, nodes: self.nodes(font) };
            }
            Grouping::Cases { left } => {
                let table = self.table(vec![Column::Left], Gap::Cases);
                let (open, close) = if left { (Some('{'), None) } else { (None, Some('}')) };
                return Node::Fenced { open, close, nodes: vec![Node::Table(table)] };
            }
            Grouping::Array(columns) => {
                let mut table = self.table(array_columns(&columns), Gap::Matrix);
                table.lines = array_lines(&columns);
                return Node::Table(table);
            }
            Grouping::Matrix { alignment } | Grouping::SubArray { alignment } => {
                (vec![column(alignment)], Gap::Matrix)
            }
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => (vec![Column::Right, Column::Left], Gap::Aligned),
            Grouping::Equation { .. }
            | Grouping::Gather { .. }
            | Grouping::Gathered
            | Grouping::Multline => (vec![Column::Center], Gap::Matrix),
        };
        let mut table = self.table(columns, gap);
        let is_one = table.rules.is_empty() && matches!(&*table.rows, [row] if row.len() == 1);
        match table.rows.pop() {
            Some(cells) if is_one => row(cells.into_iter().flatten().collect()),
            last => {
                table.rows.extend(last);
                Node::Table(table)
            }
        }
    }

    fn table(&mut self, columns: Vec<Column>, gap: Gap) -> Table {
        let mut table =
            Table { columns, gap, lines: Vec::new(), rules: Vec::new(), rows: Vec::new() };
        if let Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })) = self.events.peek()
        {
            table.rules.push(0);
        }
        let mut cells = Vec::new();
        loop {
            let (cell, stop) = self.run(None);
            cells.push(cell);
            if stop == Stop::Cell {
                continue;
            }
            let row = std::mem::take(&mut cells);
            // The break behind the last row begins no other.
            if stop != Stop::End || row.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(row);
            }
            match stop {
                Stop::Row { ruled: true } => table.rules.extend(u16::try_from(table.rows.len())),
                Stop::Row { ruled: false } | Stop::Cell => {}
                Stop::End => return table,
            }
        }
    }
}

/// Adds a part; letters that stand upright are one name with those before them.
fn push(nodes: &mut Vec<Node>, node: Node) {
    if let Node::Identifier { text: more, upright: true } = &node
        && more.chars().all(char::is_alphabetic)
        && let Some(Node::Identifier { text, upright: true }) = nodes.last_mut()
        && text.chars().all(char::is_alphabetic)
    {
        text.push_str(more);
        return;
    }
    nodes.push(node);
}

/// Returns parts as one.
fn row(mut nodes: Vec<Node>) -> Node {
    match nodes.pop() {
        Some(node) if nodes.is_empty() => node,
        last => {
            nodes.extend(last);
            Node::Row { nodes }
        }
    }
}

/// Returns a part as one that stands like a variable: a comma in braces makes no space.
fn ordinary(node: Node) -> Node {
    match node {
        Node::Operator { text, class: Class::Punctuation, .. } => {
            Node::Identifier { text, upright: true }
        }
        node => node,
    }
}

fn content_node(content: Content<'_>, font: Option<Font>) -> Node {
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

/// Returns the sign that says the contrary of `sign`, as one character if there is one.
fn negated(sign: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(&format!("{sign}\u{338}")).into_owned()
}

/// Whether `mark` is one that stands over a letter.
fn is_accent(mark: char) -> bool {
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

fn size(style: Style) -> Size {
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
fn eighteenths(width: Dimension) -> i16 {
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

fn column(alignment: ColumnAlignment) -> Column {
    match alignment {
        ColumnAlignment::Left => Column::Left,
        ColumnAlignment::Center => Column::Center,
        ColumnAlignment::Right => Column::Right,
    }
}

fn array_columns(columns: &[ArrayColumn]) -> Vec<Column> {
    let aligned = columns.iter().filter_map(|part| match part {
        ArrayColumn::Column(alignment) => Some(column(*alignment)),
        ArrayColumn::Separator(_) => None,
    });
    aligned.collect()
}

/// Returns behind which columns of an array lines stand.
fn array_lines(columns: &[ArrayColumn]) -> Vec<u16> {
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
