//! Hashes of what a result is made of.

use blake3::{Hash, Hasher};

/// Identifies the program, including its version and the source it was built from: the same program
/// makes the same bytes from the same files.
pub const PROGRAM: &str = env!("QUIPU_PROGRAM");

/// A hash of parts as they are added. Each part is hashed with its length, so that `ab`, `c`
/// differs from `a`, `bc`.
#[derive(Debug, Clone, Default)]
pub struct Digest(Hasher);

impl Digest {
    /// Adds a part.
    pub fn part(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.0.update(&bytes.len().to_le_bytes()).update(bytes);
        self
    }

    /// Returns the hash of all parts.
    pub fn hash(&self) -> Hash {
        self.0.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |parts: &[&str]| {
            let mut digest = Digest::default();
            for part in parts {
                digest.part(part);
            }
            digest.hash()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
    }
}
