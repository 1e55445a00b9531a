//! What a run looks like among the activities of a device.

use super::*;

fn activity(id: i64, source: &str, series: &str, status: &str) -> Value {
    json!({
        "id": id, "activityType": "SCRIPTING", "sourceName": source, "seriesUid": series, "statusCode": status,
        "status": status.to_lowercase(),
    })
}

#[test]
fn what_was_there_before_the_run_and_other_scripts_are_not_it() {
    let activities = [activity(5, "clean", "a", "COMPLETED"), activity(7, "other", "b", "COMPLETED")];

    assert_eq!(seen(&activities, 5, Some("clean")), Seen::Nothing);
}

#[test]
fn the_run_has_ended_when_an_activity_of_its_series_says_so() {
    let (begun, done) = (activity(6, "clean", "c", "STARTED"), activity(8, "clean", "c", "COMPLETED"));

    assert_eq!(seen(std::slice::from_ref(&begun), 5, Some("clean")), Seen::Underway("started".to_owned()));
    assert_eq!(seen(&[done.clone(), begun], 5, Some("clean")), Seen::Ended(done));
}

#[test]
fn a_result_that_stands_on_a_run_that_goes_on_is_no_end() {
    let mut begun = activity(6, "clean", "c", "IN_PROCESS");
    begun["activityResult"] = "UNCOMPLETED".into();

    assert_eq!(seen(&[begun], 5, Some("clean")), Seen::Underway("in_process".to_owned()));
}

#[test]
fn two_runs_of_the_same_script_cannot_be_told_apart() {
    let activities = [activity(6, "clean", "c", "COMPLETED"), activity(7, "clean", "d", "STARTED")];

    assert_eq!(seen(&activities, 5, Some("clean")), Seen::Several);
}

#[test]
fn without_a_name_the_type_of_the_activity_tells() {
    let mut alert = activity(6, "", "c", "TRIGGERED");
    alert["activityType"] = "CONDITION".into();
    let done = activity(7, "", "d", "COMPLETED");

    assert_eq!(seen(&[alert, done.clone()], 5, None), Seen::Ended(done));
}

#[test]
fn only_a_success_is_one() {
    let ended = |result: Value, status: &str| {
        let mut activity = activity(1, "clean", "c", status);
        activity["activityResult"] = result;
        activity["message"] = "exit code 1".into();
        ending("7", &activity).failure
    };

    assert_eq!(ended("SUCCESS".into(), "COMPLETED"), None);
    assert_eq!(ended(Value::Null, "COMPLETED"), None);
    assert_eq!(ended("FAILURE".into(), "COMPLETED"), Some("FAILURE: exit code 1".to_owned()));
    assert_eq!(ended(Value::Null, "CANCELLED"), Some("CANCELLED: exit code 1".to_owned()));
}

#[test]
fn the_row_is_given_what_was_given_and_no_more() {
    let script = Given::default().with("script", 93).with("run-as", "system").with("parameters", "-Force");
    let row = Given::default().with("type", "SCRIPT").with("script", 93).with("parameters", "-Force");

    assert_eq!(what(&script), row.with("runAs", "system"));
    assert_eq!(
        what(&Given::default().with("action", "u-1")),
        Given::default().with("type", "ACTION").with("uid", "u-1")
    );
}
