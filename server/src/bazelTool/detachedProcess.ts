/** Processes that outlive this one. */
import { spawn } from "node:child_process";
import type { Socket } from "node:net";

export interface DetachedRequest {
  readonly executable: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface DetachedProcess {
  /** Its lifeline ends now. It also does when this process ends, however it does. */
  letGo(): void;
}

/** The descriptor under which such a process has the other end of its lifeline. Node closes a standard input as soon as the first process has ended, which hands it over. */
export const LIFELINE = 3;

export function startDetached(request: DetachedRequest): DetachedProcess {
  const lifeline = start(request, "pipe").stdio[LIFELINE] as Socket | null | undefined;
  // It does not keep this process alive.
  lifeline?.unref();
  lifeline?.on("error", () => undefined);
  return { letGo: () => void lifeline?.destroy() };
}

/** Gives it this process's lifeline: whoever ends this process together with its children does not find it once this one is gone. */
export function handOver(request: DetachedRequest): void {
  start(request, LIFELINE);
}

function start({ args, environment, executable }: DetachedRequest, lifeline: "pipe" | typeof LIFELINE) {
  const child = spawn(executable, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "ignore", lifeline],
    detached: true,
    windowsHide: true,
  });
  // Without it the next measurement tidies up.
  child.on("error", () => undefined);
  child.unref();
  return child;
}
