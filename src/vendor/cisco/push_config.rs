//! `cisco gateways push-config`: the dashboard accepts a push without a word, and the gateway's status shows how it ends.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::gateways::GET;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::{Answer, Ending, Page};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::{Fault, Request};
use crate::record::Record;
use crate::session::abandoned;
use crate::workflow::{Outcome, Work, of_read};

const PUSH: Operation = Operation::post("push", "/nbapi/edm/v1/devices/config")
    .about("Push the configuration of a gateway")
    .list_body()
    .arguments(&[
        Argument::query("operationType", Kind::String),
        Argument::body("eid", Kind::String),
        Argument::body("fields", Kind::Object),
    ]);

const FIRST_LOOK: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// After so many looks without a push under way, it has ended already.
const LOOKS_TO_BEGIN: u32 = 4;
const UNDER_WAY: &str = "configuring";

pub(super) async fn push_config(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let kind = given.text("device-type");
    if work.dry_run {
        let requests = given.ids.iter().map(|eid| request(work, eid, kind.as_deref()));
        let requests: Vec<_> = stream::iter(requests).buffered(work.jobs).collect().await;
        return Ok(Outcome::WouldSend(requests.into_iter().collect::<Result<_, _>>()?));
    }
    work.check_writable(Effect::Write)?;
    let runs = given.ids.iter().map(|eid| {
        let kind = kind.as_deref();
        async move { (eid.clone(), push(work, eid, kind).await) }
    });
    Ok(Outcome::Each(stream::iter(runs).buffered(work.jobs).collect().await))
}

async fn request(work: &Work<'_>, eid: &str, kind: Option<&str>) -> Result<Request, Fault> {
    let kind = match kind {
        Some(kind) => kind.to_owned(),
        None => kind_of(eid, &gateway(work, &look(work, eid)?).await.map_err(|fault| of_read(&GET, fault))?)?,
    };
    let given = Given::default().with("operationType", "PUSH").with("eid", eid);
    let mut request = work.plan(&PUSH, &given.with("fields", json!({ "deviceType": kind.to_lowercase() })))?;
    request.name = format!("push the configuration of {eid}");
    Ok(request)
}

fn look(work: &Work<'_>, eid: &str) -> Result<Request, Fault> {
    work.plan(&GET, &Given::default().with("eid", eid))
}

async fn gateway(work: &Work<'_>, look: &Request) -> Result<Value, Fault> {
    match work.session.ask(look).await? {
        Answer::Page(Page { records, .. }) => Ok(records.first().map_or(Ok(Value::Null), Record::parse)?),
        _ => Ok(Value::Null),
    }
}

fn kind_of(eid: &str, gateway: &Value) -> Result<String, Failure> {
    let kind = gateway["deviceType"].as_str().filter(|kind| !kind.is_empty()).map(str::to_owned);
    kind.ok_or_else(|| {
        Failure::new(Code::VendorError, format!("the dashboard does not say of which type `{eid}` is"))
            .hint("`--device-type TYPE` says it")
    })
}

async fn push(work: &Work<'_>, eid: &str, kind: Option<&str>) -> Result<Answer, Fault> {
    work.session.interrupt.check()?;
    let request = request(work, eid, kind).await?;
    work.session.ask(&request).await?;
    if work.no_wait {
        let handle = Record::from(json!({ "eid": eid }));
        return Ok(Answer::Page(Page { records: vec![handle], ..Page::default() }));
    }
    follow(work, eid).await
}

/// A push that was accepted may not have begun yet, and a quick one is over before the first look.
async fn follow(work: &Work<'_>, eid: &str) -> Result<Answer, Fault> {
    let session = work.session;
    let look = Request { follows_change: true, ..look(work, eid)? };
    let began = session.clock.ticks();
    let (mut pause, mut looks, mut has_begun) = (FIRST_LOOK, 0, false);
    loop {
        let waited = session.clock.ticks().saturating_sub(began);
        if waited + pause > work.wait {
            return Err(Fault::WorkUnended(work.wait.as_secs()));
        }
        session.interrupt.race(session.clock.sleep(pause)).await.map_err(abandoned)?;
        let gateway = gateway(work, &look).await.map_err(abandoned)?;
        let status = text_of(&gateway["status"]).to_lowercase();
        looks += 1;
        has_begun |= status == UNDER_WAY;
        if status != UNDER_WAY && (has_begun || looks >= LOOKS_TO_BEGIN) {
            return Ok(Answer::Ended(vec![ending(eid, &gateway, &status)]));
        }
        session.progress.doing(&format!("{eid}: {status}"));
        pause = pause.mul_f64(1.5).min(LONGEST_PAUSE);
    }
}

/// The whole gateway is the vendor's last word, but its password is nobody's business here.
fn ending(eid: &str, gateway: &Value, status: &str) -> Ending {
    let has_failed = ["fail", "error"].iter().any(|word| status.contains(word));
    let failure = has_failed.then(|| format!("the status of the gateway is `{status}`"));
    let record = json!({ "eid": eid, "name": gateway["name"], "status": gateway["status"] });
    Ending { id: eid.to_owned(), record: Record::from(record), failure }
}
