/**
 * `ctx.runfiles(files, transitive_files, collect_data, collect_default, symlinks, root_symlinks)`: mirrors `StarlarkRuleContext.runfiles` and `Runfiles.Builder.addRunfiles`.
 */
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { unpredictablePath } from "./actions.ts";
import { distinctTargets } from "./dependencies.ts";
import { Artifact, isPredictable } from "../artifact.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { Depset, nestedSet } from "../depset.ts";
import { mergeRunfiles, Runfiles, SymlinkEntry, unknownRunfiles } from "../runfiles/runfiles.ts";
import { elementsIn, requireDepsetOfFiles, requireSequenceOf } from "./argumentChecks.ts";
import { builtin, type Builtin, type ParameterSpec } from "../../starlark/builtin.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { truth } from "../../starlark/iteration.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Label } from "../label.ts";
import type { Value } from "../../starlark/value.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

const SKIP_CONFLICT_CHECKING: ParameterSpec = {
  name: "skip_conflict_checking",
  default: false,
  kind: "named-only",
  doc: "Private to Bazel's own rules.",
};

export function runfilesBuiltin(spec: RuleContextSpec): Builtin {
  const { major } = spec.host.workspace(spec.graph).bazelVersion;
  const links = major < 5 ? ["dict"] : ["dict", "depset"];
  return builtin({
    name: "runfiles",
    doc: "Creates a runfiles object.",
    acceptsUnknown: true,
    params: [
      { name: "files", types: ["sequence"], default: new StarlarkList([]), doc: "Files to add." },
      {
        name: "transitive_files",
        types: ["depset", "None"],
        default: null,
        doc: "A depset of files, which come before `files`.",
      },
      {
        name: "collect_data",
        types: ["bool"],
        default: false,
        doc: "Whether to collect the data runfiles of srcs, deps and data.",
      },
      {
        name: "collect_default",
        types: ["bool"],
        default: false,
        doc: "Whether to collect the default runfiles of srcs and deps, and the data runfiles of data.",
      },
      {
        name: "symlinks",
        types: links,
        default: new StarlarkDict(),
        doc: "Paths under the workspace directory → files.",
      },
      {
        name: "root_symlinks",
        types: links,
        default: new StarlarkDict(),
        doc: "Paths at the root of the tree → files.",
      },
      ...(major < 5 ? [] : [SKIP_CONFLICT_CHECKING]),
    ],
    run: (thread, [files, transitiveFiles, collectData, collectDefault, symlinks, rootSymlinks]) => {
      const collected = [
        ...(truth(collectData ?? false) ? collect(spec, "data") : []),
        ...(truth(collectDefault ?? false) ? collect(spec, "default") : []),
      ];
      const base = mergeRunfiles(collected);
      const own = new Runfiles({
        artifacts: nestedSet("postorder", fileList(files), [base.artifacts, ...transitive(transitiveFiles)]),
        symlinks: entries(symlinks, base.symlinks, spec.target.label),
        rootSymlinks: entries(rootSymlinks, base.rootSymlinks, spec.target.label),
        emptyFiles: base.emptyFiles,
      });
      spec.onRunfiles?.(own, thread.currentSite());
      return own;
    },
  });
}

function fileList(value: Value | undefined): readonly Value[] {
  if (value instanceof Unknown) return [value];
  requireSequenceOf("File", value, "files");
  return elementsIn(value);
}

function transitive(value: Value | undefined): readonly (Depset | Unknown)[] {
  if (value instanceof Depset) requireDepsetOfFiles(value, "transitive_files");
  return value instanceof Depset || value instanceof Unknown ? [value] : [];
}

/** A dict of path → file, or a depset of SymlinkEntries (Bazel 5.2 and later). */
function entries(value: Value | undefined, base: Depset, madeBy: Label): Depset {
  if (value instanceof Unknown) return new Depset("default", [value], [base]);
  if (value instanceof Depset) return nestedSet("default", [], [base, value]);
  if (!(value instanceof StarlarkDict)) throw new EvalError("expected a dict or depset of symlinks");
  if (value.size === 0) return base;
  const direct = [...value.entries()].map(([path, file]) => entry(path, file, madeBy));
  return new Depset("default", direct, [base]);
}

function entry(path: Value, file: Value, madeBy: Label): SymlinkEntry | Unknown {
  if (path instanceof Unknown) return path;
  if (file instanceof Unknown) return file;
  if (typeof path !== "string") throw new EvalError("keys of symlinks are paths");
  if (!(file instanceof Artifact)) throw new EvalError("values of symlinks are files");
  // Bazel takes it when it analyses (4.2.3 and 7.7.1).
  if (path.startsWith("/")) return unknownPath(path, "where a link with an absolute path lies was not looked at");
  if (!isPredictable(path)) return unpredictablePath("a runfiles path");
  return new SymlinkEntry(normalise(path), file, madeBy);
}

/** `PathFragment.create`: no `.` segments, no doubled slashes. */
function normalise(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}

/** `Runfiles.Builder.addRunfiles(ruleContext, mapping)`: `data` always by data runfiles, `srcs` and `deps` by the mapping. */
function collect(spec: RuleContextSpec, mapping: "data" | "default"): readonly Runfiles[] {
  return [
    ...dataRunfiles(spec, "data"),
    ...["srcs", "deps"].flatMap((attribute) => mappedRunfiles(spec, attribute, mapping)),
  ];
}

/** `addDataDeps`: files themselves, targets by their data runfiles; from Bazel 6 a target's files too (`--incompatible_always_include_files_in_data`). */
export function dataRunfiles(spec: RuleContextSpec, attribute: string): readonly Runfiles[] {
  const alwaysFiles = nativeOption(spec.key.configuration, "incompatible_always_include_files_in_data");
  if (alwaysFiles instanceof Unknown) return [unknownRunfiles(alwaysFiles)];
  return targetsOf(spec, attribute).flatMap((target) => {
    if (target instanceof Unknown) return [unknownRunfiles(target)];
    const files = new Runfiles({ artifacts: nestedSet("postorder", [], [target.outputs.files]) });
    if (target.isFile) return [files];
    return alwaysFiles === true ? [files, target.outputs.dataRunfiles] : [target.outputs.dataRunfiles];
  });
}

/** `addTargetExceptFileTargets`. */
export function mappedRunfiles(
  spec: RuleContextSpec,
  attribute: string,
  mapping: "data" | "default",
): readonly Runfiles[] {
  return targetsOf(spec, attribute).flatMap((target) => {
    if (target instanceof Unknown) return [unknownRunfiles(target)];
    if (target.isFile) return [];
    return [mapping === "data" ? target.outputs.dataRunfiles : target.outputs.defaultRunfiles];
  });
}

function targetsOf(spec: RuleContextSpec, attribute: string): readonly (ConfiguredTarget | Unknown)[] {
  const dependencies = spec.dependencies.get(attribute);
  if (!dependencies) return [];
  if (dependencies.value instanceof Unknown) return [dependencies.value];
  return dependencies.labels.flatMap((label) => (label instanceof Unknown ? [label] : distinctTargets(label)));
}

function unknownPath(name: string, message: string): Unknown {
  return new Unknown({ kind: "configuration", name, message, site: undefined });
}
