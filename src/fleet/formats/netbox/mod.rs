//! A CSV file for NetBox's import of devices. The columns and their names are those of NetBox 4 (`role` was `device_role`
//! until 3.5); what they refer to is found by its name, and tags by their slugs.

mod mapping;

use std::borrow::Cow;
use std::collections::BTreeMap;

use csv::WriterBuilder;

use super::{Document, address, names};
use crate::fleet::Device;
use crate::output::{inert, visible};

pub use mapping::Mapping;
use mapping::Words;

const COLUMNS: [&str; 11] = [
    "name",
    "role",
    "manufacturer",
    "device_type",
    "serial",
    "site",
    "status",
    "platform",
    "tenant",
    "comments",
    "tags",
];
/// Without these NetBox refuses the row, and with it the whole file.
const REQUIRED: [&str; 6] = ["name", "role", "manufacturer", "device_type", "site", "status"];
/// The longest names and serial numbers that NetBox takes, in characters.
const LONGEST_NAME: usize = 64;
const LONGEST_SERIAL: usize = 50;
const LONGEST_SLUG: usize = 100;

type Row<'r> = [Cow<'r, str>; COLUMNS.len()];

/// The file. Rows that lack something stand in it all the same, so that it can be filled in by hand; they are told.
pub(super) fn document(devices: &[Device], mapping: &Mapping, formulas: bool) -> Document {
    let named = names::unique(devices, name, |_| false);
    let rows: Vec<Row<'_>> = devices.iter().zip(&named).map(|(device, name)| row(device, name, mapping)).collect();
    Document { text: written(&rows, formulas), warnings: gaps(&rows) }
}

fn row<'r>(device: &'r Device, name: &'r str, mapping: &'r Mapping) -> Row<'r> {
    let words = mapping.words(device);
    let or_nothing = |word: Option<&'r str>| shown(word.unwrap_or_default());
    [
        name.into(),
        or_nothing(words.role),
        or_nothing(words.manufacturer),
        or_nothing(words.device_type),
        shortened(device.serial.as_deref().unwrap_or_default(), LONGEST_SERIAL).into(),
        or_nothing(words.site),
        words.status.into(),
        or_nothing(words.platform),
        or_nothing(words.tenant),
        comments(device).into(),
        tags(device, &words).into(),
    ]
}

fn shown(text: &str) -> Cow<'_, str> {
    visible(text.trim())
}

fn name(text: &str) -> String {
    shortened(text, LONGEST_NAME)
}

/// One that is too long keeps its end: there stands what tells names apart.
fn shortened(text: &str, longest: usize) -> String {
    let text = shown(text);
    let letters: Vec<char> = text.chars().collect();
    match letters.len().checked_sub(longest) {
        None | Some(0) => text.into_owned(),
        Some(_) => {
            let end = letters[letters.len() - longest / 2..].iter();
            letters[..longest - longest / 2 - 1].iter().chain(['…'].iter()).chain(end).collect()
        }
    }
}

/// Where the row comes from, and what NetBox has no column for. NetBox shows comments as Markdown.
fn comments(device: &Device) -> String {
    let place = format!("rmctl: {} {} {}", device.vendor, device.profile, device.id);
    let firmware = device.firmware.as_ref().map(|firmware| format!("firmware {firmware}"));
    let addresses = (!device.addresses.is_empty()).then(|| device.addresses.join(" "));
    let macs = (!device.macs.is_empty()).then(|| device.macs.join(" "));
    let known = [Some(place), firmware, addresses, macs].into_iter().flatten();
    let mut parts: Vec<String> = known.map(|part| super::markdown::cell(&part)).collect();
    parts.extend(address::link(device).map(str::to_owned));
    parts.join("; ")
}

/// Slugs, those of the mapping after those of the device, each once.
fn tags(device: &Device, words: &Words<'_>) -> String {
    let own = device.tags.iter().map(String::as_str);
    let mut slugs: Vec<String> = Vec::new();
    for slug in own.chain(words.tags.iter().copied()).map(slug) {
        if !slug.is_empty() && !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    slugs.join(",")
}

/// What NetBox' own form makes of the name of a tag, so that the tag that people have made there is found.
fn slug(tag: &str) -> String {
    let is_joint = |letter: char| letter.is_whitespace() || matches!(letter, '-' | '.');
    let is_end = |letter: char| letter.is_whitespace() || letter == '.';
    let is_kept = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_' || is_joint(*letter);
    let kept: String = tag.chars().filter(is_kept).collect();
    let mut slug = String::with_capacity(kept.len());
    for letter in kept.trim_matches(is_end).chars().map(|letter| if is_joint(letter) { '-' } else { letter }) {
        if letter != '-' || !slug.ends_with('-') {
            slug.push(letter.to_ascii_lowercase());
        }
    }
    slug.truncate(LONGEST_SLUG);
    if slug.bytes().any(|letter| letter.is_ascii_alphanumeric()) { slug } else { String::new() }
}

fn written(rows: &[Row<'_>], formulas: bool) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("memory takes everything");
    for row in rows {
        let cells = row.iter().map(|cell| if formulas { Cow::Borrowed(&**cell) } else { inert(cell) });
        writer.write_record(cells.map(|cell| cell.into_owned())).expect("all rows are as wide");
    }
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("the cells are text")
}

/// One sentence for each set of columns that rows lack, with some of their names.
fn gaps(rows: &[Row<'_>]) -> Vec<String> {
    let mut lacking: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for row in rows {
        let is_gap = |column: &&str| COLUMNS.iter().zip(row).any(|(name, cell)| name == column && cell.is_empty());
        let gaps: Vec<&str> = REQUIRED.into_iter().filter(|column| is_gap(column)).collect();
        if !gaps.is_empty() {
            lacking.entry(gaps).or_default().push(&row[0]);
        }
    }
    lacking.into_iter().map(|(columns, names)| told(&columns, &names)).collect()
}

fn told(columns: &[&str], names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let columns: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let lacks = if names.len() == 1 { "row lacks" } else { "rows lack" };
    format!(
        "{} {lacks} {}, and NetBox refuses a file with such rows: {}{more}; `--mapping FILE` fills them",
        names.len(),
        columns.join(", "),
        shown.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_called_as_netbox_would_call_it() {
        let tags = ["Edge 5G", "Grain & Field", "my_tag", "a/b", " v1.2. ", "a - b", "東京", "-"].map(slug);

        assert_eq!(tags, ["edge-5g", "grain-field", "my_tag", "ab", "v1-2", "a-b", "", ""]);
    }
}
