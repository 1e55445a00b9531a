//! Where cache and state are kept, read from the environment that is given.

use std::path::PathBuf;

use crate::surroundings::Environment;

/// The two folders; `None` where the environment names no place for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// For what may be lost at any time.
    pub cache: Option<PathBuf>,
    /// For what should not be lost.
    pub state: Option<PathBuf>,
}

impl Folders {
    /// `RMCTL_CACHE_DIR` and `RMCTL_STATE_DIR`, else where the system keeps such things. Touches nothing.
    pub fn of(environment: &Environment) -> Self {
        Self {
            cache: Place::CACHE.folder(environment, cfg!(windows)),
            state: Place::STATE.folder(environment, cfg!(windows)),
        }
    }
}

/// How one of the folders is found.
struct Place {
    own: &'static str,
    xdg: &'static str,
    under_home: &'static str,
    under_local: &'static str,
}

impl Place {
    const CACHE: Self =
        Self { own: "RMCTL_CACHE_DIR", xdg: "XDG_CACHE_HOME", under_home: ".cache", under_local: "rmctl/cache" };

    const STATE: Self =
        Self { own: "RMCTL_STATE_DIR", xdg: "XDG_STATE_HOME", under_home: ".local/state", under_local: "rmctl/state" };

    fn folder(&self, environment: &Environment, windows: bool) -> Option<PathBuf> {
        let path = |name| environment.get(name).map(PathBuf::from);
        if let Some(own) = path(self.own) {
            return Some(own);
        }
        if windows {
            return Some(path("LOCALAPPDATA")?.join(self.under_local));
        }
        // The XDG specification tells programs to ignore relative paths.
        let xdg = path(self.xdg).filter(|path| path.is_absolute());
        let base = xdg.or_else(|| Some(path("HOME")?.join(self.under_home)))?;
        Some(base.join("rmctl"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn folders(variables: &[(&str, &str)]) -> Folders {
        Folders::of(&variables.iter().copied().collect())
    }

    #[cfg(unix)]
    fn both(cache: &str, state: &str) -> Folders {
        Folders { cache: Some(cache.into()), state: Some(state.into()) }
    }

    #[test]
    #[cfg(unix)]
    fn home_is_the_last_resort_and_our_own_variables_the_first() {
        let home = ("HOME", "/h");
        let xdg = [("XDG_CACHE_HOME", "/xc"), ("XDG_STATE_HOME", "/xs")];
        let own = [("RMCTL_CACHE_DIR", "/c"), ("RMCTL_STATE_DIR", "/s")];

        assert_eq!(folders(&[]), Folders::default());
        assert_eq!(folders(&[home]), both("/h/.cache/rmctl", "/h/.local/state/rmctl"));
        assert_eq!(folders(&[home, xdg[0], xdg[1]]), both("/xc/rmctl", "/xs/rmctl"));
        assert_eq!(folders(&[home, xdg[0], xdg[1], own[0], own[1]]), both("/c", "/s"));
    }

    #[test]
    #[cfg(unix)]
    fn a_relative_xdg_path_is_ignored() {
        let found = folders(&[("HOME", "/h"), ("XDG_CACHE_HOME", "x"), ("XDG_STATE_HOME", "y")]);

        assert_eq!(found, both("/h/.cache/rmctl", "/h/.local/state/rmctl"));
    }

    #[test]
    fn windows_keeps_both_under_the_local_application_data() {
        let environment = [("LOCALAPPDATA", "/l")].into_iter().collect();

        let found = Place::CACHE.folder(&environment, true);

        assert_eq!(found, Some(PathBuf::from("/l/rmctl/cache")));
    }
}
