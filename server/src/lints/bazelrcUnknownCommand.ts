import type { Lint } from "./lint.ts";
import { ownArguments } from "./writtenOptions.ts";
import { isAtLeast } from "../bazel/workspace/bazelVersion.ts";
import { isRcCommand } from "../bazel/workspace/bazelrc/commands.ts";

/** Lines that Bazel passes over with a warning. */
export const bazelrcUnknownCommand: Lint = {
  id: "bazelrc-unknown-command",
  level: "workspace",
  severity: "warning",
  summary: "A line of .bazelrc begins with a word that is no Bazel command, and so has no effect.",
  explanation: `## What
A line of .bazelrc holds for the command that it begins with, or for all of them (\`common\`, and \`always\` from Bazel 6.3 on).

\`\`\`
biuld --nolegacy_external_runfiles
\`\`\`

## Why
Bazel warns of an invalid command name and goes on without the line.

## Instead
Write the command's name: \`build\` for everything that builds, \`test\`, \`run\` or \`coverage\` for these alone.
`,
  check: (context) =>
    ownArguments(context).flatMap(({ line, words: [word] }) => {
      const command = line.split(":", 1)[0] ?? "";
      const { version } = context.flags;
      const isConfigOfStartup = command === "startup" && line !== command && !isAtLeast(version, "9.1");
      if (!word || (isRcCommand(command, version) && !isConfigOfStartup)) return [];
      const what = isConfigOfStartup
        ? `'startup' lines have no configs before Bazel 9.1`
        : `'${command}' is no command of Bazel`;
      return [
        {
          lint: bazelrcUnknownCommand.id,
          severity: bazelrcUnknownCommand.severity,
          location: { path: word.path, range: word.range },
          message: `${what}: the line has no effect.`,
          target: undefined,
          related: [],
          fixes: [],
          data: { targets: [] },
        },
      ];
    }),
};
