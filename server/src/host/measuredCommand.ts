/** A variant that a command line of one's own builds, or Pants: measured from the start of the process to its end. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../bazelTool/process.ts";
import { freeWords, PANTS_DIRECTORIES, pantsWords } from "../measure/commandLines.ts";
import type { Experiment, FreeCommand, Goal, Variant } from "../measure/experiment.ts";
import { removeTree } from "./measureDirectory.ts";
import { Interrupted, SubjectFailure, type Subject, type Timing } from "./measuredSubject.ts";

export interface MeasuredCommandRequest {
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly root: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The command of a variant has no caches that are known here: what its `clean` leaves is left. */
export function freeSubject(request: MeasuredCommandRequest, command: FreeCommand): Subject {
  const { experiment, variant } = request;
  return {
    clean: async (goal) => {
      if (command.clean !== null) await timed(request, freeWords(command.clean, experiment, variant, goal));
    },
    reach: (goal) => timed(request, freeWords(command.words, experiment, variant, goal)),
    ...WITHOUT_RUNFILES,
  };
}

/** `directory` is for caches of its own; `executable` the path of Pants. */
export function pantsSubject(request: MeasuredCommandRequest, executable: string, directory: string): Subject {
  const { experiment, variant } = request;
  return {
    clean: async () => {
      for (const { name, isClean } of PANTS_DIRECTORIES) if (isClean) await removeTree(join(directory, name));
    },
    reach: async (goal: Goal) => {
      await mkdir(directory, { recursive: true });
      return timed(request, [executable, ...pantsWords(experiment, variant, goal, directory)]);
    },
    ...WITHOUT_RUNFILES,
  };
}

const WITHOUT_RUNFILES = {
  count: () => Promise.resolve([]),
  source: () => undefined,
  version: null,
} satisfies Partial<Subject>;

async function timed(request: MeasuredCommandRequest, words: readonly string[]): Promise<Timing> {
  const [executable, ...args] = words;
  if (executable === undefined) throw new SubjectFailure("the command is empty");
  request.log(words.join(" "));
  const started = performance.now();
  const outcome = await runProcess({
    executable,
    args,
    cwd: request.root,
    signal: request.signal,
    onStdoutLine: () => undefined,
    onStderrLine: request.log,
  });
  const seconds = (performance.now() - started) / 1000;
  switch (outcome.kind) {
    case "cancelled":
      throw new Interrupted();
    case "notStarted":
      throw new SubjectFailure(outcome.message);
    case "exited":
      if (outcome.exitCode !== 0) throw new SubjectFailure(failureText(outcome));
      return { seconds, clock: "wall", actions: null };
    default:
      return outcome satisfies never;
  }
}

function failureText({ exitCode, stderr }: { readonly exitCode: number | null; readonly stderr: string }): string {
  const ended = exitCode === null ? "ended by a signal" : `exit code ${exitCode}`;
  const line = stderr.split("\n").findLast((one) => one.trim() !== "");
  return line === undefined ? ended : `${ended}: ${line}`;
}
