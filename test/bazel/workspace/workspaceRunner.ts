/**
 * Evaluates WORKSPACE files in tests, with the .bzl files of `server/models/bazel_tools` and those that a test gives.
 */
import { readFileSync } from "node:fs";
import { EvalError } from "../../../server/src/starlark/errors.ts";
import { runModule } from "../../../server/src/starlark/evaluate.ts";
import { BZL_OPTIONS } from "../../../server/src/starlark/fileOptions.ts";
import type { Module } from "../../../server/src/starlark/module.ts";
import { compile } from "../../../server/src/starlark/program.ts";
import { Thread } from "../../../server/src/starlark/thread.ts";
import type { Unknown } from "../../../server/src/starlark/unknown.ts";
import { unknown } from "../../../server/src/starlark/unknown.ts";
import type { Value } from "../../../server/src/starlark/value.ts";
import { ExternalModule } from "../../../server/src/bazel/externalSymbol.ts";
import type { Label } from "../../../server/src/bazel/label.ts";
import { parseLabel } from "../../../server/src/bazel/label.ts";
import { attrNamespace } from "../../../server/src/bazel/loading/api/attr.ts";
import { existingRuleBuiltin, existingRulesBuiltin } from "../../../server/src/bazel/loading/api/existingRules.ts";
import { namespaceOf } from "../../../server/src/bazel/loading/api/namespace.ts";
import { useModules, type ModuleScope } from "../../../server/src/bazel/loading/moduleScope.ts";
import { modelFileId } from "../../../server/src/bazel/loading/parsing.ts";
import { repositoryRuleBuiltin } from "../../../server/src/bazel/loading/api/repositoryRules.ts";
import { nativeWorkspaceFunctions } from "../../../server/src/bazel/workspace/api/workspaceFunctions.ts";
import type { BazelVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import type { RepositoryView } from "../../../server/src/bazel/repositoryView.ts";
import type { WorkspaceDefinitions } from "../../../server/src/bazel/workspace/repositoryDefinition.ts";
import type { WorkspaceState } from "../../../server/src/bazel/workspace/workspaceFile.ts";
import {
  evaluateWorkspaceChunk,
  INITIAL_WORKSPACE_STATE,
  workspaceChunks,
} from "../../../server/src/bazel/workspace/workspaceFile.ts";
import type { StarlarkParser } from "../../../server/src/syntax/parser.ts";

const VERSION: BazelVersion = { major: 7, minor: 7, patch: 1, prerelease: "" };

const PREDECLARED: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["native", namespaceOf("native", [...nativeWorkspaceFunctions(VERSION), existingRuleBuiltin, existingRulesBuiltin])],
  ["attr", attrNamespace],
  ["repository_rule", repositoryRuleBuiltin(VERSION)],
]);

/** `files`: .bzl files by label text (`@@repo//pkg:file.bzl`, `//:file.bzl`). Other repositories are not on disk. */
export function evaluateWorkspace(
  parser: StarlarkParser,
  text: string,
  files: Readonly<Record<string, string>> = {},
  version: BazelVersion = VERSION,
): WorkspaceDefinitions {
  const { tree } = parser.parse(text);
  let state: WorkspaceState = INITIAL_WORKSPACE_STATE;
  for (const statements of workspaceChunks(tree)) {
    const before = state;
    const modules = (name: string) => load(parser, files, before, name, { repository: "", path: "" });
    state = evaluateWorkspaceChunk({
      tree,
      fileId: "/w/WORKSPACE",
      statements,
      before,
      version,
      names: new Map(),
      modules,
      thread: {},
    });
  }
  return state.definitions;
}

function load(
  parser: StarlarkParser,
  files: Readonly<Record<string, string>>,
  state: WorkspaceState,
  name: string,
  from: Label["packageId"],
): Module | ExternalModule | Unknown {
  const parsed = parseLabel(name, { package: from, resolveRepository: (apparent) => apparent });
  if (parsed.kind === "error") throw new EvalError(parsed.message);
  const { label } = parsed;
  const text = label.repository === "bazel_tools" ? modelText(label) : files[label.toString()];
  if (text === undefined) {
    const isDefined = label.repository === "" || state.definitions.repositories.has(label.repository);
    const message = isDefined
      ? `repository @${label.repository} is not on disk`
      : `repository @${label.repository} is not defined`;
    return new ExternalModule(label, unknown({ kind: "repository", name: label.repository, message }));
  }
  const program = compile(parser.parse(text).tree, fileOf(label), BZL_OPTIONS, (word) => PREDECLARED.has(word));
  const modules = (inner: string) => load(parser, files, state, inner, label.packageId);
  const thread = new Thread();
  useModules(thread, [scopeFor(label)]);
  return runModule(program, { thread, moduleId: label.toString(), predeclared: PREDECLARED, modules });
}

/** Labels stand for themselves. */
function scopeFor(label: Label): ModuleScope {
  const view = { id: "", resolve: (_: string, apparent: string) => apparent } as unknown as RepositoryView;
  return {
    label,
    moduleId: label.toString(),
    file: fileOf(label),
    view,
    labelForm: "plain",
    loads: [],
    doubt: undefined,
    absence: undefined,
    model: undefined,
    loadVisibility: undefined,
  };
}

/** Models say that they are. */
function fileOf(label: Label): string {
  return label.repository === "bazel_tools"
    ? modelFileId(`bazel_tools/${label.packagePath}/${label.name}`)
    : label.toString();
}

function modelText(label: Label): string {
  return readFileSync(
    new URL(`../../../server/models/bazel_tools/${label.packagePath}/${label.name}`, import.meta.url),
    "utf8",
  );
}
