import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { UnderWay } from "../src/parts/under-way-state";

let underWay: UnderWay;
let told: (string | undefined)[];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  const host = { isConnected: true, addController() {}, removeController() {}, updateComplete: Promise.resolve(true), requestUpdate: () => void told.push(underWay.state?.kind) };
  underWay = new UnderWay(host);
});

afterEach(() => void vi.useRealTimers());

const work = (ms: number) => underWay.during(() => new Promise((resolve) => setTimeout(resolve, ms)));

it("long work is told until soon after its end, short work never", async () => {
  const short = work(200);
  await vi.advanceTimersByTimeAsync(1000);
  await short;
  expect(told).toEqual([]);
  const long = work(500);
  await vi.advanceTimersByTimeAsync(400);
  expect(told).toEqual(["running"]);
  await vi.advanceTimersByTimeAsync(400);
  await long;
  expect(told).toEqual(["running", undefined]);
});

it("work that follows on work is told without a gap", async () => {
  for (let i = 0; i < 5; i += 1) {
    void work(450);
    await vi.advanceTimersByTimeAsync(480);
  }
  expect(new Set(told)).toEqual(new Set(["running"]));
  await vi.advanceTimersByTimeAsync(1000);
  expect(told.at(-1)).toBe(undefined);
});

it("cancelled work is told at once, until something else is asked for", async () => {
  const long = underWay.during(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))));
  const caught = long.catch((thrown) => underWay.wasCancelled(thrown, () => {}));
  await vi.advanceTimersByTimeAsync(400);
  if (underWay.state?.kind === "running") underWay.state.cancel();
  expect(await caught).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(underWay.state?.kind).toBe("cancelled");
  underWay.clear();
  expect(underWay.state).toBe(undefined);
});
