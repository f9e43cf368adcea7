import type { ReactiveController } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RowWork } from "../src/parts/row-work";
import { eachRow, finish, type Steps } from "../src/rows/steps";

const MANY = 250_000;

/** An element as far as controllers know it. */
function host() {
  const controllers: ReactiveController[] = [];
  const requestUpdate = vi.fn();
  return { controllers, requestUpdate, addController: (one: ReactiveController) => void controllers.push(one), removeController: () => {}, updateComplete: Promise.resolve(true) };
}

function* sumTo(nRows: number): Steps<number> {
  let sum = 0;
  yield* eachRow(nRows, (row) => (sum += row));
  return sum;
}

describe("work over rows", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("looks at every row once, step by step", () => {
    expect(finish(sumTo(MANY))).toBe((MANY * (MANY - 1)) / 2);
    expect([...sumTo(MANY)]).toHaveLength(24);
    expect([...sumTo(100)]).toHaveLength(0);
  });

  it("of few is done at once, and not twice for the same", () => {
    const element = host();
    const work = new RowWork<number>(element);
    const steps = vi.fn(() => sumTo(4));
    work.want(["a", 1], 4, steps);
    work.want(["a", 1], 4, steps);
    expect([work.value, work.isBehind, steps.mock.calls.length]).toEqual([6, false, 1]);
    work.want(["a", 2], 4, () => sumTo(3));
    expect(work.value).toBe(3);
    expect(element.requestUpdate).not.toHaveBeenCalled();
  });

  it("of many waits until nothing moves, and shows the last result meanwhile", () => {
    const element = host();
    const work = new RowWork<number>(element);
    work.want([1], 4, () => sumTo(4));
    work.want([2], MANY, () => sumTo(MANY));
    vi.advanceTimersByTime(200);
    work.want([3], MANY, () => sumTo(MANY + 1));
    vi.advanceTimersByTime(200);
    expect([work.value, work.isBehind]).toEqual([6, true]);
    vi.runAllTimers();
    expect([work.value, work.isBehind]).toEqual([((MANY + 1) * MANY) / 2, false]);
    expect(element.requestUpdate).toHaveBeenCalledOnce();
  });

  it("of many lets others go on every few milliseconds", () => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 5));
    const later = vi.spyOn(globalThis, "setTimeout");
    const work = new RowWork<number>(host());
    work.want([1], MANY, () => sumTo(MANY));
    vi.runAllTimers();
    // 25 steps, three a turn.
    expect([work.value, later.mock.calls.length]).toEqual([(MANY * (MANY - 1)) / 2, 9]);
    clock.mockRestore();
    later.mockRestore();
  });

  it("that the worker does is waited for, and shown with what it is of", async () => {
    const element = host();
    const work = new RowWork<number>(element);
    work.want(["old"], MANY, () => Promise.resolve(1));
    await vi.runAllTimersAsync();
    expect([work.value, work.of, work.isBehind]).toEqual([1, ["old"], false]);
    work.want(["new"], MANY, () => Promise.resolve(2));
    expect([work.value, work.of, work.isBehind]).toEqual([1, ["old"], true]);
    await vi.runAllTimersAsync();
    expect([work.value, work.of, work.isBehind]).toEqual([2, ["new"], false]);
    expect(element.requestUpdate).toHaveBeenCalledTimes(2);
  });

  it("that the worker does counts for nothing once something else is wanted", async () => {
    const fail = vi.fn();
    const work = new RowWork<number>(host(), fail);
    const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    work.want([0], 4, () => after(20).then(() => 0));
    work.want([1], 4, () => after(30).then(() => Promise.reject(new Error("too late"))));
    work.want([2], 4, () => after(10).then(() => 2));
    await vi.runAllTimersAsync();
    expect([work.value, work.isBehind, fail.mock.calls.length]).toEqual([2, false, 0]);
  });

  it("that the worker refuses leaves no result of something else there", async () => {
    const fail = vi.fn();
    const work = new RowWork<number>(host(), fail);
    work.want(["known"], 4, () => sumTo(4));
    const problem = new Error("refused");
    work.want(["refused"], 4, () => Promise.reject(problem));
    await vi.runAllTimersAsync();
    expect([work.value, work.of, work.isBehind, fail.mock.calls]).toEqual([undefined, undefined, false, [[problem]]]);
  });

  it("of an element that is gone is given up, and done anew when it is back", () => {
    const element = host();
    const work = new RowWork<number>(element);
    work.want([1], MANY, () => sumTo(MANY));
    element.controllers[0]?.hostDisconnected?.();
    vi.runAllTimers();
    expect(work.value).toBeUndefined();
    work.want([1], MANY, () => sumTo(MANY));
    vi.runAllTimers();
    expect(work.value).toBe((MANY * (MANY - 1)) / 2);
  });
});
