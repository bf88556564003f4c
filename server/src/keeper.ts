/**
 * The program that waits beside a measurement: when the process that measures has gone before it could put everything back (an editor that was closed, a crash), this one does. It knows by the end of its lifeline.
 */
import { Socket } from "node:net";
import { handOver, LIFELINE } from "./bazelTool/detachedProcess.ts";
import { keptFromArguments, tidyUpAfter } from "./host/keeper.ts";

const [stage, ...rest] = process.argv.slice(2);

if (stage === "wait") {
  const lifeline = new Socket({ fd: LIFELINE }).on("error", () => undefined);
  lifeline.resume().on("close", () => void tidyUpAfter(keptFromArguments(rest)));
} else {
  // Editors end their server together with all that it has started; what has no parent any more is not among it.
  handOver({ executable: process.execPath, args: [__filename, "wait", ...rest] });
}
