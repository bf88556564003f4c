/**
 * `test/recorded/refusals.txt`, `refusals-7.txt`: which targets of the workspace of that name a real Bazel refuses when it analyses them, and with which words. A line a target: `accepted`, or `refused` and what Bazel says of the
 * target itself (JSON text); nothing where it is refused for a dependency or for its package, or in words of Starlark's traceback.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InstalledBazel } from "./bazel.ts";
import { RealWorkspace } from "./bazel.ts";

/** Names of workspaces, and of recordings. */
export const REFUSALS = ["refusals", "refusals-7"] as const;

export interface RecordedVerdict {
  readonly label: string;
  readonly isRefused: boolean;
  readonly message: string | undefined;
}

export function printVerdicts(name: string, bazel: string, verdicts: readonly RecordedVerdict[]): string {
  const lines = verdicts.map(({ label, isRefused, message }) =>
    [isRefused ? "refused" : "accepted", label, ...(message === undefined ? [] : [JSON.stringify(message)])].join("\t"),
  );
  return [
    "# Written by a real Bazel; npm run update -- --project real-bazel writes it again.",
    `# bazel: ${bazel}`,
    `# workspace: ${name}`,
    "# bazel build --nobuild --keep_going, and its build events",
    ...lines,
    "",
  ].join("\n");
}

export function parseVerdicts(text: string): {
  readonly bazel: string;
  readonly verdicts: readonly RecordedVerdict[];
} {
  const verdicts = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [verdict, label = "", message] = line.split("\t");
      return {
        label,
        isRefused: verdict === "refused",
        message: message === undefined ? undefined : (JSON.parse(message) as string),
      };
    });
  return { bazel: /^# bazel: (.*)$/m.exec(text)?.[1] ?? "", verdicts };
}

export async function recordVerdicts(name: string, installed: InstalledBazel): Promise<readonly RecordedVerdict[]> {
  const workspace = new RealWorkspace(installed, { source: name });
  try {
    const query = await workspace.command(["query", "--keep_going", "kind(rule, //...)", "--output=label"]);
    const labels = query.stdout.split("\n").filter((line) => line.startsWith("//"));
    const events = join(workspace.root, "../events.json");
    const { stderr } = await workspace.command([
      "build",
      "--nobuild",
      "--keep_going",
      `--build_event_json_file=${events}`,
      "--",
      ...labels,
    ]);
    const messages = abortedTargets(readFileSync(events, "utf8"), workspace.root);
    const failed = new Set(
      [...stderr.matchAll(/errors encountered while analyzing target '([^']+)'/g)].map(([, label]) => label),
    );
    return labels
      .map((label) => ({ label, isRefused: failed.has(label) || messages.has(label), message: messages.get(label) }))
      .sort((a, b) => (a.label < b.label ? -1 : 1));
  } finally {
    await workspace.close();
  }
}

interface BuildEvent {
  readonly id: { readonly configuredLabel?: { readonly label: string } };
  readonly aborted?: { readonly description?: string };
}

/** What the build events say of targets that were aborted, places in the workspace left out. */
function abortedTargets(events: string, root: string): ReadonlyMap<string, string> {
  const messages = new Map<string, string>();
  for (const line of events.split("\n").filter(Boolean)) {
    const { id, aborted } = JSON.parse(line) as BuildEvent;
    if (!id.configuredLabel || !aborted?.description) continue;
    const message = aborted.description
      .replaceAll(`${root}/`, "")
      .replace(/\nTo inspect the select\(\)[^]*$/, "")
      .replace(/^\S+\/BUILD(?:\.bazel)?:\d+:\d+: /, "")
      .replace(/^(in \S+ rule \S+: )\n?(?:\S+(?:\.bzl|\/BUILD(?:\.bazel)?):\d+:\d+: )?/, "$1");
    if (!message.includes("Traceback")) messages.set(id.configuredLabel.label, message);
  }
  return messages;
}
