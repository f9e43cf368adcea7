/** The worker's side of calls, whatever thread it runs in. */

import { buffersOf } from "./buffers";
import { problemOf } from "./problem";
import type { AnswerMessage, CallMessage } from "./protocol";
import { Session } from "./session";

/** Takes calls and posts answers: one after the other, in the order in which the calls came. */
export function answering(post: (message: AnswerMessage, transfer: ArrayBuffer[]) => void): (call: CallMessage) => void {
  const session = new Session();
  let last: Promise<void> = Promise.resolve();
  return (call) => {
    last = last.then(async () => {
      const answer = await answerTo(session, call);
      post(answer, "result" in answer ? buffersOf(answer.result) : []);
    });
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
