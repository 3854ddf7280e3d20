//! Statistics, consistency and leaving out, against a peer's.

use gangmu_index::aggregate::Mean;
use gangmu_index::audit::consistency::{correlations, cronbach_alpha};
use gangmu_index::audit::describe::{Bounds, Oddity, availability, describe};
use gangmu_index::audit::leave_out::leave_out;
use gangmu_index::build;
use gangmu_index::statistics::{kurtosis, skewness};
use gangmu_index::steps::normalise_methods::Method;
use gangmu_index::structure::Below;

use crate::steps::asem::{Asem, asem};
use crate::support::{Table, number, same};

fn indicators(asem: &Asem) -> Vec<&str> {
    asem.frame.structure().indicators().iter().map(|line| line.name.as_str()).collect()
}

#[test]
fn indicators_look_as_the_peer_sees_them() {
    let Some(asem) = asem() else { return };
    let table = Table::read("coinr/asem_stats_raw.csv").expect("there");
    let found = describe(asem.frame.figures(), Bounds::default());
    for (name, found) in indicators(&asem).into_iter().zip(&found) {
        let line = &table.by("iCode")[name];
        let cell = |column: &str| &line[table.place(column)];
        let digits = |what: &str, found: Option<f64>| {
            let (found, wanted) = (found.expect("one"), number(cell(what)).expect("one"));
            // Printed with three digits.
            let error = (found - wanted).abs();
            assert!(error <= 0.005_001 * wanted.abs().max(1e-9), "{what} of {name}: {found}");
        };
        for (what, found) in [
            ("Min", found.min),
            ("Max", found.max),
            ("Mean", found.mean),
            ("Median", found.median),
            ("Std", found.sd),
            ("Skew", found.skewness),
            ("Kurt", found.kurtosis),
        ] {
            digits(what, found);
        }
        for (what, found) in
            [("N.Avail", found.available), ("N.NonZero", found.non_zero), ("N.Same", found.same)]
        {
            assert_eq!(*cell(what), found.to_string(), "{what} of {name}");
        }
        let odd = |what: &str, oddity: Oddity| {
            assert_eq!(cell(what) != "ok", found.oddities.contains(&oddity), "{what} of {name}");
        };
        odd("Flag.Avail", Oddity::HardlyThere);
        odd("Flag.NonZero", Oddity::MostlyZero);
        odd("Flag.Unique", Oddity::MostlyAlike);
        odd("Flag.SkewKurt", Oddity::Outliers);
    }
}

#[test]
fn units_are_there_as_far_as_the_peer_says() {
    let Some(asem) = asem() else { return };
    let table = Table::read("coinr/asem_data_avail.csv").expect("there");
    for (unit, found) in asem.units.iter().zip(availability(asem.frame.figures())) {
        let line = &table.by("uCode")[unit.as_str()];
        let cell = |column: &str| number(&line[table.place(column)]).expect("one");
        assert_eq!(cell("N_missing"), found.missing as f64, "{unit}");
        assert_eq!(cell("N_zero"), found.zero as f64, "{unit}");
        same(unit, found.share, cell("Dat_Avail"), 1e-12);
        same(unit, found.non_zero, cell("Non_Zero"), 1e-12);
    }
}

#[test]
fn parts_are_as_consistent_as_the_peer_says() {
    let Some(asem) = asem() else { return };
    let recipe = asem.recipe(5, Method::default(), &[]);
    let built = build(&asem.frame, &recipe).expect("it is built");
    let normalised = &built.sets[4].1;
    let alphas = Table::read("coinr/asem_cronbach.csv").expect("there");
    let tree = asem.frame.structure();
    for line in &alphas.rows {
        let part = tree.part_named(&line[0]).expect("a part");
        let below = tree.below(part).iter().filter_map(|below| match below {
            Below::Indicator(column) => Some(*column),
            Below::Part(_) => None,
        });
        let found = cronbach_alpha(normalised, &below.collect::<Vec<usize>>());
        same(&line[0], found.expect("one"), number(&line[1]).expect("one"), 1e-9);
    }
    let wanted = Table::read("coinr/asem_corr_sust.csv").expect("there");
    let names = indicators(&asem);
    let mut compared = 0;
    for pair in correlations(normalised) {
        let (one, other) = (names[pair.one], names[pair.other]);
        let place = |name: &str| wanted.names.iter().position(|found| found == name);
        let Some((one, other)) = place(one).zip(place(other)) else { continue };
        // The peer leaves out what is not significant at 5 %.
        if let Some(wanted) = number(&wanted.rows[one][other]) {
            same("correlation", pair.correlation, wanted, 1e-9);
            compared += 1;
        }
    }
    assert!(compared > 80, "{compared}");
}

#[test]
fn without_a_pillar_it_is_what_the_peer_says() {
    let Some(asem) = asem() else { return };
    let scores = Table::read("coinr/asem_remove_pillars_scores.csv").expect("there");
    let shifts = Table::read("coinr/asem_remove_pillars_mad.csv").expect("there");
    let recipe = asem.recipe(5, Method::default(), &[Mean::Arithmetic]);
    let names: Vec<&str> = scores.names[2..].iter().map(String::as_str).collect();
    for without in leave_out(&asem.frame, &recipe, &names).expect("it is built") {
        let wanted = number(&shifts.by("el")[without.name.as_str()][1]).expect("one");
        same(&without.name, without.mean_shift.expect("one"), wanted, 1e-12);
        for (unit, score) in asem.units.iter().zip(&without.scores) {
            let line = &scores.by("uCode")[unit.as_str()];
            let wanted = number(&line[scores.place(&without.name)]).expect("one");
            same(&format!("{} without {}", unit, without.name), score.expect("one"), wanted, 1e-9);
        }
    }
}

#[test]
fn figures_at_the_ends_of_the_range_have_a_shape() {
    let values = [1e300, -1e300, 3e299, 2e299];
    assert!(skewness(&values).expect("one").is_finite());
    assert!(kurtosis(&values).expect("one").is_finite());
    assert_eq!((skewness(&[1.0; 9]), kurtosis(&[0.1; 9])), (None, None));
}
