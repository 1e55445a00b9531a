//! What the README shows is what rmctl prints.

#[test]
fn every_session_of_the_readme_is_true() {
    trycmd::TestCases::new().case("README.md");
}
