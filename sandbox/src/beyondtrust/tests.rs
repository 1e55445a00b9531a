//! The surface of both products, and that what is answered is what the facts say.

use super::*;
use crate::facts::Operation;
use bytes::Bytes;
use serde_json::Value;
use std::collections::HashSet;

fn site(product: BeyondTrustProduct) -> BeyondTrust {
    let beyondtrust = BeyondTrustOptions { product, limits: false, ..BeyondTrustOptions::default() };
    let options = Options { beyondtrust, clock: Clock::given(|| 1_769_144_400), ..Options::default() };
    BeyondTrust::new(&options)
}

fn ask(site: &mut BeyondTrust, path: &str) -> Reply {
    let request = Request {
        method: "GET".into(),
        path: format!("{PREFIX}{CONFIGURATION}{path}"),
        query: String::new(),
        headers: vec![("accept".into(), "application/json".into())],
        body: Bytes::new(),
    };
    let account = &accounts::ACCOUNTS[0];
    let answer = site.configuration(&request, &format!("{CONFIGURATION}{path}"), account, 1_769_144_400);
    answer.unwrap_or_else(|refusal| refusal.into_reply(&site.options))
}

/// What is wrong with the answers to all reads whose slots a first thing fills.
fn wrong(product: BeyondTrustProduct) -> Vec<String> {
    let mut site = site(product);
    let reads: Vec<&Operation> = site.surface.operations.iter().filter(|one| one.method == "GET").collect();
    let judged = reads.into_iter().filter_map(|one| {
        let path = surface::below(one).replace("{id}", "1");
        let (schema, reply) = (one.answer.as_ref()?, ask(&mut site, &path));
        let value: Value = serde_json::from_slice(&reply.body).ok()?;
        let problems = schema.problems(&value, "");
        let is_good = reply.status == 404 || reply.status == one.status && problems.is_empty();
        (!is_good).then(|| format!("{path}: {} {problems:?}", reply.status))
    });
    judged.collect()
}

#[test]
fn every_operation_of_both_products_is_known_once() {
    let products = [BeyondTrustProduct::PrivilegedRemoteAccess, BeyondTrustProduct::RemoteSupport];

    let counts = products.map(|product| {
        let operations = site(product).surface.operations;
        let keys: HashSet<_> = operations.iter().map(|one| (&one.method, &one.path)).collect();
        (operations.len(), keys.len())
    });

    assert_eq!(counts, [(222, 222), (179, 179)]);
}

#[test]
fn what_is_read_is_what_the_specification_says() {
    assert_eq!(wrong(BeyondTrustProduct::PrivilegedRemoteAccess), Vec::<String>::new());
    assert_eq!(wrong(BeyondTrustProduct::RemoteSupport), Vec::<String>::new());
}

#[test]
fn no_answer_to_a_read_has_a_secret_of_the_vault() {
    let mut site = site(BeyondTrustProduct::PrivilegedRemoteAccess);

    let paths = ["/vault/account", "/vault/account/1", "/vault/account/2", "/vault/account/3"];
    let answers = paths.map(|path| ask(&mut site, path));
    let shown = answers.map(|reply| (reply.status, String::from_utf8_lossy(&reply.body).contains("SANDBOX")));

    assert_eq!(shown, [(200, false); 4]);
}
