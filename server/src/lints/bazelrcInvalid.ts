import type { Finding } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { Location } from "../base/text.ts";
import { unrecognizedOptions, writtenFlags } from "./writtenOptions.ts";
import { isAtLeast } from "../bazel/workspace/bazelVersion.ts";
import { changesConfiguration } from "../bazel/workspace/flagData.ts";
import { spelled } from "../bazel/workspace/flags.ts";
import { optionsInForce } from "../bazel/workspace/bazelrc/options.ts";

/** Options that make Bazel refuse a command. What is wrong with imports is an error of Bazel's (`bazel-error`), whatever the command. */
export const bazelrcInvalid: Lint = {
  id: "bazelrc-invalid",
  level: "workspace",
  severity: "error",
  summary: "Bazel refuses to run with this line of .bazelrc.",
  explanation: `## What
A \`--config\` that no file defines or that expands to itself, an option without its value, one with a value that it does not take, one that Bazel does not have.

\`\`\`
build --config=nowhere
\`\`\`

## Why
None of the commands that the line is for runs. Before Bazel 6.3 a flag of \`build\` on a \`common\` line makes \`query\`, \`version\` and all others refuse that do not have it.

## Instead
Define a config for the command that names it, or for one that it inherits from. Put flags of \`build\` on \`build\` lines.
`,
  check: (context) => {
    const seen = new Set<string>();
    return [...optionProblems(context), ...unrecognized(context), ...strictCommonLines(context)].filter(
      ({ location, message }) => {
        const key = JSON.stringify([location, message]);
        return !seen.has(key) && seen.add(key);
      },
    );
  },
};

/** Commands whose lines are read as a whole. */
const COMMANDS = ["build", "test", "run", "coverage"] as const;

function optionProblems(context: LintContext): readonly Finding[] {
  const { version } = context.flags;
  const hostOs = context.settings.top.host.os;
  return COMMANDS.flatMap((command) => {
    const { problems } = optionsInForce({
      rc: context.rcFiles,
      version,
      command,
      configs: [],
      commandLine: [],
      hostOs,
    });
    return problems.flatMap(({ message, origin }) =>
      origin.kind === "bazelrc" ? finding(message, { path: origin.argument.path, range: origin.argument.range }) : [],
    );
  });
}

function unrecognized(context: LintContext): readonly Finding[] {
  return unrecognizedOptions(context).flatMap(({ kind, message, origin: { path, range } }) =>
    kind === "unrecognized" ? finding(message, { path, range }) : [],
  );
}

/** `common` has been lenient since 6.3 (bazelbuild/bazel#18130); `always` is as strict as it was. */
function strictCommonLines(context: LintContext): readonly Finding[] {
  const strict = isAtLeast(context.flags.version, "6.3") ? "always" : "common";
  return writtenFlags(context).flatMap(({ name, value, command, config, argument }) => {
    if (command !== strict || config !== undefined || !changesConfiguration(name)) return [];
    const message = `${spelled(name, value)} on a line for every command makes those that build nothing, such as \`query\` and \`version\`, refuse to run.`;
    return [finding(message, { path: argument.path, range: argument.range })];
  });
}

function finding(message: string, location: Location): Finding {
  return {
    lint: bazelrcInvalid.id,
    severity: bazelrcInvalid.severity,
    location,
    message,
    target: undefined,
    related: [],
    fixes: [],
    data: { targets: [] },
  };
}
