/**
 * The prelude: `//tools/build_rules:prelude_bazel` of a repository, whose names every BUILD file of that repository has (`PackageFunction.loadPrelude`). It is a .bzl file; what it loads, and what is private to it, is given on,
 * too. Bazel reads it only where `tools/build_rules` is a package. Seen with 4.2.3 and 7.7.1.
 */
import type { Program } from "../../starlark/program.ts";
import { UNIVERSE } from "../../starlark/universe.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { Label } from "../label.ts";
import type { LoadingProblem } from "../target.ts";
import type { ModuleResult } from "./bzlModule.ts";
import type { ModuleScope } from "./moduleScope.ts";
import type { PackageKey } from "./packageLookup.ts";

const DIRECTORY = "tools/build_rules";
const FILE = "prelude_bazel";

export interface Prelude {
  readonly names: ReadonlyMap<string, Value>;
  readonly scopes: readonly ModuleScope[];
  /** Bazel refuses every package. */
  readonly failure: { readonly message: string; readonly cause: LoadingProblem } | undefined;
  /** Which names it gives is not known. */
  readonly unknown: Unknown | undefined;
  readonly absence: Unknown | undefined;
}

const NONE: Prelude = { names: new Map(), scopes: [], failure: undefined, unknown: undefined, absence: undefined };

export function isPrelude({ packagePath, name }: Label): boolean {
  return packagePath === DIRECTORY && name === FILE;
}

interface PreludeHost {
  readonly isPackage: (key: PackageKey) => boolean;
  readonly isFile: (path: string) => boolean;
  readonly module: (label: Label) => ModuleResult;
}

export function preludeOf({ id, view }: PackageKey, host: PreludeHost): Prelude {
  const label = new Label(id.repository, DIRECTORY, FILE);
  if (!host.isPackage({ id: label.packageId, view }) || !host.isFile(`${DIRECTORY}/${FILE}`)) return NONE;
  const result = host.module(label);
  switch (result.kind) {
    case "module":
      return { ...NONE, names: result.module.bindings, scopes: [result.scope], absence: result.scope.absence };
    case "error":
      return {
        ...NONE,
        failure: { message: result.message, cause: result.problem },
        unknown: new Unknown({ kind: "evaluation", name: label.toString(), message: result.message, site: undefined }),
      };
    case "unknown":
      return { ...NONE, unknown: result.unknown, absence: result.unknown };
  }
}

/** What the file finds predeclared. Where it is not known what the prelude gives, it may be any name that nothing else does. */
export function withPrelude(
  names: ReadonlyMap<string, Value>,
  prelude: Prelude,
  { resolution }: Program,
): ReadonlyMap<string, Value> {
  const { unknown } = prelude;
  if (prelude.names.size === 0 && !unknown) return names;
  const result = new Map([...names, ...prelude.names]);
  if (unknown)
    for (const name of resolution.predeclared) if (!result.has(name) && !UNIVERSE.has(name)) result.set(name, unknown);
  return result;
}
