//! Things by what people call them: exactly, but for capitals, out of the whole list. A site finds nothing by a part of its
//! name, and what is nearly called so is worth telling.

use serde_json::Value;

use super::{jump_groups, users};
use crate::catalog::Operation;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::Sought;
use crate::workflow::Work;

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
}

pub(super) const USERS: Named = Named {
    what: "user",
    by: "name or mail address",
    list: &users::LIST,
    words: "users list",
    members: &["username", "email_address"],
};

pub(super) const JUMP_GROUPS: Named = Named {
    what: "Jump Group",
    by: "name",
    list: &jump_groups::LIST,
    words: "jump-groups list",
    members: &["name", "code_name"],
};

/// More names are no help.
const FEW: usize = 3;
/// Names that are less alike than this are other names.
const ALIKE: f64 = 0.8;

impl Named {
    /// The id of the one that is called so. A number is an id already.
    pub(super) async fn id(&self, work: &Work<'_>, typed: &str) -> Result<String, Fault> {
        if !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(typed.to_owned());
        }
        let all = work.list(self.list, &Given::default()).await?;
        let found = self.one_of(all, typed)?;
        Ok(text_of(&found["id"]))
    }

    fn one_of(&self, all: Vec<Value>, typed: &str) -> Result<Value, crate::failure::Failure> {
        let wanted = typed.to_lowercase();
        let near = self.near(&all, &wanted);
        let fitting = all.into_iter().filter(|one| self.names(one).any(|name| name.to_lowercase() == wanted)).collect();
        let lists = format!("`rmctl beyondtrust {}` lists them all", self.words);
        let search = match &near[..] {
            [] => lists,
            near => format!("there is `{}`; {lists}", near.join("`, `")),
        };
        let sought = Sought { what: self.what, by: self.by, value: typed, instead: "its id", search };
        sought.the_one(fitting, |one| {
            format!("{} (`{}`)", text_of(&one["id"]), self.names(one).collect::<Vec<_>>().join("`, `"))
        })
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
        near.into_iter().take(FEW).map(|(_, name)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Code, Failure};
    use serde_json::json;

    fn of(typed: &str) -> Result<Value, Failure> {
        let users = [
            json!({"id": 1, "username": "anna", "email_address": "anna@example.com"}),
            json!({"id": 2, "username": "anton", "email_address": ""}),
            json!({"id": 3, "username": "ANTON"}),
        ];
        USERS.one_of(users.into(), typed).map(|user| user["id"].clone())
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
        assert!(several.hint.unwrap().starts_with("there is `anton`, `ANTON`; "));
        assert_eq!(of("zzz").unwrap_err().hint.as_deref(), Some("`rmctl beyondtrust users list` lists them all"));
    }

    #[test]
    fn of_two_with_one_name_none_is_taken() {
        let failure = of("anton").unwrap_err();

        assert_eq!(failure.code, Code::Ambiguous);
        assert_eq!(failure.message, "2 users have the name or mail address `anton`: 2 (`anton`), 3 (`ANTON`)");
    }
}
