/**
 * Evaluates MODULE.bazel files (bazel/bzlmod/ModuleFileFunction.java). A statement that fails is given up and the others stand, as far as findings go; Bazel would refuse the file.
 */
import type { Expression, Node, Statement, SyntaxTree } from "../../syntax/ast.ts";
import { walkNode } from "../../syntax/traverse.ts";
import { EvalError } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { MODULE_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import type { ThreadOptions } from "../../starlark/thread.ts";
import { Thread } from "../../starlark/thread.ts";
import { unknown, UnknownDecision } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { parseLabel } from "../label.ts";
import { includeFunction, MODULE_FUNCTIONS } from "./api/moduleFunctions.ts";
import type { BazelVersion } from "./bazelVersion.ts";
import { useVersion } from "./bazelVersion.ts";
import type { ModuleBuilderOptions } from "./moduleBuilder.ts";
import { ModuleBuilder, useModule } from "./moduleBuilder.ts";
import type { ModuleDefinitions } from "./moduleDefinition.ts";

interface SourceFile {
  readonly fileId: string;
  readonly tree: SyntaxTree;
}

export interface ModuleFileInput extends ModuleBuilderOptions, SourceFile {
  readonly version: BazelVersion;
  /** A file to include, by its package and its path there; undefined where it cannot be read, and `no-package` where there is no such package. */
  readonly included: (packagePath: string, name: string) => SourceFile | "no-package" | undefined;
  readonly thread: Pick<ThreadOptions, "maxSteps" | "isCancelled" | "print">;
}

/** Throws only `Cancelled`. */
export function evaluateModuleFile(input: ModuleFileInput): ModuleDefinitions {
  const builder = new ModuleBuilder(input);
  const thread = new Thread(input.thread);
  useVersion(thread, input.version);
  useModule(thread, builder);
  const including = new Set([input.fileId]);
  const functions = new Map<string, Value>(MODULE_FUNCTIONS.map((function_) => [function_.name, function_]));
  functions.set(
    "include",
    includeFunction((label) => {
      const file = includedFile(input, label);
      if (including.has(file.fileId)) throw new EvalError(`${label} includes itself`); // Bazel 7.7.1 goes round and round.
      including.add(file.fileId);
      evaluateFile(file, thread, builder, functions);
      including.delete(file.fileId);
    }),
  );
  evaluateFile(input, thread, builder, functions);
  return builder.build(builtinModules(input));
}

/** Modules that every other depends on, under names that no other repository may have. Bazel 8 no longer has the second one. */
function builtinModules({ repository, version }: ModuleFileInput): readonly string[] {
  if (repository === "bazel_tools") return [];
  return version.major < 8 ? ["bazel_tools", "local_config_platform"] : ["bazel_tools"];
}

function evaluateFile(
  { fileId, tree }: SourceFile,
  thread: Thread,
  builder: ModuleBuilder,
  functions: ReadonlyMap<string, Value>,
): void {
  const program = compile(tree, fileId, MODULE_OPTIONS, (name) => functions.has(name), functions.keys());
  const syntax = tree.hasErrors ? [{ message: "the file has syntax errors", node: 0 }] : [];
  for (const { message, node } of [...syntax, ...program.errors, ...misplacedIncludes(tree.statements)]) {
    builder.addProblem({ message, callStack: [{ name: "<toplevel>", site: { file: fileId, node } }] });
  }
  runFile(program, {
    thread,
    predeclared: functions,
    modules: (name) => unknown({ kind: "syntax", name, message: "MODULE.bazel files cannot load .bzl files" }),
    onStatementAborted: (node, error) => {
      if (tree.hasErrors && error instanceof UnknownDecision) return "continue"; // What does not parse has been told.
      const callStack =
        error.callStack.length > 0 ? error.callStack : [{ name: "<toplevel>", site: { file: fileId, node } }];
      builder.addProblem({ message: error.message, callStack });
      return "continue";
    },
  });
}

/** What Bazel must see of `include` before it evaluates anything (bazel/bzlmod/CompiledModuleFile.java). Behind an assignment the name stands for something else. */
function misplacedIncludes(statements: readonly Statement[]): readonly { message: string; node: number }[] {
  const problems: { message: string; node: number }[] = [];
  for (const statement of statements) {
    if (isBinding(statement)) break;
    const call = statement.kind === "expression-statement" ? statement.expression : undefined;
    const directive = call?.kind === "call" && isInclude(call.callee) ? call : undefined;
    walkNode(statement, (node) => {
      if (isInclude(node) && node !== directive?.callee)
        problems.push({ message: "the `include` directive MUST be called directly at the top-level", node: node.id });
    });
    const [argument, ...more] = directive?.args ?? [];
    const isLiteral = argument?.kind === "positional" && isStringLiteral(argument.value) && more.length === 0;
    if (directive && !isLiteral)
      problems.push({
        message: "the `include` directive MUST be called with exactly one positional argument that is a string literal",
        node: directive.id,
      });
  }
  return problems;
}

function isBinding(statement: Statement): boolean {
  return statement.kind === "assignment" && isInclude(statement.target);
}

function isInclude(node: Node): boolean {
  return node.kind === "identifier" && node.name === "include";
}

/** Also several that are added up: Bazel's parser makes one of them. */
function isStringLiteral(expression: Expression): boolean {
  let first = expression;
  for (; first.kind === "binary"; first = first.left)
    if (first.operator !== "+" || first.right.kind !== "string") return false;
  return first.kind === "string";
}

/** `//pkg:name.MODULE.bazel`, of the module's own repository. */
function includedFile(input: ModuleFileInput, label: string): SourceFile {
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
  const file = input.included(packagePath, name);
  if (file === "no-package")
    throw new EvalError(`unable to load package for '${label}': BUILD file not found in directory '${packagePath}'`);
  if (!file) throw new EvalError(`error reading the included file ${label}: it does not exist or cannot be read`);
  return file;
}
