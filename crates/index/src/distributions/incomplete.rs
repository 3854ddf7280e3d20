//! The regularised incomplete gamma and beta functions, both tails at once.

use super::kernel::{Beta, gamma_kernel};

/// From here up the density is integrated; below, series and fractions are short.
const LARGE: f64 = 200.0;

/// What lies below and above a place, and how fast the first grows with its logarithm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tails {
    pub(super) below: f64,
    pub(super) above: f64,
    /// The derivative of `below` by ln x (gamma) or by the log odds of x (beta).
    pub(super) slope: f64,
}

impl Tails {
    fn below(below: f64, slope: f64) -> Tails {
        let below = below.clamp(0.0, 1.0);
        Tails { below, above: 1.0 - below, slope }
    }

    fn above(above: f64, slope: f64) -> Tails {
        let above = above.clamp(0.0, 1.0);
        Tails { below: 1.0 - above, above, slope }
    }
}

/// P(a, x) and Q(a, x).
pub(super) fn gamma(a: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return Tails::below(0.0, 0.0);
    }
    let kernel = gamma_kernel(a, x, x - a);
    let slope = a * kernel;
    if kernel <= 0.0 {
        return if x < a { Tails::below(0.0, 0.0) } else { Tails::above(0.0, 0.0) };
    }
    if a >= LARGE {
        let start = x - a;
        let density = |step: f64| {
            let at = x + step;
            if at <= 0.0 { 0.0 } else { a * gamma_kernel(a, at, start + step) / at }
        };
        let pull = (start / x).abs();
        return if start < 0.0 {
            Tails::below(panels(density, -1.0, a.sqrt(), pull, x), slope)
        } else {
            Tails::above(panels(density, 1.0, a.sqrt(), pull, f64::MAX), slope)
        };
    }
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0, 1.0);
        for n in 1..2_000 {
            term *= x / (a + f64::from(n));
            sum += term;
            if term <= 1e-17 * sum {
                break;
            }
        }
        return Tails::below(kernel * sum, slope);
    }
    let step = |n: f64| (n * (a - n), x + 1.0 - a + 2.0 * n);
    Tails::above(slope * fraction(x + 1.0 - a, step), slope)
}

/// I_x(a, b) and 1 - I_x(a, b); `y` is 1 - x.
pub(super) fn beta(shapes: &Beta, x: f64, y: f64) -> Tails {
    if x <= 0.0 {
        return Tails::below(0.0, 0.0);
    }
    if y <= 0.0 {
        return Tails::above(0.0, 0.0);
    }
    let (a, b) = (shapes.a, shapes.b);
    // The smaller of x and y carries the digits of both.
    let start = if x < y { x - shapes.mean.0 } else { shapes.mean.1 - y };
    let kernel = shapes.kernel(x, y, start);
    if kernel <= 0.0 {
        return if start < 0.0 { Tails::below(0.0, 0.0) } else { Tails::above(0.0, 0.0) };
    }
    if a.min(b) >= LARGE {
        let density = |step: f64| {
            let (at, rest) = (x + step, y - step);
            let inside = at > 0.0 && rest > 0.0;
            if inside { shapes.kernel(at, rest, start + step) / at / rest } else { 0.0 }
        };
        let (low, high) = shapes.mean;
        let width = low.sqrt() * high.sqrt() / (a + b).sqrt();
        let pull = ((a + b) * start.abs() / x / y).min(1e300);
        return if start < 0.0 {
            Tails::below(panels(density, -1.0, width, pull, x), kernel)
        } else {
            Tails::above(panels(density, 1.0, width, pull, y), kernel)
        };
    }
    if x * (a + b + 2.0) < a + 1.0 {
        return Tails::below(kernel * beta_fraction(a, b, x) / a, kernel);
    }
    Tails::above(kernel * beta_fraction(b, a, y) / b, kernel)
}

/// The continued fraction of DLMF 8.17.22, by Lentz's way.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let guard = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) / (a + 1.0) * x);
    let mut found = d;
    for m in 1..2_000 {
        let m = f64::from(m);
        let even = m / (a + 2.0 * m - 1.0) * ((b - m) / (a + 2.0 * m) * x);
        let odd = -((a + m) / (a + 2.0 * m)) * ((a + b + m) / (a + 2.0 * m + 1.0) * x);
        let before = found;
        for step in [even, odd] {
            d = 1.0 / guard(1.0 + step * d);
            c = guard(1.0 + step / c);
            found *= c * d;
        }
        if (found - before).abs() <= 4e-16 * found.abs() {
            break;
        }
    }
    found
}

/// 1 / (b₀ - a₁ / (b₁ - …)) with (−aₙ, bₙ) given by `step`, by Lentz's way.
fn fraction(first: f64, step: impl Fn(f64) -> (f64, f64)) -> f64 {
    let guard = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1e300;
    let mut d = 1.0 / guard(first);
    let mut found = d;
    for n in 1..2_000 {
        let (above, below) = step(f64::from(n));
        d = 1.0 / guard(below + above * d);
        c = guard(below + above / c);
        let factor = c * d;
        found *= factor;
        if (factor - 1.0).abs() <= 3e-16 {
            break;
        }
    }
    found
}

/// The integral of a density with one top, from 0 on away from that top.
///
/// `width` is about its standard deviation, `pull` how fast its logarithm falls at the start, and
/// `room` how far it reaches at most. A panel is short beside both of the first two, so that 16
/// nodes give it to the last digit.
fn panels(density: impl Fn(f64) -> f64, direction: f64, width: f64, pull: f64, room: f64) -> f64 {
    let length = 1.0 / (1.0 / (3.0 * width)).max(pull / 8.0);
    let mut sum = 0.0;
    for panel in 0..400 {
        let from = f64::from(panel) * length;
        if from >= room {
            break;
        }
        let half = 0.5 * length.min(room - from);
        let middle = from + half;
        let mut part = 0.0;
        for (node, weight) in NODES {
            let (near, far) = (middle - half * node, middle + half * node);
            part += weight * (density(direction * near) + density(direction * far));
        }
        part *= half;
        sum += part;
        if part <= 1e-17 * sum {
            break;
        }
    }
    sum
}

/// The nodes above 0 and the weights of the Gauss-Legendre rule with 16 nodes.
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_64),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_64),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_65),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_5),
    (0.755_404_408_355_003, 0.124_628_971_255_534_07),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_6),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_456),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_176),
];
