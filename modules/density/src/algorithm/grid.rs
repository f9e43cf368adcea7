//! How many rows lie in each cell of a grid over two columns: what a picture of a million customers draws.

use density_kernel::{cells, even_cells};
use gridfolk_space::limits::VALUE_MAX;

use super::limits::POSITIVE_MIN;
use crate::contract::{AxisRequest, Scale};

/// One axis: its cells lie between `edges`, which rise.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    scale: Scale,
    /// One more than there are cells.
    pub edges: Vec<f64>,
}

/// Why there is no axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoAxis {
    /// The column has no value that could be on it.
    NoValue,
    /// It has one whose size is beyond the limit.
    ValueTooLarge,
    /// It would end before it begins.
    Empty {
        /// Where it would begin.
        least: f64,
        /// Where it would end.
        greatest: f64,
    },
}

impl Axis {
    /// The axis of a column's values; NaN is missing. Where an end is not given, it is the least or greatest value;
    /// where these are one, half a unit beside it, or half and twice the value on a logarithmic axis.
    ///
    /// # Errors
    /// See [`NoAxis`].
    pub fn new(request: &AxisRequest, values: &[f64]) -> Result<Self, NoAxis> {
        let (least, greatest) = ends(request, values)?;
        let n_cells = request.n_cells as usize;
        let edge = |i: usize| {
            let share = i as f64 / n_cells as f64;
            match request.scale {
                Scale::Linear => least + (greatest - least) * share,
                Scale::Log => least * libm::pow(greatest / least, share),
            }
        };
        let inner = (1..n_cells).map(edge);
        let edges = std::iter::once(least).chain(inner).chain([greatest]).collect();
        Ok(Axis { scale: request.scale, edges })
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.edges.len() - 1
    }

    /// The cell of each value, or [`density_kernel::OUTSIDE`].
    pub fn cells(&self, values: &[f64]) -> Vec<u32> {
        match self.scale {
            Scale::Linear => even_cells(values, &self.edges),
            Scale::Log => cells(values, &self.edges),
        }
    }
}

fn ends(request: &AxisRequest, values: &[f64]) -> Result<(f64, f64), NoAxis> {
    let is_usable = |value: f64| request.scale == Scale::Linear || value >= POSITIVE_MIN;
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for &value in values.iter().filter(|&&value| is_usable(value)) {
        least = least.min(value);
        greatest = greatest.max(value);
    }
    if least > greatest {
        return Err(NoAxis::NoValue);
    }
    if -least > VALUE_MAX || greatest > VALUE_MAX {
        return Err(NoAxis::ValueTooLarge);
    }
    let is_one_value = least == greatest;
    if is_one_value && request.least.is_none() {
        least = if request.scale == Scale::Log { least / 2.0 } else { least - 0.5 };
    }
    if is_one_value && request.greatest.is_none() {
        greatest = if request.scale == Scale::Log { greatest * 2.0 } else { greatest + 0.5 };
    }
    let (least, greatest) = (request.least.unwrap_or(least), request.greatest.unwrap_or(greatest));
    if least < greatest { Ok((least, greatest)) } else { Err(NoAxis::Empty { least, greatest }) }
}
