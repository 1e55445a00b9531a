//! What the README shows is what rmctl prints.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[test]
fn every_session_of_the_readme_is_true() {
    trycmd::TestCases::new().case("README.md");
}
