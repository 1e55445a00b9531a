//! Names that are taken to pieces where they have special characters. Knows no vendor.

use crate::failure::{Code, Failure};

/// Refuses a name that breaks the rules which Edge Intelligence documents for `what`.
pub(crate) fn check(name: &str, what: &str) -> Result<(), Failure> {
    let special = name.chars().find(|letter| !letter.is_alphanumeric());
    let rule = match special {
        _ if name.is_empty() => "it is empty".to_owned(),
        Some(letter) => {
            format!("it has `{letter}`, and special characters are taken out, so that two names can become the same")
        }
        None if name.ends_with(['s', 'S']) => "it ends in `s`, which no such name may".to_owned(),
        None => return Ok(()),
    };
    Err(Failure::new(Code::Rejected, format!("`{name}` is no name for {what}: {rule}"))
        .hint("`--no-validate` leaves it to the server"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_refused_by_the_rule_that_it_breaks() {
        let broken = |name| check(name, "an asset type").err().map(|failure| failure.message);

        assert_eq!(["waterSensor", "plc7", "Zähler"].map(broken), [None, None, None]);
        assert_eq!(
            broken("water sensor").unwrap(),
            "`water sensor` is no name for an asset type: it has ` `, and special characters are taken out, so that two names can become the same"
        );
        assert_eq!(
            broken("waterSensors").unwrap(),
            "`waterSensors` is no name for an asset type: it ends in `s`, which no such name may"
        );
        assert_eq!(broken("").unwrap(), "`` is no name for an asset type: it is empty");
        assert_eq!(check("a-b", "x").unwrap_err().code, Code::Rejected);
    }
}
