//! Every shape in which a site is known to answer, or may.

use super::*;
use crate::failure::Code;
use crate::http::{Content, Refusal};
use crate::testing::{reply_with_body, reply_with_header};

const HOST: &str = "https://access.example.com";
/// As the vendor's guide shows it.
const LINKS: &str = "<https://access.example.com/api/config/v1/user?per_page=10&current_page=1>; rel=\"first\", \
    <https://access.example.com/api/config/v1/user?per_page=10&current_page=1>; rel=\"previous\", \
    <https://access.example.com/api/config/v1/user?per_page=10&current_page=3>; rel=\"next\", \
    <https://access.example.com/api/config/v1/user?per_page=10&current_page=5>; rel=\"last\"";

fn get(path: &str) -> Request {
    Request::get(format!("{HOST}{path}").parse().unwrap())
}

fn change(path: &str) -> Request {
    Request::new(reqwest::Method::POST, format!("{HOST}{path}").parse().unwrap(), Repeat::OnlyIfUnsent)
}

fn json(body: &'static str) -> Content {
    Content::Bytes { bytes: body.into(), media: "application/json" }
}

fn read(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    BeyondTrust::default().read(sent, reply).map(|answer| match answer {
        Answer::Page(page) => page,
        other => panic!("{other:?}"),
    })
}

fn refused(sent: &Request, status: u16, body: &str) -> Refusal {
    match read(sent, &reply_with_body(status, body)).unwrap_err() {
        Fault::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn texts(page: &Page) -> Vec<&str> {
    page.records.iter().map(|record| std::str::from_utf8(record.as_bytes()).unwrap()).collect()
}

/// Path and query of the next page.
fn next(sent: &Request, headers: &[(&'static str, &str)]) -> Option<String> {
    let mut reply = reply_with_body(200, "[{\"id\":1}]");
    for (name, value) in headers {
        reply.headers.extend(reply_with_header(200, name, value).headers);
    }
    read(sent, &reply).unwrap().next.map(|next| next.url.to_string())
}

#[test]
fn what_is_no_array_is_no_page_of_a_list() {
    let list = Request { pages: Some(Paging::LinkHeader), ..get("/api/config/v1/user") };
    let bodies = ["{\"error\":\"access_denied\"}", "{}", "null", "\"maintenance\""];

    let garbled = bodies.map(|body| matches!(read(&list, &reply_with_body(200, body)), Err(Fault::Garbled { .. })));

    assert_eq!(garbled, [true; 4]);
}

#[test]
fn a_bare_array_is_a_list_and_an_object_is_one_thing_as_they_came() {
    let list = read(&get("/api/config/v1/user"), &reply_with_body(200, " [{\"id\": 1.0}, {\"id\":2}]\n")).unwrap();
    let one = read(&get("/api/config/v1/user/1"), &reply_with_body(200, "{\"id\": 1.0}")).unwrap();
    let empty = read(&get("/api/config/v1/user"), &reply_with_body(200, "[]")).unwrap();

    assert_eq!((texts(&list), list.list), (vec!["{\"id\": 1.0}", "{\"id\":2}"], true));
    assert_eq!((texts(&one), one.list), (vec!["{\"id\": 1.0}"], false));
    assert_eq!((empty.records.len(), empty.list), (0, true));
}

#[test]
fn nothing_answers_a_change_and_no_question() {
    let sent = change("/api/config/v1/vault/account/61/check-in");
    let asked = get("/api/config/v1/vault/account/61");

    let done = [200, 201, 204].map(|status| read(&sent, &reply_with_body(status, "")).unwrap().records.len());
    let garbled =
        [("", "it is empty"), ("<html>", "it is HTML, as of a proxy or a login page"), ("{\"id\"", "it is no JSON")]
            .map(|(body, why)| (read(&asked, &reply_with_body(200, body)).unwrap_err().to_string(), why));

    assert_eq!(done, [0, 0, 0]);
    assert!(garbled.iter().all(|(said, why)| said.contains(why)), "{garbled:?}");
}

#[test]
fn the_next_page_is_the_one_of_the_links() {
    let sent = get("/api/config/v1/user?per_page=10&current_page=2");
    let last = LINKS.replace("rel=\"next\"", "rel=\"other\"");

    assert_eq!(
        next(&sent, &[("link", LINKS)]).unwrap(),
        "https://access.example.com/api/config/v1/user?per_page=10&current_page=3"
    );
    assert_eq!(next(&sent, &[("link", &last)]), None);
}

#[test]
fn a_link_keeps_commas_of_its_address_and_leads_to_no_other_host() {
    let sent = get("/api/config/v1/jump-client?per_page=5&tag=a,b");
    let link =
        "<https://other.example/proxied/jump-client?tag=a,%3Cb&current_page=2>; title=\"x, y\"; rel=\"next last\"";

    assert_eq!(
        next(&sent, &[("link", link)]).unwrap(),
        "https://access.example.com/api/config/v1/jump-client?tag=a,%3Cb&current_page=2"
    );
}

#[test]
fn where_links_are_lost_pages_are_counted() {
    let sent = get("/api/config/v1/user?per_page=100");
    let at = |page: &str| next(&sent, &[("x-bt-pagination-current-page", page), ("x-bt-pagination-last-page", "2")]);

    assert_eq!(at("1").unwrap(), "https://access.example.com/api/config/v1/user?per_page=100&current_page=2");
    assert_eq!((at("2"), next(&sent, &[])), (None, None));
}

#[test]
fn the_total_is_the_one_of_the_headers() {
    let mut reply = reply_with_header(200, "x-bt-pagination-total", "47");
    reply.body = "[]".into();

    assert_eq!(read(&get("/api/config/v1/user"), &reply).unwrap().total, Some(47));
}

#[test]
fn pages_are_as_large_as_can_be_and_as_small_as_is_wanted() {
    let row = Operation::list("list", "/x").pages(Paging::LinkHeader);
    let size = |query: &str, limit: Option<usize>| {
        BeyondTrust::default().first_page(get(&format!("/x{query}")), Some(&row), limit).query("per_page").unwrap()
    };
    let whole = BeyondTrust::default().first_page(get("/x"), Some(&Operation::list("list", "/x")), None);

    assert_eq!([size("", None), size("", Some(3)), size("", Some(7)), size("", Some(700))], ["100", "5", "7", "100"]);
    assert_eq!(size("?per_page=20", Some(3)), "20");
    assert_eq!(whole.url.query(), None);
}

#[test]
fn a_name_that_a_site_does_not_know_is_told_with_the_one_that_is_like_it() {
    let mut sent = get("/below/api/config/v1/jump-client/7");
    (sent.method, sent.content) = (reqwest::Method::PATCH, json(r#"{"tag":"x","nmae":"y"}"#));
    let answer = r#"{"message":"Unrecognized field: nmae"}"#;

    let hint = |sent: &Request| refused(sent, 401, answer).hint.unwrap();

    let all = "`rmctl beyondtrust openapi download --save FILE` fetches what this site knows";
    assert_eq!(hint(&sent), format!("did you mean `name`? {all}"));
    assert_eq!(hint(&get("/api/config/v1/jump-client?hostnam=x")), format!("did you mean `hostname`? {all}"));
    assert_eq!(hint(&get("/api/config/v1/jump-client?qqqq=x")), all);
}

#[test]
fn a_401_is_about_the_token_or_about_what_was_asked_for() {
    let denied =
        r#"{"error":"access_denied","message":"The resource owner or authorization server denied the request."}"#;
    let mistyped = r#"{"message":"Unknown parameter: nam"}"#;
    let about_token = |body: &str| is_about_token(&reply_with_body(401, body));

    let token = refused(&get("/api/config/v1/user"), 401, denied);
    let member = refused(&get("/api/config/v1/user?nam=x"), 401, mistyped);

    assert_eq!((token.code.as_deref(), token.means), (Some("access_denied"), None));
    assert_eq!((member.message.as_deref(), member.means), (Some("Unknown parameter: nam"), Some(Code::Rejected)));
    let all = "`rmctl beyondtrust openapi download --save FILE` fetches what this site knows";
    assert_eq!(member.hint.as_deref(), Some(all));
    assert_eq!(["", "<html>", "[]", denied, mistyped, "{}"].map(about_token), [true, true, true, true, false, false]);
}

#[test]
fn what_is_wrong_with_a_body_is_told_by_member() {
    let sent = change("/api/config/v1/jump-item/protocol-tunnel-jump");
    let one = r#"{"message":"Validation Failed","errors":{"port":["The port must be at least 100."]}}"#;
    let two =
        r#"{"message":"Validation Failed","errors":{"username":["Only with mssql."],"port":["Too small.","Odd."]}}"#;

    let (one, two) = (refused(&sent, 422, one), refused(&sent, 422, two));

    assert_eq!((one.source.as_deref(), one.message.as_deref()), (Some("port"), Some("The port must be at least 100.")));
    assert_eq!((two.source, two.message.as_deref()), (None, Some("username: Only with mssql. port: Too small. Odd.")));
}

#[test]
fn a_403_names_the_permission_as_the_page_of_the_account_does() {
    let hint = |path: &str| refused(&get(path), 403, "{\"message\":\"Forbidden\"}").hint;

    assert!(hint("/api/config/v1/vault/account").unwrap().contains("Manage Vault Accounts"));
    assert!(hint("/api/config/v1/user").unwrap().contains("Configuration API: Allow Access"));
    assert!(
        hint("/api/reporting?generate_report=Syslog")
            .unwrap()
            .contains("`Reporting API: Allow Access to Syslog Reports`")
    );
    assert_eq!(hint("/get_mech_list"), None);
}

#[test]
fn an_api_that_the_account_may_not_use_looks_missing_and_is_told_as_forbidden() {
    let page = "<html><body>Document Not Found</body></html>";
    let hidden = refused(&get("/api/backup"), 404, page);
    let said = refused(&get("/api/command?action=x"), 200, "<error>Permission denied</error>");
    let other = refused(&get("/api/config/v1/user/9"), 404, page);

    assert_eq!([hidden.means, said.means, other.means], [Some(Code::Forbidden), Some(Code::Forbidden), None]);
    assert!(hidden.hint.unwrap().contains("`Backup API: Allow Access`, and enable the XML API,"));
    assert!(said.hint.unwrap().contains("`Command API: Read-Only`"));
    assert_eq!(other.hint, None);
}

#[test]
fn words_in_the_place_of_a_file_are_a_refusal_or_are_no_file() {
    let mut sent = get("/api/backup");
    sent.save = Some("f".into());
    let fault = |body: &str| instead_of_file(&sent, &reply_with_body(200, body)).to_string();

    assert_eq!(fault("<error>Permission denied</error>"), "200: Permission denied");
    assert_eq!(fault(" {\"error\":\"busy\",\"message\":\"Try later\"}"), "200: Try later");
    for (body, why) in
        [("<!DOCTYPE html><br>", "HTML"), ("<backup/>", "XML, and no file"), ("[1]", "text, and no file")]
    {
        assert!(fault(body).contains(why), "{body}: {}", fault(body));
    }
}

#[test]
fn other_refusals_keep_the_vendor_s_words() {
    let missing = refused(&get("/api/config/v1/user/9"), 404, "{\"message\":\"Not Found\"}");
    let page = refused(&get("/api/config/v1/user/9"), 404, "<html><title>Document Not Found</title></html>");

    assert_eq!((missing.status, missing.message.as_deref()), (404, Some("Not Found")));
    assert_eq!((page.status, page.message.as_deref()), (404, Some("Document Not Found")));
}

#[test]
fn an_error_page_says_nothing_of_what_happened_to_a_change() {
    let fault = read(&change("/api/config/v1/user"), &reply_with_body(502, "<html>Bad Gateway</html>")).unwrap_err();

    assert!(matches!(fault, Fault::Garbled { status: 502, .. }));
    assert_eq!(refused(&change("/api/config/v1/user"), 500, "{\"message\":\"Server Error\"}").status, 500);
}
