//! The border to JavaScript, which the parts of the page's host share.
//!
//! Rows cross it as typed arrays, summaries and problems as JSON, requests and replies as the text that the
//! module reads and writes, byte for byte.
//!
//! - [`columns`]: columns, there and back
//! - [`plain`]: whole tables, on their way from one part to another; [`packed`]: their texts
//! - [`failure`]: what JavaScript catches
//! - [`engine`]: host/core's engine over `js_sys::WebAssembly`

#![forbid(unsafe_code)]

pub mod columns;
pub mod engine;
pub mod failure;
pub mod packed;
pub mod plain;

/// Half the size of the standard one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
