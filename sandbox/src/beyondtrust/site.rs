//! What a site holds.

use super::lists::Lists;
use super::reporting::{Activity, Past};
use super::seeds;
use super::sessions::{Person, Session};
use super::surface::Surface;
use crate::options::Options;
use crate::random::Dice;
use std::collections::HashSet;

pub(super) struct Site {
    pub(super) lists: Lists,
    /// Which API account has which account of the Vault.
    pub(super) check_outs: HashSet<(u64, u64)>,
    /// The sessions that are going on.
    pub(super) sessions: Vec<Session>,
    /// Those and the ones that have ended.
    pub(super) past: Vec<Past>,
    pub(super) activities: Vec<Activity>,
    /// When the syslog was asked for, which stands in it.
    pub(super) logged: Vec<i64>,
    pub(super) dice: Dice,
    /// Who is logged in to a console.
    pub(super) present: Vec<Person>,
    /// Session keys that nobody has used yet.
    pub(super) keys: Vec<String>,
    pub(super) is_well: bool,
}

impl Site {
    pub(super) fn new(options: &Options, surface: &Surface, now: i64) -> Site {
        let mut lists = Lists::default();
        seeds::fill(&mut lists, surface, options, now);
        let sessions = Session::seeded();
        Site {
            past: Past::seeded(&sessions, now),
            activities: Vec::new(),
            logged: Vec::new(),
            sessions,
            lists,
            check_outs: HashSet::new(),
            dice: Dice::new(options.seed, u64::MAX - 13),
            present: Person::seeded(),
            keys: vec!["SANDBOX".into()],
            is_well: !options.beyondtrust.unwell,
        }
    }
}
