//! Backups and scripts: files that are whole, or are not there.

use std::path::Path;

use sandbox::{BeyondTrustProduct, Fault, Misbehaviour, Sandbox};
use serde_json::json;

use super::inside::Ran;
use super::{pra, run, sent, site};

const BACKUP: &str = "/beyondtrust/api/backup";
const SCRIPT: &str = "/beyondtrust/api/client_script";

fn backup(site: &Sandbox, folder: &Path) -> Ran {
    run(site, &format!("backup --save {} --retries 1", folder.join("b.nsb").display()))
}

/// What is left after the answer to a backup was this.
fn after(misbehaviour: Misbehaviour) -> (u8, Vec<String>, String) {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("b.nsb"), "old").unwrap();
    site.inject(Fault::at(BACKUP, misbehaviour).times(u64::MAX));
    let ran = backup(&site, folder.path());
    let read = |entry: std::io::Result<std::fs::DirEntry>| std::fs::read_to_string(entry.unwrap().path()).unwrap();
    (ran.exit, std::fs::read_dir(folder.path()).unwrap().map(read).collect(), ran.stderr)
}

fn answer(media: &str, body: &str) -> Misbehaviour {
    let headers = vec![("content-type".to_owned(), media.to_owned())];
    Misbehaviour::Answer { status: 200, headers, body: body.to_owned() }
}

#[test]
fn a_backup_is_saved_whole_and_again_with_a_password() {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "Locked-123\n").unwrap();

    let open = backup(&site, folder.path());
    let first = std::fs::read(folder.path().join("b.nsb")).unwrap();
    let flags =
        format!("--save {} --password @{} -o json -vvv", folder.path().join("b.nsb").display(), secret.display());
    let locked = run(&site, &format!("backup {flags}"));
    let second = std::fs::read(folder.path().join("b.nsb")).unwrap();

    assert_eq!((open.exit, locked.exit), (0, 0), "{open:?} {locked:?}");
    assert!(first.starts_with(b"NSB\0open") && second.starts_with(b"NSB\0locked"));
    assert_eq!((locked.json()["bytes"].clone(), &locked.json()["locked"]), (json!(second.len()), &json!(true)));
    assert_eq!(site.requests().last().unwrap().body, r#"{"password":"Locked-123"}"#);
    assert!(!locked.stderr.contains("Locked-123"), "{locked:?}");
}

#[cfg(unix)]
#[test]
fn a_backup_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());

    backup(&site, folder.path());

    assert_eq!(std::fs::metadata(folder.path().join("b.nsb")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_no_backup_leaves_the_old_one_and_nothing_else() {
    let old = vec!["old".to_owned()];
    let xml = "<error>Permission denied</error>";

    let (exit, left, words) = after(answer("text/xml", xml));
    assert_eq!((exit, &left), (5, &old), "{words}");
    let (exit, left, words) = after(answer("application/octet-stream", xml));
    assert_eq!((exit, &left), (5, &old), "{words}");
    let (exit, left, words) = after(answer("application/octet-stream", "<html>Sign in</html>"));
    assert_eq!((exit, &left, words.contains("HTML")), (7, &old, true), "{words}");
    let (exit, left, words) = after(answer("application/json", r#"{"message":"Busy"}"#));
    assert_eq!((exit, &left, words.contains("Busy")), (13, &old, true), "{words}");
    let (exit, left, words) = after(answer("text/plain", "Maintenance until 8"));
    assert_eq!((exit, &left, words.contains("it is text")), (7, &old, true), "{words}");
    let (exit, left, words) = after(Misbehaviour::Html);
    assert_eq!((exit, &left), (7, &old), "{words}");
    let (exit, left, words) = after(Misbehaviour::Empty);
    assert_eq!((exit, &left), (7, &old), "{words}");
}

#[test]
fn a_backup_that_is_cut_off_is_not_kept() {
    for cut in [Misbehaviour::HalfBody, Misbehaviour::HeadersOnly] {
        let (exit, left, words) = after(cut);

        assert_eq!((exit, left), (8, vec!["old".to_owned()]), "{words}");
    }
}

#[test]
fn a_backup_that_takes_long_is_waited_for() {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());
    site.inject(Fault::at(BACKUP, Misbehaviour::Late(std::time::Duration::from_millis(300))));

    let ran = backup(&site, folder.path());

    assert_eq!(ran.exit, 0, "{ran:?}");
}

#[test]
fn nothing_is_asked_for_where_a_backup_has_no_place() {
    let site = pra();

    let nowhere = run(&site, "backup --save /no/such/folder/b.nsb");
    let folder = tempfile::tempdir().unwrap();
    let itself = run(&site, &format!("backup --save {}", folder.path().display()));
    let plain = run(&site, "backup --save b --password secret");

    assert_eq!([nowhere.exit, itself.exit, plain.exit], [2; 3]);
    assert!(itself.stderr.contains("it is a folder"), "{itself:?}");
    assert!(nowhere.stderr.contains("there is no folder `/no/such/folder`"), "{nowhere:?}");
    assert_eq!(site.requests().len(), 0);
}

#[test]
fn a_script_s_link_is_printed_without_a_request() {
    let site = pra();

    let ran = run(&site, "client-script push-and-start-remote --target sw&1 --jumpoint Quay --custom external_key=A/7");

    let link = format!(
        "{}{SCRIPT}?type=rep&operation=generate&action=push_and_start_remote&target=sw%261&jumpoint=Quay&session.custom.external_key=A%2F7\n",
        site.origin()
    );
    assert_eq!((ran.exit, ran.stdout), (0, link));
    assert_eq!(site.requests().len(), 0);
}

#[test]
fn every_script_of_a_product_is_taken_by_the_site() {
    let scripts = |product: BeyondTrustProduct, actions: &[&str]| {
        let (site, folder) = (site(product), tempfile::tempdir().unwrap());
        let save = |flags: &&str| {
            let ran = run(&site, &format!("client-script {flags} --save {}", folder.path().join("s").display()));
            let script = std::fs::read_to_string(folder.path().join("s")).unwrap_or_default();
            (ran.exit, script.starts_with("BRCS1.0\naction=")) == (0, true)
        };
        actions.iter().filter(|action| !save(action)).map(ToString::to_string).collect::<Vec<_>>()
    };
    let shared = [
        "login",
        "push-and-start-local --hostname h",
        "push-and-start-remote --target t --jumpoint j",
        "start-jump-item-session --hostname h --tag t --comments c --private-ip 10 --public-ip 192 --method pinned",
        "start-jump-item-session --search-string s --custom a=b",
        "start-shell-jump-session --target t --username u --protocol ssh --port 22 --terminal xterm",
    ];
    let own = [
        "generate-session-key",
        "start-rdp-session --target t --display-size all_displays --quality low --console yes",
        "start-vnc-session --target t",
        "start-vpro-session --target t --jumpoint j",
    ];

    assert_eq!(scripts(BeyondTrustProduct::PrivilegedRemoteAccess, &shared), Vec::<String>::new());
    assert_eq!(scripts(BeyondTrustProduct::RemoteSupport, &[&shared[..], &own].concat()), Vec::<String>::new());
}

#[test]
fn a_script_that_the_site_refuses_is_not_saved() {
    let (site, folder) = (pra(), tempfile::tempdir().unwrap());

    let ran = run(&site, &format!("client-script login --param odd=1 --save {}", folder.path().join("s").display()));
    let vague = run(&site, "client-script start-jump-item-session");
    let other = run(&site, "client-script start-rdp-session --target t");

    assert_eq!((ran.exit, std::fs::read_dir(folder.path()).unwrap().count()), (13, 0), "{ran:?}");
    assert!(ran.stderr.contains("Unknown parameter: odd"), "{ran:?}");
    assert_eq!([vague.exit, other.exit], [2, 2], "{vague:?} {other:?}");
}

#[test]
fn a_customer_s_link_is_printed_for_each_way_to_begin() {
    let site = site(BeyondTrustProduct::RemoteSupport);
    let query = |flags: &str| {
        let ran = run(&site, &format!("start-session {flags}"));
        ran.stdout.trim().rsplit_once("/api/start_session?").map_or(ran.stderr, |(_, query)| query.to_owned())
    };

    assert_eq!(query("--short-key 1234567"), "short_key=1234567");
    assert_eq!(query("--representative 2 --name Anna"), "id=2&name=Anna");
    assert_eq!(
        query("--issue slow --customer-name Ben --customer-company A&B --custom external_key=7"),
        "issue_menu=1&codeName=slow&customer.name=Ben&customer.company=A%26B&session.custom.external_key=7"
    );
    assert!(query("--representative 2").contains("`--representative` goes with `--name`"));
    assert!(!sent(&site).iter().any(|line| line.contains("start_session")));
}
