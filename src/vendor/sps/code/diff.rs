//! `sps diff`: in what the box is other than files say.

use super::FILES;
use super::apply::{documents, planned};
use super::plan::Manner;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

const EXIT_CODE: Argument = Argument::workflow("exit_code", Kind::Boolean).help("end with 15 where something differs");
const PRUNE: Argument = Argument::workflow("prune", Kind::Boolean).help("also what `apply --prune` would delete");

/// The command.
pub(in super::super) const DIFF: Operation = Operation::stream("diff", Effect::Read, run)
    .about("Compare the configuration with files")
    .examples(&[("-f config/ --exit-code", "in CI: 15 if something differs")])
    .on(super::file::ROOT)
    .arguments(&[FILES, EXIT_CODE, PRUNE])
    .columns(&["path", "name", "member", "old", "new"], &["change", "key"])
    .says_of_none("nothing differs")
    .named_by("path");

fn run<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let documents = documents(work, given)?;
        let manner = Manner { unchecked: true, prunes: given.is_set(PRUNE.name), ..Manner::default() };
        let steps = planned(work, &documents, manner).await?;
        let records: Vec<Record> =
            steps.iter().flat_map(|step| step.differences()).map(|value| Record::from(&value)).collect();
        let outcome = work.hand_over(&records);
        match records.len() {
            0 => Ok(outcome),
            _ if !given.is_set(EXIT_CODE.name) => Ok(outcome),
            1 => Err(Failure::new(Code::Differs, "1 member differs").into()),
            count => Err(Failure::new(Code::Differs, format!("{count} members differ")).into()),
        }
    })
}
