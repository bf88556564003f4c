/**
 * The only place of the server that starts a process. Arguments are an array and never meet a shell; the environment is the server's own, untouched unless a request adds to it, since Bazel discards its analysis when
 * that changes.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

export interface ProcessRequest {
  readonly executable: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called for each line of standard output, without its end. Where it is given, `stdout` of the outcome stays empty. What it throws ends the process and rejects the promise. */
  readonly onStdoutLine?: ((line: string) => void) | undefined;
  /** Called for each line of standard error, as it comes. */
  readonly onStderrLine?: ((line: string) => void) | undefined;
}

export type ProcessOutcome =
  /** `exitCode` is null where a signal ended the process. `stderr` holds the last lines. */
  | { readonly kind: "exited"; readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "notStarted"; readonly code: string | undefined; readonly message: string };

const STDERR_LINES = 200;
/** How long a cancelled process may take before it is told again, more firmly, in milliseconds. */
const PATIENCE = 10_000;
/** Bazel's client passes the first SIGINT on to its server, which stops the command and lives on. A third one would kill the server, so one is sent. */
const FIRMER_SIGNALS = ["SIGTERM", "SIGKILL"] as const;

/** Runs a process to its end, or until `signal` is aborted. Rejects only when `onStdoutLine` or `onStderrLine` throws. */
export function runProcess(request: ProcessRequest): Promise<ProcessOutcome> {
  if (request.signal?.aborted === true) return Promise.resolve({ kind: "cancelled" });
  return new Promise((resolve, reject) => {
    const child = spawn(request.executable, request.args, {
      cwd: request.cwd,
      ...(request.environment && { env: { ...process.env, ...request.environment } }),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const interruption = interruptOn(request.signal, child);
    let thrown: { readonly error: unknown } | undefined;
    const guarded = (listener: (line: string) => void) => (line: string) => {
      if (thrown !== undefined) return;
      try {
        listener(line);
      } catch (error) {
        thrown = { error };
        child.kill("SIGINT");
      }
    };

    const stdout: string[] = [];
    const stderr: string[] = [];
    createInterface({ input: child.stdout, crlfDelay: Infinity }).on(
      "line",
      guarded(request.onStdoutLine ?? ((line) => void stdout.push(line))),
    );
    createInterface({ input: child.stderr, crlfDelay: Infinity }).on(
      "line",
      guarded((line) => {
        stderr.push(line);
        if (stderr.length > STDERR_LINES) stderr.shift();
        request.onStderrLine?.(line);
      }),
    );

    child.on("error", (error: NodeJS.ErrnoException) => {
      interruption.stop();
      resolve({ kind: "notStarted", code: error.code, message: error.message });
    });
    child.on("close", (exitCode) => {
      interruption.stop();
      if (thrown !== undefined) reject(thrown.error instanceof Error ? thrown.error : new Error(String(thrown.error)));
      else if (request.signal?.aborted === true) resolve({ kind: "cancelled" });
      else resolve({ kind: "exited", exitCode, stdout: stdout.join("\n"), stderr: stderr.join("\n") });
    });
  });
}

/** Sends SIGINT to `child` once `signal` is aborted, and firmer signals if it does not end. */
function interruptOn(signal: AbortSignal | undefined, child: ChildProcess): { stop(): void } {
  const timers: NodeJS.Timeout[] = [];
  const interrupt = () => {
    child.kill("SIGINT");
    for (const [index, firmer] of FIRMER_SIGNALS.entries())
      timers.push(setTimeout(() => child.kill(firmer), PATIENCE * (index + 1)));
  };
  signal?.addEventListener("abort", interrupt, { once: true });
  return {
    stop: () => {
      signal?.removeEventListener("abort", interrupt);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
