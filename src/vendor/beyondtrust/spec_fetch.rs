//! `beyondtrust spec fetch`: the site's own OpenAPI file, saved, and compared with the tables. Sites are of many versions,
//! and each says what it has.

use std::path::Path;

use serde_json::json;

use super::{command_forms, product, versions, whole_file};
use crate::catalog::{Argument, Effect, Group, Kind, Operation, Product, Vendor};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::spec::{self, Difference, Scope};
use crate::store::{folder_for, put};
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const SPEC: Group = Group {
    name: "spec",
    about: "What the site's APIs have, compared with rmctl's commands",
    operations: &[FETCH],
    groups: &[],
};

const FETCH: Operation = Operation::stream("fetch", Effect::Read, fetch)
    .about("Save the site's OpenAPI file, and list what differs from rmctl's commands")
    .arguments(&[
        Argument::workflow("save", Kind::String).required().on_disk().help("where the file goes"),
        Argument::workflow("api", Kind::String)
            .values(&[CONFIGURATION.word, COMMAND.word])
            .help("whose file: of the Configuration API, or of version 2 of the Command API"),
    ])
    .named_by("operation")
    .columns(&["kind", "operation", "command", "what"], &["operation_id"])
    .members(&["kind", "operation", "command", "what", "operation_id"])
    .says_of_none("the site has what rmctl has, and nothing else");

/// An API that describes itself.
struct Api {
    word: &'static str,
    base: &'static str,
    download: &'static Operation,
}

const CONFIGURATION: Api = Api { word: "configuration", base: "/api/config/v1", download: &DOWNLOAD };
const COMMAND: Api = Api { word: "command", base: command_forms::BASE, download: &command_forms::OPENAPI };

const DOWNLOAD: Operation =
    Operation::get("download", "/api/config/v1/openapi.yaml").about("Download the OpenAPI file of the site").saves();

/// What is no news: method, path below the base of its API, and member.
const SLIPS: &[(&str, &str, &str)] = &[
    // A slot of the path has the same name, and is not the same.
    ("DELETE", "/vault/account/{id}/jump-item-association/jump-item", "id"),
    ("POST", "/vault/account/{id}/jump-item-association/jump-item", "id"),
    ("DELETE", "/vault/account-group/{id}/jump-item-association/jump-item", "id"),
    ("POST", "/vault/account-group/{id}/jump-item-association/jump-item", "id"),
    ("POST", "/vault/endpoint/{id}/remote-rdp-jump-item-association", "id"),
    // The path says which one it is.
    ("POST", "/group-policy/{id}/vault-account-group", "group_policy_id"),
    ("POST", "/team/{id}/user", "team_id"),
    // Its members have the names that the site gave its attributes, of which this is one.
    ("PATCH", "/session/{lsid}", "external_key"),
    // The prose has them, or an example; the body is not drawn, or that of a neighbour is.
    ("POST", "/jumpoint/{id}/user", "user_id"),
    ("POST", "/vault/account-group/{id}/account", "account_id"),
    ("POST", "/vault/account-group/{id}/user", "user_id"),
    ("POST", "/vault/account-group/{id}/user", "role"),
    ("POST", "/vault/account-group/{id}/jump-item-association/shared-jump-group", "shared_jump_group_id"),
];

fn fetch<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let Some(target) = given.text("save").filter(|target| !target.is_empty()) else {
            return Err(Failure::usage("`--save` is required").hint("`--save PATH` says where the file goes").into());
        };
        whole_file::folder_of(&target)?;
        let api = if given.text("api").as_deref() == Some(COMMAND.word) { COMMAND } else { CONFIGURATION };
        let found = product::find(work).await?;
        let differences = saved(work, &api, Path::new(&target), |bytes| {
            differences(bytes, &api, found, &super::BEYONDTRUST).map_err(|why| {
                Failure::new(Code::VendorError, format!("cannot compare what came with the tables: {why}"))
            })
        });
        let differences = differences.await?;
        let count = |kind: &str| differences.iter().filter(|one| one.kind == kind).count();
        let (missing, gone, changed) = (count("missing"), count("gone"), count("changed"));
        if missing + gone + changed > 0 {
            work.session.progress.tell(&format!(
                "{missing} operations without a command, {gone} commands that the site does not have, {changed} other \
                 differences"
            ));
        }
        if missing > 0 {
            work.session.progress.tell(&format!(
                "`rmctl api beyondtrust METHOD PATH` calls what is missing; \
                 `rmctl spec import {target} --vendor beyondtrust` makes commands of it"
            ));
        }
        let records: Vec<Record> = differences.iter().map(record).collect();
        Ok(work.hand_over(&records))
    })
}

/// The file as `judge` finds it; only then it takes the place of what stood there.
async fn saved<T>(
    work: &Work<'_>,
    api: &Api,
    target: &Path,
    judge: impl FnOnce(&[u8]) -> Result<T, Failure>,
) -> Result<T, Fault> {
    let cannot =
        |error: std::io::Error| Fault::from(Failure::usage(format!("cannot write `{}`: {error}", target.display())));
    let beside = tempfile::Builder::new().prefix(".rmctl-").tempdir_in(folder_for(target)).map_err(cannot)?;
    let path = beside.path().join("answer");
    let download = versions::form(work, api.download, true).await?;
    let mut request = work.plan(download, &Given::default())?;
    request.set_header(reqwest::header::ACCEPT, "*/*", false);
    request.save = Some(path.clone());
    work.session.ask(&request).await?;
    let bytes = std::fs::read(&path).map_err(cannot)?;
    if bytes.len() as u64 > spec::LARGEST {
        return Err(Failure::new(Code::VendorError, "what came is larger than any such file").into());
    }
    let judged = judge(&bytes)?;
    put(&path, target).map_err(cannot)?;
    Ok(judged)
}

/// What is not the same in the file and in the rows of the product.
fn differences(bytes: &[u8], api: &Api, product: Option<Product>, vendor: &Vendor) -> Result<Vec<Difference>, String> {
    let file = spec::read(bytes).map_err(|fault| fault.to_string())?;
    let (mut file, served) = spec::placed(file, vendor);
    // A file that does not say where it is served is of where it was fetched.
    if served != api.base {
        for operation in &mut file.operations {
            let below = operation.path.strip_prefix(&served).unwrap_or(&operation.path);
            operation.path = format!("{}{below}", api.base);
        }
    }
    let mut found = spec::compare(&file, api.base, &vendor.requests(), Scope { product });
    found.retain(|one| !is_slip(one, api));
    Ok(found)
}

fn is_slip(one: &Difference, api: &Api) -> bool {
    let below = one.path.strip_prefix(api.base).unwrap_or(&one.path);
    let mut slips = SLIPS.iter().filter(|(method, path, _)| *method == one.method && *path == below);
    slips.any(|(_, _, member)| one.detail.contains(&format!("`{member}`")))
}

fn record(one: &Difference) -> Record {
    Record::from(json!({
        "kind": one.kind,
        "operation": format!("{} {}", one.method, one.path),
        "command": one.command,
        "what": match one.kind {
            "missing" => "no command does this",
            "gone" => "the site does not have it",
            _ => one.detail.as_str(),
        },
        "operation_id": one.operation_id,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::beyondtrust::BEYONDTRUST;
    use crate::vendor::beyondtrust::product::{PRA, RS};

    /// What is found in a file with these paths, without what the file lacks.
    fn found(server: &str, paths: &str, product: Product) -> Vec<String> {
        let text = format!("openapi: 3.0.0\ninfo: {{title: x}}\nservers: [{{url: '{server}'}}]\npaths: {paths}");
        let found = differences(text.as_bytes(), &CONFIGURATION, Some(product), &BEYONDTRUST).unwrap();
        let told = found.iter().filter(|one| one.kind != "gone");
        told.map(|one| format!("{} {} {}: {}", one.kind, one.method, one.path, one.detail)).collect()
    }

    #[test]
    fn operations_without_a_command_are_missing_wherever_the_file_says_it_is_served() {
        let missing = ["https://a.example/api/config/v1", "/", "https://b.example/other/"]
            .map(|server| found(server, "{/gadget: {get: {operationId: gadgets}}}", PRA));

        assert_eq!(missing, [["missing GET /api/config/v1/gadget: "]; 3]);
    }

    #[test]
    fn a_parameter_that_is_new_is_told_and_one_of_the_other_product_is_not() {
        let paths = "{/team: {get: {parameters: [{name: name, in: query}, {name: code_name, in: query}, \
                     {name: per_page, in: query}, {name: current_page, in: query}, {name: color, in: query}]}}}";

        let news = [PRA, RS].map(|product| found("/api/config/v1", paths, product));

        let expected = "changed GET /api/config/v1/team: `color` is not in the command";
        assert!(news.iter().all(|told| told.iter().any(|line| line == expected)), "{news:?}");
    }

    #[test]
    fn what_the_file_lacks_is_of_the_site_s_product_alone() {
        let gone = [PRA, RS].map(|product| {
            let text = "openapi: 3.0.0\npaths: {}";
            let found = differences(text.as_bytes(), &CONFIGURATION, Some(product), &BEYONDTRUST).unwrap();
            let has = |path: &str| found.iter().any(|one| one.path == format!("{}{path}", CONFIGURATION.base));
            (has("/vendor"), has("/public-portal"), has("/user"))
        });

        assert_eq!(gone, [(true, false, true), (false, true, true)]);
    }

    #[test]
    fn what_is_no_such_file_is_said_so() {
        let wrong = ["", "<html></html>", "openapi: 2"]
            .map(|text| differences(text.as_bytes(), &CONFIGURATION, None, &BEYONDTRUST));

        assert!(wrong.iter().all(Result::is_err));
    }
}
