//! What is there before the day: accounts with passphrases, sessions, open forms. None of it is measured.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::rc::Rc;

use serde_json::json;
use tokio::task::JoinSet;

use crate::Failure;
use crate::county::{County, Return};
use crate::http::{Asker, Broken};
use crate::loads::Chance;
use crate::server::Program;

/// Accounts may ask 25 times a second: so many stewards make the others.
const STEWARDS: usize = 12;
const PHRASE: &str = "a phrase for the bench";
/// What is reported.
const PERIOD: &str = "2025-12";

/// The elements of each data set.
type Elements = RefCell<BTreeMap<String, Rc<Vec<String>>>>;

/// Who is there besides the counties, with the words of their invitations.
pub(crate) struct Posts {
    stewards: Vec<String>,
    centre: String,
    auditor: String,
}

/// Invites at the machine, before the server is started.
pub(crate) fn invite(program: &Program) -> Result<Posts, Failure> {
    let invited = |login: &str, body: &str, role: &str| -> Result<String, Failure> {
        let words = ["invite", "--login", login, "--body", body, "--role", role, "--unit", "N"];
        let told = program.run(&words)?;
        let word = told.split("/welcome/").nth(1).and_then(|rest| rest.split_whitespace().next());
        word.map(str::to_owned).ok_or_else(|| format!("no invitation: {told}").into())
    };
    let steward = |number| invited(&format!("steward{number}"), "N-PO", "steward");
    Ok(Posts {
        stewards: (0..STEWARDS).map(steward).collect::<Result<_, _>>()?,
        centre: invited("centre", "P01-PO", "designer")?,
        auditor: invited("auditor", "P00-PO", "auditor")?,
    })
}

/// The counties with their sessions and returns, and an auditor.
pub(crate) async fn prepare(
    address: &Rc<Cell<SocketAddr>>,
    posts: &Posts,
    units: usize,
    sessions: usize,
    forms: usize,
) -> Result<(Vec<County>, Asker), Failure> {
    let welcome = async |login: &str, word: &str, number: usize| {
        let mut asker = Asker::new(address, units + number);
        choose(&mut asker, word).await?;
        asker.sign_in(login, PHRASE).await?;
        Ok::<_, Broken>(asker)
    };
    let mut centre = welcome("centre", &posts.centre, 0).await?;
    let auditor = welcome("auditor", &posts.auditor, 1).await?;
    for form in 0..forms {
        let wanted = json!({ "dataset": format!("F{form}"), "period": PERIOD }).to_string();
        centre.patiently("POST", "/openings", "", &wanted).await?.is(201)?;
    }
    let elements: Rc<Elements> = Rc::default();
    let next = Rc::new(RefCell::new(0..units));
    let made = Rc::new(RefCell::new(Vec::new()));
    let mut at_work = JoinSet::new();
    for (number, word) in posts.stewards.iter().enumerate() {
        let mut steward = welcome(&format!("steward{number}"), word, 2 + number).await?;
        let (address, next) = (address.clone(), next.clone());
        let (made, elements) = (made.clone(), elements.clone());
        at_work.spawn_local(async move {
            loop {
                let Some(unit) = next.borrow_mut().next() else { return Ok::<_, Broken>(()) };
                // As many sessions as are asked for, the last of which is used.
                let times = sessions / units + usize::from(unit < sessions % units);
                let mut asker = account(&mut steward, &address, unit, times.max(1)).await?;
                let returns = returns(&mut asker, &elements).await?;
                made.borrow_mut().push(County { asker, returns, at: 0 });
            }
        });
    }
    while let Some(done) = at_work.join_next().await {
        done??;
    }
    let mut counties = made.take();
    // They come in no order.
    let mut chance = Chance(7);
    for last in (1..counties.len()).rev() {
        counties.swap(last, (chance.next() * (last + 1) as f64) as usize);
    }
    Ok((counties, auditor))
}

async fn choose(asker: &mut Asker, word: &str) -> Result<(), Broken> {
    let chosen = json!({ "invitation": word, "passphrase": PHRASE }).to_string();
    asker.patiently("POST", "/passphrases", "", &chosen).await?.is(204).map(drop)
}

/// Makes the account of a county, and signs it in so many times.
async fn account(
    steward: &mut Asker,
    address: &Rc<Cell<SocketAddr>>,
    unit: usize,
    sessions: usize,
) -> Result<Asker, Broken> {
    let (login, id) = (format!("county{unit}"), format!("U{unit:06}"));
    let wanted = json!({ "login": login, "body": format!("{id}-PO"), "post_en": "desk" });
    let made = steward.patiently("POST", "/accounts", "", &wanted.to_string()).await?.is(201)?;
    let grants = format!("/accounts/{}/grants", made["account"]);
    let grant = json!({ "role": "reporter", "unit": id }).to_string();
    steward.patiently("POST", &grants, "", &grant).await?.is(201)?;
    let mut asker = Asker::new(address, unit);
    choose(&mut asker, made["invitation"].as_str().unwrap_or_default()).await?;
    for _ in 0..sessions {
        asker.sign_in(&login, PHRASE).await?;
    }
    Ok(asker)
}

/// The returns of a county. What a form asks for is the same for all: it is read once.
async fn returns(asker: &mut Asker, elements: &Elements) -> Result<Vec<Return>, Broken> {
    let all = asker.patiently("GET", "/returns?state=open", "", "").await?.is(200)?;
    let mut found = Vec::new();
    for row in all["returns"].as_array().into_iter().flatten() {
        let number = row["number"].as_i64().unwrap_or_default();
        let dataset = row["dataset"].as_str().unwrap_or_default().to_owned();
        let known = elements.borrow().get(&dataset).cloned();
        let of_form = match known {
            Some(known) => known,
            None => {
                let path = format!("/returns/{number}");
                let form = asker.patiently("GET", &path, "", "").await?.is(200)?;
                let cells = form["cells"].as_array().into_iter().flatten();
                let ids = cells.filter_map(|cell| cell["element"].as_str().map(str::to_owned));
                let ids = Rc::new(ids.collect::<Vec<String>>());
                elements.borrow_mut().insert(dataset, ids.clone());
                ids
            }
        };
        found.push(Return {
            number,
            elements: of_form,
            revision: 0,
            saved: None,
            in_doubt: None,
            receipt: None,
            submitting: false,
        });
    }
    Ok(found)
}
