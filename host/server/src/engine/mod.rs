//! wasmtime as an engine of `gridfolk_host`: limits first, a fresh instance quickly.
//!
//! - [`limits`]: how much memory and time one call gets, and what a refusal leaves behind
//! - [`instance`]: one store with one instance
//! - [`cache`]: compiled modules on disk
//! - [`threads`]: calls at the same time

mod cache;
mod instance;
mod limits;
mod threads;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use gridfolk_host::calls::Calls;
use gridfolk_host::{Engine, Trap};
use wasmtime::{
    Config, InstanceAllocationStrategy, InstancePre, Linker, Module, OptLevel, PoolingAllocationConfig, WasmFeatures,
};

pub use instance::WasmtimeInstance;
pub use limits::{Cancel, Limits};

use instance::State;

/// How often a running call is asked whether it may go on.
const TICK: Duration = Duration::from_millis(5);
/// The most instances alive at a time, each with 4 GiB of address space reserved.
const N_INSTANCES_MAX: u32 = 64;
/// Stack of a call in bytes; modules recurse little.
const STACK_BYTES: usize = 1 << 20;

/// Compiles modules with Cranelift and runs them under [`Limits`].
#[derive(Clone)]
pub struct WasmtimeEngine {
    engine: wasmtime::Engine,
    limits: Arc<Limits>,
    is_cached: bool,
}

impl WasmtimeEngine {
    /// An engine whose calls keep to `limits`.
    ///
    /// # Errors
    /// When this machine cannot run wasmtime at all.
    pub fn new(limits: Limits) -> wasmtime::Result<Self> {
        // The pool reserves address space for every slot; where that is scarce, instances are made on demand.
        let engine = wasmtime::Engine::new(&config(true)).or_else(|_| wasmtime::Engine::new(&config(false)))?;
        tick(&engine)?;
        Ok(WasmtimeEngine { engine, limits: Arc::new(limits), is_cached: false })
    }

    /// The same, keeping compiled modules on disk for the next start.
    #[must_use]
    pub fn cached(self) -> Self {
        WasmtimeEngine { is_cached: true, ..self }
    }

    /// The same under other limits: those of one call, whose flag cancels it alone.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        WasmtimeEngine { limits: Arc::new(limits), ..self.clone() }
    }

    /// The limits of every call.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}

fn config(is_pooling: bool) -> Config {
    let mut config = Config::new();
    config.cranelift_opt_level(OptLevel::Speed);
    config.epoch_interruption(true);
    config.max_wasm_stack(STACK_BYTES);
    // Equal bits on every machine: never relaxed SIMD. What no module needs stays out.
    let unneeded =
        WasmFeatures::RELAXED_SIMD | WasmFeatures::MEMORY64 | WasmFeatures::MULTI_MEMORY | WasmFeatures::TAIL_CALL;
    config.wasm_features(unneeded, false);
    if is_pooling {
        let mut pool = PoolingAllocationConfig::default();
        pool.total_core_instances(N_INSTANCES_MAX).total_memories(N_INSTANCES_MAX).total_tables(N_INSTANCES_MAX);
        pool.max_memory_size(1 << 32);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    }
    config
}

/// Advances the epoch as long as the engine lives.
fn tick(engine: &wasmtime::Engine) -> wasmtime::Result<()> {
    let engine = engine.weak();
    let ticker = thread::Builder::new().name("epoch".to_owned()).spawn(move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    });
    ticker?;
    Ok(())
}

impl Engine for WasmtimeEngine {
    type Module = InstancePre<State>;
    type Instance = WasmtimeInstance;

    fn compile(&self, bytes: &[u8]) -> Result<Self::Module, String> {
        let module =
            if self.is_cached { cache::compile(&self.engine, bytes) } else { Module::new(&self.engine, bytes) };
        let module = module.map_err(|error| format!("not a module that runs here: {error:#}"))?;
        if let Some(import) = module.imports().next() {
            return Err(format!(
                "the module imports {}.{}; a module of gridfolk imports nothing",
                import.module(),
                import.name()
            ));
        }
        Linker::new(&self.engine).instantiate_pre(&module).map_err(|error| format!("{error:#}"))
    }

    fn instantiate(&self, module: &Self::Module) -> Result<Self::Instance, Trap> {
        WasmtimeInstance::new(module, self.limits.clone())
    }

    fn make_all<'a>(&self, calls: &mut dyn Calls<'a, Self::Instance>) {
        threads::make_all(calls);
    }
}
