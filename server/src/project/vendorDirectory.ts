/** What is vendored of repositories: the directory of `--vendor_dir`, and what its VENDOR.bazel file says. */
import type { Query, QueryContext } from "../base/graph.ts";
import { joinPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import type { SettledContents } from "../bazel/repositoryView.ts";
import { notKnown, pathFromRoot } from "../bazel/workspace/repositoryContents.ts";
import { evaluateVendorFile, NO_VENDOR_FILE, type VendorFile } from "../bazel/workspace/vendorFile.ts";
import type { FlagQueries } from "./workspaceFlags.ts";

export interface VendorDependencies {
  readonly root: string;
  readonly files: FileInputs;
  readonly flags: FlagQueries;
  readonly loading: () => LoadingQueries;
  readonly maxSteps: number;
  readonly isCancelled: () => boolean;
}

interface Vendoring {
  readonly directory: string;
  readonly file: VendorFile;
}

export type Vendored =
  | { readonly kind: "no" }
  | { readonly kind: "pinned"; readonly contents: SettledContents }
  | { readonly kind: "marked"; readonly directory: string };

/** What is vendored of a repository, in the order of RepositoryFetchFunction: a pinned one as it is, others where their markers say that they are up to date; then Bazel looks into its `external` directories. */
export function vendorDirectory(
  dependencies: VendorDependencies,
): (graph: QueryContext, canonical: string) => Vendored {
  const { files, flags } = dependencies;

  /** Undefined where nothing is vendored. */
  const vendoring: Query<null, Vendoring | undefined> = {
    name: "vendor directory",
    keyOf: () => "",
    compute: (graph) => {
      const { value } = graph.get(flags.flags, null).string("vendor_dir");
      if (value === "") return undefined;
      const directory = pathFromRoot(dependencies.root, value);
      const path = joinPath(directory, "VENDOR.bazel");
      if (graph.input(files.kind, path) !== "file") return { directory, file: NO_VENDOR_FILE };
      const source = graph.get(dependencies.loading().syntaxTree, path);
      const file = source.kind === "tree" ? evaluateVendorFile(path, source.tree, dependencies) : NO_VENDOR_FILE;
      return { directory, file };
    },
  };

  return (graph, canonical) => {
    const vendor = graph.get(vendoring, null);
    if (!vendor || vendor.file.ignored.has(canonical)) return { kind: "no" };
    const { directory, file } = vendor;
    if (!file.pinned.has(canonical)) return { kind: "marked", directory };
    const path = joinPath(directory, canonical);
    if (graph.input(files.kind, path) === "directory")
      return { kind: "pinned", contents: { kind: "directory", path, buildFile: undefined } };
    const why = `Pinned repository ${canonical} not found under the vendor directory`;
    return { kind: "pinned", contents: notKnown(canonical, why) };
  };
}
