//! Scores and places in one call are those of a recipe worked through step by step.

use gangmu_index::aggregate::{Enough, Mean};
use gangmu_index::rank::places::{self, Ties};
use gangmu_index::recipe::{Aggregate, Recipe, Step};
use gangmu_index::score::{Keep, Ranked, Scorer, ranked};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::Method;
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::{Fault, Frame, Matrix, Structure, build};
use gangmu_num::random::Stream;
use proptest::prelude::*;

/// A tree of two levels, its pillars of different sizes, with one indicator directly below the top.
fn tree(indicators: usize, random: &mut Stream) -> Structure {
    let mut parts = vec![Part { name: "top".to_owned(), parent: None, weight: 1.0 }];
    let mut lines = Vec::new();
    for at in 0..indicators {
        let pillar = if at == 0 { 0 } else { 1 + random.below(3) };
        let part = if pillar == 0 { "top".to_owned() } else { format!("pillar {pillar}") };
        if parts.iter().all(|known| known.name != part) {
            let (parent, weight) = (Some("top".to_owned()), 0.5 + random.unit());
            parts.push(Part { name: part.clone(), parent, weight });
        }
        let direction = if random.below(3) == 0 { Direction::Down } else { Direction::Up };
        let (name, weight) = (format!("i{at}"), random.unit() + 0.1);
        lines.push(Indicator { name, part, weight, direction });
    }
    Structure::new(lines, parts).unwrap()
}

/// Whole numbers, so that scores are often equal, with some missing.
fn figures(rows: usize, columns: usize, among: usize, random: &mut Stream) -> Matrix {
    let mut cell = |_| {
        let figure = random.below(among) as f64 - 2.0;
        if random.below(10) == 0 { f64::NAN } else { figure }
    };
    let cells = (0..rows * columns).map(&mut cell).collect();
    Matrix::from_cells(rows, columns, cells).unwrap()
}

fn recipe(aggregate: &Aggregate, low: f64, high: f64) -> Recipe {
    let method = Method::MinMax { low, high };
    let normalise = Normalise { method, ..Normalise::default() };
    Recipe { steps: vec![Step::Normalise(normalise)], aggregate: aggregate.clone() }
}

fn means() -> impl Strategy<Value = Vec<Mean>> {
    let mean = prop_oneof![
        Just(Mean::Arithmetic),
        Just(Mean::Geometric),
        Just(Mean::Median),
        Just(Mean::Power(2.0)),
    ];
    proptest::collection::vec(mean, 0..3)
}

proptest! {
    #[test]
    fn one_call_is_the_recipe_to_the_bit(
        seed: u64,
        rows in 1_usize..600,
        columns in 1_usize..14,
        among in 2_usize..40,
        means in means(),
        share in prop_oneof![Just(0.0), Just(0.5), Just(1.0)],
        low in prop_oneof![Just(0.0), Just(1.0), Just(-3.0)],
    ) {
        let mut random = Stream::new(seed, 0);
        let tree = tree(columns, &mut random);
        let table = figures(rows, columns, among, &mut random);
        let enough = Enough { weight: share, count: share / 2.0 };
        let aggregate = Aggregate { means, enough, ..Aggregate::default() };
        let frame = Frame::new(table.clone(), tree.clone()).unwrap();
        let by_steps = build(&frame, &recipe(&aggregate, low, 10.0));
        match ranked(&table, &tree, &aggregate, low, 10.0) {
            Err(_) => prop_assert!(by_steps.is_err()),
            Ok(found) => {
                let wanted = by_steps.unwrap();
                prop_assert_eq!(found.scores, wanted.scores.take_columns(&[tree.top()]).unwrap());
                prop_assert_eq!(found.ranks, wanted.ranks);
            }
        }
    }

    #[test]
    fn units_keep_their_places_in_another_order(seed: u64, rows in 2_usize..300) {
        let mut random = Stream::new(seed, 1);
        let tree = tree(6, &mut random);
        let table = figures(rows, 6, 9, &mut random);
        let mut order: Vec<usize> = (0..rows).collect();
        random.shuffle(&mut order);
        let of = |table: &Matrix| ranked(table, &tree, &Aggregate::default(), 0.0, 1.0);
        if let Ok(found) = of(&table) {
            let turned = of(&table.take_rows(&order).unwrap()).unwrap();
            prop_assert_eq!(found.scores.take_rows(&order).unwrap(), turned.scores);
            let ranks: Vec<Option<u32>> = order.iter().map(|row| found.ranks[*row]).collect();
            prop_assert_eq!(ranks, turned.ranks);
        }
    }

    #[test]
    fn less_of_a_thing_is_more_of_its_opposite(seed: u64, rows in 2_usize..300) {
        let mut random = Stream::new(seed, 2);
        let table = figures(rows, 1, 9, &mut random);
        let opposite: Vec<Option<f64>> = table.column(0).map(|cell| cell.map(|x| -x)).collect();
        let opposite = Matrix::from_columns(&[opposite]).unwrap();
        let of = |table: &Matrix, direction: Direction| {
            let (name, part) = ("one".to_owned(), "top".to_owned());
            let line = Indicator { name, part: part.clone(), weight: 1.0, direction };
            let top = Part { name: part, parent: None, weight: 1.0 };
            let tree = Structure::new(vec![line], vec![top]).unwrap();
            let found = ranked(table, &tree, &Aggregate::default(), 0.0, 1.0)?;
            Ok::<_, Fault>((found.scores, found.ranks))
        };
        prop_assert_eq!(of(&table, Direction::Up), of(&opposite, Direction::Down));
    }
}

/// So many units that several threads take part: the scores are those of normalising and scoring one
/// after the other, places those of one great sort, and one thread has the same bits.
#[test]
fn very_many_units_are_ranked_as_few() {
    let mut random = Stream::new(5, 3);
    let tree = tree(9, &mut random);
    for among in [2, 12, 1 << 40] {
        let table = figures(150_000, 9, among, &mut random);
        let of = || ranked(&table, &tree, &Aggregate::default(), 0.0, 1.0).unwrap();
        let found = of();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(found, pool.install(of));
        let Ranked { lines, scores, ranks } = found;
        let scorer = Scorer::new(&tree, &Aggregate::default()).unwrap();
        assert_eq!(scores, scorer.score_along(&table, &lines, Keep::Top).unwrap());
        let top: Vec<Option<f64>> = scores.column(0).collect();
        assert_eq!(ranks, places::ranks(&top, Ties::Competition).unwrap());
    }
}

#[test]
fn what_cannot_be_ranked_is_refused() {
    let tree = Structure::flat("top", &["one", "two"]).unwrap();
    let of = |rows: &[[Option<f64>; 2]], low, high| {
        let table = Matrix::from_rows(rows).unwrap();
        ranked(&table, &tree, &Aggregate::default(), low, high).map_err(|fault| fault.code())
    };
    let good = [[Some(1.0), Some(2.0)], [Some(3.0), None], [None, Some(1.0)], [None, None]];
    let found = of(&good, 0.0, 1.0).unwrap();
    assert_eq!(found.ranks, [Some(2), Some(1), Some(3), None]);
    let code = |rows: &[[Option<f64>; 2]], low, high| of(rows, low, high).unwrap_err();
    assert_eq!(code(&[], 0.0, 1.0), "I002"); // no rows, so no columns either
    assert_eq!(code(&good[..1], 0.0, 1.0), "I004"); // one figure does not differ from others
    assert_eq!(code(&[[Some(1.0), None], [Some(2.0), None]], 0.0, 1.0), "I005");
    assert_eq!(code(&[[Some(-1e308); 2], [Some(1e308); 2]], 0.0, 1.0), "I004");
    for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
        assert_eq!(code(&good, low, high), "I013");
    }
    let three = Structure::flat("top", &["one", "two", "three"]).unwrap();
    let table = Matrix::from_rows(&good).unwrap();
    let wrong = ranked(&table, &three, &Aggregate::default(), 0.0, 1.0).unwrap_err();
    assert_eq!(wrong.code(), "I002");
    let none = Matrix::from_cells(0, 2, Vec::new()).unwrap();
    let empty = ranked(&none, &tree, &Aggregate::default(), 0.0, 1.0).unwrap_err();
    assert_eq!(empty.code(), "I001");
}
