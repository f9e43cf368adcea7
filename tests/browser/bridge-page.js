// The bridge in a blank page, without the page's own code.

/** Loads the bridge into the page as `window.gridfolk`. */
export async function loadBridge(page) {
  await page.evaluate(async () => {
    const load = async (name) => {
      const part = await import(`/bridge/${name}.js`);
      await part.default({ module_or_path: `/bridge/${name}_bg.wasm` });
      return part;
    };
    const [bridge, { readTable }] = await Promise.all(["gridfolk_bridge", "gridfolk_reader"].map(load));
    /** A table from the bytes of a file. */
    const read = (bytes, options = {}) => bridge.Table.fromPlain(readTable(bytes, options));
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
    window.gridfolk = { ...bridge, read, bytesOf, failure };
  });
}
