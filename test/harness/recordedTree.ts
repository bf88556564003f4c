/**
 * The files under test/recorded: what a real Bazel said of every executable target of the test workspaces, so that the suite also means something where there is no Bazel.
 *
 * A file holds the targets of one package: all contenders in Bazel's order (cquery), and the trees that Bazel wrote with and without legacy copies (*.runfiles_manifest). Fields are separated by tabs; an exec path
 * that equals the path before it is written `=`.
 */
import type {
  BazelConfiguration,
  BazelFile,
  BazelRunfiles,
  BazelSymlink,
} from "../../server/src/bazelTool/runfilesFormat.ts";
import type { RealEntry } from "./bazel.ts";

export interface RecordedTarget {
  /** `executable` is never null here. */
  readonly runfiles: BazelRunfiles;
  /** Sorted as in the manifest; null where Bazel made no tree for the executable. */
  readonly legacyTree: readonly RealEntry[] | null;
  /** With `--nolegacy_external_runfiles`. */
  readonly noLegacyTree: readonly RealEntry[] | null;
}

/** The tree as far as its contenders tell of it: where Bazel writes the mapping of repositories, from Bazel 7 on in every tree of these, is told nowhere. */
export function withoutMappingTarget(tree: readonly RealEntry[]): readonly RealEntry[] {
  return tree.map((entry) => (entry.path === "_repo_mapping" ? { ...entry, execPath: null } : entry));
}

export interface RecordedHeader {
  readonly bazel: string;
  /** Directory below test/workspaces. */
  readonly workspace: string;
  /** The runfiles directory of the main repository. */
  readonly runfilesDirectory: string;
  readonly patterns: readonly string[];
  readonly flags: readonly string[];
}

export interface RecordedFile {
  readonly header: RecordedHeader;
  readonly targets: readonly RecordedTarget[];
}

const REPAIR = "npm run update -- --project real-bazel";

export function printRecorded({ header, targets }: RecordedFile): string {
  const words = (list: readonly string[]) => list.map((word) => ` ${word}`).join("");
  const lines = [
    `# Written by a real Bazel; ${REPAIR} writes it again.`,
    `# bazel: ${header.bazel}`,
    `# workspace: ${header.workspace}`,
    `# runfiles directory: ${header.runfilesDirectory}`,
    `# patterns:${words(header.patterns)}`,
    `# flags:${words(header.flags)}`,
    `# contenders: bazel cquery${words(header.flags)} --output=starlark --starlark:file=FORMAT 'config(set(PATTERNS), target)', with FORMAT of server/src/bazelTool/runfilesFormat.ts`,
    `# trees: bazel build${words(header.flags)} --legacy_external_runfiles PATTERNS, then --nolegacy_external_runfiles; the *.runfiles_manifest, links relative to the execution root`,
  ];
  return [...lines, ...targets.flatMap(printTarget), ""].join("\n");
}

function printTarget({ runfiles, legacyTree, noLegacyTree }: RecordedTarget): readonly string[] {
  const { compilationMode, cpu, platforms, legacyExternalRunfiles } = runfiles.configuration;
  const configuration = [
    "configuration",
    compilationMode ?? "",
    cpu ?? "",
    platforms.join(" "),
    String(legacyExternalRunfiles),
  ];
  return [
    "",
    `== ${runfiles.label}`,
    configuration.join("\t"),
    ...(runfiles.executable === null ? [] : [["executable", ...printFile(runfiles.executable)].join("\t")]),
    ...runfiles.files.map((file) => ["file", ...printFile(file)].join("\t")),
    ...runfiles.symlinks.map((symlink) => ["symlink", symlink.path, ...printFile(symlink.target)].join("\t")),
    ...runfiles.rootSymlinks.map((symlink) => ["root_symlink", symlink.path, ...printFile(symlink.target)].join("\t")),
    ...runfiles.emptyFilenames.map((path) => `empty\t${path}`),
    ...printTree("tree", legacyTree),
    ...(sameTree(legacyTree, noLegacyTree) ? [] : printTree("tree --nolegacy_external_runfiles", noLegacyTree)),
  ];
}

function printFile(file: BazelFile): readonly string[] {
  const kind = file.isSource ? "source" : file.isDirectory ? "tree" : "generated";
  return [kind, file.shortPath, file.execPath === file.shortPath ? "=" : file.execPath, file.owner ?? ""];
}

function printTree(title: string, tree: readonly RealEntry[] | null): readonly string[] {
  if (tree === null) return [`no ${title}`];
  return [title, ...tree.map(({ path, execPath }) => (execPath === null ? `\t${path}` : `\t${path}\t${execPath}`))];
}

function sameTree(a: readonly RealEntry[] | null, b: readonly RealEntry[] | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Reads what `printRecorded` wrote. */
export function parseRecorded(text: string): RecordedFile {
  const [head = "", ...sections] = text.split(/^== /m);
  const field = (name: string) => new RegExp(`^# ${name}: ?(.*)$`, "m").exec(head)?.[1] ?? "";
  const words = (name: string) => field(name).split(" ").filter(Boolean);
  return {
    header: {
      bazel: field("bazel"),
      workspace: field("workspace"),
      runfilesDirectory: field("runfiles directory"),
      patterns: words("patterns"),
      flags: words("flags"),
    },
    targets: sections.map(parseTarget),
  };
}

function parseTarget(section: string): RecordedTarget {
  const [label = "", ...lines] = section.split("\n").filter((line) => line !== "");
  const rows = lines.filter((line) => !line.startsWith("\t")).map((line) => line.split("\t"));
  const of = (keyword: string) => rows.filter((row) => row[0] === keyword).map((row) => row.slice(1));
  const legacyTree = parseTree(lines, "tree");
  const noLegacyTree = parseTree(lines, "tree --nolegacy_external_runfiles");
  return {
    runfiles: {
      label,
      actual: null,
      isIncompatible: false,
      configuration: parseConfiguration(of("configuration")[0] ?? []),
      executable: of("executable").map(parseFile)[0] ?? null,
      files: of("file").map(parseFile),
      symlinks: of("symlink").map(parseSymlink),
      rootSymlinks: of("root_symlink").map(parseSymlink),
      emptyFilenames: of("empty").map(([path = ""]) => path),
    },
    legacyTree: legacyTree ?? null,
    noLegacyTree: noLegacyTree === undefined ? (legacyTree ?? null) : noLegacyTree,
  };
}

function parseConfiguration([
  compilationMode = "",
  cpu = "",
  platforms = "",
  legacy = "",
]: readonly string[]): BazelConfiguration {
  return {
    compilationMode: compilationMode || null,
    cpu: cpu || null,
    platforms: platforms.split(" ").filter(Boolean),
    legacyExternalRunfiles: legacy === "null" ? null : legacy === "true",
  };
}

function parseFile([kind = "", shortPath = "", execPath = "", owner = ""]: readonly string[]): BazelFile {
  return {
    shortPath,
    execPath: execPath === "=" ? shortPath : execPath,
    owner: owner || null,
    isSource: kind === "source",
    isDirectory: kind === "tree",
  };
}

function parseSymlink([path = "", ...target]: readonly string[]): BazelSymlink {
  return { path, target: parseFile(target) };
}

/** Undefined where the section says nothing of such a tree, null where it says that there is none. */
function parseTree(lines: readonly string[], title: string): readonly RealEntry[] | null | undefined {
  if (lines.includes(`no ${title}`)) return null;
  const start = lines.indexOf(title);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("\t"));
  return (end < 0 ? rest : rest.slice(0, end)).map((line) => {
    const [, path = "", execPath] = line.split("\t");
    return { path, execPath: execPath ?? null };
  });
}
