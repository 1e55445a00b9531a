//! Whose file it is, and where below the vendor's base its paths are.

use url::Url;

use super::described::File;
use super::words::kebab;
use crate::catalog::Vendor;

/// The one vendor at whose address the file is served, or else whose name its title has.
pub fn whose(vendors: &'static [&'static Vendor], file: &File) -> Option<&'static Vendor> {
    only(vendors, |vendor| {
        let host = vendor.settings.url.and_then(host);
        host.is_some() && file.servers.iter().any(|server| self::host(server) == host)
    })
    .or_else(|| only(vendors, |vendor| is_named(vendor, &file.title)))
}

fn only(vendors: &'static [&'static Vendor], fits: impl Fn(&Vendor) -> bool) -> Option<&'static Vendor> {
    let mut fitting = vendors.iter().copied().filter(|vendor| fits(vendor));
    fitting.next().filter(|_| fitting.next().is_none())
}

fn host(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

fn is_named(vendor: &Vendor, title: &str) -> bool {
    let title: Vec<String> = title.split_whitespace().map(kebab).collect();
    let mut names = std::iter::once(&vendor.settings.key).chain(vendor.aliases);
    // Capitals inside a name begin no words.
    names.any(|name| title.iter().any(|word| word == name || word.replace('-', "") == **name))
}

/// The file with its paths as the tables write them: below the vendor's base. Also answers what was put before them.
pub fn placed(file: File, vendor: &Vendor) -> (File, String) {
    let base = vendor.settings.url.map(path_of).unwrap_or_default();
    let served = file.servers.first().map(|server| path_of(server)).unwrap_or_default();
    let prefix = match served.strip_prefix(&base) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.to_owned(),
        _ => served,
    };
    let mut file = file;
    for operation in &mut file.operations {
        operation.path.insert_str(0, &prefix);
    }
    (file, prefix)
}

/// Without a slash at the end.
fn path_of(url: &str) -> String {
    let path = match Url::parse(url) {
        Ok(url) => url.path().to_owned(),
        Err(_) if url.starts_with('/') => url.to_owned(),
        Err(_) => String::new(),
    };
    path.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::read;

    fn file(title: &str, server: &str) -> File {
        let text = format!(
            "openapi: 3.0.0\ninfo: {{title: '{title}'}}\nservers: [{{url: '{server}'}}]\npaths: {{/things: {{get: {{}}}}}}"
        );
        read(text.as_bytes()).unwrap()
    }

    fn key(title: &str, server: &str) -> Option<&'static str> {
        whose(crate::vendor::ALL, &file(title, server)).map(|vendor| vendor.settings.key)
    }

    fn path(server: &str) -> String {
        let rms = &crate::vendor::rms::RMS;
        placed(file("x", server), rms).0.operations[0].path.clone()
    }

    #[test]
    fn the_address_says_whose_it_is_or_else_the_title() {
        assert_eq!(key("Devices", "https://rms.teltonika-networks.com/api"), Some("rms"));
        assert_eq!(key("RMS API", "https://elsewhere.example"), Some("rms"));
        assert_eq!(key("Farms API", "/"), None);
    }

    #[test]
    fn paths_are_written_as_the_tables_write_them() {
        assert_eq!(path("https://rms.teltonika-networks.com/api/"), "/things");
        assert_eq!(path("https://box.example/api/v2"), "/v2/things");
        assert_eq!(path("/apiary"), "/apiary/things");
        assert_eq!(path("/"), "/things");
    }
}
