//! The browser host: host/core over js_sys::WebAssembly.
