//! VPN hubs: deleted and switched asynchronously, in work that belongs to no device.

use super::resources::VPN_HUBS;
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::{NO_DEVICE, Track};
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;

/// What the status channel says of a hub that is not there.
fn missing() -> Track {
    Track::failed(NO_DEVICE, "Object does not exist.", -97)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ids = call.ids("id");
    let are_there = ids.iter().all(|id| state.table(&VPN_HUBS).get(*id).is_some());
    let done = Track::done(NO_DEVICE, "Successfully deleted.").then(move |state| {
        ids.into_iter().for_each(|id| drop(state.table_mut(&VPN_HUBS).remove(id)));
    });
    Ok(state.accept(call, vec![if are_there { done } else { missing() }]))
}

pub(super) fn toggle(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    if state.table(&VPN_HUBS).get(id).is_none() {
        return Ok(state.accept(call, vec![missing()]));
    }
    let enabled = u8::from(call.member("enabled") == true);
    let track = Track::done(NO_DEVICE, "Successfully changed.").then(move |state| {
        let change = Record::from_iter([("enabled".to_owned(), enabled.into())]);
        let _ = state.update(&VPN_HUBS, id, change); // The hub may be gone by now, which changes nothing.
    });
    Ok(state.accept(call, vec![track]))
}
