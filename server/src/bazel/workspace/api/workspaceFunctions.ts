/**
 * What a WORKSPACE file calls without loading it, and what macros called from there reach as `native.x` (WorkspaceGlobals.java, WorkspaceFactory.java).
 */
import type { Builtin } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import type { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import type { Tuple } from "../../../starlark/tuple.ts";
import { Unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import { Label } from "../../label.ts";
import { stringEntries } from "../../loading/api/arguments.ts";
import { scopeOf } from "../../loading/moduleScope.ts";
import type { Registration } from "../repositoryDefinition.ts";
import type { WorkspaceBuilder } from "../workspaceBuilder.ts";
import { requireWorkspace } from "../workspaceBuilder.ts";
import { defineRepository } from "./definitions.ts";

/** The repository rules that Bazel has had built in, beside those of @bazel_tools. */
const NATIVE_REPOSITORY_RULES = [
  "local_repository",
  "new_local_repository",
  "local_config_platform",
  "android_sdk_repository",
  "android_ndk_repository",
] as const;

const workspaceBuiltin = builtin({
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
    { name: "managed_directories", kind: "named-only", default: null, doc: "Gone since Bazel 6." },
  ],
  run: (thread, [name]) => {
    const builder = requireWorkspace(thread, "workspace");
    if (name instanceof Unknown) throw new UnknownDecision(name);
    if (!/^[A-Za-z][-.\w]*$/.test(name as string))
      throw new EvalError(`${name as string} is not a legal workspace name`);
    builder.setName(name as string);
    return null;
  },
});

const bindBuiltin = builtin({
  name: "bind",
  doc: "Gives a target an alias in the //external package.",
  acceptsUnknown: true,
  params: [
    { name: "name", kind: "named-only", types: ["string"] },
    { name: "actual", kind: "named-only", default: null },
    { name: "kwargs", kind: "kwargs" },
  ],
  run: (thread, [name, actual]) => {
    const builder = requireWorkspace(thread, "bind");
    if (name instanceof Unknown) builder.markOpen(name);
    else builder.bind(name as string, actual ?? null);
    return null;
  },
});

const registerToolchainsBuiltin = registration("register_toolchains", "toolchain_labels", (builder, registered) => {
  builder.registerToolchain(registered);
});

const registerExecutionPlatformsBuiltin = registration(
  "register_execution_platforms",
  "platform_labels",
  (builder, registered) => {
    builder.registerExecutionPlatform(registered);
  },
);

/** Those of a WORKSPACE file's own names that are no repository rules. `native.existing_rules` and `existing_rule` are in existingRepositories.ts. */
export const WORKSPACE_FUNCTIONS: readonly Builtin[] = [
  workspaceBuiltin,
  bindBuiltin,
  registerToolchainsBuiltin,
  registerExecutionPlatformsBuiltin,
  ...NATIVE_REPOSITORY_RULES.map(repositoryRuleFunction),
];

/** The members of `native` that only macros called from a WORKSPACE file may use. */
export const NATIVE_WORKSPACE_FUNCTIONS: readonly Builtin[] = WORKSPACE_FUNCTIONS.filter(
  (function_) => function_ !== workspaceBuiltin,
);

function repositoryRuleFunction(name: string): Builtin {
  return builtin({
    name,
    acceptsUnknown: true,
    params: [{ name: "kwargs", kind: "kwargs" }],
    run: (thread, [kwargs]) => {
      const builder = requireWorkspace(thread, name);
      return defineRepository(thread, builder, { module: undefined, name }, namedArguments(kwargs as StarlarkDict));
    },
  });
}

function namedArguments(kwargs: StarlarkDict): NamedArguments {
  return new Map(stringEntries(kwargs, "**kwargs"));
}

function registration(
  name: string,
  parameter: string,
  add: (builder: WorkspaceBuilder, registered: Registration) => void,
): Builtin {
  return builtin({
    name,
    acceptsUnknown: true,
    params: [
      { name: parameter, kind: "args" },
      { name: "dev_dependency", kind: "named-only", default: false },
    ],
    run: (thread: Thread, [labels]) => {
      const builder = requireWorkspace(thread, name);
      const callStack = thread.callStack();
      const repository = scopeOf(thread)?.label.repository ?? "";
      for (const label of (labels as Tuple).items.flatMap(flatten)) {
        if (label instanceof Unknown) builder.markOpen(label);
        else add(builder, { kind: "pattern", pattern: patternText(label, name), repository, callStack });
      }
      return null;
    },
  });
}

/** Old code passes lists where labels are due. */
function flatten(value: Value): readonly Value[] {
  return value instanceof StarlarkList ? value.items : [value];
}

function patternText(value: Value, function_: string): string {
  if (typeof value === "string") return value;
  if (value instanceof Label) return value.toString();
  throw new EvalError(`in call to ${function_}(), got ${repr(value)}, want a label`);
}
