//! What is wrong with a file or a program that cannot be used, as the end of a sentence that has named it.

use std::io::{Error, ErrorKind};

/// The verb and what follows. The words of the system stay for what is not foreseen.
pub(super) fn what_is_wrong(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "does not exist",
        ErrorKind::PermissionDenied => "is closed to this user",
        ErrorKind::IsADirectory => "is a folder",
        ErrorKind::NotADirectory => "lies below something that is no folder",
        other => return format!("cannot be used: {other}"),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foreseen_is_said_in_our_words_and_the_rest_in_those_of_the_system() {
        let kinds = [
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::IsADirectory,
            ErrorKind::NotADirectory,
            ErrorKind::TimedOut,
        ];

        assert_eq!(
            kinds.map(|kind| what_is_wrong(&Error::from(kind))),
            [
                "does not exist",
                "is closed to this user",
                "is a folder",
                "lies below something that is no folder",
                "cannot be used: timed out",
            ]
        );
    }
}
