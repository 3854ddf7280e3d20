//! Any text as a formula: it is read or refused with a place inside it; what is printed back reads
//! the same; what makes sense is worked out and analysed without a panic.

#![no_main]

#[path = "../../crates/formula/tests/programme/facts.rs"]
#[allow(dead_code)]
mod facts;
#[path = "../../crates/formula/tests/programme/sight.rs"]
#[allow(dead_code)]
mod sight;

use gangmu_base::Period;
use gangmu_formula::analyse::{analyse, cliffs, partitions};
use gangmu_formula::{Reference, Subjects, evaluate, parse};
use gangmu_num::Ratio;
use libfuzzer_sys::fuzz_target;

/// Beyond so many nodes a formula takes longer than a fuzzer should wait.
const WORK: u64 = 2_000;

fuzz_target!(|text: &str| {
    let formula = match parse(text) {
        Ok(formula) => formula,
        Err(fault) => {
            assert!(fault.span.start <= fault.span.end && fault.span.end <= text.len());
            return;
        }
    };
    let printed = formula.to_string();
    let again = parse(&printed).expect("what is printed can be read");
    assert!(again == formula, "{printed}");
    let Ok(checked) = sight::checked(text) else { return };
    if checked.work > WORK {
        return;
    }
    let period = Period::year(2025).expect("a year");
    let subjects = Subjects::new(vec![1, 2, 5], vec![0, 0, 1]);
    let facts = facts::Facts { seed: text.len() as u64 };
    let _ = evaluate(&checked, &facts, period, &subjects);
    let _ = partitions(&checked.root, &|_| None);
    let x = Reference::Indicator("X".into());
    let _ = analyse(&checked, &x, period, &|_| None);
    let hundred = Ratio::from_int(100);
    let known = |_: &Reference, _: Period| Some(Ratio::from_int(7));
    let _ = cliffs(&checked, &x, period, &known, (Ratio::ZERO, hundred));
});
