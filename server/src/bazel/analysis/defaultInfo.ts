/** DefaultInfo: what a rule returns, what a target offers then, and what `target[DefaultInfo]` answers. */
import { Depset } from "../depset.ts";
import { Provider, Struct } from "../provider.ts";
import { NO_RUNFILES, Runfiles, unknownRunfiles } from "../runfiles/runfiles.ts";
import { EvalError } from "../../starlark/errors.ts";
import { filesToRun } from "./filesToRun.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Artifact } from "../artifact.ts";
import type { Printer } from "../../starlark/printer.ts";
import { typeOf, type StarlarkValue, type Value } from "../../starlark/value.ts";

/** What DefaultInfo says, in Bazel's terms: FileProvider, RunfilesProvider, FilesToRunProvider. */
export interface DefaultOutputs {
  readonly files: Depset;
  readonly defaultRunfiles: Runfiles;
  readonly dataRunfiles: Runfiles;
  readonly executable: Artifact | Unknown | undefined;
  /** The runfiles of the tree that is built beside the executable; undefined where there is no tree (`RunfilesSupport`). */
  readonly tree: Runfiles | undefined;
}

export const NO_OUTPUTS: DefaultOutputs = {
  files: Depset.empty,
  defaultRunfiles: NO_RUNFILES,
  dataRunfiles: NO_RUNFILES,
  executable: undefined,
  tree: undefined,
};

/** What a model returns as `executable` where an executable rule makes none (`java_binary` with `create_executable = False`). */
export class NoExecutable implements StarlarkValue {
  readonly type = "NoExecutable";

  repr(printer: Printer): void {
    printer.text("<no executable>");
  }
}

/** Parameter → the type that it takes, besides None. */
const DEFAULT_INFO_FIELDS: ReadonlyMap<string, string> = new Map([
  ["files", "depset"],
  ["runfiles", "runfiles"],
  ["data_runfiles", "runfiles"],
  ["default_runfiles", "runfiles"],
  ["executable", "File"],
]);

/** `DefaultInfo(files, runfiles, data_runfiles, default_runfiles, executable)` as a rule returns it. */
export const DEFAULT_INFO: Provider = new Provider({
  builtin: "DefaultInfo",
  doc: "A provider that gives general information about a target's direct and transitive files.",
  construct: (_thread, positional, named) => {
    if (positional.length > 0) throw new EvalError("DefaultInfo() accepts no positional arguments");
    for (const [name, value] of named) {
      const type = DEFAULT_INFO_FIELDS.get(name);
      if (type === undefined) throw new EvalError(`DefaultInfo() got unexpected keyword argument '${name}'`);
      const isPassed = value === null || value instanceof Unknown || value instanceof NoExecutable;
      if (!isPassed && typeOf(value) !== type)
        throw new EvalError(
          `in call to DefaultInfo(), parameter '${name}' got value of type '${typeOf(value)}', want '${type} or NoneType'`,
        );
    }
    return new ReturnedDefaultInfo(named, DEFAULT_INFO);
  },
});

/** Holds what the rule gave; who reads it sees the fields of `DefaultInfo.java`, which are those of `target[DefaultInfo]`. */
class ReturnedDefaultInfo extends Struct {
  override getAttr(name: string): Value | undefined {
    if (!RETURNED_FIELDS.includes(name)) return undefined;
    const given = (field: string): Value => this.fields.get(field) ?? null;
    const isPlain = given("data_runfiles") === null && given("default_runfiles") === null;
    return given(name === "default_runfiles" && isPlain ? "runfiles" : name);
  }

  override attrNames(): readonly string[] {
    return RETURNED_FIELDS;
  }
}

const RETURNED_FIELDS: readonly string[] = ["data_runfiles", "default_runfiles", "files", "files_to_run"];

/** A field of a returned DefaultInfo: runfiles, Unknown runfiles, or undefined where it was not given. */
export function runfilesField(info: Struct | undefined, name: string): Runfiles | undefined {
  const value = info?.fields.get(name) ?? null;
  if (value === null) return undefined;
  if (value instanceof Unknown) return unknownRunfiles(value);
  if (value instanceof Runfiles) return value;
  throw new EvalError(`expected value of type 'runfiles or NoneType' for parameter '${name}'`);
}

/** The instance that `target[DefaultInfo]` answers. */
export function defaultInfoOf(outputs: DefaultOutputs, configuration: Configuration | undefined): Struct {
  return new Struct(
    () =>
      new Map<string, Value>([
        ["files", outputs.files],
        ["files_to_run", filesToRun(outputs, configuration)],
        ["data_runfiles", outputs.dataRunfiles],
        ["default_runfiles", outputs.defaultRunfiles],
      ]),
    DEFAULT_INFO,
  );
}
