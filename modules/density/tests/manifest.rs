//! The committed manifest is what the Rust types say.

use gridfolk_contract::manifest::check_manifest;

#[test]
fn the_manifest_is_fresh() {
    check_manifest(&density::manifest::manifest(), concat!(env!("CARGO_MANIFEST_DIR"), "/manifest.json"));
}
