import type { Lint } from "./lint.ts";
import { unrecognizedOptions } from "./writtenOptions.ts";

/** Options that the release in use may not have: what it certainly does not have makes a line invalid (bazelrcInvalid.ts). */
export const bazelrcUnknownOption: Lint = {
  id: "bazelrc-unknown-option",
  level: "workspace",
  severity: "warning",
  summary: "No Bazel is known to have this option of .bazelrc.",
  explanation: `## What
An option that stands in no list of options of any release from 4 on. Which options 7.7 has is known as a whole, and there the line is an error; of other releases the documented ones are known.

\`\`\`
build --remote_cach=grpc://cache
\`\`\`

## Why
Bazel refuses a command with an option that it does not have. Since that may be so here, no tree is called complete.

## Instead
Correct the name. Where the option is there and only undocumented, set this lint to \`off\`; trees stay partial, since nobody knows what it does.
`,
  check: (context) =>
    unrecognizedOptions(context).flatMap(({ kind, message, origin: { path, range } }) =>
      kind === "unknown"
        ? {
            lint: bazelrcUnknownOption.id,
            severity: bazelrcUnknownOption.severity,
            location: { path, range },
            message: `${sentence(message)}; if it does not, it refuses the command.`,
            target: undefined,
            related: [],
            fixes: [],
            data: { targets: [] },
          }
        : [],
    ),
};

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
