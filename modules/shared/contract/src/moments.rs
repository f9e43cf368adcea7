//! Extents and moments of columns on their way between parts: what is read is sound, or refused.

use gridfolk_numeric::moments::{Extent, Moments};
use gridfolk_numeric::sum::TwoLimbs;

use crate::wire::{Packed, Wire, packed};

impl Packed for Extent {
    fn blank() -> Self {
        Extent::default()
    }

    #[inline(never)]
    fn travel(&mut self, wire: &mut Wire) {
        let Extent { n, least, greatest } = self;
        n.travel(wire);
        least.travel(wire);
        greatest.travel(wire);
        wire.require(self.is_sound());
    }
}

packed!(TwoLimbs { high, low });

impl Packed for Moments {
    fn blank() -> Self {
        Moments::default()
    }

    #[inline(never)]
    fn travel(&mut self, wire: &mut Wire) {
        let Moments { n, first, second } = self;
        n.travel(wire);
        first.travel(wire);
        second.travel(wire);
        wire.require(self.is_sound());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{pack, unpack};

    #[test]
    fn extents_and_moments_travel() {
        let values = [2.0, f64::NAN, 4.0, 9.5];
        let extent = Extent::of(&values);
        let sent = vec![(extent, Moments::of(&extent, values.into_iter())), (Extent::default(), Moments::default())];
        assert_eq!(unpack(pack(sent.clone())), Some(sent));
    }

    #[test]
    fn what_no_column_has_is_not_read() {
        let extent = Extent { n: 1, least: 2.0, greatest: 1.0 };
        assert_eq!(unpack::<Extent>(pack(extent)), None);
        let first = TwoLimbs { high: f64::NAN, low: 0.0 };
        assert_eq!(unpack::<Moments>(pack(Moments { first, ..Moments::default() })), None);
    }
}
