/** `glob()` and `subpackages()` of BUILD files. After Bazel's `StarlarkNativeModule.glob`. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { str } from "../../../starlark/printer.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { excludePatternProblem, globPatternProblem, pathMatcher } from "../glob.ts";
import type { GlobKey } from "../packageGlob.ts";
import type { PackageBuilder } from "../packageBuilder.ts";
import { requireBuildFile } from "../packageThread.ts";
import { sequence, stringOf } from "./arguments.ts";

/** The default of `allow_empty`: nobody can pass it. */
const UNBOUND: Value = { type: "unbound", repr: (printer) => void printer.text("<unbound>") };

export const globBuiltin = builtin({
  name: "glob",
  doc: "Returns the files of the package that match some patterns, sorted.",
  params: [
    { name: "include", types: ["sequence"], default: new StarlarkList(), doc: "The patterns." },
    { name: "exclude", types: ["sequence"], default: new StarlarkList(), doc: "Patterns of what is left out." },
    { name: "exclude_directories", types: ["int"], default: 1, doc: "0 to match directories, too." },
    { name: "allow_empty", default: UNBOUND, doc: "Whether a pattern may match nothing." },
  ],
  run: (thread, [include, exclude, excludeDirectories, allowEmpty]) => {
    const builder = requireBuildFile(thread, "glob()");
    const mode = excludeDirectories === 0 ? "with-directories" : "files";
    const request = {
      include: patterns(include, "glob"),
      exclude: patterns(exclude, "glob"),
      allowEmpty: allowsEmpty(builder, allowEmpty ?? UNBOUND),
    };
    const matches = matchAll(builder, request, mode);
    if (matches instanceof Unknown) return matches;
    builder.noteGlob(thread, { include: request.include, exclude: request.exclude, matches });
    return new StarlarkList([...matches]);
  },
});

export const subpackagesBuiltin = builtin({
  name: "subpackages",
  doc: "Returns the nearest packages below this one that match some patterns.",
  params: [
    { name: "include", kind: "named-only", types: ["sequence"], doc: "The patterns." },
    {
      name: "exclude",
      kind: "named-only",
      types: ["sequence"],
      default: new StarlarkList(),
      doc: "Patterns of what is left out.",
    },
    {
      name: "allow_empty",
      kind: "named-only",
      types: ["bool"],
      default: false,
      doc: "Whether a pattern may match nothing.",
    },
  ],
  run: (thread, [include, exclude, allowEmpty]) => {
    const request = {
      include: patterns(include, "subpackages"),
      exclude: patterns(exclude, "subpackages"),
      allowEmpty: allowEmpty === true,
    };
    const matches = matchAll(requireBuildFile(thread, "subpackages()"), request, "subpackages");
    return matches instanceof Unknown ? matches : new StarlarkList([...matches]);
  },
});

interface Request {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly allowEmpty: boolean;
}

function patterns(value: Value | undefined, name: string): readonly string[] {
  return sequence(value).map((element, index) => stringOf(element, `element ${String(index)} of '${name}' argument`));
}

function allowsEmpty(builder: PackageBuilder, value: Value): boolean {
  if (value === UNBOUND) return !builder.host.settings.disallowEmptyGlob;
  if (typeof value === "boolean") return value;
  throw new EvalError(`expected boolean for argument \`allow_empty\`, got \`${str(value)}\``);
}

function matchAll(builder: PackageBuilder, request: Request, mode: GlobKey["mode"]): readonly string[] | Unknown {
  for (const pattern of request.exclude) {
    const problem = excludePatternProblem(pattern);
    if (problem !== undefined) throw new EvalError(`${problem} (in glob pattern '${pattern}')`);
  }
  const excluded = request.exclude.map(pathMatcher);
  const found = new Set<string>();
  for (const pattern of request.include) {
    const matches = matchOne(builder, pattern, mode);
    if (matches instanceof Unknown) return matches;
    if (matches.length === 0 && !request.allowEmpty) {
      throw new EvalError(
        `glob pattern '${pattern}' didn't match anything, but allow_empty is set to False (the default value of allow_empty can be set with --incompatible_disallow_empty_glob).`,
      );
    }
    for (const match of matches) found.add(match);
  }
  const kept = [...found].filter((path) => !excluded.some((matches) => matches(path)));
  if (kept.length === 0 && !request.allowEmpty) {
    throw new EvalError(
      "all files in the glob have been excluded, but allow_empty is set to False (the default value of allow_empty can be set with --incompatible_disallow_empty_glob).",
    );
  }
  return kept.sort();
}

function matchOne(builder: PackageBuilder, pattern: string, mode: GlobKey["mode"]): readonly string[] | Unknown {
  const problem = globPatternProblem(pattern);
  if (problem !== undefined) throw new EvalError(problem);
  const result = builder.host.glob(pattern, mode);
  switch (result.kind) {
    case "matches":
      return result.paths;
    case "unknown":
      return result.unknown;
    case "symlink-loop":
      throw new EvalError(`Symlink issue while evaluating globs: Infinite symlink expansion: ${result.path}`);
  }
}
