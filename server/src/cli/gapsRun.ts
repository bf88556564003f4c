/** `runfiles-lens gaps`: what is not known of a workspace, package by package. */
import { QuestionCancelled } from "../host/evaluatorClient.ts";
import { GapCounter } from "../ide/gaps.ts";
import type { CliCommand } from "./arguments.ts";
import { gapsText } from "./gapsReport.ts";
import { json, type Session } from "./session.ts";

/** How long the gaps of one package may take, in milliseconds. */
const PATIENCE_MS = 60_000;

export async function runGaps(
  { format }: Extract<CliCommand, { kind: "gaps" }>,
  { ask, host, root }: Session,
): Promise<number> {
  const { terminal } = host;
  const started = performance.now();
  const counter = new GapCounter();
  const errors: { readonly package: string; readonly message: string }[] = [];
  for (const path of await ask("packagePaths", null)) {
    try {
      counter.add(path, await ask("packageGaps", { path }, AbortSignal.timeout(PATIENCE_MS)));
    } catch (error) {
      const isLate = error instanceof QuestionCancelled;
      const message = isLate ? `no answer within ${PATIENCE_MS / 1000} s` : String(error).split("\n")[0];
      errors.push({ package: path, message: message ?? "" });
    }
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const report = { workspace: root, totals: counter.totals, seconds, errors, gaps: counter.gaps() };
  terminal.progress("");
  terminal.write(format === "json" ? json(report) : gapsText(report, terminal.style));
  return 0;
}
