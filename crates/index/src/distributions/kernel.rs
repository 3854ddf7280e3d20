//! Densities of gamma and beta, written so that no digits cancel.

use gangmu_num::float::{exp, ln, ln_1p, ln_gamma};

/// The logarithm of the square root of 2π.
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// ln(1 + u) - u for u > -1, right to its last digits near 0 too; it is never above 0.
pub(crate) fn ln_1p_less(u: f64) -> f64 {
    if !(-0.4..=0.5).contains(&u) {
        return ln_1p(u) - u;
    }
    // With r = u / (2 + u): ln(1 + u) = 2 artanh(r), whose series starts with 2 r.
    let r = u / (2.0 + u);
    let square = r * r;
    let (mut power, mut sum) = (1.0, 0.0);
    for over_odd in OVER_ODD {
        let term = power * over_odd;
        sum += term;
        if term <= 1e-17 {
            break;
        }
        power *= square;
    }
    r * (2.0 * square * sum - u)
}

/// 1/3, 1/5, 1/7, …: as many as r² = 1/16 needs.
const OVER_ODD: [f64; 14] = {
    let mut found = [0.0; 14];
    let (mut place, mut odd) = (0, 3.0);
    while place < 14 {
        found[place] = 1.0 / odd;
        odd += 2.0;
        place += 1;
    }
    found
};

/// What Stirling's formula lacks: ln Γ(a + 1) - (a + 1/2) ln a + a - ln √(2π).
fn stirling_error(a: f64) -> f64 {
    if a < 15.0 {
        return ln_gamma(a + 1.0) - (a + 0.5) * ln(a) + a - LN_ROOT_TWO_PI;
    }
    let over = 1.0 / a;
    let square = over * over;
    let mut sum = 0.0;
    for coefficient in STIRLING.iter().rev() {
        sum = coefficient + square * sum;
    }
    sum * over
}

/// B₂ₖ / (2k (2k - 1)) for k = 1, 2, …
const STIRLING: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1_260.0,
    -1.0 / 1_680.0,
    1.0 / 1_188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3_617.0 / 122_400.0,
];

/// xᵃ e⁻ˣ / Γ(a + 1) at x = a + `beyond`.
pub(super) fn gamma_kernel(a: f64, x: f64, beyond: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if a < 1.0 {
        return exp(a * ln(x) - x - ln_gamma(a + 1.0));
    }
    let height = exp(-stirling_error(a) - LN_ROOT_TWO_PI) / a.sqrt();
    height * exp(fall(a, x, a, beyond))
}

/// What of a beta density does not depend on x.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beta {
    pub(super) a: f64,
    pub(super) b: f64,
    /// a / (a + b) and b / (a + b).
    pub(super) mean: (f64, f64),
    /// aᵃ bᵇ / ((a + b)ᵃ⁺ᵇ B(a, b)).
    height: f64,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64) -> Beta {
        let mean = (1.0 / (1.0 + b / a), 1.0 / (1.0 + a / b));
        let errors = stirling_error(a + b) - stirling_error(a) - stirling_error(b);
        let (least, most) = (a.min(b), a.max(b));
        let root = least.sqrt() / (1.0 + least / most).sqrt();
        Beta { a, b, mean, height: exp(errors - LN_ROOT_TWO_PI) * root }
    }

    /// xᵃ (1 - x)ᵇ / B(a, b) at x = mean + `beyond`; `y` is 1 - x.
    ///
    /// Of a ln(x / m) + b ln((1 - x) / (1 - m)) the linear parts cancel exactly, and what remains
    /// is never above 0 on either side.
    pub(super) fn kernel(&self, x: f64, y: f64, beyond: f64) -> f64 {
        if x <= 0.0 || y <= 0.0 {
            return 0.0;
        }
        let left = fall(self.a, x, self.mean.0, beyond);
        let right = fall(self.b, y, self.mean.1, -beyond);
        self.height * exp(left + right)
    }
}

/// `shape` times ln(x / m) - (x - m) / m, where x = m + `beyond`.
fn fall(shape: f64, x: f64, mean: f64, beyond: f64) -> f64 {
    let relative = beyond / mean;
    if relative <= -0.79 {
        // 1 + relative would lose the digits of a small x.
        return shape * (ln(x / mean) - relative);
    }
    shape * ln_1p_less(relative)
}
