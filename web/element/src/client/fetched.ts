/** Files from addresses, and what is wrong where there is none. */

import { refusal } from "./problem";

/** An answer, whatever it says. Platforms do not tell why there is none. */
export async function reached(address: string | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch {
    const rule = "it must be served, and allowed by the page's policy and, from another origin, by its server";
    throw refusal("not_reached", `${address} is not reached; ${rule}`, { path: String(address) });
  }
}

/** An answer that has what was asked for. */
export async function fetched(address: string | URL, init?: RequestInit): Promise<Response> {
  const response = await reached(address, init);
  const { ok, status } = response;
  if (!ok) throw refusal("not_served", `${address} answered ${status}`, { path: String(address), status });
  return response;
}

export async function fetchBytes(address: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetched(address)).arrayBuffer());
}
