//! The engine of the browser.

use gridfolk_host::{Engine, Instance, Trap};
use js_sys::WebAssembly;
use js_sys::{Array, Function, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// Compiles with `WebAssembly.Module`, at once: in a worker, or small modules.
pub struct Browser;

/// An instance and its memory.
pub struct BrowserInstance {
    exports: Object,
    memory: WebAssembly::Memory,
}

impl Engine for Browser {
    type Module = WebAssembly::Module;
    type Instance = BrowserInstance;

    fn compile(&self, bytes: &[u8]) -> Result<Self::Module, String> {
        // A copy of its own: the view into this memory would die if compiling made it grow.
        let source = Uint8Array::from(bytes);
        WebAssembly::Module::new(&source).map_err(|error| text_of(&error)).and_then(without_imports)
    }

    fn instantiate(&self, module: &Self::Module) -> Result<Self::Instance, Trap> {
        let instance = WebAssembly::Instance::new(module, &Object::new()).map_err(|error| trap_of(&error))?;
        let exports = instance.exports();
        let memory = export(&exports, "memory")?;
        Ok(BrowserInstance { exports, memory })
    }
}

impl BrowserInstance {
    /// A view of `n_bytes` of the memory. Made anew each time: it dies when the memory grows.
    fn view(&self, address: u32, n_bytes: usize) -> Option<Uint8Array> {
        let n_bytes_all = self.memory_size() as u64;
        let is_inside = u64::from(address) + n_bytes as u64 <= n_bytes_all;
        is_inside.then(|| Uint8Array::new_with_byte_offset_and_length(&self.memory.buffer(), address, n_bytes as u32))
    }
}

impl Instance for BrowserInstance {
    fn call(&mut self, name: &str, arguments: &[u32]) -> Result<Option<u32>, Trap> {
        let function: Function = export(&self.exports, name)?;
        let arguments: Array = arguments.iter().map(|&value| JsValue::from(value)).collect();
        let result = function.apply(&JsValue::UNDEFINED, &arguments).map_err(|error| trap_of(&error))?;
        if result.is_undefined() {
            return Ok(None);
        }
        match result.as_f64() {
            // JavaScript shows an i32 with its sign.
            Some(value) => Ok(Some(value as i64 as u32)),
            None => Err(Trap::Other(format!("the export {name} has another type than the ABI says"))),
        }
    }

    fn memory_size(&self) -> usize {
        Uint8Array::new(&self.memory.buffer()).length() as usize
    }

    fn read(&self, address: u32, into: &mut [u8]) -> bool {
        let view = self.view(address, into.len());
        view.inspect(|view| view.copy_to(into)).is_some()
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> bool {
        let view = self.view(address, bytes.len());
        view.inspect(|view| view.copy_from(bytes)).is_some()
    }

    fn global(&mut self, name: &str) -> Option<u32> {
        let global: WebAssembly::Global = export(&self.exports, name).ok()?;
        global.value().as_f64().map(|value| value as i64 as u32)
    }
}

/// Refuses a module that wants anything from its host.
pub fn without_imports(module: WebAssembly::Module) -> Result<WebAssembly::Module, String> {
    match WebAssembly::Module::imports(&module).length() {
        0 => Ok(module),
        n => Err(format!("the module has {n} imports; a module of gridfolk has none")),
    }
}

fn export<T: JsCast>(exports: &Object, name: &str) -> Result<T, Trap> {
    let value = Reflect::get(exports, &JsString::from(name)).unwrap_or(JsValue::UNDEFINED);
    value.dyn_into().map_err(|_| Trap::Other(format!("the module lacks the export {name}, or it is of another kind")))
}

fn trap_of(error: &JsValue) -> Trap {
    Trap::Other(text_of(error))
}

fn text_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => "an error without a message".to_owned(),
    }
}
