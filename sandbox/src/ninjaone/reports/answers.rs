//! A page of a report, and the rows of one device.

use super::rows::{Rows, prefix};
use super::sieve::Sieve;
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::cursors::Position;
use crate::ninjaone::filter::Filter;
use crate::ninjaone::fleet::{Device, piece};
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::query::Query;
use crate::writer::{Members, Writer};

/// Rows on a page where none are asked for, except of backups, which say ten thousand.
const USUAL: u64 = 1000;

/// A report, as it was asked for.
struct Asked<'a> {
    rows: Rows,
    filter: Filter,
    sieve: Sieve,
    prefix: Vec<String>,
    query: &'a Query,
}

/// One page.
pub(in crate::ninjaone) fn report(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let path = call.operation.path.as_str();
    let asked = Asked {
        rows: Rows::of(path, &call.query),
        filter: state.filter(call.query.get("df"))?,
        sieve: Sieve::read(&call.query)?,
        prefix: prefix(state, path, &call.query).iter().map(ToString::to_string).collect(),
        query: &call.query,
    };
    let question = question(path, &call.query);
    let begin = match call.query.get("cursor") {
        Some(name) => state.cursors.find(name, &question, state.now())?,
        None => Position { count: asked.count(state), ..Position::default() },
    };
    let size = call.page(if path.starts_with("/v2/backup") { 10_000 } else { USUAL }, state.max_page);
    let (rows, next) = asked.page(state, begin.clone(), size);
    let mut body = String::from("{");
    // A report of one page shows no cursor, as seen live.
    if call.query.get("cursor").is_some() || next.offset < next.count {
        let now = state.now();
        let cursor = state.cursors.open(&question, begin.offset, next, now);
        body.push_str(&format!("\"cursor\":{cursor},"));
    }
    body.push_str(&format!("\"results\":[{rows}]}}"));
    Ok(call.json(body))
}

/// What a cursor belongs to: everything that was asked but the page.
fn question(path: &str, query: &Query) -> String {
    let pairs = query.pairs().filter(|(name, _)| !["cursor", "pageSize"].contains(name));
    pairs.fold(path.to_owned(), |question, (name, value)| format!("{question}&{name}={value}"))
}

impl Asked<'_> {
    fn admits(&self, device: &Device<'_>) -> bool {
        self.filter.admits(device)
    }

    fn row(&self, state: &State, device: &Device<'_>, row: u64) -> Option<String> {
        let mut writer = Writer::default();
        let mut members = Members::begin(&mut writer);
        self.rows.write(state, device, row, self.query, &mut members);
        members.end();
        let row = writer.finish();
        (self.sieve.is_open() || self.sieve.admits(&row)).then_some(row)
    }

    /// Rows are written for counting only where what is in them decides.
    fn count(&self, state: &State) -> u64 {
        let devices = state.fleet.from(0).filter(|device| self.admits(device));
        let of_device = |device: Device<'_>| {
            let rows = self.rows.count(state, &device);
            if self.sieve.is_open() {
                return rows;
            }
            (0..rows).filter(|row| self.row(state, &device, *row).is_some()).count() as u64
        };
        self.prefix.len() as u64 + devices.map(of_device).sum::<u64>()
    }

    /// The rows from a position on, with commas, and the position behind them.
    fn page(&self, state: &State, begin: Position, size: usize) -> (String, Position) {
        let mut page = Page { text: String::new(), left: size, at: begin };
        while let Some(row) = self.prefix.get(page.at.prefix).filter(|_| page.left > 0) {
            page.push(row);
            page.at.prefix += 1;
        }
        for device in state.fleet.from(page.at.device) {
            if page.left == 0 {
                break;
            }
            if device.index != page.at.device {
                (page.at.device, page.at.row) = (device.index, 0);
            }
            if self.admits(&device) {
                self.fill(state, &device, &mut page);
            }
            if page.at.row >= self.rows.count(state, &device) || !self.admits(&device) {
                (page.at.device, page.at.row) = (device.index + 1, 0);
            }
        }
        (page.text, page.at)
    }

    fn fill(&self, state: &State, device: &Device<'_>, page: &mut Page) {
        let count = self.rows.count(state, device);
        while page.left > 0 && page.at.row < count {
            if let Some(row) = self.row(state, device, page.at.row) {
                page.push(&row);
            }
            page.at.row += 1;
        }
    }
}

/// A page in the making.
struct Page {
    text: String,
    left: usize,
    at: Position,
}

impl Page {
    fn push(&mut self, row: &str) {
        self.text.push_str(if self.text.is_empty() { "" } else { "," });
        self.text.push_str(row);
        self.left -= 1;
        self.at.offset += 1;
    }
}

/// The rows of one device, all at once and without its id.
pub(in crate::ninjaone) fn of_device(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?;
    let sieve = Sieve::read(&call.query)?;
    let name = call.operation.path.trim_start_matches("/v2/device/{id}/");
    let with_lock = call.query.get("include").is_some_and(|include| include.contains("bl"));
    let piece = piece(match name {
        "last-logged-on-user" => "logged-on-users",
        "volumes" if with_lock => "volumes-with-bitlocker",
        name => name,
    });
    let rows = (0..(piece.count)(&device)).map(|row| {
        let mut writer = Writer::default();
        let mut members = Members::begin(&mut writer);
        (piece.row)(&device, row, &mut members);
        members.end();
        writer.finish()
    });
    let rows: Vec<String> = rows.filter(|row| sieve.is_open() || sieve.admits(row)).collect();
    match name {
        "last-logged-on-user" => Ok(call.json(rows.into_iter().next().unwrap_or_else(|| "{}".into()))),
        _ => Ok(call.json(format!("[{}]", rows.join(",")))),
    }
}
