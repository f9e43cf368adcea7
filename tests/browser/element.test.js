// <gridfolk-whatif> in a page of somebody else's.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openBlank } from "./element-page.js";
import { oneBadCell, twoGroups } from "./tables.js";
import { until } from "./views.js";

const SRC = "/v1/modules";
const csv = twoGroups().buffer.toString();

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openBlank(browser, server.address));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

test("two elements stand on one page, each with its own module, table, language and theme", async () => {
  const details = await page.evaluate(
    async ({ src, csv }) => {
      const half = csv.split("\n").slice(0, 21).join("\n");
      const elements = [
        await whatif({ module: "kmeans", src, locale: "en", theme: "dark", table: csv }),
        await whatif({ module: "apriori", src, locale: "zh-CN", theme: "light", table: half }),
      ];
      return elements.map((element) => ({
        ready: element.heard.find(({ kind }) => kind === "ready").detail,
        scheme: getComputedStyle(element).colorScheme,
        surface: getComputedStyle(element).getPropertyValue("color-scheme"),
      }));
    },
    { src: SRC, csv },
  );
  assert.deepEqual(details.map(({ ready }) => [ready.module.name, ready.table.nRows]), [["kmeans", 40], ["apriori", 20]]);
  assert.deepEqual(details.map(({ scheme }) => scheme), ["dark", "light"]);
  await page.getByText(/40 customers in 4 segments/).waitFor();
  await page.getByRole("heading", { name: "挖掘设置" }).waitFor();
  assert.equal(page.workers().length, 2);
});

test("an element fetches what its module shows, and neither other views nor charts that it does not draw", async () => {
  const scripts = async () => {
    const paths = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
    return new Set(paths.filter((path) => path.endsWith(".js")).map((path) => path.split("/").at(-1).split("-")[0]));
  };
  await page.evaluate(({ src, csv }) => whatif({ module: "scorecard", src, locale: "en", table: csv }).then(() => {}), {
    src: SRC,
    csv: "kwh,flag\n" + Array.from({ length: 60 }, (_, i) => `${i},${i % 3 ? 0 : 1}`).join("\n"),
  });
  const first = await scripts();
  assert.deepEqual([first.has("scorecard"), first.has("kmeans"), first.has("echarts")], [true, false, false]);
  await page.evaluate(({ src, csv }) => whatif({ module: "kmeans", src, locale: "en", table: csv }).then(() => {}), { src: SRC, csv });
  await page.locator("canvas").first().waitFor();
  const then = await scripts();
  assert.deepEqual([then.has("kmeans"), then.has("echarts"), then.has("apriori")], [true, true, false]);
});

test("a table may be columns, rows, text, bytes or a file", async () => {
  const counts = await page.evaluate(async (csv) => {
    const [header, ...lines] = csv.split("\n").map((line) => line.split(","));
    const column = (at) => lines.map((line) => line[at]);
    const tables = [
      csv,
      new TextEncoder().encode(csv),
      new File([csv], "groups.csv"),
      lines.map((line) => Object.fromEntries(header.map((name, at) => [name, at < 2 ? line[at] : Number(line[at])]))),
      { columns: { customer_id: column(0), tariff: column(1), kwh: Float32Array.from(column(2)), late_bills: column(3).map(Number) } },
    ];
    const elements = [];
    for (const table of tables) elements.push(await whatif({ module: "kmeans", src: "/v1/modules", table }));
    return elements.map(({ heard }) => {
      const { table } = heard.find(({ kind }) => kind === "ready").detail;
      const { reply } = heard.find(({ kind }) => kind === "change").detail;
      return JSON.stringify([table.nRows, table.ids, reply.profile.map(({ size }) => size), reply.model.centroids]);
    });
  }, csv);
  assert.match(counts[0], /^\[40,\["customer_id"\]/);
  assert.equal(new Set(counts).size, 1, counts.join("\n"));
});

test("what reads files is loaded when there is one to read, and what runs pipelines not at all", async () => {
  const loaded = [];
  context.on("request", (request) => loaded.push(...(/gridfolk_([a-z]+)_bg\.wasm$/.exec(request.url())?.slice(1) ?? [])));
  await page.evaluate(async () => {
    const columns = { kwh: Float64Array.from({ length: 40 }, (_, i) => i), days: Float64Array.from({ length: 40 }, (_, i) => i % 7) };
    window.element = await whatif({ module: "kmeans", src: "/v1/modules", table: { columns } });
  });
  assert.deepEqual(loaded, ["bridge"]);
  assert.equal(await page.evaluate(async (csv) => (await element.load(csv)).nRows, csv), 40);
  assert.deepEqual(loaded, ["bridge", "reader"]);
});

test("a slider tells gridfolk-change with the request and the reply", async () => {
  await page.evaluate(async (csv) => (window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv })), csv);
  await page.getByRole("slider", { name: /^Percent/ }).fill("-50");
  const detail = await page.evaluate(() => heard(one, "change", ({ op }) => op === "what_if"));
  const { column } = detail.params.scenario[0];
  assert.deepEqual(detail.params.scenario, [{ column, scale: 0.5 }]);
  assert.equal(detail.reply.segments.migration.flat().reduce((total, n) => total + n), 40);
  assert.deepEqual(await page.evaluate(() => one.scenario), [{ column, scale: 0.5 }]);
});

test("a click on a segment or a customer tells gridfolk-select", async () => {
  await page.evaluate(async (csv) => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.scenario = [{ column: "kwh", scale: 3, where: { column: "tariff", eq: "flat" } }];
  }, csv);
  await page.getByRole("group", { name: "Who is alike" }).getByRole("button", { name: "s2" }).click();
  const group = await page.evaluate(() => heard(one, "select", ({ kind }) => kind === "group"));
  assert.deepEqual(group, { kind: "group", column: "segment", level: "s2" });
  await page.getByRole("button", { name: /^C\d+$/ }).first().click();
  const customer = await page.evaluate(() => heard(one, "select", ({ kind }) => kind === "customer"));
  assert.equal(customer.id, `C${100 + customer.row}`);
});

test("what is wrong is shown, told and thrown", async () => {
  const { thrown, told } = await page.evaluate(async (bad) => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "zh-CN" });
    const thrown = await one.load(bad).catch(({ code }) => ({ code }));
    return { thrown, told: await heard(one, "problem") };
  }, oneBadCell().buffer.toString());
  assert.equal(thrown.code, "cell_not_a_number");
  assert.equal(told.code, thrown.code);
  await page.getByRole("alert").getByText(/不是数值/).waitFor();
  const codes = await page.evaluate(async () => {
    const stranger = await whatif({ module: "nonsense", src: "/v1/modules" });
    const shown = await whatif({ module: "kmeans", src: "/v1/modules" });
    shown.scenario = [{ column: "kwh", set: 1 }];
    const restored = await shown.restore({ gridfolk: 2 }).catch(({ code }) => code);
    const problems = [await heard(stranger, "problem"), await heard(shown, "problem")];
    return [...problems.map(({ code }) => code), restored];
  });
  assert.deepEqual(codes, ["unknown_module", "scenario_not_shown", "state_not_readable"]);
  seen.errors.length = 0;
});

test("a saved state brings back settings and sliders, in another element too", async () => {
  const { saved, again } = await page.evaluate(async (csv) => {
    const first = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    first.scenario = [{ column: "late_bills", add: 4, where: { column: "tariff", eq: "tou" } }];
    await heard(first, "change", ({ op }) => op === "what_if");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const saved = JSON.parse(JSON.stringify(first.save()));
    saved.view.settings.k = 3;
    first.remove();
    const second = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    await second.restore(saved);
    const { params } = await heard(second, "change", ({ op }) => op === "what_if");
    return { saved, again: params.scenario };
  }, csv);
  assert.equal(saved.gridfolk, 1);
  assert.deepEqual(again, [{ column: "late_bills", add: 4, where: { column: "tariff", eq: "tou" } }]);
  await page.getByText(/40 customers in 3 segments/).waitFor();
});

test("a model that is given groups the customers without a fit, and describes them as its fit did", async () => {
  await page.evaluate(async (csv) => {
    const lines = csv.replace("tou,901,9", "tou,,9");
    const first = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: lines });
    first.id = "fit";
    const second = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en" });
    second.id = "given";
    second.model = first.model;
    second.table = lines;
    window.ops = async () => second.heard.filter(({ kind }) => kind === "change").map(({ detail }) => detail.op);
  }, csv);
  await page.getByText("40 customers in the 4 segments of the model that was given.").waitFor();
  const rows = (id) => page.locator(`#${id} gf-segments tbody tr`).allInnerTexts();
  const fit = await rows("fit");
  assert.equal(fit.length, 8);
  assert.deepEqual(await rows("given"), fit);
  assert.deepEqual(await page.evaluate(() => ops()), ["predict"]);
  await page.locator("#given").getByRole("slider", { name: /^Percent/ }).fill("-50");
  await page.locator("#given").getByText(/of 40 customers \(/).waitFor();
});

/** Two hundred customers; who calls often and uses much complains, with a fifth of exceptions. */
const complaints = [
  "customer_id,tariff,kwh,calls,complained",
  ...Array.from({ length: 200 }, (_, i) => {
    const [kwh, calls] = [100 + ((37 * i) % 211), (13 * i) % 9];
    const isLikely = kwh + 30 * calls > 330;
    return `C${i},${i % 3 ? "flat" : "tou"},${kwh},${calls},${isLikely === (i % 5 > 0) ? 1 : 0}`;
  }),
].join("\n");

const GIVEN = {
  scorecard: { op: "score", said: /^200 customers by the card that was given, with \d columns?/, table: "The card" },
  sensitivity: { op: "predict", said: /By the model that was given: \d+ events are expected of 200 customers/, table: "What is to be expected" },
  tree: { op: "what_if", said: /^200 customers judged by the tree that was given/, table: "The rules" },
};

for (const [module, { op, said, table }] of Object.entries(GIVEN)) {
  test(`a model that is given to ${module} is used without a fit, and says the same`, async () => {
    await page.evaluate(
      async ([name, text]) => {
        const first = await whatif({ module: name, src: "/v1/modules", locale: "en", table: text });
        first.id = "fit";
        const given = await whatif({ module: name, src: "/v1/modules", locale: "en" });
        given.id = "given";
        given.model = first.model;
        given.table = text;
        window.ops = () => given.heard.filter(({ kind }) => kind === "change").map(({ detail }) => detail.op);
      },
      [module, complaints],
    );
    await page.locator("#given").getByText(said).waitFor();
    const cells = (id) => page.locator(`#${id}`).getByRole("group", { name: table, exact: true }).locator("tbody").first().innerText();
    await page.locator("#given gf-costs .figures").waitFor();
    assert.equal(await cells("given"), await cells("fit"));
    const figures = (id) => page.locator(`#${id} gf-costs .figure strong`).allInnerTexts();
    assert.deepEqual(await figures("given"), await figures("fit"));
    const ops = await page.evaluate(() => ops());
    assert.equal(ops[0], op);
    assert.ok(!ops.includes("fit"), ops.join());
    // Without the target, too: nothing but what happened is missing.
    await page.evaluate((text) => {
      document.querySelector("#given").table = text.replaceAll(/,[^,\n]*$/gm, "");
    }, complaints);
    await until(() => page.locator("#given gf-costs").getByLabel("Events counted from").count(), (n) => n === 0);
    await page.locator("#given gf-costs .figures").waitFor();
    assert.deepEqual(await figures("given"), await figures("fit"));
    assert.deepEqual(await page.evaluate(() => document.querySelector("#given").heard.filter(({ kind }) => kind === "problem")), []);
  });
}

test("other settings ask for a fit in place of the model that was given", async () => {
  await page.evaluate(async (text) => {
    const first = await whatif({ module: "tree", src: "/v1/modules", locale: "en", table: text });
    const { model } = first;
    first.remove();
    window.given = await whatif({ module: "tree", src: "/v1/modules", locale: "en" });
    given.model = model;
    given.table = text;
  }, complaints);
  await page.getByText(/judged by the tree that was given/).waitFor();
  await page.getByLabel("Most questions in a row").press("ArrowLeft");
  await page.getByText(/^Learnt from 200 of 200 customers/).waitFor();
  // The view tells its state when the comparison stands there, too.
  await until(() => page.evaluate(() => "model" in given.save().view), (isKept) => !isKept);
});

test("the levels of a comparison and the leaves of a tree tell gridfolk-select", async () => {
  await page.evaluate(async (text) => {
    window.one = await whatif({ module: "tree", src: "/v1/modules", locale: "en", table: text });
  }, complaints);
  await page.getByRole("group", { name: "By kind of customer" }).getByRole("button", { name: "flat" }).click();
  assert.deepEqual(await page.evaluate(() => heard(one, "select")), { kind: "group", column: "tariff", level: "flat" });
  await page.getByRole("group", { name: "The rules" }).getByRole("button", { name: /^n\d+$/ }).first().click();
  const { column, level } = await page.evaluate(() => heard(one, "select", ({ column }) => column === "leaf"));
  assert.equal(column, "leaf");
  assert.match(level, /^n\d+$/);
});

test("a module without a view of its own is shown as the form that its manifest makes", async () => {
  await page.evaluate(async (text) => {
    window.one = await whatif({ module: "probe", src: "/test-modules/index.json", locale: "en" });
    one.table = text;
  }, complaints);
  await page.locator("gridfolk-whatif gf-generic").getByRole("button", { name: "Run" }).waitFor();
});

test("run asks the module about the table, with the last model where one is needed", async () => {
  const { sizes, text, columns } = await page.evaluate(async (csv) => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", table: csv });
    const { body, text, columns } = await one.run({ op: "predict" });
    return { sizes: body.sizes, text, columns: columns.map(({ name }) => name) };
  }, csv);
  assert.equal(sizes.reduce((total, n) => total + n), 40);
  assert.deepEqual(JSON.parse(text).sizes, sizes);
  assert.deepEqual(columns, ["segment", "distance"]);
});

test("a trapped instance is replaced, and the table is still there", async () => {
  const { trap, after } = await page.evaluate(async () => {
    const one = await whatif({ module: "probe", src: "/test-modules/index.json" });
    await one.load("kwh\n1\n2\n3\n");
    const trap = await one.run({ op: "panic" }).catch(({ code, trapped }) => ({ code, trapped }));
    return { trap, after: (await one.run({ op: "count" })).body };
  });
  assert.deepEqual([trap.code, trap.trapped], ["module_panicked", true]);
  assert.equal(after.n_rows, 3);
});

test("dispose ends the worker, and what comes later is refused", async () => {
  const code = await page.evaluate(async (csv) => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", table: csv });
    const underWay = one.run({ op: "predict" }).catch((problem) => problem.code);
    one.dispose();
    return [await underWay, await one.load("a\n1\n").catch((problem) => problem.code)];
  }, csv);
  assert.deepEqual(code, ["disposed", "disposed"]);
  await workers(0);
});

test("an element that leaves the page ends its worker, and comes back as it was", async () => {
  await page.evaluate(async (csv) => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.scenario = [{ column: "kwh", scale: 2 }];
    await heard(one, "change", ({ op }) => op === "what_if");
    one.remove();
  }, csv);
  await workers(0);
  await page.evaluate(() => {
    one.heard = [];
    document.body.append(one);
    return heard(one, "change", ({ op, params }) => op === "what_if" && params.scenario[0].scale === 2);
  });
  await page.getByText(/40 customers in 4 segments/).waitFor();
  await workers(1);
});

test("an element that has left the page answers with its table, and keeps no worker beyond that", async () => {
  const nSegments = await page.evaluate(async (csv) => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { columns } = await one.run({ op: "fit", params: { k: 2 } });
    // As from a request that was under way when the person went elsewhere.
    await one.load(csv);
    return columns[0].levels.length;
  }, csv);
  assert.equal(nSegments, 2);
  await workers(0);
  await page.evaluate(() => document.body.append(one));
  await page.getByText(/40 customers in 4 segments/).waitFor();
});

test("the page's own colours and language reach the element", async () => {
  const look = await page.evaluate(async (csv) => {
    document.body.style.setProperty("--gridfolk-accent", "rgb(1, 2, 3)");
    document.body.style.setProperty("--gridfolk-radius", "2px");
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "zh-Hans", table: csv });
    const settings = one.shadowRoot.querySelector("gf-kmeans").shadowRoot.querySelector("gf-kmeans-settings");
    const radii = [".card", "button"].map((selector) => getComputedStyle(settings.shadowRoot.querySelector(selector)).borderRadius);
    return [getComputedStyle(settings).getPropertyValue("--gf-accent"), ...radii, one.locale];
  }, csv);
  assert.deepEqual(look, ["rgb(1, 2, 3)", "2px", "2px", "zh-CN"]);
});

/** Waits until so many workers run. */
async function workers(n) {
  for (let attempt = 0; page.workers().length !== n; attempt += 1) {
    assert.ok(attempt < 100, `${page.workers().length} workers run, not ${n}`);
    await page.waitForTimeout(50);
  }
}
