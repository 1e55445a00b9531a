//! Jobs of several requests, and logins: what every vendor's ring of them shares.

use super::*;

/// A request within a job: the job, the request's method and path, how many that look the same come before, and what it is.
pub(super) type Step = (&'static str, &'static str, &'static str, u64, Kind);

pub(super) fn row(words: &str) -> Row {
    samples::rows().into_iter().find(|row| row.words == words).unwrap()
}

/// Everything but the silence, which costs a second each time.
pub(super) fn loud() -> Vec<Trouble> {
    troubles().into_iter().filter(|trouble| *trouble != Silence).collect()
}

/// Each of these with everything but the silence.
pub(super) fn loudly<T: Copy>(all: impl IntoIterator<Item = T>) -> Vec<(T, Trouble)> {
    all.into_iter().flat_map(|one| loud().into_iter().map(move |trouble| (one, trouble))).collect()
}

/// What is wrong with a job to which this happens at one of its requests.
pub(super) fn complaints_of_step(place: &Place, step: &Step, trouble: Trouble) -> Vec<String> {
    let (words, method, path, after, kind) = *step;
    let name = format!("{words} / {method} {path} / {trouble:?}");
    let own = Case::of_row(&place.row, &place.line, path, trouble);
    Case { name, method: method.to_owned(), after, kind, is_job: true, ..own }.complaints(&place.sandbox)
}

/// Nothing was sent but the login itself, so that nothing can have happened.
pub(super) fn exit_at_login(trouble: Trouble) -> u8 {
    match trouble {
        Silence | ResetBeforeWork | ResetAfterWork | HeadersOnly | HalfBody => 8,
        Refused(429) | Limited(_) => 6,
        // Where nothing is, the address is wrong or the vendor has gone, and the credentials may be right.
        Html | Empty | Gateway(_) | Refused(404 | 500 | 503) => 7,
        Refused(_) => 4,
    }
}
