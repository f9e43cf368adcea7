// What programs set on <gridfolk-whatif>, in whatever order and however wrong.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { openBlank } from "./element-page.js";
import { twoGroups } from "./tables.js";

const csv = twoGroups().buffer.toString();
const SCENARIO = [{ column: "kwh", scale: 2 }];

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openBlank(browser, server.address));
  await page.evaluate((given) => Object.assign(window, given), { csv, scenario: SCENARIO });
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

/** Notes what the worker is asked, and keeps from it the calls whose name is `hold`, until they are posted. */
function holdingCalls() {
  Object.assign(window, { asked: [], held: [], hold: undefined });
  window.Worker = class extends Worker {
    postMessage(message, ...rest) {
      const post = () => super.postMessage(message, ...rest);
      window.asked.push(message);
      if (message.name === window.hold) window.held.push(post);
      else post();
    }
  };
}

test("what was set before the element is defined counts", async () => {
  await context.close();
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/blank" }));
  const { own, ready, params } = await page.evaluate(
    async ({ csv, scenario }) => {
      const element = document.createElement("gridfolk-whatif");
      Object.assign(element, { table: csv, scenario, module: "kmeans", src: "/v1/modules", locale: "en" });
      document.body.append(element);
      const heard = (event, isWanted) => new Promise((resolve) => element.addEventListener(event, (e) => isWanted(e.detail) && resolve(e.detail)));
      const answers = [heard("gridfolk-ready", () => true), heard("gridfolk-change", ({ op }) => op === "what_if")];
      await import("/gridfolk/dist/whatif.js");
      const [ready, { params }] = await Promise.all(answers);
      return { own: Object.keys(element).filter((name) => name in { table: 0, scenario: 0 }), ready, params };
    },
    { csv, scenario: SCENARIO },
  );
  assert.deepEqual(own, [], "nothing hides the accessors");
  assert.equal(ready.table.nRows, 40);
  assert.deepEqual(params.scenario, SCENARIO);
});

test("a language is understood however it is set, and none is the browser's", async () => {
  const locales = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en" });
    const locales = [];
    for (const locale of ["zh-Hans", "en-GB", "de", undefined]) {
      one.locale = locale;
      await one.updateComplete;
      locales.push([one.locale, one.getAttribute("locale")]);
    }
    one.setAttribute("locale", "zh-TW");
    await one.updateComplete;
    one.removeAttribute("locale");
    await one.updateComplete;
    return [...locales, one.locale];
  });
  assert.deepEqual(locales, [["zh-CN", "zh-CN"], ["en", "en"], ["en", "en"], ["en", "en"], "en"]);
});

test("a scenario that a program moves is compared, and nothing is learnt anew", async () => {
  const asked = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    const asked = [];
    const compared = (scale) =>
      new Promise((resolve) => {
        one.addEventListener("gridfolk-change", ({ detail: { op, params } }) => {
          asked.push(op);
          if (op === "what_if" && params.scenario[0].scale === scale) resolve();
        });
        one.scenario = [{ column: "kwh", scale }];
      });
    await compared(2);
    await compared(3);
    return [...new Set(asked)];
  });
  assert.deepEqual(asked, ["what_if"]);
});

test("an element says what it lacks: the module, then the table", async () => {
  await page.evaluate(async () => (window.one = await whatif({ src: "/v1/modules", locale: "en" })));
  await page.getByText("No module is named yet").waitFor();
  await page.evaluate(() => (one.module = "kmeans"));
  await page.getByText("No table has been given yet").waitFor();
  await page.evaluate(() => (one.table = csv));
  await page.getByText(/40 customers in 4 segments/).waitFor();
  await page.evaluate(() => (one.table = null));
  await page.getByText("No table has been given yet").waitFor();
  const refused = await page.evaluate(() => one.run({ op: "fit", params: { k: 2 } }).catch(({ code }) => code));
  assert.equal(typeof refused, "string", "the module has no table either");
  assert.equal(await page.evaluate(() => one.table), undefined);
});

test("a table that cannot be read leaves the one before, which also comes back into the page", async () => {
  const before = await page.evaluate(async () => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    await one.load({ columns: { kwh: [1, "many"] } }).catch(() => {});
    one.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    document.body.append(one);
    return one.table === csv;
  });
  assert.ok(before);
  await page.getByText(/40 customers in 4 segments/).waitFor();
});

test("of two tables at once the first stays where the second cannot be read", async () => {
  const [isKept, nFitted] = await page.evaluate(async () => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    const good = csv.split("\n").slice(0, 31).join("\n");
    const loads = [one.load(good), one.load({ columns: { kwh: [1, "many"] } })];
    await Promise.allSettled(loads);
    const { columns } = await one.run({ op: "fit", params: { k: 2 } });
    return [one.table === good, columns[0].codes.length];
  });
  await page.getByText(/30 customers in 4 segments/).waitFor();
  assert.deepEqual([isKept, nFitted], [true, 30], "view, property and module have the same table");
});

test("of a file and what is given right after it the module has the latter", async () => {
  const { nFitted, refused, table, isShown } = await page.evaluate(async () => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    // The first bytes of a file say what it is: it is on its way for longer than columns are.
    const columns = { kwh: Array.from({ length: 10 }, (_, row) => row * row), calls: Array.from({ length: 10 }, (_, row) => row % 3) };
    await Promise.all([one.load(new Blob([csv])), one.load({ columns })]);
    const fit = () => one.run({ op: "fit", params: { k: 2 } });
    const nFitted = (await fit()).columns[0].codes.length;
    const loaded = one.load(new Blob([csv]));
    one.table = null;
    await loaded;
    return { nFitted, refused: await fit().catch(({ code }) => code), table: one.table, isShown: one.shadowRoot.querySelector("gf-kmeans") !== null };
  });
  assert.equal(nFitted, 10);
  assert.equal(typeof refused, "string", "none is none");
  assert.equal(table, undefined);
  assert.equal(isShown, false);
});

test("what a slider asks while a table of other columns is read is no problem of that one", async () => {
  await page.evaluate(holdingCalls);
  const { problems, order } = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    const isAsked = async (isWanted) => {
      while (!asked.some(isWanted)) await new Promise((resolve) => setTimeout(resolve));
    };
    asked.length = 0;
    // Long enough for the slider's question to stand behind it.
    one.table = "use,calls\n" + Array.from({ length: 100_000 }, (_, row) => `${row % 977},${row % 7}\n`).join("");
    await isAsked(({ name }) => name === "readTable");
    one.scenario = scenario;
    await heard(one, "change", ({ op, columns }) => op === "fit" && columns[0].codes.length === 100_000);
    const problems = one.heard.filter(({ kind }) => kind === "problem").map(({ detail }) => detail.code);
    return { problems, order: asked.filter(({ name }) => name === "readTable" || name === "run").map(({ name }) => name) };
  });
  assert.deepEqual(order.slice(0, 2), ["readTable", "run"]);
  assert.deepEqual(problems, ["edit_not_of_table"], "the other table lacks what the slider moves");
});

test("what pictures ask of a table while one of other columns is read is no problem of that one", async () => {
  await page.evaluate(holdingCalls);
  const { nHeld, problems } = await page.evaluate(async () => {
    hold = "column";
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    const others = csv.replace("tariff,kwh,late_bills", "kind,use,calls").split("\n").slice(0, 31).join("\n");
    asked.length = 0;
    one.table = others;
    while (!asked.some(({ name }) => name === "readTable")) await new Promise((resolve) => setTimeout(resolve));
    const nHeld = held.length;
    hold = undefined;
    held.forEach((post) => post());
    await heard(one, "change", ({ op, columns }) => op === "fit" && columns[0].codes.length === 30);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { nHeld, problems: one.heard.filter(({ kind }) => kind === "problem").map(({ detail }) => detail.message) };
  });
  assert.ok(nHeld > 0, "some columns are asked for");
  assert.deepEqual(problems, []);
});

test("a table that is given while the element is in no page is shown once it is", async () => {
  await page.evaluate(async () => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await one.load(csv.split("\n").slice(0, 31).join("\n"));
    document.body.append(one);
  });
  await page.getByText(/30 customers in 4 segments/).waitFor();
});

test("another module begins with the sliders, and with neither settings nor model of the one before", async () => {
  const { scenario, problems, model, ops } = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.scenario = scenario;
    await heard(one, "change", ({ op }) => op === "what_if");
    await new Promise((resolve) => setTimeout(resolve, 100));
    one.heard.length = 0;
    one.module = "fuzzy";
    await heard(one, "change", ({ module, op }) => module === "fuzzy" && op === "what_if");
    const told = (kind) => one.heard.filter((event) => event.kind === kind).map(({ detail }) => detail);
    const ops = told("change").flatMap(({ module, op }) => (module === "fuzzy" ? op : []));
    return { scenario: one.scenario, problems: told("problem"), model: one.model.module, ops };
  });
  assert.deepEqual(ops.slice(0, 2), ["fit", "what_if"]);
  assert.deepEqual([scenario, problems, model], [SCENARIO, [], "fuzzy"]);
});

test("a module that takes the place of another is told ready, and nothing more of the other counts", async () => {
  await context.close();
  ({ page, seen, context } = await openBlank(browser, server.address, { init: holdingCalls }));
  const { ready, saved, runs } = await page.evaluate(async (csv) => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const told = () => one.heard.filter(({ kind }) => kind === "ready").map(({ detail }) => detail.module.name);
    const ran = (module) => asked.filter(({ name, args }) => name === "run" && args.module === module).length;
    const before = ran("kmeans");
    // The list of modules comes late: what the view on the screen begins meanwhile ends first.
    hold = "find";
    one.module = "fuzzy";
    await new Promise((resolve) => setTimeout(resolve, 500));
    hold = undefined;
    held.forEach((post) => post());
    await heard(one, "change", ({ module }) => module === "fuzzy");
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { ready: told(), saved: one.save().module, runs: ran("kmeans") - before };
  }, csv);
  assert.deepEqual([ready, saved, runs], [["kmeans", "fuzzy"], "fuzzy", 0]);
});

test("a model of another module is refused, and the view does without", async () => {
  const problem = await page.evaluate(async () => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en" });
    one.model = { module: "tree", schema: 1 };
    one.table = csv;
    return heard(one, "problem");
  });
  assert.equal(problem.code, "model_of_other_module");
  assert.deepEqual(problem.values, { module: "tree", expected: "kmeans" });
  await page.getByText(/40 customers in 4 segments/).waitFor();
});

test("a scenario that no slider can make is refused, and the one before stays", async () => {
  const { codes, kept } = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.scenario = scenario;
    const wrong = [{}, [null], [{ column: "kwh", scale: "2" }], [{ column: "late_bill", add: 1 }], [{ column: "tariff", scale: 2 }]];
    const codes = [];
    for (const given of wrong) {
      one.heard.length = 0;
      one.scenario = given;
      codes.push((await heard(one, "problem")).code);
    }
    return { codes, kept: one.scenario };
  });
  assert.deepEqual(codes, ["wrong_type", "scenario_not_shown", "scenario_not_shown", "edit_not_of_table", "edit_not_of_table"]);
  assert.deepEqual(kept, SCENARIO);
});

test("a table without a column that is to be changed tells so, and the other changes stay", async () => {
  const { problem, kept } = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en" });
    one.scenario = [{ column: "calls", add: 1 }, ...scenario];
    one.table = csv;
    await heard(one, "change", ({ op }) => op === "what_if");
    return { problem: await heard(one, "problem"), kept: one.scenario };
  });
  assert.equal(problem.code, "edit_not_of_table");
  assert.equal(problem.pointer, "/scenario/0/column");
  assert.deepEqual(kept, SCENARIO);
});

test("a table of other columns begins anew after a scenario was set, and one of the same columns keeps settings", async () => {
  const asked = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    const { view } = one.save();
    await one.restore({ ...one.save(), view: { ...view, settings: { ...view.settings, k: 3 } } });
    await heard(one, "change", ({ params }) => params.k === 3);
    const told = async () => {
      await heard(one, "change", ({ op }) => op === "what_if");
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { columns, k } = one.heard.find(({ detail }) => detail.op === "fit").detail.params;
      const problems = one.heard.filter(({ kind }) => kind === "problem").length;
      one.heard.length = 0;
      return [columns[0], k, problems];
    };
    one.scenario = [{ column: "late_bills", add: 1 }];
    await told();
    const asked = [];
    for (const table of [csv.split("\n").slice(0, 31).join("\n"), csv.replaceAll("kwh", "kWh")]) {
      await one.load(table);
      asked.push(await told());
    }
    return asked;
  });
  assert.deepEqual(asked, [["kwh", 3, 0], ["kWh", 4, 0]]);
});

test("a state can be restored before the element is in a page", async () => {
  const params = await page.evaluate(async () => {
    const first = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    first.scenario = scenario;
    await heard(first, "change", ({ op }) => op === "what_if");
    const second = document.createElement("gridfolk-whatif");
    second.src = "/v1/modules";
    await second.restore(first.save());
    const answered = new Promise((resolve) => {
      second.addEventListener("gridfolk-change", ({ detail }) => detail.op === "what_if" && resolve(detail.params));
    });
    document.body.append(second);
    second.table = csv;
    return answered;
  });
  assert.deepEqual(params.scenario, SCENARIO);
});

test("states and models that a framework watches are saved and restored as others are", async () => {
  const { scenario, saved } = await page.evaluate(async () => {
    const watched = (thing) =>
      new Proxy(thing, {
        get(target, name) {
          const value = Reflect.get(target, name);
          return typeof value === "object" && value !== null ? watched(value) : value;
        },
      });
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.scenario = scenario;
    await heard(one, "change", ({ op }) => op === "what_if");
    one.model = watched(one.model);
    const state = one.save();
    one.scenario = [];
    await one.restore(watched(state));
    return { scenario: one.scenario, saved: one.save() };
  });
  assert.deepEqual(scenario, SCENARIO);
  assert.equal(saved.model.module, "kmeans");
});

test("a model that is a text is refused, and the element goes on", async () => {
  const { problems, refused } = await page.evaluate(async () => {
    window.one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    one.model = JSON.stringify(one.model);
    const state = { ...one.save(), model: "text" };
    const refused = await one.restore(state).catch(({ code, pointer }) => [code, pointer]);
    one.module = "fuzzy";
    await heard(one, "ready", ({ module }) => module.name === "fuzzy");
    return { problems: one.heard.filter(({ kind }) => kind === "problem").map(({ detail }) => detail.pointer), refused };
  });
  assert.deepEqual(problems, ["/model", "/state/model"]);
  assert.deepEqual(refused, ["state_not_readable", "/state/model"]);
});

test("what is refused is an Error, with what programs read of it", async () => {
  const refused = await page.evaluate(async () => {
    const { GridfolkError } = await import("/gridfolk/dist/index.js");
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en" });
    const works = [one.load(7), one.run(undefined), one.restore({ gridfolk: 1, module: "kmeans", view: { edits: 5 } })];
    const thrown = await Promise.all(works.map((work) => work.catch((error) => error)));
    return thrown.map((error) => [error instanceof GridfolkError, error.code, error.pointer, error.message.length > 10]);
  });
  assert.deepEqual(refused, [
    [true, "table_wrong_kind", "/table", true],
    [true, "missing_field", "/op", true],
    [true, "state_not_readable", "/state/view/edits", true],
  ]);
});

test("an address without a list of modules is told as such", async () => {
  const codes = await page.evaluate(async () => {
    const codes = [];
    for (const src of ["/nowhere", "/blank", "/gridfolk/package.json"]) {
      const one = await whatif({ module: "kmeans", src, locale: "en" });
      codes.push((await heard(one, "problem")).code);
    }
    return codes;
  });
  assert.deepEqual(codes, Array(3).fill("modules_not_served"));
  seen.errors.length = 0;
});

test("a list of modules that is none is told as such, and pipelines that are not reached keep no module away", async () => {
  const lists = { broken: "[{", object: "{}", nameless: "[null, {}]", good: await (await fetch(`${server.address}/v1/modules`)).text() };
  for (const [name, body] of Object.entries(lists)) await context.route(`**/${name}/index.json`, (route) => route.fulfill({ body, contentType: "application/json" }));
  // As where another origin's server says only of what there is that pages may read it.
  await context.route("**/pipelines/index.json", (route) => route.abort());
  await context.route("**/good/kmeans.wasm", async (route) => route.fulfill({ response: await route.fetch({ url: `${server.address}/v1/modules/kmeans/module.wasm` }) }));
  const codes = await page.evaluate(async (names) => {
    const codes = [];
    for (const name of names) {
      const one = await whatif({ module: "kmeans", src: `/${name}/index.json`, locale: "en" });
      one.table = csv;
      while (!one.heard.some(({ kind }) => kind === "problem" || kind === "ready")) await new Promise((resolve) => setTimeout(resolve, 20));
      codes.push(one.heard.map(({ kind, detail }) => detail.code ?? kind).at(-1));
      one.remove();
    }
    return codes;
  }, Object.keys(lists));
  assert.deepEqual(codes, ["modules_not_served", "modules_not_served", "modules_not_served", "ready"]);
  seen.errors.length = 0;
});

test("a part of the bridge that is not served is named", async () => {
  await context.route("**/gridfolk_bridge_bg*.wasm", (route) => route.fulfill({ status: 404 }));
  await context.route("**/gridfolk_reader_bg*.wasm", (route) => route.abort());
  const refused = () =>
    page.evaluate(async () => {
      const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en" });
      return one.load(csv).catch(({ code, values }) => [code, new URL(values.path).pathname.split("/").at(-1)]);
    });
  const [withoutCore, core] = await refused();
  await context.unroute("**/gridfolk_bridge_bg*.wasm");
  const [withoutReader, reader] = await refused();
  assert.deepEqual([withoutCore, withoutReader], ["not_served", "not_reached"]);
  assert.match(core, /^gridfolk_bridge_bg/);
  assert.match(reader, /^gridfolk_reader_bg/);
  seen.errors.length = 0;
});

test("what is wrong with a module or table that another has taken the place of is not shown over the other", async () => {
  const seenOf = await page.evaluate(async (csv) => {
    const bad = { columns: { kwh: [1, "many"] } };
    const given = { module: "kmeans", src: "/v1/modules" };
    const wrongs = [{ src: "/nowhere" }, { module: "kmeanz" }, { table: bad }];
    const seenOf = [];
    for (const wrong of wrongs) {
      const one = await whatif({ ...given, locale: "en" });
      Object.assign(one, wrong);
      await one.updateComplete;
      Object.assign(one, given, { table: csv });
      await heard(one, "ready");
      seenOf.push([one.shadowRoot.querySelector("gf-problem") === null, one.heard.filter(({ kind }) => kind === "problem").map(({ detail }) => detail.code)]);
      one.remove();
    }
    return seenOf;
  }, csv);
  // Who gave the table is told what is wrong with it all the same.
  assert.deepEqual(seenOf, [[true, []], [true, []], [true, ["column_mixed"]]]);
  seen.errors.length = 0;
});

test("a run asks the module that is named at the time", async () => {
  const code = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/nowhere", locale: "en" });
    await heard(one, "problem");
    one.table = csv;
    one.src = "/v1/modules";
    return one.run({ op: "fit", params: { k: 2 } }).then(() => "answered", ({ code }) => code);
  });
  assert.equal(code, "answered");
  seen.errors.length = 0;
});

test("a module of the same name from another address takes the place of the one before, and what is set stays", async () => {
  // The same code with a section that says nothing: other bytes.
  const bytes = await page.evaluate(async () => [...new Uint8Array(await (await fetch("/v1/modules/kmeans/module.wasm")).arrayBuffer())]);
  const other = Buffer.from([...bytes, 0, 2, 1, 0x78]);
  const sha256 = createHash("sha256").update(other).digest("hex");
  await context.route("**/elsewhere/index.json", (route) =>
    route.fulfill({ json: [{ name: "kmeans", version: "0.0.1", sha256, bytes: other.length, title: {} }] }),
  );
  let nFetched = 0;
  await context.route("**/elsewhere/kmeans.wasm", (route) => {
    nFetched += 1;
    return route.fulfill({ body: other, contentType: "application/wasm" });
  });
  await context.route("**/pipelines/index.json", (route) => route.fulfill({ json: [] }));
  const { before, after, scenario } = await page.evaluate(async () => {
    const one = await whatif({ module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
    const before = await heard(one, "ready");
    one.scenario = scenario;
    await heard(one, "change", ({ op }) => op === "what_if");
    one.heard.length = 0;
    one.src = "/elsewhere/index.json";
    const [after, { params }] = await Promise.all([heard(one, "ready"), heard(one, "change", ({ op }) => op === "what_if")]);
    return { before: before.module, after: after.module, scenario: params.scenario };
  });
  assert.notEqual(before.sha256, sha256);
  assert.equal(after.sha256, sha256);
  assert.deepEqual(scenario, SCENARIO);
  assert.equal(nFetched, 1);
});
