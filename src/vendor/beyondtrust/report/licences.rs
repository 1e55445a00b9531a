//! Which endpoints use a licence: a table in a ZIP archive, whose first row names the members of the records.

use std::io::BufReader;
use std::path::Path;

use serde_json::{Map, Value};

use super::super::packed::{Metered, broken, is_zip, open_zip, put};
use crate::catalog::{Pack, Receive, Unpacked};
use crate::failure::Failure;
use crate::given::Given;
use crate::record::Record;

const TABLE: &str = "jump_items.csv";

pub(super) const PACK: Pack = Pack { noun: "ZIP archive", begins: is_zip, unpack };

fn unpack(path: &Path, _: &Given, receive: Receive<'_>) -> Result<(), Failure> {
    let mut archive = open_zip(path)?;
    let is_table = |index: &usize| {
        let name = archive.name_for_index(*index).and_then(Result::ok);
        name.is_some_and(|name| name.to_lowercase().ends_with(TABLE))
    };
    let index = (0..archive.len()).find(is_table).ok_or_else(|| broken(&format!("it holds no `{TABLE}`")))?;
    let member = archive.by_index(index).map_err(|error| broken(&error))?;
    let (reader, allowance) = Metered::new(BufReader::new(member));
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let names = table.headers().map_err(|error| broken(&error))?.clone();
    for row in table.records() {
        let row = row.map_err(|error| broken(&error))?;
        allowance.renew();
        if !receive(Unpacked::Record(record(&names, &row))) {
            return Ok(());
        }
    }
    Ok(())
}

fn record(names: &csv::StringRecord, row: &csv::StringRecord) -> Record {
    let mut record = Map::new();
    for (number, cell) in row.iter().enumerate() {
        let name = names.get(number).map(|name| name.trim_start_matches('\u{feff}').trim());
        let name = name.map_or_else(|| format!("column {}", number + 1), str::to_owned);
        put(&mut record, &[], &name, Value::from(cell));
    }
    Record::from(Value::Object(record))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::packed::tests::{unpacked, zip};
    use super::*;

    fn read(members: &[(&str, &[u8])]) -> (Vec<Value>, Result<(), String>) {
        let (records, _, ended) = unpacked(unpack, &Given::default(), &zip(members), usize::MAX);
        (records, ended)
    }

    #[test]
    fn rows_have_the_names_of_the_first_row() {
        let table = "\u{feff}\"Name\",\"Hostname / IP\",License\r\n\"web, 01\",10.0.1.5,yes\r\nweb-02,,no,more\r\n";

        let (records, ended) = read(&[("readme.txt", b"x"), ("a/jump_items.csv", table.as_bytes())]);

        assert_eq!(
            records,
            [
                json!({"Name": "web, 01", "Hostname / IP": "10.0.1.5", "License": "yes"}),
                json!({"Name": "web-02", "Hostname / IP": "", "License": "no", "column 4": "more"}),
            ]
        );
        assert_eq!(ended, Ok(()));
    }

    #[test]
    fn a_table_without_rows_is_an_empty_list() {
        assert_eq!(read(&[("jump_items.csv", b"Name,License\n")]), (vec![], Ok(())));
    }

    #[test]
    fn the_table_is_found_in_any_folder_and_whatever_its_capitals() {
        let found = |name: &str| read(&[(name, b"Name\na\n")]).0;

        let names = ["Jump_Items.CSV", "a\\jump_items.csv", "../../jump_items.csv", "/jump_items.csv"];
        assert!(names.iter().all(|name| found(name) == [json!({"Name": "a"})]));
    }

    #[test]
    fn an_archive_without_the_table_is_no_report() {
        assert!(read(&[("other.csv", b"a\n")]).1.unwrap_err().contains("no `jump_items.csv`"));
    }

    #[test]
    fn what_is_unpacked_is_no_larger_than_a_record_may_be() {
        let bomb = format!("Name\n\"{}\"\n", "x".repeat(6 << 20));

        let (records, ended) = read(&[("jump_items.csv", bomb.as_bytes())]);

        assert_eq!(records.len(), 0);
        assert!(ended.unwrap_err().contains("larger than 4 MiB"));
    }

    #[test]
    fn an_archive_that_is_cut_off_is_broken() {
        let whole = zip(&[("jump_items.csv", b"Name\na\n")]);

        let (_, _, ended) = unpacked(unpack, &Given::default(), &whole[..whole.len() / 2], usize::MAX);

        assert!(ended.unwrap_err().starts_with("the file that came cannot be read"));
    }
}
