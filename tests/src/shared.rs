//! What is made once and kept beside the build: a migrated and seeded SQLite file, and keys.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};

use api::{auth::keys, db::migrate};

use crate::{organisation, rows::Rows};

/// Changes whenever the tables or the organisation do; part of the name of what is made once.
pub fn edition() -> &'static str {
    static EDITION: OnceLock<String> = OnceLock::new();
    EDITION.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        hash_tree(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations")),
            &mut hasher,
        );
        include_str!("organisation.rs").hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    })
}

fn hash_tree(folder: &Path, hasher: &mut DefaultHasher) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        path.file_name().hash(hasher);
        if path.is_dir() {
            hash_tree(&path, hasher);
        } else {
            fs::read(&path).unwrap().hash(hasher);
        }
    }
}

/// The folder for files of tests, `target/tmp`.
fn base() -> PathBuf {
    let binary = std::env::current_exe().unwrap();
    // target/debug/deps/identity-…; doc tests run from elsewhere.
    let target = binary.ancestors().find(|folder| folder.ends_with("target"));
    target.map_or_else(std::env::temp_dir, |target| target.join("tmp"))
}

/// A new folder of this process.
pub fn new_folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("kes-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
    let folder = base().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The folder with the migrated and seeded SQLite file `kes.db` and the key file `keys.json`.
pub fn made_once() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let made = base().join(format!("kes-{}", edition()));
        if made.exists() {
            return made;
        }
        let making = new_folder();
        keys::generate(&making.join("keys.json")).unwrap();
        let url = format!("sqlite://{}", making.join("kes.db").display());
        migrate::run_pending(&url).unwrap();
        let rows = Rows::of(&url);
        rows.run(&organisation::seed(false));
        // Everything into the one file that is copied.
        rows.run("PRAGMA wal_checkpoint(TRUNCATE)");
        // Whoever is second finds a folder there and uses it.
        if fs::rename(&making, &made).is_err() {
            fs::remove_dir_all(&making).unwrap();
        }
        made
    })
}
