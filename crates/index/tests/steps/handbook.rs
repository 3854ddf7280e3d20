//! The technology achievement index and the human development index, as published.

use gangmu_index::aggregate::Mean;
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::{Method, Reference};
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::{Frame, Matrix, Recipe, Structure, build};
use gangmu_num::float::log10;

use crate::support::Table;

/// OECD/JRC Handbook 2008, tables 22 and 23: 23 countries, goalposts of 72, four sets of weights.
#[test]
fn technology_achievement_ranks_as_printed() {
    let Some(input) = Table::read("tai/tai23_input.csv") else { return };
    let posts = Table::read("tai/tai72_goalposts_saisana2005_table1.csv").expect("there");
    let weights = Table::read("tai/tai23_weights_table22.csv").expect("there");
    let published = Table::read("tai/tai23_published.csv").expect("there");
    let names: Vec<&str> = input.names[1..].iter().map(String::as_str).collect();
    let columns: Vec<_> = names.iter().map(|name| input.numbers(name)).collect();
    let figures = Matrix::from_columns(&columns).expect("a table");
    let (from, to) = (posts.whole("min"), posts.whole("max"));
    let names_of_posts = posts.text("indicator");
    let indicators = names.iter().map(|name| {
        let short = name.trim_end_matches("_log10");
        let place =
            names_of_posts.iter().position(|found| found.starts_with(short)).expect("posts");
        let logs = name.ends_with("_log10");
        let at = |x: f64| if logs { log10(x) } else { x };
        let (from, to) = (at(from[place]), at(to[place]));
        let method = Method::Goalposts { from, to, low: 0.0, high: 1.0, clip: true, log: false };
        ((*name).to_owned(), method)
    });
    let normalise = Normalise { indicators: indicators.collect(), ..Normalise::default() };
    let recipe = Recipe { steps: vec![Step::Normalise(normalise)], ..Recipe::default() };
    for line in &weights.rows {
        let weight = |place: usize| line[place + 1].parse::<f64>().expect("a weight");
        let line_of = |(place, name): (usize, &&str)| Indicator {
            name: (*name).to_owned(),
            part: "TAI".to_owned(),
            weight: weight(place),
            direction: Direction::Up,
        };
        let parts = vec![Part { name: "TAI".to_owned(), parent: None, weight: 1.0 }];
        let tree = Structure::new(names.iter().enumerate().map(line_of).collect(), parts);
        let frame = Frame::new(figures.clone(), tree.expect("a tree")).expect("fits");
        let built = build(&frame, &recipe).expect("it is built");
        let rank = published.place(&format!("rank_{}", line[0]));
        let by_country = published.by("country");
        let off = |(found, country): (&Option<u32>, &str)| {
            let wanted: f64 = by_country[country][rank].parse().expect("a rank");
            (f64::from(found.expect("a rank")) - wanted).abs()
        };
        let most = built.ranks.iter().zip(input.text("country")).map(off).fold(0.0, f64::max);
        // Weights of FA and AHP are printed with two digits, which moves ranks by up to two.
        let allowed = if matches!(line[0].as_str(), "EW" | "BAP") { 0.0 } else { 2.0 };
        assert!(most <= allowed, "{}: off by {most} places", line[0]);
    }
}

/// OECD/JRC Handbook 2008, table 15: years of schooling by every method of normalisation.
#[test]
fn schooling_is_normalised_as_printed() {
    let Some(input) = Table::read("tai/tai23_input.csv") else { return };
    let wanted = Table::read("tai/tai23_table15_normalisations_schooling.csv").expect("there");
    let tree = Structure::flat("top", &["schooling"]).expect("a tree");
    let figures = Matrix::from_columns(&[input.numbers("schooling")]).expect("a table");
    let frame = Frame::new(figures, tree).expect("fits");
    let columns = [
        ("rank", Method::Rank),
        ("zscore", Method::ZScore { mean: 0.0, sd: 1.0 }),
        ("minmax", Method::MinMax { low: 0.0, high: 1.0 }),
        ("ref_mean_ratio", Method::Ratio { to: Reference::Mean }),
        ("ref_best_ratio", Method::Ratio { to: Reference::Best }),
        ("ref_worst_ratio", Method::Ratio { to: Reference::Worst }),
        ("ref_mean_diff", Method::Difference { to: Reference::Mean }),
        ("ref_worst_diff", Method::Difference { to: Reference::Worst }),
        ("above_below_mean_p20", Method::AboveBelowMean { margin: 0.2 }),
    ];
    for (column, method) in columns {
        let steps = vec![Step::Normalise(Normalise { method, ..Normalise::default() })];
        let built = build(&frame, &Recipe { steps, ..Recipe::default() }).expect("it is built");
        let found = built.sets[0].1.column(0);
        for ((found, wanted), country) in
            found.zip(wanted.whole(column)).zip(wanted.text("country"))
        {
            let error = (found.expect("one") - wanted).abs();
            assert!(error <= 0.005_000_1, "{column} of {country}: {found:?}, not {wanted}");
        }
    }
}

/// UNDP, Human Development Report 2021/22, technical note 1: 202 countries at three places.
#[test]
fn human_development_is_as_published() {
    let Some(input) = Table::read("hdi/hdi2021_input_and_published.csv") else { return };
    let names =
        ["life_expectancy", "expected_years_schooling", "mean_years_schooling", "gni_pc_ppp2017"];
    let columns: Vec<_> = names.iter().map(|name| input.numbers(name)).collect();
    let part = |place: usize| ["health", "education", "education", "income"][place].to_owned();
    let lines = names.iter().enumerate().map(|(place, name)| Indicator {
        name: (*name).to_owned(),
        part: part(place),
        weight: 1.0,
        direction: Direction::Up,
    });
    let dimension =
        |name: &str| Part { name: name.to_owned(), parent: Some("HDI".to_owned()), weight: 1.0 };
    let top = Part { name: "HDI".to_owned(), parent: None, weight: 1.0 };
    let parts = vec![dimension("health"), dimension("education"), dimension("income"), top];
    let tree = Structure::new(lines.collect(), parts).expect("a tree");
    let posts = |from: f64, to: f64, log: bool| Method::Goalposts {
        from,
        to,
        low: 0.0,
        high: 1.0,
        clip: true,
        log,
    };
    let methods = [
        posts(20.0, 85.0, false),
        posts(0.0, 18.0, false),
        posts(0.0, 15.0, false),
        posts(100.0, 75_000.0, true),
    ];
    let indicators = names.iter().map(|name| (*name).to_owned()).zip(methods).collect();
    let normalise = Normalise { indicators, ..Normalise::default() };
    let aggregate =
        Aggregate { means: vec![Mean::Arithmetic, Mean::Geometric], ..Aggregate::default() };
    let recipe = Recipe { steps: vec![Step::Normalise(normalise)], aggregate };
    let figures = Matrix::from_columns(&columns).expect("a table");
    let frame = Frame::new(figures, tree).expect("fits");
    let built = build(&frame, &recipe).expect("it is built");
    let top = frame.structure().top();
    let mut compared = 0;
    for (row, wanted) in input.whole("hdi_published").into_iter().enumerate() {
        let found = built.scores.get(row, top).expect("a score");
        assert_eq!(format!("{found:.3}"), format!("{wanted:.3}"), "{}", input.rows[row][1]);
        compared += 1;
    }
    assert_eq!(compared, 202);
}
