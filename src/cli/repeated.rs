//! Flags that may be repeated, given at several places of one command line. Where they stand before and behind words of
//! the command, clap keeps those of the last place alone.

use clap::{ArgMatches, Command, value_parser};

use super::globals::{self, Detail, Globals};

/// Put back what was said at the places above the innermost, which is `depth` words of the command away.
pub(super) fn put_back(globals: &mut Globals, words: &[String], depth: usize) {
    let is_given = !globals.profiles.is_empty() || !globals.filters.is_empty() || globals.columns.is_some();
    if !is_given {
        return;
    }
    let above = above(words, depth);
    globals.profiles = all(&above, "profile", std::mem::take(&mut globals.profiles));
    globals.filters = all(&above, "filter", std::mem::take(&mut globals.filters));
    globals.columns = globals.columns.take().map(|columns| all(&above, "columns", columns));
}

/// What each place above the innermost says by itself, from the left. Only flags that every command has stand there.
fn above(words: &[String], depth: usize) -> Vec<ArgMatches> {
    let mut words = words.to_vec();
    let mut found = Vec::new();
    while found.len() < depth {
        let Ok(matches) = bare().try_get_matches_from(&words) else { break };
        let Some((name, rest)) = matches.subcommand() else { break };
        let rest = rest.get_many::<String>("").into_iter().flatten();
        words = std::iter::once(name.to_owned()).chain(rest.cloned()).collect();
        found.push(matches);
    }
    found
}

/// The flags that every command has, and any words behind them.
fn bare() -> Command {
    let flags = globals::arguments(Detail::All).into_iter().map(|argument| argument.global(false));
    Command::new("rmctl")
        .disable_help_flag(true)
        .allow_external_subcommands(true)
        .external_subcommand_value_parser(value_parser!(String))
        .args(flags)
}

/// Values of all places. A place without a value of its own has those of the one above it.
fn all(above: &[ArgMatches], name: &str, innermost: Vec<String>) -> Vec<String> {
    let of = |matches: &ArgMatches| Some(matches.get_many::<String>(name)?.cloned().collect::<Vec<_>>());
    let outer: Vec<Vec<String>> = above.iter().filter_map(of).collect();
    let own = Some(innermost).filter(|own| outer.last() != Some(own));
    outer.into_iter().chain(own).flatten().collect()
}
