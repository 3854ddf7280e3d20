//! Principal components and factors against R, against their definition, and under laws.

use gangmu_index::weigh::principal::factor::{Keep, factor_weights};
use gangmu_index::weigh::principal::{Of, Principal, components};
use gangmu_index::{Fault, Matrix};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::{Table, same};

fn columns(columns: &[Vec<f64>]) -> Matrix {
    let columns: Vec<Vec<Option<f64>>> =
        columns.iter().map(|column| column.iter().copied().map(Some).collect()).collect();
    Matrix::from_columns(&columns).expect("a table")
}

/// COINr's `get_PCA` says R's loadings of the first component of the correlations; R leaves the
/// sign open, and COINr prints it as it comes.
#[test]
fn the_first_component_of_the_sustainability_pillars() {
    let Some(file) = Table::read("coinr/asem_dset_aggregated.csv") else { return };
    let weights = Table::read("coinr/asem_pca_weights_sust_l2.csv").expect("it stands beside");
    let place = weights.place("Weight");
    let by_code = weights.by("iCode");
    let names = ["Environ", "Social", "SusEcFin"];
    let figures = columns(&names.map(|name| file.whole(name)));
    let found = components(&figures, Of::Correlation).expect("components");
    assert_eq!(found.units, 51);
    let wanted = names.map(|name| by_code[name][place].parse::<f64>().expect("a number"));
    let sign = if wanted[1] < 0.0 { -1.0 } else { 1.0 };
    for (found, wanted) in found.weights().iter().zip(wanted) {
        same("a weight", *found, sign * wanted, 1e-9);
    }
}

/// What a table of correlations or covariances makes of a vector, and each of its cells, worked
/// out as they are defined.
fn plain(rows: &[Vec<f64>], of: Of) -> Vec<Vec<f64>> {
    let mean: Vec<f64> = rows.iter().map(|x| x.iter().sum::<f64>() / x.len() as f64).collect();
    let units = rows[0].len();
    let together = |a: usize, b: usize| {
        let products = (0..units).map(|i| (rows[a][i] - mean[a]) * (rows[b][i] - mean[b]));
        products.sum::<f64>() / (units as f64 - 1.0)
    };
    let cell = |a: usize, b: usize| match of {
        Of::Covariance => together(a, b),
        Of::Correlation => together(a, b) / (together(a, a) * together(b, b)).sqrt(),
    };
    (0..rows.len()).map(|a| (0..rows.len()).map(|b| cell(a, b)).collect()).collect()
}

fn draw(indicators: usize, units: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, 0);
    let common: Vec<f64> = (0..units).map(|_| stream.normal()).collect();
    let column = |own: &mut Stream| common.iter().map(|c| c + 2.0 * own.normal()).collect();
    (0..indicators).map(|place| column(&mut Stream::new(seed, place as u64 + 1))).collect()
}

#[test]
fn components_are_what_they_are_defined_to_be() {
    for (indicators, units, of) in
        [(1, 9, Of::Correlation), (7, 40, Of::Covariance), (40, 90, Of::Correlation)]
    {
        let rows = draw(indicators, units, 3);
        let table = plain(&rows, of);
        let found = components(&columns(&rows), of).expect("components");
        same("all is explained", found.explained.iter().sum(), 1.0, 1e-12);
        for (place, (value, vector)) in found.eigenvalues.iter().zip(&found.vectors).enumerate() {
            for (row, own) in table.iter().zip(vector) {
                let image: f64 = row.iter().zip(vector).map(|(a, b)| a * b).sum();
                same("the image of a vector", image, value * own, 1e-11);
            }
            for (other, earlier) in found.vectors[..=place].iter().enumerate() {
                let product: f64 = vector.iter().zip(earlier).map(|(a, b)| a * b).sum();
                same("upright", product, if other == place { 1.0 } else { 0.0 }, 1e-12);
            }
            assert!(place == 0 || found.eigenvalues[place - 1] >= *value);
            let most =
                vector.iter().copied().fold(0.0, |m: f64, v| if v.abs() > m.abs() { v } else { m });
            assert!(most > 0.0, "the sign is free, so it is fixed");
        }
    }
}

/// How much the squared loadings of the factors vary, with each indicator's at length 1: what
/// varimax makes greatest.
fn simplicity(loadings: &[Vec<f64>]) -> f64 {
    let indicators = loadings[0].len();
    let length: Vec<f64> =
        (0..indicators).map(|i| loadings.iter().map(|f| f[i] * f[i]).sum::<f64>()).collect();
    let of = |factor: &Vec<f64>| {
        let squares: Vec<f64> = factor.iter().zip(&length).map(|(f, l)| f * f / l).collect();
        let mean = squares.iter().sum::<f64>() / indicators as f64;
        squares.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>()
    };
    loadings.iter().map(of).sum()
}

#[test]
fn no_turn_of_two_factors_is_simpler() {
    let found = components(&columns(&draw(9, 60, 11)), Of::Correlation).expect("components");
    let kept = factor_weights(&found, Keep::First(3)).expect("factors");
    let best = simplicity(&kept.loadings);
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        for step in 1..90 {
            let (sine, cosine) = {
                let angle = f64::from(step) * std::f64::consts::PI / 90.0;
                (gangmu_num::float::sin(angle), gangmu_num::float::cos(angle))
            };
            let mut turned = kept.loadings.clone();
            let pairs = || kept.loadings[one].iter().zip(&kept.loadings[other]);
            turned[one] = pairs().map(|(x, y)| cosine * x + sine * y).collect();
            turned[other] = pairs().map(|(x, y)| cosine * y - sine * x).collect();
            assert!(simplicity(&turned) <= best + 1e-9);
        }
    }
    // A rotation keeps what the components explain of each indicator.
    for i in 0..9 {
        let before: f64 = (0..3).map(|c| found.loadings(c)[i] * found.loadings(c)[i]).sum();
        let after: f64 = kept.loadings.iter().map(|f| f[i] * f[i]).sum();
        same("what is explained", after, before, 1e-12);
    }
    same("the sum", kept.weights.iter().sum(), 1.0, 1e-12);
}

/// The weights that the Handbook prints for the technology index came from four factors; they have
/// two decimals, and what they were worked out from had few.
#[test]
fn the_technology_index_by_factors() {
    let Some(file) = Table::read("tai/tai23_input.csv") else { return };
    let table = Table::read("tai/tai23_weights_table22.csv").expect("it stands beside");
    let figures = columns(&file.names[1..].iter().map(|name| file.whole(name)).collect::<Vec<_>>());
    let found = components(&figures, Of::Correlation).expect("components");
    let factors = factor_weights(&found, Keep::First(4)).expect("factors");
    let printed = &table.by("method")["FA"][1..];
    for (found, printed) in factors.weights.iter().zip(printed) {
        same("a weight", *found, printed.parse().expect("a number"), 0.015);
    }
}

proptest! {
    #[test]
    fn the_unit_of_measurement_does_not_matter(seed in 0_u64..1000, scale in 1e-3_f64..1e3) {
        let rows = draw(5, 20, seed);
        let mut scaled = rows.clone();
        scaled[2].iter_mut().for_each(|x| *x = *x * scale + 7.0);
        let one = components(&columns(&rows), Of::Correlation).expect("components");
        let other = components(&columns(&scaled), Of::Correlation).expect("components");
        one.eigenvalues.iter().zip(&other.eigenvalues).for_each(|(a, b)| same("one", *a, *b, 1e-9));
        let weigh = |of: &Principal| factor_weights(of, Keep::Rule).expect("factors").weights;
        weigh(&one).iter().zip(weigh(&other)).for_each(|(a, b)| same("a weight", *a, b, 1e-6));
    }

    #[test]
    fn units_with_gaps_are_left_out(seed in 0_u64..1000, gap in 0_usize..20) {
        let rows = draw(4, 20, seed);
        let mut gappy = columns(&rows);
        gappy.set(gap, 2, None).expect("inside");
        let without: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().enumerate().filter(|(i, _)| *i != gap).map(|(_, x)| *x).collect())
            .collect();
        let found = components(&gappy, Of::Covariance).expect("components");
        prop_assert_eq!(found.units, 19);
        prop_assert_eq!(found, components(&columns(&without), Of::Covariance).expect("components"));
    }
}

#[test]
fn what_has_no_components_is_refused() {
    let code = |found: Result<Principal, Fault>| found.expect_err("it is refused").code();
    assert_eq!(code(components(&Matrix::missing(0, 2), Of::Correlation)), "I001");
    assert_eq!(code(components(&Matrix::missing(9, 2), Of::Correlation)), "I010");
    let flat = columns(&[vec![0.1; 5], vec![1.0, 2.0, 3.0, 4.0, 5.0]]);
    assert_eq!(code(components(&flat, Of::Correlation)), "I004");
    assert_eq!(components(&flat, Of::Covariance).expect("one").explained, [1.0, 0.0]);
    let one = columns(&[vec![0.1; 5]]);
    assert_eq!(code(components(&one, Of::Correlation)), "I004");
    assert_eq!(code(components(&one, Of::Covariance)), "I004");
    let huge = columns(&[vec![1e300, -1e300], vec![1.0, 2.0]]);
    assert_eq!(code(components(&huge, Of::Covariance)), "I006");
    let two = components(&huge, Of::Correlation).expect("components");
    for keep in [Keep::First(0), Keep::First(2), Keep::First(usize::MAX)] {
        assert_eq!(factor_weights(&two, keep).expect_err("one only").code(), "I013");
    }
    assert_eq!(code(components(&Matrix::missing(3, 2_000), Of::Correlation)), "I012");
}
