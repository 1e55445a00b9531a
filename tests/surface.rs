//! What users type: any change to it is a visible difference. `INSTA_UPDATE=always cargo test --test surface` takes it over.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use clap::{Arg, ArgAction, Command};

fn tree() -> Command {
    let mut tree = rmctl::cli::tree(rmctl::vendor::ALL, None);
    tree.build();
    tree
}

#[test]
fn the_whole_tree_is_sound() {
    tree().debug_assert();
}

#[test]
fn what_users_type_is_what_it_was() {
    let mut lines = Vec::new();

    describe(&tree(), "", &mut lines);

    insta::assert_snapshot!(lines.join("\n"));
}

fn describe(command: &Command, path: &str, lines: &mut Vec<String>) {
    let words = format!("{path}{}", command.get_name());
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let aliases: Vec<&str> = command.get_visible_aliases().collect();
    let aliases = if aliases.is_empty() { String::new() } else { format!(" ({})", aliases.join(", ")) };
    lines.push(format!("{words}{aliases}: {about}"));
    let is_root = path.is_empty();
    // Global flags stand at the root once.
    let shown = command.get_arguments().filter(|argument| is_root || !argument.is_global_set());
    lines.extend(shown.map(|argument| format!("    {}", argument_line(argument))));
    for group in command.get_groups().filter(|group| group.is_required_set()) {
        let members = command.get_arguments().filter(|argument| group.get_args().any(|id| id == argument.get_id()));
        let members: Vec<String> = members.map(names).collect();
        lines.push(format!("    one of: {}", members.join(", ")));
    }
    for inner in command.get_subcommands() {
        describe(inner, &format!("{words} "), lines);
    }
}

fn argument_line(argument: &Arg) -> String {
    let mut line = names(argument);
    if argument.get_action().takes_values() {
        line.push_str(&values(argument));
    }
    if argument.is_required_set() {
        line.push_str(" required");
    }
    if matches!(argument.get_action(), ArgAction::Append | ArgAction::Count) {
        line.push_str(" repeatable");
    }
    if argument.is_hide_set() {
        line.push_str(" hidden");
    }
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<String> = defaults.map(|value| value.to_string_lossy().into_owned()).collect();
    if argument.get_action().takes_values() && !defaults.is_empty() {
        line.push_str(&format!(" default={}", defaults.join(",")));
    }
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    format!("{line}: {help}")
}

fn names(argument: &Arg) -> String {
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    names.join(", ")
}

fn values(argument: &Arg) -> String {
    let allowed: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let names: Vec<String> = argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
    let number = argument.get_num_args().map(|range| format!(" x{range}")).filter(|text| text != " x1");
    let names = if names.is_empty() { argument.get_id().to_string() } else { names.join(" ") };
    let allowed = if allowed.is_empty() { String::new() } else { format!(" = {}", allowed.join("|")) };
    format!(" <{names}>{allowed}{}", number.unwrap_or_default())
}
