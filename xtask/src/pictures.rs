//! `cargo xtask pictures`: the pictures of the README, made of what the sandbox answers. The one of the page needs a browser.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::process::{self, command};

/// What the table is a picture of: sites that several vendors know.
const TABLE: [&str; 7] = ["inventory", "--sort", "name", "--site", "Hanse Logistics", "--site", "City Light Signage"];
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// Of the window in which the page is shown.
const SIZE: &str = "1280,1000";
/// Of one letter, in pixels.
const WIDTH: usize = 8;
const HEIGHT: usize = 19;

/// Put both in place.
pub(crate) fn write() -> Outcome {
    process::run(&mut command("cargo build --quiet --package rmctl"))?;
    let folder = process::root().join("docs/pictures");
    std::fs::create_dir_all(&folder)?;
    let printed = process::output(&mut rmctl(&TABLE))?;
    std::fs::write(folder.join("table.svg"), svg(&typed(&TABLE), &printed))?;
    page(&folder.join("page.png"))?;
    process::say("pictures: docs/pictures/table.svg, docs/pictures/page.png");
    Ok(())
}

fn rmctl(words: &[&str]) -> Command {
    let mut rmctl = command(&process::target().join("debug/rmctl").display().to_string());
    rmctl.arg("--sandbox").args(words);
    rmctl
}

/// As one types it, once `RMCTL_SANDBOX` is set.
fn typed(words: &[&str]) -> String {
    let quoted = |word: &&str| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() };
    let words: Vec<String> = words.iter().map(quoted).collect();
    format!("rmctl {}", words.join(" "))
}

fn page(picture: &Path) -> Outcome {
    let browser = BROWSERS.into_iter().find(|browser| process::is_there(&format!("{browser} --version")));
    let browser = browser.ok_or("there is no browser to show the page in")?;
    let folder = process::target().join("pictures");
    std::fs::create_dir_all(&folder)?;
    let html = folder.join("fleet.html");
    let printed = process::output(&mut rmctl(&["inventory", "-o", "html"]))?;
    std::fs::write(&html, printed)?;
    let mut shown = command(browser);
    shown.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
    shown.args(["--run-all-compositor-stages-before-draw", "--virtual-time-budget=5000"]);
    shown.arg(format!("--user-data-dir={}", folder.join("browser").display()));
    shown.arg(format!("--screenshot={}", picture.display())).arg(format!("--window-size={SIZE}"));
    // It complains about the desktop that is not there.
    shown.stdout(Stdio::null()).stderr(Stdio::null());
    Ok(process::run(shown.arg(format!("file://{}", html.display())))?)
}

/// A terminal with the line that was typed and what was printed.
fn svg(typed: &str, printed: &str) -> String {
    let lines: Vec<&str> = printed.lines().collect();
    let letters = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let (width, height) = (letters * WIDTH + 48, (lines.len() + 1) * HEIGHT + 64);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"What {typed} prints\">\n<style>text {{ font: 13.3px ui-monospace, SFMono-Regular, Menlo, \
         Consolas, 'DejaVu Sans Mono', monospace; fill: #d7dde3; white-space: pre; }} .head, .typed {{ font-weight: bold; }} \
         .online {{ fill: #4ec9a8; }} .offline {{ fill: #f4816a; }} .pending {{ fill: #e8b53c; }} .unknown {{ fill: #8b949e; }}\
         </style>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#161b22\"/>\n"
    );
    for (place, color) in ["#f4816a", "#e8b53c", "#4ec9a8"].into_iter().enumerate() {
        writeln!(svg, "<circle cx=\"{}\" cy=\"18\" r=\"6\" fill=\"{color}\"/>", 22 + 20 * place)
            .expect("it is a string");
    }
    svg.push_str(&line(0, "typed", &format!("$ {typed}"), WIDTH * (typed.len() + 2)));
    for (place, text) in lines.iter().enumerate() {
        let class = if place == 0 { "head" } else { "" };
        svg.push_str(&line(place + 1, class, text, WIDTH * text.chars().count()));
    }
    svg + "</svg>\n"
}

/// The length holds columns in place whatever font there is.
fn line(place: usize, class: &str, text: &str, length: usize) -> String {
    let y = 52 + place * HEIGHT;
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let text = ["online", "offline", "pending", "unknown"].into_iter().fold(text, |text, word| {
        text.replacen(&format!("  {word} "), &format!("  <tspan class=\"{word}\">{word}</tspan> "), 1)
    });
    format!(
        "<text x=\"24\" y=\"{y}\" class=\"{class}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\">{text}</text>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_states_have_their_colour() {
        let drawn = line(1, "", "a <b> & c  online  rms", 10);

        assert!(drawn.contains(">a &lt;b> &amp; c  <tspan class=\"online\">online</tspan>  rms</text>"), "{drawn}");
    }
}
