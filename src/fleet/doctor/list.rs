//! The list of checks for people: a line a check, wrapped under itself, and below it what to do. What can be typed stays in one
//! piece.

use super::super::wrap::wrapped;
use super::{Patient, Verdict};
use crate::output::visible;

/// Where the words of a check begin.
const MARGIN: usize = 22;
/// Where its fix begins.
const FIX: usize = 4;

pub(super) fn list(patient: &Patient, width: Option<usize>, color: bool) -> String {
    let mut text = wrapped("", &visible(&patient.title), 2, width);
    for check in &patient.checks {
        let verdict = check.found.verdict;
        let padding = " ".repeat(9 - verdict.word().len());
        let start = format!("  {}{padding}{:<11}", verdict.word(), check.name);
        let line = wrapped(&start, &visible(&check.found.detail), MARGIN, width);
        text.push_str(&match color {
            true => line.replacen(verdict.word(), &painted(verdict), 1),
            false => line,
        });
        if let Some(fix) = &check.found.fix {
            text.push_str(&wrapped("    fix: ", &visible(fix), FIX + 5, width));
        }
    }
    text
}

fn painted(verdict: Verdict) -> String {
    let color = match verdict {
        Verdict::Ok => 32,
        Verdict::Warning => 33,
        Verdict::Failed => 31,
        Verdict::Skipped => 2,
    };
    format!("\x1b[{color}m{}\x1b[0m", verdict.word())
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Found};
    use super::*;
    use crate::failure::Code;

    fn patient() -> Patient {
        let check = |name, found| Check { name, found, milliseconds: None };
        Patient {
            title: "sps-hq (sps) at https://sps.example.com".to_owned(),
            profile: Some("sps-hq".to_owned()),
            vendor: Some("sps"),
            checks: vec![
                check("dns", Found::ok("192.0.2.7")),
                check(
                    "tls",
                    Found::failed(Code::Network, "its certificate is signed by nobody who is trusted\u{1b}[2J")
                        .fix("set `ca_file = \"a file with a long name.pem\"` in the profile"),
                ),
                check("left-over", Found::skipped("-")),
            ],
        }
    }

    #[test]
    fn a_narrow_terminal_gets_narrow_lines_and_whole_settings() {
        let expected = "\
sps-hq (sps) at https://sps.example.com
  ok       dns        192.0.2.7
  failed   tls        its certificate is signed by
                      nobody who is trusted␛[2J
    fix: set
         `ca_file = \"a file with a long name.pem\"`
         in the profile
  skipped  left-over  -
";

        assert_eq!(list(&patient(), Some(50), false), expected);
    }

    #[test]
    fn colour_is_on_the_verdict_alone() {
        let painted = list(&patient(), None, true);

        assert!(painted.contains("  \x1b[31mfailed\x1b[0m   tls        its"), "{painted}");
        assert_eq!(painted.matches('\x1b').count(), 6);
    }
}
