import { setFlagFix } from "./bazelrcFix.ts";
import type { Finding } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { flagsOfCommand, writtenFlags } from "./writtenOptions.ts";
import { parseBoolean } from "../bazel/workspace/bazelrc/optionWords.ts";
import type { FlagOfType } from "../bazel/workspace/flagData.ts";
import { changesConfiguration, flagDefinition } from "../bazel/workspace/flagData.ts";
import { spelled } from "../bazel/workspace/flags.ts";

/** Flags of the configuration that `test` or `run` has and `build` has not. */
export const bazelrcCacheThrash: Lint = {
  id: "bazelrc-cache-thrash",
  level: "workspace",
  severity: "warning",
  summary:
    "A flag in .bazelrc changes the configuration between `build` and `test` or `run`: each switch discards the analysis cache.",
  explanation: `## What
A flag that is part of the configuration stands on a \`test\` or \`run\` line, and \`build\` runs with another value.

\`\`\`
test --nolegacy_external_runfiles
\`\`\`

## Why
Bazel says "Build option --legacy_external_runfiles has changed, discarding analysis cache" and analyses everything anew, whenever somebody goes from one command to the other; runfiles trees are made again, too.

## Instead
Put the flag on a \`build\` line: \`test\`, \`run\` and \`coverage\` inherit it.

\`\`\`
build --nolegacy_external_runfiles
\`\`\`
`,
  check: (context) => {
    const flags = writtenFlags(context).filter(
      ({ name, command, config }) =>
        config === undefined && (command === "test" || command === "run") && changesConfiguration(name),
    );
    return flags.flatMap((flag) => (differs(context, flag) ? [finding(context, flag)] : []));
  },
};

function differs(context: LintContext, { name, command }: WrittenFlag): boolean {
  const [build, other] = ["build", command].map((one) => flagsOfCommand(context, one).values(name));
  return JSON.stringify(build) !== JSON.stringify(other);
}

function finding(context: LintContext, flag: WrittenFlag): Finding {
  const { name, value, command } = flag;
  const { path, range } = flag.argument;
  return {
    lint: bazelrcCacheThrash.id,
    severity: bazelrcCacheThrash.severity,
    location: { path, range },
    message: `${spelled(name, value)} holds for \`${command}\` and not for \`build\`: whoever goes from one to the other has everything analysed anew.`,
    target: undefined,
    related: [],
    fixes: fixes(context, flag),
    data: { targets: [], flag: name },
  };
}

/** Only what the editor of .bazelrc can bring in force for every command: switches. */
function fixes(context: LintContext, { name, value }: WrittenFlag): Finding["fixes"] {
  const { type } = flagDefinition(name);
  const wanted = parseBoolean(value);
  if ((type !== "boolean" && type !== "tristate") || wanted === undefined) return [];
  const title = `Set \`${spelled(name, value)}\` for \`build\`, too`;
  return setFlagFix(context, {
    name: name as FlagOfType<"boolean" | "tristate">,
    value: wanted,
    title,
    tradeOff: "Builds get the flag, too, and with it other outputs.",
    isRevealed: false,
  });
}
