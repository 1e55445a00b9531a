//! Bodies that break off, because a test ordered it.

use bytes::Bytes;
use hyper::body::{Body, Frame};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// How much of a body arrives before the connection ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    Whole,
    After(usize),
}

/// A body that may break off.
#[derive(Debug)]
pub(crate) struct Spoilt {
    left: Bytes,
    is_whole: bool,
    has_rested: bool,
}

impl Spoilt {
    pub(crate) fn new(body: Bytes, ending: Ending) -> Spoilt {
        match ending {
            Ending::Whole => Spoilt { left: body, is_whole: true, has_rested: true },
            Ending::After(length) => Spoilt { left: body.slice(..length), is_whole: false, has_rested: false },
        }
    }
}

impl Body for Spoilt {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if !self.left.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.left)))));
        }
        if self.is_whole {
            return Poll::Ready(None);
        }
        // What was written before leaves the buffer only when the body has nothing to give.
        if !std::mem::replace(&mut self.has_rested, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.is_whole && self.left.is_empty()
    }
}
