//! What must hold of any index, whatever the figures: the laws, and a slow twin that works each unit
//! out by itself.

use gangmu_index::aggregate::{Enough, Mean};
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::score::{Keep, Line, Scorer};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::Method;
use gangmu_index::structure::{Below, Direction, Indicator, Part};
use gangmu_index::{Built, Frame, Matrix, Recipe, Structure, build};
use proptest::prelude::*;

use crate::support::same;

/// Figures, weights, directions: small whole numbers, so that ties and gaps are frequent.
#[derive(Clone, Debug)]
struct Case {
    cells: Vec<Vec<Option<f64>>>,
    weights: Vec<f64>,
    down: Vec<bool>,
    means: [usize; 2],
    least: f64,
}

const MEANS: [Mean; 5] =
    [Mean::Arithmetic, Mean::Geometric, Mean::Harmonic, Mean::Power(2.0), Mean::Median];

fn cases() -> impl Strategy<Value = Case> {
    let cell = prop::option::weighted(0.85, (-50_i32..50).prop_map(|x| f64::from(x) / 4.0));
    let figures = (3_usize..12).prop_flat_map(move |rows| {
        prop::collection::vec(prop::collection::vec(cell.clone(), rows), 6)
    });
    let weights = prop::collection::vec((1_u8..9).prop_map(f64::from), 6);
    let down = prop::collection::vec(any::<bool>(), 6);
    let means = [0_usize..5, 0_usize..5];
    (figures, weights, down, means, prop::sample::select(vec![0.0, 0.4, 0.7])).prop_filter_map(
        "every indicator has two different figures",
        |(cells, weights, down, means, least)| {
            let varies = |column: &Vec<Option<f64>>| {
                let mut there = column.iter().flatten();
                there.next().is_some_and(|first| there.any(|other| other != first))
            };
            cells.iter().all(varies).then_some(Case { cells, weights, down, means, least })
        },
    )
}

impl Case {
    fn tree(&self) -> Structure {
        let line = |column: usize| Indicator {
            name: format!("x{column}"),
            part: if column < 4 { "a" } else { "b" }.to_owned(),
            weight: self.weights[column],
            direction: if self.down[column] { Direction::Down } else { Direction::Up },
        };
        let part = |name: &str, parent: Option<&str>| Part {
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            weight: if name == "a" { 2.0 } else { 1.0 },
        };
        let parts = vec![part("a", Some("top")), part("b", Some("top")), part("top", None)];
        Structure::new((0..self.cells.len()).map(line).collect(), parts).expect("a tree")
    }

    fn recipe(&self) -> Recipe {
        let method = Method::MinMax { low: 1.0, high: 100.0 };
        let means = self.means.iter().map(|mean| MEANS[*mean]).collect();
        let enough = Enough { weight: self.least, count: 0.0 };
        let aggregate = Aggregate { means, enough, ..Aggregate::default() };
        let steps = vec![Step::Normalise(Normalise { method, ..Normalise::default() })];
        Recipe { steps, aggregate }
    }

    fn built(&self) -> (Built, usize) {
        let figures = Matrix::from_columns(&self.cells).expect("a table");
        let frame = Frame::new(figures, self.tree()).expect("fits");
        let top = frame.structure().top();
        (build(&frame, &self.recipe()).expect("it is built"), top)
    }

    /// Each unit by itself, in the plainest way.
    fn slow(&self, row: usize) -> Option<f64> {
        let tree = self.tree();
        let normalised = |column: usize| {
            let there: Vec<f64> = self.cells[column].iter().flatten().copied().collect();
            let low = there.iter().copied().fold(f64::INFINITY, f64::min);
            let high = there.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let x = self.cells[column][row]?;
            let share = (x - low) / (high - low);
            Some(1.0 + 99.0 * if self.down[column] { 1.0 - share } else { share })
        };
        let mean = |place: usize, pairs: &[(Option<f64>, f64)]| -> Option<f64> {
            let (values, weights): (Vec<Option<f64>>, Vec<f64>) = pairs.iter().copied().unzip();
            let enough = Enough { weight: self.least, count: 0.0 };
            MEANS[self.means[place]].of(&values, &weights, enough).expect("a mean").value
        };
        let part = |name: &str| {
            let below = tree.below(tree.part_named(name).expect("a part"));
            let pairs: Vec<(Option<f64>, f64)> = (below.iter())
                .map(|below| match below {
                    Below::Indicator(column) => (normalised(*column), tree.weight(*below)),
                    Below::Part(_) => (None, 0.0),
                })
                .collect();
            mean(0, &pairs)
        };
        mean(1, &[(part("a"), 2.0), (part("b"), 1.0)])
    }
}

proptest! {
    /// The fast way is the slow way, and the bounds hold the score.
    #[test]
    fn the_index_is_what_its_definition_says(case in cases()) {
        let (built, top) = case.built();
        for row in 0..case.cells[0].len() {
            let (found, wanted) = (built.scores.get(row, top), case.slow(row));
            match (found, wanted) {
                (Some(found), Some(wanted)) => same("score", found, wanted, 1e-12),
                (found, wanted) => prop_assert_eq!(found, wanted),
            }
            let ends = built.worst.get(row, top).zip(built.best.get(row, top));
            let (worst, best) = ends.expect("an interval");
            prop_assert!(worst <= best + 1e-9);
            if let Some(score) = found {
                prop_assert!((1.0 - 1e-9..=100.0 + 1e-9).contains(&score));
                // A median of other things may jump over what it was; and a part without enough
                // figures takes the few it has out of the score, but not out of the interval.
                let plain = case.means.iter().all(|mean| MEANS[*mean] != Mean::Median);
                if plain && case.least == 0.0 {
                    prop_assert!(worst <= score + 1e-9 && score <= best + 1e-9);
                }
            }
        }
    }

    /// Another unit of measure for an indicator changes nothing.
    #[test]
    fn scale_and_shift_do_not_show(case in cases(), scale in 1_u8..9, shift in -9_i8..9) {
        let mut other = case.clone();
        for figure in other.cells[2].iter_mut().flatten() {
            *figure = *figure * f64::from(scale) + f64::from(shift);
        }
        let ((one, top), (other, _)) = (case.built(), other.built());
        for row in 0..one.scores.rows() {
            match (one.scores.get(row, top), other.scores.get(row, top)) {
                (Some(one), Some(other)) => same("score", one, other, 1e-10),
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }

    /// Units in another order have the same scores.
    #[test]
    fn the_order_of_units_does_not_show(case in cases()) {
        let mut other = case.clone();
        other.cells.iter_mut().for_each(|column| column.reverse());
        let ((one, top), (other, _)) = (case.built(), other.built());
        let reversed: Vec<_> = other.scores.column(top).collect();
        prop_assert!(one.scores.column(top).eq(reversed.into_iter().rev()));
    }

    /// An indicator that stands twice with half of its weight each counts as once.
    #[test]
    fn a_duplicated_indicator_with_half_weight_each_changes_nothing(case in cases()) {
        // A share of weights that is there may be met or not by the last bit.
        let case = Case { least: 0.0, ..case };
        let mut other = case.clone();
        other.cells.push(case.cells[5].clone());
        other.down.push(case.down[5]);
        other.weights[5] /= 2.0;
        other.weights.push(other.weights[5]);
        let ((one, top), (other, _)) = (case.built(), other.built());
        for row in 0..one.scores.rows() {
            match (one.scores.get(row, top), other.scores.get(row, top)) {
                (Some(one), Some(other)) => same("score", one, other, 1e-10),
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }

    /// Nobody loses by doing better, as long as the ends of the scale stay where they are.
    #[test]
    fn better_figures_never_lower_a_score(case in cases(), row in 0_usize..3, column in 0_usize..6) {
        let tree = case.tree();
        let scorer = Scorer::new(&tree, &case.recipe().aggregate).expect("a scorer");
        let figures = Matrix::from_columns(&case.cells).expect("a table");
        let lines: Vec<Line> = (0..6)
            .map(|column| {
                let (worst, best) = if case.down[column] { (20.0, -20.0) } else { (-20.0, 20.0) };
                Line::between(worst, best, 1.0, 100.0)
            })
            .collect();
        let Some(figure) = figures.get(row, column) else { return Ok(()) };
        let mut better = figures.clone();
        let step = if case.down[column] { -3.0 } else { 3.0 };
        better.set(row, column, Some(figure + step)).expect("finite");
        let before = scorer.score_along(&figures, &lines, Keep::Top).expect("scores").get(row, 0);
        let after = scorer.score_along(&better, &lines, Keep::Top).expect("scores").get(row, 0);
        prop_assert!(after >= before.map(|score| score - 1e-9));
    }
}

/// What is scored along lines has the bits of what was normalised first.
#[test]
fn normalising_on_the_way_gives_the_same_bits() {
    let frame = crate::uncertainty::draws::made(1_000, 11);
    let tree = frame.structure();
    let aggregate =
        Aggregate { means: vec![Mean::Arithmetic, Mean::Geometric], ..Aggregate::default() };
    let lines: Vec<Line> = (0..12).map(|_| Line::between(-20.0, 45.0, 1.0, 90.0)).collect();
    let scorer = Scorer::new(tree, &aggregate).expect("a scorer");
    let along = scorer.score_along(frame.figures(), &lines, Keep::Parts).expect("scores");
    let mut normalised = Matrix::missing(1_000, 12);
    for (column, line) in lines.iter().enumerate() {
        for row in 0..1_000 {
            let figure = frame.figures().get(row, column);
            let on_line = figure.map(|x| (x - line.origin) * line.scale + line.base);
            normalised.set(row, column, on_line).expect("finite");
        }
    }
    assert_eq!(along, scorer.score(&normalised, Keep::Parts).expect("scores"));
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let again = pool.install(|| scorer.score_along(frame.figures(), &lines, Keep::Parts));
        assert_eq!(again.expect("scores"), along, "{threads} threads");
    }
}
