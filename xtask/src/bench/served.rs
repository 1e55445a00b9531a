//! The sandbox as a server of its own, which ends with its value.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::process::{cannot, output};

pub(super) struct Served {
    program: PathBuf,
    server: Child,
    environment: BTreeMap<String, String>,
    /// Caches and state of the runs that are measured.
    home: PathBuf,
}

impl Served {
    /// `latency` is in milliseconds.
    pub(super) fn start(program: &Path, devices: u64, latency: u64) -> Result<Self, String> {
        let mut command = Command::new(program);
        command
            .args(["sandbox", "serve", "--addr", "127.0.0.1:0"])
            .args(["--devices".to_owned(), devices.to_string(), "--latency".to_owned(), latency.to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::piped());
        let server = command.spawn().map_err(|reason| cannot(&command, &reason))?;
        let home = crate::process::target().join("bench");
        let mut served = Self { program: program.to_owned(), server, environment: BTreeMap::new(), home };
        let address = served.address()?;
        served.environment = served.exports(&address)?;
        Ok(served)
    }

    /// The server says where it is, in its first line: `serving at http://127.0.0.1:PORT; ...`.
    fn address(&mut self) -> Result<String, String> {
        let said = self.server.stderr.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line).map_err(|reason| reason.to_string())?;
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.split_once(';'))
            .map(|(address, _)| address.to_owned());
        address.ok_or_else(|| format!("the sandbox does not say where it is: {}", line.trim()))
    }

    /// The variables that lead there, as `sandbox env` prints them.
    fn exports(&self, address: &str) -> Result<BTreeMap<String, String>, String> {
        let text = output(Command::new(&self.program).args(["sandbox", "env", "--addr", address]))?;
        let mut variables: BTreeMap<String, String> = text.lines().filter_map(export).collect();
        let home = self.home.display().to_string();
        variables.insert("RMCTL_CONFIG".to_owned(), format!("{home}/config.toml"));
        variables.insert("RMCTL_CACHE_DIR".to_owned(), format!("{home}/cache"));
        variables.insert("RMCTL_STATE_DIR".to_owned(), format!("{home}/state"));
        Ok(variables)
    }

    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    pub(super) fn environment(&self) -> &BTreeMap<String, String> {
        &self.environment
    }

    pub(super) fn url(&self) -> &str {
        &self.environment["RMCTL_RMS_URL"]
    }

    pub(super) fn token(&self) -> &str {
        &self.environment["RMCTL_RMS_TOKEN"]
    }
}

impl Drop for Served {
    /// The server has nothing to lose, and the folder nothing to keep.
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// `export NAME='VALUE'`.
fn export(line: &str) -> Option<(String, String)> {
    let (name, value) = line.strip_prefix("export ")?.split_once('=')?;
    Some((name.to_owned(), value.trim_matches('\'').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_a_name_and_a_value_without_its_quotes() {
        assert_eq!(export("export A='b=c'"), Some(("A".to_owned(), "b=c".to_owned())));
        assert_eq!(export("# A"), None);
    }
}
