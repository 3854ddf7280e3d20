//! Draws over recipes: the fast way equals the slow one, bits do not depend on threads, choices do
//! what they say.

use gangmu_index::aggregate::Mean;
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::steps::impute::{Impute, Method as From};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::Method;
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::uncertainty::choices::{Choice, Input};
use gangmu_index::uncertainty::draws::{Simulation, simulate};
use gangmu_index::uncertainty::figure_sets::FigureSets;
use gangmu_index::uncertainty::model::Model;
use gangmu_index::uncertainty::packed::WeightSet;
use gangmu_index::{Frame, Matrix, Recipe, Structure, build};
use gangmu_num::random::Stream;

use crate::support::same;

/// Three pillars of four indicators, one of them a pillar of a pillar; one figure in ten missing.
pub(crate) fn made(rows: usize, seed: u64) -> Frame {
    let mut stream = Stream::new(seed, 0);
    let part_of = |column: usize| ["a", "b", "deep"][column / 4].to_owned();
    let lines = (0..12).map(|column| Indicator {
        name: format!("x{column}"),
        part: part_of(column),
        weight: 1.0 + column as f64 / 7.0,
        direction: if column % 3 == 0 { Direction::Down } else { Direction::Up },
    });
    let part = |name: &str, parent: Option<&str>, weight: f64| Part {
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        weight,
    };
    let parts = vec![
        part("a", Some("top"), 1.0),
        part("b", Some("top"), 2.0),
        part("deep", Some("c"), 1.5),
        part("c", Some("top"), 0.7),
        part("top", None, 1.0),
    ];
    let tree = Structure::new(lines.collect(), parts).expect("a tree");
    let mut figures = Matrix::missing(rows, 12);
    for column in 0..12 {
        for row in 0..rows {
            let (figure, there) = (stream.normal() * 3.0 + 10.0, stream.unit() > 0.1);
            figures.set(row, column, there.then_some(figure)).expect("finite");
        }
    }
    Frame::new(figures, tree).expect("fits")
}

fn recipe(method: Method, means: &[Mean]) -> Recipe {
    let steps = vec![
        Step::Impute(Impute::default()),
        Step::Normalise(Normalise { method, ..Normalise::default() }),
    ];
    Recipe { steps, aggregate: Aggregate { means: means.to_vec(), ..Aggregate::default() } }
}

fn input(name: &str, choice: Choice) -> Input {
    Input { name: name.to_owned(), choice }
}

/// A seventh of the way into each choice, and so on.
fn points(dimensions: usize) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(5, 5);
    (0..40).map(|_| (0..dimensions).map(|_| stream.unit()).collect()).collect()
}

/// A set of weights drawn by the model gives what the whole recipe gives with these weights.
#[test]
fn a_draw_is_the_recipe_with_other_weights() {
    for (method, means, exact) in [
        (Method::default(), vec![Mean::Arithmetic], true),
        (Method::MinMax { low: 1.0, high: 100.0 }, vec![Mean::Geometric], false),
        (Method::MinMax { low: 1.0, high: 100.0 }, vec![Mean::Arithmetic, Mean::Geometric], false),
        (Method::MinMax { low: 1.0, high: 2.0 }, vec![Mean::Geometric, Mean::Arithmetic], false),
        (Method::default(), vec![Mean::Median, Mean::Arithmetic], true),
    ] {
        let frame = made(37, 1);
        let recipe = recipe(method, &means);
        let tree = frame.structure().clone();
        let mut stream = Stream::new(9, 9);
        let mut draw = || {
            let mut set = WeightSet::of(&tree);
            set.indicators.iter_mut().for_each(|weight| *weight *= 0.5 + stream.unit());
            set.parts.iter_mut().for_each(|weight| *weight *= 0.5 + stream.unit());
            set
        };
        let sets: Vec<WeightSet> = (0..5).map(|_| draw()).collect();
        let choice = Choice::WeightSets(sets.clone());
        let model = Model::new(&frame, &recipe, &[input("sets", choice)]).expect("a model");
        for (place, set) in sets.iter().enumerate() {
            let found = model.scores_at(&[(place as f64 + 0.5) / 5.0], 1).expect("scores");
            let weighted = tree.with_weights(&set.indicators, &set.parts).expect("weights");
            let frame = frame.clone().with_structure(weighted).expect("fits");
            let built = build(&frame, &recipe).expect("it is built");
            for (row, found) in found.iter().enumerate() {
                let wanted = built.scores.get(row, tree.top());
                match (found, wanted) {
                    (Some(found), Some(wanted)) if exact => assert_eq!(*found, wanted, "{means:?}"),
                    (Some(found), Some(wanted)) => same("score", *found, wanted, 1e-12),
                    (found, wanted) => assert_eq!(*found, wanted, "{means:?}"),
                }
            }
        }
    }
}

/// Each alternative, alone, is what the recipe gives when it is written that way.
#[test]
fn a_choice_is_the_recipe_written_that_way() {
    let frame = made(30, 2);
    let plain = recipe(Method::MinMax { low: 1.0, high: 10.0 }, &[]);
    let impute = Step::Impute(Impute { method: From::Median, ..Impute::default() });
    let z = Step::Normalise(Normalise {
        method: Method::ZScore { mean: 20.0, sd: 2.0 },
        ..Normalise::default()
    });
    let inputs = [
        input("impute", Choice::Step { at: 0, options: vec![Some(impute.clone()), None] }),
        input("normalise", Choice::Step { at: 1, options: vec![Some(z.clone())] }),
        input("means", Choice::Means(vec![vec![Mean::Arithmetic], vec![Mean::Harmonic]])),
        input("without", Choice::LeaveOut(vec!["deep".to_owned(), "x1".to_owned()])),
    ];
    let model = Model::new(&frame, &plain, &inputs).expect("a model");
    let found = model.scores_at(&[0.2, 0.4, 0.9, 0.99], 1).expect("scores");
    let (tree, columns) = frame.structure().without("x1").expect("a tree");
    let left = frame.figures().take_columns(&columns).expect("columns");
    let left = Frame::new(left, tree).expect("fits");
    let aggregate = Aggregate { means: vec![Mean::Harmonic], ..Aggregate::default() };
    let written = Recipe { steps: vec![impute, z], aggregate };
    let built = build(&left, &written).expect("it is built");
    for (row, found) in found.iter().enumerate() {
        let wanted = built.scores.get(row, left.structure().top());
        same("score", found.expect("one"), wanted.expect("one"), 1e-12);
    }
}

/// A set of figures, alone, is what the index gives when it is made from these figures, whatever else
/// is chosen beside it.
#[test]
fn a_set_of_figures_is_the_index_made_from_them() {
    let frame = made(24, 8);
    let recipe = recipe(Method::MinMax { low: 1.0, high: 10.0 }, &[]);
    let mut stream = Stream::new(8, 1);
    let columns = vec![5, 0, 9];
    let mut sets = Vec::new();
    for _ in 0..4 {
        let mut set = frame.figures().take_columns(&columns).expect("columns");
        for (column, row) in (0..3).flat_map(|column| (0..24).map(move |row| (column, row))) {
            // One in ten is missing, and some that were missing are there.
            let figure = Some(20.0 + stream.normal()).filter(|_| stream.unit() > 0.1);
            set.set(row, column, figure).expect("finite");
        }
        sets.push(set);
    }
    let figures = FigureSets::new(columns.clone(), sets.clone()).expect("sets");
    let inputs = [
        input("without", Choice::LeaveOut(vec!["x1".to_owned()])),
        input("figures", Choice::FigureSets(figures)),
    ];
    let model = Model::new(&frame, &recipe, &inputs).expect("a model");
    for (number, without) in (0..4).flat_map(|number| [(number, false), (number, true)]) {
        let u = (number as f64 + 0.5) / 4.0;
        let found = model.scores_at(&[if without { 0.9 } else { 0.1 }, u], 1).expect("scores");
        let mut all = frame.figures().clone();
        for (from, to) in columns.iter().enumerate() {
            for row in 0..24 {
                all.set(row, *to, sets[number].get(row, from)).expect("finite");
            }
        }
        let (tree, left) = match without {
            true => frame.structure().without("x1").expect("a tree"),
            false => (frame.structure().clone(), (0..12).collect()),
        };
        let written = Frame::new(all.take_columns(&left).expect("columns"), tree.clone());
        let built = build(&written.expect("fits"), &recipe).expect("it is built");
        for (row, found) in found.iter().enumerate() {
            assert_eq!(*found, built.scores.get(row, tree.top()), "set {number}, row {row}");
        }
    }
}

fn simulated(threads: usize) -> Vec<u64> {
    let frame = made(61, 3);
    let recipe = recipe(Method::MinMax { low: 1.0, high: 100.0 }, &[]);
    let z = Step::Normalise(Normalise {
        method: Method::ZScore { mean: 20.0, sd: 2.0 },
        ..Normalise::default()
    });
    let mut errors = Matrix::missing(61, 12);
    (0..61).for_each(|row| errors.set(row, 3, Some(0.5)).expect("finite"));
    let inputs = [
        input(
            "normalise",
            Choice::Step { at: 1, options: vec![Some(recipe.steps[1].clone()), Some(z)] },
        ),
        input("weights", Choice::Weights { share: 0.25, levels: vec![] }),
        input("means", Choice::Means(vec![vec![Mean::Arithmetic], vec![Mean::Geometric]])),
        input("figures", Choice::Figures(errors)),
    ];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        let model = Model::new(&frame, &recipe, &inputs).expect("a model");
        let nominal = build(&frame, &recipe).expect("it is built").ranks;
        let how = Simulation { draws: 300, seed: 42, pairs: true };
        let found = simulate(&model, &nominal, how).expect("a simulation");
        let mut bits = Vec::new();
        for row in 0..61 {
            let summary = found.summary(row, 0.05).expect("it can be told").expect("a rank");
            bits.extend([summary.mean, summary.low, summary.high].map(f64::to_bits));
            bits.extend(found.indistinguishable(row, 0.95).into_iter().map(|row| row as u64));
        }
        for point in points(4) {
            let scores = model.scores_at(&point, 42).expect("scores");
            bits.extend(scores.into_iter().flatten().map(f64::to_bits));
        }
        bits
    })
}

/// Promise 19. The last figure is the hash of all: what was published must come out in any build,
/// on any machine.
#[test]
fn the_same_seed_gives_the_same_bits_at_any_number_of_threads() {
    let one = simulated(1);
    for threads in [2, 3, 8] {
        assert_eq!(simulated(threads), one, "{threads} threads");
    }
    // FNV-1a over all bits.
    let hash = one.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, bits| {
        bits.to_le_bytes()
            .iter()
            .fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
    });
    assert_eq!(hash, PINNED);
}

const PINNED: u64 = 12_208_254_281_850_136_039;

#[test]
fn pairs_are_counted_as_they_are() {
    let frame = made(12, 4);
    let recipe = recipe(Method::default(), &[]);
    let inputs = [input("weights", Choice::Weights { share: 0.6, levels: vec![1, 2] })];
    let model = Model::new(&frame, &recipe, &inputs).expect("a model");
    let nominal = build(&frame, &recipe).expect("it is built").ranks;
    let how = Simulation { draws: 101, seed: 7, pairs: true };
    let found = simulate(&model, &nominal, how).expect("a simulation");
    let draws: Vec<Vec<f64>> = (0..101)
        .map(|draw| {
            let u = Stream::new(7, draw).unit();
            let scores = model.scores_at(&[u], 7).expect("scores");
            scores.into_iter().map(|score| score.expect("a score")).collect()
        })
        .collect();
    for one in 0..12 {
        let mut wanted = Vec::new();
        for other in (0..12).filter(|other| *other != one) {
            let ahead: f64 = (draws.iter())
                .map(|of| match of[one].total_cmp(&of[other]) {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                })
                .sum();
            if (ahead / 101.0).max(1.0 - ahead / 101.0) < 0.9 {
                wanted.push(other);
            }
        }
        assert_eq!(found.indistinguishable(one, 0.9), wanted, "row {one}");
    }
}

#[test]
fn choices_that_do_not_fit_are_refused() {
    let frame = made(10, 5);
    let recipe = recipe(Method::default(), &[]);
    let code = |choice: Choice| {
        let model = Model::new(&frame, &recipe, &[input("it", choice)]);
        model.expect_err("refused").code()
    };
    assert_eq!(code(Choice::Step { at: 9, options: vec![None] }), "I009");
    assert_eq!(code(Choice::Step { at: 0, options: vec![] }), "I009");
    assert_eq!(code(Choice::Step { at: 1, options: vec![None] }), "I009");
    assert_eq!(code(Choice::Means(vec![])), "I009");
    assert_eq!(code(Choice::LeaveOut(vec!["top".to_owned()])), "I008");
    assert_eq!(code(Choice::LeaveOut(vec!["nobody".to_owned()])), "I008");
    assert_eq!(code(Choice::Weights { share: 1.5, levels: vec![] }), "I013");
    assert_eq!(
        code(Choice::WeightSets(vec![WeightSet { indicators: vec![], parts: vec![] }])),
        "I002"
    );
    assert_eq!(code(Choice::Figures(Matrix::missing(1, 1))), "I002");
    let sets = |columns: Vec<usize>, sets| FigureSets::new(columns, sets).expect("sets");
    let of = |rows| vec![Matrix::missing(rows, 1)];
    assert_eq!(code(Choice::FigureSets(sets(vec![0], vec![]))), "I009");
    assert_eq!(code(Choice::FigureSets(sets(vec![0], of(9)))), "I002");
    assert_eq!(code(Choice::FigureSets(sets(vec![12], of(10)))), "I009");
    let refused = |columns, sets| FigureSets::new(columns, sets).expect_err("refused").code();
    assert_eq!(refused(vec![0, 1], of(10)), "I002");
    assert_eq!(refused(vec![0], [of(10), of(9)].concat()), "I002");
    assert_eq!(refused(vec![1, 1], vec![Matrix::missing(10, 2)]), "I009");
    // A geometric mean has no answer for the worst unit, whose figure is 0.
    assert_eq!(code(Choice::Means(vec![vec![Mean::Geometric]])), "I006");
    let many: Vec<Input> = (0..30)
        .map(|number| {
            let means = vec![vec![Mean::Arithmetic], vec![Mean::Median]];
            input(&number.to_string(), Choice::Means(means))
        })
        .collect();
    assert_eq!(Model::new(&frame, &recipe, &many).expect_err("refused").code(), "I012");
}
