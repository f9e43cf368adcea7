/** The worker of browsers: all module work happens here, so that the page never waits. */

import type { CallMessage } from "./protocol";
import { answering } from "./serve";

const receive = answering((message, transfer) => self.postMessage(message, { transfer }));
self.onmessage = ({ data }: MessageEvent<CallMessage>) => receive(data);
