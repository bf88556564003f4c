/**
 * What a WORKSPACE file calls without loading it, and what macros called from there reach as `native.x` (WorkspaceGlobals.java, WorkspaceFactory.java). What they take was seen with 4.2.3 and 7.7.1.
 */
import type { Builtin } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import type { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { Unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import type { LabelContext } from "../../label.ts";
import { parseLabel } from "../../label.ts";
import { castStrings, stringEntries } from "../../loading/api/arguments.ts";
import { scopeOf } from "../../loading/moduleScope.ts";
import type { BazelVersion } from "../bazelVersion.ts";
import type { Registration } from "../repositoryDefinition.ts";
import type { WorkspaceBuilder } from "../workspaceBuilder.ts";
import { requireWorkspace } from "../workspaceBuilder.ts";
import { defineRepository } from "./definitions.ts";
import { checkManagedDirectories } from "./managedDirectories.ts";
import {
  NATIVE_REPOSITORY_RULES,
  nativeRepositoryAttributes,
  type NativeRepositoryRule,
} from "./nativeRepositoryRules.ts";

/** Those of a WORKSPACE file's own names that are no repository rules of .bzl files. `native.existing_rules` and `existing_rule` are in existingRepositories.ts. */
export function workspaceFunctions(version: BazelVersion): readonly Builtin[] {
  return [workspaceBuiltin(version), ...nativeWorkspaceFunctions(version)];
}

/** The members of `native` that only macros called from a WORKSPACE file may use. */
export function nativeWorkspaceFunctions(version: BazelVersion): readonly Builtin[] {
  return [
    bindBuiltin(version),
    registration(version, "register_toolchains", "toolchain_labels", (builder, registered) => {
      builder.registerToolchain(registered);
    }),
    registration(version, "register_execution_platforms", "platform_labels", (builder, registered) => {
      builder.registerExecutionPlatform(registered);
    }),
    ...NATIVE_REPOSITORY_RULES.map((name) => repositoryRuleFunction(version, name)),
  ];
}

function workspaceBuiltin({ major }: BazelVersion): Builtin {
  const managedDirectories = {
    name: "managed_directories",
    kind: "named-only",
    optional: true,
    types: ["dict"],
    doc: "Directories of the workspace that repositories are fetched into.",
  } as const;
  return builtin({
    name: "workspace",
    doc: "Sets the name of the workspace.",
    acceptsUnknown: true,
    params: [
      {
        name: "name",
        kind: "named-only",
        types: ["string"],
        doc: "The name: also the main repository's directory in runfiles trees.",
      },
      ...(major < 6 ? [managedDirectories] : []),
    ],
    run: (thread, [name, directories]) => {
      const builder = requireWorkspace(thread, "workspace");
      if (name instanceof Unknown) throw new UnknownDecision(name);
      if (!/^[A-Za-z][-.\w]*$/.test(name as string))
        throw new EvalError(`${name as string} is not a legal workspace name`);
      if (directories !== undefined) checkManagedDirectories(directories);
      builder.setName(name as string);
      return null;
    },
  });
}

function bindBuiltin(version: BazelVersion): Builtin {
  return builtin({
    name: "bind",
    doc: "Gives a target an alias in the //external package.",
    acceptsUnknown: true,
    params: [
      { name: "name", kind: "named-only", types: ["string"] },
      { name: "actual", kind: "named-only", default: null, types: ["string", "None"] },
    ],
    run: (thread, [name, actual]) => {
      const builder = requireWorkspace(thread, "bind");
      checkBinding(version, name ?? null, actual ?? null);
      if (name instanceof Unknown) builder.markOpen(name);
      else builder.bind(name as string, actual ?? null);
      return null;
    },
  });
}

function checkBinding({ major }: BazelVersion, name: Value, actual: Value): void {
  const nameProblem = typeof name === "string" ? labelProblem(`//external:${name}`) : undefined;
  if (nameProblem !== undefined) throw new EvalError(nameProblem);
  if (typeof actual !== "string") return;
  if (!/^(@|\/\/)/.test(actual))
    throw new EvalError(
      major < 5 ? `invalid label: ${actual}` : `invalid label '${actual}': absolute label must begin with '@' or '//'`,
    );
  const problem = labelProblem(actual);
  if (problem !== undefined) throw new EvalError(problem);
}

/** What is wrong with the text of a label, wherever it leads. */
function labelProblem(label: string): string | undefined {
  const parsed = parseLabel(label, ANY_REPOSITORY);
  return parsed.kind === "error" ? parsed.why : undefined;
}

const ANY_REPOSITORY: LabelContext = {
  package: { repository: "", path: "" },
  resolveRepository: (apparent) => apparent,
};

function repositoryRuleFunction(version: BazelVersion, name: NativeRepositoryRule): Builtin {
  const called = {
    module: undefined,
    name,
    attributes: nativeRepositoryAttributes(name, version),
    isChecked: true,
  };
  return builtin({
    name,
    acceptsUnknown: true,
    params: [{ name: "kwargs", kind: "kwargs" }],
    run: (thread, [kwargs]) =>
      defineRepository(thread, requireWorkspace(thread, name), called, namedArguments(kwargs as StarlarkDict)),
  });
}

function namedArguments(kwargs: StarlarkDict): NamedArguments {
  return new Map(stringEntries(kwargs, "**kwargs"));
}

function registration(
  version: BazelVersion,
  name: string,
  parameter: string,
  add: (builder: WorkspaceBuilder, registered: Registration) => void,
): Builtin {
  return builtin({
    name,
    acceptsUnknown: true,
    params: [{ name: parameter, kind: "args" }],
    run: (thread: Thread, [patterns]) => {
      const builder = requireWorkspace(thread, name);
      const callStack = thread.callStack();
      const repository = scopeOf(thread)?.label.repository ?? "";
      const { items } = patterns as Tuple;
      castStrings(new Tuple(items.filter((item) => !(item instanceof Unknown))), parameter);
      for (const pattern of items) {
        if (pattern instanceof Unknown) builder.markOpen(pattern);
        else {
          checkPattern(version, pattern as string);
          add(builder, { kind: "pattern", pattern: pattern as string, repository, callStack });
        }
      }
      return null;
    },
  });
}

/** Bazel 7 reads the pattern where it is registered, Bazel 4 where a toolchain is looked for; those between were not asked. */
function checkPattern({ major }: BazelVersion, pattern: string): void {
  if (major < 7) return;
  const problem = labelProblem(pattern.replace(/(^|\/)\.\.\.(?=$|:)/, "$1all"));
  if (problem !== undefined) throw new EvalError(`error parsing target pattern "${pattern}": ${problem}`);
}
