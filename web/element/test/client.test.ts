import { describe, expect, it } from "vitest";
import { Client } from "../src/client/client";
import type { AnswerMessage, CallMessage, CallProblem } from "../src/client/protocol";
import type { Connect, Listener } from "../src/client/transport";

/** A session that answers when it is told to. */
interface FakeSession {
  fail(problem: CallProblem): void;
  heard: CallMessage[];
  isEnded: boolean;
  answer(name: string, result?: unknown): void;
  refuse(name: string, message: string): void;
  names(): string[];
}

const bridge = { core: "core", reader: "reader", portrait: "portrait" };
const payload = { kind: "bytes", bytes: new Blob(["a\n1\n"]), format: "csv" } as const;
const fetched = { found: { modules: [], pipelines: [] }, modules: {}, pipelines: {} };

function faked(interrupts = true): { client: Client; sessions: FakeSession[] } {
  const sessions: FakeSession[] = [];
  const connect: Connect = (listener: Listener) => {
    const heard: CallMessage[] = [];
    const unanswered = (name: string) => heard.splice(heard.findIndex((call) => call.name === name), 1)[0]?.id ?? -1;
    const told: string[] = [];
    const say = (message: AnswerMessage) => listener.answer(message);
    const problem = (message: string) => ({ code: "x", message, pointer: "", values: {}, trapped: false });
    const session: FakeSession = {
      heard,
      isEnded: false,
      fail: listener.fail,
      answer: (name, result) => say({ id: unanswered(name), result }),
      refuse: (name, message) => say({ id: unanswered(name), problem: problem(message) }),
      names: () => told,
    };
    sessions.push(session);
    const post = (call: CallMessage) => void (structuredClone(call), heard.push(call), told.push(call.name));
    return { post, end: () => void (session.isEnded = true), interrupts };
  };
  return { client: new Client({ connect, bridge, isShared: false }), sessions };
}

/** A client with modules and a table. */
async function opened(interrupts = true) {
  const { client, sessions } = faked(interrupts);
  const [first] = sessions as [FakeSession];
  first.answer("init");
  const found = client.call("find", { base: "https://x/" });
  first.answer("find", fetched.found);
  await found;
  const prepared = client.call("prepare", { modules: ["m"] });
  first.answer("prepare", fetched);
  await prepared;
  const read = client.call("readTable", payload);
  first.answer("readTable", { nRows: 1, columns: [], ids: [] });
  await read;
  return { client, sessions, first };
}

const run = { module: "m", request: '{"op":"fit"}' };
const reply = { body: "{}", columns: [], ms: 1 };

describe("a call that is ended", () => {
  it("frees its caller at once, and another session has modules, table and whatever waits", async () => {
    const { client, sessions, first } = await opened();
    const controller = new AbortController();
    const cancelled = client.run(run, { signal: controller.signal });
    const ids = client.call("ids", { rows: [0] });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect(first.isEnded).toBe(true);
    const second = sessions[1] as FakeSession;
    expect(second.names()).toEqual(["init", "resume", "readTable", "ids"]);
    expect(second.heard.slice(1, 3).map(({ args }) => args)).toEqual([fetched, payload]);
    second.answer("ids", ["C1"]);
    expect(await ids).toEqual(["C1"]);
    const next = client.run(run);
    second.answer("run", reply);
    expect(await next).toEqual(reply);
  });

  it("does not take along what could not be sent", async () => {
    const { client, sessions } = await opened();
    const unsendable = { module: "m", request: "{}", columns: [() => {}] as unknown as string[] };
    await expect(client.call("run", unsendable)).rejects.toMatchObject({ name: "DataCloneError" });
    const controller = new AbortController();
    const cancelled = client.run(run, { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect(sessions[1]?.names()).toEqual(["init", "resume", "readTable"]);
  });

  it("leaves nothing of an address that another one has taken the place of", async () => {
    const { client, sessions, first } = await opened();
    const found = client.call("find", { base: "https://x/", src: "/other" });
    first.answer("find", fetched.found);
    await found;
    const prepared = client.call("prepare", { modules: ["m"] });
    const controller = new AbortController();
    const cancelled = client.run(run, { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    const second = sessions[1] as FakeSession;
    expect(second.names()).toEqual(["init", "find", "readTable", "prepare"]);
    second.answer("prepare", fetched);
    await prepared;
  });

  it("may be ended again while the other session begins: nothing is told twice", async () => {
    const { client, sessions } = await opened();
    const calls = [new AbortController(), new AbortController()];
    const ends = calls.map(({ signal }) => client.run(run, { signal }).catch(({ name }: Error) => name));
    calls[0]?.abort();
    calls[1]?.abort("enough");
    expect(await ends[0]).toBe("AbortError");
    await ends[1];
    expect(sessions.map((session) => session.names().length)).toEqual([6, 4, 3]);
    expect(sessions[2]?.names()).toEqual(["init", "resume", "readTable"]);
  });

  it("has been answered: its signal ends nothing any more", async () => {
    const { client, sessions, first } = await opened();
    const controller = new AbortController();
    const answered = client.run(run, { signal: controller.signal });
    first.answer("run", reply);
    await answered;
    controller.abort();
    expect(sessions.length).toBe(1);
    await expect(client.run(run, { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
    expect(first.names().filter((name) => name === "run").length).toBe(1);
  });

  it("is only left alone where a thread would have to interrupt itself", async () => {
    const { client, sessions, first } = await opened(false);
    const controller = new AbortController();
    const cancelled = client.run(run, { signal: controller.signal });
    const next = client.call("ids", { rows: [0] });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect([sessions.length, first.isEnded]).toEqual([1, false]);
    first.answer("run", reply);
    first.answer("ids", []);
    expect(await next).toEqual([]);
  });
});

describe("a session that fails as a whole", () => {
  it("says so to all who wait; the next call begins another one", async () => {
    const { client, sessions, first } = await opened();
    const calls = [client.run(run), client.call("ids", { rows: [] })].map((call) => call.catch(({ message }) => message));
    first.fail({ code: "worker_not_started", message: "the worker did not start", pointer: "", values: {}, trapped: false });
    expect(await Promise.all(calls)).toEqual(["the worker did not start", "the worker did not start"]);
    void client.run(run);
    expect(sessions[1]?.names()).toEqual(["init", "resume", "readTable", "run"]);
  });
});

describe("the session after one that was ended", () => {
  const ended = async (client: Client) => {
    const controller = new AbortController();
    const cancelled = client.run(run, { signal: controller.signal });
    controller.abort();
    await cancelled.catch(() => {});
  };

  it("makes the last table anew, and runs a pipeline only when it is asked about it", async () => {
    const { client, sessions, first } = await opened();
    const generate = { module: "sample", request: "{}" };
    const made = client.call("generate", generate);
    first.answer("generate", { body: "{}", table: {} });
    await made;
    const ran = client.call("portrait", { pipeline: "p", asOf: "2024-01-01" });
    first.answer("portrait", { definition: "", summary: "", compared: [], ms: 1 });
    await ran;
    await ended(client);
    const second = sessions[1] as FakeSession;
    expect(second.names()).toEqual(["init", "resume", "generate"]);
    void client.call("portraitChanged", { names: ["grade"], scenario: "{}" });
    void client.call("portraitWhatIf", { scenario: "{}" });
    expect(second.names().slice(3)).toEqual(["portrait", "portraitChanged", "portraitWhatIf"]);
  });

  it("that cannot have the table again says so to what waits", async () => {
    const { client, sessions } = await opened();
    const ids = client.call("ids", { rows: [0] });
    await ended(client);
    sessions[1]?.refuse("readTable", "the file is gone");
    await expect(ids).rejects.toMatchObject({ message: "the file is gone" });
  });

  it("opens the modules that were given, without their table's memory having moved", async () => {
    const { client, sessions } = faked();
    const [first] = sessions as [FakeSession];
    const open = client.call("open", { source: Uint8Array.of(1) });
    first.answer("open", { name: "m", manifest: "{}", sha256: "0" });
    await open;
    const part = { kind: "part", nRows: 0, columns: [] } as const;
    const read = client.call("readTable", { ...part, columns: [] }, { transfer: [] });
    first.answer("readTable", {});
    await read;
    await ended(client);
    expect(sessions[1]?.names()).toEqual(["init", "open"]);
  });
});

describe("columns of before a change", () => {
  it("are sent once to callers who change none of them, and stand in every reply and in what watchers are told", async () => {
    const { client, first } = await opened();
    const told: number[] = [];
    client.onAnswer = ({ columns }) => told.push(columns.length);
    const column = (name: string) => ({ name, kind: "number" as const, values: Float64Array.of(1) });
    const whatIf = (scale: number) => ({ module: "m", request: JSON.stringify({ op: "what_if", params: { scenario: [{ column: "kwh", scale }] } }) });
    const ask = async (scale: number, keepsBefore: boolean, columns: string[]) => {
      const asked = client.run(whatIf(scale), { keepsBefore });
      const { args } = first.heard.at(-1) as CallMessage<"run">;
      first.answer("run", { ...reply, columns: columns.map(column) });
      return { omit: args.omit, names: (await asked).columns.map(({ name }) => name) };
    };
    const both = ["grade_before", "grade_after"];
    expect(await ask(2, true, both)).toEqual({ omit: undefined, names: both });
    expect(await ask(3, true, ["grade_after"])).toEqual({ omit: ["grade_before"], names: both });
    expect(await ask(4, false, both)).toEqual({ omit: undefined, names: both });
    void client.call("readTable", payload);
    expect(await ask(5, true, both)).toEqual({ omit: undefined, names: both });
    expect(told).toEqual([2, 2, 2, 2]);
  });
});
