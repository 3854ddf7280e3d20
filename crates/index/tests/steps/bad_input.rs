//! Bad input: a fault with its code or a stated result, never a panic and never a NaN.

use gangmu_index::aggregate::{Enough, Mean};
use gangmu_index::frame::{Over, Panel};
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::steps::denominate::{Denominate, Divisor};
use gangmu_index::steps::impute::{Impute, Method as From};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::{Method, Reference};
use gangmu_index::steps::screen::Screen;
use gangmu_index::steps::treat::{Treat, Treatment};
use gangmu_index::steps::treat_curves::Transform;
use gangmu_index::work::Deed;
use gangmu_index::{Built, Fault, Frame, Matrix, Recipe, Structure, build};

fn frame(columns: &[Vec<Option<f64>>]) -> Frame {
    let names: Vec<String> = (0..columns.len()).map(|place| format!("x{place}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let tree = Structure::flat("top", &names).expect("a tree");
    Frame::new(Matrix::from_columns(columns).expect("a table"), tree).expect("fits")
}

fn normalised(columns: &[Vec<Option<f64>>], method: Method) -> Result<Built, Fault> {
    let steps = vec![Step::Normalise(Normalise { method, ..Normalise::default() })];
    build(&frame(columns), &Recipe { steps, ..Recipe::default() })
}

fn some(figures: &[f64]) -> Vec<Option<f64>> {
    figures.iter().copied().map(Some).collect()
}

fn code<T>(result: Result<T, Fault>) -> &'static str {
    result.err().map_or("none", |fault| fault.code())
}

fn min_max() -> Method {
    Method::MinMax { low: 0.0, high: 100.0 }
}

#[test]
fn constant_and_missing_indicators_are_told_by_name() {
    for method in [min_max(), Method::ZScore { mean: 0.0, sd: 1.0 }, Method::DistanceToBest] {
        let fault =
            normalised(&[some(&[1.0, 2.0]), some(&[5.0, 5.0])], method).expect_err("refused");
        assert_eq!(fault, Fault::Constant { what: "`x1`".to_owned() });
        assert!(
            fault.to_string().starts_with("I004: All values of `x1` are the same. Leave it out")
        );
    }
    // By places and by goalposts a constant indicator is no trouble.
    let posts =
        Method::Goalposts { from: 0.0, to: 10.0, low: 0.0, high: 1.0, clip: true, log: false };
    for method in [Method::Rank, Method::Borda, Method::Percentile, posts] {
        assert!(normalised(&[some(&[5.0, 5.0])], method).is_ok());
    }
    assert_eq!(code(normalised(&[some(&[1.0, 2.0]), vec![None, None]], min_max())), "I005");
}

#[test]
fn one_unit_and_one_indicator() {
    assert_eq!(code(normalised(&[some(&[3.0])], min_max())), "I004");
    assert_eq!(code(normalised(&[some(&[3.0])], Method::Percentile)), "I004");
    let built = normalised(&[some(&[3.0])], Method::Rank).expect("it is built");
    assert_eq!((built.scores.get(0, 0), built.ranks[0]), (Some(1.0), Some(1)));
    let built = normalised(&[some(&[3.0, 1.0, 2.0])], min_max()).expect("it is built");
    assert_eq!(built.ranks, [Some(1), Some(3), Some(2)]);
}

#[test]
fn nothing_is_refused() {
    let tree = Structure::flat("top", &["a"]).expect("a tree");
    assert_eq!(code(Frame::new(Matrix::missing(0, 1), tree.clone())), "I001");
    assert_eq!(code(Frame::new(Matrix::missing(3, 2), tree)), "I002");
}

#[test]
fn figures_at_the_ends_of_the_range_give_no_infinity() {
    let huge = some(&[-1e308, 1e308, 0.0]);
    let built = normalised(std::slice::from_ref(&huge), min_max());
    // The range is beyond the numbers: it is said so.
    assert!(matches!(built, Err(Fault::Constant { .. } | Fault::NotFinite { .. })), "{built:?}");
    let tiny = some(&[0.0, 5e-324]);
    let built = normalised(&[tiny], min_max());
    assert!(matches!(built, Err(Fault::Constant { .. } | Fault::NotFinite { .. })), "{built:?}");
    let z = normalised(&[huge], Method::ZScore { mean: 0.0, sd: 1.0 });
    assert!(z.is_err());
}

#[test]
fn negatives_under_a_geometric_mean_are_refused() {
    for mean in [Mean::Geometric, Mean::Harmonic, Mean::Power(-2.0)] {
        let aggregate = Aggregate { means: vec![mean], ..Aggregate::default() };
        let steps = vec![Step::Normalise(Normalise::default())];
        let recipe = Recipe { steps, aggregate };
        assert_eq!(code(build(&frame(&[some(&[1.0, 2.0])]), &recipe)), "I006");
    }
}

#[test]
fn figures_without_a_logarithm_or_a_ratio_are_refused() {
    let posts =
        |log| Method::Goalposts { from: 1.0, to: 9.0, low: 0.0, high: 1.0, clip: true, log };
    assert_eq!(code(normalised(&[some(&[-1.0, 2.0])], posts(true))), "I006");
    assert_eq!(code(normalised(&[some(&[-1.0, 2.0])], posts(false))), "none");
    for method in [
        Method::Ratio { to: Reference::Mean },
        Method::Difference { to: Reference::Figure(0.0) },
        Method::AboveBelowMean { margin: 0.1 },
    ] {
        assert_eq!(code(normalised(&[some(&[-3.0, 2.0])], method)), "I006");
    }
}

#[test]
fn parameters_without_sense_are_refused() {
    let posts = |from: f64, to: f64, log: bool| Method::Goalposts {
        from,
        to,
        low: 0.0,
        high: 1.0,
        clip: true,
        log,
    };
    for method in [
        Method::MinMax { low: 1.0, high: 1.0 },
        Method::MinMax { low: f64::NAN, high: 1.0 },
        posts(5.0, 5.0, false),
        posts(0.0, 5.0, true),
        posts(f64::NEG_INFINITY, 5.0, false),
        Method::ZScore { mean: 0.0, sd: 0.0 },
        Method::ZScore { mean: f64::NAN, sd: 1.0 },
        Method::DistanceToTarget { target: f64::INFINITY, clip: true },
        Method::AboveBelowMean { margin: -0.1 },
    ] {
        assert_eq!(code(normalised(&[some(&[1.0, 2.0])], method.clone())), "I013", "{method:?}");
    }
    assert_eq!(
        code(normalised(&[some(&[1.0, 2.0])], Method::DistanceToRow { row: 9, clip: false })),
        "I009"
    );
}

fn recipe(steps: Vec<Step>) -> Recipe {
    Recipe { steps, ..Recipe::default() }
}

#[test]
fn steps_that_name_what_is_not_there_are_refused() {
    let frame = frame(&[some(&[1.0, 2.0, 4.0])]);
    let normalise = || Step::Normalise(Normalise::default());
    let named = |by: &str| {
        let divisor = Divisor { denominator: by.to_owned(), scale: 1.0 };
        Step::Denominate(Denominate { by: [("x0".to_owned(), divisor)].into() })
    };
    let grouped =
        Step::Impute(Impute { method: From::GroupMean("class".to_owned()), ..Impute::default() });
    let of_last_year = Step::Impute(Impute { method: From::Latest(1), ..Impute::default() });
    let base = Step::Impute(Impute { over: Over::Base(1999), ..Impute::default() });
    let screened = Step::Screen(Screen { drop: vec![7], ..Screen::default() });
    let everybody = Step::Screen(Screen { drop: vec![0, 1, 2], ..Screen::default() });
    let missing_named = Step::Treat(Treat {
        indicators: [("nobody".to_owned(), Treatment::default())].into(),
        ..Treat::default()
    });
    for step in [named("people"), grouped, of_last_year, screened, everybody, missing_named] {
        assert_eq!(
            code(build(&frame, &recipe(vec![step.clone(), normalise()]))),
            "I009",
            "{step:?}"
        );
    }
    let panel = Panel { units: vec![1, 2, 3], periods: vec![2020, 2020, 2020] };
    let with_panel = frame.clone().with_panel(panel).expect("fits");
    assert_eq!(code(build(&with_panel, &recipe(vec![base, normalise()]))), "I009");
    assert_eq!(code(build(&frame, &recipe(vec![]))), "I009");
    assert_eq!(code(build(&frame, &recipe(vec![normalise(), normalise()]))), "I009");
    assert_eq!(
        code(build(&frame, &recipe(vec![normalise(), Step::Treat(Treat::default())]))),
        "I009"
    );
    let enough = Enough { weight: 2.0, count: 0.0 };
    let aggregate = Aggregate { enough, ..Aggregate::default() };
    assert_eq!(code(build(&frame, &Recipe { steps: vec![normalise()], aggregate })), "I013");
}

#[test]
fn a_denominator_of_nothing_makes_a_figure_missing_and_says_so() {
    let frame = frame(&[some(&[10.0, 20.0, 30.0, 40.0])]);
    let frame = frame
        .with_denominator("people", vec![Some(2.0), Some(0.0), None, Some(-4.0)])
        .expect("fits");
    let divisor = Divisor { denominator: "people".to_owned(), scale: 100.0 };
    let steps = vec![
        Step::Denominate(Denominate { by: [("x0".to_owned(), divisor)].into() }),
        Step::Normalise(Normalise { method: Method::Rank, ..Normalise::default() }),
    ];
    let built = build(&frame, &recipe(steps)).expect("it is built");
    assert_eq!(built.sets[0].1.column(0).collect::<Vec<_>>(), [Some(500.0), None, None, None]);
    let told = built.changes.iter().filter(|change| change.deed == Deed::NoDenominator);
    assert_eq!(told.map(|change| change.row).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(built.coverage.column(0).collect::<Vec<_>>(), [1.0, 0.0, 0.0, 0.0].map(Some));
}

#[test]
fn imputing_in_time_does_what_it_says() {
    // Two units in four periods; the second unit has figures in the first and last of them only.
    let figures = [1.0, 2.0, 3.0, 4.0].map(Some).into_iter();
    let figures: Vec<Option<f64>> = figures.chain([Some(10.0), None, None, Some(40.0)]).collect();
    let panel = Panel {
        units: [1, 1, 1, 1, 2, 2, 2, 2].to_vec(),
        periods: [2020, 2021, 2022, 2024, 2020, 2021, 2022, 2024].to_vec(),
    };
    let frame = frame(&[figures]).with_panel(panel).expect("fits");
    let filled = |method: From| {
        let impute = Step::Impute(Impute { method, ..Impute::default() });
        let over = Over::All;
        let normalise =
            Step::Normalise(Normalise { method: Method::Rank, over, ..Normalise::default() });
        let built = build(&frame, &recipe(vec![impute, normalise])).expect("it is built");
        built.sets[0].1.column(0).skip(4).collect::<Vec<_>>()
    };
    assert_eq!(filled(From::Latest(0)), [10.0, 10.0, 10.0, 40.0].map(Some));
    assert_eq!(filled(From::Latest(1)), [Some(10.0), Some(10.0), None, Some(40.0)]);
    assert_eq!(filled(From::Linear), [10.0, 17.5, 25.0, 40.0].map(Some));
    assert_eq!(filled(From::Constant), [10.0, 10.0, 10.0, 40.0].map(Some));
}

/// Scores of two years compare only when the scale is the same for both.
#[test]
fn a_base_period_makes_years_comparable() {
    let figures = some(&[1.0, 3.0, 2.0, 6.0]);
    let panel = Panel { units: vec![1, 2, 1, 2], periods: vec![2020, 2020, 2021, 2021] };
    let frame = frame(&[figures]).with_panel(panel).expect("fits");
    let scores = |over: Over| {
        let normalise = Step::Normalise(Normalise { over, ..Normalise::default() });
        let built = build(&frame, &recipe(vec![normalise])).expect("it is built");
        built.scores.column(0).map(|score| score.expect("one")).collect::<Vec<f64>>()
    };
    assert_eq!(scores(Over::Period), [0.0, 100.0, 0.0, 100.0]);
    assert_eq!(scores(Over::All), [0.0, 40.0, 20.0, 100.0]);
    assert_eq!(scores(Over::Base(2020)), [0.0, 100.0, 50.0, 250.0]);
}

#[test]
fn curves_are_those_of_box_and_cox() {
    let figures = some(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 900.0]);
    let treated = |then: Transform| {
        let treatment = Treatment { winsorise: 0, then: Some(then), ..Treatment::default() };
        let treat = Step::Treat(Treat { treatment, ..Treat::default() });
        let normalise = Step::Normalise(Normalise { method: Method::Rank, ..Normalise::default() });
        let built = build(&frame(std::slice::from_ref(&figures)), &recipe(vec![treat, normalise]));
        built.expect("it is built").sets[0]
            .1
            .column(0)
            .map(|x| x.expect("one"))
            .collect::<Vec<f64>>()
    };
    let plain = treated(Transform::BoxCox(1.0));
    assert_eq!(plain[0..3], [0.0, 1.0, 3.0]);
    let log = treated(Transform::BoxCox(0.0));
    assert_eq!(log, treated(Transform::LogOne));
    // The fitted lambda beats its neighbours: powers of two call for one near that of the logarithm.
    let fitted = treated(Transform::BoxCoxFitted);
    let spread = |values: &[f64]| gangmu_index::statistics::skewness(values).expect("one").abs();
    assert!(spread(&fitted) < spread(&log) && spread(&log) < spread(&plain));
}

/// A million units are scored, not refused, and not by way of a table of all pairs.
#[test]
fn a_million_units_are_scored() {
    let rows = 1_000_000;
    let cells = (0..rows).map(|row| (row as f64 * 7.0) % 1_013.0).collect();
    let tree = Structure::flat("top", &["a"]).expect("a tree");
    let frame = Frame::new(Matrix::from_cells(rows, 1, cells).expect("a table"), tree);
    let steps = vec![Step::Normalise(Normalise::default())];
    let built = build(&frame.expect("fits"), &recipe(steps)).expect("it is built");
    assert_eq!(built.ranks.iter().flatten().count(), rows);
}
