//! The modules that a host has, by name.

use std::collections::BTreeMap;
use std::fmt::Write;

use gridfolk_contract::{ABI, Manifest};
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

use crate::engine::{Engine, Trap};
use crate::session::Session;

/// A module that described itself.
#[derive(Debug)]
pub struct Entry<M> {
    /// The engine's compiled form.
    pub module: M,
    /// The very bytes of the `.wasm` file; none where the host serves them from elsewhere.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// What it says about itself, without the schemas: they would be most of the work.
    pub manifest: Manifest<IgnoredAny>,
    /// The manifest as the module wrote it.
    pub manifest_json: String,
}

/// Modules by name.
pub struct Catalog<E: Engine> {
    engine: E,
    entries: BTreeMap<String, Entry<E::Module>>,
}

impl<E: Engine> Catalog<E> {
    /// An empty catalog.
    pub fn new(engine: E) -> Self {
        Catalog { engine, entries: BTreeMap::new() }
    }

    /// Compiles a module and asks it what it is; it replaces one of the same name.
    ///
    /// # Errors
    /// Text for people: not a module, one that traps, one whose manifest is none or speaks another ABI.
    pub fn add(&mut self, bytes: Vec<u8>) -> Result<&Entry<E::Module>, String> {
        let module = self.engine.compile(&bytes)?;
        let instance = self.engine.instantiate(&module).map_err(|trap| trap.to_string())?;
        let manifest_json = Session::new(instance).describe().map_err(|trap| trap.to_string())?;
        self.add_described(module, manifest_json, sha256_hex(&bytes), bytes)
    }

    /// Takes a module that is compiled already and was asked what it is; it replaces one of the same name.
    ///
    /// # Errors
    /// Text for people: a manifest that is none, or speaks another ABI.
    pub fn add_described(
        &mut self,
        module: E::Module,
        manifest_json: String,
        sha256: String,
        bytes: Vec<u8>,
    ) -> Result<&Entry<E::Module>, String> {
        let manifest: Manifest<IgnoredAny> =
            serde_json::from_str(&manifest_json).map_err(|error| format!("the manifest is not one: {error}"))?;
        if manifest.abi != ABI {
            return Err(format!("module {} speaks ABI {}; this host speaks {ABI}", manifest.name, manifest.abi));
        }
        let name = manifest.name.clone();
        let entry = Entry { module, sha256, bytes, manifest, manifest_json };
        self.entries.insert(name.clone(), entry);
        Ok(&self.entries[&name])
    }

    /// The module of that name.
    pub fn get(&self, name: &str) -> Option<&Entry<E::Module>> {
        self.entries.get(name)
    }

    /// All modules, by name.
    pub fn entries(&self) -> impl Iterator<Item = &Entry<E::Module>> {
        self.entries.values()
    }

    /// A fresh instance of a module of this catalog.
    ///
    /// # Errors
    /// [`Trap`] when a limit forbids it.
    pub fn open(&self, entry: &Entry<E::Module>) -> Result<Session<E::Instance>, Trap> {
        Ok(Session::new(self.engine.instantiate(&entry.module)?))
    }

    /// The engine.
    pub fn engine(&self) -> &E {
        &self.engine
    }
}

/// SHA-256 of bytes as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes every write");
        hex
    })
}
