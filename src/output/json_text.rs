//! JSON as text: the same value in one line or indented, every digit and every escape as it came.

use std::borrow::Cow;

/// Beyond this depth lines are indented no further, or hostile nesting would cost the square of its size.
const DEEPEST: usize = 64;

/// The text on one line: itself where it already is, and that costs one look at each byte.
///
/// DEL and the C1 controls are legal in JSON and steer terminals, so they are written as the escapes that mean the same.
pub(super) fn compact(text: &[u8]) -> Cow<'_, [u8]> {
    if is_compact(text) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    tokens(text).for_each(|token| push(token, &mut out));
    Cow::Owned(out)
}

/// The text with a line for each member, indented by two spaces.
pub(crate) fn pretty(text: &[u8]) -> Vec<u8> {
    let mut page = Page::default();
    let mut tokens = tokens(text).peekable();
    while let Some(token) = tokens.next() {
        match token {
            b"{" | b"[" => page.open(token, tokens.next_if(|next| is_closing(next))),
            closing if is_closing(closing) => page.close(closing),
            b"," => page.separate(),
            b":" => page.text.extend_from_slice(b": "),
            scalar => push(scalar, &mut page.text),
        }
    }
    page.text
}

/// Indented text in the making.
#[derive(Default)]
struct Page {
    text: Vec<u8>,
    depth: usize,
}

impl Page {
    /// An object or array begins; one that is empty ends on the same line.
    fn open(&mut self, opening: &[u8], closing: Option<&[u8]>) {
        self.text.extend_from_slice(opening);
        match closing {
            Some(closing) => self.text.extend_from_slice(closing),
            None => {
                self.depth += 1;
                self.new_line();
            }
        }
    }

    fn close(&mut self, closing: &[u8]) {
        self.depth = self.depth.saturating_sub(1);
        self.new_line();
        self.text.extend_from_slice(closing);
    }

    fn separate(&mut self) {
        self.text.push(b',');
        self.new_line();
    }

    fn new_line(&mut self) {
        self.text.push(b'\n');
        let indented = self.text.len() + 2 * self.depth.min(DEEPEST);
        self.text.resize(indented, b' ');
    }
}

/// Raw controls stand only between tokens. A C1 control is `c2 80` to `c2 9f` in UTF-8, and `c2` begins harmless
/// characters as well.
fn is_compact(text: &[u8]) -> bool {
    let has_c1 = || text.windows(2).any(|pair| pair[0] == 0xc2 && pair[1] < 0xa0);
    let has_control = has(text, |byte| byte < b' ' || byte == 0x7f) || (has(text, |byte| byte == 0xc2) && has_c1());
    !has_control
}

/// No early exit, so that the compiler looks at many bytes at once.
fn has(text: &[u8], is_sought: impl Fn(u8) -> bool) -> bool {
    text.iter().fold(false, |found, byte| found | is_sought(*byte))
}

fn is_closing(token: &[u8]) -> bool {
    matches!(token, b"}" | b"]")
}

/// One token, its DEL and C1 controls escaped.
fn push(token: &[u8], out: &mut Vec<u8>) {
    let mut rest = token;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, 0x7f | 0xc2)) {
        out.extend_from_slice(&rest[..at]);
        rest = push_suspect(&rest[at..], out);
    }
    out.extend_from_slice(rest);
}

/// The first character of a text that may have to be escaped; gives back the text after it.
fn push_suspect<'t>(text: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
    match text {
        [0x7f, rest @ ..] => {
            out.extend_from_slice(br"\u007f");
            rest
        }
        [0xc2, control @ 0x80..=0x9f, rest @ ..] => {
            out.extend_from_slice(format!("\\u{control:04x}").as_bytes());
            rest
        }
        _ => {
            out.push(text[0]);
            &text[1..]
        }
    }
}

/// The tokens of a text that is JSON, without what stands between them.
fn tokens(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        text = text.trim_ascii_start();
        let (token, rest) = text.split_at(length(text)?);
        text = rest;
        Some(token)
    })
}

fn length(text: &[u8]) -> Option<usize> {
    match text.first()? {
        b'"' => Some(string_length(text)),
        b'{' | b'}' | b'[' | b']' | b',' | b':' => Some(1),
        _ => text.iter().position(|byte| b"{}[],: \t\r\n".contains(byte)).or(Some(text.len())),
    }
}

fn string_length(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = text.iter().skip(at).position(|byte| matches!(byte, b'"' | b'\\')) {
        at += found + 1;
        if text[at - 1] == b'"' {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn one_line(text: &str) -> String {
        String::from_utf8(compact(text.as_bytes()).into_owned()).unwrap()
    }

    fn indented(text: &str) -> String {
        String::from_utf8(pretty(text.as_bytes())).unwrap()
    }

    #[test]
    fn a_line_is_not_touched() {
        let text = r#"{"a": 1.50,  "ü": "\u0041 °"}"#;

        assert!(matches!(compact(text.as_bytes()), Cow::Borrowed(_)));
    }

    #[test]
    fn several_lines_become_one() {
        let text = "{\r\n\t\"a\" : [ 1.50 , -0 , 1E+400 , true ,null ],\n  \"b \\\" \\\\\" : \"x: [ ]\"\n}\n";

        assert_eq!(one_line(text), r#"{"a":[1.50,-0,1E+400,true,null],"b \" \\":"x: [ ]"}"#);
    }

    #[test]
    fn controls_that_json_allows_are_escaped_and_their_neighbours_stay() {
        assert_eq!(one_line("{\"\u{7f}\":\"\u{9b}2J\u{80}° é\u{a0}\"}"), "{\"\\u007f\":\"\\u009b2J\\u0080° é\u{a0}\"}");
        assert_eq!(indented("\"\u{9b}\""), r#""\u009b""#);
    }

    #[test]
    fn indented_text_has_a_line_for_each_member() {
        let text = r#"{"a":{},"b":[ ],"c":[1.50,{"d":"{,}"}]}"#;

        assert_eq!(
            indented(text),
            "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1.50,\n    {\n      \"d\": \"{,}\"\n    }\n  ]\n}"
        );
    }

    #[test]
    fn hostile_nesting_costs_no_more_than_its_size() {
        let text = "[".repeat(100_000) + &"]".repeat(100_000);

        assert!(indented(&text).len() < 200_000 * (2 * DEEPEST + 2));
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "-?[1-9][0-9]{0,40}(\\.[0-9]{1,9})?(e-?[0-9]{1,3})?".prop_map(|text| serde_json::from_str(&text).unwrap()),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..6).prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_value_survives_both_forms(value in json()) {
            let wide = serde_json::to_string_pretty(&value).unwrap();

            let narrow = one_line(&wide);
            let broad = indented(&value.to_string());

            prop_assert_eq!(serde_json::from_str::<Value>(&narrow).unwrap(), value.clone());
            prop_assert_eq!(serde_json::from_str::<Value>(&broad).unwrap(), value);
            prop_assert!(!narrow.contains(|letter: char| letter.is_control()));
        }

        #[test]
        fn without_controls_both_forms_are_those_of_serde(text in "[ -~]{0,20}", number in any::<u64>()) {
            let value = serde_json::json!({"text": text, "list": [number, {}, []], "empty": ""});
            let wide = serde_json::to_string_pretty(&value).unwrap();

            prop_assert_eq!(one_line(&wide), value.to_string());
            prop_assert_eq!(indented(&value.to_string()), wide);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
            compact(&bytes);
            pretty(&bytes);
        }
    }
}
