//! `rmctl config`: the file, its mistakes, and where each setting comes from.

use serde_json::json;

use super::context::Context;
use super::stop::Stop;
use crate::cli::ConfigCommand;
use crate::failure::Failure;
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;

pub(super) fn run(context: &Context<'_>, command: &ConfigCommand) -> Result<(), Stop> {
    match command {
        ConfigCommand::Path => context.print_text(&path(context)?),
        ConfigCommand::Init => init(context),
        ConfigCommand::Edit => edit(context),
        ConfigCommand::Validate => validate(context),
        ConfigCommand::Show { origin } => show(context, *origin),
    }
}

fn path(context: &Context<'_>) -> Result<String, Failure> {
    let file = context.config.file().ok_or_else(|| {
        Failure::usage("there is no place for a configuration file").hint("`export RMCTL_CONFIG=FILE`")
    })?;
    Ok(file.display().to_string())
}

fn init(context: &Context<'_>) -> Result<(), Stop> {
    context.config.editor()?.init()?;
    context.reporter.tell(&format!("wrote `{}`", path(context)?));
    Ok(())
}

fn edit(context: &Context<'_>) -> Result<(), Stop> {
    let path = path(context)?;
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(|name| context.environment.get(name)).unwrap_or("vi");
    // As a shell would: the variable may hold flags.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = std::process::Command::new(program).args(words).arg(&path).status();
    match status {
        Ok(status) if status.success() => validate_again(context),
        Ok(_) => Err(Failure::usage(format!("`{program}` did not end well; the file is as it left it")).into()),
        Err(error) => {
            Err(Failure::usage(format!("cannot run `{program}`: {error}")).hint("`export EDITOR=...`").into())
        }
    }
}

fn validate_again(context: &Context<'_>) -> Result<(), Stop> {
    let settings: Vec<_> = context.vendors.iter().map(|vendor| &vendor.settings).collect();
    let config = crate::config::Config::new(context.environment, &settings);
    report(context, config.validate())
}

/// A file that was just made has comments alone.
fn unconfigured(path: &str) -> String {
    match std::path::Path::new(path).exists() {
        true => format!("nothing is configured in `{path}` or by variables; `rmctl config edit` opens the file"),
        false => format!("nothing is configured; `rmctl config init` writes `{path}`"),
    }
}

fn validate(context: &Context<'_>) -> Result<(), Stop> {
    let path = path(context)?;
    if !std::path::Path::new(&path).exists() {
        context.reporter.tell(&format!("there is no `{path}`; `rmctl config init` writes it"));
        return Ok(());
    }
    report(context, context.config.validate())
}

fn report(context: &Context<'_>, problems: &[Failure]) -> Result<(), Stop> {
    match problems.split_last() {
        None => {
            context.reporter.tell(&format!("`{}` is fine", path(context)?));
            Ok(())
        }
        Some((last, others)) => {
            others.iter().for_each(|problem| context.reporter.failure(problem));
            Err(last.clone().into())
        }
    }
}

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["vendor", "profile", "key", "value"],
    members: &["vendor", "profile", "key", "value"],
    id: "key",
    ..Knowledge::OPEN
};
const WITH_ORIGIN: Knowledge = Knowledge {
    columns: &["vendor", "profile", "key", "value", "origin"],
    members: &["vendor", "profile", "key", "value", "origin"],
    ..KNOWLEDGE
};

fn show(context: &Context<'_>, origin: bool) -> Result<(), Stop> {
    let knowledge = if origin { WITH_ORIGIN } else { KNOWLEDGE };
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &knowledge)?;
    let settings = context.config.show()?;
    let records = settings.iter().map(|setting| {
        let mut record = json!(setting);
        if let (false, Some(members)) = (origin, record.as_object_mut()) {
            members.shift_remove("origin");
        }
        Record::from(record)
    });
    let records: Vec<Record> = records.collect();
    if records.is_empty() {
        context.reporter.tell(&unconfigured(&path(context)?));
    }
    context.print_all(&view, Shape::List, &knowledge, &records).map(drop)
}
