//! Promise 5: two people on one form never lose an edit without seeing the other's, in whatever order they
//! look and save, also at once. Beside the office a slow twin says what each must be told.

use std::collections::BTreeMap;

use gangmu_app::authz::Actor;
use gangmu_app::collect::{CellEdit, Form, Saved, form, save_cells};
use gangmu_app::office::Office;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{Office4, office, only_return, post};

/// Changes of cells, by their place in the form.
type Typed = BTreeMap<usize, u8>;

/// What is done.
#[derive(Debug, Clone)]
enum Step {
    /// Somebody looks at the form anew.
    Look(usize),
    /// Somebody types figures into cells and saves them.
    Save(usize, Typed),
    /// Both save at once.
    Both(Typed, Typed),
}

const CELLS: usize = 3;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let typed = || prop::collection::btree_map(0..CELLS, 0..4_u8, 1..=CELLS);
    let one = prop_oneof![
        1 => (0..2_usize).prop_map(Step::Look),
        2 => (0..2_usize, typed()).prop_map(|(who, typed)| Step::Save(who, typed)),
        1 => (typed(), typed()).prop_map(|(one, other)| Step::Both(one, other)),
    ];
    prop::collection::vec(one, 1..20)
}

/// What a cell holds, and which change of it that was.
type Cell = (String, i64);

fn cells(form: &Form) -> Vec<Cell> {
    form.cells.iter().take(CELLS).map(|cell| (cell.value.clone(), cell.revision)).collect()
}

/// What is told: the new revisions, or the cells of the other.
#[derive(Debug, Clone, PartialEq)]
enum Told {
    Kept(BTreeMap<usize, i64>),
    Clashed(BTreeMap<usize, Cell>),
}

/// The form as it must be, and what each of the two has in sight.
#[derive(Debug, Clone, PartialEq)]
struct Twin {
    cells: Vec<Cell>,
    sight: [Vec<Cell>; 2],
}

impl Twin {
    fn look(&mut self, who: usize) {
        self.sight[who] = self.cells.clone();
    }

    /// All that was typed is kept, or none: where the other's change was not in sight, and is another.
    fn save(&mut self, who: usize, typed: &Typed) -> Told {
        let unseen = |(cell, value): (&usize, &u8)| {
            let standing = &self.cells[*cell];
            let other = standing.1 != self.sight[who][*cell].1 && standing.0 != value.to_string();
            other.then(|| (*cell, standing.clone()))
        };
        let theirs: BTreeMap<usize, Cell> = typed.iter().filter_map(unseen).collect();
        if !theirs.is_empty() {
            for (cell, standing) in &theirs {
                self.sight[who][*cell] = standing.clone();
            }
            return Told::Clashed(theirs);
        }
        let mut kept = BTreeMap::new();
        for (cell, value) in typed {
            let now = (value.to_string(), self.cells[*cell].1 + 1);
            kept.insert(*cell, now.1);
            self.sight[who][*cell] = now.clone();
            self.cells[*cell] = now;
        }
        Told::Kept(kept)
    }
}

/// The two, and their form.
struct Desk {
    office: Office,
    people: [Actor; 2],
    filing: i64,
    elements: Vec<String>,
}

impl Desk {
    async fn cells(&self) -> Vec<Cell> {
        cells(&form(&self.office, &self.people[0], self.filing).await.unwrap())
    }

    async fn save(&self, who: usize, sight: &[Cell], typed: &Typed) -> Told {
        let edit = |(cell, value): (&usize, &u8)| CellEdit {
            element: self.elements[*cell].clone(),
            revision: sight[*cell].1,
            value: value.to_string(),
            status: "known".to_owned(),
            note: String::new(),
        };
        let edits = typed.iter().map(edit).collect();
        let place = |id: &str| self.elements.iter().position(|element| element == id).unwrap();
        match save_cells(&self.office, &self.people[who], self.filing, edits).await.unwrap() {
            Saved::Kept { cells, .. } => {
                Told::Kept(cells.iter().map(|c| (place(&c.element), c.revision)).collect())
            }
            Saved::Clashed(theirs) => Told::Clashed(
                theirs.into_iter().map(|c| (place(&c.element), (c.value, c.revision))).collect(),
            ),
        }
    }

    /// Plays the steps, and holds each answer to what the twin says.
    async fn play(&self, steps: &[Step]) {
        let cells = self.cells().await;
        let mut twin = Twin { sight: [cells.clone(), cells.clone()], cells };
        for step in steps {
            match step {
                Step::Look(who) => twin.look(*who),
                Step::Save(who, typed) => {
                    let told = self.save(*who, &twin.sight[*who].clone(), typed).await;
                    assert_eq!(told, twin.save(*who, typed), "{step:?}");
                }
                Step::Both(one, other) => {
                    let told = tokio::join!(
                        self.save(0, &twin.sight[0], one),
                        self.save(1, &twin.sight[1], other)
                    );
                    // As if one had come before the other.
                    let mut first = twin.clone();
                    let expected = (first.save(0, one), first.save(1, other));
                    let mut last = twin.clone();
                    let later = last.save(1, other);
                    let turned = (last.save(0, one), later);
                    assert!(told == expected || told == turned, "{step:?}: {told:?}");
                    twin = if told == expected { first } else { last };
                }
            }
            assert_eq!(self.cells().await, twin.cells, "{step:?}");
        }
    }
}

/// A bug that was: who saved was told the revision that stood there a moment later, which may have been the
/// other's and not in sight.
#[test]
fn no_edit_is_lost_in_whatever_order_two_people_look_and_save() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(async {
        let Office4 { office, centre, county, .. } = office("2026-01-05T09:00:00").await;
        let colleague = post(&office, "colleague", "YZ0101-PO", "reporter", "YZ0101").await;
        let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
        let looked_at = form(&office, &county, filing).await.unwrap();
        let elements = looked_at.cells.iter().take(CELLS);
        let elements = elements.map(|cell| looked_at.element(cell).id.clone()).collect();
        Desk { office, people: [county, colleague], filing, elements }
    });
    let mut runner =
        TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let played = runner.run(&steps(), |steps| {
        runtime.block_on(desk.play(&steps));
        Ok(())
    });
    runtime.block_on(desk.office.close());
    played.unwrap();
}
