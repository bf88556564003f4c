/** The tree that an earlier build left under `bazel-bin`: read for free, and told apart from Bazel's present answer, since the flags it was built with are not known. */
import { readBuiltManifest } from "../bazelTool/builtManifest.ts";
import type { BuiltEntry, BuiltManifest } from "../bazelTool/builtManifest.ts";
import type { TreeDocument, TreeEntry } from "../project/treeDocument.ts";

export type BuiltTree =
  { readonly kind: "tree"; readonly tree: TreeDocument } | { readonly kind: "none"; readonly message: string };

/** `predicted` names the target and its executable, and knows the owners of files. */
export async function builtTree(root: string, predicted: TreeDocument): Promise<BuiltTree> {
  for (const shortPath of executablesOf(predicted)) {
    const manifest = await readBuiltManifest(root, shortPath);
    if (manifest) return { kind: "tree", tree: treeOf(manifest, predicted) };
  }
  return {
    kind: "none",
    message: `No manifest of ${predicted.target} was found under bazel-bin: it was not built here.`,
  };
}

function treeOf(manifest: BuiltManifest, predicted: TreeDocument): TreeDocument {
  const known = new Map(predicted.entries.map((entry) => [entry.path, entry]));
  const entries = manifest.entries.map((built) => entryOf(built, known.get(built.path)));
  const written = new Date(manifest.modified).toISOString();
  return {
    ...predicted,
    source: "built",
    completeness: "partial",
    links: entries.filter((entry) => entry.kind !== "empty").length,
    materialisedFiles: entries.length,
    legacyCopies: entries.filter((entry) => entry.legacyCopy).length,
    entries,
    collisions: [],
    unknowns: [
      {
        kind: "configuration",
        reason: `as built at ${written}, with flags that are not known`,
        file: null,
        line: null,
      },
    ],
    error: null,
  };
}

function entryOf({ path, kind, execPath }: BuiltEntry, predicted: TreeEntry | undefined): TreeEntry {
  if (predicted) return { ...predicted, execPath };
  return { path, kind: kind === "empty" ? "empty" : "file", execPath, owner: null, legacyCopy: isLegacyCopy(path) };
}

function isLegacyCopy(path: string): boolean {
  return path.split("/")[1] === "external";
}

/** Short paths that the executable may have: named like the target, or any other file that the target itself makes. */
function executablesOf({ target, entries }: TreeDocument): readonly string[] {
  const named = target
    .replace(/^@@?[^/]*(?=\/\/)/, "")
    .slice("//".length)
    .replace(/^:/, "")
    .replace(":", "/");
  const made = entries
    .filter((entry) => entry.owner === target && entry.execPath?.startsWith("bazel-out/"))
    .flatMap((entry) => /^bazel-out\/[^/]+\/bin\/(.+)$/.exec(entry.execPath ?? "")?.[1] ?? []);
  return [...new Set([named, ...made])];
}
