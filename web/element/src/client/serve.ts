/** The worker's side of calls, whatever thread it runs in. */

import { buffersOf } from "./buffers";
import { problemOf } from "./problem";
import type { AnswerMessage, CallMessage } from "./protocol";
import { Session } from "./session";

/**
 * Takes calls and posts answers: one after the other, in the order in which the calls came. What `prepare` fetches changes
 * no answer, only when it can be given: a call behind it waits for what it needs alone.
 */
export function answering(post: (message: AnswerMessage, transfer: ArrayBuffer[]) => void): (call: CallMessage) => void {
  const session = new Session();
  let last: Promise<void> = Promise.resolve();
  return (call) => {
    const answered = last.then(async () => {
      const answer = await answerTo(session, call);
      post(answer, "result" in answer ? buffersOf(answer.result) : []);
    });
    if (call.name !== "prepare") last = answered;
  };
}

async function answerTo(session: Session, { id, name, args }: CallMessage): Promise<AnswerMessage> {
  try {
    const handler = session[name] as (args: unknown) => unknown;
    return { id, result: await handler.call(session, args) };
  } catch (thrown) {
    return { id, problem: problemOf(thrown) };
  }
}
