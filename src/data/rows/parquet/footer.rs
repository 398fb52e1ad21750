//! What a Parquet file says of itself: its columns, and where their values are.

use std::ops::Range;

use super::Fault;
use super::thrift::Node;

/// The signs at both ends of a file.
const MAGIC: &[u8] = b"PAR1";

/// What a file says of itself.
#[derive(Debug)]
pub(super) struct Footer {
    /// The columns, those within others as well.
    pub columns: Vec<Leaf>,
    /// The rows, in groups.
    pub groups: Vec<Group>,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// The name; of a column within another, the name of the outermost.
    pub name: String,
    /// How its values are stored.
    pub stored: Stored,
    /// What its values are; none if they are not read, such as lists and pictures.
    pub kind: Option<Kind>,
    /// Whether values may be missing.
    pub is_optional: bool,
    /// Whether its values are bytes of which the file does not say that they are text.
    pub is_bytes: bool,
}

/// How values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    /// Bytes, each with its length before it.
    Bytes,
    /// So many bytes each.
    Fixed(usize),
}

/// What values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Signed,
    /// A number without sign, which has these bits.
    Unsigned(u64),
    /// A number with so many decimals.
    Decimal(u32),
    Float,
    /// Days since 1970.
    Date,
    /// Since 1970, with so many parts of a second.
    Timestamp(i64),
    /// Since midnight, with so many parts of a second.
    Time(i64),
    Text,
    Uuid,
}

/// A group of rows.
#[derive(Debug)]
pub(super) struct Group {
    /// How many rows it has.
    pub rows: usize,
    /// The values of each column.
    pub chunks: Vec<Chunk>,
}

/// The values of a column in a group of rows.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    /// How they are compressed.
    pub codec: Codec,
    /// The bytes of the file.
    pub range: Range<usize>,
}

/// How values are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Plain,
    Snappy,
    Gzip,
    Zstd,
}

/// Reads what a file says of itself.
///
/// # Errors
/// Returns what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Footer, Fault> {
    if bytes.ends_with(b"PARE") {
        return Err("it is encrypted");
    }
    if !bytes.starts_with(MAGIC) {
        return Err("it does not begin as Parquet does");
    }
    let body = bytes.strip_suffix(MAGIC).ok_or("its end is missing")?;
    let (body, length) = body.split_last_chunk().ok_or("its end is missing")?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let start = body.len().checked_sub(length).ok_or("its end is missing")?;
    let (node, _) = Node::read(&body[start..])?;
    let columns = leaves(node.list(2))?;
    let groups = node.list(4).iter().map(|group| self::group(group, columns.len(), start));
    Ok(Footer { groups: groups.collect::<Result<_, _>>()?, columns })
}

/// Returns the columns without columns of their own.
fn leaves(schema: &[Node<'_>]) -> Result<Vec<Leaf>, Fault> {
    const REPEATED: i64 = 2;
    let (root, elements) = schema.split_first().ok_or("it has no columns")?;
    let mut rest = elements.iter();
    let mut leaves = Vec::new();
    for _ in 0..root.size(5).unwrap_or_default() {
        let outer = rest.next().ok_or("its columns are not all described")?;
        let name = outer.text(4).unwrap_or_default().to_owned();
        let mut open = outer.size(5).unwrap_or_default();
        let is_single = open == 0 && outer.integer(3) != Some(REPEATED);
        let mut leaf = |node: &Node<'_>, kind: Option<Kind>| -> Result<(), Fault> {
            let is_optional = node.integer(3) == Some(1);
            let is_bytes = node.field(10).is_none() && node.integer(6).is_none();
            let (name, stored) = (name.clone(), stored(node)?);
            leaves.push(Leaf { name, stored, kind, is_optional, is_bytes });
            Ok(())
        };
        if open == 0 {
            leaf(outer, stored(outer).ok().and_then(|at| kind(outer, at)).filter(|_| is_single))?;
        }
        while open > 0 {
            let inner = rest.next().ok_or("its columns are not all described")?;
            let below = inner.size(5).unwrap_or_default();
            if below == 0 {
                leaf(inner, None)?;
            }
            open = (open - 1).saturating_add(below);
        }
    }
    Ok(leaves)
}

fn stored(node: &Node<'_>) -> Result<Stored, Fault> {
    Ok(match node.integer(1) {
        Some(0) => Stored::Boolean,
        Some(1) => Stored::Int32,
        Some(2) => Stored::Int64,
        Some(3) => Stored::Int96,
        Some(4) => Stored::Float,
        Some(5) => Stored::Double,
        Some(6) => Stored::Bytes,
        Some(7) => {
            let length = node.size(2).filter(|length| *length > 0);
            Stored::Fixed(length.ok_or("a column has values of no length")?)
        }
        _ => return Err("a column is of no known type"),
    })
}

/// Returns what the values of a column are, by its logical type or, in older files, its converted
/// type.
fn kind(node: &Node<'_>, stored: Stored) -> Option<Kind> {
    const DECIMAL: i64 = 5;
    let logical = node.field(10);
    let logical = |number| logical.and_then(|node| node.field(number));
    let converted = node.integer(6);
    if logical(5).is_some() || converted == Some(DECIMAL) {
        let scale = logical(5).and_then(|decimal| decimal.integer(1)).or_else(|| node.integer(7));
        return u32::try_from(scale.unwrap_or_default()).ok().map(Kind::Decimal);
    }
    let bits = if stored == Stored::Int32 { u32::MAX.into() } else { u64::MAX };
    match stored {
        Stored::Boolean => Some(Kind::Boolean),
        Stored::Float | Stored::Double => Some(Kind::Float),
        Stored::Int96 => Some(Kind::Timestamp(1_000_000_000)),
        Stored::Bytes => (converted != Some(20) && logical(13).is_none()).then_some(Kind::Text),
        Stored::Fixed(16) if logical(14).is_some() => Some(Kind::Uuid),
        Stored::Fixed(_) => None,
        Stored::Int32 | Stored::Int64 => Some(match converted {
            _ if logical(6).is_some() => Kind::Date,
            _ if logical(7).is_some() => Kind::Time(parts(logical(7)?.field(2)?)),
            _ if logical(8).is_some() => Kind::Timestamp(parts(logical(8)?.field(2)?)),
            _ if logical(10).is_some_and(|integer| integer.boolean(2) == Some(false)) => {
                Kind::Unsigned(bits)
            }
            Some(6) => Kind::Date,
            Some(7) => Kind::Time(1_000),
            Some(8) => Kind::Time(1_000_000),
            Some(9) => Kind::Timestamp(1_000),
            Some(10) => Kind::Timestamp(1_000_000),
            Some(11..=14) => Kind::Unsigned(bits),
            _ => Kind::Signed,
        }),
    }
}

/// Returns how many units of time make a second.
fn parts(unit: &Node<'_>) -> i64 {
    [(1, 1_000), (2, 1_000_000)]
        .into_iter()
        .find_map(|(number, parts)| unit.field(number).map(|_| parts))
        .unwrap_or(1_000_000_000)
}

fn group(node: &Node<'_>, columns: usize, end: usize) -> Result<Group, Fault> {
    let rows = node.size(3).ok_or("it does not say how many rows it has")?;
    let chunks: Result<Vec<_>, _> = node.list(1).iter().map(|node| chunk(node, end)).collect();
    let chunks = chunks?;
    if chunks.len() != columns {
        return Err("its rows have other columns than it describes");
    }
    Ok(Group { rows, chunks })
}

fn chunk(node: &Node<'_>, end: usize) -> Result<Chunk, Fault> {
    if node.text(1).is_some() {
        return Err("its values are in other files");
    }
    let about = node.field(3).ok_or("it does not say where its values are")?;
    let codec = match about.integer(4) {
        Some(0) => Codec::Plain,
        Some(1) => Codec::Snappy,
        Some(2) => Codec::Gzip,
        Some(6) => Codec::Zstd,
        Some(4) => return Err("it is compressed by Brotli, which is not read"),
        Some(5 | 7) => return Err("it is compressed by LZ4, which is not read"),
        _ => return Err("it is compressed in a way that is not read"),
    };
    let data = about.size(9).ok_or("it does not say where its values are")?;
    let dictionary = about.size(11).filter(|&at| at > 0 && at < data);
    let start = dictionary.unwrap_or(data);
    let length = about.size(7).ok_or("it does not say where its values are")?;
    let stop = start.checked_add(length).filter(|stop| *stop <= end);
    Ok(Chunk { codec, range: start..stop.ok_or("its values are cut off")? })
}
