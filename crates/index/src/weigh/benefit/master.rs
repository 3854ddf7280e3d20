//! The search for the best weights of one unit: a dual simplex that meets units as they bind.
//!
//! With figures scaled so that the best of every indicator is 1, and the unit's own figures c
//! scaled so that its best is 1, the question is: of all x with c·x = 1 and limits l ≤ x ≤ u, which
//! makes the best of the others, t = max a·x, least? The score is c's scale over t. That is the
//! usual programme divided by its own objective; it has two virtues. Limits on shares become
//! limits on single numbers, and every x on the way is a set of weights that is allowed, so the
//! distance to the best is known at all times.

use super::super::lu::Lu;
use super::scaled::Rows;

/// What may be left of a constraint that is met, relative to t.
const SLACK: f64 = 1e-12;
/// Numbers below this do not divide.
const PIVOT: f64 = 1e-10;

/// The programme of one unit.
#[derive(Clone, Debug)]
pub(super) struct Programme {
    /// The unit, as its place among the scaled rows; it does not limit itself.
    pub(super) own: usize,
    /// Its figures over the greatest of them.
    pub(super) figures: Vec<f64>,
    /// The least and the greatest x; both 0 for an indicator that takes no part.
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    /// The greatest of its scaled figures: at t below this no other unit is better.
    pub(super) reach: f64,
}

/// Where an x stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Lower,
    Upper,
    Basic,
}

/// A corner of the search: units that bind, and the x that are free.
#[derive(Clone, Debug)]
pub(super) struct Corner {
    pub(super) rows: Vec<usize>,
    pub(super) places: Vec<Place>,
}

/// Where a search ended.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) corner: Corner,
    pub(super) x: Vec<f64>,
    /// The best of the others under x.
    pub(super) level: f64,
    /// The multiplier of each unit that binds; they add up to 1.
    pub(super) multipliers: Vec<f64>,
}

/// That a search did not settle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stuck;

/// What blocks a step: a unit that stops binding, or an x that comes free.
#[derive(Clone, Copy, Debug)]
enum Block {
    Row(usize),
    Column(usize),
}

/// What is wrong at a corner.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    /// A unit that is better than t.
    Row(usize),
    /// A free x beyond a limit, by its place among the free ones.
    Column(usize, Place),
}

/// Room for a search, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    lu: Lu,
    basics: Vec<usize>,
    multipliers: Vec<f64>,
    step: Vec<f64>,
    reduced: Vec<f64>,
    slope: Vec<f64>,
    values: Vec<f64>,
}

impl Room {
    /// The unit that is best where every indicator has the same share: one to begin with.
    pub(super) fn hardest(&mut self, programme: &Programme, rows: &Rows) -> Option<usize> {
        let takes_part = |figure: &f64| if *figure > 0.0 { 1.0 / figure } else { 0.0 };
        let x: Vec<f64> = programme.figures.iter().map(takes_part).collect();
        rows.values(&x, &mut self.values);
        let others = rows.ids.iter().zip(&self.values).filter(|(unit, _)| **unit != programme.own);
        let best = others.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(unit, _)| *unit)
    }
}

impl Programme {
    /// A corner to begin at: the unit `row` alone binds, and x goes where it is weakest.
    pub(super) fn begin(&self, row: usize, a: &[f64]) -> Corner {
        let mut places = vec![Place::Lower; self.figures.len()];
        let share = |x: f64, column: usize| x * self.figures[column];
        let mut rest = 1.0 - (0..a.len()).map(|j| share(self.lower[j], j)).sum::<f64>();
        let mut order: Vec<usize> = (0..a.len()).filter(|j| self.figures[*j] > 0.0).collect();
        let ratio = |j: &usize| a[*j] / self.figures[*j];
        order.sort_by(|j, k| ratio(j).total_cmp(&ratio(k)).then(j.cmp(k)));
        let mut basic = order.iter().copied().find(|j| self.moves(*j)).or(order.first().copied());
        for j in order.into_iter().filter(|j| self.moves(*j)) {
            if rest <= 0.0 {
                break;
            }
            basic = Some(j);
            places[j] = Place::Upper;
            rest -= share(self.upper[j], j) - share(self.lower[j], j);
        }
        if let Some(basic) = basic {
            places[basic] = Place::Basic;
        }
        Corner { rows: vec![row], places }
    }

    fn moves(&self, column: usize) -> bool {
        self.upper[column] > self.lower[column]
    }

    /// Goes on from a corner until none of `rows` is better than t.
    ///
    /// `row` gives the scaled figures of a unit.
    pub(super) fn search<'a>(
        &self,
        corner: Corner,
        rows: &Rows,
        row: &impl Fn(usize) -> &'a [f64],
        room: &mut Room,
    ) -> Result<Found, Stuck> {
        let columns = self.figures.len();
        let Corner { rows: mut bind, mut places } = corner;
        let mut x = vec![0.0; columns];
        let (mut least, mut stalled) = (f64::NEG_INFINITY, 0);
        for _ in 0..500 + 100 * columns {
            let t = self.settle(&bind, &places, &mut x, row, room)?;
            if t > least * (1.0 + SLACK) || least < 0.0 {
                (least, stalled) = (least.max(t), 0);
            } else {
                stalled += 1;
            }
            // Steps that gain nothing may go in a ring; taking the first of all cannot.
            let careful = stalled > 20 + 2 * columns;
            let wrong = match self.beyond(&x, careful, room) {
                Some(wrong) => wrong,
                None => {
                    for column in &room.basics {
                        x[*column] = x[*column].clamp(self.lower[*column], self.upper[*column]);
                    }
                    let (level, worst) = self.scan(rows, &bind, &x, t, careful, room);
                    let Some(worst) = worst.filter(|_| level > self.reach) else {
                        let multipliers = room.multipliers[..bind.len()].to_vec();
                        let corner = Corner { rows: bind, places };
                        return Ok(Found { corner, x, level, multipliers });
                    };
                    Wrong::Row(worst)
                }
            };
            let block = self.block(wrong, &bind, &places, row, careful, room).ok_or(Stuck)?;
            self.turn(wrong, block, &mut bind, &mut places, room);
        }
        Err(Stuck)
    }

    /// Works out x, t, the multipliers and the reduced costs at a corner; says t.
    fn settle<'a>(
        &self,
        bind: &[usize],
        places: &[Place],
        x: &mut [f64],
        row: &impl Fn(usize) -> &'a [f64],
        room: &mut Room,
    ) -> Result<f64, Stuck> {
        let count = bind.len();
        let size = count + 1;
        room.basics.clear();
        room.step.clear();
        room.step.resize(size, 0.0);
        room.step[count] = 1.0;
        for (column, place) in places.iter().enumerate() {
            x[column] = match place {
                Place::Lower => self.lower[column],
                Place::Upper => self.upper[column],
                Place::Basic => 0.0,
            };
            if *place == Place::Basic {
                room.basics.push(column);
            }
            if x[column] != 0.0 {
                room.step[count] -= x[column] * self.figures[column];
                for (rest, unit) in room.step.iter_mut().zip(bind) {
                    *rest -= x[column] * row(*unit)[column];
                }
            }
        }
        if room.basics.len() != count {
            return Err(Stuck);
        }
        let cells = room.lu.clear(size);
        for (line, unit) in cells.chunks_exact_mut(size).zip(bind) {
            let a = row(*unit);
            line.iter_mut().zip(&room.basics).for_each(|(cell, column)| *cell = a[*column]);
            line[count] = -1.0;
        }
        for (place, column) in room.basics.iter().enumerate() {
            cells[count * size + place] = self.figures[*column];
        }
        if !room.lu.factor() {
            return Err(Stuck);
        }
        room.lu.solve(&mut room.step);
        room.basics.iter().zip(&room.step).for_each(|(column, value)| x[*column] = *value);
        let t = room.step[count];
        room.multipliers.clear();
        room.multipliers.resize(size, 0.0);
        room.multipliers[count] = -1.0;
        room.lu.solve_transposed(&mut room.multipliers);
        costs(&mut room.reduced, &self.figures, &room.multipliers, bind, row);
        if t.is_finite() { Ok(t) } else { Err(Stuck) }
    }

    /// The free x that is farthest beyond its limits; the first that is, when careful.
    fn beyond(&self, x: &[f64], careful: bool, room: &Room) -> Option<Wrong> {
        let mut found = None;
        let mut most = 0.0;
        for (place, column) in room.basics.iter().copied().enumerate() {
            let (below, above) = (self.lower[column] - x[column], x[column] - self.upper[column]);
            let (by, side) =
                if below > above { (below, Place::Lower) } else { (above, Place::Upper) };
            let room_for_rounding = SLACK * self.lower[column].max(1.0);
            if by > room_for_rounding && by > most {
                (most, found) = (by, Some(Wrong::Column(place, side)));
                if careful {
                    break;
                }
            }
        }
        found
    }

    /// The best of the others under x, and the unit that is most above t, if one is.
    fn scan(
        &self,
        rows: &Rows,
        bind: &[usize],
        x: &[f64],
        t: f64,
        careful: bool,
        room: &mut Room,
    ) -> (f64, Option<usize>) {
        rows.values(x, &mut room.values);
        let (mut level, mut above) = (t, t * (1.0 + SLACK));
        let mut worst = None;
        for (unit, value) in rows.ids.iter().copied().zip(room.values.iter().copied()) {
            if value > level && unit != self.own {
                level = value;
                if value > above && !(careful && worst.is_some()) && !bind.contains(&unit) {
                    (above, worst) = (value, Some(unit));
                }
            }
        }
        (level, worst)
    }

    /// How far the multipliers can go before one of them, or a reduced cost, changes its sign.
    fn block<'a>(
        &self,
        wrong: Wrong,
        bind: &[usize],
        places: &[Place],
        row: &impl Fn(usize) -> &'a [f64],
        careful: bool,
        room: &mut Room,
    ) -> Option<Block> {
        let count = bind.len();
        room.step.clear();
        room.step.resize(count + 1, 0.0);
        match wrong {
            Wrong::Row(unit) => {
                let a = row(unit);
                let basics = room.step.iter_mut().zip(&room.basics);
                basics.for_each(|(step, column)| *step = -a[*column]);
                room.step[count] = 1.0;
            }
            Wrong::Column(place, side) => {
                room.step[place] = if side == Place::Lower { 1.0 } else { -1.0 };
            }
        }
        room.lu.solve_transposed(&mut room.step);
        costs(&mut room.slope, &self.figures, &room.step, bind, row);
        if let Wrong::Row(unit) = wrong {
            room.slope.iter_mut().zip(row(unit)).for_each(|(slope, a)| *slope += a);
        }
        let columns = (0..places.len()).filter(|column| self.moves(*column));
        let of_column = columns.filter_map(|j| match places[j] {
            Place::Lower => Some((Block::Column(j), room.reduced[j], -room.slope[j])),
            Place::Upper => Some((Block::Column(j), -room.reduced[j], room.slope[j])),
            Place::Basic => None,
        });
        let of_row = (0..count).map(|k| (Block::Row(k), room.multipliers[k], -room.step[k]));
        let all = of_column.chain(of_row).filter(|(_, _, speed)| *speed > PIVOT);
        // Among those that block within rounding of the first, the one that divides best.
        let margin = if careful { 0.0 } else { 1e-13 };
        let first = |(_, value, speed): &(Block, f64, f64)| (value.max(0.0) + margin) / speed;
        let reach = all.clone().map(|one| first(&one)).min_by(f64::total_cmp)?;
        let mut best: Option<(Block, f64)> = None;
        for (block, value, speed) in all {
            let better = best.is_none_or(|(_, most)| !careful && speed > most);
            if value.max(0.0) <= reach * speed && better {
                best = Some((block, speed));
            }
        }
        best.map(|(block, _)| block)
    }

    /// Goes to the next corner.
    fn turn(
        &self,
        wrong: Wrong,
        block: Block,
        bind: &mut Vec<usize>,
        places: &mut [Place],
        room: &Room,
    ) {
        if let Wrong::Column(place, side) = wrong {
            places[room.basics[place]] = side;
        }
        match (wrong, block) {
            (Wrong::Row(unit), Block::Row(place)) => bind[place] = unit,
            (Wrong::Row(unit), Block::Column(column)) => {
                bind.push(unit);
                places[column] = Place::Basic;
            }
            (Wrong::Column(..), Block::Row(place)) => {
                bind.remove(place);
            }
            (Wrong::Column(..), Block::Column(column)) => places[column] = Place::Basic,
        }
    }
}

/// The reduced cost of every x: what the multipliers make of its column.
fn costs<'a>(
    costs: &mut Vec<f64>,
    figures: &[f64],
    multipliers: &[f64],
    bind: &[usize],
    row: &impl Fn(usize) -> &'a [f64],
) {
    let last = multipliers.last().copied().unwrap_or_default();
    costs.clear();
    costs.extend(figures.iter().map(|figure| last * figure));
    for (unit, multiplier) in bind.iter().zip(multipliers) {
        if *multiplier != 0.0 {
            costs.iter_mut().zip(row(*unit)).for_each(|(cost, a)| *cost += multiplier * a);
        }
    }
}
