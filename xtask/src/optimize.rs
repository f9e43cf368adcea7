//! Modules made smaller: by Binaryen's wasm-opt, 2 % of a module, and by the order of their functions.

mod order;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::shell::{self, program, root, target_dir};
use crate::tools;

/// Smaller before faster, like the compiler before it. What the skipped passes save is more once it is compressed. `low-memory-unused`: what lies below address 1024 is the far
/// end of the stack. The features are those that rustc's target and .cargo/config.toml turn on.
const ARGUMENTS: [&str; 12] = [
    "-Oz",
    "--converge",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// The bytes of a `.wasm` file, smaller. What wasm-opt gives is kept under the hash of what it came from: it takes
/// seconds.
pub(crate) fn optimized(path: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let known = Sha256::new().chain_update(&bytes).chain_update(ARGUMENTS.concat());
    let kept = target_dir().join("optimized").join(shell::hex(&known.finalize())).with_extension("wasm");
    if !kept.is_file() {
        tools::npm_packages("xtask/binaryen")?;
        let wasm_opt = root().join("xtask/binaryen/node_modules/binaryen/bin/wasm-opt");
        let part = kept.with_extension("part");
        fs::create_dir_all(target_dir().join("optimized"))?;
        shell::run(program("node").arg(wasm_opt).args(ARGUMENTS).arg(path).arg("-o").arg(&part))?;
        fs::rename(&part, &kept)?;
    }
    order::reordered(&fs::read(&kept).with_context(|| kept.display().to_string())?)
}
