//! The way to a server over a network that answers as it is told.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use secrecy::ExposeSecret as _;

use super::*;
use crate::catalog::Vendor;
use crate::cli::Globals;
use crate::config::Config;
use crate::config::keyring::MemoryKeyring;
use crate::http::probe::{Certificate, Greeted};
use crate::http::{Interrupt, Redactor, Signal};
use crate::report::Reporter;
use crate::store::Stores;
use crate::surroundings::{Clock, Environment, LocalFuture, Program, Programs, Stream, Terminal};
use crate::testing::{ManualClock, block_on};
use crate::vendor::rms::RMS;

static VENDORS: [&Vendor; 1] = [&RMS];

struct Nobody;

impl Terminal for Nobody {
    fn is_there(&self) -> bool {
        false
    }

    fn ask<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn ask_secret<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Option<SecretString>> {
        Box::pin(async { None })
    }
}

impl Programs for Nobody {
    fn find(&self, _: &str) -> Result<PathBuf, crate::failure::Failure> {
        Ok(PathBuf::new())
    }

    fn run<'a>(&'a self, _: Program, _: &'a Interrupt) -> LocalFuture<'a, Result<u8, String>> {
        Box::pin(async { Ok(0) })
    }
}

/// What each step answers, and what was asked.
struct Told {
    looks: Result<&'static str, &'static str>,
    opens: Result<(), &'static str>,
    tunnels: Result<(), &'static str>,
    greets: Result<(), &'static str>,
    asked: RefCell<Vec<String>>,
}

impl Told {
    fn well() -> Self {
        Self { looks: Ok("192.0.2.7:443"), opens: Ok(()), tunnels: Ok(()), greets: Ok(()), asked: RefCell::default() }
    }

    fn heard(&self, asked: String) {
        self.asked.borrow_mut().push(asked);
    }
}

fn place() -> SocketAddr {
    "192.0.2.7:443".parse().unwrap()
}

impl Network for Told {
    fn look_up(&self, host: String, port: u16, _: Duration) -> LocalFuture<'static, Result<Vec<SocketAddr>, String>> {
        self.heard(format!("look up {host}:{port}"));
        let found = self.looks.map(|found| found.split_whitespace().map(|one| one.parse().unwrap()).collect());
        Box::pin(async move { found.map_err(str::to_owned) })
    }

    fn open(&self, door: Door, _: Duration) -> LocalFuture<'static, Result<SocketAddr, String>> {
        let opened = if door.tunnel.is_some() { self.tunnels } else { self.opens };
        let tunnel = door.tunnel.map(|tunnel| {
            let credentials = tunnel.credentials.map(|own| own.expose_secret().to_owned()).unwrap_or_default();
            format!(" to {} as {credentials}", tunnel.to)
        });
        self.heard(format!("open{}", tunnel.unwrap_or_default()));
        let opened = opened.map(|()| place());
        Box::pin(async move { opened.map_err(str::to_owned) })
    }

    fn greet(&self, _: Door, name: String, _: Trust, _: Duration) -> LocalFuture<'static, Result<Greeted, String>> {
        self.heard(format!("greet {name}"));
        let certificate = Certificate {
            subject: name.clone(),
            issuer: "Example CA".to_owned(),
            names: vec![name],
            not_before: 0,
            not_after: 1_800_000_000 + 90 * 86_400,
        };
        let greeted = self.greets.map(|()| Greeted { chain: vec![certificate], pin: None, verdict: Ok(()) });
        Box::pin(async move { greeted.map_err(str::to_owned) })
    }
}

/// What was found of each check, and the one that failed.
struct Looked {
    found: Vec<(&'static str, Verdict, String)>,
    failed: Option<&'static str>,
    fix: Option<String>,
}

impl Looked {
    fn verdicts(&self) -> Vec<(&'static str, Verdict)> {
        self.found.iter().map(|(name, verdict, _)| (*name, *verdict)).collect()
    }

    fn detail(&self, name: &str) -> &str {
        let found = self.found.iter().find(|(known, ..)| *known == name);
        &found.unwrap_or_else(|| panic!("no {name}")).2
    }
}

fn look(network: &Told, more: &[(&str, &str)]) -> Looked {
    look_until(network, more, Interrupt::default())
}

fn look_until(network: &Told, more: &[(&str, &str)], interrupt: Interrupt) -> Looked {
    let own = [("RMCTL_RMS_TOKEN", "secret"), ("RMCTL_RMS_URL", "https://rms.example/api")];
    let pairs = own.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let environment: Environment = pairs.collect();
    let settings = [&RMS.settings];
    let redactor = Rc::new(Redactor::default());
    let clock: Rc<dyn Clock> = Rc::new(ManualClock::default());
    let context = Context {
        globals: Globals { retries: None, ..Globals::default() },
        environment: &environment,
        config: Config::new(&environment, &settings),
        vendors: &VENDORS,
        stdout: RefCell::default(),
        reporter: Rc::new(Reporter::new(Stream::default(), redactor.clone(), clock.clone())),
        redactor,
        clock,
        interrupt,
        terminal: Rc::new(Nobody),
        keyring: Arc::new(MemoryKeyring::default()),
        stores: Stores::in_memory(),
        sandbox: None,
        browse: |_: &str| Ok(()),
        edit: |_: &str, _: &Path| Ok(()),
        programs: Rc::new(Nobody),
    };
    let opened = context.open_profile(&RMS, None).unwrap();
    let mut chart = Chart::new(&context);
    let failed = block_on(examine(&mut chart, network, &opened));
    let broken = chart.checks.iter().find(|check| check.found.verdict == Verdict::Failed);
    let fix = broken.and_then(|check| check.found.fix.clone());
    let found = chart.checks.into_iter().map(|check| (check.name, check.found.verdict, check.found.detail));
    Looked { found: found.collect(), failed, fix }
}

#[test]
fn each_step_is_taken_once_in_the_order_in_which_they_need_each_other() {
    let network = Told::well();

    let looked = look(&network, &[]);

    assert_eq!(looked.verdicts(), CHECKS.map(|name| (name, Verdict::Ok)));
    assert_eq!(looked.failed, None);
    assert_eq!(*network.asked.borrow(), ["look up rms.example:443", "open", "greet rms.example"]);
}

#[test]
fn what_has_no_address_is_not_knocked_at() {
    let unknown = look(&Told { looks: Err("no such host"), ..Told::well() }, &[]);
    let network = Told { looks: Ok(""), ..Told::well() };
    let nowhere = look(&network, &[]);

    let verdicts =
        [("proxy", Verdict::Ok), ("dns", Verdict::Failed), ("tcp", Verdict::Skipped), ("tls", Verdict::Skipped)];
    assert_eq!((unknown.verdicts(), unknown.failed), (verdicts.to_vec(), Some("dns")));
    assert_eq!(unknown.detail("dns"), "cannot look up `rms.example`: no such host");
    assert_eq!(nowhere.detail("dns"), "cannot look up `rms.example`: it has no address");
    assert_eq!(network.asked.borrow().len(), 1);
}

#[test]
fn a_closed_door_is_told_from_one_behind_which_nobody_speaks_tls() {
    let closed = look(&Told { opens: Err("connection refused"), ..Told::well() }, &[]);
    let plain = look(&Told { greets: Err("not a handshake"), ..Told::well() }, &[]);

    assert_eq!((closed.failed, plain.failed), (Some("tcp"), Some("tls")));
    assert_eq!(closed.detail("tcp"), "cannot connect to rms.example:443: connection refused");
    assert_eq!(closed.detail("tls"), "there is no connection");
    assert_eq!(plain.detail("tls"), "no TLS with rms.example:443: not a handshake");
}

#[test]
fn through_a_proxy_the_server_is_asked_of_the_proxy_and_its_password_is_in_no_answer() {
    let network = Told::well();

    let looked = look(&network, &[("HTTPS_PROXY", "http://jane:s%20cret@proxy.example:3128")]);

    assert_eq!(looked.failed, None);
    assert_eq!(looked.detail("proxy"), "`proxy.example:3128`, as `HTTPS_PROXY` says");
    assert_eq!(looked.detail("dns"), "the proxy looks names up");
    let asked = network.asked.borrow();
    let tunnel = "open to rms.example:443 as jane:s cret";
    assert_eq!(*asked, ["look up proxy.example:3128", "open", tunnel, "greet rms.example"]);
    assert!(looked.found.iter().all(|(_, _, detail)| !detail.contains("cret")));
}

#[test]
fn a_proxy_that_wants_a_login_or_refuses_has_its_own_way_out() {
    let fix = |why: &'static str, proxy: &str| {
        look(&Told { tunnels: Err(why), ..Told::well() }, &[("HTTPS_PROXY", proxy)]).fix.unwrap()
    };

    let stranger = fix("the proxy answers `407 Proxy Authentication Required`", "http://proxy.example:3128");
    let wrong = fix("the proxy answers `407 Proxy Authentication Required`", "http://jane:x@proxy.example:3128");
    let refused = fix("the proxy answers `403 Forbidden`", "http://proxy.example:3128");

    assert_eq!(stranger, "`export HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT`");
    assert!(wrong.starts_with("look at the user name and the password in `HTTPS_PROXY`"), "{wrong}");
    assert_eq!(refused, "ask who runs the proxy for rms.example:443, or `export NO_PROXY=rms.example`");
}

#[test]
fn a_proxy_that_is_not_reached_hides_what_lies_behind_it() {
    let looked =
        look(&Told { opens: Err("timed out"), ..Told::well() }, &[("HTTPS_PROXY", "http://proxy.example:3128")]);

    assert_eq!(looked.failed, Some("proxy"));
    let told = "cannot reach `proxy.example:3128`, which `HTTPS_PROXY` names: timed out";
    assert_eq!(looked.detail("proxy"), told);
    assert_eq!(looked.verdicts()[1..], CHECKS[1..].iter().map(|name| (*name, Verdict::Skipped)).collect::<Vec<_>>());
}

#[test]
fn who_wants_to_stop_waits_for_no_step() {
    let interrupt = Interrupt::default();
    interrupt.raise(Signal::Interrupt);

    let looked = look_until(&Told::well(), &[], interrupt);

    assert_eq!((looked.failed, looked.detail("dns")), (Some("dns"), "cannot look up `rms.example`: interrupted"));
}
