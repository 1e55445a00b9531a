//! Column keys as titles for people: `company_name` is `COMPANY NAME`.

use super::columns::Column;
use super::visible::visible;

/// The last part of each path; the whole path where two would be called the same, or where the last part says nothing alone.
pub(super) fn titles(columns: &[Column]) -> Vec<String> {
    let short: Vec<String> = columns.iter().map(|column| words(last(&column.key))).collect();
    let is_shared = |title: &String| short.iter().filter(|other| *other == title).count() > 1;
    let title = |(column, short): (&Column, &String)| {
        if is_shared(short) { words(&column.key) } else { short.clone() }
    };
    columns.iter().zip(&short).map(title).collect()
}

fn last(key: &str) -> &str {
    // The text of an element that has members besides, and its time as a number, are what the element is about.
    let key = [".#text", ".timestamp"].iter().find_map(|end| key.strip_suffix(end)).unwrap_or(key);
    match key.rsplit_once('.') {
        Some((_, last)) if !matches!(last, "id" | "name") && last.parse::<usize>().is_err() => last,
        _ => key,
    }
}

/// Capitals begin words, as in `companyName`. Those that stand together are one word, as in `publicIP`, but for the last
/// of them where two small letters follow, as in `OSPatches`; `IDs` is one word.
fn words(key: &str) -> String {
    let letters: Vec<char> = visible(key).chars().collect();
    let mut title = String::with_capacity(letters.len() + 4);
    for (place, letter) in letters.iter().enumerate() {
        if letter.is_uppercase() && begins_word(&letters[..place], &letters[place + 1..]) {
            title.push(' ');
        }
        match letter {
            '_' | '-' | '.' => title.push(' '),
            _ => title.extend(letter.to_uppercase()),
        }
    }
    title
}

fn begins_word(before: &[char], after: &[char]) -> bool {
    match before.last() {
        Some(last) if last.is_uppercase() => {
            matches!(after, [one, two, ..] if one.is_lowercase() && two.is_lowercase())
        }
        Some(last) => last.is_lowercase() || last.is_numeric(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::path::Path;

    fn of<const N: usize>(keys: [&str; N]) -> Vec<String> {
        let columns = keys.map(|key| Column { key: key.to_owned(), path: Path::new(key) });
        titles(&columns)
    }

    #[test]
    fn a_key_becomes_words() {
        let keys = ["company_name", "lastSeen", "site.city", "public-IP", "addresses.0"];

        assert_eq!(of(keys), ["COMPANY NAME", "LAST SEEN", "CITY", "PUBLIC IP", "ADDRESSES 0"]);
    }

    #[test]
    fn an_abbreviation_is_one_word() {
        let keys = ["pendingOSPatchesCount", "publicIP", "IPAddress", "deviceIDs", "os2Name"];

        assert_eq!(of(keys), ["PENDING OS PATCHES COUNT", "PUBLIC IP", "IP ADDRESS", "DEVICE IDS", "OS2 NAME"]);
    }

    #[test]
    fn a_name_is_somebody_s() {
        assert_eq!(of(["id", "customer.name", "device.id"]), ["ID", "CUSTOMER NAME", "DEVICE ID"]);
    }

    #[test]
    fn the_text_and_the_time_of_an_element_have_its_name() {
        assert_eq!(of(["start.#text", "end_time.timestamp", "timestamp"]), ["START", "END TIME", "TIMESTAMP"]);
    }

    #[test]
    fn two_columns_never_share_a_short_title() {
        assert_eq!(of(["city", "site.city", "id"]), ["CITY", "SITE CITY", "ID"]);
    }
}
