//! `rmctl api`: a request of the user's own, with the login, retries, paging and safety of every other.

use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use url::Url;

use super::context::{Context, Opened};
use super::list::stream;
use super::operation::knowledge;
use super::stop::{Doing, Stop};
use super::target::STANDARD_OUTPUT;
use super::{catalogue, confirm, preview};
use crate::catalog::{Effect, Operation, Transactions, Vendor, kebab};
use crate::cli::ApiCall;
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::http::{Content, Fault, HIDDEN, Reply, Request, add_pairs, mask};
use crate::output::{Format, Knowledge, Shape, View};
use crate::plan::{join, repeat};
use crate::record::Record;

pub(super) async fn run(context: &Context<'_>, call: &ApiCall) -> Result<(), Stop> {
    let opened = context.open_waiting(call.vendor, call.wait)?;
    let url = url(&opened, call)?;
    let row = matching_row(call.vendor, &call.method, &call.path, &url);
    let effect = effect(call.vendor, &call.method, &call.path, &url, row);
    let request = request(url, call, effect)?;
    let raw = Raw { context, call, opened: &opened, row, effect, view: context.view(Format::Json)? };
    raw.check_view()?;
    raw.warn_of_unknown(&request);
    raw.check_steering()?;
    let transactions = raw.transactions()?;
    if context.globals.print_curl {
        return match transactions {
            None => preview::curl(context, &opened, &request),
            Some(_) => Err(preview::no_curl().into()),
        };
    }
    if effect.is_change() {
        if context.globals.dry_run {
            let steps = match transactions {
                Some(transactions) => (transactions.steps)(&opened.account, &call.transaction, vec![request])?,
                None => vec![request],
            };
            return preview::dry_run(context, &opened, &steps);
        }
        raw.may_change().await?;
    }
    if call.paginate && !call.slurp {
        return raw.all_records(request).await;
    }
    match call.paginate {
        true => raw.all_pages(request).await,
        false => raw.one(request).await,
    }
}

/// The row of the tables that this request is, whatever its slots hold.
fn matching_row(vendor: &'static Vendor, method: &Method, path: &str, url: &Url) -> Option<&'static Operation> {
    rows_of(vendor, path)
        .filter(|operation| operation.verb == method.as_str() && is_selected(operation, url))
        // A path that is written out is meant before one with a slot there.
        .min_by_key(|operation| operation.path.matches('{').count())
}

/// The rows with this path.
fn rows_of(vendor: &'static Vendor, path: &str) -> impl Iterator<Item = &'static Operation> {
    let path = path.split('?').next().unwrap_or(path).trim_end_matches('/').to_owned();
    let rows = catalogue::operations(vendor).into_iter().map(|(_, operation)| operation);
    rows.filter(move |operation| operation.is_at(&path))
}

fn is_selected(operation: &Operation, url: &Url) -> bool {
    operation.select.is_none_or(|select| url.query_pairs().any(|(name, value)| (&*name, &*value) == select))
}

/// What no row says is a change, unless it is GET or HEAD. Where a parameter says what is done, the method does not: that of
/// a row counts whatever the method, and an unknown one is a change, unless all that are known there are reads.
fn effect(vendor: &'static Vendor, method: &Method, path: &str, url: &Url, row: Option<&Operation>) -> Effect {
    let selected: Vec<&Operation> = rows_of(vendor, path).filter(|operation| operation.select.is_some()).collect();
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let by_any_method = || selected.iter().find(|operation| is_selected(operation, url));
    match row.or_else(|| by_any_method().copied()) {
        Some(operation) => operation.effect,
        None if selected.iter().any(|operation| operation.effect.is_change()) => Effect::Write,
        None if is_read => Effect::Read,
        None if *method == Method::DELETE => Effect::Destroy,
        None => Effect::Write,
    }
}

fn url(opened: &Opened, call: &ApiCall) -> Result<Url, Failure> {
    let mut url = join(opened.account.url(), &call.path)?;
    add_pairs(&mut url, call.query.iter().cloned());
    Ok(url)
}

fn request(url: Url, call: &ApiCall, effect: Effect) -> Result<Request, Failure> {
    let mut request = Request::new(call.method.clone(), url, repeat(effect));
    request.name = "api".to_owned();
    request.save = call.save.as_ref().filter(|path| *path != STANDARD_OUTPUT).map(Into::into);
    if let Some(body) = &call.body {
        if body.contains(HIDDEN) {
            return Err(Failure::usage(format!(
                "the body holds `{HIDDEN}`, which stands for a secret that was not shown"
            )));
        }
        request.content = Content::Bytes { bytes: Bytes::from(body.clone()), media: "application/json" };
    }
    for (name, value) in &call.headers {
        let name = HeaderName::try_from(name.as_str())
            .map_err(|_| Failure::usage(format!("`{name}` is no name of a header")))?;
        HeaderValue::from_str(value)
            .map_err(|_| Failure::usage(format!("the value of the header `{name}` has letters that no header has")))?;
        request.set_header(name, value, false);
    }
    Ok(request)
}

struct Raw<'a> {
    context: &'a Context<'a>,
    call: &'a ApiCall,
    opened: &'a Opened,
    row: Option<&'static Operation>,
    effect: Effect,
    view: View,
}

impl Raw<'_> {
    fn doing<'d>(&'d self, what: &'d str) -> Doing<'d> {
        self.context.doing(self.opened, what, self.effect)
    }

    fn what(&self) -> String {
        format!("{} {}", self.call.method, self.call.path)
    }

    /// What could not be shown afterwards is refused before anything is sent.
    fn check_view(&self) -> Result<(), Failure> {
        let shape = if self.call.paginate { Shape::List } else { Shape::One };
        self.view.check(shape, &Knowledge::OPEN).map_err(|failure| {
            let on_lists = self.view.check(Shape::List, &Knowledge::OPEN).is_ok();
            match on_lists {
                true => failure.hint("`--paginate` makes a list of the answer's records"),
                false => failure,
            }
        })
    }

    /// What the vendor ignores in silence may be a filter that the user counts on.
    fn warn_of_unknown(&self, request: &Request) {
        let Some(row) = self.row.filter(|_| self.opened.vendor.ignores_unknown) else {
            return;
        };
        let vendor = self.opened.vendor.settings.name;
        for (name, _) in request.url.query_pairs().filter(|(name, _)| !row.has_parameter(name)) {
            self.context.reporter.warn(&format!("{vendor} does not know a parameter `{name}` here, and ignores it"));
        }
    }

    async fn may_change(&self) -> Result<(), Stop> {
        if self.opened.account.is_read_only() {
            return Err(crate::workflow::read_only(&self.opened.account).into());
        }
        match (self.effect, self.row) {
            (Effect::Destroy, Some(row)) if row.without_ids.is_some() => confirm::ask(self.context, row, &[]).await,
            (_, Some(row)) if self.is_of_all(row) => confirm::ask(self.context, row, &[]).await,
            (Effect::Destroy, row) => {
                let path = [self.call.path.clone()];
                confirm::ask(self.context, row.unwrap_or(&UNKNOWN_DELETE), &path).await
            }
            _ => Ok(()),
        }
    }

    /// The body names no id where the vendor takes that for all of them.
    fn is_of_all(&self, row: &Operation) -> bool {
        let Some(ids) = row.ids.filter(|_| row.without_ids.is_some()) else { return false };
        let body: Value =
            self.call.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        body[ids.member].as_array().is_none_or(Vec::is_empty)
    }

    fn secrets(&self) -> &'static [&'static str] {
        match (self.row, self.context.globals.show_secrets) {
            (_, true) => &[],
            (Some(row), false) => row.secret,
            (None, false) => self.opened.vendor.secret_members,
        }
    }

    async fn all_records(&self, request: Request) -> Result<(), Stop> {
        let first = self.first_page(request);
        let knowledge = Knowledge {
            secret: self.secrets(),
            members: &[],
            ..self.row.map_or(Knowledge::OPEN, |row| knowledge(self.opened.vendor, row))
        };
        self.view.check(Shape::List, &knowledge)?;
        let scope = self.row.and_then(|row| row.scope);
        stream(self.context, self.opened, first, &self.view, &knowledge, &self.what(), scope).await
    }

    fn first_page(&self, request: Request) -> Request {
        self.opened.session.dialect.first_page(request, self.row, self.view.limit.filter(|_| !self.view.chooses()))
    }

    /// All pages as they came, as the records of one array.
    async fn all_pages(&self, request: Request) -> Result<(), Stop> {
        let what = self.what();
        let mut next = Some(self.first_page(request));
        let mut pages = Vec::new();
        while let Some(request) = next {
            let reply = self.send(&request).await.map_err(|fault| self.doing(&what).failed(fault))?;
            pages.push(Record::from_json_bytes(reply.body.clone()));
            next = match self.opened.session.read(&request, &reply) {
                Ok(Answer::Page(page)) => page.next,
                Ok(_) => None,
                Err(fault) => return Err(self.doing(&what).failed(fault).into()),
            };
        }
        let knowledge = Knowledge { secret: self.secrets(), ..Knowledge::OPEN };
        self.context.print_all(&self.view, Shape::List, &knowledge, &pages).map(drop)
    }

    /// A transaction that is opened or ended by itself would be one of a login that ends with this command.
    fn check_steering(&self) -> Result<(), Failure> {
        let path = self.call.path.split('?').next().unwrap_or(&self.call.path);
        let all = self.opened.vendor.transactions.as_ref();
        match all.filter(|transactions| self.effect.is_change() && (transactions.own)(path)) {
            Some(transactions) => {
                Err(Failure::usage("a transaction lives in one login, and that of this command ends with it")
                    .hint(transactions.instead))
            }
            None => Ok(()),
        }
    }

    /// What the change is part of, where the vendor has it so.
    fn transactions(&self) -> Result<Option<&'static Transactions>, Failure> {
        let path = self.call.path.split('?').next().unwrap_or(&self.call.path);
        let all = self.opened.vendor.transactions.as_ref();
        let found = all.filter(|transactions| self.effect.is_change() && (transactions.concern)(path));
        match (found, self.call.transaction.values.keys().next()) {
            (None, Some(name)) => {
                let flag = kebab(name);
                Err(Failure::usage(format!("`--{flag}` is about transactions, and this request is part of none")))
            }
            (found, _) => Ok(found),
        }
    }

    async fn send(&self, request: &Request) -> Result<Reply, Fault> {
        let outcome = self.sent(request).await;
        if let Some(hears) = self.row.and_then(|row| row.hears) {
            let work = self.context.work(self.opened, self.call.wait);
            let fault = match &outcome {
                Ok(reply) => self.opened.session.read(request, reply).err(),
                Err(fault) => Some(fault.clone()),
            };
            hears(&work, request, fault.as_ref());
        }
        outcome
    }

    async fn sent(&self, request: &Request) -> Result<Reply, Fault> {
        let Some(transactions) = self.transactions()? else {
            return self.opened.session.send(request).await;
        };
        let work = self.context.work(self.opened, self.call.wait);
        let outcome = (transactions.carry_out)(&work, &self.call.transaction, std::slice::from_ref(request)).await;
        outcome.map(|mut replies| replies.remove(0)).map_err(|undone| undone.fault)
    }

    /// One request, its answer as it came.
    async fn one(&self, request: Request) -> Result<(), Stop> {
        let what = self.what();
        let reply = self.send(&request).await.map_err(|fault| self.unless_known(self.doing(&what).failed(fault)))?;
        // A body that is no JSON is none of the dialect's business, unless it says no.
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&reply.body).is_ok();
        let readable = is_json || !reply.is_success() || reply.is_html();
        let answer = match readable && reply.saved.is_none() {
            true => {
                let answer = self.opened.session.read(&request, &reply);
                Some(answer.map_err(|fault| self.unless_known(self.doing(&what).failed(fault)))?)
            }
            false => None,
        };
        if self.call.include {
            self.print_head(&reply)?;
        }
        match (answer, self.call.wait) {
            (Some(answer @ Answer::Working(_)), Some(seconds)) => self.wait_for(answer, seconds).await,
            _ => self.print(&reply, is_json),
        }
    }

    /// A path that no row has may be a typo.
    fn unless_known(&self, failure: Failure) -> Failure {
        match failure.code == Code::NotFound && failure.hint.is_none() && self.row.is_none() {
            true => failure.hint(format!("`rmctl api {} --list` lists the paths", self.call.vendor.settings.key)),
            false => failure,
        }
    }

    async fn wait_for(&self, answer: Answer, seconds: u64) -> Result<(), Stop> {
        let what = self.what();
        let ended = self.opened.session.wait(answer, Duration::from_secs(seconds)).await;
        let endings = match ended.map_err(|broken| self.doing(&what).failed(broken.fault))? {
            Answer::Ended(endings) => endings,
            _ => return Err(self.doing(&what).failed(Fault::WorkUnended(seconds)).into()),
        };
        let records: Vec<Record> = endings.iter().map(|ending| ending.record.clone()).collect();
        let shape = if records.len() == 1 { Shape::One } else { Shape::List };
        self.context.print_all(&self.view, shape, &Knowledge::OPEN, &records)?;
        match endings.into_iter().find_map(|ending| ending.failure) {
            Some(words) => Err(self.doing(&what).failed(Fault::WorkFailed(words)).into()),
            None => Ok(()),
        }
    }

    fn print_head(&self, reply: &Reply) -> Result<(), Stop> {
        let mut head = format!("HTTP/1.1 {}\n", reply.status);
        for (name, value) in &reply.headers {
            let text = String::from_utf8_lossy(value.as_bytes());
            head.push_str(&format!("{name}: {}\n", crate::output::visible(&text)));
        }
        self.context.print_text(&self.context.redactor.scrub(&head))
    }

    /// As it came, unless it holds a secret or the user wants it otherwise.
    fn print(&self, reply: &Reply, is_json: bool) -> Result<(), Stop> {
        if reply.saved.is_some() || reply.body.is_empty() {
            return Ok(());
        }
        let wants_more = self.view.jq.is_some() || self.context.globals.output.is_some();
        let record = match is_json {
            true => self.masked(Record::from_json_bytes(reply.body.clone()))?,
            false if wants_more => {
                return Err(Failure::usage("the answer is no JSON: `--output` and `--jq` cannot show it").into());
            }
            false => return self.print_bytes(&reply.body),
        };
        match wants_more {
            true => self.context.print_all(&self.view, Shape::One, &Knowledge::OPEN, [&record]).map(drop),
            false => self.print_bytes(record.as_bytes()),
        }
    }

    fn masked(&self, record: Record) -> Result<Record, Failure> {
        let secrets = self.secrets();
        let found = secrets.iter().any(|name| contains(record.as_bytes(), format!("\"{name}\"").as_bytes()));
        if !found {
            return Ok(record);
        }
        let mut value: Value = record.parse()?;
        mask(&mut value, secrets);
        Ok(Record::from(value))
    }

    fn print_bytes(&self, bytes: &[u8]) -> Result<(), Stop> {
        self.context.reporter.clear();
        let mut out = self.context.out();
        match self.view.width {
            // A terminal obeys what it is sent.
            Some(_) => {
                for line in String::from_utf8_lossy(bytes).lines() {
                    writeln!(out, "{}", crate::output::visible(line))?;
                }
            }
            None => out.write_all(bytes)?,
        }
        Ok(out.flush()?)
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What is asked before a DELETE that no row describes.
static UNKNOWN_DELETE: Operation = Operation::delete("delete", "").about("Send this DELETE");
