//! What holds in a file of SQLite's: who may read it, what a broken one is answered with, how large it grows.

use std::path::Path;

use rmctl::failure::Code;
use rmctl::fleet::memory::{Memory, Place, Scope, State, Wish};
use rmctl::fleet::{Device, Status};
use secrecy::ExposeSecret as _;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::laws::{block_on, count, keep_one, try_to_keep};

/// Run statements past rmctl.
pub(crate) async fn run(place: &Place, sql: &str) {
    match place {
        Place::File(path) => {
            let mut connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Place::Postgres(url) => {
            let mut connection = PgConnection::connect(url.expose_secret()).await.unwrap();
            sqlx::raw_sql("SET search_path = rmctl").execute(&mut connection).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
        Place::Passing => unreachable!("nobody else can reach it"),
    }
}

fn in_folder() -> (tempfile::TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(&folder.path().join("state"));
    (folder, place)
}

fn file(place: &Place) -> &Path {
    match place {
        Place::File(path) => path,
        _ => unreachable!("it is a file"),
    }
}

#[test]
#[cfg(unix)]
fn the_file_and_its_folder_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, place) = in_folder();

    block_on(keep_one(&place));

    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file(&place)), 0o600);
    assert_eq!(mode(file(&place).parent().unwrap()), 0o700);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let (_folder, place) = in_folder();
    std::fs::create_dir_all(file(&place).parent().unwrap()).unwrap();
    std::fs::write(file(&place), "# a shell's history, which somebody named by mistake\n".repeat(40)).unwrap();

    let refused = block_on(try_to_keep(&place)).unwrap_err();

    assert_eq!(refused.code, Code::Usage);
    assert!(refused.message.ends_with("the file is no database"), "{}", refused.message);
    assert!(std::fs::read_to_string(file(&place)).unwrap().starts_with("# a shell's history"));
}

#[test]
fn a_damaged_file_is_told_as_such() {
    let (_folder, place) = in_folder();
    block_on(keep_one(&place));
    let mut bytes = std::fs::read(file(&place)).unwrap();
    bytes[100..].fill(0xa5);
    std::fs::write(file(&place), bytes).unwrap();

    let refused = block_on(Memory::open(&place, Wish::Look)).err().unwrap();

    assert_eq!(refused.code, Code::VendorError, "{}", refused.message);
    assert!(refused.message.ends_with("the file is damaged"), "{}", refused.message);
}

#[test]
fn a_place_where_nothing_can_be_made_is_told_with_the_way_out() {
    let place = Place::File("/dev/null/inventory.sqlite".into());

    let refused = block_on(try_to_keep(&place)).unwrap_err();

    assert_eq!(refused.code, Code::Usage);
    assert!(refused.message.starts_with("cannot make `/dev/null/inventory.sqlite` for the snapshots: "));
}

#[test]
fn another_program_that_holds_the_file_does_not_keep_anybody_from_looking() {
    let (_folder, place) = in_folder();
    block_on(keep_one(&place));

    let seen = block_on(async {
        let mut other = SqliteConnectOptions::new().filename(file(&place)).connect().await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        count(&place).await
    });

    assert_eq!(seen, 1);
}

fn fleet(day: i64) -> State {
    let device = |id: i64| Device {
        vendor: "rms".to_owned(),
        profile: "field".to_owned(),
        id: (4_000_000 + id).to_string(),
        serial: Some(format!("60{id:08}")),
        name: Some(format!("router-{id}")),
        model: Some("RUT956".to_owned()),
        site: Some(format!("site {}", id / 20)),
        // A tenth of them goes on and off.
        status: if (id + day) % 10 == 0 { Status::Offline } else { Status::Online },
        last_seen: jiff::Timestamp::from_second(1_790_000_000 + day * 86_400 + id).ok(),
        firmware: Some("RUT9M_R_00.07.06.10".to_owned()),
        addresses: vec![format!("10.1.{}.{}", id / 250, id % 250)],
        ..Device::default()
    };
    let devices: Vec<Device> = (0..1000).map(device).collect();
    let at = jiff::Timestamp::from_second(1_790_000_000 + day * 86_400).unwrap();
    State::gathered(at, Vec::new(), vec![Scope::complete("rms", "field")], &devices)
}

#[test]
fn a_device_costs_forty_bytes_a_snapshot_however_often_it_goes_on_and_off() {
    let (_folder, place) = in_folder();
    let size = || std::fs::metadata(file(&place)).unwrap().len();
    let keep = |days: std::ops::Range<i64>| {
        block_on(async {
            let mut memory = Memory::open(&place, Wish::Change).await.unwrap().unwrap();
            for day in days {
                memory.keep(&fleet(day), None, None).await.unwrap();
            }
            memory.close().await;
        });
    };

    keep(0..10);
    let before = size();
    keep(10..40);
    let each = (size() - before) / (30 * 1000);

    assert!(each <= 40, "{each} bytes");
}
