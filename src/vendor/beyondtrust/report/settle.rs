//! Which parameters of the site stand for the times that were given, and which times do not go together.

use super::when::{Said, Span, span};
use crate::catalog::Operation;
use crate::failure::Failure;
use crate::given::Given;
use crate::workflow::Work;

/// The parameters of the site, of which one says from when.
const OF_SITE: &[&str] = &["start_date", "start_time", "end_date", "end_time"];
const OURS: &[&str] = &["since", "until", "last", "ended"];
const NAMED: &[&str] = &["lsid", "lsids"];

/// Reports with a time, which is the last day where none is given: a site refuses to answer without.
pub(super) const SINCE: &str = "since";
/// Reports of which it is not known what a site takes.
const WITHOUT: &[&str] = &["jump-item"];

/// Puts the site's parameters in the place of what a person says.
pub(in super::super) fn settle(work: &Work<'_>, operation: &Operation, given: Given) -> Result<Given, Failure> {
    let takes_times = operation.arguments.iter().any(|argument| argument.name == SINCE);
    if !takes_times || given.values.contains_key(super::SINCE_FILE) {
        return Ok(given);
    }
    let is_usual = !WITHOUT.contains(&operation.name);
    let (given, is_told) = settled(given, work.now(), is_usual)?;
    if is_told {
        work.session.progress.tell("no time was given: this is of the last 24 hours");
    }
    Ok(given)
}

/// The same with times that the site takes, and whether they are the usual ones.
fn settled(given: Given, now: i64, is_usual: bool) -> Result<(Given, bool), Failure> {
    let typed = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| given.values.contains_key(*name)).collect()
    };
    let (ours, of_site, named) = (typed(OURS), typed(OF_SITE), typed(NAMED));
    let has_duration = given.values.contains_key("duration");
    let both = |one: &str, other: &str| {
        Failure::usage(format!("`--{}` and `--{}` do not go together", kebab(one), kebab(other)))
    };
    match (&ours[..], &of_site[..], &named[..]) {
        ([one, ..], [other, ..], _) | ([one, ..], [], [other, ..]) | ([], [one, ..], [other, ..]) => {
            Err(both(one, other))
        }
        ([], [one, other, ..], _) | ([], [], [one, other, ..]) => Err(both(one, other)),
        ([], [name], []) => check_of_site(&given, name).map(|()| (given, false)),
        _ if has_duration => Err(Failure::usage("`--duration` counts from a `--start-...` or `--end-...`")
            .hint("`--last 24h` needs neither")),
        ([], [], [_]) => Ok((given, false)),
        (_, [], _) => {
            let said = said(&given);
            let found = span(&said, now)?;
            let is_told = found.is_none() && is_usual;
            match found.or(is_told.then(|| Span::usual(now))) {
                Some(span) => Ok((with_span(given, span), is_told)),
                None => Ok((given, false)),
            }
        }
    }
}

/// A day is a day, and how long it is no less than nothing: what a site makes of others is not known.
fn check_of_site(given: &Given, name: &str) -> Result<(), Failure> {
    let text = |name: &str| given.text(name).unwrap_or_default();
    let is_day = |text: &str| text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    match name {
        _ if text("duration").starts_with('-') => Err(Failure::usage("`--duration` is 0 or more")),
        _ if text(name).starts_with('-') => Err(Failure::usage(format!("`--{}` is 0 or more", kebab(name)))),
        "start_date" | "end_date" if !is_day(&text(name)) => {
            Err(Failure::usage(format!("`--{}` is a day, and `{}` is none", kebab(name), text(name)))
                .hint("as `2026-01-31`"))
        }
        _ => Ok(()),
    }
}

/// The times as they were typed.
pub(super) fn said(given: &Given) -> Said {
    Said { since: given.text(SINCE), until: given.text("until"), last: given.text("last") }
}

fn with_span(given: Given, span: Span) -> Given {
    let parameter = if given.is_set("ended") { "end_time" } else { "start_time" };
    given.with(parameter, span.from).with("duration", span.duration())
}

fn kebab(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn sent(typed: &[(&str, &str)]) -> Result<String, String> {
        let given = typed.iter().fold(Given::default(), |given, (name, value)| match *value {
            "true" => given.with(name, true),
            value => given.with(name, value),
        });
        let (given, is_told) = settled(given, NOW, true).map_err(|failure| failure.message)?;
        let names = ["start_date", "start_time", "end_date", "end_time", "duration", "lsid"];
        let pairs = names.iter().filter_map(|name| Some(format!("{name}={}", given.text(name)?)));
        Ok(pairs.collect::<Vec<_>>().join("&") + if is_told { " told" } else { "" })
    }

    #[test]
    fn what_a_person_says_becomes_a_time_and_a_duration() {
        assert_eq!(sent(&[("since", "1799999000")]).unwrap(), "start_time=1799999000&duration=0");
        assert_eq!(
            sent(&[("since", "1799999000"), ("until", "1799999500"), ("ended", "true")]).unwrap(),
            "end_time=1799999000&duration=500"
        );
        assert_eq!(sent(&[("last", "1h")]).unwrap(), "start_time=1799996400&duration=0");
    }

    #[test]
    fn without_a_time_it_is_the_last_day_and_that_is_told() {
        assert_eq!(sent(&[]).unwrap(), "start_time=1799913600&duration=0 told");
        assert_eq!(sent(&[("ended", "true")]).unwrap(), "end_time=1799913600&duration=0 told");
        assert_eq!(settled(Given::default(), NOW, false).unwrap(), (Given::default(), false));
    }

    #[test]
    fn what_the_site_takes_stays_as_it_is() {
        assert_eq!(
            sent(&[("start_date", "2026-01-31"), ("duration", "1")]).unwrap(),
            "start_date=2026-01-31&duration=1"
        );
        assert_eq!(sent(&[("lsid", "a")]).unwrap(), "lsid=a");
    }

    #[test]
    fn two_ways_to_say_which_sessions_are_refused() {
        let refused = |typed: &[(&str, &str)]| sent(typed).unwrap_err();

        assert_eq!(refused(&[("last", "1h"), ("start_time", "1")]), "`--last` and `--start-time` do not go together");
        assert_eq!(refused(&[("ended", "true"), ("lsid", "a")]), "`--ended` and `--lsid` do not go together");
        assert_eq!(refused(&[("lsid", "a"), ("lsids", "b")]), "`--lsid` and `--lsids` do not go together");
        assert_eq!(
            refused(&[("end_date", "a"), ("start_date", "b")]),
            "`--start-date` and `--end-date` do not go together"
        );
        assert_eq!(refused(&[("end_time", "1"), ("lsid", "b")]), "`--end-time` and `--lsid` do not go together");
        assert!(refused(&[("duration", "1")]).contains("counts from"));
        assert!(refused(&[("duration", "1"), ("lsid", "a")]).contains("counts from"));
    }
}
