//! A vendor of the tests' own with two products on one table, which answers as RMS does.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

use inside::{Ran, run_of, sandbox, variables};
use rmctl::catalog::{Argument, FindProduct, Group, Kind, Operation, Product, Vendor};
use rmctl::http::Fault;
use rmctl::vendor::rms::RMS;
use sandbox::Sandbox;

const LEFT: Product = Product { key: "L", name: "Left" };
const RIGHT: Product = Product { key: "R", name: "Right" };

const THINGS: &[Operation] = &[
    Operation::list("left", "/tags").about("List things of one product").only(LEFT),
    Operation::list("shared", "/tags")
        .about("List things of both")
        .arguments(&[Argument::query("q", Kind::String).only(LEFT).help("only what is called so")]),
    Operation::post("renew", "/tags/renew")
        .about("Renew things")
        .batch_ids("id")
        .or_all("Without ids that is everything."),
    Operation::list("show", "/companies").about("Show things").selected_by("action", "show"),
    Operation::delete("end", "/companies").about("End things").selected_by("action", "end"),
];

static IS_LEFT: Vendor = of_product(|_| Box::pin(async { Ok(Some(LEFT)) }));
static IS_RIGHT: Vendor = of_product(|_| Box::pin(async { Ok(Some(RIGHT)) }));
static SAYS_NOTHING: Vendor = of_product(|_| Box::pin(async { Ok(None) }));
static IS_AWAY: Vendor = of_product(|_| {
    Box::pin(async { Err(Fault::Unreached { host: "vendor.example".into(), cause: "connection refused".into() }) })
});

const fn of_product(find: FindProduct) -> Vendor {
    Vendor {
        groups: &[Group { name: "things", about: "Things", operations: THINGS, groups: &[] }],
        product: Some(find),
        origins: RMS.origins,
        traffic: RMS.traffic,
        ..Vendor::plain(RMS.settings, RMS.dialect, RMS.authenticator, RMS.identity)
    }
}

const VENDORS: [&[&Vendor]; 4] = [&[&IS_LEFT], &[&IS_RIGHT], &[&SAYS_NOTHING], &[&IS_AWAY]];

/// What a command left behind, and how many requests it sent, at each of the vendors.
fn run_at_each(line: &str) -> [(Ran, usize); 4] {
    VENDORS.map(|vendors| {
        let sandbox: Sandbox = sandbox();
        let ran = run_of(vendors, variables(&sandbox), &format!("rmctl rms things {line}"));
        (ran, sandbox.requests().len())
    })
}

#[test]
fn a_command_of_another_product_says_so_and_sends_nothing() {
    let [left, right, silent, away] = run_at_each("left -o name");

    assert_eq!((left.0.exit, left.1, silent.0.exit, silent.1), (0, 1, 0, 1));
    assert_eq!((right.0.exit, right.1), (2, 0));
    assert_eq!(right.0.stderr, "error: `rms things left` is of Left, and this site is Right\n");
    assert_eq!((away.0.exit, away.1), (8, 0));
}

#[test]
fn a_flag_of_another_product_counts_where_it_is_given() {
    let flagged = run_at_each("shared --q x -o name").map(|(ran, sent)| (ran.exit, sent));
    let plain = run_at_each("shared -o name").map(|(ran, sent)| (ran.exit, sent));

    assert_eq!(flagged, [(0, 1), (2, 0), (0, 1), (8, 0)]);
    assert_eq!(plain, [(0, 1); 4]);
}

#[test]
fn what_would_be_sent_as_curl_is_shown_whatever_the_product() {
    let exits = run_at_each("left --print-curl").map(|(ran, sent)| (ran.exit, sent));

    assert_eq!(exits, [(0, 0); 4]);
}

#[test]
fn help_names_the_product() {
    let shown = |line: &str| run_at_each(line)[0].0.stdout.clone();

    assert!(shown("--help").contains("List things of one product (L only)"));
    assert!(shown("shared --help").contains("only what is called so (L only)"));
}

#[test]
fn to_mean_everything_by_naming_nothing_has_to_be_confirmed() {
    let [all, ..] = run_at_each("renew");
    let [shown, ..] = run_at_each("renew --dry-run -o json");
    let [named, ..] = run_at_each("renew 1 2 --dry-run -o json");

    assert_eq!((all.0.exit, all.1), (2, 0));
    assert!(all.0.stderr.contains("Renew things? Without ids that is everything."), "{}", all.0.stderr);
    assert_eq!((shown.0.json()["body"].to_string(), shown.1), ("{}".to_owned(), 0));
    assert_eq!(named.0.json()["body"].to_string(), "{\"id\":[1,2]}");
}

/// What a request of the user's own was, where the account may only read: its exit code, and how many requests were sent.
fn raw(line: &str) -> (u8, usize) {
    let sandbox = sandbox();
    let read_only = [("RMCTL_READ_ONLY".to_owned(), "1".to_owned())];
    let variables = variables(&sandbox).into_iter().chain(read_only).collect();
    let ran = run_of(VENDORS[0], variables, &format!("rmctl api rms {line}"));
    (ran.exit, sandbox.requests().len())
}

#[test]
fn where_a_parameter_says_what_is_done_the_method_does_not() {
    let (_, read) = raw("/companies?action=show");

    assert_eq!(read, 1);
    assert_eq!(raw("/companies?action=end"), (5, 0));
    assert_eq!(raw("GET /companies -f action=end"), (5, 0));
    assert_eq!(raw("/companies?action=unheard-of"), (5, 0));
    assert_eq!(raw("/companies"), (5, 0));
}
