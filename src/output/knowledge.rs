//! What a command knows of its records before it has seen any.

use super::path::Path;
use super::unknown::unknown;
use crate::failure::Failure;

/// What the tables say about the records of one command; all of it may be nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knowledge {
    /// What a table shows, as dotted paths. Empty: what the first record has.
    pub columns: &'static [&'static str],
    /// What wide, csv, tsv and the view of one record show besides.
    pub wide: &'static [&'static str],
    /// The members that a record can have at its top, if the schema is closed; empty if it is open.
    pub members: &'static [&'static str],
    /// The names of members that are hidden, wherever they stand.
    pub secret: &'static [&'static str],
    /// Those of the secret names that this command was asked for.
    pub reveals: &'static [&'static str],
    /// Values that mean something, as member, value and word: people are shown the word.
    pub words: &'static [(&'static str, &'static str, &'static str)],
    /// Members that are times, as numbers since 1970 or as HTTP writes them, wherever they stand: people are shown the
    /// time, and `--sort` goes by it.
    pub times: &'static [&'static str],
    /// What the format `name` prints.
    pub id: &'static str,
}

impl Knowledge {
    /// Nothing is known: every name is taken as it is.
    pub const OPEN: Self =
        Self { columns: &[], wide: &[], members: &[], secret: &[], reveals: &[], words: &[], times: &[], id: "id" };

    /// A path that the user typed, unless no record can have it.
    pub(super) fn path(&self, noun: &str, typed: &str) -> Result<Path, Failure> {
        let typed = typed.trim();
        let taken = typed.strip_prefix('+');
        match taken.unwrap_or(typed) {
            "" => Err(Failure::usage(format!("a {noun} is empty"))),
            path if taken.is_some() || self.may_have(path) => Ok(Path::new(path)),
            path => Err(unknown(noun, path, self.members.iter().copied())
                .hint(format!("write `+{path}` if the records have it all the same"))),
        }
    }

    fn may_have(&self, path: &str) -> bool {
        let is_under =
            |member: &str| path.strip_prefix(member).is_some_and(|rest| matches!(rest.as_bytes(), [] | [b'.', ..]));
        self.members.is_empty() || self.members.iter().any(|member| is_under(member))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: Knowledge = Knowledge { members: &["id", "name", "site", "status"], ..Knowledge::OPEN };

    fn message(typed: &str) -> String {
        CLOSED.path("column", typed).unwrap_err().message
    }

    #[test]
    fn a_name_that_a_closed_schema_lacks_is_refused_with_the_nearest() {
        assert_eq!(message("sate"), "unknown column `sate`; there are `site`, `name`, `status`, `id`");
        assert_eq!(message("names.first"), "unknown column `names.first`; there are `name`, `status`, `site`, `id`");
        assert_eq!(message(""), "a column is empty");
    }

    #[test]
    fn below_a_known_member_and_after_a_plus_everything_is_taken() {
        assert!(CLOSED.path("column", "site.name").is_ok());
        assert!(CLOSED.path("column", "+sate").is_ok());
        assert!(Knowledge::OPEN.path("column", "sate").is_ok());
    }
}
