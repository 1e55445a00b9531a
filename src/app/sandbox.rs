//! `--sandbox` and `rmctl sandbox`: the simulators inside the program, and served to others.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sandbox::{Options, Sandbox, Variant};

use super::context::Context;
use super::stop::Stop;
use crate::cli::{SandboxCommand, ServeOptions};
use crate::config::keyring::{Keyring, MemoryKeyring};
use crate::failure::{Code, Failure};

/// The simulators of one run.
pub(super) fn start() -> Result<Sandbox, Failure> {
    Sandbox::start(Options::default())
        .map_err(|error| Failure::new(Code::Internal, format!("cannot start the sandbox: {error}")))
}

/// The keyring of one run.
pub(super) fn keyring() -> Arc<dyn Keyring> {
    Arc::new(MemoryKeyring::default())
}

pub(super) fn run(context: &Context<'_>, command: &SandboxCommand) -> Result<(), Stop> {
    match command {
        SandboxCommand::Serve(options) => serve(context, options),
        SandboxCommand::Env { address } => {
            let address = parse(address)?;
            let lines = sandbox::environment_at(&format!("http://{address}"));
            let lines: Vec<String> = lines.iter().map(|(name, value)| format!("export {name}='{value}'")).collect();
            context.print_text(&lines.join("\n"))
        }
    }
}

fn parse(address: &str) -> Result<SocketAddr, Failure> {
    let parsed: Result<SocketAddr, _> = address.parse();
    parsed.map_err(|_| Failure::usage(format!("`{address}` is no address and port")).hint("`--addr 127.0.0.1:8020`"))
}

fn serve(context: &Context<'_>, given: &ServeOptions) -> Result<(), Stop> {
    let default = Options::default();
    let options = Options {
        address: parse(&given.address)?,
        devices: given.devices.unwrap_or(default.devices),
        seed: given.seed.unwrap_or(default.seed),
        latency: given.latency.map_or(default.latency, Duration::from_millis),
        quota: given.quota,
        retry_after: given.retry_after,
        ..default
    };
    let served = sandbox::serve(Variant::apply(&given.variants, options), |sandbox| {
        let origin = sandbox.origin();
        let address = match given.address.as_str() {
            crate::cli::SANDBOX_ADDRESS => String::new(),
            _ => format!(" --addr {}", origin.trim_start_matches("http://")),
        };
        context.reporter.tell(&format!("serving at {origin}; `eval \"$(rmctl sandbox env{address})\"` leads there"));
    });
    served.map_err(|error| Failure::usage(format!("cannot serve at `{}`: {error}", given.address)).into())
}
