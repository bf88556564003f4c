import { removeFlagFix } from "./bazelrcFix.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { writtenFlags } from "./writtenOptions.ts";
import { isAtLeast, versionToString } from "../bazel/workspace/bazelVersion.ts";
import { flagDefinition } from "../bazel/workspace/flagData.ts";
import { eraOf, spelled } from "../bazel/workspace/flags.ts";

/** Flags that the version in use does not know any more, or does not heed. */
export const bazelrcDeadFlag: Lint = {
  id: "bazelrc-dead-flag",
  level: "workspace",
  severity: "warning",
  summary: "A flag in .bazelrc has no effect in the Bazel version in use, or does not exist there.",
  explanation: `## What
Flags come and go: \`--legacy_external_runfiles\` is without effect from Bazel 9 on, \`--build_python_zip\` is gone in 9.1.

\`\`\`
build --legacy_external_runfiles
\`\`\`

## Why
A flag without effect makes people believe in something that does not happen. One that does not exist stops every command that the line is for. That goes for \`common\` lines, too: they only pass over flags that some other command has.

## Instead
Remove the flag. Where several versions of Bazel are in use, put it into a file that \`try-import-if-bazel-version\` imports (Bazel 8.7 and 9).
`,
  check: (context) => (context.isVersionKnown ? writtenFlags(context).flatMap((flag) => check(context, flag)) : []),
};

function check(context: LintContext, flag: WrittenFlag): readonly Finding[] {
  const { version } = context.flags;
  const { given } = eraOf(flag.name, version);
  const name = versionToString(version);
  if (given === "ignored") return [finding(context, flag, "warning", `--${flag.name} has no effect in Bazel ${name}.`)];
  if (given === "refused") {
    const { successor } = flagDefinition(flag.name);
    const unless = successor === undefined ? "" : `, unless ${successor} or newer, which takes the flag over, is there`;
    const message = `--${flag.name} does not exist in Bazel ${name}, which refuses the command${unless}.`;
    return [finding(context, flag, "warning", message)];
  }
  if (flag.name !== "legacy_external_runfiles" || flag.value !== "false" || !isAtLeast(version, "8.0")) return [];
  return [finding(context, flag, "hint", `${spelled(flag.name, flag.value)} is what Bazel ${name} does by default.`)];
}

function finding(context: LintContext, flag: WrittenFlag, severity: Severity, message: string): Finding {
  const { path, range } = flag.argument;
  return {
    lint: bazelrcDeadFlag.id,
    severity,
    location: { path, range },
    message,
    target: undefined,
    related: [],
    fixes: removeFlagFix(context, flag, "Other Bazel versions, where the flag still counts, no longer get it."),
    data: { targets: [], flag: flag.name },
  };
}
