//! Linkage from typed frames to clusters: keys, term frequencies, blocks, comparison, decisions, groups.
//!
//! `cargo bench --bench link [-- ROWS…]` (10⁴, 10⁵ and 10⁶ unless said). One run each, CPU time of all threads, for
//! wall time says little where other work runs beside it. Normalising and files are not counted.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../examples/people/mod.rs"]
mod people;

use std::collections::HashMap;

use lltp::link::{PersonSettings, Training, link_persons};

/// Seconds of CPU so far, and the most memory so far in MB, where the system tells.
fn spent() -> (f64, f64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap_or("").split_whitespace().map(|f| f.parse().unwrap_or(0.0)).collect();
    let ticks = fields.get(11).unwrap_or(&0.0) + fields.get(12).unwrap_or(&0.0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse().ok());
    (ticks / 100.0, memory.unwrap_or(0.0) / 1024.0)
}

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![10_000, 100_000, 1_000_000] } else { asked };
    for rows in sizes {
        let people = people::people(5, rows).unwrap();
        for (name, training) in [("shipped", Training::Shipped), ("trained on the data", Training::Data)] {
            let settings = PersonSettings { training, ..PersonSettings::default() };
            let before = spent();
            let found = link_persons(&people.records, &people.convictions, &settings).unwrap();
            let after = spent();
            let seconds = after.0 - before.0;
            println!(
                "link/{rows} {name}: {seconds:.2} CPU s, {:.0} pairs/CPU s, most memory {:.0} MB ({:.0} before)",
                found.compared as f64 / seconds.max(0.01),
                after.1,
                before.1
            );
            let persons = found.clusters.column("person_id").unwrap().str().unwrap().clone();
            let (recall, wrong) = score(&people.persons, persons.iter().flatten());
            println!("    recall {recall:.4}, false pairs per 10,000 records {:.2}", wrong * 1e4 / rows as f64);
        }
    }
}

/// Recall of true pairs, and false pairs.
fn score<'a>(truth: &[u64], found: impl Iterator<Item = &'a str>) -> (f64, f64) {
    let mut cells: HashMap<(u64, &str), f64> = HashMap::new();
    let (mut same, mut made): (HashMap<u64, f64>, HashMap<&str, f64>) = (HashMap::new(), HashMap::new());
    for (person, cluster) in truth.iter().zip(found) {
        *cells.entry((*person, cluster)).or_default() += 1.0;
        *same.entry(*person).or_default() += 1.0;
        *made.entry(cluster).or_default() += 1.0;
    }
    let pairs = |counts: &mut dyn Iterator<Item = f64>| counts.map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
    let right = pairs(&mut cells.values().copied());
    (right / pairs(&mut same.values().copied()), pairs(&mut made.values().copied()) - right)
}
