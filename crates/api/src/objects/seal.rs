//! Sealing of what is too large for one piece of memory.
//!
//! Each object has a key of its own (HKDF-SHA-256 of a sealing key, a random salt and the place it
//! is for) and is cut into pieces of 64 KiB, each sealed with AES-256-GCM. The nonce is the number
//! of the piece and whether it is the last: pieces that are swapped, repeated, left out or cut off
//! do not open, nor does an object that was moved to another place. An object is
//! `length of key id | key id | salt (32) | sealed pieces`.

use std::io;

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};

use crate::auth::keys::Keys;

/// How much of the content is in one piece.
pub const PIECE: usize = 64 * 1024;
/// How much longer a piece is when sealed.
pub const TAG: usize = 16;

/// The keys and nonces of the pieces, in order.
struct Pieces {
    key: LessSafeKey,
    next: u32,
}

impl Pieces {
    fn nonce(&mut self, last: bool) -> io::Result<Nonce> {
        let mut nonce = [0; NONCE_LEN];
        nonce[7..11].copy_from_slice(&self.next.to_be_bytes());
        nonce[11] = u8::from(last);
        let next = self.next.checked_add(1);
        self.next = next.ok_or_else(|| io::Error::other("the object is too long"))?;
        Ok(Nonce::assume_unique_for_key(nonce))
    }
}

/// Seals content as it comes.
pub struct Sealer {
    pieces: Pieces,
    /// The beginning of the object until it is written.
    header: Vec<u8>,
    begun: Vec<u8>,
}

impl Sealer {
    /// Begins an object for one place.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn new(keys: &Keys, place: &str) -> io::Result<Self> {
        let (header, key) = keys.object_key(place)?;
        Ok(Self {
            pieces: Pieces { key, next: 0 },
            header,
            begun: Vec::with_capacity(PIECE),
        })
    }

    /// The next content; what is sealed by it is added to `sealed`.
    ///
    /// # Errors
    /// When the object is too long.
    pub fn take(&mut self, mut content: &[u8], sealed: &mut Vec<u8>) -> io::Result<()> {
        sealed.append(&mut self.header);
        while !content.is_empty() {
            // A full piece waits until it is known that it is not the last.
            if self.begun.len() == PIECE {
                self.seal(false, sealed)?;
            }
            let (now, later) = content.split_at(content.len().min(PIECE - self.begun.len()));
            self.begun.extend_from_slice(now);
            content = later;
        }
        Ok(())
    }

    /// There is no more.
    ///
    /// # Errors
    /// When the object is too long.
    pub fn finish(&mut self, sealed: &mut Vec<u8>) -> io::Result<()> {
        sealed.append(&mut self.header);
        self.seal(true, sealed)
    }

    fn seal(&mut self, last: bool, sealed: &mut Vec<u8>) -> io::Result<()> {
        let nonce = self.pieces.nonce(last)?;
        self.pieces
            .key
            .seal_in_place_append_tag(nonce, Aad::empty(), &mut self.begun)
            .map_err(|_| io::Error::other("sealing failed"))?;
        sealed.append(&mut self.begun);
        Ok(())
    }
}

/// Opens sealed pieces in their order.
pub struct Opener(Pieces);

impl Opener {
    /// Reads the beginning of an object: what opens it, and how long the beginning is. `None`
    /// while there is too little of it.
    ///
    /// # Errors
    /// When it was sealed with a key that is not in the key file.
    pub fn begin(keys: &Keys, place: &str, object: &[u8]) -> io::Result<Option<(Self, usize)>> {
        let found = keys.object_key_of(place, object)?;
        Ok(found.map(|(key, length)| (Self(Pieces { key, next: 0 }), length)))
    }

    /// Opens the next piece.
    ///
    /// # Errors
    /// When it is not the piece that was sealed there.
    pub fn open(&mut self, mut piece: Vec<u8>, last: bool) -> io::Result<Vec<u8>> {
        let nonce = self.0.nonce(last)?;
        let opened = self.0.key.open_in_place(nonce, Aad::empty(), &mut piece);
        let length = opened
            .map_err(|_| io::Error::other("a piece of an object is not what was sealed"))?
            .len();
        piece.truncate(length);
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::keys;

    fn keys() -> Keys {
        let folder = format!("kes-seal-{:?}", std::thread::current().id());
        let path = std::env::temp_dir()
            .join(format!("{folder}-{}", std::process::id()))
            .join("keys.json");
        let _ = std::fs::remove_file(&path);
        keys::generate(&path).unwrap();
        Keys::load(&path).unwrap()
    }

    fn seal(keys: &Keys, content: &[u8], step: usize) -> Vec<u8> {
        let (mut sealer, mut sealed) = (Sealer::new(keys, "a").unwrap(), Vec::new());
        for piece in content.chunks(step) {
            sealer.take(piece, &mut sealed).unwrap();
        }
        sealer.finish(&mut sealed).unwrap();
        sealed
    }

    fn open(keys: &Keys, place: &str, object: &[u8]) -> io::Result<Vec<u8>> {
        let (mut opener, length) =
            Opener::begin(keys, place, object)?.ok_or_else(|| io::Error::other("no beginning"))?;
        let mut content = Vec::new();
        let mut pieces = object[length..].chunks(PIECE + TAG).peekable();
        while let Some(piece) = pieces.next() {
            content.extend(opener.open(piece.to_vec(), pieces.peek().is_none())?);
        }
        Ok(content)
    }

    #[test]
    fn what_is_sealed_opens_whole_whatever_its_length() {
        let keys = keys();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            for step in [1000, PIECE, 5 * PIECE] {
                let object = seal(&keys, &content, step);
                assert_eq!(open(&keys, "a", &object).unwrap(), content);
                assert!(open(&keys, "b", &object).is_err());
            }
        }
        assert_ne!(seal(&keys, b"same", 9), seal(&keys, b"same", 9));
    }

    #[test]
    fn what_is_bent_cut_or_reordered_does_not_open() {
        let keys = keys();
        let content = vec![7; 2 * PIECE + 100];
        let object = seal(&keys, &content, 4096);
        let header = object.len() - content.len() - 3 * TAG;
        let piece = PIECE + TAG;
        for at in [0, header - 1, header, header + piece, object.len() - 1] {
            let mut bent = object.clone();
            bent[at] ^= 1;
            assert!(open(&keys, "a", &bent).is_err(), "byte {at}");
        }
        for length in [header, header + piece, header + 2 * piece, object.len() - 1] {
            assert!(open(&keys, "a", &object[..length]).map_or(true, |it| it.is_empty()));
        }
        let mut swapped = object.clone();
        let (first, second) = swapped[header..header + 2 * piece].split_at_mut(piece);
        first.swap_with_slice(second);
        assert!(open(&keys, "a", &swapped).is_err());
        let mut longer = object.clone();
        longer.extend_from_slice(&object[header..header + piece]);
        assert!(open(&keys, "a", &longer).is_err());
    }
}
