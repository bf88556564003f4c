/**
 * Which .bzl file is speaking. Bazel resolves `Label("//x")`, an attribute's default and the like from the innermost Starlark function on the stack, wherever it is called from; so do we: the innermost active
 * call names its file, and the modules that the thread can reach say which label that file was loaded under.
 */
import { modelPathOf } from "./parsing.ts";
import { StarlarkFunction } from "../../starlark/function.ts";
import type { Thread } from "../../starlark/thread.ts";
import { contextKey } from "../../starlark/thread.ts";
import type { Label, LabelContext, LabelForm } from "../label.ts";
import { parseLabel } from "../label.ts";
import { REPOSITORIES_OF_CALLER } from "../labelMethods.ts";
import type { RepositoryView } from "../repositoryView.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { ModelInfo } from "../rule.ts";

/** A .bzl file and its place: where its labels are resolved from. */
export interface ModuleScope {
  readonly label: Label;
  /** What its rules, providers and transitions are identified by: the label's text, `""` for what Bazel has built in. */
  readonly moduleId: string;
  /** The id of its file. */
  readonly file: string;
  readonly view: RepositoryView;
  readonly labelForm: LabelForm;
  /** The modules that it loads. */
  readonly loads: readonly ModuleScope[];
  /** Why the file, or one that it loads, may not be the one that Bazel would load. */
  readonly doubt: Unknown | undefined;
  /** Why Bazel may refuse to load the file: it is in a repository that is not on disk, or loads from one. */
  readonly absence: Unknown | undefined;
  /** What the file says of itself, where it is a model. */
  model: ModelInfo | undefined;
  /** What `visibility()` declared: packages as package_group writes them; undefined where it was not called. */
  loadVisibility: readonly string[] | undefined;
}

interface ReachableModules {
  readonly known: Map<string, ModuleScope>;
  readonly pending: ModuleScope[];
  readonly seen: Set<ModuleScope>;
}

const MODULES = contextKey<ReachableModules>("modules");

/** Lets a thread run functions of these modules and of what they load. */
export function useModules(thread: Thread, scopes: Iterable<ModuleScope>): void {
  const before = thread.get(MODULES) ?? {
    known: new Map<string, ModuleScope>(),
    pending: [],
    seen: new Set<ModuleScope>(),
  };
  before.pending.push(...scopes);
  thread.set(MODULES, before);
  thread.set(REPOSITORIES_OF_CALLER, repositoriesOfCaller);
}

function repositoriesOfCaller(thread: Thread): LabelContext["resolveRepository"] | undefined {
  const scope = scopeOf(thread);
  return scope && labelContextOf(scope).resolveRepository;
}

/** Lets a thread outside of loading (a rule implementation, a transition) run functions of a module. */
export function useModule(thread: Thread, loaded: { readonly scope: ModuleScope }): void {
  useModules(thread, [loaded.scope]);
}

/** The label that a module id (`RuleClass.module`, `//pkg:file.bzl`) stands for. Ids are canonical: nothing about them depends on where they are read. */
export function moduleLabel(id: string): Label {
  const result = parseLabel(id, { package: { repository: "", path: "" }, resolveRepository: (name) => name });
  if (result.kind === "error") throw new Error(result.message);
  return result.label;
}

/** The module whose function is innermost on the stack; undefined in a BUILD file's own statements. */
export function scopeOf(thread: Thread): ModuleScope | undefined {
  const file = thread.currentSite()?.file;
  const modules = thread.get(MODULES);
  if (file === undefined || !modules) return undefined;
  return modules.known.get(file) ?? search(modules, file);
}

/** Lets another thread run all functions that a thread can run now. */
export function sameModules(thread: Thread): (other: Thread) => void {
  const { known, pending } = thread.get(MODULES) ?? { known: new Map<string, ModuleScope>(), pending: [] };
  const scopes = [...known.values(), ...pending];
  return (other) => {
    useModules(other, scopes);
  };
}

/** The module that defines a function; undefined where the thread cannot reach it. */
export function scopeOfFunction(thread: Thread, function_: Value): ModuleScope | undefined {
  const modules = thread.get(MODULES);
  if (!(function_ instanceof StarlarkFunction) || !modules) return undefined;
  return modules.known.get(function_.fileId) ?? search(modules, function_.fileId);
}

/** What identifies the things that this thread makes for whoever exports them: `""` where what speaks is Bazel's own, else the file that exports them (undefined), whichever file's function has made them. */
export function ownIdentity(thread: Thread): "" | undefined {
  return scopeOf(thread)?.moduleId === "" ? "" : undefined;
}

/** Whether a model is speaking: it may say more than .bzl files may. */
export function isModelSpeaking(thread: Thread): boolean {
  const scope = scopeOf(thread);
  return scope !== undefined && modelPathOf(scope.file) !== undefined;
}

export function labelContextOf(scope: ModuleScope): LabelContext {
  const repository = scope.label.repository;
  return {
    package: scope.label.packageId,
    resolveRepository: (apparent) => scope.view.resolve(repository, apparent),
    form: scope.labelForm,
  };
}

function search(modules: ReachableModules, file: string): ModuleScope | undefined {
  for (let scope = modules.pending.pop(); scope; scope = modules.pending.pop()) {
    if (modules.seen.has(scope)) continue;
    modules.seen.add(scope);
    if (!modules.known.has(scope.file)) modules.known.set(scope.file, scope);
    modules.pending.push(...scope.loads);
    if (scope.file === file) return modules.known.get(file);
  }
  return undefined;
}
