//! Scenarios and conditions: edits of columns, comparison of before and after.
