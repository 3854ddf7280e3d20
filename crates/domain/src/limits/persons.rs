//! Persons: officials who are scored by name, residents on lists, data by which people are known.

use super::Limit;
use super::clauses::Clause;

/// An official is scored, ranked or named.
const SCORED: &[&str] = &[
    "个人得分",
    "个人记分",
    "个人扣分",
    "个人积分",
    "个人排名",
    "个人考核得分",
    "对个人扣",
    "对其个人",
    "（实名）",
    "(实名)",
    "实名通报",
    "点名通报",
    "personal score",
    "personal scores",
    "by name",
    "ranking of persons",
    "ranking of officials",
    "named official",
    "named officials",
    "named leader",
    "named leaders",
    "named deputy",
    "named mayor",
    "named person",
];

/// Marks that people are given, and no institution.
const MARKS: &[&str] = &[
    "个人信用分",
    "个人信用等级",
    "居民信用等级",
    "村民信用等级",
    "公民信用等级",
    "农户信用等级",
    "居民得分",
    "居民排名",
    "群众得分",
    "群众排名",
    "村民得分",
    "村民排名",
    "干部得分",
    "干部排名",
    "civic score",
    "civic scores",
    "citizen score",
    "citizen scores",
    "social credit score",
    "social credit scores",
    "social credit points",
    "loyalty score",
    "loyalty scores",
    "personal credit points",
    "personal credit score",
    "personal credit scores",
    "ranking of residents",
    "ranking of citizens",
    "ranking of villagers",
    "ranking of households",
];

/// Points that are collected belong to people where people stand beside them, but for those by
/// which they apply for something, which is somebody else's matter.
const PEOPLE: &[&str] = &[
    "居民", "群众", "村民", "市民", "公民", "个人", "每户", "农户", "住户", "干部", "每名", "党员",
];
const COLLECTED: &[&str] = &["积分", "诚信分", "文明分"];
const APPLIED: &[&str] = &["落户", "入学", "入户"];

const SCORING: &[&str] =
    &["score each", "scores each", "scoring each", "score every", "scores every"];
const SCORED_PEOPLE: &[&str] = &[
    "each household",
    "each resident",
    "each citizen",
    "each villager",
    "each person",
    "each official",
    "every household",
    "every resident",
    "every citizen",
    "every villager",
    "every person",
    "every official",
];

const PERSON_BEFORE: &[&str] = &["市长", "县长", "区长", "书记", "局长", "主任", "领导", "负责人"];
const PERSON_AFTER: &[&str] =
    &["个人记", "个人扣", "个人排", "本人扣", "本人记", "张某", "李某", "王某"];

/// Lists of people, and what needs them.
const LISTS: &[&str] = &[
    "花名册",
    "人员名册",
    "家庭名册",
    "居民名册",
    "群众名册",
    "对象名册",
    "重点人员",
    "重点人群",
    "重点家庭",
    "重点对象",
    "一人一档",
    "一户一档",
    "逐户",
    "每漏1户",
    "每漏一户",
    "稳控",
    "watch-list",
    "watch list",
    "watchlist",
    "list of residents",
    "list of persons",
    "list of people",
    "list of households",
    "key persons",
    "key people",
    "key individuals",
    "key households",
    "listed households",
    "household missed",
    "households missed",
];

const REGISTERS: &[&str] = &["register of", "registry of", "file on"];
const OF_PEOPLE: &[&str] =
    &["households", "household", "residents", "persons", "people", "families", "individuals"];

/// Data by which a person is known.
const IDENTITY: &[&str] = &[
    "姓名",
    "身份证",
    "证件号",
    "手机号",
    "电话号码",
    "家庭住址",
    "住址",
    "identity number",
    "identity numbers",
    "id number",
    "mobile phone",
    "phone number",
    "home address",
    "date of birth",
];

/// What is not asked for, or is said of institutions.
const DENIED: &[&str] = &[
    "不填",
    "不含",
    "不得",
    "不采集",
    "不收",
    "不记",
    "不写",
    "no name",
    "no phone",
    "not hold",
    "never",
    "without",
];

/// The limit about persons that a clause breaks.
pub(super) fn breach(clause: &Clause) -> Option<Limit> {
    if clause.any(DENIED) {
        return None;
    }
    let official = clause.any(SCORED) || (clause.any(PERSON_BEFORE) && clause.any(PERSON_AFTER));
    let collected = clause.any(PEOPLE) && clause.any(COLLECTED) && !clause.any(APPLIED);
    let scored = clause.any(SCORING) && clause.any(SCORED_PEOPLE);
    if official || collected || scored || clause.any(MARKS) {
        return Some(Limit::Person);
    }
    let identity = IDENTITY.iter().filter(|word| clause.has(word)).count();
    // One of them may be part of another word; with a name it is a person's.
    if identity >= 2 || clause.all(&["name", "identity"]) || clause.all(&["name", "phone"]) {
        return Some(Limit::Identity);
    }
    let register = clause.any(REGISTERS) && clause.any(OF_PEOPLE);
    (clause.any(LISTS) || register).then_some(Limit::Residents)
}
