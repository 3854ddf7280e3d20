//! Linear programmes in exact fractions: slow, plain, right.

use gangmu_num::Ratio;

/// The greatest c·x over x ≥ 0 with every `line`·x at most its bound (0 or more): the full tableau
/// by Bland's rule, which cannot go in a ring. The greatest is finite in all that is asked of it.
pub(super) fn greatest(c: &[Ratio], lines: &[(Vec<Ratio>, Ratio)]) -> Ratio {
    let (columns, rows) = (c.len(), lines.len());
    let zero = Ratio::from(0);
    let mut tableau: Vec<Vec<Ratio>> = Vec::new();
    for (place, (line, bound)) in lines.iter().enumerate() {
        let mut row = line.clone();
        row.extend((0..rows).map(|slack| Ratio::from(i64::from(slack == place))));
        row.push(bound.clone());
        tableau.push(row);
    }
    let mut price: Vec<Ratio> = c.iter().map(|c| -c).collect();
    price.resize(columns + rows + 1, zero.clone());
    let mut basis: Vec<usize> = (columns..columns + rows).collect();
    while let Some(enter) = (0..columns + rows).find(|j| price[*j] < zero) {
        let ratio = |row: &usize| {
            let by = &tableau[*row][enter];
            tableau[*row][columns + rows].div(by).expect("not 0")
        };
        let rows_above: Vec<usize> = (0..rows).filter(|r| tableau[*r][enter] > zero).collect();
        let key = |row: &usize| (ratio(row), basis[*row]);
        let leave = rows_above.into_iter().min_by_key(key).expect("it is bounded");
        let by = tableau[leave][enter].clone();
        let lead: Vec<Ratio> =
            tableau[leave].iter().map(|cell| cell.div(&by).expect("not 0")).collect();
        let take_off = |row: &mut Vec<Ratio>| {
            let times = row[enter].clone();
            row.iter_mut().zip(&lead).for_each(|(cell, l)| *cell = &*cell - &(&times * l));
        };
        let others = tableau.iter_mut().enumerate().filter(|(row, _)| *row != leave);
        others.for_each(|(_, row)| take_off(row));
        take_off(&mut price);
        tableau[leave] = lead;
        basis[leave] = enter;
    }
    price[columns + rows].clone()
}
