//! Answers to questions of surveys: pooled over waves, and drawn anew.

use gangmu_base::facts::Answer;
use gangmu_base::{Period, Reporter};
use gangmu_num::random::Stream;
use rustc_hash::FxHashMap;

/// Whether an answer is a valid one: those that begin with `_` (not reached, refused) are not.
pub(super) fn is_valid(answer: &str) -> bool {
    !answer.starts_with('_')
}

/// Whether a wave is of a period: the period itself, or within it.
pub(super) fn is_within(wave: Period, period: Period) -> bool {
    wave == period
        || (wave.first_day() >= period.first_day() && wave.last_day() <= period.last_day())
}

/// How many of whom gave one of the wanted answers to a question in a period, or any valid one where
/// none is named. Waves within the period are pooled: sums of counts. `counts`, where there are any,
/// stand for those of the answers.
pub(super) fn pooled(
    answers: &[Answer],
    counts: Option<&[i64]>,
    question: &str,
    wanted: &[std::sync::Arc<str>],
    period: Period,
) -> FxHashMap<Reporter, i64> {
    let mut pooled: FxHashMap<Reporter, i64> = FxHashMap::default();
    for (place, answer) in answers.iter().enumerate() {
        if answer.question != question || !is_within(answer.period, period) {
            continue;
        }
        let counted = if wanted.is_empty() {
            is_valid(&answer.answer)
        } else {
            wanted.iter().any(|wanted| **wanted == *answer.answer)
        };
        let count = counts.and_then(|counts| counts.get(place)).unwrap_or(&answer.count);
        let sum = pooled.entry(answer.reporter).or_insert(0);
        *sum = sum.saturating_add(if counted { *count } else { 0 });
    }
    pooled
}

/// The answers of one unit to one question in one wave, to be drawn anew.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sample {
    /// Which answers, by their places.
    rows: Vec<usize>,
    /// What the distribution has for each: its count over the design effect, and 1/2.
    shapes: Vec<f64>,
    /// How many answered.
    all: i64,
}

impl Sample {
    /// From the counts of the answers at these places; `None` where nobody answered or there is but
    /// one answer to give.
    pub(super) fn new(answers: &[Answer], rows: Vec<usize>, design_effect: f64) -> Option<Sample> {
        let count = |row: &usize| answers.get(*row).map_or(0, |answer| answer.count.max(0));
        let all = rows.iter().map(count).fold(0, i64::saturating_add);
        let usable = all > 0 && rows.len() > 1 && design_effect > 0.0;
        let shapes = rows.iter().map(|row| count(row) as f64 / design_effect + 0.5).collect();
        usable.then_some(Sample { rows, shapes, all })
    }

    /// Draws the shares and gives out the answers by them: whole ones, by largest remainders.
    pub(super) fn draw(&self, stream: &mut Stream, counts: &mut [i64]) {
        let drawn: Vec<f64> = self.shapes.iter().map(|shape| stream.gamma(*shape)).collect();
        let sum = drawn.iter().fold(0.0, |sum, part| sum + part);
        if sum <= 0.0 {
            return;
        }
        let exact: Vec<f64> = drawn.iter().map(|part| part / sum * self.all as f64).collect();
        let mut whole: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
        let mut left = self.all - whole.iter().sum::<i64>();
        let mut order: Vec<usize> = (0..exact.len()).collect();
        let over = |place: &usize| exact[*place] - exact[*place].floor();
        order.sort_by(|a, b| over(b).total_cmp(&over(a)).then(a.cmp(b)));
        for place in order {
            if left > 0 {
                whole[place] += 1;
                left -= 1;
            }
        }
        for (row, count) in self.rows.iter().zip(whole) {
            if let Some(slot) = counts.get_mut(*row) {
                *slot = count;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangmu_base::Place;

    fn answers(counts: &[i64]) -> Vec<Answer> {
        let one = |(place, count): (usize, &i64)| Answer {
            reporter: Reporter(0),
            period: Period::year(2025).unwrap(),
            question: "Q".to_owned(),
            answer: format!("a{place}"),
            count: *count,
            place: Place::file("surveys.csv"),
        };
        counts.iter().enumerate().map(one).collect()
    }

    /// The standard deviation of the share of the first answer over many draws.
    fn spread(counts: &[i64], design_effect: f64) -> f64 {
        let answers = answers(counts);
        let sample = Sample::new(&answers, (0..counts.len()).collect(), design_effect).unwrap();
        let all: i64 = counts.iter().sum();
        let shares: Vec<f64> = (0..4_000)
            .map(|number| {
                let mut drawn = vec![0; counts.len()];
                sample.draw(&mut Stream::new(7, number), &mut drawn);
                assert_eq!(drawn.iter().sum::<i64>(), all, "as many answer as before");
                drawn[0] as f64 / all as f64
            })
            .collect();
        let mean = shares.iter().sum::<f64>() / 4_000.0;
        (shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / 4_000.0).sqrt()
    }

    #[test]
    fn answers_spread_as_a_sample_does_and_more_by_the_root_of_the_design_effect() {
        // √(0.6 × 0.4 / 1000) = 0.0155
        let plain = spread(&[600, 300, 100], 1.0);
        assert!((plain - 0.0155).abs() < 0.001, "{plain}");
        let clustered = spread(&[600, 300, 100], 4.0);
        assert!((clustered / plain - 2.0).abs() < 0.1, "{clustered}");
    }

    #[test]
    fn nothing_is_drawn_where_nobody_answered_or_could_answer_otherwise() {
        assert!(Sample::new(&answers(&[0, 0]), vec![0, 1], 1.0).is_none());
        assert!(Sample::new(&answers(&[9]), vec![0], 1.0).is_none());
        assert!(Sample::new(&answers(&[9, 1]), vec![0, 1], 0.0).is_none());
    }
}
