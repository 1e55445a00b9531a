//! Things by what people call them: exactly, but for capitals. A site finds nothing by a part of a name, and what is nearly
//! called so is worth telling.

use serde_json::Value;

use super::{jump_clients, jump_groups, users, vault};
use crate::catalog::Operation;
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::Sought;
use crate::workflow::{Work, of_read};

/// A kind of things that have names.
pub(super) struct Named {
    /// What one of them is.
    what: &'static str,
    /// What the user calls the name.
    by: &'static str,
    /// All of them.
    list: &'static Operation,
    /// The words of that command.
    words: &'static str,
    /// Where names stand; any of them will do.
    members: &'static [&'static str],
    /// The filter of the list that finds a whole name, where one filter finds them all.
    filter: Option<&'static str>,
    /// Tells one of several from the others.
    shown: fn(&Value) -> String,
}

pub(super) const USERS: Named = Named {
    what: "user",
    by: "name or mail address",
    list: &users::LIST,
    words: "users list",
    members: &["username", "email_address"],
    filter: None,
    shown: |user| USERS.id_and_names(user),
};

pub(super) const JUMP_GROUPS: Named = Named {
    what: "Jump Group",
    by: "name",
    list: &jump_groups::LIST,
    words: "jump-groups list",
    members: &["name", "code_name"],
    filter: None,
    shown: |group| JUMP_GROUPS.id_and_names(group),
};

pub(super) const VAULT_ACCOUNTS: Named = Named {
    what: "Vault account",
    by: "name",
    list: &vault::LIST,
    words: "vault accounts list",
    members: &["name"],
    filter: Some("name"),
    shown: |account| {
        let of = |member: &str| text_of(&account[member]);
        format!("{} ({}, of account group {})", of("id"), of("type"), of("account_group_id"))
    },
};

pub(super) const JUMP_CLIENTS: Named = Named {
    what: "Jump Client",
    by: "name",
    list: &jump_clients::LIST,
    words: "jump-clients list",
    members: &["name"],
    filter: Some("name"),
    shown: |client| {
        let of = |member: &str| text_of(&client[member]);
        format!("{} ({}, connected {})", of("id"), of("hostname"), of("last_connect_timestamp"))
    },
};

/// More names are no help.
const FEW: usize = 3;
/// Names that are less alike than this are other names.
const ALIKE: f64 = 0.8;

/// A name of nothing but digits is an id.
pub(super) fn is_id(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit())
}

impl Named {
    /// The id of the one that is called so. A number is an id already.
    pub(super) async fn id(&self, work: &Work<'_>, typed: &str) -> Result<String, Fault> {
        match is_id(typed) {
            true => Ok(typed.to_owned()),
            false => Ok(text_of(&self.by_name(work, typed).await?["id"])),
        }
    }

    /// The one that is called so. Looking for it changes nothing, whatever is to be done with it.
    pub(super) async fn by_name(&self, work: &Work<'_>, typed: &str) -> Result<Value, Fault> {
        // A variable of a script that is not set; the site would find everything by it, or complain of its own filter.
        if typed.trim().is_empty() {
            let failure = Failure::usage(format!("the {} of the {} is empty", self.by, self.what));
            return Err(failure.hint(self.lists()).into());
        }
        let list = async |given: Given| work.list(self.list, &given).await.map_err(|fault| of_read(self.list, fault));
        let found = match self.filter {
            Some(filter) => list(Given::default().with(filter, typed)).await?,
            None => Vec::new(),
        };
        match self.fitting(&found, typed).is_empty() {
            true => Ok(self.one_of(&list(Given::default()).await?, typed)?),
            false => Ok(self.one_of(&found, typed)?),
        }
    }

    /// None has the id.
    pub(super) fn without_id(&self, id: &str) -> Failure {
        self.sought("id", id, self.lists()).nothing()
    }

    fn one_of(&self, all: &[Value], typed: &str) -> Result<Value, Failure> {
        let search = match &self.near(all, &typed.to_lowercase())[..] {
            [] => self.lists(),
            [one] => format!("there is `{one}`; {}", self.lists()),
            near => format!("there are `{}`; {}", near.join("`, `"), self.lists()),
        };
        self.sought(self.by, typed, search).the_one(self.fitting(all, typed), self.shown)
    }

    /// Those that are called so; the letters that were typed count more than the same with other capitals.
    fn fitting(&self, all: &[Value], typed: &str) -> Vec<Value> {
        let those = |fits: &dyn Fn(&str) -> bool| -> Vec<Value> {
            all.iter().filter(|one| self.names(one).any(fits)).cloned().collect()
        };
        let same = those(&|name| name == typed);
        match same.is_empty() {
            true => those(&|name| name.to_lowercase() == typed.to_lowercase()),
            false => same,
        }
    }

    fn sought<'n>(&self, by: &'n str, value: &'n str, search: String) -> Sought<'n> {
        Sought { what: self.what, by, value, instead: "its id", search }
    }

    fn lists(&self) -> String {
        format!("`rmctl beyondtrust {}` lists them all", self.words)
    }

    fn id_and_names(&self, one: &Value) -> String {
        format!("{} (`{}`)", text_of(&one["id"]), self.names(one).collect::<Vec<_>>().join("`, `"))
    }

    fn names<'v>(&self, one: &'v Value) -> impl Iterator<Item = &'v str> {
        self.members.iter().filter_map(|member| one[*member].as_str()).filter(|name| !name.is_empty())
    }

    /// The names that may have been meant, the most alike first.
    fn near(&self, all: &[Value], wanted: &str) -> Vec<String> {
        let likeness = |name: &str| match !wanted.is_empty() && name.to_lowercase().contains(wanted) {
            true => 1.0,
            false if strsim::osa_distance(wanted, &name.to_lowercase()) == 1 => 1.0,
            false => strsim::jaro_winkler(wanted, &name.to_lowercase()),
        };
        let names = all.iter().filter_map(|one| {
            let best = self.names(one).map(likeness).max_by(f64::total_cmp)?;
            Some((best, self.names(one).next()?.to_owned())).filter(|_| best > ALIKE)
        });
        let mut near: Vec<(f64, String)> = names.collect();
        near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        near.dedup_by(|(_, one), (_, other)| one == other);
        near.into_iter().take(FEW).map(|(_, name)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Code;
    use serde_json::json;

    fn of(typed: &str) -> Result<Value, Failure> {
        let users = [
            json!({"id": 1, "username": "anna", "email_address": "anna@example.com"}),
            json!({"id": 2, "username": "anton", "email_address": ""}),
            json!({"id": 3, "username": "ANTON"}),
            json!({"id": 4, "username": "Bert"}),
            json!({"id": 5, "username": "BERT"}),
        ];
        USERS.one_of(&users, typed).map(|user| user["id"].clone())
    }

    #[test]
    fn a_name_or_an_address_is_found_whatever_its_capitals() {
        assert_eq!([of("Anna"), of("ANNA@example.com")], [Ok(json!(1)), Ok(json!(1))]);
    }

    #[test]
    fn a_part_of_a_name_is_no_name_and_what_is_near_is_told() {
        let failure = of("ann").unwrap_err();
        let several = of("ant").unwrap_err();

        assert_eq!(failure.code, Code::NotFound);
        assert_eq!(failure.message, "no user has the name or mail address `ann`");
        assert_eq!(failure.hint.as_deref(), Some("there is `anna`; `rmctl beyondtrust users list` lists them all"));
        assert!(several.hint.unwrap().starts_with("there are `anton`, `ANTON`; "));
        assert_eq!(of("zzz").unwrap_err().hint.as_deref(), Some("`rmctl beyondtrust users list` lists them all"));
    }

    #[test]
    fn of_two_with_one_name_the_one_with_the_letters_that_were_typed_is_taken_or_none() {
        let failure = of("bert").unwrap_err();

        assert_eq!([of("anton"), of("ANTON")], [Ok(json!(2)), Ok(json!(3))]);
        assert_eq!(failure.code, Code::Ambiguous);
        assert_eq!(failure.message, "2 users have the name or mail address `bert`: 4 (`Bert`), 5 (`BERT`)");
    }
}
