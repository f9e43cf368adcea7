// Small tables for the tests of the page.

/** Forty customers in two groups that anybody can see, with an id and a category. */
export function twoGroups() {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const isLarge = i % 2 === 1;
    return `C${100 + i},${isLarge ? "tou" : "flat"},${(isLarge ? 900 : 100) + i},${isLarge ? 9 : 1}`;
  });
  return file("groups.csv", ["customer_id,tariff,kwh,late_bills", ...rows].join("\n"));
}

/** The same groups with customers known by digits: leading zeros, and more of them than a number holds. */
export function digits() {
  const rows = twoGroups().buffer.toString().split("\n").slice(1);
  return file("digits.csv", ["户号,tariff,kwh,late_bills", ...rows.map((row, i) => row.replace(/^C\d+/, idOf(i)))].join("\n"));
}

/** The id of a row of `digits`. */
export function idOf(row) {
  return `0090071992547409${900 + row}`;
}

/** The same with one cell that is no number. */
export function oneBadCell() {
  const good = twoGroups().buffer.toString();
  return file("bad.csv", good.replace("flat,110,1", "flat,11O,1"));
}

/** Two events: one that nothing tells of, one that goes with the use but for a few. */
export function twoEvents() {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const use = i % 10;
    // The same few in both halves.
    const isOdd = [3, 17, 41, 58].includes(i % 100);
    return `C${100 + i},${use},${i < 100 ? 0 : 1},${use >= 5 !== isOdd ? 1 : 0}`;
  });
  return file("events.csv", ["customer_id,use,by_chance,late", ...rows].join("\n"));
}

/** Texts alone. */
export function withoutNumbers() {
  return file("texts.csv", "a,b\nx,y\nx,z\nw,y\n");
}

/** 城市,用电量 in GBK. */
export function gbk() {
  const header = Buffer.from([0xb3, 0xc7, 0xca, 0xd0, 0x2c, 0xd3, 0xc3, 0xb5, 0xe7, 0xc1, 0xbf, 0x0a]);
  const [beijing, shanghai] = [Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]), Buffer.from([0xc9, 0xcf, 0xba, 0xa3])];
  const rows = Array.from({ length: 12 }, (_, i) =>
    Buffer.concat([i % 2 ? beijing : shanghai, Buffer.from(`,${i % 2 ? 10 + i : 500 + i}\n`)]),
  );
  return { name: "gbk.csv", mimeType: "text/csv", buffer: Buffer.concat([header, ...rows]) };
}

function file(name, text) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}
