//! BeyondTrust's tokens, of which a site keeps few, with several processes at once.

use std::process::Child;

use sandbox::{BeyondTrustOptions, Options, Seen};

use crate::support::{Home, World, outcome};

const LOGIN: &str = "/beyondtrust/oauth2/token";
const LIST: &str = "beyondtrust jump-clients list -o name";

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
