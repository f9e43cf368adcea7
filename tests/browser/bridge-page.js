// The bridge in a blank page, without the page's own code.

/** Loads the bridge into the page as `window.gridfolk`. */
export async function loadBridge(page) {
  await page.evaluate(async () => {
    const bridge = await import("/bridge/gridfolk_bridge.js");
    await bridge.default({ module_or_path: "/bridge/gridfolk_bridge_bg.wasm" });
    const bytesOf = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
    /** What a call throws, instead of what it gives. */
    const failure = (call) => {
      try {
        call();
      } catch (thrown) {
        return thrown;
      }
      throw new Error("the call was expected to fail");
    };
    window.gridfolk = { ...bridge, bytesOf, failure };
  });
}
