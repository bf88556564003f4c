/**
 * One command of Bazel's, as the user would type it: same program, same flags, same environment, in the workspace. Other flags or another environment would discard the analysis of the user's own next build.
 * Nothing here waits for the server's lock: who holds it is building, and we say so.
 */
import { Complaints } from "./complaints.ts";
import { runProcess } from "./process.ts";
import type { ProcessOutcome } from "./process.ts";

/** A Bazel, a workspace, and how the user calls the one in the other. */
export interface Bazel {
  /** Absolute path, see executable.ts. */
  readonly executable: string;
  /** Absolute path of the workspace's root. */
  readonly workspaceRoot: string;
  /** Flags before the command (`--output_user_root=…`). Others than the user's own would restart the server. */
  readonly startupFlags: readonly string[];
  /** Flags after the command (`--config=…`), verbatim. */
  readonly flags: readonly string[];
  /** Added to the environment: `USE_BAZEL_VERSION`, say. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Told the command line, and what Bazel says on standard error. */
  readonly log?: ((line: string) => void) | undefined;
}

export type BazelResult<T> =
  | { readonly kind: "ok"; readonly value: T }
  /** Another command holds the server. */
  | { readonly kind: "busy"; readonly message: string }
  | { readonly kind: "cancelled" }
  /** There is no such program, or no such workspace. */
  | { readonly kind: "notFound"; readonly message: string }
  | BazelFailure;

/** `message` is Bazel's first error, `errors` are all of them, `stderr` is the end of what it wrote. */
export interface BazelFailure {
  readonly kind: "failed";
  readonly exitCode: number | null;
  readonly message: string;
  readonly errors: readonly string[];
  readonly stderr: string;
}

export interface BazelCommand {
  readonly command: "build" | "run" | "test" | "cquery" | "aquery" | "info" | "clean" | "shutdown";
  /** What follows the user's flags. */
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** See `ProcessRequest.onStdoutLine`. */
  readonly onStdoutLine?: ((line: string) => void) | undefined;
}

export interface BazelOutput {
  /** Empty where `onStdoutLine` took the lines. */
  readonly stdout: string;
  /** Errors that Bazel reported, without the word ERROR, with the lines that belong to each. A command that keeps going has both, output and errors. */
  readonly errors: readonly string[];
  /** Labels of the targets that Bazel could not analyse, as it prints them. */
  readonly refused: readonly string[];
  /** The last lines of standard error. */
  readonly stderr: string;
  /** Bazel's exit code; 0 unless the command kept going past errors. */
  readonly exitCode: number;
}

/** `src/main/java/com/google/devtools/build/lib/util/ExitCode.java` */
const EXIT = {
  analysisFailure: 1,
  partialAnalysisFailure: 3,
  lockHeld: 9,
  outOfMemory: 33,
  internalError: 37,
  /** `EXTERNAL_DEPS_ERROR`: of modules and their extensions. */
  externalDependenciesError: 48,
} as const;

/** Whether the server died of the command, and with it the analysis of the user's own next build. */
export function isCrash(result: BazelResult<unknown>): boolean {
  return result.kind === "failed" && (result.exitCode === EXIT.internalError || result.exitCode === EXIT.outOfMemory);
}

/** Whether Bazel says by its exit code that what it was asked for is in error, and not that itself is. */
export function isRefusal(exitCode: number | null): boolean {
  const { analysisFailure, partialAnalysisFailure, externalDependenciesError } = EXIT;
  return [analysisFailure, partialAnalysisFailure, externalDependenciesError].some((code) => code === exitCode);
}

/** Runs a command that fails as soon as Bazel reports a failure. */
export async function runBazel(bazel: Bazel, command: BazelCommand): Promise<BazelResult<BazelOutput>> {
  const result = await runBazelKeepGoing(bazel, command);
  if (result.kind !== "ok" || result.value.exitCode === 0) return result;
  return failure(result.value.exitCode, result.value.errors, result.value.stderr);
}

/** Runs a command whose failures in some targets leave the output of the others standing. */
export async function runBazelKeepGoing(bazel: Bazel, command: BazelCommand): Promise<BazelResult<BazelOutput>> {
  const args = [...bazel.startupFlags, "--noblock_for_lock", command.command, ...bazel.flags, ...command.args];
  bazel.log?.(`${bazel.executable} ${args.join(" ")}`);
  const complaints = new Complaints();
  const outcome = await runProcess({
    executable: bazel.executable,
    args,
    cwd: bazel.workspaceRoot,
    environment: bazel.environment,
    signal: command.signal,
    onStdoutLine: command.onStdoutLine,
    onStderrLine: (line) => {
      bazel.log?.(line);
      complaints.take(line);
    },
  });
  return interpret(outcome, complaints);
}

function interpret(outcome: ProcessOutcome, complaints: Complaints): BazelResult<BazelOutput> {
  switch (outcome.kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "notStarted":
      return { kind: "notFound", message: outcome.message };
    case "exited":
      return interpretExit(outcome, complaints);
  }
}

function interpretExit(
  outcome: Extract<ProcessOutcome, { kind: "exited" }>,
  { errors, refused }: Complaints,
): BazelResult<BazelOutput> {
  const { exitCode, stdout, stderr } = outcome;
  switch (exitCode) {
    case 0:
    case EXIT.analysisFailure:
    case EXIT.partialAnalysisFailure:
      return exitCode !== 0 && errors.length === 0
        ? failure(exitCode, errors, stderr)
        : { kind: "ok", value: { stdout, stderr, errors, refused, exitCode } };
    case EXIT.lockHeld:
      return { kind: "busy", message: "Bazel is busy: another command holds the server" };
    default:
      return failure(exitCode, errors, stderr);
  }
}

/** Without an error the last line may be about something else, as how a server that has crashed since was started. */
function failure(exitCode: number | null, errors: readonly string[], stderr: string): BazelResult<never> {
  const lastLine = stderr.split("\n").findLast((line) => line.trim() !== "");
  const ended = `Bazel ended with ${exitCode === null ? "a signal" : `exit code ${String(exitCode)}`}`;
  const message = errors[0] ?? (lastLine === undefined ? ended : `${ended}: ${lastLine}`);
  return { kind: "failed", exitCode, message, errors, stderr };
}
