//! What is wrong with a command line, in the words of every other failure instead of clap's.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::catalog::Vendor;
use crate::failure::{Failure, nearest};
use crate::output::Page;

/// More words than these are no hint.
const MOST_GUESSES: usize = 2;

/// The sentence and the hint for what clap refused.
pub fn mistake(error: &clap::Error, vendors: &[&'static Vendor]) -> Failure {
    let refused = Refused(error);
    match error.kind() {
        ErrorKind::InvalidSubcommand => refused.command(vendors),
        ErrorKind::UnknownArgument => refused.argument(),
        ErrorKind::InvalidValue => refused.value(),
        ErrorKind::ValueValidation => refused.unfit(),
        ErrorKind::MissingRequiredArgument => refused.missing(),
        ErrorKind::ArgumentConflict => refused.conflict(),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => refused.nothing(),
        _ => refused.other(),
    }
}

/// The page of the fleet that may be meant.
fn page(typed: &str) -> Option<&'static str> {
    let names = Page::ALL.map(Page::name);
    names.into_iter().find(|name| name.starts_with(typed)).or_else(|| nearest(typed, names))
}

struct Refused<'a>(&'a clap::Error);

impl Refused<'_> {
    fn command(&self, vendors: &[&'static Vendor]) -> Failure {
        let typed = self.text(ContextKind::InvalidSubcommand);
        let failure = Failure::usage(format!("`{}` has no command `{typed}`", self.words()));
        match self.deeper(vendors, &typed) {
            Some(words) => failure.hint(format!("did you mean `{words}`?")),
            None if typed == "list" && self.usage().contains("[COMMAND]") => {
                failure.hint(format!("`{}` lists by itself", self.words()))
            }
            None => self.hinted(failure, ContextKind::SuggestedSubcommand, "lists its commands"),
        }
    }

    /// The one command below this one that is called so but for hyphens: a group in between is easily forgotten.
    fn deeper(&self, vendors: &[&'static Vendor], typed: &str) -> Option<String> {
        let words = self.words();
        let (_, above) = words.split_once(' ')?;
        let vendor = vendors.iter().find(|vendor| above.split(' ').next() == Some(vendor.settings.key))?;
        let plain = |word: &str| word.replace('-', "").to_lowercase();
        let is_below = |own: &str| own.strip_prefix(above).is_some_and(|rest| rest.starts_with(' '));
        let is_called = |own: &str| own.rsplit(' ').next().is_some_and(|last| plain(last) == plain(typed));
        let mut found = vendor.rows().into_iter().filter(|(own, _)| is_below(own) && is_called(own));
        match (found.next(), found.next()) {
            (Some((own, _)), None) => Some(format!("rmctl {own}")),
            _ => None,
        }
    }

    fn argument(&self) -> Failure {
        let typed = self.text(ContextKind::InvalidArg);
        let message = match typed.starts_with('-') {
            true => format!("unknown flag `{typed}`"),
            false => format!("`{typed}` is one word too many"),
        };
        match typed.as_str() {
            _ if !typed.starts_with('-') && self.usage().contains(" -- <") => {
                let hint = format!("a program and its arguments stand after `--`: `-- {typed}`");
                Failure::usage(message).hint(hint)
            }
            // Vendors' lists have that flag, and `--stale` is not what was meant.
            "--status" if self.words() == "rmctl inventory" => {
                Failure::usage(message).hint("`--online`, `--offline`, or `--filter status=pending`")
            }
            "true" | "false" => Failure::usage(message).hint(format!("a flag takes it after `=`: `--FLAG={typed}`")),
            _ => self.hinted(Failure::usage(message), ContextKind::SuggestedArg, "says what it takes"),
        }
    }

    fn value(&self) -> Failure {
        let (flag, typed) = (self.flag(), self.text(ContextKind::InvalidValue));
        let allowed = self.texts(ContextKind::ValidValue);
        let message = match (typed.is_empty(), allowed.is_empty()) {
            (true, true) => format!("`{flag}` needs a value"),
            (true, false) => format!("`{flag}` needs a value: {}", quoted(&allowed, ", ")),
            (false, _) => format!("`{flag}` takes {}, not `{typed}`", quoted(&allowed, ", ")),
        };
        let failure = Failure::usage(message);
        let is_format = flag == "--output" && !typed.is_empty();
        let suggested = self.texts(ContextKind::SuggestedValue).first().cloned();
        match suggested.or_else(|| page(&typed).filter(|_| is_format).map(str::to_owned)) {
            Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
            None if is_format => failure.hint(format!(
                "`rmctl inventory` takes {} as well",
                quoted(&Page::ALL.map(|page| page.name().to_owned()), ", ")
            )),
            None => failure,
        }
    }

    fn unfit(&self) -> Failure {
        let (flag, typed) = (self.flag(), self.text(ContextKind::InvalidValue));
        let cause = self.0.source().map(ToString::to_string).unwrap_or_default();
        // The standard library's words for a text that is no number speak of digits and strings.
        let is_number = ["digit", "too large", "too small", "empty string"].iter().any(|word| cause.contains(word));
        let failure = Failure::usage(match (is_number, bounds(&cause)) {
            (true, _) => format!("`{flag}` takes a whole number, not `{typed}`"),
            (false, Some(bounds)) => format!("`{flag}` takes a number {bounds}, not `{typed}`"),
            (false, None) => format!("`{flag}` does not take `{typed}`: {cause}"),
        });
        match has_unit(&typed) && (is_number || bounds(&cause).is_some()) {
            true => {
                let whole = self.text(ContextKind::InvalidArg).replace(['<', '>'], "");
                failure.hint(format!("`{whole}`, a number without a unit"))
            }
            false => failure,
        }
    }

    fn missing(&self) -> Failure {
        let missing = self.texts(ContextKind::InvalidArg);
        let message = match &missing[..] {
            [group] if group.contains('|') => {
                format!("one of {} is needed", quoted(&members(group), ", "))
            }
            [one] => format!("`{}` is missing", bare(one)),
            several => format!("{} are missing", quoted(several, " and ")),
        };
        Failure::usage(message).hint(format!("`{} --help` says what it takes", self.words()))
    }

    fn conflict(&self) -> Failure {
        let mut others: Vec<String> = self.texts(ContextKind::PriorArg).iter().map(|flag| bare(flag)).collect();
        others.dedup();
        let flag = self.flag();
        match others == [flag.clone()] {
            true => Failure::usage(format!("`{flag}` is given more than once")),
            false => Failure::usage(format!("`{flag}` does not go with {}", quoted(&others, " or "))),
        }
    }

    fn nothing(&self) -> Failure {
        let words = self.words();
        Failure::usage(format!("`{words}` needs a command")).hint(format!("`{words} --help` lists them"))
    }

    fn other(&self) -> Failure {
        let text = self.0.render().to_string();
        let message = text.lines().next().unwrap_or_default();
        Failure::usage(message.trim_start_matches("error: "))
    }

    /// The nearest legal words where there are some, the help otherwise.
    fn hinted(&self, failure: Failure, nearest: ContextKind, help: &str) -> Failure {
        let nearest = self.nearest(nearest);
        failure.hint(match nearest.is_empty() {
            false => format!("did you mean {}?", quoted(&nearest, " or ")),
            true => format!("`{} --help` {help}", self.words()),
        })
    }

    /// Clap puts the least alike first.
    fn nearest(&self, kind: ContextKind) -> Vec<String> {
        let mut nearest = self.texts(kind);
        nearest.reverse();
        nearest.truncate(MOST_GUESSES);
        nearest
    }

    fn flag(&self) -> String {
        bare(&self.text(ContextKind::InvalidArg))
    }

    /// The words of the command, as clap's usage line begins.
    fn words(&self) -> String {
        let usage = match self.0.get(ContextKind::Usage) {
            Some(ContextValue::StyledStr(usage)) => usage.to_string(),
            _ => String::new(),
        };
        let words: Vec<&str> = usage
            .trim_start_matches("Usage:")
            .split_whitespace()
            .take_while(|word| !word.starts_with(['[', '<', '-', '(']))
            .collect();
        match words[..] {
            [] => "rmctl".to_owned(),
            _ => words.join(" "),
        }
    }

    /// How the command is called.
    fn usage(&self) -> String {
        match self.0.get(ContextKind::Usage) {
            Some(ContextValue::StyledStr(usage)) => usage.to_string(),
            _ => String::new(),
        }
    }

    fn text(&self, kind: ContextKind) -> String {
        self.texts(kind).into_iter().next().unwrap_or_default()
    }

    fn texts(&self, kind: ContextKind) -> Vec<String> {
        match self.0.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }
}

/// `30d`, where the flag itself says what it counts.
fn has_unit(typed: &str) -> bool {
    let number = typed.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    number.len() < typed.len() && number.parse::<u64>().is_ok()
}

/// `0 is not in 1..=64` is clap's way to tell a range.
fn bounds(cause: &str) -> Option<String> {
    let (_, range) = cause.split_once(" is not in ")?;
    let (first, last) = range.split_once("..")?;
    Some(match last.strip_prefix('=') {
        Some(last) => format!("from {first} to {last}"),
        None => format!("from {first} on"),
    })
}

/// The members of a group as clap writes it. What a flag takes stands in brackets, and may have bars of its own.
fn members(group: &str) -> Vec<String> {
    let mut depth = 0;
    let is_between = |letter: char| {
        depth += i32::from(letter == '[') - i32::from(letter == ']');
        letter == '|' && depth == 0
    };
    group.trim_matches(['<', '>']).split(is_between).map(bare).collect()
}

/// `--output <FORMAT>` without its value.
fn bare(argument: &str) -> String {
    match argument.starts_with('-') {
        true => argument.split([' ', '=', '[']).next().unwrap_or(argument).trim_end_matches("...").to_owned(),
        false => argument.trim_end_matches("...").trim_matches(['<', '>']).to_owned(),
    }
}

fn quoted(texts: &[String], between: &str) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("`{}`", bare(text))).collect();
    texts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::ALL;

    fn told(line: &str) -> (String, Option<String>) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let error = crate::cli::tree(ALL, Some(&words)).try_get_matches_from(&words).unwrap_err();
        let failure = mistake(&error, ALL);
        (failure.message, failure.hint)
    }

    fn both(message: &str, hint: &str) -> (String, Option<String>) {
        (message.to_owned(), Some(hint.to_owned()))
    }

    #[test]
    fn a_typo_is_told_with_the_nearest_word() {
        assert_eq!(
            told("rmctl rms devics list"),
            both("`rmctl rms` has no command `devics`", "did you mean `devices`?")
        );
        assert_eq!(
            told("rmctl rms devices list --colums id"),
            both("unknown flag `--colums`", "did you mean `--columns`?")
        );
    }

    #[test]
    fn formats_of_the_fleet_alone_are_told_where_none_fits() {
        let lists = "`table`, `wide`, `json`, `ndjson`, `yaml`, `csv`, `tsv`, `name`";
        let pages = "`ansible`, `prometheus`, `netbox`, `ssh-config`, `markdown`, `html`";

        let strange = told("rmctl inventory -o x");
        let mistyped = ["markdwn", "htm", "jsno"].map(|typed| told(&format!("rmctl inventory -o {typed}")).1.unwrap());

        let hint = format!("`rmctl inventory` takes {pages} as well");
        assert_eq!(strange, both(&format!("`--output` takes {lists}, not `x`"), &hint));
        assert_eq!(mistyped, ["markdown", "html", "json"].map(|near| format!("did you mean `{near}`?")));
    }

    #[test]
    fn a_command_of_a_group_that_was_forgotten_is_named_whole() {
        assert_eq!(
            told("rmctl bt vault checkout 1"),
            both(
                "`rmctl beyondtrust vault` has no command `checkout`",
                "did you mean `rmctl beyondtrust vault accounts check-out`?"
            )
        );
        assert_eq!(
            told("rmctl bt vault list"),
            both(
                "`rmctl beyondtrust vault` has no command `list`",
                "`rmctl beyondtrust vault --help` lists its commands"
            )
        );
    }

    #[test]
    fn a_stranger_is_told_with_the_help_that_lists_what_there_is() {
        assert_eq!(
            told("rmctl rms zzz"),
            both("`rmctl rms` has no command `zzz`", "`rmctl rms --help` lists its commands")
        );
        assert_eq!(
            told("rmctl beyondtrust vault run --account x --env X sh"),
            both("`sh` is one word too many", "a program and its arguments stand after `--`: `-- sh`")
        );
        assert_eq!(
            told("rmctl sps telnet connections edit x --active false"),
            both("`false` is one word too many", "a flag takes it after `=`: `--FLAG=false`")
        );
        assert_eq!(
            told("rmctl rms devices list zzz"),
            both("`zzz` is one word too many", "`rmctl rms devices list --help` says what it takes")
        );
    }

    #[test]
    fn what_lists_by_itself_says_so() {
        assert_eq!(
            told("rmctl inventory list"),
            both("`rmctl inventory` has no command `list`", "`rmctl inventory` lists by itself")
        );
        assert_eq!(
            told("rmctl inventory --status offline"),
            both("unknown flag `--status`", "`--online`, `--offline`, or `--filter status=pending`")
        );
    }

    #[test]
    fn a_value_that_is_not_allowed_is_told_with_those_that_are() {
        assert_eq!(
            told("rmctl rms devices list --status onlin"),
            both("`--status` takes `online`, `offline`, `not_activated`, not `onlin`", "did you mean `online`?")
        );
    }

    #[test]
    fn the_formats_of_the_fleet_are_found_by_their_beginning() {
        let (_, hint) = told("rmctl inventory -o prom");

        assert_eq!(hint.as_deref(), Some("did you mean `prometheus`?"));
    }

    #[test]
    fn numbers_are_told_without_a_word_of_digits_and_strings() {
        assert_eq!(
            told("rmctl rms devices list --limit -1"),
            ("`--limit` takes a whole number, not `-1`".to_owned(), None)
        );
        assert_eq!(
            told("rmctl rms devices list --timeout 0"),
            ("`--timeout` takes a number from 1 on, not `0`".to_owned(), None)
        );
        assert_eq!(
            told("rmctl inventory --stale 30d"),
            both("`--stale` takes a whole number, not `30d`", "`--stale DAYS`, a number without a unit")
        );
        assert_eq!(
            told("rmctl rms devices list --jobs 65"),
            ("`--jobs` takes a number from 1 to 64, not `65`".to_owned(), None)
        );
        assert_eq!(
            told("rmctl rms devices list --rate 0"),
            ("`--rate` does not take `0`: a rate is a number above zero".to_owned(), None)
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(
            told("rmctl rms connect-link"),
            both(
                "one of `--serial`, `--device`, `--name`, `--mac`, `--imei` is needed",
                "`rmctl rms connect-link --help` says what it takes"
            )
        );
        assert_eq!(
            told("rmctl sps telnet connections order x").0,
            "one of `--first`, `--last`, `--before`, `--after` is needed"
        );
        assert_eq!(
            told("rmctl rms devices get"),
            both("`ID` is missing", "`rmctl rms devices get --help` says what it takes")
        );
        assert_eq!(told("rmctl api").0, "`VENDOR` and `[METHOD] PATH` are missing");
    }

    #[test]
    fn flags_that_exclude_each_other_are_both_named() {
        assert_eq!(told("rmctl rms devices list -q -v"), ("`--quiet` does not go with `--verbose`".to_owned(), None));
    }

    #[test]
    fn a_flag_of_a_command_that_is_given_twice_is_no_puzzle() {
        assert_eq!(
            told("rmctl rms devices update 1 --name a --name b"),
            ("`--name` is given more than once".to_owned(), None)
        );
    }
}
