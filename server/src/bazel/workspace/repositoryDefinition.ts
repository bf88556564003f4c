/**
 * Repositories as WORKSPACE and MODULE.bazel files declare them, before anyone asks where their files are.
 */
import type { ExternalCall } from "../externalSymbol.ts";
import type { AttributeDefinition } from "../rule.ts";
import type { Frame, Site } from "../../starlark/thread.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";

/** Which rule makes a repository. */
export interface RepositoryRuleId {
  /** Label text of the .bzl file that exports the rule; undefined for rules that Bazel has built in (`local_repository` of a WORKSPACE file). */
  readonly module: string | undefined;
  readonly name: string;
}

/** A call of a repository rule. */
export interface RepositoryDefinition {
  /** The name it was given: in a WORKSPACE file also its canonical one. */
  readonly name: string;
  readonly rule: RepositoryRuleId;
  /** The arguments, without `name`. */
  readonly attributes: ReadonlyMap<string, Value>;
  /** What its rule declares; undefined for rules that are built in. */
  readonly declared?: ReadonlyMap<string, Pick<AttributeDefinition, "type" | "default">> | undefined;
  /** Outermost first: the statement of the WORKSPACE file, then the macros down to the rule's call. */
  readonly callStack: readonly Frame[];
  /** Id of the view under which the file was evaluated that the rule was loaded into; undefined for rules that are built in and where nothing is loaded. */
  readonly view?: string | undefined;
}

/** The macro that the WORKSPACE file calls; frames without a place in a file are the rule itself. */
export function generatorOf({ callStack }: RepositoryDefinition): string | undefined {
  return callStack.slice(1).find(({ site }) => site !== undefined)?.name;
}

/** What `register_toolchains` or `register_execution_platforms` adds to the list, in which earlier entries go before later ones. */
export type Registration =
  | {
      readonly kind: "pattern";
      /** As written: a label or a target pattern (`//toolchains:all`). */
      readonly pattern: string;
      /** Canonical name of the repository in whose file it was written. */
      readonly repository: string;
      readonly callStack: readonly Frame[];
    }
  /** At this place there may be registrations that we know nothing of. */
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** Something that went wrong in such a file. */
export interface RepositoryProblem {
  readonly message: string;
  readonly callStack: readonly Frame[];
}

/** What a WORKSPACE file has declared so far. */
export interface WorkspaceDefinitions {
  /** Of `workspace(name = …)`. */
  readonly name: string | undefined;
  /** What is fetched under each name, in the order of their definition. */
  readonly repositories: ReadonlyMap<string, RepositoryDefinition>;
  /** What `native.existing_rules()` tells of each name: the last definition, though an earlier one may be fetched. */
  readonly described: ReadonlyMap<string, RepositoryDefinition>;
  /** `bind(name, actual)`. */
  readonly bindings: ReadonlyMap<string, Value>;
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
  /** Calls of macros that are not on disk. */
  readonly externalCalls: readonly ExternalCall[];
  /** Why there may be definitions that we know nothing of; undefined where all are known. */
  readonly open: Unknown | undefined;
  /** Why Bazel may refuse one of the file's loads, and with it every target. */
  readonly absence: Unknown | undefined;
  readonly problems: readonly RepositoryProblem[];
}

export const NO_DEFINITIONS: WorkspaceDefinitions = {
  name: undefined,
  repositories: new Map(),
  described: new Map(),
  bindings: new Map(),
  toolchains: [],
  executionPlatforms: [],
  externalCalls: [],
  open: undefined,
  absence: undefined,
  problems: [],
};

/** The statement that a call belongs to: of a macro the call of it, of an `include()`d file the one in that file. */
export function callSite(callStack: readonly Frame[]): Site | undefined {
  return callStack.findLast(({ name }) => name === TOPLEVEL)?.site;
}

/** The name of the frame of a file's own statements. */
const TOPLEVEL = "<toplevel>";
