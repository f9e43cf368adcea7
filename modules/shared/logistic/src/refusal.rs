//! Why rows cannot be fitted.

/// What is wrong with the rows, or with a state that has crossed a border. Columns are told by their
/// place among the design's terms, from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// There are no rows.
    NoRows,
    /// A target is neither 0 nor 1.
    TargetNotBinary,
    /// The event never happened.
    NoEvents {
        /// All rows.
        n_rows: u64,
    },
    /// The event always happened.
    OnlyEvents {
        /// All rows.
        n_rows: u64,
    },
    /// A weight is missing, or not within 1e-60 to 1e60.
    WeightNotPositive,
    /// More columns than [`crate::TERMS_MAX`].
    TooManyTerms {
        /// Columns.
        n_terms: usize,
    },
    /// Intercept and columns are more than the rows, and there is no ridge penalty.
    MoreTermsThanRows {
        /// Columns.
        n_terms: usize,
        /// Rows.
        n_rows: u64,
    },
    /// A column has no value at all.
    AllMissing(usize),
    /// A column has a value beyond 1e60 in size.
    ValueTooLarge(usize),
    /// A column has one value only: the intercept says all that it could.
    Constant(usize),
    /// A column is, to about nine digits, a linear combination of the columns before it.
    Collinear(usize),
    /// There is no partial to merge.
    NoPartials,
    /// A partial does not belong to the state.
    PartialNotOfState {
        /// Its place.
        index: usize,
    },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refusal {}
