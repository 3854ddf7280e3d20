//! Indices of sensitivity against known ones, COINr's, and plain formulas.

use std::f64::consts::PI;

use gangmu_index::rank::distribution::mean_shift;
use gangmu_index::rank::places::{Ties, ranks};
use gangmu_index::rank::quantile::of_sorted;
use gangmu_index::uncertainty::sensitivity::{
    Design, GROUPS, Index, InputIndices, SensitivityRecipe, indices, raw_indices,
};
use gangmu_index::{Fault, Matrix};
use gangmu_num::float::sin;
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::{Table, same};

/// The function of Ishigami and Homma 1990, a = 7, b = 0.1.
fn ishigami(inputs: &[f64]) -> f64 {
    let x: Vec<f64> = inputs.iter().map(|input| PI * (2.0 * input - 1.0)).collect();
    let (one, two) = (sin(x[0]), sin(x[1]));
    one + 7.0 * two * two + 0.1 * x[2] * x[2] * x[2] * x[2] * one
}

#[test]
fn the_indices_of_ishigami_are_met() {
    let (first, total) = ([0.31390519, 0.44241114, 0.0], [0.55758886, 0.44241114, 0.24368366]);
    let design = Design::new(3, 1 << 14, 1).expect("a design");
    let values = design.evaluate(1, |x, y| y[0] = ishigami(x)).expect("values");
    let raw = raw_indices(&values, 3, true).expect("indices").remove(0).expect("not constant");
    let told = indices(&values, 3, &SensitivityRecipe::new(1)).expect("indices").remove(0);
    for input in 0..3 {
        same("first", raw.first[input], first[input], 3e-3);
        same("total", raw.total[input], total[input], 3e-3);
        for (index, raw, wanted) in [
            (told[input].first, raw.first[input], first[input]),
            (told[input].total, raw.total[input], total[input]),
        ] {
            let Index::Told { value, low, high } = index else { panic!("{index:?}") };
            assert_eq!(value, raw);
            assert!(low <= wanted && wanted <= high, "{low} {wanted} {high}");
        }
    }
}

#[test]
fn the_indices_of_the_asem_index_are_those_of_coinr() {
    let Some(scores) = Table::read("coinr/asem_sa_scores_seed43_N100.csv") else { return };
    let Some(wanted) = Table::read("coinr/asem_sa_sensitivity_seed43_N100.csv") else { return };
    let rank = |name: &str| -> Vec<u32> {
        let found = ranks(&scores.numbers(name), Ties::Competition).expect("ranks");
        found.into_iter().map(Option::unwrap_or_default).collect()
    };
    let nominal = rank("Nominal");
    let shift = |run: usize| mean_shift(&nominal, &rank(&format!("r_{run}")));
    let shifts: Vec<Option<f64>> = (1..=600).map(shift).collect();
    let values = Matrix::from_columns(&[shifts]).expect("values");
    let found = raw_indices(&values, 4, false).expect("indices").remove(0).expect("indices");
    for (found, name) in [(found.first, "Si"), (found.total, "STi")] {
        for (found, wanted) in found.into_iter().zip(wanted.whole(name)) {
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{name}: {found}, not {wanted}");
        }
    }
    // There are too few samples for most of them, and that is what is said.
    let recipe = SensitivityRecipe { centred: false, ..SensitivityRecipe::new(1) };
    let told = indices(&values, 4, &recipe).expect("indices").remove(0);
    assert!(told.iter().all(|input| matches!(input.first, Index::TooWide { .. })));
    assert!(matches!(told[0].total, Index::Told { .. }));
}

/// The estimators as they are written, over a list of samples.
fn plain(values: &[f64], inputs: usize, rows: &[usize], centred: bool) -> Vec<(f64, f64)> {
    let samples = values.len() / (inputs + 2);
    let both: Vec<f64> =
        rows.iter().flat_map(|row| [values[*row], values[samples + row]]).collect();
    let mean = both.iter().sum::<f64>() / both.len() as f64;
    let square = |value: &f64| (value - mean) * (value - mean);
    let variance = both.iter().map(square).sum::<f64>() / (both.len() - 1) as f64;
    let all = &values[..2 * samples];
    let centre = if centred { all.iter().sum::<f64>() / all.len() as f64 } else { 0.0 };
    let count = rows.len() as f64;
    let of_input = |input: usize| {
        let (mut first, mut total) = (0.0, 0.0);
        for row in rows {
            let (a, b) = (values[*row], values[samples + row]);
            let ab = values[(2 + input) * samples + row];
            first += (b - centre) * (ab - a);
            total += (a - ab) * (a - ab);
        }
        (first / count / variance, total / (2.0 * count) / variance)
    };
    (0..inputs).map(of_input).collect()
}

fn random_values(runs: usize, seed: u64) -> Vec<f64> {
    let mut stream = Stream::new(seed, 0);
    (0..runs).map(|_| 2.0 + stream.normal()).collect()
}

fn column(values: &[f64]) -> Matrix {
    Matrix::from_cells(values.len(), 1, values.to_vec()).expect("a matrix")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn estimates_and_intervals_are_those_of_the_plain_formulas(
        inputs in 1_usize..5, samples in 2_usize..600, seed in 0_u64..1_000, centred: bool,
    ) {
        let values = random_values(samples * (inputs + 2), seed);
        let rows: Vec<usize> = (0..samples).collect();
        let slow = plain(&values, inputs, &rows, centred);
        let found = raw_indices(&column(&values), inputs, centred).expect("indices").remove(0);
        let found = found.expect("not constant");
        for (input, (first, total)) in slow.iter().enumerate() {
            same("first", found.first[input], *first, 1e-11);
            same("total", found.total[input], *total, 1e-11);
        }
        let recipe = SensitivityRecipe {
            resamples: 100, seed, tail: 0.1, widest: f64::INFINITY, centred,
        };
        let told = indices(&column(&values), inputs, &recipe).expect("indices").remove(0);
        let groups = samples.min(GROUPS);
        let resampled: Vec<Vec<(f64, f64)>> = (0..100).map(|resample| {
            let mut stream = Stream::new(seed, resample);
            let rows: Vec<usize> = (0..groups).flat_map(|_| {
                let group = stream.below(groups);
                group * samples / groups..(group + 1) * samples / groups
            }).collect();
            plain(&values, inputs, &rows, centred)
        }).collect();
        for (input, told) in told.iter().enumerate() {
            let mut totals: Vec<f64> = resampled.iter().map(|found| found[input].1).collect();
            totals.sort_by(f64::total_cmp);
            let Index::Told { value, low, high } = told.total else {
                return Err(TestCaseError::fail("told"));
            };
            let end = |share: f64| of_sorted(&totals, share).expect("a quantile");
            same("low", low, end(0.1).min(value), 1e-10);
            same("high", high, end(0.9).max(value), 1e-10);
        }
    }

    #[test]
    fn shifting_and_stretching_the_output_changes_nothing(
        seed in 0_u64..1_000, power in -900_i32..900, shift in -3_i32..3,
    ) {
        let values = random_values(64 * 4, seed);
        let raw = |values: &[f64]| {
            raw_indices(&column(values), 2, true).expect("indices").remove(0).expect("indices")
        };
        let straight = raw(&values);
        let by = f64::from_bits(((1_023 + power) as u64) << 52);
        let turned: Vec<f64> = values.iter().map(|value| (value + f64::from(shift)) * by).collect();
        let turned = raw(&turned);
        for input in 0..2 {
            same("first", turned.first[input], straight.first[input], 1e-12);
            same("total", turned.total[input], straight.total[input], 1e-12);
        }
    }

    #[test]
    fn an_input_that_does_nothing_has_indices_of_nothing(seed: u64, weight in 0.5..4.0) {
        let design = Design::new(3, 256, seed).expect("a design");
        let model = |x: &[f64], y: &mut [f64]| {
            y[0] = x[0] + weight * x[2];
            y[1] = 5.0;
        };
        let values = design.evaluate(2, model).expect("values");
        let found = indices(&values, 3, &SensitivityRecipe::new(seed)).expect("indices");
        let nothing = Index::Told { value: 0.0, low: 0.0, high: 0.0 };
        prop_assert_eq!(found[0][1], InputIndices { first: nothing, total: nothing });
        let constant = InputIndices { first: Index::Constant, total: Index::Constant };
        prop_assert_eq!(&found[1], &vec![constant; 3]);
        // What is added up shares the variance out, and each input has it to itself.
        let raw = raw_indices(&values, 3, true).expect("indices").remove(0).expect("indices");
        same("sum", raw.total.iter().sum::<f64>(), 1.0, 0.02);
        same("first", raw.first[2], weight * weight / (1.0 + weight * weight), 0.02);
    }
}

#[test]
fn runs_are_laid_out_as_they_are_told() {
    let design = Design::new(3, 8, 4).expect("a design");
    assert_eq!((design.inputs(), design.samples(), design.runs()), (3, 8, 40));
    let run = |run: usize| {
        let mut inputs = [0.0; 3];
        design.run(run, &mut inputs).expect("a run");
        inputs
    };
    for sample in 0..8 {
        let (a, b) = (run(sample), run(8 + sample));
        for input in 0..3 {
            let mut mixed = a;
            mixed[input] = b[input];
            assert_eq!(run(16 + 8 * input + sample), mixed);
        }
    }
    let values = design.evaluate(2, |x, y| y.copy_from_slice(&x[..2])).expect("values");
    assert_eq!((values.rows(), values.columns()), (40, 2));
    assert!((0..40).all(|at| values.get(at, 1) == Some(run(at)[1])));
}

#[test]
fn threads_do_not_show() {
    let work = || {
        let design = Design::new(3, 200, 4).expect("a design");
        let values = design.evaluate(1, |x, y| y[0] = ishigami(x)).expect("values");
        indices(&values, 3, &SensitivityRecipe::new(3))
    };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(work)
    };
    let one = run(1);
    [2, 3, 8].into_iter().for_each(|threads| assert_eq!(one, run(threads)));
}

#[test]
fn far_and_odd_outputs_give_a_finite_answer() {
    for values in [
        vec![1e300, -1e300, 1e300, 0.0, 1e300, 1e300],
        vec![f64::MAX, f64::MIN, 0.0, 1.0, f64::MAX, f64::MIN],
        vec![1e-310, 0.0, 2e-310, 0.0, 0.0, 0.0],
        vec![1.0, 1.0, 1.0, 1.0, 1.0, 2.0],
    ] {
        let found = indices(&column(&values), 1, &SensitivityRecipe::new(1)).expect("indices");
        let ends = |index: Index| match index {
            Index::Told { low, high, .. } | Index::TooWide { low, high } => low + high,
            Index::Constant => f64::NAN,
        };
        assert_eq!(found[0].len(), 1);
        for input in found.iter().flatten() {
            assert!(ends(input.first).is_finite() && ends(input.total).is_finite(), "{input:?}");
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert!(matches!(Design::new(0, 8, 1), Err(Fault::Empty { .. })));
    assert!(matches!(Design::new(129, 8, 1), Err(Fault::TooMuch { most: 128, .. })));
    assert!(matches!(Design::new(1, 1, 1), Err(Fault::TooFew { .. })));
    assert!(matches!(Design::new(1, usize::MAX, 1), Err(Fault::TooMuch { .. })));
    let design = Design::new(2, 4, 1).expect("a design");
    assert!(matches!(design.run(16, &mut [0.0; 2]), Err(Fault::Shape { .. })));
    assert!(matches!(design.run(0, &mut [0.0]), Err(Fault::Shape { .. })));
    assert!(matches!(design.evaluate(0, |_, _| {}), Err(Fault::Empty { .. })));
    assert!(matches!(design.evaluate(1 << 40, |_, _| {}), Err(Fault::TooMuch { .. })));
    let broken = design.evaluate(1, |_, y| y[0] = f64::NAN);
    assert!(matches!(broken, Err(Fault::NotFinite { .. })));
    let recipe = SensitivityRecipe::new(1);
    let try_out = |runs: usize, inputs: usize, recipe: &SensitivityRecipe| {
        indices(&column(&vec![1.0; runs]), inputs, recipe).map(|_| ())
    };
    assert!(matches!(try_out(8, 0, &recipe), Err(Fault::Empty { .. })));
    assert!(matches!(try_out(9, 2, &recipe), Err(Fault::Shape { .. })));
    assert!(matches!(try_out(4, 2, &recipe), Err(Fault::TooFew { .. })));
    assert!(matches!(try_out(8, usize::MAX, &recipe), Err(Fault::Shape { .. })));
    let missing = indices(&Matrix::missing(8, 1), 2, &recipe);
    assert!(matches!(missing, Err(Fault::AllMissing { .. })));
    for bad in [
        SensitivityRecipe { tail: 0.5, ..recipe },
        SensitivityRecipe { resamples: 10, ..recipe },
        SensitivityRecipe { widest: f64::NAN, ..recipe },
    ] {
        assert!(matches!(try_out(8, 2, &bad), Err(Fault::Parameter { .. })));
    }
}
