/**
 * From the DefaultInfo that a rule returns to files, runfiles and tree. Mirrors `StarlarkRuleConfiguredTargetUtil.addSimpleProviders`:
 * - `runfiles` serves as default and data runfiles, and Bazel adds the executable to it, last;
 * - `default_runfiles`/`data_runfiles` ("runfiles states") are taken as they are, without the executable;
 * - an executable whose default runfiles are empty gets no tree. Whether the rule says that it is executable does not matter.
 */
import { Depset } from "../depset.ts";
import { mergeRunfiles, NO_RUNFILES, Runfiles, unknownRunfiles } from "../runfiles/runfiles.ts";
import { NoExecutable, runfilesField } from "./defaultInfo.ts";
import { Artifact } from "../artifact.ts";
import { EvalError } from "../../starlark/errors.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { DefaultOutputs } from "./defaultInfo.ts";
import { Struct } from "../provider.ts";
import type { RuleTarget } from "../target.ts";

export interface DefaultOutputsInput {
  /** The returned DefaultInfo, if any. */
  readonly info: Struct | undefined;
  /** The name of an executable rule. */
  readonly executableRule: string | undefined;
  /** False for rules of Bazel's Java that name an executable and build no tree for it (`FilesToRunProvider.fromSingleExecutableArtifact`: filegroup, genrule). */
  readonly mayHaveTree: boolean;
  /** What a model merges stands for what Bazel's builders do. */
  readonly isModel: boolean;
  /** What is evaluated as Bazel does it, which refuses what such a rule may not say. */
  readonly evaluated:
    | {
        readonly target: RuleTarget;
        readonly configuration: Configuration;
        /** The file of `ctx.outputs.executable`, where the implementation has asked for it. */
        readonly askedFor: Artifact | undefined;
        /** False where what it says may be an estimate's fault. */
        readonly mayRefuse: boolean;
      }
    | undefined;
  /** Output of an executable rule that names no executable of its own (`ctx.outputs.executable`). */
  readonly implicitExecutable: Artifact | undefined;
  /** Files that the rule declares as outputs: what `files` is when it is not given. */
  readonly declaredOutputs: readonly Artifact[];
}

export function defaultOutputs(input: DefaultOutputsInput): DefaultOutputs {
  const { info } = input;
  const executable = executableOf(input);
  const lost = lostRunfiles(input);
  const stateless = lost ?? runfilesField(info, "runfiles");
  const defaultState = lost ? undefined : runfilesField(info, "default_runfiles");
  const dataState = lost ? undefined : runfilesField(info, "data_runfiles");
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
  if (input.evaluated?.mayRefuse && input.evaluated.target.ruleClass.test && defaultRunfiles.isEmpty)
    throw new EvalError("Test rules have to define runfiles");
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

/**
 * Until Bazel 4 who returned the DefaultInfo of another target lost its runfiles (`DelegatingDefaultInfo.getStatelessRunfiles`, bazelbuild/bazel#9442; seen with 4.2.3). 7.7.1 keeps them; when that came, nobody has
 * looked.
 */
function lostRunfiles({ info, evaluated }: DefaultOutputsInput): Runfiles | undefined {
  if (!evaluated || !isForwarded(info) || evaluated.configuration.top.major > 5) return undefined;
  if (evaluated.configuration.top.major < 5) return NO_RUNFILES;
  return unknownRunfiles(
    new Unknown({
      kind: "api",
      name: "DefaultInfo",
      message: "whether Bazel 5 keeps the runfiles of a DefaultInfo that is another target's is not known",
      site: undefined,
    }),
  );
}

function isForwarded(info: Struct | undefined): info is Struct {
  return info?.fields.has("files_to_run") ?? false;
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
  const { evaluated } = input;
  const given = input.info?.fields.get("executable") ?? (evaluated ? forwardedExecutable(input.info) : null);
  if (given instanceof Artifact && evaluated?.mayRefuse) requireOwn(given, evaluated);
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

/** Who returns the DefaultInfo of another target, returns its executable. */
function forwardedExecutable(info: Struct | undefined): Artifact | null {
  const program = info?.fields.get("files_to_run");
  const executable = program instanceof Struct ? program.fields.get("executable") : undefined;
  return executable instanceof Artifact ? executable : null;
}

function requireOwn(
  executable: Artifact,
  { target: { label, ruleClass }, configuration, askedFor }: NonNullable<DefaultOutputsInput["evaluated"]>,
): void {
  if (executable.configuration !== configuration.id || !executable.owner.equals(label))
    throw new EvalError(
      `'executable' provided by an executable rule '${ruleClass.name}' should be created by the same rule.`,
    );
  if (askedFor && !executable.equals(askedFor))
    throw new EvalError(
      `The rule '${ruleClass.name}' both accesses 'ctx.outputs.executable' and provides a different executable '${executable.shortPath}'. Do not use 'ctx.output.executable'.`,
    );
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
  if (given instanceof Depset) {
    if (input.evaluated?.mayRefuse && (given.elementType ?? "File") !== "File")
      throw new EvalError(`for 'files', got a depset of '${given.elementType ?? ""}', expected a depset of 'File'`);
    return given;
  }
  if (given instanceof Unknown) return new Depset("default", [given]);
  if (given !== null) throw new EvalError("expected value of type 'depset or NoneType' for parameter 'files'");
  if (input.declaredOutputs.length > 0) return new Depset("default", input.declaredOutputs);
  return executable === undefined ? Depset.empty : new Depset("default", [executable]);
}
