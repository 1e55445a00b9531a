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
    match key.rsplit_once('.') {
        Some((_, last)) if !matches!(last, "id" | "name") && last.parse::<usize>().is_err() => last,
        _ => key,
    }
}

/// Capitals begin words, as in `companyName`, unless they stand together, as in `IPAddress`.
fn words(key: &str) -> String {
    let mut title = String::with_capacity(key.len() + 4);
    let mut after_lower = false;
    for letter in visible(key).chars() {
        if after_lower && letter.is_uppercase() {
            title.push(' ');
        }
        after_lower = letter.is_lowercase() || letter.is_numeric();
        match letter {
            '_' | '-' | '.' => title.push(' '),
            _ => title.extend(letter.to_uppercase()),
        }
    }
    title
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
    fn a_name_is_somebody_s() {
        assert_eq!(of(["id", "customer.name", "device.id"]), ["ID", "CUSTOMER NAME", "DEVICE ID"]);
    }

    #[test]
    fn two_columns_never_share_a_short_title() {
        assert_eq!(of(["city", "site.city", "id"]), ["CITY", "SITE CITY", "ID"]);
    }
}
