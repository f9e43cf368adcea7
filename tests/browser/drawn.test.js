// Questions to the worker, in step with what is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** In the page, before its own scripts: notes runs of modules, their answers and frames, in order. */
function noting() {
  window.noted = [];
  const asked = new Set();
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => asked.delete(data?.id) && window.noted.push("answer"));
    }

    postMessage(message, ...rest) {
      if (message.name === "run") {
        asked.add(message.id);
        window.noted.push("ask");
      }
      super.postMessage(message, ...rest);
    }
  };
}

async function openKmeans() {
  const opened = await openPage(browser, server.address, { path: "/blank" });
  await opened.page.addInitScript(noting);
  await opened.page.goto(`${server.address}/#kmeans`);
  await opened.page.getByRole("button", { name: "Use the sample population" }).click();
  await opened.page.getByText(/customers in 4 segments after/).waitFor();
  const slider = opened.page.getByRole("slider", { name: /^Percent/ });
  await slider.fill("10");
  await opened.page.getByText(/customers .* move/).waitFor();
  return { ...opened, slider };
}

test("while a slider is dragged the next question is asked once the last answer is drawn", async () => {
  const { slider, page, context } = await openKmeans();
  const noted = await slider.evaluate(async (slider) => {
    // On a busy machine frames may be further apart than the page waits for one: here it waits longer.
    const { setTimeout } = window;
    window.setTimeout = (work, ms, ...rest) => setTimeout(work, 50 * ms, ...rest);
    window.noted.length = 0;
    const frame = () => {
      window.noted.push("frame");
      if (window.noted.length < 500) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    // More often than frames come.
    for (let i = 0; i < 200; i += 1) {
      slider.value = String((i % 60) - 30);
      slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    window.setTimeout = setTimeout;
    return window.noted;
  });
  const order = noted.join(" ");
  assert.ok(noted.filter((what) => what === "answer").length > 3, order);
  assert.doesNotMatch(order, /answer ask/);
  await page.getByText(/customers .* move/).waitFor();
  await context.close();
});

test("a page that is not drawn is answered all the same", async () => {
  const { slider, page, context } = await openKmeans();
  const nAnswers = await slider.evaluate(async (slider) => {
    window.requestAnimationFrame = () => 0;
    window.noted.length = 0;
    const nAnswers = () => window.noted.filter((what) => what === "answer").length;
    for (const [i, value] of [20, 30, 40].entries()) {
      slider.value = String(value);
      slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      for (let turn = 0; turn < 200 && nAnswers() <= i; turn += 1) await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return nAnswers();
  });
  assert.equal(nAnswers, 3);
  await context.close();
});
