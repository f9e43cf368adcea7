//! Engine-neutral host: memory layout, tables, catalog, folds.
