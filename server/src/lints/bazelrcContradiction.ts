import { removeFlagFix } from "./bazelrcFix.ts";
import type { Finding } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { writtenFlags } from "./writtenOptions.ts";
import { parseBoolean } from "../bazel/workspace/bazelrc/optionWords.ts";
import { flagDefinition } from "../bazel/workspace/flagData.ts";
import { spelled } from "../bazel/workspace/flags.ts";

/** One flag, one command, two values: the later one silently wins. */
export const bazelrcContradiction: Lint = {
  id: "bazelrc-contradiction",
  level: "workspace",
  severity: "warning",
  summary: "A flag in .bazelrc is set again further down for the same command, with another value.",
  explanation: `## What
Of two lines of one file that set one flag for one command, the later one wins, without a word.

\`\`\`
build --nolegacy_external_runfiles
build --legacy_external_runfiles
\`\`\`

## Why
Whoever reads the first line believes that it holds.

## Instead
Remove the line that is not meant. To set a flag otherwise for some builds, give the second line a config: \`build:name --flag\`.
`,
  check: (context) => {
    const flags = writtenFlags(context).filter(({ name }) => flagDefinition(name).type !== "list");
    return flags.flatMap((flag, at) => {
      const later = flags.slice(at + 1).find((other) => isSamePlace(flag, other));
      return later && valueOf(later) !== valueOf(flag) ? [finding(context, flag, later)] : [];
    });
  },
};

function isSamePlace(a: WrittenFlag, b: WrittenFlag): boolean {
  return a.name === b.name && a.command === b.command && a.config === b.config && a.argument.path === b.argument.path;
}

/** `yes`, `1` and `true` are one value. */
function valueOf({ name, value }: WrittenFlag): string {
  const isSwitch = flagDefinition(name).type !== "string";
  return isSwitch ? String(parseBoolean(value) ?? value) : value;
}

function finding(context: LintContext, flag: WrittenFlag, later: WrittenFlag): Finding {
  const location = { path: flag.argument.path, range: flag.argument.range };
  const winner = spelled(later.name, later.value);
  const line = String(later.argument.range.start.line + 1);
  return {
    lint: bazelrcContradiction.id,
    severity: bazelrcContradiction.severity,
    location,
    message: `${spelled(flag.name, flag.value)} has no effect: ${winner} on line ${line} overrules it.`,
    target: undefined,
    related: [{ location: { path: later.argument.path, range: later.argument.range }, message: `${winner} wins` }],
    fixes: removeFlagFix(context, flag, "What is in force stays as it is."),
    data: { targets: [], flag: flag.name },
  };
}
