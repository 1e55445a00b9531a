//! What a profile of a vendor may hold, and the names by which configuration knows the vendor.

/// One setting of a vendor: a key in a profile, a variable in the environment.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key in a profile; upper-cased it ends the variable `RMCTL_<VENDOR>_<FIELD>`.
    pub key: &'static str,
    /// One line of help.
    pub about: &'static str,
    /// Comes from a secret source, is never a flag and never printed.
    pub secret: bool,
    /// Variables of other tools that mean the same, in full.
    pub also: &'static [&'static str],
    /// The only values it may have; empty for any.
    pub values: &'static [&'static str],
}

impl Field {
    /// A setting that anybody may see.
    pub const fn plain(key: &'static str, about: &'static str) -> Self {
        Self { key, about, secret: false, also: &[], values: &[] }
    }

    /// A setting that nobody may see.
    pub const fn secret(key: &'static str, about: &'static str) -> Self {
        Self { key, about, secret: true, also: &[], values: &[] }
    }

    /// Variables of other tools that mean the same.
    pub const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    /// The only values it may have.
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }
}

/// The names of a vendor and the settings of its profiles.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What the user types, and `vendor = "..."` in a profile.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The middle of `RMCTL_<VENDOR>_<FIELD>`.
    pub env: &'static str,
    /// Where it is, if the profile does not say.
    pub url: Option<&'static str>,
    /// Its regions by name, and where each is.
    pub regions: &'static [(&'static str, &'static str)],
    /// Its settings besides `url` and those that every profile has.
    pub fields: &'static [Field],
    /// Sets of fields, any one of which is enough to log in.
    pub credentials: &'static [&'static [&'static str]],
}
