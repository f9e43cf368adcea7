//! Logistic regression by maximum likelihood, as a fold over the rows: any split of the rows into
//! parts, in any order, gives the same bits.
//!
//! ```text
//! p = 1 / (1 + e^-(b0 + b1 x1 + … + bp xp))      l(b) = sum u (y ln p + (1 - y) ln(1 - p)) - ridge/2 sum bj^2
//! ```
//!
//! maximised by Newton's method (iteratively reweighted least squares) with Cholesky's factorisation of
//! the information X'WX, W = u p (1 - p), whose inverse is the covariance of the coefficients.
//!
//! # One fit
//! ```
//! use gridfolk_logistic::{Design, Options, Term, Unit, fit};
//! let hours = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0];
//! let passed = [0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0];
//! let rows = Design { terms: vec![Term::Number(&hours)], target: &passed, weights: None };
//! let fitted = fit(&Options::default(), &[Unit::AsGiven], &rows)?;
//! let estimate = fitted.estimate();
//! assert!((estimate.coefficients[1] - 1.188_168_72).abs() < 1e-8 && fitted.separation().is_none());
//! # Ok::<(), gridfolk_logistic::Refusal>(())
//! ```
//!
//! # Part by part
//! [`State::begin`], then rounds of [`State::fold`] on every part and [`State::merge`] of what the parts
//! answered, until it says that the fit is done, and [`Fitted::new`]. State and partial are [`Packed`]: a module puts them into its own.
//!
//! # What is found on the way
//! - A **constant** column, or one that is a **linear combination** of others, is refused with its place;
//!   with a ridge penalty the latter is let through.
//! - **Near collinearity**: variance inflation factors, the condition number, for each column the other
//!   one that it correlates with most.
//! - **Separation**, where a combination of the columns tells the outcomes apart without error (or without
//!   but for ties) and no maximum exists: Firth's correction then gives finite estimates, if asked for.
//!
//! # Sources
//! McCullagh and Nelder, "Generalized Linear Models", 2nd edition, 1989 (the iteration). Firth, "Bias
//! reduction of maximum likelihood estimates", Biometrika 80, 1993; Heinze and Schemper, "A solution to the
//! problem of separation in logistic regression", Statistics in Medicine 21, 2002. Albert and Anderson,
//! "On the existence of maximum likelihood estimates in logistic regression models", Biometrika 71, 1984.
//! Belsley, Kuh and Welsch, "Regression Diagnostics", 1980 (condition number, variance inflation).
//!
//! # Choices
//! Inside, each column is centred at its mean and divided by a power of two that keeps it within -1 to 1:
//! sums of products then share one grid, and the information is well conditioned whatever the units are.
//! Once the steps are short, passes that sum the gradient alone follow (their steps use the last Hessian,
//! corrected by limited-memory BFGS); the last pass sums everything at the answer.
#![forbid(unsafe_code)]

mod blocks;
mod cholesky;
mod collinear;
mod design;
mod eigen;
mod evaluate;
mod fitted;
mod fold;
mod merge;
mod options;
mod refusal;
mod scan;
mod search;
mod space;
mod state;

pub use blocks::Memory;
pub use design::{Design, Rows, Term};
pub use fitted::{Estimate, Fitted, Separation};
pub use fold::fit;
pub use gridfolk_contract::wire::Packed;
pub use logistic_kernel::{Lane, Range, add_numbers, probabilities};
pub use options::{Firth, MAX_ITER_MAX, Options, TERMS_MAX, Unit, VALUE_MAX};
pub use refusal::Refusal;
pub use scan::Scan;
pub use state::{Partial, State};
