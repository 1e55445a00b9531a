//! What every record of an answer must show, because it was asked for: some vendors drop a filter in silence.

use serde_json::Value;

use crate::failure::{Code, Failure};
use crate::given::text_of;
use crate::record::Record;

/// One filter that was asked for, and where a record shows whether it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The flag that asked for it.
    pub flag: String,
    /// JSON pointers, of which the first that a record has counts.
    pub places: &'static [&'static str],
    /// The values that fit.
    pub values: Vec<Value>,
}

impl Expected {
    /// Why this record shows that the vendor did not filter; `None` where it fits, or shows nothing.
    pub fn missed(&self, record: &Record) -> Option<Failure> {
        let value = record.parse().ok()?;
        let shown = self.places.iter().find_map(|place| value.pointer(place).map(|shown| (place, shown)));
        let (place, shown) = shown.filter(|(_, shown)| !shown.is_null())?;
        if self.values.iter().any(|asked| text_of(asked) == text_of(shown)) {
            return None;
        }
        let (flag, member) = (&self.flag, place.trim_start_matches('/').replace('/', "."));
        let message =
            format!("the vendor did not filter by `--{flag}`: a record has the {member} `{}`", text_of(shown));
        Some(Failure::new(Code::VendorError, message).hint("`--filter` filters here, after all records have come"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(record: Value) -> Option<String> {
        let expected = Expected {
            flag: "org".to_owned(),
            places: &["/organizationId", "/device/organizationId"],
            values: vec![json!(1), json!(2)],
        };
        expected.missed(&Record::from(record)).map(|failure| failure.message)
    }

    #[test]
    fn a_record_that_does_not_fit_shows_that_the_filter_was_dropped() {
        let other = json!({"device": {"organizationId": 3}});

        assert_eq!(
            message(other).unwrap(),
            "the vendor did not filter by `--org`: a record has the device.organizationId `3`"
        );
    }

    #[test]
    fn a_record_that_fits_or_does_not_show_it_is_taken() {
        assert_eq!(message(json!({"organizationId": 2, "device": {"organizationId": 3}})), None);
        assert_eq!(message(json!({"organizationId": null})), None);
        assert_eq!(message(json!({"deviceId": 3})), None);
    }
}
