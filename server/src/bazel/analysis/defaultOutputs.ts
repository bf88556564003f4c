/**
 * From the DefaultInfo that a rule returns to files, runfiles and tree. Mirrors `StarlarkRuleConfiguredTargetUtil.addSimpleProviders`:
 * - `runfiles` serves as default and data runfiles, and Bazel adds the executable to it, last;
 * - `default_runfiles`/`data_runfiles` ("runfiles states") are taken as they are, without the executable;
 * - an executable whose default runfiles are empty gets no tree. Whether the rule says that it is executable does not matter.
 */
import { Depset } from "../depset.ts";
import { mergeRunfiles, NO_RUNFILES, Runfiles, unknownRunfiles } from "../runfiles/runfiles.ts";
import { runfilesField } from "./defaultInfo.ts";
import { Artifact } from "../artifact.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { DefaultOutputs } from "./defaultInfo.ts";
import type { Struct } from "../provider.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue } from "../../starlark/value.ts";

/** What a model returns as `executable` where an executable rule makes none (`java_binary` with `create_executable = False`). */
export class NoExecutable implements StarlarkValue {
  readonly type = "NoExecutable";

  repr(printer: Printer): void {
    printer.text("<no executable>");
  }
}

export interface DefaultOutputsInput {
  /** The returned DefaultInfo, if any. */
  readonly info: Struct | undefined;
  /** The name of an executable rule. */
  readonly executableRule: string | undefined;
  /** False for rules of Bazel's Java that name an executable and build no tree for it (`FilesToRunProvider.fromSingleExecutableArtifact`: filegroup, genrule). */
  readonly mayHaveTree: boolean;
  /** What a model merges stands for what Bazel's builders do. */
  readonly isModel: boolean;
  /** Output of an executable rule that names no executable of its own (`ctx.outputs.executable`). */
  readonly implicitExecutable: Artifact | undefined;
  /** Files that the rule declares as outputs: what `files` is when it is not given. */
  readonly declaredOutputs: readonly Artifact[];
}

export function defaultOutputs(input: DefaultOutputsInput): DefaultOutputs {
  const { info } = input;
  const executable = executableOf(input);
  const stateless = runfilesField(info, "runfiles");
  const defaultState = runfilesField(info, "default_runfiles");
  const dataState = runfilesField(info, "data_runfiles");
  if (stateless && (defaultState ?? dataState))
    throw new EvalError("Cannot specify the provider 'runfiles' together with 'data_runfiles' or 'default_runfiles'");
  const hasStates = defaultState !== undefined || dataState !== undefined;
  const plain = hasStates ? undefined : withExecutable(stateless ?? NO_RUNFILES, executable);
  const defaultRunfiles = plain ?? defaultState ?? NO_RUNFILES;
  const dataRunfiles = plain ?? dataState ?? NO_RUNFILES;
  if (
    hasStates &&
    input.mayHaveTree &&
    executable instanceof Artifact &&
    !defaultRunfiles.isEmpty &&
    defaultRunfiles.unknowns.size === 0
  )
    requireExecutable(defaultRunfiles, executable);
  const hasTree = executable !== undefined && input.mayHaveTree && !defaultRunfiles.isEmpty;
  const tree = input.isModel ? withCopies(defaultRunfiles) : defaultRunfiles;
  return {
    files: filesOf(input, executable),
    defaultRunfiles,
    dataRunfiles,
    executable,
    tree: hasTree ? tree : undefined,
  };
}

function withCopies(runfiles: Runfiles): Runfiles {
  return runfiles.withoutCopies ? new Runfiles({ ...runfiles, withoutCopies: false }) : runfiles;
}

/** `assertExecutableSymlinkPresent`. */
function requireExecutable(runfiles: Runfiles, executable: Artifact): void {
  const present = runfiles.artifacts.toList().some((file) => file instanceof Artifact && file.equals(executable));
  if (!present) throw new EvalError(`main program ${executable.path} not included in runfiles`);
}

function executableOf(input: DefaultOutputsInput): Artifact | Unknown | undefined {
  const given = input.info?.fields.get("executable") ?? null;
  if (given instanceof Artifact || given instanceof Unknown) return given;
  if (given instanceof NoExecutable) return undefined;
  if (given !== null) throw new EvalError("expected value of type 'File or NoneType' for parameter 'executable'");
  const { executableRule, implicitExecutable } = input;
  if (executableRule !== undefined && implicitExecutable === undefined)
    throw new EvalError(
      `The rule '${executableRule}' is executable. It needs to create an executable File and pass it as the 'executable' parameter to the DefaultInfo it returns.`,
    );
  return implicitExecutable;
}

function withExecutable(runfiles: Runfiles, executable: Artifact | Unknown | undefined): Runfiles {
  if (executable === undefined) return runfiles;
  if (executable instanceof Unknown) return mergeRunfiles([runfiles, unknownRunfiles(executable)]);
  return new Runfiles({
    artifacts: new Depset("postorder", [executable], [runfiles.artifacts]),
    symlinks: runfiles.symlinks,
    rootSymlinks: runfiles.rootSymlinks,
    emptyFiles: runfiles.emptyFiles,
  });
}

function filesOf(input: DefaultOutputsInput, executable: Artifact | Unknown | undefined): Depset {
  const given = input.info?.fields.get("files") ?? null;
  if (given instanceof Depset) return given;
  if (given instanceof Unknown) return new Depset("default", [given]);
  if (given !== null) throw new EvalError("expected value of type 'depset or NoneType' for parameter 'files'");
  if (input.declaredOutputs.length > 0) return new Depset("default", input.declaredOutputs);
  return executable === undefined ? Depset.empty : new Depset("default", [executable]);
}
