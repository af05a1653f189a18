//! What the process of a bench has used so far.

use std::time::Instant;

/// CPU seconds of the process so far; wall seconds where the system does not tell.
pub(crate) fn cpu(start: Instant) -> f64 {
    let ticks = std::fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        let fields: Vec<f64> =
            stat.rsplit_once(')')?.1.split_whitespace().map(|field| field.parse().unwrap_or(0.0)).collect();
        Some(fields.get(11)? + fields.get(12)?)
    });
    ticks.map_or_else(|| start.elapsed().as_secs_f64(), |ticks| ticks / 100.0)
}

/// Memory of the process in MB: `VmRSS` now, `VmHWM` at its peak since it was last reset.
pub(crate) fn memory(what: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(what))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}
