import { coverageNeedsLinks } from "../advice/advice.ts";
import { commandNames } from "../bazel/workspace/bazelrc/options.ts";
import { removeFlagFix, setFlagFix } from "./bazelrcFix.ts";
import type { Fix } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { flagsOfCommand, writtenFlags } from "./writtenOptions.ts";
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
          fixes: fixesOf(context, flag),
          data: { targets: [], flag: flag.name },
        },
      ];
    }),
};

function harmOf(context: LintContext, { command, name, value }: WrittenFlag): string | undefined {
  const { version } = context.flags;
  if (eraOf(name, version).given !== "honoured") return undefined;
  const isOn = parseBoolean(value);
  const isUnix = context.settings.top.host.os !== "windows";
  if (name === "legacy_external_runfiles" && isOn === true && isAtLeast(version, "8.0"))
    return "brings back a second link for every file of an external repository, which Bazel 8 had stopped making";
  if (name === "enable_runfiles" && isOn === false && isUnix)
    return "leaves what runs outside of a sandbox without its runfiles, and sandboxes stage the files all the same";
  if (name === "build_runfile_links" && isOn === false && takesLinksFromCoverage(context, command))
    return "takes the runfiles away that `coverage` needs before Bazel 8; `coverage --build_runfile_links` gives them back";
  if (name === "build_runfile_manifests" && isOn === false)
    return "takes the manifests away from local tests, which then fail";
  if (name === "build_python_zip" && isOn === true && isUnix)
    return "packs Python programs anew after every change, and saves no link where one is the data of another";
  if (name === "experimental_use_sandboxfs" && isOn === true)
    return "is deprecated, and makes no runfiles tree smaller";
  return undefined;
}

/** bazelbuild/bazel#20577. What holds for `coverage` alone is somebody's choice. */
function takesLinksFromCoverage(context: LintContext, command: string): boolean {
  if (!coverageNeedsLinks(context.flags) || command === "coverage") return false;
  const isInherited = commandNames("coverage", context.flags.version).includes(command);
  return isInherited && !flagsOfCommand(context, "coverage").boolean("build_runfile_links").value;
}

function fixesOf(context: LintContext, flag: WrittenFlag): readonly Fix[] {
  if (flag.name !== "build_runfile_links")
    return removeFlagFix(context, flag, "What relies on the flag has to be changed.");
  return setFlagFix(context, {
    name: "build_runfile_links",
    value: false,
    exceptions: ["coverage"],
    title: "Add `coverage --build_runfile_links`",
    tradeOff: "`coverage` makes the links again, and has another configuration than `build` and `test`.",
    isRevealed: false,
  });
}
