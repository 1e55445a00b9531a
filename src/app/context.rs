//! What every command is given: settings, streams, stores, and the way to a vendor.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use sandbox::Sandbox;

use super::known_ids::{Place, Seen};
use super::list::empty;
use super::office::Office;
use super::stop::{Doing, Stop};
use crate::auth::{Authenticator, Grants};
use crate::catalog::{Effect, Settings, Vendor};
use crate::cli::Globals;
use crate::config::keyring::Keyring;
use crate::config::{Account, Choice, Config};
use crate::failure::Failure;
use crate::http::{Heard, Interrupt, Redactor};
use crate::output::{Format, Knowledge, Printer, Shape, Summary, View};
use crate::report::Reporter;
use crate::session::Session;
use crate::store::{HashKey, Stores};
use crate::surroundings::{Clock, Environment, Programs, Stream, Terminal};
use crate::workflow::{Nobody, Work};

pub(super) const DEFAULT_WAIT: u64 = 120;

/// What every command is given.
pub(super) struct Context<'a> {
    pub(super) globals: Globals,
    pub(super) environment: &'a Environment,
    pub(super) config: Config<'a>,
    pub(super) vendors: &'static [&'static Vendor],
    pub(super) stdout: RefCell<Stream>,
    pub(super) reporter: Rc<Reporter>,
    pub(super) redactor: Rc<Redactor>,
    pub(super) clock: Rc<dyn Clock>,
    pub(super) interrupt: Interrupt,
    pub(super) terminal: Rc<dyn Terminal>,
    pub(super) keyring: Arc<dyn Keyring>,
    pub(super) stores: Stores,
    pub(super) sandbox: Option<Sandbox>,
    pub(super) browse: fn(&str) -> Result<(), String>,
    pub(super) edit: fn(&str, &std::path::Path) -> Result<(), String>,
    pub(super) programs: Rc<dyn Programs>,
}

/// A vendor's account, and a conversation with it.
pub(super) struct Opened {
    pub(super) vendor: &'static Vendor,
    pub(super) account: Arc<Account>,
    pub(super) session: Session,
    pub(super) authenticator: Rc<dyn Authenticator>,
    pub(super) grants: Rc<Grants>,
    pub(super) heard: Rc<Heard>,
}

impl Context<'_> {
    /// The account that the flags, the environment and the file mean.
    pub(super) fn account(&self, vendor: &'static Vendor, profile: Option<&str>) -> Result<Account, Failure> {
        if let Some(sandbox) = &self.sandbox {
            return sandbox_account(&vendor.settings, sandbox, self.connection_settings());
        }
        let flags = self.connection_flags();
        self.config.account(&vendor.settings, &Choice { profile, flags: &flags }, &self.keyring)
    }

    /// The one profile that was named.
    pub(super) fn profile(&self) -> Result<Option<&str>, Failure> {
        match &self.globals.profiles[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err(Failure::usage("this command works with one profile, and several are named")),
        }
    }

    fn connection_flags(&self) -> Vec<(&'static str, String)> {
        let flags = [
            ("timeout_secs", self.globals.timeout.map(|seconds| seconds.to_string())),
            ("retries", self.globals.retries.map(|retries| retries.to_string())),
            ("rate", self.globals.rate.map(|rate| format!("{rate}/s"))),
        ];
        flags.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }

    /// What is said of every account, the sandbox included.
    fn connection_settings(&self) -> Vec<(&'static str, String)> {
        let read_only = self.environment.get("RMCTL_READ_ONLY").map(|value| ("read_only", value.to_owned()));
        self.connection_flags().into_iter().chain(read_only).collect()
    }

    /// A conversation with the account that is meant. Nothing is sent yet.
    pub(super) fn open(&self, vendor: &'static Vendor) -> Result<Opened, Failure> {
        self.open_waiting(vendor, None)
    }

    /// The same, for a command that may wait so many seconds for a turn.
    pub(super) fn open_waiting(&self, vendor: &'static Vendor, wait: Option<u64>) -> Result<Opened, Failure> {
        self.opened(vendor, self.account(vendor, self.profile()?)?, wait)
    }

    pub(super) fn open_profile(&self, vendor: &'static Vendor, profile: Option<&str>) -> Result<Opened, Failure> {
        self.open_account(vendor, self.account(vendor, profile)?)
    }

    pub(super) fn open_account(&self, vendor: &'static Vendor, account: Account) -> Result<Opened, Failure> {
        self.opened(vendor, account, None)
    }

    fn opened(&self, vendor: &'static Vendor, account: Account, wait: Option<u64>) -> Result<Opened, Failure> {
        let account = Arc::new(account);
        self.warn_of(&account);
        let authenticator = (vendor.authenticator)(account.clone())?;
        let grants = Rc::new(self.grants(&account, &*authenticator));
        let heard = Rc::new(Heard::default());
        let session = self.session(vendor, &account, &authenticator, &grants, &heard, wait)?;
        Ok(Opened { vendor, account, session, authenticator, grants, heard })
    }

    pub(super) fn session(
        &self,
        vendor: &'static Vendor,
        account: &Arc<Account>,
        authenticator: &Rc<dyn Authenticator>,
        grants: &Rc<Grants>,
        heard: &Rc<Heard>,
        wait: Option<u64>,
    ) -> Result<Session, Failure> {
        Ok(Session {
            transport: self.transport(vendor, account, authenticator, grants, heard, wait)?,
            dialect: (vendor.dialect)(account)?,
            clock: self.clock.clone(),
            interrupt: self.interrupt.clone(),
            progress: self.reporter.clone(),
        })
    }

    fn warn_of(&self, account: &Account) {
        if account.connection().insecure {
            self.reporter.warn(&format!("the certificate of {} is not checked: `insecure` is set", account.url()));
        }
    }

    /// Only a grant that a login trades for is worth a file. What a person's login brought cannot be had again without
    /// the person, so it is state; the others are cache, which anybody may clean.
    fn grants(&self, account: &Arc<Account>, by: &dyn Authenticator) -> Grants {
        let Stores { cache, state, .. } = self.stores.clone();
        let store = if by.by_person().is_some() { state.clone() } else { cache };
        let (clock, redactor, account) = (self.clock.clone(), self.redactor.clone(), account.clone());
        let name = move || Ok(format!("grant {}", account.fingerprint(&HashKey::of(&*state))?));
        match by.renews() {
            true => Grants::named(Arc::new(name), store, clock, redactor),
            false => Grants::new(None, store, clock, redactor),
        }
    }

    /// What a workflow may use.
    pub(super) fn work<'w>(&'w self, opened: &'w Opened, wait: Option<u64>) -> Work<'w> {
        Work {
            session: &opened.session,
            account: &opened.account,
            cache: (!self.globals.no_cache).then_some(&*self.stores.cache),
            max_age: self.globals.max_age,
            state: &*self.stores.state,
            operation: None,
            person: self,
            programs: self,
            listener: &Nobody,
            environment: self.environment,
            redactor: &self.redactor,
            dry_run: self.globals.dry_run,
            shows_record: false,
            wait: Duration::from_secs(wait.unwrap_or(DEFAULT_WAIT)),
            no_wait: false,
            jobs: self.globals.jobs,
            max_affected: self.globals.max_affected,
            office: Box::new(Office { context: self, opened }),
        }
    }

    /// How the result is to be shown.
    pub(super) fn view(&self, default: Format) -> Result<View, Failure> {
        self.view_of(self.format(default, str::parse)?)
    }

    /// The same for a whole fleet, which has more formats.
    pub(super) fn fleet_view(&self) -> Result<View, Failure> {
        self.view_of(self.format(Format::Table, Format::or_page)?)
    }

    /// Whoever exported a format long ago does not see it on the command line.
    fn format(&self, default: Format, read: fn(&str) -> Result<Format, Failure>) -> Result<Format, Failure> {
        let exported = || self.environment.get("RMCTL_OUTPUT").map(read);
        match &self.globals.output {
            Some(name) => read(name),
            None => exported()
                .unwrap_or(Ok(default))
                .map_err(|failure| failure.hint("`RMCTL_OUTPUT` says so; `--output FORMAT` goes over it")),
        }
    }

    fn view_of(&self, format: Format) -> Result<View, Failure> {
        let globals = &self.globals;
        Ok(View {
            format,
            columns: globals.columns.clone(),
            sort: globals.sort.clone(),
            filters: globals.filters.clone(),
            jq: globals.jq.clone(),
            raw_output: globals.raw_output,
            limit: globals.limit,
            header: !globals.no_header,
            width: self.stdout.borrow().terminal,
            color: self.colors(self.stdout.borrow().terminal.is_some()),
            formulas: globals.formulas,
            show_secrets: globals.show_secrets,
        })
    }

    /// `--color`, then NO_COLOR, CLICOLOR_FORCE, CLICOLOR, then whether it is a terminal.
    pub(super) fn colors(&self, terminal: bool) -> bool {
        let is_off = |name: &str| self.environment.get(name) == Some("0");
        match self.globals.color.as_deref() {
            Some("always") => true,
            Some("never") => false,
            _ if self.environment.get("NO_COLOR").is_some() => false,
            _ if self.environment.get("CLICOLOR_FORCE").is_some() && !is_off("CLICOLOR_FORCE") => true,
            _ => terminal && !is_off("CLICOLOR") && self.environment.get("TERM") != Some("dumb"),
        }
    }

    /// Print records as they are handed over; what was printed stays valid whatever happens.
    pub(super) fn print_all<'r>(
        &self,
        view: &View,
        shape: Shape,
        knowledge: &Knowledge,
        records: impl IntoIterator<Item = &'r crate::record::Record>,
    ) -> Result<Summary, Stop> {
        self.reporter.clear();
        let mut out = self.out();
        let mut printer = Printer::new(view, shape, knowledge, &mut out)?;
        for record in records {
            printer.record(record)?;
        }
        let summary = printer.finish()?;
        out.flush()?;
        self.warn_all(&summary);
        match shape == Shape::List && summary.printed == 0 && self.globals.fail_on_empty {
            true => Err(empty().into()),
            false => Ok(summary),
        }
    }

    pub(super) fn warn_all(&self, summary: &Summary) {
        summary.warnings.iter().for_each(|warning| self.reporter.warn(warning));
    }

    /// Remembers the ids of a list for completion, unless nothing is to be kept.
    pub(super) fn seen(&self, opened: &Opened, list: &str, view: &View, knowledge: &Knowledge) -> Option<Seen> {
        let keeps = !self.globals.no_cache && self.sandbox.is_none();
        let place = Place::of(opened.account.profile(), list);
        Seen::of(place, view, knowledge).filter(|_| keeps)
    }

    /// The time.
    pub(super) fn now(&self) -> jiff::Timestamp {
        crate::moment::of_clock(self.clock.now())
    }

    /// Standard output.
    pub(super) fn out(&self) -> Out<'_> {
        Out(&self.stdout)
    }

    /// Text that is the whole result.
    pub(super) fn print_text(&self, text: &str) -> Result<(), Stop> {
        self.reporter.clear();
        let mut out = self.out();
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")?;
        Ok(out.flush()?)
    }

    /// Lines that are the whole result; text from a vendor steers no terminal.
    pub(super) fn print_lines(&self, text: &str) -> Result<(), Stop> {
        let lines: Vec<_> = text.lines().map(crate::output::visible).collect();
        self.print_text(&lines.join("\n"))
    }

    /// What is being done, for the sentence of a failure.
    pub(super) fn doing<'d>(&self, opened: &'d Opened, what: &'d str, effect: Effect) -> Doing<'d> {
        Doing { what, effect, vendor: opened.vendor, account: &opened.account }
    }
}

/// Standard output, borrowed for one write at a time, so that nothing waits for a vendor while holding it.
pub(super) struct Out<'a>(&'a RefCell<Stream>);

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.borrow_mut().out.flush()
    }
}

fn sandbox_account(
    settings: &'static Settings,
    sandbox: &Sandbox,
    said: Vec<(&'static str, String)>,
) -> Result<Account, Failure> {
    let prefix = format!("RMCTL_{}_", settings.env);
    // `RMCTL_CISCO_LOCAL_URL` is of another vendor than `RMCTL_CISCO_URL`.
    let is_own = |key: &str| key == "url" || settings.fields.iter().any(|field| field.key == key);
    let values: Vec<(String, String)> = sandbox
        .environment()
        .into_iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?.to_lowercase(), value)))
        .filter(|(key, _)| is_own(key))
        .collect();
    let own = values.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let values: Vec<(&str, &str)> = own.chain(said.iter().map(|(key, value)| (*key, value.as_str()))).collect();
    Account::given(settings, "sandbox", &values)
}
