//! HTTP/1.1 around the simulators: sockets, latency, ordered faults, compression. Knows no vendor's rules.

use crate::exchange::{Reply, Request, Seen};
use crate::fault::{Faults, Misbehaviour};
use crate::line::{self, Said};
use crate::mount::{MOUNTS, Mount, Simulator};
use crate::simulator::locked;
use crate::spoilt::{Ending, Spoilt};
use crate::{Options, compression};
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// How many requests are kept for tests to look at.
const REMEMBERED: usize = 200_000;

/// The connection carries something else from then on.
const SWITCHING: u16 = 101;

/// What the server's thread and the owner of the sandbox both see.
pub(crate) struct Shared {
    pub(crate) seen: Mutex<Vec<Seen>>,
    pub(crate) faults: Mutex<Faults>,
    vendors: Vec<Mounted>,
    lines: AtomicU64,
    options: Options,
}

/// A vendor's simulator, made when the first request for it comes.
struct Mounted {
    mount: &'static Mount,
    simulator: OnceLock<Mutex<Box<dyn Simulator>>>,
}

impl Shared {
    pub(crate) fn new(options: Options) -> Shared {
        let mounted = |mount| Mounted { mount, simulator: OnceLock::new() };
        Shared {
            seen: Mutex::default(),
            faults: Mutex::default(),
            vendors: MOUNTS.iter().map(mounted).collect(),
            lines: AtomicU64::new(0),
            options,
        }
    }

    /// A simulator may run for days, so what it saw first is forgotten one day.
    pub(crate) fn remember(&self, new: Seen) {
        let mut seen = locked(&self.seen);
        if seen.len() >= REMEMBERED {
            seen.drain(..REMEMBERED / 2);
        }
        seen.push(new);
    }

    pub(crate) fn new_line(&self) -> u64 {
        self.lines.fetch_add(1, Ordering::Relaxed)
    }

    /// It is remembered once it has had its effect.
    pub(crate) fn hear(&self, request: &Request, line: u64, text: &str) -> Said {
        let said = self.simulator(request).map(|simulator| locked(simulator).hear(line, text));
        self.remember(Seen::said(&request.path, text));
        said.unwrap_or_default()
    }

    pub(crate) fn tell(&self, request: &Request, line: u64) -> Said {
        self.simulator(request).map(|simulator| locked(simulator).tell(line)).unwrap_or_default()
    }

    pub(crate) fn patience(&self, request: &Request) -> Duration {
        self.simulator(request).map(|simulator| locked(simulator).patience()).unwrap_or_default()
    }

    pub(crate) fn hang_up(&self, request: &Request, line: u64) {
        self.simulator(request).into_iter().for_each(|simulator| locked(simulator).hang_up(line));
    }

    /// Over all vendors; a simulator that nobody asked has none.
    pub(crate) fn open_transactions(&self) -> usize {
        let made = self.vendors.iter().filter_map(|vendor| vendor.simulator.get());
        made.map(|simulator| locked(simulator).open_transactions()).sum()
    }

    /// Each vendor answers below paths of its own.
    fn simulator(&self, request: &Request) -> Option<&Mutex<Box<dyn Simulator>>> {
        let vendor = self.vendors.iter().find(|vendor| vendor.mount.has(&request.path))?;
        Some(vendor.simulator.get_or_init(|| Mutex::new((vendor.mount.make)(&self.options))))
    }

    fn work(&self, request: &Request) -> Reply {
        let Some(simulator) = self.simulator(request) else {
            return Reply::content(404, "text/plain", "no vendor is simulated here");
        };
        let reply = locked(simulator).answer(request);
        if self.options.gzip { compression::compress(request, reply) } else { reply }
    }

    /// The client may never hear of it, so that no line is opened.
    fn work_in_vain(&self, request: &Request) -> Reply {
        let reply = self.work(request);
        if reply.status == SWITCHING {
            self.hang_up(request, self.new_line());
        }
        reply
    }
}

/// Answer until told to stop.
pub(crate) async fn run(listener: std::net::TcpListener, shared: Arc<Shared>, mut stopped: oneshot::Receiver<()>) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    tokio::spawn(converse(stream, Arc::clone(&shared)));
                }
            }
        }
    }
}

async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true); // Slower without, but not wrong.
    let service = service_fn(move |request| answer(Arc::clone(&shared), request));
    // A connection that breaks is the client's affair, or an ordered fault.
    let _ =
        http1::Builder::new().max_headers(200).serve_connection(TokioIo::new(stream), service).with_upgrades().await;
}

async fn answer(shared: Arc<Shared>, mut request: hyper::Request<Incoming>) -> io::Result<hyper::Response<Spoilt>> {
    let upgrade = hyper::upgrade::on(&mut request);
    let request = received(request).await?;
    shared.remember(Seen::of(&request));
    let misbehaviour = locked(&shared.faults).strike(&request);
    wait(shared.options.latency).await;
    match misbehaviour {
        None => {
            let reply = shared.work(&request);
            if reply.status == SWITCHING {
                tokio::spawn(line::carry(Arc::clone(&shared), request, upgrade));
            }
            respond(reply, Ending::Whole)
        }
        Some(misbehaviour) => misbehave(&shared, &request, misbehaviour).await,
    }
}

async fn misbehave(shared: &Shared, request: &Request, how: Misbehaviour) -> io::Result<hyper::Response<Spoilt>> {
    match how {
        Misbehaviour::Answer { status, headers, body } => {
            respond(Reply { status, headers, body: body.into() }, Ending::Whole)
        }
        Misbehaviour::Html => respond(Reply::content(200, "text/html", "<html>Sign in</html>"), Ending::Whole),
        Misbehaviour::Empty => respond(Reply { status: 200, headers: vec![], body: Bytes::new() }, Ending::Whole),
        Misbehaviour::HangUp => Err(io::ErrorKind::ConnectionReset.into()),
        Misbehaviour::HangUpAfterWork => {
            shared.work_in_vain(request);
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Misbehaviour::HeadersOnly => respond(shared.work_in_vain(request), Ending::After(0)),
        Misbehaviour::HalfBody => {
            let reply = shared.work_in_vain(request);
            let half = reply.body.len() / 2;
            respond(reply, Ending::After(half))
        }
        Misbehaviour::Silence => std::future::pending().await,
        Misbehaviour::Late(delay) => {
            wait(delay).await;
            respond(shared.work_in_vain(request), Ending::Whole)
        }
    }
}

/// No timer for no time: it would cost a millisecond.
async fn wait(delay: Duration) {
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
}

async fn received(request: hyper::Request<Incoming>) -> io::Result<Request> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        body,
    })
}

fn respond(reply: Reply, ending: Ending) -> io::Result<hyper::Response<Spoilt>> {
    let mut response = hyper::Response::builder().status(reply.status);
    if reply.status != SWITCHING {
        response = response.header("content-length", reply.body.len());
    }
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    response.body(Spoilt::new(reply.body, ending)).map_err(io::Error::other)
}
