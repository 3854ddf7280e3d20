//! The canonical layout of a TOML text: keys in a given order, one blank line between tables, no
//! blanks at line ends. Comments go with the key or table they stand above; tables stay where
//! somebody put them, for their order may mean something.

use toml_edit::{Decor, DocumentMut, Item, RawString, Table, Value};

/// How a text is laid out.
pub(crate) struct TomlLayout<'a> {
    /// The place of a key in its table.
    pub(crate) rank: &'a dyn Fn(&str) -> usize,
    /// May give a string another text, by key and text.
    pub(crate) change: &'a dyn Fn(&str, &str) -> Option<String>,
}

impl TomlLayout<'_> {
    /// The text laid out; none when it is no TOML.
    pub(crate) fn lay_out(&self, text: &str) -> Option<String> {
        let plain = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
        let mut document: DocumentMut = plain.parse().ok()?;
        let end = spaced(document.trailing().as_str().unwrap_or_default());
        let root = document.as_table_mut();
        let first = first_value(root);
        self.table(root);
        if let (Some(was), Some(is)) = (first, first_value(root))
            && was != is
        {
            // What stood at the head of the file is about the file.
            let head = root.key_mut(&was).map(|mut key| take_prefix(key.leaf_decor_mut()));
            if let (Some(head), Some(mut key)) = (head, root.key_mut(&is)) {
                let own = take_prefix(key.leaf_decor_mut());
                key.leaf_decor_mut().set_prefix(head + &own);
            }
        }
        document.set_trailing(end.trim_end_matches('\n'));
        let laid_out = document.to_string();
        Some(format!("{}\n", laid_out.trim_matches('\n')))
    }

    fn table(&self, table: &mut Table) {
        table.sort_values_by(|a, _, b, _| (self.rank)(a.get()).cmp(&(self.rank)(b.get())));
        let mut first = true;
        for (mut key, item) in table.iter_mut() {
            match item {
                Item::Value(value) => {
                    let decor = key.leaf_decor_mut();
                    let above = spaced(raw(decor.prefix()));
                    decor.set_prefix(if first { above.trim_start_matches('\n') } else { &above });
                    decor.set_suffix(" ");
                    first = false;
                    self.value(key.get(), value);
                }
                Item::Table(inner) => self.inner_table(inner),
                Item::ArrayOfTables(list) => list.iter_mut().for_each(|t| self.inner_table(t)),
                Item::None => {}
            }
        }
    }

    fn inner_table(&self, table: &mut Table) {
        // A table that stands in a key, `a.b = 1`, has no line of its own.
        if table.is_dotted() {
            return;
        }
        self.table(table);
        let above = spaced(raw(table.decor().prefix()));
        let decor = table.decor_mut();
        decor.set_prefix(format!("\n{}", above.trim_start_matches('\n')));
        let behind = raw(decor.suffix()).trim_end().to_owned();
        decor.set_suffix(behind);
    }

    fn value(&self, key: &str, value: &mut Value) {
        if let Some(other) = value.as_str().and_then(|text| (self.change)(key, text)) {
            let mut fresh = Value::from(other);
            *fresh.decor_mut() = value.decor().clone();
            *value = fresh;
        }
        let behind = raw(value.decor().suffix()).trim_end().to_owned();
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix("");
        // On several lines, or with a comment inside, it is as somebody wanted it.
        if !value.to_string().contains(['\n', '#']) {
            match value {
                Value::Array(list) => list.fmt(),
                Value::InlineTable(table) => table.fmt(),
                _ => {}
            }
        }
        value.decor_mut().set_suffix(behind);
    }
}

fn first_value(table: &Table) -> Option<String> {
    let values = table.iter().find(|(_, item)| item.is_value());
    values.map(|(key, _)| key.to_owned())
}

fn take_prefix(decor: &mut Decor) -> String {
    let prefix = raw(decor.prefix()).to_owned();
    decor.set_prefix("");
    prefix
}

fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

/// What stands above a key or a table: comment lines as they are, never two blank lines in a row,
/// and nothing before the key itself.
fn spaced(above: &str) -> String {
    let mut lines: Vec<&str> = above.split('\n').map(str::trim).collect();
    lines.pop();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}
