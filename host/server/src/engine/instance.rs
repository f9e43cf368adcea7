//! One store with one instance.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use gridfolk_host::{Instance, Trap};
use wasmtime::{Extern, Func, InstancePre, Memory, Store, UpdateDeadline, Val};

use super::limits::{Limits, Meter};

/// What a store carries.
pub struct State {
    meter: Meter,
    limits: Arc<Limits>,
}

/// Why a call was interrupted, as it travels through wasmtime.
#[derive(Debug)]
struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("interrupted by the host")
    }
}

impl std::error::Error for Interrupted {}

/// One instance of a module under [`Limits`].
pub struct WasmtimeInstance {
    store: Store<State>,
    instance: wasmtime::Instance,
    memory: Memory,
    functions: HashMap<String, Func>,
}

impl WasmtimeInstance {
    pub(super) fn new(module: &InstancePre<State>, limits: Arc<Limits>) -> Result<Self, Trap> {
        let state = State { meter: Meter::new(&limits), limits };
        let mut store = Store::new(module.module().engine(), state);
        store.limiter(|state| &mut state.meter);
        store.epoch_deadline_callback(|store| {
            let State { meter, limits } = store.data();
            let is_late = meter.ends_at.is_some_and(|end| Instant::now() >= end);
            if is_late || limits.cancel.is_raised() { Err(Interrupted.into()) } else { Ok(UpdateDeadline::Continue(1)) }
        });
        begin_clock(&mut store);
        let instance = module.instantiate(&mut store).map_err(|error| trap_of(&store, &error))?;
        let memory = instance.get_memory(&mut store, "memory");
        let memory = memory.ok_or_else(|| Trap::Other("the module exports no memory".to_owned()))?;
        Ok(WasmtimeInstance { store, instance, memory, functions: HashMap::new() })
    }

    /// The most memory that the instance has had, in bytes.
    pub fn memory_bytes_peak(&self) -> usize {
        self.store.data().meter.memory_bytes_peak
    }

    fn function(&mut self, export: &str) -> Result<Func, Trap> {
        if let Some(function) = self.functions.get(export) {
            return Ok(*function);
        }
        let function = self.instance.get_func(&mut self.store, export);
        let function = function.ok_or_else(|| Trap::Other(format!("the module exports no function {export}")))?;
        self.functions.insert(export.to_owned(), function);
        Ok(function)
    }
}

fn begin_clock(store: &mut Store<State>) {
    let ends_at = Instant::now().checked_add(store.data().limits.call);
    store.data_mut().meter.ends_at = ends_at;
    store.set_epoch_deadline(1);
}

fn trap_of(store: &Store<State>, error: &wasmtime::Error) -> Trap {
    if error.is::<Interrupted>() {
        Trap::Deadline
    } else if store.data().meter.is_memory_refused {
        Trap::MemoryLimit(store.data().limits.memory_bytes)
    } else {
        Trap::Other(format!("{:#}", error.root_cause()))
    }
}

impl Instance for WasmtimeInstance {
    fn call(&mut self, export: &str, arguments: &[u32]) -> Result<Option<u32>, Trap> {
        let function = self.function(export)?;
        let arguments: Vec<Val> = arguments.iter().map(|argument| Val::I32(argument.cast_signed())).collect();
        let n_results = function.ty(&self.store).results().len();
        let mut results = vec![Val::I32(0); n_results];
        begin_clock(&mut self.store);
        function.call(&mut self.store, &arguments, &mut results).map_err(|error| trap_of(&self.store, &error))?;
        match results.as_slice() {
            [] => Ok(None),
            [Val::I32(result)] => Ok(Some(result.cast_unsigned())),
            _ => Err(Trap::Other(format!("the export {export} has a result of another type"))),
        }
    }

    fn memory_size(&self) -> usize {
        self.memory.data_size(&self.store)
    }

    fn read(&self, address: u32, into: &mut [u8]) -> bool {
        self.memory.read(&self.store, address as usize, into).is_ok()
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> bool {
        self.memory.write(&mut self.store, address as usize, bytes).is_ok()
    }

    fn global(&mut self, name: &str) -> Option<u32> {
        let Some(Extern::Global(global)) = self.instance.get_export(&mut self.store, name) else { return None };
        global.get(&mut self.store).i32().map(i32::cast_unsigned)
    }
}
