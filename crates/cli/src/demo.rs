//! `gangmu demo`: an office to look around in. The posts of the example are there, three quarters are
//! reported and accepted, and the fourth is on its way: some counties are done, some wait for review,
//! some have cells to correct, some have not begun.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use clap::Args;
use gangmu_app::Refusal;
use gangmu_app::authz::{Actor, NewPost, actor_of, choose_passphrase, give_grant, make_account};
use gangmu_app::collect::{
    CellEdit, Decision, ReturnsQuery, decide, decimal, form, list_returns, open_dataset,
    save_cells, submit,
};
use gangmu_app::define::bring_version;
use gangmu_app::office::Office;
use gangmu_app::words::{Language, Words};
use gangmu_base::observations::{Element, Reported};
use gangmu_base::{Clock, Period, Reporter};
use gangmu_domain::framework::OverTime;
use gangmu_exchange::folder::{Programme, create_programme, read_moment, read_programme};
use gangmu_exchange::text::Folder;

use crate::demo_facts::half_way;
use crate::office::{At, block_on, place, refused};
use crate::show;
use crate::{CANNOT_RUN, DONE};

/// What `--help` teaches.
pub(crate) const EXAMPLES: &str = "Example:
  gangmu demo examples/city --data demo && gangmu serve --data demo

The folder must be the example of the city programme. Where the data folder is a demonstration already, it
stays as it is. The clock of a demonstration begins on 2026-01-09.";

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The programme folder, `examples/city`
    folder: PathBuf,
    #[command(flatten)]
    at: At,
}

/// Everybody's passphrase in a demonstration. There is no other account anybody could know.
const PASSPHRASE: &str = "look around freely";
/// The file that marks a data folder as a demonstration, and says when its clock begins.
pub(crate) const MARK: &str = "demonstration";
const BEGINS: &str = "2026-01-09T09:00:00";
const FORM: &str = "F4";
const YEAR: i16 = 2025;

/// A clock that is set by hand while the past is laid down.
#[derive(Debug, Clone, Default)]
struct HandClock(Arc<AtomicI64>);

impl Clock for HandClock {
    fn now(&self) -> i64 {
        // Every look takes a second, so that nothing is done at once.
        self.0.fetch_add(1000, Ordering::SeqCst)
    }
}

impl HandClock {
    fn set(&self, text: &str) {
        self.0.store(read_moment(text, 8 * 3600).unwrap_or_default(), Ordering::SeqCst);
    }
}

pub(crate) fn run(command: &Demo, language: Language) -> u8 {
    let words = Words::new(language);
    let done = block_on(make(command));
    match done {
        Ok(posts) => {
            show::out(&words.say("demo-made", &[("dir", &command.at.data.display().to_string())]));
            for (login, role) in posts {
                let role = words.say(&format!("role-{role}"), &[]);
                show::out(&format!("  {login:12} {role}"));
            }
            show::out(&words.say("demo-passphrase", &[("passphrase", PASSPHRASE)]));
            DONE
        }
        Err(refusal) => {
            refused(&refusal, &words);
            CANNOT_RUN
        }
    }
}

/// A post of the demonstration: login, body, role, unit, the post in both languages.
struct Post {
    login: String,
    body: String,
    role: &'static str,
    unit: String,
    zh: &'static str,
    en: &'static str,
    /// Whether it is one that is told, with a passphrase.
    told: bool,
}

async fn make(command: &Demo) -> Result<Vec<(String, &'static str)>, Refusal> {
    let wrong = |finding| Refusal::Wrong(vec![finding]);
    let (programme, findings) = read_programme(&command.folder);
    let Some(programme) = programme else { return Err(Refusal::Wrong(findings)) };
    let posts = posts(&programme);
    let told = || posts.iter().filter(|post| post.told).map(|post| (post.login.clone(), post.role));
    if command.at.data.join(MARK).is_file() {
        // It is there already, as whoever looked around last has left it.
        return Ok(told().collect());
    }
    create_programme(&command.at.data, &[(MARK, BEGINS)]).map_err(wrong)?;
    let year_out = command.at.data.join("programme");
    without_the_year(&command.folder, &year_out, &programme)?;
    let clock = HandClock::default();
    clock.set("2025-01-06T09:00:00");
    let office = Office::open(&place(&command.at)?, Arc::new(clock.clone())).await?;
    let office = office.with_evidence_in(&command.at.data.join("evidence"))?;
    bring_version(&office, None, &year_out).await?;
    std::fs::remove_dir_all(&year_out).map_err(|error| Refusal::Broken(error.to_string()))?;
    let mut actors: BTreeMap<String, Actor> = BTreeMap::new();
    for post in &posts {
        let new = NewPost {
            login: post.login.clone(),
            body: post.body.clone(),
            post_zh: post.zh.to_owned(),
            post_en: post.en.to_owned(),
        };
        let invited = make_account(&office, None, new).await?;
        give_grant(&office, None, invited.account, post.role, &post.unit).await?;
        if post.told {
            choose_passphrase(&office, &invited.word, PASSPHRASE).await?;
        }
        actors.insert(post.login.clone(), actor_of(&office, invited.account).await?);
    }
    let begun = ["2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"];
    for (quarter, day) in (1_u8..).zip(begun) {
        clock.set(&format!("{day}T09:00:00"));
        a_quarter(&office, &programme, &actors, quarter).await?;
    }
    half_way(&office, &programme, &actors, |text| clock.set(text)).await?;
    office.close().await;
    Ok(told().collect())
}

fn posts(programme: &Programme) -> Vec<Post> {
    let post = |login: &str, body: &str, role, unit: &str, zh, en, told| Post {
        login: login.to_owned(),
        body: body.to_owned(),
        role,
        unit: unit.to_owned(),
        zh,
        en,
        told,
    };
    let mut posts = vec![
        post("centre", "N-PO", "designer", "N0", "方案设计岗", "design desk", true),
        post("steward", "N-PO", "steward", "N0", "授权管理岗", "grants desk", true),
        post("auditor", "N-EV", "auditor", "N0", "访问审计岗", "audit desk", true),
        post("evaluator", "N-EV", "verifier", "N0", "核查岗", "verification desk", true),
        post("assessor", "N-EV", "assessor", "N0", "评估岗", "assessment desk", true),
        post("board", "N-AP", "board", "N0", "复核岗", "review board", true),
        post("yz-em", "YZ-EM", "verifier", "YZ", "核实岗", "verification desk", true),
        post("yz05-em", "YZ05-EM", "reporter", "YZ05", "报告岗", "reporting desk", true),
    ];
    for unit in programme.tree.units() {
        let level = programme.framework.levels.get(unit.level as usize).map(|l| l.id.as_str());
        let login = unit.id.to_lowercase();
        let body = format!("{}-PO", unit.id);
        let told = matches!(unit.id.as_str(), "YZ" | "YZ05" | "YZ0501" | "YZ0502");
        match level {
            Some("province") => {
                posts.push(post(
                    &login,
                    &body,
                    "supervisor",
                    &unit.id,
                    "督导岗",
                    "supervision desk",
                    told,
                ));
            }
            Some("city") => {
                posts.push(post(
                    &login,
                    &body,
                    "reviewer",
                    &unit.id,
                    "审核岗",
                    "review desk",
                    told,
                ));
            }
            Some("county") => {
                posts.push(post(
                    &login,
                    &body,
                    "reporter",
                    &unit.id,
                    "填报岗",
                    "reporting desk",
                    told,
                ));
            }
            _ => {}
        }
    }
    posts
}

/// How far a county is with the fourth quarter when the visitor comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Far {
    NotBegun,
    Begun,
    Submitted,
    Returned,
    Reviewed,
    Accepted,
}

fn how_far(county: &str, quarter: u8) -> Far {
    if quarter < 4 {
        return Far::Accepted;
    }
    match county {
        "YZ0501" => Far::Begun,
        "YZ0502" => Far::Returned,
        "YZ0503" | "HL0302" => Far::Submitted,
        "HL0301" => Far::NotBegun,
        "HL0303" | "YZ0401" => Far::Reviewed,
        _ => Far::Accepted,
    }
}

async fn a_quarter(
    office: &Office,
    programme: &Programme,
    actors: &BTreeMap<String, Actor>,
    quarter: u8,
) -> Result<(), Refusal> {
    let act = |login: &str| actors.get(&login.to_lowercase()).ok_or(Refusal::NotThere);
    let period = Period::parse(&format!("{YEAR}Q{quarter}")).ok_or(Refusal::NotThere)?;
    open_dataset(office, act("centre")?, FORM, period).await?;
    let asked = ReturnsQuery { period: Some(period), ..ReturnsQuery::default() };
    let filings = list_returns(office, act("centre")?, &asked).await?;
    for filing in filings {
        let county = filing.reporter_id.as_str();
        let far = how_far(county, quarter);
        if far == Far::NotBegun {
            continue;
        }
        let reporter = act(county)?;
        let looked_at = form(office, reporter, filing.number).await?;
        let mut edits = Vec::new();
        for (index, cell) in looked_at.cells.iter().enumerate() {
            let element = looked_at.element(cell);
            let figure = of_quarter(programme, county, &element.id, quarter);
            if far == Far::Begun && index >= 27 {
                break;
            }
            // Two figures of one county are wrong, and will come back.
            let slip = far == Far::Returned && matches!(element.id.as_str(), "C103_n" | "A201_n");
            let value = figure.map(|figure| decimal(if slip { tenfold(figure) } else { figure }));
            edits.push(CellEdit {
                element: element.id.clone(),
                revision: cell.revision,
                status: if value.is_some() { "known" } else { "not_applicable" }.to_owned(),
                value: value.unwrap_or_default(),
                note: String::new(),
            });
        }
        save_cells(office, reporter, filing.number, edits).await?;
        if far == Far::Begun {
            continue;
        }
        let mut seen = submit(office, reporter, filing.number, None).await?.entry;
        if far == Far::Submitted {
            continue;
        }
        let city = act(&county[..4])?;
        if far == Far::Returned {
            let back = [
                ("C103_n", "十倍于上季度，疑为录入错误 / ten times the last quarter: a slip?"),
                ("A201_n", "超过预算 / more than the budget"),
            ];
            let back = back.map(|(id, why)| (id.to_owned(), why.to_owned())).to_vec();
            decide(office, city, filing.number, seen, Decision::Return(back)).await?;
            continue;
        }
        seen = decide(office, city, filing.number, seen, Decision::Pass).await?.entry;
        if far == Far::Accepted {
            decide(office, act(&county[..2])?, filing.number, seen, Decision::Pass).await?;
        }
    }
    Ok(())
}

/// What a county reports of an element for a quarter, so that the year comes to what the example says:
/// a fourth of what adds up, to the last unit; the same of what does not.
fn of_quarter(programme: &Programme, county: &str, element: &str, quarter: u8) -> Option<Reported> {
    let index = programme.asked.iter().position(|asked| asked.id == element)?;
    let reporter: Reporter = programme.tree.find(county)?;
    let year = Period::year(YEAR)?;
    let mut rows = programme.observations.read(Element(index as u32), year, None);
    let figure = rows.find(|row| row.reporter == reporter)?.reported;
    if !figure.status.has_value() {
        return None;
    }
    if programme.asked.get(index)?.over_time != OverTime::Sum {
        return Some(figure);
    }
    let up_to = |quarter: u8| figure.mantissa * i64::from(quarter) / 4;
    Some(Reported { mantissa: up_to(quarter) - up_to(quarter - 1), ..figure })
}

fn tenfold(figure: Reported) -> Reported {
    Reported { mantissa: figure.mantissa.saturating_mul(10), ..figure }
}

/// The folder without the year's figures of the form: they are reported in the demonstration.
fn without_the_year(from: &Path, to: &Path, programme: &Programme) -> Result<(), Refusal> {
    let wrong = |finding| Refusal::Wrong(vec![finding]);
    let folder = Folder::open(from).map_err(wrong)?;
    let form = programme.framework.datasets.iter().find(|form| form.id == FORM);
    let form = form.ok_or(Refusal::NotThere)?;
    let reported = |line: &str| {
        let mut cells = line.split(',');
        let (unit, element, period) = (cells.next(), cells.next(), cells.next());
        let year = period.is_some_and(|period| period.starts_with("2025"));
        let unit = unit.and_then(|unit| programme.tree.find(unit));
        let level = unit.and_then(|unit| programme.tree.unit(unit)).map(|unit| unit.level as usize);
        let county = level.and_then(|level| programme.framework.levels.get(level));
        let of_form = element.is_some_and(|element| form.elements.iter().any(|e| e == element));
        year && of_form && county.is_some_and(|level| level.id == form.level)
    };
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    // Appeals come after the results, when the visitor is gone.
    let paths = folder.list().0.into_iter().filter(|path| !path.starts_with("data/appeals"));
    for path in paths {
        let Some(source) = folder.read(&path, 1 << 30).map_err(wrong)? else { continue };
        let bytes = if path.starts_with("data/observations") {
            let text = String::from_utf8_lossy(&source.bytes).into_owned();
            let kept = text.split_inclusive('\n').filter(|line| !reported(line));
            kept.collect::<String>().into_bytes()
        } else {
            source.bytes
        };
        files.push((path.to_string(), bytes));
    }
    create_programme(to, &files).map_err(wrong)
}
