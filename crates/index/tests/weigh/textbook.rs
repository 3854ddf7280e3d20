//! Cases of textbooks, as the file of reference figures holds them.

use crate::support::oracle;

/// The numbers and quoted words below `case` → `field`, one after the other, a row after the row.
/// None where the figures are absent.
pub(super) fn words(case: &str, field: &str) -> Option<Vec<String>> {
    let path = oracle("textbook/cases.json")?;
    let text = std::fs::read_to_string(&path).expect("a file of cases");
    let after = |text: &str, name: &str| {
        let quoted = format!("\"{name}\"");
        let at = text.find(&quoted).unwrap_or_else(|| panic!("no {name}"));
        text[at + quoted.len()..].to_owned()
    };
    let field = after(&after(&text, case), field);
    let mut depth = 0;
    let mut inside = String::new();
    for c in field.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            c if depth > 0 => inside.push(c),
            _ => continue,
        }
        if depth == 0 {
            break;
        }
        if c == ']' {
            inside.push(',');
        }
    }
    let words = inside.split(',').map(|word| word.trim().trim_matches('"').to_owned());
    Some(words.filter(|word| !word.is_empty()).collect())
}

/// The same as numbers; `1/3` is a third.
pub(super) fn numbers(case: &str, field: &str) -> Option<Vec<f64>> {
    let number = |word: &String| match word.split_once('/') {
        Some((above, below)) => of(above) / of(below),
        None => of(word),
    };
    Some(words(case, field)?.iter().map(number).collect())
}

fn of(word: &str) -> f64 {
    word.trim().parse().unwrap_or_else(|_| panic!("{word} is a number"))
}
