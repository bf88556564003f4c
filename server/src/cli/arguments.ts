/** The command line: what was asked for, or what is wrong with it. */
import { parseArgs } from "node:util";
import { didYouMean } from "../base/spelling.ts";
import type { Severity } from "../lints/finding.ts";
import type { BuildRequest } from "../project.ts";
import { measureCommand, type MeasureCommand } from "./measureArguments.ts";
import { COMMANDS, commandsOf, formatsOf, OPTIONS, type CommandName, type Format } from "./options.ts";
import { UsageError, oneOf } from "./usage.ts";

export type FailOn = Severity | "never";

export interface CommonOptions {
  /** As typed; undefined for the current directory. */
  readonly workspace: string | undefined;
  readonly build: BuildRequest;
  /** Empty where not given. */
  readonly bazelVersion: string;
  readonly bazelExecutable: string | undefined;
  readonly format: Format;
  readonly includeManual: boolean;
  /** Whether answers are taken from and kept in the cache on disk. */
  readonly cache: boolean;
  /** The file that a trace is written into, as typed. */
  readonly trace: string | undefined;
}

export type CliCommand =
  /** `command`: the one that is asked about; undefined for all. */
  | { readonly kind: "help"; readonly command: CommandName | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "lsp"; readonly trace: string | undefined }
  | ({ readonly kind: "check"; readonly patterns: readonly string[]; readonly failOn: FailOn } & CommonOptions)
  | ({
      readonly kind: "tree";
      readonly targets: readonly string[];
      readonly source: "predicted" | "bazel";
      readonly all: boolean;
    } & CommonOptions)
  | ({ readonly kind: "why"; readonly target: string; readonly path: string } & CommonOptions)
  | ({ readonly kind: "who"; readonly path: string } & CommonOptions)
  | ({ readonly kind: "gaps" } & CommonOptions)
  | ({ readonly kind: "report"; readonly patterns: readonly string[]; readonly all: boolean } & CommonOptions)
  | (MeasureCommand & CommonOptions)
  /** Two files that `measure` has written. */
  | { readonly kind: "compare"; readonly before: string; readonly after: string; readonly format: Format }
  | ({
      readonly kind: "verify";
      readonly patterns: readonly string[];
      readonly buildManifests: boolean;
      readonly all: boolean;
    } & CommonOptions);

export type ParsedArguments = CliCommand | { readonly kind: "error"; readonly message: string };

/** The forms that Bazelisk knows: `7.4.1`, `8.x`, `latest-1`, `rolling`, a commit, `fork/version`. */
const VERSION =
  /^(?:[\w.-]+\/)?(?:\d+(?:\.[\dx*][\w-]*)*|latest(?:-\d+)?|last_(?:green|rc|downstream_green)|rolling|[0-9a-f]{7,40})$/;

export function parseCommandLine(args: readonly string[]): ParsedArguments {
  try {
    return parse(args);
  } catch (error) {
    if (error instanceof UsageError) return { kind: "error", message: error.message };
    if (isParseArgsError(error)) return { kind: "error", message: optionProblem(error) };
    throw error;
  }
}

function parse(args: readonly string[]): CliCommand {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command, ...operands] = positionals;
  if (command === "help") return help(operands[0]);
  if (values.help) return help(command);
  if (values.version) return { kind: "version" };
  if (isCommand(command)) refuseOptionsOfOthers(command, Object.keys(values));
  const bazelVersion = values["bazel-version"] ?? "";
  if (bazelVersion !== "" && !VERSION.test(bazelVersion))
    throw new UsageError(`--bazel-version is a version, as in 7.4.1, 8.x or latest, not '${bazelVersion}'`);
  const common: CommonOptions = {
    workspace: values.workspace,
    build: {
      command: oneOf("--command", values.command ?? "build", ["build", "test", "run"]),
      configs: values.config ?? [],
      flags: values["bazel-flag"] ?? [],
    },
    bazelVersion,
    bazelExecutable: values.bazel,
    format: formatOf(command, values.format),
    includeManual: values["include-manual"] ?? false,
    cache: !(values["no-cache"] ?? false),
    trace: values.trace,
  };
  switch (command) {
    case "check": {
      const failOn = oneOf("--fail-on", values["fail-on"] ?? "warning", FAIL_ON);
      return { kind: "check", patterns: operands, failOn, ...common };
    }
    case "tree": {
      if (operands.length === 0) throw new UsageError("tree wants a label, as in: runfiles-lens tree //pkg:name");
      const source = oneOf("--source", values.source ?? "predicted", ["predicted", "bazel"]);
      return { kind: "tree", targets: operands, source, all: values.all ?? false, ...common };
    }
    case "why":
      return why(operands, values.who ?? false, common);
    case "verify": {
      return {
        kind: "verify",
        patterns: operands,
        buildManifests: values.build ?? false,
        all: values.all ?? false,
        ...common,
      };
    }
    case "gaps":
      return { kind: "gaps", ...common };
    case "report":
      return { kind: "report", patterns: operands, all: values.all ?? false, ...common };
    case "measure": {
      if (!values.compare) return { ...measureCommand(values, operands), ...common };
      const [before, after, ...more] = operands;
      if (before === undefined || after === undefined || more.length > 0)
        throw new UsageError("measure --compare wants two files that measure --out has written");
      return { kind: "compare", before, after, format: common.format };
    }
    case "lsp":
      return { kind: "lsp", trace: values.trace };
    case undefined:
      throw new UsageError("no command was given");
    default:
      throw noSuchCommand(command);
  }
}

function formatOf(command: string | undefined, given: string | undefined): Format {
  if (!isCommand(command)) return "text";
  const formats = formatsOf(command);
  return oneOf("--format", given ?? formats[0], formats);
}

const FAIL_ON = ["error", "warning", "information", "hint", "never"] as const satisfies readonly FailOn[];

function why(operands: readonly string[], who: boolean, common: CommonOptions): CliCommand {
  const [first, second, ...rest] = operands;
  if (who) {
    if (first === undefined || second !== undefined)
      throw new UsageError("why --who wants one path of a runfiles tree");
    return { kind: "who", path: first, ...common };
  }
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new UsageError("why wants a label and a path, as in: runfiles-lens why //pkg:name _main/pkg/data.txt");
  }
  return { kind: "why", target: first, path: second, ...common };
}

function help(command: string | undefined): CliCommand {
  if (command === undefined || isCommand(command)) return { kind: "help", command };
  throw noSuchCommand(command);
}

function isCommand(name: string | undefined): name is CommandName {
  return COMMANDS.some((command) => command === name);
}

function noSuchCommand(name: string): UsageError {
  return new UsageError(`there is no command '${name}'${didYouMean(name, [...COMMANDS, "help"])}`);
}

function refuseOptionsOfOthers(command: CommandName, given: readonly string[]): void {
  for (const option of given) {
    const commands = commandsOf(option as keyof typeof OPTIONS);
    if (!commands.includes(command))
      throw new UsageError(`--${option} is an option of ${commands.join(", ")}, not of ${command}`);
  }
}

/** Node says of an unknown option at length how to pass it as an operand, which nobody wants to. */
function optionProblem({ message }: Error): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const names = Object.keys(OPTIONS).map((name) => `--${name}`);
  return `there is no option '${unknown}'${didYouMean(unknown, names)}`;
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
