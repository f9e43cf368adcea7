//! Pictures drawn by hand: axes with round numbers, in the colours of the page.

use std::fmt::Write;

use super::page::{escaped, short};

/// A picture with its name for those who do not see it.
pub(super) fn picture(width: u32, height: u32, name: &str, content: &str) -> String {
    let name = escaped(name);
    format!(
        "<svg class=picture width={width} height={height} viewBox='0 0 {width} {height}' role=img \
         aria-label=\"{name}\"><title>{name}</title>{content}</svg>\n"
    )
}

/// Where values lie on a line of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) from: f64,
    pub(super) to: f64,
    /// Where `from` and `to` are drawn.
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Scale {
    pub(super) fn at(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// Round numbers between the ends, about five.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let rough = (self.to - self.from) / 5.0;
        if !rough.is_finite() || rough <= 0.0 {
            return Vec::new();
        }
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= rough).unwrap_or(10.0) * power;
        let first = (self.from / step).ceil() as i64;
        (first..).map(|at| at as f64 * step).take_while(|tick| *tick <= self.to + step * 1e-9).collect()
    }
}

/// Lines and numbers below a picture (at `y`) for a scale from left to right.
pub(super) fn axis_below(scale: &Scale, y: f64) -> String {
    let mut axis = format!("<line x1='{:.1}' x2='{:.1}' y1='{y:.1}' y2='{y:.1}' />", scale.start, scale.end);
    for tick in scale.ticks() {
        let x = scale.at(tick);
        let _ = write!(
            axis,
            "<line x1='{x:.1}' x2='{x:.1}' y1='{y:.1}' y2='{:.1}' /><text x='{x:.1}' y='{:.1}' \
             text-anchor=middle>{}</text>",
            y + 4.0,
            y + 17.0,
            short(tick)
        );
    }
    axis
}

/// Faint lines across a picture (to `right`) with numbers beside them, for a scale from below to above.
pub(super) fn axis_left(scale: &Scale, left: f64, right: f64) -> String {
    let mut axis = String::new();
    for tick in scale.ticks() {
        let y = scale.at(tick);
        let _ = write!(
            axis,
            "<line class=faint x1='{left:.1}' x2='{right:.1}' y1='{y:.1}' y2='{y:.1}' /><text x='{:.1}' y='{:.1}' \
             text-anchor=end>{}</text>",
            left - 4.0,
            y + 4.0,
            short(tick)
        );
    }
    axis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        let ticks = |from, to| Scale { from, to, start: 0.0, end: 1.0 }.ticks();
        assert_eq!(ticks(0.0, 1.0), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(ticks(-3.0, 4.0), [-2.0, 0.0, 2.0, 4.0]);
        assert_eq!(ticks(1.0, 1.0), [0.0; 0]);
        assert_eq!(Scale { from: 0.0, to: 10.0, start: 100.0, end: 0.0 }.at(2.5), 75.0);
    }
}
