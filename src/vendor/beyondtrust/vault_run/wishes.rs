//! What the user wants of `vault run`: which account, which program, and where the program finds the secret.

use serde_json::Value;

use crate::catalog::{Argument, Kind};
use crate::failure::Failure;
use crate::given::{Given, text_of};

const COMMAND: Argument =
    Argument::trailing("command").help("the program and its arguments; what it prints and reads stays its own");
const ACCOUNT: Argument =
    Argument::workflow("account", Kind::String).required().help("Vault account, by its id or its name");
const ENV: Argument = Argument::workflow("env", Kind::String).help("variable in which the program gets the secret");
const FD: Argument = Argument::workflow("fd", Kind::Integer)
    .help("file descriptor from which the program reads the secret: 0 for its standard input, or 3 to 255");
const MEMBER: Argument = Argument::workflow("member", Kind::String)
    .values(&["password", "private_key", "token"])
    .help("which secret, where the account has several; by default the first of these that it has");
const ENV_USERNAME: Argument =
    Argument::workflow("env-username", Kind::String).help("variable in which the program gets the user name");
const ENV_CERTIFICATE: Argument = Argument::workflow("env-certificate", Kind::String)
    .help("variable in which the program gets the signed certificate that belongs to a private key");

pub(super) const ARGUMENTS: &[Argument] = &[COMMAND, ACCOUNT, ENV, FD, MEMBER, ENV_USERNAME, ENV_CERTIFICATE];

/// Where the program finds the secret.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    Variable(String),
    Descriptor(u8),
}

/// All of it, and nothing that the program could not have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wishes {
    /// The program and its arguments.
    pub(super) command: Vec<String>,
    pub(super) account: String,
    pub(super) place: Place,
    /// The member of the answer that is the secret.
    pub(super) member: Option<String>,
    /// More variables, and the members that go there.
    pub(super) besides: Vec<(String, &'static str)>,
}

impl Wishes {
    pub(super) fn of(given: &Given) -> Result<Self, Failure> {
        let command = command(given)?;
        let place = match (variable(given, &ENV)?, given.text(FD.name)) {
            (Some(name), None) => Place::Variable(name),
            (None, Some(number)) => Place::Descriptor(descriptor(&number)?),
            _ => return Err(Failure::usage("the program gets the secret by exactly one of `--env` and `--fd`")),
        };
        let mut besides = Vec::new();
        for (argument, member) in [(&ENV_USERNAME, "username"), (&ENV_CERTIFICATE, "signed_public_cert")] {
            besides.extend(variable(given, argument)?.map(|name| (name, member)));
        }
        check_distinct(&place, &besides)?;
        let account = given.text(ACCOUNT.name).unwrap_or_default();
        Ok(Self { command, account, place, member: given.text(MEMBER.name), besides })
    }

    /// The program, as it was typed.
    pub(super) fn program(&self) -> &str {
        &self.command[0]
    }
}

fn command(given: &Given) -> Result<Vec<String>, Failure> {
    let words = given.values.get(COMMAND.name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let words: Vec<String> = words.iter().map(text_of).collect();
    match words.first() {
        None => {
            Err(Failure::usage("there is no program to run").hint("it stands after `--`: `-- COMMAND ARGUMENT...`"))
        }
        Some(program) if program.is_empty() => Err(Failure::usage("the name of the program is empty")),
        // Another word than the one that was typed must not be run.
        Some(_) if words.iter().any(|word| word.contains('\u{FFFD}')) => {
            Err(Failure::usage("the program or one of its arguments is no UTF-8, which this cannot pass on"))
        }
        Some(_) => Ok(words),
    }
}

/// The name of a variable, as all shells take it.
fn variable(given: &Given, argument: &Argument) -> Result<Option<String>, Failure> {
    let Some(name) = given.text(argument.name) else {
        return Ok(None);
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match name.bytes().all(is_letter) && name.bytes().next().is_some_and(|first| !first.is_ascii_digit()) {
        true => Ok(Some(name)),
        false => Err(Failure::usage(format!("`--{}` takes the name of a variable, not `{name}`", argument.name))),
    }
}

fn descriptor(typed: &str) -> Result<u8, Failure> {
    if cfg!(windows) {
        return Err(
            Failure::usage("Windows gives programs no numbered file descriptors").hint("`--env NAME` works there")
        );
    }
    match typed.parse() {
        Ok(number @ (0 | 3..)) => Ok(number),
        Ok(number) => {
            let which = if number == 1 { "output" } else { "error" };
            Err(Failure::usage(format!("the file descriptor {number} is the program's standard {which}"))
                .hint("`--fd 3` is free in most programs"))
        }
        Err(_) => Err(Failure::usage(format!("`--fd` takes 0, or a number from 3 to 255, not `{typed}`"))),
    }
}

fn check_distinct(place: &Place, besides: &[(String, &'static str)]) -> Result<(), Failure> {
    let first = match place {
        Place::Variable(name) => Some(name),
        Place::Descriptor(_) => None,
    };
    let mut names: Vec<&String> = first.into_iter().chain(besides.iter().map(|(name, _)| name)).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Failure::usage(format!("the variable `{}` cannot hold two things", pair[0]))),
        None => Ok(()),
    }
}
