//! Filter, sort, limit, secrets and what is said besides.

use super::*;

#[test]
fn a_missing_name_is_no_news_where_there_is_no_record() {
    let view =
        View { columns: columns(&["x"]), sort: Some("y".into()), filters: vec!["z=1".into()], ..View::default() };

    let (_, summary) = try_show(&view, Shape::List, &Knowledge::OPEN, &[]).unwrap();

    assert_eq!(summary, Summary::default());
}

#[test]
fn a_filter_that_names_nothing_is_said_so() {
    let view = View { filters: vec!["statu=online".into()], ..view(Format::Json) };

    let (out, summary) = try_show(&view, Shape::List, &Knowledge::OPEN, &LIST).unwrap();

    assert_eq!(out, "[]\n");
    assert_eq!(summary.warnings, ["no record has a member `statu` to filter by"]);
}

#[test]
fn unknown_names_are_refused_before_anything_is_sent() {
    let check = |view: View| view.check(Shape::List, &DEVICES).unwrap_err().message;

    assert_eq!(
        check(View { columns: columns(&["sate"]), ..View::default() }),
        "unknown column `sate`; there are `site`, `name`, `status`, `tags`, `rssi`, `password` and 1 more"
    );
    assert_eq!(
        check(View { sort: Some("-nam".into()), ..View::default() }),
        "unknown sort key `nam`; there are `name`, `tags`, `status`, `password`, `id`, `site` and 1 more"
    );
    assert_eq!(
        check(View { filters: vec!["sit.name=x".into()], ..View::default() }),
        "unknown filter key `sit.name`; there are `site`, `status`, `rssi`, `password`, `id`, `name` and 1 more"
    );
}

#[test]
fn work_is_done_in_order_filter_sort_limit_columns() {
    let view = View {
        filters: vec!["status!=offline".into()],
        sort: Some("-id".into()),
        limit: Some(1),
        columns: columns(&["id"]),
        ..view(Format::Tsv)
    };

    let (out, summary) = try_show(&view, Shape::List, &DEVICES, &LIST).unwrap();

    assert_eq!(out, "id\n9007199254740993123\n");
    assert_eq!(summary.printed, 1);
}

#[test]
fn the_limit_says_enough_with_the_last_record_it_allows() {
    let mut out = Vec::new();
    let view = View { limit: Some(2), ..view(Format::Ndjson) };
    let mut printer = Printer::new(&view, Shape::List, &Knowledge::OPEN, &mut out).unwrap();

    let flows = ["1", "2", "3"].map(|text| printer.record(&record(text)).unwrap());
    let summary = printer.finish().unwrap();

    assert_eq!(flows, [Flow::More, Flow::Enough, Flow::Enough]);
    assert_eq!(summary.printed, 2);
    assert_eq!(out, b"1\n2\n");
}

#[test]
fn secrets_cannot_be_guessed_by_filter_or_sort() {
    let view = View { filters: vec!["password~hunter".into()], ..view(Format::Json) };

    assert_eq!(list(&view), "[]\n");
}

#[test]
fn what_streams_is_written_before_the_next_record_comes() {
    let first = |format| {
        let mut out = Vec::new();
        let mut printer = Printer::new(&view(format), Shape::List, &DEVICES, &mut out).unwrap();
        printer.record(&record(r#"{"id":1}"#)).unwrap();
        drop(printer);
        String::from_utf8(out).unwrap()
    };

    assert_eq!(first(Format::Json), "[\n{\"id\":1}");
    assert_eq!(first(Format::Ndjson), "{\"id\":1}\n");
    assert_eq!(first(Format::Yaml), "- id: 1\n");
    assert_eq!(first(Format::Csv), "id,name,status,site.name\n1,,,\n");
    assert_eq!(first(Format::Name), "1\n");
}

#[test]
fn a_closed_pipe_is_told_from_a_failure() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _bytes: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut out = Closed;
    let mut printer = Printer::new(&view(Format::Csv), Shape::List, &DEVICES, &mut out).unwrap();

    let outcome = printer.record(&record("{}"));

    assert!(matches!(outcome, Err(Error::Stream(error)) if error.kind() == std::io::ErrorKind::BrokenPipe));
}

#[test]
fn after_an_unreadable_record_the_array_is_still_closed() {
    let mut out = Vec::new();
    let view = View { filters: vec!["id!=0".into()], ..view(Format::Json) };
    let mut printer = Printer::new(&view, Shape::List, &DEVICES, &mut out).unwrap();
    printer.record(&record(r#"{"id":1}"#)).unwrap();

    let outcome = printer.record(&record(&("[".repeat(1000) + &"]".repeat(1000))));
    printer.finish().unwrap();

    assert!(matches!(outcome, Err(Error::Failure(_))));
    assert_eq!(out, b"[\n{\"id\":1}\n]\n");
}
