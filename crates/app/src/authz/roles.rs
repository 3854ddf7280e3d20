//! Roles, what each of them allows, and which of them one holder must not have together.

/// Something that can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Look at figures, returns and results.
    See,
    /// Write and submit the returns of the unit itself.
    Enter,
    /// Look through returns that wait at the unit itself; send cells back, pass on, accept.
    Review,
    /// Look whether what others report is so: events, checklists. Record what nobody has reported.
    Verify,
    /// Judge from outside: ratings, grades, waves of surveys.
    Assess,
    /// Decide on what is contested.
    Decide,
    /// Open data sets for a period, extend deadlines; open sealed ratings.
    Open,
    /// Bring in versions of the programme.
    Define,
    /// Make accounts, grant roles.
    Grant,
    /// Search the log, see who holds a post.
    Audit,
    /// Look after the installation.
    Operate,
}

impl Verb {
    /// All of them.
    pub const ALL: [Verb; 11] = [
        Verb::See,
        Verb::Enter,
        Verb::Review,
        Verb::Verify,
        Verb::Assess,
        Verb::Decide,
        Verb::Open,
        Verb::Define,
        Verb::Grant,
        Verb::Audit,
        Verb::Operate,
    ];

    /// The word for it in the store and in the interface.
    pub fn word(self) -> &'static str {
        match self {
            Verb::See => "see",
            Verb::Enter => "enter",
            Verb::Review => "review",
            Verb::Verify => "verify",
            Verb::Assess => "assess",
            Verb::Decide => "decide",
            Verb::Open => "open",
            Verb::Define => "define",
            Verb::Grant => "grant",
            Verb::Audit => "audit",
            Verb::Operate => "operate",
        }
    }

    /// The verb of that word.
    pub fn of(word: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.word() == word)
    }

    /// Whether it reaches the unit itself only, and not those below: nobody reports for another, and no
    /// tier reviews in place of another.
    pub fn own_only(self) -> bool {
        matches!(self, Verb::Enter | Verb::Review)
    }
}

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: &'static str,
    /// What it allows.
    pub verbs: &'static [Verb],
    /// Whether it is granted at the top of the tree only.
    pub at_top: bool,
    /// Roles that the same post, or another of the same body, must not hold over the same unit.
    pub apart_from: &'static [&'static str],
}

/// The roles. This table is the one place where it is said what a role allows.
pub const ROLES: [Role; 11] = [
    Role {
        id: "designer",
        verbs: &[Verb::See, Verb::Define, Verb::Open],
        at_top: true,
        apart_from: &[],
    },
    Role {
        id: "supervisor",
        verbs: &[Verb::See, Verb::Review],
        at_top: false,
        apart_from: &["reporter"],
    },
    Role {
        id: "reviewer",
        verbs: &[Verb::See, Verb::Review],
        at_top: false,
        apart_from: &["reporter"],
    },
    Role {
        id: "reporter",
        verbs: &[Verb::See, Verb::Enter],
        at_top: false,
        apart_from: &["reviewer", "supervisor", "verifier", "assessor", "board"],
    },
    Role {
        id: "verifier",
        verbs: &[Verb::See, Verb::Verify],
        at_top: false,
        apart_from: &["reporter", "board"],
    },
    Role {
        id: "assessor",
        verbs: &[Verb::See, Verb::Assess],
        at_top: false,
        apart_from: &["reporter", "board"],
    },
    Role {
        id: "board",
        verbs: &[Verb::See, Verb::Decide],
        at_top: false,
        apart_from: &["reporter", "verifier", "assessor"],
    },
    Role { id: "reader", verbs: &[Verb::See], at_top: false, apart_from: &[] },
    Role {
        id: "steward",
        verbs: &[Verb::See, Verb::Grant],
        at_top: false,
        apart_from: &["auditor"],
    },
    Role {
        id: "auditor",
        verbs: &[Verb::See, Verb::Audit],
        at_top: false,
        apart_from: &["steward", "operator"],
    },
    Role { id: "operator", verbs: &[Verb::Operate], at_top: true, apart_from: &["auditor"] },
];

impl Role {
    /// The role of that id.
    pub fn of(id: &str) -> Option<&'static Role> {
        ROLES.iter().find(|role| role.id == id)
    }
}

/// Role, verb, and whether it reaches the unit itself only.
pub(crate) fn role_verbs() -> Vec<(&'static str, &'static str, bool)> {
    let of =
        |role: &'static Role| role.verbs.iter().map(|verb| (role.id, verb.word(), verb.own_only()));
    ROLES.iter().flat_map(of).collect()
}
