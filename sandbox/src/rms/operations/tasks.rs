//! Task groups with their tasks, and reports: what is planned first and run later.

use super::asynchronous::track;
use super::devices::indices;
use super::records::check_company;
use super::resources::{GENERATED_REPORTS, REPORTS, TASK_GROUPS, TASKS};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::{NO_DEVICE, Track};
use crate::rms::envelope;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::Value;

pub(super) fn create_group(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    check_company(state, call)?;
    let group = state.create(&TASK_GROUPS, call.members());
    add_tasks(state, call, group);
    Ok(envelope::success(call))
}

/// Tasks that are sent replace those that the group had.
pub(super) fn update_group(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let group = call.id("id")?;
    state.update(&TASK_GROUPS, group, call.members())?;
    if call.member("tasks").is_array() {
        drop_tasks(state, group);
        add_tasks(state, call, group);
    }
    Ok(envelope::success(call))
}

pub(super) fn delete_group(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let group = call.id("id")?;
    state.table_mut(&TASK_GROUPS).remove(group).ok_or_else(Refusal::not_found)?;
    drop_tasks(state, group);
    Ok(envelope::success(call))
}

fn add_tasks(state: &mut State, call: &Call<'_>, group: u64) {
    let name = state.table(&TASK_GROUPS).get(group).map_or(Value::Null, |record| record["name"].clone());
    for task in call.member("tasks").as_array().into_iter().flatten() {
        let mut task = task.as_object().cloned().unwrap_or_default();
        task.insert("group_id".into(), group.into());
        task.insert("group_name".into(), name.clone());
        state.create(&TASKS, task);
    }
}

fn drop_tasks(state: &mut State, group: u64) {
    let of_group = state.table(&TASKS).records().filter(|task| task["group_id"] == group);
    let ids: Vec<u64> = of_group.filter_map(|task| task["id"].as_u64()).collect();
    ids.into_iter().for_each(|id| drop(state.table_mut(&TASKS).remove(id)));
}

pub(super) fn run_group(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.record(&TASK_GROUPS, call.id("id")?)?;
    let ids = call.ids("device_id");
    indices(state, &ids, "device_id")?;
    let tracks = ids.iter().map(|id| track(state, *id, "Task group completed.")).collect();
    Ok(state.accept(call, tracks))
}

/// A generated report is listed when the channel ends.
pub(super) fn generate_report(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    let mut report: Record = state.record(&REPORTS, id)?.clone();
    report.insert("report_template_id".into(), id.into());
    report.insert("report_template_name".into(), report["name"].clone());
    let track = Track::done(NO_DEVICE, "Report generated.").then(move |state| {
        let at = state.stamp();
        report.insert("created_at".into(), at.into());
        state.create(&GENERATED_REPORTS, report);
    });
    Ok(state.accept(call, vec![track]))
}
