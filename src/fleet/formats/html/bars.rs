//! Bars of devices by status, one a vendor or site, as SVG between texts of HTML, so that both fit any width.

use std::fmt::Write as _;

use super::escaped;
use crate::fleet::formats::counts::{Counts, word};

/// As many bars as one looks at; the last stands for all others.
const MOST: usize = 12;

pub(super) fn chart(counts: &[(&str, Counts)]) -> String {
    let longest = few(counts).iter().map(|(_, counts)| counts.all()).max().unwrap_or_default();
    few(counts).iter().map(|(name, counts)| bar(name, counts, longest)).collect()
}

fn few(counts: &[(&str, Counts)]) -> Vec<(String, Counts)> {
    let named = |(name, counts): &(&str, Counts)| (named(name), *counts);
    if counts.len() <= MOST {
        return counts.iter().map(named).collect();
    }
    let (first, others) = counts.split_at(MOST - 1);
    let sum = others.iter().fold(Counts::default(), |sum, (_, counts)| sum.plus(*counts));
    first.iter().map(named).chain([(format!("{} others", others.len()), sum)]).collect()
}

fn named(name: &str) -> String {
    if name.trim().is_empty() { "(none)".to_owned() } else { name.to_owned() }
}

fn bar(name: &str, counts: &Counts, longest: usize) -> String {
    let states: Vec<String> = told(counts).map(|(word, count)| format!("{count} {word}")).collect();
    let [name, states] = [name, &states.join(", ")].map(escaped);
    let rects = rects(counts);
    format!(
        "<li><span class=\"name\" title=\"{name}\">{name}</span>\
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
    counts.states().filter(|(_, count)| *count > 0).map(|(status, count)| (word(status), count))
}
