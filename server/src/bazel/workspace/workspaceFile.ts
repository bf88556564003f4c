/**
 * Evaluates WORKSPACE files as Bazel does (WorkspaceASTFunction.java, WorkspaceFileFunction.java): in chunks. A chunk begins at every `load` that follows another statement; what it loads is looked for in
 * the repositories that the chunks above have defined, no others.
 *
 * A statement that fails or that an Unknown would decide is given up, the others stand; then there may be definitions that we know nothing of, and the result says so (`open`).
 */
import type { Statement, SyntaxTree } from "../../syntax/ast.ts";
import type { Module } from "../../starlark/module.ts";
import { EvalError } from "../../starlark/errors.ts";
import type { ModuleStandIn } from "../../starlark/evaluate.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { WORKSPACE_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import { Thread } from "../../starlark/thread.ts";
import type { ThreadOptions } from "../../starlark/thread.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import { unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { ExternalSymbol } from "../externalSymbol.ts";
import { estimateReason, isOfEstimate } from "../loading/aborts.ts";
import { REPOSITORY_RECORDER } from "../loading/api/repositoryRules.ts";
import type { LoadFailure } from "../loading/loads.ts";
import { defineRepository } from "./api/definitions.ts";
import { workspaceFunctions } from "./api/workspaceFunctions.ts";
import type { BazelVersion } from "./bazelVersion.ts";
import { useVersion } from "./bazelVersion.ts";
import type { WorkspaceDefinitions } from "./repositoryDefinition.ts";
import { NO_DEFINITIONS } from "./repositoryDefinition.ts";
import { useWorkspace, WorkspaceBuilder } from "./workspaceBuilder.ts";

/** What stands after a chunk. */
export interface WorkspaceState {
  readonly definitions: WorkspaceDefinitions;
  /** The file's global names. */
  readonly globals: ReadonlyMap<string, Value>;
}

export const INITIAL_WORKSPACE_STATE: WorkspaceState = { definitions: NO_DEFINITIONS, globals: new Map() };

export interface WorkspaceChunkInput {
  readonly tree: SyntaxTree;
  readonly fileId: string;
  /** The statements of the chunk, of `workspaceChunks`. */
  readonly statements: readonly Statement[];
  readonly before: WorkspaceState;
  readonly version: BazelVersion;
  /** What Bazel has for WORKSPACE files beside their own functions. */
  readonly names: ReadonlyMap<string, Value>;
  /** Id of the view under which `modules` finds them. */
  readonly view?: string | undefined;
  /** `__embedded_dir__`, which only Bazel's own files see. */
  readonly embeddedDirectory?: string | undefined;
  /** Bazel 4 lends the whole file the right that the suffix needs which it adds to it (`WorkspaceFileFunction`). */
  readonly loadsPrivateNames?: boolean;
  /** The module that a load string names, as seen from the main repository with the definitions of `before`. */
  readonly modules: (name: string) => Module | ModuleStandIn | Unknown;
  /** Loads that Bazel refuses; what they bind is Unknown. */
  readonly failures?: readonly LoadFailure[];
  /** Why Bazel may refuse one of the loads. */
  readonly absence?: Unknown | undefined;
  /** Called with the thread before it runs. */
  readonly prepare?: (thread: Thread) => void;
  readonly thread: Pick<ThreadOptions, "maxSteps" | "isCancelled" | "print">;
}

/** The chunks of a file. There is always at least one, so that an empty file has a state. */
export function workspaceChunks(tree: SyntaxTree): readonly (readonly Statement[])[] {
  const chunks: Statement[][] = [[]];
  let previous: Statement | undefined;
  for (const statement of tree.statements) {
    if (statement.kind === "load" && previous && previous.kind !== "load") chunks.push([]);
    chunks.at(-1)?.push(statement);
    previous = statement;
  }
  return chunks;
}

/** Evaluates one chunk. Throws only `Cancelled`. */
export function evaluateWorkspaceChunk(input: WorkspaceChunkInput): WorkspaceState {
  const { before, statements, tree, fileId } = input;
  const predeclared = new Map<string, Value>([
    ...input.names,
    ...workspaceFunctions(input.version).map((function_) => [function_.name, function_] as const),
    ...(input.embeddedDirectory === undefined ? [] : [["__embedded_dir__", input.embeddedDirectory] as const]),
    ...before.globals,
  ]);
  const program = compile(
    { ...tree, statements },
    fileId,
    { ...WORKSPACE_OPTIONS, allowLoadPrivateSymbols: input.loadsPrivateNames === true },
    (name) => predeclared.has(name),
    predeclared.keys(),
  );
  // Bazel's own statements stand before the file's, so that also a `load` at its beginning starts another chunk.
  const isAboveLoads = before === INITIAL_WORKSPACE_STATE && statements[0]?.kind !== "load";
  const builder = new WorkspaceBuilder(before.definitions, isAboveLoads, input.view);
  const thread: Thread = new Thread({
    ...input.thread,
    unknownCalled: (callee, positional, named) => {
      const callStack = thread.callStack();
      if (callee instanceof ExternalSymbol)
        builder.recordExternalCall({ symbol: callee, positional, named, callStack });
      else builder.markOpen(callee);
    },
  });
  builder.markAbsent(input.absence);
  useVersion(thread, input.version);
  useWorkspace(thread, builder);
  thread.set(REPOSITORY_RECORDER, {
    declare: ({ rule, attributes }) => {
      const { attributes: declared, isChecked } = rule;
      defineRepository(thread, builder, { ...rule.identity(thread), attributes: declared, isChecked }, attributes);
    },
  });
  input.prepare?.(thread);
  const syntax =
    tree.hasErrors && before === INITIAL_WORKSPACE_STATE ? [{ message: "the file has syntax errors", node: 0 }] : [];
  for (const { message, node } of [...syntax, ...program.errors, ...(input.failures ?? [])]) {
    builder.addProblem(message, [{ name: "<toplevel>", site: { file: fileId, node } }]);
  }
  const module = runFile(program, {
    thread,
    predeclared,
    modules: input.modules,
    onStatementAborted: (node, error) => {
      const site = { file: fileId, node };
      if (error instanceof EvalError && isOfEstimate(error)) {
        builder.markOpen(unknown(estimateReason(error, site)));
      } else if (error instanceof EvalError) {
        builder.addProblem(
          error.message,
          error.callStack.length > 0 ? error.callStack : [{ name: "<toplevel>", site }],
        );
        builder.markOpen(
          unknown({
            kind: "evaluation",
            name: error.message,
            message: `a statement of the WORKSPACE file failed: ${error.message}`,
            site,
          }),
        );
      } else {
        builder.markOpen(error.unknown);
      }
      return "continue";
    },
  });
  return { definitions: builder.build(), globals: new Map([...before.globals, ...boundNames(module)]) };
}

/** Also the names that loads have bound: later chunks see them. */
function boundNames(module: Module): readonly (readonly [string, Value])[] {
  return module.program.resolution.globals.flatMap((name, slot) => {
    const value = module.slots[slot];
    return value === undefined ? [] : [[name, value] as const];
  });
}
