//! Trees and tables: what holds together, and what is refused.

use gangmu_index::structure::{Below, Direction, Indicator, Part};
use gangmu_index::{Fault, Matrix, Structure};

fn line(name: &str, part: &str, weight: f64) -> Indicator {
    let (name, part) = (name.to_owned(), part.to_owned());
    Indicator { name, part, weight, direction: Direction::Up }
}

fn part(name: &str, parent: Option<&str>, weight: f64) -> Part {
    Part { name: name.to_owned(), parent: parent.map(str::to_owned), weight }
}

fn code(tree: Result<Structure, Fault>) -> &'static str {
    tree.expect_err("it does not hold together").code()
}

#[test]
fn shares_go_down_the_tree() {
    let lines = vec![line("a", "p", 1.0), line("b", "p", 3.0), line("c", "q", 5.0)];
    let parts =
        vec![part("p", Some("top"), 2.0), part("top", None, 1.0), part("q", Some("top"), 6.0)];
    let tree = Structure::new(lines, parts).expect("it holds together");
    assert_eq!(tree.shares(), [0.0625, 0.1875, 0.75]);
    assert_eq!((tree.top(), tree.level(1), tree.level(0)), (1, 3, 2));
    assert_eq!(tree.below(0), [Below::Indicator(0), Below::Indicator(1)]);
}

#[test]
fn what_does_not_hold_together_is_refused() {
    let one = || vec![line("a", "top", 1.0)];
    let top = || part("top", None, 1.0);
    assert_eq!(code(Structure::new(vec![], vec![top()])), "I001");
    assert_eq!(code(Structure::new(one(), vec![])), "I001");
    let ring = vec![top(), part("p", Some("q"), 1.0), part("q", Some("p"), 1.0)];
    assert_eq!(code(Structure::new(one(), ring)), "I008");
    assert_eq!(code(Structure::new(one(), vec![top(), part("bare", Some("top"), 1.0)])), "I008");
    assert_eq!(code(Structure::new(one(), vec![top(), part("second", None, 1.0)])), "I008");
    assert_eq!(code(Structure::new(vec![line("a", "a", 1.0)], vec![top()])), "I008");
    assert_eq!(code(Structure::new(vec![line("top", "top", 1.0)], vec![top()])), "I008");
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(code(Structure::new(vec![line("a", "top", bad)], vec![top()])), "I007", "{bad}");
    }
    let huge = vec![line("a", "top", f64::MAX), line("b", "top", f64::MAX)];
    assert_eq!(code(Structure::new(huge, vec![top()])), "I007");
}

#[test]
fn tables_take_finite_numbers_and_nothing_else() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Matrix::from_rows(&[[Some(bad)]]).expect_err("refused").code(), "I003");
    }
    assert_eq!(Matrix::from_cells(1, 1, vec![f64::INFINITY]).expect_err("refused").code(), "I003");
    let ragged = [vec![Some(1.0)], vec![]];
    assert_eq!(Matrix::from_rows(&ragged).expect_err("refused").code(), "I002");
    assert_eq!(Matrix::from_columns(&ragged).expect_err("refused").code(), "I002");
    let table = Matrix::from_cells(2, 2, vec![1.0, f64::NAN, 3.0, 4.0]).expect("taken");
    assert_eq!(table.take_rows(&[1]).expect("there").get(0, 0), None);
    assert_eq!(table.take_columns(&[1, 0]).expect("there").get(0, 1), Some(1.0));
    assert!(table.take_rows(&[2]).is_err() && table.take_columns(&[2]).is_err());
    assert_eq!((table.get(5, 0), table.coverage()), (None, 0.75));
}
