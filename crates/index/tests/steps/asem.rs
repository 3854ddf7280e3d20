//! The ASEM Sustainable Connectivity Index: every intermediate data set of COINr 1.1.14, and every
//! variant of it (`oracles/coinr/README.md`).

use std::collections::BTreeMap;

use gangmu_index::aggregate::Mean;
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::steps::denominate::{Denominate, Divisor};
use gangmu_index::steps::impute::{Impute, Method as From};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::{Method, Reference};
use gangmu_index::steps::screen::Screen;
use gangmu_index::steps::treat::Treat;
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::{Frame, Matrix, Recipe, Structure, build};

use crate::support::{Table, number, same};

/// The index as its files define it: rows in the order of the results.
pub(crate) struct Asem {
    pub(crate) frame: Frame,
    pub(crate) units: Vec<String>,
    pub(crate) denominate: Denominate,
}

pub(crate) fn asem() -> Option<Asem> {
    let raw = Table::read("coinr/asem_dset_raw.csv")?;
    let data = Table::read("coinr/asem_iData.csv")?;
    let meta = Table::read("coinr/asem_iMeta.csv")?;
    let weights = Table::read("coinr/asem_weights_original.csv")?;
    let weight = weights.by("iCode");
    let weight = |code: &str| number(&weight[code][2]).expect("a weight");
    let line = meta.by("iCode");
    let place = |name: &str| meta.place(name);
    let indicators = raw.names[1..].iter().map(|code| Indicator {
        name: code.clone(),
        part: line[code.as_str()][place("Parent")].clone(),
        weight: weight(code),
        direction: match line[code.as_str()][place("Direction")].as_str() {
            "1" => Direction::Up,
            _ => Direction::Down,
        },
    });
    let aggregates = meta.rows.iter().filter(|row| row[place("Type")] == "Aggregate");
    let parts = aggregates.map(|row| Part {
        name: row[place("iCode")].clone(),
        parent: Some(row[place("Parent")].clone()).filter(|parent| parent != "NA"),
        weight: weight(&row[place("iCode")]),
    });
    let tree = Structure::new(indicators.collect(), parts.collect()).expect("it holds together");
    let units: Vec<String> = raw.rows.iter().map(|row| row[0].clone()).collect();
    let columns: Vec<_> = raw.names[1..].iter().map(|code| raw.numbers(code)).collect();
    let mut frame =
        Frame::new(Matrix::from_columns(&columns).expect("a table"), tree).expect("fits");
    let of_unit = data.by("uCode");
    let groups: BTreeMap<&str, u32> = data.text("EurAsia_group").into_iter().zip(0..).collect();
    let group = data.place("EurAsia_group");
    let of = units.iter().map(|unit| groups.get(of_unit[unit.as_str()][group].as_str()).copied());
    frame = frame.with_group("EurAsia", of.collect()).expect("fits");
    let mut denominate = Denominate::default();
    for name in ["Area", "Energy", "GDP", "Population"] {
        let place = data.place(name);
        let of = units.iter().map(|unit| number(&of_unit[unit.as_str()][place])).collect();
        frame = frame.with_denominator(name, of).expect("fits");
    }
    for row in meta.rows.iter().filter(|row| row[place("Type")] == "Indicator") {
        let by = row[place("Denominator")].clone();
        if by != "NA" {
            let divisor = Divisor { denominator: by, scale: 1.0 };
            denominate.by.insert(row[place("iCode")].clone(), divisor);
        }
    }
    Some(Asem { frame, units, denominate })
}

impl Asem {
    /// The recipe of the README, normalised by this method.
    pub(crate) fn recipe(&self, winsorise: usize, method: Method, means: &[Mean]) -> Recipe {
        let mut treat = Treat::default();
        treat.treatment.winsorise = winsorise;
        let steps = vec![
            Step::Denominate(self.denominate.clone()),
            Step::Impute(Impute {
                method: From::GroupMean("EurAsia".to_owned()),
                ..Impute::default()
            }),
            Step::Screen(Screen { min_share: 0.9, ..Screen::default() }),
            Step::Treat(treat),
            Step::Normalise(Normalise { method, ..Normalise::default() }),
        ];
        Recipe { steps, aggregate: Aggregate { means: means.to_vec(), ..Aggregate::default() } }
    }

    /// That a data set equals a file, cell by cell.
    fn compare(&self, file: &str, found: &Matrix, tied: bool) -> usize {
        let wanted = Table::read(&format!("coinr/{file}.csv")).expect("there");
        let names = self.frame.structure().indicators();
        let mut compared = 0;
        for (row, unit) in self.units.iter().enumerate() {
            let line = &wanted.by("uCode")[unit.as_str()];
            for (column, indicator) in names.iter().enumerate() {
                let cell = &line[wanted.place(&indicator.name)];
                let what = format!("{file}: {} of {unit}", indicator.name);
                compared += 1;
                match (found.get(row, column), number(cell)) {
                    (Some(found), Some(wanted)) if tied && indicator.name == "TolMin" => {
                        assert!((0.0..TIES).contains(&(wanted - found)), "{what}");
                    }
                    (Some(found), Some(wanted)) => same(&what, found, wanted, 1e-9),
                    (found, wanted) => assert_eq!(found, wanted, "{what}"),
                }
            }
        }
        compared
    }

    /// The scores of a part by unit.
    fn scores(&self, scores: &Matrix, part: &str) -> BTreeMap<&str, f64> {
        let column = self.frame.structure().part_named(part).expect("a part");
        let units = self.units.iter().enumerate();
        units
            .map(|(row, unit)| (unit.as_str(), scores.get(row, column).expect("a score")))
            .collect()
    }
}

/// Figures of TolMin that are equal in the file, with its 15 digits, were not all equal to the peer:
/// its places of them may lie above ours by fewer than the most that are tied.
const TIES: f64 = 4.0;

const CELLS: usize = 51 * 49;

#[test]
fn every_data_set_is_the_peers() {
    let Some(asem) = asem() else { return };
    let recipe = asem.recipe(5, Method::MinMax { low: 0.0, high: 100.0 }, &[]);
    let built = build(&asem.frame, &recipe).expect("it is built");
    let files = ["denominated", "imputed", "screened", "treated", "normalised"];
    for (file, (_, found)) in files.iter().zip(&built.sets) {
        let compared = asem.compare(&format!("asem_dset_{file}"), found, false);
        assert_eq!(compared, CELLS, "{file}");
    }
    let wanted = Table::read("coinr/asem_dset_aggregated.csv").expect("there");
    for part in asem.frame.structure().parts() {
        for (unit, score) in asem.scores(&built.scores, &part.name) {
            let cell = &wanted.by("uCode")[unit][wanted.place(&part.name)];
            same(&format!("{} of {unit}", part.name), score, number(cell).expect("one"), 1e-9);
        }
    }
    let ranks = Table::read("coinr/asem_results_ranks.csv").expect("there");
    for (unit, rank) in asem.units.iter().zip(&built.ranks) {
        let wanted = &ranks.by("uCode")[unit.as_str()][ranks.place("Index")];
        assert_eq!(rank.map(|rank| rank.to_string()).as_ref(), Some(wanted), "{unit}");
    }
    let scores = Table::read("coinr/asem_results_scores.csv").expect("there");
    for (unit, score) in asem.scores(&built.scores, "Index") {
        let wanted = number(&scores.by("uCode")[unit][scores.place("Index")]).expect("one");
        assert!((score - wanted).abs() <= 0.005_000_001, "{unit}");
    }
}

/// What was treated is what the peer says it treated.
#[test]
fn the_record_of_treatment_is_the_peers() {
    use gangmu_index::work::Done;
    let Some(asem) = asem() else { return };
    let recipe = asem.recipe(5, Method::default(), &[]);
    let built = build(&asem.frame, &recipe).expect("it is built");
    let details = Table::read("coinr/asem_treatment_details.csv").expect("there");
    let mut seen = 0;
    for note in &built.notes {
        let Done::Examined { skewness, kurtosis, winsorised, passes, .. } = &note.done else {
            continue;
        };
        let name = &asem.frame.structure().indicators()[note.column].name;
        let line = &details.by("iCode")[name.as_str()];
        let cell = |column: &str| number(&line[details.place(column)]);
        same(name, skewness.expect("one"), cell("check_SkewKurt0.Skew").expect("one"), 1e-9);
        same(name, kurtosis.expect("one"), cell("check_SkewKurt0.Kurt").expect("one"), 1e-9);
        assert_eq!(cell("winsorise.nwin").unwrap_or(0.0), *winsorised as f64, "{name}");
        assert!(passes, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 49);
}

#[test]
fn every_variant_of_normalising_is_the_peers() {
    let Some(asem) = asem() else { return };
    let built = |method: Method| {
        let recipe = asem.recipe(5, method, &[]);
        build(&asem.frame, &recipe).expect("it is built").sets.pop().expect("normalised").1
    };
    let variants = [
        ("zscore", Method::ZScore { mean: 10.0, sd: 2.0 }),
        ("rank", Method::Rank),
        ("borda", Method::Borda),
        ("prank", Method::Percentile),
        ("dist2max", Method::DistanceToBest),
        ("dist2ref", Method::DistanceToRow { row: 2, clip: false }),
    ];
    for (file, method) in variants {
        let places = matches!(method, Method::Rank | Method::Borda | Method::Percentile);
        let compared = asem.compare(&format!("asem_normalised_n_{file}"), &built(method), places);
        assert_eq!(compared, CELLS, "{file}");
    }
}

/// The peer's `n_fracmax` divides by the largest figure after turning the sign of indicators of
/// which less is better, so these say nothing (`Inf`, `205`); those of which more is better agree.
#[test]
fn the_share_of_the_best_is_the_peers_where_it_has_one() {
    let Some(asem) = asem() else { return };
    let up: Vec<usize> = (0..49)
        .filter(|column| asem.frame.structure().indicators()[*column].direction == Direction::Up)
        .collect();
    let wanted = Table::read("coinr/asem_normalised_n_fracmax.csv").expect("there");
    let recipe = asem.recipe(5, Method::default(), &[]);
    let built = build(&asem.frame, &recipe).expect("it is built");
    let treated = &built.sets[3].1;
    let mut compared = 0;
    for column in up {
        let name = &asem.frame.structure().indicators()[column].name;
        let values: Vec<f64> = treated.column(column).flatten().collect();
        let normaliser = Method::Ratio { to: Reference::Best };
        let tree = Structure::flat("top", &[name]).expect("a tree");
        let frame = Frame::new(treated.take_columns(&[column]).expect("one"), tree).expect("fits");
        let steps = vec![Step::Normalise(Normalise { method: normaliser, ..Normalise::default() })];
        let found = build(&frame, &Recipe { steps, ..Recipe::default() });
        if values.iter().any(|value| *value <= 0.0) {
            assert_eq!(found.expect_err("refused").code(), "I006", "{name}");
            continue;
        }
        let found = found.expect("it is built").sets.pop().expect("normalised").1;
        for (row, unit) in asem.units.iter().enumerate() {
            let cell = number(&wanted.by("uCode")[unit.as_str()][wanted.place(name)]);
            same(name, found.get(row, 0).expect("one"), cell.expect("one"), 1e-9);
            compared += 1;
        }
    }
    assert!(compared >= 51 * 20, "{compared}");
}

#[test]
fn other_means_are_the_peers() {
    let Some(asem) = asem() else { return };
    for (file, mean) in [("gmean", Mean::Geometric), ("hmean", Mean::Harmonic)] {
        let recipe = asem.recipe(5, Method::MinMax { low: 1.0, high: 100.0 }, &[mean]);
        let built = build(&asem.frame, &recipe).expect("it is built");
        let wanted =
            Table::read(&format!("coinr/asem_index_a_{file}_norm1_100.csv")).expect("there");
        for (unit, score) in asem.scores(&built.scores, "Index") {
            let cell = number(&wanted.by("uCode")[unit][1]).expect("one");
            same(&format!("{file} of {unit}"), score, cell, 1e-9);
        }
    }
}

/// The peer's own draws, run by ours: winsorising 1 to 5, two normalisations, noisy weights at two
/// levels, two means.
#[test]
fn the_peers_draws_give_the_peers_scores_and_ranks() {
    let Some(asem) = asem() else { return };
    let para = Table::read("coinr/asem_ua_para.csv").expect("there");
    let weights = Table::read("coinr/asem_ua_para_weights.csv").expect("there");
    let scores = Table::read("coinr/asem_ua_scores_seed42_N100.csv").expect("there");
    let ranks = Table::read("coinr/asem_ua_ranks_seed42_N100.csv").expect("there");
    let tree = asem.frame.structure();
    for draw in &para.rows {
        let of_draw: BTreeMap<&str, f64> = (weights.rows.iter())
            .filter(|row| row[0] == draw[0])
            .map(|row| (row[1].as_str(), number(&row[3]).expect("a weight")))
            .collect();
        let lines: Vec<f64> =
            tree.indicators().iter().map(|line| of_draw[line.name.as_str()]).collect();
        let parts: Vec<f64> = tree.parts().iter().map(|part| of_draw[part.name.as_str()]).collect();
        let noisy = tree.with_weights(&lines, &parts).expect("weights");
        let frame = asem.frame.clone().with_structure(noisy).expect("fits");
        let method = match draw[2].as_str() {
            "n_minmax" => Method::MinMax { low: 1.0, high: 100.0 },
            _ => Method::ZScore { mean: 10.0, sd: 2.0 },
        };
        let mean = if draw[3] == "a_amean" { Mean::Arithmetic } else { Mean::Geometric };
        let winsorise = draw[1].parse().expect("a number");
        let built = build(&frame, &asem.recipe(winsorise, method, &[mean])).expect("it is built");
        let column = format!("r_{}", draw[0]);
        for (row, unit) in asem.units.iter().enumerate() {
            let wanted = number(&scores.by("uCode")[unit.as_str()][scores.place(&column)]);
            let found = built.scores.get(row, tree.top()).expect("a score");
            same(&format!("draw {} of {unit}", draw[0]), found, wanted.expect("one"), 1e-9);
            let wanted = number(&ranks.by("uCode")[unit.as_str()][ranks.place(&column)]);
            assert_eq!(built.ranks[row].map(f64::from), wanted, "rank of {unit}, draw {}", draw[0]);
        }
    }
}
