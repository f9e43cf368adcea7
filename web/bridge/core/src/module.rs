//! One module with one instance.

use std::rc::Rc;

use gridfolk_border::columns::{reply_to_js, set};
use gridfolk_border::engine::{Browser, BrowserInstance, without_imports};
use gridfolk_border::failure::{thrown, thrown_call, thrown_open};
use gridfolk_contract::request::parse;
use gridfolk_contract::{ABI, Column, FromJson, Reply};
use gridfolk_host::catalog::sha256_hex;
use gridfolk_host::{CallError, Engine, Session, Trap};
use js_sys::{Object, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::table::{Columns, Table};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What `runToTable` gives. */
export interface TableReply { body: string; table: Table }
"#;

/// One module, and an instance of it that keeps the columns it was given.
#[wasm_bindgen]
pub struct Bridge {
    module: WebAssembly::Module,
    manifest_json: String,
    sha256: Option<String>,
    /// Nothing after a trap, until the next call makes a fresh one.
    session: Option<Session<BrowserInstance>>,
    /// What the instance was given, for a fresh one.
    loaded: Option<Loaded>,
}

/// A table's columns, and the places of those that were given to the module.
struct Loaded {
    columns: Rc<Columns>,
    places: Vec<usize>,
}

impl Loaded {
    /// The named columns; all without names. A name that the table lacks is left to the module, whose
    /// problem says where it stands in the request.
    fn new(table: &Table, names: Option<&[String]>) -> Self {
        let columns = table.shared();
        let is_named = |name: &String| names.is_none_or(|names| names.contains(name));
        let places = (0..columns.len()).filter(|&place| is_named(&columns[place].name)).collect();
        Loaded { columns, places }
    }

    fn give(&self, session: &mut Session<BrowserInstance>) -> Result<(), CallError> {
        let chosen: Vec<&Column> = self.places.iter().map(|&place| &self.columns[place]).collect();
        session.load(&chosen)
    }
}

#[wasm_bindgen]
impl Bridge {
    /// Opens a module from its bytes, or one that is compiled already: then `sha256` is that of its bytes,
    /// where it is known.
    ///
    /// # Errors
    /// A `Failure`: `module_unusable`.
    pub fn open(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array | WebAssembly.Module")] source: &JsValue,
        sha256: Option<String>,
    ) -> Result<Bridge, JsValue> {
        let (module, sha256) = compile(source, sha256).map_err(thrown_open)?;
        let mut session = fresh(&module).map_err(|trap| thrown_open(trap.to_string()))?;
        let manifest_json = session.describe().map_err(|trap| thrown_open(trap.to_string()))?;
        check_abi(&manifest_json).map_err(thrown_open)?;
        Ok(Bridge { module, manifest_json, sha256, session: Some(session), loaded: None })
    }

    /// The manifest as the module wrote it, JSON.
    pub fn manifest(&self) -> String {
        self.manifest_json.clone()
    }

    /// The compiled module, for other workers and for pipelines, which run instances of their own.
    pub fn module(&self) -> WebAssembly::Module {
        self.module.clone()
    }

    /// SHA-256 of the module's bytes, 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> Option<String> {
        self.sha256.clone()
    }

    /// Gives the module a table, in place of an earlier one: the named columns, or all. The table
    /// stays usable; the bridge keeps its columns alive for a fresh instance after a trap.
    ///
    /// # Errors
    /// A `Failure`.
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands the names over")]
    pub fn load(&mut self, table: &Table, names: Option<Vec<String>>) -> Result<(), JsValue> {
        self.loaded = None;
        let loaded = Loaded::new(table, names.as_deref());
        self.call(|session| loaded.give(session))?;
        self.loaded = Some(loaded);
        Ok(())
    }

    /// Runs one operation. The reply's columns that `omit` names are left out.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(unchecked_return_type = "Reply")]
    pub fn run(&mut self, request: &str, omit: Option<Vec<String>>) -> Result<JsValue, JsValue> {
        let Reply { body, mut columns } = self.call(|session| session.run(request))?;
        let omit = omit.unwrap_or_default();
        columns.retain(|column| !omit.contains(&column.name));
        Ok(reply_to_js(&body, &columns))
    }

    /// Runs one operation for its body alone.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(js_name = runBody)]
    pub fn run_body(&mut self, request: &str) -> Result<String, JsValue> {
        Ok(self.call(|session| session.run(request))?.body)
    }

    /// Runs one operation whose per-row results are a table of their own, such as a made-up
    /// population: they stay in this crate's memory.
    ///
    /// # Errors
    /// A `Failure`.
    #[wasm_bindgen(js_name = runToTable, unchecked_return_type = "TableReply")]
    pub fn run_to_table(&mut self, request: &str) -> Result<JsValue, JsValue> {
        let Reply { body, columns } = self.call(|session| session.run(request))?;
        let table = Table::of(columns).map_err(|problem| thrown(&problem))?;
        let reply = Object::new();
        set(&reply, "body", &JsValue::from(body));
        set(&reply, "table", &JsValue::from(table));
        Ok(reply.into())
    }

    /// Calls the instance, making a fresh one if the last has trapped; gives it up if this one does.
    fn call<T>(
        &mut self,
        call: impl FnOnce(&mut Session<BrowserInstance>) -> Result<T, CallError>,
    ) -> Result<T, JsValue> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => self.reopened().map_err(|error| thrown_call(&error))?,
        };
        let result = call(&mut session);
        if !matches!(result, Err(CallError::Trap(_))) {
            self.session = Some(session);
        }
        result.map_err(|error| thrown_call(&error))
    }

    fn reopened(&self) -> Result<Session<BrowserInstance>, CallError> {
        let mut session = fresh(&self.module)?;
        if let Some(loaded) = &self.loaded {
            loaded.give(&mut session)?;
        }
        Ok(session)
    }
}

/// What this crate reads of a manifest.
#[derive(FromJson)]
struct ManifestHeader {
    name: String,
    abi: u32,
}

fn compile(source: &JsValue, sha256: Option<String>) -> Result<(WebAssembly::Module, Option<String>), String> {
    if let Some(module) = source.dyn_ref::<WebAssembly::Module>() {
        return Ok((without_imports(module.clone())?, sha256));
    }
    let Some(bytes) = source.dyn_ref::<Uint8Array>() else {
        return Err("a module is given as a Uint8Array or a WebAssembly.Module".to_owned());
    };
    let bytes = bytes.to_vec();
    Ok((Browser.compile(&bytes)?, Some(sha256_hex(&bytes))))
}

fn fresh(module: &WebAssembly::Module) -> Result<Session<BrowserInstance>, Trap> {
    Browser.instantiate(module).map(Session::new)
}

fn check_abi(manifest_json: &str) -> Result<(), String> {
    let header: ManifestHeader =
        parse(manifest_json, "").map_err(|problem| format!("the manifest is not one: {}", problem.message))?;
    match header.abi {
        ABI => Ok(()),
        abi => Err(format!("module {} speaks ABI {abi}; this host speaks {ABI}", header.name)),
    }
}
