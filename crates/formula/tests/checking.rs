//! What is wrong with a formula is told by a stable code and pointed at to the letter; what is right
//! has a type and a unit.

#[path = "programme/sight.rs"]
mod sight;

use gangmu_formula::{Direction, Figure, Type};

use sight::checked;

/// Text, code, what is pointed at, the blanks of the sentence.
const FAULTY: [(&str, &str, &str, &str); 124] = [
    // Characters, labels, numbers.
    ("x $ 2", "X001", "$", "found=$"),
    ("x ＋ 2", "X001", "＋", "found=＋"),
    ("x + ９", "X001", "９", "found=９"),
    ("\"open", "X004", "\"open", "sign=\""),
    ("x + `hot-line", "X004", "`hot-line", "sign=`"),
    (r#"label == "a\n""#, "X004", r#""a\n""#, "sign=\""),
    ("1234567890123456789", "X005", "1234567890123456789", "limit=18"),
    ("2 + 0.1234567890123456789", "X005", "0.1234567890123456789", "limit=18"),
    // Something else, or nothing, where something was expected.
    ("x 2", "X002", "2", "found=2 expected=an operator or the end"),
    ("x + )", "X002", ")", "found=) expected=a figure, a name or a function"),
    ("< 2", "X002", "<", "found=< expected=a figure, a name or a function"),
    ("1 < x < 2", "X002", "<", "found=< expected=an operator or the end"),
    ("if x > 1 2 else 3", "X002", "2", "found=2 expected=then"),
    ("let if = 2; 3", "X002", "if", "found=if expected=a name"),
    ("let a 2; 3", "X002", "2", "found=2 expected=="),
    ("let a = 2, 3", "X002", ",", "found=, expected=;"),
    ("mean(x in town)", "X002", "town", "found=town expected=class or all"),
    ("x of child", "X002", "child", "found=child expected=parent"),
    ("rank(x in class over months)", "X002", "over", "found=over expected=)"),
    (
        "mean(x over days)",
        "X002",
        "days",
        "found=days expected=months, quarters, halves, 3 before, 2 last or 2023..2025",
    ),
    ("(x", "X006", "", "expected=)"),
    ("P +", "X006", "", "expected=a figure, a name or a function"),
    ("if x > 1 then 2", "X006", "", "expected=else"),
    ("x @", "X006", "", "expected=prev, -1, 2024 or \"2024-06\""),
    // Limits.
    ("x @ -121", "X003", "x @ -121", "what=periods limit=120"),
    ("mean(x over 121 before)", "X003", "121 before", "what=periods limit=120"),
    ("mean(x over 1900..2020)", "X003", "over 1900..2020", "what=periods limit=120"),
    (
        "mean(mean(mean(x over 99 last) over 99 last) over 9 last)",
        "X020",
        "mean(mean(mean(x over 99 last) over 99 last) over 9 last)",
        "work=177318 limit=100000",
    ),
    // Moments and stretches of time.
    ("x @ 25", "X018", "25", "found=25"),
    ("x @ tomorrow", "X018", "tomorrow", "found=tomorrow"),
    ("x @ \"2025-13\"", "X018", "\"2025-13\"", "found=\"2025-13\""),
    ("x @ -0", "X018", "-0", "found=-0"),
    ("mean(x over 2025..2023)", "X018", "2025..2023", "found=2025..2023"),
    ("mean(x over 0 last)", "X018", "0 last", "found=0 last"),
    // Names, with what may have been meant.
    ("P * xx", "X010", "xx", "name=xx nearest=x"),
    ("let start = x; 2 * strat", "X010", "strat", "name=strat nearest=start"),
    ("value(Z)", "X010", "Z", "name=Z nearest="),
    ("attribute(populatoin)", "X010", "populatoin", "name=populatoin nearest=population"),
    ("events(\"outrage\")", "X010", "\"outrage\"", "name=outrage nearest=outage"),
    ("grades(R)", "X010", "R", "name=R nearest="),
    ("element(x)", "X010", "x", "name=x nearest="),
    ("meen(x in class)", "X011", "meen", "name=meen nearest=mean"),
    ("2 * values(X)", "X011", "values", "name=values nearest=value"),
    ("whatever(X)", "X011", "whatever", "name=whatever nearest="),
    // How many arguments.
    ("abs()", "X012", "abs()", "function=abs expected=1 found=0"),
    ("1 + abs(x, t)", "X012", "abs(x, t)", "function=abs expected=1 found=2"),
    ("short(x, t: 1)", "X012", "short(x, t: 1)", "function=short expected=2 found=1"),
    ("min()", "X012", "min()", "function=min expected=1–64 found=0"),
    ("coalesce(x)", "X012", "coalesce(x)", "function=coalesce expected=2–16 found=1"),
    ("milestones(1)", "X012", "milestones(1)", "function=milestones expected=0 found=1"),
    // Types.
    ("x and open", "X013", "x", "expected=condition found=number"),
    ("not (x + 1)", "X013", "(x + 1)", "expected=condition found=number"),
    ("if x then 1 else 2", "X013", "x", "expected=condition found=number"),
    ("cases(1: 2, else: 3)", "X013", "1", "expected=condition found=number"),
    ("open + 1", "X013", "open", "expected=number found=condition"),
    ("-label", "X013", "label", "expected=number found=label"),
    ("x < label", "X013", "label", "expected=number found=label"),
    ("label < x", "X013", "label", "expected=number found=label"),
    ("\"a\" < \"b\"", "X013", "\"a\"", "expected=number found=label"),
    ("open == open", "X013", "open", "expected=number found=condition"),
    ("if open then 1 else \"a\"", "X013", "\"a\"", "expected=number found=label"),
    ("count(label in class)", "X013", "label", "expected=number found=label"),
    ("mean(open over months)", "X013", "open", "expected=number found=condition"),
    ("has(ratings(R))", "X013", "ratings(R)", "expected=number found=list of labels"),
    ("number(open)", "X013", "open", "expected=number found=condition"),
    ("lookup(x, \"A\": 1)", "X013", "x", "expected=label found=number"),
    // Units of measure.
    ("A + C", "X014", "A + C", "left=case right=person"),
    ("2 * (x - Y)", "X014", "(x - Y)", "left=% right=day/case"),
    ("A / C < Y", "X014", "A / C < Y", "left=case/person right=day/case"),
    ("max(A, C)", "X014", "max(A, C)", "left=case right=person"),
    ("short(x, Y)", "X014", "short(x, Y)", "left=% right=day/case"),
    ("if open then A else C", "X014", "if open then A else C", "left=case right=person"),
    ("coalesce(A, C)", "X014", "coalesce(A, C)", "left=case right=person"),
    ("bands(A, >= C: 1, else: 0)", "X014", "C", "left=case right=person"),
    ("bands(x, >= t: A, >= 1: C, else: 0)", "X014", "C", "left=case right=person"),
    ("bands(A, >= 1 and < C: 1)", "X014", "C", "left=case right=person"),
    ("per(A, C)", "X014", "per(A, C)", "left=case right=person"),
    ("line(x, A: 1, 2: 0)", "X014", "A", "left=% right=case"),
    ("exp(x)", "X026", "exp(x)", "function=exp found=%"),
    ("ln(A)", "X026", "ln(A)", "function=ln found=case"),
    ("sqrt(A)", "X026", "sqrt(A)", "function=sqrt found=case"),
    // Which way is better.
    ("reached(A, 2)", "X015", "A", "function=reached"),
    ("rank(A in class)", "X015", "A", "function=rank"),
    ("top(A * x, 3 in class)", "X015", "A * x", "function=top"),
    ("rank(x, better: \"up\" in class)", "X015", "\"up\"", "function=rank"),
    // What `let` named here and now.
    ("let m = x; m @ prev", "X016", "m", "name=m"),
    ("let m = x; mean(x - m over months)", "X016", "m", "name=m"),
    ("let m = x; m of parent", "X016", "m", "name=m"),
    // Clauses and labels.
    ("abs(x over months)", "X017", "over months", "function=abs"),
    ("rank(x over months)", "X017", "over months", "function=rank"),
    ("mean(x over months in class)", "X017", "in class", "function=mean"),
    ("share(x, worst, best in all)", "X017", "in all", "function=share"),
    ("slabs(x, > 1 and < 5: 1)", "X019", "1", "function=slabs"),
    ("bands(x, 5: 1, else: 0)", "X019", "1", "function=bands"),
    ("line(x, 5: 1, else: 2)", "X019", "2", "function=line"),
    ("abs(x, else: 1)", "X019", "1", "function=abs"),
    ("mean(ratings(R), cut: 1)", "X019", "1", "function=mean"),
    ("mean(x)", "X021", "x", "function=mean found=number"),
    ("count(open)", "X021", "open", "function=count found=condition"),
    ("mean(ratings(R))", "X021", "ratings(R)", "function=mean found=list of labels"),
    // Tables.
    ("bands(x, >= t: 1)", "X022", "bands(x, >= t: 1)", "function=bands"),
    ("bands(x, > 1 and > 2: 1)", "X022", "> 1 and > 2", "function=bands"),
    ("bands(x, > 1 and == 2: 1)", "X022", "> 1 and == 2", "function=bands"),
    ("bands(x, > 1 and < 2: 1, else: 0, else: 2)", "X022", "2", "function=bands"),
    ("line(x, 1: 2)", "X022", "line(x, 1: 2)", "function=line"),
    ("line(x, 2: 1, 2: 2)", "X022", "line(x, 2: 1, 2: 2)", "function=line"),
    ("slabs(x)", "X022", "slabs(x)", "function=slabs"),
    ("slabs(x, < 90: 1, < 95: 2)", "X022", "slabs(x, < 90: 1, < 95: 2)", "function=slabs"),
    ("slabs(x, > 9: 1, < 95: 2)", "X022", "slabs(x, > 9: 1, < 95: 2)", "function=slabs"),
    ("cases(open: 1)", "X022", "cases(open: 1)", "function=cases"),
    ("cases(else: 1, open: 2)", "X022", "cases(else: 1, open: 2)", "function=cases"),
    ("lookup(label, \"A\": 1, \"A\": 2)", "X022", "\"A\"", "function=lookup"),
    ("lookup(label, 3: 1)", "X022", "1", "function=lookup"),
    // Only a number in digits.
    ("lookup(label, \"A\": x)", "X023", "x", ""),
    ("line(x, t: 1, 90: 2)", "X023", "t", ""),
    ("slabs(x, < 90: P)", "X023", "P", ""),
    ("round(x, 13)", "X023", "round(x, 13)", ""),
    ("round(x, 1.5)", "X023", "round(x, 1.5)", ""),
    ("milestones(late: P)", "X023", "P", ""),
    ("top(x, 1001 in class)", "X023", "1001", ""),
    // Compared with whom; an id.
    ("size(city)", "X024", "size(city)", "function=size"),
    ("P - rank(x)", "X024", "rank(x)", "function=rank"),
    ("checked(5)", "X025", "5", ""),
    ("answers(Q, 1 + 1)", "X025", "1 + 1", ""),
];

#[test]
fn what_is_wrong_is_pointed_at_to_the_letter() {
    for (text, code, pointed_at, blanks) in FAULTY {
        let fault = match checked(text) {
            Err(fault) => fault,
            Ok(checked) => panic!("`{text}` passes as {:?}", checked.root.ty),
        };
        let told: Vec<String> =
            fault.blanks.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let span = text.get(fault.span.start..fault.span.end).unwrap();
        assert_eq!(
            (fault.code, span, told.join(" ").as_str()),
            (code, pointed_at, blanks),
            "{text}"
        );
    }
}

/// Every code of `src/` has a row above.
#[test]
fn every_code_has_a_text_that_gives_it() {
    let mut codes: Vec<&str> = FAULTY.iter().map(|(_, code, ..)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    let first = (1..=6).chain(10..=26).map(|number| format!("X{number:03}"));
    assert_eq!(codes, first.collect::<Vec<String>>());
}

/// A type in words: unit, then which way is better.
fn shown(ty: &Type) -> String {
    let figure = |figure: &Figure| {
        let unit = figure.measure.as_ref().map_or("any".to_owned(), ToString::to_string);
        format!("{unit} {}", figure.better.map_or("-", Direction::word))
    };
    match ty {
        Type::Number(of) => figure(of),
        Type::Numbers(of) => format!("list of {}", figure(of)),
        other => other.word().to_owned(),
    }
}

#[test]
fn what_is_right_has_a_type_and_a_unit() {
    let good = [
        ("5", "any -"),
        ("-5", "any -"),
        ("2 * 3 + 1", "any -"),
        ("x", "% up"),
        ("-x", "% down"),
        ("x - t", "% up"),
        ("5 - x", "% down"),
        ("x - x @ prev", "% up"),
        ("100 * (x - x @ prev) / (x @ prev)", "1 up"),
        ("Y", "day/case down"),
        ("1 / Y", "case/day up"),
        ("-0.5 * Y", "day/case up"),
        ("A", "case -"),
        ("100 * A / B", "1 -"),
        ("A / C", "case/person -"),
        ("A * A / (C * C)", "case*case/person*person -"),
        ("sqrt(A * A)", "case -"),
        ("number(A / C)", "1 -"),
        ("A * 0.3 + 2", "case -"),
        ("attribute(population)", "any -"),
        ("C / attribute(population)", "person -"),
        ("max(0, x - 5)", "% up"),
        ("short(x, t)", "% down"),
        ("short(Y, target(Y))", "day/case down"),
        ("excess(Y, 5)", "day/case up"),
        ("relative(Y, target(Y))", "1 up"),
        ("P * attained(x, t)", "1 -"),
        ("share(x, worst, best)", "1 up"),
        ("per(short(x, t), 1)", "1 down"),
        ("P - 0.25 * started(short(x, t), 0.5)", "1 up"),
        ("rank(Y in class)", "1 down"),
        ("top(x, 3 in all)", "% up"),
        ("rank(A, better: \"low\" in class)", "1 down"),
        ("median(x in class)", "% up"),
        ("count(x in class)", "1 -"),
        ("count(x > 5 over months)", "1 -"),
        ("size(class)", "1 -"),
        ("line(x, 70: 0, 95: 1)", "1 up"),
        ("line(Y, 1: 1, 2: 0)", "1 up"),
        ("slabs(x, < 90: 1)", "1 down"),
        ("slabs(Y, > 90: 1)", "1 down"),
        ("bands(x, >= t: P, else: 0)", "1 -"),
        ("bands(x, >= t: P, >= 50 and < t: 1, < 50: 0)", "1 -"),
        ("lookup(label, \"A\": 1)", "1 up"),
        ("mean(number(grades(G)))", "1 -"),
        ("number(ratings(R))", "list of 1 -"),
        ("lookup(ratings(R), \"A\": 1, else: skip)", "list of 1 up"),
        ("if open then ratings(R) else grades(G)", "list of labels"),
        ("events(outage, \"major\")", "1 down"),
        ("deducted", "1 down"),
        ("base - deducted", "1 up"),
        ("milestones(late: 0.7)", "1 up"),
        ("result(city) @ prev", "1 up"),
        ("ranked(city)", "condition"),
        ("reached(x, t) and not open", "condition"),
        ("label", "label"),
        ("x of parent", "% up"),
        ("let m = median(x in class); x - m", "% up"),
        ("`hot-line` + A", "case -"),
        ("1.96 * 22 * sqrt(1.4 / number(answers(Q)))", "1 -"),
    ];
    for (text, wanted) in good {
        let formula = checked(text);
        assert_eq!(formula.map(|formula| shown(&formula.root.ty)), Ok(wanted.to_owned()), "{text}");
    }
}
