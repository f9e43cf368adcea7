// What a narrow screen shows can be read: no column of single letters, no letters too small, and no group without a name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { cellsOf, openView } from "./views.js";

const READY = /最近一次应答用时/;
/** The least height of letters in a picture, in pixels of the screen. */
const LETTERS_MIN = 8;

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

const open = (module) => openView(browser, server.address, module, { locale: "zh-CN", viewport: { width: 390, height: 844 }, ready: READY });

/** How large the letters of a picture are on the screen. */
const lettersIn = (picture) =>
  picture.evaluate((svg) => {
    const { width } = svg.getBoundingClientRect();
    return (parseFloat(getComputedStyle(svg.querySelector("text")).fontSize) * width) / svg.viewBox.baseVal.width;
  });

test("reasons of unusual customers stand in lines of words", async () => {
  const { page, context } = await open("density");
  const reason = page.locator("gf-density li > span:first-child").first();
  const { height } = await reason.boundingBox();
  assert.ok(height < 80, `a reason is ${height} high`);
  await context.close();
});

for (const [module, element] of [["density", "gf-density-reach"], ["sensitivity", "gf-sensitivity-curve"], ["activity", "gf-histogram"], ["scorecard", "gf-costs"]]) {
  test(`the picture of ${element} has letters that can be read, and says what its axes measure`, async () => {
    const { page, context } = await open(module);
    const picture = page.locator(`${element} svg.plane`);
    const size = await lettersIn(picture);
    assert.ok(size >= LETTERS_MIN, `letters are ${size} high`);
    const titles = await picture.locator("text.axis").allTextContents();
    assert.ok(titles.length === 2 && titles.every((title) => title.trim().length > 1), titles.join());
    await context.close();
  });
}

test("heads of tables break between words, never within", async () => {
  const { page, context } = await open("tree");
  const heads = await page.locator("gf-tree thead th").evaluateAll((all) =>
    all.map((head) => {
      const range = document.createRange();
      range.selectNodeContents(head);
      return { text: head.textContent.trim(), lines: new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size };
    }),
  );
  const words = heads.filter(({ text }) => /^\p{Script=Han}{2,5}$/u.test(text));
  assert.ok(words.length > 2, JSON.stringify(heads));
  assert.deepEqual(words.filter(({ lines }) => lines !== 1), []);
  await context.close();
});

test("every one of a few groups is named in the picture of moves, on both sides", async () => {
  const { page, context } = await open("activity");
  const amount = page.locator("gf-scenario input[type=number]").first();
  await amount.fill("80");
  await amount.press("Enter");
  const names = page.locator("gf-migration svg.flow text");
  await names.first().waitFor();
  const groups = await page.locator("gf-migration .pair tbody th").allInnerTexts();
  assert.ok(groups.length >= 5);
  assert.deepEqual((await names.allTextContents()).toSorted(), [...groups, ...groups].map((group) => group.trim()).toSorted());
  await context.close();
});

test("a tree is compared by the event, not by its absence", async () => {
  const { page, context } = await open("tree");
  assert.equal(await page.locator("gf-slices #level").inputValue(), "1");
  await context.close();
});

test("numbers of one column have the same decimals", async () => {
  const { page, context } = await open("kmeans");
  const rows = await cellsOf(page, "各列均值");
  const decimals = (text) => text.split(".")[1]?.length ?? 0;
  assert.ok(rows.length > 1 && rows[0].length > 2);
  for (let column = 1; column < rows[0].length; column += 1) {
    const cells = rows.map((row) => row[column]);
    assert.equal(new Set(cells.map(decimals)).size, 1, cells.join());
  }
  await context.close();
});

test("what nothing changes is shown once, and no picture of moves where nobody moves", async () => {
  const { page, context } = await open("fuzzy");
  const bars = (kind) => page.locator(`gf-slices rect.${kind}`);
  await bars("after").first().waitFor();
  assert.equal(await bars("before").count(), 0);
  assert.equal(await page.locator("gf-migration svg.flow").count(), 0);
  const amount = page.locator("gf-scenario input[type=number]").first();
  await amount.fill("80");
  await amount.press("Enter");
  await page.locator("gf-migration svg.flow").waitFor();
  assert.equal(await bars("before").count(), await bars("after").count());
  await context.close();
});

test("bars by kind of customer are in sight, with letters that can be read", async () => {
  const { page, context } = await open("scorecard");
  await page.locator("gf-slices #result").selectOption("points");
  const picture = page.locator("gf-slices svg.bars");
  const room = await page.locator("gf-slices .scroll").first().evaluate((one) => one.clientWidth);
  const shown = await picture.evaluate((svg) => {
    const { left } = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text, rect")].map((part) => {
      const box = part.getBoundingClientRect();
      const letters = (parseFloat(getComputedStyle(part).fontSize) * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width;
      return { tag: part.tagName, from: box.left - left, to: box.right - left, letters };
    });
  });
  assert.ok(shown.filter(({ tag }) => tag === "rect").length > 2);
  for (const { tag, from, to, letters } of shown) {
    assert.ok(from >= -1 && to <= room + 1, `${tag} from ${from} to ${to} of ${room}`);
    assert.ok(tag !== "text" || letters >= LETTERS_MIN, `letters are ${letters} high`);
  }
  await context.close();
});

test("a difference that is neither good nor bad has no colour of its own", async () => {
  const { page, context } = await open("activity");
  const amount = page.locator("gf-scenario input[type=number]").first();
  await amount.fill("80");
  await amount.press("Enter");
  const differences = page.locator("gf-migration .pair tbody td:last-child");
  await differences.first().waitFor();
  const signs = (await differences.allInnerTexts()).map((text) => text.trim()[0]);
  assert.ok(signs.includes("+") && signs.includes("−"), signs.join());
  const colours = await differences.evaluateAll((all) => all.map((cell) => getComputedStyle(cell).color));
  assert.equal(new Set(colours).size, 1, colours.join());
  await context.close();
});

test("who is accepted is read beside what is counted", async () => {
  const { page, context } = await open("scorecard");
  const tables = page.locator("gf-accepted .scroll");
  const cut = await tables.evaluateAll((all) => all.map((table) => table.scrollWidth - table.clientWidth));
  assert.ok(cut.length === 2 && cut.every((n) => n <= 1), cut.join());
  await page.locator("gf-scenario input[type=number]").first().fill("60");
  await page.keyboard.press("Enter");
  await page.locator("gf-accepted [role=status]").nth(1).waitFor();
  const edited = await tables.evaluateAll((all) => all.map((table) => table.scrollWidth - table.clientWidth));
  assert.ok(edited.every((n) => n <= 1), edited.join());
  await context.close();
});

test("a button leads past the settings to the results", async () => {
  const { page, context } = await open("scorecard");
  const title = page.getByRole("heading", { name: "接受哪些客户", exact: true });
  const isInSight = () => title.evaluate((one) => one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().top >= 0);
  assert.equal(await isInSight(), false);
  await page.getByRole("button", { name: "查看结果" }).click();
  assert.equal(await isInSight(), true);
  await context.close();
});

for (const locale of ["en-US", "zh-CN"]) {
  test(`a comparison by kind of customer is read without scrolling sideways, in ${locale}`, async () => {
    const { page, context } = await openView(browser, server.address, "sensitivity", { locale, viewport: { width: 390, height: 844 }, ready: /Last reply in|最近一次应答用时/ });
    await page.locator("gf-scenario input[type=number]").first().fill("60");
    await page.keyboard.press("Enter");
    await page.locator("gf-slices thead th").nth(3).waitFor();
    const table = page.locator("gf-slices .scroll").last();
    assert.ok((await table.evaluate((one) => one.scrollWidth - one.clientWidth)) <= 1);
    assert.match(await table.locator("tbody th").first().innerText(), /\d customers|\d 位客户/);
    const slider = await page.locator("gf-sensitivity-expected input[type=range]").boundingBox();
    assert.ok(slider.width > 150, `the threshold's slider is ${slider.width} wide`);
    await context.close();
  });
}

/** Customers of kinds with long names, in numbers and categories alone. */
function longNames() {
  const kinds = ["foosdfpfkusacimwkcsosbicdxkicaua", "lmkebamcaaclubfxadlmueccxoimlema"];
  const rows = Array.from({ length: 60 }, (_, i) => `C${100 + i},${kinds[i % 2]},${(i % 7) + i / 60},${(i * 5) % 11}`);
  return { name: "kinds.csv", mimeType: "text/csv", buffer: Buffer.from(["customer_id,channel,use,late", ...rows].join("\n")) };
}

test("names of levels begin with their first letters, and break where there is no room", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#kmeans", viewport: { width: 1280, height: 900 } });
  await page.locator("input[type=file]").setInputFiles(longNames());
  const names = page.locator("gf-slices svg.bars text.name");
  await names.first().waitFor();
  const outside = await names.evaluateAll((all) => all.map((one) => one.closest(".card").getBoundingClientRect().left - one.getBoundingClientRect().left));
  assert.ok(outside.every((by) => by < 0), outside.join());
  const isCut = await page.locator("gf-slices svg.bars").evaluate((one) => getComputedStyle(one).overflow !== "visible");
  assert.equal(isCut, false);
  await page.setViewportSize({ width: 390, height: 844 });
  const table = page.locator("gf-slices .scroll").last();
  await page.waitForFunction(() => innerWidth === 390);
  await page.waitForTimeout(300);
  assert.ok((await table.evaluate((one) => one.scrollWidth - one.clientWidth)) <= 1);
  await context.close();
});

test("a table without channels keeps nobody waiting", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#activity" });
  await page.locator("input[type=file]").setInputFiles(longNames());
  const overview = page.locator("gf-activity section[aria-labelledby=overview]");
  await overview.waitFor();
  assert.equal(await overview.getAttribute("aria-busy"), "false");
  await context.close();
});

test("a table that the portrait cannot read is told what to do next", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#customer-portrait" });
  await page.locator("input[type=file]").setInputFiles(longNames());
  const said = await page.getByRole("alert").innerText();
  assert.match(said, /Rename the columns.*other analyses/s);
  assert.doesNotMatch(said, /mapping/);
  await context.close();
});

test("the rule of a strategy breaks between words, never within the name of a column", async () => {
  const { page, context } = await openView(browser, server.address, "segment", { viewport: { width: 1280, height: 900 }, ready: /Last reply in/ });
  const rules = page.locator("gf-segment-strategies code");
  await rules.first().waitFor();
  const broken = await rules.evaluateAll((all) =>
    all.flatMap((code) => {
      const [text] = [...code.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
      return [...text.data.matchAll(/[a-z_]+/g)].flatMap(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1 ? [word] : [];
      });
    }),
  );
  assert.deepEqual(broken, []);
  await context.close();
});

test("the legend of a profile shows the marks that its cells have", async () => {
  const { page, context } = await openView(browser, server.address, "customer-portrait", { viewport: { width: 1280, height: 900 }, ready: /Last reply in/ });
  const profile = page.locator("gf-profile").first();
  const shapes = (marks) => marks.evaluateAll((all) => all.map((one) => getComputedStyle(one).clipPath));
  await profile.locator("tbody .sign").first().waitFor();
  const legend = await shapes(profile.locator("caption .sign"));
  const marks = await shapes(profile.locator("tbody .sign"));
  assert.equal(new Set(legend).size, 2);
  assert.ok(marks.length > 0 && marks.every((mark) => legend.includes(mark)));
  assert.doesNotMatch(await profile.locator("caption").innerText(), /[▲▼]/);
  await context.close();
});

test("the column of a change is explained", async () => {
  const { page, context } = await open("customer-portrait");
  const column = page.locator("gf-scenario select").first();
  await column.selectOption("n_bills_late_12m");
  const described = await column.evaluate((one) => one.getRootNode().getElementById(one.getAttribute("aria-describedby"))?.innerText);
  assert.match(described, /逾期/);
  await context.close();
});

for (const [module, element, said] of [["tags", "gf-tags-taxonomy", /因缺少括号中的列而未生成/], ["segment", "gf-segment", /因缺少括号中的列而没有客户的类别/]]) {
  test(`what ${module} leaves out is named in Chinese`, async () => {
    const { page, context } = await openPage(browser, server.address, { path: `/#${module}`, locale: "zh-CN" });
    await page.locator("input[type=file]").setInputFiles(longNames());
    const left = await page.locator(element).getByText(said).innerText();
    const names = left.slice(left.search(/[：:]/) + 1).replaceAll(/\([^)]*\)/g, "");
    assert.ok(names.length > 20);
    assert.doesNotMatch(names, /[a-z]+_[a-z]+/);
    await context.close();
  });
}
