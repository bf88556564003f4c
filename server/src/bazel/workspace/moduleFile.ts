/**
 * Evaluates MODULE.bazel files (bazel/bzlmod/ModuleFileFunction.java). A statement that fails is given up and the others stand, as far as findings go; Bazel would refuse the file.
 */
import type { SyntaxTree } from "../../syntax/ast.ts";
import { EvalError } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { MODULE_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import type { ThreadOptions } from "../../starlark/thread.ts";
import { Thread } from "../../starlark/thread.ts";
import { unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { parseLabel } from "../label.ts";
import { includeFunction, MODULE_FUNCTIONS } from "./api/moduleFunctions.ts";
import type { ModuleBuilderOptions } from "./moduleBuilder.ts";
import { ModuleBuilder, useModule } from "./moduleBuilder.ts";
import type { ModuleDefinitions } from "./moduleDefinition.ts";

export interface ModuleFileInput extends ModuleBuilderOptions {
  readonly fileId: string;
  readonly tree: SyntaxTree;
  /** A file to include, by its path within the module; undefined where there is none. */
  readonly included: (path: string) => { readonly fileId: string; readonly tree: SyntaxTree } | undefined;
  readonly thread: Pick<ThreadOptions, "maxSteps" | "isCancelled" | "print">;
}

/** Throws only `Cancelled`. */
export function evaluateModuleFile(input: ModuleFileInput): ModuleDefinitions {
  const builder = new ModuleBuilder(input);
  const thread = new Thread(input.thread);
  useModule(thread, builder);
  const files = new Set([input.fileId]);
  const functions = new Map<string, Value>(MODULE_FUNCTIONS.map((function_) => [function_.name, function_]));
  functions.set(
    "include",
    includeFunction((label) => {
      const file = includedFile(input, label);
      if (files.has(file.fileId)) throw new EvalError(`${label} is included more than once`);
      files.add(file.fileId);
      evaluateFile(file.fileId, file.tree, thread, builder, functions);
    }),
  );
  evaluateFile(input.fileId, input.tree, thread, builder, functions);
  return builder.build();
}

function evaluateFile(
  fileId: string,
  tree: SyntaxTree,
  thread: Thread,
  builder: ModuleBuilder,
  functions: ReadonlyMap<string, Value>,
): void {
  const program = compile(tree, fileId, MODULE_OPTIONS, (name) => functions.has(name), functions.keys());
  for (const { message, node } of program.errors) {
    builder.addProblem({ message, callStack: [{ name: "<toplevel>", site: { file: fileId, node } }] });
  }
  runFile(program, {
    thread,
    predeclared: functions,
    modules: (name) => unknown({ kind: "syntax", name, message: "MODULE.bazel files cannot load .bzl files" }),
    onStatementAborted: (node, error) => {
      const callStack =
        error.callStack.length > 0 ? error.callStack : [{ name: "<toplevel>", site: { file: fileId, node } }];
      builder.addProblem({ message: error.message, callStack });
      return "continue";
    },
  });
}

/** `//pkg:name.MODULE.bazel`, of the module's own repository. */
function includedFile(input: ModuleFileInput, label: string): { readonly fileId: string; readonly tree: SyntaxTree } {
  if (input.repository !== "") throw new EvalError("only the root module may include other files");
  if (!label.startsWith("//"))
    throw new EvalError(
      `bad include label '${label}': include() must be called with main repo labels (starting with "//")`,
    );
  const parsed = parseLabel(label, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
  if (parsed.kind === "error") throw new EvalError(`bad include label '${label}': ${parsed.message}`);
  const { packagePath, name } = parsed.label;
  if (!name.endsWith(".MODULE.bazel"))
    throw new EvalError(
      `bad include label '${label}': the file to be included must have a name ending in '.MODULE.bazel'`,
    );
  const file = input.included(packagePath === "" ? name : `${packagePath}/${name}`);
  if (!file) throw new EvalError(`error reading the included file ${label}: it does not exist or cannot be read`);
  return file;
}
