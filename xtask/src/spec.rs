//! `cargo xtask spec`: rmctl's tables against the vendors' OpenAPI files, which it reads for itself. Knows nothing of the
//! simulators' facts, so that a slip of one generator is not hidden by the same slip here.

mod compare;
mod described;
mod document;
mod endpoints;
mod exceptions;
mod products;

use std::path::Path;

use rmctl::catalog::{Operation, Vendor};
use rmctl::vendor::{beyondtrust::BEYONDTRUST, ninjaone::NINJAONE, rms::RMS};

use crate::Outcome;
use crate::process::{say, tell};
use compare::Aspect;
use described::Described;

/// A vendor's file, and what is asked of the vendor's tables.
struct Specification {
    vendor: &'static Vendor,
    /// A file for each product, with the product's key; one without a key where all is one.
    files: &'static [(&'static str, &'static str)],
    /// What stands in the rows before the paths of the file. Rows elsewhere are of another API of the vendor.
    base: &'static str,
    /// A change sends what is changed alone, whatever the file says is required of the whole.
    partial: bool,
    /// Every operation of the file has a row.
    complete: bool,
    /// The file is of one of several products: which rows are of that one alone, it cannot say.
    of_one_product: bool,
}

const SPECIFICATIONS: &[Specification] = &[
    Specification { files: &[("", "rms.openapi.yaml")], ..of(&RMS) },
    Specification { files: &[("", "ninjaone-v2.openapi.yaml")], ..of(&NINJAONE) },
    Specification {
        files: &[("PRA", "beyondtrust-pra.openapi.yaml"), ("RS", "beyondtrust-rs.openapi.yaml")],
        base: "/api/config/v1",
        partial: true,
        ..of(&BEYONDTRUST)
    },
    Specification {
        files: &[("", "beyondtrust-command-v2-pra.openapi.yaml")],
        base: "/api/command/v2",
        of_one_product: true,
        ..of(&BEYONDTRUST)
    },
];

const fn of(vendor: &'static Vendor) -> Specification {
    Specification { vendor, files: &[], base: "", partial: false, complete: true, of_one_product: false }
}

/// Compare everything; says how many rows were checked, and fails where one is wrong.
pub(crate) fn run() -> Outcome {
    let folder = crate::specifications()?;
    let mut checked = 0;
    let mut wrong = Vec::new();
    for specification in SPECIFICATIONS {
        let report = check(specification, &folder)?;
        checked += report.checked;
        wrong.extend(report.wrong);
    }
    let report = endpoints::check(&folder)?;
    checked += report.checked;
    wrong.extend(report.wrong);
    wrong.iter().for_each(|words| tell(words));
    say(&format!("specs: checked {checked}"));
    match wrong.len() {
        0 => Ok(()),
        count => Err(format!("{count} differences between the tables and the specifications").into()),
    }
}

struct Report {
    checked: usize,
    wrong: Vec<String>,
}

fn check(specification: &Specification, folder: &Path) -> Result<Report, Box<dyn std::error::Error>> {
    let described = described(specification, folder)?;
    let mut rows = rows(specification.vendor);
    rows.retain(|row| row.path.starts_with(specification.base));
    let differ = |row: &&Operation| differences(row, &described, specification.of_one_product);
    let mut wrong: Vec<String> = rows.iter().flat_map(differ).collect();
    let without: Vec<&Described> = described.iter().filter(|one| !has_row(one, &rows)).collect();
    if specification.complete {
        wrong.extend(without.iter().map(|one| format!("{} {}: no row", one.method, one.path)));
    }
    say(&format!(
        "{}: {} of {} operations have rows",
        specification.vendor.settings.key,
        described.len() - without.len(),
        described.len()
    ));
    Ok(Report { checked: rows.len(), wrong })
}

fn described(specification: &Specification, folder: &Path) -> Result<Vec<Described>, Box<dyn std::error::Error>> {
    let read = |(product, file): &(&'static str, &str)| Ok((*product, document::read(&folder.join(file))?));
    let files: Vec<_> = specification.files.iter().map(read).collect::<Result<_, Box<dyn std::error::Error>>>()?;
    let mut described = products::together(files);
    for one in &mut described {
        one.path = format!("{}{}", specification.base, one.path);
        if specification.partial && one.method == "PATCH" {
            one.changes_alone();
        }
    }
    Ok(described)
}

fn has_row(described: &Described, rows: &[&Operation]) -> bool {
    rows.iter().any(|row| row.verb == described.method && row.path == described.path)
}

/// What is wrong with one row, after the known slips of the specification.
fn differences(row: &Operation, described: &[Described], of_one_product: bool) -> Vec<String> {
    let name = format!("{} {}", row.verb, row.path);
    let Some(described) = described.iter().find(|one| one.method == row.verb && one.path == row.path) else {
        return vec![format!("{name}: not in the specification")];
    };
    let mut found = compare::compare(row, described);
    found.retain(|one| !of_one_product || one.aspect != Aspect::Product);
    let (wrong, unused) = exceptions::apply(row, found);
    let wrong = wrong.iter().map(|difference| format!("{name}: {difference}"));
    let unused = unused.iter().map(|exception| format!("{name}: an exception fits no longer: {exception:?}"));
    wrong.chain(unused).collect()
}

/// The rows that are requests, in each of their forms; workflows have no path of their own.
fn rows(vendor: &'static Vendor) -> Vec<&'static Operation> {
    vendor.requests().into_iter().map(|(_, row)| row).collect()
}
