//! Representatives and their teams, by version 1 of the Command API.

use super::super::accounts::Account;
use super::super::sessions::Person;
use super::super::site::Site;
use super::super::xml::Element;
use super::{Parameters, Said, success, time};

/// One name has a letter that XML has to write otherwise.
pub(super) fn representatives(site: &mut Site, _: &Parameters, _: &Account, now: i64) -> Said {
    let one = |person: &Person| {
        Element::new("rep").with("id", person.id).holding([
            Element::text("display_name", person.name),
            Element::text("public_display_name", person.name),
            Element::text("private_display_name", &format!("{} & Co", person.name)),
            Element::text("type", "Normal"),
            time("logged_in_since", now - 900),
            Element::text("presentation_count", "0"),
            Element::text("support_session_count", "1"),
            Element::text("showing_on_rep_list", "1"),
        ])
    };
    Ok(Element::new("logged_in_reps").holding(site.present.iter().map(one)))
}

pub(super) fn teams(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let issue = Element::new("issue").with("id", 3).holding([Element::text("title", "Other")]);
    let team = Element::new("support_team").with("id", 1);
    // What members hold is published nowhere.
    let members = parameters.get("showmembers").is_some_and(|value| value == "1").then(|| Element::new("members"));
    let body = [Element::text("name", "First line")].into_iter().chain(members);
    let team = team.holding(body.chain([Element::new("issues").holding([issue])]));
    Ok(Element::new("support_teams").holding([team]))
}

pub(super) fn set_status(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let known = site.lists.all("/rep-status");
    let status = &parameters["code_name"];
    if !known.iter().any(|one| one.get("code_name").is_some_and(|code| code == status.as_str())) {
        return Err("No such status".into());
    }
    let person = site.present.iter_mut().find(|person| person.id.to_string() == parameters["rep_id"]);
    person.ok_or("No such representative")?.status.clone_from(status);
    success("Status set")
}
