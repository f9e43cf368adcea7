import { expect, it } from "vitest";
import { Latest } from "../src/client/latest";

it("only the newest of the jobs that come meanwhile runs", async () => {
  const latest = new Latest();
  const ran: number[] = [];
  let release = () => {};
  latest.submit(async () => {
    await new Promise<void>((resolve) => (release = resolve));
    ran.push(1);
  });
  for (const n of [2, 3, 4]) latest.submit(async () => void ran.push(n));
  release();
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toEqual([1, 4]);
});

it("a job that includes the others waits for none of them, and gives way to another such one alone", async () => {
  const latest = new Latest();
  const ran: string[] = [];
  const job = (name: string) => async () => void ran.push(name);
  latest.submit(job("under way"));
  latest.submit(job("slider"));
  latest.submit(job("fit"), true);
  latest.submit(job("later slider"));
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toEqual(["under way", "fit"]);
  latest.submit(job("under way"));
  latest.submit(job("fit"), true);
  latest.submit(job("later fit"), true);
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran.slice(2)).toEqual(["under way", "later fit"]);
});

it("a job that comes to nothing runs again where none waits that would do the same", async () => {
  const ran: string[] = [];
  const latest = new Latest();
  const failing = (name: string, isAnew: boolean) => {
    let nTried = 0;
    const job = async () => {
      ran.push(name);
      if (nTried++ === 0) latest.again(job, isAnew);
    };
    return job;
  };
  latest.submit(failing("alone", false));
  await new Promise((resolve) => setTimeout(resolve));
  latest.submit(failing("older", false));
  latest.submit(failing("fit", true), true);
  latest.submit(failing("slider", false));
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toEqual(["alone", "alone", "older", "fit", "fit"]);
});

it("a dropped job does not run", async () => {
  const latest = new Latest();
  const ran: number[] = [];
  latest.submit(async () => void ran.push(1));
  latest.submit(async () => void ran.push(2));
  latest.clear();
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toEqual([1]);
});

it("the next job begins after the pause", async () => {
  const ends: (() => void)[] = [];
  const latest = new Latest(() => new Promise((resolve) => ends.push(resolve)));
  const ran: number[] = [];
  for (const n of [1, 2, 3]) latest.submit(async () => void ran.push(n));
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toEqual([1]);
  ends[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toEqual([1, 3]);
});
