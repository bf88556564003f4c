/** What a hover over the registration of a toolchain says: what of the runtime lands in runfiles trees, and what that comes to in this workspace. */
import { counted, grouped } from "../base/counts.ts";
import type { RegisteredRuntime } from "../project/runtimeFigures.ts";
import type { Snapshot } from "../project.ts";
import { compareModuleVersions } from "../bazel/workspace/moduleVersion.ts";
import type { Landing } from "../bazel/workspace/runtimes/runtime.ts";
import type { HoverData } from "./hover.ts";
import { escapeMarkdown } from "./texts.ts";

export function runtimeHover(
  snapshot: Snapshot,
  { path, offset }: { readonly path: string; readonly offset: number },
): HoverData | undefined {
  const runtimes = snapshot.runtimesAt(path, offset);
  if (runtimes.length === 0) return undefined;
  return { markdown: runtimes.map((runtime) => linesOf(snapshot, runtime).join("\n\n")).join("\n\n---\n\n") };
}

function linesOf(snapshot: Snapshot, registered: RegisteredRuntime): readonly string[] {
  const { registration } = registered;
  const { runtime, kind, rulesetVersion, versions } = registration;
  const version = versions.filter((one) => one !== undefined).join(", ");
  const ruleset = [runtime.ruleset, rulesetVersion].filter((part) => part !== undefined).join(" ");
  const head = `**${[runtime.language, version].filter((part) => part !== "").join(" ")}** · ${ruleset}`;
  if (kind === "local") return [head, "The machine's own: it brings no files to runfiles trees."];
  if (runtime.lands.kind !== "files") return [head, runtime.lands.text];
  return [
    kind === "implicit" ? `${head}, which registers it by itself` : head,
    figureText(registered),
    ...inThisWorkspace(snapshot, registered),
    ...notesFor(runtime.lands, rulesetVersion),
  ];
}

function figureText({ registration, estimate }: RegisteredRuntime): string {
  const programs = registration.runtime.programs.slice(0, 3).map((name) => `\`${name}\``);
  const where = programs.length > 0 ? `the tree of every ${programs.join(", ")}` : "trees";
  if (!estimate) return `It is linked file by file into ${where}; nobody has published how many files that are.`;
  return `It is linked file by file into ${where}: ≈${counted(estimate.files, "file")} (${escapeMarkdown(estimate.name)}; ${escapeMarkdown(estimate.source)}).`;
}

function inThisWorkspace(snapshot: Snapshot, { location }: RegisteredRuntime): readonly string[] {
  const { contributors, links } = snapshot.workspaceCost(undefined);
  const own = contributors.filter(({ declaredAt }) => JSON.stringify(declaredAt) === JSON.stringify(location));
  if (own.length === 0) return ["No tree of this workspace has it."];
  return own.map((one) => {
    const about = one.counted ? "" : "≈";
    const copies = one.legacyCopies > 0 ? `, ${about}${grouped(one.legacyCopies)} of them legacy copies` : "";
    const share = links === 0 ? "" : ` (${((100 * one.links) / links).toFixed(0)} % of all)`;
    return `In this workspace: **${about}${counted(one.links, "link")}** in ${counted(one.targets, "tree")}${copies}${share}, ${one.counted ? "counted" : "by the published figure"}.`;
  });
}

function notesFor({ notes }: Extract<Landing, { kind: "files" }>, release: string | undefined): readonly string[] {
  return notes
    .filter(
      ({ before }) => before === undefined || (release !== undefined && compareModuleVersions(release, before) < 0),
    )
    .map(({ text }) => text);
}
