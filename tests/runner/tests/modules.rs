//! What is true of every module's `.wasm` file.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use gridfolk_contract::Manifest;
use gridfolk_host::catalog::sha256_hex;
use gridfolk_tests::case::root;
use wasmparser::{Parser, Payload};

/// The promise to those who embed a module: bytes, gzipped.
const GZIPPED_BYTES_MAX: usize = 120_000;
/// kmeans, the one that everybody embeds first, promises more.
const KMEANS_GZIPPED_BYTES_MAX: usize = 100_000;

fn modules() -> Vec<(String, Vec<u8>)> {
    let folder = root().join("dist/modules");
    let files = fs::read_dir(&folder).unwrap_or_else(|_| panic!("no modules: run `cargo xtask build`"));
    let paths = files.map(|file| file.expect("a file").path());
    let is_module = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "wasm");
    let name = |path: &PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let modules: Vec<_> = paths.filter(is_module).map(|path| (name(&path), fs::read(&path).expect("bytes"))).collect();
    assert!(!modules.is_empty(), "no modules: run `cargo xtask build`");
    modules
}

#[test]
fn modules_have_no_imports_and_the_exports_of_the_world() {
    for (name, bytes) in modules() {
        let mut exports = Vec::new();
        for payload in Parser::new(0).parse_all(&bytes) {
            match payload.expect("a module") {
                Payload::ImportSection(imports) => assert_eq!(imports.count(), 0, "{name} imports"),
                Payload::ExportSection(section) => {
                    exports.extend(section.into_iter().map(|export| export.expect("an export").name.to_owned()));
                }
                _ => {}
            }
        }
        for export in [
            "memory",
            "cabi_realloc",
            "describe",
            "load",
            "run",
            "cabi_post_describe",
            "cabi_post_load",
            "cabi_post_run",
        ] {
            assert!(exports.iter().any(|found| found == export), "{name} exports {export}");
        }
    }
}

#[test]
fn modules_are_small() {
    for (name, bytes) in modules() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes).expect("memory");
        let n_bytes = encoder.finish().expect("memory").len();
        let max = if name == "kmeans" { KMEANS_GZIPPED_BYTES_MAX } else { GZIPPED_BYTES_MAX };
        println!("{name}: {} bytes, {n_bytes} gzipped", bytes.len());
        assert!(n_bytes <= max, "{name} has {n_bytes} bytes gzipped; at most {max}");
    }
}

#[test]
fn modules_wrap_into_components_without_an_adapter() {
    for (name, bytes) in modules() {
        let mut encoder = wit_component::ComponentEncoder::default();
        encoder.validate(true).module(&bytes).expect("a module of the world");
        let component = encoder.encode().unwrap_or_else(|error| panic!("{name}: {error:#}"));
        assert!(component.len() < bytes.len() + 20_000, "{name}: the wrapping is thin");
    }
}

#[test]
fn the_sums_beside_the_modules_are_theirs() {
    let sums = fs::read_to_string(root().join("dist/modules/SHA256SUMS")).expect("run `cargo xtask build`");
    for (name, bytes) in modules() {
        assert!(sums.contains(&format!("{}  {name}.wasm\n", sha256_hex(&bytes))), "{name}");
    }
}

#[test]
fn a_manifest_has_both_languages_and_its_operations_say_what_they_read() {
    for (name, _) in modules() {
        let path = root().join(format!("modules/{name}/manifest.json"));
        let text = fs::read_to_string(&path).expect("each module commits its manifest");
        let manifest: Manifest = serde_json::from_str(&text).expect("a manifest");
        assert_eq!((manifest.name.as_str(), manifest.abi), (name.as_str(), gridfolk_contract::ABI));
        let mut texts = vec![&manifest.title];
        texts.extend(manifest.operations.values().map(|operation| &operation.summary));
        texts.extend(
            manifest.operations.values().flat_map(|operation| &operation.columns).map(|column| &column.summary),
        );
        for text in texts {
            assert!(!text.en.is_empty(), "{name}");
            assert!(text.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{name}: {}", text.en);
        }
    }
}
