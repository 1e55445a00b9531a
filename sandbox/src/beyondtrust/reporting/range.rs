//! The times that a report is about.

use std::collections::BTreeMap;

/// One of them says which time is meant.
pub(super) const TIMES: [&str; 4] = ["start_date", "start_time", "end_date", "end_time"];
pub(super) const STARTS: [&str; 2] = ["start_date", "start_time"];
pub(super) const DAY: i64 = 86_400;

pub(super) struct Range {
    of_end: bool,
    from: i64,
    /// Not itself.
    until: i64,
}

impl Range {
    /// Nothing where no time is given; what is given besides is unknown.
    pub(super) fn of(
        parameters: &BTreeMap<String, String>,
        times: &[&str],
        besides: &[&str],
        now: i64,
    ) -> Result<Option<Range>, String> {
        let is_known = |name: &str| times.contains(&name) || besides.contains(&name) || name == "duration";
        if let Some(unknown) = parameters.keys().find(|name| !is_known(name)) {
            return Err(format!("Unknown parameter: {unknown}"));
        }
        let given: Vec<(&str, &String)> =
            times.iter().filter_map(|name| Some((*name, parameters.get(*name)?))).collect();
        let (name, text) = match given[..] {
            [] => return Ok(None),
            [one] => one,
            _ => return Err("Only one time can be given.".into()),
        };
        let is_date = name.ends_with("date");
        let from = if is_date { midnight(text) } else { text.parse().ok() };
        let from = from.filter(|from| *from >= 0).ok_or(format!("Invalid {name}"))?;
        let duration = parameters.get("duration").map_or(Ok(0), |text| text.parse::<i64>());
        let duration = duration.ok().filter(|length| *length >= 0).ok_or("Invalid duration")?;
        let length = duration.saturating_mul(if is_date { DAY } else { 1 });
        let until = if length == 0 { now + 1 } else { from.saturating_add(length) };
        Ok(Some(Range { of_end: name.starts_with("end"), from, until }))
    }

    pub(super) fn holds(&self, time: i64) -> bool {
        (self.from..self.until).contains(&time)
    }

    /// What began in it, whether it has ended or not; or what has ended in it.
    pub(super) fn has(&self, start: i64, end: Option<i64>) -> bool {
        let at = if self.of_end { end } else { Some(start) };
        at.is_some_and(|at| self.holds(at))
    }
}

pub(super) fn midnight(date: &str) -> Option<i64> {
    let is_day = date.len() == 10;
    format!("{date}T00:00:00Z").parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second).filter(|_| is_day)
}
