//! Jobs of more than one request: what they may use, and what they give back. They can ask; they cannot print, prompt or exit.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;

use crate::auth::{Authenticator, Grant, Grants};
use crate::catalog::{Effect, Operation};
use crate::config::{Account, Origin};
use crate::dialect::{Answer, Ending};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Interrupt, Redactor, Request};
use crate::plan::plan;
use crate::record::Record;
use crate::session::Session;
use crate::store::Store;
use crate::surroundings::{Environment, LocalFuture, Program, Programs};

/// A job as a table names it.
pub type Workflow = for<'a> fn(&'a Work<'a>, &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>>;

/// Who the credentials belong to.
pub type Identify = for<'a> fn(&'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>>;

/// What a vendor says of the owner of the credentials.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identity {
    /// Who it is, in words.
    pub account: String,
    /// The permissions that the credentials carry; `None` where the vendor does not say.
    pub scopes: Option<Vec<String>>,
    /// When the credentials end, in seconds since 1970.
    pub expires_at: Option<i64>,
}

/// Judges by reads alone for which ids a change may be sent: for each id, in their order, why it may not.
pub type Guard = for<'a> fn(&'a Work<'a>, &'a [String]) -> LocalFuture<'a, Result<Vec<Option<Failure>>, Fault>>;

/// Puts ids in the place of what people call things.
pub type Resolve = for<'a> fn(&'a Work<'a>, &'a Operation, Given) -> LocalFuture<'a, Result<Given, Fault>>;

/// Is told of a request that was made, and of the fault where it failed.
pub type Hears = fn(&Work<'_>, &Request, Option<&Fault>);

/// What killed runs have left open at the vendor, as far as earlier runs have noted it. Asks nobody.
pub type LeftOpen = fn(&Work<'_>) -> Vec<Left>;

/// One thing that a killed run has left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What it is, and of which run, as a sentence of a message.
    pub what: String,
    /// What ends it, or shows it.
    pub hint: String,
}

/// The person for whom a job runs.
pub trait Person {
    /// Let the person change a text in an editor; `name` is the name of the file, with the ending that editors go by.
    fn edit<'a>(&'a self, name: &'a str, text: &'a str) -> LocalFuture<'a, Result<String, Fault>>;

    /// Go on only if the person says yes to the question, or has said it with `--yes`.
    fn confirm<'a>(&'a self, question: &'a str) -> LocalFuture<'a, Result<(), Fault>> {
        self.confirm_many(question, 1)
    }

    /// The same about so many things, which are confirmed by typing their number.
    fn confirm_many<'a>(&'a self, question: &'a str, count: usize) -> LocalFuture<'a, Result<(), Fault>>;
}

/// A conversation with a login of its own.
pub struct Own {
    /// The conversation.
    pub session: Session,
    /// Its login.
    pub grants: Rc<Grants>,
    /// How it logs in.
    pub authenticator: Rc<dyn Authenticator>,
}

/// What became of a record that a job handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    /// It was taken, and so will the next one be.
    More,
    /// It was taken, and no other is wanted.
    Enough,
    /// It was not taken: nobody reads any more.
    Lost,
}

/// Hears a job while it runs.
pub trait Listener {
    /// One more record of its result.
    fn record(&self, record: &Record) -> Handed;

    /// Something that the user should know, though the job goes on.
    fn warn(&self, text: &str);
}

/// What a job may do beyond its own conversation.
pub trait Office {
    /// Write plain settings into the profile that the account is of.
    fn set(&self, _: &[(&str, &str)]) -> Result<(), Failure> {
        Err(Failure::new(Code::Internal, "there is no profile to write to"))
    }

    /// A conversation with a thing of the same vendor at another URL, which the user has named: the account's credentials
    /// go there, too.
    fn open_at(&self, _: &str) -> Result<Elsewhere, Failure> {
        Err(Failure::new(Code::Internal, "there is no other place to go"))
    }

    /// The login of the account itself, for what cannot be said in a header. One that was refused is replaced.
    fn grant<'a>(&'a self, _refused: Option<&'a Grant>) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(async { Err(Failure::new(Code::Internal, "nothing logs in here").into()) })
    }

    /// A conversation with the same account by a login that serves nothing else, and that nothing keeps: the one given,
    /// or a new one.
    fn own(&self, _: Option<Grant>) -> LocalFuture<'_, Result<Own, Fault>> {
        Box::pin(async { Err(Failure::new(Code::Internal, "nothing opens another conversation here").into()) })
    }
}

/// A conversation at another URL.
pub struct Elsewhere {
    /// The same account, there.
    pub account: Arc<Account>,
    /// The conversation.
    pub session: Session,
}

/// Listens to jobs that have nothing to say before they end.
pub struct Nobody;

impl Listener for Nobody {
    fn record(&self, _: &Record) -> Handed {
        Handed::Lost
    }

    fn warn(&self, _: &str) {}
}

impl Person for Nobody {
    fn edit<'a>(&'a self, _: &'a str, _: &'a str) -> LocalFuture<'a, Result<String, Fault>> {
        Box::pin(async { Err(Failure::usage("there is nobody to edit this").into()) })
    }

    fn confirm_many<'a>(&'a self, question: &'a str, _: usize) -> LocalFuture<'a, Result<(), Fault>> {
        Box::pin(async move { Err(Failure::usage(format!("there is nobody to ask: {question}")).into()) })
    }
}

impl Office for Nobody {}

impl Programs for Nobody {
    fn find(&self, name: &str) -> Result<PathBuf, Failure> {
        Err(Failure::new(Code::NotFound, format!("there is no program `{name}`")))
    }

    fn run<'a>(&'a self, _: Program, _: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>> {
        Box::pin(async { Err("there are no programs here".to_owned()) })
    }
}

/// What a job ends with.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Its records were handed over one by one.
    Streamed,
    /// Its result: the record, and the one line that `table` prints of it.
    Result {
        /// The fixed result of the contract.
        record: Value,
        /// What people want to see of it.
        line: String,
        /// To be opened in a browser.
        open: Option<String>,
    },
    /// A program was run, which has printed what there was to print.
    Ran {
        /// The exit code of the program, which is that of the command.
        exit: u8,
        /// What went wrong afterwards, whatever the program did.
        trouble: Option<Box<Failure>>,
    },
    /// What became of each of the things that were named.
    Each(Vec<(String, Result<Answer, Fault>)>),
    /// A dry run: what would have been sent.
    WouldSend(Vec<Request>),
    /// A dry run of a job that plans: what it would do, in a form for programs and in words, and what would be sent.
    Plan {
        /// The plan.
        plan: Value,
        /// The same for people.
        text: String,
        /// The requests.
        requests: Vec<Request>,
    },
}

/// What a job may use.
pub struct Work<'a> {
    /// The conversation.
    pub session: &'a Session,
    /// Whom it is with.
    pub account: &'a Arc<Account>,
    /// What earlier runs learned; `None` under `--no-cache`.
    pub cache: Option<&'a dyn Store>,
    /// How old what they learned may be, in seconds.
    pub max_age: Option<u64>,
    /// What later runs must know.
    pub state: &'a dyn Store,
    /// The row that is carried out.
    pub operation: Option<&'a Operation>,
    /// Answers questions and edits texts.
    pub person: &'a dyn Person,
    /// Runs other programs.
    pub programs: &'a dyn Programs,
    /// Takes records while the job runs.
    pub listener: &'a dyn Listener,
    /// The variables, some of which hold secrets that files name.
    pub environment: &'a Environment,
    /// Learns what must not be seen.
    pub redactor: &'a Rc<Redactor>,
    /// Nothing that changes anything is sent.
    pub dry_run: bool,
    /// The record of the result is shown, not its one line alone.
    pub shows_record: bool,
    /// How long to wait for work that was accepted.
    pub wait: Duration,
    /// Work that was accepted is not waited for.
    pub no_wait: bool,
    /// How many things may be done at a time.
    pub jobs: usize,
    /// How many things may be changed at most, where the user says so.
    pub max_affected: Option<usize>,
    /// What lies beyond the conversation.
    pub office: Box<dyn Office + 'a>,
}

impl Work<'_> {
    /// The request for a row of the tables.
    pub fn plan(&self, operation: &Operation, given: &Given) -> Result<Request, Fault> {
        Ok(plan(self.account.url(), operation, given)?)
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        let now = self.session.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        now.as_secs().try_into().unwrap_or(i64::MAX)
    }

    /// All records of a list, parsed.
    pub async fn list(&self, operation: &Operation, given: &Given) -> Result<Vec<Value>, Fault> {
        self.records(operation, self.plan(operation, given)?).await
    }

    /// The same from the vendor itself, whatever was kept of it.
    pub async fn list_anew(&self, operation: &Operation, given: &Given) -> Result<Vec<Value>, Fault> {
        let request = self.plan(operation, given)?;
        self.records(operation, Request { fresh: true, ..request }).await
    }

    async fn records(&self, operation: &Operation, request: Request) -> Result<Vec<Value>, Fault> {
        let records = self.as_they_came(operation, request).await?;
        Ok(records.iter().map(Record::parse).collect::<Result<_, _>>()?)
    }

    /// All records of a list as the vendor sent them.
    pub async fn as_they_came(&self, operation: &Operation, request: Request) -> Result<Vec<Record>, Fault> {
        let request = self.session.dialect.first_page(request, Some(operation), None);
        let records = self.session.records(request).await;
        records.map_err(|fault| of_read(operation, fault))
    }

    /// Records that are all there before the first is shown.
    pub fn hand_over(&self, records: &[Record]) -> Outcome {
        let _ = records.iter().find(|record| self.listener.record(record) != Handed::More);
        Outcome::Streamed
    }

    /// The profile may forbid changes; a job asks before its first one.
    pub fn check_writable(&self, effect: Effect) -> Result<(), Fault> {
        match effect.is_change() && self.account.is_read_only() {
            true => Err(read_only(self.account).into()),
            false => Ok(()),
        }
    }

    /// The user's own limit of what one command may change.
    pub fn check_affected(&self, count: usize) -> Result<(), Failure> {
        match self.max_affected.filter(|most| count > *most) {
            Some(most) => {
                Err(Failure::usage(format!("this changes {count} things, and `--max-affected` allows {most}")))
            }
            None => Ok(()),
        }
    }

    /// Make a change and wait for its end. A thing that failed is a fault in the vendor's words.
    pub async fn change(&self, operation: &Operation, request: &Request) -> Result<Option<Ending>, Fault> {
        self.check_writable(operation.effect)?;
        let answer = self.session.ask(request).await?;
        match self.session.wait(answer, self.wait).await? {
            Answer::Ended(endings) => match endings.into_iter().next() {
                Some(Ending { failure: Some(words), .. }) => Err(Fault::WorkFailed(words)),
                ending => Ok(ending),
            },
            Answer::Working(_) => Err(Fault::WorkUnended(self.wait.as_secs())),
            Answer::Page(_) => Ok(None),
        }
    }
}

/// A job may change something, and its reads do not: the fault of a read must not say that something may have happened.
pub(crate) fn of_read(operation: &Operation, fault: Fault) -> Fault {
    let (code, status) = match &fault {
        Fault::Unanswered { .. } => (Code::Network, None),
        Fault::Garbled { status, .. } => (Code::VendorError, Some(*status)),
        _ => return fault,
    };
    let what = operation.about.to_lowercase();
    let mut failure = Failure::new(code, format!("cannot {what}: {fault}"));
    failure.http_status = status;
    failure.retryable = true;
    failure.into()
}

/// Why a change is not sent for a profile that forbids changes.
pub fn read_only(account: &Account) -> Failure {
    let whose = account.profile().map_or("the environment".to_owned(), |name| format!("the profile `{name}`"));
    let mut failure =
        Failure::new(Code::Forbidden, format!("{whose} is read-only, and this changes the vendor's state"));
    failure.vendor = Some(account.vendor().key.to_owned());
    failure.profile = account.profile().map(str::to_owned);
    failure.hint = match account.origin("read_only") {
        Some(Origin::Environment(name)) => Some(format!("`unset {name}` allows changes again")),
        _ => None,
    };
    failure
}
