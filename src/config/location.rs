//! Where the configuration file is, read from the environment that is given.

use std::path::{Path, PathBuf};

use crate::surroundings::Environment;

/// The file, whether it exists or not; `None` where the environment names no place for it.
pub(super) fn file(environment: &Environment) -> Option<PathBuf> {
    match environment.get("RMCTL_CONFIG") {
        Some(own) => Some(PathBuf::from(own)),
        None => Some(base(environment, cfg!(windows))?.join("rmctl").join("config.toml")),
    }
}

fn base(environment: &Environment, windows: bool) -> Option<PathBuf> {
    let path = |name| environment.get(name).map(PathBuf::from);
    if windows {
        return path("APPDATA");
    }
    // The XDG specification tells programs to ignore relative paths.
    let xdg = path("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
    xdg.or_else(|| Some(path("HOME")?.join(".config")))
}

/// `path` with a leading `~/` replaced by the user's folder.
pub(super) fn expand(path: &str, environment: &Environment) -> PathBuf {
    let home = environment.get("HOME").or_else(|| environment.get("USERPROFILE"));
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Path::new(home).join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn found(variables: &[(&str, &str)]) -> Option<PathBuf> {
        file(&variables.iter().copied().collect())
    }

    #[test]
    #[cfg(unix)]
    fn the_file_is_ours_then_the_systems_then_under_home() {
        let variables = [("HOME", "/h"), ("XDG_CONFIG_HOME", "/x"), ("RMCTL_CONFIG", "/own.toml")];

        assert_eq!(found(&variables), Some("/own.toml".into()));
        assert_eq!(found(&variables[..2]), Some("/x/rmctl/config.toml".into()));
        assert_eq!(found(&variables[..1]), Some("/h/.config/rmctl/config.toml".into()));
        assert_eq!(found(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "x")]), found(&variables[..1]));
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn windows_keeps_it_with_the_roaming_application_data() {
        let environment = [("APPDATA", "/r"), ("HOME", "/h")].into_iter().collect();

        assert_eq!(base(&environment, true), Some(PathBuf::from("/r")));
    }

    #[test]
    fn only_a_leading_tilde_of_our_own_is_expanded() {
        let environment = [("HOME", "/h")].into_iter().collect();

        let expanded = ["~/a", "/b/~/a", "~other/a"].map(|path| expand(path, &environment));

        assert_eq!(expanded, ["/h/a", "/b/~/a", "~other/a"].map(PathBuf::from));
    }
}
