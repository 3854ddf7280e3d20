//! A programme folder is brought into the office: checked, frozen as a version, its figures recorded;
//! and given back byte for byte.

use std::path::Path;

use gangmu_base::finding::any_error;
use gangmu_base::observations::{Element, Reading};
use gangmu_base::{Finding, Period, Reporter, Severity, Tree};
use gangmu_exchange::folder::{Programme, create_programme};
use gangmu_exchange::text::limits::DATA_BYTES;
use gangmu_exchange::text::{Folder, Source};
use gangmu_store::{
    Appended, Fault, NewEntry, NewObservation, Numbers, Span, Tx, Version, VersionFile,
};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::check::check_folder;
use crate::authz::{Actor, Verb, require_at_top};
use crate::office::{Office, status_number};
use crate::refusal::Refusal;

/// What came of bringing a folder in.
#[derive(Debug)]
pub struct Brought {
    /// The version it is now.
    pub version: Version,
    /// How many observations were recorded with it.
    pub observations: usize,
    /// What a check finds and does not forbid.
    pub warnings: Vec<Finding>,
}

/// Brings a folder in as the next version. With `actor` none it is the operator at the machine.
///
/// # Errors
/// Every error of the folder; `B041` when it is on record already.
pub async fn bring_version(
    office: &Office,
    actor: Option<&Actor>,
    dir: &Path,
) -> Result<Brought, Refusal> {
    if let Some(actor) = actor {
        require_at_top(actor, Verb::Define)?;
    }
    let dir = dir.to_owned();
    let read = tokio::task::spawn_blocking(move || read_files(&dir));
    let read = read.await.map_err(|error| Refusal::Broken(error.to_string()))?;
    let (files, programme, findings) = read.map_err(Refusal::Wrong)?;
    let today = today(office, &programme);
    let by = actor
        .map_or_else(|| gangmu_store::By { account: None, post: "operator".to_owned() }, Actor::by);
    let kept = office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                let hash = gangmu_store::hash_of_folder(&files);
                let entry = tx
                    .append(&NewEntry {
                        by,
                        act: "bring-version",
                        subject: format!("version:{hash}"),
                        unit: None,
                        detail: serde_json::json!({ "files": files.len() }).to_string(),
                    })
                    .await?;
                let version = tx.add_version(&files, entry.seq).await?;
                let tree = &programme.tree;
                let all: Vec<Reporter> = (0..tree.reporters() as u32).map(Reporter).collect();
                let ids: Vec<&str> = all.iter().map(|reporter| tree.id(*reporter)).collect();
                let reporters = tx.number_reporters(&ids).await?;
                let ids: Vec<&str> = programme.asked.iter().map(|e| e.id.as_str()).collect();
                let elements = tx.number_elements(&ids).await?;
                let spans: Vec<(i64, i64, Span)> = spans(tree, today)
                    .into_iter()
                    .filter_map(|(reporter, unit, span)| {
                        let number = |r: Reporter| reporters.get(tree.id(r)).copied();
                        Some((number(reporter)?, number(unit)?, span))
                    })
                    .collect();
                tx.set_spans(&spans).await?;
                let there = tx.observed().await?.into_iter();
                let there = there.map(|seen| (seen.element, seen.period)).collect();
                let reporters = all.iter().map(|r| reporters.get(tree.id(*r)).copied()).collect();
                let new = Figures { programme: &programme, reporters, elements, there };
                Ok((version, new.record(tx, entry).await?))
            })
        })
        .await;
    let (version, observations) = kept.map_err(|fault: Fault| match fault {
        Fault::Clash(_) => Refusal::wrong("B041", &[]),
        other => Refusal::from(other),
    })?;
    Ok(Brought { version, observations, warnings: findings })
}

/// So many rows of various elements and periods are put on record at a time.
const TOGETHER: usize = 20_000;
/// So many rows of one element and period go by themselves.
const BLOCK: usize = 500;

/// The figures of a folder that is brought in.
struct Figures<'f> {
    programme: &'f Programme,
    /// The store's numbers of units and bodies, by those of the programme.
    reporters: Vec<Option<i64>>,
    elements: Numbers,
    /// The elements and periods of which figures are on record already.
    there: FxHashSet<(i64, i64)>,
}

impl Figures<'_> {
    /// Puts on record what is not on record yet, an element and period after the other, so that no more is
    /// held than is compared; says how many rows it was.
    async fn record(&self, tx: &mut Tx, entry: Appended) -> Result<usize, Fault> {
        let mut rows = Vec::new();
        let mut recorded = 0;
        for (element, period) in self.programme.observations.keys() {
            let of = self.programme.asked.get(element.0 as usize);
            let Some(number) = of.and_then(|of| self.elements.get(&of.id)) else { continue };
            let key = (*number, period.code());
            let mut own: Vec<NewObservation> = self.rows(element, period, key).collect();
            if self.there.contains(&key) {
                let known = known(tx, key).await?;
                own = own.into_iter().filter_map(|row| news(row, &known, entry.at)).collect();
            }
            if own.len() >= BLOCK {
                tx.append_block(key, &own, entry.seq).await?;
                recorded += own.len();
            } else {
                rows.append(&mut own);
            }
            if rows.len() >= TOGETHER {
                tx.append_observations(&rows, entry.seq, None).await?;
                recorded += rows.len();
                rows.clear();
            }
        }
        tx.append_observations(&rows, entry.seq, None).await?;
        Ok(recorded + rows.len())
    }

    fn rows(
        &self,
        element: Element,
        period: Period,
        (number, code): (i64, i64),
    ) -> impl Iterator<Item = NewObservation> + '_ {
        let row = move |reading: Reading| {
            Some(NewObservation {
                element: number,
                period: code,
                reporter: self.reporters.get(reading.reporter.index()).copied().flatten()?,
                recorded_at: reading.recorded_at,
                mantissa: reading.reported.mantissa,
                scale: i64::from(reading.reported.scale),
                status: status_number(reading.reported.status),
            })
        };
        self.programme.observations.rows_of(element, period).filter_map(row)
    }
}

/// Of each figure on record those by their moments, oldest first.
type Known = FxHashMap<i64, Vec<NewObservation>>;

/// The figures of an element and period that are on record, by reporter.
async fn known(tx: &mut Tx, (element, period): (i64, i64)) -> Result<Known, Fault> {
    let mut known = Known::default();
    for row in tx.observations(element, period).await? {
        known.entry(row.figure.reporter).or_default().push(row.figure);
    }
    Ok(known)
}

/// A row as it is to be recorded, where it says something that is not on record. A row without a moment,
/// or with one that came before the figure that holds, corrects that figure now.
fn news(row: NewObservation, known: &Known, now: i64) -> Option<NewObservation> {
    let Some(held) = known.get(&row.reporter) else { return Some(row) };
    let says = |other: &NewObservation| (other.mantissa, other.scale, other.status);
    let there = held.iter().any(|other| says(other) == says(&row));
    let last = held.last().map_or(i64::MIN, |last| last.recorded_at);
    let recorded_at = if row.recorded_at > last { row.recorded_at } else { now };
    (!there).then_some(NewObservation { recorded_at, ..row })
}

type Read = (Vec<VersionFile>, Programme, Vec<Finding>);

fn read_files(dir: &Path) -> Result<Read, Vec<Finding>> {
    let one = |finding| vec![finding];
    let folder = Folder::open(dir).map_err(one)?;
    let (paths, findings) = folder.list();
    if any_error(&findings) {
        return Err(findings);
    }
    let mut files = Vec::new();
    let mut sources = Vec::new();
    for path in paths {
        let Some(Source { path, bytes }) = folder.read(&path, DATA_BYTES).map_err(one)? else {
            continue;
        };
        files.push(VersionFile { path: path.to_string(), bytes: bytes.clone() });
        sources.push(Source { path, bytes });
    }
    // What is checked are the bytes that are kept, not what the folder may hold a moment later.
    let checked = check_folder(Folder::held(sources));
    match checked.programme {
        Some(programme) => Ok((files, programme, checked.findings)),
        None => {
            Err(checked.findings.into_iter().filter(|f| f.severity == Severity::Error).collect())
        }
    }
}

/// The versions of the programme, newest first.
///
/// # Errors
/// What the store says.
pub async fn list_versions(office: &Office) -> Result<Vec<Version>, Refusal> {
    Ok(office.store.versions().await?)
}

/// Writes a version into a folder that is not there yet, byte for byte.
///
/// # Errors
/// [`Refusal::NotThere`] for no such version, `B042` when the folder is there; what the disk says.
pub async fn give_back_version(
    office: &Office,
    version: i64,
    dir: &Path,
) -> Result<usize, Refusal> {
    let files = office.store.files_of(version, "").await?;
    if files.is_empty() {
        return Err(Refusal::NotThere);
    }
    let list: Vec<(&str, &[u8])> =
        files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    create_programme(dir, &list).map_err(|finding| Refusal::Wrong(vec![finding]))?;
    Ok(files.len())
}

/// The day it is for the programme.
pub(crate) fn today(office: &Office, programme: &Programme) -> Date {
    day_of(office.now(), programme.framework.zone_seconds)
}

/// The day a moment lies on, in a zone.
pub fn day_of(moment: i64, zone_seconds: i32) -> Date {
    let offset = jiff::tz::Offset::from_seconds(zone_seconds).unwrap_or(jiff::tz::Offset::UTC);
    offset.to_datetime(jiff::Timestamp::from_millisecond(moment).unwrap_or_default()).date()
}

/// The tree of a day as stretches of numbers, in the order of the tree; bodies lie at their units.
/// Units that are not there on the day have no place in it.
pub(crate) fn spans(tree: &Tree, day: Date) -> Vec<(Reporter, Reporter, Span)> {
    let units: Vec<Reporter> = (0..tree.units().len() as u32).map(Reporter).collect();
    let mut below: Vec<Vec<Reporter>> = vec![Vec::new(); units.len()];
    let mut tops = Vec::new();
    for unit in units.iter().filter(|unit| tree.exists(**unit, day)) {
        match tree.parent(*unit, day).and_then(|above| below.get_mut(above.index())) {
            Some(children) => children.push(*unit),
            None => tops.push(*unit),
        }
    }
    let mut first = vec![-1; units.len()];
    let mut last = vec![-1; units.len()];
    let mut next = 0;
    // A unit is met twice: before those below it, and after them.
    let mut open: Vec<(Reporter, bool)> = tops.into_iter().rev().map(|top| (top, false)).collect();
    while let Some((unit, done)) = open.pop() {
        let index = unit.index();
        if done {
            last[index] = next - 1;
        } else if first[index] < 0 {
            first[index] = next;
            next += 1;
            open.push((unit, true));
            open.extend(below[index].iter().rev().map(|child| (*child, false)));
        }
    }
    let there = |unit: &Reporter| first[unit.index()] >= 0;
    let mut spans: Vec<(Reporter, Reporter, Span)> = units
        .iter()
        .filter(|unit| there(unit))
        .map(|unit| (*unit, *unit, Span { first: first[unit.index()], last: last[unit.index()] }))
        .collect();
    for (index, body) in tree.bodies().iter().enumerate() {
        if there(&body.unit) {
            let at = first[body.unit.index()];
            spans.push((tree.body_number(index), body.unit, Span { first: at, last: at }));
        }
    }
    spans
}
