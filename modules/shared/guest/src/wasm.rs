//! The exports of a `.wasm` file: the canonical ABI by wit-bindgen, values by move.

#![allow(missing_docs, unreachable_pub, clippy::all, reason = "wit-bindgen writes the bindings")]

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use gridfolk_contract as contract;
use gridfolk_contract::problem::{count_text, joined};

use crate::{Module, Session};

wit_bindgen::generate!({
    path: "wit",
    world: "module",
    pub_export_macro: true,
    default_bindings_module: "gridfolk_guest::wasm",
});

pub use gridfolk::analytics::types::{Category, Items, Values};

/// Half the size of the standard one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Where the text of a panic lies, for a host to read after the trap: address, then length in bytes.
#[repr(C)]
pub struct PanicText {
    address: AtomicPtr<u8>,
    length: AtomicUsize,
}

/// The exported global `gridfolk_panic` holds this static's address.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the name of the export")]
pub static gridfolk_panic: PanicText =
    PanicText { address: AtomicPtr::new(std::ptr::null_mut()), length: AtomicUsize::new(0) };

/// Once, before the first call of a module: whatever panics leaves its text for the host.
pub fn keep_panic_text() {
    std::panic::set_hook(Box::new(|info| {
        let text = panic_text(info).into_bytes().leak();
        gridfolk_panic.address.store(text.as_mut_ptr(), Ordering::Relaxed);
        gridfolk_panic.length.store(text.len(), Ordering::Relaxed);
    }));
}

/// As the standard library writes it, of pieces.
fn panic_text(info: &std::panic::PanicHookInfo<'_>) -> String {
    let (file, line, column) = info.location().map_or(("", 0, 0), |at| (at.file(), at.line(), at.column()));
    let (line, column) = (count_text(line as usize), count_text(column as usize));
    let (end, payload) = info.payload_as_str().map_or(("", ""), |payload| (":\n", payload));
    joined(&["panicked at ", file, ":", &line, ":", &column, end, payload])
}

/// The export `load`.
pub fn load<M: Module>(session: &mut Session<M>, columns: Vec<Column>) -> Result<(), String> {
    session.load(columns.into_iter().map(lift).collect()).map_err(|problem| problem.to_json())
}

/// The export `run`.
pub fn run<M: Module>(session: &mut Session<M>, request: &str) -> Result<Reply, String> {
    let reply = session.run(request).map_err(|problem| problem.to_json())?;
    Ok(Reply { body: reply.body, columns: reply.columns.into_iter().map(lower).collect() })
}

fn lift(column: Column) -> contract::Column {
    let values = match column.values {
        Values::Number(numbers) => contract::Values::Number(numbers),
        Values::Category(Category { codes, levels }) => {
            contract::Values::Category(contract::Category { codes, levels })
        }
        Values::Items(Items { ends, codes, levels }) => {
            contract::Values::Items(contract::Items { ends, codes, levels })
        }
    };
    contract::Column { name: column.name, values }
}

fn lower(column: contract::Column) -> Column {
    let values = match column.values {
        contract::Values::Number(numbers) => Values::Number(numbers),
        contract::Values::Category(contract::Category { codes, levels }) => {
            Values::Category(Category { codes, levels })
        }
        contract::Values::Items(contract::Items { ends, codes, levels }) => {
            Values::Items(Items { ends, codes, levels })
        }
    };
    Column { name: column.name, values }
}
