//! Sums over rows that do not depend on the order.
