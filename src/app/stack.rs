//! The way to a vendor, layer by layer.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::context::Context;
use crate::auth::{Authenticator, Grants, Signed, fingerprint, identity};
use crate::catalog::Vendor;
use crate::config::Account;
use crate::failure::Failure;
use crate::http::{
    AccountName, Cached, Client, Connection, Freshness, Heard, Hearing, Limits, Metered, Patience, Request, Retrying,
    Throttled, Traced, Transport, Trust, in_words,
};
use crate::store::HashKey;
use crate::surroundings::Environment;

const LARGEST_ANSWER: usize = 256 << 20;

impl Context<'_> {
    /// The whole way, for requests of one account.
    pub(super) fn transport(
        &self,
        vendor: &'static Vendor,
        account: &Arc<Account>,
        by: &Rc<dyn Authenticator>,
        grants: &Rc<Grants>,
        heard: &Rc<Heard>,
        wait: Option<u64>,
    ) -> Result<Box<dyn Transport>, Failure> {
        // Only where turns are counted is `--wait` about them.
        let wait = wait.filter(|_| !vendor.traffic.quotas.is_empty()).unwrap_or_default();
        let longest_wait = Duration::from_secs(self.globals.max_retry_wait.max(wait));
        let key = Rc::new(HashKey::of(&*self.stores.state));
        Layers { context: self, vendor, account, by, grants, heard, key, longest_wait }.stacked()
    }

    pub(super) fn connection(&self, vendor: &Vendor, account: &Account) -> Result<Connection, Failure> {
        self.learn_proxy_passwords();
        let connection = account.connection();
        Ok(Connection {
            trust: trust(account)?,
            timeout: connection.timeout,
            proxy: connection.proxy.clone(),
            environment: if self.sandbox.is_some() { Environment::default() } else { self.environment.clone() },
            largest_answer: LARGEST_ANSWER,
            is_kept: !vendor.traffic.one_a_connection,
        })
    }

    /// The variables that name a proxy may hold its password.
    fn learn_proxy_passwords(&self) {
        for name in self.environment.names().filter(|name| name.to_lowercase().ends_with("_proxy")) {
            let proxy = self.environment.get(name).and_then(|url| url::Url::parse(url).ok());
            if let Some(password) = proxy.as_ref().and_then(url::Url::password) {
                self.redactor.learn(password);
            }
        }
    }
}

/// What the layers are made of.
struct Layers<'a> {
    context: &'a Context<'a>,
    vendor: &'static Vendor,
    account: &'a Arc<Account>,
    by: &'a Rc<dyn Authenticator>,
    grants: &'a Rc<Grants>,
    heard: &'a Rc<Heard>,
    key: Rc<HashKey>,
    longest_wait: Duration,
}

impl Layers<'_> {
    /// `Cached(Retrying(Metered(Signed(Throttled(Hearing(Traced(Client)))))))`: from `Metered` outwards.
    fn stacked(&self) -> Result<Box<dyn Transport>, Failure> {
        let Self { context, vendor, longest_wait, .. } = *self;
        let (traffic, clock) = (vendor.traffic, || context.clock.clone());
        let (state, interrupt) = (context.stores.state.clone(), context.interrupt.clone());
        let reporter = context.reporter.clone();
        let metered =
            Metered::new(self.signed()?, traffic.quotas, longest_wait, state, self.account_name(), clock(), interrupt)
                .telling(move |wait| reporter.tell(&waiting(wait)));
        let patience = Patience {
            retries: self.account.connection().retries,
            longest_wait,
            blind_429: traffic.blind_429,
            html_is_limit: traffic.html_is_limit,
        };
        let retrying = Retrying::new(metered, patience, clock(), context.interrupt.clone());
        let max_age = context.globals.max_age.map(Duration::from_secs);
        let freshness = Freshness { asks_anew: context.globals.no_cache, max_age };
        let (cache, reporter) = (context.stores.cache.clone(), context.reporter.clone());
        let cached = Cached::new(retrying, traffic.kept, freshness, cache, self.account_name(), clock())
            .telling(move |request, age| reporter.tell(&kept_for(vendor, request, age)));
        Ok(Box::new(cached))
    }

    /// `Signed(Throttled(Hearing(Traced(Client))))`.
    fn signed(&self) -> Result<Signed<impl Transport + use<>>, Failure> {
        let Self { context, vendor, account, longest_wait, .. } = *self;
        let per_second = [account.connection().rate, vendor.traffic.per_second].into_iter().flatten().reduce(f64::min);
        let limits = Limits { per_second, burst: per_second.unwrap_or(1.0).max(1.0), longest_wait };
        let (clock, interrupt) = (|| context.clock.clone(), context.interrupt.clone());
        let origins = (vendor.origins)(account);
        let client = Client::new(context.connection(vendor, account)?);
        let client = match identity(account, &context.redactor) {
            Some(ask) => client.identified(ask, origins.clone()),
            None => client,
        };
        let traced = Traced::new(client, context.reporter.clone(), vendor.secret_members, clock());
        let hearing = Hearing::new(traced, self.heard.clone(), vendor.traffic.counters, clock());
        let (whose, key) = (account.clone(), self.key.clone());
        // Without a secret there is no request to hold back.
        let name = move || whose.fingerprint(&key).unwrap_or_default();
        let throttled = Throttled::new(hearing, limits, context.stores.state.clone(), name, clock(), interrupt);
        let reporter = context.reporter.clone();
        let signed = Signed::new(throttled, self.by.clone(), self.grants.clone(), origins, clock());
        Ok(signed.warning(move |oddity| reporter.warn(oddity)))
    }

    fn account_name(&self) -> AccountName {
        let (account, key, redactor) = (self.account.clone(), self.key.clone(), self.context.redactor.clone());
        Rc::new(move || {
            let (account, key, redactor) = (account.clone(), key.clone(), redactor.clone());
            Box::pin(async move { fingerprint(&account, &key, &redactor).await })
        })
    }
}

fn waiting(wait: Duration) -> String {
    format!("the vendor's limit is used up; waiting {} for a turn", in_words(wait))
}

fn kept_for(vendor: &Vendor, request: &Request, age: Duration) -> String {
    let (path, whose) = (request.url.path(), vendor.settings.name);
    format!("the list `{path}` of {whose} is {} old; `--no-cache` asks the vendor", in_words(age))
}

fn trust(account: &Account) -> Result<Trust, Failure> {
    let connection = account.connection();
    Ok(match (&connection.ca_file, &connection.pin) {
        _ if connection.url.scheme() == "http" => Trust::Nobody,
        _ if connection.insecure => Trust::Anybody,
        (_, Some(pin)) => Trust::Pin(*pin),
        (Some(file), None) => Trust::Authorities(
            std::fs::read(file)
                .map_err(|error| Failure::usage(format!("cannot read `ca_file` {}: {error}", file.display())))?,
        ),
        (None, None) => Trust::Platform,
    })
}
