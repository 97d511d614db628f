//! An object on its way out: sealed pieces come in, content goes out, nothing unchecked between.

use std::{
    io, mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::web::Bytes;
use futures_core::Stream;

use super::seal::{Opener, PIECE, TAG};
use crate::auth::keys::Keys;

/// What an object store gives.
type Source = Pin<Box<dyn Stream<Item = object_store::Result<Bytes>> + Send>>;

/// The content of an object. It ends with an error where a piece is not what was written: the
/// answer then breaks off instead of ending.
pub struct Opened {
    source: Source,
    opener: Opener,
    sealed: Vec<u8>,
    /// The first piece, opened before anything is promised.
    first: Option<Bytes>,
    ended: bool,
}

impl Opened {
    /// Reads on until the first piece is open.
    ///
    /// # Errors
    /// When it is not what was written, or sealed with a key that is not here.
    pub async fn begin(mut source: Source, keys: &Keys, place: &str) -> io::Result<Self> {
        let mut sealed = Vec::new();
        let (opener, length) = loop {
            if let Some(begun) = Opener::begin(keys, place, &sealed)? {
                break begun;
            }
            let next = std::future::poll_fn(|context| source.as_mut().poll_next(context)).await;
            let next = next.ok_or_else(|| io::Error::other("an object without a beginning"))?;
            sealed.extend_from_slice(&next.map_err(io::Error::other)?);
        };
        sealed.drain(..length);
        let mut opened = Self {
            source,
            opener,
            sealed,
            first: None,
            ended: false,
        };
        opened.first = std::future::poll_fn(|context| opened.poll_piece(context))
            .await
            .transpose()?;
        Ok(opened)
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        while !self.ended {
            // Only what is followed by something is known not to be the last.
            if self.sealed.len() > PIECE + TAG {
                let rest = self.sealed.split_off(PIECE + TAG);
                let piece = mem::replace(&mut self.sealed, rest);
                return Poll::Ready(Some(self.opener.open(piece, false).map(Bytes::from)));
            }
            match ready!(self.source.as_mut().poll_next(context)) {
                Some(Ok(more)) => self.sealed.extend_from_slice(&more),
                Some(Err(cause)) => return Poll::Ready(Some(Err(io::Error::other(cause)))),
                None => {
                    self.ended = true;
                    let piece = mem::take(&mut self.sealed);
                    return Poll::Ready(Some(self.opener.open(piece, true).map(Bytes::from)));
                }
            }
        }
        Poll::Ready(None)
    }
}

impl Stream for Opened {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        let piece = ready!(self.poll_piece(context));
        if let Some(Err(cause)) = &piece {
            log::error!(target: "kes::attachments", "{cause}");
        }
        Poll::Ready(piece)
    }
}
