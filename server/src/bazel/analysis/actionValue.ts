/** An action as `Target.actions` shows it (`ActionApi`, `StarlarkAction`, `FileWriteAction`, `SymlinkAction`, `TemplateExpansionAction`; seen with 4.2.3 and 7.7.1). Nothing is computed before it is read. */
import type { Action, ActionArguments } from "./actionArguments.ts";
import { unknownApi } from "./actions.ts";
import { Args } from "./argsBuiltin.ts";
import { elementsIn } from "./argumentChecks.ts";
import { commandLine, wordsOf, type Word } from "./commandLine.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { FILES_TO_RUN } from "./filesToRun.ts";
import { resolvedTools } from "./resolvedTools.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import { shellEnvironment } from "./shellEnvironment.ts";
import { shellEscaped } from "./templateExpansion.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { Struct } from "../provider.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

type Field = (thread: Thread) => Value;

/** What is read of an action; fields that are left out are None. */
export type ActionFields = Readonly<Record<string, Field>>;

const NAMES: readonly string[] = ["args", "argv", "content", "env", "inputs", "mnemonic", "outputs", "substitutions"];

export class ActionValue implements StarlarkValue {
  readonly type = "Action";
  readonly #fields: ActionFields;
  readonly #description: Value;

  /** `description`: what Bazel says while it runs the action. */
  constructor(fields: ActionFields, description: Value) {
    this.#fields = fields;
    this.#description = description;
  }

  /** `AbstractAction.prettyPrint` */
  repr(printer: Printer): void {
    printer.text("action '").str(this.#description).text("'");
  }

  attrNames(): readonly string[] {
    return NAMES;
  }

  getAttr(name: string, thread: Thread): Value | undefined {
    if (!NAMES.includes(name)) return undefined;
    const value = this.#fields[name]?.(thread) ?? null;
    if (value instanceof StarlarkList || value instanceof StarlarkDict) value.freeze();
    return value;
  }
}

/** Beyond so many characters a command is written to a script first (`CommandHelper.maxCommandLength`). */
const LONGEST_COMMAND = 64_000;

/** Whether Bazel makes a second action for one that was asked for. */
export function makesScript({ name, arguments: given }: Action): boolean {
  const command = given.get("command");
  return name === "run_shell" && typeof command === "string" && command.length > LONGEST_COMMAND;
}

/** `spec`: of the rule that asked for the action. */
export function actionValue({ name, arguments: given }: Action, spec: RuleContextSpec): ActionValue {
  const fields = FIELDS[name] ?? notModelled;
  return new ActionValue({ env: () => new StarlarkDict(), ...fields(given, spec) }, description(name, given));
}

/** `AbstractAction.describe`. Since Bazel 5 a message may have places for what only the action knows. */
function description(name: string, given: ActionArguments): Value {
  const message = given.get("progress_message") ?? null;
  if (message !== null)
    return typeof message === "string" && message.includes("%{") ? unknownApi("the text of an action") : message;
  const output = given.get("output") ?? elementsIn(given.get("outputs"))[0];
  // Of another repository it is not known how the path is written.
  if (!(output instanceof Artifact) || output.shortPath.startsWith("../")) return unknownApi("the text of an action");
  const { path, shortPath } = output;
  switch (name) {
    case "write":
      return `Writing ${given.get("is_executable") === true ? "script" : "file"} ${shortPath}`;
    case "expand_template":
      return `Expanding template ${shortPath}`;
    case "symlink":
      return `Creating symlink ${path}`;
    default: {
      const mnemonic = given.get("mnemonic") ?? "Action";
      return typeof mnemonic === "string" ? `${mnemonic} ${shortPath}` : mnemonic;
    }
  }
}

type FieldsOf = (given: ActionArguments, spec: RuleContextSpec) => ActionFields;

const notModelled: FieldsOf = () => Object.fromEntries(NAMES.map((name) => [name, () => unknownApi(`Action.${name}`)]));

const FIELDS: Readonly<Record<string, FieldsOf>> = {
  run: (given, spec) => ({
    ...spawn(given, spec),
    argv: (thread) => listOf([program(given.get("executable"), spec), ...argumentsOf(given, spec, thread)]),
  }),
  run_shell: (given, spec) => ({
    ...spawn(given, spec),
    argv: (thread) => listOf(shellCommand(given, spec, argumentsOf(given, spec, thread))),
  }),
  write: (given, spec) => ({
    mnemonic: () => given.get("mnemonic") ?? "FileWrite",
    inputs: () => Depset.empty,
    outputs: () => files(given.get("output")),
    content: (thread) => content(given.get("content"), spec, thread),
  }),
  symlink: (given) => ({
    mnemonic: () => symlinkMnemonic(given),
    inputs: () => files(given.get("target_file")),
    outputs: () => files(given.get("output")),
  }),
  expand_template: (given) => ({
    mnemonic: () => "TemplateExpand",
    inputs: () => files(given.get("template")),
    outputs: () => files(given.get("output")),
    content: () => unknownApi("Action.content of a template"),
    substitutions: () =>
      given.has("computed_substitutions") ? unknownApi("Action.substitutions") : (given.get("substitutions") ?? null),
  }),
  do_nothing: (given) => ({
    mnemonic: () => given.get("mnemonic") ?? null,
    inputs: () => asDepset(given.get("inputs")),
    outputs: () => unknownApi("Action.outputs of do_nothing()"),
  }),
};

function spawn(given: ActionArguments, spec: RuleContextSpec): ActionFields {
  return {
    mnemonic: () => given.get("mnemonic") ?? "Action",
    inputs: () => inputsOf(given, spec),
    outputs: () => asDepset(given.get("outputs")),
    env: () => environment(given, spec),
    args: () => unknownApi("Action.args"),
  };
}

/** The inputs proper, then those of the tools, then those of the program. In Bazel 4 a tool that is named as a file stands before what it needs. */
function inputsOf(given: ActionArguments, spec: RuleContextSpec): Depset {
  const { major } = spec.key.configuration.top;
  const tools = given.get("tools");
  const named = tools instanceof Depset ? [tools] : elementsIn(tools);
  const parts = named.flatMap((tool) =>
    tool instanceof Artifact && major < 5 ? [files(tool), toolFiles(tool, spec)] : [toolFiles(tool, spec)],
  );
  const executable = given.get("executable");
  if (executable !== undefined && typeof executable !== "string") parts.push(toolFiles(executable, spec));
  return new Depset("default", [], [asDepset(given.get("inputs")), ...parts]);
}

/** What has to be there for a tool to run: with its runfiles, where it stands in an attribute of the rule (`RuleContext.getExecutableRunfiles`). */
function toolFiles(tool: Value, spec: RuleContextSpec): Depset | Unknown {
  if (tool instanceof Unknown || tool instanceof Depset) return tool;
  const file = tool instanceof Struct && tool.provider === FILES_TO_RUN ? tool.fields.get("executable") : tool;
  if (!(file instanceof Artifact)) return file instanceof Unknown ? file : unknownApi("Action.inputs of a tool");
  const target = executableTarget(file, spec, tool !== file);
  if (target) return resolvedTools([target], spec.key.configuration.top.major).files;
  return tool === file ? files(file) : unknownApi("Action.inputs of a tool of a toolchain");
}

function executableTarget(file: Artifact, { dependencies }: RuleContextSpec, anyAttribute: boolean): Value | undefined {
  for (const { definition, labels } of dependencies.values()) {
    if (!definition.executable && !anyAttribute) continue;
    for (const label of labels) {
      const targets = label instanceof Unknown ? [] : label.branches.map(({ target }) => target);
      const found = targets.find(
        (target) =>
          target instanceof ConfiguredTarget &&
          target.outputs.executable instanceof Artifact &&
          target.outputs.executable.equals(file),
      );
      if (found) return found;
    }
  }
  return undefined;
}

function program(executable: Value | undefined, spec: RuleContextSpec): Word {
  if (typeof executable === "string" || executable instanceof Unknown) return executable;
  const file = executable instanceof Struct ? executable.fields.get("executable") : executable;
  if (!(file instanceof Artifact)) return unknownApi("Action.argv");
  // `PathFragment.getCallablePathString`; Bazel 4 does not ask for it.
  const isNotCallable = !file.path.includes("/") && spec.key.configuration.top.major > 4;
  return isNotCallable ? `./${file.path}` : file.path;
}

function argumentsOf(given: ActionArguments, spec: RuleContextSpec, thread: Thread): readonly Word[] {
  return commandLine(elementsIn(given.get("arguments")), { thread, major: spec.key.configuration.top.major });
}

/** `$0` of the command is the empty word, where there are others (`StarlarkActionFactory.runShell`). */
function shellCommand(given: ActionArguments, { key }: RuleContextSpec, words: readonly Word[]): readonly Value[] {
  const command = given.get("command") ?? null;
  if (command instanceof StarlarkList) return [...command.items, ...words];
  return [shell(key.configuration), "-c", command, ...(words.length > 0 ? ["", ...words] : [])];
}

/** `ShToolchain`: on Windows the machine tells. */
export function shell(configuration: RuleContextSpec["key"]["configuration"]): Value {
  const given = nativeOption(configuration, "shell_executable");
  if (given instanceof Unknown || typeof given === "string") return given;
  return configuration.top.host.os === "windows" ? unknownApi("the shell of Windows") : "/bin/bash";
}

/** Variables of its own beside those of the shell it has since `--incompatible_merge_fixed_and_default_shell_env` is on, from Bazel 7. */
function environment(given: ActionArguments, spec: RuleContextSpec): Value {
  const own = given.get("env") ?? null;
  if (given.get("use_default_shell_env") !== true) return own ?? new StarlarkDict();
  const ofShell = shellEnvironment(spec);
  const { major } = spec.key.configuration.top;
  if (own === null || major < 5 || !(ofShell instanceof StarlarkDict)) return ofShell;
  if (major < 7 || !(own instanceof StarlarkDict)) return unknownApi("Action.env");
  return StarlarkDict.from([...ofShell.entries(), ...own.entries()]);
}

/** What is written from arguments is as in a parameter file. */
function content(given: Value | undefined, spec: RuleContextSpec, thread: Thread): Value {
  if (!(given instanceof Args)) return given ?? null;
  const formats = given.entries.filter(({ method }) => method === "set_param_file_format");
  const format = formats.at(-1)?.given.get("format") ?? "shell";
  const words = wordsOf(given, { thread, major: spec.key.configuration.top.major });
  const unknown = words.find((word) => word instanceof Unknown);
  if (unknown) return unknown;
  if (format !== "shell" && format !== "multiline") return unknownApi("Action.content in that format");
  return words.map((word) => `${format === "shell" ? shellEscaped(word as string) : (word as string)}\n`).join("");
}

function symlinkMnemonic(given: ActionArguments): Value {
  if ((given.get("target_path") ?? null) !== null) return "UnresolvedSymlink";
  return given.get("is_executable") === true ? "ExecutableSymlink" : "Symlink";
}

function files(file: Value | undefined): Depset {
  return file === undefined || file === null ? Depset.empty : new Depset("default", [file]);
}

function asDepset(value: Value | undefined): Depset | Unknown {
  if (value instanceof Depset || value instanceof Unknown) return value;
  return new Depset("default", elementsIn(value));
}

function listOf(words: readonly Value[]): StarlarkList {
  return new StarlarkList([...words]);
}
