//! Pipelines with the modules that are built: what-ifs, reports, and tables with mistakes.

mod live;
mod report;
mod support;
mod tables;
