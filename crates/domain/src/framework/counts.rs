//! Which units of measure count things, one by one: persons, cases, households. Money, time, length
//! and the like are amounts: of half a yuan more nobody can say by chance whether it is there.

/// Units of amounts, in English; a plural or a compound (`post-month`) with one of them is one too.
const AMOUNTS: &str = "\
    hundred thousand million billion yuan rmb cny usd eur dollar euro pound yen money second \
    minute hour day workday week month quarter year mm cm m km metre meter kilometre \
    kilometer mile m2 km2 sqm hectare ha acre mu m3 l litre liter g kg t gram kilogram ton \
    tonne tce wh kwh mwh gwh w kw mw gw joule degree bit byte kb mb gb tb percent percentage \
    pct index score rate ratio share grade level co2 co2e";

/// Units of amounts, in Chinese.
const AMOUNTS_ZH: &str = "\
    元 人民币 美元 欧元 日元 港元 英镑 秒 分 分钟 时 小时 工时 学时 课时 天 日 工作日 人日 \
    人天 周 月 人月 个月 季度 年 人年 毫米 厘米 米 千米 公里 平方米 平米 平方公里 平方千米 \
    公顷 亩 立方米 升 克 公斤 千克 吨 吨标准煤 千瓦时 度 千瓦 兆瓦 指数 得分 百分点";

/// Whether a unit of measure, as it stands in `elements.csv`, counts things one by one.
///
/// What is counted by the ten thousand (`10k person`, `万人`) is an amount: a whole number of it is
/// chance.
pub(super) fn counts_things(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    let first = unit.chars().next();
    if unit.contains(['/', '*', '%', '‰', '^']) || first.is_none_or(|c| c.is_ascii_digit()) {
        return false;
    }
    let by_many = first.is_some_and(|c| "十百千万亿兆".contains(c));
    if by_many || listed(AMOUNTS_ZH, &unit) {
        return false;
    }
    let is_amount = |word: &str| {
        let single = word.strip_suffix('s').filter(|rest| rest.len() > 1);
        listed(AMOUNTS, word) || single.is_some_and(|single| listed(AMOUNTS, single))
    };
    !unit.split([' ', '-', '_', '.']).any(is_amount)
}

fn listed(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use super::counts_things;

    #[test]
    fn things_are_counted_and_amounts_are_not() {
        let things = ["case", "cases", "person", "Household", "service point", "data set", "件"];
        for unit in things.into_iter().chain(["户", "人次", "单元", "post", "gas station"]) {
            assert!(counts_things(unit), "{unit}");
        }
        let amounts =
            ["yuan", "10k yuan", "hours", "post-month", "interface-hour", "%", "day/case"];
        let zh =
            ["元", "万元", "万人", "小时", "平方米", "人月", "", "1", "0-1", "thousand persons"];
        for unit in amounts.into_iter().chain(zh) {
            assert!(!counts_things(unit), "{unit:?}");
        }
    }
}
