//! Proof that the login that began here also ends here: RFC 7636 with S256, and the state of RFC 6749.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// 256 bits that nobody can guess, as text that needs no encoding in a URL.
pub(super) fn unguessable() -> SecretString {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("every supported system gives random bytes");
    SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
}

/// What may be seen of a verifier.
pub(super) fn challenge(verifier: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard_s_example() {
        // RFC 7636, appendix B.
        let verifier = SecretString::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_verifier_is_as_long_as_the_standard_asks_and_never_the_same() {
        let (one, other) = (unguessable(), unguessable());

        assert_eq!(one.expose_secret().len(), 43);
        assert_ne!(one.expose_secret(), other.expose_secret());
    }
}
