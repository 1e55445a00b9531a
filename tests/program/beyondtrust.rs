//! What a site of BeyondTrust keeps few of, with several processes at once: tokens, and readers of its state.

use std::io::BufReader;
use std::process::Child;
use std::time::Duration;

use sandbox::{BeyondTrustOptions, BeyondTrustProduct, Fault, Misbehaviour, Options, Seen};

use crate::support::{Home, World, next_line, outcome, read_until};

const LOGIN: &str = "/beyondtrust/oauth2/token";
const LIST: &str = "beyondtrust jump-clients list -o name";
const FOLLOW: &str = "beyondtrust state follow";

fn site(beyondtrust: BeyondTrustOptions, devices: u64) -> World {
    World::of(Options { beyondtrust, devices, ..Options::default() })
}

fn logins(world: &World) -> usize {
    world.sandbox.requests().iter().filter(|seen| seen.path == LOGIN).count()
}

/// Wait until a request arrived; the test runner ends what waits forever.
fn until(world: &World, has_come: impl Fn(&Seen) -> bool) {
    while !world.sandbox.requests().iter().any(&has_come) {
        std::thread::yield_now();
    }
}

/// A home of somebody else, who uses the same account.
fn stranger(world: &World) -> Home {
    world.sandbox.environment().into_iter().fold(Home::new(), |home, (name, value)| home.with(name, value))
}

#[test]
fn processes_that_start_at_once_share_the_first_token() {
    let world = site(BeyondTrustOptions::default(), 24);

    let started: Vec<Child> = (0..4).map(|_| world.home.start(LIST)).collect();
    let exits: Vec<i32> = started.into_iter().map(|child| outcome(child).exit).collect();

    assert_eq!((exits, logins(&world)), (vec![0; 4], 1));
}

#[test]
fn a_token_that_another_login_has_ended_between_two_pages_is_replaced_once() {
    let one_token = BeyondTrustOptions { tokens: 1, ..BeyondTrustOptions::default() };
    let world = site(one_token, 950);

    let reader = world.home.start(LIST);
    until(&world, |seen| seen.path.contains("current_page=3"));
    let other = stranger(&world).run("beyondtrust users list -o name");
    let read = outcome(reader);

    assert_eq!((other.exit, read.exit, read.stdout.lines().count()), (0, 0, 950), "{}", read.stderr);
    assert_eq!(logins(&world), 3);
}

#[test]
fn a_wrong_secret_is_sent_once_by_each_command_and_never_repeated() {
    let world = site(BeyondTrustOptions::default(), 24).with("RMCTL_BEYONDTRUST_CLIENT_SECRET", "wrong");

    let ran = world.run("beyondtrust users list -o json");

    assert_eq!((ran.exit, logins(&world)), (4, 1), "{}", ran.stderr);
}

#[test]
fn host_and_credentials_come_from_the_vendor_s_own_variables() {
    let world = site(BeyondTrustOptions::default(), 24);
    let host = format!("{}/beyondtrust", world.sandbox.origin());
    let home = Home::new()
        .with("BT_API_HOST", host)
        .with("BT_CLIENT_ID", sandbox::BEYONDTRUST_CLIENT_ID)
        .with("BT_CLIENT_SECRET", sandbox::BEYONDTRUST_CLIENT_SECRET);

    let ran = home.run("beyondtrust users list -o name");

    assert_eq!((ran.exit, ran.stdout.is_empty()), (0, false), "{}", ran.stderr);
}

/// A site of Remote Support, the only product that tells its state.
fn supporting(beyondtrust: BeyondTrustOptions) -> World {
    site(BeyondTrustOptions { product: BeyondTrustProduct::RemoteSupport, ..beyondtrust }, 24)
}

#[test]
fn a_follower_who_reads_too_slowly_is_dropped_and_begins_again() {
    let patience = Duration::from_millis(200);
    let busy = BeyondTrustOptions { state_churn: 64, state_patience: patience, ..BeyondTrustOptions::default() };
    let world = supporting(busy);

    let mut follower = world.home.start(FOLLOW);
    let mut stdout = BufReader::new(follower.stdout.take().unwrap());
    until(&world, |seen| seen.method == "DROP");
    while !next_line(&mut stdout).contains(r#""change":"truncate""#) {}
    let after = next_line(&mut stdout);
    drop(stdout);
    let ended = outcome(follower);

    let told = "warning: no whole answer from 127.0.0.1: the site ended the conversation, as it does with those who \
        read too slowly; connecting again in 1 s\n";
    assert_eq!(ended.failure(), (0, told));
    assert!(after.contains(r#""change":"insert""#), "{after}");
}

#[test]
fn one_follower_more_than_the_site_takes_is_told_so_and_is_let_in_when_another_leaves() {
    let world = supporting(BeyondTrustOptions { state_readers: 2, ..BeyondTrustOptions::default() });
    let follower = || {
        let mut child = world.home.start(FOLLOW);
        let first = read_until(child.stdout.as_mut().unwrap(), "\n");
        assert!(first.contains("insert"), "{first}");
        child
    };
    let mut followers = [follower(), follower()];

    let third = world.run(&format!("{FOLLOW} --retries 0"));
    followers[0].kill().unwrap();
    followers[0].wait().unwrap();
    let later = world.run(&format!("{FOLLOW} --limit 1"));
    followers[1].kill().unwrap();
    followers[1].wait().unwrap();

    let full = "error: cannot show what goes on as it happens: 503: Too many connections\n\
        hint: a site lets 30 programs follow its state at a time\n";
    assert_eq!(third.failure(), (7, full));
    assert_eq!((later.exit, later.stdout.lines().count()), (0, 1), "{}", later.stderr);
}

#[test]
fn a_backup_goes_into_a_redirected_output_whole_and_alone_or_not_at_all() {
    let world = site(BeyondTrustOptions::default(), 24);
    let redirected = |name: &str| {
        let path = world.home.path(name);
        let stdout = std::fs::File::create(&path).unwrap();
        let mut command = world.home.command(&["beyondtrust", "backup", "-o", "json", "--retries", "0"]);
        let ended = outcome(command.stdout(stdout).spawn().unwrap());
        (ended.exit, std::fs::read(path).unwrap().len())
    };

    let saved = world.run("beyondtrust backup --save /dev/null -o json").json()["bytes"].clone();
    let whole = redirected("redirected.nsb");
    world.sandbox.inject(Fault::at("/beyondtrust/api/backup", Misbehaviour::HalfBody));
    let half = redirected("half.nsb");

    assert_eq!((whole, saved), ((0, 200_001), serde_json::json!(200_001)));
    assert_eq!(half, (8, 0));
}
