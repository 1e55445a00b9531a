//! Every account at once, next to the slowest of them alone.

use super::measure::{Pipeline, Times, measure};
use super::{Bench, ratio, shown};
use crate::Outcome;
use crate::process::say;

/// Milliseconds before each answer of each vendor.
pub(super) const LATENCY: u64 = 100;
/// Machines of each vendor: about one page of each, so that waiting is all that counts.
pub(super) const DEVICES: u64 = 24;
/// How much longer than the slowest all of them may take.
const LIMIT: f64 = 1.3;

const RUNS: usize = 7;
const VENDORS: [&str; 6] = ["rms", "beyondtrust", "cisco", "sps", "ninja", "ninjaone"];

/// One table: each account alone, and all of them.
pub(super) fn compare(bench: &Bench<'_>) -> Outcome {
    say(&format!("\n| `inventory -o ndjson` at {LATENCY} ms an answer | min | median |\n|---|---|---|"));
    let mut slowest: Option<(&str, Times)> = None;
    for vendor in VENDORS {
        let alone = row(bench, vendor, &[vendor])?;
        if slowest.as_ref().is_none_or(|(_, known)| known.median < alone.median) {
            slowest = Some((vendor, alone));
        }
    }
    let all = row(bench, "all six", &VENDORS)?;
    let (vendor, alone) = slowest.expect("there are vendors");
    say(&format!("\nall six take {:.2} times as long as `{vendor}` alone; {LIMIT} is the limit", ratio(&all, &alone)));
    Ok(())
}

fn row(bench: &Bench<'_>, name: &str, vendors: &[&str]) -> Result<Times, String> {
    let chosen: String = vendors.iter().map(|vendor| format!(" --vendor {vendor}")).collect();
    let times = measure(&Pipeline::of([bench.rmctl(&format!("inventory --quiet -o ndjson{chosen}"))]), RUNS)?;
    say(&format!("| {name} | {} | {} |", shown(times.min), shown(times.median)));
    Ok(times)
}
