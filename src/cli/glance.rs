//! What can be told of a command line at a glance, whether it will be understood or not.

/// Letters that are flags without a value, so that another may stand behind them in one word.
const SWITCHES: &[u8] = b"qvyhi";

/// The format that `--output` names; of several the last one counts.
pub fn named_format<'w>(words: &[&'w str]) -> Option<&'w str> {
    let next = |at: usize| words.get(at + 1).copied();
    let mut flags = words.iter().enumerate().rev();
    flags.find_map(|(at, word)| match word.strip_prefix("--output") {
        Some("") => next(at),
        Some(value) => value.strip_prefix('='),
        None => match behind_switches(word)? {
            "" => next(at),
            value => Some(value.strip_prefix('=').unwrap_or(value)),
        },
    })
}

/// What stands behind the `o` of `-o`, `-ojson` or `-qojson`.
fn behind_switches(word: &str) -> Option<&str> {
    let (switches, value) = word.strip_prefix('-')?.split_once('o')?;
    switches.bytes().all(|letter| SWITCHES.contains(&letter)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(line: &str) -> Option<&str> {
        named_format(&line.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn a_format_is_seen_in_every_spelling() {
        let lines = ["-o json", "-ojson", "-o=json", "-qojson", "-qo json", "--output json", "--output=json"];

        assert_eq!(lines.map(format), [Some("json"); 7]);
        assert_eq!(format("rms -o table devics -o json"), Some("json"));
        assert_eq!(format("rms -o json devics --output=table"), Some("table"));
    }

    #[test]
    fn what_only_looks_like_it_is_no_format() {
        assert_eq!(["-pojson", "--outputs=json", "-o", "o json", "--no-input json"].map(format), [None; 5]);
    }
}
