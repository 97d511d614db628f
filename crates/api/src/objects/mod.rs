//! Where the content of attachments lies: a folder of this machine or a bucket that speaks S3.
//!
//! What is written is sealed on its way (see [`seal`]) and lies under a random name: neither the
//! folder nor the bucket tells whose it is or what it is called. A finished object is on disk
//! before anything in the database speaks of it, and is never changed afterwards.

pub mod opened;
pub mod seal;

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};

#[cfg(feature = "s3")]
use object_store::aws::AmazonS3Builder;
use object_store::{
    ObjectStore, ObjectStoreExt as _, WriteMultipart, local::LocalFileSystem, path::Path,
};
use uuid::Uuid;

use crate::{
    auth::keys::Keys,
    http::problem::{ApiError, Problem, ProblemCode},
};
use opened::Opened;
use seal::Sealer;

/// How much is written to a folder at a time.
const FOLDER_PART: usize = 256 * 1024;
/// How much is sent to a bucket at a time: S3 takes no less.
#[cfg(feature = "s3")]
const BUCKET_PART: usize = 5 * 1024 * 1024;
/// How many parts may be on their way at once.
const PARTS_ON_THE_WAY: usize = 2;
/// When it is worth trying again, in seconds.
const RETRY_AFTER: u64 = 5;

/// The objects of an installation.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
    part: usize,
    largest: i64,
}

impl Objects {
    /// Opens a folder (`var/attachments`, `file:///srv/kes`) or a bucket (`s3://bucket/prefix`).
    /// `largest` is the size an object may have.
    ///
    /// # Errors
    /// A sentence that names the option and what to do.
    pub fn open(address: &str, largest: i64) -> Result<Self, String> {
        match address.split_once("://") {
            None => Self::in_folder(FilePath::new(address), largest),
            Some(("file", path)) => Self::in_folder(FilePath::new(path), largest),
            Some(("s3", place)) => Self::in_bucket(address, place, largest),
            Some((scheme, _)) => Err(format!(
                "`{scheme}` is no place for attachments: give a folder or s3://bucket/prefix \
                 (option --attachments, KES_ATTACHMENTS)"
            )),
        }
    }

    fn in_folder(folder: &FilePath, largest: i64) -> Result<Self, String> {
        let shown = folder.display();
        let told = |cause: &dyn std::fmt::Display| {
            format!(
                "the folder of attachments {shown} cannot be used: {cause} (option --attachments)"
            )
        };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|cause| told(&cause))?;
        let mode = fs::metadata(folder).map_err(|cause| told(&cause))?;
        if mode.permissions().mode() & 0o077 != 0 {
            return Err(format!(
                "{shown} can be read by others: `chmod 700 {shown}` (option --attachments, \
                 KES_ATTACHMENTS)"
            ));
        }
        let trial = folder.join(".writable");
        fs::write(&trial, b"")
            .and_then(|()| fs::remove_file(&trial))
            .map_err(|cause| told(&cause))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|cause| told(&cause))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::default(),
            folder: Some(folder.to_owned()),
            part: FOLDER_PART,
            largest,
        })
    }

    #[cfg(feature = "s3")]
    fn in_bucket(address: &str, place: &str, largest: i64) -> Result<Self, String> {
        Self::of_bucket(AmazonS3Builder::from_env(), address, place, largest)
    }

    #[cfg(feature = "s3")]
    fn of_bucket(
        credentials: AmazonS3Builder,
        address: &str,
        place: &str,
        largest: i64,
    ) -> Result<Self, String> {
        let store = credentials
            .with_url(address)
            .build()
            .map_err(|cause| format!("{address} cannot be used: {cause} (option --attachments)"))?;
        let prefix = place.split_once('/').map_or("", |(_, prefix)| prefix);
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::from(prefix),
            folder: None,
            part: BUCKET_PART,
            largest,
        })
    }

    #[cfg(not(feature = "s3"))]
    fn in_bucket(address: &str, _: &str, _: i64) -> Result<Self, String> {
        Err(format!(
            "{address}: this build keeps attachments in a folder only; build it with \
             `--features s3` or name a folder (option --attachments, KES_ATTACHMENTS)"
        ))
    }

    /// The size an object may have, in bytes.
    #[must_use]
    pub const fn largest(&self) -> i64 {
        self.largest
    }

    /// A folder of its own for each object, so that whatever an upload left there goes with it;
    /// spread over 256 folders.
    fn place(&self, object: Uuid) -> (String, String) {
        let name = object.simple().to_string();
        (name[name.len() - 2..].to_owned(), name)
    }

    fn path(&self, object: Uuid) -> Path {
        let (group, name) = self.place(object);
        self.prefix.clone().join(group).join(name).join("sealed")
    }

    /// Begins an object that opens for `place` only.
    ///
    /// # Errors
    /// 503 when there is nowhere to write.
    pub async fn write(&self, keys: &Keys, place: &str, object: Uuid) -> Result<Writing, ApiError> {
        let sealer = Sealer::new(keys, place).map_err(ApiError::internal)?;
        let upload = self.store.put_multipart(&self.path(object)).await;
        let upload = upload.map_err(|cause| unavailable(&cause))?;
        Ok(Writing {
            sealer,
            sealed: Vec::new(),
            out: WriteMultipart::new_with_chunk_size(upload, self.part),
        })
    }

    /// Opens an object that was written for `place`; what comes out is what went in.
    ///
    /// # Errors
    /// 503 when it cannot be asked for, 500 when it is not there or is not what was written.
    pub async fn read(&self, keys: &Keys, place: &str, object: Uuid) -> Result<Opened, ApiError> {
        let found = self.store.get(&self.path(object)).await;
        let found = found.map_err(|cause| match cause {
            object_store::Error::NotFound { .. } => ApiError::internal(cause),
            other => unavailable(&other),
        })?;
        Opened::begin(found.into_stream(), keys, place)
            .await
            .map_err(ApiError::internal)
    }

    /// Removes an object, finished or not; one that is not there is removed already.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn discard(&self, object: Uuid) -> io::Result<()> {
        if let Some(folder) = &self.folder {
            let (group, name) = self.place(object);
            let folder = folder.join(group).join(name);
            return match tokio::task::spawn_blocking(move || fs::remove_dir_all(folder)).await? {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        match self.store.delete(&self.path(object)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(io::Error::other(cause)),
        }
    }
}

/// An object on its way.
pub struct Writing {
    sealer: Sealer,
    sealed: Vec<u8>,
    out: WriteMultipart,
}

impl Writing {
    /// Its next piece. Waits while too much is on its way, so that memory stays bounded.
    ///
    /// # Errors
    /// 503 when it cannot be written.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), ApiError> {
        self.sealer
            .take(piece, &mut self.sealed)
            .map_err(ApiError::internal)?;
        self.flush().await
    }

    async fn flush(&mut self) -> Result<(), ApiError> {
        let ready = self.out.wait_for_capacity(PARTS_ON_THE_WAY).await;
        ready.map_err(|cause| unavailable(&cause))?;
        self.out.write(&self.sealed);
        self.sealed.clear();
        Ok(())
    }

    /// There is no more. It is on disk when this returns.
    ///
    /// # Errors
    /// 503 when it cannot be written.
    pub async fn finish(mut self) -> Result<(), ApiError> {
        self.sealer
            .finish(&mut self.sealed)
            .map_err(ApiError::internal)?;
        self.flush().await?;
        let finished = self.out.finish().await;
        finished.map(drop).map_err(|cause| unavailable(&cause))
    }

    /// It is not wanted after all.
    pub async fn abandon(self) {
        if let Err(cause) = self.out.abort().await {
            log::warn!(target: "kes::attachments", "an upload could not be abandoned: {cause}");
        }
    }
}

fn unavailable(cause: &object_store::Error) -> ApiError {
    log::error!(target: "kes::attachments", "{cause}");
    Problem::retry_after(ProblemCode::Unavailable, RETRY_AFTER).into()
}

#[cfg(test)]
#[cfg(feature = "s3")]
mod bucket_tests;

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let id = format!("kes-objects-{name}-{}", std::process::id());
        std::env::temp_dir().join(id)
    }

    #[test]
    fn a_folder_is_made_for_its_owner_only_and_refused_if_others_read_it() {
        let path = folder("mode");
        let address = path.display().to_string();
        assert!(Objects::open(&address, 1).is_ok());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert!(Objects::open(&format!("file://{address}"), 1).is_ok());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
        let refused = Objects::open(&address, 1).err().unwrap();
        assert!(refused.contains("chmod 700"), "{refused}");
        fs::remove_dir_all(&path).unwrap();
    }

    #[test]
    fn a_place_that_is_none_is_refused_and_the_option_named() {
        let file = folder("file");
        fs::write(&file, b"").unwrap();
        for address in [file.to_str().unwrap(), "ftp://somewhere"] {
            let refused = Objects::open(address, 1).err().unwrap();
            assert!(refused.contains("--attachments"), "{refused}");
        }
        #[cfg(not(feature = "s3"))]
        assert!(
            Objects::open("s3://bucket/prefix", 1)
                .err()
                .unwrap()
                .contains("s3")
        );
        fs::remove_file(&file).unwrap();
    }
}
