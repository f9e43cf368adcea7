/** Replies as this view keeps them: the parsed body and the column of segments. */

import type { RunReply } from "../../client/protocol";
import type { GroupChange } from "../../parts/migration";
import { outcomesIn, type Outcome } from "../../parts/outcomes";
import { categoryIn } from "../../parts/reply-columns";
import type { FitBody, Mover, WhatIfBody } from "./types";

export interface Fit {
  body: FitBody;
  /** Segment of each row. */
  codes: Uint32Array;
  levels: string[];
}

export interface Comparison {
  change: GroupChange;
  movers: Mover[];
  /** Segment of each row after the edits. */
  codes: Uint32Array;
  outcomes: Outcome[];
}

/** A mover with the name that people know the customer by. */
export interface NamedMover extends Mover {
  id: string | undefined;
}

/** Reads the reply to `fit`, or to `predict`. */
export function fitted<Body = FitBody>({ body, columns }: RunReply): { body: Body; codes: Uint32Array; levels: string[] } {
  const { codes, levels } = categoryIn(columns, "segment");
  return { body: JSON.parse(body), codes, levels };
}

/** Reads the reply to `what_if`. */
export function compared({ body, columns }: RunReply): Comparison {
  const reply: WhatIfBody = JSON.parse(body);
  const { codes } = categoryIn(columns, "segment_after");
  return { change: reply.segments, movers: reply.movers, codes, outcomes: outcomesIn(columns) };
}
