//! Powers of ten in 128 bits, computed at first use.

use std::cell::OnceCell;

use super::big::Big;

/// Below this exponent no text of 19 digits is a double but 0.
pub(super) const LEAST: i32 = -342;
/// The largest that the shortest text of a double asks for.
const GREATEST: i32 = 324;

/// ceil(10^exponent / 2^([`log2`] - 127)), from 2^127 on. It is exact for exponents from 0 to 55.
///
/// # Panics
/// When the exponent is none of -342 to 324.
pub(super) fn power_of_ten(exponent: i32) -> u128 {
    // A lock would weigh more in a module, where there is one thread anyway.
    thread_local!(static POWERS: OnceCell<Vec<u128>> = const { OnceCell::new() });
    POWERS.with(|known| known.get_or_init(powers)[(exponent - LEAST) as usize])
}

/// floor(log2(10^exponent)), for exponents of the table.
pub(super) fn log2(exponent: i32) -> i32 {
    (exponent * 1_741_647) >> 19
}

#[cold]
#[inline(never)]
fn powers() -> Vec<u128> {
    let mut powers = Vec::new();
    // 2^960 leaves 128 bits where it is divided by 5^342; the quotient of a quotient is that of the product.
    let mut big = Big::new(1);
    big.shift(960);
    for _ in LEAST..0 {
        big.divide(5);
        powers.push(big.top().0 + 1);
    }
    powers.reverse();
    let mut big = Big::new(1);
    for _ in 0..=GREATEST {
        let (top, has_more) = big.top();
        powers.push(top + u128::from(has_more));
        big.multiply(5, 0);
    }
    powers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_what_their_definition_says() {
        assert_eq!(power_of_ten(0), 1 << 127);
        assert_eq!(power_of_ten(2), 100 << 121);
        assert_eq!(power_of_ten(55) >> 127, 1);
        // ceil(2^131 / 10) and ceil(2^134 / 100)
        assert_eq!(power_of_ten(-1), (1u128 << 127) / 5 * 8 + 3 * 8 / 5 + 1);
        assert_eq!(power_of_ten(-1), 0xcccc_cccc_cccc_cccc_cccc_cccc_cccc_cccd);
        assert_eq!(power_of_ten(-2), 0xa3d7_0a3d_70a3_d70a_3d70_a3d7_0a3d_70a4);
        assert!((LEAST..=GREATEST).all(|exponent| power_of_ten(exponent) >> 127 == 1));
    }

    #[test]
    fn log2_is_that_of_the_powers() {
        for exponent in LEAST..=GREATEST {
            let exact = f64::from(exponent) * std::f64::consts::LOG2_10;
            assert_eq!(f64::from(log2(exponent)), exact.floor(), "{exponent}");
        }
    }
}
