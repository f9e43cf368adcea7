//! The module side of the ABI.
//!
//! A module implements [`Module`] and calls [`export!`]; it then is a core Wasm module without
//! imports that any runtime can call. Natively, [`Session`] runs the same module just as a host does.
//!
//! This crate and `host/core` alone know how values lie in memory, and this is the only crate on the
//! module side with unsafe code (what wit-bindgen generates).

mod module;
mod session;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use module::{Call, Module, Part};
pub use session::Session;

/// Makes a [`Module`] the exports of a `.wasm` file. Natively it does nothing: two modules that
/// export the same symbols would not link into one test program.
#[macro_export]
macro_rules! export {
    ($module:ty) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::wasm;

            ::std::thread_local! {
                static SESSION: ::std::cell::RefCell<$crate::Session<$module>> = ::std::default::Default::default();
            }

            struct Exports;

            impl wasm::Guest for Exports {
                fn describe() -> ::std::string::String {
                    <$module as $crate::Module>::MANIFEST.to_owned()
                }

                fn load(columns: ::std::vec::Vec<wasm::Column>) -> ::std::result::Result<(), ::std::string::String> {
                    SESSION.with_borrow_mut(|session| wasm::load(session, columns))
                }

                fn run(request: ::std::string::String) -> ::std::result::Result<wasm::Reply, ::std::string::String> {
                    SESSION.with_borrow_mut(|session| wasm::run(session, &request))
                }
            }

    wasm::export!(Exports with_types_in $crate::wasm);
        };
    };
}
