//! Runs programs again and again and keeps the times.

use std::cell::RefCell;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::process::{cannot, pause, timed};

/// Programs of which each reads what the one before it prints.
pub(super) struct Pipeline(RefCell<Vec<Command>>);

/// The quickest run, and the one in the middle.
pub(super) struct Times {
    pub(super) min: Duration,
    pub(super) median: Duration,
}

impl Pipeline {
    pub(super) fn of<const N: usize>(commands: [Command; N]) -> Self {
        Self(commands.into_iter().collect::<Vec<_>>().into())
    }

    /// `curl | jq`.
    pub(super) fn name(&self) -> String {
        let commands = self.0.borrow();
        let names = commands.iter().map(|command| command.get_program().to_string_lossy().into_owned());
        names.collect::<Vec<_>>().join(" \\| ")
    }

    fn run(&self) -> Result<(), String> {
        let mut commands = self.0.borrow_mut();
        let last = commands.len() - 1;
        let mut children: Vec<Child> = Vec::new();
        for (number, command) in commands.iter_mut().enumerate() {
            if let Some(output) = children.last_mut().and_then(|child| child.stdout.take()) {
                command.stdin(output);
            }
            command.stdout(if number < last { Stdio::piped() } else { Stdio::null() });
            children.push(command.spawn().map_err(|reason| cannot(command, &reason))?);
        }
        for child in &mut children {
            let status = child.wait().map_err(|reason| reason.to_string())?;
            if !status.success() {
                return Err(format!("a program under measurement ended with {status}"));
            }
        }
        Ok(())
    }
}

/// One run that does not count, then `runs` that do.
pub(super) fn measure(pipeline: &Pipeline, runs: usize) -> Result<Times, String> {
    pipeline.run()?;
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let (outcome, time) = timed(|| pipeline.run());
        outcome?;
        times.push(time);
    }
    times.sort_unstable();
    Ok(Times { min: times[0], median: times[times.len() / 2] })
}

/// The most memory that the program held, in KiB, as Linux tells it while the program lives; `None` elsewhere.
pub(super) fn peak_memory(command: &mut Command) -> Result<Option<u64>, String> {
    let mut child = command.stdout(Stdio::null()).spawn().map_err(|reason| cannot(command, &reason))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    // The peak only grows, so the last look is the one that counts.
    while child.try_wait().map_err(|reason| reason.to_string())?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        peak = text.lines().find_map(high_water_mark).max(peak);
        pause();
    }
    Ok(peak)
}

fn high_water_mark(line: &str) -> Option<u64> {
    line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read_in_kibibytes() {
        assert_eq!(high_water_mark("VmHWM:\t   10240 kB"), Some(10240));
        assert_eq!(high_water_mark("VmRSS:\t   10240 kB"), None);
    }
}
