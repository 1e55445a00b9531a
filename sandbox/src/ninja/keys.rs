//! The access keys that the simulator knows.

/// The id of the key that rmctl is told of.
pub const NINJA_KEY_ID: &str = "SBX7Q2M9K4T6W8Z1C3V5";

/// Its secret.
pub const NINJA_SECRET: &str = "m4k8s1x9c7v2b6n3q5w0e8r1t7y4u2i6o3p9a5d1";

/// The id of the key in the vendor's documentation, by which its example can be checked.
pub const NINJA_EXAMPLE_KEY_ID: &str = "TF4STGMDR4H7AEXAMPLE";

/// Its secret.
pub const NINJA_EXAMPLE_SECRET: &str = "eh14c4ngchhu6283he03j6o7ar2fcuca0example";

/// The id of a key that is shorter than most; secrets of other lengths have been seen.
pub const NINJA_ODD_KEY_ID: &str = "ODD5KEY";

/// Its secret, which is longer than most.
pub const NINJA_ODD_SECRET: &str = "Odd-secret+of/unusual=length.and_characters~0123456789abcdef";

pub(super) const KEYS: &[Key] = &[
    Key { id: NINJA_KEY_ID, secret: NINJA_SECRET },
    Key { id: NINJA_EXAMPLE_KEY_ID, secret: NINJA_EXAMPLE_SECRET },
    Key { id: NINJA_ODD_KEY_ID, secret: NINJA_ODD_SECRET },
];

/// A key as the vendor's side knows it.
pub(super) struct Key {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
}
