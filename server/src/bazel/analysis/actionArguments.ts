/**
 * The parameters of `ctx.actions` and what their values must be, after `StarlarkActionFactoryApi.java` and `StarlarkActionFactory.java` of 4.2.3. What is demanded here is still demanded by the newest release, except where
 * a version is named; arguments that later versions have added are not looked at.
 */
import { elementsIn, requireDictOf, requireFiles, requireSequenceOf } from "./argumentChecks.ts";
import { FILES_TO_RUN } from "./filesToRun.ts";
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { Struct } from "../provider.ts";
import type { Semantics } from "../workspace/semantics.ts";
import type { ParameterSpec } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { typeOf } from "../../starlark/value.ts";

/** The arguments of an action by the names of its parameters. */
export type ActionArguments = ReadonlyMap<string, Value>;

export interface Action {
  readonly name: string;
  readonly arguments: ActionArguments;
}

export interface ActionSpec {
  readonly params: readonly ParameterSpec[];
  /** The parameters that name what the action makes. */
  readonly outputs: readonly string[];
  /** Throws in Bazel's words. */
  readonly check?: (given: ActionArguments, release: Release) => void;
}

/** Bazel's version and flags. */
export interface Release {
  readonly major: number;
  readonly semantics: Semantics;
  /** Whether the rule has an execution group of this name; undefined where that is not known. */
  readonly hasExecGroup: (name: string) => boolean | undefined;
}

/** A named-only parameter; mandatory where it has no default. */
function named(name: string, types: readonly string[], fallback?: Value): ParameterSpec {
  return { name, kind: "named-only", types, ...(fallback !== undefined && { default: fallback }) };
}

const NO_ELEMENTS = frozenList();
const TEXT = ["string", "None"];
const FILES = ["sequence", "depset"];

function frozenList(): StarlarkList {
  const list = new StarlarkList([]);
  list.freeze();
  return list;
}

/** What `run` and `run_shell` have in common. */
const SPAWN: readonly ParameterSpec[] = [
  named("outputs", ["sequence"]),
  named("inputs", FILES, NO_ELEMENTS),
  named("tools", FILES, NO_ELEMENTS),
  named("arguments", ["sequence"], NO_ELEMENTS),
  named("mnemonic", TEXT, null),
  named("progress_message", TEXT, null),
  named("use_default_shell_env", ["bool"], false),
  named("env", ["dict", "None"], null),
  named("execution_requirements", ["dict", "None"], null),
  { name: "exec_group", kind: "named-only", optional: true, types: ["string", "None"] },
];

export const ACTIONS: Readonly<Record<string, ActionSpec>> = {
  run: {
    params: [
      ...SPAWN,
      named("unused_inputs_list", ["File", "None"], null),
      { name: "executable", kind: "named-only" },
      { name: "input_manifests", kind: "named-only", default: null },
    ],
    outputs: ["outputs"],
    check: (given, release) => {
      checkExecutable(given.get("executable"));
      checkSpawn(given, release);
    },
  },
  run_shell: {
    params: [
      ...SPAWN,
      { name: "command", kind: "named-only", types: ["string", "sequence"] },
      { name: "input_manifests", kind: "named-only", default: null },
    ],
    outputs: ["outputs"],
    check: (given, release) => {
      checkSpawn(given, release);
      const command = given.get("command");
      if ((command instanceof StarlarkList || command instanceof Tuple) && !release.semantics.commandOfWords)
        throw new EvalError(
          "'command' must be of type string. passing a sequence of strings as 'command' is deprecated. To temporarily disable this check, set --incompatible_run_shell_command_string=false.",
        );
    },
  },
  write: {
    params: [
      { name: "output", types: ["File"] },
      { name: "content", types: ["string", "Args"] },
      { name: "is_executable", types: ["bool"], default: false },
    ],
    outputs: ["output"],
  },
  symlink: {
    params: [
      named("output", ["File"]),
      named("target_file", ["File", "None"], null),
      named("target_path", TEXT, null),
      named("is_executable", ["bool"], false),
      named("progress_message", TEXT, null),
    ],
    outputs: ["output"],
    check: checkSymlink,
  },
  expand_template: {
    params: [
      named("template", ["File"]),
      named("output", ["File"]),
      named("substitutions", ["dict"]),
      named("is_executable", ["bool"], false),
    ],
    outputs: ["output"],
    check: (given) => {
      requireDictOf(given.get("substitutions"), "substitutions", "string");
    },
  },
  do_nothing: {
    params: [named("mnemonic", ["string"]), named("inputs", FILES, NO_ELEMENTS)],
    outputs: [],
    check: (given) => {
      requireFiles(given.get("inputs"), "inputs");
    },
  },
};

/** `StarlarkActionFactory.registerStarlarkAction` */
function checkSpawn(given: ActionArguments, release: Release): void {
  if (given.has("exec_group") && release.major < 5 && !release.semantics.execGroups)
    throw new EvalError(
      "parameter 'exec_group' is experimental and thus unavailable with the current flags. It may be enabled by setting --experimental_exec_groups",
    );
  const group = given.get("exec_group");
  if (typeof group === "string" && release.hasExecGroup(group) === false)
    throw new EvalError(`Action declared for non-existent exec group '${group}'.`);
  const outputs = given.get("outputs");
  requireSequenceOf("File", outputs, "outputs");
  if ((outputs instanceof StarlarkList || outputs instanceof Tuple) && outputs.items.length === 0)
    throw new EvalError("param 'outputs' may not be empty");
  requireFiles(given.get("inputs"), "inputs");
  checkTools(given.get("tools"), release);
  checkMnemonic(given.get("mnemonic"));
  for (const argument of elementsIn(given.get("arguments")))
    if (!(argument instanceof Unknown) && typeof argument !== "string" && typeOf(argument) !== "Args")
      throw new EvalError(
        `expected list of strings or ctx.actions.args() for arguments instead of ${typeOf(argument)}`,
      );
  requireDictOf(given.get("env"), "env", "string");
  requireDictOf(given.get("execution_requirements"), "execution_requirements", "string");
}

function checkMnemonic(mnemonic: Value | undefined): void {
  if (typeof mnemonic === "string" && !/^[a-zA-Z0-9]+$/.test(mnemonic))
    throw new EvalError(
      `mnemonic must only contain letters and/or digits, and have non-zero length, was: "${mnemonic}"`,
    );
}

function isFilesToRun(value: Value | undefined): boolean {
  return value instanceof Struct && value.provider === FILES_TO_RUN;
}

function checkExecutable(executable: Value | undefined): void {
  if (executable === undefined || executable instanceof Unknown || typeof executable === "string") return;
  if (executable instanceof Artifact || isFilesToRun(executable)) return;
  throw new EvalError(
    `in call to run(), parameter 'executable' got value of type '${typeOf(executable)}', want 'File, string, or FilesToRunProvider'`,
  );
}

/** From Bazel 5 a list may hold depsets of files, too. */
function checkTools(tools: Value | undefined, { major }: Release): void {
  if (tools instanceof Depset) requireFiles(tools, "tools");
  for (const tool of elementsIn(tools)) {
    if (tool instanceof Unknown || tool instanceof Artifact || isFilesToRun(tool)) continue;
    if (tool instanceof Depset && major > 4) continue;
    throw new EvalError(
      `expected value of type 'File or FilesToRunProvider' for a member of parameter 'tools' but got ${typeOf(tool)} instead`,
    );
  }
}

function checkSymlink(given: ActionArguments, release: Release): void {
  const [file, path] = [given.get("target_file") ?? null, given.get("target_path") ?? null];
  if ((file === null) === (path === null))
    throw new EvalError('Exactly one of "target_file" and "target_path" is required');
  const output = given.get("output");
  if (path === null) {
    if (output instanceof Artifact) checkResolvedSymlink(output, file, given, release);
    return;
  }
  requireUnresolvedSymlinks("symlink() to unresolved symlink", release);
  if (release.major >= 7 && given.get("is_executable") === true)
    throw new EvalError('"is_executable" cannot be True when using "target_path"');
  // Measured with 7.7.1; Bazel 4 takes a file, and 5 and 6 were not looked at.
  if (release.major >= 7 && output instanceof Artifact && output.kind !== "symlink")
    throw new EvalError(
      'symlink() with "target_path" param requires that "output" be declared as a symlink, not a file or directory (did you mean to use declare_symlink() instead of declare_file() or declare_directory()?)',
    );
}

/** 4.2.3 and 7.7.1 were asked; versions between are taken to be as 4. */
function checkResolvedSymlink(output: Artifact, file: Value, given: ActionArguments, { major }: Release): void {
  const isSymlink = output.kind === "symlink";
  if (isSymlink)
    throw new EvalError(
      major < 7
        ? 'symlink() with "target_file" param requires that "output" be declared as a regular file, not a symlink (did you mean to use declare_file() instead of declare_symlink()?)'
        : 'symlink() with "target_file" param requires that "output" be declared as a file or directory, not a symlink (did you mean to use declare_file() or declare_directory() instead of declare_symlink()?)',
    );
  if (major < 7 || !(file instanceof Artifact)) return;
  const [wanted, declared] = [file.isTree, output.isTree].map((isTree) => (isTree ? "directory" : "file"));
  if (wanted !== declared)
    throw new EvalError(
      `symlink() with "target_file" ${wanted} param requires that "output" be declared as a ${wanted} (did you mean to use declare_${wanted}() instead of declare_${declared}()?)`,
    );
  if (output.isTree && given.get("is_executable") === true)
    throw new EvalError('symlink() with "output" directory param cannot be executable');
}

/** Bazel 4 has them only with a flag (measured with 4.2.3). */
export function requireUnresolvedSymlinks(what: string, { major, semantics }: Release): void {
  if (major >= 5 || semantics.unresolvedSymlinks) return;
  throw new EvalError(
    `actions.${what} is not allowed; use the --experimental_allow_unresolved_symlinks command line option`,
  );
}
