//! The standard normal distribution: its quantile function and its distribution function.
//!
//! Quantiles follow M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal
//! Distribution", Applied Statistics 37 (1988), routine PPND16: accurate to about 1 part in 10^16.

/// Numerator and denominator of one of the routine's rational functions, highest power first.
type Ratio = ([f64; 8], [f64; 8]);

/// For |p - 1/2| <= 0.425, in 0.180625 - (p - 1/2)^2.
#[allow(clippy::excessive_precision, reason = "as published")]
const CENTRE: Ratio = (
    [
        2.509_080_928_730_122_672_7e3,
        3.343_057_558_358_812_810_5e4,
        6.726_577_092_700_870_085_3e4,
        4.592_195_393_154_987_145_7e4,
        1.373_169_376_550_946_112_5e4,
        1.971_590_950_306_551_442_7e3,
        1.331_416_678_917_843_774_5e2,
        3.387_132_872_796_366_608_0,
    ],
    [
        5.226_495_278_852_854_561_0e3,
        2.872_908_573_572_194_267_4e4,
        3.930_789_580_009_271_061_0e4,
        2.121_379_430_158_659_586_7e4,
        5.394_196_021_424_751_107_7e3,
        6.871_870_074_920_579_083_0e2,
        4.231_333_070_160_091_125_2e1,
        1.0,
    ],
);

/// For the tails down to e^-25, in r - 1.6, where r = sqrt(-ln(tail)).
#[allow(clippy::excessive_precision, reason = "as published")]
const TAIL: Ratio = (
    [
        7.745_450_142_783_414_076_40e-4,
        2.272_384_498_926_918_458_33e-2,
        2.417_807_251_774_506_117_70e-1,
        1.270_458_252_452_368_382_58,
        3.647_848_324_763_204_605_04,
        5.769_497_221_460_691_405_50,
        4.630_337_846_156_545_295_90,
        1.423_437_110_749_683_577_34,
    ],
    [
        1.050_750_071_644_416_843_24e-9,
        5.475_938_084_995_344_946_00e-4,
        1.519_866_656_361_645_719_66e-2,
        1.481_039_764_274_800_745_90e-1,
        6.897_673_349_851_000_045_50e-1,
        1.676_384_830_183_803_849_40,
        2.053_191_626_637_758_821_87,
        1.0,
    ],
);

/// For the tails beyond, in r - 5.
#[allow(clippy::excessive_precision, reason = "as published")]
const FAR_TAIL: Ratio = (
    [
        2.010_334_399_292_288_132_65e-7,
        2.711_555_568_743_487_578_15e-5,
        1.242_660_947_388_078_438_60e-3,
        2.653_218_952_657_612_309_30e-2,
        2.965_605_718_285_048_912_30e-1,
        1.784_826_539_917_291_335_80,
        5.463_784_911_164_114_369_90,
        6.657_904_643_501_103_777_20,
    ],
    [
        2.044_263_103_389_939_785_64e-15,
        1.421_511_758_316_445_888_70e-7,
        1.846_318_317_510_054_681_80e-5,
        7.868_691_311_456_132_591_00e-4,
        1.487_536_129_085_061_485_25e-2,
        1.369_298_809_227_358_053_10e-1,
        5.998_322_065_558_879_376_90e-1,
        1.0,
    ],
);

/// The standard normal quantile of `p`: the z below which a share `p` of the distribution lies.
/// Minus infinity at 0, infinity at 1, NaN outside of 0 to 1.
///
/// ```
/// assert_eq!(gridfolk_numeric::normal::quantile(0.5), 0.0);
/// assert!((gridfolk_numeric::normal::quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
/// ```
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180625 - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-crate::log(tail)).sqrt();
    let z = if r <= 5.0 { ratio(&TAIL, r - 1.6) } else { ratio(&FAR_TAIL, r - 5.0) };
    if q < 0.0 { -z } else { z }
}

/// The standard normal distribution function: the share of the distribution that lies below `z`.
pub fn distribution(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

fn ratio((numerator, denominator): &Ratio, x: f64) -> f64 {
    let at_x = |coefficients: &[f64; 8]| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    at_x(numerator) / at_x(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_equal_those_of_python() {
        // statistics.NormalDist().inv_cdf of CPython 3.11.
        let expected = [
            (0.5, 0.0),
            (0.975, 1.9599639845400536),
            (0.8, 0.8416212335729144),
            (0.3, -0.5244005127080407),
            (0.02425, -1.9729610513118845),
            (0.0749, -1.4402382675279632),
            (0.0751, -1.4388253927525398),
            (0.925, 1.439531470938456),
            (1e-5, -4.2648907939228256),
            (1e-10, -6.361340902404056),
            (1e-11, -6.706023155495136),
            (1.2e-11, -6.679352656501522),
            (1e-20, -9.262340089798405),
            (1e-100, -21.27345356096532),
            (1e-300, -37.0470962993612),
            (0.999999, 4.753424308817089),
        ];
        for (p, z) in expected {
            assert!((quantile(p) - z).abs() <= 4e-15 * z.abs().max(1.0), "p {p}: {} and not {z}", quantile(p));
        }
    }

    #[test]
    fn quantile_and_distribution_undo_each_other() {
        for step in 1..1000 {
            let p = f64::from(step) / 1000.0;
            assert!((distribution(quantile(p)) - p).abs() < 1e-15, "p {p}");
        }
    }

    #[test]
    fn the_ends_are_infinite_and_beyond_is_not_a_number() {
        assert_eq!((quantile(0.0), quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(quantile(-0.1).is_nan() && quantile(1.1).is_nan() && quantile(f64::NAN).is_nan());
    }
}
