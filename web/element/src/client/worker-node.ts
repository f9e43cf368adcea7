/** The worker of Node. */

import { parentPort } from "node:worker_threads";
import type { CallMessage } from "./protocol";
import { answering } from "./serve";

const receive = answering((message, transfer) => parentPort?.postMessage(message, transfer));
parentPort?.on("message", (call: CallMessage) => receive(call));
