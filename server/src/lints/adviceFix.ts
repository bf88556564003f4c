/** Advice about a flag as the fix of a finding. */
import { counted } from "../base/counts.ts";
import type { Fix } from "./finding.ts";
import type { LintContext } from "./lint.ts";
import type { AdviceDefinition, TreeCounts } from "../advice/advice.ts";
import { howSure, outcomeOf } from "../advice/advice.ts";

/** None where the advice is withheld. `counts` are those of the trees that the finding is about. */
export function adviceFix(context: LintContext, definition: AdviceDefinition, counts: TreeCounts): readonly Fix[] {
  const { flags, rc, reader, settings } = context;
  const outcome = outcomeOf(definition, { flags, rc, reader, counts, hostOs: settings.top.host.os });
  if (outcome.kind === "withheld") return [];
  const { files, gain, option, tradeOff } = outcome.advice;
  const links = gain.links > 0 ? ` (${howSure(counts)}${counted(gain.links, "link")} fewer)` : "";
  return [
    {
      title: `Set \`${option}\` in .bazelrc${links}`,
      kind: "quickfix",
      preferred: false,
      tradeOff: `${gain.text.charAt(0).toUpperCase()}${gain.text.slice(1)}. ${tradeOff}`,
      edits: files.map(({ path, create, edits }) => ({ path, create, edits })),
      reveal: undefined,
    },
  ];
}
