/** BUILD files of Pants within a project: which they are, and what they declare. */
import type { Query, QueryContext } from "../base/graph.ts";
import { joinPath, parentPath, pathBelow } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import { BOUNDARY_FILES } from "../bazel/workspace/root.ts";
import { evaluatePantsFile, type PantsDefaults, type PantsFile } from "../pants/pantsFile.ts";
import { buildSystemOf, isPantsFile, PANTS_CONFIG, type BuildSystem } from "../pants/pantsRoot.ts";
import { pexBinaries, type PexBinary } from "../pants/pexBinaries.ts";

export interface PantsQueries {
  /** By absolute path of a directory in the project. */
  readonly system: Query<string, BuildSystem>;
  /** The Pants files at and below a directory, in order. */
  readonly filesBelow: Query<string, readonly string[]>;
  readonly isPantsFile: (graph: QueryContext, path: string) => boolean;
  /** The `pex_binary` targets of a Pants file. */
  readonly pexBinaries: Query<string, readonly PexBinary[]>;
}

export interface PantsDependencies {
  readonly root: string;
  readonly files: FileInputs;
  readonly loading: LoadingQueries;
  readonly maxSteps: number;
  readonly isCancelled: () => boolean;
}

export function pantsQueries(dependencies: PantsDependencies): PantsQueries {
  const { root, files, loading } = dependencies;

  const system: Query<string, BuildSystem> = {
    name: "build system",
    compute: (graph, directory) => {
      const isBoundary = BOUNDARY_FILES.some((name) => holdsFile(graph, directory, name));
      const marked = buildSystemOf(isBoundary, holdsFile(graph, directory, PANTS_CONFIG));
      const parent = directory === root ? undefined : parentPath(directory);
      return marked ?? (parent === undefined ? "bazel" : graph.get(system, parent));
    },
  };

  const isPants = (graph: QueryContext, path: string): boolean => {
    const directory = parentPath(path);
    if (directory === undefined || pathBelow(root, path) === undefined) return false;
    const owner = graph.get(system, directory);
    return owner !== "bazel" && isPantsFile(path, owner, holdsFile(graph, directory, "BUILD.bazel"));
  };

  /** From the listing, which is read for packages anyway. */
  function holdsFile(graph: QueryContext, directory: string, name: string): boolean {
    const listed = graph.input(files.list, directory);
    return listed.kind === "entries" && listed.entries.some((entry) => entry.name === name && entry.kind === "file");
  }

  const filesBelow: Query<string, readonly string[]> = {
    name: "Pants files below",
    compute: (graph, directory) => {
      const listed = graph.input(files.list, directory);
      if (listed.kind !== "entries") return [];
      return listed.entries.flatMap(({ name, kind, isSymlink }) => {
        const path = joinPath(directory, name);
        if (kind === "file") return isPants(graph, path) ? [path] : [];
        const isEntered = kind === "directory" && !isSymlink && !name.startsWith(".") && name !== "node_modules";
        return isEntered ? graph.get(filesBelow, path) : [];
      });
    },
    equals: (a, b) => a.length === b.length && a.every((path, index) => path === b[index]),
  };

  const evaluated: Query<string, PantsFile> = {
    name: "Pants file",
    compute: (graph, path) => {
      const source = graph.get(loading.syntaxTree, path);
      const directory = parentPath(path) ?? root;
      const defaults = defaultsAbove(graph, directory);
      if (source.kind !== "tree") return { targets: [], defaults };
      return evaluatePantsFile({
        fileId: path,
        tree: source.tree,
        directory: pathBelow(root, directory) ?? "",
        defaults,
        thread: dependencies,
      });
    },
  };

  /** What the BUILD files above a directory set. */
  function defaultsAbove(graph: QueryContext, directory: string): PantsDefaults {
    const parent = directory === root ? undefined : parentPath(directory);
    if (parent === undefined) return new Map();
    const path = joinPath(parent, "BUILD");
    if (!holdsFile(graph, parent, "BUILD") || !isPants(graph, path)) return defaultsAbove(graph, parent);
    return graph.get(evaluated, path).defaults;
  }

  const binaries: Query<string, readonly PexBinary[]> = {
    name: "pex binaries",
    compute: (graph, path) => pexBinaries(graph.get(evaluated, path)),
  };

  return { system, filesBelow, isPantsFile: isPants, pexBinaries: binaries };
}
