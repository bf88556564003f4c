/**
 * Where hermetic Python interpreters are registered, found by evaluation: calls of rules_python's macros in WORKSPACE files (also through macros of one's own), tags of its module extension, and the default that it
 * brings along as a module. Sources: rules_python python/private/python_register_toolchains.bzl and python.bzl, and its MODULE.bazel from 0.23 on.
 */
import type { Frame } from "../../starlark/thread.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import type { NamedArguments, Value } from "../../starlark/value.ts";
import type { ModuleDefinitions, ModuleDependency } from "./moduleDefinition.ts";
import type { RepositoryDefinition, WorkspaceDefinitions } from "./repositoryDefinition.ts";
import { compareModuleVersions } from "./moduleVersion.ts";

export interface PythonRegistration {
  /**
   * - `macro`: a macro of rules_python is called, whose definition is not on disk.
   * - `repository`: the macro is on disk, and has defined the interpreter's repository.
   * - `tag`: `python.toolchain(…)` in MODULE.bazel.
   * - `implicit`: nobody asks for an interpreter; rules_python 0.23 and later registers one by itself under bzlmod.
   */
  readonly kind: "macro" | "repository" | "tag" | "implicit";
  /** What is called: `python_register_toolchains`, `python.toolchain`; `bazel_dep` for the implicit default. */
  readonly callee: string;
  /** The Python versions as written; `undefined` where the argument is not known. */
  readonly versions: readonly (string | undefined)[];
  /** The version that targets get that do not ask for one; undefined where that is not known. */
  readonly defaultVersion: string | undefined;
  /** The release of rules_python, where the file tells it. */
  readonly rulesPythonVersion: string | undefined;
  /** Outermost first; the first frame is the statement in the WORKSPACE or MODULE.bazel file. */
  readonly callStack: readonly Frame[];
}

const MACROS: ReadonlySet<string> = new Set(["python_register_toolchains", "python_register_multi_toolchains"]);

/** The extension's files, present and former. */
const EXTENSION_FILES: ReadonlySet<string> = new Set(["//python/extensions:python.bzl", "//python:extensions.bzl"]);

/** The first release that registers an interpreter by itself, and which one. */
const IMPLICIT_SINCE = "0.23.0";
const IMPLICIT_VERSION = "3.11";

export function pythonRegistrationsOfWorkspace(workspace: WorkspaceDefinitions): readonly PythonRegistration[] {
  const rulesPythonVersion = archiveVersion(workspace.repositories.get("rules_python"));
  const calls = workspace.externalCalls.flatMap(({ symbol, named, positional, callStack }): PythonRegistration[] => {
    const { packagePath, repository } = symbol.module;
    if (repository !== "rules_python" || packagePath !== "python" || !MACROS.has(symbol.name)) return [];
    return [
      {
        kind: "macro",
        callee: symbol.name,
        ...versionsOf(symbol.name, positional, named),
        rulesPythonVersion,
        callStack,
      },
    ];
  });
  return [...calls, ...interpreterRepositories(workspace, rulesPythonVersion)];
}

export function pythonRegistrationsOfModule(module: ModuleDefinitions): readonly PythonRegistration[] {
  const dependency = module.dependencies.find(({ name }) => name === "rules_python");
  if (!dependency) return [];
  const rulesPythonVersion = releaseOf(module, dependency);
  const prefix = `@${dependency.repositoryName ?? "rules_python"}`;
  const usages = module.extensions.filter(
    ({ name, file }) => name === "python" && file.startsWith(prefix) && EXTENSION_FILES.has(file.slice(prefix.length)),
  );
  const tags = usages.flatMap((usage) => usage.tags).filter(({ tagClass }) => tagClass === "toolchain");
  const defaults = usages.flatMap((usage) => usage.tags).filter(({ tagClass }) => tagClass === "defaults");
  const defaultVersion =
    text(defaults.at(-1)?.arguments.get("python_version")) ?? defaultOfTags(tags.map((tag) => tag.arguments));
  if (tags.length === 0) {
    const isImplicit =
      rulesPythonVersion === undefined || compareModuleVersions(rulesPythonVersion, IMPLICIT_SINCE) >= 0;
    if (!isImplicit) return [];
    const version = defaultVersion ?? IMPLICIT_VERSION;
    return [
      {
        kind: "implicit",
        callee: "bazel_dep",
        versions: [version],
        defaultVersion: version,
        rulesPythonVersion,
        callStack: dependency.callStack,
      },
    ];
  }
  return tags.map(({ arguments: named, callStack }) => ({
    kind: "tag",
    callee: "python.toolchain",
    versions: [text(named.get("python_version"))],
    defaultVersion: defaultVersion ?? IMPLICIT_VERSION,
    rulesPythonVersion,
    callStack,
  }));
}

/** The release that a dependency asks for; undefined where an override takes it from elsewhere. */
function releaseOf(module: ModuleDefinitions, dependency: ModuleDependency): string | undefined {
  const override = module.overrides.get(dependency.name);
  switch (override?.kind) {
    case undefined:
    case "multiple_version":
      return dependency.version === "" ? undefined : dependency.version;
    case "single_version":
      return override.version === "" ? dependency.version : override.version;
    case "local_path":
    case "archive":
    case "git":
    case "builtin":
      return undefined;
    default:
      return override satisfies never;
  }
}

/** A tag with `is_default`, or the only one; else rules_python's own default stays. */
function defaultOfTags(tags: readonly NamedArguments[]): string | undefined {
  const marked = tags.find((named) => named.get("is_default") === true);
  return text((marked ?? (tags.length === 1 ? tags[0] : undefined))?.get("python_version"));
}

function versionsOf(
  macro: string,
  positional: readonly Value[],
  named: NamedArguments,
): Pick<PythonRegistration, "versions" | "defaultVersion"> {
  if (macro === "python_register_toolchains") {
    const version = text(named.get("python_version") ?? positional[1]);
    return { versions: [version], defaultVersion: version };
  }
  const list = named.get("python_versions") ?? positional[1] ?? null;
  const versions = list instanceof StarlarkList || list instanceof Tuple ? list.items.map(text) : [undefined];
  return { versions, defaultVersion: text(named.get("default_version") ?? positional[2] ?? null) ?? versions[0] };
}

/** With rules_python on disk its macros have run, and defined a `python_repository` a platform. */
function interpreterRepositories(
  workspace: WorkspaceDefinitions,
  rulesPythonVersion: string | undefined,
): readonly PythonRegistration[] {
  const calls = new Map<string, PythonRegistration>();
  for (const { rule, attributes, callStack } of workspace.repositories.values()) {
    if (rule.name !== "python_repository" || rule.module?.startsWith("@@rules_python//") !== true) continue;
    const macro = callStack.find((frame) => MACROS.has(frame.name));
    const version = text(attributes.get("python_version"));
    const site = callStack[0]?.site;
    const key = `${String(site?.file)}:${String(site?.node)}`;
    const before = calls.get(key);
    calls.set(key, {
      kind: "repository",
      callee: macro?.name ?? "python_repository",
      versions: before ? [...new Set([...before.versions, version])] : [version],
      defaultVersion: before ? before.defaultVersion : version,
      rulesPythonVersion,
      callStack,
    });
  }
  return [...calls.values()];
}

/** The version in `strip_prefix` or in a URL of an archive of rules_python. */
function archiveVersion(definition: RepositoryDefinition | undefined): string | undefined {
  if (!definition) return undefined;
  const urls = definition.attributes.get("urls") ?? null;
  const texts = [
    definition.attributes.get("strip_prefix"),
    definition.attributes.get("url"),
    ...(urls instanceof StarlarkList ? urls.items : []),
  ];
  for (const value of texts) {
    const version = /rules_python[-/]v?(\d+\.\d+\.\d+[\w.-]*?)(?:\/|\.tar\.gz|\.zip|$)/.exec(text(value) ?? "")?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
