import { counted } from "../base/counts.ts";
import type { AdviceDefinition } from "./advice.ts";
import { howSure } from "./advice.ts";

/** Off is Windows' default. Elsewhere programs expect their files in the tree: the flag would take them away, and sandboxes stage the files all the same. */
export const noEnableRunfiles: AdviceDefinition = {
  id: "no-enable-runfiles",
  flag: "enable_runfiles",
  value: false,
  exceptions: () => [],
  obstacle: ({ counts, hostOs }) => {
    if (hostOs !== "windows") return "on Unix, programs look for their files in the tree, which would be empty";
    return counts.links === 0 ? "no tree here has a link" : undefined;
  },
  gain: (counts) => ({
    links: counts.links,
    emptyFiles: 0,
    text: `none of ${howSure(counts)}${counted(counts.links, "link")} of ${counted(counts.targets, "target")} are made`,
  }),
  tradeOff: "Programs have to find their files by the manifest, with a runfiles library of their language.",
};
