/** What is recognised of rules_python's toolchains and advised about them, release by release, in the literate workspaces of rulesPythonReleases.md. */
import { describe, test } from "vitest";
import type { Snapshot } from "../../server/src/project.ts";
import { openCase, ROOT } from "../harness/literateProject.ts";
import { checkGoldens, readLiterate, type GoldenFence } from "../harness/workspace.ts";

describe("rulesPythonReleases.md", () => {
  for (const testCase of readLiterate(`${import.meta.dirname}/rulesPythonReleases.md`)) {
    test(testCase.name, async () => {
      const { ask } = await openCase(testCase);
      const texts = await ask((snapshot) => testCase.goldens.map((golden) => shown(snapshot, golden, testCase.files)));
      checkGoldens(testCase, (golden) => texts[testCase.goldens.indexOf(golden)] ?? "");
    });
  }
});

function shown(snapshot: Snapshot, { kind, argument }: GoldenFence, files: ReadonlyMap<string, unknown>): string {
  if (kind === "runtimes") return runtimesText(snapshot, argument, String(files.get(argument)));
  if (kind === "advice") return adviceText(snapshot);
  throw new Error(`unknown golden fence: ${kind}`);
}

/** A line for each registration: where, how, the versions, what targets get that ask for none, and the release of the ruleset. */
function runtimesText(snapshot: Snapshot, path: string, text: string): string {
  const starts = [...text.matchAll(/^(?=\S)/gm)].map(({ index }) => index);
  const registrations = starts.flatMap((offset) => snapshot.runtimesAt(`${ROOT}/${path}`, offset));
  const lines = registrations.map(({ registration, location }) => {
    const { kind, callee, versions, defaultVersion, rulesetVersion, runtime } = registration;
    const line = String(location.range.start.line + 1);
    const asked = versions.map((version) => version ?? "?").join(", ");
    return `${line}: ${kind} ${callee} [${asked}] default ${defaultVersion ?? "none"}, ${runtime.ruleset} ${rulesetVersion ?? "unknown"}`;
  });
  return [...new Set(lines)].join("\n");
}

function adviceText(snapshot: Snapshot): string {
  return snapshot
    .findings()
    .flatMap(({ lint, message, fixes }) => [`${lint}: ${message}`, ...fixes.map(({ title }) => `- ${title}`)])
    .join("\n");
}
