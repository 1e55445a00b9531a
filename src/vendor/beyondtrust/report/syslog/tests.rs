//! Files as a site sends them, with segments in any order.

use super::super::super::packed::tests::{gzip, unpacked, zip};
use super::*;

const LOGIN: &str = "Dec 10 07:04:11 tenant BG[12482]: 1427:01:01:event=login;site=tenant.example.com;status=success;when=1733810651;who=Test User (t@example.com) using saml;who_ip=192.0.2.4\n";
const FIRST: &str = "Dec 11 08:50:51 tenant BG[69065]: 1427:01:02:site=tenant.example.com;when=1733903451;event=user_changed;old_login_sc\n";
const SECOND: &str = "Dec 11 08:50:51 tenant BG[69065]: 1427:02:02:hedule:enabled=0;comment=a\\; b\n";

fn read(members: &[(&str, &[u8])]) -> (Vec<Value>, Vec<String>) {
    let (records, warnings, ended) = unpacked(unpack, &Given::default(), &zip(members), usize::MAX);
    assert_eq!(ended, Ok(()));
    (records, warnings)
}

fn of(text: &str) -> (Vec<Value>, Vec<String>) {
    read(&[("syslog", text.as_bytes())])
}

#[test]
fn a_line_is_a_record_with_the_members_of_the_site() {
    let (records, warnings) = of(LOGIN);

    assert_eq!(
        records,
        [json!({
            "when": 1_733_810_651, "time": "Dec 10 07:04:11", "host": "tenant", "site": "tenant.example.com",
            "site_id": "1427", "pid": "12482", "event": "login", "status": "success",
            "who": "Test User (t@example.com) using saml", "who_ip": "192.0.2.4",
        })]
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn segments_are_joined_by_process_even_in_the_middle_of_a_name_and_between_others() {
    let (records, warnings) = of(&format!("{FIRST}{LOGIN}{SECOND}"));

    assert_eq!(records[0]["event"], "login");
    assert_eq!((&records[1]["old_login_schedule:enabled"], &records[1]["comment"]), (&json!("0"), &json!("a; b")));
    assert_eq!((records.len(), warnings.len()), (2, 0));
}

#[test]
fn a_letter_that_two_segments_share_is_whole() {
    let line =
        |number: u8, text: &[u8]| [format!("Dec  1 00:00:00 h BG[1]: 2:{number}:2:").as_bytes(), text, b"\n"].concat();
    let whole = "who=J\u{f6}rg;event=\u{2713}".as_bytes();

    let both = [line(1, &whole[..6]), line(2, &whole[6..])].concat();
    let (records, warnings) = read(&[("syslog", &both)]);

    assert_eq!(
        (&records[0]["who"], &records[0]["event"], warnings.len()),
        (&json!("J\u{f6}rg"), &json!("\u{2713}"), 0)
    );
    let (records, _) = read(&[("syslog", "caf\u{e9}\n".as_bytes()), ("b", &line(1, &whole[..6]))]);
    assert_eq!(records[0]["text"], "caf\u{e9}");
}

#[test]
fn segments_are_joined_across_files_and_the_oldest_file_is_the_first() {
    let (records, warnings) =
        read(&[("syslog", SECOND.as_bytes()), ("syslog.1.gz", &gzip(&format!("{LOGIN}{FIRST}")))]);

    let events = |records: &[Value]| records.iter().map(|record| record["event"].clone()).collect::<Vec<_>>();

    assert_eq!((events(&records), warnings.len()), (vec![json!("login"), json!("user_changed")], 0));
    let newer = format!("{SECOND}{}", LOGIN.replace("1733810651", "1733990000"));
    let older = gzip(&format!("{LOGIN}{FIRST}"));
    let (records, warnings) = read(&[("syslog", newer.as_bytes()), ("syslog.1.gz", &older)]);
    assert_eq!((events(&records).len(), &records[1]["event"], warnings.len()), (3, &json!("user_changed"), 0));
}

#[test]
fn members_may_repeat_and_the_time_may_be_missing_or_none() {
    let line = |text: &str| format!("Dec  1 00:00:00 h BG[1]: 2:1:1:{text}\n");
    let (records, _) = of(&(line("a=1;a=2;a=3;host=x;odd") + &line("when=soon;event=e") + &line("when=1;when=2")));

    assert_eq!(
        records[0],
        json!({
            "when": null, "time": "Dec  1 00:00:00", "host": "h", "site": null, "site_id": "2", "pid": "1",
            "a": ["1", "2", "3"], "data:host": "x", "odd": "",
        })
    );
    assert_eq!((&records[1]["when"], &records[2]["when"]), (&json!("soon"), &json!([1, "2"])));
}

#[test]
fn what_is_not_whole_or_of_another_form_is_shown_and_told() {
    let (records, warnings) = of(&format!("{SECOND}kernel: hello\n\n{FIRST}{LOGIN}"));

    let texts: Vec<&Value> = records.iter().map(|record| &record["text"]).collect();
    assert_eq!(texts[0], "hedule:enabled=0;comment=a\\; b");
    assert_eq!((texts[1], &records[3]["is_whole"]), (&json!("kernel: hello"), &json!(false)));
    assert_eq!(
        warnings,
        ["entries of which parts are missing: 2, lines of another form: 1; `text` holds them, which `-o wide` shows"]
    );
}

#[test]
fn a_reader_who_has_enough_gets_no_more() {
    let text = LOGIN.repeat(5);

    let (records, _, ended) = unpacked(unpack, &Given::default(), &zip(&[("a", text.as_bytes())]), 2);

    assert_eq!((records.len(), ended), (2, Ok(())));
}

#[test]
fn a_bomb_is_not_unpacked_into_memory() {
    let bomb = gzip(&"x".repeat(6 << 20));

    let (_, _, ended) = unpacked(unpack, &Given::default(), &zip(&[("a.gz", &bomb)]), usize::MAX);

    assert!(ended.unwrap_err().contains("larger than 4 MiB"));
}
