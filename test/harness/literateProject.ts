/** A project over a literate workspace (workspace.ts), on Linux x86_64 without home directory and system bazelrc, and what its golden fences show. */
import { LINTS } from "../../server/src/lints/lints.ts";
import type { BuildRequest, Snapshot } from "../../server/src/project.ts";
import { Project } from "../../server/src/project.ts";
import type { TreeDocument } from "../../server/src/project/treeDocument.ts";
import type { Settings } from "../../server/src/settings.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { MemoryFileSystem, type MemoryEntry } from "./memoryFileSystem.ts";
import { modelFiles } from "./models.ts";
import { testParser } from "./parser.ts";
import type { LiterateCase } from "./workspace.ts";

/** Where the files of a case lie. */
export const ROOT = "/workspace";

/** Options of a case: `{ "flags": ["--nolegacy_external_runfiles"] }`. The version is told by the case's .bazelversion. */
export interface CaseSettings {
  readonly flags?: readonly string[];
  readonly command?: BuildRequest["command"];
}

export interface OpenCase {
  readonly files: MemoryFileSystem;
  readonly project: Project;
  readonly ask: <T>(task: (snapshot: Snapshot) => T) => Promise<T>;
}

export async function openCase(testCase: Pick<LiterateCase, "files" | "settings">): Promise<OpenCase> {
  const { flags = [], command = "build" } = testCase.settings as CaseSettings;
  const files = new MemoryFileSystem(ROOT, expanded(testCase.files));
  const project = await projectOver(files);
  return { files, project, ask: (task) => project.run({ command, configs: [], flags }, task) };
}

/** A project whose workspace is what `files` has below ROOT. */
export async function projectOver(
  files: MemoryFileSystem,
  settings: Partial<Settings> = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Project> {
  return Project.create({
    root: ROOT,
    fileSystem: files,
    parser: await testParser(),
    models: modelFiles(),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(Object.entries(variables)),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: { ...defaultSettings(LINTS), ...settings },
  });
}

/** A file named `dir/{1..300}.py` stands for 300 files. */
function expanded(files: ReadonlyMap<string, MemoryEntry>): ReadonlyMap<string, MemoryEntry> {
  return new Map(
    [...files].flatMap(([path, entry]) => {
      const range = /\{(\d+)\.\.(\d+)\}/.exec(path);
      if (!range) return [[path, entry] as const];
      const [all, from, to] = range;
      return Array.from(
        { length: Number(to) - Number(from) + 1 },
        (_, i) => [path.replace(all, String(Number(from) + i)), entry] as const,
      );
    }),
  );
}

/** The tree of the first target of a pattern; undefined where there is none. */
export function treeOf(snapshot: Snapshot, pattern: string): TreeDocument | undefined {
  const [label] = snapshot.expand(pattern, { includeManual: true }).labels;
  return label && snapshot.tree(label);
}

/** `runfiles //label`: completeness, paths, unknowns, and the error of a rejected target. */
export function runfilesText(tree: TreeDocument | undefined): string {
  if (!tree) return "no such target";
  return [tree.completeness, ...tree.entries.map((entry) => entry.path), ...unknownsOf(tree), ...errorOf(tree)].join(
    "\n",
  );
}

/** `artifacts //label`: as `runfiles`, with the file behind each path, and the contenders of the collisions (`=>` the kept one). */
export function artifactsText(tree: TreeDocument | undefined): string {
  if (!tree) return "no such target";
  return [
    `${tree.completeness}, ${String(tree.links)} links, ${String(tree.materialisedFiles)} files`,
    ...tree.entries.map(
      ({ path, kind, execPath }) =>
        `${path} ${kind === "file" ? "" : `(${kind.replaceAll("_", " ")}) `}-> ${execPath ?? "?"}`,
    ),
    ...tree.collisions.flatMap(({ path, kind, contenders, kept }) => [
      `${kind} ${path}`,
      ...contenders.map((contender) => `  ${contender === kept ? "=> " : ""}${contender}`),
    ]),
    ...unknownsOf(tree),
    ...errorOf(tree),
  ].join("\n");
}

function unknownsOf(tree: TreeDocument): readonly string[] {
  return tree.unknowns.map((unknown) => `unknown: ${unknown.reason}`);
}

function errorOf(tree: TreeDocument): readonly string[] {
  return tree.error === null ? [] : [`error: ${tree.error}`];
}
