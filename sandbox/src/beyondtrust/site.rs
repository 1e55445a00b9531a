//! What a site holds.

use super::lists::Lists;
use super::seeds;
use super::sessions::Session;
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
    pub(super) dice: Dice,
}

impl Site {
    pub(super) fn new(options: &Options, surface: &Surface, now: i64) -> Site {
        let mut lists = Lists::default();
        seeds::fill(&mut lists, surface, options, now);
        Site {
            lists,
            check_outs: HashSet::new(),
            sessions: Session::seeded(),
            dice: Dice::new(options.seed, u64::MAX - 13),
        }
    }
}
