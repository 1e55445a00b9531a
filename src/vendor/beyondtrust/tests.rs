//! What the account is, and whole conversations with a site that answers from a script.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret as _;
use serde_json::json;

use super::*;
use crate::catalog::{Argument, Group, Operation, Product};
use crate::config::keyring::{Keyring, MemoryKeyring};
use crate::config::{Account, Choice, Config};
use crate::given::Given;
use crate::http::{Fault, Interrupt, Redactor, Reply};
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::surroundings::Environment;
use crate::testing::{ManualClock, Scripted, block_on, refused, reply_with_body, reply_with_header, work_with};
use crate::workflow::{Identity, Work};

struct Quiet;

impl Progress for Quiet {
    fn doing(&self, _: &str) {}
}

/// A site that gives these answers, one after the other.
struct Desk {
    session: Session,
    script: Rc<Scripted>,
    clock: Rc<ManualClock>,
    account: Arc<Account>,
    redactor: Rc<Redactor>,
    store: Memory,
}

impl Desk {
    fn new(script: Vec<Result<Reply, Fault>>) -> Self {
        let values = [("url", "https://site.example"), ("client_id", "c1"), ("client_secret", "s")];
        let account = Arc::new(Account::given(&BEYONDTRUST.settings, "test", &values).unwrap());
        let (script, clock) = (Rc::new(Scripted::new(script)), Rc::new(ManualClock::default()));
        let session = Session {
            transport: Box::new(script.clone()),
            dialect: (BEYONDTRUST.dialect)(&account).unwrap(),
            clock: clock.clone(),
            interrupt: Interrupt::default(),
            progress: Rc::new(Quiet),
        };
        Self { session, script, clock, account, redactor: Rc::default(), store: Memory::default() }
    }

    fn work(&self) -> Work<'_> {
        Work { cache: Some(&self.store), ..work_with(&self.session, &self.account, &self.store, &self.redactor) }
    }

    fn product(&self) -> Result<Option<Product>, Fault> {
        block_on(product::find(&self.work()))
    }

    fn identity(&self) -> Result<Identity, Fault> {
        block_on(identity::identify(&self.work()))
    }

    /// Path and query of each request.
    fn asked(&self) -> Vec<String> {
        let shown = |url: &url::Url| url.as_str().trim_start_matches("https://site.example").to_owned();
        self.script.seen().iter().map(|request| shown(&request.url)).collect()
    }
}

fn answer(status: u16, body: &str) -> Result<Reply, Fault> {
    Ok(reply_with_body(status, body))
}

fn said(product: &str) -> Result<Reply, Fault> {
    answer(200, &json!({"mechs": ["local"], "cache": "0", "company": "acme", "product": product}).to_string())
}

fn of_environment(variables: &[(&str, &str)]) -> Account {
    let environment: Environment = variables.iter().copied().collect();
    let keyring: Arc<dyn Keyring> = Arc::new(MemoryKeyring::default());
    let vendors = [&BEYONDTRUST.settings];
    Config::new(&environment, &vendors).account(&BEYONDTRUST.settings, &Choice::default(), &keyring).unwrap()
}

#[test]
fn the_variables_of_the_vendor_s_own_tools_are_taken_with_and_without_a_scheme() {
    let of_host =
        |host: &str| of_environment(&[("BT_API_HOST", host), ("BT_CLIENT_ID", "c1"), ("BT_CLIENT_SECRET", "from BT")]);

    let (bare, whole) = (of_host("site.example"), of_host("https://site.example/"));

    assert_eq!([bare.url(), whole.url()].map(url::Url::as_str), ["https://site.example/"; 2]);
    assert_eq!(bare.plain("client_id"), Some("c1"));
    assert_eq!(bare.secret("client_secret").unwrap().expose_secret(), "from BT");
    assert_eq!(bare.variables(), "`BT_CLIENT_ID`, `BT_CLIENT_SECRET`");
}

#[test]
fn our_own_variables_go_over_those_of_other_tools() {
    let account = of_environment(&[
        ("BT_API_HOST", "theirs.example"),
        ("RMCTL_BEYONDTRUST_URL", "https://ours.example"),
        ("BT_CLIENT_ID", "theirs"),
        ("RMCTL_BEYONDTRUST_CLIENT_ID", "ours"),
        ("RMCTL_BEYONDTRUST_CLIENT_SECRET", "s"),
    ]);

    assert_eq!((account.url().as_str(), account.plain("client_id")), ("https://ours.example/", Some("ours")));
}

#[test]
fn a_list_is_read_page_by_page() {
    let mut first = reply_with_body(200, "[{\"id\":1}]");
    let link = "<https://site.example/api/config/v1/api-account?per_page=100&current_page=2>; rel=\"next\"";
    first.headers.extend(reply_with_header(200, "link", link).headers);
    let desk = Desk::new(vec![Ok(first), answer(200, "[{\"id\":2}]")]);

    let found = block_on(desk.work().list(&site::LIST_API_ACCOUNTS, &Given::default())).unwrap();

    assert_eq!(found, [json!({"id": 1}), json!({"id": 2})]);
    assert_eq!(
        desk.asked(),
        ["/api/config/v1/api-account?per_page=100", "/api/config/v1/api-account?per_page=100&current_page=2"]
    );
}

#[test]
fn the_page_before_the_login_tells_the_product() {
    let found = ["bpam", "ingredi"].map(|word| Desk::new(vec![said(word)]).product().unwrap());

    assert_eq!(found, [Some(product::PRA), Some(product::RS)]);
}

#[test]
fn the_product_is_asked_for_once_a_day() {
    let desk = Desk::new(vec![said("bpam"), said("ingredi")]);

    let found = [desk.product().unwrap(), desk.product().unwrap()];
    desk.clock.advance(Duration::from_secs(24 * 3600));
    let later = desk.product().unwrap();

    assert_eq!((found, later), ([Some(product::PRA); 2], Some(product::RS)));
    assert_eq!(desk.asked(), ["/get_mech_list?version=3", "/get_mech_list?version=3"]);
}

#[test]
fn who_does_not_say_the_product_is_asked_again_and_who_is_not_there_is_a_fault() {
    let silent = Desk::new(vec![answer(404, "{}"), answer(200, "<html>"), answer(200, "{\"company\":\"acme\"}")]);
    let away = Desk::new(vec![refused()]);

    let found = [silent.product().unwrap(), silent.product().unwrap(), silent.product().unwrap()];

    assert_eq!(found, [None, None, None]);
    assert!(matches!(away.product(), Err(Fault::Unreached { .. })));
}

#[test]
fn the_account_is_the_one_with_our_client_id_and_has_its_permissions() {
    let accounts = json!([
        {"id": 1, "name": "other", "client_id": "c0", "perm_backup": true},
        {"id": 2, "name": "automation", "client_id": "c1", "perm_command": "read_only", "perm_configuration": true,
            "perm_backup": false},
        {"id": 3, "name": "third", "client_id": "c2", "perm_command": "deny"},
    ]);
    let desk = Desk::new(vec![answer(200, &accounts.to_string())]);

    let scopes = Some(vec!["perm_command=read_only".to_owned(), "perm_configuration".to_owned()]);
    let expected = Identity { account: "API account automation (c1)".to_owned(), scopes, expires_at: None };
    assert_eq!(desk.identity().unwrap(), expected);
}

#[test]
fn who_may_not_read_the_configuration_is_known_by_the_client_id() {
    let forbidden = Desk::new(vec![answer(403, "{\"message\":\"Forbidden\"}")]);
    let unknown = Desk::new(vec![answer(401, "{\"error\":\"access_denied\"}")]);

    let expected = Identity { account: "API account c1".to_owned(), ..Identity::default() };
    assert_eq!(forbidden.identity().unwrap(), expected);
    assert!(unknown.identity().is_err());
}

fn rows() -> Vec<(String, &'static Operation)> {
    fn add(words: &str, groups: &'static [Group], found: &mut Vec<(String, &'static Operation)>) {
        for group in groups {
            let words = format!("{words}{} ", group.name);
            found.extend(group.operations.iter().map(|operation| (format!("{words}{}", operation.name), operation)));
            add(&words, group.groups, found);
        }
    }
    let mut found = Vec::new();
    add("", BEYONDTRUST.groups, &mut found);
    found
}

#[test]
fn ids_are_numbers_wherever_they_stand_in_a_path() {
    let is_id = |argument: &&Argument| argument.positional && (argument.name == "id" || argument.name.ends_with("_id"));
    let odd: Vec<(String, &str)> = rows()
        .iter()
        .flat_map(|(words, row)| row.arguments.iter().filter(is_id).map(|one| (words.clone(), one)))
        .filter(|(_, argument)| argument.kind != crate::catalog::Kind::Integer)
        .map(|(words, argument)| (words, argument.name))
        .collect();

    let odd: Vec<(String, &str)> = odd.into_iter().filter(|(words, _)| !words.starts_with("scim ")).collect();
    assert_eq!(odd, [("jump-clients installers download".to_owned(), "installer_id")]);
}

#[test]
fn whatever_is_deleted_with_it_is_said_before() {
    let warned: Vec<String> = rows()
        .into_iter()
        .filter(|(_, row)| row.verb == "DELETE" && row.warning.is_some())
        .map(|(words, _)| words)
        .collect();

    assert_eq!(
        warned,
        [
            "jump-groups delete",
            "jumpoints delete",
            "vault accounts delete",
            "vault accounts jump-item-associations delete",
            "vault account-groups delete",
            "vault account-policies delete",
            "group-policies delete",
            "vendors delete",
        ]
    );
}

#[test]
fn to_provision_nobody_in_particular_is_to_provision_everybody() {
    let (_, row) = rows().into_iter().find(|(words, _)| words == "users provision").unwrap();
    let base = "https://site.example".parse().unwrap();
    let body = |given: &Given| match crate::plan::plan(&base, row, given).unwrap().content {
        crate::http::Content::Bytes { bytes, .. } => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("{other:?}"),
    };
    let named = Given { ids: vec!["3".to_owned(), "5".to_owned()], ..Given::default() };

    assert_eq!(row.without_ids, Some("Without ids that is every user."));
    assert_eq!([body(&named), body(&Given::default())], ["{\"user_ids\":[3,5]}", "{}"]);
}

#[test]
fn the_command_api_is_asked_by_a_parameter_and_answers_in_xml() {
    let found = |words: &str| rows().into_iter().find(|(own, _)| own == words).unwrap().1;
    let reps = "<logged_in_reps xmlns=\"urn:x\"><rep id=\"1\"><type>Normal</type></rep></logged_in_reps>";
    let desk = Desk::new(vec![
        answer(200, reps),
        answer(200, "<success>Successfully terminated</success>"),
        answer(200, "<error>Invalid session</error>"),
    ]);
    let work = desk.work();
    let of = |id: &str| Given { ids: vec![id.to_owned()], ..Given::default() };
    let terminate = |id: &str| work.plan(found("sessions terminate"), &of(id)).unwrap();

    let list = block_on(work.list(found("representatives list"), &Given::default())).unwrap();
    let ended = block_on(work.session.ask(&terminate("00012345678901234567890123456789")));
    let refused = block_on(work.session.ask(&terminate("0")));

    assert_eq!(list, [json!({"id": "1", "type": "Normal"})]);
    assert!(ended.is_ok());
    assert!(matches!(refused, Err(Fault::Refused(refusal)) if refusal.message.as_deref() == Some("Invalid session")));
    assert_eq!(desk.asked(), ["/api/command?action=get_logged_in_reps", "/api/command", "/api/command"]);
    let crate::http::Content::Bytes { bytes, media } = &desk.script.seen()[1].content else { panic!("a form") };
    assert_eq!(*media, "application/x-www-form-urlencoded");
    assert_eq!(bytes.as_ref(), b"action=terminate_session&lsid=00012345678901234567890123456789");
}

#[test]
fn a_report_is_asked_for_by_its_name_and_its_links_are_secrets() {
    let sessions = "<session_list xmlns=\"urn:x\"><session lsid=\"e9\"><start_time timestamp=\"1\">2024</start_time>\
        <session_chat_view_url>https://site.example/x?h=1</session_chat_view_url></session></session_list>";
    let desk = Desk::new(vec![answer(200, sessions), answer(200, "<session_list/>")]);
    let (_, row) = rows().into_iter().find(|(words, _)| words == "report access-session").unwrap();
    let of = |given: Given| block_on(desk.work().list(row, &given)).unwrap();

    let found = of(Given::default().with("start_date", "2024-12-01").with("duration", 0));
    let none = of(Given::default().with("lsids", json!(["e9", "21"])));

    let links = json!({"timestamp": "1", "#text": "2024"});
    let url = "https://site.example/x?h=1";
    assert_eq!(found, [json!({"lsid": "e9", "start_time": links, "session_chat_view_url": url})]);
    assert_eq!(none, Vec::<serde_json::Value>::new());
    assert!(row.secret.contains(&"session_chat_view_url"));
    assert_eq!(
        desk.asked(),
        [
            "/api/reporting?generate_report=AccessSession&start_date=2024-12-01&duration=0",
            "/api/reporting?generate_report=AccessSession&lsids=e9%2C21",
        ]
    );
}
