//! A vendor as a value: its names, its settings, its tree of operations, its authenticator and its dialect.

use std::rc::Rc;
use std::sync::Arc;

use url::Origin;

use super::{ChooseForm, FindProduct, Operation, Selectors, Settings, Traffic, Transactions};
use crate::auth::Authenticator;
use crate::config::Account;
use crate::dialect::Dialect;
use crate::failure::Failure;
use crate::fleet::{Fleet, Watch};
use crate::workflow::{Identify, LeftOpen, Resolve};

/// Commands of one subject, and the groups below it.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The noun that the user types.
    pub name: &'static str,
    /// One line of help.
    pub about: &'static str,
    /// Its commands.
    pub operations: &'static [Operation],
    /// Groups below it.
    pub groups: &'static [Group],
}

/// Makes what reads the replies to an account.
pub type MakeDialect = fn(&Account) -> Result<Box<dyn Dialect>, Failure>;

/// Makes the authenticator of an account.
pub type MakeAuthenticator = fn(Arc<Account>) -> Result<Rc<dyn Authenticator>, Failure>;

/// Everything rmctl knows of one vendor.
pub struct Vendor {
    /// Its names and what a profile of it holds.
    pub settings: Settings,
    /// One line of help.
    pub about: &'static str,
    /// Other things the user may type for its key.
    pub aliases: &'static [&'static str],
    /// Its commands that stand directly below it.
    pub operations: &'static [Operation],
    /// Its groups.
    pub groups: &'static [Group],
    /// Other ways to name its things than their ids.
    pub selectors: Option<Selectors>,
    /// Turns what people call things into their ids, where a row takes either.
    pub resolve: Option<Resolve>,
    /// What its changes are part of, where they count only once they are committed.
    pub transactions: Option<Transactions>,
    /// What killed runs have left open at it.
    pub left_open: Option<LeftOpen>,
    /// Which of its products an account is of, where rows differ by it.
    pub product: Option<FindProduct>,
    /// Which form of a row its server takes, where rows have several.
    pub form: Option<ChooseForm>,
    /// JSON members that are secrets wherever they stand.
    pub secret_members: &'static [&'static str],
    /// Reads its replies.
    pub dialect: MakeDialect,
    /// Logs in and signs.
    pub authenticator: MakeAuthenticator,
    /// Where credentials may go.
    pub origins: fn(&Account) -> Vec<Origin>,
    /// Who the credentials belong to.
    pub identity: Identify,
    /// Query parameters that it does not know are ignored in silence: they are refused here.
    pub ignores_unknown: bool,
    /// Members of its records that are times, as numbers since 1970 or as HTTP writes them, wherever they stand; tables
    /// show them readable.
    pub times: &'static [&'static str],
    /// Its limits, and what is kept because of them.
    pub traffic: Traffic,
    /// What it brings into the fleet.
    pub fleet: Fleet,
    /// What it brings to those who watch over its accounts.
    pub watch: Watch,
}

impl Vendor {
    /// A vendor that has these and nothing that only some have: no commands, one origin, no known limits.
    pub const fn plain(
        settings: Settings,
        dialect: MakeDialect,
        authenticator: MakeAuthenticator,
        identity: Identify,
    ) -> Self {
        Self {
            settings,
            about: settings.name,
            aliases: &[],
            operations: &[],
            groups: &[],
            selectors: None,
            resolve: None,
            transactions: None,
            left_open: None,
            product: None,
            form: None,
            secret_members: &[],
            dialect,
            authenticator,
            origins: |account| vec![account.url().origin()],
            identity,
            ignores_unknown: false,
            times: &[],
            traffic: Traffic::UNLIMITED,
            fleet: Fleet::NONE,
            watch: Watch::NOTHING,
        }
    }

    /// Every row, jobs included, with the words that name it.
    pub fn rows(&self) -> Vec<(String, &'static Operation)> {
        let mut found = Vec::new();
        add(self.settings.key, self.operations, self.groups, &mut found);
        found
    }

    /// Every row that is one request, with the words that name it. A row in two forms is there twice.
    pub fn requests(&self) -> Vec<(String, &'static Operation)> {
        let rows = self.rows().into_iter().filter(|(_, operation)| !operation.path.is_empty());
        let forms = |(words, operation): (String, &'static Operation)| {
            let newer = operation.newer.map(|newer| (words.clone(), newer));
            [Some((words, operation)), newer].into_iter().flatten()
        };
        rows.flat_map(forms).collect()
    }
}

fn add(
    words: &str,
    operations: &'static [Operation],
    groups: &'static [Group],
    found: &mut Vec<(String, &'static Operation)>,
) {
    found.extend(operations.iter().map(|operation| (format!("{words} {}", operation.name), operation)));
    for group in groups {
        add(&format!("{words} {}", group.name), group.operations, group.groups, found);
    }
}
