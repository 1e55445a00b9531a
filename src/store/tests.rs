//! What both stores promise, and what only the disk can show: permissions, crashes, other processes.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::*;

const MOMENT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(60);

fn disk(folder: &Path) -> Disk {
    Disk::new(Some(folder.join("cache")))
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn is_held(lock: &Lock) -> bool {
    matches!(lock, Lock::Held(_))
}

fn is_busy(lock: &Lock) -> bool {
    matches!(lock, Lock::Busy)
}

fn add_one(store: &dyn Store) {
    let outcome = store.update("count", &mut |old| {
        let count: u32 = old.map_or(0, |old| String::from_utf8(old).unwrap().parse().unwrap());
        Some((count + 1).to_string().into_bytes())
    });
    assert_eq!(outcome, Outcome::Kept);
}

fn keeps_its_promises(store: Arc<dyn Store>) {
    assert_eq!(store.read("x"), None);
    assert_eq!(store.replace("x", b"one"), Outcome::Kept);
    assert_eq!(store.read("x"), Some(b"one".to_vec()));
    assert_eq!(store.update("x", &mut |_| Some(b"two".to_vec())), Outcome::Kept);
    assert_eq!(store.read("x"), Some(b"two".to_vec()));
    assert_eq!(store.update("x", &mut |_| None), Outcome::Kept);
    assert_eq!(store.read("x"), None);
    assert_eq!(store.remove("x"), Outcome::Kept);
    assert_eq!(store.replace("y", b"one"), Outcome::Kept);
    assert_eq!(store.remove("y"), Outcome::Kept);
    assert_eq!(store.read("y"), None);
}

fn locks_one_at_a_time(store: Arc<dyn Store>) {
    let first = store.try_lock("x");
    assert!(is_held(&first));
    assert!(is_busy(&store.try_lock("x")));
    assert!(is_busy(&store.lock("x", MOMENT)));
    assert!(is_held(&store.try_lock("y")));

    let waiting = {
        let store = Arc::clone(&store);
        thread::spawn(move || is_held(&store.lock("x", LONG)))
    };
    drop(first);

    assert!(waiting.join().unwrap());
    assert!(is_held(&store.try_lock("x")));
}

fn loses_no_update(store: Arc<dyn Store>) {
    let adding = || {
        let store = Arc::clone(&store);
        thread::spawn(move || (0..50).for_each(|_| add_one(&*store)))
    };

    let threads = [adding(), adding(), adding()];
    threads.into_iter().for_each(|thread| thread.join().unwrap());

    assert_eq!(store.read("count"), Some(b"150".to_vec()));
}

#[test]
fn memory_keeps_its_promises() {
    keeps_its_promises(Arc::new(Memory::default()));
    locks_one_at_a_time(Arc::new(Memory::default()));
    loses_no_update(Arc::new(Memory::default()));
}

#[test]
fn a_disk_keeps_what_is_given_to_it() {
    let folder = tempfile::tempdir().unwrap();

    keeps_its_promises(Arc::new(disk(folder.path())));
}

#[test]
fn a_lock_on_disk_has_one_holder() {
    let folder = tempfile::tempdir().unwrap();

    locks_one_at_a_time(Arc::new(disk(folder.path())));
}

#[test]
fn contending_updates_on_disk_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();

    loses_no_update(Arc::new(disk(folder.path())));
}

#[test]
fn whoever_holds_a_lock_may_update_what_it_locked() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    let _held = store.try_lock("count");

    add_one(&store);

    assert_eq!(store.read("count"), Some(b"1".to_vec()));
}

#[test]
fn a_lock_that_came_too_late_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    let first = store.try_lock("x");
    assert!(is_busy(&store.lock("x", MOMENT)));

    drop(first);

    assert!(is_held(&store.lock("x", LONG)));
}

#[test]
fn a_crash_in_mid_write_leaves_the_old_content() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    assert_eq!(store.replace("x", b"old"), Outcome::Kept);

    fs::write(folder.path().join("cache/.new-abandoned"), b"rmctl-1\nhalf").unwrap();

    assert_eq!(store.read("x"), Some(b"old".to_vec()));
}

#[test]
fn an_update_that_dies_leaves_the_old_content_and_no_lock() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    add_one(&store);

    let died = std::panic::catch_unwind(|| store.update("count", &mut |_| panic!("a bug in the caller")));
    add_one(&store);

    assert!(died.is_err());
    assert_eq!(store.read("count"), Some(b"2".to_vec()));
}

#[test]
#[cfg(target_os = "linux")]
fn another_process_sees_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    let held = store.try_lock("x");
    let file = &files(&folder.path().join("cache"))[0];
    let other_gets_it = || {
        let mut other = std::process::Command::new("flock");
        other.arg("--nonblock").arg(file).arg("true").status().unwrap().success()
    };

    let while_held = other_gets_it();
    drop(held);

    assert_eq!((while_held, other_gets_it()), (false, true));
}

#[test]
fn a_damaged_file_reads_as_absent() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    assert_eq!(store.replace("x", b"content"), Outcome::Kept);
    let file = &files(&folder.path().join("cache"))[0];

    fs::write(file, &fs::read(file).unwrap()[..30]).unwrap();

    assert_eq!(store.read("x"), None);
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());

    assert_eq!(store.replace("../../outside", b"1"), Outcome::Kept);
    assert_eq!(store.replace("/absolute", b"2"), Outcome::Kept);
    assert_eq!(store.replace("", b"3"), Outcome::Kept);

    assert_eq!(files(folder.path()), [folder.path().join("cache")]);
    assert_eq!(files(&folder.path().join("cache")).len(), 3);
    assert_eq!(store.read("../../outside"), Some(b"1".to_vec()));
}

#[test]
fn reading_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();

    assert_eq!(disk(folder.path()).read("x"), None);

    assert_eq!(files(folder.path()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn an_unwritable_place_is_no_error_and_the_change_still_runs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cache"), b"a file in the way").unwrap();
    let store = disk(folder.path());
    let mut calls = 0;

    let replaced = store.replace("x", b"content");
    let updated = store.update("x", &mut |old| {
        calls += 1;
        old
    });

    assert!(matches!(replaced, Outcome::NotKept(_)));
    assert!(matches!(updated, Outcome::NotKept(_)));
    assert!(matches!(store.try_lock("x"), Lock::Unavailable(_)));
    assert_eq!(calls, 1);
}

#[test]
fn without_a_folder_nothing_is_kept() {
    let outcome = Disk::new(None).replace("x", b"content");

    assert_eq!(outcome, Outcome::NotKept("there is no folder for it".to_owned()));
}

#[test]
#[cfg(unix)]
fn only_the_user_can_read_any_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = disk(folder.path());
    assert_eq!(store.replace("x", b"content"), Outcome::Kept);
    assert!(is_held(&store.try_lock("x")));

    let cache = folder.path().join("cache");
    let modes: Vec<u32> = files(&cache).iter().map(|file| mode(file)).collect();

    assert_eq!(mode(&cache), 0o700);
    assert_eq!(modes, [0o600, 0o600]);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
