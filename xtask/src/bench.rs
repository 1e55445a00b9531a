//! `cargo xtask bench`: how long rmctl takes, next to curl and jq doing the same in the same run, and how much memory.
//! Asserts nothing: a shared machine is no judge.

mod fleet;
mod measure;
mod served;

use std::process::{Command, Stdio};

use crate::Outcome;
use crate::process::{self, command, say, tell};
use measure::{Pipeline, Times, measure, peak_memory};
use served::Served;

const FLEET: u64 = 100_000;
/// The largest page of the sandbox, which curl is told to ask for: the fewest requests that it can get by with.
const PAGE: u64 = 10_000;

/// The largest page that rmctl asks for.
const OUR_PAGE: u64 = 1000;
/// Milliseconds before each answer of a vendor that is far away.
const LATENCY: u64 = 50;

/// One line of the table.
struct Comparison {
    name: &'static str,
    ours: Pipeline,
    theirs: Option<Pipeline>,
    runs: usize,
}

/// Build, serve, measure, print.
pub(crate) fn run() -> Outcome {
    process::run(&mut command("cargo build --release"))?;
    let program = process::target().join("release").join(name_of("rmctl"));
    let (near, far) = (Served::start(&program, FLEET, 0)?, Served::start(&program, FLEET, LATENCY)?);
    let (bench, distant) = (Bench { served: &near }, Bench { served: &far });
    say(&format!(
        "{FLEET} devices at the sandbox; curl fetches pages of {PAGE} over one connection, rmctl pages of its own size.\n"
    ));
    say("| what | rmctl min | rmctl median | peer | peer min | peer median | ratio of medians |");
    say("|---|---|---|---|---|---|---|");
    for comparison in bench.comparisons().into_iter().chain(distant.pages_ahead()) {
        tell(&format!("bench: {}", comparison.name));
        say(&line(&comparison)?);
    }
    say("\n| what | peak memory of rmctl |\n|---|---|");
    for (name, words) in MEMORY {
        let peak = peak_memory(&mut bench.rmctl(words))?;
        say(&format!("| {name} | {} |", peak.map_or("not known here".to_owned(), mebibytes)));
    }
    let six = Served::start(&program, fleet::DEVICES, fleet::LATENCY)?;
    fleet::compare(&Bench { served: &six })
}

const MEMORY: &[(&str, &str)] = &[
    ("one device", "rms devices get 70810 -o json"),
    ("10,000 devices, ndjson", "rms devices list -o ndjson --limit 10000"),
    ("100,000 devices, ndjson", "rms devices list -o ndjson"),
    ("100,000 devices, json", "rms devices list -o json"),
    ("100,000 devices, csv", "rms devices list -o csv"),
    ("100,000 devices, table", "rms devices list"),
    ("100,000 devices, inventory as ndjson", "inventory --vendor rms -o ndjson"),
];

struct Bench<'a> {
    served: &'a Served,
}

impl Bench<'_> {
    fn comparisons(&self) -> Vec<Comparison> {
        let curl = |command: Command| Some(Pipeline::of([command]));
        let jq = |command: Command| Some(Pipeline::of([command, program("jq -c .data[]")]));
        let (some, all) = (|| self.pages(PAGE, 10_000, ""), || self.pages(PAGE, FLEET, ""));
        let rows = [
            ("start-up: `--version`", 200, "--version", curl(program("curl --version"))),
            ("one GET: `devices get -o json`", 100, "rms devices get 70810 -o json", curl(self.curl("/devices/70810"))),
            ("10,000 devices: `-o json` and curl", 15, "rms devices list -o json --limit 10000", curl(some())),
            (
                "10,000 devices: `-o ndjson` and `curl \\| jq -c`",
                10,
                "rms devices list -o ndjson --limit 10000",
                jq(some()),
            ),
            ("100,000 devices: `-o json` and curl", 5, "rms devices list -o json", curl(all())),
            ("100,000 devices: `-o ndjson` and curl", 5, "rms devices list -o ndjson", curl(all())),
            ("100,000 devices: `-o ndjson` and `curl \\| jq -c`", 3, "rms devices list -o ndjson", jq(all())),
        ];
        let comparison =
            |(name, runs, words, theirs)| Comparison { name, ours: Pipeline::of([self.rmctl(words)]), theirs, runs };
        rows.into_iter().map(comparison).collect()
    }

    /// A hundred pages: rmctl asks for some ahead, curl fetches one after the other.
    fn pages_ahead(&self) -> Vec<Comparison> {
        let both = |name, more: &str, query: &str| Comparison {
            name,
            ours: Pipeline::of([self.rmctl(&format!("rms devices list -o ndjson{more}"))]),
            theirs: Some(Pipeline::of([self.pages(OUR_PAGE, FLEET, query)])),
            runs: 3,
        };
        vec![
            both("100 pages at 50 ms, whole devices", "", ""),
            both("100 pages at 50 ms, three members", " --fields id,serial,name", "&fields=id,serial,name"),
        ]
    }

    /// rmctl with the served sandbox as its only account.
    fn rmctl(&self, words: &str) -> Command {
        let mut command = Command::new(self.served.program());
        command.args(words.split_whitespace()).envs(self.served.environment());
        quiet(command)
    }

    fn curl(&self, path: &str) -> Command {
        let mut command = program("curl -s -f");
        command
            .arg("-H")
            .arg(format!("Authorization: Bearer {}", self.served.token()))
            .arg(format!("{}{path}", self.served.url()));
        command
    }

    /// curl counts through the pages by itself, so it pays for one start and one connection only.
    fn pages(&self, page: u64, devices: u64, query: &str) -> Command {
        let offsets = match devices.saturating_sub(1) / page * page {
            0 => "0".to_owned(),
            last => format!("[0-{last}:{page}]"),
        };
        self.curl(&format!("/devices?limit={page}&offset={offsets}{query}"))
    }
}

fn program(line: &str) -> Command {
    quiet(command(line))
}

fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn name_of(program: &str) -> String {
    format!("{program}{}", std::env::consts::EXE_SUFFIX)
}

fn line(comparison: &Comparison) -> Result<String, String> {
    let ours = measure(&comparison.ours, comparison.runs)?;
    let theirs = comparison.theirs.as_ref().map(|theirs| measure(theirs, comparison.runs)).transpose()?;
    let (peer, figures) = match (&comparison.theirs, theirs) {
        (Some(peer), Some(times)) => {
            (peer.name(), format!("{} | {} | {:.2}", shown(times.min), shown(times.median), ratio(&ours, &times)))
        }
        _ => ("".to_owned(), " | | ".to_owned()),
    };
    Ok(format!("| {} | {} | {} | {peer} | {figures} |", comparison.name, shown(ours.min), shown(ours.median)))
}

fn ratio(ours: &Times, theirs: &Times) -> f64 {
    ours.median.as_secs_f64() / theirs.median.as_secs_f64()
}

fn shown(time: std::time::Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn mebibytes(kibibytes: u64) -> String {
    format!("{:.1} MiB", kibibytes as f64 / 1024.0)
}
