import { removeFlagFix } from "./bazelrcFix.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { writtenFlags } from "./writtenOptions.ts";
import { parseBoolean } from "../bazel/workspace/bazelrc/optionWords.ts";
import { isAtLeast } from "../bazel/workspace/bazelVersion.ts";
import { eraOf, spelled } from "../bazel/workspace/flags.ts";

/** Flags that make runfiles worse, or that people set for a gain they do not bring. */
export const costlyRunfilesFlag: Lint = {
  id: "costly-runfiles-flag",
  level: "workspace",
  severity: "warning",
  summary:
    "A flag in .bazelrc makes runfiles larger, takes them away from programs, or does not save what it seems to.",
  explanation: `## What
\`--legacy_external_runfiles\` on Bazel 8, which had stopped making the copies; \`--noenable_runfiles\` where programs expect the tree; \`--nobuild_runfile_manifests\`; \`--build_python_zip\`; \`--experimental_use_sandboxfs\`.

\`\`\`
build --noenable_runfiles
\`\`\`

## Why
The first brings back a second link for each external file. Without trees or manifests, local programs and tests do not find their data, and sandboxes stage the files all the same. A zip of a Python program is packed anew after
every change and saves no link where the program is the data of another. Sandboxfs is deprecated and makes no tree smaller.

## Instead
Remove the flag. \`--nobuild_runfile_links\` saves the links of what is only built; what is run still gets its tree.
`,
  check: (context) =>
    writtenFlags(context).flatMap((flag) => {
      const why = flag.config === undefined ? harmOf(context, flag) : undefined;
      if (why === undefined) return [];
      const { path, range } = flag.argument;
      return [
        {
          lint: costlyRunfilesFlag.id,
          severity: costlyRunfilesFlag.severity,
          location: { path, range },
          message: `${spelled(flag.name, flag.value)} ${why}.`,
          target: undefined,
          related: [],
          fixes: removeFlagFix(context, flag, "What relies on the flag has to be changed."),
          data: { targets: [], flag: flag.name },
        },
      ];
    }),
};

function harmOf(context: LintContext, { name, value }: WrittenFlag): string | undefined {
  const { version } = context.flags;
  if (eraOf(name, version).given !== "honoured") return undefined;
  const isOn = parseBoolean(value);
  const isUnix = context.settings.top.host.os !== "windows";
  if (name === "legacy_external_runfiles" && isOn === true && isAtLeast(version, "8.0"))
    return "brings back a second link for every file of an external repository, which Bazel 8 had stopped making";
  if (name === "enable_runfiles" && isOn === false && isUnix)
    return "leaves what runs outside of a sandbox without its runfiles, and sandboxes stage the files all the same";
  if (name === "build_runfile_manifests" && isOn === false)
    return "takes the manifests away from local tests, which then fail";
  if (name === "build_python_zip" && isOn === true && isUnix)
    return "packs Python programs anew after every change, and saves no link where one is the data of another";
  if (name === "experimental_use_sandboxfs" && isOn === true)
    return "is deprecated, and makes no runfiles tree smaller";
  return undefined;
}
