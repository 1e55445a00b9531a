//! Steps in an order in which each finds what it refers to. Pure.

use super::step::{Action, Step};
use crate::failure::Failure;

/// What is created comes before what refers to it; the rest stays as the files have it.
pub(super) fn sorted(steps: Vec<Step>) -> Result<Vec<Step>, Failure> {
    let mut waiting = steps;
    let mut sorted: Vec<Step> = Vec::new();
    while !waiting.is_empty() {
        let Some(next) = waiting.iter().position(|step| !waits(step, &waiting)) else {
            return Err(circle(&waiting));
        };
        sorted.push(waiting.remove(next));
    }
    Ok(sorted)
}

/// Whether something that it refers to is still to be created.
fn waits(step: &Step, waiting: &[Step]) -> bool {
    step.open.iter().any(|open| {
        waiting.iter().any(|other| {
            other.action == Action::Create && other.path == open.collection && other.name.as_ref() == Some(&open.name)
        })
    })
}

fn circle(waiting: &[Step]) -> Failure {
    let words: Vec<String> = waiting.iter().map(Step::words).collect();
    Failure::usage(format!("each of these must be created before another of them: {}", words.join(", ")))
        .hint("leave one reference out, apply, and add it then")
}
