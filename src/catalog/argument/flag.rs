//! What an argument is called on the command line.

use super::{Argument, Place};

/// The flags that rmctl has itself: global ones, and those that the runner adds to rows.
const TAKEN: &[&str] = &[
    "profile",
    "output",
    "columns",
    "sort",
    "filter",
    "jq",
    "limit",
    "quiet",
    "verbose",
    "dry-run",
    "yes",
    "sandbox",
    "no-header",
    "timeout",
    "retries",
    "rate",
    "print-curl",
    "color",
    "no-input",
    "show-secrets",
    "raw-output",
    "formulas",
    "fail-on-empty",
    "jobs",
    "max-affected",
    "max-retry-wait",
    "no-cache",
    "max-age",
    "help",
    "version",
    "body",
    "items",
    "ids-from",
    "resume",
    "retry-unknown",
    "param",
    "save",
    "wait",
    "no-wait",
];

impl Argument {
    /// The flag: kebab-case of the vendor's spelling, unless the row has another. What would shadow a flag of ours is
    /// offered for the server. A job's own flags are ours, too: the laws of the tables see to it that they shadow nothing.
    pub fn flag(&self) -> String {
        let flag = match self.spelling {
            Some(spelling) => spelling.to_owned(),
            None => kebab(self.name),
        };
        match TAKEN.contains(&flag.as_str()) && self.place != Place::Workflow {
            true => format!("server-{flag}"),
            false => flag,
        }
    }
}

/// A vendor's name in kebab case: `company_id`, `organizationId` and `psaTicketID` end in `-id`.
pub fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let begins_word = |at: usize| {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        letters[at].is_uppercase()
            && before.is_some_and(|before| {
                let ends_capitals = before.is_uppercase() && after.is_some_and(|after| after.is_lowercase());
                before.is_lowercase() || before.is_ascii_digit() || ends_capitals
            })
    };
    let mut words = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if begins_word(at) {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words.replace(['_', ':', '.'], "-")
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn every_vendor_s_way_to_join_words_becomes_kebab_case() {
        let names = ["company_id", "ne:status", "organizationId", "psaTicketID", "osPatches2Apply", "URLList", "a-b"];

        let found = names.map(kebab);

        assert_eq!(
            found,
            ["company-id", "ne-status", "organization-id", "psa-ticket-id", "os-patches2-apply", "url-list", "a-b"]
        );
    }
}
