//! What an answer that is no JSON says in a few words: its text, or the title of its page, never the page.

use crate::http::Reply;

/// Letters of a message; what is longer is no message.
const FEW: usize = 200;
/// More of a page is not looked at.
const LOOKED_AT: usize = 64 << 10;

/// The text of a refusal; of a page of HTML its title, else its text, if that is short.
pub fn few_words(reply: &Reply) -> Option<String> {
    let text = String::from_utf8_lossy(&reply.body[..reply.body.len().min(LOOKED_AT)]);
    match reply.is_html() {
        false => message(&text),
        true => {
            let words = title(&text).and_then(|title| message(&decoded(title)));
            let words = words.or_else(|| message(&decoded(&without_tags(&text))));
            words.or_else(|| Some("the answer is HTML".to_owned()))
        }
    }
}

/// On one line.
fn message(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty() && line.chars().count() <= FEW).then_some(line)
}

fn title(page: &str) -> Option<&str> {
    // Lowering only ASCII keeps every offset.
    let begin = page.to_ascii_lowercase().find("<title")?;
    let (_, rest) = page.get(begin..)?.split_once('>')?;
    rest.split('<').next()
}

fn without_tags(page: &str) -> String {
    let mut parts = page.split('<');
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |kept, part| kept + " " + part.split_once('>').map_or("", |(_, text)| text))
}

fn decoded(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&nbsp;", " ")];
    let text = named.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    // The ampersand comes last: what it makes is no entity any more.
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reply_with_body;

    #[test]
    fn a_page_is_its_title_and_a_text_is_itself_if_it_is_short() {
        let long = "x".repeat(201);
        let long_page = format!("<p>{long}</p>");
        let bodies = [
            "<html><head><TITLE> Bad\ngateway </TITLE></head><body>secret</body></html>",
            "<html><title lang=\"en\">Too &lt;many&gt; &amp;lt; requests</title></html>",
            "<h1>Service</h1><p>is &quot;down&quot;</p>",
            &long_page,
            " slow\tdown\n",
            "",
            &long,
        ];

        let found = bodies.map(|body| few_words(&reply_with_body(502, body)));

        let expected = [
            Some("Bad gateway"),
            Some("Too <many> &lt; requests"),
            Some("Service is \"down\""),
            Some("the answer is HTML"),
            Some("slow down"),
            None,
            None,
        ];
        assert_eq!(found, expected.map(|words| words.map(str::to_owned)));
    }
}
