/** `which()` and `execute()` of repository rules and module extensions (`StarlarkBaseExternalContext`). */
import { joinPath } from "../../../base/path.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Unknown } from "../../../starlark/unknown.ts";
import { UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { Struct } from "../../provider.ts";
import { elementsOf } from "../api/arguments.ts";
import type { ExternalContext } from "./context.ts";
import { answerOf, type Answer, type Run } from "./knownPrograms.ts";
import { PathValue, placeOfText, type PathReader, type Place } from "./pathValue.ts";

export function whichBuiltin(context: ExternalContext, reader: PathReader, needed: Unknown): Value {
  return builtin({
    name: "which",
    params: [{ name: "program", types: ["string"] }],
    run: (_thread, [program]) => {
      const { dependencies, variables } = context;
      if (dependencies.machine.os.startsWith("windows") || !variables.has("PATH")) return needed;
      const path = pathOfProgram(context, program as string);
      return path === undefined ? null : new PathValue({ kind: "disk", path }, reader);
    },
  });
}

export function executeBuiltin(context: ExternalContext, needed: Unknown): Value {
  return builtin({
    name: "execute",
    acceptsUnknown: true,
    params: [
      { name: "arguments", acceptsUnknown: true },
      { name: "timeout", default: 600, acceptsUnknown: true },
      { name: "environment", optional: true, acceptsUnknown: true },
      { name: "quiet", default: true, acceptsUnknown: true },
      { name: "working_directory", default: "", acceptsUnknown: true },
    ],
    run: (_thread, [given, , , , directory]) => {
      const run = directory === "" ? runOf(context, elementsOf(given ?? null) ?? []) : undefined;
      const answer = run && answerOf(context, run);
      if (answer === undefined) throw new UnknownDecision(needed);
      if (answer.guessed) context.assume(needed);
      return executionResult(answer);
    },
  });
}

/** `exec_result`. */
function executionResult({ returnCode, stdout, stderr }: Answer): Struct {
  return new Struct(new Map<string, Value>(Object.entries({ return_code: returnCode, stdout, stderr })));
}

/** Undefined where a word is not known, or the program is not found. */
function runOf(context: ExternalContext, [first, ...values]: readonly Value[]): Run | undefined {
  const program = placeOfProgram(context, first ?? null);
  const words = values.map(wordOf).filter((word) => word !== undefined);
  return program === undefined || words.length < values.length ? undefined : { program, words };
}

function wordOf(value: Value): string | undefined {
  if (value instanceof PathValue) return value.place.kind === "disk" ? value.place.path : undefined;
  return typeof value === "string" ? value : undefined;
}

/** A path is taken as it is, a name is looked for in PATH (`java.lang.ProcessBuilder`). */
function placeOfProgram(context: ExternalContext, value: Value): Place | undefined {
  if (value instanceof PathValue) return value.place;
  if (typeof value !== "string" || value === "") return undefined;
  if (value.includes("\\")) return undefined;
  if (value.includes("/")) return placeOfText(value, context.directory());
  const path = pathOfProgram(context, value);
  return path === undefined ? undefined : { kind: "disk", path };
}

/** Whether a file may be run is nothing that we see: the first of that name counts (`StarlarkBaseExternalContext.which`). */
function pathOfProgram({ graph, dependencies, variables }: ExternalContext, program: string): string | undefined {
  if (program === "" || program.includes("/") || program.includes("\\"))
    throw new EvalError("Program argument of which() may not be empty, contain a / or a \\");
  const directories = (variables.get("PATH") ?? "").split(":").filter((path) => path.startsWith("/"));
  const paths = directories.map((directory) => joinPath(directory, program));
  return paths.find((path) => graph.input(dependencies.files.kind, path) === "file");
}
