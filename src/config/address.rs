//! Which URLs a vendor may be reached at: whole ones, without secrets, over plain HTTP only where that is meant.

use url::{Host, Url};

use super::complaint::Complaint;

/// The base URL of a vendor, its path without a slash at the end.
pub(super) fn base(text: &str) -> Result<Url, Complaint> {
    let mut url = parse(text)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Complaint::new("is neither `http` nor `https`"));
    }
    if has_user(&url) {
        return Err(Complaint::new("has a user name or a password in it")
            .hint("set them as fields of their own, such as `username` and `password`"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Complaint::new("has a `?` or a `#` in it"));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// The URL of a proxy. Its password would be shown with it, so it has none.
pub(super) fn proxy(text: &str) -> Result<Url, Complaint> {
    let url = parse(text)?;
    if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err(Complaint::new("is none of `http`, `https`, `socks5`, `socks5h`"));
    }
    if has_user(&url) {
        return Err(Complaint::new("has a user name or a password in it").hint("export it as `HTTPS_PROXY`"));
    }
    Ok(url)
}

/// Secrets travel in the clear over plain HTTP, so it is for this machine, or said to be meant.
pub(super) fn refuse_in_the_clear(url: &Url, allow_http: bool) -> Result<(), Complaint> {
    if url.scheme() == "https" || allow_http || is_loopback(url) {
        return Ok(());
    }
    let mut secure = url.clone();
    let hint = match secure.set_scheme("https") {
        Ok(()) => format!("`{secure}`, or `allow_http = true` in the profile"),
        Err(()) => "`allow_http = true` in the profile".to_owned(),
    };
    Err(Complaint::new("would send credentials in the clear").hint(hint))
}

fn parse(text: &str) -> Result<Url, Complaint> {
    if !text.contains("://") {
        return Err(without_scheme(text));
    }
    let url = Url::parse(text).map_err(|error| Complaint::new(format!("is no URL: {error}")))?;
    match url.has_host() {
        true => Ok(url),
        false => Err(Complaint::new("has no host")),
    }
}

/// What stands before an `@` or behind a `?` may be a secret, so only the rest is repeated.
fn without_scheme(text: &str) -> Complaint {
    let complaint = Complaint::new("has no scheme");
    match Url::parse(&format!("https://{text}")) {
        Ok(whole) if !has_user(&whole) && whole.query().is_none() => complaint.hint(format!("`{whole}`")),
        _ => complaint,
    }
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> Complaint {
        base(text).unwrap_err()
    }

    #[test]
    fn a_slash_at_the_end_is_trimmed() {
        let texts = ["https://h/api", "https://h/api//", "https://h/", "https://h"];

        let urls = texts.map(|text| base(text).unwrap().to_string());

        assert_eq!(urls, ["https://h/api", "https://h/api", "https://h/", "https://h/"]);
    }

    #[test]
    fn a_url_without_a_scheme_is_refused_and_shown_with_one() {
        let expected = |url: &str| Complaint::new("has no scheme").hint(format!("`{url}`"));

        assert_eq!(complaint("rms.example.com/api"), expected("https://rms.example.com/api"));
        assert_eq!(complaint("rms.example.com:8443"), expected("https://rms.example.com:8443/"));
        assert_eq!(complaint("me:canary@rms.example.com"), Complaint::new("has no scheme"));
        assert_eq!(complaint("rms.example.com?token=canary"), Complaint::new("has no scheme"));
    }

    #[test]
    fn what_no_base_url_has_is_refused() {
        assert_eq!(complaint("ftp://h"), Complaint::new("is neither `http` nor `https`"));
        assert_eq!(complaint("https://h?a=1"), Complaint::new("has a `?` or a `#` in it"));
        assert_eq!(complaint("https://h#a"), Complaint::new("has a `?` or a `#` in it"));
        assert_eq!(complaint("https://"), Complaint::new("is no URL: empty host"));
        assert_eq!(complaint("file:///etc"), Complaint::new("has no host"));
        assert!(format!("{:?}", complaint("https://me@h")).contains("user name"));
        assert!(format!("{:?}", complaint("https://:canary@h")).contains("user name"));
    }

    #[test]
    fn plain_http_is_for_this_machine_or_where_it_is_allowed() {
        let local = ["http://127.9.0.1:8080", "http://[::1]/", "http://localhost", "https://far.example"];
        let far = ["http://far.example", "http://localhost.example", "http://0.0.0.0", "http://10.0.0.1"];
        let refused = |text: &&str| refuse_in_the_clear(&base(text).unwrap(), false).is_err();
        let allowed = |text: &&str| refuse_in_the_clear(&base(text).unwrap(), true).is_ok();

        assert!(!local.iter().any(refused));
        assert!(far.iter().all(refused));
        assert!(far.iter().all(allowed));
    }

    #[test]
    fn a_proxy_has_no_password_in_its_url() {
        assert_eq!(proxy("socks5h://h:1080").unwrap().as_str(), "socks5h://h:1080");
        assert!(proxy("http://me:canary@h").is_err());
        assert!(proxy("ftp://h").is_err());
    }
}
