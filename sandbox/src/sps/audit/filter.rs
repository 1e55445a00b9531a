//! Which sessions are meant: `field:value` joined by AND, a word of the content, a span of time.

use super::fields;
use crate::sps::call::Call;
use crate::sps::refusal::Refusal;
use serde_json::Value;

/// All of it must be true.
#[derive(Debug, Default)]
pub(super) struct Filter {
    terms: Vec<(String, String)>,
    content: Option<String>,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
}

impl Filter {
    pub(super) fn of(call: &Call<'_>) -> Result<Filter, Refusal> {
        let terms = call.parameter("q").unwrap_or_default();
        let terms = terms.split(" AND ").map(str::trim).filter(|term| !term.is_empty());
        Ok(Filter {
            terms: terms.map(term).collect::<Result<_, _>>()?,
            content: call.parameter("content").map(str::to_owned),
            start: time(call, "start")?,
            end: time(call, "end")?,
        })
    }

    /// Nothing is asked, so everything is meant.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.content.is_none() && self.start.is_none() && self.end.is_none()
    }

    pub(super) fn wants_active(&self) -> bool {
        self.terms.iter().any(|(field, wanted)| field == "active" && wanted == "true")
    }

    pub(super) fn fits(&self, body: &Value, commands: &[&str]) -> bool {
        let terms = self.terms.iter().all(|(field, wanted)| has(fields::at(body, field), wanted));
        let content = self.content.as_ref().is_none_or(|wanted| commands.iter().any(|one| one.contains(wanted)));
        terms && content
    }

    /// Cheaper than looking at a whole session: when it began and ended.
    pub(super) fn spans(&self, began: i64, ended: Option<i64>) -> bool {
        let after = self.start.is_none_or(|start| began > start);
        let before = self.end.is_none_or(|end| ended.is_some_and(|ended| ended < end));
        after && before
    }
}

fn term(written: &str) -> Result<(String, String), Refusal> {
    let wrong = || Refusal::query("q", &format!("The term {written} cannot be read"));
    let (field, value) = written.split_once(':').ok_or_else(wrong)?;
    let value = value.trim_matches('"');
    if value.is_empty() || field.contains(char::is_whitespace) {
        return Err(wrong());
    }
    fields::check("q", field)?;
    Ok((field.to_owned(), value.to_lowercase()))
}

/// One value of a list is enough; a star at the end stands for anything.
fn has(value: Option<&Value>, wanted: &str) -> bool {
    match value {
        None => false,
        Some(Value::Array(values)) => values.iter().any(|value| has(Some(value), wanted)),
        Some(value) => {
            let text = fields::text(value).to_lowercase();
            wanted.strip_suffix('*').map_or(text == wanted, |begin| text.starts_with(begin))
        }
    }
}

fn time(call: &Call<'_>, name: &str) -> Result<Option<i64>, Refusal> {
    let Some(written) = call.parameter(name) else { return Ok(None) };
    let time: Result<jiff::Timestamp, _> = written.parse();
    time.map(|time| Some(time.as_second())).map_err(|_| Refusal::query(name, "The time is not written as ISO 8601"))
}
