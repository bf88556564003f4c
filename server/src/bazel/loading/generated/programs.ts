/**
 * `which()` and `execute()` of repository rules and module extensions. No process is started: a program's place is looked up as Bazel does (`StarlarkBaseExternalContext.which`), and what a program says is known
 * of two alone: `uname -m`, by which rulesets choose what to download, and a JDK's `java -XshowSettings:properties`, by which they learn its version (rules_java, local_java_repository.bzl).
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
      const words = elementsOf(given ?? null) ?? [];
      if (asksForMachine(context, words))
        return said({ stdout: `${context.dependencies.machine.uname}\n`, stderr: "" });
      const version = askedJavaVersion(context, words);
      if (version === undefined) throw new UnknownDecision(needed);
      return said({ stdout: "", stderr: `Property settings:\n    java.version = ${version}\n\n` });
    },
  });
}

/** What `repository_ctx.execute` returns of a program that succeeds (`exec_result`). */
function said({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): Struct {
  return new Struct(
    new Map<string, Value>([
      ["return_code", 0],
      ["stdout", stdout],
      ["stderr", stderr],
    ]),
  );
}

/** Whether it is `uname -m`. */
function asksForMachine(context: ExternalContext, [program, option, ...more]: readonly Value[]): boolean {
  if (option !== "-m" || more.length > 0) return false;
  if (program === "uname") return UNAME.includes(pathOfProgram(context, program) ?? "");
  return program instanceof PathValue && UNAME.includes(program.place.path);
}

/**
 * The version of the JDK whose `java` is asked for its properties, undefined where that is not what is asked or not known. OpenJDK's build writes one constant into the property `java.version` and, as JAVA_VERSION, into the file
 * `release` (make/ReleaseFile.gmk); of all the other properties nothing is told.
 */
function askedJavaVersion(context: ExternalContext, [program, option, ...more]: readonly Value[]): string | undefined {
  if (option !== "-XshowSettings:properties" || more.length > 0) return undefined;
  const path = program instanceof PathValue && program.place.kind === "disk" ? program.place.path : program;
  if (typeof path !== "string" || !path.startsWith("/")) return undefined;
  const { graph, dependencies } = context;
  const home = /^(.*)\/bin\/java$/.exec(graph.input(dependencies.files.realPath, path) ?? "")?.[1];
  if (home === undefined) return undefined;
  const release = graph.input(dependencies.files.text, joinPath(home, "release"));
  return release.kind === "text" ? /^JAVA_VERSION="([^"]+)"/m.exec(release.text)?.[1] : undefined;
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
