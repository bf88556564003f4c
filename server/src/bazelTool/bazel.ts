/**
 * One command of Bazel's, as the user would type it: same program, same flags, same environment, in the workspace. Other flags or another environment would discard the analysis of the user's own next build.
 * Nothing here waits for the server's lock: who holds it is building, and we say so.
 */
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
  /** `message` is Bazel's first error, `errors` are all of them, `stderr` is the end of what it wrote. */
  | {
      readonly kind: "failed";
      readonly exitCode: number | null;
      readonly message: string;
      readonly errors: readonly string[];
      readonly stderr: string;
    };

export interface BazelCommand {
  readonly command: "build" | "cquery" | "aquery" | "info";
  /** What follows the user's flags. */
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** See `ProcessRequest.onStdoutLine`. */
  readonly onStdoutLine?: ((line: string) => void) | undefined;
}

export interface BazelOutput {
  /** Empty where `onStdoutLine` took the lines. */
  readonly stdout: string;
  /** Errors that Bazel reported, without the word ERROR. A command that keeps going has both, output and errors. */
  readonly errors: readonly string[];
  /** The last lines of standard error. */
  readonly stderr: string;
  /** Bazel's exit code; 0 unless the command kept going past errors. */
  readonly exitCode: number;
}

/** `src/main/java/com/google/devtools/build/lib/util/ExitCode.java` */
const EXIT = { analysisFailure: 1, partialAnalysisFailure: 3, interrupted: 8, lockHeld: 9 } as const;

const MAX_ERRORS = 1000;

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
  const errors: string[] = [];
  const outcome = await runProcess({
    executable: bazel.executable,
    args,
    cwd: bazel.workspaceRoot,
    signal: command.signal,
    onStdoutLine: command.onStdoutLine,
    onStderrLine: (line) => {
      bazel.log?.(line);
      const error = errorOf(line);
      if (error !== undefined && errors.length < MAX_ERRORS) errors.push(error);
    },
  });
  return interpret(outcome, errors);
}

function interpret(outcome: ProcessOutcome, errors: readonly string[]): BazelResult<BazelOutput> {
  switch (outcome.kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "notStarted":
      return { kind: "notFound", message: outcome.message };
    case "exited":
      return interpretExit(outcome, errors);
  }
}

function interpretExit(
  outcome: Extract<ProcessOutcome, { kind: "exited" }>,
  errors: readonly string[],
): BazelResult<BazelOutput> {
  switch (outcome.exitCode) {
    case 0:
    case EXIT.analysisFailure:
    case EXIT.partialAnalysisFailure:
      return outcome.exitCode !== 0 && errors.length === 0
        ? failure(outcome.exitCode, errors, outcome.stderr)
        : { kind: "ok", value: { stdout: outcome.stdout, stderr: outcome.stderr, errors, exitCode: outcome.exitCode } };
    case EXIT.interrupted:
      return { kind: "cancelled" };
    case EXIT.lockHeld:
      return { kind: "busy", message: "Bazel is busy: another command holds the server" };
    default:
      return failure(outcome.exitCode, errors, outcome.stderr);
  }
}

function failure(exitCode: number | null, errors: readonly string[], stderr: string): BazelResult<never> {
  const lastLine = stderr.split("\n").findLast((line) => line.trim() !== "");
  const message =
    errors[0] ?? lastLine ?? `Bazel ended with ${exitCode === null ? "a signal" : `exit code ${String(exitCode)}`}`;
  return { kind: "failed", exitCode, message, errors, stderr };
}

/** The text after `ERROR:`, with colours taken off. */
function errorOf(line: string): string | undefined {
  const plain = line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").trimStart();
  return /^(?:ERROR|FATAL): (.+)$/.exec(plain)?.[1];
}
