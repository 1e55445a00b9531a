//! The login that a person does in a browser: the page is opened, the redirect awaited, the grant kept.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::{Either, select};
use jiff::Timestamp;
use secrecy::SecretString;

use super::context::{Context, Opened};
use super::stop::Stop;
use crate::auth::{
    Arrival, BY_APP, BY_PERSON, CLIENT_ID, CLIENT_SECRET, GRANT_TYPE, Grant, Listener, may_be_by_person,
};
use crate::catalog::{Effect, Settings, Vendor};
use crate::config::{Choice, Config, Profile};
use crate::failure::{Code, Failure};

/// How long a person may take over the page.
const LONGEST_LOGIN: Duration = Duration::from_secs(300);

/// How a profile gets in.
pub(super) enum Way {
    /// With a secret that is stored.
    Secret,
    /// With a person at a browser.
    Browser,
    /// With whichever of both the person has.
    Either,
}

/// The profile that a login is for.
#[derive(Clone, Copy)]
pub(super) struct Target<'t> {
    pub(super) context: &'t Context<'t>,
    pub(super) vendor: &'static Vendor,
    pub(super) profile: &'t str,
    pub(super) settings: &'t [(&'t str, &'t str)],
}

impl Target<'_> {
    fn existing(&self) -> Result<Option<&Profile>, Failure> {
        Ok(self.context.config.profiles()?.iter().find(|known| known.name == self.profile))
    }

    /// The plain settings that the profile will have.
    pub(super) fn plain(&self) -> Result<BTreeSet<&'static str>, Failure> {
        let existing = self.existing()?;
        let has = |key: &str| {
            let given = self.settings.iter().any(|(own, _)| *own == key);
            given || existing.is_some_and(|profile| profile.setting(key).is_some())
        };
        let fields = self.vendor.settings.fields.iter().filter(|field| !field.secret);
        Ok(fields.map(|field| field.key).filter(|key| has(key)).collect())
    }

    /// Settings are looked at before a secret is asked for, and an app is known by its id before anything else.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let Settings { key, name, fields, regions, .. } = &self.vendor.settings;
        let is_legal = |setting: &str| match setting {
            "url" => true,
            "region" if !regions.is_empty() => true,
            _ => fields.iter().any(|field| field.key == setting && !field.secret),
        };
        match self.settings.iter().find(|(setting, _)| !is_legal(setting)) {
            Some((setting, _)) => Err(Failure::usage(format!("profiles of {name} have no `{setting}`"))
                .hint(format!("`rmctl auth login -p {} --vendor {key}` without it", self.profile))),
            None => self.demand_client_id(),
        }
    }

    fn demand_client_id(&self) -> Result<(), Failure> {
        let needed = self.vendor.settings.credentials.first().is_some_and(|set| set.contains(&CLIENT_ID));
        let given = self.settings.iter().any(|(key, _)| *key == CLIENT_ID);
        let known = self.existing()?.is_some_and(|profile| profile.setting(CLIENT_ID).is_some());
        if !needed || given || known {
            return Ok(());
        }
        let (profile, key) = (self.profile, self.vendor.settings.key);
        Err(Failure::usage(format!("profile `{profile}` has no `{CLIENT_ID}`"))
            .hint(format!("`rmctl auth login -p {profile} --vendor {key} --client-id ID`")))
    }

    /// What the profile says, else whether it has a secret, else what the person has.
    pub(super) fn way(&self) -> Result<Way, Failure> {
        if !may_be_by_person(&self.vendor.settings) {
            return Ok(Way::Secret);
        }
        let can_ask = !self.context.globals.no_input && self.context.terminal.is_there();
        Ok(match self.existing()? {
            Some(profile) => match profile.setting(GRANT_TYPE) {
                Some(BY_APP) => Way::Secret,
                None if profile.has_secret(CLIENT_SECRET) => Way::Secret,
                _ => Way::Browser,
            },
            None if can_ask => Way::Either,
            None => Way::Browser,
        })
    }

    /// Whether the profile says that a person logs in, secret or not.
    pub(super) fn is_of_a_person(&self) -> Result<bool, Failure> {
        Ok(self.existing()?.is_some_and(|profile| profile.setting(GRANT_TYPE) == Some(BY_PERSON)))
    }

    /// The whole login, for a profile that stands in the file.
    pub(super) async fn log_in(&self) -> Result<(), Stop> {
        if self.context.sandbox.is_some() {
            return Err(Failure::usage("the sandbox needs no login").into());
        }
        let opened = self.opened()?;
        let grant = self.obtain(&opened).await?;
        let asked = self.context.interrupt.race(opened.grants.bring(grant)).await;
        let grant = asked.map_err(|fault| super::signal_failure(&fault))??;
        self.tell(&grant);
        Ok(())
    }

    /// The file has changed since the configuration was read.
    fn opened(&self) -> Result<Opened, Failure> {
        let context = self.context;
        let settings: Vec<_> = context.vendors.iter().map(|vendor| &vendor.settings).collect();
        let config = Config::new(context.environment, &settings);
        let choice = Choice { profile: Some(self.profile), flags: &[] };
        context.open_account(self.vendor, config.account(&self.vendor.settings, &choice, &context.keyring)?)
    }

    async fn obtain(&self, opened: &Opened) -> Result<Grant, Failure> {
        let Some(person) = opened.authenticator.by_person() else {
            return Err(Failure::usage(format!("profile `{}` logs in with a secret, not in a browser", self.profile))
                .hint(format!("`{GRANT_TYPE} = \"{BY_PERSON}\"` in the profile")));
        };
        let mut listener = Listener::open(person.redirect_uri()).await?;
        let (page, pending) = person.begin(listener.redirect_uri());
        self.show(page.as_str());
        let code = self.await_code(&mut listener, &pending.state).await?;
        let doing = self.context.doing(opened, "log in", Effect::Read);
        let traded = person.finish(&*opened.session.transport, &pending, &code).await;
        traded.map_err(|fault| doing.failed(fault))
    }

    /// Also with `--quiet`, and where no browser can be started: somebody has to open it.
    fn show(&self, page: &str) {
        self.context.reporter.plain(&format!("open this page to log in, it is awaited for 5 minutes:\n{page}\n"));
        if !self.context.globals.no_input
            && let Err(cause) = (self.context.browse)(page)
        {
            self.context.reporter.note(&format!("no browser was started: {cause}"));
        }
    }

    async fn await_code(&self, listener: &mut Listener, state: &SecretString) -> Result<SecretString, Failure> {
        let limit = self.context.clock.sleep(LONGEST_LOGIN);
        let arrival = std::pin::pin!(self.arrival(listener, state));
        let raced = self.context.interrupt.race(select(arrival, limit)).await;
        match raced.map_err(|fault| super::signal_failure(&fault))? {
            Either::Left((code, _)) => code,
            Either::Right(_) => Err(Failure::new(Code::Unauthenticated, "nobody logged in within 5 minutes")
                .hint(format!("`rmctl auth login -p {}`", self.profile))),
        }
    }

    async fn arrival(&self, listener: &mut Listener, state: &SecretString) -> Result<SecretString, Failure> {
        let mut has_warned = false;
        loop {
            match listener.next(state).await? {
                Arrival::Code(code) => return Ok(code),
                Arrival::Refused(words) => {
                    let message = format!("the vendor's page refused the login: {words}");
                    return Err(Failure {
                        vendor_message: Some(words),
                        ..Failure::new(Code::Unauthenticated, message)
                    });
                }
                Arrival::Foreign if has_warned => {}
                Arrival::Foreign => {
                    self.context.reporter.warn("a redirect came that is not of this login; it was left out");
                    has_warned = true;
                }
            }
        }
    }

    fn tell(&self, grant: &Grant) {
        let reporter = &self.context.reporter;
        reporter.tell(&format!("profile `{}` is logged in", self.profile));
        if let Some(why) = self.context.stores.trouble.reason() {
            reporter.warn(&format!("the login is lost at the end of this command: {why}"));
        }
        let end = grant.expires_at.and_then(|end| Timestamp::try_from(end).ok());
        if let (None, Some(end)) = (&grant.refresh_token, end) {
            reporter.warn(&format!("the login ends at {end:.0}: the vendor sent no refresh token"));
        }
    }
}
