/** Trees for the tests of the view, with everything that is not said left plain. */
import type { TreeDocument, TreeEntry } from "../../server/src/protocol.ts";
import { present } from "../../client/src/nodePresentation.ts";
import type { RunfilesNode, ShownTree } from "../../client/src/runfilesModel.ts";
import { RunfilesModel } from "../../client/src/runfilesModel.ts";

export function entry(path: string, more: Partial<TreeEntry> = {}): TreeEntry {
  return {
    path,
    kind: "file",
    execPath: `bazel-out/k8-fastbuild/bin/${path}`,
    owner: "//:x",
    legacyCopy: false,
    ...more,
  };
}

export function tree(more: Partial<TreeDocument> = {}): TreeDocument {
  const entries = more.entries ?? [];
  return {
    target: "//:bin",
    source: "predicted",
    completeness: "complete",
    bazelVersion: "7.4.0",
    verifiedAgainst: [],
    command: "build",
    flags: [],
    hostPlatform: "linux-x86_64",
    notExecutable: false,
    links: entries.length,
    materialisedFiles: entries.length,
    legacyCopies: entries.filter(({ legacyCopy }) => legacyCopy).length,
    collisions: [],
    unknowns: [],
    error: null,
    ...more,
    entries,
  };
}

export function model(document: TreeDocument, more: Partial<ShownTree> = {}, filter = ""): RunfilesModel {
  const shown = {
    root: "file:///w",
    tree: document,
    reasons: [],
    location: null,
    cost: null,
    differences: undefined,
    stale: false,
  };
  return new RunfilesModel({ ...shown, ...more }, filter);
}

/** The whole tree as indented text: label, description, and the icon where it is a codicon. */
export function draw(model: RunfilesModel): string {
  const lines: string[] = [];
  const visit = (node: RunfilesNode, depth: number) => {
    const { label, description, icon } = present(node);
    const sign = icon.kind === "codicon" ? icon.id : icon.kind;
    lines.push(`${"  ".repeat(depth)}${label}${description === undefined ? "" : ` | ${description}`} (${sign})`);
    for (const child of model.children(node)) visit(child, depth + 1);
  };
  for (const root of model.roots()) visit(root, 0);
  return `\n${lines.join("\n")}\n`;
}
