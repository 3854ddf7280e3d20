//! The limits of what may be assessed, read off the wording of items, forms and indicators: nobody
//! is to gain because fewer people complain, petition, ask or are recorded; because of what people
//! say; by lists of residents; and results stop at the institution, they never reach a person.
//!
//! A text is judged clause by clause, in Chinese and in English, by words that stand together in one
//! clause. Words of good handling in the same clause (in time, resolved, answered) say that not the
//! number is judged but what is done about it.

mod clauses;
mod opinions;
mod persons;
mod voices;

pub use voices::counted;

/// A limit that a text breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Points for fewer complaints, petitions, recorded cases, reports, requests, corrections.
    Voices(Voice),
    /// Points for what people say: comments, the tone of media, support.
    Opinions,
    /// Points, places or blame for a person.
    Person,
    /// A list of residents.
    Residents,
    /// Names, numbers or addresses of people are asked for.
    Identity,
}

/// By what people make themselves heard, or what is recorded about their cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Complaints.
    Complaints,
    /// Petitions.
    Petitions,
    /// Decisions corrected on review.
    Corrections,
    /// Recorded offences and cases.
    Cases,
    /// Reported incidents.
    Incidents,
    /// Requests for information.
    Requests,
}

impl Voice {
    /// The word for it in messages.
    pub fn word(self) -> &'static str {
        match self {
            Voice::Complaints => "complaints",
            Voice::Petitions => "petitions",
            Voice::Corrections => "corrections",
            Voice::Cases => "cases",
            Voice::Incidents => "incidents",
            Voice::Requests => "requests",
        }
    }
}

/// The first limit that each clause of a text breaks, with the clause.
pub fn breaches(text: &str) -> Vec<(Limit, String)> {
    clauses::of(text)
        .into_iter()
        .filter_map(|clause| {
            let limit = persons::breach(&clause)
                .or_else(|| opinions::breach(&clause).then_some(Limit::Opinions))
                .or_else(|| voices::rewarded(&clause).map(Limit::Voices))?;
            Some((limit, clause.text))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_that_breaks_a_limit_is_found_in_both_languages() {
        use Limit::{Identity, Opinions, Person, Residents, Voices};
        use Voice::{Cases, Complaints, Incidents, Petitions, Requests};
        for (text, limit) in [
            ("进京上访人次零控制", Voices(Petitions)),
            ("每发生1起越级上访扣0.5分", Voices(Petitions)),
            ("治安案件发案率同比下降5%得3分", Voices(Cases)),
            ("投诉量最多的单位扣2分", Voices(Complaints)),
            ("全年无上报事件：零报告得2分", Voices(Incidents)),
            ("The fewer complaints the better", Voices(Complaints)),
            ("Deduct 0.5 for every petition to the capital", Voices(Petitions)),
            ("2 points if requests for information decrease", Voices(Requests)),
            ("负面舆情每起扣1分", Opinions),
            ("积极引导网络舆论", Opinions),
            ("Share of negative comments below 5 %", Opinions),
            ("对工作不力的负责人个人扣2分", Person),
            ("A ranking of officials is published", Person),
            ("居民文明积分达标率", Person),
            ("群众积分排名", Person),
            ("个人信用积分覆盖率", Person),
            ("每名干部得分排名", Person),
            ("Residents' civic score average", Person),
            ("Personal credit points of villagers", Person),
            ("Grid workers score each household", Person),
            ("Residents with low loyalty scores are visited", Person),
            ("越级上访零发生", Voices(Petitions)),
            ("全年未发生越级上访得2分", Voices(Petitions)),
            ("Positive comment rate in public opinion", Opinions),
            ("建立重点人员台账", Residents),
            ("Keep a list of residents in need", Residents),
            ("填写姓名、手机号", Identity),
            ("Enter name and identity number of each person", Identity),
        ] {
            let found: Vec<Limit> = breaches(text).into_iter().map(|(limit, _)| limit).collect();
            assert_eq!(found, [limit], "{text}");
        }
    }

    #[test]
    fn good_wording_that_looks_alike_is_left_alone() {
        for text in [
            "居民积分落户申请按期办结率",
            "居民满意率（抽样调查）",
            "群众评议得分占30%",
            "群众安全感得分不低于95分",
            "居民服务中心建成得分",
            "居民医保参保率排名末位扣1分",
            "干部培训覆盖率达到95%得分",
            "未发生投诉处理超时得2分",
            "未发生举报人信息泄露得2分",
            "无投诉渠道的扣1分",
            "统一社会信用代码赋码率",
            "居民信用信息查询服务点覆盖率",
            "The panel scores each county on services to residents",
            "Ranking of counties by residents served",
            "Enterprises with a social credit code",
            "Personal credit guarantees for farmers issued in time",
            "志愿服务积分兑换点覆盖率",
            "个人所得税征收及时率",
            "干部培训覆盖率",
            "信用信息平台数据报送及时率",
            "未发生逾期未办结投诉得2分",
            "户籍人口登记办理时限达标率",
            "Residents served per 10,000",
            "Score of residents in the survey of satisfaction",
            "Officials trained per county",
            "投诉按期办结率不低于95%得3分",
            "信访积案化解率低于80%扣1分",
            "按月公开12345热线投诉量",
            "投诉多少不影响得分",
            "行政复议纠错决定按期履行，每逾期1件扣0.2分",
            "迟报、瞒报突发事件每起扣2分",
            "案件如实登记，抽查差错率每高1个百分点扣0.5分",
            "公众评论期不少于30天得2分",
            "公开征求意见并反馈采纳情况",
            "不得按评论数量或倾向计分",
            "每项任务写明一个牵头单位和一个分管岗位",
            "填值班室或岗位，不填姓名电话",
            "企业名录每年更新",
            "农民工工资实名制管理覆盖率",
            "Complaints closed in time; 0.4 off per point below 90 %",
            "Requests for information answered within 20 working days",
            "The number of complaints does not matter",
            "Late reports of incidents cost 2 points each",
            "Public comment period of at least 30 days",
            "Population 1,234,567; 3 points below 5 %",
            "Each task names one lead body and one post",
            "",
        ] {
            assert_eq!(breaches(text), [], "{text}");
        }
        for name in ["投诉按期办结数", "Complaints resolved", "Road deaths", "overdue petitions"]
        {
            assert_eq!(counted(name), None, "{name}");
        }
        for (name, voice) in [
            ("热线投诉件数", Voice::Complaints),
            ("petition_to_capital", Voice::Petitions),
            ("Recorded offences", Voice::Cases),
        ] {
            assert_eq!(counted(name), Some(voice), "{name}");
        }
    }
}
