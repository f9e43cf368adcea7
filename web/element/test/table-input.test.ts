import { columnFromArray, decimal, dictionary, int32, int64, tableFromArrays, tableFromColumns, tableFromIPC, tableToIPC, timestamp, TimeUnit, uint64 } from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { columnsOfArrow } from "../src/client/arrow";
import { columnOf } from "../src/client/columns";
import type { Column } from "../src/client/protocol";
import { payloadOf, type ReadHints, type TableInput } from "../src/client/table-input";

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("a table", () => {
  it("is given as CSV text, as bytes, as a file or as rows", async () => {
    const csv = bytesOf("a\n1\n");
    const read = async (input: TableInput) => {
      const payload = await payloadOf(input);
      return payload.kind === "bytes" ? { ...payload, bytes: new Uint8Array(await (payload.bytes as Blob).arrayBuffer()) } : payload;
    };
    expect(await read("a\n1\n")).toEqual({ kind: "bytes", bytes: csv, format: "csv" });
    expect(await read(csv.buffer as ArrayBuffer)).toEqual({ kind: "bytes", bytes: csv, format: "csv" });
    expect(await read(csv)).toEqual({ kind: "bytes", bytes: csv, format: "csv" });
    expect(await read(new File(["a\n1\n"], "x.TSV"))).toEqual({ kind: "bytes", bytes: csv, format: "tsv" });
    expect(await read([{ a: 1 }])).toEqual({ kind: "bytes", bytes: bytesOf('[{"a":1}]'), format: "json" });
  });

  it("keeps what is said about reading it", async () => {
    const hints: ReadHints = { types: { a: "category" }, missing: ["?"] };
    expect(await payloadOf("a\n?\n", hints)).toMatchObject({ format: "csv", ...hints });
  });

  it("of rows has cells that JSON lacks as columns have them, and refuses what is infinite", async () => {
    const rows = [{ n: 4n, day: new Date("1970-01-03T12:00:00Z"), x: NaN, note: "a" }];
    const payload = await payloadOf(rows);
    expect(payload.kind === "bytes" && (await (payload.bytes as Blob).text())).toBe('[{"n":4,"day":2.5,"x":null,"note":"a"}]');
    const infinite = { code: "not_finite", values: { column: "x", row: 1 }, pointer: "/table/rows/1/x" };
    await expect(payloadOf([{ x: 1 }, { x: -Infinity }])).rejects.toMatchObject(infinite);
  });

  it("of columns that a framework watches can be sent to another thread", async () => {
    const watched = <Thing extends object>(thing: Thing): Thing =>
      new Proxy(thing, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) ? watched(value) : value;
        },
      });
    const columns: Column[] = [
      { name: "kwh", kind: "number", values: new Float64Array([1, NaN]) },
      { name: "tariff", kind: "category", codes: new Uint32Array([0, 0]), levels: ["tou"] },
    ];
    const payload = await payloadOf(watched({ columns }));
    expect(structuredClone(payload)).toEqual({ kind: "columns", columns });
    const hints: ReadHints = { types: { a: "id" }, missing: ["?"] };
    expect(structuredClone(await payloadOf("a\n?\n", watched(hints)))).toMatchObject(hints);
  });

  it("of columns or Arrow refuses what is said about reading texts", async () => {
    const arrow = tableToIPC(tableFromArrays({ a: [1] }), { format: "stream" }) as Uint8Array;
    for (const input of [{ columns: { a: [1] } }, arrow]) {
      await expect(payloadOf(input, { types: { a: "category" } })).rejects.toMatchObject({ code: "hint_not_read", pointer: "/hints/types" });
      await expect(payloadOf(input, { missing: ["?"] })).rejects.toMatchObject({ code: "hint_not_read", pointer: "/hints/missing" });
    }
  });

  it("is given as columns, typed arrays as they are", async () => {
    const kwh = Float64Array.of(1, NaN);
    const payload = await payloadOf({ columns: { kwh, tariff: ["tou", null] } });
    expect(payload).toEqual({
      kind: "columns",
      columns: [
        { name: "kwh", kind: "number", values: kwh },
        { name: "tariff", kind: "category", codes: Uint32Array.of(0, 0xffffffff), levels: ["tou"] },
      ],
    });
  });

  it("is refused when it is nothing of that", async () => {
    for (const input of [7, null, {}, { columns: 3 }] as unknown[]) {
      await expect(payloadOf(input as string)).rejects.toMatchObject({ code: "table_wrong_kind" });
    }
  });
});

describe("a column", () => {
  it("has the kind of its values", () => {
    expect(columnOf("n", [1, null, undefined, 4n])).toEqual({ name: "n", kind: "number", values: Float64Array.of(1, NaN, NaN, 4) });
    expect(columnOf("n", BigInt64Array.of(3n))).toEqual({ name: "n", kind: "number", values: Float64Array.of(3) });
    expect(columnOf("d", [new Date("1970-01-03T12:00:00Z")])).toMatchObject({ values: Float64Array.of(2.5) });
    expect(columnOf("b", [true, false])).toMatchObject({ kind: "category", levels: ["true", "false"] });
    expect(columnOf("none", [null])).toMatchObject({ kind: "number", values: Float64Array.of(NaN) });
  });

  it("of lists is one of sets: each item once, in the order of their codes", () => {
    expect(columnOf("tags", [["b", "a", "b"], [], null, ["a"]])).toEqual({
      name: "tags",
      kind: "items",
      ends: Uint32Array.of(2, 2, 2, 3),
      codes: Uint32Array.of(0, 1, 1),
      levels: ["b", "a"],
    });
  });

  it("that is no list is refused", () => {
    for (const values of [5, "abc", null, new DataView(new ArrayBuffer(8)), new Map()]) {
      const wrong = { code: "column_wrong_shape", pointer: "/columns/x" };
      expect(() => columnOf("x", values as unknown as number[])).toThrowError(expect.objectContaining(wrong));
    }
  });

  it("that mixes kinds is refused with its row", () => {
    const mixed = { code: "column_mixed", values: { column: "x", row: 2, kind: "number" } };
    expect(() => columnOf("x", [1, null, "a"])).toThrowError(expect.objectContaining(mixed));
    expect(() => columnOf("x", [{} as unknown as string])).toThrowError(expect.objectContaining({ code: "column_mixed" }));
  });
});

describe("Arrow", () => {
  const table = tableFromArrays({
    kwh: [1.5, null, 3],
    rank: Int32Array.of(1, 2, 3),
    tariff: ["tou", null, "flat"],
    isUrban: [true, false, null],
    day: [new Date("2024-01-02"), null, new Date("2024-01-03")],
    tags: [["a", "b"], [], null],
  });

  for (const format of ["file", "stream"] as const) {
    it(`is read as a ${format}, missing values and all`, async () => {
      const bytes = tableToIPC(table, { format }) as Uint8Array;
      expect(await payloadOf(bytes)).toMatchObject({ format: "arrow" });
      expect(columnsOfArrow(bytes)).toEqual([
        { name: "kwh", kind: "number", values: Float64Array.of(1.5, NaN, 3) },
        { name: "rank", kind: "number", values: Float64Array.of(1, 2, 3) },
        { name: "tariff", kind: "category", codes: Uint32Array.of(0, 0xffffffff, 1), levels: ["tou", "flat"] },
        { name: "isUrban", kind: "category", codes: Uint32Array.of(0, 1, 0xffffffff), levels: ["true", "false"] },
        { name: "day", kind: "number", values: Float64Array.of(19724, NaN, 19725) },
        { name: "tags", kind: "items", ends: Uint32Array.of(2, 2, 2), codes: Uint32Array.of(0, 1), levels: ["a", "b"] },
      ]);
    });
  }

  it("has whole numbers beyond 2^53 as the nearest ones, and times by their own unit, as every host", () => {
    const big = 9007199254740993n;
    const typed = [
      ["id", [big, null, -1n], int64()],
      ["far", [2n ** 64n - 1n, 0n, null], uint64()],
      ["code", [big, null, big], dictionary(int64(), int32())],
    ] as const;
    for (const [name, cells, type] of typed) {
      const bytes = tableToIPC(tableFromColumns({ [name]: columnFromArray([...cells], type, { useBigInt: true }) }), { format: "stream" }) as Uint8Array;
      expect(columnsOfArrow(bytes)).toEqual([{ name, kind: "number", values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))) }]);
    }
    // The writer takes milliseconds, which must be whole as microseconds.
    const times = Array.from({ length: 500 }, (_, i) => (1_700_000_000_123_457 + i * 7_919_317) / 1000).filter((ms) => Number.isInteger(ms * 1000));
    const bytes = tableToIPC(tableFromColumns({ at: columnFromArray(times, timestamp(TimeUnit.MICROSECOND)) }), { format: "stream" }) as Uint8Array;
    const micros: ArrayLike<bigint> = tableFromIPC(bytes, { useBigIntTimestamp: true }).getChild("at").toArray();
    expect(columnsOfArrow(bytes)).toEqual([{ name: "at", kind: "number", values: Float64Array.from(micros, (at) => Number(at) / 86_400e6) }]);
  });

  it("has decimals as the numbers nearest to what they say", () => {
    const columnsOf = (cells: readonly (bigint | null)[], scale: number, bits: 64 | 128) => {
      const type = decimal(bits === 64 ? 18 : 38, scale, bits);
      const written = tableFromColumns({ tariff: columnFromArray([...cells], type, { useDecimalInt: true }) });
      return columnsOfArrow(tableToIPC(written, { format: "stream" }) as Uint8Array);
    };
    const cells = [null, -595_746_060n, -152_237n, 0n, ...Array.from({ length: 500 }, (_, i) => BigInt(i) * 104_729n)];
    const far = [2n ** 63n + 1n, null, -(10n ** 30n) - 7n];
    for (const [some, scale, bits] of [[cells, 6, 128], [cells, 4, 64], [far, 6, 128], [far, 30, 128]] as const) {
      const values = Float64Array.from(some, (cell) => (cell === null ? NaN : Number(`${cell}e-${scale}`)));
      expect(columnsOf(some, scale, bits)).toEqual([{ name: "tariff", kind: "number", values }]);
    }
  });

  it("with a column of another type is refused, and so are bytes that are none", () => {
    const structs = tableToIPC(tableFromArrays({ place: [{ x: 1 }] }), { format: "stream" }) as Uint8Array;
    expect(() => columnsOfArrow(structs)).toThrowError(expect.objectContaining({ code: "column_type_not_read" }));
    expect(() => columnsOfArrow(structs.slice(0, 40))).toThrowError(expect.objectContaining({ code: "table_not_read" }));
  });
});
