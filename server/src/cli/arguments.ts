/** The command line: what was asked for, or what is wrong with it. */
import { parseArgs } from "node:util";
import { didYouMean } from "../base/spelling.ts";
import type { Severity } from "../lints/finding.ts";
import type { BuildRequest } from "../project.ts";
import { MEASURE_OPTIONS, MEASURE_USAGE, measureCommand, type MeasureCommand } from "./measureArguments.ts";
import { UsageError, oneOf } from "./usage.ts";

export type Format = "text" | "json" | "sarif" | "md" | "csv" | "html";
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
  | { readonly kind: "help" }
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

export const USAGE = `Predicts the runfiles trees of Bazel targets from their sources, without running Bazel.

Usage: runfiles-lens <command> [options]

Commands:
  check [PATTERN…]        print the findings of a workspace, or of the targets that the patterns name
  tree LABEL…             print the runfiles tree of targets
  why LABEL PATH          print what brings an entry to a target: the chain of targets and attributes
  why --who PATH          print the targets whose tree has the path
  verify [PATTERN…]       compare the predictions with Bazel's own answer (runs Bazel)
  report [PATTERN…]       print what runfiles trees cost, by contributor and by target
  measure [PATTERN…]      build in several ways, repeatedly, and print links and seconds as a table (runs Bazel)
  gaps                    print what is not known in the workspace, counted by reason, most frequent first
  lsp --stdio             serve an editor over standard input and output

Options:
  --workspace DIR         a directory in the workspace (default: the current one)
  --command COMMAND       the Bazel command whose trees are meant: build, test or run (default: build)
  --config NAME           a --config of .bazelrc; may be repeated
  --bazel-flag=FLAG       a flag of that command, as in --bazel-flag=--nolegacy_external_runfiles; may be repeated
  --bazel-version V       the Bazel version to predict for (default: as Bazelisk finds it)
  --bazel PATH            the Bazel that verify and --source bazel run (default: bazel, or bazelisk, on PATH)
  --format FORMAT         text, json, or, for check, sarif (default: text); report: md, json or html (default: md)
  --include-manual        patterns stand for targets tagged "manual", too
  --fail-on SEVERITY      check: exit with 1 from this severity on: error, warning, information, hint or never (default: warning)
  --source SOURCE         tree: predicted or bazel (default: predicted)
  --all                   tree: print every folder, however large; verify, report: print every target
  --build                 verify: have Bazel 5 and older write their manifests (builds the targets)
  --trace FILE            write where time goes into FILE, for Perfetto or chrome://tracing
  --no-cache              neither read nor write the cache of earlier runs
  --help, --version

${MEASURE_USAGE}

Patterns may be taken away, behind a double dash: verify -- //... -//third_party/...

Exit codes: 0 clean, 1 findings (verify: wrong predictions), 2 wrong usage or an internal error (verify: or Bazel ended before it had answered).
`;

const OPTIONS = {
  workspace: { type: "string" },
  command: { type: "string" },
  config: { type: "string", multiple: true },
  "bazel-flag": { type: "string", multiple: true },
  "bazel-version": { type: "string" },
  bazel: { type: "string" },
  format: { type: "string" },
  "include-manual": { type: "boolean" },
  "fail-on": { type: "string" },
  source: { type: "string" },
  all: { type: "boolean" },
  build: { type: "boolean" },
  who: { type: "boolean" },
  stdio: { type: "boolean" },
  trace: { type: "string" },
  "no-cache": { type: "boolean" },
  ...MEASURE_OPTIONS,
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

const COMMANDS = ["check", "tree", "why", "verify", "report", "measure", "gaps", "lsp", "help"];

/** Options that only some commands have. */
const COMMANDS_OF: Readonly<Record<string, readonly string[]>> = {
  "fail-on": ["check"],
  source: ["tree"],
  all: ["tree", "verify", "report"],
  build: ["verify"],
  who: ["why"],
  stdio: ["lsp"],
  ...Object.fromEntries(Object.keys(MEASURE_OPTIONS).map((option) => [option, ["measure"]])),
};

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
  if (values.help || command === "help") return { kind: "help" };
  if (values.version) return { kind: "version" };
  if (command !== undefined && COMMANDS.includes(command)) refuseOptionsOfOthers(command, Object.keys(values));
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
    format: formatOf(command ?? "", values.format),
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
      throw new UsageError(`there is no command '${command}'${didYouMean(command, COMMANDS)}`);
  }
}

/** The first is the one that is meant where none is given. */
const FORMATS: Readonly<Record<string, readonly [Format, ...Format[]]>> = {
  check: ["text", "json", "sarif"],
  measure: ["text", "md", "csv", "json"],
  report: ["md", "json", "html"],
};

function formatOf(command: string, given: string | undefined): Format {
  const formats = FORMATS[command] ?? ["text", "json"];
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

function refuseOptionsOfOthers(command: string, given: readonly string[]): void {
  for (const option of given) {
    const commands = COMMANDS_OF[option];
    if (commands && !commands.includes(command))
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
