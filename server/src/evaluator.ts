/** The program of the evaluator's worker thread. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { MessagePort } from "node:worker_threads";
import { parentPort, threadId, workerData } from "node:worker_threads";
import { baseName } from "./base/path.ts";
import { loadParser, readModels } from "./host/assets.ts";
import { DiskFileSystem } from "./host/diskFileSystem.ts";
import { hostEnvironment } from "./host/environment.ts";
import type { EvaluatorData, FromEvaluator, ToEvaluator } from "./host/evaluatorMessages.ts";
import { EvaluatorService } from "./host/evaluatorService.ts";
import { FlightRecorder } from "./host/flightRecorder.ts";
import { projectOpener } from "./host/openProject.ts";
import { threadTrace } from "./host/traceFile.ts";
import { dialectOfFileName } from "./syntax/dialect.ts";

async function start(port: MessagePort, { shared, assets, isTraced }: EvaluatorData): Promise<void> {
  const parser = await loadParser(assets);
  const send = (message: FromEvaluator) => {
    port.postMessage(message);
  };
  const trace = isTraced
    ? threadTrace({ id: threadId, name: "evaluator" }, (events) => {
        send({ kind: "trace", events });
      })
    : undefined;
  const service = new EvaluatorService({
    disk: new DiskFileSystem(),
    syntaxErrors: (path, text) => (dialectOfFileName(baseName(path)) === undefined ? [] : parser.parse(text).errors),
    recorder: new FlightRecorder(shared),
    openProject: projectOpener({
      parser,
      models: readModels(assets),
      environment: hostEnvironment(process),
      program: createHash("sha256").update(readFileSync(__filename)).digest("hex"),
    }),
    reply: (answer) => {
      trace?.flush();
      send(answer);
    },
    trace,
  });
  // Messages waited in the port until now.
  port.on("message", (message: ToEvaluator) => {
    service.receive(message);
  });
}

if (!parentPort) throw new Error("this is the program of a worker thread");
void start(parentPort, workerData as EvaluatorData);
