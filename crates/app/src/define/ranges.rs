//! Where the facts that rules look at lie, as far as the programme says so.

use std::collections::BTreeMap;

use gangmu_domain::framework::Indicator;
use gangmu_formula::Reference;
use gangmu_formula::analyse::Interval;
use gangmu_formula::syntax::BinaryOp;
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_num::Ratio;

use super::prepare::Prepared;

/// Where facts lie for every subject in every period.
pub(super) struct Ranges<'p> {
    prepared: &'p Prepared<'p>,
    /// The lowest and the highest target of each indicator; there may be one for every unit.
    targets: BTreeMap<&'p str, (&'p Ratio, &'p Ratio)>,
}

impl<'p> Ranges<'p> {
    /// Goes through the targets once.
    pub(super) fn new(prepared: &'p Prepared<'p>) -> Ranges<'p> {
        let mut targets: BTreeMap<&str, (&Ratio, &Ratio)> = BTreeMap::new();
        for target in &prepared.programme.framework.targets {
            let figure = &target.target;
            let ends = targets.entry(&target.indicator).or_insert((figure, figure));
            *ends = (ends.0.min(figure), ends.1.max(figure));
        }
        Ranges { prepared, targets }
    }

    /// Where a fact lies; `None` where the programme does not say.
    pub(super) fn of(&self, reference: &Reference) -> Option<Interval> {
        let indicator = |id: &str| Some(self.prepared.catalogue.find(id)?.1);
        match reference {
            Reference::Target(id) => {
                let (low, high) = self.targets.get(&**id)?;
                Some(Interval::between((*low).clone(), (*high).clone()))
            }
            Reference::Indicator(id) => {
                let own = indicator(id)?;
                (own.min.is_some() || own.max.is_some())
                    .then(|| Interval { low: own.min.clone(), high: own.max.clone() })
                    .or_else(|| self.share(own))
            }
            Reference::Worst(id) => indicator(id)?.worst.clone().map(Interval::point),
            Reference::Best(id) => indicator(id)?.best.clone().map(Interval::point),
            Reference::Checked(_) | Reference::Answers(..) | Reference::Events(..) => {
                Some(Interval::at_least(Ratio::ZERO))
            }
            _ => None,
        }
    }

    /// Where an indicator can lie at all, or plausibly does, with its targets: the stretch on which
    /// its points are looked at.
    pub(super) fn stretch(&self, id: &str) -> Option<(Ratio, Ratio)> {
        let (_, own) = self.prepared.catalogue.find(id)?;
        if let Some(Interval { low: Some(low), high: Some(high) }) =
            self.of(&Reference::Indicator(id.into()))
        {
            return Some((low, high));
        }
        let (worst, best) = (own.worst.as_ref()?, own.best.as_ref()?);
        let ends = self.targets.get(id).map(|(low, high)| [*low, *high]);
        let all = || [worst, best].into_iter().chain(ends.into_iter().flatten());
        Some((all().min()?.clone(), all().max()?.clone()))
    }

    /// A share of a whole lies between 0 and 100 percent: an indicator that is one by its formula
    /// (a hundred times one element through another of the same unit of measure), by its name and
    /// by its targets.
    fn share(&self, own: &Indicator) -> Option<Interval> {
        let hundred = Ratio::from_int(100);
        let name = format!("{} {}", own.name.zh, own.name.en).to_lowercase();
        let named = SHARES.iter().any(|word| name.contains(word));
        let grows = BEYOND.iter().any(|word| name.contains(word));
        let within = |figure: &Ratio| *figure <= hundred && figure.signum() >= 0;
        let targets = self.targets.get(own.id.as_str());
        let stated = targets.into_iter().flat_map(|(low, high)| [*low, *high]);
        let stated = stated.chain(&own.worst).chain(&own.best).all(within);
        if own.unit != "%" || !named || grows || !stated {
            return None;
        }
        let (number, _) = self.prepared.catalogue.find(&own.id)?;
        let formula = self.prepared.compiled.formulas.get(number)?.as_ref()?;
        let NodeKind::Binary(BinaryOp::Divide, above, whole) = &formula.root.kind else {
            return None;
        };
        let NodeKind::Binary(BinaryOp::Multiply, factor, part) = &above.kind else { return None };
        let of_hundred = matches!(&factor.kind, NodeKind::Constant(value) if *value == hundred);
        let unit = |node: &Node| {
            let NodeKind::Reference(Reference::Element(id)) = &node.kind else { return None };
            let place = self.prepared.catalogue.element(id)?;
            Some(self.prepared.programme.framework.elements.get(place)?.unit.as_str())
        };
        let alike = unit(part).zip(unit(whole)).is_some_and(|(part, whole)| part == whole);
        (of_hundred && alike).then(|| Interval::between(Ratio::ZERO, hundred))
    }
}

/// Names of shares of a whole.
const SHARES: [&str; 6] = ["率", "占比", "比例", "share", "rate", "proportion"];

/// Names of percentages that may well be more than a hundred.
const BEYOND: [&str; 14] = [
    "增长",
    "增速",
    "增幅",
    "变化",
    "完成率",
    "达成率",
    "执行率",
    "growth",
    "increase",
    "change",
    "completion",
    "achievement",
    "execution",
    "relative",
];
