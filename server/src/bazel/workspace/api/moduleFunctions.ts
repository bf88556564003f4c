/**
 * The functions of MODULE.bazel files (bazel/bzlmod/ModuleFileGlobals.java). Extensions are not run: their tags and the repositories that are used of them are recorded.
 */
import type { Builtin, ParameterSpec } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Frame, Thread } from "../../../starlark/thread.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import { castStrings, stringEntries } from "../../loading/api/arguments.ts";
import { BAZEL_VERSION } from "../bazelVersion.ts";
import { isCompatibilityCondition } from "../bazelCompatibility.ts";
import type { ModuleBuilder } from "../moduleBuilder.ts";
import { ExtensionUsageBuilder, requireDirectives, requireModule } from "../moduleBuilder.ts";
import type { ModuleOverride } from "../moduleDefinition.ts";
import { archiveSource, gitSource, patchesOf } from "../moduleSource.ts";
import { isModuleVersion } from "../moduleVersion.ts";
import { checkedRepositoryName } from "./definitions.ts";
import { ExtensionProxy, RepositoryRuleProxy } from "./moduleProxies.ts";

const MODULE_NAME = /^[a-z](?:[a-z0-9._-]*[a-z0-9])?$/;

const DEV_DEPENDENCY: ParameterSpec = {
  name: "dev_dependency",
  kind: "named-only",
  default: false,
  types: ["bool"],
  doc: "Whether to ignore this unless the module is the root module.",
};

const module_ = builtin({
  name: "module",
  doc: "Declares certain properties of the Bazel module represented by the current Bazel repo.",
  params: [
    { name: "name", kind: "named-only", default: "", types: ["string"] },
    { name: "version", kind: "named-only", default: "", types: ["string"] },
    { name: "compatibility_level", kind: "named-only", default: 0, types: ["int"] },
    { name: "repo_name", kind: "named-only", default: "", types: ["string"] },
    { name: "bazel_compatibility", optional: true, kind: "named-only", types: ["sequence"] },
  ],
  run: (thread, [name, version, compatibilityLevel, repositoryName, compatibility]) => {
    const builder = requireModule(thread, "module");
    builder.beginModule();
    checkModuleName(name as string, true);
    const own = (repositoryName as string) === "" ? undefined : checkedRepositoryName(repositoryName as string);
    const how = own === undefined ? "as the current module name" : "as the module's own repo name";
    builder.useName(own ?? (name as string), how, thread.callStack());
    checkVersion(version as string, "module");
    const bazelCompatibility = castStrings(compatibility, "bazel_compatibility");
    const malformed = bazelCompatibility.find((condition) => !isCompatibilityCondition(condition));
    if (malformed !== undefined)
      throw new EvalError(
        `invalid version argument '${malformed}': valid argument must 1) start with (<,<=,>,>=,-); 2) contain a version number in form of X.X.X where X is a number`,
      );
    builder.setModule({
      name: name as string,
      version: version as string,
      compatibilityLevel: Number(compatibilityLevel),
      bazelCompatibility,
      repositoryName: own ?? (name as string),
    });
    return null;
  },
});

const bazelDep = builtin({
  name: "bazel_dep",
  doc: "Declares a direct dependency on another Bazel module.",
  params: [
    { name: "name", kind: "named-only", types: ["string"] },
    { name: "version", kind: "named-only", default: "", types: ["string"] },
    { name: "max_compatibility_level", kind: "named-only", default: -1, types: ["int"] },
    { name: "repo_name", kind: "named-only", default: "", types: ["string", "None"] },
    DEV_DEPENDENCY,
  ],
  run: (thread, [name, version, maxCompatibilityLevel, repositoryName, devDependency]) => {
    const builder = requireDirectives(thread, "bazel_dep");
    checkModuleName(name as string, false);
    checkVersion(version as string, "bazel_dep");
    const seenAs =
      repositoryName === null ? undefined : checkedRepositoryName((repositoryName as string) || (name as string));
    const callStack = thread.callStack();
    if (builder.counts(devDependency === true))
      builder.addDependency({
        name: name as string,
        version: version as string,
        maxCompatibilityLevel: Number(maxCompatibilityLevel),
        repositoryName: seenAs,
        callStack,
      });
    if (seenAs !== undefined) builder.useName(seenAs, "by a bazel_dep", callStack);
    return null;
  },
});

const useExtension = builtin({
  name: "use_extension",
  doc: "Returns a proxy object representing a module extension; its methods can be invoked to create module extension tags.",
  params: [
    { name: "extension_bzl_file", types: ["string"] },
    { name: "extension_name", types: ["string"] },
    DEV_DEPENDENCY,
    { name: "isolate", kind: "named-only", default: false, types: ["bool"] },
  ],
  run: (thread, [file, name, devDependency, isolated]) => {
    const builder = requireDirectives(thread, "use_extension");
    if (name === "_repo_rules")
      throw new EvalError("innate extensions cannot be directly used; try `use_repo_rule` instead");
    const label = builder.label(file as string);
    if (label.kind === "error") throw new EvalError(`invalid label "${file as string}": ${label.why}`);
    const isAlone = isolated === true || !builder.counts(devDependency === true);
    const usage = new ExtensionUsageBuilder(
      {
        file: file as string,
        name: name as string,
        devDependency: devDependency === true,
        isolated: isolated === true,
        callStack: thread.callStack(),
      },
      builder.sharedUsage(isAlone ? undefined : `${label.label.toString()}%${name as string}`),
    );
    builder.addExtension(usage);
    return new ExtensionProxy(usage);
  },
});

const useRepo = namesOfExtension(
  "use_repo",
  "Imports repos generated by a module extension.",
  (call, local, exported) => {
    const { builder, usage, callStack } = call;
    checkedRepositoryName(local);
    checkedRepositoryName(exported);
    builder.useName(local, "by a use_repo() call", callStack);
    usage.addImport(local, exported);
  },
);

const overrideRepo = replacement(
  "override_repo",
  "Overrides repos of a module extension with repos visible to the module.",
  false,
);

const injectRepo = replacement("inject_repo", "Adds repos to a module extension.", true);

const useRepoRule = builtin({
  name: "use_repo_rule",
  doc: "Returns a proxy value that can be directly invoked as a repository rule.",
  params: [
    { name: "repo_rule_bzl_file", types: ["string"] },
    { name: "repo_rule_name", types: ["string"] },
  ],
  run: (thread, [file, name]) => {
    requireDirectives(thread, "use_repo_rule");
    return new RepositoryRuleProxy(file as string, name as string);
  },
});

const registerToolchains = registration("register_toolchains", "toolchain_labels", (builder, pattern, thread) => {
  builder.addToolchain({
    kind: "pattern",
    pattern,
    repository: builder.options.repository,
    callStack: thread.callStack(),
  });
});

const registerExecutionPlatforms = registration(
  "register_execution_platforms",
  "platform_labels",
  (builder, pattern, thread) => {
    builder.addExecutionPlatform({
      kind: "pattern",
      pattern,
      repository: builder.options.repository,
      callStack: thread.callStack(),
    });
  },
);

const PATCH_PARAMETERS: readonly ParameterSpec[] = [
  { name: "patches", kind: "named-only", optional: true, types: ["iterable"] },
  { name: "patch_cmds", kind: "named-only", optional: true, types: ["iterable"] },
  { name: "patch_strip", kind: "named-only", default: 0, types: ["int"] },
];

const OVERRIDES = [
  override("local_path_override", {
    params: [{ name: "path", kind: "named-only", types: ["string"] }],
    make: (named) => ({ kind: "local_path", path: stringOr(named.get("path"), "") }),
  }),
  override("single_version_override", {
    params: [optionalString("version"), optionalString("registry"), ...PATCH_PARAMETERS],
    make: (named) => {
      const version = stringOr(named.get("version"), "");
      if (!isModuleVersion(version)) throw new EvalError(`Invalid version in single_version_override(): ${version}`);
      const registry = stringOr(named.get("registry"), "");
      return { kind: "single_version", version, registry, patches: patchesOf(named) };
    },
  }),
  override("multiple_version_override", {
    params: [{ name: "versions", kind: "named-only", types: ["iterable"] }, optionalString("registry")],
    make: (named) => {
      const versions = castStrings(named.get("versions"), "versions");
      for (const version of versions) checkVersion(version, "multiple_version_override");
      if (versions.length < 2) throw new EvalError("multiple_version_override() must specify at least 2 versions");
      return { kind: "multiple_version", versions, registry: stringOr(named.get("registry"), "") };
    },
  }),
  override("archive_override", {
    params: [
      { name: "urls", kind: "named-only", optional: true, types: ["string", "iterable"] },
      optionalString("integrity"),
      optionalString("strip_prefix"),
      ...PATCH_PARAMETERS,
    ],
    demandedBefore8: "urls",
    make: (named) => ({ kind: "archive", source: archiveSource(named) }),
  }),
  override("git_override", {
    params: [
      { name: "remote", kind: "named-only", optional: true, types: ["string"] },
      optionalString("commit"),
      ...PATCH_PARAMETERS,
      { name: "init_submodules", kind: "named-only", default: false, types: ["bool"] },
      optionalString("strip_prefix"),
    ],
    demandedBefore8: "remote",
    make: (named) => ({ kind: "git", source: gitSource(named) }),
  }),
];

/** Everything that MODULE.bazel files call, but `include`, which needs files. */
export const MODULE_FUNCTIONS: readonly Builtin[] = [
  module_,
  bazelDep,
  useExtension,
  useRepo,
  overrideRepo,
  injectRepo,
  useRepoRule,
  registerToolchains,
  registerExecutionPlatforms,
  ...OVERRIDES,
  builtin({
    name: "flag_alias",
    doc: "Maps a command-line flag to a Starlark flag.",
    params: [
      { name: "name", types: ["string"] },
      { name: "starlark_flag", types: ["string"] },
    ],
    run: (thread) => {
      requireDirectives(thread, "flag_alias");
      return null;
    },
  }),
];

/** `include(label)`: evaluates another file in the same module. */
export function includeFunction(include: (label: string, thread: Thread) => void): Builtin {
  return builtin({
    name: "include",
    doc: "Includes the contents of another MODULE.bazel-like file.",
    params: [{ name: "label", types: ["string"] }],
    run: (thread, [label]) => {
      requireDirectives(thread, "include");
      include(label as string, thread);
      return null;
    },
  });
}

interface ExtensionCall {
  readonly builder: ModuleBuilder;
  readonly usage: ExtensionUsageBuilder;
  readonly callStack: readonly Frame[];
}

function namesOfExtension(
  name: string,
  doc: string,
  add: (call: ExtensionCall, first: string, second: string) => void,
): Builtin {
  return builtin({
    name,
    doc,
    params: [
      { name: "extension_proxy", types: ["module_extension_proxy"] },
      { name: "args", kind: "args" },
      { name: "kwargs", kind: "kwargs" },
    ],
    run: (thread, [proxy, args, kwargs]) => {
      const builder = requireDirectives(thread, name);
      const { usage } = proxy as unknown as ExtensionProxy;
      const call = { builder, usage, callStack: thread.callStack() };
      for (const same of castStrings(args, "args")) add(call, same, same);
      for (const [key, value] of stringEntries(kwargs, name)) add(call, key, stringArgument(value, name));
      return null;
    },
  });
}

/** They count in the root module alone, and not with `--ignore_dev_dependency`. */
function replacement(name: string, doc: string, isInjected: boolean): Builtin {
  return namesOfExtension(name, doc, ({ builder, usage, callStack }, exported, local) => {
    if (!builder.options.devDependencies) return;
    checkedRepositoryName(exported);
    checkedRepositoryName(local);
    usage.addReplacement(exported, local, isInjected, callStack);
  });
}

function registration(
  name: string,
  parameter: string,
  add: (builder: ModuleBuilder, pattern: string, thread: Thread) => void,
): Builtin {
  return builtin({
    name,
    params: [{ name: parameter, kind: "args" }, DEV_DEPENDENCY],
    run: (thread, [patterns, devDependency]) => {
      const builder = requireDirectives(thread, name);
      if (!builder.counts(devDependency === true)) return null;
      const texts = castStrings(patterns, name);
      const relative = texts.find((pattern) => !/^(\/\/|@)/.test(pattern));
      if (relative !== undefined)
        throw new EvalError(
          `Expected absolute target patterns (must begin with '//' or '@') for '${name}' argument, but got '${relative}' as an argument`,
        );
      for (const pattern of texts) add(builder, pattern, thread);
      return null;
    },
  });
}

function optionalString(name: string): ParameterSpec {
  return { name, kind: "named-only", default: "", types: ["string"] };
}

interface OverrideSpec {
  readonly params: readonly ParameterSpec[];
  /** Of an override that passes on to the rule that fetches the module whatever it is given, from Bazel 8: the parameter that earlier ones demand. */
  readonly demandedBefore8?: string;
  readonly make: (named: NamedArguments) => ModuleOverride;
}

function override(name: string, { params, demandedBefore8, make }: OverrideSpec): Builtin {
  const rest: readonly ParameterSpec[] = demandedBefore8 === undefined ? [] : [{ name: "kwargs", kind: "kwargs" }];
  return builtin({
    name,
    params: [{ name: "module_name", kind: "named-only", types: ["string"] }, ...params, ...rest],
    run: (thread, args) => {
      const builder = requireDirectives(thread, name);
      const given = params.map((param, i): readonly [string, Value] => [param.name, args[i + 1] ?? null]);
      const others = stringEntries(args[params.length + 1], name);
      const named = new Map([...given, ...others]);
      if (demandedBefore8 !== undefined && (thread.get(BAZEL_VERSION)?.major ?? 8) < 8) {
        const [unexpected] = others[0] ?? [];
        if (unexpected !== undefined) throw new EvalError(`${name}() got unexpected keyword argument '${unexpected}'`);
        if (named.get(demandedBefore8) === null)
          throw new EvalError(`${name}() missing 1 required named argument: ${demandedBefore8}`);
      }
      checkModuleName(args[0] as string, false);
      checkPatches(builder, named);
      builder.addOverride(args[0] as string, make(named), thread.callStack());
      return null;
    },
  });
}

/** `ModuleFileGlobals.convertAndValidatePatchLabel`. */
function checkPatches(builder: ModuleBuilder, named: NamedArguments): void {
  for (const patch of castStrings(named.get("patches"), "patches")) {
    const parsed = builder.label(patch);
    if (parsed.kind === "error") throw new EvalError(`invalid label "${patch}" in 'patches': ${parsed.why}`);
    if (parsed.label.repository !== "" && !patch.startsWith("@@"))
      throw new EvalError(
        `invalid label in 'patches': only patches in the main repository can be applied, not from '@${parsed.label.repository}'`,
      );
  }
}

function checkVersion(version: string, function_: string): void {
  if (!isModuleVersion(version)) throw new EvalError(`Invalid version in ${function_}()`);
}

function checkModuleName(name: string, mayBeEmpty: boolean): void {
  if ((mayBeEmpty && name === "") || MODULE_NAME.test(name)) return;
  throw new EvalError(
    `invalid module name '${name}': valid names must 1) only contain lowercase letters (a-z), digits (0-9), dots (.), hyphens (-), and underscores (_); 2) begin with a lowercase letter; 3) end with a lowercase letter or digit.`,
  );
}

function stringArgument(value: Value, function_: string): string {
  if (typeof value === "string") return value;
  throw new EvalError(`in call to ${function_}(), got ${repr(value)} of type '${typeOf(value)}', want a string`);
}

function stringOr(value: Value | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
