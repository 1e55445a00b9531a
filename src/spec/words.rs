//! Words of a file for people: its prose is somebody else's, and nothing of it may steer a terminal.

use crate::output::visible;

const LONGEST_LINE: usize = 90;
const LONGEST_NAME: usize = 80;

/// The first sentence of prose, on one line, with nothing in it that a terminal obeys.
pub(super) fn line(prose: &str) -> String {
    // Prose can be megabytes, of which one line is shown.
    let start: String = prose.chars().take(8 * LONGEST_LINE).collect();
    let words: Vec<&str> = start.split_whitespace().collect();
    let line = words.join(" ");
    let sentence = line.split_once(". ").map_or(line.as_str(), |(first, _)| first);
    let sentence = visible(sentence.trim_end_matches('.')).into_owned();
    match sentence.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => {
            let cut = &sentence[..end];
            let cut = cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole);
            format!("{cut} …")
        }
        None => sentence,
    }
}

/// The same as a command says it: "Returns the list" tells what happens, "Return the list" what to do.
pub(super) fn imperative(prose: &str) -> String {
    let line = line(prose);
    let (first, rest) = line.split_once(' ').unwrap_or((&line, ""));
    let is_told = VERBS.iter().any(|verb| first.strip_suffix('s') == Some(verb));
    match is_told {
        true => format!("{} {rest}", &first[..first.len() - 1]).trim_end().to_owned(),
        false => line,
    }
}

const VERBS: &[&str] = &[
    "Activate", "Add", "Assign", "Cancel", "Create", "Delete", "Download", "Edit", "Export", "Get", "List", "Modify",
    "Move", "Remove", "Replace", "Reset", "Retrieve", "Return", "Run", "Send", "Set", "Show", "Start", "Stop",
    "Update", "Upload",
];

/// Whether text stands for itself: nothing in it is unseen or obeyed, and a line can hold it.
pub(super) fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST_NAME && visible(text) == text
}

/// `companiesGet` and `api.v2.HTTPServer_list` as words of a command: lower case, separated by dashes.
pub(super) fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().take(4 * LONGEST_NAME).collect();
    let mut word = String::new();
    for (number, letter) in letters.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(number + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if (begins || !letter.is_ascii_alphanumeric()) && !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        }
        if word.len() >= LONGEST_NAME {
            break;
        }
    }
    word.trim_end_matches('-').to_owned()
}

/// `word` itself, or with the first number behind it that nobody has.
pub(super) fn unique(word: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(word) {
        return word.to_owned();
    }
    (2..)
        .map(|number| format!("{word}-{number}"))
        .find(|word| !is_taken(word))
        .expect("there are more numbers than words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_habits_become_words() {
        let words = ["companiesGet", "api.v2.HTTPServer_list", "get /devices/{id}", "--x--", "ÄÖ", "v2Get"].map(kebab);

        assert_eq!(words, ["companies-get", "api-v2-http-server-list", "get-devices-id", "x", "", "v2-get"]);
    }

    #[test]
    fn prose_is_one_plain_sentence() {
        assert_eq!(line("Returns\n a  list. It is long."), "Returns a list");
        assert_eq!(line("a\x1b]0;x\x07b\u{202e}c."), "a␛]0;x␇b\\u{202e}c");
        assert_eq!(line(&"word ".repeat(50)).chars().count(), 91);
    }

    #[test]
    fn what_happens_becomes_what_to_do() {
        assert_eq!(imperative("Returns all tags."), "Return all tags");
        assert_eq!(imperative("Addresses of all"), "Addresses of all");
        assert_eq!(imperative("Deletes"), "Delete");
    }
}
