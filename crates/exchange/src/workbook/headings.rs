//! The headings of scheme tables as they are met in practice, and which column each means.

/// A column of a scheme table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The number or id of an item.
    Number,
    /// What items are grouped by.
    Group,
    /// What an item is called.
    Title,
    /// What is looked at.
    Content,
    /// How points are given, in words.
    Standard,
    /// How many points there are.
    Points,
    /// Where figures come from.
    Source,
    /// In which way it is looked at.
    Method,
    /// Who delivers it.
    Lead,
    /// Who takes part.
    Responsible,
    /// Who assesses it.
    Assessor,
    /// Filled in later, and no part of a scheme: points given, remarks.
    FilledIn,
}

/// The headings by which a column is known; the first of each language is the one written.
const HEADINGS: [(Column, &[&str]); 12] = [
    (
        Column::Number,
        &["序号", "no.", "编号", "指标编号", "指标代码", "代码", "no", "#", "id", "code", "number"],
    ),
    (
        Column::Group,
        &[
            "一级指标",
            "first-level indicator",
            "考核项目",
            "考评项目",
            "项目",
            "一级要素",
            "考核类别",
            "类别",
            "指标类别",
            "考核大类",
            "group",
            "area",
            "category",
            "level 1",
            "first level",
        ],
    ),
    (
        Column::Title,
        &[
            "二级指标",
            "second-level indicator",
            "考核要点",
            "考评要点",
            "二级要素",
            "考核指标",
            "考评指标",
            "三级指标",
            "指标",
            "指标名称",
            "具体指标",
            "item",
            "indicator",
            "key point",
            "level 2",
            "second level",
            "title",
        ],
    ),
    (
        Column::Content,
        &[
            "考核内容",
            "content assessed",
            "考评内容",
            "具体内容",
            "主要内容",
            "考核事项",
            "工作内容",
            "content",
            "requirement",
        ],
    ),
    (
        Column::Standard,
        &[
            "评分标准",
            "scoring standard",
            "计分标准",
            "考核标准",
            "考评标准",
            "评分细则",
            "计分细则",
            "评分办法",
            "计分办法",
            "评分规则",
            "计分规则",
            "考核评分标准",
            "扣分标准",
            "standard",
            "rule",
            "scoring rule",
            "scoring",
        ],
    ),
    (
        Column::Points,
        &[
            "分值",
            "points",
            "标准分值",
            "标准分",
            "满分",
            "基准分",
            "分数",
            "max points",
            "maximum points",
        ],
    ),
    (
        Column::Source,
        &[
            "数据来源",
            "data source",
            "资料来源",
            "信息来源",
            "信息提供部门",
            "数据提供单位",
            "source",
        ],
    ),
    (
        Column::Method,
        &[
            "考评方式",
            "method",
            "考核方式",
            "评分方式",
            "考核方法",
            "考评方法",
            "评价方式",
            "way of assessment",
        ],
    ),
    (
        Column::Lead,
        &[
            "牵头单位",
            "lead body",
            "牵头部门",
            "牵头责任单位",
            "牵头科室",
            "lead",
            "lead department",
        ],
    ),
    (
        Column::Responsible,
        &[
            "责任单位",
            "responsible bodies",
            "责任部门",
            "配合单位",
            "协同单位",
            "协同责任单位",
            "配合部门",
            "responsible",
            "participants",
        ],
    ),
    (
        Column::Assessor,
        &[
            "考核单位",
            "assessor",
            "考核责任单位",
            "负责考核单位",
            "考评单位",
            "考核部门",
            "评分单位",
            "assessed by",
        ],
    ),
    (
        Column::FilledIn,
        &[
            "得分",
            "score",
            "自评分",
            "考评分",
            "自评得分",
            "考评得分",
            "考核得分",
            "扣分说明",
            "扣分分值",
            "扣分",
            "备注",
            "remarks",
            "self-assessment",
            "note",
            "notes",
        ],
    ),
];

/// The heading of a column in a language: Chinese or English.
pub(super) fn heading(column: Column, chinese: bool) -> &'static str {
    let written = HEADINGS.iter().find(|(known, _)| *known == column);
    written.map_or("", |(_, words)| words[usize::from(!chinese)])
}

/// What a heading means: a column, and the class it is for where it names one, as in `分值（K1）`.
pub(super) fn column_of(text: &str) -> Option<(Column, Option<String>)> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() || *c == ' ').collect();
    let plain = plain.trim().to_lowercase();
    let squeezed: String = plain.chars().filter(|c| *c != ' ').collect();
    let known = |word: &str| {
        let found = |words: &&[&str]| words.contains(&word);
        HEADINGS.iter().find(|(_, words)| found(words)).map(|(column, _)| *column)
    };
    if let Some(column) = known(&plain).or_else(|| known(&squeezed)) {
        return Some((column, None));
    }
    let open = text.find(['(', '（'])?;
    let inside = text[open..].trim_start_matches(['(', '（']);
    let inside = inside[..inside.find([')', '）'])?].trim().to_owned();
    let (column, _) = column_of(&text[..open])?;
    let class = (column == Column::Points && crate::folder::is_id(&inside)).then_some(inside);
    // `分值（分）`, `评分标准（逐项扣分，扣完为止）`: a remark and no class.
    Some((column, class.filter(|class| class != "分" && class != "points")))
}

/// Whether a row adds up others: its first word says so.
pub(super) fn is_total(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_lowercase();
    let plain = plain.trim_end_matches([':', '：']);
    ["合计", "总计", "总分", "小计", "共计", "total", "subtotal", "sum"].contains(&plain)
}

/// Whether a row is where people sign.
pub(super) fn is_signature(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_lowercase();
    let words = [
        "签字",
        "签名",
        "签章",
        "盖章",
        "公章",
        "负责人：",
        "负责人:",
        "填表人",
        "填报人",
        "审核人",
        "考评人",
        "考核人",
        "考核组",
        "日期：",
        "日期:",
        "signature",
        "signed",
        "seal:",
        "date:",
    ];
    words.iter().any(|word| plain.contains(word)) && plain.chars().count() <= 80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_spaced() {
        for (text, column) in [
            ("一级 指标", Column::Group),
            ("评分标准\n（逐项扣分，扣完为止）", Column::Standard),
            ("分 值", Column::Points),
            ("Data source", Column::Source),
            ("NO.", Column::Number),
        ] {
            assert_eq!(column_of(text), Some((column, None)), "{text}");
        }
        assert_eq!(column_of("分值（K1）"), Some((Column::Points, Some("K1".to_owned()))));
        assert_eq!(column_of("Points (K 1)"), Some((Column::Points, None)));
        assert_eq!(column_of("组织领导"), None);
        for column in HEADINGS.map(|(column, _)| column) {
            for chinese in [true, false] {
                assert_eq!(column_of(heading(column, chinese)), Some((column, None)));
            }
        }
    }

    #[test]
    fn totals_and_signatures_are_told_from_items() {
        assert!(is_total("合 计") && is_total("Total:") && !is_total("合计生育率"));
        assert!(is_signature("考评人员签字：            年  月  日"));
        assert!(!is_signature("落实首问负责人制度"));
    }
}
