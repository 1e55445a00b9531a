//! A PostgreSQL of the test's own, and what holds there alone. Where there is none the test says so; with
//! `RMCTL_TEST_POSTGRES=1`, as `.ci/run` sets it, that is a failure.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rmctl::failure::Code;
use rmctl::fleet::memory::{Memory, Place, Wish};
use sandbox::Options;
use secrecy::SecretString;
use sqlx::{Connection as _, PgConnection};

use super::laws::{self, LAWS, block_on};
use super::support::{World, outcome};

const PASSWORD: &str = "canary pass/word";

/// A server that ends with the test.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// None where PostgreSQL is not installed and need not be.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(!is_required(), "PostgreSQL is not installed, and `RMCTL_TEST_POSTGRES` asks for it");
            #[expect(clippy::print_stderr, reason = "who reads the tests' output has to know what they did not see")]
            {
                eprintln!("postgres: ABSENT, nothing was tested");
            }
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { folder: tempfile::tempdir().unwrap(), programs, port };
        server.initialise();
        Some(server)
    }

    fn initialise(&self) {
        let folder = self.folder.path();
        std::fs::write(folder.join("password"), PASSWORD).unwrap();
        self.make_certificates();
        if is_root() {
            run(Command::new("chown").args(["-R", "postgres"]).arg(folder));
        }
        let file = format!("--pwfile={}", folder.join("password").display());
        run(self
            .program("initdb")
            .args(["--username=admin", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C", &file])
            .arg("-D")
            .arg(folder.join("data")));
        let place = folder.display();
        let tls = format!("-c ssl=on -c ssl_cert_file={place}/server.pem -c ssl_key_file={place}/server.key");
        let options = format!("-F -p {} -k {place} -c listen_addresses=127.0.0.1 {tls}", self.port);
        run(self.control().args(["-w", "-l"]).arg(folder.join("log")).args(["-o", &options, "start"]));
    }

    /// For `localhost` alone, from a CA of its own; and another CA, which signed nothing.
    fn make_certificates(&self) {
        let write = |name: &str, pem: &str| std::fs::write(self.folder.path().join(name), pem).unwrap();
        let (own, other, key) = (authority(), authority(), KeyPair::generate().unwrap());
        let names = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        write("server.pem", &names.signed_by(&key, &own).unwrap().pem());
        write("server.key", &key.serialize_pem());
        write("own.pem", &own.pem());
        write("other.pem", &other.pem());
        run(Command::new("chmod").arg("600").arg(self.folder.path().join("server.key")));
    }

    fn control(&self) -> Command {
        let mut command = self.program("pg_ctl");
        command.arg("-D").arg(self.folder.path().join("data"));
        command
    }

    /// The server refuses to be run by root.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(path);
                command
            }
            false => Command::new(path),
        };
        command.current_dir(self.folder.path());
        command
    }

    /// The URL of a database, without a password.
    pub(crate) fn url(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@127.0.0.1:{}/{database}", self.port)
    }

    /// The same with one.
    pub(crate) fn url_with(&self, user: &str, password: &str, database: &str) -> String {
        let password: String = url::form_urlencoded::byte_serialize(password.as_bytes()).collect();
        format!("postgres://{user}:{}@127.0.0.1:{}/{database}", password.replace('+', "%20"), self.port)
    }

    pub(crate) fn place(&self, user: &str, password: &str, database: &str) -> Place {
        place(&self.url_with(user, password, database))
    }

    /// Run statements as the one who may do anything.
    pub(crate) fn run(&self, database: &str, sql: &str) {
        let url = self.url_with("admin", PASSWORD, database);
        block_on(async {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        });
    }

    pub(crate) fn new_database(&self, name: &str) -> Place {
        self.run("postgres", &format!("CREATE DATABASE {name}"));
        self.place("admin", PASSWORD, name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.control().args(["-m", "immediate", "stop"]).stdout(Stdio::null()).status();
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn place(url: &str) -> Place {
    Place::of(&SecretString::from(url), |path| path.into()).unwrap()
}

fn run(command: &mut Command) {
    let ended = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap();
    assert!(ended.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ended.stderr));
}

fn is_required() -> bool {
    #[expect(clippy::disallowed_methods, reason = "the script speaks to the test, not to rmctl")]
    let wanted = std::env::var("RMCTL_TEST_POSTGRES");
    wanted.is_ok_and(|wanted| wanted == "1")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

/// The folder with the server's programs: Debian keeps them off the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let others = ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"].map(PathBuf::from);
    debian.chain(others).find(|folder| has_all(folder))
}

fn has_all(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).exists())
}

/// What was refused, as code and sentence, with the port taken out.
fn refusal(server: &Server, place: &Place) -> (Code, String) {
    let failure = block_on(Memory::open(place, Wish::Change)).err().unwrap();
    (failure.code, failure.message.replace(&server.port.to_string(), "PORT"))
}

/// One server for all of it: it takes longer to start than the laws take to be checked.
#[test]
fn the_laws_hold_in_postgresql_and_its_refusals_have_their_codes() {
    let Some(server) = Server::start() else { return };
    for (number, (name, law)) in LAWS.iter().enumerate() {
        let database = format!("law_{number}");
        let place = server.new_database(&database);
        let held = std::panic::catch_unwind(|| law(place));
        assert!(held.is_ok(), "{name} does not hold in PostgreSQL");
    }
    wrong_password_database_and_rights(&server);
    a_reader_reads_and_a_writer_needs_no_rights_over_the_database(&server);
    two_programs_make_the_tables_at_once(&server);
    the_program_finds_the_password_where_psql_would_and_tells_it_nowhere(&server);
    who_answers_is_checked_as_far_as_the_settings_say(&server);
    a_program_that_is_killed_leaves_no_half_snapshot(&server);
}

fn wrong_password_database_and_rights(server: &Server) {
    let password = refusal(server, &server.place("admin", "canary wrong", "postgres"));
    let database = refusal(server, &server.place("admin", PASSWORD, "nowhere"));
    server.run("postgres", "CREATE ROLE guest LOGIN PASSWORD 'guest'");
    let rights = refusal(server, &server.place("guest", "guest", "postgres"));
    let silent = refusal(server, &place("postgres://admin@127.0.0.1:1/postgres"));

    let at = |user: &str, database: &str| {
        format!("cannot use the snapshots in `postgres://{user}@127.0.0.1:PORT/{database}`: ")
    };
    let words = "password authentication failed for user \"admin\"";
    assert_eq!(password, (Code::Unauthenticated, at("admin", "postgres") + words));
    assert_eq!(database, (Code::NotFound, at("admin", "nowhere") + "database \"nowhere\" does not exist"));
    assert_eq!(rights, (Code::Forbidden, at("guest", "postgres") + "permission denied for database postgres"));
    assert_eq!(silent.0, Code::Network);
}

fn a_reader_reads_and_a_writer_needs_no_rights_over_the_database(server: &Server) {
    let owner = server.new_database("shared");
    block_on(laws::keep_one(&owner));
    server.run(
        "shared",
        "CREATE ROLE reader LOGIN PASSWORD 'reader'; CREATE ROLE writer LOGIN PASSWORD 'writer'; \
         GRANT USAGE ON SCHEMA rmctl TO reader, writer; GRANT SELECT ON ALL TABLES IN SCHEMA rmctl TO reader, writer; \
         GRANT INSERT, DELETE ON ALL TABLES IN SCHEMA rmctl TO writer",
    );

    server.run("shared", "CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
    let unwelcome = refusal(server, &server.place("stranger", "stranger", "shared"));

    let reader = server.place("reader", "reader", "shared");
    let refused = block_on(laws::try_to_keep(&reader)).unwrap_err();
    block_on(laws::keep_one(&server.place("writer", "writer", "shared")));

    assert_eq!(refused.code, Code::Forbidden, "{}", refused.message);
    assert_eq!((unwelcome.0, unwelcome.1.ends_with("permission denied for schema rmctl")), (Code::Forbidden, true));
    assert_eq!(block_on(laws::count(&reader)), 2);
}

fn two_programs_make_the_tables_at_once(server: &Server) {
    let place = server.new_database("fresh");

    let threads: Vec<_> = (0..4)
        .map(|_| {
            let place = place.clone();
            std::thread::spawn(move || block_on(laws::keep_one(&place)))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());

    assert_eq!(block_on(laws::count(&place)), 4);
}

fn the_program_finds_the_password_where_psql_would_and_tells_it_nowhere(server: &Server) {
    server.new_database("team");
    let world = World::new().with("RMCTL_DATABASE", server.url("admin", "team"));
    let line = "inventory snapshot --vendor sps -vvv";

    let refused = world.run(line);
    let passwords = world.home.write(".pgpass", &format!("127.0.0.1:{}:*:admin:{PASSWORD}\n", server.port));
    let by_file = world.run(line);
    std::fs::remove_file(passwords).unwrap();
    let world = world.with("PGPASSWORD", PASSWORD);
    let by_variable = world.run(line);
    let world = world.with("RMCTL_DATABASE", server.url_with("admin", "canary wrong", "team"));
    let wrong = world.run(line);

    assert_eq!([refused.exit, by_file.exit, by_variable.exit, wrong.exit], [4, 0, 0, 4]);
    let told = [refused, by_file, by_variable, wrong].map(|outcome| outcome.stdout + &outcome.stderr).concat();
    assert!(!told.contains("canary"), "{told}");
}

fn who_answers_is_checked_as_far_as_the_settings_say(server: &Server) {
    let file = |name: &str| server.folder.path().join(name).display().to_string();
    let world = World::new().with("PGPASSWORD", PASSWORD);
    let look = |host: &str, mode: &str, roots: &str| {
        let url = format!("postgres://admin@{host}:{}/postgres", server.port);
        let mut command = world.home.command(&["inventory", "snapshots", "list", "--database", &url]);
        command.env("PGSSLMODE", mode).env("PGSSLROOTCERT", file(roots));
        let seen = outcome(command.spawn().unwrap());
        (seen.exit, seen.stderr.lines().next().unwrap_or_default().rsplit("`: ").next().unwrap_or_default().to_owned())
    };

    let [fine, stranger, required, named, missing] = [
        look("localhost", "verify-full", "own.pem"),
        look("localhost", "verify-full", "other.pem"),
        look("localhost", "require", "other.pem"),
        look("127.0.0.1", "verify-full", "own.pem"),
        look("localhost", "verify-full", "nowhere.pem"),
    ];
    let typo = look("localhost", "verify_full", "own.pem");

    let nobody = "its certificate is signed by nobody who is trusted";
    assert_eq!(fine.0, 0, "{}", fine.1);
    assert_eq!([stranger, required], [(8, nobody.to_owned()), (8, nobody.to_owned())]);
    assert_eq!(named, (8, "its certificate is for `localhost`, not for `127.0.0.1`".to_owned()));
    assert_eq!([missing.0, typo.0], [2, 2], "{}; {}", missing.1, typo.1);
}

fn a_program_that_is_killed_leaves_no_half_snapshot(server: &Server) {
    let place = server.new_database("killed");
    block_on(laws::keep_one(&place));
    let world = World::of(Options { devices: 4000, ..Options::default() })
        .with("RMCTL_DATABASE", server.url_with("admin", PASSWORD, "killed"));

    let mut child = world.home.start("inventory snapshot --vendor rms");
    block_on(async {
        let mut watch = PgConnection::connect(&server.url_with("admin", PASSWORD, "killed")).await.unwrap();
        let holders = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted";
        while sqlx::query_scalar::<_, i64>(holders).fetch_one(&mut watch).await.unwrap() == 0 {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it wrote");
        }
    });
    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(block_on(laws::count(&place)), 1);
    block_on(laws::keep_one(&place));
    assert_eq!(block_on(laws::count(&place)), 2);
}
