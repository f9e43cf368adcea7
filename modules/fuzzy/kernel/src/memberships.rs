//! Memberships of rows in groups, from their distances to the groups' centres:
//!
//! ```text
//! u_k = D_k^(-1/(m-1)) / sum over l of D_l^(-1/(m-1)),   D_k = sum over columns j of (x_j - c_kj)^2
//! ```
//!
//! A distance of 0 counts as the least that can be told from it: a row on a centre belongs to it alone, a
//! row on several in equal parts.

use gridfolk_numeric::lanes::Pair;

use crate::part::{Lane, PAIRS, Part, ROWS, pairs, store};

/// The least square of a distance: 2^-996, whose inverse is exact.
const SQUARE_MIN: f64 = f64::from_bits((1023 - 996) << 52);

/// Centres, and how fuzzy the groups around them are.
#[derive(Debug, Clone, Copy)]
pub struct Centres<'a> {
    /// Coordinates, centre after centre.
    pub coordinates: &'a [f64],
    /// The fuzzifier, above 1.
    pub m: f64,
}

impl Centres<'_> {
    /// The memberships u of a block of rows, and their powers u^m: one lane a group.
    #[inline(never)]
    pub fn memberships(&self, part: &Part, block: usize, u: &mut [Lane], powers: &mut [Lane]) {
        squares(part.block(block), self.coordinates, powers);
        if self.m == 2.0 {
            of_squares(u, powers);
        } else if self.m == 1.5 {
            of_squares_one_and_a_half(u, powers);
        } else {
            of_squares_general(self.m, u, powers);
        }
    }

    /// The squares of the distances of a block of rows: one lane a group.
    pub(crate) fn squares(&self, part: &Part, block: usize, out: &mut [Lane]) {
        squares(part.block(block), self.coordinates, out);
    }
}

/// Of each row and centre the square of their distance.
#[inline(never)]
fn squares(block: &[Lane], centres: &[f64], out: &mut [Lane]) {
    for (centre, out) in centres.chunks_exact(block.len()).zip(out) {
        let mut sums = [Pair::splat(0.0); PAIRS];
        for (column, &c) in block.iter().zip(centre) {
            let c = Pair::splat(c);
            let column = pairs(column);
            for index in 0..PAIRS {
                let difference = column[index].minus(c);
                sums[index] = sums[index].plus(difference.times(difference));
            }
        }
        store(out, sums);
    }
}

/// With m = 2: u_k = (1 / D_k) / sum of 1 / D_l. `powers` holds the squares of distances before.
#[inline(never)]
fn of_squares(u: &mut [Lane], powers: &mut [Lane]) {
    let (one, least) = (Pair::splat(1.0), Pair::splat(SQUARE_MIN));
    let mut sums = [Pair::splat(0.0); PAIRS];
    for (squares, u) in powers.iter().zip(u.iter_mut()) {
        let squares = pairs(squares);
        let inverse = squares.map(|square| one.over(square.greatest(least)));
        for index in 0..PAIRS {
            sums[index] = sums[index].plus(inverse[index]);
        }
        store(u, inverse);
    }
    let scale = sums.map(|sum| one.over(sum));
    for (power, u) in powers.iter_mut().zip(u) {
        let inverse = pairs(u);
        let shares: [Pair; PAIRS] = std::array::from_fn(|index| inverse[index].times(scale[index]));
        store(u, shares);
        store(power, shares.map(|share| share.times(share)));
    }
}

/// With m = 1.5: from r_k = least D / D_k, w_k = r_k^2 and W = sum of w_l, u_k = w_k / W and
/// u_k^1.5 = u_k r_k / sqrt(W). (About ten times as fast as with powers, and less fuzzy than m = 2, which
/// lets centres coincide where there are many columns.)
#[inline(never)]
fn of_squares_one_and_a_half(u: &mut [Lane], powers: &mut [Lane]) {
    let (one, floor) = (Pair::splat(1.0), Pair::splat(SQUARE_MIN));
    let mut least = [Pair::splat(f64::INFINITY); PAIRS];
    for squares in powers.iter_mut() {
        let squares_now = pairs(squares).map(|square| square.greatest(floor));
        for index in 0..PAIRS {
            least[index] = least[index].least(squares_now[index]);
        }
        store(squares, squares_now);
    }
    let mut sums = [Pair::splat(0.0); PAIRS];
    for (squares, u) in powers.iter_mut().zip(u.iter_mut()) {
        let squares_now = pairs(squares);
        let ratios: [Pair; PAIRS] = std::array::from_fn(|index| least[index].over(squares_now[index]));
        let weights = ratios.map(|ratio| ratio.times(ratio));
        for index in 0..PAIRS {
            sums[index] = sums[index].plus(weights[index]);
        }
        store(squares, ratios);
        store(u, weights);
    }
    let scale = sums.map(|sum| one.over(sum));
    let root = sums.map(|sum| {
        let [a, b] = sum.to_array();
        one.over(Pair::new(a.sqrt(), b.sqrt()))
    });
    for (power, u) in powers.iter_mut().zip(u) {
        let (ratios, weights) = (pairs(power), pairs(u));
        let shares: [Pair; PAIRS] = std::array::from_fn(|index| weights[index].times(scale[index]));
        store(u, shares);
        store(power, std::array::from_fn(|index| shares[index].times(ratios[index]).times(root[index])));
    }
}

/// With any m: from r_k = least D / D_k, w_k = r_k^(1/(m-1)) and W = sum of w_l, u_k = w_k / W and
/// u_k^m = u_k r_k / W^(m-1): one power a group and one a row. `powers` holds the squares before.
#[inline(never)]
fn of_squares_general(m: f64, u: &mut [Lane], powers: &mut [Lane]) {
    let exponent = 1.0 / (m - 1.0);
    for row in 0..ROWS {
        let mut least = f64::INFINITY;
        for squares in powers.iter_mut() {
            squares[row] = if squares[row] > SQUARE_MIN { squares[row] } else { SQUARE_MIN };
            least = if squares[row] < least { squares[row] } else { least };
        }
        let mut sum = 0.0;
        for (squares, u) in powers.iter_mut().zip(u.iter_mut()) {
            squares[row] = least / squares[row];
            u[row] = libm::pow(squares[row], exponent);
            sum += u[row];
        }
        let scale = libm::pow(sum, m - 1.0);
        for (ratio, u) in powers.iter_mut().zip(u.iter_mut()) {
            u[row] /= sum;
            ratio[row] = u[row] * ratio[row] / scale;
        }
    }
}

/// Divides the numbers of each row by their sum.
pub fn normalise(u: &mut [Lane]) {
    for row in 0..ROWS {
        let sum: f64 = u.iter().map(|lane| lane[row]).sum();
        u.iter_mut().for_each(|lane| lane[row] /= sum);
    }
}

/// u^m.
#[inline(never)]
pub fn power(m: f64, u: &[Lane], powers: &mut [Lane]) {
    for (power, u) in powers.iter_mut().zip(u) {
        for (power, &u) in power.iter_mut().zip(u) {
            *power = if m == 2.0 {
                u * u
            } else if m == 1.5 {
                u * u.sqrt()
            } else {
                libm::pow(u, m)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows on a line at 0, 1 and 4, centres at 0 and 3.
    fn on_a_line(m: f64) -> (Vec<Lane>, Vec<Lane>) {
        let mut part = Part::new(3, 1);
        part.place(0, &[0.0, 1.0, 4.0], 0.0, 1.0);
        let (mut u, mut powers) = (vec![[0.0; ROWS]; 2], vec![[0.0; ROWS]; 2]);
        Centres { coordinates: &[0.0, 3.0], m }.memberships(&part, 0, &mut u, &mut powers);
        (u, powers)
    }

    #[test]
    fn memberships_fall_with_the_square_of_the_distance() {
        let (u, powers) = on_a_line(2.0);
        assert_eq!(u[0][0], 1.0);
        assert!(u[1][0] < 1e-250);
        assert!((u[0][1] - 0.8).abs() < 1e-15 && (u[1][1] - 0.2).abs() < 1e-15);
        assert!((u[0][2] - 1.0 / 17.0).abs() < 1e-15);
        assert_eq!(powers[0][1], u[0][1] * u[0][1]);
    }

    #[test]
    fn with_m_of_one_and_a_half_they_fall_with_its_fourth_power() {
        let (u, powers) = on_a_line(1.5);
        assert_eq!((u[0][0], u[1][0]), (1.0, 0.0));
        assert!((u[0][1] - 16.0 / 17.0).abs() < 1e-15);
        assert!((powers[0][1] - libm::pow(16.0 / 17.0, 1.5)).abs() < 1e-15);
    }

    #[test]
    fn both_ways_agree_at_two() {
        let (u, powers) = on_a_line(2.0);
        let (v, others) = on_a_line(2.0 + 1e-13);
        let close =
            |a: &[Lane], b: &[Lane]| a.as_flattened().iter().zip(b.as_flattened()).all(|(a, b)| (a - b).abs() < 1e-11);
        assert!(close(&u, &v) && close(&powers, &others));
    }

    #[test]
    fn both_ways_agree_at_one_and_a_half() {
        let (u, powers) = on_a_line(1.5);
        let (v, others) = on_a_line(1.5 + 1e-13);
        let close =
            |a: &[Lane], b: &[Lane]| a.as_flattened().iter().zip(b.as_flattened()).all(|(a, b)| (a - b).abs() < 1e-11);
        assert!(close(&u, &v) && close(&powers, &others));
    }

    #[test]
    fn a_row_on_two_centres_is_shared() {
        let mut part = Part::new(1, 2);
        part.place(0, &[5.0], 5.0, 1.0);
        for m in [2.0, 1.5, 1.3] {
            let (mut u, mut powers) = (vec![[0.0; ROWS]; 3], vec![[0.0; ROWS]; 3]);
            let coordinates = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0];
            Centres { coordinates: &coordinates, m }.memberships(&part, 0, &mut u, &mut powers);
            assert!((u[0][0], u[1][0]) == (0.5, 0.5) && u[2][0] < 1e-200, "{m}");
        }
    }
}
