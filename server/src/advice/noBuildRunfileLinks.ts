import { counted } from "../base/counts.ts";
import type { AdviceDefinition } from "./advice.ts";
import { coverageNeedsLinks, howSure } from "./advice.ts";

/** Trees are then made when a local action, a test or `run` wants them (command-line reference, `--build_runfile_links`), not for everything that is built. */
export const noBuildRunfileLinks: AdviceDefinition = {
  id: "no-build-runfile-links",
  flag: "build_runfile_links",
  value: false,
  exceptions: (flags) => (coverageNeedsLinks(flags) ? ["coverage"] : []),
  obstacle: ({ counts, flags, hostOs }) => {
    if (!flags.isOn("enable_runfiles", hostOs).value) return "no runfiles trees are made on disk here anyway";
    return counts.links === 0 ? "no tree here has a link" : undefined;
  },
  gain: (counts) => ({
    links: counts.links,
    emptyFiles: 0,
    text: `a build makes none of ${howSure(counts)}${counted(counts.links, "link")} of ${counted(counts.targets, "target")}; local tests and \`bazel run\` make those of what they run`,
  }),
  tradeOff: "What is run from `bazel-bin` by hand, without `bazel run`, finds no runfiles beside it.",
};
