//! Cisco Edge Intelligence 2.x on the device: several boxes, each with pipelines of its own.
//!
//! The first is at `/cisco-local`, the others at `/cisco-local/2` and so on up to `/cisco-local/99`. The eighth has another
//! password; the ninth is never well.

mod device;
mod options;
mod pipelines;
mod refusal;
mod sessions;

use crate::clock::Clock;
use crate::exchange::{Reply, Request};
use crate::facts::{self, Operation};
use crate::mount::Simulator;
use crate::options::Options;
use crate::router::Router;
use device::Device;
use refusal::Refusal;
use std::collections::HashMap;
use std::sync::OnceLock;

pub use options::CiscoLocalOptions;
pub use sessions::{CISCO_LOCAL_OTHER_PASSWORD, CISCO_LOCAL_PASSWORD, CISCO_LOCAL_USERNAME};

const BASE: &str = "/api/v2/edge-intelligence";
/// Its password is another one.
const LOCKED: u64 = 8;
/// It always answers 503.
const SICK: u64 = 9;
const MOST: u64 = 99;

/// All boxes, made when they are first asked.
#[derive(Debug)]
pub(crate) struct CiscoLocal {
    options: Options,
    clock: Clock,
    router: Router,
    boxes: HashMap<u64, Device>,
}

impl CiscoLocal {
    pub(crate) fn new(options: &Options) -> CiscoLocal {
        CiscoLocal {
            options: options.clone(),
            clock: options.clock.clone(),
            router: Router::new(operations()),
            boxes: HashMap::new(),
        }
    }

    fn judge(&mut self, request: &Request) -> Result<Reply, Refusal> {
        let (number, path) = place(&request.path).ok_or_else(Refusal::not_found)?;
        if number == SICK {
            return Err(Refusal::new(503, "Service unavailable"));
        }
        let now = self.clock.now();
        let options = &self.options;
        let device = self.boxes.entry(number).or_insert_with(|| {
            let password = if number == LOCKED { CISCO_LOCAL_OTHER_PASSWORD } else { CISCO_LOCAL_PASSWORD };
            Device::new(options.seed.wrapping_add(number), password, &options.cisco_local, now)
        });
        device.answer(&self.router, request, path, now)
    }
}

/// Which box is meant, and the path behind the API's own.
fn place(path: &str) -> Option<(u64, &str)> {
    let below = path.strip_prefix("/cisco-local")?;
    if let Some(path) = below.strip_prefix(BASE) {
        return Some((1, path));
    }
    let (number, _) = below.strip_prefix('/')?.split_once('/')?;
    let path = below[1 + number.len()..].strip_prefix(BASE)?;
    let is_plain = |one: &u64| (2..=MOST).contains(one) && one.to_string() == number;
    number.parse().ok().filter(is_plain).map(|number| (number, path))
}

fn operations() -> &'static [Operation] {
    static OPERATIONS: OnceLock<Vec<Operation>> = OnceLock::new();
    OPERATIONS.get_or_init(|| facts::parse(include_str!("cisco_local/operations.json")))
}

impl Simulator for CiscoLocal {
    fn answer(&mut self, request: &Request) -> Reply {
        self.judge(request).unwrap_or_else(Refusal::into_reply)
    }
}
