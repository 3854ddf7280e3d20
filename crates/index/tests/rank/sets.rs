//! Rank sets against a plain search of all pairs, and by how often they hold.

use gangmu_index::Fault;
use gangmu_index::rank::quantile::of_sorted;
use gangmu_index::rank::sets::{
    Ends, RankSets, SetRecipe, marginal, marginal_and_simultaneous, simultaneous,
};
use gangmu_num::random::Stream;
use proptest::prelude::*;

/// Lower end, upper end and critical value of each unit, from matrices of all pairs.
struct Slow<'a> {
    values: &'a [f64],
    errors: &'a [f64],
    recipe: SetRecipe,
    /// Draws × units.
    z: Vec<Vec<f64>>,
}

impl<'a> Slow<'a> {
    fn new(values: &'a [f64], errors: &'a [f64], recipe: SetRecipe) -> Slow<'a> {
        let draw = |draw: usize| {
            let mut stream = Stream::new(recipe.seed, draw as u64);
            errors.iter().map(|error| stream.normal() * error).collect()
        };
        Slow { values, errors, recipe, z: (0..recipe.draws).map(draw).collect() }
    }

    fn scale(&self, j: usize, k: usize) -> f64 {
        let sum = self.errors[j] * self.errors[j] + self.errors[k] * self.errors[k];
        if sum > 0.0 { 1.0 / sum.sqrt() } else { 0.0 }
    }

    /// Whether j is certainly above k.
    fn above(&self, j: usize, k: usize, critical: f64) -> bool {
        let gap = self.values[j] - self.values[k];
        if self.scale(j, k) == 0.0 { gap > 0.0 } else { gap * self.scale(j, k) > critical }
    }

    /// Whether j is certainly not above k.
    fn not_above(&self, j: usize, k: usize, critical: f64) -> bool {
        let equal = self.scale(j, k) == 0.0 && self.values[j] == self.values[k];
        self.above(k, j, critical) || (equal && j != k)
    }

    /// The critical value over ordered pairs (j, k), each for "j above k".
    fn critical(&self, pairs: &[(usize, usize)]) -> f64 {
        let mut open = pairs.to_vec();
        let mut critical = f64::INFINITY;
        loop {
            open.retain(|(j, k)| !self.above(*j, *k, critical));
            let far = |z: &Vec<f64>| {
                let studentised = |(j, k): &(usize, usize)| (z[*j] - z[*k]) * self.scale(*j, *k);
                open.iter().map(studentised).fold(0.0, f64::max)
            };
            let mut maxima: Vec<f64> = self.z.iter().map(far).collect();
            maxima.sort_by(f64::total_cmp);
            critical = of_sorted(&maxima, 1.0 - self.recipe.alpha).expect("a quantile");
            let certain = open.iter().filter(|(j, k)| self.above(*j, *k, critical)).count();
            if certain == 0 || !self.recipe.stepwise {
                return critical;
            }
        }
    }

    fn set(&self, unit: usize, critical: f64) -> (u32, u32, f64) {
        let others = 0..self.values.len();
        let above = others.clone().filter(|k| self.above(*k, unit, critical)).count();
        let below = others.filter(|k| self.not_above(*k, unit, critical)).count();
        let lower = if self.recipe.ends == Ends::Upper { 0 } else { above };
        let upper = if self.recipe.ends == Ends::Lower { 0 } else { below };
        (lower as u32 + 1, (self.values.len() - upper) as u32, critical)
    }

    fn marginal(&self) -> Vec<(u32, u32, f64)> {
        let of = |unit: usize| {
            let units = 0..self.values.len();
            let mut pairs = Vec::new();
            if self.recipe.ends != Ends::Lower {
                pairs.extend(units.clone().map(|k| (unit, k)));
            }
            if self.recipe.ends != Ends::Upper {
                pairs.extend(units.map(|k| (k, unit)));
            }
            pairs.retain(|(j, k)| j != k);
            self.set(unit, self.critical(&pairs))
        };
        (0..self.values.len()).map(of).collect()
    }

    fn simultaneous(&self) -> Vec<(u32, u32, f64)> {
        let units = 0..self.values.len();
        let pairs: Vec<(usize, usize)> =
            units.clone().flat_map(|j| units.clone().map(move |k| (j, k))).collect();
        let critical = self.critical(&pairs);
        units.map(|unit| self.set(unit, critical)).collect()
    }
}

fn told(sets: &RankSets) -> Vec<(u32, u32, f64)> {
    sets.sets.iter().flatten().map(|set| (set.lower, set.upper, set.critical)).collect()
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![Just(Ends::Both), Just(Ends::Lower), Just(Ends::Upper)]
}

/// Estimates and errors: alike, far apart, tied, known.
fn estimate() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        6 => (-3.0..3.0, 0.1..1.0),
        2 => (-30.0..30.0, 0.01..5.0),
        1 => (-3_i32..3, 0.5..0.6).prop_map(|(value, error)| (f64::from(value), error)),
        1 => (-3_i32..3).prop_map(|value| (f64::from(value), 0.0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn sets_are_what_a_search_of_all_pairs_finds(
        units in prop::collection::vec(estimate(), 1..40), ends in ends(), stepwise: bool,
        alpha in 0.02..0.45, seed in 0_u64..100,
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.into_iter().unzip();
        let recipe = SetRecipe { alpha, draws: 120, seed, ends, stepwise };
        let slow = Slow::new(&values, &errors, recipe);
        let found = marginal_and_simultaneous(&some(&values), &some(&errors), &recipe);
        let (one, all) = found.expect("sets");
        prop_assert_eq!(told(&one), slow.marginal());
        prop_assert_eq!(told(&all), slow.simultaneous());
        prop_assert_eq!(Ok(one), marginal(&some(&values), &some(&errors), &recipe));
    }

    #[test]
    fn sets_hold_the_estimated_rank_and_grow_with_the_promise(
        units in prop::collection::vec(estimate(), 1..60), seed in 0_u64..100,
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.into_iter().unzip();
        let sets = |alpha: f64, stepwise: bool| {
            let recipe = SetRecipe { draws: 200, stepwise, ..SetRecipe::new(alpha, seed) };
            marginal_and_simultaneous(&some(&values), &some(&errors), &recipe).expect("sets")
        };
        let (one, all) = sets(0.1, true);
        let (plain, _) = sets(0.1, false);
        let (sure, _) = sets(0.02, true);
        for unit in 0..values.len() {
            let narrow = one.sets[unit].expect("a set");
            prop_assert!((narrow.lower..=narrow.upper).contains(&narrow.rank));
            for wide in [&all, &plain, &sure] {
                let wide = wide.sets[unit].expect("a set");
                prop_assert!(wide.lower <= narrow.lower && narrow.upper <= wide.upper);
            }
        }
    }

    #[test]
    fn shifting_and_stretching_and_missing_units_change_nothing(
        units in prop::collection::vec(estimate(), 2..30), gaps in 0_usize..5, power in -3_i32..3,
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.into_iter().unzip();
        let recipe = SetRecipe { draws: 150, ..SetRecipe::new(0.1, 3) };
        let straight = marginal(&some(&values), &some(&errors), &recipe).expect("sets");
        // A power of two changes no bit but those of the exponent.
        let stretch = |by: &[f64]| -> Vec<Option<f64>> {
            let power = if power < 0 { 0.5 } else { 4.0 };
            by.iter().map(|value| Some(value * power)).collect()
        };
        let found = marginal(&stretch(&values), &stretch(&errors), &recipe).expect("sets");
        prop_assert_eq!(&straight, &found);
        let (mut values, mut errors) = (some(&values), some(&errors));
        for gap in 0..gaps {
            values.insert(gap, if gap % 2 == 0 { None } else { Some(1.0) });
            errors.insert(gap, if gap % 2 == 0 { Some(1.0) } else { None });
        }
        let found = marginal(&values, &errors, &recipe).expect("sets");
        prop_assert_eq!(&found.sets[..gaps], &vec![None; gaps][..]);
        prop_assert_eq!(&found.sets[gaps..], &straight.sets[..]);
    }
}

/// Estimates of units with true values on a grid, and their errors.
fn simulate(stream: &mut Stream, truth: &[f64], errors: &[f64]) -> Vec<Option<f64>> {
    truth.iter().zip(errors).map(|(truth, error)| Some(truth + error * stream.normal())).collect()
}

#[test]
fn sets_hold_the_true_rank_as_often_as_they_promise() {
    let (units, rounds, alpha) = (12_usize, 400, 0.1);
    // Two ties among the true values: both units of a tie have the better rank.
    let truth: Vec<f64> =
        (0..units).map(|unit| [0.0, 0.0, 0.4, 0.8][unit % 4] + (unit / 4) as f64).collect();
    let errors: Vec<f64> = (0..units).map(|unit| 0.15 + 0.05 * (unit % 5) as f64).collect();
    let rank = |unit: usize| truth.iter().filter(|other| **other > truth[unit]).count() as u32 + 1;
    let mut stream = Stream::new(2024, 0);
    let (mut all, mut best, mut one) = (0, 0, vec![0; units]);
    let mut width = 0;
    for round in 0..rounds {
        let estimates = simulate(&mut stream, &truth, &errors);
        let recipe = SetRecipe { draws: 300, ..SetRecipe::new(alpha, round) };
        let found = marginal_and_simultaneous(&estimates, &some(&errors), &recipe);
        let (marginal, simultaneous) = found.expect("sets");
        let holds = |sets: &RankSets, unit: usize| {
            let set = sets.sets[unit].expect("a set");
            (set.lower..=set.upper).contains(&rank(unit))
        };
        all += usize::from((0..units).all(|unit| holds(&simultaneous, unit)));
        (0..units).for_each(|unit| one[unit] += usize::from(holds(&marginal, unit)));
        let told = simultaneous.best(3).expect("the best");
        let truly = (0..units).filter(|unit| rank(*unit) <= 3);
        best += usize::from(truly.into_iter().all(|unit| told.contains(&unit)));
        width += marginal.sets.iter().flatten().map(|set| set.upper - set.lower).sum::<u32>();
    }
    // Three standard errors of a share below what is promised.
    let least = (1.0 - alpha) - 3.0 * (alpha * (1.0 - alpha) / rounds as f64).sqrt();
    let share = |count: usize| count as f64 / rounds as f64;
    assert!(share(all) >= least, "simultaneous: {}", share(all));
    assert!(share(best) >= least, "the best: {}", share(best));
    for (unit, count) in one.iter().enumerate() {
        assert!(share(*count) >= least, "marginal of {unit}: {}", share(*count));
    }
    // And they say something: on average far less than all twelve ranks.
    assert!(f64::from(width) / (units as f64 * rounds as f64) < 6.0);
}

#[test]
fn threads_do_not_show() {
    let mut stream = Stream::new(8, 0);
    let values: Vec<f64> = (0..150).map(|_| 2.0 * stream.normal()).collect();
    let errors: Vec<f64> = (0..150).map(|_| 0.1 + stream.unit()).collect();
    let recipe = SetRecipe { draws: 200, ..SetRecipe::new(0.05, 5) };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| marginal_and_simultaneous(&some(&values), &some(&errors), &recipe))
    };
    let one = run(1).expect("sets");
    for threads in [2, 3, 8] {
        assert_eq!(Ok(&one), run(threads).as_ref());
    }
}

#[test]
fn what_is_known_without_error_is_stated() {
    let recipe = SetRecipe::new(0.05, 1);
    let values = some(&[3.0, 5.0, 3.0, 1.0]);
    let found = simultaneous(&values, &[Some(0.0); 4], &recipe).expect("sets");
    let ends: Vec<(u32, u32)> = told(&found).iter().map(|set| (set.0, set.1)).collect();
    assert_eq!(ends, [(2, 2), (1, 1), (2, 2), (4, 4)]);
    assert_eq!(found.best(2), Ok(vec![0, 1, 2]));
    assert_eq!(found.worst(1), Ok(vec![3]));
    let alone = marginal(&[None, Some(1.0)], &[Some(1.0); 2], &recipe).expect("sets");
    assert_eq!(told(&alone), [(1, 1, 0.0)]);
    assert!(matches!(alone.best(1), Err(Fault::Recipe { .. })));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let recipe = SetRecipe::new(0.05, 1);
    let try_out = |values: &[f64], errors: &[f64], recipe: &SetRecipe| {
        marginal_and_simultaneous(&some(values), &some(errors), recipe).map(|_| ())
    };
    assert!(matches!(try_out(&[], &[], &recipe), Err(Fault::AllMissing { .. })));
    assert!(matches!(marginal(&[None], &[None], &recipe), Err(Fault::AllMissing { .. })));
    assert!(matches!(try_out(&[1.0], &[], &recipe), Err(Fault::Shape { .. })));
    for bad in [f64::NAN, f64::INFINITY] {
        assert!(matches!(try_out(&[1.0], &[bad], &recipe), Err(Fault::NotFinite { .. })));
        assert!(matches!(try_out(&[bad], &[1.0], &recipe), Err(Fault::NotFinite { .. })));
    }
    for bad in [-1.0, 1e-200, 1e300] {
        assert!(matches!(try_out(&[1.0], &[bad], &recipe), Err(Fault::Domain { .. })));
    }
    for bad in [0.0, 0.5, f64::NAN] {
        let recipe = SetRecipe { alpha: bad, ..recipe };
        assert!(matches!(try_out(&[1.0], &[1.0], &recipe), Err(Fault::Parameter { .. })));
    }
    let few = SetRecipe { draws: 99, ..recipe };
    assert!(matches!(try_out(&[1.0], &[1.0], &few), Err(Fault::Parameter { .. })));
    let many = vec![1.0; 1_000_000];
    assert!(matches!(try_out(&many, &many, &recipe), Err(Fault::TooMuch { .. })));
    let endless = SetRecipe { draws: usize::MAX, ..recipe };
    assert!(matches!(try_out(&[1.0], &[1.0], &endless), Err(Fault::TooMuch { .. })));
    assert_eq!(try_out(&[1e300, -1e300, 0.0], &[1e150, 1e-150, 1.0], &recipe), Ok(()));
}
