/** The commands and options of the command line: how Node reads each option (`util.parseArgs`), which commands have it, and what is said of it. */

/** The ways in which each command is called: its operands, and what it then does. */
const CALLS = {
  check: [["[PATTERN…]", "print the findings of a workspace, or of the targets that the patterns name"]],
  tree: [["LABEL…", "print the runfiles tree of targets"]],
  why: [
    ["LABEL PATH", "print what brings an entry to a target: the chain of targets and attributes"],
    ["--who PATH", "print the targets whose tree has the path"],
  ],
  verify: [["[PATTERN…]", "compare the predictions with Bazel's own answer (runs Bazel)"]],
  report: [["[PATTERN…]", "print what runfiles trees cost, by contributor and by target"]],
  measure: [
    ["[PATTERN…]", "build in several ways, repeatedly, and print links and seconds as a table (runs Bazel)"],
    ["--compare A.json B.json", "print how two measurements differ"],
  ],
  gaps: [["", "print what is not known in the workspace, counted by reason, most frequent first"]],
  lsp: [["--stdio", "serve an editor over standard input and output"]],
} as const satisfies Readonly<Record<string, readonly (readonly [operands: string, text: string])[]>>;

export type CommandName = keyof typeof CALLS;

export const COMMANDS = Object.keys(CALLS) as readonly CommandName[];

export const OPTIONS = {
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
  who: { type: "boolean" },
  all: { type: "boolean" },
  build: { type: "boolean" },
  stdio: { type: "boolean" },
  preset: { type: "string" },
  repeat: { type: "string" },
  steps: { type: "string" },
  goals: { type: "string" },
  clean: { type: "string" },
  touch: { type: "string" },
  "run-target": { type: "string" },
  "host-flag": { type: "string", multiple: true },
  out: { type: "string" },
  "output-root": { type: "string" },
  plan: { type: "boolean" },
  compare: { type: "boolean" },
  trace: { type: "string" },
  "no-cache": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

type OptionName = keyof typeof OPTIONS;

interface OptionHelp {
  /** What stands behind the option's name, with what separates them. */
  readonly value?: string;
  readonly text: string;
  readonly commands: readonly CommandName[];
}

const EVALUATING = COMMANDS.filter((command) => command !== "lsp");

const OPTION_HELP: Readonly<Record<OptionName, OptionHelp>> = {
  workspace: { value: " DIR", text: "a directory in the workspace (default: the current one)", commands: EVALUATING },
  command: {
    value: " COMMAND",
    text: "the Bazel command whose trees are meant: build, test or run (default: build)",
    commands: EVALUATING,
  },
  config: { value: " NAME", text: "a --config of .bazelrc; may be repeated", commands: EVALUATING },
  "bazel-flag": {
    value: "=FLAG",
    text: "a flag of that command, as in --bazel-flag=--nolegacy_external_runfiles; may be repeated",
    commands: EVALUATING,
  },
  "bazel-version": {
    value: " V",
    text: "the Bazel version to predict for (default: as Bazelisk finds it)",
    commands: EVALUATING,
  },
  bazel: {
    value: " PATH",
    text: "the Bazel that is run (default: bazel, or bazelisk, on PATH)",
    commands: ["tree", "verify", "measure"],
  },
  format: { value: " FORMAT", text: "how it is printed", commands: EVALUATING },
  "include-manual": {
    text: 'patterns stand for targets tagged "manual", too',
    commands: ["check", "verify", "report"],
  },
  "fail-on": {
    value: " SEVERITY",
    text: "exit with 1 from this severity on: error, warning, information, hint or never (default: warning)",
    commands: ["check"],
  },
  source: { value: " SOURCE", text: "predicted, or bazel, which runs it (default: predicted)", commands: ["tree"] },
  who: { value: " PATH", text: "print the targets whose tree has the path", commands: ["why"] },
  all: { text: "print every folder, however large, and every target", commands: ["tree", "verify", "report"] },
  build: { text: "have Bazel 5 and older write their manifests (builds the targets)", commands: ["verify"] },
  stdio: { text: "speak over standard input and output, the only way there is", commands: ["lsp"] },
  preset: {
    value: " PRESET",
    text: `legacy (interpreter of the host, hermetic, hermetic without legacy copies), links (flags that make fewer links),
pants (every pex_binary), or a TOML or JSON file that describes an experiment (default: links)`,
    commands: ["measure"],
  },
  repeat: { value: " N", text: "how often each cell of the table is measured (default: 3)", commands: ["measure"] },
  steps: {
    value: " LIST",
    text: "clean, no-op, incremental, with commas between them (default: all)",
    commands: ["measure"],
  },
  goals: {
    value: " LIST",
    text: "build, run, test; for Pants package, run, test (default: build,test)",
    commands: ["measure"],
  },
  clean: { value: " KIND", text: "what the step clean is: clean or expunge (default: clean)", commands: ["measure"] },
  touch: {
    value: " FILE",
    text: "the source that the step incremental changes and puts back (default: one among the runfiles)",
    commands: ["measure"],
  },
  "run-target": {
    value: " LABEL",
    text: "what the goal run runs (default: the first executable target)",
    commands: ["measure"],
  },
  "host-flag": {
    value: "=FLAG",
    text: "legacy: a flag that puts the host's interpreter into force, in place of --extra_toolchains; may be repeated",
    commands: ["measure"],
  },
  out: { value: " FILE", text: "write the measurement into FILE, as JSON, for --compare", commands: ["measure"] },
  "output-root": {
    value: " DIR",
    text: "where the output bases are put for the time being (default: the user's cache directory)",
    commands: ["measure"],
  },
  plan: { text: "print what would be run, and run nothing", commands: ["measure"] },
  compare: { value: " A.json B.json", text: "compare two measurements", commands: ["measure"] },
  trace: {
    value: " FILE",
    text: "write where time goes into FILE, for Perfetto or chrome://tracing",
    commands: COMMANDS,
  },
  "no-cache": { text: "neither read nor write the cache of earlier runs", commands: EVALUATING },
  help: { text: "say this, or of a command what it takes", commands: COMMANDS },
  version: { text: "say the version", commands: COMMANDS },
};

export type Format = "text" | "json" | "sarif" | "md" | "csv" | "html";

/** The first is the one that is meant where none is given. */
export function formatsOf(command: CommandName): readonly [Format, ...Format[]] {
  return FORMATS[command] ?? ["text", "json"];
}

const FORMATS: Partial<Record<CommandName, readonly [Format, ...Format[]]>> = {
  check: ["text", "json", "sarif"],
  measure: ["text", "md", "csv", "json"],
  report: ["md", "json", "html"],
};

/** The commands that have an option. */
export function commandsOf(option: OptionName): readonly CommandName[] {
  return OPTION_HELP[option].commands;
}

/** What `--help` prints: of the program, or of one command. */
export function helpText(command?: CommandName): string {
  return command === undefined ? programHelp() : commandHelp(command);
}

function programHelp(): string {
  return `Predicts the runfiles trees of Bazel targets from their sources, without running Bazel.

Usage: runfiles-lens <command> [options]

Commands:
${table(COMMANDS.flatMap(callsOf))}

Options of all commands that read a workspace:
${table(optionsOf((commands) => EVALUATING.every((one) => commands.includes(one))))}

'runfiles-lens <command> --help' lists what else a command takes.
${EXIT_CODES}`;
}

function commandHelp(command: CommandName): string {
  const calls = callsOf(command);
  const options = optionsOf((commands) => commands.includes(command));
  const said = options.map(
    ([name, text]) => [name, name.startsWith("--format ") ? formatText(command) : text] as const,
  );
  const takesPatterns = calls.some(([call]) => call.includes("PATTERN"));
  return `Usage: runfiles-lens ${command} [options] …

${table(calls)}

Options:
${table(said)}
${takesPatterns ? `\nPatterns may be taken away, behind a double dash: runfiles-lens ${command} -- //... -//third_party/...\n` : ""}${exitCodesOf(command)}`;
}

type Row = readonly [heading: string, text: string];

const EXIT_CODES = `
Exit codes: 0 clean, 1 findings (verify: wrong predictions; measure: counts that differ from the predicted ones), 2 wrong usage or an internal
error (verify: or Bazel ended before it had answered; measure: or something could not be measured).
`;

/** Of the commands that end with other codes than 0 and 2. */
const EXIT_CODES_OF: Readonly<Partial<Record<CommandName, readonly [one: string, two: string]>>> = {
  check: ["findings at or above --fail-on", ""],
  verify: ["wrong predictions", ", or Bazel ended before it had answered"],
  measure: ["counts that differ from the predicted ones", ", or something could not be measured"],
};

function exitCodesOf(command: CommandName): string {
  const [one, two = ""] = EXIT_CODES_OF[command] ?? [];
  return `\nExit codes: 0 clean,${one === undefined ? "" : ` 1 ${one},`} 2 wrong usage or an internal error${two}.\n`;
}

function callsOf(command: CommandName): readonly Row[] {
  return CALLS[command].map(([operands, text]) => [`${command} ${operands}`.trimEnd(), text]);
}

function optionsOf(isMeant: (commands: readonly CommandName[]) => boolean): readonly Row[] {
  const names = (Object.keys(OPTIONS) as OptionName[]).filter((name) => isMeant(OPTION_HELP[name].commands));
  return names.map((name) => [`--${name}${OPTION_HELP[name].value ?? ""}`, OPTION_HELP[name].text]);
}

function formatText(command: CommandName): string {
  const formats = formatsOf(command);
  return `${formats.slice(0, -1).join(", ")} or ${formats.at(-1) ?? ""} (default: ${formats[0]})`;
}

const COLUMN = 32;

function table(rows: readonly Row[]): string {
  const indent = `\n${" ".repeat(COLUMN + 2)}`;
  return rows.map(([heading, text]) => `  ${heading.padEnd(COLUMN - 1)} ${text.replaceAll("\n", indent)}`).join("\n");
}
