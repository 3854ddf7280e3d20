//! `gangmu invite`, `gangmu store`: the office at the machine, without pages.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use gangmu_app::Refusal;
use gangmu_app::authz::{NewPost, account_of_login, give_grant, invite, make_account};
use gangmu_app::define::{bring_version, give_back_version};
use gangmu_app::office::{Office, Where};
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Place};
use gangmu_exchange::folder::read_moment;
use tokio::runtime::Runtime;

use crate::clock::MachineClock;
use crate::demo::MARK;
use crate::show;
use crate::{CANNOT_RUN, DONE, ERRORS};

/// What `--help` teaches.
pub(crate) const INVITE: &str = "Example:
  gangmu invite --data office --login steward --body N-PO --role steward --unit N0

Makes an account for a post of a body, grants it a role, and prints the link by which its holder chooses a
passphrase. The link holds for seven days and works once.";

/// What `--help` teaches.
pub(crate) const STORE: &str = "Examples:
  gangmu store import examples/city --data office      the folder becomes the next version
  gangmu store export 1 before --data office           version 1 into the folder before/, byte for byte
  gangmu store check --data office                     is it sound?
  gangmu store backup monday --data office             a copy, while people work
  gangmu store restore monday --data again             an office from the copy";

/// Where the office is.
#[derive(Debug, Args)]
pub(crate) struct At {
    /// Where the office is kept
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// A PostgreSQL data base in place of the one in the folder
    #[arg(long, value_name = "URL", env = "GANGMU_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Invite {
    #[command(flatten)]
    at: At,
    /// What is typed to sign in
    #[arg(long)]
    login: String,
    /// The body whose post it is, by id
    #[arg(long)]
    body: String,
    /// The post, in words: no name of a person
    #[arg(long, default_value = "grants desk")]
    post: String,
    /// The role
    #[arg(long, default_value = "steward")]
    role: String,
    /// The unit on which it is granted, with all below
    #[arg(long)]
    unit: String,
}

#[derive(Debug, Args)]
pub(crate) struct Stored {
    #[command(subcommand)]
    command: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Bring a programme folder in as the next version
    Import {
        /// The programme folder
        folder: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// Look through all of it: pages, log, files of every version
    Check {
        #[command(flatten)]
        at: At,
    },
    /// Copy it and its evidence into a folder while people work; the copy is looked through before it gets its
    /// name
    Backup {
        /// The folder, which is not there yet
        folder: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// Make an office from a copy, in a folder that holds none
    Restore {
        /// The copy
        folder: PathBuf,
        /// Where the office will be kept
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Write a version into a folder, byte for byte
    Export {
        /// The number of the version
        version: i64,
        /// The folder, which is not there yet
        folder: PathBuf,
        #[command(flatten)]
        at: At,
    },
}

pub(crate) fn run_invite(command: &Invite, language: Language) -> u8 {
    let words = Words::new(language);
    let done = block_on(async {
        let office = open_there(&command.at).await?;
        let post = NewPost {
            login: command.login.clone(),
            body: command.body.clone(),
            post_zh: command.post.clone(),
            post_en: command.post.clone(),
        };
        // Who is there already is invited anew.
        let (told, invited) = match account_of_login(&office, &command.login).await {
            Ok(account) => ("invite-again", invite(&office, None, account.number).await?),
            Err(_) => ("invite-made", make_account(&office, None, post).await?),
        };
        // A link is handed out when its role is granted: without it, it leads to an empty page.
        give_grant(&office, None, invited.account, &command.role, &command.unit).await?;
        show::out(&words.say(told, &[("login", &command.login)]));
        show::out(&format!("  /welcome/{}", invited.word));
        office.close().await;
        Ok(())
    });
    told(&words, done)
}

pub(crate) fn run_store(command: &Stored, language: Language) -> u8 {
    let words = Words::new(language);
    let done = block_on(async {
        match &command.command {
            What::Import { folder, at } => {
                let office = open(at).await?;
                let brought = bring_version(&office, None, folder).await?;
                let number = brought.version.number.to_string();
                let rows = brought.observations.to_string();
                let blanks = [
                    ("number", number.as_str()),
                    ("hash", &brought.version.sha256),
                    ("rows", &rows),
                ];
                show::out(&words.say("store-imported", &blanks));
                office.close().await;
            }
            What::Check { at } => {
                let office = open_there(at).await?;
                let unsound = office.check().await?;
                let stray = office.stray_evidence().await?;
                office.close().await;
                for path in &stray {
                    let path = path.display().to_string();
                    show::err(&words.say("store-stray", &[("path", &path)]));
                }
                for line in &unsound {
                    show::err(line);
                }
                if let Some(first) = unsound.first() {
                    return Err(Refusal::Broken(first.clone()));
                }
                show::out(&words.say("store-sound", &[]));
            }
            What::Backup { folder, at } => {
                let office = open_there(at).await?;
                let done = office.backup(folder).await;
                office.close().await;
                done?;
                let dir = folder.display().to_string();
                show::out(&words.say("store-backed-up", &[("dir", &dir)]));
            }
            What::Restore { folder, data } => {
                Office::restore(folder, data).await?;
                let dir = data.display().to_string();
                show::out(&words.say("store-restored", &[("dir", &dir)]));
            }
            What::Export { version, folder, at } => {
                let office = open_there(at).await?;
                let files = give_back_version(&office, *version, folder).await?;
                let dir = folder.display().to_string();
                let files = files.to_string();
                show::out(&words.say("store-exported", &[("files", &files), ("dir", &dir)]));
                office.close().await;
            }
        }
        Ok(())
    });
    told(&words, done)
}

pub(crate) fn told(words: &Words, done: Result<(), Refusal>) -> u8 {
    match done {
        Ok(()) => DONE,
        Err(refusal) => {
            refused(&refusal, words);
            if matches!(refusal, Refusal::Wrong(_)) { ERRORS } else { CANNOT_RUN }
        }
    }
}

/// Says why not.
pub(crate) fn refused(refusal: &Refusal, words: &Words) {
    let plain = |code: &str| {
        show::err(&format!("{code}: {}", words.say(code, &[])));
        show::err(&words.say(&format!("{code}-next"), &[]));
    };
    match refusal {
        Refusal::Wrong(findings) => show::findings(std::path::Path::new("."), findings, words),
        Refusal::NotAllowed(finding) | Refusal::NotNow(finding) | Refusal::Locked(_, finding) => {
            show::findings(std::path::Path::new("."), std::slice::from_ref(&**finding), words);
        }
        Refusal::SignInFirst => plain("B002"),
        Refusal::NotThere => plain("B003"),
        Refusal::Later(_) => plain("B004"),
        Refusal::Full => plain("B005"),
        Refusal::Broken(why) => show::err(&words.say("office-broken", &[("reason", why)])),
    }
}

/// Runs to the end what waits for others.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    let runtime = Runtime::new().map_err(|error| Refusal::Broken(error.to_string()))?;
    runtime.block_on(work)
}

pub(crate) async fn open(at: &At) -> Result<Office, Refusal> {
    let office = Office::open(&place(at)?, Arc::new(clock(at))).await?;
    // Files of evidence are in the folder, wherever the store is.
    office.with_evidence_in(&at.data.join("evidence"))
}

/// Opens an office that is there. Who looks after one and mistypes its name is not told that an empty one
/// is sound.
async fn open_there(at: &At) -> Result<Office, Refusal> {
    if at.database.is_none() && !at.data.join("store.sqlite").is_file() {
        let found = Finding::error("B084", Place::file("office"));
        return Err(Refusal::NotNow(Box::new(found.with("dir", at.data.display()))));
    }
    open(at).await
}

pub(crate) fn place(at: &At) -> Result<Where, Refusal> {
    if let Some(url) = &at.database {
        return Ok(Where::Postgres(url.clone()));
    }
    std::fs::create_dir_all(&at.data).map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Where::Folder(at.data.clone()))
}

/// The clock of the machine; in a demonstration one that began when the demonstration says.
fn clock(at: &At) -> MachineClock {
    use gangmu_base::Clock;
    let machine = MachineClock::default();
    let begins = std::fs::read_to_string(at.data.join(MARK)).ok();
    let begins = begins.and_then(|text| read_moment(text.trim(), 8 * 3600));
    MachineClock { moved_by: begins.map_or(0, |begins| begins - machine.now()) }
}
