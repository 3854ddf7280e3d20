//! Texts in clauses, and words in a clause.

/// A clause, as written and in small letters.
pub(super) struct Clause {
    pub(super) text: String,
    small: String,
}

/// No more of a text is read: a legal wording is shorter.
const LONGEST: usize = 20_000;

/// The clauses of a text, cut where sentences and their parts end. A comma within a number does not
/// end one.
pub(super) fn of(text: &str) -> Vec<Clause> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut letters = text.chars().take(LONGEST).peekable();
    while let Some(letter) = letters.next() {
        let ends = match letter {
            '。' | '；' | ';' | '，' | '!' | '！' | '?' | '？' | '\n' | '：' => true,
            ',' | '.' | ':' => letters.peek().is_none_or(|next| {
                // Chinese is often typed with the commas of an English keyboard.
                next.is_whitespace() || !next.is_ascii()
            }),
            _ => false,
        };
        if ends {
            found.extend(Clause::of(&open));
            open.clear();
        } else {
            open.push(letter);
        }
    }
    found.extend(Clause::of(&open));
    found
}

impl Clause {
    pub(super) fn of(text: &str) -> Option<Clause> {
        let text = text.trim();
        (!text.is_empty()).then(|| Clause { text: text.to_owned(), small: text.to_lowercase() })
    }

    /// Whether one of the words stands in it.
    pub(super) fn any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.has(word))
    }

    /// Whether all of the words stand in it.
    pub(super) fn all(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.has(word))
    }

    /// Whether a word stands in it: an English one as a word of its own (a `*` at its end stands for
    /// any ending), a Chinese one anywhere.
    pub(super) fn has(&self, word: &str) -> bool {
        self.at(word).is_some()
    }

    /// Where a word stands first.
    pub(super) fn at(&self, word: &str) -> Option<usize> {
        let (stem, open) = match word.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (word, false),
        };
        if !stem.is_ascii() {
            return self.small.find(stem);
        }
        let letter = |c: char| c.is_ascii_alphanumeric();
        self.small.match_indices(stem).map(|(at, _)| at).find(|at| {
            let before = self.small[..*at].chars().next_back();
            let after = self.small[at + stem.len()..].chars().next();
            !before.is_some_and(letter) && (open || !after.is_some_and(letter))
        })
    }
}
