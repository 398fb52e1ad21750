//! Thrift's compact protocol, in which Parquet files describe themselves.

use super::Fault;

/// How deep values may stand in each other.
const DEPTH: usize = 16;

/// A value.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Boolean(bool),
    Integer(i64),
    Binary(&'a [u8]),
    List(Vec<Self>),
    /// Fields by their numbers.
    Struct(Vec<(i64, Self)>),
    /// A value of which nothing is read.
    Other,
}

impl<'a> Node<'a> {
    /// Reads the struct that `bytes` begin with, and how many bytes it takes.
    ///
    /// # Errors
    /// Returns what is wrong with it.
    pub(super) fn read(bytes: &'a [u8]) -> Result<(Self, usize), Fault> {
        let mut reader = Reader { bytes, at: 0 };
        let node = reader.structure(DEPTH)?;
        Ok((node, reader.at))
    }

    /// Returns the field of a struct with this number.
    pub(super) fn field(&self, number: i64) -> Option<&Self> {
        let Self::Struct(fields) = self else { return None };
        fields.iter().find(|(known, _)| *known == number).map(|(_, node)| node)
    }

    /// Returns the field of a struct with this number, if it is an integer.
    pub(super) fn integer(&self, number: i64) -> Option<i64> {
        if let Some(Self::Integer(integer)) = self.field(number) { Some(*integer) } else { None }
    }

    /// Returns the field of a struct with this number, if it is a size.
    pub(super) fn size(&self, number: i64) -> Option<usize> {
        self.integer(number).and_then(|size| usize::try_from(size).ok())
    }

    /// Returns the field of a struct with this number, if it is a yes or no.
    pub(super) fn boolean(&self, number: i64) -> Option<bool> {
        if let Some(Self::Boolean(boolean)) = self.field(number) { Some(*boolean) } else { None }
    }

    /// Returns the field of a struct with this number, if it is a text.
    pub(super) fn text(&self, number: i64) -> Option<&str> {
        let Some(Self::Binary(bytes)) = self.field(number) else { return None };
        std::str::from_utf8(bytes).ok()
    }

    /// Returns the items of the list with this number.
    pub(super) fn list(&self, number: i64) -> &[Self] {
        if let Some(Self::List(items)) = self.field(number) { items } else { &[] }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Fault> {
        let byte = *self.bytes.get(self.at).ok_or("its description is cut off")?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("its description has a number that does not end")
    }

    fn integer(&mut self) -> Result<i64, Fault> {
        self.varint().map(zigzag)
    }

    /// Reads the length of a list or text, which cannot be longer than the rest of the bytes.
    fn length(&mut self, length: u64) -> Result<usize, Fault> {
        let length = usize::try_from(length).ok();
        length
            .filter(|length| *length <= self.bytes.len() - self.at)
            .ok_or("its description is cut off")
    }

    fn structure(&mut self, depth: usize) -> Result<Node<'a>, Fault> {
        let mut fields = Vec::new();
        let mut number: i64 = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Ok(Node::Struct(fields));
            }
            number = match head >> 4 {
                0 => self.integer()?,
                step => number.saturating_add(i64::from(step)),
            };
            let node = match head & 0x0F {
                1 => Node::Boolean(true),
                2 => Node::Boolean(false),
                kind => self.value(kind, depth)?,
            };
            fields.push((number, node));
        }
    }

    fn value(&mut self, kind: u8, depth: usize) -> Result<Node<'a>, Fault> {
        let depth = depth.checked_sub(1).ok_or("its description is nested too deep")?;
        Ok(match kind {
            1 | 2 => Node::Boolean(self.byte()? == 1),
            3 => Node::Integer(i64::from(self.byte()?.cast_signed())),
            4..=6 => Node::Integer(self.integer()?),
            7 => {
                self.at += self.length(8)?;
                Node::Other
            }
            8 => {
                let length = self.varint()?;
                let length = self.length(length)?;
                let start = self.at;
                self.at += length;
                Node::Binary(&self.bytes[start..self.at])
            }
            9 | 10 => self.list(depth)?,
            11 => self.map(depth)?,
            12 => self.structure(depth)?,
            _ => return Err("its description has a value of no known type"),
        })
    }

    fn list(&mut self, depth: usize) -> Result<Node<'a>, Fault> {
        let head = self.byte()?;
        let length = match head >> 4 {
            15 => self.varint()?,
            length => u64::from(length),
        };
        let length = self.length(length)?;
        let items = (0..length).map(|_| self.value(head & 0x0F, depth));
        items.collect::<Result<_, _>>().map(Node::List)
    }

    fn map(&mut self, depth: usize) -> Result<Node<'a>, Fault> {
        let length = self.varint()?;
        let length = self.length(length)?;
        if length > 0 {
            let kinds = self.byte()?;
            for _ in 0..length {
                self.value(kinds >> 4, depth)?;
                self.value(kinds & 0x0F, depth)?;
            }
        }
        Ok(Node::Other)
    }
}

/// Returns the number that stands with its sign as the last bit.
pub(super) fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}
