//! Makes a whole scheme of a part of one: what the page leaves out is filled in, as its head says.

/// How gaps are treated and figures rounded, unless the part says otherwise.
const POLICY: [(&str, &str); 8] = [
    ("compare_within", "\"class\""),
    ("round", "{ item = 2, group = 2, total = 2 }"),
    ("item_floor", "0"),
    ("missing", "\"zero\""),
    ("undefined", "\"zero\""),
    ("late", "\"count\""),
    ("not_applicable", "\"rescale\""),
    ("suppressed", "\"rescale\""),
];

/// A table of a scheme file: its header and the lines below it.
struct Part<'t> {
    header: &'t str,
    lines: Vec<&'t str>,
}

impl Part<'_> {
    fn value(&self, key: &str) -> Option<&str> {
        let pairs = self.lines.iter().filter_map(|line| line.split_once('='));
        let mut pairs = pairs.map(|(found, value)| (found.trim(), value.trim()));
        pairs.find_map(|(found, value)| (found == key).then_some(value))
    }

    fn text(&self) -> String {
        let lines: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        if self.header.is_empty() { lines } else { format!("{}\n{lines}", self.header) }
    }
}

/// The file of a scheme with this id. The rule of item X may stand apart, with its points.
pub(super) fn whole(id: &str, part: &str, formula: Option<&str>, points: Option<&str>) -> String {
    let mut parts = parts(part);
    let head = parts.remove(0);
    let has = |header: &str| parts.iter().any(|part| part.header == header);
    let mut text = format!("scheme = \"{id}\"\n");
    for (key, value) in [("version", "1"), ("title_en", "\"Rules\""), ("period", "\"2025\"")] {
        if head.value(key).is_none() {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    text.push_str(&head.text());
    if !has("[subjects]") {
        text.push_str("[subjects]\nlevel = \"city\"\n");
    }
    text.push_str("[policy]\n");
    let policy = parts.iter().find(|part| part.header == "[policy]");
    for (key, value) in POLICY {
        let value = policy.and_then(|policy| policy.value(key)).unwrap_or(value);
        text.push_str(&format!("{key} = {value}\n"));
    }
    if !has("[[group]]") {
        text.push_str("[[group]]\nid = \"A\"\ntitle_en = \"A\"\n");
    }
    let item = formula.or((!has("[[item]]")).then_some("number(x)\n"));
    if let Some(rule) = item {
        let points = points.unwrap_or(if formula.is_some() { "10" } else { "100" });
        text.push_str("[[item]]\nid = \"X\"\ngroup = \"A\"\ntitle_en = \"X\"\n");
        text.push_str(&format!("points = {points}\nrule = '''\n{rule}'''\n"));
    }
    for (part, number) in parts.iter().filter(|part| part.header != "[policy]").zip(1..) {
        text.push_str(&part.text());
        for (key, value) in left_out(part, number) {
            if part.value(key).is_none() {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
    }
    text
}

/// What need not be written on the page.
fn left_out(part: &Part<'_>, number: usize) -> Vec<(&'static str, String)> {
    let own = part.value("id").map(str::to_owned);
    let title = |id: String| ("title_en", id);
    match part.header {
        "[[item]]" => {
            let id = own.unwrap_or_else(|| "\"X\"".to_owned());
            let (group, points) = ("\"A\"".to_owned(), "10".to_owned());
            vec![("id", id.clone()), ("group", group), ("points", points), title(id)]
        }
        "[[bonus.item]]" => {
            let id = own.unwrap_or_else(|| format!("\"bonus-{number}\""));
            vec![("id", id.clone()), title(id)]
        }
        "[[veto]]" => {
            vec![("id", format!("\"V{number}\"")), ("appeal_to", "\"N-AP\"".to_owned())]
        }
        "[[group]]" | "[[grade]]" | "[[award.step]]" | "[[consequence.do]]" => {
            vec![title(own.unwrap_or_default())]
        }
        _ => Vec::new(),
    }
}

/// The tables of a part, what stands before the first one included.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = vec![Part { header: "", lines: Vec::new() }];
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('[') {
            found.push(Part { header: line.trim(), lines: Vec::new() });
        } else if let Some(last) = found.last_mut() {
            last.lines.push(line);
        }
    }
    found
}
