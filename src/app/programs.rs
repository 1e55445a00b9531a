//! Other programs, as a command runs them: without anything that is ours.

use std::path::PathBuf;

use super::context::Context;
use crate::failure::Failure;
use crate::http::Interrupt;
use crate::surroundings::{LocalFuture, Program, Programs};

/// How all variables of this program begin.
const OURS: &str = "RMCTL_";

impl Programs for Context<'_> {
    fn find(&self, name: &str) -> Result<PathBuf, Failure> {
        self.programs.find(name)
    }

    fn run<'a>(&'a self, program: Program, interrupt: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>> {
        let mut program = program;
        program.without.extend(self.own_variables());
        self.reporter.clear();
        self.programs.run(program, interrupt)
    }
}

impl Context<'_> {
    /// The variables by which credentials may reach us, by our names, by those of other tools and by the file's.
    fn own_variables(&self) -> Vec<String> {
        let is_ours = |name: &&str| name.to_ascii_uppercase().starts_with(OURS);
        let ours = self.environment.names().filter(is_ours).map(str::to_owned);
        let fields = self.vendors.iter().flat_map(|vendor| vendor.settings.fields);
        let of_others = fields.flat_map(|field| field.also).map(|name| (*name).to_owned());
        ours.chain(of_others).chain(self.config.secret_variables()).collect()
    }
}
