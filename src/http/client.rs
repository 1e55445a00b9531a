//! The bottom of the stack: one attempt over a real socket, by reqwest, of which others name methods and headers alone.

use std::cell::OnceCell;
use std::error::Error as _;
use std::io;
use std::path::Path;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::multipart::Form;
use reqwest::redirect::Policy;
use reqwest::{Method, NoProxy, Proxy, StatusCode};
use url::{Origin, Url};

use super::probe::Distrust;
use super::save::Download;
use super::tls::{Identity, Trust, distrust, doubt, is_no_tls, unwelcome};
use super::way::{Way, way, without_credentials};
use super::{AskIdentity, Content, Fault, Part, Reply, Request, Socket, Transport, socket};
use crate::failure::{Code, Failure, with_small_initial, without_number};
use crate::surroundings::{Environment, LocalFuture};

const LONGEST_CONNECT: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: usize = 5;
/// Never like a browser's: some boxes want more from what calls itself `Mozilla`.
const USER_AGENT: &str = concat!("rmctl/", env!("CARGO_PKG_VERSION"));
/// Bytes a second, below which an upload is given up.
const SLOWEST_UPLOAD: u64 = 64 << 10;

/// How to reach the server.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Whom to trust.
    pub trust: Trust,
    /// The longest that one attempt may take, its answer included.
    pub timeout: Duration,
    /// The profile's proxy, which holds for every host.
    pub proxy: Option<Url>,
    /// Where `HTTPS_PROXY` and its kin are found.
    pub environment: Environment,
    /// The largest answer that is taken into memory.
    pub largest_answer: usize,
    /// The connection is kept for the next request.
    pub is_kept: bool,
}

/// One attempt at a time. Set up when the first request needs it.
pub struct Client {
    connection: Connection,
    inner: OnceCell<reqwest::Client>,
    identified: Option<Identified>,
}

/// What talks to those servers that may know who the client is.
struct Identified {
    ask: AskIdentity,
    origins: Vec<Origin>,
    inner: OnceCell<reqwest::Client>,
}

impl Client {
    /// A client that has done nothing yet.
    pub fn new(connection: Connection) -> Self {
        Self { connection, inner: OnceCell::new(), identified: None }
    }

    /// The same, which shows these `origins` its certificate where they ask for one, and nobody else.
    #[must_use]
    pub fn identified(self, ask: AskIdentity, origins: Vec<Origin>) -> Self {
        Self { identified: Some(Identified { ask, origins, inner: OnceCell::new() }), ..self }
    }

    async fn inner(&self, url: &Url) -> Result<&reqwest::Client, Failure> {
        let (cell, ask) = match self.identified_for(url) {
            Some(identified) => (&identified.inner, Some(&identified.ask)),
            None => (&self.inner, None),
        };
        if cell.get().is_none() {
            let identity = match ask {
                Some(ask) => Some(ask().await?),
                None => None,
            };
            let _ = cell.set(self.connection.build(identity.as_ref())?);
        }
        Ok(cell.get().expect("it was just set"))
    }

    fn identified_for(&self, url: &Url) -> Option<&Identified> {
        self.identified
            .as_ref()
            .filter(|identified| url.scheme() == "https" && identified.origins.contains(&url.origin()))
    }

    /// A download may take as long as something comes; everything else has one limit for the whole.
    async fn attempt(&self, request: &Request) -> Result<Reply, Fault> {
        let host = host_of(&request.url);
        // A person who is asked for a key may take longer than a server.
        self.inner(&request.url).await?;
        match request.save {
            Some(_) => self.exchange(request, &host, Some(self.connection.timeout)).await,
            None => within(Some(self.limit(request)), &host, self.exchange(request, &host, None)).await,
        }
    }

    /// A file that is sent gets its time on top.
    fn limit(&self, request: &Request) -> Duration {
        let files: Vec<&Path> = match &request.content {
            Content::Form(parts) => parts.iter().filter_map(file_of).collect(),
            Content::File { path, .. } => vec![path],
            Content::Empty | Content::Bytes { .. } => Vec::new(),
        };
        let bytes: u64 =
            files.into_iter().filter_map(|path| std::fs::metadata(path).ok()).map(|found| found.len()).sum();
        self.connection.timeout + Duration::from_secs(bytes / SLOWEST_UPLOAD)
    }

    /// One request and its answer; each step of it within `step`, where one is given.
    async fn exchange(&self, request: &Request, host: &str, step: Option<Duration>) -> Result<Reply, Fault> {
        // A server may have ended the connection that is kept. The runtime hears of it here, before a change is written
        // to where nobody reads: such a change could not be told from one that was carried out.
        tokio::task::yield_now().await;
        let mut response = within(step, host, self.send_once(request, &request.url, true)).await?;
        for _ in 0..MOST_REDIRECTS {
            let Some(target) = redirect_target(request, &response) else {
                break;
            };
            let same_origin = target.origin() == request.url.origin();
            response = within(step, host, self.send_once(request, &target, same_origin)).await?;
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            return upgraded(request, response, host).await;
        }
        match &request.save {
            Some(target) if response.status().is_success() && !is_one_of(&headers, request.no_file) => {
                let saved = save(response, target, host, step).await?;
                Ok(Reply { status, headers, body: Bytes::new(), saved, socket: None })
            }
            _ => {
                let body = collect(response, host, self.connection.largest_answer).await?;
                Ok(Reply { status, headers, body, saved: None, socket: None })
            }
        }
    }

    /// To another origin goes nothing but what is asked for: no credential, no body.
    async fn send_once(&self, request: &Request, url: &Url, trusted: bool) -> Result<reqwest::Response, Fault> {
        let builder = self.inner(url).await?.request(request.method.clone(), url.clone());
        let builder = match trusted {
            true => with_content(builder.headers(request.headers.clone()), request).await?,
            false => {
                builder.headers(request.headers.get(ACCEPT).map(|value| (ACCEPT, value.clone())).into_iter().collect())
            }
        };
        builder.send().await.map_err(|error| self.fault_of(&error, url))
    }

    fn fault_of(&self, error: &reqwest::Error, url: &Url) -> Fault {
        let host = host_of(url);
        let is_identified = self.identified_for(url).is_some();
        match (unwelcome(error, is_identified), is_identified) {
            (Some(why), true) => {
                let message = format!("{host} does not accept the TLS client certificate: {why}");
                Failure::new(Code::Unauthenticated, message).hint("look at `client_cert_file` and `client_key`").into()
            }
            (Some(_), false) => {
                let message = format!("{host} asks for a TLS client certificate, and there is none");
                Failure::new(Code::Unauthenticated, message).hint("set `client_cert_file` in the profile").into()
            }
            (None, _) => fault_of(error, &host, self.connection.proxy_for(url)),
        }
    }
}

/// A connection that carries messages from now on.
async fn upgraded(request: &Request, response: reqwest::Response, host: &str) -> Result<Reply, Fault> {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let garbled = |cause: &str| Fault::Garbled { host: host.to_owned(), status, cause: cause.to_owned() };
    socket::check(request, &headers).map_err(garbled)?;
    let stream = response.upgrade().await.map_err(|error| garbled(&innermost(&error)))?;
    let socket = Some(Socket::upgraded(stream, host).await);
    Ok(Reply { status, headers, body: Bytes::new(), saved: None, socket })
}

fn file_of(part: &Part) -> Option<&Path> {
    match part {
        Part::File { path, .. } => Some(path),
        Part::Text { .. } | Part::Json { .. } => None,
    }
}

async fn with_content(builder: reqwest::RequestBuilder, request: &Request) -> Result<reqwest::RequestBuilder, Failure> {
    Ok(match &request.content {
        // Some servers answer 411 to a change that does not say how long it is.
        Content::Empty if has_length(&request.method) => builder.header(CONTENT_LENGTH, "0"),
        Content::Empty => builder,
        Content::Bytes { bytes, media } => builder.header(CONTENT_TYPE, *media).body(bytes.clone()),
        Content::Form(parts) => builder.multipart(form(parts).await?),
        Content::File { path, media } => {
            let (file, length) = opened(path)
                .await
                .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
            builder.header(CONTENT_TYPE, *media).header(CONTENT_LENGTH, length).body(file)
        }
    })
}

/// A file, and how long it is: a server that wants the length gets no chunks.
async fn opened(path: &Path) -> io::Result<(tokio::fs::File, u64)> {
    let file = tokio::fs::File::open(path).await?;
    let length = file.metadata().await?.len();
    Ok((file, length))
}

fn has_length(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

async fn form(parts: &[Part]) -> Result<Form, Failure> {
    let mut form = Form::new();
    for part in parts {
        form = match part {
            Part::Text { name, text } => form.text(name.clone(), text.clone()),
            Part::Json { name, json } => {
                let part = reqwest::multipart::Part::text(json.clone()).mime_str("application/json");
                form.part(name.clone(), part.expect("it is a media type"))
            }
            Part::File { name, path } => form
                .file(name.clone(), path)
                .await
                .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?,
        };
    }
    Ok(form)
}

/// Where a read is sent on to. A change is never sent on: the answer of the first server stands.
fn redirect_target(request: &Request, response: &reqwest::Response) -> Option<Url> {
    let reads = [Method::GET, Method::HEAD].contains(&request.method);
    if !reads || !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let target = response.url().join(location).ok()?;
    // From https to http nothing is sent on, not even without credentials.
    (target.scheme() == request.url.scheme() || target.scheme() == "https").then_some(target)
}

async fn collect(mut response: reqwest::Response, host: &str, largest: usize) -> Result<Bytes, Fault> {
    let status = response.status().as_u16();
    let expected = response.content_length().unwrap_or(0).min(largest as u64);
    let mut body = BytesMut::with_capacity(expected as usize);
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(&error, status, host))? {
        if body.len() + chunk.len() > largest {
            let cause = format!("it is larger than {} MiB", largest >> 20);
            return Err(Fault::Garbled { host: host.to_owned(), status, cause });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// What says why there is no file is not the file that was asked for.
fn is_one_of(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let media = headers.get(CONTENT_TYPE);
    media.is_some_and(|media| kinds.iter().any(|kind| media.as_bytes().starts_with(kind.as_bytes())))
}

/// Nothing is no file either: what stood at `target` stays.
async fn save(
    mut response: reqwest::Response,
    target: &Path,
    host: &str,
    step: Option<Duration>,
) -> Result<Option<u64>, Fault> {
    let cannot =
        |error: io::Error| Fault::from(Failure::usage(format!("cannot write `{}`: {error}", target.display())));
    let status = response.status().as_u16();
    let mut download = Download::begin(target).map_err(cannot)?;
    let mut next = async || {
        let chunk = async { response.chunk().await.map_err(|error| broken(&error, status, host)) };
        within(step, host, chunk).await
    };
    while let Some(chunk) = next().await? {
        download.write(&chunk).map_err(cannot)?;
    }
    match download.is_empty() {
        true => Ok(None),
        false => download.finish(target).map(Some).map_err(cannot),
    }
}

/// The outcome, unless it takes longer.
async fn within<T>(
    limit: Option<Duration>,
    host: &str,
    outcome: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let Some(limit) = limit else { return outcome.await };
    tokio::time::timeout(limit, outcome).await.unwrap_or_else(|_| {
        let cause = format!("no answer within {} s", limit.as_secs_f64());
        Err(Fault::Unanswered { host: host.to_owned(), cause })
    })
}

/// A body that breaks off, which is not the same as one that cannot be decoded.
fn broken(error: &reqwest::Error, status: u16, host: &str) -> Fault {
    let (host, cause) = (host.to_owned(), innermost(error));
    match is_undecodable(error) {
        true => Fault::Garbled { host, status, cause },
        false => Fault::Unanswered { host, cause: format!("the answer broke off: {cause}") },
    }
}

/// What decompresses the body says so by these kinds, and nothing else does.
fn is_undecodable(error: &reqwest::Error) -> bool {
    sources(error)
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}

fn fault_of(error: &reqwest::Error, host: &str, proxy: Option<String>) -> Fault {
    let (host, cause) = (host.to_owned(), innermost(error));
    if let Some(cause) = distrust(error) {
        let failure = Failure::new(Code::Network, format!("cannot trust {host}: {cause}"));
        let hint = match doubt(error) {
            // Neither makes an old certificate new, or one for another name right.
            Some(Distrust::Expired | Distrust::NotYet | Distrust::WrongName) => {
                "`rmctl doctor` looks at the certificate, and says what to do"
            }
            _ => "set `ca_file` to the CA that signed it, or `pin` to its key, in the profile",
        };
        return Fault::Local(Box::new(failure.hint(hint)));
    }
    match error.is_connect() {
        true => match proxy {
            Some(proxy) => Fault::Unreached { host, cause: format!("the proxy `{proxy}` in between: {cause}") },
            None => Fault::Unreached { host, cause },
        },
        false => Fault::Unanswered { host, cause },
    }
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |error| (*error).source())
}

/// The last cause says what happened; those before it say only where.
fn innermost(error: &reqwest::Error) -> String {
    let mut source: &dyn std::error::Error = error;
    if error.is_timeout() {
        return "no connection in time".to_owned();
    }
    if is_no_tls(error) {
        return "it does not speak TLS".to_owned();
    }
    while let Some(next) = source.source() {
        source = next;
    }
    words_of(&source.to_string())
}

/// The system's words for what went wrong with a connection, as they stand within a sentence.
pub(crate) fn words_of(text: &str) -> String {
    let text = without_number(text);
    with_small_initial(text.trim_start_matches("failed to lookup address information: "))
}

fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => url.to_string(),
    }
}

type MakeProxy = fn(&str) -> reqwest::Result<Proxy>;

impl Connection {
    fn build(&self, identity: Option<&Identity>) -> Result<reqwest::Client, Failure> {
        // The connection's own limit ends first, so that an unreachable host is known as one.
        let connect = LONGEST_CONNECT.min(self.timeout.mul_f64(0.95));
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.trust.client_config(identity)?)
            .user_agent(USER_AGENT)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .connect_timeout(connect)
            .no_proxy();
        if !self.is_kept {
            builder = builder.pool_max_idle_per_host(0);
        }
        for proxy in self.proxies()? {
            builder = builder.proxy(proxy);
        }
        builder.build().map_err(|error| Failure::usage(format!("cannot set up HTTP: {error}")))
    }

    /// The proxy that a request goes through, for people.
    fn proxy_for(&self, url: &Url) -> Option<String> {
        match way(self.proxy.as_ref(), &self.environment, url) {
            Way::Through { proxy, .. } => Some(without_credentials(&proxy).to_owned()),
            Way::Straight { .. } => None,
        }
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).or_else(|| self.environment.get(&name.to_lowercase()))
    }

    fn proxies(&self) -> Result<Vec<Proxy>, Failure> {
        if let Some(proxy) = &self.proxy {
            return Ok(vec![Proxy::all(proxy.clone()).map_err(|error| bad_proxy(proxy.as_str(), &error))?]);
        }
        let exceptions = format!("localhost,127.0.0.0/8,::1,{}", self.variable("NO_PROXY").unwrap_or(""));
        let schemes: [(&str, MakeProxy); 3] = [
            ("HTTPS_PROXY", |url| Proxy::https(url)),
            ("HTTP_PROXY", |url| Proxy::http(url)),
            ("ALL_PROXY", |url| Proxy::all(url)),
        ];
        schemes
            .iter()
            .filter_map(|(name, build)| self.variable(name).map(|url| (url, build)))
            .map(|(url, build)| {
                let proxy = build(url).map_err(|error| bad_proxy(url, &error))?;
                Ok(proxy.no_proxy(NoProxy::from_string(&exceptions)))
            })
            .collect()
    }
}

fn bad_proxy(url: &str, error: &reqwest::Error) -> Failure {
    let shown = without_credentials(url);
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    Failure::usage(format!("the proxy `{shown}` is no URL of a proxy: {cause}"))
}

impl Transport for Client {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(self.attempt(request))
    }
}
