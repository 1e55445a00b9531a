//! Times as HTTP writes them.

use jiff::civil::DateTime;
use jiff::{Timestamp, tz::TimeZone};

/// `Sun, 01 May 2016 06:51:10 GMT`, the form that everybody should write.
const WRITTEN: &str = "%a, %d %b %Y %H:%M:%S GMT";

/// The three forms of RFC 2616.
const FORMS: [&str; 3] = [WRITTEN, "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

pub(super) fn written(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).strftime(WRITTEN).to_string()
}

/// `20160410`.
pub(super) fn day(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y%m%d").to_string()
}

/// Seconds since 1970; nothing unless each character is as one of the forms has it.
pub(super) fn read(text: &str) -> Option<i64> {
    FORMS.iter().find_map(|form| read_as(form, text))
}

fn read_as(form: &str, text: &str) -> Option<i64> {
    let time = DateTime::strptime(form, text).ok()?;
    let is_exact = time.strftime(form).to_string() == text;
    let zoned = time.to_zoned(TimeZone::UTC).ok().filter(|_| is_exact)?;
    Some(zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAY: i64 = 1_462_085_470;

    #[test]
    fn each_form_of_rfc_2616_is_read() {
        let forms =
            ["Sun, 01 May 2016 06:51:10 GMT", "Sunday, 01-May-16 06:51:10 GMT", "Sun May  1 06:51:10 2016"].map(read);

        assert_eq!(forms, [Some(MAY); 3]);
    }

    #[test]
    fn anything_else_is_not_read() {
        let texts = [
            "Sun, 01 May 2016 06:51:10 +0000",
            "Sun, 1 May 2016 06:51:10 GMT",
            "Mon, 01 May 2016 06:51:10 GMT",
            "sun, 01 may 2016 06:51:10 gmt",
            "Sun, 01 May 2016 06:51:10",
            "2016-05-01T06:51:10Z",
            "",
        ];

        assert_eq!(texts.map(read), [None; 7]);
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!((written(MAY).as_str(), read(&written(MAY))), ("Sun, 01 May 2016 06:51:10 GMT", Some(MAY)));
    }
}
