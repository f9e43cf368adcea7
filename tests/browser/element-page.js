// The element in a page of somebody else's: a blank one, under the strict policy.

import { openPage } from "./chromium.js";

/** Opens the blank page with the element defined; `whatif` makes elements in it. */
export async function openBlank(browser, address, options = {}) {
  const opened = await openPage(browser, address, { path: "/blank", ...options });
  await opened.page.evaluate(async () => {
    await import("/gridfolk/dist/whatif.js");
    /** An element in the page that notes its events, once its first answer stands there. */
    window.whatif = async ({ table, ...attributes }) => {
      const element = document.createElement("gridfolk-whatif");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.heard = [];
      for (const kind of ["ready", "change", "select", "problem"]) {
        element.addEventListener(`gridfolk-${kind}`, (event) => element.heard.push({ kind, detail: event.detail }));
      }
      document.body.append(element);
      if (table === undefined) return element;
      const ready = new Promise((resolve) => element.addEventListener("gridfolk-ready", resolve, { once: true }));
      element.table = table;
      await ready;
      return element;
    };
    /** Waits until an element hears something that is as wanted. */
    window.heard = async (element, kind, isWanted = () => true) => {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const found = element.heard.find((event) => event.kind === kind && isWanted(event.detail));
        if (found) return found.detail;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`no ${kind} is heard: ${JSON.stringify(element.heard.map((event) => event.kind))}`);
    };
  });
  return opened;
}
