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

            type Session = ::std::option::Option<$crate::Session<$module>>;

            ::std::thread_local! {
                // It ends with the instance: nothing is ever dropped, and no code is needed for that.
                static SESSION: ::std::cell::RefCell<::std::mem::ManuallyDrop<Session>> =
                    const { ::std::cell::RefCell::new(::std::mem::ManuallyDrop::new(::std::option::Option::None)) };
            }

            fn with_session<T>(call: impl FnOnce(&mut $crate::Session<$module>) -> T) -> T {
                SESSION.with(|session| {
                    // What borrow_mut says to this needs the standard library's formatting.
                    let ::std::result::Result::Ok(mut session) = session.try_borrow_mut() else {
                        ::std::panic!("a call within a call");
                    };
                    call(session.get_or_insert_with(|| {
                        wasm::keep_panic_text();
                        ::std::default::Default::default()
                    }))
                })
            }

            struct Exports;

            impl wasm::Guest for Exports {
                fn describe() -> ::std::string::String {
                    <$module as $crate::Module>::MANIFEST.to_owned()
                }

                fn load(columns: ::std::vec::Vec<wasm::Column>) -> ::std::result::Result<(), ::std::string::String> {
                    with_session(|session| wasm::load(session, columns))
                }

                fn run(request: ::std::string::String) -> ::std::result::Result<wasm::Reply, ::std::string::String> {
                    with_session(|session| wasm::run(session, &request))
                }
            }

    wasm::export!(Exports with_types_in $crate::wasm);
        };
    };
}
