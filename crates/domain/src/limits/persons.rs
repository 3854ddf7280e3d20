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
    "个人信用积分",
    "个人信用等级",
    "个人诚信积分",
    "公民信用",
    "居民信用",
    "村民信用",
    "civic score",
    "civic scores",
    "citizen score",
    "citizen scores",
    "social credit",
    "loyalty score",
    "loyalty scores",
    "personal credit",
];

const PEOPLE: &[&str] = &[
    "居民",
    "群众",
    "村民",
    "市民",
    "公民",
    "每户",
    "农户",
    "住户",
    "干部",
    "每名",
    "每人",
    "党员",
    "resident",
    "residents",
    "citizen",
    "citizens",
    "villager",
    "villagers",
    "household",
    "households",
    "official",
    "officials",
    "individual",
    "individuals",
    "person",
    "persons",
];

/// Words for what they would be given. Points by which people apply for something (落户, 入学) are
/// somebody else's matter, and so are those they give.
const GIVEN: &[&str] = &[
    "积分",
    "诚信分",
    "文明分",
    "信用分",
    "信用等级",
    "得分",
    "排名",
    "打分排",
    "credit points",
    "credit score",
    "credit scores",
    "conduct points",
    "behaviour points",
    "behavior points",
    "score each",
    "scores each",
    "scored by household",
    "points of villagers",
    "points of residents",
    "points of citizens",
    "ranking of",
];
const OF_OTHERS: &[&str] =
    &["落户", "入学", "入户", "评价", "评议", "评分", "测评", "满意", "survey", "rated by"];

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
    let marked = clause.any(PEOPLE) && clause.any(GIVEN) && !clause.any(OF_OTHERS);
    if official || marked || clause.any(MARKS) {
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
