//! The secrets of an installation, in one file that only its owner may read.
//!
//! Signing keys (ES256) sign access tokens; sealing keys (AES-256-GCM) protect national
//! identifiers, earlier versions of records, stored answers and the content of attachments; the index key (HMAC-SHA-256)
//! makes identifiers findable without opening them; the derivation key makes refresh tokens.
//! Losing the file loses the identifiers: nothing in the database can replace it.

use std::{
    fs, io,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hkdf, hmac,
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde::{Deserialize, Serialize};

/// The file as it is written.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    signing: Vec<StoredKey>,
    sealing: Vec<StoredKey>,
    index: StoredKey,
    derivation: StoredKey,
}

/// One key; the first of a list is in use, the others only verify or open what is older.
#[derive(Clone, Serialize, Deserialize)]
struct StoredKey {
    id: String,
    key: String,
}

/// Why keys cannot be used.
#[derive(Debug)]
pub enum KeyFault {
    /// There is no key file.
    Missing(String),
    /// There is one already, and it is not overwritten.
    Exists(String),
    /// Others than the owner may read it.
    Readable(String),
    /// It cannot be read or is no key file.
    Broken(String),
}

impl std::fmt::Display for KeyFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(path) => {
                write!(
                    f,
                    "no key file at {path}: make one with `kes keys generate --keys {path}` (KES_KEYS)"
                )
            }
            Self::Exists(path) => write!(f, "{path} is there already and is not overwritten"),
            Self::Readable(path) => {
                write!(
                    f,
                    "{path} can be read by others: `chmod 600 {path}` (option --keys, KES_KEYS)"
                )
            }
            Self::Broken(cause) => write!(f, "the key file cannot be used: {cause}"),
        }
    }
}

impl std::error::Error for KeyFault {}

/// A key that signs access tokens, with its public half.
pub struct SigningKey {
    /// The `kid` in tokens and in the key set.
    pub id: String,
    /// PKCS#8, for the token library.
    pub pkcs8: Vec<u8>,
    /// The public point: x and y, base64url.
    pub public: (String, String),
}

/// A key that seals.
struct SealingKey {
    id: String,
    key: LessSafeKey,
    /// What keys of single objects are derived from.
    secret: Vec<u8>,
}

impl SealingKey {
    fn of_object(&self, place: &str, salt: &[u8]) -> io::Result<LessSafeKey> {
        let info = [b"object|", place.as_bytes()];
        let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(&self.secret);
        let key = derived
            .expand(&info, &AES_256_GCM)
            .map_err(|_| io::Error::other("no key could be derived"))?;
        Ok(LessSafeKey::new(UnboundKey::from(key)))
    }
}

/// How long the salt of an object is.
const SALT: usize = 32;

/// The keys in use.
pub struct Keys {
    /// Signing keys, the newest first.
    pub signing: Vec<SigningKey>,
    sealing: Vec<SealingKey>,
    index: hmac::Key,
    derivation: hmac::Key,
}

/// Fills a buffer with random bytes from the operating system.
///
/// # Errors
/// Only when the operating system has none to give.
pub fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| io::Error::other("no randomness to be had"))?;
    Ok(bytes)
}

/// SHA-256.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.finish().as_ref().to_vec()
}

fn new_secret() -> io::Result<StoredKey> {
    Ok(StoredKey {
        id: B64.encode(random::<6>()?),
        key: B64.encode(random::<32>()?),
    })
}

fn new_signing() -> io::Result<StoredKey> {
    let document =
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map_err(|_| io::Error::other("no signing key could be made"))?;
    Ok(StoredKey {
        id: B64.encode(random::<6>()?),
        key: B64.encode(document.as_ref()),
    })
}

fn write(path: &Path, file: &KeyFile, new: bool) -> Result<(), KeyFault> {
    let broken = |cause: &dyn std::fmt::Display| KeyFault::Broken(cause.to_string());
    let text = serde_json::to_string_pretty(file).map_err(|cause| broken(&cause))?;
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        fs::create_dir_all(parent).map_err(|cause| broken(&cause))?;
    }
    let written = if new {
        path.to_path_buf()
    } else {
        path.with_extension("new")
    };
    let mut options = fs::OpenOptions::new();
    options.write(true).mode(0o600);
    if new {
        options.create_new(true)
    } else {
        options.create(true).truncate(true)
    };
    let handle = options.open(&written).map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => KeyFault::Exists(path.display().to_string()),
        _ => broken(&cause),
    })?;
    io::Write::write_all(&mut &handle, text.as_bytes()).map_err(|cause| broken(&cause))?;
    handle.sync_all().map_err(|cause| broken(&cause))?;
    if !new {
        fs::rename(&written, path).map_err(|cause| broken(&cause))?;
    }
    if let Some(parent) = parent {
        fs::File::open(parent)
            .and_then(|dir| dir.sync_all())
            .map_err(|cause| broken(&cause))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<KeyFile, KeyFault> {
    let shown = path.display().to_string();
    let meta = fs::metadata(path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => KeyFault::Missing(shown.clone()),
        _ => KeyFault::Broken(cause.to_string()),
    })?;
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(KeyFault::Readable(shown));
    }
    let text = fs::read_to_string(path).map_err(|cause| KeyFault::Broken(cause.to_string()))?;
    serde_json::from_str(&text).map_err(|cause| KeyFault::Broken(cause.to_string()))
}

/// Makes a new key file; an existing one is never overwritten.
///
/// # Errors
/// When there is one already, or it cannot be written.
pub fn generate(path: &Path) -> Result<(), KeyFault> {
    let broken = |cause: io::Error| KeyFault::Broken(cause.to_string());
    let file = KeyFile {
        signing: vec![new_signing().map_err(broken)?],
        sealing: vec![new_secret().map_err(broken)?],
        index: new_secret().map_err(broken)?,
        derivation: new_secret().map_err(broken)?,
    };
    write(path, &file, true)
}

/// Puts a new signing key and a new sealing key in front; the old ones go on verifying and
/// opening. Index and derivation keys stay: what they made can only be made again with them.
///
/// # Errors
/// When the file cannot be read or written.
pub fn rotate(path: &Path) -> Result<(), KeyFault> {
    let broken = |cause: io::Error| KeyFault::Broken(cause.to_string());
    let mut file = read(path)?;
    file.signing.insert(0, new_signing().map_err(broken)?);
    file.sealing.insert(0, new_secret().map_err(broken)?);
    // A token lives ten minutes: three generations of signing keys are plenty.
    file.signing.truncate(3);
    write(path, &file, false)
}

impl Keys {
    /// Reads the key file.
    ///
    /// # Errors
    /// When it is missing, readable by others or broken.
    pub fn load(path: &Path) -> Result<Self, KeyFault> {
        let file = read(path)?;
        let bytes = |key: &StoredKey| {
            B64.decode(&key.key)
                .map_err(|cause| KeyFault::Broken(format!("key {}: {cause}", key.id)))
        };
        let mut signing = Vec::new();
        for key in &file.signing {
            let pkcs8 = bytes(key)?;
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8)
                .map_err(|cause| KeyFault::Broken(format!("signing key {}: {cause}", key.id)))?;
            // An uncompressed point: 0x04, then x and y of 32 bytes each.
            let point = pair.public_key().as_ref();
            let public = (B64.encode(&point[1..33]), B64.encode(&point[33..]));
            signing.push(SigningKey {
                id: key.id.clone(),
                pkcs8,
                public,
            });
        }
        let mut sealing = Vec::new();
        for key in &file.sealing {
            let secret = bytes(key)?;
            let unbound = UnboundKey::new(&AES_256_GCM, &secret).map_err(|_| {
                KeyFault::Broken(format!("sealing key {} has a wrong length", key.id))
            })?;
            sealing.push(SealingKey {
                id: key.id.clone(),
                key: LessSafeKey::new(unbound),
                secret,
            });
        }
        if signing.is_empty() || sealing.is_empty() {
            return Err(KeyFault::Broken(
                "it has no signing or no sealing key".into(),
            ));
        }
        Ok(Self {
            signing,
            sealing,
            index: hmac::Key::new(hmac::HMAC_SHA256, &bytes(&file.index)?),
            derivation: hmac::Key::new(hmac::HMAC_SHA256, &bytes(&file.derivation)?),
        })
    }

    /// Seals bytes for one place (`table|column|row`); they open nowhere else.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn seal(&self, place: &str, plain: &[u8]) -> io::Result<Vec<u8>> {
        let SealingKey { id, key, .. } = &self.sealing[0];
        let nonce = random::<NONCE_LEN>()?;
        let mut sealed = Vec::with_capacity(1 + id.len() + NONCE_LEN + plain.len() + 16);
        sealed.push(u8::try_from(id.len()).map_err(io::Error::other)?);
        sealed.extend_from_slice(id.as_bytes());
        sealed.extend_from_slice(&nonce);
        let mut body = plain.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.as_bytes()),
            &mut body,
        )
        .map_err(|_| io::Error::other("sealing failed"))?;
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    /// Opens what was sealed for this place; `None` if it was tampered with, moved, or sealed
    /// with a key that is no longer in the file.
    #[must_use]
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (len, rest) = sealed.split_first()?;
        let (id, rest) = rest.split_at_checked(usize::from(*len))?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN)?;
        let SealingKey { key, .. } = self.sealing_key(id)?;
        let mut body = body.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = key
            .open_in_place(nonce, Aad::from(place.as_bytes()), &mut body)
            .ok()?
            .len();
        body.truncate(plain);
        Some(body)
    }

    fn sealing_key(&self, id: &[u8]) -> Option<&SealingKey> {
        self.sealing.iter().find(|known| known.id.as_bytes() == id)
    }

    /// A new key for one object, derived for one place, and how the object begins so that the key
    /// can be derived again.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn object_key(&self, place: &str) -> io::Result<(Vec<u8>, LessSafeKey)> {
        let sealing = &self.sealing[0];
        let salt = random::<SALT>()?;
        let mut header = vec![u8::try_from(sealing.id.len()).map_err(io::Error::other)?];
        header.extend_from_slice(sealing.id.as_bytes());
        header.extend_from_slice(&salt);
        Ok((header, sealing.of_object(place, &salt)?))
    }

    /// The key of an object that begins so, and how long its beginning is; `None` while there is
    /// too little of it.
    ///
    /// # Errors
    /// When it was sealed with a key that is no longer in the file.
    pub fn object_key_of(
        &self,
        place: &str,
        object: &[u8],
    ) -> io::Result<Option<(LessSafeKey, usize)>> {
        let begun = || {
            let (length, rest) = object.split_first()?;
            let (id, rest) = rest.split_at_checked(usize::from(*length))?;
            Some((id, rest.get(..SALT)?))
        };
        let Some((id, salt)) = begun() else {
            return Ok(None);
        };
        let sealing = self
            .sealing_key(id)
            .ok_or_else(|| io::Error::other("sealed with a key that is not in the key file"))?;
        let key = sealing.of_object(place, salt)?;
        Ok(Some((key, 1 + id.len() + SALT)))
    }

    /// The blind index of a value: equal values have equal indexes, nothing else shows.
    #[must_use]
    pub fn blind(&self, kind: &str, value: &str) -> Vec<u8> {
        keyed(&self.index, &[kind.as_bytes(), value.as_bytes()])
    }

    /// A secret derived for one purpose.
    #[must_use]
    pub fn derive(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut all = vec![purpose.as_bytes()];
        all.extend_from_slice(parts);
        keyed(&self.derivation, &all)
    }
}

fn keyed(key: &hmac::Key, parts: &[&[u8]]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.sign().as_ref().to_vec()
}

/// Compares two secrets in constant time.
#[must_use]
pub fn same_secret(one: &[u8], other: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one, other).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> (std::path::PathBuf, Keys) {
        let name = format!("kes-keys-{}", B64.encode(random::<9>().unwrap()));
        let path = std::env::temp_dir().join(name).join("keys.json");
        generate(&path).unwrap();
        let keys = Keys::load(&path).unwrap();
        (path, keys)
    }

    #[test]
    fn what_is_sealed_opens_only_in_its_place_and_untouched() {
        let (_, keys) = keys();
        let sealed = keys.seal("persons|value|1", b"850101-14-5678").unwrap();
        assert_eq!(
            keys.open("persons|value|1", &sealed).unwrap(),
            b"850101-14-5678"
        );
        assert_eq!(keys.open("persons|value|2", &sealed), None);
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert_eq!(keys.open("persons|value|1", &bent), None, "byte {at}");
            assert_eq!(keys.open("persons|value|1", &sealed[..at]), None);
        }
    }

    #[test]
    fn after_a_rotation_the_old_opens_and_the_index_stays() {
        let (path, old) = keys();
        let sealed = old.seal("here", b"x").unwrap();
        rotate(&path).unwrap();
        let new = Keys::load(&path).unwrap();
        assert_eq!(new.open("here", &sealed).unwrap(), b"x");
        assert_ne!(new.signing[0].id, old.signing[0].id);
        assert_eq!(
            new.blind("my_nric", "850101145678"),
            old.blind("my_nric", "850101145678")
        );
        assert_eq!(old.open("here", &new.seal("here", b"y").unwrap()), None);
    }

    #[test]
    fn a_key_file_that_others_may_read_is_refused_and_none_is_overwritten() {
        let (path, _) = keys();
        assert!(matches!(generate(&path), Err(KeyFault::Exists(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keys::load(&path), Err(KeyFault::Readable(_))));
    }
}
