//! Bars of devices by status, one a vendor or site, as SVG between texts of HTML, so that both fit any width.

use std::fmt::Write as _;

use super::escaped;
use crate::fleet::formats::counts::Counts;

/// As many bars as one looks at; the last stands for all others, and is no measure for them.
const MOST: usize = 12;

pub(super) fn chart(counts: &[(&str, Counts)]) -> String {
    let (first, others) = if counts.len() <= MOST { (counts, &[][..]) } else { counts.split_at(MOST - 1) };
    let longest = first.iter().map(|(_, counts)| counts.all()).max().unwrap_or_default();
    let bars = first.iter().map(|(name, counts)| bar("", &named(name), counts, longest));
    bars.chain(rest(others, longest)).collect()
}

/// The others together are often more than any of the first, which would all be slivers beside them: their bar ends where the
/// longest does, and looks different.
fn rest(others: &[(&str, Counts)], longest: usize) -> Option<String> {
    let sum = others.iter().fold(Counts::default(), |sum, (_, counts)| sum.plus(*counts));
    let name = format!("{} others", others.len());
    (!others.is_empty()).then(|| bar(" class=\"others\"", &name, &sum, longest.max(sum.all())))
}

fn named(name: &str) -> String {
    if name.trim().is_empty() { "(none)".to_owned() } else { name.to_owned() }
}

fn bar(class: &str, name: &str, counts: &Counts, longest: usize) -> String {
    let states: Vec<String> = told(counts).map(|(word, count)| format!("{count} {word}")).collect();
    let [name, states] = [name, &states.join(", ")].map(escaped);
    let rects = rects(counts);
    format!(
        "<li{class}><span class=\"name\" title=\"{name}\">{name}</span>\
         <svg viewBox=\"0 0 {longest} 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{name}: {states}\">\
         <title>{name}: {states}</title>{rects}</svg>\
         <span class=\"number\">{}</span></li>\n",
        counts.all()
    )
}

fn rects(counts: &Counts) -> String {
    let mut start = 0;
    let mut rects = String::new();
    for (word, count) in told(counts) {
        write!(rects, "<rect class=\"{word}\" x=\"{start}\" width=\"{count}\" height=\"1\"/>").expect("it is a string");
        start += count;
    }
    rects
}

fn told(counts: &Counts) -> impl Iterator<Item = (&'static str, usize)> {
    counts.states().filter(|(_, count)| *count > 0).map(|(status, count)| (status.word(), count))
}
