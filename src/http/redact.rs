//! Every live secret of this run, found again in any text in each form that it may take there.

use std::cell::RefCell;

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::trace::HIDDEN;

/// A shorter one would blank out half of every sentence, and protects nothing.
const SHORTEST: usize = 4;

/// Learns secrets and takes them out of texts.
#[derive(Default)]
pub struct Redactor(RefCell<Known>);

#[derive(Default)]
struct Known {
    forms: Vec<String>,
    matcher: Option<AhoCorasick>,
}

impl Redactor {
    /// From now on this text appears nowhere but where it is asked for.
    pub fn learn(&self, secret: &str) {
        let mut known = self.0.borrow_mut();
        if secret.len() < SHORTEST || known.forms.iter().any(|form| form == secret) {
            return;
        }
        known.forms.extend(forms(secret));
        known.matcher = None;
    }

    /// The text without any secret.
    pub fn scrub(&self, text: &str) -> String {
        let mut known = self.0.borrow_mut();
        if known.forms.is_empty() {
            return text.to_owned();
        }
        if known.matcher.is_none() {
            known.matcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&known.forms).ok();
        }
        match &known.matcher {
            Some(matcher) => matcher.replace_all(text, &vec![HIDDEN; known.forms.len()]),
            None => HIDDEN.to_owned(),
        }
    }
}

/// The secret as it stands in a header, a URL, a form, a JSON string, and inside Base64 at each of the three places
/// where it can begin.
fn forms(secret: &str) -> Vec<String> {
    let percent: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let quoted = serde_json::Value::from(secret).to_string();
    let mut forms = vec![
        secret.to_owned(),
        percent.replace('+', "%20"),
        percent.to_lowercase(),
        percent,
        quoted[1..quoted.len() - 1].to_owned(),
    ];
    for before in 0..3 {
        forms.extend(inside_base64(secret, before));
    }
    forms.sort();
    forms.dedup();
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// The characters of Base64 that depend on the secret alone, when `before` bytes stand in front of it.
fn inside_base64(secret: &str, before: usize) -> [String; 2] {
    let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(secret.bytes()).collect();
    let skip = (before * 8).div_ceil(6);
    let keep = bytes.len() * 8 / 6;
    [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)].map(|text| text[skip..keep].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    const SECRET: &str = "pa ss/w+rd\"é-1";

    fn scrubbed(text: &str) -> String {
        let redactor = Redactor::default();
        redactor.learn(SECRET);
        redactor.scrub(text)
    }

    #[test]
    fn a_secret_is_found_in_the_open_in_urls_in_forms_and_in_json() {
        let percent: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();

        assert_eq!(scrubbed(&format!("a {SECRET} b")), "a <hidden> b");
        assert_eq!(scrubbed(&format!("?x={percent}&y")), "?x=<hidden>&y");
        assert_eq!(scrubbed(&format!("?x={}&y", percent.replace('+', "%20"))), "?x=<hidden>&y");
        assert_eq!(scrubbed(&serde_json::json!({"a": SECRET}).to_string()), r#"{"a":"<hidden>"}"#);
    }

    #[test]
    fn a_secret_is_found_inside_basic_credentials_whatever_stands_in_front() {
        for user in ["", "a:", "ab:", "abc:", "svc-rmctl:"] {
            let basic = STANDARD.encode(format!("{user}{SECRET}"));

            assert!(scrubbed(&basic).contains(HIDDEN), "{basic}");
        }
    }

    #[test]
    fn text_without_a_secret_stays_as_it_is() {
        assert_eq!(scrubbed("pass word"), "pass word");
        assert_eq!(Redactor::default().scrub("x"), "x");
    }
}
