//! An object in an editor: its body as YAML with names for references, and what was changed before it is sent.

use serde_json::Value;

use super::NO_VALIDATE;
use super::apply::{carry_out, one_result, revealed};
use super::body::legal;
use super::file::{Document, slug};
use super::mirror::Mirror;
use super::plan::{Manner, Step, plan};
use crate::documents;
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::output::yaml_text;
use crate::workflow::{Outcome, Work};

/// Let the person change the object; what the text leaves out is reset.
pub(super) async fn in_editor(
    work: &Work<'_>,
    given: &Given,
    mirror: &Mirror<'_>,
    about: Document,
    answer: &Value,
) -> Result<Outcome, Fault> {
    let pattern = mirror.pattern(&about.path).await?;
    let body = mirror.named(&pattern, &legal(answer)).await?;
    let label = about.name.clone().unwrap_or_else(|| about.path.clone());
    let before = text(&about, &body);
    let after = work.person.edit(&format!("{}.yaml", slug(&label)), &before).await?;
    let mut document = Document { body: Some(read(&after)?), origin: "the edited text".into(), ..about };
    revealed(work, &mut document)?;
    let manner = Manner { whole: true, unchecked: given.is_set(NO_VALIDATE.name), ..Manner::default() };
    let steps = plan(mirror, &[document], manner).await?;
    if !steps.is_empty() && !work.dry_run {
        let lines: Vec<String> = steps.iter().map(Step::lines).collect();
        work.person.confirm(&format!("{}\nSend this?", lines.join("\n"))).await?;
    }
    let done = carry_out(work, given, steps).await?;
    Ok(one_result(done, &label))
}

fn text(about: &Document, body: &Value) -> String {
    let head = [
        about.words().replace(char::is_control, " "),
        "references are names or keys; a member that is left out is reset".to_owned(),
        "saved as it is, nothing is sent".to_owned(),
    ];
    let comments: String = head.iter().map(|line| format!("# {line}\n")).collect();
    comments + &yaml_text(body)
}

fn read(text: &str) -> Result<Value, Failure> {
    let values = documents::values(text, "the edited text")?;
    match <[Value; 1]>::try_from(values) {
        Ok([body @ (Value::Object(_) | Value::Array(_))]) => Ok(body),
        _ => Err(Failure::usage("the edited text is no single mapping, so nothing was sent")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_not_edited_is_read_as_it_was() {
        let body =
            json!({"name": "demo", "policies": {"audit_policy": "default", "aa_plugin": null}, "ports": [23], "e": []});
        let about = Document { path: "telnet/connections".into(), name: Some("demo".into()), ..Document::default() };

        let text = text(&about, &body);

        assert!(text.starts_with("# `telnet/connections` `demo`\n# "), "{text}");
        assert_eq!(read(&text).unwrap(), body);
    }

    #[test]
    fn an_emptied_text_sends_nothing() {
        assert_eq!(
            read("# nothing\n").unwrap_err().message,
            "the edited text is no single mapping, so nothing was sent"
        );
    }
}
