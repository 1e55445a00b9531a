//! The whole program, given its surroundings: words in, data and an exit code out. Knows no vendor by name.

mod accounts;
mod alerts;
mod api;
mod auth;
mod browser_login;
mod catalogue;
mod completions;
mod config;
mod confirm;
mod context;
mod describe;
mod doctor;
mod find;
mod fleet;
mod id_source;
mod items;
mod journal;
mod known_ids;
mod list;
mod manual;
mod many;
mod memory;
mod office;
mod operation;
mod packed;
mod person;
mod preview;
mod product;
mod programs;
mod sandbox;
mod scope;
mod spec;
mod stack;
mod stop;
mod target;
mod workflow;

use std::cell::RefCell;
use std::rc::Rc;

use clap::error::ErrorKind;
use futures_util::future::{Either, select};

use crate::catalog::Vendor;
use crate::cli::{self, Command, Globals, Inputs, Line};
use crate::config::Config;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Redactor};
use crate::moment::of_clock;
use crate::report::{Manner, Reporter};
use crate::store::{Folders, Stores};
use crate::surroundings::{Environment, Signals, Surroundings};
use context::Context;
use stop::Stop;

/// Run the program; answers its exit code.
pub fn run(vendors: &'static [&'static Vendor], mut surroundings: Surroundings) -> u8 {
    let redactor = Rc::new(Redactor::default());
    let stderr = std::mem::take(&mut surroundings.stderr);
    let reporter = Rc::new(Reporter::new(stderr, redactor.clone(), surroundings.clock.clone()));
    reporter.set_manner(first_manner(&surroundings));
    surroundings.arguments = cli::spelled_out(std::mem::take(&mut surroundings.arguments));
    let words = &surroundings.arguments;
    if let Err(failure) = check_readable(words) {
        return exit_code(Err(failure.into()), &reporter);
    }
    if words.get(1).is_some_and(|word| word == completions::HIDDEN) {
        return completions::answer(vendors, &mut surroundings);
    }
    let imported = spec::imported(vendors, words, &surroundings.environment);
    let matches = match cli::tree_with(vendors, &imported, Some(words)).try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return clap_exit(&error, vendors, &reporter, &mut surroundings),
    };
    let inputs = &mut Inputs::new(&mut *surroundings.stdin, of_clock(surroundings.clock.now()));
    let line = cli::understand(vendors, &imported, words, &matches, inputs);
    let outcome = match line {
        Ok(line) => carry_out(vendors, line, &reporter, redactor, surroundings),
        Err(failure) => Err(failure.into()),
    };
    exit_code(outcome, &reporter)
}

/// What was no text in UTF-8 has a sign in its place that nobody types: a path or a name with it is another one.
fn check_readable(words: &[String]) -> Result<(), Failure> {
    match words.iter().find(|word| word.contains(char::REPLACEMENT_CHARACTER)) {
        Some(word) => Err(Failure::usage(format!("the argument `{word}` is no text in UTF-8"))),
        None => Ok(()),
    }
}

fn exit_code(outcome: Result<(), Stop>, reporter: &Reporter) -> u8 {
    reporter.clear();
    match outcome {
        Ok(()) | Err(Stop::Closed) => 0,
        Err(Stop::Exited(code)) => code,
        Err(Stop::Failure(failure)) => {
            reporter.failure(&failure);
            failure.code.exit()
        }
    }
}

/// Before the words are understood, failures already have a form.
fn first_manner(surroundings: &Surroundings) -> Manner {
    // What stands after `--` is meant for another program.
    let words = surroundings.arguments.iter().map(String::as_str).take_while(|word| *word != "--");
    let named = cli::named_format(&words.collect::<Vec<_>>());
    let json = named.or_else(|| surroundings.environment.get("RMCTL_OUTPUT")) == Some("json");
    Manner { json: json || wants_json_errors(&surroundings.environment), ..Manner::default() }
}

fn wants_json_errors(environment: &Environment) -> bool {
    environment.get("RMCTL_ERROR_FORMAT") == Some("json")
}

fn clap_exit(
    error: &clap::Error,
    vendors: &[&'static Vendor],
    reporter: &Reporter,
    surroundings: &mut Surroundings,
) -> u8 {
    let text = error.render().to_string();
    if !error.use_stderr() {
        let out = &mut surroundings.stdout.out;
        // A pipe that was closed before the end of the help wanted no more.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        return 0;
    }
    match error.kind() {
        // A group without a command is a question, and the help its answer.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !first_manner(surroundings).json => {
            reporter.plain(&text);
        }
        _ => reporter.failure(&cli::mistake(error, vendors)),
    }
    Code::Usage.exit()
}

/// What was typed, with everything that it needs.
fn carry_out(
    vendors: &'static [&'static Vendor],
    line: Line,
    reporter: &Rc<Reporter>,
    redactor: Rc<Redactor>,
    surroundings: Surroundings,
) -> Result<(), Stop> {
    let Line { globals, command } = line;
    let settings: Vec<_> = vendors.iter().map(|vendor| &vendor.settings).collect();
    let environment = &surroundings.environment;
    let use_sandbox = globals.sandbox || environment.is_on("RMCTL_SANDBOX");
    let simulators = if use_sandbox { Some(sandbox::start()?) } else { None };
    let context = Context {
        config: Config::new(environment, &settings),
        environment,
        vendors,
        stdout: RefCell::new(surroundings.stdout),
        reporter: reporter.clone(),
        redactor,
        clock: surroundings.clock,
        interrupt: surroundings.interrupt.clone(),
        terminal: surroundings.terminal,
        keyring: if use_sandbox { sandbox::keyring() } else { surroundings.keyring },
        stores: if use_sandbox { Stores::in_memory() } else { Stores::on_disk(Folders::of(environment)) },
        sandbox: simulators,
        browse: surroundings.browse,
        edit: surroundings.edit,
        programs: surroundings.programs,
        globals,
    };
    reporter.set_manner(manner(&context));
    if context.globals.print_curl && !may_be_one_request(&command) {
        return Err(preview::not_one_request().into());
    }
    dispatch(context, command, surroundings.stdin, surroundings.signals)
}

/// To the runner of the command; those that only talk to this machine need no runtime.
fn dispatch(
    mut context: Context<'_>,
    command: Command,
    stdin: Box<dyn std::io::Read>,
    signals: Signals,
) -> Result<(), Stop> {
    match command {
        Command::Config(command) => config::run(&context, &command),
        Command::Sandbox(command) => sandbox::run(&context, &command),
        Command::Completions(shell) => completions::script(&context, shell),
        Command::Man(folder) => manual::run(&context, folder.as_deref()),
        Command::Schema(schema) => context.print_text(schema.text.trim_end()),
        Command::Spec(command) => spec::run(&context, &command, stdin),
        Command::Api(call) if call.list => catalogue::list(&context, call.vendor),
        Command::Api(call) if call.describe.is_some() => describe::run(&context, &call),
        Command::Doctor(command) => {
            let problems = doctor::put_broken_file_aside(&mut context);
            on_runtime(&context, signals, doctor::run(&context, &command, &problems))
        }
        command => on_runtime(&context, signals, talk(&context, command, stdin)),
    }
}

/// Whether there may be a line of curl that does the same.
fn may_be_one_request(command: &Command) -> bool {
    match command {
        Command::Operation(_) => true,
        Command::Api(call) => !call.list && call.describe.is_none(),
        _ => false,
    }
}

fn manner(context: &Context<'_>) -> Manner {
    let Globals { quiet, verbose, ref output, .. } = context.globals;
    let output = output.as_deref().or_else(|| context.environment.get("RMCTL_OUTPUT"));
    Manner {
        level: if quiet { -1 } else { verbose.min(3) as i8 },
        json: output == Some("json") || wants_json_errors(context.environment),
        color: context.colors(context.reporter.terminal().is_some()),
    }
}

/// The commands that talk to vendors.
async fn talk(context: &Context<'_>, command: Command, stdin: Box<dyn std::io::Read>) -> Result<(), Stop> {
    match command {
        Command::Operation(call) => operation::run(context, *call).await,
        Command::Api(call) => api::run(context, &call).await,
        Command::Auth(command) => auth::run(context, &command, stdin).await,
        Command::Alerts(command) => alerts::run(context, &command).await,
        Command::Find(command) => find::run(context, &command).await,
        Command::Inventory(command) => fleet::inventory(context, &command).await,
        Command::Memory(call) => memory::run(context, &call).await,
        Command::Config(_)
        | Command::Sandbox(_)
        | Command::Completions(_)
        | Command::Man(_)
        | Command::Schema(_)
        | Command::Spec(_)
        | Command::Doctor(_) => Ok(()),
    }
}

/// Run to the end, or to the second signal.
fn on_runtime(
    context: &Context<'_>,
    signals: Signals,
    command: impl Future<Output = Result<(), Stop>>,
) -> Result<(), Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Code::Internal, format!("cannot start: {error}")))?;
    let outcome = runtime.block_on(async {
        let second = signals(context.interrupt.clone());
        let first = std::pin::pin!(tell_of_the_first(context));
        let either = select(second, first);
        match select(std::pin::pin!(command), either).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right((Either::Left((signal, _)), _)) => Err(stop::interrupted(signal).into()),
            Either::Right((Either::Right((never, _)), _)) => match never {},
        }
    });
    // Whatever still waits for a keyring or a terminal is left behind.
    runtime.shutdown_background();
    if let Some(why) = context.stores.trouble.reason() {
        context.reporter.note(&format!("nothing is kept for the next run: {why}"));
    }
    outcome
}

/// Whoever pressed Ctrl-C and sees nothing happen wants to know why.
async fn tell_of_the_first(context: &Context<'_>) -> std::convert::Infallible {
    let _ = context.interrupt.race(std::future::pending::<()>()).await;
    // What can end at once has ended after this.
    tokio::task::yield_now().await;
    context.reporter.tell("stopping after what is under way; the same again stops at once");
    std::future::pending().await
}

fn signal_failure(fault: &Fault) -> Failure {
    match fault {
        Fault::Interrupted(signal) => stop::interrupted(*signal),
        other => Failure::new(Code::Internal, other.to_string()),
    }
}
