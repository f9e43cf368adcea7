//! Two doubles, or eight short numbers, at once: a 128-bit instruction in Wasm, an array elsewhere (and in a Wasm engine without
//! them). Both spellings do the same operations in the same order, so that results agree bit for bit.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub use arrays::{Pair, Shorts, Units};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd::{Pair, Shorts, Units};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arrays;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::Grid;

    #[test]
    fn the_less_are_counted_in_each_lane() {
        let a = Shorts::load(&[0, 1, 2, u16::MAX, 5, 40_000, 7, u16::MAX]);
        let b = Shorts::load(&[1, 1, 1, 0, u16::MAX, 40_001, 8, u16::MAX]);
        assert_eq!(Shorts::splat(3).plus_less(a, b).to_array(), [4, 3, 3, 3, 4, 4, 4, 3]);
    }

    #[test]
    fn units_add_up_what_a_grid_rounds() {
        let (grid, summands) = (Grid::new(1.0, 4), [0.1, -0.7, 0.3, 1.0]);
        let magic = Pair::splat(grid.magic());
        let mut units = Units::zero();
        for pair in summands.as_chunks::<2>().0 {
            units = units.plus_bits(Pair::new(pair[0], pair[1]).plus(magic));
        }
        let expected: i64 = summands.iter().map(|&summand| grid.units(summand)).sum();
        assert_eq!(units.total(grid.magic(), 4), expected);
    }
}
