//! Compiled modules on disk, so that a command starts in milliseconds.
//!
//! Loading native code from a file is unsafe by nature: the file is one that this program wrote into
//! the user's own cache folder, under a name made of the module's hash and of everything that decides
//! the code (wasmtime's version, its settings, the processor), and its content carries its own hash.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use gridfolk_host::catalog::sha256_hex;
use wasmtime::{Engine, Module};

/// Hexadecimal digits of a SHA-256: what a cached file begins with.
const HASH_BYTES: usize = 64;

/// Compiles a module, or takes what an earlier start compiled. A cache that cannot be used is no
/// mistake: the module is compiled then.
pub(super) fn compile(engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Module> {
    let Some(path) = path_of(engine, bytes) else { return Module::new(engine, bytes) };
    if let Some(module) = read(engine, &path) {
        return Ok(module);
    }
    let module = Module::new(engine, bytes)?;
    if let Ok(code) = module.serialize() {
        // Without a cache the next start is slower, nothing else.
        let _ = write(&path, &code);
    }
    Ok(module)
}

fn path_of(engine: &Engine, bytes: &[u8]) -> Option<PathBuf> {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    let name = format!("{}-{:016x}.cwasm", sha256_hex(bytes), hasher.finish());
    Some(folder()?.join(name))
}

/// `GRIDFOLK_CACHE`, or `gridfolk` in the user's cache folder.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("GRIDFOLK_CACHE").map(PathBuf::from);
    let user = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    named.or_else(|| Some(user.or_else(home)?.join("gridfolk"))).filter(|folder| folder.is_absolute())
}

fn read(engine: &Engine, path: &Path) -> Option<Module> {
    let file = fs::read(path).ok()?;
    let (hash, code) = file.split_at_checked(HASH_BYTES)?;
    if hash != sha256_hex(code).as_bytes() {
        return None;
    }
    // SAFETY: the file lies in the user's own cache folder under a name that only `write` gives, and
    // its hash says that it is whole; wasmtime itself checks version and settings again.
    #[allow(unsafe_code, reason = "the one way to load compiled code")]
    unsafe {
        Module::deserialize(engine, code).ok()
    }
}

/// Writes under a temporary name and renames: no other process ever sees half of a file.
fn write(path: &Path, code: &[u8]) -> std::io::Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(sha256_hex(code).as_bytes())?;
    file.write_all(code)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
