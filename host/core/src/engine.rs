//! The little that a Wasm engine must offer. A module is not trusted: every address that it
//! gives is checked by `abi` before these functions see it, and they check again.

use std::fmt;

use crate::calls::Calls;

/// Compiles modules and makes instances of them.
pub trait Engine {
    /// A compiled module.
    type Module;
    /// A fresh instance.
    type Instance: Instance;

    /// Compiles the bytes of a `.wasm` file.
    ///
    /// # Errors
    /// Text for people: not a module, or one with imports.
    fn compile(&self, bytes: &[u8]) -> Result<Self::Module, String>;

    /// Makes an instance with a memory of its own.
    ///
    /// # Errors
    /// [`Trap`] when the start function traps or a limit forbids the instance.
    fn instantiate(&self, module: &Self::Module) -> Result<Self::Instance, Trap>;

    /// Makes calls as they become possible: one after the other, unless the engine can do better.
    fn make_all<'a>(&self, calls: &mut dyn Calls<'a, Self::Instance>) {
        while let Some(call) = calls.next() {
            calls.take(call.make());
        }
    }
}

/// One instance of a module: its memory and its exports.
pub trait Instance {
    /// Calls an exported function whose parameters are all i32 and whose result, if any, is an i32.
    ///
    /// # Errors
    /// [`Trap`]; also when there is no such export or it has another type.
    fn call(&mut self, export: &str, arguments: &[u32]) -> Result<Option<u32>, Trap>;

    /// Size of the memory in bytes. It may differ after every call.
    fn memory_size(&self) -> usize;

    /// Copies `into.len()` bytes from the memory; nothing is copied and false returned where they
    /// do not lie inside it.
    fn read(&self, address: u32, into: &mut [u8]) -> bool;

    /// Copies bytes into the memory; nothing is copied and false returned where they do not fit.
    fn write(&mut self, address: u32, bytes: &[u8]) -> bool;

    /// The value of an exported i32 global.
    fn global(&mut self, name: &str) -> Option<u32>;
}

/// Why a call ended without an answer. The instance is never used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trap {
    /// It ran longer than allowed, or the caller cancelled it.
    Deadline,
    /// It asked for more memory than allowed; the limit in bytes.
    MemoryLimit(u64),
    /// It panicked: a mistake in the module; the panic's text.
    Panic(String),
    /// It broke the ABI, or something else; text for the log.
    Other(String),
}

impl Trap {
    /// The stable code under which every host tells it.
    pub fn code(&self) -> &'static str {
        match self {
            Trap::Deadline => "deadline_exceeded",
            Trap::MemoryLimit(_) => "memory_limit",
            Trap::Panic(_) => "module_panicked",
            Trap::Other(_) => "module_broken",
        }
    }
}

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trap::Deadline => f.write_str("the call ran longer than allowed"),
            Trap::MemoryLimit(bytes) => write!(f, "the call needed more memory than the limit of {bytes} bytes"),
            Trap::Panic(text) => write!(f, "the module panicked: {text}"),
            Trap::Other(text) => write!(f, "the module trapped: {text}"),
        }
    }
}

impl std::error::Error for Trap {}
