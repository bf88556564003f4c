/** The program of the evaluator's worker thread. */
import type { MessagePort } from "node:worker_threads";
import { parentPort, workerData } from "node:worker_threads";
import { baseName } from "./base/path.ts";
import { readModels, bundledAssets, loadParser } from "./host/assets.ts";
import { DiskFileSystem } from "./host/diskFileSystem.ts";
import { hostEnvironment } from "./host/environment.ts";
import type { EvaluatorData, ToEvaluator } from "./host/evaluatorMessages.ts";
import { EvaluatorService } from "./host/evaluatorService.ts";
import { FlightRecorder } from "./host/flightRecorder.ts";
import { projectOpener } from "./host/openProject.ts";
import { dialectOfFileName } from "./syntax/dialect.ts";

async function start(port: MessagePort, { shared, assets: directory }: EvaluatorData): Promise<void> {
  const assets = bundledAssets(directory);
  const parser = await loadParser(assets);
  const service = new EvaluatorService({
    disk: new DiskFileSystem(),
    syntaxErrors: (path, text) => (dialectOfFileName(baseName(path)) === undefined ? [] : parser.parse(text).errors),
    recorder: new FlightRecorder(shared),
    openProject: projectOpener({ parser, models: readModels(assets.models), environment: hostEnvironment(process) }),
    reply: (message) => {
      port.postMessage(message);
    },
  });
  // Messages waited in the port until now.
  port.on("message", (message: ToEvaluator) => {
    service.receive(message);
  });
}

if (!parentPort) throw new Error("this is the program of a worker thread");
void start(parentPort, workerData as EvaluatorData);
