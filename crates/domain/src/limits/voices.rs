//! Points for fewer complaints, petitions, recorded cases, reports of incidents, requests for
//! information or corrections: whoever wants them need only keep people from speaking, or officials
//! from recording.

use super::Voice;
use super::clauses::{self, Clause};

/// Words for what is counted. The first that fits names it.
const VOICES: [(Voice, &[&str]); 6] = [
    (Voice::Complaints, &["投诉", "举报", "complaint", "complaints", "grievances"]),
    (
        Voice::Petitions,
        &[
            "信访",
            "上访",
            "集体访",
            "越级访",
            "进京访",
            "赴省访",
            "来访量",
            "访量",
            "petition",
            "petitions",
            "petitioner",
            "petitioners",
        ],
    ),
    (
        Voice::Requests,
        &[
            "依申请公开",
            "申请公开",
            "信息公开申请",
            "requests for information",
            "request for information",
            "information requests",
            "information request",
            "disclosure requests",
            "foi requests",
            "freedom of information",
        ],
    ),
    (
        Voice::Corrections,
        &[
            "纠错",
            "撤销率",
            "corrections",
            "decisions corrected",
            "cases are corrected",
            "decisions overturned",
            "decisions revoked",
        ],
    ),
    (
        Voice::Cases,
        &[
            "立案数",
            "立案率",
            "立案量",
            "立案",
            "发案",
            "案件数",
            "案件量",
            "刑事案件",
            "治安案件",
            "警情",
            "报警数",
            "报警量",
            "recorded offences",
            "recorded offenses",
            "recorded crime",
            "recorded crimes",
            "recorded cases",
            "registered cases",
            "cases filed",
            "crime rate",
            "emergency calls",
        ],
    ),
    (
        Voice::Incidents,
        &[
            "上报突发事件",
            "上报事件",
            "上报事故",
            "上报数",
            "每上报",
            "零报告",
            "reported incident",
            "reported incidents",
            "incident report",
            "incident reports",
            "incidents reported",
            "off for each reported",
        ],
    ),
];

/// Words of handling: not the number is judged, but what is done about it.
const HANDLING: &[&str] = &[
    "不影响",
    "不计分",
    "不扣分",
    "不作为",
    "不纳入",
    "按期",
    "按时",
    "及时",
    "时限内",
    "时限",
    "限内",
    "办结",
    "办理",
    "答复",
    "解决率",
    "满意",
    "化解",
    "回访",
    "逾期",
    "超期",
    "未",
    "迟报",
    "瞒报",
    "漏报",
    "登记",
    "履行",
    "受理率",
    "响应",
    "质量",
    "不得",
    "does not matter",
    "do not matter",
    "costs nothing",
    "not scored",
    "in time",
    "on time",
    "within",
    "resol*",
    "answered",
    "handled",
    "handling",
    "closed",
    "settle*",
    "satisf*",
    "call-back",
    "overdue",
    "late",
    "hidden",
    "unanswered",
    "unresolved",
    "properly",
    "audit*",
    "due",
    "not lower",
    "never lower",
    "carried out",
    "quality",
];

/// Words for little of it, which is rewarded unless points are taken off for it.
const LITTLE: &[&str] = &[
    "零发生",
    "零举报",
    "零进京",
    "无进京",
    "无越级",
    "无上访",
    "无投诉",
    "无举报",
    "下降",
    "减少",
    "降低",
    "低于",
    "少于",
    "不超过",
    "不高于",
    "不多于",
    "以内",
    "控制",
    "压降",
    "压减",
    "为0",
    "为零",
    "零报告",
    "零投诉",
    "零上访",
    "零信访",
    "零发案",
    "越少",
    "fall",
    "falls",
    "fewer",
    "less",
    "lower",
    "reduc*",
    "decreas*",
    "declin*",
    "drop",
    "kept down",
    "at most",
    "no more than",
    "below",
    "under",
    "zero",
    "no",
    "none",
    "not exceed*",
];

/// That there was none: also little, and no word of handling, though a 未 stands in it.
const NONE: &[&str] = &["未发生", "未出现", "不发生", "没有发生"];

/// What may stand behind what there was none of; anything else is about how it was dealt with.
const OF_THAT: &[&str] = &["的", "得", "事件", "案件", "问题", "情况", "行为", "、", "给"];

/// Words for much of it, for which points are taken off.
const MUCH: &[&str] = &[
    "超过",
    "高于",
    "上升",
    "增加",
    "每超",
    "每增",
    "多于",
    "每发生",
    "每上报",
    "每出现",
    "每有",
    "每起",
    "末位",
    "最多",
    "每件",
    "每批",
    "each",
    "every",
    "per",
    "more",
    "higher",
    "above",
    "exceed*",
    "rise",
    "increase*",
];

const TAKEN_OFF: &[&str] =
    &["扣", "off", "deduct*", "lose", "loses", "lost", "costs", "minus", "penalt*"];

/// What a name counts, where that is what people say or what is recorded of them, and not how it is
/// handled.
pub fn counted(name: &str) -> Option<Voice> {
    let clause = Clause::of(&name.replace('_', " "))?;
    if clause.any(HANDLING) {
        return None;
    }
    voice(&clause)
}

/// What there should be fewer of, by the wording of a clause.
pub(super) fn rewarded(clause: &clauses::Clause) -> Option<Voice> {
    let voice = voice(clause)?;
    let none = there_was_none(clause);
    if HANDLING.iter().any(|word| !(none && *word == "未") && clause.has(word)) {
        return None;
    }
    let taken_off = clause.any(TAKEN_OFF);
    let given =
        clause.any(&["得", "加分", "满分", "earn*", "points for", "point for", "points if"]);
    let little = (none || clause.any(LITTLE)) && (!taken_off || given);
    let much = clause.any(MUCH) && taken_off;
    (little || much).then_some(voice)
}

/// Whether it is said that nobody made himself heard, and nothing more of it.
fn there_was_none(clause: &Clause) -> bool {
    let behind = |text: &str, word: &str| {
        let at = text.rfind(word)?;
        Some(text[at + word.len()..].to_owned())
    };
    let rest = NONE.iter().find_map(|none| behind(&clause.text, none));
    let rest = rest.and_then(|rest| {
        VOICES
            .iter()
            .flat_map(|(_, words)| *words)
            .filter_map(|word| behind(&rest, word))
            .min_by_key(String::len)
    });
    rest.is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || OF_THAT.iter().any(|word| rest.starts_with(word))
    })
}

fn voice(clause: &Clause) -> Option<Voice> {
    VOICES.iter().find(|(_, words)| clause.any(words)).map(|(voice, _)| *voice)
}
