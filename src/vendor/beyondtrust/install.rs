//! `beyondtrust jump-clients install`: an installer made, downloaded, and the line that installs it.

use std::path::Path;

use serde_json::{Value, json};

use super::jump_clients::{CREATE_INSTALLER, DOWNLOAD_INSTALLER, PLATFORMS};
use super::named::{JUMP_GROUPS, USERS};
use super::whole_file;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::{Answer, garbled};
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::{Fault, Reply, Request};
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work, of_read};

/// As published for the MSI; a site that calls it otherwise is told so with `--msi-property`.
const PROPERTY: &str = "KEY_INFO";

pub(super) const INSTALL: Operation = Operation::workflow("install", Effect::Write, install)
    .about("Make an installer, save it, and print the line that installs it")
    .examples(&[("--platform linux-64 --jump-group Harbour --save .", "")])
    .arguments(&[
        Argument::workflow("platform", Kind::String).required().values(PLATFORMS).help("platform it runs on"),
        Argument::workflow("jump-group", Kind::String)
            .required()
            .help("Jump Group of the Jump Clients, by name, code name or id"),
        Argument::workflow("save", Kind::String)
            .on_disk()
            .required()
            .help("where the installer goes; in a folder it gets the site's own name"),
        Argument::workflow("jump_group_type", Kind::String)
            .values(&["shared", "personal"])
            .help("with `personal`, `--jump-group` names a user"),
        Argument::workflow("name", Kind::String).help("name of the Jump Clients, up to 128 characters"),
        Argument::workflow("tag", Kind::String).help("tag of the Jump Clients, up to 64 characters"),
        Argument::workflow("comments", Kind::String).help("remarks on the Jump Clients, up to 1024 characters"),
        Argument::workflow("jump_policy_id", Kind::Integer).help("Jump Policy of the Jump Clients"),
        Argument::workflow("valid_duration", Kind::Integer)
            .help("minutes that the installer can be used, 10 to 525600; 1440 by default"),
        Argument::workflow("msi-property", Kind::String)
            .help("property that takes the key of an MSI [default: KEY_INFO, as published]"),
    ]);

fn install<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let platform = given.text("platform").unwrap_or_default();
        let target = given.text("save").filter(|target| !target.is_empty());
        let target = target.ok_or_else(|| Failure::usage("`--save` names no file"))?;
        let folder = if Path::new(&target).is_dir() { Path::new(&target) } else { whole_file::folder_of(&target)? };
        let create = creation(work, given).await?;
        if work.dry_run {
            return Ok(Outcome::WouldSend(vec![create, download_of_none_yet(work, &platform)?]));
        }
        work.check_writable(Effect::Write)?;
        let made = make(work, &create).await?;
        let file = folder.join(file_name(&target, &made, &platform));
        let id = text_of(&made["installer_id"]);
        work.session.progress.doing("downloading the installer");
        if let Err(fault) = whole_file::save(work, &download(work, &id, &platform)?, &file).await {
            let command = format!("rmctl beyondtrust jump-clients installers download {id} {platform} --save FILE");
            work.session.progress.warn(&format!("the installer was made and not saved; `{command}` saves it"));
            return Err(of_read(&DOWNLOAD_INSTALLER, fault));
        }
        let property = given.text("msi-property").unwrap_or_else(|| PROPERTY.to_owned());
        let line = line(&platform, &file, &made["key_info"]["encodedInfo"], &property)?;
        Ok(Outcome::Result { record: record(&made, &platform, &file, &line), line, open: None })
    })
}

/// The user's name for it, else the site's: some installers read their key from their own name.
fn file_name(target: &str, made: &Value, platform: &str) -> String {
    let path = Path::new(target);
    let given = path.file_name().filter(|_| !path.is_dir()).map(|name| name.to_string_lossy().into_owned());
    let theirs = || {
        let name = made["key_info"]["filename"].as_str().unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let is_plain = !name.starts_with('.') && !name.chars().any(|letter| letter.is_control() || letter == ':');
        Some(name).filter(|name| !name.is_empty() && is_plain).map(|name| with_extension(name, platform))
    };
    given.or_else(theirs).unwrap_or_else(|| format!("jump-client-{platform}"))
}

/// The site names the file when the installer is made, which is before it hears of a platform.
fn with_extension(name: &str, platform: &str) -> String {
    let own = match platform {
        "windows-64-msi" | "windows-32-msi" => "msi",
        "mac-dmg" => "dmg",
        "mac-zip" => "zip",
        _ => "bin",
    };
    let is_of_any = |extension: &str| ["msi", "exe", "dmg", "zip", "bin"].contains(&extension.to_lowercase().as_str());
    let stem = name.rsplit_once('.').filter(|(_, extension)| is_of_any(extension)).map_or(name, |(stem, _)| stem);
    format!("{stem}.{own}")
}

async fn creation(work: &Work<'_>, given: &Given) -> Result<Request, Fault> {
    let typed = given.text("jump-group").unwrap_or_default();
    let names = if given.text("jump_group_type").as_deref() == Some("personal") { USERS } else { JUMP_GROUPS };
    let group: u64 =
        names.id(work, &typed).await?.parse().map_err(|_| Failure::usage("the Jump Group has no number"))?;
    let known = CREATE_INSTALLER.arguments.iter().filter_map(|own| Some((own.name, given.values.get(own.name)?)));
    let members = known.fold(Given::default(), |given, (name, value)| given.with(name, value.clone()));
    work.plan(&CREATE_INSTALLER, &members.with("jump_group_id", group))
}

fn download(work: &Work<'_>, id: &str, platform: &str) -> Result<Request, Fault> {
    let given = Given::default().with("installer_id", id).with("platform", platform);
    Ok(whole_file::of(work.plan(&DOWNLOAD_INSTALLER, &given)?))
}

/// The same with a name in the place of what the site has yet to say, which would not be taken for one of its ids.
fn download_of_none_yet(work: &Work<'_>, platform: &str) -> Result<Request, Fault> {
    let stand_in = "0".repeat(32);
    let mut request = download(work, &stand_in, platform)?;
    let path = request.url.path().replace(&stand_in, "<installer_id>");
    request.url.set_path(&path);
    Ok(request)
}

async fn make(work: &Work<'_>, create: &Request) -> Result<Value, Fault> {
    let record = match work.session.ask(create).await? {
        Answer::Page(page) => page.records.first().map(Record::parse).transpose()?.unwrap_or_default(),
        Answer::Working(_) | Answer::Ended(_) => Value::Null,
    };
    let reply =
        || Reply { status: 201, headers: Default::default(), body: Default::default(), saved: None, socket: None };
    match record["installer_id"].is_string() {
        true => Ok(record),
        false => Err(garbled(create, &reply(), "it names no installer")),
    }
}

/// What is typed in the folder of the file. What installers of other systems ask for then is the vendor's affair.
fn line(platform: &str, file: &Path, key: &Value, property: &str) -> Result<String, Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(match platform {
        "windows-64-msi" | "windows-32-msi" => {
            let key = key.as_str().filter(|key| !key.is_empty()).ok_or_else(|| {
                Failure::new(
                    crate::failure::Code::VendorError,
                    "the installer was saved, and the site sent no key for it",
                )
            })?;
            format!("msiexec /i {} {property}={}", of_windows(&name), of_windows(key))
        }
        "mac-dmg" => format!("hdiutil attach {}", of_shell(&name)),
        "mac-zip" => format!("ditto -x -k {} .", of_shell(&name)),
        _ => format!("sh {}", of_shell(&format!("./{name}"))),
    })
}

fn of_windows(word: &str) -> String {
    match word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        true => word.to_owned(),
        false => format!("\"{word}\""),
    }
}

fn of_shell(word: &str) -> String {
    match word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)) {
        true => word.to_owned(),
        false => crate::sought::quoted(word),
    }
}

fn record(made: &Value, platform: &str, file: &Path, line: &str) -> Value {
    json!({
        "id": made["id"],
        "installer_id": made["installer_id"],
        "platform": platform,
        "file": file.display().to_string(),
        "expiration_timestamp": made["expiration_timestamp"],
        "key_info": made["key_info"],
        "command": line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(platform: &str, file: &str) -> String {
        line(platform, Path::new(file), &json!("w0eec30"), PROPERTY).unwrap()
    }

    #[test]
    fn each_platform_has_a_line_of_its_own() {
        assert_eq!(of("windows-64-msi", "/tmp/client.msi"), "msiexec /i client.msi KEY_INFO=w0eec30");
        assert_eq!(of("windows-32-msi", "my client.msi"), "msiexec /i \"my client.msi\" KEY_INFO=w0eec30");
        assert_eq!(of("mac-dmg", "it's.dmg"), r"hdiutil attach 'it'\''s.dmg'");
        assert_eq!(of("mac-zip", "a.zip"), "ditto -x -k a.zip .");
        assert_eq!([of("linux-64", "a.bin"), of("raspberry-pi-32-headless", "-x")], ["sh ./a.bin", "sh ./-x"]);
    }

    #[test]
    fn the_property_is_the_one_that_was_given_and_a_missing_key_is_told() {
        let other = line("windows-64-msi", Path::new("a.msi"), &json!("k"), "OTHER").unwrap();
        let missing = line("windows-64-msi", Path::new("a.msi"), &Value::Null, PROPERTY).unwrap_err();

        assert_eq!(other, "msiexec /i a.msi OTHER=k");
        assert_eq!(missing.message, "the installer was saved, and the site sent no key for it");
    }

    #[test]
    fn the_site_s_name_gets_the_ending_of_the_platform() {
        let platforms = ["windows-64-msi", "mac-dmg", "mac-zip", "linux-64", "raspberry-pi-32-headless"];
        let of = |name: &str| platforms.map(|platform| with_extension(name, platform));

        assert_eq!(of("sra-1.0-w0.msi"), ["msi", "dmg", "zip", "bin", "bin"].map(|end| format!("sra-1.0-w0.{end}")));
        assert_eq!(of("sra-1.0"), ["msi", "dmg", "zip", "bin", "bin"].map(|end| format!("sra-1.0.{end}")));
    }

    #[test]
    fn in_a_folder_the_site_s_name_is_taken_and_never_a_path() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().to_str().unwrap();
        let named = |name: &str| file_name(folder, &json!({"key_info": {"filename": name}}), "linux-64");

        assert_eq!(named("sra-scc-w0.bin"), "sra-scc-w0.bin");
        assert_eq!(named("../../etc/passwd"), "passwd.bin");
        assert_eq!([named(""), named(".."), named("a\u{1b}b")], ["jump-client-linux-64"; 3]);
        assert_eq!(file_name("x/own.msi", &Value::Null, "windows-64-msi"), "own.msi");
    }
}
