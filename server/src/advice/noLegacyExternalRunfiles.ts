import { counted, grouped } from "../base/counts.ts";
import type { AdviceDefinition } from "./advice.ts";
import { howSure } from "./advice.ts";

/** Until Bazel 7 every file of an external repository stands in a tree twice; 8 makes copies only where it is told to, 9 never. */
export const noLegacyExternalRunfiles: AdviceDefinition = {
  id: "no-legacy-external-runfiles",
  flag: "legacy_external_runfiles",
  value: false,
  exceptions: () => [],
  obstacle: ({ counts }) =>
    counts.legacyCopies === 0
      ? "no tree here has files of external repositories, and so there are no copies"
      : undefined,
  gain: (counts) => ({
    links: counts.legacyCopies,
    emptyFiles: 0,
    text: `${howSure(counts)}${counted(counts.legacyCopies, "link")} fewer of ${grouped(counts.links)} in ${counted(counts.targets, "target")}`,
  }),
  tradeOff:
    "Programs and rulesets that still read files under `<workspace>/external/<repository>` no longer find them there.",
};
