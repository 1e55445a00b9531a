//! The HTTP layer over real sockets and real TLS: whom it trusts, where credentials go, and what it knows after a break-off.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod server;

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderName};
use rmctl::failure::{Code, Failure};
use rmctl::http::{Client, Connection, Fault, Repeat, Reply, Request, Transport as _, Trust};
use rmctl::surroundings::Environment;
use server::{Authority, Leaf, Reaction, Server, answer, fine, written};
use url::Url;

fn connection(trust: Trust) -> Connection {
    Connection {
        trust,
        timeout: Duration::from_secs(20),
        proxy: None,
        environment: Environment::default(),
        largest_answer: 1 << 20,
        is_kept: true,
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn send_by(connection: Connection, request: &Request) -> Result<Reply, Fault> {
    block_on(Client::new(connection).send(request))
}

fn send(trust: Trust, url: Url) -> Result<Reply, Fault> {
    send_by(connection(trust), &Request::get(url))
}

/// A GET with a credential, and with a header that is none.
fn signed(url: Url) -> Request {
    let mut request = Request::get(url);
    request.set_header(AUTHORIZATION, "Bearer s3cret-token", true);
    request.set_header(HeaderName::from_static("x-tenant-id"), "tenant", false);
    request
}

fn change(url: Url) -> Request {
    Request::new(Method::POST, url, Repeat::OnlyIfUnsent).json(&serde_json::json!({"a": 1}))
}

fn local(fault: Fault) -> Failure {
    match fault {
        Fault::Local(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

fn unreached(outcome: Result<Reply, Fault>) -> String {
    match outcome.map(|reply| reply.status) {
        Err(Fault::Unreached { cause, .. }) => cause,
        other => panic!("{other:?}"),
    }
}

fn unanswered(outcome: Result<Reply, Fault>) -> String {
    match outcome.map(|reply| reply.status) {
        Err(Fault::Unanswered { cause, .. }) => cause,
        other => panic!("{other:?}"),
    }
}

/// A port where nobody listens.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn ok_with(body: &[u8]) -> Reaction {
    Reaction::Answer(answer("200 OK", &[], body))
}

mod trust {
    use super::*;

    const HINT: &str = "set `ca_file` to the CA that signed it, or `pin` to its key, in the profile";

    fn distrusted(outcome: Result<Reply, Fault>) -> Failure {
        let failure = local(outcome.unwrap_err());
        assert_eq!(failure.code, Code::Network);
        assert_eq!(failure.hint.as_deref(), Some(HINT));
        failure
    }

    #[test]
    fn the_system_trusts_no_stranger() {
        let server = Server::secure(&Authority::new().leaf(&["localhost"]), |_| fine());

        let failure = distrusted(send(Trust::Platform, server.url("localhost", "/")));

        assert!(failure.message.starts_with("cannot trust localhost:"), "{}", failure.message);
        assert_eq!(server.lines(), Vec::<String>::new());
    }

    #[test]
    fn a_ca_file_is_trusted_for_what_it_signed() {
        let authority = Authority::new();
        let server = Server::secure(&authority.leaf(&["localhost", "127.0.0.1"]), |_| fine());
        let trust = || Trust::Authorities(authority.pem());

        let by_name = send(trust(), server.url("localhost", "/")).unwrap().status;
        let by_address = send(trust(), server.url("127.0.0.1", "/")).unwrap().status;

        assert_eq!((by_name, by_address), (200, 200));
    }

    #[test]
    fn a_ca_file_trusts_nobody_else() {
        let server = Server::secure(&Authority::new().leaf(&["localhost"]), |_| fine());

        distrusted(send(Trust::Authorities(Authority::new().pem()), server.url("localhost", "/")));
    }

    #[test]
    fn a_certificate_for_another_host_and_one_that_has_ended_are_told_as_such() {
        let authority = Authority::new();
        let told = |leaf: &Leaf| {
            let server = Server::secure(leaf, |_| fine());
            let failure = local(send(Trust::Authorities(authority.pem()), server.url("localhost", "/")).unwrap_err());
            (failure.message.rsplit(": ").next().unwrap().to_owned(), failure.hint.unwrap())
        };

        let (other, hint) = told(&authority.leaf(&["other.example"]));
        let (ended, same) = told(&authority.ended_leaf(&["localhost"]));

        assert_eq!(other, "its certificate is for `other.example`, not for `localhost`");
        assert!(ended.starts_with("its certificate ended ") && ended.ends_with(" ago"), "{ended}");
        assert!(hint.starts_with("`rmctl doctor`") && same == hint, "{hint}");
    }

    #[test]
    fn a_ca_file_without_a_certificate_is_a_usage_error() {
        let failure =
            local(send(Trust::Authorities(b"no pem".to_vec()), "https://localhost/".parse().unwrap()).unwrap_err());

        assert_eq!((failure.code, &*failure.message), (Code::Usage, "`ca_file` holds no certificate in PEM form"));
    }

    #[test]
    fn a_pin_accepts_its_key_whatever_the_certificate_says() {
        let leaf = Authority::new().leaf(&["other.example"]);
        let server = Server::secure(&leaf, |_| fine());

        assert_eq!(send(Trust::Pin(leaf.pin), server.url("127.0.0.1", "/")).unwrap().status, 200);
    }

    #[test]
    fn a_pin_refuses_every_other_key_and_names_the_one_it_found() {
        let leaf = Authority::new().leaf(&["localhost"]);
        let server = Server::secure(&leaf, |_| fine());

        let failure = distrusted(send(Trust::Pin([7; 32]), server.url("localhost", "/")));

        assert!(failure.message.contains(&written(&leaf.pin)), "{}", failure.message);
        assert_eq!(server.lines(), Vec::<String>::new());
    }

    #[test]
    fn insecure_accepts_whoever_answers() {
        let server = Server::secure(&Authority::new().leaf(&["other.example"]), |_| fine());

        assert_eq!(send(Trust::Anybody, server.url("127.0.0.1", "/")).unwrap().status, 200);
    }
}

mod clients {
    use std::rc::Rc;

    use rmctl::http::Identity;

    use super::*;

    /// A client with the PEM of a certificate and a key, which it shows to `shown_to`.
    fn identified(trust: Trust, (certificate, key): (String, String), shown_to: &Url) -> Client {
        let ask = move || -> rmctl::surroundings::LocalFuture<'static, Result<Identity, Failure>> {
            let (certificate, key) = (certificate.clone().into_bytes(), key.clone().into());
            Box::pin(async { Ok(Identity { certificate, key }) })
        };
        Client::new(connection(trust)).identified(Rc::new(ask), vec![shown_to.origin()])
    }

    fn send_as(pem: (String, String), trust: Trust, request: &Request) -> Result<Reply, Fault> {
        block_on(identified(trust, pem, &request.url).send(request))
    }

    fn refused(outcome: Result<Reply, Fault>) -> (Code, String) {
        let failure = local(outcome.unwrap_err());
        (failure.code, failure.message)
    }

    #[test]
    fn a_server_that_demands_a_certificate_takes_the_right_one_alone_or_with_its_key() {
        let (authority, clients) = (Authority::new(), Authority::new());
        let leaf = authority.demanding_leaf(&["localhost"], &clients);
        let server = Server::secure(&leaf, |_| fine());
        let url = server.url("localhost", "/");
        let (certificate, key) = clients.client();
        let both = format!("{certificate}{key}");

        let two = send_as((certificate, key), Trust::Authorities(authority.pem()), &change(url.clone()));
        let one = send_as((both.clone(), both), Trust::Pin(leaf.pin), &change(url));

        assert_eq!([two, one].map(|outcome| outcome.unwrap().status), [200, 200]);
    }

    #[test]
    fn a_missing_certificate_and_a_wrong_one_are_told_and_nothing_is_carried_out() {
        let clients = Authority::new();
        let leaf = Authority::new().demanding_leaf(&["localhost"], &clients);
        let server = Server::secure(&leaf, |_| fine());
        let request = change(server.url("localhost", "/"));

        let missing = send_by(connection(Trust::Pin(leaf.pin)), &request);
        let wrong = send_as(Authority::new().client(), Trust::Pin(leaf.pin), &request);

        let host = format!("localhost:{}", server.address().port());
        let code = Code::Unauthenticated;
        assert_eq!(refused(missing), (code, format!("{host} asks for a TLS client certificate, and there is none")));
        let why = "a signature of it does not hold";
        assert_eq!(refused(wrong), (code, format!("{host} does not accept the TLS client certificate: {why}")));
        assert_eq!(server.lines(), Vec::<String>::new());
    }

    #[test]
    fn a_certificate_is_shown_to_no_other_origin() {
        let clients = Authority::new();
        let leaf = Authority::new().demanding_leaf(&["localhost"], &clients);
        let other = Server::secure(&leaf, |_| fine());
        let elsewhere = other.url("localhost", "/").to_string();
        let own = Server::secure(&leaf, move |_| {
            Reaction::Answer(answer("302 Found", &[&format!("location: {elsewhere}")], b""))
        });
        let url = own.url("localhost", "/");
        let client = identified(Trust::Pin(leaf.pin), clients.client(), &url);

        let led_there = block_on(client.send(&Request::get(url)));
        let asked_there = block_on(client.send(&Request::get(other.url("localhost", "/"))));

        let host = format!("localhost:{}", other.address().port());
        let message = format!("{host} asks for a TLS client certificate, and there is none");
        assert_eq!([led_there, asked_there].map(refused), [(); 2].map(|()| (Code::Unauthenticated, message.clone())));
        assert_eq!((own.lines().len(), other.lines().len()), (1, 0));
    }

    #[test]
    fn what_is_no_certificate_or_no_key_of_it_is_a_usage_error() {
        let authority = Authority::new();
        let ((certificate, key), (_, other)) = (authority.client(), authority.client());
        let encrypted = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
        let request = Request::get("https://localhost/".parse().unwrap());
        let told = |certificate: &str, key: &str| {
            refused(send_as((certificate.to_owned(), key.to_owned()), Trust::Anybody, &request))
        };

        let messages = [
            told(&key, &key),
            told(&certificate, &certificate),
            told(&certificate, &encrypted),
            told(&certificate, &other),
        ];

        let expected = [
            "`client_cert_file` holds no certificate in PEM form",
            "the client certificate has no private key in PEM form",
            "the private key of the client certificate is encrypted",
            "the private key does not belong to the certificate in `client_cert_file`",
        ];
        assert_eq!(messages, expected.map(|message| (Code::Usage, message.to_owned())));
    }
}

mod requests {
    use super::*;

    fn heard(request: impl FnOnce(Url) -> Request) -> server::Heard {
        let server = Server::plain(|_| fine());
        send_by(connection(Trust::Nobody), &request(server.url("127.0.0.1", "/"))).unwrap();
        server.heard().remove(0)
    }

    #[test]
    fn a_change_without_a_body_says_that_it_has_none() {
        let lengths = [Method::POST, Method::PUT, Method::PATCH, Method::GET, Method::DELETE].map(|method| {
            let heard = heard(|url| Request::new(method, url, Repeat::OnlyIfUnsent));
            let lines = heard.head.lines().filter(|line| line.to_lowercase().starts_with("content-length"));
            (lines.map(str::to_owned).collect::<Vec<_>>(), heard.head.to_lowercase().contains("transfer-encoding"))
        });

        let says = || (vec!["content-length: 0".to_owned()], false);
        let silent = || (vec![], false);
        assert_eq!(lengths, [says(), says(), says(), silent(), silent()]);
    }

    #[test]
    fn a_body_says_its_length_once() {
        let heard = heard(change);

        assert_eq!(heard.head.matches("content-length").count(), 1, "{}", heard.head);
        assert_eq!((heard.header("content-length"), &*heard.body), (Some("7"), "{\"a\":1}"));
    }

    #[test]
    fn no_server_takes_us_for_a_browser() {
        let agents = [Request::get as fn(Url) -> Request, change]
            .map(|request| heard(request).header("user-agent").unwrap().to_owned());

        assert_eq!(agents[0], concat!("rmctl/", env!("CARGO_PKG_VERSION")));
        assert_eq!(agents[0], agents[1]);
        assert!(!agents[0].to_lowercase().contains("mozilla"));
    }
}

mod answers {
    use super::*;

    #[test]
    fn plain_http_needs_no_trust() {
        let server = Server::plain(|_| ok_with(b"body"));

        let reply = send(Trust::Nobody, server.url("127.0.0.1", "/a?b=c%20d")).unwrap();

        assert_eq!((reply.status, &reply.body[..]), (200, &b"body"[..]));
        assert_eq!(server.lines(), ["GET /a?b=c%20d"]);
    }

    #[test]
    fn an_error_status_is_an_answer_like_any_other() {
        let server = Server::plain(|_| Reaction::Answer(answer("503 Down", &["retry-after: 7"], b"later")));

        let reply = send(Trust::Nobody, server.url("127.0.0.1", "/")).unwrap();

        assert_eq!((reply.status, reply.header("retry-after"), &reply.body[..]), (503, Some("7"), &b"later"[..]));
    }

    #[test]
    fn a_compressed_body_is_read() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"{\"a\":1}").unwrap();
        let packed = gzip.finish().unwrap();
        let server = Server::plain(move |_| Reaction::Answer(answer("200 OK", &["content-encoding: gzip"], &packed)));

        let reply = send(Trust::Nobody, server.url("127.0.0.1", "/")).unwrap();

        assert_eq!(&reply.body[..], b"{\"a\":1}");
        assert!(server.heard()[0].header("accept-encoding").unwrap().contains("gzip"));
    }

    #[test]
    fn a_whole_body_that_cannot_be_decompressed_is_garbled() {
        let server = Server::plain(|_| {
            Reaction::Answer(answer("200 OK", &["content-encoding: gzip"], b"this is no gzip at all"))
        });

        let fault = send(Trust::Nobody, server.url("127.0.0.1", "/")).unwrap_err();

        assert!(matches!(fault, Fault::Garbled { status: 200, .. }), "{fault:?}");
    }

    #[test]
    fn an_answer_larger_than_the_limit_is_not_taken_in() {
        let server = Server::plain(|_| ok_with(&vec![b'x'; (1 << 20) + 1]));

        let fault = send(Trust::Nobody, server.url("127.0.0.1", "/")).unwrap_err();

        assert_eq!(
            fault,
            Fault::Garbled {
                host: format!("127.0.0.1:{}", server.address().port()),
                status: 200,
                cause: "it is larger than 1 MiB".into()
            }
        );
    }

    #[test]
    fn a_compressed_answer_is_measured_as_it_unfolds() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&vec![b'x'; 8 << 20]).unwrap();
        let bomb = gzip.finish().unwrap();
        let server = Server::plain(move |_| Reaction::Answer(answer("200 OK", &["content-encoding: gzip"], &bomb)));

        let fault = send(Trust::Nobody, server.url("127.0.0.1", "/")).unwrap_err();

        assert!(matches!(fault, Fault::Garbled { .. }), "{fault:?}");
    }
}

mod downloads {
    use super::*;

    fn download(server: &Server, target: &Path) -> Result<Reply, Fault> {
        let mut request = Request::get(server.url("127.0.0.1", "/file"));
        request.save = Some(target.to_owned());
        send_by(connection(Trust::Nobody), &request)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_whole_and_private_and_may_be_larger_than_what_is_kept_in_memory() {
        use std::os::unix::fs::PermissionsExt as _;
        let content = vec![b'x'; (1 << 20) + 17];
        let sent = content.clone();
        let server = Server::plain(move |_| ok_with(&sent));
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");

        let reply = download(&server, &target).unwrap();

        assert_eq!((reply.saved, reply.body.len()), (Some(content.len() as u64), 0));
        assert!(std::fs::read(&target).unwrap() == content);
        assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_download_that_breaks_off_leaves_nothing_behind() {
        let server = Server::plain(|_| Reaction::Last(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec()));
        let folder = tempfile::tempdir().unwrap();

        let cause = unanswered(download(&server, &folder.path().join("a.csv")));

        assert!(cause.starts_with("the answer broke off"), "{cause}");
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn what_is_refused_is_not_saved() {
        let server = Server::plain(|_| Reaction::Answer(answer("404 Not Found", &[], b"no such file")));
        let folder = tempfile::tempdir().unwrap();

        let reply = download(&server, &folder.path().join("a.csv")).unwrap();

        assert_eq!((reply.status, &reply.body[..], reply.saved), (404, &b"no such file"[..], None));
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn what_says_why_there_is_no_file_is_an_answer_and_no_file() {
        let kinds = ["text/html; charset=utf-8", "text/xml", "application/gzip"];
        let taken = |no_file: &'static [&'static str]| {
            kinds.map(|kind| {
                let server = Server::plain(move |_| {
                    Reaction::Answer(answer("200 OK", &[&format!("content-type: {kind}")], b"x"))
                });
                let folder = tempfile::tempdir().unwrap();
                let mut request = Request::get(server.url("127.0.0.1", "/file"));
                (request.save, request.no_file) = (Some(folder.path().join("a")), no_file);
                let reply = send_by(connection(Trust::Nobody), &request).unwrap();
                (reply.saved.is_some(), names(folder.path()).len(), reply.body.len())
            })
        };

        let (file, words) = ((true, 1, 0), (false, 0, 1));
        assert_eq!(taken(rmctl::http::HTML), [words, file, file]);
        assert_eq!(taken(&["text/html", "text/xml"]), [words, words, file]);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let server = Server::plain(|_| ok_with(b"x"));

        let failure = local(download(&server, Path::new("/nowhere/at/all/a.csv")).unwrap_err());

        assert_eq!(failure.code, Code::Usage);
        assert!(failure.message.starts_with("cannot write `/nowhere/at/all/a.csv`:"), "{}", failure.message);
    }
}

mod redirects {
    use super::*;

    fn to(location: &str) -> Reaction {
        Reaction::Answer(answer("302 Found", &[&format!("location: {location}")], b""))
    }

    #[test]
    fn a_read_follows_with_its_credentials_to_the_same_origin() {
        let server = Server::plain(|heard| match heard.line() {
            "GET /a" => to("/b?x=1"),
            _ => fine(),
        });

        let reply = send_by(connection(Trust::Nobody), &signed(server.url("127.0.0.1", "/a"))).unwrap();

        assert_eq!(reply.status, 200);
        assert_eq!(server.lines(), ["GET /a", "GET /b?x=1"]);
        assert_eq!(server.heard()[1].header("authorization"), Some("Bearer s3cret-token"));
    }

    #[test]
    fn to_another_origin_goes_nothing_but_the_wish_for_an_answer() {
        let other = Server::plain(|_| fine());
        let location = other.url("127.0.0.1", "/elsewhere").to_string();
        let server = Server::plain(move |_| to(&location));

        let reply = send_by(connection(Trust::Nobody), &signed(server.url("127.0.0.1", "/a"))).unwrap();

        let heard = other.heard().remove(0);
        let mut names: Vec<&str> = heard.head.lines().skip(1).filter_map(|line| line.split(':').next()).collect();
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        assert_eq!(reply.status, 200);
        assert_eq!(heard.line(), "GET /elsewhere");
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        assert_eq!(heard.header("accept"), Some("application/json"));
    }

    #[test]
    fn another_port_is_another_origin_also_after_two_steps() {
        let other = Server::plain(|_| fine());
        let location = other.url("127.0.0.1", "/").to_string();
        let server = Server::plain(move |heard| match heard.line() {
            "GET /a" => to("/b"),
            _ => to(&location),
        });

        send_by(connection(Trust::Nobody), &signed(server.url("127.0.0.1", "/a"))).unwrap();

        assert_eq!(other.heard()[0].header("authorization"), None);
    }

    #[test]
    fn nothing_is_sent_on_from_https_to_http() {
        let authority = Authority::new();
        let plain = Server::plain(|_| fine());
        let location = plain.url("127.0.0.1", "/").to_string();
        let server = Server::secure(&authority.leaf(&["localhost"]), move |_| to(&location));

        let reply = send(Trust::Authorities(authority.pem()), server.url("localhost", "/")).unwrap();

        assert_eq!((reply.status, plain.lines()), (302, vec![]));
    }

    #[test]
    fn a_change_is_not_sent_on() {
        let statuses = ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"];

        let found = statuses.map(|status| {
            let server = Server::plain(move |_| Reaction::Answer(answer(status, &["location: /b"], b"")));
            let reply = send_by(connection(Trust::Nobody), &change(server.url("127.0.0.1", "/a"))).unwrap();
            (reply.status, server.lines())
        });

        assert_eq!(found, [301, 302, 303, 307, 308].map(|status| (status, vec!["POST /a".to_owned()])));
    }

    #[test]
    fn a_circle_of_redirects_comes_to_an_end() {
        let server = Server::plain(|_| to("/again"));

        let reply = send(Trust::Nobody, server.url("127.0.0.1", "/")).unwrap();

        assert_eq!((reply.status, server.lines().len()), (302, 6));
    }
}

mod break_offs {
    use super::*;

    #[test]
    fn where_nobody_listens_nothing_was_sent() {
        let url = format!("http://127.0.0.1:{}/", closed_port()).parse().unwrap();

        assert_eq!(unreached(send_by(connection(Trust::Nobody), &change(url))), "connection refused");
    }

    #[test]
    fn where_there_is_no_such_host_nothing_was_sent() {
        let url = "http://no-such-host.invalid/".parse().unwrap();

        let cause = unreached(send_by(connection(Trust::Nobody), &change(url)));

        assert!(!cause.is_empty());
    }

    #[test]
    fn where_tls_fails_nothing_was_sent() {
        let server = Server::plain(|_| fine());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://127.0.0.1:{}/", listener.local_addr().unwrap().port());
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.write_all(b"220 I speak another language\r\n");
        });

        unreached(send_by(connection(Trust::Anybody), &change(url.parse().unwrap())));

        assert_eq!(server.lines(), Vec::<String>::new());
    }

    #[test]
    fn a_break_off_after_the_request_leaves_open_what_happened() {
        let server = Server::plain(|_| Reaction::Last(Vec::new()));

        unanswered(send_by(connection(Trust::Nobody), &change(server.url("127.0.0.1", "/a"))));

        assert_eq!(server.lines(), ["POST /a"]);
    }

    #[test]
    fn half_an_answer_is_none() {
        let server = Server::plain(|_| Reaction::Last(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"a\"".to_vec()));

        let cause = unanswered(send_by(connection(Trust::Nobody), &change(server.url("127.0.0.1", "/a"))));

        assert!(cause.starts_with("the answer broke off"), "{cause}");
    }

    #[test]
    fn silence_has_an_end() {
        let server = Server::plain(|_| Reaction::Silence);
        let mut hasty = connection(Trust::Nobody);
        hasty.timeout = Duration::from_millis(200);

        assert_eq!(unanswered(send_by(hasty, &change(server.url("127.0.0.1", "/a")))), "no answer within 0.2 s");
    }

    #[test]
    fn a_server_that_never_shakes_hands_was_sent_nothing() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://127.0.0.1:{}/", listener.local_addr().unwrap().port());
        let mut hasty = connection(Trust::Anybody);
        hasty.timeout = Duration::from_millis(400);

        let cause = unreached(send_by(hasty, &change(url.parse().unwrap())));

        assert_eq!(cause, "no connection in time");
    }
}

mod connections {
    use super::*;

    #[test]
    fn one_connection_serves_many_requests() {
        let server = Server::plain(|_| fine());
        let client = Client::new(connection(Trust::Nobody));

        let statuses = block_on(async {
            let mut statuses = Vec::new();
            for number in 0..20 {
                let request = Request::get(server.url("127.0.0.1", &format!("/{number}")));
                statuses.push(client.send(&request).await.unwrap().status);
            }
            statuses
        });

        assert_eq!(statuses, [200; 20]);
        assert_eq!((server.connections(), server.lines().len()), (1, 20));
    }

    #[test]
    fn where_connections_are_not_kept_each_request_has_its_own() {
        let server = Server::plain(|_| fine());
        let client = Client::new(Connection { is_kept: false, ..connection(Trust::Nobody) });

        let statuses = block_on(async {
            let mut statuses = Vec::new();
            for number in 0..3 {
                let request = Request::get(server.url("127.0.0.1", &format!("/{number}")));
                statuses.push(client.send(&request).await.unwrap().status);
            }
            statuses
        });

        assert_eq!((statuses, server.connections()), (vec![200; 3], 3));
    }

    #[test]
    fn a_kept_connection_that_the_server_closed_neither_loses_nor_doubles_a_change() {
        // Every answer promises to keep the connection, and every connection ends after it.
        let server = Server::plain(|_| Reaction::Last(answer("200 OK", &[], b"{}")));
        let client = Client::new(connection(Trust::Nobody));
        let changes: Vec<Request> =
            (0..25).map(|number| change(server.url("127.0.0.1", &format!("/{number}")))).collect();

        let statuses: Vec<u16> = block_on(async {
            let mut statuses = Vec::new();
            for change in &changes {
                statuses.push(client.send(change).await.unwrap().status);
                // The connection ends before the next change is sent.
                while server.ended() < statuses.len() {
                    tokio::task::yield_now().await;
                }
            }
            statuses
        });

        let expected: Vec<String> = (0..25).map(|number| format!("POST /{number}")).collect();
        assert_eq!(statuses, [200; 25]);
        assert_eq!(server.lines(), expected);
    }

    #[test]
    fn a_connection_that_ends_while_a_change_is_on_its_way_never_doubles_it() {
        let server = Server::plain(|_| Reaction::Last(answer("200 OK", &[], b"{}")));
        let client = Client::new(connection(Trust::Nobody));
        let changes: Vec<Request> =
            (0..50).map(|number| change(server.url("127.0.0.1", &format!("/{number}")))).collect();

        let outcomes: Vec<bool> = block_on(async {
            let mut outcomes = Vec::new();
            for change in &changes {
                outcomes.push(client.send(change).await.is_ok());
            }
            outcomes
        });

        let mut lines = server.lines();
        let answered = outcomes.iter().filter(|outcome| **outcome).count();
        let sent = lines.len();
        lines.dedup();
        assert_eq!(lines.len(), sent);
        // Whatever was answered had arrived; what had not may be one of those without an answer.
        assert!(sent >= answered && sent <= changes.len(), "{answered} answered, {sent} arrived");
    }
}

mod proxies {
    use super::*;

    fn environment(name: &str, proxy: &Server) -> Environment {
        [(name, proxy.url("127.0.0.1", "").to_string())].into_iter().collect()
    }

    fn no_lines() -> Vec<String> {
        Vec::new()
    }

    #[test]
    fn https_goes_through_the_proxy_as_a_tunnel_and_the_proxy_sees_no_credential() {
        let authority = Authority::new();
        let server = Server::secure(&authority.leaf(&["vendor.example"]), |_| fine());
        let there = server.address();
        let proxy = Server::plain(move |_| Reaction::Tunnel(there));
        let mut connection = connection(Trust::Authorities(authority.pem()));
        connection.environment = environment("HTTPS_PROXY", &proxy);

        let reply = send_by(connection, &signed("https://vendor.example/a".parse().unwrap())).unwrap();

        assert_eq!(reply.status, 200);
        assert_eq!(proxy.lines(), ["CONNECT vendor.example:443"]);
        assert_eq!(proxy.heard()[0].header("authorization"), None);
        assert_eq!(server.heard()[0].header("authorization"), Some("Bearer s3cret-token"));
    }

    #[test]
    fn http_goes_through_the_proxy_with_its_whole_url() {
        let proxy = Server::plain(|_| fine());
        let mut connection = connection(Trust::Nobody);
        connection.environment = environment("http_proxy", &proxy);

        let reply = send_by(connection, &Request::get("http://vendor.example/a".parse().unwrap())).unwrap();

        assert_eq!((reply.status, proxy.lines()), (200, vec!["GET http://vendor.example/a".to_owned()]));
    }

    #[test]
    fn a_proxy_that_is_down_or_refuses_was_sent_nothing_of_the_change() {
        let refusing = Server::plain(|_| Reaction::Last(answer("407 Proxy Authentication Required", &[], b"")));
        let mut through = connection(Trust::Anybody);
        through.environment = environment("ALL_PROXY", &refusing);
        let mut nowhere = connection(Trust::Anybody);
        nowhere.proxy = Some(format!("http://127.0.0.1:{}", closed_port()).parse().unwrap());
        let change = change("https://vendor.example/a".parse().unwrap());
        let named =
            |proxy: &str, cause: &str| format!("the proxy `{}` in between: {cause}", proxy.trim_end_matches('/'));
        let refused = through.environment.get("ALL_PROXY").unwrap().to_owned();
        let closed = nowhere.proxy.clone().unwrap();

        let refusal = unreached(send_by(through, &change));
        let cause = unreached(send_by(nowhere, &change));

        assert_eq!(refusing.lines(), ["CONNECT vendor.example:443"]);
        assert_eq!(refusal, named(&refused, "tunnel error: proxy authorization required"));
        assert_eq!(cause, named(closed.as_str(), "connection refused"));
    }

    #[test]
    fn the_environment_s_proxy_is_not_for_loopback_and_the_profile_s_is() {
        let (server, proxy) = (Server::plain(|_| fine()), Server::plain(|_| fine()));
        let mut by_environment = connection(Trust::Nobody);
        by_environment.environment = environment("HTTP_PROXY", &proxy);
        let mut by_profile = connection(Trust::Nobody);
        by_profile.proxy = Some(proxy.url("127.0.0.1", ""));
        let request = Request::get(server.url("127.0.0.1", "/a"));

        send_by(by_environment, &request).unwrap();
        assert_eq!((server.lines().len(), proxy.lines()), (1, no_lines()));
        send_by(by_profile, &request).unwrap();

        assert_eq!((server.lines().len(), proxy.lines().len()), (1, 1));
    }

    #[test]
    fn no_proxy_exempts_the_hosts_that_it_names() {
        let (server, proxy) = (Server::plain(|_| fine()), Server::plain(|_| fine()));
        let variables = [
            ("HTTP_PROXY", proxy.url("127.0.0.1", "").to_string()),
            ("NO_PROXY", "vendor.example,.invalid".to_owned()),
        ];
        let mut connection = connection(Trust::Nobody);
        connection.environment = variables.into_iter().collect();

        unreached(send_by(connection, &Request::get("http://direct.invalid/a".parse().unwrap())));

        assert_eq!((proxy.lines(), server.lines()), (no_lines(), no_lines()));
    }

    #[test]
    fn a_proxy_that_is_no_url_is_a_usage_error_without_its_password() {
        let mut connection = connection(Trust::Nobody);
        connection.environment = [("HTTPS_PROXY", "http://jane:pa55word@[proxy")].into_iter().collect();

        let failure =
            local(send_by(connection, &Request::get("https://vendor.example/".parse().unwrap())).unwrap_err());

        assert_eq!(failure.code, Code::Usage);
        assert!(failure.message.starts_with("the proxy `[proxy` is no URL of a proxy"), "{}", failure.message);
        assert!(!failure.message.contains("pa55word"));
    }
}
