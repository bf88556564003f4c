/** A runfiles tree for a terminal: folders with counts, contenders marked, then the collisions and what is not known. */
import { counted, grouped } from "../base/counts.ts";
import { keptText } from "../ide/texts.ts";
import type { TreeCollision, TreeDocument, TreeEntry } from "../project/treeDocument.ts";
import { printable, printableBlock } from "./printable.ts";
import type { Style } from "./terminal.ts";

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: TreeEntry[];
  /** Of the whole subtree. */
  count: number;
  collides: boolean;
}

/** A folder below the first level that holds more is printed as a count, unless something collides in it. */
const LARGE_FOLDER = 50;

export interface TreeTextOptions {
  readonly style: Style;
  /** Print large folders, too. */
  readonly all: boolean;
}

export function treeText(tree: TreeDocument, options: TreeTextOptions): string {
  const collisions = new Map(tree.collisions.map((collision) => [collision.path, collision]));
  return [
    ...headLines(tree, options.style),
    ...folderLines(folderOf(tree.entries, collisions), "", 0, collisions, options),
    ...collisionLines(tree.collisions, options.style),
    ...unknownLines(tree, options.style),
    "",
  ].join("\n");
}

function headLines(tree: TreeDocument, style: Style): readonly string[] {
  const completeness = { complete: style.green, partial: style.yellow, rejected: style.red }[tree.completeness];
  const how = tree.source === "predicted" ? "predicted" : tree.source === "bazel" ? "Bazel's own" : "as built";
  const build = `bazel ${[tree.command, ...tree.flags].join(" ")}`;
  const version = tree.bazelVersion === null ? "Bazel version unknown" : `Bazel ${tree.bazelVersion}`;
  const counts = [
    counted(tree.links, "link"),
    ...(tree.materialisedFiles === tree.links ? [] : [counted(tree.materialisedFiles, "materialised file")]),
    ...(tree.legacyCopies === 0 ? [] : [`${counted(tree.legacyCopies, "legacy copy", "legacy copies")} among them`]),
    ...(tree.collisions.length === 0 ? [] : [counted(tree.collisions.length, "collision")]),
  ];
  return [
    `${style.bold(tree.target)} ${completeness(`${how}, ${tree.completeness}`)}`,
    style.dim(`${build} · ${version} · ${tree.hostPlatform}`),
    ...(tree.error === null ? [] : [style.red(`Bazel would refuse this target: ${printableBlock(tree.error, "  ")}`)]),
    ...(tree.notExecutable ? ["Not executable: these are the runfiles that it brings to a binary."] : []),
    counts.join(", "),
    "",
  ];
}

function folderOf(entries: readonly TreeEntry[], collisions: ReadonlyMap<string, TreeCollision>): Folder {
  const top = emptyFolder();
  for (const entry of entries) {
    const segments = entry.path.split("/");
    const collides = collisions.has(entry.path);
    let folder = top;
    note(folder, collides);
    for (const segment of segments.slice(0, -1)) {
      const known = folder.folders.get(segment);
      const next = known ?? emptyFolder();
      if (!known) folder.folders.set(segment, next);
      folder = next;
      note(folder, collides);
    }
    folder.files.push(entry);
  }
  return top;
}

function emptyFolder(): Folder {
  return { folders: new Map(), files: [], count: 0, collides: false };
}

function note(folder: Folder, collides: boolean): void {
  folder.count++;
  folder.collides ||= collides;
}

function folderLines(
  folder: Folder,
  indent: string,
  depth: number,
  collisions: ReadonlyMap<string, TreeCollision>,
  options: TreeTextOptions,
): readonly string[] {
  const { style } = options;
  const folders = [...folder.folders].sort(([a], [b]) => (a < b ? -1 : 1));
  const last = folders.length + folder.files.length - 1;
  const lines = folders.flatMap(([name, child], index) => {
    const [branch, continuation] = index === last ? ["└── ", "    "] : ["├── ", "│   "];
    const { label, inner } = chain(name, child);
    const head = `${indent}${branch}${style.bold(`${printable(label)}/`)} ${style.dim(grouped(inner.count))}`;
    const isLarge = depth > 0 && inner.count > LARGE_FOLDER && !inner.collides;
    if (isLarge && !options.all) return [`${head} ${style.dim("… (--all shows them)")}`];
    return [head, ...folderLines(inner, `${indent}${continuation}`, depth + 1, collisions, options)];
  });
  const files = folder.files.map((entry, index) => {
    const branch = folders.length + index === last ? "└── " : "├── ";
    return `${indent}${branch}${fileText(entry, collisions.get(entry.path), style)}`;
  });
  return [...lines, ...files];
}

/** Folders that hold nothing but one folder share a line. */
function chain(name: string, folder: Folder): { readonly label: string; readonly inner: Folder } {
  let label = name;
  let inner = folder;
  for (;;) {
    const [only, ...others] = inner.folders;
    if (!only || others.length > 0 || inner.files.length > 0) return { label, inner };
    label = `${label}/${only[0]}`;
    inner = only[1];
  }
}

function fileText(entry: TreeEntry, collision: TreeCollision | undefined, style: Style): string {
  const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
  const marks = [...(entry.kind === "file" ? [] : [entry.kind]), ...(entry.legacyCopy ? ["legacy copy"] : [])];
  const mark = marks.length === 0 ? "" : ` ${style.dim(`(${marks.join(", ")})`)}`;
  const contenders = collision ? ` ${style.red(`! ${counted(collision.contenders.length, "contender")}`)}` : "";
  return `${printable(name)}${mark}${contenders}`;
}

function collisionLines(collisions: readonly TreeCollision[], style: Style): readonly string[] {
  if (collisions.length === 0) return [];
  const lines = collisions.flatMap((collision) => [
    `  ${style.red(printable(collision.path))} (${collision.kind})`,
    ...collision.contenders.map((contender) =>
      contender === collision.kept ? `    ${style.bold(contender)} ← kept` : `    ${contender}`,
    ),
    ...(collision.kept === null ? [style.dim(`    ${keptText(collision)}`)] : []),
  ]);
  return ["", style.bold("Collisions"), ...lines];
}

function unknownLines(tree: TreeDocument, style: Style): readonly string[] {
  if (tree.unknowns.length === 0) return [];
  const lines = tree.unknowns.map(({ reason, file, line }) => {
    const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `;
    return `  ${printable(place)}${printableBlock(reason, "    ")}`;
  });
  return ["", style.bold(style.yellow("Not known")), ...lines];
}
