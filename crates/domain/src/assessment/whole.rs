//! Whether the points of a scheme add up to its base in every class.

use std::collections::BTreeSet;

use gangmu_base::{Finding, Reporter, Tree};
use gangmu_num::Ratio;

use super::groups::most;
use super::score::class_of;
use super::words::{Group, Scheme};

/// The points a subject of a class can reach in the groups of a scheme: those of the items in that
/// class, put together as their group says, each group at most its cap.
fn whole(scheme: &Scheme, class: &str) -> Ratio {
    let of_group = |group: &Group| {
        let items = scheme.items.iter().filter(|item| item.group == group.id);
        let most = most(group.combine, items.map(|item| (item, item.points_in(Some(class)))));
        group.cap.iter().fold(most, |most, cap| most.min(cap.clone()))
    };
    let groups = scheme.groups.iter().filter(|group| !group.local);
    groups.map(of_group).fold(Ratio::ZERO, |sum, points| &sum + &points)
}

/// Classes in which the points do not add up to the base: the same grades would then mean
/// different things in different classes.
pub fn check_whole(scheme: &Scheme, subjects: &[Reporter], tree: &Tree) -> Vec<Finding> {
    let Some(base) = &scheme.base else { return Vec::new() };
    let classes: BTreeSet<String> = subjects.iter().map(|who| class_of(tree, *who)).collect();
    let about = |class: String| {
        let points = whole(scheme, &class);
        (points != base.points).then(|| {
            Finding::warning("S031", base.place.clone())
                .with("class", class)
                .with("points", points)
                .with("base", &base.points)
        })
    };
    classes.into_iter().filter_map(about).collect()
}
