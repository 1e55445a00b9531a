//! Why printing stopped: the stream would not take more, or there is something to say about it.

use std::io;

use crate::failure::Failure;

/// The caller decides what a closed pipe means, so streams keep their own error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The stream failed; a closed pipe is `BrokenPipe`.
    #[error("cannot write the result: {0}")]
    Stream(#[from] io::Error),
    /// The result cannot be shown as it was asked.
    #[error("{}", .0.message)]
    Failure(Box<Failure>),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}
