/**
 * `which()` and `execute()` of repository rules and module extensions. No process is started: a program's place is looked up as Bazel does (`StarlarkBaseExternalContext.which`), and what a program says is known
 * of one alone, `uname -m`, by which rulesets choose what to download.
 */
import { joinPath } from "../../../base/path.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Unknown } from "../../../starlark/unknown.ts";
import { UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { Struct } from "../../provider.ts";
import { elementsOf } from "../api/arguments.ts";
import type { ExternalContext } from "./context.ts";
import { PathValue, type PathReader } from "./pathValue.ts";

/** Where systems have it: a program of that name elsewhere may say something else. */
const UNAME = ["/bin/uname", "/usr/bin/uname"];

export function whichBuiltin(context: ExternalContext, reader: PathReader, needed: Unknown): Value {
  return builtin({
    name: "which",
    params: [{ name: "program", types: ["string"] }],
    run: (_thread, [program]) => {
      const { os, variables } = context.dependencies.machine;
      if (os.startsWith("windows") || !variables.has("PATH")) return needed;
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
    run: (_thread, [given]) => {
      if (!asksForMachine(context, elementsOf(given ?? null) ?? [])) throw new UnknownDecision(needed);
      const { uname } = context.dependencies.machine;
      return new Struct(
        new Map<string, Value>([
          ["return_code", 0],
          ["stdout", `${uname}\n`],
          ["stderr", ""],
        ]),
      );
    },
  });
}

/** Whether it is `uname -m`. */
function asksForMachine(context: ExternalContext, [program, option, ...more]: readonly Value[]): boolean {
  if (option !== "-m" || more.length > 0) return false;
  if (program === "uname") return UNAME.includes(pathOfProgram(context, program) ?? "");
  return program instanceof PathValue && UNAME.includes(program.place.path);
}

/** Whether a file may be run is nothing that we see: the first of that name counts. */
function pathOfProgram({ graph, dependencies }: ExternalContext, program: string): string | undefined {
  if (program === "" || program.includes("/") || program.includes("\\"))
    throw new EvalError("Program argument of which() may not be empty, contain a / or a \\");
  const directories = (dependencies.machine.variables.get("PATH") ?? "")
    .split(":")
    .filter((path) => path.startsWith("/"));
  const paths = directories.map((directory) => joinPath(directory, program));
  return paths.find((path) => graph.input(dependencies.files.kind, path) === "file");
}
