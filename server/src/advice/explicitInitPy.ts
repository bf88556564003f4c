import { counted } from "../base/counts.ts";
import type { AdviceDefinition } from "./advice.ts";

/** Without it every directory with Python files gets an empty `__init__.py`. */
export const explicitInitPy: AdviceDefinition = {
  id: "explicit-init-py",
  flag: "incompatible_default_to_explicit_init_py",
  value: true,
  exceptions: () => [],
  obstacle: ({ counts }) => (counts.emptyFiles === 0 ? "no tree here has an empty `__init__.py`" : undefined),
  gain: ({ targets, emptyFiles }) => ({
    links: 0,
    emptyFiles,
    text: `${counted(emptyFiles, "empty file")} fewer in ${counted(targets, "target")}`,
  }),
  tradeOff: "Python packages that need an `__init__.py` and do not have one in their sources have to get it there.",
};
