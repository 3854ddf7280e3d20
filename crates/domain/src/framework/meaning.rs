//! What the name of an indicator says of its direction.

use gangmu_base::Finding;
use gangmu_formula::Direction;

use super::words::{Framework, Indicator};

/// Names of what nobody wants more of.
const LOWER: &[&str] = &[
    "死亡",
    "事故",
    "差错率",
    "错误率",
    "失误率",
    "逾期",
    "超期",
    "失业率",
    "空置率",
    "平均办理天数",
    "办理天数",
    "办结天数",
    "公开天数",
    "平均天数",
    "办理时长",
    "处理时长",
    "到场时间",
    "等候时间",
    "等待时间",
    "响应时间",
    "平均用时",
    "平均耗时",
    "平均时长",
    "pm2.5",
    "pm10",
    "days to ",
    "time to ",
    "waiting time",
    "waiting days",
    "error rate",
    "errors per",
    "death",
    "fatalit",
    "accident",
    "overdue",
    "unemployment",
    "mean delay",
    "vacancy rate",
];

/// Names of what nobody wants less of.
const HIGHER: &[&str] = &[
    "合格率",
    "达标率",
    "解决率",
    "满意率",
    "满意度",
    "覆盖率",
    "按时",
    "按期",
    "及时率",
    "办结率",
    "完成率",
    "优良天数",
    "coverage",
    "resolution rate",
    "satisfaction",
    "on time",
    "in time",
    "pass rate",
    "compliance",
    "life expectancy",
];

/// Words that turn the meaning round.
const TURNED: &[&str] = &[
    "下降",
    "减少",
    "降低",
    "降幅",
    "压减",
    "未",
    "不",
    "缺口",
    "差距",
    "控制率",
    "避免",
    "fall in",
    "fall of",
    "reduction",
    "decrease",
    "decline",
    "not ",
    "without",
    "gap",
    "free of",
    "avoided",
    "survival",
];

/// Indicators whose `direction` contradicts what their name means (`T004`).
pub(super) fn check_meanings(framework: &Framework) -> Vec<Finding> {
    framework.indicators.iter().filter_map(contradicted).collect()
}

fn contradicted(indicator: &Indicator) -> Option<Finding> {
    let said = [&indicator.name.zh, &indicator.name.en].into_iter().filter_map(|name| meant(name));
    let meant = said.reduce(|a, b| if a.0 == b.0 { a } else { (None, a.1) })?;
    let direction = meant.0.filter(|meant| *meant != indicator.direction)?;
    Some(
        Finding::warning("T004", indicator.place.clone())
            .with("indicator", &indicator.id)
            .with("words", meant.1)
            .with("meant", if direction == Direction::Up { "up" } else { "down" }),
    )
}

/// Which way is better, by a name, and the words that say so.
fn meant(name: &str) -> Option<(Option<Direction>, &'static str)> {
    let name = name.to_lowercase();
    let word = |words: &[&'static str]| words.iter().find(|word| name.contains(**word)).copied();
    if word(TURNED).is_some() {
        return None;
    }
    match (word(HIGHER), word(LOWER)) {
        (Some(words), None) => Some((Some(Direction::Up), words)),
        (None, Some(words)) => Some((Some(Direction::Down), words)),
        _ => None,
    }
}
