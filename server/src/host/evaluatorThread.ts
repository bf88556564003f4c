/** The evaluator in a worker thread of its own, with a large stack and a bound on its heap. */
import { Worker } from "node:worker_threads";
import type { StartEvaluator } from "./evaluatorClient.ts";
import type { EvaluatorData, FromEvaluator } from "./evaluatorMessages.ts";

/** Starlark calls nest on the host's stack: deep enough for the deepest macros, bounded by Bazel's ban on recursion. */
const STACK_MB = 128;

export interface ThreadOptions {
  /** The bundle of evaluator.ts. */
  readonly script: string;
  /** Directory of the bundled assets. */
  readonly assets: string;
}

export function evaluatorThread({ script, assets }: ThreadOptions): StartEvaluator {
  return (recorder, { onAnswer, onDeath, onTrace }, maxMemoryMb) => {
    const worker = new Worker(script, {
      workerData: { shared: recorder.buffer, assets, isTraced: onTrace !== undefined } satisfies EvaluatorData,
      resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb, stackSizeMb: STACK_MB },
    });
    let reason: string | undefined;
    let stopped = false;
    worker.on("message", (message: FromEvaluator) => {
      if (message.kind === "trace") onTrace?.(message.events);
      else onAnswer(message);
    });
    worker.on("error", (error: Error & { readonly code?: string }) => {
      const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      reason = outOfMemory
        ? `evaluating it took more than ${maxMemoryMb} MB of memory`
        : `evaluating it failed: ${error.message}`;
    });
    worker.on("exit", (code) => {
      if (!stopped) onDeath(reason ?? `the evaluator ended with code ${code}`);
    });
    return {
      post: (message) => {
        worker.postMessage(message);
      },
      stop: async () => {
        stopped = true;
        await worker.terminate();
      },
    };
  };
}
