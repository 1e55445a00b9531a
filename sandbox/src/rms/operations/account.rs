//! The user, companies, invitations and roles.

use super::resources::{COMPANIES, INVITATIONS, ROLES};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::envelope;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// The one answer without an envelope: the specification draws it flat.
pub(super) fn user(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let body = json!({
        "id": 1, "first_name": "Jane", "last_name": null, "avatar_path": null, "username": "jane.doe",
        "email": "jane@example.com", "mfa_type": "totp", "terms_conditions": true, "last_login_at": state.stamp(),
        "email_verified": true,
        "company": { "id": super::ACCOUNT, "name": state.company(super::ACCOUNT), "parent_id": 1, "level": 1 },
        "role": { "id": 2, "name": "admin", "title": "Administrator" },
        "token": call.token.claims(),
        "scope": call.token.scopes(),
        "permissions": ["view_devices", "edit_devices", "view_companies"],
    });
    Ok(Reply::json(200, body.to_string()))
}

pub(super) fn count_devices(state: &State, companies: &mut [Record]) {
    for company in companies {
        let count = company.get("id").and_then(Value::as_u64).map_or(0, |id| state.fleet.count_of(id));
        company.insert("devices_count".into(), count.into());
    }
}

pub(super) fn move_company(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let [source, target] = ["source", "target"].map(|name| call.member(name).as_u64().unwrap_or(0));
    if source == target {
        return Err(Refusal::invalid("target", "The target must be different from the source."));
    }
    let name = state.record(&COMPANIES, target)?["name"].clone();
    let parent = Record::from_iter([("parent_id".to_owned(), target.into()), ("parent_name".to_owned(), name)]);
    state.update(&COMPANIES, source, parent)?;
    Ok(envelope::success(call))
}

pub(super) fn invite(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    super::records::check_company(state, call)?;
    let mut members = call.members();
    members.insert("role_title".into(), call.member("role").clone());
    state.create(&INVITATIONS, members);
    Ok(envelope::success(call))
}

/// A role is created for several companies at once, one record each.
pub(super) fn create_role(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let count = call.ids("permission_id").len();
    for company in call.ids("company_id") {
        let mut role = call.members();
        role.insert("company_id".into(), company.into());
        role.insert("name".into(), call.member("title").clone());
        role.insert("permissions_count".into(), count.into());
        role.insert("_type".into(), "custom".into());
        state.create(&ROLES, role);
    }
    Ok(envelope::success(call))
}
