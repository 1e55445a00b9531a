//! How often a key may ask, in windows that slide with the simulator's clock.

use super::refusal::Refusal;
use std::collections::{HashMap, VecDeque};

/// Requests in a window, of either class.
const MOST: usize = 10;

/// What a call counts as. The vendor may count each path for itself; all paths of a class together is the stricter reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    List,
    Entity,
}

impl Class {
    fn seconds(self) -> i64 {
        match self {
            Class::List => 600,
            Class::Entity => 60,
        }
    }

    fn description(self) -> &'static str {
        match self {
            Class::List => "Lists are limited to 10 requests in 10 minutes",
            Class::Entity => "Entities are limited to 10 requests in a minute",
        }
    }
}

/// When each key asked, as long as it matters.
#[derive(Debug, Default)]
pub(super) struct Limits(HashMap<(&'static str, Class), VecDeque<i64>>);

impl Limits {
    /// A refused request does not count.
    pub(super) fn spend(&mut self, key: &'static str, class: Class, now: i64) -> Result<(), Refusal> {
        let spent = self.0.entry((key, class)).or_default();
        spent.retain(|at| now.saturating_sub(*at) < class.seconds());
        if spent.len() >= MOST {
            return Err(Refusal::limit(class.description()));
        }
        spent.push_back(now);
        Ok(())
    }
}
