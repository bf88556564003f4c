import type { Finding } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { WrittenFlag } from "./writtenOptions.ts";
import { flagsOfCommand, writtenFlags } from "./writtenOptions.ts";
import type { HostOs } from "../bazel/workspace/bazelrc/options.ts";
import type { FlagName } from "../bazel/workspace/flagData.ts";
import { spelled } from "../bazel/workspace/flags.ts";

/** Flags about runfiles that only some builds have. */
export const bazelrcConfigOnly: Lint = {
  id: "bazelrc-config-only",
  level: "workspace",
  severity: "information",
  summary: "A flag about runfiles is set in a `--config` only: builds without it have other runfiles trees.",
  explanation: `## What
A flag that decides what stands in runfiles trees, or whether they are made, is on a line for a config, and no line expands that config.

\`\`\`
build:ci --nolegacy_external_runfiles
\`\`\`

## Why
A program that reads a path of the one tree fails in the other: "works in CI, not here". And whoever builds with the config and without it discards the analysis cache each time.

## Instead
Put the flag on a plain line, so that every build has it.
`,
  check: (context) => writtenFlags(context).flatMap((flag) => check(context, flag)),
};

/** Those that change the entries of a tree, or whether it is made. */
const ABOUT_TREES: ReadonlySet<FlagName> = new Set<FlagName>([
  "legacy_external_runfiles",
  "enable_runfiles",
  "build_runfile_links",
  "build_runfile_manifests",
  "incompatible_default_to_explicit_init_py",
  "incompatible_always_include_files_in_data",
  "incompatible_filegroup_runfiles_for_data",
]);

/** Configs of `--enable_platform_specific_config`, or named as if: what holds for one system is not missing on others. */
const SYSTEMS: ReadonlySet<string> = new Set<HostOs>(["linux", "macos", "windows", "freebsd", "openbsd"]);

function check(context: LintContext, flag: WrittenFlag): readonly Finding[] {
  const { name, value, command, config, argument } = flag;
  if (config === undefined || SYSTEMS.has(config) || !ABOUT_TREES.has(name) || command === "coverage") return [];
  const shown = command === "test" || command === "run" ? command : "build";
  const [without, withConfig] = [[], [config]].map((configs) => flagsOfCommand(context, shown, configs).values(name));
  if (JSON.stringify(without) === JSON.stringify(withConfig)) return [];
  return [
    {
      lint: bazelrcConfigOnly.id,
      severity: bazelrcConfigOnly.severity,
      location: { path: argument.path, range: argument.range },
      message: `${spelled(name, value)} holds only with --config=${config}: other builds have other runfiles trees.`,
      target: undefined,
      related: [],
      fixes: [],
      data: { targets: [], flag: name, config },
    },
  ];
}
