//! Faults that a test orders: which request they hit and what happens to it.

use crate::exchange::Request;
use std::time::Duration;

/// The next request that fits is answered by a [`Misbehaviour`]; then the fault is used up.
#[derive(Debug, Clone)]
pub struct Fault {
    method: Option<String>,
    path: String,
    skip: u64,
    times: u64,
    pub(crate) misbehaviour: Misbehaviour,
}

/// What happens instead of, or to, the answer.
#[derive(Debug, Clone)]
pub enum Misbehaviour {
    /// This answer; the simulator does not see the request.
    Answer {
        /// The HTTP status.
        status: u16,
        /// Further headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: String,
    },
    /// An HTML page, as a proxy in the way sends it.
    Html,
    /// 200 without a body.
    Empty,
    /// The connection ends before any answer; the simulator does not see the request.
    HangUp,
    /// The request is carried out, then the connection ends without an answer.
    HangUpAfterWork,
    /// The request is carried out; of the answer only the headers arrive.
    HeadersOnly,
    /// The request is carried out; of the answer's body only half arrives.
    HalfBody,
    /// Nothing is ever answered.
    Silence,
    /// The answer is right, but late.
    Late(Duration),
}

impl Fault {
    /// Hit the next request whose path begins with `path`, whatever its method.
    pub fn at(path: impl Into<String>, misbehaviour: Misbehaviour) -> Fault {
        Fault { method: None, path: path.into(), skip: 0, times: 1, misbehaviour }
    }

    /// Hit this method only.
    pub fn on(mut self, method: impl Into<String>) -> Fault {
        self.method = Some(method.into());
        self
    }

    /// Let this many requests that fit pass first.
    pub fn after(mut self, requests: u64) -> Fault {
        self.skip = requests;
        self
    }

    /// Hit this many requests in a row; `u64::MAX` is for ever.
    pub fn times(mut self, requests: u64) -> Fault {
        self.times = requests;
        self
    }

    fn fits(&self, request: &Request) -> bool {
        let method_fits = self.method.as_ref().is_none_or(|method| *method == request.method);
        method_fits && request.path.starts_with(&self.path)
    }
}

/// The faults that wait for their request.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// What happens to this request; the first fault that fits decides.
    pub(crate) fn strike(&mut self, request: &Request) -> Option<Misbehaviour> {
        let position = self.0.iter().position(|fault| fault.fits(request))?;
        let fault = &mut self.0[position];
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        fault.times = fault.times.saturating_sub(1);
        let misbehaviour = fault.misbehaviour.clone();
        if fault.times == 0 {
            self.0.remove(position);
        }
        Some(misbehaviour)
    }
}
