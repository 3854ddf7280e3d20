//! Which choices the uncertainty of an index comes from: cases in which it is known.

use gangmu_index::recipe::Step;
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::Method;
use gangmu_index::uncertainty::attribution::attribute;
use gangmu_index::uncertainty::choices::{Choice, Input};
use gangmu_index::uncertainty::model::Model;
use gangmu_index::uncertainty::packed::WeightSet;
use gangmu_index::uncertainty::sensitivity::{Index, SensitivityRecipe};
use gangmu_index::{Frame, Matrix, Recipe, Structure, build};

use super::draws::made;

fn input(name: &str, choice: Choice) -> Input {
    Input { name: name.to_owned(), choice }
}

fn told(index: Index) -> f64 {
    match index {
        Index::Told { value, .. } => value,
        other => panic!("{other:?}"),
    }
}

fn recipe() -> Recipe {
    Recipe { steps: vec![Step::Normalise(Normalise::default())], ..Recipe::default() }
}

/// A choice among things that are the same decides nothing; the other decides all.
#[test]
fn a_choice_that_changes_nothing_has_no_share() {
    let frame = made(40, 21);
    let recipe = recipe();
    let same = Choice::Step { at: 0, options: vec![Some(recipe.steps[0].clone()); 3] };
    let inputs =
        [input("same", same), input("weights", Choice::Weights { share: 0.9, levels: vec![] })];
    let model = Model::new(&frame, &recipe, &inputs).expect("a model");
    let nominal = build(&frame, &recipe).expect("it is built").ranks;
    let how = SensitivityRecipe::new(3);
    let found = attribute(&model, &nominal, &[0, 5], 1 << 11, &how).expect("indices");
    assert_eq!(found.runs, 4 << 11);
    for output in [&found.shift, &found.ranks[0], &found.ranks[1]] {
        assert_eq!(told(output[0].total), 0.0);
        assert!(told(output[0].first).abs() < 0.02);
        // A weight is a random function of its place, so its share has the error of plain draws.
        assert!((told(output[1].total) - 1.0).abs() < 0.08);
    }
}

/// Two units, two sets of weights each of two choices of normalising: the first unit leads exactly
/// when both choices are the second ones. For "and" of two fair coins the shares are known: one third
/// each alone, two thirds in total.
#[test]
fn shares_of_two_choices_that_act_together_are_the_known_ones() {
    let tree = Structure::flat("top", &["a", "b"]).expect("a tree");
    let figures = Matrix::from_rows(&[
        [Some(4.0), Some(0.0)],
        [Some(0.0), Some(4.0)],
        [Some(8.0), Some(8.0)],
    ]);
    let frame = Frame::new(figures.expect("a table"), tree).expect("fits");
    // On wide goalposts b weighs less; with heavy weights on a, too: the first leads only then.
    let posts =
        |to: f64| Method::Goalposts { from: 0.0, to, low: 0.0, high: 1.0, clip: true, log: false };
    let normalise = |to: f64| {
        let indicators = [("a".to_owned(), posts(8.0)), ("b".to_owned(), posts(to))].into();
        Some(Step::Normalise(Normalise { indicators, ..Normalise::default() }))
    };
    let recipe = Recipe { steps: vec![normalise(8.0).expect("one")], ..Recipe::default() };
    let set = |a: f64, b: f64| WeightSet { indicators: vec![a, b], parts: vec![1.0] };
    let inputs = [
        input("posts", Choice::Step { at: 0, options: vec![normalise(8.0), normalise(32.0)] }),
        input("weights", Choice::WeightSets(vec![set(1.0, 8.0), set(1.0, 2.0)])),
    ];
    let model = Model::new(&frame, &recipe, &inputs).expect("a model");
    let nominal = build(&frame, &recipe).expect("it is built").ranks;
    let found =
        attribute(&model, &nominal, &[0], 1 << 12, &SensitivityRecipe::new(5)).expect("indices");
    for index in &found.ranks[0] {
        assert!((told(index.first) - 1.0 / 3.0).abs() < 0.02, "{index:?}");
        assert!((told(index.total) - 2.0 / 3.0).abs() < 0.02, "{index:?}");
    }
}

#[test]
fn the_same_bits_at_any_number_of_threads() {
    let frame = made(30, 22);
    let recipe = recipe();
    let inputs = [
        input("weights", Choice::Weights { share: 0.5, levels: vec![1] }),
        input("out", Choice::LeaveOut(vec!["a".to_owned(), "b".to_owned()])),
    ];
    let nominal = build(&frame, &recipe).expect("it is built").ranks;
    let found = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let model = Model::new(&frame, &recipe, &inputs).expect("a model");
            let how = SensitivityRecipe::new(8);
            attribute(&model, &nominal, &[1, 2, 3], 256, &how).expect("indices")
        })
    };
    let one = found(1);
    for threads in [2, 3, 8] {
        assert_eq!(found(threads), one, "{threads} threads");
    }
}

#[test]
fn without_choices_or_rows_there_is_a_fault() {
    let frame = made(5, 23);
    let recipe = recipe();
    let model = Model::new(&frame, &recipe, &[]).expect("a model");
    let nominal = vec![None; 5];
    let how = SensitivityRecipe::new(1);
    let code = |model: &Model, nominal: &[Option<u32>], rows: &[usize], samples: usize| {
        attribute(model, nominal, rows, samples, &how).expect_err("refused").code()
    };
    assert_eq!(code(&model, &nominal, &[], 100), "I001");
    let weights = [input("weights", Choice::Weights { share: 0.5, levels: vec![] })];
    let model = Model::new(&frame, &recipe, &weights).expect("a model");
    assert_eq!(code(&model, &nominal, &[9], 100), "I002");
    assert_eq!(code(&model, &[], &[], 100), "I002");
    assert_eq!(code(&model, &nominal, &[], 1), "I010");
    assert_eq!(code(&model, &nominal, &[], usize::MAX), "I012");
}
