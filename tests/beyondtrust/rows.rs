//! Every row of the Configuration API that both products have, at a site of Remote Support. That of Privileged Remote Access,
//! and what one product alone has, the contract tries.

use super::inside::samples::{Extent, Row, folder, furnished, requests, sample};
use super::inside::{each, run_words};

const BASE: &str = "/api/config/v1";

fn refused(extent: Extent) -> (usize, Vec<String>) {
    let is_shared = |row: &Row| row.operation.path.starts_with(BASE) && row.operation.only.is_none();
    let rows: Vec<Row> = requests().into_iter().filter(is_shared).map(|row| Row { site: Some("RS"), ..row }).collect();
    let refused = each(&rows, |row| {
        let folder = folder();
        let site = furnished(row, folder.path());
        let words = sample(row, extent, folder.path());
        let ran = run_words(&site, words.clone());
        if ran.exit == 0 { Vec::new() } else { vec![format!("{}: {} {}", words.join(" "), ran.exit, ran.stderr)] }
    });
    (rows.len(), refused)
}

#[test]
fn every_shared_row_is_carried_out_by_remote_support() {
    assert_eq!(refused(Extent::Least), (173, Vec::new()));
}

#[test]
fn every_shared_row_is_carried_out_by_remote_support_with_all_that_it_takes() {
    assert_eq!(refused(Extent::Most), (173, Vec::new()));
}
